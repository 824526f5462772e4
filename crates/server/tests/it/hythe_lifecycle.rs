//! Lifecycle policies beyond ECR's: rules that keep and untag in real runs, and PreviewLifecyclePolicy.

use std::collections::BTreeSet;
use std::time::Duration;

use meta::{Limit, LogRange};
use serde_json::{Value, json};
use testkit::{Caller, TestImage, TestServer};

use crate::aws_fixture::{REPOSITORY, START, error_of, ids, invalid, put_image, put_input, repository, with};
use crate::aws_lifecycle_policy::{expire, keep, older, policy, put, tagged, untagged};

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

fn named() -> Value {
    json!({"repositoryName": REPOSITORY})
}

async fn preview(caller: &Caller, members: Value) -> Result<Value, (String, String)> {
    let reply = caller
        .hythe("PreviewLifecyclePolicy", with(&named(), &members))
        .await;
    match reply.status.as_u16() {
        200 => Ok(reply.json()),
        400 => Err(error_of(&reply)),
        status => panic!("{status}: {}", reply.text()),
    }
}

fn text(rules: &Value) -> Value {
    json!({"lifecyclePolicyText": policy(rules)})
}

fn results(preview: &Value) -> Vec<Value> {
    preview["previewResults"].as_array().expect("results").clone()
}

async fn left(caller: &Caller) -> BTreeSet<String> {
    let output = caller.ecr_ok("ListImages", named()).await;
    ids(&output["imageIds"]).into_iter().collect()
}

async fn run(server: &TestServer) {
    server.clock.advance(HOUR);
    let begun = server.registry.job_run_due(Limit(100)).await;
    assert_eq!(begun.expect("jobs can be claimed"), 1);
}

fn acting(priority: i64, selection: &Value, action: &str) -> Value {
    json!({"rulePriority": priority, "selection": selection, "action": {"type": action}})
}

/// The users' own example: the images of a `sha-` tag go, but not what was released.
fn releases_stay() -> Value {
    let every = json!({"tagStatus": "tagged", "tagPatternList": ["v*"]});
    json!([
        acting(1, &tagged(&older(2), &["sha-*"]), "untag"),
        acting(2, &every, "keep"),
        expire(3, &untagged(&older(1))),
    ])
}

#[tokio::test]
async fn tags_go_and_releases_stay() {
    let (server, admin) = repository().await;
    let (released, built) = (TestImage::new("released"), TestImage::new("built"));
    put_image(&admin, &released, "sha-1").await;
    admin.ecr_ok("PutImage", put_input(&released, "v1")).await;
    put_image(&admin, &built, "sha-2").await;
    server.clock.advance(DAY * 3);
    let fresh = TestImage::new("fresh");
    put_image(&admin, &fresh, "sha-3").await;
    put(&admin, &releases_stay()).await;
    let planned = preview(&admin, json!({})).await.expect("a preview");
    assert_eq!(planned["summary"]["untaggedTagTotalCount"], 2);
    run(&server).await;
    let tagged = |image: &TestImage, tag: &str| format!("{tag}={}", image.digest());
    let expect = BTreeSet::from([tagged(&released, "v1"), built.digest(), tagged(&fresh, "sha-3")]);
    assert_eq!(
        left(&admin).await,
        expect,
        "the image stays when its last tag goes"
    );
    let records = server
        .registry
        .audit_list(&admin.registry(), LogRange::Newest, Limit(99))
        .await;
    let records = records.expect("records");
    let record = records
        .iter()
        .map(|record| serde_json::from_str::<Value>(&record.entry.record).expect("JSON"))
        .find(|record| record["eventName"] == "PolicyExecutionEvent")
        .expect("a record");
    let details = &record["serviceEventDetails"];
    let actions = details["lifecycleEventImageActions"].as_array().expect("actions");
    let mut tags: Vec<String> = actions
        .iter()
        .map(|action| {
            assert_eq!(action["action"], "untag");
            action["lifecycleEventImage"]["tagList"].to_string()
        })
        .collect();
    tags.sort();
    assert_eq!(tags, [r#"["sha-1"]"#, r#"["sha-2"]"#]);
    let rules = details["lifecycleEventPolicy"]["lifecycleEventRules"].clone();
    assert_eq!(
        (&rules[0]["action"], &rules[1]["action"]),
        (&json!("untag"), &json!("keep"))
    );
    assert_eq!(rules[1]["lifecycleEventSelection"]["countType"], "Every image");
    // The next day the untagged one goes, and nothing else.
    server.clock.advance(DAY - HOUR);
    run(&server).await;
    assert_eq!(
        left(&admin).await,
        BTreeSet::from([tagged(&released, "v1"), tagged(&fresh, "sha-3")])
    );
}

#[tokio::test]
async fn immutable_tags_stay() {
    let (server, admin) = repository().await;
    let image = TestImage::new("one");
    put_image(&admin, &image, "sha-1").await;
    let mutability = json!({"imageTagMutability": "IMMUTABLE"});
    admin
        .ecr_ok("PutImageTagMutability", with(&named(), &mutability))
        .await;
    server.clock.advance(DAY * 3);
    put(&admin, &releases_stay()).await;
    let planned = preview(&admin, json!({})).await.expect("a preview");
    assert_eq!(results(&planned), [Value::Null; 0]);
    run(&server).await;
    assert_eq!(
        left(&admin).await,
        BTreeSet::from([format!("sha-1={}", image.digest())])
    );
}

#[tokio::test]
async fn a_preview_gives_reasons_and_bytes() {
    let (server, admin) = repository().await;
    let (shared, own) = (b"shared by all".to_vec(), b"of one".to_vec());
    let one = TestImage::with_layers("one", vec![shared.clone(), own.clone()]);
    let two = TestImage::with_layers("two", vec![shared.clone(), own.clone()]);
    let three = TestImage::with_layers("three", vec![shared.clone()]);
    for (image, tag) in [(&one, "1"), (&two, "2"), (&three, "3")] {
        put_image(&admin, image, tag).await;
        server.clock.advance(DAY);
    }
    let mut rule = expire(7, &keep(1));
    rule["description"] = json!("newest only");
    let planned = preview(&admin, text(&json!([rule]))).await.expect("a preview");
    assert_eq!(planned["evaluatedAt"], START + 3.0 * 86_400.0);
    let found = results(&planned);
    let sized = |bytes: usize| json!(bytes);
    let first = json!({"imageDigest": one.digest(), "imageTags": ["1"], "imagePushedAt": START,
        "storageClass": "STANDARD", "action": "EXPIRE", "appliedRulePriority": 7,
        "reason": "Rule 7 (newest only) expires it: it is number 3 from the newest, and 1 stay.",
        // What the second has too counts once.
        "freedBytes": sized(one.config.len() + own.len())});
    assert_eq!(found[0], first);
    assert_eq!(
        found[1]["freedBytes"],
        sized(two.config.len()),
        "without what the third needs"
    );
    let summary = json!({"expiringImageTotalCount": 2, "transitioningImageTotalCount": 0,
        "untaggedTagTotalCount": 0, "freedBytes": one.config.len() + two.config.len() + own.len()});
    assert_eq!(planned["summary"], summary);
    assert_eq!(left(&admin).await.len(), 3, "nothing was done");
    let by_age = preview(&admin, text(&json!([expire(1, &older(2))])))
        .await
        .expect("a preview");
    let reason = "Rule 1 expires it: it was pushed more than 2 days ago (3 days).";
    assert_eq!(results(&by_age)[0]["reason"], reason);
}

#[tokio::test]
async fn what_a_preview_says_a_run_does() {
    let (server, admin) = repository().await;
    for number in 0..7 {
        let image = TestImage::new(&format!("image {number}"));
        put_image(&admin, &image, &format!("v{number}")).await;
        if number % 2 == 0 {
            admin
                .ecr_ok("PutImage", put_input(&image, &format!("sha-{number}")))
                .await;
        }
        server.clock.advance(DAY);
    }
    let newest = json!({"tagStatus": "any", "countType": "newestImageCount", "countNumber": 2});
    let rules = json!([
        acting(1, &newest, "keep"),
        acting(2, &tagged(&older(4), &["sha-*"]), "untag"),
        expire(3, &tagged(&older(5), &["v*"])),
    ]);
    put(&admin, &rules).await;
    server.clock.advance(HOUR);
    let before = left(&admin).await;
    let planned = preview(&admin, json!({})).await.expect("a preview");
    let begun = server.registry.job_run_due(Limit(100)).await;
    assert_eq!(begun.expect("a number"), 1);
    let mut expect = before;
    for result in results(&planned) {
        let digest = result["imageDigest"].as_str().expect("a digest");
        match result["removedTag"].as_str() {
            Some(tag) => assert!(expect.remove(&format!("{tag}={digest}"))),
            None => expect.retain(|id| !id.ends_with(digest)),
        }
    }
    assert_eq!(left(&admin).await, expect);
    assert_eq!(results(&planned).len(), 3, "{planned}");
}

#[tokio::test]
async fn pages_hold_together() {
    let (server, admin) = repository().await;
    let mut images = Vec::new();
    for number in 0..5 {
        let image = TestImage::new(&format!("image {number}"));
        put_image(&admin, &image, &format!("v{number}")).await;
        images.push(image);
        server.clock.advance(HOUR);
    }
    server.clock.advance(DAY * 2);
    let rules = text(&json!([expire(1, &older(1))]));
    let page = |token: Option<&Value>| {
        let mut input = with(&rules, &json!({"maxResults": 2}));
        if let Some(token) = token {
            input["nextToken"] = token.clone();
        }
        input
    };
    let first = preview(&admin, page(None)).await.expect("a page");
    let token = first["nextToken"].clone();
    // Pushes and time between the pages change nothing of it.
    put_image(&admin, &TestImage::new("new"), "new").await;
    server.clock.advance(DAY * 9);
    let second = preview(&admin, page(Some(&token))).await.expect("a page");
    assert_eq!(second["evaluatedAt"], first["evaluatedAt"]);
    let third = preview(&admin, page(Some(&second["nextToken"])))
        .await
        .expect("a page");
    assert_eq!(third.get("nextToken"), None);
    let seen: Vec<Value> = [&first, &second, &third].into_iter().flat_map(results).collect();
    let digests: Vec<&str> = seen
        .iter()
        .filter_map(|result| result["imageDigest"].as_str())
        .collect();
    let expect: Vec<String> = images.iter().map(TestImage::digest).collect();
    assert_eq!(digests, expect);
    // A token belongs to its policy, its repository and its operation.
    let bad = (
        "InvalidParameterException".to_owned(),
        invalid("nextToken", "Invalid token"),
    );
    let other = with(
        &text(&json!([expire(1, &older(2))])),
        &json!({"nextToken": token}),
    );
    assert_eq!(preview(&admin, other).await, Err(bad.clone()));
    admin.create_repository("other").await;
    let elsewhere = with(&page(Some(&token)), &json!({"repositoryName": "other"}));
    assert_eq!(preview(&admin, elsewhere).await, Err(bad.clone()));
    let holds = with(&named(), &json!({"nextToken": token}));
    let reply = admin.hythe("ListImageHolds", holds).await;
    assert_eq!(error_of(&reply), bad);
    // Where a page begins is lost when that image is deleted in between.
    let last = json!({"imageIds": [{"imageDigest": images[1].digest()}]});
    admin.ecr_ok("BatchDeleteImage", with(&named(), &last)).await;
    let (_, message) = preview(&admin, page(Some(&token))).await.expect_err("it is gone");
    assert_eq!(
        message,
        invalid(
            "nextToken",
            "The repository has changed since the page before; start again"
        )
    );
}

#[tokio::test]
async fn what_is_no_preview() {
    let (_server, admin) = repository().await;
    let (name, _) = preview(&admin, json!({})).await.expect_err("none is stored");
    assert_eq!(name, "LifecyclePolicyNotFoundException");
    let (name, message) = preview(&admin, json!({"lifecyclePolicyText": "{}"}))
        .await
        .expect_err("no policy");
    assert_eq!(name, "InvalidParameterException");
    assert!(
        message.contains("object has missing required properties ([\"rules\"])"),
        "{message}"
    );
    let (name, _) = preview(&admin, json!({"maxResults": 1001}))
        .await
        .expect_err("too many");
    assert_eq!(name, "InvalidParameterException");
    let found = preview(&admin, text(&json!([expire(1, &older(1))])))
        .await
        .expect("a preview");
    assert_eq!(results(&found), [Value::Null; 0]);
}
