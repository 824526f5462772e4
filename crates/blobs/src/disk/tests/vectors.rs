//! The examples of `docs/blob-format.md`, which another program made.

use std::fs;

use sha2::{Digest as _, Sha256};

use super::Folder;
use crate::cipher::{
    FileKey, RUN_HEADER_BYTES, Run, RunHeader, RunSealer, Runs, header_aad, read_header, write_header,
};
use crate::contract::{self, key};
use crate::format::SEGMENT_BYTES;
use crate::keys::{DataKey, KeyDomain, KeyLayer, LocalKeys};
use crate::{BlobKey, BlobStore as _, Generation, Protection, Staged};

const DOCUMENT: &str = include_str!("../../../../../docs/blob-format.md");

/// The bytes of an example: hexadecimal digits up to two spaces, then words.
fn vector(name: &str) -> Vec<u8> {
    let lines = DOCUMENT
        .lines()
        .skip_while(|line| *line != format!("```vector {name}"))
        .skip(1)
        .take_while(|line| *line != "```");
    let digits: String = lines
        .map(|line| line.split("  ").next().unwrap_or_default().replace(' ', ""))
        .collect();
    let (pairs, rest) = digits.as_bytes().as_chunks::<2>();
    assert!(!pairs.is_empty() && rest.is_empty(), "{name}");
    let byte = |pair: &[u8; 2]| stdx::hex::decode::<1>(std::str::from_utf8(pair).unwrap()).unwrap()[0];
    pairs.iter().map(byte).collect()
}

fn counted(first: u8) -> [u8; 32] {
    std::array::from_fn(|place| first + place as u8)
}

fn ring() -> LocalKeys {
    LocalKeys::new(&counted(0))
}

fn domain() -> KeyDomain {
    KeyDomain::new("AES256")
}

fn blob(content: &[u8]) -> BlobKey {
    BlobKey {
        generation: Generation::from_bits(1),
        ..key(content)
    }
}

/// The ring and the domain of the inner layer.
fn inner() -> (LocalKeys, KeyDomain) {
    (LocalKeys::new(&counted(0x80)), KeyDomain::new("kms:key"))
}

fn file_key() -> FileKey {
    let data_key = DataKey::from_bytes(counted(0x20));
    let wrapped = ring().wrap_salted(&domain(), &data_key, header_aad(0, 1), counted(0x40));
    let header = write_header(&[wrapped.expect("a wrapped key")]).expect("a header");
    FileKey::new(header, &[(&domain(), data_key)])
}

fn file_key_twice() -> FileKey {
    let (outer_key, inner_key) = (
        DataKey::from_bytes(counted(0x20)),
        DataKey::from_bytes(counted(0xa0)),
    );
    let (inner_ring, inner_domain) = inner();
    let outer = ring().wrap_salted(&domain(), &outer_key, header_aad(0, 2), counted(0x40));
    let inner = inner_ring.wrap_salted(&inner_domain, &inner_key, header_aad(1, 2), counted(0xc0));
    let wrapped = [outer, inner].map(|wrapped| wrapped.expect("a wrapped key"));
    let header = write_header(&wrapped).expect("a header");
    FileKey::new(header, &[(&domain(), outer_key), (&inner_domain, inner_key)])
}

/// The header of a run with a chosen salt.
fn run_header(start: u64, previous: u64, number: u64, chain: [u8; 32], salt: u8) -> RunHeader {
    let numbers = [start, previous, number].map(u64::to_le_bytes).concat();
    let bytes = [&numbers[..], &chain, &[salt; 32]].concat();
    let hash = Sha256::digest(&bytes).into();
    RunHeader::read(&bytes, &hash).expect("a run's header")
}

/// The file of these appends, the first with the salt 61, the next with 62.
fn written(pieces: &[&[u8]]) -> Vec<u8> {
    written_with(&file_key(), pieces)
}

fn written_with(key: &FileKey, pieces: &[&[u8]]) -> Vec<u8> {
    let (mut file, mut runs) = (key.header().to_vec(), Vec::new());
    let (mut start, mut previous, mut chain) = (0, 0, key.chain());
    for (number, piece) in pieces.iter().enumerate() {
        let header = run_header(start, previous, number as u64, chain, 0x61 + number as u8);
        previous = file.len() as u64;
        chain = header.hash();
        file.extend_from_slice(&header.to_bytes());
        let mut sealer = RunSealer::new(key, &header);
        let mut rest = *piece;
        while !rest.is_empty() {
            let segment = sealer.take(&mut rest).expect("sealed");
            file.extend_from_slice(segment.unwrap_or_default());
        }
        let last = sealer.finish().expect("sealed");
        file.extend_from_slice(last.unwrap_or_default());
        runs.push(Run { start, chain });
        start += piece.len() as u64;
    }
    let runs = Runs::new(runs, key, start).expect("runs");
    assert_eq!(runs.end(), file.len() as u64);
    file.extend_from_slice(&runs.footer(key, blob(&pieces.concat())));
    file
}

async fn expect_read(file: &[u8], content: &[u8]) {
    let once = Protection::Encrypted {
        keys: std::sync::Arc::new(ring()),
        domain: domain(),
    };
    expect_read_under(once, file, content).await;
}

async fn expect_read_under(protection: Protection, file: &[u8], content: &[u8]) {
    let folder = Folder::new().under(protection);
    fs::write(folder.blob(blob(content)), file).expect("the blob's file");
    contract::expect_blob(&folder.store(), blob(content), content).await;
}

#[tokio::test]
async fn a_plain_file() {
    let file = vector("plain");
    let folder = Folder::new();
    let (content, upload) = (b"123456789", contract::upload());
    fs::write(folder.blob(blob(content)), &file).expect("the blob's file");
    contract::expect_blob(&folder.store(), blob(content), content).await;
    fs::remove_file(folder.blob(blob(content))).expect("the blob's file");
    let appended = folder.append(upload, &Staged::empty(), content).await;
    let staged = fs::read(folder.staged(upload)).expect("the upload's file");
    assert_eq!(
        stdx::hex::encode(&staged),
        stdx::hex::encode(&vector("plain-upload"))
    );
    let finished = folder
        .disk
        .finish(upload, appended.expect("an append"), blob(content));
    finished.await.expect("a finish");
    let written = fs::read(folder.blob(blob(content))).expect("the blob's file");
    assert_eq!(stdx::hex::encode(&written), stdx::hex::encode(&file));
}

#[tokio::test]
async fn two_appends() {
    let file = vector("two-appends");
    assert_eq!(
        stdx::hex::encode(&written(&[b"1234", b"56789"])),
        stdx::hex::encode(&file)
    );
    expect_read(&file, b"123456789").await;
}

#[tokio::test]
async fn two_layers() {
    let file = vector("two-layers");
    assert_eq!(
        stdx::hex::encode(&written_with(&file_key_twice(), &[b"1234", b"56789"])),
        stdx::hex::encode(&file)
    );
    let (inner_ring, inner_domain) = inner();
    let twice = Protection::Twice {
        outer: KeyLayer {
            keys: std::sync::Arc::new(ring()),
            domain: domain(),
        },
        inner: KeyLayer {
            keys: std::sync::Arc::new(inner_ring),
            domain: inner_domain,
        },
    };
    expect_read_under(twice, &file, b"123456789").await;
}

#[tokio::test]
async fn no_data() {
    let file = vector("no-data");
    assert_eq!(stdx::hex::encode(&written(&[])), stdx::hex::encode(&file));
    expect_read(&file, b"").await;
}

#[tokio::test]
async fn long_data() {
    let content: Vec<u8> = (0..2 * SEGMENT_BYTES + 5)
        .map(|place| (place % 251) as u8)
        .collect();
    let (first, second) = content.split_at(SEGMENT_BYTES as usize + 1);
    let file = written(&[first, second]);
    assert_eq!(file.len(), 524_791);
    assert_eq!(Sha256::digest(&file).to_vec(), vector("long-sha256"));
    expect_read(&file, &content).await;
}

#[test]
fn the_parts_are_where_the_document_says() {
    let file = vector("two-appends");
    let wrapped = read_header(&file[..122]).expect("a header");
    assert_eq!(wrapped[0].key_id, ring().key_id());
    assert_eq!(wrapped[0].bytes[..32], counted(0x40));
    let first = &file[122..122 + RUN_HEADER_BYTES as usize];
    assert!(RunHeader::read(first, &Sha256::digest(first).into()).is_some());
}
