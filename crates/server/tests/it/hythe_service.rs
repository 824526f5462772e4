//! Our own service as a protocol: targets, signatures, and its actions in policies of every kind.

use meta::OwnerKind;
use serde_json::json;
use testkit::TestImage;

use crate::aws_fixture::{ACCOUNT, REPOSITORY, error_of, repository};
use crate::sts_fixture::{OTHER, Scene, allow, document};

#[tokio::test]
async fn a_signature_for_hythe_or_ecr_opens_it() {
    let (_server, admin) = repository().await;
    TestImage::new("one").push(&admin, REPOSITORY, "1").await;
    let body = json!({"repositoryName": REPOSITORY, "imageTag": "none"}).to_string();
    for (service, error) in [
        ("hythe", "ImageNotFoundException"),
        ("ecr", "ImageNotFoundException"),
        ("ecr-public", "InvalidSignatureException"),
        ("iam", "InvalidSignatureException"),
    ] {
        let reply = admin
            .aws_json(service, "Hythe_20261122.UntagImage", body.clone())
            .await;
        assert_eq!(error_of(&reply).0, error, "{service}");
    }
    for target in [
        "Hythe_20261122.Untag",
        "Hythe_20260101.UntagImage",
        "Hythe.UntagImage",
    ] {
        let reply = admin.aws_json("hythe", target, body.clone()).await;
        assert_eq!(error_of(&reply).0, "UnknownOperationException", "{target}");
    }
}

/// An image under two tags, so that one can go.
async fn tagged(scene: &Scene) -> TestImage {
    let image = TestImage::new("one");
    image.push(&scene.admin, REPOSITORY, "1").await;
    image.push(&scene.admin, REPOSITORY, "2").await;
    image
}

#[tokio::test]
async fn policies_of_identities_name_its_actions() {
    let scene = Scene::new().await;
    tagged(&scene).await;
    let user = scene.user(ACCOUNT, "ci").await;
    let input = || json!({"repositoryName": REPOSITORY, "imageTag": "1"});
    let owner = (OwnerKind::User, ACCOUNT, "ci");
    for (actions, missing) in [
        (&["ecr:*"][..], Some("hythe:UntagImage")),
        (&["hythe:*"], Some("ecr:BatchDeleteImage")),
        (&["hythe:Tag*", "ecr:BatchDeleteImage"], Some("hythe:UntagImage")),
        (&["hythe:UntagImage", "ecr:BatchDeleteImage"], None),
    ] {
        scene.policy(owner, "work", allow(actions, "*")).await;
        let reply = user.hythe("UntagImage", input()).await;
        match missing {
            None => assert_eq!(reply.status, 200, "{}", reply.text()),
            Some(missing) => {
                let (name, message) = error_of(&reply);
                assert_eq!(name, "AccessDeniedException", "{actions:?}");
                assert!(message.contains(missing), "{actions:?}: {message}");
            }
        }
    }
}

#[tokio::test]
async fn policies_of_repositories_and_registries_name_its_actions() {
    let scene = Scene::new().await;
    tagged(&scene).await;
    let other = scene.server.other_account(OTHER).await;
    let input = |tag: &str| json!({"registryId": ACCOUNT, "repositoryName": REPOSITORY, "imageTag": tag});
    let reply = other.hythe("UntagImage", input("1")).await;
    assert_eq!(error_of(&reply).0, "AccessDeniedException");
    let statement = json!({"Sid": "untag", "Effect": "Allow", "Principal": {"AWS": OTHER},
        "Action": ["hythe:UntagImage", "ecr:BatchDeleteImage"]});
    let policy = document(json!([statement])).to_string();
    let set = json!({"repositoryName": REPOSITORY, "policyText": policy});
    scene.admin.ecr_ok("SetRepositoryPolicy", set).await;
    let reply = other.hythe("UntagImage", input("1")).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    let delete = json!({"repositoryName": REPOSITORY});
    scene.admin.ecr_ok("DeleteRepositoryPolicy", delete).await;
    let mut statement = statement;
    statement["Resource"] = json!(format!("arn:aws:ecr:eu-west-1:{ACCOUNT}:repository/*"));
    let policy = document(json!([statement])).to_string();
    let put = json!({"policyText": policy});
    scene.admin.ecr_ok("PutRegistryPolicy", put).await;
    let reply = other.hythe("UntagImage", input("2")).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
}
