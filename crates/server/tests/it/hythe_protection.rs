//! Holds of images and the deletion protection of repositories: nothing deletes what has one.

use std::time::Duration;

use meta::Limit;
use serde_json::{Value, json};
use testkit::{Caller, TestImage, TestServer, digest_of};

use crate::aws_fixture::{
    ACCOUNT, NOT_NULL, OCI_INDEX, REPOSITORY, START, error_of, ids, index_of, invalid, no_repository,
    put_image, put_input, put_text, repository, with,
};
use crate::aws_lifecycle_policy::{expire, older, put};

const DAY: Duration = Duration::from_secs(24 * 3600);
const HELD: &str = "Requested image is held: evidence";

fn named() -> Value {
    json!({"repositoryName": REPOSITORY})
}

async fn call(caller: &Caller, operation: &str, members: Value) -> Result<Value, (String, String)> {
    let reply = caller.hythe(operation, with(&named(), &members)).await;
    match reply.status.as_u16() {
        200 => Ok(reply.json()),
        400 => Err(error_of(&reply)),
        status => panic!("{status}: {}", reply.text()),
    }
}

async fn hold(caller: &Caller, image: &TestImage, members: Value) -> Value {
    let input = json!({"imageId": {"imageDigest": image.digest()}, "reason": "evidence"});
    let output = call(caller, "PutImageHold", with(&input, &members)).await;
    output.expect("a hold")["imageHold"].clone()
}

async fn delete(caller: &Caller, id: Value) -> Value {
    let input = with(&named(), &json!({"imageIds": [id]}));
    caller.ecr_ok("BatchDeleteImage", input).await
}

fn refused(id: &Value) -> Value {
    json!([{"imageId": id, "failureCode": "ImageReferencedByManifestList", "failureReason": HELD}])
}

async fn left(caller: &Caller) -> Vec<String> {
    let output = caller.ecr_ok("ListImages", named()).await;
    ids(&output["imageIds"])
}

async fn run(server: &TestServer, caller: &Caller, rules: &Value) {
    put(caller, rules).await;
    server.clock.advance(Duration::from_secs(3600));
    let begun = server.registry.job_run_due(Limit(100)).await;
    assert_eq!(begun.expect("jobs can be claimed"), 1);
}

#[tokio::test]
async fn a_held_image_is_deleted_by_nobody() {
    let (server, admin) = repository().await;
    let image = TestImage::new("one");
    put_image(&admin, &image, "1").await;
    admin.ecr_ok("PutImage", put_input(&image, "2")).await;
    let expect = json!({"imageDigest": image.digest(), "reason": "evidence", "heldAt": START,
        "heldBy": format!("arn:aws:iam::{ACCOUNT}:user/administrator")});
    assert_eq!(hold(&admin, &image, json!({})).await, expect);
    let by_digest = json!({"imageDigest": image.digest()});
    let output = delete(&admin, by_digest.clone()).await;
    assert_eq!(output["failures"], refused(&by_digest));
    // The hold is on the image, not on its tags; only with the last one the image would go.
    let output = delete(&admin, json!({"imageTag": "2"})).await;
    assert_eq!(output["failures"], json!([]));
    let by_tag = json!({"imageTag": "1"});
    assert_eq!(delete(&admin, by_tag.clone()).await["failures"], refused(&by_tag));
    let path = format!("/v2/{REPOSITORY}/manifests/{}", image.digest());
    let reply = admin.oci("DELETE", &path, &[], "").await;
    assert_eq!(reply.status, 405);
    assert_eq!(reply.oci_error(), ("UNSUPPORTED".to_owned(), HELD.to_owned()));
    for force in [false, true] {
        let input = with(&named(), &json!({"force": force}));
        let (name, message) = admin.ecr_error("DeleteRepository", input).await;
        assert_eq!(name, "RepositoryNotEmptyException");
        let held = format!("because the image '{}' is held", image.digest());
        assert!(message.ends_with(&held), "{message}");
    }
    server.clock.advance(DAY * 90);
    run(&server, &admin, &json!([expire(1, &older(1))])).await;
    assert_eq!(left(&admin).await, [format!("1={}", image.digest())]);
    call(&admin, "DeleteImageHold", json!({"imageId": by_tag}))
        .await
        .expect("a hold");
    run(&server, &admin, &json!([expire(1, &older(1))])).await;
    assert_eq!(left(&admin).await, Vec::<String>::new());
}

#[tokio::test]
async fn a_hold_ends_by_itself() {
    let (server, admin) = repository().await;
    let image = TestImage::new("one");
    put_image(&admin, &image, "1").await;
    let until = hold(&admin, &image, json!({"durationDays": 2})).await["until"].clone();
    assert_eq!(until, START + 2.0 * 86_400.0);
    let holds = || call(&admin, "ListImageHolds", json!({}));
    let id = json!({"imageDigest": image.digest()});
    server.clock.advance(DAY * 2 - Duration::from_secs(1));
    assert_eq!(delete(&admin, id.clone()).await["failures"], refused(&id));
    assert_eq!(
        holds().await.expect("a list")["imageHolds"]
            .as_array()
            .map(Vec::len),
        Some(1)
    );
    server.clock.advance(Duration::from_secs(1));
    assert_eq!(holds().await.expect("a list")["imageHolds"], json!([]));
    let gone = call(&admin, "DeleteImageHold", json!({"imageId": id})).await;
    let expect = (
        "ImageHoldNotFoundException".to_owned(),
        "Requested image is not held".to_owned(),
    );
    assert_eq!(gone, Err(expect));
    assert_eq!(delete(&admin, id).await["failures"], json!([]));
}

#[tokio::test]
async fn what_belongs_to_a_held_image_outlives_lifecycle_runs() {
    let (server, admin) = repository().await;
    let child = TestImage::new("child");
    put_image(&admin, &child, "").await;
    let index = index_of(&[&child]);
    put_text(&admin, &index, "multi").await;
    let signature = TestImage::new("signature");
    put_image(&admin, &signature, "").await;
    let mut manifest: Value = serde_json::from_slice(&signature.manifest).expect("JSON");
    manifest["subject"] = json!({"mediaType": OCI_INDEX, "digest": digest_of(&index), "size": index.len()});
    put_text(&admin, manifest.to_string().as_bytes(), "").await;
    let id = json!({"imageId": {"imageTag": "multi"}, "reason": "evidence"});
    call(&admin, "PutImageHold", id).await.expect("a hold");
    server.clock.advance(DAY * 9);
    run(&server, &admin, &json!([expire(1, &older(1))])).await;
    let mut expect = [
        child.digest(),
        digest_of(manifest.to_string().as_bytes()),
        format!("multi={}", digest_of(&index)),
    ];
    let mut found = left(&admin).await;
    expect.sort();
    found.sort();
    assert_eq!(found, expect, "all but the image that is no signature of it");
}

#[tokio::test]
async fn holds_are_listed_in_pages() {
    let (_server, admin) = repository().await;
    for name in ["a", "b", "c"] {
        let image = TestImage::new(name);
        put_image(&admin, &image, name).await;
        hold(&admin, &image, json!({"reason": name})).await;
    }
    let (mut seen, mut token) = (Vec::new(), Value::Null);
    loop {
        let mut input = json!({"maxResults": 2});
        if !token.is_null() {
            input["nextToken"] = token;
        }
        let page = call(&admin, "ListImageHolds", input).await.expect("a page");
        let holds = page["imageHolds"].as_array().expect("a list").clone();
        seen.extend(holds.iter().map(|hold| hold["imageDigest"].to_string()));
        token = page["nextToken"].clone();
        if token.is_null() {
            break;
        }
    }
    assert_eq!(seen.len(), 3);
    assert!(seen.is_sorted());
}

#[tokio::test]
async fn bad_input() {
    let (_server, admin) = repository().await;
    let image = TestImage::new("one");
    put_image(&admin, &image, "1").await;
    let id = json!({"imageTag": "1"});
    let named = |image: Value, reason: &str| json!({"imageId": image, "reason": reason});
    let long = "x".repeat(257);
    let too_long = invalid("reason", "Member must have length less than or equal to 256");
    let too_few = "Member must have value greater than or equal to 1";
    for (operation, input, name, message) in [
        (
            "PutImageHold",
            json!({"reason": "x"}),
            "InvalidParameterException",
            invalid("imageId", NOT_NULL),
        ),
        (
            "PutImageHold",
            json!({"imageId": id}),
            "InvalidParameterException",
            invalid("reason", NOT_NULL),
        ),
        (
            "PutImageHold",
            named(id.clone(), &long),
            "InvalidParameterException",
            too_long,
        ),
        (
            "PutImageHold",
            named(id.clone(), " "),
            "InvalidParameterException",
            invalid("reason", "Member must have between 1 and 256 characters"),
        ),
        (
            "PutImageHold",
            with(&named(id.clone(), "x"), &json!({"durationDays": 0})),
            "InvalidParameterException",
            invalid("durationDays", too_few),
        ),
        (
            "PutImageHold",
            named(json!({"imageTag": "2"}), "x"),
            "ImageNotFoundException",
            String::new(),
        ),
        (
            "PutImageHold",
            named(json!({}), "x"),
            "ImageNotFoundException",
            String::new(),
        ),
        (
            "PutImageHold",
            named(json!({"imageTag": "-"}), "x"),
            "ImageNotFoundException",
            String::new(),
        ),
        (
            "DeleteImageHold",
            json!({"imageId": id}),
            "ImageHoldNotFoundException",
            String::new(),
        ),
        (
            "ListImageHolds",
            json!({"nextToken": "x"}),
            "InvalidParameterException",
            invalid("nextToken", "Invalid token"),
        ),
        (
            "PutRepositoryDeletionProtection",
            json!({}),
            "InvalidParameterException",
            invalid("deletionProtection", NOT_NULL),
        ),
        (
            "GetRepositorySettings",
            json!({"repositoryName": "none"}),
            "RepositoryNotFoundException",
            no_repository("none"),
        ),
    ] {
        let (found, said) = call(&admin, operation, input.clone()).await.expect_err(operation);
        assert_eq!(found, name, "{operation} {input}: {said}");
        assert!(
            message.is_empty() || said == message,
            "{operation} {input}: {said}"
        );
    }
}

#[tokio::test]
async fn a_protected_repository_is_not_deleted() {
    let (server, admin) = repository().await;
    let settings = || call(&admin, "GetRepositorySettings", json!({}));
    let is = json!({"registryId": ACCOUNT, "repositoryName": REPOSITORY, "deletionProtection": "DISABLED"});
    assert_eq!(settings().await, Ok(is.clone()));
    let on = json!({"deletionProtection": "ENABLED"});
    let output = call(&admin, "PutRepositoryDeletionProtection", on.clone()).await;
    assert_eq!(output, Ok(with(&is, &on)));
    server.clock.advance(DAY);
    call(&admin, "PutRepositoryDeletionProtection", on.clone())
        .await
        .expect("again");
    let by = json!({"deletionProtectedBy": format!("arn:aws:iam::{ACCOUNT}:user/administrator"), "deletionProtectedAt": START});
    assert_eq!(settings().await, Ok(with(&with(&is, &on), &by)));
    for force in [false, true] {
        let input = with(&named(), &json!({"force": force}));
        let (name, message) = admin.ecr_error("DeleteRepository", input).await;
        assert_eq!(name, "InvalidParameterException");
        assert!(
            message.ends_with("because it is protected from deletion"),
            "{message}"
        );
    }
    let off = json!({"deletionProtection": "DISABLED"});
    call(&admin, "PutRepositoryDeletionProtection", off)
        .await
        .expect("off");
    admin.ecr_ok("DeleteRepository", named()).await;
}
