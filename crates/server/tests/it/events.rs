//! Events in EventBridge's form: what is announced of images, and in which order it is read.

use std::time::Duration;

use meta::{Limit, LogRange};
use serde_json::{Value, json};
use testkit::{Caller, TestImage, TestServer};

use crate::aws_fixture::{ACCOUNT, REPOSITORY, put_image, put_input, repository};
use crate::aws_lifecycle_policy::{expire, older, put, tagged};

/// All events of the caller's registry, by our own API.
async fn events(caller: &Caller) -> Vec<Value> {
    let reply = caller
        .hythe("LookupEvents", json!({"cursor": "0", "maxResults": 1000}))
        .await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    let answer = reply.json();
    let listed = answer["events"].as_array().expect("a list").iter();
    listed
        .map(|event| serde_json::from_str(event["event"].as_str().expect("a text")).expect("JSON"))
        .collect()
}

/// Action, digest and tag of each event.
async fn actions(caller: &Caller) -> Vec<(String, String, Option<String>)> {
    let text = |event: &Value, member: &str| event["detail"][member].as_str().map(str::to_owned);
    let events = events(caller).await;
    let row = |event: &Value| {
        let part = |member| text(event, member).expect(member);
        (
            part("action-type"),
            part("image-digest"),
            text(event, "image-tag"),
        )
    };
    events.iter().map(row).collect()
}

fn row(action: &str, image: &TestImage, tag: Option<&str>) -> (String, String, Option<String>) {
    (action.to_owned(), image.digest(), tag.map(str::to_owned))
}

#[tokio::test]
async fn a_push_is_announced_as_ecr_announces_it() {
    let (_server, admin) = repository().await;
    let image = TestImage::new("one");
    image.push(&admin, REPOSITORY, "1").await;
    let events = events(&admin).await;
    let [event] = &events[..] else {
        panic!("{events:#?}")
    };
    let mut event = event.clone();
    let id = event.as_object_mut().expect("an object").remove("id");
    assert_eq!(id.as_ref().and_then(Value::as_str).map(str::len), Some(36));
    let expect = json!({
        "version": "0", "detail-type": "ECR Image Action", "source": "aws.ecr", "account": ACCOUNT,
        "time": "2026-01-05T10:15:00Z", "region": "eu-west-1", "resources": [],
        "detail": {"action-type": "PUSH", "result": "SUCCESS", "repository-name": REPOSITORY,
            "image-digest": image.digest(), "image-tag": "1",
            "manifest-media-type": testkit::OCI_MANIFEST,
            "artifact-media-type": "application/vnd.oci.image.config.v1+json"},
    });
    assert_eq!(event, expect);
}

#[tokio::test]
async fn changes_of_images_are_announced_and_nothing_else() {
    let (server, admin) = repository().await;
    let (one, two) = (TestImage::new("one"), TestImage::new("two"));
    put_image(&admin, &one, "a").await;
    let again = admin.ecr("PutImage", put_input(&one, "a")).await;
    assert_eq!(again.status, 400, "it was there");
    one.push(&admin, REPOSITORY, "a").await;
    put_image(&admin, &two, "a").await;
    put_image(&admin, &two, "b").await;
    one.push(&admin, REPOSITORY, &one.digest()).await;
    let tag = json!({"repositoryName": REPOSITORY, "imageIds": [{"imageTag": "a"}]});
    admin.ecr_ok("BatchDeleteImage", tag.clone()).await;
    admin.ecr_ok("BatchDeleteImage", tag).await;
    assert_eq!(
        admin
            .delete(&format!("/v2/{REPOSITORY}/manifests/b"))
            .await
            .status,
        202
    );
    assert_eq!(
        admin
            .delete(&format!("/v2/{REPOSITORY}/manifests/b"))
            .await
            .status,
        404
    );
    let digests = [one.digest(), two.digest()].map(|digest| json!({"imageDigest": digest}));
    let both = json!({"repositoryName": REPOSITORY, "imageIds": digests});
    admin.ecr_ok("BatchDeleteImage", both).await;
    let expect = [
        row("PUSH", &one, Some("a")),
        row("PUSH", &two, Some("a")),
        row("PUSH", &two, Some("b")),
        row("DELETE", &two, Some("a")),
        row("DELETE", &two, Some("b")),
        row("DELETE", &one, None),
        row("DELETE", &two, None),
    ];
    assert_eq!(sorted_by_transaction(actions(&admin).await), expect);
    drop(server);
}

/// The last two are of one transaction and one instant, so either may be first.
fn sorted_by_transaction(
    mut events: Vec<(String, String, Option<String>)>,
) -> Vec<(String, String, Option<String>)> {
    let one = TestImage::new("one").digest();
    let last = events.len().saturating_sub(2);
    events[last..].sort_by_key(|(_, digest, _)| *digest != one);
    events
}

#[tokio::test]
async fn referrers_and_expired_images_are_announced() {
    let (server, admin) = repository().await;
    let image = TestImage::new("one");
    put_image(&admin, &image, "v1").await;
    let mut manifest: Value = serde_json::from_slice(&image.manifest).expect("JSON");
    manifest["subject"] = json!({"mediaType": testkit::OCI_MANIFEST, "digest": image.digest(),
        "size": image.manifest.len()});
    manifest["artifactType"] = json!("application/vnd.example.signature");
    let signature = manifest.to_string();
    let reply = admin
        .push_manifest(REPOSITORY, "signature", signature.as_bytes())
        .await;
    assert_eq!(reply.status, 201, "{}", reply.text());
    let listed = events(&admin).await;
    assert_eq!(listed[1]["detail-type"], "ECR Referrer Action");
    assert_eq!(
        listed[1]["detail"]["artifact-media-type"],
        "application/vnd.example.signature"
    );
    server.clock.advance(Duration::from_secs(2 * 24 * 3600));
    put(&admin, &json!([expire(1, &tagged(&older(1), &["v*"]))])).await;
    server.clock.advance(Duration::from_secs(3600));
    assert_eq!(server.registry.job_run_due(Limit(9)).await.expect("jobs"), 1);
    let gone = actions(&admin).await;
    assert!(gone.contains(&row("DELETE", &image, Some("v1"))), "{gone:#?}");
}

/// Pushes at once, and a reader beside them: it sees each event once, in order.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_misses_nothing_of_pushes_at_once() {
    let (server, admin) = repository().await;
    let image = TestImage::new("one");
    put_image(&admin, &image, "first").await;
    let mut pushes = Vec::new();
    for number in 0..40 {
        let (admin, image) = (admin.clone(), image.clone());
        pushes.push(tokio::spawn(async move {
            let tag = format!("t{number}");
            let reply = admin.push_manifest(REPOSITORY, &tag, &image.manifest).await;
            assert_eq!(reply.status, 201);
        }));
    }
    let (mut cursor, mut seen) = (json!("0"), Vec::new());
    while seen.len() < 41 {
        let input = json!({"cursor": cursor, "maxResults": 7});
        let answer = admin.hythe("LookupEvents", input).await.json();
        cursor = answer["nextCursor"].clone();
        for event in answer["events"].as_array().expect("a list") {
            seen.push(event["cursor"].as_str().expect("a cursor").to_owned());
        }
    }
    for push in pushes {
        push.await.expect("a push");
    }
    let expect: Vec<String> = (1..=41).map(|number: u32| number.to_string()).collect();
    assert_eq!(seen, expect);
    drop(server);
}

/// Events and records are kept as long as is configured.
#[tokio::test]
async fn old_entries_are_forgotten() {
    let (server, admin) = repository().await;
    put_image(&admin, &TestImage::new("one"), "1").await;
    let kept = |server: &TestServer, admin: &Caller| {
        let (registry, key) = (server.registry.clone(), admin.registry());
        async move {
            let events = registry.event_list(&key, LogRange::Newest, Limit(99)).await;
            let records = registry.audit_list(&key, LogRange::Newest, Limit(99)).await;
            (events.expect("a list").len(), records.expect("a list").len())
        }
    };
    let (events, records) = kept(&server, &admin).await;
    assert_eq!(events, 1);
    assert!(records > 1);
    server.clock.advance(Duration::from_secs(90 * 24 * 3600));
    assert_eq!(server.registry.event_sweep(Limit(99)).await.expect("a sweep"), 0);
    server.clock.advance(Duration::from_secs(1));
    assert_eq!(server.registry.event_sweep(Limit(99)).await.expect("a sweep"), 1);
    assert_eq!(server.registry.audit_sweep(Limit(1)).await.expect("a sweep"), 1);
    server.registry.audit_sweep(Limit(99)).await.expect("a sweep");
    assert_eq!(kept(&server, &admin).await, (0, 0));
}
