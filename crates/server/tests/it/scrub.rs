//! Damaged blobs: the scrub and readers find them, nobody is given them, and the next push heals them.

use std::fs;
use std::time::Duration;

use registry::{CheckDepth, FindingKind, Repair, ScrubCounts};
use serde_json::json;
use testkit::{Caller, TestImage, TestServer, digest_of, pattern};

use crate::damage_fixture::{check, check_no_answer, file_if_any, file_of, flip, kinds, scrub};
use crate::kms_fixture::{new_key, ok};

const REPOSITORY: &str = "shop/api";
/// For how long an unwrapped key may be remembered, and a little more.
const MINUTE: Duration = Duration::from_secs(61);

fn path(blob: &[u8]) -> String {
    format!("/v2/{REPOSITORY}/blobs/{}", digest_of(blob))
}

async fn pushed(layers: Vec<Vec<u8>>) -> (TestServer, Caller, TestImage) {
    let server = TestServer::start().await;
    let admin = server.administrator();
    admin.create_repository(REPOSITORY).await;
    let image = TestImage::with_layers("hello", layers);
    image.push(&admin, REPOSITORY, "1").await;
    (server, admin, image)
}

async fn metric(admin: &Caller, name: &str) -> String {
    let text = admin.get("/metrics").await.text().to_owned();
    let line = text.lines().find(|line| line.starts_with(&format!("{name} ")));
    let line = line.unwrap_or_else(|| panic!("no {name} in {text}"));
    line.split_once(' ').expect("a figure").1.to_owned()
}

#[tokio::test]
async fn what_the_scrub_finds_is_pushed_again() {
    let (good, bad) = (pattern(1, 300_000), pattern(2, 600_000));
    let (server, admin, image) = pushed(vec![good.clone(), bad.clone()]).await;
    let whole = ScrubCounts {
        blobs: 3,
        bytes: 900_000 + image.config.len() as u64,
        ..ScrubCounts::default()
    };
    assert_eq!(scrub(&server.registry).await, whole, "nothing is wrong yet");
    flip(&file_of(server.folder(), &digest_of(&bad)), 400_000, 3);
    let expect = ScrubCounts { damaged: 1, ..whole };
    assert_eq!(scrub(&server.registry).await, expect);
    assert_eq!(metric(&admin, "hythe_damaged_blobs_total").await, "1");
    assert_eq!(metric(&admin, "hythe_scrub_blobs_total").await, "6");
    assert_eq!(file_if_any(server.folder(), &digest_of(&bad)), None);
    let put_aside = server.folder().join("store/quarantine");
    assert_eq!(fs::read_dir(put_aside).expect("a folder").count(), 1);

    // What docker asks before it pushes, and what a puller gets.
    assert_eq!(admin.head(&path(&bad)).await.status, 404);
    assert_eq!(admin.get(&path(&bad)).await.status, 404);
    assert_eq!(admin.get(&path(&good)).await.body, good);
    let input = json!({"repositoryName": REPOSITORY, "layerDigests": [digest_of(&bad)]});
    let availability = admin.ecr_ok("BatchCheckLayerAvailability", input).await;
    assert_eq!(
        availability["layers"][0]["layerAvailability"], "UNAVAILABLE",
        "{availability}"
    );
    let again = ScrubCounts {
        still_damaged: 1,
        ..whole
    };
    assert_eq!(scrub(&server.registry).await, again);
    let found = kinds(&server, Repair::No).await;
    let expect = [
        FindingKind::MissingFile,
        FindingKind::Quarantined,
        FindingKind::ImageWithoutLayer,
    ];
    assert_eq!(found, expect);

    let reply = admin.push_blob(REPOSITORY, &bad).await;
    assert_eq!(reply.status, 201, "{}", reply.text());
    assert_eq!(admin.head(&path(&bad)).await.status, 200);
    assert_eq!(admin.get(&path(&bad)).await.body, bad);
    assert_eq!(scrub(&server.registry).await, whole);
    assert_eq!(kinds(&server, Repair::No).await, [FindingKind::Quarantined]);
}

#[tokio::test]
async fn what_a_reader_meets_is_noted() {
    let bad = pattern(3, 600_000);
    let (server, admin, _) = pushed(vec![bad.clone()]).await;
    flip(&file_of(server.folder(), &digest_of(&bad)), 500_000, 0);
    check_no_answer(&admin.get(&path(&bad)).await, "before it is noted");
    assert_eq!(server.registry.damage_look().await.expect("a look"), 1);
    assert_eq!(server.registry.damage_look().await.expect("a look"), 0);
    assert_eq!(admin.get(&path(&bad)).await.status, 404);
    assert_eq!(admin.push_blob(REPOSITORY, &bad).await.status, 201);
    assert_eq!(admin.get(&path(&bad)).await.body, bad);
    // One that is gone is noted as well.
    fs::remove_file(file_of(server.folder(), &digest_of(&bad))).expect("a file");
    check_no_answer(&admin.get(&path(&bad)).await, "gone");
    assert_eq!(server.registry.damage_look().await.expect("a look"), 1);
    assert_eq!(admin.head(&path(&bad)).await.status, 404);
}

/// Who pushes what a reader could not read is not told that it is there, whether that was looked at again
/// or not yet.
#[tokio::test]
async fn a_push_does_not_rely_on_what_a_reader_has_met() {
    let bad = pattern(3, 600_000);
    let (server, admin, _) = pushed(vec![bad.clone()]).await;
    flip(&file_of(server.folder(), &digest_of(&bad)), 500_000, 0);
    check_no_answer(&admin.get(&path(&bad)).await, "before it is noted");
    assert_eq!(admin.head(&path(&bad)).await.status, 404);
    let input = json!({"repositoryName": REPOSITORY, "layerDigests": [digest_of(&bad)]});
    let availability = admin.ecr_ok("BatchCheckLayerAvailability", input).await;
    assert_eq!(availability["layers"][0]["layerAvailability"], "UNAVAILABLE");
    assert_eq!(admin.push_blob(REPOSITORY, &bad).await.status, 201);
    assert_eq!(server.registry.damage_look().await.expect("a look"), 0);
    assert_eq!(admin.get(&path(&bad)).await.body, bad);
}

/// As after a store that was not mounted for a while.
#[tokio::test]
async fn a_file_that_is_put_back_is_had_again() {
    let blob = pattern(4, 1000);
    let (server, admin, _) = pushed(vec![blob.clone()]).await;
    let file = file_of(server.folder(), &digest_of(&blob));
    let bytes = fs::read(&file).expect("a file");
    fs::remove_file(&file).expect("a file");
    assert_eq!(scrub(&server.registry).await.damaged, 1);
    assert_eq!(admin.head(&path(&blob)).await.status, 404);
    fs::write(&file, bytes).expect("a file");
    let counts = scrub(&server.registry).await;
    assert_eq!((counts.restored, counts.damaged), (1, 0));
    assert_eq!(admin.get(&path(&blob)).await.body, blob);
}

/// The file of the noted copy stays when the server dies before it is put aside.
#[tokio::test]
async fn a_crash_between_the_note_and_the_quarantine() {
    let bad = pattern(5, 5000);
    let (server, admin, _) = pushed(vec![bad.clone()]).await;
    let file = file_of(server.folder(), &digest_of(&bad));
    flip(&file, 100, 0);
    assert_eq!(scrub(&server.registry).await.damaged, 1);
    let put_aside = server.folder().join("store/quarantine");
    let entry = fs::read_dir(&put_aside)
        .expect("a folder")
        .next()
        .expect("a file")
        .expect("an entry");
    fs::rename(entry.path(), &file).expect("as if it had not been moved");
    assert_eq!(admin.head(&path(&bad)).await.status, 404);
    assert_eq!(scrub(&server.registry).await.still_damaged, 1);
    assert!(!file.exists(), "put aside by the next round");
    assert_eq!(admin.push_blob(REPOSITORY, &bad).await.status, 201);
    assert_eq!(admin.get(&path(&bad)).await.body, bad);
}

/// Another server goes on where one stopped, and that one can write nothing any more.
#[tokio::test]
async fn the_lease_moves_on() {
    let layers = (0..150).map(|number| pattern(number, 100)).collect();
    let (server, _, _) = pushed(layers).await;
    let registry = &server.registry;
    let first = registry.scrub_begin().await.expect("a look").expect("a round");
    assert_eq!(registry.scrub_begin().await.expect("a look"), None);
    registry.scrub_step(&first, |_| async {}).await.expect("a step");
    let half = registry.scrub_status().await.expect("a status").progress.round;
    assert_eq!(half.blobs, 100);
    server.clock.advance(Duration::from_secs(6 * 60));
    let second = registry.scrub_begin().await.expect("a look").expect("a lease");
    let late = registry.scrub_step(&first, |_| async {}).await;
    assert!(late.is_err(), "{late:?}");
    registry.scrub_step(&second, |_| async {}).await.expect("a step");
    let counts = registry.scrub_status().await.expect("a status").progress.round;
    assert_eq!((counts.blobs, counts.damaged), (151, 0));
    registry.scrub_step(&second, |_| async {}).await.expect("the end");
    let status = registry.scrub_status().await.expect("a status");
    assert!(!status.is_running && status.progress.ended_at > status.progress.started_at);
    assert_eq!(registry.scrub_begin().await.expect("a look"), None, "not due");
    server.clock.advance(Duration::from_secs(7 * 24 * 3600));
    assert!(registry.scrub_begin().await.expect("a look").is_some());
}

#[tokio::test]
async fn a_blob_whose_key_is_disabled_is_not_damaged() {
    let server = TestServer::start().await;
    let admin = server.administrator();
    let key = new_key(&admin).await;
    let encryption = json!({"encryptionType": "KMS", "kmsKey": key});
    let input = json!({"repositoryName": "own", "encryptionConfiguration": encryption});
    admin.ecr_ok("CreateRepository", input).await;
    let image = TestImage::new("hello");
    image.push(&admin, "own", "1").await;
    ok(&admin, "DisableKey", json!({"KeyId": key})).await;
    server.clock.advance(MINUTE);
    let counts = scrub(&server.registry).await;
    let expect = ScrubCounts {
        locked: 2,
        ..ScrubCounts::default()
    };
    assert_eq!(counts, expect);
    for depth in [CheckDepth::Heads, CheckDepth::Bytes] {
        let (findings, counts) = check(&server.registry, depth, Repair::Yes).await;
        assert!(
            findings.iter().all(|finding| finding.kind.is_note()),
            "{findings:?}"
        );
        assert_eq!((findings.len(), counts.locked), (2, 2));
    }
    ok(&admin, "EnableKey", json!({"KeyId": key})).await;
    assert_eq!(kinds(&server, Repair::No).await, []);
    let layer = format!("/v2/own/blobs/{}", digest_of(&image.layers[0]));
    assert_eq!(admin.get(&layer).await.body, image.layers[0]);
}

/// A push that found the blob there is not acknowledged with a copy that turned out damaged meanwhile.
#[tokio::test]
async fn a_push_beside_the_scrub_never_names_a_damaged_copy() {
    let blob = pattern(6, 400_000);
    let (server, admin, _) = pushed(vec![blob.clone()]).await;
    for round in 0..10 {
        if let Some(file) = file_if_any(server.folder(), &digest_of(&blob)) {
            flip(&file, 1000, 1);
        }
        let (reply, _) = tokio::join!(admin.push_blob(REPOSITORY, &blob), scrub(&server.registry));
        assert_eq!(reply.status, 201, "{round}: {}", reply.text());
        // Acknowledged before the scrub had read it, or after: then there is another copy.
        if admin.head(&path(&blob)).await.status != 200 {
            assert_eq!(admin.push_blob(REPOSITORY, &blob).await.status, 201);
        }
        assert_eq!(admin.get(&path(&blob)).await.body, blob, "{round}");
    }
}
