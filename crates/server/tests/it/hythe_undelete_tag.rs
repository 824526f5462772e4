//! What tags named before: their history, tags that come back alone, tags that are taken or reserved.

use meta::OwnerKind;
use serde_json::json;
use testkit::TestImage;

use crate::aws_fixture::{ACCOUNT, REPOSITORY, START, put_image, put_input, repository};
use crate::hythe_undelete::{DAY, delete, hythe, list, manifest, undelete};
use crate::sts_fixture::{Scene, allow, document};

#[tokio::test]
async fn a_taken_tag_stays_where_it_is() {
    for mutability in ["MUTABLE", "IMMUTABLE"] {
        let (_server, admin) = repository().await;
        let (one, two) = (TestImage::new("one"), TestImage::new("two"));
        put_image(&admin, &one, "taken").await;
        admin.ecr_ok("PutImage", put_input(&one, "free")).await;
        delete(&admin, json!([{"imageDigest": one.digest()}])).await;
        let input = json!({"repositoryName": REPOSITORY, "imageTagMutability": mutability});
        admin.ecr_ok("PutImageTagMutability", input).await;
        put_image(&admin, &two, "taken").await;
        let output = undelete(&admin, json!({"imageDigest": one.digest()})).await;
        let conflict =
            json!({"imageTag": "taken", "imageDigest": one.digest(), "heldByDigest": two.digest()});
        assert_eq!(output["conflicts"], json!([conflict]));
        let image = json!({"imageDigest": one.digest(), "imageTags": ["free"]});
        assert_eq!(output["restoredImages"], json!([image]));
        let both = [
            format!("free={}", one.digest()),
            format!("taken={}", two.digest()),
        ];
        assert_eq!(list(&admin).await, both);
    }
}

#[tokio::test]
async fn tags_have_a_history_and_come_back_alone() {
    let (server, admin) = repository().await;
    let (one, two) = (TestImage::new("one"), TestImage::new("two"));
    put_image(&admin, &one, "a").await;
    server.clock.advance(DAY);
    put_image(&admin, &two, "a").await;
    put_image(&admin, &one, "b").await;
    server.clock.advance(DAY);
    assert_eq!(admin.delete(&manifest("b")).await.status, 202);
    let output = hythe(&admin, "ListDeletedTags", json!({})).await.expect("a list");
    let by = format!("arn:aws:iam::{ACCOUNT}:user/administrator");
    let entry = |tag: &str, days: [f64; 3], cause: &str| {
        let [from, to, until] = days.map(|days| START + days * 86400.0);
        json!({"imageTag": tag, "imageDigest": one.digest(), "taggedAt": from, "removedAt": to, "removedBy": by,
               "cause": cause, "restorableUntil": until})
    };
    let entries = json!([
        entry("b", [1.0, 2.0, 9.0], "REMOVED"),
        entry("a", [0.0, 1.0, 8.0], "MOVED")
    ]);
    assert_eq!(output["deletedTags"], entries);
    let first = hythe(&admin, "ListDeletedTags", json!({"maxResults": 1}))
        .await
        .expect("a page");
    let rest = json!({"maxResults": 1, "nextToken": first["nextToken"]});
    let rest = hythe(&admin, "ListDeletedTags", rest).await.expect("a page");
    assert_eq!(rest["deletedTags"], json!([entries[1]]));
    let of_a = hythe(&admin, "ListDeletedTags", json!({"imageTag": "a"}))
        .await
        .expect("a list");
    assert_eq!(of_a["deletedTags"], json!([entries[1]]));

    let back = undelete(&admin, json!({"imageTag": "b"})).await;
    let image = json!([{"imageDigest": one.digest(), "imageTags": ["b"]}]);
    assert_eq!(
        (&back["restoredImages"], &back["conflicts"]),
        (&image, &json!([]))
    );
    let taken = undelete(&admin, json!({"imageTag": "a"})).await;
    let conflict = json!([{"imageTag": "a", "imageDigest": one.digest(), "heldByDigest": two.digest()}]);
    assert_eq!(
        (&taken["restoredImages"], &taken["conflicts"]),
        (&json!([]), &conflict)
    );
    assert_eq!(
        list(&admin).await,
        [format!("a={}", two.digest()), format!("b={}", one.digest())]
    );
    // A tag that was removed before its image was deleted comes back with it.
    assert_eq!(admin.delete(&manifest("b")).await.status, 202);
    delete(&admin, json!([{"imageDigest": one.digest()}])).await;
    undelete(&admin, json!({"imageTag": "b"})).await;
    assert_eq!(
        list(&admin).await,
        [format!("a={}", two.digest()), format!("b={}", one.digest())]
    );
}

#[tokio::test]
async fn a_reserved_tag_is_restored_by_who_may_push_it() {
    let scene = Scene::new().await;
    let image = TestImage::new("one");
    for tag in ["prod-1", "dev-1"] {
        image.push(&scene.admin, REPOSITORY, tag).await;
    }
    delete(&scene.admin, json!([{"imageDigest": image.digest()}])).await;
    let dev = scene.user(ACCOUNT, "dev").await;
    let owner = (OwnerKind::User, ACCOUNT, "dev");
    for action in ["ecr:PutImage", "hythe:UndeleteImage"] {
        scene
            .policy(owner, "all", allow(&["ecr:*", "hythe:*"], "*"))
            .await;
        let policy = document(json!([{"Effect": "Deny", "Principal": "*", "Action": action,
            "Condition": {"ForAnyValue:StringLike": {"ecr:ImageTag": "prod-*"}}}]));
        let input = json!({"repositoryName": REPOSITORY, "policyText": policy.to_string()});
        scene.admin.ecr_ok("SetRepositoryPolicy", input).await;
        for id in [
            json!({"imageTag": "dev-1"}),
            json!({"imageDigest": image.digest()}),
        ] {
            let (name, message) = hythe(&dev, "UndeleteImage", json!({"imageId": id}))
                .await
                .expect_err(action);
            assert_eq!(name, "AccessDeniedException");
            assert!(message.contains(action), "{message}");
        }
    }
    assert_eq!(list(&scene.admin).await, Vec::<String>::new());
}
