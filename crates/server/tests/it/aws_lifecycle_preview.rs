//! StartLifecyclePolicyPreview and GetLifecyclePolicyPreview (`ecr-lifecycle`, section 4).

use std::time::Duration;

use meta::Limit;
use serde_json::{Value, json};
use testkit::{Caller, TestImage, TestServer};

use crate::aws_fixture::{
    ACCOUNT, REPOSITORY, Refusals, START, invalid, put_image, put_input, refuse, repository, with,
};
use crate::aws_lifecycle_policy::{expire, keep, older, policy, put, tagged, untagged};

const DAY: Duration = Duration::from_secs(24 * 3600);

fn named() -> Value {
    json!({"repositoryName": REPOSITORY})
}

async fn start(caller: &Caller, rules: &Value) -> String {
    let text = policy(rules);
    let input = with(&named(), &json!({"lifecyclePolicyText": text}));
    caller.ecr_ok("StartLifecyclePolicyPreview", input).await;
    text
}

async fn get(caller: &Caller, members: Value) -> Value {
    let input = with(&named(), &members);
    caller.ecr_ok("GetLifecyclePolicyPreview", input).await
}

/// Does what the server does by itself each second.
async fn work(server: &TestServer) {
    let begun = server.registry.job_run_due(Limit(100)).await;
    begun.expect("jobs can be claimed");
}

/// The digests of the results of a preview.
fn digests(preview: &Value) -> Vec<String> {
    let results = preview["previewResults"].as_array().expect("results");
    let digest = |result: &Value| result["imageDigest"].as_str().unwrap_or_default().to_owned();
    results.iter().map(digest).collect()
}

/// Pushes images of these names, a day apart, each with its name as tag; with none where that
/// begins with `_`.
async fn push_daily(server: &TestServer, caller: &Caller, names: &[&str]) -> Vec<TestImage> {
    let mut images = Vec::new();
    for name in names {
        let image = TestImage::new(name);
        let tag = if name.starts_with('_') { "" } else { *name };
        put_image(caller, &image, tag).await;
        server.clock.advance(DAY);
        images.push(image);
    }
    images
}

#[tokio::test]
async fn a_preview_is_asked_for_made_and_read() {
    let (server, admin) = repository().await;
    let images = push_daily(&server, &admin, &["_bare", "a1", "a2"]).await;
    admin.ecr_ok("PutImage", put_input(&images[1], "extra")).await;
    let missing = format!(
        "Lifecycle policy preview does not exist for the repository with name '{REPOSITORY}' in the registry with id \
         '{ACCOUNT}'"
    );
    Refusals::of("GetLifecyclePolicyPreview", named())
        .row(json!({}), "LifecyclePolicyPreviewNotFoundException", missing)
        .no_repository()
        .check(&admin)
        .await;
    let missing = format!(
        "Lifecycle policy does not exist for the repository with name '{REPOSITORY}' in the registry with id '{ACCOUNT}'"
    );
    Refusals::of("StartLifecyclePolicyPreview", named())
        .row(json!({}), "LifecyclePolicyNotFoundException", missing)
        .no_repository()
        .check(&admin)
        .await;

    let archive = json!({"type": "transition", "targetStorageClass": "archive"});
    let rules = json!([
        expire(1, &tagged(&keep(1), &["a*"])),
        with(&expire(2, &untagged(&older(1))), &json!({"action": archive})),
    ]);
    let text = put(&admin, &rules).await;
    let common = json!({"repositoryName": REPOSITORY, "registryId": ACCOUNT, "lifecyclePolicyText": text});
    let begun = with(&common, &json!({"status": "IN_PROGRESS"}));
    assert_eq!(admin.ecr_ok("StartLifecyclePolicyPreview", named()).await, begun);
    let waiting = with(
        &begun,
        &json!({"previewResults": [], "summary": {"expiringImageTotalCount": 0}}),
    );
    assert_eq!(get(&admin, json!({})).await, waiting);
    let busy = format!(
        "The previous lifecycle policy preview for the repository with name '{REPOSITORY}' in the registry with id \
         '{ACCOUNT}' has not completed. Wait and try again."
    );
    Refusals::of("StartLifecyclePolicyPreview", named())
        .row(json!({}), "LifecyclePolicyPreviewInProgressException", busy)
        .check(&admin)
        .await;

    work(&server).await;
    let pushed = |day: f64| START + day * 86_400.0;
    let results = json!([
        {"imageTags": ["a1", "extra"], "imageDigest": images[1].digest(), "imagePushedAt": pushed(1.0),
         "action": {"type": "EXPIRE"}, "appliedRulePriority": 1, "storageClass": "STANDARD"},
        {"imageTags": [], "imageDigest": images[0].digest(), "imagePushedAt": pushed(0.0),
         "action": {"type": "TRANSITION", "targetStorageClass": "ARCHIVE"}, "appliedRulePriority": 2,
         "storageClass": "STANDARD"},
    ]);
    let summary = json!({"expiringImageTotalCount": 1,
        "transitioningImageTotalCounts": [{"targetStorageClass": "ARCHIVE", "imageTotalCount": 1}]});
    let made = json!({"status": "COMPLETE", "previewResults": results, "summary": summary});
    assert_eq!(get(&admin, json!({})).await, with(&common, &made));
    let left = admin.ecr_ok("ListImages", named()).await;
    assert_eq!(
        left["imageIds"].as_array().map(Vec::len),
        Some(4),
        "nothing is done"
    );
}

#[tokio::test]
async fn a_preview_is_filtered_named_and_paged() {
    let (server, admin) = repository().await;
    let images = push_daily(&server, &admin, &["a", "_b", "c", "_d", "e"]).await;
    start(&admin, &json!([expire(1, &keep(1))])).await;
    work(&server).await;
    let digest = |at: usize| images[at].digest();
    let all: Vec<String> = (0..4).map(digest).collect();
    assert_eq!(digests(&get(&admin, json!({})).await), all, "the oldest first");
    for (members, expect) in [
        (json!({"filter": {"tagStatus": "TAGGED"}}), vec![0, 2]),
        (json!({"filter": {"tagStatus": "UNTAGGED"}}), vec![1, 3]),
        (json!({"filter": {"tagStatus": "ANY"}}), vec![0, 1, 2, 3]),
        (json!({"filter": {}}), vec![0, 1, 2, 3]),
        (
            json!({"imageIds": [{"imageTag": "c"}, {"imageDigest": digest(1)}]}),
            vec![2, 1],
        ),
        (
            json!({"imageIds": [{"imageTag": "c"}, {"imageDigest": digest(2)}]}),
            vec![2],
        ),
        (json!({"imageIds": [{"imageTag": "e"}]}), vec![]),
        (json!({"imageIds": [{"imageTag": "none"}]}), vec![]),
        (
            json!({"imageIds": [{"imageTag": "a", "imageDigest": digest(2)}]}),
            vec![],
        ),
        (
            json!({"imageIds": [{"imageTag": "a"}, {"imageDigest": digest(3)}], "filter": {"tagStatus": "UNTAGGED"}}),
            vec![3],
        ),
    ] {
        let preview = get(&admin, members.clone()).await;
        let expect: Vec<String> = expect.into_iter().map(digest).collect();
        assert_eq!(digests(&preview), expect, "{members}");
        assert_eq!(preview["summary"]["expiringImageTotalCount"], 4, "{members}");
        assert_eq!(preview["nextToken"], Value::Null, "{members}");
    }
    for (filter, expect) in [("ANY", vec![0, 1, 2, 3]), ("TAGGED", vec![0, 2])] {
        let (mut seen, mut token) = (Vec::new(), json!({}));
        loop {
            let query = json!({"maxResults": 1, "filter": {"tagStatus": filter}});
            let page = get(&admin, with(&query, &token)).await;
            seen.extend(digests(&page));
            match page["nextToken"].as_str() {
                Some(next) => token = json!({"nextToken": next}),
                None => break,
            }
        }
        assert_eq!(
            seen,
            expect.into_iter().map(digest).collect::<Vec<_>>(),
            "{filter}"
        );
    }
}

#[tokio::test]
async fn what_is_asked_of_a_preview_has_bounds() {
    let (server, admin) = repository().await;
    push_daily(&server, &admin, &["a", "b", "c"]).await;
    start(&admin, &json!([expire(1, &keep(1))])).await;
    work(&server).await;
    let page = get(&admin, json!({"maxResults": 1})).await;
    let token = page["nextToken"].as_str().expect("a second page").to_owned();
    start(&admin, &json!([expire(1, &keep(2))])).await;
    work(&server).await;
    let listed = admin
        .ecr_ok("ListImages", with(&named(), &json!({"maxResults": 1})))
        .await;
    let mut table = Refusals::of("GetLifecyclePolicyPreview", named())
        .invalid(json!({"nextToken": token}), "nextToken", "Invalid token")
        .invalid(
            json!({"nextToken": listed["nextToken"]}),
            "nextToken",
            "Invalid token",
        )
        .invalid(json!({"nextToken": "x"}), "nextToken", "Invalid token");
    for paging in [json!({"maxResults": 1}), json!({"nextToken": token})] {
        let members = with(&json!({"imageIds": [{"imageTag": "a"}]}), &paging);
        table = table.invalid(
            members,
            "imageIds",
            "nextToken and maxResults cannot be used with imageIds",
        );
    }
    table
        .invalid(
            json!({"imageIds": [{}]}),
            "imageIds",
            "both tag and digest cannot be null",
        )
        .check(&admin)
        .await;
    let bounds = [0, 101].map(|count| {
        let why = match count {
            0 => "Member must have value greater than or equal to 1",
            _ => "Member must have value less than or equal to 100",
        };
        let input = with(&named(), &json!({"maxResults": count}));
        (
            "GetLifecyclePolicyPreview",
            input,
            "InvalidParameterException",
            invalid("maxResults", why),
        )
    });
    refuse(&admin, &bounds).await;
}

#[tokio::test]
async fn a_preview_ends_after_a_day_and_goes_with_its_repository() {
    let (server, admin) = repository().await;
    push_daily(&server, &admin, &["a", "b"]).await;
    start(&admin, &json!([expire(1, &keep(1))])).await;
    work(&server).await;
    server.clock.advance(DAY);
    assert_eq!(get(&admin, json!({})).await["status"], "COMPLETE");
    server.clock.advance(Duration::from_secs(1));
    let old = get(&admin, json!({})).await;
    assert_eq!(
        (&old["status"], &old["previewResults"]),
        (&json!("EXPIRED"), &json!([]))
    );
    start(&admin, &json!([expire(1, &keep(1))])).await;
    assert_eq!(get(&admin, json!({})).await["status"], "IN_PROGRESS");
    // The repository is deleted, and made again, while the preview waits for its job.
    admin
        .ecr_ok("DeleteRepository", with(&named(), &json!({"force": true})))
        .await;
    admin.create_repository(REPOSITORY).await;
    work(&server).await;
    let gone = admin.ecr_error("GetLifecyclePolicyPreview", named()).await;
    assert_eq!(gone.0, "LifecyclePolicyPreviewNotFoundException");
    assert_eq!(server.registry.job_list_dead(Limit(9)).await.expect("a list"), []);
}
