//! What somebody changes while a lifecycle policy is being applied, in the middle of its batches,
//! and previews that are asked for at once.

use std::time::Duration;

use meta::Limit;
use serde_json::{Value, json};
use testkit::{Caller, TestImage, TestServer, digest_of};

use crate::aws_fixture::{REPOSITORY, ids, put_image, put_text, repository, with};
use crate::aws_lifecycle_policy::{expire, keep, older, policy, put};

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);
/// More images than a run deletes in eight transactions.
const IMAGES: usize = 800;

fn named() -> Value {
    json!({"repositoryName": REPOSITORY})
}

async fn left(caller: &Caller) -> Vec<String> {
    let input = with(&named(), &json!({"maxResults": 1000}));
    ids(&caller.ecr_ok("ListImages", input).await["imageIds"])
}

/// Does what the server does by itself each second; says how many jobs it began.
async fn work(server: &TestServer) -> u32 {
    let begun = server.registry.job_run_due(Limit(100)).await;
    begun.expect("jobs can be claimed")
}

/// A repository of many images that a policy is about to delete.
async fn due() -> (TestServer, Caller) {
    let (server, admin) = repository().await;
    let first = TestImage::new("first");
    put_image(&admin, &first, "").await;
    let plain: Value = serde_json::from_slice(&first.manifest).expect("JSON");
    for number in 1..IMAGES {
        let other = with(&plain, &json!({"annotations": {"number": number.to_string()}}));
        put_text(&admin, other.to_string().as_bytes(), "").await;
    }
    server.clock.advance(DAY * 2);
    put(&admin, &json!([expire(1, &older(1))])).await;
    server.clock.advance(HOUR);
    (server, admin)
}

/// Waits until the run has deleted some images, and not all.
async fn in_the_middle(caller: &Caller) {
    loop {
        let left = left(caller).await.len();
        assert!(left > 0, "the run was over before anybody saw it");
        if left < IMAGES {
            return;
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_policy_that_is_changed_under_way_deletes_no_more() {
    let changes = [
        (
            "PutLifecyclePolicy",
            json!({"lifecyclePolicyText": policy(&json!([expire(1, &older(30))]))}),
        ),
        ("DeleteLifecyclePolicy", json!({})),
    ];
    for (operation, members) in changes {
        let (server, admin) = due().await;
        let change = async {
            in_the_middle(&admin).await;
            admin.ecr_ok(operation, with(&named(), &members)).await;
            left(&admin).await
        };
        let (begun, then) = tokio::join!(work(&server), change);
        assert_eq!(begun, 1, "{operation}");
        assert!(
            (1..IMAGES).contains(&then.len()),
            "{operation}: {} images",
            then.len()
        );
        assert_eq!(
            left(&admin).await,
            then,
            "{operation}: nothing went after the answer"
        );
        server.clock.advance(DAY);
        work(&server).await;
        assert_eq!(left(&admin).await, then, "{operation}: nor a day later");
        assert_eq!(server.registry.job_list_dead(Limit(9)).await.expect("a list"), []);
    }
}

#[tokio::test]
async fn a_repository_that_is_deleted_under_way_gives_its_run_nothing_to_do() {
    let (server, admin) = due().await;
    let again = TestImage::new("first");
    let change = async {
        in_the_middle(&admin).await;
        let force = with(&named(), &json!({"force": true}));
        admin.ecr_ok("DeleteRepository", force).await;
        admin.create_repository(REPOSITORY).await;
        put_image(&admin, &again, "v1").await;
    };
    let (begun, ()) = tokio::join!(work(&server), change);
    assert_eq!(begun, 1);
    server.clock.advance(DAY * 2);
    work(&server).await;
    let expect = [format!("v1={}", digest_of(&again.manifest))];
    assert_eq!(
        left(&admin).await,
        expect,
        "the next repository of that name keeps what it has"
    );
    assert_eq!(server.registry.job_list_dead(Limit(9)).await.expect("a list"), []);
    // What the run had not reached comes back with the repository.
    let back = with(&named(), &json!({"newRepositoryName": "shop/old"}));
    let reply = admin.hythe("UndeleteRepository", back).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    let old = json!({"repositoryName": "shop/old", "maxResults": 1000});
    let old = admin.ecr_ok("ListImages", old).await;
    assert_ne!(old["imageIds"], json!([]));
}

#[tokio::test]
async fn of_previews_that_are_asked_for_at_once_one_is_begun() {
    let (server, admin) = repository().await;
    for name in ["a", "b", "c"] {
        put_image(&admin, &TestImage::new(name), name).await;
        server.clock.advance(HOUR);
    }
    let mut calls = tokio::task::JoinSet::new();
    for count in [1, 2, 1, 2, 1, 2, 1, 2] {
        let text = policy(&json!([expire(1, &keep(count))]));
        let input = with(&named(), &json!({"lifecyclePolicyText": text}));
        let admin = admin.clone();
        calls.spawn(async move {
            let reply = admin.ecr("StartLifecyclePolicyPreview", input).await;
            (reply.status.as_u16(), reply.json(), count)
        });
    }
    let (won, lost): (Vec<_>, Vec<_>) = calls
        .join_all()
        .await
        .into_iter()
        .partition(|(status, ..)| *status == 200);
    assert_eq!((won.len(), lost.len()), (1, 7));
    for (_, body, _) in lost {
        assert_eq!(body["__type"], "LifecyclePolicyPreviewInProgressException");
    }
    work(&server).await;
    let preview = admin.ecr_ok("GetLifecyclePolicyPreview", named()).await;
    assert_eq!(preview["status"], "COMPLETE");
    assert_eq!(preview["lifecyclePolicyText"], won[0].1["lifecyclePolicyText"]);
    assert_eq!(preview["summary"]["expiringImageTotalCount"], 3 - won[0].2);
}
