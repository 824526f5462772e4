//! The collector of unneeded bytes, beside clients who push, delete and restore.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use blobs::{Backend, BlobKey, DiskStore, Generation, Protection, Shard, Staged};
use meta::Limit;
use names::UploadId;
use registry::{
    Collecting, CollectionHold, CollectorCounts, CollectorEpoch, CollectorRest, CollectorStep, Registry,
};
use serde_json::json;
use testkit::{Caller, TestImage, TestServer, digest_of};

use crate::aws_fixture::{HOST, REPOSITORY, put_image};

pub(crate) const SECOND: Duration = Duration::from_secs(1);
const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);
const TEN_YEARS: Duration = Duration::from_secs(10 * 365 * 24 * 3600);

/// Nothing is kept longer than needed.
const AT_ONCE: Collecting = Collecting {
    grace: Duration::ZERO,
    wait: Duration::ZERO,
    interval: Duration::ZERO,
};

/// A server without a bin that collects at once, with an empty repository.
pub(crate) async fn eager() -> (TestServer, Caller) {
    let server =
        TestServer::start_changed(|registry| registry.with_bin_time(Duration::ZERO).collecting(AT_ONCE))
            .await;
    // Else it would be behind the clock of the files, none of which would ever be old.
    server.clock.advance(TEN_YEARS);
    let admin = server.administrator().at_host(HOST);
    admin.create_repository(REPOSITORY).await;
    (server, admin)
}

/// A server as it is by default, with an empty repository.
async fn patient() -> (TestServer, Caller) {
    let server = TestServer::start().await;
    let admin = server.administrator().at_host(HOST);
    admin.create_repository(REPOSITORY).await;
    (server, admin)
}

pub(crate) async fn begin(registry: &Registry) -> Result<CollectorEpoch, CollectorRest> {
    registry.collector_begin().await.expect("the database answers")
}

/// Steps until the round ends, waits or fails.
pub(crate) async fn steps(registry: &Registry, epoch: &CollectorEpoch) -> CollectorStep {
    loop {
        let step = registry.collector_step(epoch).await.expect("a step");
        if !matches!(step, CollectorStep::GoesOn(_)) {
            return step;
        }
    }
}

/// A whole round; the clock goes on where it waits.
async fn collect(server: &TestServer) -> CollectorCounts {
    let registry = &server.registry;
    let epoch = begin(registry).await.expect("a round is due");
    while steps(registry, &epoch).await != CollectorStep::Ended {
        server.clock.advance(Duration::from_secs(60));
    }
    let status = registry.collector_status().await.expect("a status");
    assert_eq!(status.progress.reclaimable_bytes, 0);
    status.progress.round
}

async fn delete(caller: &Caller, image: &TestImage) {
    let ids = json!([{"imageDigest": image.digest()}]);
    let input = json!({"repositoryName": REPOSITORY, "imageIds": ids});
    let output = caller.ecr_ok("BatchDeleteImage", input).await;
    assert_eq!(output["failures"], json!([]));
}

pub(crate) fn blob(bytes: &[u8]) -> String {
    format!("/v2/{REPOSITORY}/blobs/{}", digest_of(bytes))
}

async fn assert_whole(caller: &Caller, image: &TestImage) {
    let path = format!("/v2/{REPOSITORY}/manifests/{}", image.digest());
    assert_eq!(caller.get(&path).await.body, image.manifest);
    for bytes in image.layers.iter().chain([&image.config]) {
        assert_eq!(caller.get(&blob(bytes)).await.body, *bytes);
    }
}

/// The files of the store.
fn files(server: &TestServer) -> usize {
    let mut count = 0;
    let mut folders = vec![server.folder().join("store/blobs")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                count += 1;
            }
        }
    }
    count
}

#[tokio::test]
async fn what_nobody_needs_goes_and_the_rest_stays() {
    let (server, admin) = eager().await;
    let shared = b"shared by both".to_vec();
    let kept = TestImage::with_layers("kept", vec![shared.clone(), b"of the kept one".to_vec()]);
    let gone = TestImage::with_layers("gone", vec![shared, b"of the one that goes".to_vec()]);
    put_image(&admin, &kept, "kept").await;
    put_image(&admin, &gone, "gone").await;
    server.clock.advance(SECOND);
    assert_eq!(
        collect(&server).await,
        CollectorCounts::default(),
        "everything is needed"
    );
    assert_eq!(files(&server), 5);
    delete(&admin, &gone).await;
    assert_eq!(
        collect(&server).await.layers,
        0,
        "at this very moment somebody may push them again"
    );
    server.clock.advance(SECOND);
    let counts = collect(&server).await;
    assert_eq!((counts.layers, counts.blobs, counts.deleted), (2, 2, 2));
    let bytes = gone.layers[1].len() + gone.config.len();
    assert_eq!(counts.freed_bytes, bytes as u64);
    assert_eq!(files(&server), 3);
    assert_whole(&admin, &kept).await;
    server.clock.advance(5 * SECOND);
    let metrics = admin.get("/metrics").await;
    for line in [
        format!("hythe_collector_freed_bytes_total {bytes}"),
        "hythe_collector_reclaimable_bytes 0".to_owned(),
        "hythe_collector_lag_seconds 5".to_owned(),
    ] {
        assert!(
            metrics.text().lines().any(|found| found == line),
            "{line}: {}",
            metrics.text()
        );
    }
    assert_eq!(admin.get(&blob(&gone.layers[1])).await.status, 404);
    put_image(&admin, &gone, "again").await;
    assert_whole(&admin, &gone).await;
}

#[tokio::test]
async fn a_pushed_layer_has_its_time_and_asking_for_it_gives_it_another() {
    let (server, admin) = patient().await;
    let layers = [
        &b"asked for by HEAD"[..],
        b"asked for by ECR's API",
        b"pushed again",
        b"forgotten",
    ];
    for layer in layers {
        assert_eq!(admin.push_blob(REPOSITORY, layer).await.status, 201);
    }
    server.clock.advance(DAY - SECOND);
    assert_eq!(collect(&server).await.layers, 0);
    assert_eq!(admin.head(&blob(layers[0])).await.status, 200);
    let input = json!({"repositoryName": REPOSITORY, "layerDigests": [digest_of(layers[1])]});
    admin.ecr_ok("BatchCheckLayerAvailability", input).await;
    assert_eq!(admin.push_blob(REPOSITORY, layers[2]).await.status, 201);
    server.clock.advance(2 * SECOND);
    server.clock.advance(HOUR);
    assert_eq!(collect(&server).await.layers, 1);
    for (layer, status) in layers.into_iter().zip([200, 200, 200, 404]) {
        assert_eq!(
            admin.head(&blob(layer)).await.status,
            status,
            "{}",
            String::from_utf8_lossy(layer)
        );
    }
    server.clock.advance(17 * HOUR);
    let counts = collect(&server).await;
    assert_eq!(counts.layers, 0, "three quarters of the time are left at least");
    server.clock.advance(DAY);
    assert_eq!(collect(&server).await.layers, 3);
    assert_eq!(files(&server), 0);
}

#[tokio::test]
async fn what_is_in_the_bin_keeps_its_layers() {
    let (server, admin) = patient().await;
    let image = TestImage::new("one");
    put_image(&admin, &image, "a").await;
    delete(&admin, &image).await;
    // Also those that are taken out of the repository by hand.
    assert_eq!(admin.delete(&blob(&image.layers[0])).await.status, 202);
    server.clock.advance(6 * DAY);
    assert_eq!(collect(&server).await, CollectorCounts::default());
    let input = json!({"repositoryName": REPOSITORY, "imageId": {"imageTag": "a"}});
    assert_eq!(admin.hythe("UndeleteImage", input).await.status, 200);
    assert_whole(&admin, &image).await;
    delete(&admin, &image).await;
    admin
        .ecr_ok("DeleteRepository", json!({"repositoryName": REPOSITORY}))
        .await;
    server.clock.advance(6 * DAY);
    assert_eq!(collect(&server).await, CollectorCounts::default());
    server.clock.advance(DAY);
    while server.registry.bin_sweep(Limit(10)).await.expect("a sweep") > 0 {}
    server.clock.advance(HOUR);
    assert_eq!(collect(&server).await.deleted, 2);
    assert_eq!(files(&server), 0);
}

#[tokio::test]
async fn a_push_of_doomed_bytes_makes_a_copy_of_its_own() {
    let (server, admin) = eager().await;
    let image = TestImage::new("one");
    put_image(&admin, &image, "a").await;
    delete(&admin, &image).await;
    server.clock.advance(SECOND);
    let registry = &server.registry;
    let epoch = begin(registry).await.expect("a round is due");
    // Up to where the blobs are doomed and nothing is deleted.
    let mut doomed = 0;
    while doomed < 2 {
        assert!(matches!(
            registry.collector_step(&epoch).await,
            Ok(CollectorStep::GoesOn(_))
        ));
        let status = registry.collector_status().await.expect("a status");
        doomed = status.progress.round.blobs;
    }
    assert_eq!(admin.head(&blob(&image.layers[0])).await.status, 404);
    put_image(&admin, &image, "again").await;
    assert_eq!(files(&server), 4, "the doomed copies, and new ones");
    assert_eq!(steps(registry, &epoch).await, CollectorStep::Ended);
    assert_eq!(files(&server), 2);
    assert_whole(&admin, &image).await;
}

#[tokio::test]
async fn who_lost_the_right_to_collect_writes_nothing() {
    let (server, admin) = eager().await;
    let image = TestImage::new("one");
    put_image(&admin, &image, "a").await;
    delete(&admin, &image).await;
    let registry = &server.registry;
    let paused = begin(registry).await.expect("a round is due");
    assert_eq!(begin(registry).await, Err(CollectorRest::Elsewhere));
    server.clock.advance(HOUR);
    let started_at = registry
        .collector_status()
        .await
        .expect("a status")
        .progress
        .started_at;
    let other = begin(registry).await.expect("the lease has run out");
    let status = registry.collector_status().await.expect("a status");
    assert_eq!(status.progress.started_at, started_at, "the same round goes on");
    // The one that was stopped goes on with its old number.
    for _ in 0..3 {
        registry
            .collector_step(&paused)
            .await
            .expect_err("another collects");
    }
    let status = registry.collector_status().await.expect("a status");
    assert_eq!(status.progress.round, CollectorCounts::default());
    assert_eq!(files(&server), 2);
    assert_eq!(steps(registry, &other).await, CollectorStep::Ended);
    assert_eq!(files(&server), 0);
    registry
        .collector_step(&paused)
        .await
        .expect("there is nothing to do");
}

#[tokio::test]
async fn a_hold_keeps_bytes_until_it_ends() {
    let (server, admin) = eager().await;
    let image = TestImage::new("one");
    put_image(&admin, &image, "a").await;
    let registry = &server.registry;
    let hold = CollectionHold {
        id: uuid::Uuid::new_v4(),
        reason: "a backup".to_owned(),
        until: registry.now().after(HOUR),
    };
    registry.collection_hold(hold.clone()).await.expect("a hold");
    delete(&admin, &image).await;
    server.clock.advance(SECOND);
    let epoch = begin(registry).await.expect("a round is due");
    assert_eq!(steps(registry, &epoch).await, CollectorStep::Waits(hold.until));
    assert_eq!(files(&server), 2);
    let status = registry.collector_status().await.expect("a status");
    assert_eq!(status.holds, std::slice::from_ref(&hold));
    assert!(status.progress.reclaimable_bytes > 0 && status.is_running);
    registry.collection_release(hold.id).await.expect("a release");
    assert_eq!(steps(registry, &epoch).await, CollectorStep::Ended);
    assert_eq!(files(&server), 0);
}

#[tokio::test]
async fn a_round_that_is_asked_for_during_another_comes_after_it() {
    let (server, _) = patient().await;
    let registry = &server.registry;
    let epoch = begin(registry).await.expect("the first round is due");
    server.clock.advance(SECOND);
    registry.collector_hurry().await.expect("a wish");
    assert_eq!(steps(registry, &epoch).await, CollectorStep::Ended);
    let epoch = begin(registry).await.expect("another round is due");
    assert_eq!(steps(registry, &epoch).await, CollectorStep::Ended);
    let due = registry.now().after(Collecting::default().interval);
    assert_eq!(begin(registry).await, Err(CollectorRest::Until(due)));
}

#[tokio::test]
async fn nothing_is_collected_by_a_clock_that_was_moved() {
    let (server, admin) = patient().await;
    assert_eq!(admin.push_blob(REPOSITORY, b"layer").await.status, 201);
    let registry = &server.registry;
    registry.clock_look();
    server.clock.advance(10 * 365 * DAY);
    registry.clock_look();
    let until = registry.now().after(DAY);
    assert_eq!(begin(registry).await, Err(CollectorRest::Clock(until)));
    assert_eq!(admin.head(&blob(b"layer")).await.status, 200);
    for _ in 0..24 * 30 {
        server.clock.advance(Duration::from_secs(120));
        registry.clock_look();
    }
    assert_eq!(collect(&server).await.layers, 0, "asked for since");
}

#[tokio::test]
async fn files_that_no_row_names_go_when_they_are_old() {
    let (server, admin) = patient().await;
    let image = TestImage::new("one");
    put_image(&admin, &image, "a").await;
    let backend = DiskStore::open(&server.folder().join("store")).expect("the same store");
    let store = backend.store(Protection::Plain);
    let id = |number: u128| UploadId::from_uuid(uuid::Uuid::from_u128(number));
    let content = |bytes: &'static [u8]| {
        use futures_util::StreamExt as _;
        let chunk: Result<_, blobs::SourceError> = Ok(bytes::Bytes::from_static(bytes));
        futures_util::stream::iter([chunk]).boxed()
    };
    let orphan = BlobKey {
        digest: names::Digest::parse(&digest_of(b"orphan")).expect("a digest"),
        generation: Generation::random(),
    };
    let staged = store.append(id(1), Staged::empty(), content(b"orphan")).await;
    store
        .finish(id(1), staged.expect("staged bytes"), orphan)
        .await
        .expect("a file");
    let lost = store.append(id(2), Staged::empty(), content(b"lost")).await;
    lost.expect("staged bytes");
    let upload = admin.start_upload(REPOSITORY).await;
    let upload = admin.patch(&upload, None, b"in progress").await;
    assert_eq!(upload.status, 202);
    let one = std::num::NonZeroUsize::MIN;
    let age = backend.blob_list(Shard::of(&orphan.digest), None, one).await;
    let written = age.expect("a list").items[0].changed;
    // The clock of the tests is behind that of the files.
    let ahead = written.since(server.registry.now());
    server.clock.advance(ahead + DAY - HOUR);
    let counts = collect(&server).await;
    assert_eq!(
        (counts.files, counts.uploads),
        (0, 0),
        "it may be a push that is about to be committed"
    );
    server.clock.advance(2 * HOUR);
    let counts = collect(&server).await;
    assert_eq!((counts.files, counts.uploads, counts.deleted), (1, 1, 1));
    assert_eq!(files(&server), 2);
    assert_whole(&admin, &image).await;
}

/// More files than a transaction decides on, of both algorithms, all of them in one round.
#[tokio::test]
async fn many_files_that_no_row_names_go_in_one_round() {
    const MANY: u128 = 700;
    let (server, admin) = eager().await;
    let image = TestImage::new("one");
    put_image(&admin, &image, "a").await;
    let kept = files(&server);
    let folder = server.folder().join("store/blobs");
    for number in 0..MANY {
        // A third are in one shard, so that a step ends within it, too.
        let first = if number % 3 == 0 { 7 } else { number as u8 };
        let (algorithm, digits) = if number % 2 == 0 {
            ("sha256", 62)
        } else {
            ("sha512", 126)
        };
        let name = format!("{first:02x}{number:0digits$x}-{number:016x}");
        let shard = folder.join(algorithm).join(&name[..2]);
        std::fs::write(shard.join(name), b"orphan").expect("a file");
    }
    let counts = collect(&server).await;
    assert_eq!((counts.files, counts.deleted), (MANY as u64, MANY as u64));
    assert_eq!(files(&server), kept);
    assert_whole(&admin, &image).await;
}

/// Pushes an image of shared layers as docker does: it asks first, and uploads what is not there.
async fn push(caller: &Caller, image: &TestImage) {
    for bytes in image.layers.iter().chain([&image.config]) {
        if caller.head(&blob(bytes)).await.status == 200 {
            continue;
        }
        let pushed = caller.push_blob(REPOSITORY, bytes).await;
        assert_eq!(pushed.status, 201, "{}", pushed.text());
    }
    let put = caller
        .push_manifest(REPOSITORY, &image.digest(), &image.manifest)
        .await;
    assert_eq!(put.status, 201, "a layer that was there is not: {}", put.text());
}

/// Pushers of shared layers beside a collector that never rests. What a cycle leaves without an image
/// is collected while the next one pushes it again.
async fn race(cycles: usize, pushers: usize) {
    let (server, admin) = eager().await;
    let server = Arc::new(server);
    let over = Arc::new(AtomicBool::new(false));
    let collecting = {
        let (server, over) = (Arc::clone(&server), Arc::clone(&over));
        tokio::spawn(async move {
            let (mut rounds, mut deleted) = (0, 0);
            while !over.load(Ordering::Relaxed) {
                let Ok(epoch) = begin(&server.registry).await else {
                    tokio::task::yield_now().await;
                    continue;
                };
                steps(&server.registry, &epoch).await;
                let status = server.registry.collector_status().await.expect("a status");
                rounds += 1;
                deleted += status.progress.round.deleted;
            }
            (rounds, deleted)
        })
    };
    let callers: Vec<Arc<Caller>> = (0..pushers)
        .map(|_| Arc::new(server.administrator().at_host(HOST)))
        .collect();
    let pool: Vec<Vec<u8>> = (0..6)
        .map(|number| format!("shared layer {number}").into_bytes())
        .collect();
    for cycle in 0..cycles {
        let tasks = callers.iter().enumerate().map(|(number, caller)| {
            let layer = |step: usize| pool[(cycle * step + number) % pool.len()].clone();
            let image = TestImage::with_layers(&format!("{cycle} {number}"), vec![layer(1), layer(5)]);
            let caller = Arc::clone(caller);
            tokio::spawn(async move {
                push(&caller, &image).await;
                assert_whole(&caller, &image).await;
                delete(&caller, &image).await;
            })
        });
        for task in tasks.collect::<Vec<_>>() {
            task.await.expect("a pusher");
        }
        server.clock.advance(SECOND);
    }
    over.store(true, Ordering::Relaxed);
    let (rounds, deleted) = collecting.await.expect("a collector");
    assert!(deleted > cycles as u64, "{rounds} rounds have deleted {deleted}");
    let kept = TestImage::with_layers("kept", pool);
    push(&admin, &kept).await;
    server.clock.advance(SECOND);
    collect(&server).await;
    assert_whole(&admin, &kept).await;
    assert_eq!(files(&server), 7);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn pushers_of_shared_layers_lose_nothing() {
    race(300, 16).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
#[ignore = "takes minutes: the full size of the one above"]
async fn pushers_of_shared_layers_lose_nothing_in_3000_cycles() {
    race(3000, 16).await;
}
