//! Damage of every kind to the files of blobs: each is found by a check of every byte, none is ever a
//! complete answer, and a push heals all of it.
//!
//! `HYTHE_PROOF_FLIPS` says how many bits are turned over, `HYTHE_PROOF_SEED` which.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use registry::{AtRest, CheckDepth, FindingKind, Repair};
use rustix::fs::{CWD, FileType, Mode, mknodat};
use serde_json::json;
use testkit::{Caller, TestImage, TestServer, digest_of, pattern};

use crate::damage_fixture::{check, check_no_answer, file_if_any, file_of, flip, kinds, scrub};
use crate::kms_fixture::new_key;

/// How many bits are turned over where the environment says nothing, and how often of them what was
/// found is healed by a push.
const FLIPS: u64 = 40;
const HEALED: u64 = 10;
/// The bytes of an encrypted file of the local ring in front of the first segment, and of a segment.
const HEAD: usize = 122 + 88;
const SEGMENT: usize = 262_144 + 16;

/// Numbers that look random, the same for the same seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % bound as u64) as usize
    }
}

#[expect(clippy::disallowed_methods, reason = "the size of a proof is the caller's")]
fn setting(name: &str, default: u64) -> u64 {
    let text = std::env::var(name).ok();
    text.map_or(default, |text| text.parse().expect("a number"))
}

/// Repositories with images, whose blobs are kept in the clear, under the installation's key and
/// under one of KMS, alone or around it.
struct Shop {
    server: TestServer,
    admin: Caller,
    /// Each with its repository.
    blobs: Vec<(&'static str, Vec<u8>)>,
}

impl Shop {
    async fn open(at_rest: AtRest, repositories: &[&'static str]) -> Self {
        let server = TestServer::start_changed(|registry| registry.with_at_rest(at_rest)).await;
        let admin = server.administrator();
        let mut blobs = Vec::new();
        for repository in repositories {
            let mut input = json!({"repositoryName": repository});
            if let Some(kind) = [("kms", "KMS"), ("dsse", "KMS_DSSE")]
                .into_iter()
                .find_map(|(name, kind)| (name == *repository).then_some(kind))
            {
                let key = new_key(&admin).await;
                input["encryptionConfiguration"] = json!({"encryptionType": kind, "kmsKey": key});
            }
            admin.ecr_ok("CreateRepository", input).await;
            let salt = u64::from(repository.as_bytes()[0]);
            let sizes = [1, 1000, 262_144, 600_000];
            let layers: Vec<Vec<u8>> = sizes.map(|size| pattern(salt + size as u64, size)).into();
            let image = TestImage::with_layers(repository, layers);
            image.push(&admin, repository, "1").await;
            blobs.extend(
                image
                    .layers
                    .into_iter()
                    .chain([image.config])
                    .map(|blob| (*repository, blob)),
            );
            // One that came in pieces has several runs.
            let pieces = pattern(salt, 300_000);
            let location = admin.start_upload(repository).await;
            for piece in pieces.chunks(100_000) {
                assert_eq!(admin.patch(&location, None, piece).await.status, 202);
            }
            let ended = admin.finish_upload(&location, &digest_of(&pieces), b"").await;
            assert_eq!(ended.status, 201);
            blobs.push((repository, pieces));
        }
        assert_eq!(kinds(&server, Repair::No).await, []);
        Self { server, admin, blobs }
    }

    fn file(&self, blob: &[u8]) -> PathBuf {
        file_of(self.server.folder(), &digest_of(blob))
    }

    async fn get(&self, (repository, blob): &(&'static str, Vec<u8>)) -> testkit::Reply {
        let path = format!("/v2/{repository}/blobs/{}", digest_of(blob));
        self.admin.get(&path).await
    }

    /// The damage that was done to the file of a blob is found, and is no answer.
    async fn check(&self, blob: &(&'static str, Vec<u8>), case: &str) {
        let reply = self.get(blob).await;
        check_no_answer(&reply, case);
        let found = kinds(&self.server, Repair::No).await;
        assert_eq!(found, [FindingKind::DamagedBlob], "{case}");
    }

    /// It is noted, nobody has it, and the next push heals it.
    async fn heal(&self, blob: &(&'static str, Vec<u8>), case: &str) {
        let scrubbed = scrub(&self.server.registry).await;
        assert_eq!(scrubbed.damaged, 1, "{case}");
        assert_eq!(
            file_if_any(self.server.folder(), &digest_of(&blob.1)),
            None,
            "{case}"
        );
        assert_eq!(self.get(blob).await.status, 404, "{case}");
        let pushed = self.admin.push_blob(blob.0, &blob.1).await;
        assert_eq!(pushed.status, 201, "{case}");
        assert_eq!(self.get(blob).await.body, blob.1, "{case}");
        for entry in fs::read_dir(self.server.folder().join("store/quarantine")).expect("a folder") {
            fs::remove_file(entry.expect("an entry").path()).expect("a file");
        }
    }
}

#[expect(clippy::print_stdout, reason = "a proof says what it has tried")]
#[tokio::test]
async fn bits_that_turn_over() {
    let (flips, seed) = (
        setting("HYTHE_PROOF_FLIPS", FLIPS),
        setting("HYTHE_PROOF_SEED", 1),
    );
    println!("seed {seed}, {flips} bits");
    let encrypted = Shop::open(AtRest::Encrypted, &["own", "kms", "dsse"]).await;
    let clear = Shop::open(AtRest::Clear, &["clear"]).await;
    let (mut dice, mut healed) = (Dice(seed), 0);
    for number in 0..flips {
        let shop = if number % 3 == 0 { &clear } else { &encrypted };
        let blob = &shop.blobs[dice.below(shop.blobs.len())];
        let file = shop.file(&blob.1);
        let length = fs::metadata(&file).expect("a file").len() as usize;
        // As often at the ends, where headers and footers are, as anywhere.
        let byte = match dice.below(3) {
            0 => dice.below(length.min(300)),
            1 => length - 1 - dice.below(length.min(300)),
            _ => dice.below(length),
        };
        let bit = dice.below(8) as u8;
        let case = format!(
            "seed {seed}, flip {number}: bit {bit} of byte {byte} of {length}, {} of {}",
            blob.1.len(),
            blob.0
        );
        flip(&file, byte, bit);
        shop.check(blob, &case).await;
        if number % HEALED == 0 {
            shop.heal(blob, &case).await;
            healed += 1;
        } else {
            flip(&file, byte, bit);
        }
    }
    for shop in [&encrypted, &clear] {
        assert_eq!(kinds(&shop.server, Repair::No).await, []);
    }
    println!("seed {seed}: {flips} bits found, {healed} healed by a push, 0 answers");
}

/// A way to damage a file.
type Spoil = fn(&[u8], &[u8]) -> Vec<u8>;

/// What is done to the file of the largest blob; the second argument is another file.
const SPOILED: &[(&str, Spoil)] = &[
    ("emptied", |_, _| Vec::new()),
    ("cut by a byte", |good, _| good[..good.len() - 1].to_vec()),
    ("cut in the middle", |good, _| good[..good.len() / 2].to_vec()),
    ("cut behind a segment", |good, _| good[..HEAD + SEGMENT].to_vec()),
    ("without its beginning", |good, _| good[1..].to_vec()),
    ("longer by a byte", |good, _| [good, b"x"].concat()),
    ("two segments swapped", |good, _| {
        let (first, rest) = good[HEAD..].split_at(SEGMENT);
        let (second, rest) = rest.split_at(SEGMENT);
        [&good[..HEAD], second, first, rest].concat()
    }),
    ("a segment twice", |good, _| {
        let (first, rest) = good[HEAD..].split_at(SEGMENT);
        [&good[..HEAD], first, first, &rest[SEGMENT..]].concat()
    }),
    ("a segment left out", |good, _| {
        [&good[..HEAD], &good[HEAD + SEGMENT..]].concat()
    }),
    ("a segment of another file", |good, other| {
        let (end, of) = (HEAD + SEGMENT, &other[HEAD..HEAD + SEGMENT]);
        [&good[..HEAD], of, &good[end..]].concat()
    }),
    ("the header of another file", |good, other| {
        [&other[..HEAD], &good[HEAD..]].concat()
    }),
    ("the footer of another file", |good, other| {
        let footer = 104;
        [&good[..good.len() - footer], &other[other.len() - footer..]].concat()
    }),
    ("another file", |_, other| other.to_vec()),
    ("zeros", |good, _| vec![0; good.len()]),
    ("a page of zeros", |good, _| {
        let mut bytes = good.to_vec();
        bytes[8192..12_288].fill(0);
        bytes
    }),
];

#[tokio::test]
async fn files_that_are_cut_reordered_or_another() {
    let shop = Shop::open(AtRest::Encrypted, &["own"]).await;
    let size_of = |length: usize| {
        let found = shop.blobs.iter().find(|(_, blob)| blob.len() == length);
        found.expect("a blob of this size")
    };
    let blob = size_of(600_000);
    // Another blob of the same size and key.
    let other = ("own", pattern(99, 600_000));
    assert_eq!(shop.admin.push_blob("own", &other.1).await.status, 201);
    let (file, other_file) = (shop.file(&blob.1), shop.file(&other.1));
    let good = fs::read(&file).expect("a file");
    let other_bytes = fs::read(&other_file).expect("a file");
    assert_eq!(good.len(), other_bytes.len());
    for (case, spoil) in SPOILED {
        fs::write(&file, spoil(&good, &other_bytes)).expect("a file");
        shop.check(blob, case).await;
        fs::write(&file, &good).expect("a file");
        assert_eq!(shop.get(blob).await.body, blob.1, "{case}: whole again");
    }
    swapped(&shop, (blob, &file), (&other, &other_file)).await;
    fs::write(&file, &good[..1000]).expect("a file");
    shop.heal(blob, "cut").await;
}

/// The ids of keys in front of a file: no key is missing because a bit of its name has turned over.
#[tokio::test]
async fn bits_of_the_ids_of_keys() {
    let repositories = ["own", "kms", "dsse"];
    let shop = Shop::open(AtRest::Encrypted, &repositories).await;
    for repository in repositories {
        let of_it = |(name, blob): &&(_, Vec<u8>)| *name == repository && blob.len() == 1000;
        let blob = shop.blobs.iter().find(of_it).expect("a blob");
        let file = shop.file(&blob.1);
        for byte in 20..46 {
            let case = format!("byte {byte} of {repository}");
            flip(&file, byte, (byte % 7) as u8);
            shop.check(blob, &case).await;
            flip(&file, byte, (byte % 7) as u8);
        }
        flip(&file, 30, 0);
        shop.heal(blob, repository).await;
        // An upload is lost, and its client begins again.
        let location = shop.admin.start_upload(repository).await;
        assert_eq!(shop.admin.patch(&location, None, b"one").await.status, 202);
        let id = location.rsplit('/').next().expect("an id");
        flip(&shop.server.folder().join("store/staged").join(id), 30, 0);
        let lost = shop.admin.patch(&location, None, b"two").await;
        assert_eq!(lost.status, 404, "{repository}: {}", lost.text());
    }
}

/// Puts something where nothing is.
type Put = fn(&Path);

/// Something else in the place of a file is found, put aside and healed like any other damage.
#[tokio::test]
async fn no_files_at_all() {
    let things: [(&str, Put); 5] = [
        ("a folder", |path| fs::create_dir(path).expect("a folder")),
        ("a link to nothing", |path| symlink("gone", path).expect("a link")),
        ("a link to itself", |path| symlink(path, path).expect("a link")),
        ("a socket", |path| node(path, FileType::Socket)),
        ("a pipe", |path| node(path, FileType::Fifo)),
    ];
    for (at_rest, repository) in [(AtRest::Clear, "clear"), (AtRest::Encrypted, "dsse")] {
        let shop = Shop::open(at_rest, &[repository]).await;
        let blob = shop.blobs.iter().find(|(_, blob)| blob.len() == 1000);
        let blob = blob.expect("a blob");
        for (what, put) in things {
            let file = shop.file(&blob.1);
            fs::remove_file(&file).expect("a file");
            put(&file);
            check_no_answer(&shop.get(blob).await, what);
            let found = kinds(&shop.server, Repair::No).await;
            let expect = [FindingKind::DamagedBlob, FindingKind::StrangeFile];
            assert!(found.starts_with(&expect), "{what}: {found:?}");
            let (found, _) = check(&shop.server.registry, CheckDepth::Heads, Repair::Yes).await;
            assert_eq!(found[0].kind, FindingKind::DamagedBlob, "{what}");
            assert!(found[0].repaired.is_some(), "{what}: {found:?}");
            assert_eq!(shop.get(blob).await.status, 404, "{what}");
            let pushed = shop.admin.push_blob(repository, &blob.1).await;
            assert_eq!(pushed.status, 201, "{what}");
            assert_eq!(shop.get(blob).await.body, blob.1, "{what}");
        }
        let found = kinds(&shop.server, Repair::No).await;
        assert_eq!(found, [FindingKind::Quarantined; 5]);
    }
}

fn node(path: &Path, kind: FileType) {
    mknodat(CWD, path, kind, Mode::RUSR | Mode::WUSR, 0).expect("a node");
}

/// Files in the clear say whose they are, too.
#[tokio::test]
async fn files_in_the_clear_that_were_swapped() {
    let shop = Shop::open(AtRest::Clear, &["clear"]).await;
    let others = [1, 1000, 262_144, 600_000].map(|size| ("clear", pattern(99, size)));
    for other in &others {
        assert_eq!(shop.admin.push_blob("clear", &other.1).await.status, 201);
        let same_size = shop.blobs.iter().find(|(_, blob)| blob.len() == other.1.len());
        let blob = same_size.expect("a blob of this size");
        let (file, other_file) = (shop.file(&blob.1), shop.file(&other.1));
        swapped(&shop, (blob, &file), (other, &other_file)).await;
        // It is told without a look at the bytes, and healed like other damage.
        fs::copy(&other_file, &file).expect("a file");
        let (found, _) = check(&shop.server.registry, CheckDepth::Heads, Repair::No).await;
        assert_eq!(found.len(), 1, "{found:?}");
        shop.heal(blob, "another file").await;
    }
}

/// Two files that exchange their names.
async fn swapped(
    shop: &Shop,
    (one, file): (&(&'static str, Vec<u8>), &Path),
    (two, other): (&(&'static str, Vec<u8>), &Path),
) {
    let exchange = || {
        let aside = file.with_extension("aside");
        fs::rename(file, &aside).expect("a file");
        fs::rename(other, file).expect("a file");
        fs::rename(&aside, other).expect("a file");
    };
    exchange();
    for blob in [one, two] {
        check_no_answer(&shop.get(blob).await, "swapped");
    }
    let found = kinds(&shop.server, Repair::No).await;
    assert_eq!(found, [FindingKind::DamagedBlob; 2]);
    exchange();
    assert_eq!(kinds(&shop.server, Repair::No).await, []);
}
