//! Rules that archive, and rules about what is in the archive (`ecr-lifecycle`, section 3).

use std::time::Duration;

use meta::{LogPosition, LogRange};
use serde_json::{Value, json};
use testkit::{Caller, TestImage, TestServer};

use crate::aws_fixture::{REPOSITORY, index_of, put_image, put_text, repository, upload, with};
use crate::aws_image_referrer::attach;
use crate::aws_image_storage::{listed, named, put_class, status, work};
use crate::aws_lifecycle_policy::{expire, older, put, tagged, untagged};

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

fn archive(priority: i64, selection: &Value) -> Value {
    let action = json!({"type": "transition", "targetStorageClass": "archive"});
    with(&expire(priority, selection), &json!({"action": action}))
}

/// Images that have been in the archive for more than so many days.
fn archived(days: i64) -> Value {
    json!({"tagStatus": "any", "storageClass": "archive", "countType": "sinceImageTransitioned",
           "countUnit": "days", "countNumber": days})
}

/// Lets an hour pass, after which a new policy is applied, and applies it.
async fn apply(server: &TestServer) {
    server.clock.advance(HOUR);
    assert_eq!(work(server).await, 1, "one run is due");
}

async fn push(caller: &Caller, name: &str, tag: &str) -> TestImage {
    let image = TestImage::new(name);
    put_image(caller, &image, tag).await;
    image
}

async fn records(server: &TestServer, admin: &Caller) -> Vec<Value> {
    let records = server
        .registry
        .audit_list(
            &admin.registry(),
            LogRange::After(LogPosition::default()),
            meta::Limit(99),
        )
        .await;
    let records = records.expect("a list");
    let records = records
        .iter()
        .map(|record| serde_json::from_str::<Value>(&record.entry.record).expect("JSON"));
    records
        .filter(|record| record["eventName"] == "PolicyExecutionEvent")
        .collect()
}

#[tokio::test]
async fn a_rule_archives_within_a_day() {
    let (server, admin) = repository().await;
    let old = push(&admin, "old", "v1").await;
    put(&admin, &json!([archive(1, &older(2))])).await;
    // The run of each day finds the image once it is old enough, not before.
    for (day, expect) in [(0, "ACTIVE"), (1, "ACTIVE"), (2, "ARCHIVED")] {
        let pause = if day == 0 { HOUR } else { DAY };
        server.clock.advance(pause);
        assert_eq!(work(&server).await, 1, "day {day}");
        assert_eq!(status(&admin, &old.digest()).await, expect, "day {day}");
    }
    let young = push(&admin, "young", "v2").await;
    server.clock.advance(DAY);
    work(&server).await;
    assert_eq!(listed(&admin, "").await, [format!("v2={}", young.digest())]);
    assert_eq!(listed(&admin, "ARCHIVED").await, [format!("v1={}", old.digest())]);
    let acts: Vec<Value> = records(&server, &admin)
        .await
        .iter()
        .flat_map(|record| {
            let details = &record["serviceEventDetails"];
            assert_eq!(details["lifecycleEventFailureDetails"], json!([]));
            details["lifecycleEventImageActions"]
                .as_array()
                .expect("acts")
                .clone()
        })
        .collect();
    assert_eq!(acts.len(), 1, "{acts:?}");
    assert_eq!(
        (&acts[0]["action"], &acts[0]["lifecycleEventImage"]["digest"]),
        (&json!("transition"), &json!(old.digest()))
    );
}

#[tokio::test]
async fn the_archive_is_emptied_after_ninety_days() {
    let (server, admin) = repository().await;
    let image = push(&admin, "one", "v1").await;
    let restored = push(&admin, "two", "v2").await;
    server.clock.advance(DAY);
    for image in [&image, &restored] {
        put_class(&admin, &image.digest(), "ARCHIVE").await;
    }
    put(&admin, &json!([expire(1, &archived(90))])).await;
    // Exactly ninety days are not more than ninety days.
    server.clock.advance(DAY * 90);
    work(&server).await;
    assert_eq!(listed(&admin, "ARCHIVED").await.len(), 2);
    // Who was away meanwhile begins anew.
    put_class(&admin, &restored.digest(), "STANDARD").await;
    server.clock.advance(Duration::from_secs(1));
    work(&server).await;
    put_class(&admin, &restored.digest(), "ARCHIVE").await;
    server.clock.advance(DAY);
    work(&server).await;
    assert_eq!(listed(&admin, "ANY").await, [format!("v2={}", restored.digest())]);
    server.clock.advance(DAY * 90);
    work(&server).await;
    assert_eq!(listed(&admin, "ANY").await, Vec::<String>::new());
}

#[tokio::test]
async fn a_clock_that_is_set_back_shortens_no_stay() {
    let (server, admin) = repository().await;
    server.clock.advance(DAY * 10);
    let image = push(&admin, "one", "v1").await;
    let pushed_at = server.registry.now();
    let back = stdx::Timestamp::from_micros(pushed_at.as_micros() - 5 * 86_400_000_000);
    server.clock.set(back);
    put_class(&admin, &image.digest(), "ARCHIVE").await;
    put(&admin, &json!([expire(1, &archived(90))])).await;
    server.clock.set(pushed_at);
    server.clock.advance(DAY * 90);
    work(&server).await;
    assert_eq!(
        status(&admin, &image.digest()).await,
        "ARCHIVED",
        "by the clock it were 95 days"
    );
    server.clock.advance(DAY);
    work(&server).await;
    assert_eq!(listed(&admin, "ANY").await, Vec::<String>::new());
}

#[tokio::test]
async fn rules_for_active_images_leave_the_archive_alone() {
    let (server, admin) = repository().await;
    let image = push(&admin, "one", "v1").await;
    put_class(&admin, &image.digest(), "ARCHIVE").await;
    let coming = push(&admin, "two", "v2").await;
    put_class(&admin, &coming.digest(), "ARCHIVE").await;
    server.clock.advance(DAY * 200);
    put(&admin, &json!([expire(1, &older(1))])).await;
    server.clock.advance(HOUR);
    // It is on its way back while the run is under way.
    put_class(&admin, &coming.digest(), "STANDARD").await;
    assert_eq!(work(&server).await, 1);
    assert_eq!(status(&admin, &image.digest()).await, "ARCHIVED");
    assert_eq!(status(&admin, &coming.digest()).await, "ACTIVATING");
    server.clock.advance(Duration::from_secs(1));
    work(&server).await;
    // A rule by age counts from the push, also for an image that came back.
    put(&admin, &json!([expire(1, &older(1))])).await;
    apply(&server).await;
    assert_eq!(listed(&admin, "ANY").await, [format!("v1={}", image.digest())]);
}

#[tokio::test]
async fn indexes_children_and_referrers() {
    let (server, admin) = repository().await;
    let (one, two) = (push(&admin, "one", "").await, push(&admin, "two", "").await);
    let index = index_of(&[&one, &two]);
    put_text(&admin, &index, "multi").await;
    upload(&admin, b"{}").await;
    let subject = TestImage {
        manifest: index.clone(),
        ..one.clone()
    };
    let signature =
        testkit::digest_of(&attach(&admin, &subject, "application/vnd.test.signature", "x").await);
    server.clock.advance(DAY * 2);
    put(
        &admin,
        &json!([
            archive(1, &tagged(&older(1), &["*"])),
            archive(2, &untagged(&older(1)))
        ]),
    )
    .await;
    apply(&server).await;
    for digest in [&subject.digest(), &signature] {
        assert_eq!(status(&admin, digest).await, "ARCHIVED", "{digest}");
    }
    assert_eq!(
        status(&admin, &one.digest()).await,
        "ACTIVE",
        "an index kept it when the run began"
    );
    server.clock.advance(DAY);
    work(&server).await;
    assert_eq!(status(&admin, &one.digest()).await, "ARCHIVED");
    for record in records(&server, &admin).await {
        assert_eq!(
            record["serviceEventDetails"]["lifecycleEventFailureDetails"],
            json!([])
        );
    }
    // The children stay as long as the index does, and then go.
    put(&admin, &json!([expire(1, &archived(90))])).await;
    server.clock.advance(DAY * 92);
    for (left, run) in [(2, 1), (0, 2)] {
        work(&server).await;
        assert_eq!(listed(&admin, "ANY").await.len(), left, "run {run}");
        server.clock.advance(DAY);
    }
}

#[tokio::test]
async fn a_preview_says_where_an_image_is() {
    let (server, admin) = repository().await;
    let (gone, stays) = (
        push(&admin, "gone", "v1").await,
        push(&admin, "stays", "v2").await,
    );
    put_class(&admin, &gone.digest(), "ARCHIVE").await;
    server.clock.advance(DAY * 91);
    put(&admin, &json!([archive(1, &older(1)), expire(2, &archived(90))])).await;
    admin.ecr_ok("StartLifecyclePolicyPreview", named()).await;
    work(&server).await;
    let preview = admin.ecr_ok("GetLifecyclePolicyPreview", named()).await;
    let results = preview["previewResults"].as_array().expect("results");
    let shown: Vec<_> = results
        .iter()
        .map(|result| {
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            (
                text(&result["imageDigest"]),
                text(&result["storageClass"]),
                text(&result["action"]["type"]),
            )
        })
        .collect();
    let row =
        |image: &TestImage, class: &str, action: &str| (image.digest(), class.to_owned(), action.to_owned());
    assert_eq!(
        shown,
        [
            row(&stays, "STANDARD", "TRANSITION"),
            row(&gone, "ARCHIVE", "EXPIRE")
        ],
        "{REPOSITORY}"
    );
}
