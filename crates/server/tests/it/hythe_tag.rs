//! TagImage: a tag is put on an image that is there, or moved, in one step.

use meta::{LogRange, OwnerKind};
use serde_json::{Value, json};
use testkit::{Caller, TestImage};

use crate::aws_fixture::{ACCOUNT, NOT_NULL, REPOSITORY, invalid, no_repository, repository};
use crate::hythe_fixture::{Failure, call_on, check_denied, manifest, mismatch};
use crate::sts_fixture::{Scene, allow, document};

async fn tag(caller: &Caller, image: Value, tag: &str) -> Result<Value, Failure> {
    call_on(caller, "TagImage", json!({"imageId": image, "imageTag": tag})).await
}

#[tokio::test]
async fn a_tag_is_made_and_moved() {
    let (server, admin) = repository().await;
    let (one, two) = (TestImage::new("one"), TestImage::new("two"));
    one.push(&admin, REPOSITORY, "1").await;
    two.push(&admin, REPOSITORY, "2").await;
    let output = |image: &TestImage, before: Option<&TestImage>| {
        let mut output = json!({"registryId": ACCOUNT, "repositoryName": REPOSITORY,
            "imageId": {"imageDigest": image.digest(), "imageTag": "live"}});
        if let Some(before) = before {
            output["previousImageDigest"] = json!(before.digest());
        }
        output
    };
    for (image, id, before) in [
        (&one, json!({"imageTag": "1"}), None),
        (&two, json!({"imageDigest": two.digest()}), Some(&one)),
        (
            &one,
            json!({"imageDigest": one.digest(), "imageTag": "1"}),
            Some(&two),
        ),
        // It is there already: no error, and no change.
        (&one, json!({"imageTag": "live"}), Some(&one)),
    ] {
        assert_eq!(
            tag(&admin, id.clone(), "live").await,
            Ok(output(image, before)),
            "{id}"
        );
        let pulled = admin.get(&manifest(REPOSITORY, "live")).await;
        assert_eq!(pulled.body, image.manifest, "{id}");
    }
    let range = LogRange::Newest;
    let events = server
        .registry
        .event_list(&admin.registry(), range, meta::Limit(9))
        .await
        .expect("a list");
    let pushed: Vec<Value> = events
        .iter()
        .map(|event| serde_json::from_str(&event.entry.detail).expect("JSON"))
        .filter(|detail: &Value| detail["image-tag"] == "live" && detail["action-type"] == "PUSH")
        .collect();
    assert_eq!(pushed.len(), 3, "one for each change");
}

#[tokio::test]
async fn a_tag_moves_only_from_where_it_is_expected() {
    let (_server, admin) = repository().await;
    let (one, two) = (TestImage::new("one"), TestImage::new("two"));
    one.push(&admin, REPOSITORY, "1").await;
    two.push(&admin, REPOSITORY, "2").await;
    let swap = |expected: &str| json!({"imageId": {"imageTag": "2"}, "imageTag": "live", "expectedImageDigest": expected});
    let refused = Err(mismatch(REPOSITORY, "live"));
    let digest = one.digest();
    assert_eq!(call_on(&admin, "TagImage", swap(&digest)).await, refused);
    call_on(&admin, "TagImage", swap("none"))
        .await
        .expect("a new tag");
    for wrong in [digest.as_str(), "none"] {
        assert_eq!(call_on(&admin, "TagImage", swap(wrong)).await, refused, "{wrong}");
    }
    let right = swap(&two.digest());
    call_on(&admin, "TagImage", right)
        .await
        .expect("the expected image");
}

#[tokio::test]
async fn an_immutable_tag_is_made_and_stays() {
    let (_server, admin) = repository().await;
    let (one, two) = (TestImage::new("one"), TestImage::new("two"));
    one.push(&admin, REPOSITORY, "1").await;
    two.push(&admin, REPOSITORY, "2").await;
    let input = json!({"repositoryName": REPOSITORY, "imageTagMutability": "IMMUTABLE"});
    admin.ecr_ok("PutImageTagMutability", input).await;
    let by_one = || json!({"imageTag": "1"});
    tag(&admin, by_one(), "live").await.expect("a new tag");
    tag(&admin, by_one(), "live").await.expect("where it is");
    let message = format!(
        "The image tag 'live' already exists in the '{REPOSITORY}' repository and cannot be overwritten because the \
         tag is immutable."
    );
    let refused = Err(("ImageTagAlreadyExistsException".to_owned(), message));
    assert_eq!(tag(&admin, json!({"imageTag": "2"}), "live").await, refused);
}

#[tokio::test]
async fn each_right_is_needed() {
    let scene = Scene::new().await;
    TestImage::new("one").push(&scene.admin, REPOSITORY, "1").await;
    let user = scene.user(ACCOUNT, "ci").await;
    let owner = (OwnerKind::User, ACCOUNT, "ci");
    let rights = ["hythe:TagImage", "ecr:PutImage", "ecr:BatchGetImage"];
    for missing in rights {
        let others: Vec<&str> = rights.into_iter().filter(|right| *right != missing).collect();
        scene.policy(owner, "work", allow(&others, "*")).await;
        let refused = tag(&user, json!({"imageTag": "1"}), "live").await;
        check_denied(&refused, missing, missing);
    }
    scene.policy(owner, "work", allow(&rights, "*")).await;
    tag(&user, json!({"imageTag": "1"}), "live")
        .await
        .expect("every right");
}

#[tokio::test]
async fn a_reserved_tag_is_neither_given_nor_read() {
    let scene = Scene::new().await;
    let (one, two) = (TestImage::new("one"), TestImage::new("two"));
    one.push(&scene.admin, REPOSITORY, "prod-1").await;
    two.push(&scene.admin, REPOSITORY, "dev-1").await;
    let dev = scene.user(ACCOUNT, "dev").await;
    let all = allow(&["ecr:*", "hythe:*"], "*");
    scene.policy((OwnerKind::User, ACCOUNT, "dev"), "all", all).await;
    for action in ["ecr:PutImage", "hythe:TagImage"] {
        reserve(&scene, action).await;
        for target in ["prod-1", "prod-2"] {
            let refused = tag(&dev, json!({"imageTag": "dev-1"}), target).await;
            check_denied(&refused, action, target);
        }
    }
    reserve(&scene, "ecr:BatchGetImage").await;
    for id in [
        json!({"imageTag": "prod-1"}),
        json!({"imageTag": "prod-none"}),
        json!({"imageDigest": one.digest()}),
    ] {
        let refused = tag(&dev, id.clone(), "dev-2").await;
        check_denied(&refused, "ecr:BatchGetImage", &id.to_string());
    }
    tag(&dev, json!({"imageTag": "dev-1"}), "dev-2")
        .await
        .expect("nobody's tags");
}

async fn reserve(scene: &Scene, action: &str) {
    let policy = document(json!([{"Effect": "Deny", "Principal": "*", "Action": action,
        "Condition": {"ForAnyValue:StringLike": {"ecr:ImageTag": "prod-*"}}}]));
    let input = json!({"repositoryName": REPOSITORY, "policyText": policy.to_string()});
    scene.admin.ecr_ok("SetRepositoryPolicy", input).await;
}

#[tokio::test]
async fn bad_input() {
    let (_server, admin) = repository().await;
    TestImage::new("one").push(&admin, REPOSITORY, "1").await;
    let parameter = "InvalidParameterException";
    let tag_rule = "must satisfy regular expression '[A-Za-z0-9_][A-Za-z0-9._-]{0,127}'";
    let digest_rule = "must satisfy regular expression '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'";
    let not_found = |tag: &str| {
        format!(
            "The image with imageId {{imageDigest:'null', imageTag:'{tag}'}} does not exist within the repository with \
             name '{REPOSITORY}' in the registry with id '{ACCOUNT}'"
        )
    };
    let one = || json!({"imageTag": "1"});
    for (members, name, message) in [
        (json!({"imageTag": "2"}), parameter, invalid("imageId", NOT_NULL)),
        (
            json!({"imageId": one()}),
            parameter,
            invalid("imageTag", NOT_NULL),
        ),
        (
            json!({"imageId": {}, "imageTag": "2"}),
            parameter,
            invalid("imageIds", "both tag and digest cannot be null"),
        ),
        (
            json!({"imageId": {"imageTag": "9"}, "imageTag": "2"}),
            "ImageNotFoundException",
            not_found("9"),
        ),
        (
            json!({"imageId": {"imageTag": "!"}, "imageTag": "2"}),
            parameter,
            invalid("imageTag", tag_rule),
        ),
        (
            json!({"imageId": {"imageDigest": "9"}, "imageTag": "2"}),
            parameter,
            invalid("imageDigest", digest_rule),
        ),
        (
            json!({"imageId": one(), "imageTag": "a/b"}),
            parameter,
            invalid("imageTag", tag_rule),
        ),
        (
            json!({"imageId": one(), "imageTag": "2", "expectedImageDigest": "None"}),
            parameter,
            invalid("expectedImageDigest", digest_rule),
        ),
        (
            json!({"imageId": one(), "imageTag": "2", "repositoryName": "nope"}),
            "RepositoryNotFoundException",
            no_repository("nope"),
        ),
    ] {
        let refused = call_on(&admin, "TagImage", members.clone()).await;
        assert_eq!(refused, Err((name.to_owned(), message)), "{members}");
    }
}
