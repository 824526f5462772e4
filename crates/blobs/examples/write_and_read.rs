//! How fast a folder is written and read, plain and encrypted, side by side in one run.
//!
//! `cargo run --release -p blobs --example write_and_read -- FOLDER` makes a store in a new folder within
//! FOLDER. Each rate is the median of the rounds; the bytes read are in memory. Processor time is of
//! all rounds and all threads, and says more where others use the machine, too.
#![forbid(unsafe_code)]

use std::error::Error;
use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use blobs::{
    Backend, BlobKey, BlobStore, Content, DiskStore, Generation, KeyDomain, LocalKeys, Protection, Shard,
    Staged,
};
use bytes::Bytes;
use futures_util::stream::{self, StreamExt};
use names::{Digest, UploadId};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

const ROUNDS: usize = 7;
const LONG: usize = 512 << 20;
const SHORT: usize = 16 << 10;
const SHORT_COUNT: usize = 400;
/// How many blobs a collector finds, and how many at once.
const MANY: usize = 200_000;
const PAGE: usize = 1000;
/// How much comes from a socket at once.
const FRAME: usize = 128 << 10;

/// What is measured, and how much of it one round is.
const WORK: [(&str, f64); 5] = [
    ("write, MiB/s", (LONG >> 20) as f64),
    ("read, MiB/s", (LONG >> 20) as f64),
    ("1 MiB ranges, 1/s", (LONG >> 20) as f64),
    ("write 16 KiB, 1/s", SHORT_COUNT as f64),
    ("read 16 KiB, 1/s", SHORT_COUNT as f64),
];

/// What some work took: elapsed and processor time.
#[derive(Clone, Copy)]
struct Spent {
    elapsed: Duration,
    processor: Duration,
}

#[tokio::main(worker_threads = 2)]
async fn main() -> Result<(), Box<dyn Error>> {
    let parent = std::env::args_os()
        .nth(1)
        .map_or_else(std::env::temp_dir, PathBuf::from);
    let folder = tempfile::tempdir_in(parent)?;
    let plain = DiskStore::open(folder.path())?;
    let encrypted = plain.under(Protection::Encrypted {
        keys: Arc::new(LocalKeys::new(&[7; 32])),
        domain: KeyDomain::new("speed"),
    });
    let long = noise(LONG);
    let short = noise(SHORT);
    let (mut plain_rounds, mut encrypted_rounds) = (Vec::new(), Vec::new());
    // The first round is to get warm.
    for round in 0..=ROUNDS {
        let spent = measure(&plain, &long, &short).await?;
        plain_rounds.extend((round > 0).then_some(spent));
        let spent = measure(&encrypted, &long, &short).await?;
        encrypted_rounds.extend((round > 0).then_some(spent));
    }
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{:20}{:>10}{:>11}{:>7}  processor ms: {:>8}{:>11}{:>7}",
        "", "plain", "encrypted", "ratio", "plain", "encrypted", "ratio"
    )?;
    for (place, (what, amount)) in WORK.into_iter().enumerate() {
        let rate = |rounds: &[Round]| amount / median(rounds.iter().map(|round| round[place].elapsed));
        let cost = |rounds: &[Round]| {
            let spent: Duration = rounds.iter().map(|round| round[place].processor).sum();
            spent.as_secs_f64() * 1000.0 / ROUNDS as f64
        };
        let (plain, encrypted) = (rate(&plain_rounds), rate(&encrypted_rounds));
        write!(
            out,
            "{what:20}{plain:>10.0}{encrypted:>11.0}{:>7.2}",
            encrypted / plain
        )?;
        let (plain, encrypted) = (cost(&plain_rounds), cost(&encrypted_rounds));
        writeln!(out, "{plain:>25.0}{encrypted:>11.0}{:>7.2}", plain / encrypted)?;
    }
    let (listed, deleted) = collect(&plain, folder.path()).await?;
    for (what, spent) in [("list", listed), ("delete", deleted)] {
        let rate = MANY as f64 / spent.elapsed.as_secs_f64();
        let processor = spent.processor.as_millis();
        writeln!(
            out,
            "{what} {MANY} blobs: {rate:.0}/s, {processor} ms of processor time"
        )?;
    }
    Ok(())
}

/// Lists and deletes many blobs, as a collector does.
async fn collect(store: &DiskStore, folder: &Path) -> Result<(Spent, Spent), Box<dyn Error>> {
    for number in 0..MANY as u64 {
        let digest = Digest::Sha256(Sha256::digest(number.to_le_bytes()).into());
        let shard = folder.join("blobs/sha256").join(&digest.hex()[..2]);
        let generation = Generation::from_bits(number);
        std::fs::write(shard.join(BlobKey { digest, generation }.to_string()), b"")?;
    }
    let limit = NonZeroUsize::new(PAGE).ok_or("a page has items")?;
    let end = begin()?;
    let mut keys = Vec::with_capacity(MANY);
    for shard in Shard::all() {
        let mut after = None;
        loop {
            let page = store.blob_list(shard, after, limit).await?;
            keys.extend(page.items.iter().map(|blob| blob.key));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
    }
    let listed = end()?;
    let end = begin()?;
    for batch in keys.chunks(PAGE) {
        store.blob_delete(batch.to_vec()).await?;
    }
    let deleted = end()?;
    if keys.len() < MANY {
        return Err("not all blobs were listed".into());
    }
    Ok((listed, deleted))
}

/// What each of [`WORK`] took.
type Round = [Spent; WORK.len()];

/// Begins to measure, and gives what ends it.
fn begin() -> io::Result<impl FnOnce() -> io::Result<Spent>> {
    let (begin, before) = (Instant::now(), processor()?);
    Ok(move || {
        Ok(Spent {
            elapsed: begin.elapsed(),
            processor: processor()?.saturating_sub(before),
        })
    })
}

/// The processor time of this process so far (proc_pid_stat(5), the fields 14 and 15).
fn processor() -> io::Result<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks: u64 = fields
        .skip(11)
        .take(2)
        .filter_map(|field| field.parse::<u64>().ok())
        .sum();
    Ok(Duration::from_millis(ticks * 10))
}

/// Bytes to push.
struct Sample {
    bytes: Bytes,
    digest: Digest,
}

/// Bytes without a period.
fn noise(length: usize) -> Sample {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut bytes = Vec::with_capacity(length + 8);
    while bytes.len() < length {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend_from_slice(&state.to_le_bytes());
    }
    bytes.truncate(length);
    Sample {
        digest: Digest::Sha256(Sha256::digest(&bytes).into()),
        bytes: bytes.into(),
    }
}

async fn measure(store: &DiskStore, long: &Sample, short: &Sample) -> Result<Round, Box<dyn Error>> {
    let end = begin()?;
    let key = push(store, long).await?;
    let write = end()?;
    let end = begin()?;
    read(store, key, 0, LONG).await?;
    let read_all = end()?;
    let end = begin()?;
    for place in (0..LONG).step_by(1 << 20) {
        // Across the segments, backwards.
        let end = LONG - place;
        read(store, key, end.saturating_sub((1 << 20) + 1000), end).await?;
    }
    let ranges = end()?;
    store.delete(key).await?;
    let end = begin()?;
    let mut keys = Vec::new();
    for _ in 0..SHORT_COUNT {
        keys.push(push(store, short).await?);
    }
    let write_short = end()?;
    let end = begin()?;
    for key in &keys {
        read(store, *key, 0, SHORT).await?;
    }
    let read_short = end()?;
    for key in keys {
        store.delete(key).await?;
    }
    Ok([write, read_all, ranges, write_short, read_short])
}

async fn push(store: &DiskStore, content: &Sample) -> Result<BlobKey, Box<dyn Error>> {
    let upload = UploadId::from_uuid(Uuid::new_v4());
    let bytes = &content.bytes;
    let frames = (0..bytes.len()).step_by(FRAME);
    let frames: Vec<_> = frames
        .map(|begin| Ok(bytes.slice(begin..bytes.len().min(begin + FRAME))))
        .collect();
    let frames: Content = stream::iter(frames).boxed();
    let staged = store.append(upload, Staged::empty(), frames).await?;
    let key = BlobKey {
        digest: content.digest,
        generation: Generation::random(),
    };
    store.finish(upload, staged, key).await?;
    Ok(key)
}

async fn read(store: &DiskStore, key: BlobKey, start: usize, end: usize) -> Result<(), Box<dyn Error>> {
    let mut reader = store.open(key, start as u64..end as u64).await?;
    while let Some(chunk) = reader.next().await {
        std::hint::black_box(chunk?);
    }
    Ok(())
}

fn median(times: impl Iterator<Item = Duration>) -> f64 {
    let mut times: Vec<_> = times.collect();
    times.sort();
    times[times.len() / 2].as_secs_f64()
}
