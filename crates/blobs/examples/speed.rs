//! How fast a folder is written and read, plain and encrypted, side by side in one run.
//!
//! `cargo run --release -p blobs --example speed -- FOLDER` makes a store in a new folder within
//! FOLDER. Each figure is the median of the rounds; the bytes read are in memory.
#![forbid(unsafe_code)]

use std::error::Error;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use blobs::{BlobKey, BlobStore, Content, DiskStore, Generation, KeyDomain, LocalKeys, Protection, Staged};
use bytes::Bytes;
use futures_util::stream::{self, StreamExt};
use names::{Digest, UploadId};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

const ROUNDS: usize = 7;
const LONG: usize = 512 << 20;
const SHORT: usize = 16 << 10;
const SHORT_COUNT: usize = 200;
/// How much comes from a socket at once.
const FRAME: usize = 128 << 10;

/// What one round takes.
#[derive(Default)]
struct Times {
    write: Vec<Duration>,
    read: Vec<Duration>,
    range: Vec<Duration>,
    write_short: Vec<Duration>,
    read_short: Vec<Duration>,
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
    let mut times = [Times::default(), Times::default()];
    // The first round is to get warm.
    for round in 0..=ROUNDS {
        for (store, times) in [&plain, &encrypted].into_iter().zip(&mut times) {
            let measured = measure(store, &long, &short).await?;
            if round > 0 {
                times.write.extend(measured.write);
                times.read.extend(measured.read);
                times.range.extend(measured.range);
                times.write_short.extend(measured.write_short);
                times.read_short.extend(measured.read_short);
            }
        }
    }
    let [plain, encrypted] = times;
    let mib = LONG as f64 / (1 << 20) as f64;
    let count = SHORT_COUNT as f64;
    let mut out = io::stdout().lock();
    writeln!(out, "{:24}{:>12}{:>12}{:>8}", "", "plain", "encrypted", "ratio")?;
    for (what, amount, plain, encrypted) in [
        ("write, MiB/s", mib, plain.write, encrypted.write),
        ("read, MiB/s", mib, plain.read, encrypted.read),
        ("1 MiB ranges, 1/s", mib, plain.range, encrypted.range),
        (
            "write 16 KiB, 1/s",
            count,
            plain.write_short,
            encrypted.write_short,
        ),
        ("read 16 KiB, 1/s", count, plain.read_short, encrypted.read_short),
    ] {
        let (plain, encrypted) = (amount / median(plain), amount / median(encrypted));
        writeln!(
            out,
            "{what:24}{plain:>12.0}{encrypted:>12.0}{:>8.2}",
            encrypted / plain
        )?;
    }
    Ok(())
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

async fn measure(store: &DiskStore, long: &Sample, short: &Sample) -> Result<Times, Box<dyn Error>> {
    let mut times = Times::default();
    let begin = Instant::now();
    let key = push(store, long).await?;
    times.write.push(begin.elapsed());
    let begin = Instant::now();
    read(store, key, 0, LONG).await?;
    times.read.push(begin.elapsed());
    let begin = Instant::now();
    for place in (0..LONG).step_by(1 << 20) {
        // Across the segments, backwards.
        let end = LONG - place;
        read(store, key, end.saturating_sub((1 << 20) + 1000), end).await?;
    }
    times.range.push(begin.elapsed());
    store.delete(key).await?;
    let begin = Instant::now();
    let mut keys = Vec::new();
    for _ in 0..SHORT_COUNT {
        keys.push(push(store, short).await?);
    }
    times.write_short.push(begin.elapsed());
    let begin = Instant::now();
    for key in &keys {
        read(store, *key, 0, SHORT).await?;
    }
    times.read_short.push(begin.elapsed());
    for key in keys {
        store.delete(key).await?;
    }
    Ok(times)
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

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64()
}
