//! Two layers of encryption: what a store of one layer promises, and that neither key is enough.

use std::fs;
use std::sync::Arc;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce};
use aws_lc_rs::hkdf::{HKDF_SHA256, Prk};

use super::{Folder, encrypted};
use crate::cipher::{RUN_HEADER_BYTES, header_aad, header_bytes, read_header};
use crate::contract::{data, read};
use crate::{BlobKey, BlobStore, Error, KeyDomain, KeyLayer, LocalKeys, Protection};

fn layer(master: u8, domain: &str) -> KeyLayer {
    KeyLayer {
        keys: Arc::new(LocalKeys::new(&[master; 32])),
        domain: KeyDomain::new(domain),
    }
}

fn twice(outer: u8, inner: u8) -> Protection {
    Protection::Twice {
        outer: layer(outer, "out"),
        inner: layer(inner, "in"),
    }
}

mod promises {
    use super::{Folder, twice};

    crate::contract_tests!({
        let folder = Folder::new().under(twice(1, 2));
        move || folder.store()
    });
}

async fn reads(folder: &Folder, protection: Protection, key: BlobKey, length: u64) -> Result<Vec<u8>, Error> {
    let store = folder.disk.under(protection);
    read(store.open(key, 0..length).await?).await
}

#[tokio::test]
async fn both_keys_are_needed() {
    let folder = Folder::new().under(twice(1, 2));
    let content = data(300_000);
    let key = folder.push(&content).await;
    let swapped = Protection::Twice {
        outer: layer(2, "in"),
        inner: layer(1, "out"),
    };
    for (name, other) in [
        ("another outer key", twice(3, 2)),
        ("another inner key", twice(1, 3)),
        ("swapped", swapped),
        ("one layer", encrypted("out")),
        ("none", Protection::Plain),
    ] {
        let found = reads(&folder, other, key, content.len() as u64).await;
        assert!(matches!(found, Err(Error::Damaged)), "{name}");
    }
    let own = reads(&folder, twice(1, 2), key, content.len() as u64).await;
    assert!(own.expect("its own keys") == content);
    let once = Folder::new().under(encrypted("out"));
    let key = once.push(&content).await;
    let found = reads(&once, twice(7, 7), key, content.len() as u64).await;
    assert!(matches!(found, Err(Error::Damaged)), "a file of one layer");
}

/// Takes the outer layer off by hand: what is under it is not the data, and the data is under that.
#[tokio::test]
async fn under_the_outer_layer_is_another() {
    let folder = Folder::new().under(twice(1, 2));
    let content = b"the bytes of a layer of an image";
    let key = folder.push(content).await;
    let file = fs::read(folder.blob(key)).expect("the blob's file");
    let header = header_bytes(&file).expect("a header");
    let wrapped = read_header(&file[..header]).expect("a header");
    let run = &file[header..header + RUN_HEADER_BYTES as usize];
    let begin = header + run.len();
    let mut segment = file[begin..begin + content.len() + 32].to_vec();
    assert_ne!(wrapped[0].bytes[..32], wrapped[1].bytes[..32], "two wrappings");
    for (number, layer) in [layer(1, "out"), layer(2, "in")].iter().enumerate() {
        assert!(!segment.windows(8).any(|part| part == &content[..8]), "{number}");
        let aad = header_aad(number, 2);
        let opened = layer.keys.unwrap(&layer.domain, &wrapped[number], aad).await;
        let prk = Prk::new_less_safe(HKDF_SHA256, opened.expect("a data key").bytes());
        let info = [b"hythe run 1".as_slice(), run];
        let cipher = LessSafeKey::new(prk.expand(&info, &AES_256_GCM).expect("a key").into());
        let nonce = Nonce::assume_unique_for_key([0; 12]);
        let plain = cipher.open_in_place(nonce, Aad::from([0; 8]), &mut segment);
        let length = plain.expect("a layer").len();
        segment.truncate(length);
    }
    assert_eq!(segment, content);
}

#[tokio::test]
async fn every_bit_counts() {
    let folder = Folder::new().under(twice(1, 2));
    let key = folder.push(b"content").await;
    let file = fs::read(folder.blob(key)).expect("the blob's file");
    for bit in 0..file.len() * 8 {
        let mut bad = file.clone();
        bad[bit / 8] ^= 1 << (bit % 8);
        fs::write(folder.blob(key), &bad).expect("the blob's file");
        let found = reads(&folder, twice(1, 2), key, 7).await;
        assert!(matches!(found, Err(Error::Damaged)), "bit {bit}: {found:?}");
    }
}
