//! `kill -9` at random moments under eight writers: what was acknowledged is there, whole; what was not
//! is the old or the new.
//!
//! Each writer has a repository of its own and knows what must be in it (`writer`). All push layers
//! in common. After each start everything that a client can list is compared with that; the bytes of
//! what changed are read again, and now and then those of everything.
//!
//! `HYTHE_PROOF_CYCLES` is the number of kills, `HYTHE_PROOF_SEED` what decides all but the moments.

mod client;
mod model;
mod writer;

use std::collections::BTreeMap;
use std::hash::{BuildHasher as _, Hasher as _};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::crash::{say, size};
use crate::process::{Place, Serving};
use client::Client;
use writer::Writer;

/// Kills in each run of the tests.
const CYCLES: usize = 300;
const WRITERS: u64 = 8;
/// After how many kills every byte is read again.
const EVERYTHING: usize = 50;
/// How long the writers write before the kill, in milliseconds.
const MOMENTS: std::ops::Range<u64> = 20..320;

/// Numbers that a seed decides.
pub(crate) struct Random(u64);

impl Random {
    fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % end
    }
}

#[test]
fn no_acknowledged_operation_is_lost_and_none_is_half_there() {
    let drawn = std::collections::hash_map::RandomState::new()
        .build_hasher()
        .finish();
    let seed = size("HYTHE_PROOF_SEED", usize::try_from(drawn >> 1).expect("63 bits"));
    let cycles = size("HYTHE_PROOF_CYCLES", CYCLES);
    say(&format!("seed {seed}, {cycles} kills"));
    let place = Place::in_memory();
    let mut random = Random::new(seed as u64);
    let mut writers: Vec<Writer> = (0..WRITERS)
        .map(|index| Writer::new(index, seed as u64))
        .collect();
    let serving = serve(&place);
    let secrets = place.read("credentials");
    let token = client::login(&serving, &secrets);
    for writer in &mut writers {
        writer.create(&Client::new(serving.port(), &secrets, &token));
    }
    serving.signal(Signal::KILL);
    serving.wait();
    let began = Instant::now();
    for cycle in 1..=cycles {
        let serving = serve(&place);
        let client = Client::new(serving.port(), &secrets, &token);
        each(&mut writers, |writer| {
            writer.check(&client, cycle % EVERYTHING == 0)
        });
        let moment = MOMENTS.start + random.below(MOMENTS.end - MOMENTS.start);
        write_until_killed(serving, &client, &mut writers, Duration::from_millis(moment));
        if cycle % 100 == 0 {
            say(&format!(
                "{cycle} kills after {} s: {:?}",
                began.elapsed().as_secs(),
                counts(&writers)
            ));
        }
    }
    let serving = serve(&place);
    let client = Client::new(serving.port(), &secrets, &token);
    each(&mut writers, |writer| writer.check(&client, true));
    serving.stop();
    let counts = counts(&writers);
    say(&format!(
        "{cycles} kills, seed {seed}, 0 lost, 0 ghosts; acknowledged and checked: {counts:?}"
    ));
    for operation in ["push", "tag", "untag", "delete", "restore", "policy"] {
        let done = counts.get(operation).copied().unwrap_or_default();
        assert!(
            done >= cycles as u64 / 30,
            "{operation} was acknowledged {done} times only"
        );
    }
}

/// A server that collects everything it may, as soon as it may.
fn serve(place: &Place) -> Serving {
    let mut command = place.command(&["serve", "--listen", "127.0.0.1:0"]);
    command
        .env("HYTHE_GC_GRACE_HOURS", "0")
        .env("HYTHE_GC_INTERVAL_MINUTES", "0")
        .env("HYTHE_LOG_LEVEL", "warn");
    Serving::start(&mut command)
}

/// Lets all write, and kills the server at a moment.
fn write_until_killed(serving: Serving, client: &Client, writers: &mut [Writer], moment: Duration) {
    // Nobody ever sends: it ends when all writers have, which is too soon.
    let (running, all_ended) = mpsc::channel::<()>();
    std::thread::scope(|scope| {
        for writer in writers.iter_mut() {
            let running = running.clone();
            scope.spawn(move || {
                writer.write(client);
                drop(running);
            });
        }
        drop(running);
        let waited = all_ended.recv_timeout(moment);
        assert_eq!(
            waited,
            Err(mpsc::RecvTimeoutError::Timeout),
            "the server ended by itself"
        );
        serving.signal(Signal::KILL);
        serving.wait();
    });
}

fn each(writers: &mut [Writer], work: impl Fn(&mut Writer) + Sync) {
    std::thread::scope(|scope| {
        for writer in writers {
            scope.spawn(|| work(writer));
        }
    });
}

fn counts(writers: &[Writer]) -> BTreeMap<&'static str, u64> {
    let mut all = BTreeMap::new();
    for (operation, count) in writers.iter().flat_map(Writer::counts) {
        *all.entry(*operation).or_default() += *count;
    }
    all
}
