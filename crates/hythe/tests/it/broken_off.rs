//! Commands that a signal ends give up what they hold, and those that have to wait say for what.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use futures_util::FutureExt as _;
use meta::{CollectionHold, Limit, Meta};
use rustix::process::{Pid, Signal};
use serde_json::json;
use stdx::Timestamp;
use testkit::{TestImage, pattern};
use tokio::runtime::{Builder, Runtime};
use uuid::Uuid;

use crate::backup::client::Client;
use crate::backup::{backup, backup_command};
use crate::process::{Ended, Place, Serving, end_of};

const NEVER: Timestamp = Timestamp::from_micros(0);
/// How often a command is broken off until a signal has met it at its work.
const TRIES: usize = 50;

/// What a command may hold.
#[derive(Debug, Clone, Copy)]
enum Held {
    Deletion,
    Collector,
    Scrub,
}

/// The database of a data folder, opened beside the commands.
struct Database {
    runtime: Runtime,
    meta: Meta,
}

impl Database {
    fn open(place: &Place) -> Self {
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.expect("a runtime");
        let path = place.data().join("metadata.sqlite");
        let meta = runtime.block_on(Meta::open_sqlite(&path)).expect("a database");
        Self { runtime, meta }
    }

    /// Until when somebody holds it; `NEVER` when nobody does.
    fn until(&self, held: Held) -> Timestamp {
        let until = self.meta.read::<_, meta::Error, _>(move |tx| {
            async move {
                Ok(match held {
                    Held::Deletion => {
                        let holds = tx.collection_hold_list(NEVER, Limit(9)).await?;
                        holds.last().map_or(NEVER, |hold| hold.until)
                    }
                    Held::Collector => tx.collector_get().await?.leased_until,
                    Held::Scrub => tx.scrub_get().await?.leased_until,
                })
            }
            .boxed()
        });
        self.runtime.block_on(until).expect("a row")
    }

    /// Takes it as a process does that is killed then.
    fn take(&self, held: Held, id: Uuid, until: Timestamp) {
        let taken = self.meta.write::<_, meta::Error, _>(move |tx| {
            async move {
                let hold = CollectionHold {
                    id,
                    reason: "a backup".to_owned(),
                    until,
                };
                let taken = "nobody else has it";
                match held {
                    Held::Deletion => tx.collection_hold_put(&hold, NEVER).await?,
                    Held::Collector => {
                        let epoch = tx.collector_get().await?.epoch;
                        tx.collector_claim(epoch, until).await?.expect(taken);
                        tx.collector_hold(epoch + 1, until, r#"{"phase":"Layers"}"#)
                            .await?;
                    }
                    Held::Scrub => {
                        let epoch = tx.scrub_get().await?.epoch;
                        tx.scrub_claim(epoch, until).await?.expect(taken);
                        tx.scrub_hold(epoch + 1, until, r#"{"is_open":true}"#).await?;
                    }
                }
                Ok(())
            }
            .boxed()
        });
        self.runtime.block_on(taken).expect("it is taken");
    }

    /// Lets it go, as time does.
    fn let_go(&self, held: Held, id: Uuid) {
        let gone = self.meta.write::<_, meta::Error, _>(move |tx| {
            async move {
                match held {
                    Held::Deletion => drop(tx.collection_hold_delete(id).await?),
                    Held::Collector => {
                        let row = tx.collector_get().await?;
                        tx.collector_hold(row.epoch, NEVER, &row.progress).await?;
                    }
                    Held::Scrub => {
                        let row = tx.scrub_get().await?;
                        tx.scrub_hold(row.epoch, NEVER, &row.progress).await?;
                    }
                }
                Ok(())
            }
            .boxed()
        });
        self.runtime.block_on(gone).expect("it is let go");
    }
}

/// A stopped server's folder with bytes that no image needs.
fn pushed() -> Place {
    let place = Place::new();
    let serving = place.serve(&[]);
    let client = Client::login(&place.data(), &serving, "shop");
    client.ecr("CreateRepository", json!({}));
    let layers = (0..60).map(|number| pattern(number, 200_000)).collect();
    assert!(client.push(&TestImage::with_layers("one", layers), "one"));
    let alone = pattern(1000, 5_000);
    let path = format!("blobs/uploads/?digest={}", testkit::digest_of(&alone));
    let answer = client.send("POST", &path, "application/octet-stream", &alone);
    assert_eq!(answer.status, 201);
    serving.stop();
    place
}

fn send(child: &Child, signal: Signal) {
    let id = i32::try_from(child.id()).expect("a process id");
    let id = Pid::from_raw(id).expect("not zero");
    rustix::process::kill_process(id, signal).expect("the process is ours");
}

/// Breaks a command off while it holds something, and sees that it holds nothing any more.
fn broken_off(database: &Database, held: Held, mut command: Command, signal: Signal) -> Option<i32> {
    command.stdout(Stdio::null()).stderr(Stdio::null());
    for _ in 0..TRIES {
        let mut child = command.spawn().expect("the program starts");
        while child.try_wait().expect("the process is ours").is_none() {
            if database.until(held) != NEVER {
                send(&child, signal);
                break;
            }
        }
        let status = child.wait().expect("the process is ours");
        assert_eq!(database.until(held), NEVER, "{held:?} is held after {status}");
        if status.code() != Some(0) {
            return status.code();
        }
    }
    panic!("no signal has met the command at its work");
}

/// Kills a backup while it holds the deletion of bytes, and returns until when it goes on to.
fn broken_off_holding(database: &Database, mut command: Command) -> Timestamp {
    command.stdout(Stdio::null()).stderr(Stdio::null());
    for _ in 0..TRIES {
        let mut child = command.spawn().expect("the program starts");
        while child.try_wait().expect("the process is ours").is_none() {
            if database.until(Held::Deletion) != NEVER {
                child.kill().expect("the process is ours");
                break;
            }
        }
        child.wait().expect("the process is ours");
        let until = database.until(Held::Deletion);
        if until != NEVER {
            return until;
        }
    }
    panic!("no signal has met the backup at its work");
}

#[test]
fn a_signal_ends_commands_that_give_up_what_they_hold() {
    let place = pushed();
    let database = Database::open(&place);
    let mut collect = place.command(&["gc", "run"]);
    collect.env("HYTHE_GC_GRACE_HOURS", "0");
    let cases = [
        (Held::Deletion, backup_command(&place), Signal::INT, 130),
        (Held::Deletion, backup_command(&place), Signal::TERM, 143),
        (Held::Scrub, place.command(&["scrub", "run"]), Signal::INT, 130),
        (Held::Scrub, place.command(&["scrub", "run"]), Signal::TERM, 143),
        (Held::Collector, collect, Signal::INT, 130),
    ];
    for (held, command, signal, code) in cases {
        let ended = broken_off(&database, held, command, signal);
        assert_eq!(ended, Some(code), "{held:?}, {signal:?}");
    }
    let killed = broken_off_holding(&database, backup_command(&place));
    assert!(killed > NEVER, "it could give nothing up");
    backup(&place);
    assert_eq!(
        database.until(Held::Deletion),
        NEVER,
        "the next one into the same folder does"
    );
    let Ended { code, stderr, .. } = end_of(&mut place.command(&["scrub", "run"]));
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
}

/// What a process holds that was killed is waited for, and told of.
#[test]
fn who_waits_says_for_what() {
    let place = pushed();
    let database = Database::open(&place);
    let killed = "another process collects; if it was killed, its round is gone on with from 20";
    let scrub = "another process scrubs; if it was killed, its round is gone on with from 20";
    let hold = "a backup holds the deletion of bytes until 20";
    for (held, arguments, expect) in [
        (Held::Deletion, ["gc", "run"], hold),
        (Held::Collector, ["gc", "run"], killed),
        (Held::Scrub, ["scrub", "run"], scrub),
    ] {
        let id = Uuid::new_v4();
        database.take(held, id, now().after(Duration::from_secs(290)));
        let command = Serving::spawn(&mut place.command(&arguments));
        let line = command.line("waiting: ");
        assert!(line.contains(expect), "{line}");
        if let Held::Collector = held {
            let status = end_of(&mut place.command(&["gc", "status"])).stdout;
            assert!(
                status.contains("if what collects was killed, its round"),
                "{status}"
            );
        }
        if arguments[0] == "gc" {
            let mut serve = place.command(&["serve", "--listen", "127.0.0.1:0"]);
            let error = end_of(&mut serve).stderr;
            assert!(
                error.contains("another hythe process works on the data folder"),
                "{error}"
            );
        }
        database.let_go(held, id);
        let (status, rest) = command.wait();
        assert_eq!(status.code(), Some(0), "{rest:#?}");
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the program's own clock is the system's"
)]
fn now() -> Timestamp {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let seconds = since.expect("after 1970").as_secs();
    Timestamp::from_seconds(i64::try_from(seconds).expect("before the year 292277026596"))
}
