//! What lifecycle policies do once they are applied (`ecr-lifecycle`, sections 3 and 5).

use std::time::Duration;

use meta::{Limit, LogRange};
use serde_json::{Value, json};
use testkit::{Caller, TestImage, TestServer, digest_of};

use crate::aws_fixture::{
    REPOSITORY, START, ids, index_of, put_image, put_input, put_text, repository, text, with,
};
use crate::aws_lifecycle_policy::{expire, keep, older, put, tagged, untagged};

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

fn named() -> Value {
    json!({"repositoryName": REPOSITORY})
}

async fn left(caller: &Caller) -> Vec<String> {
    let output = caller.ecr_ok("ListImages", named()).await;
    ids(&output["imageIds"])
}

/// Does what the server does by itself each second; says how many jobs it began.
async fn work(server: &TestServer) -> u32 {
    let begun = server.registry.job_run_due(Limit(100)).await;
    begun.expect("jobs can be claimed")
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

/// The image as `ids` shows it.
fn id(image: &TestImage, tag: &str) -> String {
    match tag {
        "" => image.digest(),
        tag => format!("{tag}={}", image.digest()),
    }
}

#[tokio::test]
async fn a_policy_is_applied_an_hour_after_it_was_put_and_then_each_day() {
    let (server, admin) = repository().await;
    let mut images = Vec::new();
    for name in ["a", "b", "c"] {
        images.push(push(&admin, name, name).await);
        server.clock.advance(HOUR);
    }
    put(&admin, &json!([expire(1, &keep(2))])).await;
    server.clock.advance(Duration::from_secs(3599));
    assert_eq!(work(&server).await, 0);
    assert_eq!(left(&admin).await.len(), 3);
    server.clock.advance(Duration::from_secs(1));
    assert_eq!(work(&server).await, 1);
    assert_eq!(left(&admin).await, [id(&images[1], "b"), id(&images[2], "c")]);
    let policy = admin.ecr_ok("GetLifecyclePolicy", named()).await;
    assert_eq!(policy["lastEvaluatedAt"], START + 4.0 * 3600.0);

    let newest = push(&admin, "d", "d").await;
    server.clock.advance(DAY - Duration::from_secs(1));
    assert_eq!(work(&server).await, 0);
    server.clock.advance(Duration::from_secs(1));
    assert_eq!(work(&server).await, 1);
    assert_eq!(left(&admin).await, [id(&images[2], "c"), id(&newest, "d")]);
    admin.ecr_ok("DeleteLifecyclePolicy", named()).await;
    server.clock.advance(DAY + DAY);
    assert_eq!(work(&server).await, 0);
}

#[tokio::test]
async fn images_go_by_age_tags_and_rule() {
    let (server, admin) = repository().await;
    let old = push(&admin, "old", "v1").await;
    let both = push(&admin, "both", "v2").await;
    admin.ecr_ok("PutImage", put_input(&both, "prod")).await;
    let bare = push(&admin, "bare", "").await;
    server.clock.advance(DAY * 3);
    let young = push(&admin, "young", "v3").await;
    let fresh = push(&admin, "fresh", "").await;
    // Who has `prod` is out of reach of the rules after the first.
    put(
        &admin,
        &json!([
            expire(1, &tagged(&keep(1), &["prod"])),
            expire(2, &tagged(&older(2), &["v*"])),
            expire(3, &untagged(&older(1))),
        ]),
    )
    .await;
    apply(&server).await;
    let expect = [
        id(&both, "prod"),
        id(&both, "v2"),
        id(&young, "v3"),
        id(&fresh, ""),
    ];
    assert_eq!(left(&admin).await, expect);
    for gone in [&old, &bare] {
        let path = format!("/v2/{REPOSITORY}/manifests/{}", gone.digest());
        assert_eq!(admin.get(&path).await.status, 404);
    }
    let again = push(&admin, "old", "v1").await;
    assert!(left(&admin).await.contains(&id(&again, "v1")), "it can come back");
}

#[tokio::test]
async fn an_index_keeps_its_children_until_it_goes() {
    let (server, admin) = repository().await;
    let (one, two) = (push(&admin, "one", "").await, push(&admin, "two", "").await);
    let index = index_of(&[&one, &two]);
    put_text(&admin, &index, "multi").await;
    server.clock.advance(DAY * 2);
    let other = push(&admin, "other", "").await;
    put(&admin, &json!([expire(1, &untagged(&older(1)))])).await;
    apply(&server).await;
    assert_eq!(left(&admin).await.len(), 4, "children are out of reach");
    put(&admin, &json!([expire(1, &older(1))])).await;
    apply(&server).await;
    let mut expect = [one.digest(), two.digest(), other.digest()];
    expect.sort();
    assert_eq!(
        left(&admin).await,
        expect,
        "the index goes first: {}",
        digest_of(&index)
    );
    server.clock.advance(HOUR * 12);
    put(&admin, &json!([expire(1, &older(1))])).await;
    apply(&server).await;
    assert_eq!(left(&admin).await, [other.digest()], "then the children");
}

#[tokio::test]
async fn referrers_go_with_their_subject() {
    let (server, admin) = repository().await;
    let subject = push(&admin, "subject", "v1").await;
    let mut signature: Value = serde_json::from_slice(&TestImage::new("signature").manifest).expect("JSON");
    put_image(&admin, &TestImage::new("signature"), "").await;
    signature["subject"] = json!({"mediaType": crate::aws_fixture::OCI_MANIFEST, "digest": subject.digest(),
                                  "size": subject.manifest.len()});
    put_text(&admin, signature.to_string().as_bytes(), "sig").await;
    server.clock.advance(DAY * 2);
    put(&admin, &json!([expire(1, &tagged(&older(1), &["v*"]))])).await;
    apply(&server).await;
    assert_eq!(left(&admin).await, [TestImage::new("signature").digest()]);
}

#[tokio::test]
async fn a_changed_policy_or_a_lost_repository_ends_a_run() {
    let (server, admin) = repository().await;
    let image = push(&admin, "a", "a").await;
    server.clock.advance(DAY * 2);
    put(&admin, &json!([expire(1, &older(1))])).await;
    server.clock.advance(HOUR);
    // The run is asked for, but not yet begun.
    assert_eq!(server.registry.lifecycle_run_due().await.expect("a number"), 1);
    put(&admin, &json!([expire(1, &older(30))])).await;
    assert_eq!(work(&server).await, 1);
    assert_eq!(left(&admin).await, [id(&image, "a")]);
    server.clock.advance(HOUR);
    assert_eq!(server.registry.lifecycle_run_due().await.expect("a number"), 1);
    admin
        .ecr_ok("DeleteRepository", with(&named(), &json!({"force": true})))
        .await;
    admin.create_repository(REPOSITORY).await;
    push(&admin, "a", "a").await;
    server.clock.advance(DAY * 90);
    assert_eq!(work(&server).await, 1, "it finds nothing to do");
    assert_eq!(left(&admin).await, [id(&image, "a")]);
    assert_eq!(server.registry.job_list_dead(Limit(9)).await.expect("a list"), []);
}

#[tokio::test]
async fn a_clock_that_is_set_back_expires_nothing() {
    let (server, admin) = repository().await;
    server.clock.advance(DAY * 10);
    let first = push(&admin, "first", "first").await;
    put(&admin, &json!([expire(1, &keep(2))])).await;
    apply(&server).await;
    let evaluated = admin.ecr_ok("GetLifecyclePolicy", named()).await["lastEvaluatedAt"].clone();
    let now = server.registry.now();
    server
        .clock
        .set(stdx::Timestamp::from_micros(now.as_micros() - 86_400_000_000));
    // By the clock both are older than the first, and one of them would go in its place.
    let second = push(&admin, "second", "second").await;
    let third = push(&admin, "third", "third").await;
    put(&admin, &json!([expire(1, &keep(2))])).await;
    apply(&server).await;
    let expect = [id(&second, "second"), id(&third, "third")];
    assert_eq!(left(&admin).await, expect, "{} was pushed first", first.digest());
    let policy = admin.ecr_ok("GetLifecyclePolicy", named()).await;
    assert_eq!(
        policy["lastEvaluatedAt"], evaluated,
        "the newest run stays the newest"
    );
    put(&admin, &json!([expire(1, &older(1))])).await;
    apply(&server).await;
    assert_eq!(left(&admin).await, expect);
}

#[tokio::test]
async fn nothing_that_is_pushed_during_a_run_is_lost() {
    let (server, admin) = repository().await;
    let mut images = Vec::new();
    for number in 0..12 {
        images.push(push(&admin, &format!("image {number}"), &format!("v{number}")).await);
    }
    server.clock.advance(DAY * 2);
    // Who has such a tag when the run begins is out of reach. The others get theirs while the run
    // is under way, or come back after it has deleted them.
    let shield = expire(1, &tagged(&keep(1000), &["keep*"]));
    put(&admin, &json!([shield, expire(2, &tagged(&older(1), &["v*"]))])).await;
    server.clock.advance(HOUR);
    let pushes = async {
        let mut pushed = Vec::new();
        for (number, image) in images.iter().enumerate() {
            let tag = format!("keep{number}");
            let reply = admin.ecr("PutImage", put_input(image, &tag)).await;
            assert_eq!(reply.status, 200, "{}", reply.text());
            pushed.push((tag, text(&image.manifest).to_owned()));
        }
        pushed
    };
    let (begun, pushed) = tokio::join!(work(&server), pushes);
    assert_eq!(begun, 1);
    let left = left(&admin).await;
    for (tag, manifest) in pushed {
        let expect = format!("{tag}={}", digest_of(manifest.as_bytes()));
        assert!(left.contains(&expect), "{expect} of {left:#?}");
    }
}

#[tokio::test]
async fn a_run_leaves_its_record() {
    let (server, admin) = repository().await;
    for number in 0..11 {
        push(&admin, &format!("image {number}"), &format!("v{number}")).await;
    }
    server.clock.advance(DAY * 2);
    put(&admin, &json!([expire(7, &tagged(&older(1), &["v*"]))])).await;
    apply(&server).await;
    let records = server
        .registry
        .audit_list(&admin.registry(), LogRange::Newest, Limit(2))
        .await
        .expect("a list");
    let records: Vec<Value> = records
        .iter()
        .map(|record| serde_json::from_str(&record.entry.record).expect("JSON"))
        .collect();
    let actions = |record: &Value| {
        let actions = &record["serviceEventDetails"]["lifecycleEventImageActions"];
        actions.as_array().map(Vec::len)
    };
    let mut counts: Vec<_> = records.iter().map(actions).collect();
    counts.sort();
    assert_eq!(counts, [Some(2), Some(9)], "ten or more are split");
    let record = &records[0];
    assert_eq!(record["eventName"], "PolicyExecutionEvent");
    assert_eq!(record["eventType"], "AwsServiceEvent");
    assert_eq!(record["eventTime"], "2026-01-07T11:15:00Z");
    let details = &record["serviceEventDetails"];
    assert_eq!(details["repositoryName"], REPOSITORY);
    let rule = json!({"rulePriority": 7, "description": "", "action": "expire",
        "lifecycleEventSelection": {"tagStatus": "Tagged", "tagPrefixList": [], "tagPatternList": ["v*"],
                                    "countType": "Since image pushed", "countNumber": 1}});
    let policy = &details["lifecycleEventPolicy"];
    assert_eq!(policy["lifecycleEventRules"], json!([rule]));
    assert_eq!(
        (&policy["lastEvaluatedAt"], &policy["policyVersion"]),
        (&json!(0), &json!(1))
    );
    let action = &details["lifecycleEventImageActions"][0];
    assert_eq!(action["rulePriority"], 7);
    assert_eq!(action["lifecycleEventImage"]["tagStatus"], "Tagged");
}
