//! A clock that is moved, and set right again: nothing is destroyed for an age that it does not have.
//!
//! What the program does by itself is called here as it does, after a look at the clock each time.

use std::time::Duration;

use meta::{Limit, LogRange, Meta};
use registry::{CollectorEpoch, CollectorStep};
use serde_json::{Value, json};
use stdx::Timestamp;
use testkit::{Caller, TestImage, TestServer, digest_of};

use crate::aws_fixture::{HOST, REPOSITORY, put_image, repository};
use crate::aws_lifecycle_policy::{expire, older, put};
use crate::kms_fixture::{new_key, ok};

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);
const TEN_YEARS: Duration = Duration::from_secs(10 * 365 * 24 * 3600);
const MANY: Limit = Limit(1_000);

/// Everything that the program does by itself.
async fn housekeeping(server: &TestServer) {
    let registry = &server.registry;
    registry.clock_look();
    registry.job_run_due(MANY).await.expect("jobs");
    registry.bin_sweep(MANY).await.expect("the bin");
    registry.upload_sweep(MANY).await.expect("uploads");
    registry.token_sweep(MANY).await.expect("tokens");
    registry.audit_flush().await.expect("the trail");
    registry.audit_sweep(MANY).await.expect("the trail");
    registry.event_sweep(MANY).await.expect("events");
    if let Ok(epoch) = registry.collector_begin().await.expect("the database answers") {
        collect(server, &epoch).await;
    }
}

/// Collects until the round ends or has to wait.
async fn collect(server: &TestServer, epoch: &CollectorEpoch) {
    while let CollectorStep::GoesOn(_) = server.registry.collector_step(epoch).await.expect("a step") {}
}

/// A round that begins now, or that began.
async fn whole_round(server: &TestServer) {
    housekeeping(server).await;
    // It waits for those who may be about to open what it deletes, and here loses its lease.
    for _ in 0..4 {
        server.clock.advance(Duration::from_secs(90));
        server.registry.clock_look();
    }
    housekeeping(server).await;
}

/// So many hours pass, and the clock is looked at.
fn pass(server: &TestServer, hours: u32) {
    for _ in 0..hours * 30 {
        server.registry.clock_look();
        server.clock.advance(Duration::from_secs(120));
    }
}

/// Sets the clock back.
fn set_back(server: &TestServer, by: Duration) {
    let by = i64::try_from(by.as_micros()).expect("a short time");
    let now = server.registry.now().as_micros();
    server.clock.set(Timestamp::from_micros(now - by));
}

fn blob(bytes: &[u8]) -> String {
    format!("/v2/{REPOSITORY}/blobs/{}", digest_of(bytes))
}

/// The whole image can be pulled by this reference.
async fn assert_whole(caller: &Caller, image: &TestImage, reference: &str) {
    let path = format!("/v2/{REPOSITORY}/manifests/{reference}");
    assert_eq!(caller.get(&path).await.body, image.manifest, "{reference}");
    for bytes in image.layers.iter().chain([&image.config]) {
        assert_eq!(caller.get(&blob(bytes)).await.body, *bytes, "{reference}");
    }
}

async fn delete(caller: &Caller, image: &TestImage) {
    let input = json!({"repositoryName": REPOSITORY, "imageIds": [{"imageDigest": image.digest()}]});
    let output = caller.ecr_ok("BatchDeleteImage", input).await;
    assert_eq!(output["failures"], json!([]));
}

async fn told(server: &TestServer, caller: &Caller) -> (usize, usize) {
    let (registry, newest) = (&server.registry, LogRange::Newest);
    let events = registry.event_list(&caller.registry(), newest, MANY).await;
    let newest = LogRange::Newest;
    let records = registry.audit_list(&caller.registry(), newest, MANY).await;
    (events.expect("events").len(), records.expect("records").len())
}

#[tokio::test]
async fn ten_years_ahead_and_back_destroy_nothing() {
    let (server, admin) = repository().await;
    let (kept, deleted) = (TestImage::new("kept"), TestImage::new("deleted"));
    put_image(&admin, &kept, "kept").await;
    put_image(&admin, &deleted, "deleted").await;
    put(&admin, &json!([expire(1, &older(30))])).await;
    delete(&admin, &deleted).await;
    assert_eq!(
        admin.push_blob(REPOSITORY, b"waits for its image").await.status,
        201
    );
    let upload = admin.start_upload(REPOSITORY).await;
    assert_eq!(admin.patch(&upload, None, b"half of ").await.status, 202);
    let key = new_key(&admin).await;
    ok(
        &admin,
        "ScheduleKeyDeletion",
        json!({"KeyId": key, "PendingWindowInDays": 7}),
    )
    .await;
    let login = admin.login().await;
    let as_before = [("authorization", login.as_str())];
    server.clock.advance(2 * HOUR);
    housekeeping(&server).await;
    let before = told(&server, &admin).await;
    server.clock.advance(TEN_YEARS);
    // For some hours nobody notices.
    for _ in 0..60 {
        housekeeping(&server).await;
        server.clock.advance(Duration::from_secs(120));
    }
    let path = format!("/v2/{REPOSITORY}/manifests/kept");
    let old = admin.oci("GET", &path, &as_before, Vec::new()).await;
    assert_eq!(old.status, 403, "a token ends by the clock");
    assert_whole(&admin, &kept, "kept").await;
    set_back(&server, TEN_YEARS);
    let admin = server.administrator().at_host(HOST);
    for _ in 0..60 {
        housekeeping(&server).await;
        server.clock.advance(Duration::from_secs(120));
    }
    assert_eq!(admin.oci("GET", &path, &as_before, Vec::new()).await.status, 200);
    assert_whole(&admin, &kept, "kept").await;
    let input = json!({"repositoryName": REPOSITORY, "imageId": {"imageTag": "deleted"}});
    assert_eq!(admin.hythe("UndeleteImage", input).await.status, 200);
    assert_whole(&admin, &deleted, "deleted").await;
    assert_eq!(admin.head(&blob(b"waits for its image")).await.status, 200);
    assert_eq!(admin.patch(&upload, None, b"an upload").await.status, 202);
    let finished = admin
        .finish_upload(&upload, &digest_of(b"half of an upload"), b"")
        .await;
    assert_eq!(finished.status, 201, "{}", finished.text());
    ok(&admin, "CancelKeyDeletion", json!({"KeyId": key})).await;
    let after = told(&server, &admin).await;
    assert!(
        after.0 >= before.0 && after.1 >= before.1,
        "{after:?} of {before:?}"
    );
}

/// A day after the clock was set right, everything that goes by age goes on.
#[tokio::test]
async fn what_goes_by_age_goes_on_when_the_clock_is_right() {
    let (server, admin) = repository().await;
    assert_eq!(admin.push_blob(REPOSITORY, b"needed by nobody").await.status, 201);
    housekeeping(&server).await;
    server.clock.advance(TEN_YEARS);
    housekeeping(&server).await;
    let admin = admin.at_host(HOST);
    put_image(&admin, &TestImage::new("pushed in another decade"), "late").await;
    housekeeping(&server).await;
    set_back(&server, TEN_YEARS);
    pass(&server, 24 + 25);
    let admin = server.administrator().at_host(HOST);
    whole_round(&server).await;
    assert_eq!(admin.head(&blob(b"needed by nobody")).await.status, 404);
    let status = server.registry.collector_status().await.expect("a status");
    assert!(!status.is_running, "{status:?}");
    assert_eq!(status.progress.round.layers, 1);
}

/// What the collector wrote while the clock stood ahead for days does not stop it for ten years.
#[tokio::test]
async fn rounds_of_a_clock_that_stood_ahead_for_days_come_to_their_end() {
    let (server, admin) = repository().await;
    for (deleted, is_in_the_middle) in [(1, true), (2, false)] {
        assert_eq!(admin.push_blob(REPOSITORY, b"needed by nobody").await.status, 201);
        housekeeping(&server).await;
        server.clock.advance(TEN_YEARS);
        pass(&server, 25);
        housekeeping(&server).await;
        let status = server.registry.collector_status().await.expect("a status");
        assert!(
            status.is_running && status.progress.round.blobs == 1,
            "{status:?}"
        );
        if !is_in_the_middle {
            whole_round(&server).await;
        }
        set_back(&server, TEN_YEARS);
        pass(&server, 25);
        whole_round(&server).await;
        let status = server.registry.collector_status().await.expect("a status");
        let now = server.registry.now();
        let ended = Timestamp::from_micros(status.progress.ended_at);
        assert!(ended <= now && now.since(ended) < HOUR, "{status:?}");
        assert!(
            !status.is_running && status.due_at <= now.after(HOUR),
            "{status:?}"
        );
        assert_eq!(status.progress.total.deleted, deleted);
    }
}

#[tokio::test]
async fn an_hour_either_way_disturbs_nobody() {
    let (server, admin) = repository().await;
    housekeeping(&server).await;
    let upload = admin.start_upload(REPOSITORY).await;
    let mut content = Vec::new();
    let mut pushed: Vec<(String, TestImage)> = Vec::new();
    let login = admin.login().await;
    for (number, hours) in [1_i64, -1, -1, 2, -3, 1, 1].into_iter().enumerate() {
        let hour = Duration::from_secs(3600 * hours.unsigned_abs());
        match hours {
            0.. => server.clock.advance(hour),
            _ => set_back(&server, hour),
        }
        housekeeping(&server).await;
        let piece = format!("piece {number} ");
        let reply = admin.patch(&upload, None, piece.as_bytes()).await;
        assert_eq!(reply.status, 202, "{number}: {}", reply.text());
        content.extend_from_slice(piece.as_bytes());
        let (tag, image) = (format!("v{number}"), TestImage::new(&format!("image {number}")));
        put_image(&admin, &image, &tag).await;
        pushed.push((tag, image));
        for (tag, image) in &pushed {
            assert_whole(&admin, image, tag).await;
        }
        let path = format!("/v2/{REPOSITORY}/tags/list");
        let headers = [("authorization", login.as_str())];
        assert_eq!(
            admin.oci("GET", &path, &headers, Vec::new()).await.status,
            200,
            "{number}"
        );
    }
    let finished = admin.finish_upload(&upload, &digest_of(&content), b"").await;
    assert_eq!(finished.status, 201, "{}", finished.text());
    let output = admin
        .ecr_ok("DescribeImages", json!({"repositoryName": REPOSITORY}))
        .await;
    assert_eq!(
        output["imageDetails"].as_array().map(Vec::len),
        Some(pushed.len())
    );
    assert!(
        output["imageDetails"]
            .as_array()
            .into_iter()
            .flatten()
            .all(|one| one["imagePushedAt"] != Value::Null)
    );
}

/// Whoever died with a job, or with the scrub, while the clock stood ahead keeps nobody from it.
#[tokio::test]
async fn leases_from_another_decade_end() {
    let (server, admin) = repository().await;
    let (registry, folder) = (&server.registry, server.folder());
    let died = Meta::open_sqlite(&folder.join("meta.sqlite"))
        .await
        .expect("a database");
    put_image(&admin, &TestImage::new("kept"), "kept").await;
    let policy = json!({"rules": [expire(1, &older(30))]}).to_string();
    let input = json!({"repositoryName": REPOSITORY, "lifecyclePolicyText": policy});
    admin.ecr_ok("StartLifecyclePolicyPreview", input).await;
    for (is_ahead, begun) in [(false, 0), (true, 1)] {
        if is_ahead {
            server.clock.advance(TEN_YEARS);
        }
        let now = registry.now();
        let until = now.after(Duration::from_secs(600));
        let claimed = died
            .write::<_, meta::Error, _>(move |tx| Box::pin(async move { tx.job_claim(now, until).await }))
            .await
            .expect("a database");
        assert!(claimed.is_some(), "a job is due");
        assert!(registry.scrub_begin().await.expect("a scrub").is_some());
        if is_ahead {
            set_back(&server, TEN_YEARS);
        }
        assert_eq!(
            registry.job_run_due(MANY).await.expect("jobs"),
            begun,
            "ahead: {is_ahead}"
        );
        let scrub = registry.scrub_begin().await.expect("a scrub");
        assert_eq!(scrub.is_some(), is_ahead, "the scrub, ahead: {is_ahead}");
        // Until all leases are over.
        server.clock.advance(HOUR);
    }
}

/// A round that is under way when the clock is moved deletes nothing by it.
#[tokio::test]
async fn a_round_under_way_stops() {
    let (server, admin) = repository().await;
    let registry = &server.registry;
    registry.clock_look();
    server.clock.advance(HOUR);
    let epoch = registry
        .collector_begin()
        .await
        .expect("the database answers")
        .expect("a round is due");
    assert_eq!(
        admin.push_blob(REPOSITORY, b"waits for its image").await.status,
        201
    );
    server.clock.advance(TEN_YEARS);
    registry.clock_look();
    let until = registry.now().after(DAY);
    assert_eq!(
        registry.collector_step(&epoch).await.expect("a step"),
        CollectorStep::Waits(until)
    );
    assert_eq!(admin.head(&blob(b"waits for its image")).await.status, 200);
    set_back(&server, TEN_YEARS);
    registry.clock_look();
    collect(&server, &epoch).await;
    let admin = server.administrator().at_host(HOST);
    assert_eq!(admin.head(&blob(b"waits for its image")).await.status, 200);
}
