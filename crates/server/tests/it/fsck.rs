//! A check of the whole installation finds what is wrong, repairs what can be, and nothing else.

use std::fs;
use std::time::Duration;

use meta::SqliteFault;
use registry::{CheckDepth, Collecting, CollectorStep, FindingKind, Repair};
use testkit::{Caller, TestImage, TestServer, digest_of, pattern};

use crate::damage_fixture::{check, file_of, flip, kinds, scrub};

const REPOSITORY: &str = "shop/api";

async fn pushed() -> (TestServer, Caller, TestImage) {
    let eager = Collecting {
        grace: Duration::ZERO,
        ..Collecting::default()
    };
    let server = TestServer::start_changed(|registry| registry.collecting(eager)).await;
    let admin = server.administrator();
    admin.create_repository(REPOSITORY).await;
    let image = TestImage::with_layers("hello", vec![pattern(1, 300_000), pattern(2, 1000)]);
    image.push(&admin, REPOSITORY, "1").await;
    (server, admin, image)
}

/// What is wrong, how the check names it, and whether it can be repaired.
const FAULTS: &[(SqliteFault, &[FindingKind], bool)] = &[
    (SqliteFault::ImageCount, &[FindingKind::WrongCount], true),
    (SqliteFault::RepositoryCount, &[FindingKind::WrongCount], true),
    (SqliteFault::TagCount, &[FindingKind::WrongCount], true),
    (SqliteFault::ImageSize, &[FindingKind::ImageDiffers], false),
    (SqliteFault::Subject, &[FindingKind::ImageDiffers], false),
    (SqliteFault::ManifestBytes, &[FindingKind::DamagedManifest], false),
    (
        SqliteFault::NoManifest,
        &[FindingKind::ImageWithoutManifest],
        false,
    ),
    (SqliteFault::LayerSize, &[FindingKind::ImageDiffers], false),
    (
        SqliteFault::Child,
        &[FindingKind::ImageWithoutChild, FindingKind::ImageDiffers],
        false,
    ),
    (SqliteFault::NoLayer, &[FindingKind::ImageWithoutLayer], false),
    (
        SqliteFault::LayerDomain,
        &[FindingKind::LayerWithoutBlob, FindingKind::ImageWithoutLayer],
        false,
    ),
    (
        SqliteFault::TagDigest,
        &[FindingKind::WrongCount, FindingKind::TagWithoutImage],
        true,
    ),
    (SqliteFault::BlobSize, &[FindingKind::WrongSize], true),
    (SqliteFault::AuditRecord, &[FindingKind::DamagedRecord], false),
    (SqliteFault::MediaType, &[FindingKind::Database], false),
];

#[tokio::test]
async fn what_is_wrong_in_the_database() {
    let (server, _, _) = pushed().await;
    assert_eq!(kinds(&server, Repair::No).await, []);
    drop(server);
    for (fault, expect, is_repaired) in FAULTS {
        let (server, _, _) = pushed().await;
        fault
            .make(&server.folder().join("meta.sqlite"))
            .expect("a database");
        assert_eq!(kinds(&server, Repair::No).await, *expect, "{fault:?}");
        let (found, _) = check(&server.registry, CheckDepth::Bytes, Repair::Yes).await;
        let repaired = found.iter().any(|finding| finding.repaired.is_some());
        assert_eq!(repaired, *is_repaired, "{fault:?}: {found:?}");
    }
}

/// A manifest that is gone, or is another one, is there again after a push.
#[tokio::test]
async fn a_push_heals_a_manifest() {
    for fault in [SqliteFault::ManifestBytes, SqliteFault::NoManifest] {
        let (server, admin, image) = pushed().await;
        fault
            .make(&server.folder().join("meta.sqlite"))
            .expect("a database");
        let path = format!("/v2/{REPOSITORY}/manifests/1");
        assert_ne!(admin.get(&path).await.status, 200, "{fault:?}");
        image.push(&admin, REPOSITORY, "1").await;
        assert_eq!(admin.get(&path).await.body, image.manifest, "{fault:?}");
        assert_eq!(kinds(&server, Repair::No).await, [], "{fault:?}");
    }
}

/// Nothing that somebody needs is touched, whatever is repaired.
#[tokio::test]
async fn what_is_wrong_in_the_store() {
    let (server, admin, image) = pushed().await;
    let blobs = server.folder().join("store/blobs/sha256");
    let orphan = format!("{:064x}-{:016x}", 1, 1);
    let whole = file_of(server.folder(), &digest_of(&image.layers[0]));
    fs::copy(&whole, blobs.join("00").join(&orphan)).expect("a file");
    // Another copy of a blob that is needed.
    let name = whole.file_name().expect("a name").to_string_lossy().into_owned();
    let copy = format!("{}-{:016x}", name.split('-').next().expect("a digest"), 7);
    fs::copy(&whole, whole.with_file_name(&copy)).expect("a file");
    fs::write(blobs.join("00/strange"), "what is this").expect("a file");
    let id = "6b29fc40-ca47-4067-b31d-00dd010662da";
    fs::write(server.folder().join("store/staged").join(id), "forgotten").expect("a file");
    let damaged = file_of(server.folder(), &digest_of(&image.layers[1]));
    flip(&damaged, 500, 2);
    server.clock.advance(Duration::from_secs(400 * 24 * 3600));
    let mut expect = vec![
        FindingKind::DamagedBlob,
        FindingKind::StrangeFile,
        FindingKind::OrphanFile,
        FindingKind::OrphanFile,
        FindingKind::FileWithoutUpload,
    ];
    assert_eq!(kinds(&server, Repair::No).await, expect);
    assert_eq!(kinds(&server, Repair::No).await, expect, "nothing was changed");
    assert_eq!(kinds(&server, Repair::Yes).await, {
        // By now it is put aside, and the image that needs it is named.
        expect.extend([FindingKind::ImageWithoutLayer]);
        expect.insert(4, FindingKind::Quarantined);
        expect.clone()
    });
    let expect = [
        FindingKind::MissingFile,
        FindingKind::StrangeFile,
        FindingKind::Quarantined,
        FindingKind::ImageWithoutLayer,
    ];
    assert_eq!(kinds(&server, Repair::No).await, expect);
    collect(&server).await;
    assert!(whole.exists() && !whole.with_file_name(&copy).exists());
    assert!(!blobs.join("00").join(&orphan).exists());
    image.push(&admin, REPOSITORY, "1").await;
    for layer in &image.layers {
        let path = format!("/v2/{REPOSITORY}/blobs/{}", digest_of(layer));
        assert_eq!(admin.get(&path).await.body, *layer);
    }
    assert_eq!(scrub(&server.registry).await.damaged, 0);
}

/// A folder of the store that is gone is told by its name, and hides nothing else.
#[tokio::test]
async fn folders_that_are_gone() {
    let (server, admin, image) = pushed().await;
    let store = server.folder().join("store");
    let lost = file_of(server.folder(), &digest_of(&image.layers[0]));
    let shard = lost.parent().expect("a folder").to_owned();
    for folder in [&shard, &store.join("staged"), &store.join("quarantine")] {
        fs::remove_dir_all(folder).expect("a folder");
    }
    fs::create_dir(store.join("blobs/md5")).expect("a folder");
    let expect = [
        FindingKind::MissingFile,
        FindingKind::StrangeFile,
        FindingKind::Store,
        FindingKind::Store,
        FindingKind::Store,
    ];
    let (found, _) = check(&server.registry, CheckDepth::Heads, Repair::No).await;
    let kinds_of = |found: &[registry::Finding]| found.iter().map(|one| one.kind).collect::<Vec<_>>();
    assert_eq!(kinds_of(&found), expect, "{found:?}");
    assert!(found.iter().any(|one| one.subject == shard.display().to_string()));
    collect(&server).await;
    let (found, _) = check(&server.registry, CheckDepth::Heads, Repair::Yes).await;
    assert_eq!(kinds_of(&found)[..5], expect, "{found:?}");
    let made = found.iter().filter(|one| one.kind == FindingKind::Store);
    assert!(made.clone().all(|one| one.repaired.is_some()), "{found:?}");
    image.push(&admin, REPOSITORY, "1").await;
    assert_eq!(kinds(&server, Repair::No).await, [FindingKind::StrangeFile]);
}

/// A round of the collector.
async fn collect(server: &TestServer) {
    let registry = &server.registry;
    registry.collector_hurry().await.expect("the database answers");
    let epoch = registry
        .collector_begin()
        .await
        .expect("the database answers")
        .expect("a round is due");
    loop {
        match registry.collector_step(&epoch).await.expect("a step") {
            CollectorStep::GoesOn(_) => {}
            CollectorStep::Waits(_) => server.clock.advance(Duration::from_secs(61)),
            CollectorStep::Ended => return,
        }
    }
}

/// What a push is about to name is no finding, and no repair takes it.
#[tokio::test]
async fn what_is_young_is_left_alone() {
    let server = TestServer::start().await;
    let admin = server.administrator();
    admin.create_repository(REPOSITORY).await;
    TestImage::new("hello").push(&admin, REPOSITORY, "1").await;
    let blobs = server.folder().join("store/blobs/sha256/00");
    let file = blobs.join(format!("{:064x}-{:016x}", 1, 1));
    fs::write(&file, "in flight").expect("a file");
    let location = admin.start_upload(REPOSITORY).await;
    admin.patch(&location, None, &pattern(9, 1000)).await;
    for depth in [CheckDepth::Heads, CheckDepth::Bytes] {
        let (findings, counts) = check(&server.registry, depth, Repair::Yes).await;
        assert_eq!((findings, counts.uploads, counts.files), (vec![], 1, 3));
    }
    assert!(file.exists());
}
