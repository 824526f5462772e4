//! Damaged files: an error, never other bytes than were pushed.

use std::fs::{self, File};
use std::ops::Range;
use std::os::unix::fs::FileExt;

use futures_util::StreamExt;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use tokio::runtime::Builder;

use super::Folder;
use crate::contract::{data, expect_blob, key, read, upload};
use crate::format::{SEGMENT_BYTES, file_bytes};
use crate::{BlobFile, BlobKey, BlobStore, Error, FileForm, Staged, scrub};

const SEGMENT: usize = SEGMENT_BYTES as usize;

/// Reads a range of a blob that is not what it was. Nothing that comes before the error may
/// differ from what was pushed.
async fn expect_damage(folder: &Folder, key: BlobKey, content: &[u8], range: Range<u64>, what: &str) {
    let (mut place, end) = (range.start as usize, range.end as usize);
    let mut reader = match folder.disk.open(key, range).await {
        Err(Error::Damaged) => return,
        Err(error) => panic!("{what}: {error}"),
        Ok(reader) => reader,
    };
    while let Some(chunk) = reader.next().await {
        match chunk {
            Err(Error::Damaged) => return assert!(reader.next().await.is_none()),
            Err(error) => panic!("{what}: {error}"),
            Ok(chunk) => {
                assert!(
                    chunk == content[place..place + chunk.len()],
                    "{what}: wrong bytes"
                );
                place += chunk.len();
            }
        }
    }
    panic!("{what}: complete, up to {place} of {end}");
}

fn flip(folder: &Folder, key: BlobKey, bit: usize) {
    let path = folder.blob(key);
    let file = File::options()
        .read(true)
        .write(true)
        .open(path)
        .expect("the blob's file");
    let mut byte = [0];
    file.read_exact_at(&mut byte, bit as u64 / 8).expect("a byte");
    byte[0] ^= 1 << (bit % 8);
    file.write_all_at(&byte, bit as u64 / 8).expect("a byte");
}

#[tokio::test]
async fn every_bit_of_small_blobs() {
    let folder = Folder::new();
    for length in [0, 1, 60] {
        let content = data(length);
        let key = folder.push(&content).await;
        for bit in 0..file_bytes(length as u64) as usize * 8 {
            flip(&folder, key, bit);
            expect_damage(&folder, key, &content, 0..length as u64, &format!("bit {bit}")).await;
            flip(&folder, key, bit);
        }
    }
}

#[tokio::test]
async fn bits_of_each_kind_of_a_long_blob() {
    let folder = Folder::new();
    let content = data(2 * SEGMENT + 100);
    let length = content.len();
    let key = folder.push(&content).await;
    let trailer = length * 8..file_bytes(length as u64) as usize * 8;
    let samples = [
        0,
        7,
        SEGMENT * 8 - 1,
        SEGMENT * 8,
        2 * SEGMENT * 8 + 3,
        length * 8 - 1,
    ];
    for bit in samples.into_iter().chain(trailer) {
        flip(&folder, key, bit);
        expect_damage(&folder, key, &content, 0..length as u64, &format!("bit {bit}")).await;
        flip(&folder, key, bit);
    }
}

#[tokio::test]
async fn a_range_is_damaged_when_its_segment_is() {
    let folder = Folder::new();
    let content = data(3 * SEGMENT);
    let key = folder.push(&content).await;
    flip(&folder, key, (SEGMENT + 9) * 8);
    let segment = SEGMENT_BYTES;
    for range in [
        2 * segment - 1..2 * segment,
        0..segment + 1,
        segment + 100..segment + 101,
    ] {
        expect_damage(&folder, key, &content, range, "the second segment").await;
    }
    for range in [0..segment, 2 * segment..3 * segment] {
        let reader = folder.disk.open(key, range.clone()).await.expect("a blob");
        let found = read(reader).await.expect("sound segments");
        assert!(found == content[range.start as usize..range.end as usize]);
    }
}

#[tokio::test]
async fn every_length_of_small_files() {
    let folder = Folder::new();
    for length in [0, 1, 60] {
        let content = data(length);
        let key = folder.push(&content).await;
        let whole = fs::read(folder.blob(key)).expect("the blob's file");
        for cut in 0..whole.len() {
            fs::write(folder.blob(key), &whole[..cut]).expect("a shorter file");
            expect_damage(&folder, key, &content, 0..length as u64, &format!("cut to {cut}")).await;
            assert!(matches!(folder.disk.size(key).await, Err(Error::Damaged)));
        }
        fs::write(folder.blob(key), [&whole[..], &[0]].concat()).expect("a longer file");
        expect_damage(&folder, key, &content, 0..length as u64, "longer").await;
    }
}

#[tokio::test]
async fn lengths_of_each_kind_of_a_long_file() {
    let folder = Folder::new();
    let content = data(2 * SEGMENT + 100);
    let key = folder.push(&content).await;
    let whole = fs::read(folder.blob(key)).expect("the blob's file");
    let samples = [0, 1, 27, 28, SEGMENT, SEGMENT + 32, 2 * SEGMENT, 2 * SEGMENT + 36];
    for cut in samples.into_iter().chain(content.len()..whole.len()) {
        fs::write(folder.blob(key), &whole[..cut]).expect("a shorter file");
        let range = 0..content.len() as u64;
        expect_damage(&folder, key, &content, range, &format!("cut to {cut}")).await;
    }
}

#[tokio::test]
async fn a_file_that_shrinks_under_its_reader() {
    let folder = Folder::new();
    let content = data(3 * SEGMENT);
    let key = folder.push(&content).await;
    let mut reader = folder
        .disk
        .open(key, 0..content.len() as u64)
        .await
        .expect("a blob");
    reader.next().await.expect("a chunk").expect("a sound segment");
    let file = File::options()
        .write(true)
        .open(folder.blob(key))
        .expect("the blob's file");
    file.set_len(SEGMENT_BYTES + 5).expect("a shorter file");
    assert!(matches!(reader.next().await, Some(Err(Error::Damaged))));
    assert!(reader.next().await.is_none());
}

#[tokio::test]
async fn a_file_that_is_gone() {
    let folder = Folder::new();
    let key = folder.push(b"content").await;
    fs::remove_file(folder.blob(key)).expect("the blob's file");
    assert!(matches!(folder.disk.open(key, 0..7).await, Err(Error::Missing)));
    assert_eq!(folder.disk.size(key).await.expect("no error"), None);
}

/// A file that is sound, but another blob's of the same length, or another push's of the same bytes.
#[tokio::test]
async fn a_file_under_another_name() {
    let folder = Folder::new();
    for length in [0, 7, SEGMENT, 3 * SEGMENT + 100] {
        let content = data(length);
        let mut other = content.clone();
        other.reverse();
        let (key, again, other) = (
            folder.push(&content).await,
            folder.push(&content).await,
            folder.push(&other).await,
        );
        for (what, from) in [("another digest", other), ("another generation", again)] {
            fs::copy(folder.blob(from), folder.blob(key)).expect("the blob's file");
            for range in [0..length as u64, 0..0, length as u64 / 2..length as u64] {
                let opened = folder.disk.open(key, range).await;
                assert!(
                    matches!(opened, Err(Error::Damaged)),
                    "{what} of {length}: {opened:?}"
                );
            }
            let size = folder.disk.size(key).await;
            assert!(matches!(size, Err(Error::Damaged)), "{what}: {size:?}");
            let copied = BlobFile::new(folder.dir.path(), key, FileForm::Plain).sum();
            assert!(matches!(copied, Err(Error::Damaged)), "{what}: {copied:?}");
        }
    }
}

/// Puts a file of version 1 in the place of a blob: it ends as an upload does.
async fn put_old(folder: &Folder, key: BlobKey, content: &[u8]) {
    let upload = upload();
    let staged = folder.append(upload, &Staged::empty(), content).await;
    staged.expect("an append");
    fs::rename(folder.staged(upload), folder.blob(key)).expect("the blob's file");
}

/// A file of before version 2 is read when it is its blob's, and never when it is another's.
#[tokio::test]
async fn a_file_that_does_not_say_whose_it_is() {
    let folder = Folder::new();
    for length in [1, 1000, SEGMENT, 3 * SEGMENT + 100] {
        let content = data(length);
        let key = folder.push(&content).await;
        put_old(&folder, key, &content).await;
        expect_blob(&folder.store(), key, &content).await;
        let reader = folder.disk.open(key, 1..length as u64).await.expect("a range");
        assert!(read(reader).await.expect("its bytes") == content[1..]);
        let mut other = content.clone();
        other[length / 2] ^= 1;
        put_old(&folder, key, &other).await;
        for range in [0..length as u64, 0..1, 1..length as u64] {
            let opened = folder.disk.open(key, range).await;
            assert!(matches!(opened, Err(Error::Damaged)), "{length}: {opened:?}");
        }
    }
}

#[tokio::test]
async fn a_scrub_finds_another_content() {
    let folder = Folder::new();
    let (key, other) = (folder.push(b"content").await, folder.push(b"CONTENT").await);
    let scrubbed = |key| scrub(&folder.disk, key, |_| async { Ok::<(), Error>(()) });
    assert_eq!(scrubbed(key).await.expect("a sound blob"), 7);
    put_old(&folder, key, b"CONTENT").await;
    assert!(matches!(scrubbed(key).await, Err(Error::Damaged)));
    flip(&folder, other, 5);
    assert!(matches!(scrubbed(other).await, Err(Error::Damaged)));
}

/// Appends the pieces, publishes them, and reads the ranges.
async fn check_pieces(folder: &Folder, pieces: Vec<usize>, ranges: Vec<(u32, u32)>) {
    let content = data(pieces.iter().sum());
    let (upload, key) = (upload(), key(&content));
    let (mut staged, mut rest) = (Staged::empty(), content.as_slice());
    for piece in pieces {
        let (now, later) = rest.split_at(piece);
        staged = folder.append(upload, &staged, now).await.expect("an append");
        rest = later;
    }
    folder.disk.finish(upload, staged, key).await.expect("a finish");
    for (one, other) in ranges {
        let place = |number: u32| u64::from(number) % (content.len() as u64 + 1);
        let (start, end) = (place(one).min(place(other)), place(one).max(place(other)));
        let reader = folder.disk.open(key, start..end).await.expect("a range");
        let found = read(reader).await.expect("whole content");
        assert!(found == content[start as usize..end as usize], "{start}..{end}");
    }
}

/// Any pieces make the content, and any range of it is what it was.
#[test]
fn pieces_and_ranges() {
    let pieces = proptest::collection::vec(0..3 * SEGMENT / 2, 0..4);
    let ranges = proptest::collection::vec((any::<u32>(), any::<u32>()), 8);
    let runtime = Builder::new_current_thread().build().expect("a runtime");
    for folder in [Folder::new(), Folder::encrypted()] {
        let mut runner = TestRunner::new(ProptestConfig::with_cases(64));
        let checked = runner.run(&(&pieces, &ranges), |(pieces, ranges)| {
            runtime.block_on(check_pieces(&folder, pieces, ranges));
            Ok(())
        });
        checked.unwrap_or_else(|failure| panic!("{failure}"));
    }
}
