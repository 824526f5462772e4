//! UntagImage: the tag goes, the image stays.

use meta::OwnerKind;
use serde_json::{Value, json};
use testkit::{Caller, TestImage};

use crate::aws_fixture::{ACCOUNT, NOT_NULL, REPOSITORY, error_of, invalid, no_repository, repository, with};
use crate::sts_fixture::{Scene, allow, document};

async fn untag(caller: &Caller, members: Value) -> Result<Value, (String, String)> {
    let input = with(&json!({"repositoryName": REPOSITORY}), &members);
    let reply = caller.hythe("UntagImage", input).await;
    match reply.status.as_u16() {
        200 => Ok(reply.json()),
        400 => Err(error_of(&reply)),
        status => panic!("{status}: {}", reply.text()),
    }
}

fn manifest(reference: &str) -> String {
    format!("/v2/{REPOSITORY}/manifests/{reference}")
}

fn mismatch(tag: &str) -> (String, String) {
    let message =
        format!("The image tag '{tag}' in the '{REPOSITORY}' repository does not name the expected image.");
    ("ImageTagMismatchException".to_owned(), message)
}

#[tokio::test]
async fn the_image_stays() {
    let (_server, admin) = repository().await;
    let image = TestImage::new("one");
    for tag in ["1", "2"] {
        image.push(&admin, REPOSITORY, tag).await;
    }
    for tag in ["1", "2"] {
        let output = untag(&admin, json!({"imageTag": tag})).await.expect("a tag");
        let expected = json!({"registryId": ACCOUNT, "repositoryName": REPOSITORY,
            "imageId": {"imageDigest": image.digest(), "imageTag": tag}});
        assert_eq!(output, expected);
        assert_eq!(admin.get(&manifest(tag)).await.status, 404, "{tag}");
        assert_eq!(admin.get(&manifest(&image.digest())).await.body, image.manifest);
    }
    let list = admin
        .ecr_ok("ListImages", json!({"repositoryName": REPOSITORY}))
        .await;
    assert_eq!(list["imageIds"], json!([{"imageDigest": image.digest()}]));
}

#[tokio::test]
async fn only_the_expected_image_loses_its_tag() {
    let (_server, admin) = repository().await;
    let (one, two) = (TestImage::new("one"), TestImage::new("two"));
    one.push(&admin, REPOSITORY, "1").await;
    two.push(&admin, REPOSITORY, "2").await;
    let wrong = json!({"imageTag": "1", "expectedImageDigest": two.digest()});
    assert_eq!(untag(&admin, wrong).await, Err(mismatch("1")));
    assert_eq!(admin.get(&manifest("1")).await.status, 200);
    let right = json!({"imageTag": "1", "expectedImageDigest": one.digest()});
    untag(&admin, right).await.expect("the expected image");
    assert_eq!(admin.get(&manifest("1")).await.status, 404);
}

#[tokio::test]
async fn an_immutable_tag_stays() {
    let (_server, admin) = repository().await;
    let image = TestImage::new("one");
    for tag in ["1", "dev-1"] {
        image.push(&admin, REPOSITORY, tag).await;
    }
    let input = json!({"repositoryName": REPOSITORY, "imageTagMutability": "IMMUTABLE_WITH_EXCLUSION",
        "imageTagMutabilityExclusionFilters": [{"filterType": "WILDCARD", "filter": "dev-*"}]});
    admin.ecr_ok("PutImageTagMutability", input).await;
    let refused = untag(&admin, json!({"imageTag": "1"})).await;
    let message = format!(
        "The image tag '1' in the '{REPOSITORY}' repository cannot be removed because the tag is immutable."
    );
    assert_eq!(refused, Err(("ImageTagImmutableException".to_owned(), message)));
    assert_eq!(admin.get(&manifest("1")).await.status, 200);
    untag(&admin, json!({"imageTag": "dev-1"}))
        .await
        .expect("an excluded tag");
}

#[tokio::test]
async fn a_reserved_tag_stays_for_who_may_not_delete_by_it() {
    let scene = Scene::new().await;
    let image = TestImage::new("one");
    for tag in ["prod-1", "dev-1"] {
        image.push(&scene.admin, REPOSITORY, tag).await;
    }
    let dev = scene.user(ACCOUNT, "dev").await;
    let owner = (OwnerKind::User, ACCOUNT, "dev");
    scene
        .policy(owner, "all", allow(&["ecr:*", "hythe:*"], "*"))
        .await;
    for action in ["ecr:BatchDeleteImage", "hythe:UntagImage"] {
        let policy = document(json!([{"Effect": "Deny", "Principal": "*", "Action": action,
            "Condition": {"ForAnyValue:StringLike": {"ecr:ImageTag": "prod-*"}}}]));
        let input = json!({"repositoryName": REPOSITORY, "policyText": policy.to_string()});
        scene.admin.ecr_ok("SetRepositoryPolicy", input).await;
        for tag in ["prod-1", "prod-none"] {
            let (name, message) = untag(&dev, json!({"imageTag": tag})).await.expect_err(tag);
            assert_eq!(name, "AccessDeniedException", "{action} {tag}");
            assert!(message.contains(action), "{message}");
        }
    }
    untag(&dev, json!({"imageTag": "dev-1"}))
        .await
        .expect("nobody's tag");
    assert_eq!(scene.admin.get(&manifest("prod-1")).await.status, 200);
}

#[tokio::test]
async fn bad_input() {
    let (_server, admin) = repository().await;
    TestImage::new("one").push(&admin, REPOSITORY, "1").await;
    let parameter = "InvalidParameterException";
    let tag_rule = "must satisfy regular expression '[A-Za-z0-9_][A-Za-z0-9._-]{0,127}'";
    let digest_rule = "must satisfy regular expression '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'";
    for (members, name, message) in [
        (json!({}), parameter, invalid("imageTag", NOT_NULL)),
        (
            json!({"imageTag": "none"}),
            "ImageNotFoundException",
            format!(
                "The image with imageId {{imageDigest:'null', imageTag:'none'}} does not exist within the repository \
                 with name '{REPOSITORY}' in the registry with id '{ACCOUNT}'"
            ),
        ),
        (
            json!({"imageTag": "-1"}),
            parameter,
            invalid("imageTag", tag_rule),
        ),
        (
            json!({"imageTag": "a".repeat(129)}),
            parameter,
            invalid("imageTag", tag_rule),
        ),
        (
            json!({"imageTag": "1", "expectedImageDigest": "latest"}),
            parameter,
            invalid("expectedImageDigest", digest_rule),
        ),
        (
            json!({"imageTag": "1", "expectedImageDigest": "md5:ab"}),
            parameter,
            invalid("expectedImageDigest", "Member must be a sha256 or sha512 digest"),
        ),
        (
            json!({"imageTag": "1", "repositoryName": "nope"}),
            "RepositoryNotFoundException",
            no_repository("nope"),
        ),
    ] {
        let refused = untag(&admin, members.clone()).await;
        assert_eq!(refused, Err((name.to_owned(), message)), "{members}");
    }
    for (body, name) in [("[]", "SerializationException"), ("{", "SerializationException")] {
        let reply = admin.aws_json("hythe", "Hythe_20261122.UntagImage", body).await;
        assert_eq!(
            (reply.status.as_u16(), error_of(&reply).0.as_str()),
            (400, name),
            "{body}"
        );
    }
}
