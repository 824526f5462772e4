//! Encrypted files that somebody changed: an error, never other bytes than were pushed.

use std::fs;
use std::ops::Range;
use std::sync::Arc;

use futures_util::StreamExt;
use futures_util::future::{BoxFuture, FutureExt};

use super::{Folder, encrypted};
use crate::cipher::{FOOTER_BYTES, RUN_HEADER_BYTES, TAG_BYTES, header_bytes};
use crate::contract::{data, key, read, upload};
use crate::format::SEGMENT_BYTES;
use crate::{
    BlobKey, BlobStore, DataKey, Error, Generation, KeyDomain, KeyError, KeyRing, LocalKeys, Protection,
    Staged, WrappedKey,
};

const SEGMENT: usize = SEGMENT_BYTES as usize;
const SEALED: usize = SEGMENT + TAG_BYTES as usize;
const RUN_HEADER: usize = RUN_HEADER_BYTES as usize;
/// Bytes of the footer of a blob with one run.
const FOOTER: usize = FOOTER_BYTES + 40;

/// Reads a range of a blob that is not what it was. Nothing that comes before the error may
/// differ from what was pushed. Tells whether there was an error.
async fn fails(folder: &Folder, key: BlobKey, content: &[u8], range: Range<usize>, what: &str) -> bool {
    let mut place = range.start;
    let mut reader = match folder.disk.open(key, range.start as u64..range.end as u64).await {
        Err(Error::Damaged) => return true,
        Err(error) => panic!("{what}: {error}"),
        Ok(reader) => reader,
    };
    while let Some(chunk) = reader.next().await {
        match chunk {
            Err(Error::Damaged) => {
                assert!(reader.next().await.is_none(), "{what}");
                return true;
            }
            Err(error) => panic!("{what}: {error}"),
            Ok(chunk) => {
                let pushed = &content[place..place + chunk.len()];
                assert!(chunk == pushed, "{what}: wrong bytes");
                place += chunk.len();
            }
        }
    }
    assert_eq!(place, range.end, "{what}");
    false
}

/// Puts `file` in the place of the blob, which then cannot be read whole.
async fn expect_refused(folder: &Folder, key: BlobKey, content: &[u8], file: &[u8], what: &str) {
    fs::write(folder.blob(key), file).expect("the blob's file");
    assert!(
        fails(folder, key, content, 0..content.len(), what).await,
        "{what}"
    );
}

/// Appends the pieces and publishes them.
async fn push_pieces(folder: &Folder, pieces: &[&[u8]]) -> BlobKey {
    let (upload, key) = (upload(), key(&pieces.concat()));
    let mut staged = Staged::empty();
    for piece in pieces {
        staged = folder.append(upload, &staged, piece).await.expect("an append");
    }
    folder.disk.finish(upload, staged, key).await.expect("a finish");
    key
}

fn file(folder: &Folder, key: BlobKey) -> Vec<u8> {
    fs::read(folder.blob(key)).expect("the blob's file")
}

#[tokio::test]
async fn every_bit_of_small_blobs() {
    let folder = Folder::encrypted();
    let content = data(60);
    for pieces in [
        &[][..],
        &[&content[..1]],
        &[&content],
        &[&content[..20], &content[20..]],
    ] {
        let (key, content) = (push_pieces(&folder, pieces).await, pieces.concat());
        let whole = file(&folder, key);
        for bit in 0..whole.len() * 8 {
            let mut bad = whole.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            expect_refused(&folder, key, &content, &bad, &format!("bit {bit}")).await;
        }
        for cut in 0..whole.len() {
            expect_refused(&folder, key, &content, &whole[..cut], &format!("cut to {cut}")).await;
            let size = folder.disk.size(key).await;
            assert!(matches!(size, Err(Error::Damaged)), "cut to {cut}");
        }
        let longer = [&whole[..], &[0]].concat();
        expect_refused(&folder, key, &content, &longer, "longer").await;
    }
}

/// The parts of a file of one run: header, run header, segments, footer.
fn parts(file: &[u8]) -> Vec<Range<usize>> {
    let header = header_bytes(file).expect("a header");
    let first = header + RUN_HEADER;
    let end = file.len() - FOOTER;
    let mut parts = vec![0..header, header..first];
    let begins = (first..end).step_by(SEALED);
    parts.extend(begins.map(|begin| begin..end.min(begin + SEALED)));
    parts.push(end..file.len());
    parts
}

fn glue(file: &[u8], parts: &[Range<usize>]) -> Vec<u8> {
    let parts: Vec<_> = parts.iter().map(|part| &file[part.clone()]).collect();
    parts.concat()
}

#[tokio::test]
async fn parts_that_were_moved() {
    let folder = Folder::encrypted();
    let content = data(3 * SEGMENT + 100);
    let key = push_pieces(&folder, &[&content]).await;
    let whole = file(&folder, key);
    let parts = parts(&whole);
    assert_eq!(parts.len(), 7);
    for place in 0..=parts.len() {
        let cut = glue(&whole, &parts[..place]);
        if place < parts.len() {
            expect_refused(&folder, key, &content, &cut, &format!("cut before part {place}")).await;
            let mut without = parts.clone();
            without.remove(place);
            let without = glue(&whole, &without);
            expect_refused(&folder, key, &content, &without, &format!("without part {place}")).await;
            let mut twice = parts.clone();
            twice.insert(place, parts[place].clone());
            let twice = glue(&whole, &twice);
            expect_refused(&folder, key, &content, &twice, &format!("part {place} twice")).await;
        }
        for other in place + 1..parts.len() {
            let mut swapped = parts.clone();
            swapped.swap(place, other);
            let swapped = glue(&whole, &swapped);
            let what = format!("parts {place} and {other} swapped");
            expect_refused(&folder, key, &content, &swapped, &what).await;
        }
    }
}

#[tokio::test]
async fn parts_of_another_blob() {
    let folder = Folder::encrypted();
    let (mine, theirs) = (data(2 * SEGMENT + 100), data(2 * SEGMENT + 101));
    let mut same = theirs.clone();
    same.pop();
    let key = push_pieces(&folder, &[&mine]).await;
    let other = push_pieces(&folder, &[&same]).await;
    let (whole, foreign) = (file(&folder, key), file(&folder, other));
    assert_eq!(whole.len(), foreign.len());
    let parts = parts(&whole);
    // Each part, and all parts from one to another.
    for begin in 0..parts.len() {
        for end in begin..parts.len() {
            let place = parts[begin].start..parts[end].end;
            let mut bad = whole.clone();
            bad[place.clone()].copy_from_slice(&foreign[place]);
            expect_refused(
                &folder,
                key,
                &mine,
                &bad,
                &format!("their parts {begin} to {end}"),
            )
            .await;
        }
    }
}

#[tokio::test]
async fn a_file_under_another_name() {
    let folder = Folder::encrypted();
    let key = push_pieces(&folder, &[b"content"]).await;
    let copy = BlobKey {
        generation: Generation::random(),
        ..key
    };
    let whole = file(&folder, key);
    expect_refused(&folder, copy, b"content", &whole, "another generation").await;
    let other = self::key(b"CONTENT");
    expect_refused(&folder, other, b"CONTENT", &whole, "another digest").await;
    assert!(!fails(&folder, key, b"content", 0..7, "its own").await);
}

/// The disk does not say which blobs are encrypted, and for whom.
#[tokio::test]
async fn another_protection() {
    let folder = Folder::new();
    let ring = |master: u8, domain: &str| Protection::Encrypted {
        keys: Arc::new(LocalKeys::new(&[master; 32])),
        domain: KeyDomain::new(domain),
    };
    let protections = [Protection::Plain, ring(7, "a"), ring(7, "b"), ring(8, "a")];
    for (number, written) in protections.iter().enumerate() {
        let folder = folder.disk.under(written.clone());
        let (upload, key) = (upload(), key(b"content"));
        let frames = super::frames(b"content");
        let staged = folder
            .append(upload, Staged::empty(), frames)
            .await
            .expect("an append");
        folder.finish(upload, staged, key).await.expect("a finish");
        for (other, asked) in protections.iter().enumerate() {
            let read = match folder.under(asked.clone()).open(key, 0..7).await {
                Ok(reader) => read(reader).await,
                Err(error) => Err(error),
            };
            match read {
                Ok(found) => assert_eq!((number, &found[..]), (other, &b"content"[..])),
                Err(Error::Damaged) => assert_ne!(number, other),
                Err(error) => panic!("{number} {other}: {error}"),
            }
        }
    }
}

/// Whoever keeps what stood on the disk before can put it back.
#[tokio::test]
async fn a_run_that_was_never_acknowledged() {
    let folder = Folder::encrypted();
    let (upload, key) = (upload(), key(b"known and new"));
    let known = folder
        .append(upload, &Staged::empty(), b"known")
        .await
        .expect("an append");
    folder
        .append(upload, &known, b" and old")
        .await
        .expect("an append");
    let old = fs::read(folder.staged(upload)).expect("the upload's file");
    let staged = folder
        .append(upload, &known, b" and new")
        .await
        .expect("an append");
    let new = fs::read(folder.staged(upload)).expect("the upload's file");
    assert_eq!(old.len(), new.len());

    // While it is an upload,
    fs::write(folder.staged(upload), &old).expect("the upload's file");
    let lost = folder.disk.finish(upload, staged.clone(), key).await;
    assert!(matches!(lost, Err(crate::FinishError::Lost)), "{lost:?}");
    // and when it is a blob.
    fs::write(folder.staged(upload), &new).expect("the upload's file");
    folder.disk.finish(upload, staged, key).await.expect("a finish");
    let whole = file(&folder, key);
    let bad = [&old[..], &whole[old.len()..]].concat();
    expect_refused(&folder, key, b"known and new", &bad, "an old run").await;
    fs::write(folder.blob(key), &whole).expect("the blob's file");
    assert!(!fails(&folder, key, b"known and new", 0..13, "all new").await);
}

/// Many appends make a footer that is longer than what is read of the end of a file at first, and
/// a long id makes such a header.
#[tokio::test]
async fn long_ends() {
    let folder = Folder::new().under(Protection::Encrypted {
        keys: Arc::new(LongId(LocalKeys::new(&[7; 32]))),
        domain: KeyDomain::new("a"),
    });
    let content = data(SEGMENT + 20_000);
    let pieces: Vec<_> = content.chunks(SEGMENT / 50).collect();
    let key = push_pieces(&folder, &pieces).await;
    assert!(!fails(&folder, key, &content, 0..content.len(), "as it was").await);
    assert_eq!(
        folder.disk.size(key).await.expect("a size"),
        Some(content.len() as u64)
    );
    let whole = file(&folder, key);
    let last = whole.len() - 3000..whole.len();
    for place in (0..3000).chain(last).step_by(97) {
        let mut bad = whole.clone();
        bad[place] ^= 1;
        expect_refused(&folder, key, &content, &bad, &format!("byte {place}")).await;
    }
}

/// A ring whose keys have long ids.
#[derive(Debug)]
struct LongId(LocalKeys);

impl KeyRing for LongId {
    fn wrap<'a>(
        &'a self,
        domain: &'a KeyDomain,
        key: &'a DataKey,
        aad: &'a [u8],
    ) -> BoxFuture<'a, Result<WrappedKey, KeyError>> {
        let wrap = async move {
            let mut wrapped = self.0.wrap(domain, key, aad).await?;
            wrapped.key_id.push_str(&" ".repeat(1900));
            Ok(wrapped)
        };
        wrap.boxed()
    }

    fn unwrap<'a>(
        &'a self,
        domain: &'a KeyDomain,
        wrapped: &'a WrappedKey,
        aad: &'a [u8],
    ) -> BoxFuture<'a, Result<DataKey, KeyError>> {
        let unwrap = async move {
            let mut wrapped = wrapped.clone();
            wrapped.key_id.truncate(wrapped.key_id.trim_end().len());
            self.0.unwrap(domain, &wrapped, aad).await
        };
        unwrap.boxed()
    }
}

/// A flip that a range does not see is not an error; the bytes are right in either case.
#[tokio::test]
async fn five_hundred_bits_of_a_long_blob() {
    let folder = Folder::encrypted();
    let content = data(3 * SEGMENT + 100);
    let key = push_pieces(&folder, &[&content[..SEGMENT + 9], &content[SEGMENT + 9..]]).await;
    let whole = file(&folder, key);
    let random = data(500 * 8);
    let (numbers, _) = random.as_chunks::<8>();
    for number in numbers {
        let number = u64::from_le_bytes(*number) as usize;
        let bit = number % (whole.len() * 8);
        let mut bad = whole.clone();
        bad[bit / 8] ^= 1 << (bit % 8);
        expect_refused(&folder, key, &content, &bad, &format!("bit {bit}")).await;
        let start = number % content.len();
        let end = content.len().min(start + 1000);
        fails(
            &folder,
            key,
            &content,
            start..end,
            &format!("bit {bit}, from {start}"),
        )
        .await;
    }
}

#[tokio::test]
async fn a_master_key_that_was_rotated_still_reads() {
    let folder = Folder::encrypted();
    let key = push_pieces(&folder, &[b"content"]).await;
    let rotated = |keys: LocalKeys| Protection::Encrypted {
        keys: Arc::new(keys),
        domain: KeyDomain::new("a"),
    };
    let both = rotated(LocalKeys::new(&[8; 32]).with_previous(&[7; 32]));
    let folder = folder.under(both);
    assert!(!fails(&folder, key, b"content", 0..7, "rotated").await);
    let folder = folder.under(encrypted("b"));
    assert!(fails(&folder, key, b"content", 0..7, "another domain").await);
}
