//! What was deleted and comes back: images, with what they list and what refers to them.

use std::collections::BTreeSet;
use std::time::Duration;

use meta::Limit;
use serde_json::{Value, json};
use testkit::{Caller, TestImage, TestServer, digest_of};

use crate::aws_fixture::{
    ACCOUNT, HOST, REPOSITORY, START, error_of, ids, index_of, invalid, no_repository, put_image, put_input,
    put_text, repository, upload, with,
};
use crate::aws_image_referrer::attach;
use crate::aws_lifecycle_policy::{expire, keep, put};

pub(crate) const DAY: Duration = Duration::from_secs(24 * 3600);
const WEEK: Duration = Duration::from_secs(7 * 24 * 3600);
const SBOM: &str = "application/vnd.test.sbom";

/// Calls an operation of ours on the repository.
pub(crate) async fn hythe(
    caller: &Caller,
    operation: &str,
    members: Value,
) -> Result<Value, (String, String)> {
    let input = with(&json!({"repositoryName": REPOSITORY}), &members);
    let reply = caller.hythe(operation, input).await;
    match reply.status.as_u16() {
        200 => Ok(reply.json()),
        400 => Err(error_of(&reply)),
        status => panic!("{operation}: {status}: {}", reply.text()),
    }
}

pub(crate) async fn undelete(caller: &Caller, image: Value) -> Value {
    let output = hythe(caller, "UndeleteImage", json!({"imageId": image})).await;
    output.expect("it comes back")
}

pub(crate) async fn delete(caller: &Caller, image_ids: Value) {
    let input = json!({"repositoryName": REPOSITORY, "imageIds": image_ids});
    let output = caller.ecr_ok("BatchDeleteImage", input).await;
    assert_eq!(output["failures"], json!([]));
}

pub(crate) async fn list(caller: &Caller) -> Vec<String> {
    let output = caller
        .ecr_ok("ListImages", json!({"repositoryName": REPOSITORY}))
        .await;
    ids(&output["imageIds"])
}

async fn deleted(caller: &Caller) -> Value {
    hythe(caller, "ListDeletedImages", json!({}))
        .await
        .expect("a list")
}

pub(crate) fn manifest(reference: &str) -> String {
    format!("/v2/{REPOSITORY}/manifests/{reference}")
}

/// Everything that a client can see of the repository.
async fn seen(caller: &Caller) -> Vec<Value> {
    let mut seen = Vec::new();
    let named = || json!({"repositoryName": REPOSITORY});
    let images = caller.ecr_ok("DescribeImages", named()).await;
    for image in images["imageDetails"].as_array().expect("a list") {
        let digest = image["imageDigest"].as_str().expect("a digest");
        let reply = caller.get(&manifest(digest)).await;
        assert_eq!(digest_of(&reply.body), digest);
        let referrers = caller.get(&format!("/v2/{REPOSITORY}/referrers/{digest}")).await;
        seen.push(json!([image, reply.text(), referrers.json()]));
    }
    let list = caller.get(&format!("/v2/{REPOSITORY}/tags/list")).await;
    seen.push(list.json());
    seen
}

#[tokio::test]
async fn an_index_comes_back_with_its_images_and_what_refers_to_them() {
    let (server, admin) = repository().await;
    let (one, two) = (TestImage::new("one"), TestImage::new("two"));
    put_image(&admin, &one, "").await;
    put_image(&admin, &two, "two").await;
    upload(&admin, b"{}").await;
    attach(&admin, &one, SBOM, "of one").await;
    let index = index_of(&[&one, &two]);
    put_text(&admin, &index, "latest").await;
    put_text(&admin, &index, "1.0").await;
    let before = seen(&admin).await;
    server.clock.advance(DAY);
    let listed = list(&admin).await;
    let everything: BTreeSet<_> = listed.iter().filter_map(|id| id.rsplit('=').next()).collect();
    let everything: Vec<Value> = everything
        .iter()
        .map(|digest| json!({"imageDigest": digest}))
        .collect();
    delete(&admin, json!(everything)).await;
    assert_eq!(list(&admin).await, Vec::<String>::new());
    for path in [
        manifest("latest"),
        manifest(&digest_of(&index)),
        manifest(&one.digest()),
    ] {
        assert_eq!(admin.get(&path).await.oci_error().0, "MANIFEST_UNKNOWN");
    }
    assert_eq!(
        deleted(&admin).await["deletedImages"].as_array().map(Vec::len),
        Some(4)
    );
    let output = undelete(&admin, json!({"imageTag": "latest"})).await;
    assert_eq!(output["conflicts"], json!([]));
    assert_eq!(
        output["restoredImages"].as_array().map(Vec::len),
        Some(4),
        "{output}"
    );
    assert_eq!(
        seen(&admin).await,
        before,
        "push times, tags and bytes are the old ones"
    );
    assert_eq!(deleted(&admin).await["deletedImages"], json!([]));
    for layer in one.layers.iter().chain([&one.config, &two.config]) {
        let reply = admin
            .get(&format!("/v2/{REPOSITORY}/blobs/{}", digest_of(layer)))
            .await;
        assert_eq!(&reply.body[..], &layer[..]);
    }
}

#[tokio::test]
async fn the_list_says_who_when_and_how_much() {
    let (server, admin) = repository().await;
    let (one, two) = (TestImage::new("one"), TestImage::new("two"));
    put_image(&admin, &one, "b").await;
    admin.ecr_ok("PutImage", put_input(&one, "a")).await;
    put_image(&admin, &two, "two").await;
    server.clock.advance(DAY);
    delete(&admin, json!([{"imageDigest": one.digest()}])).await;
    let output = deleted(&admin).await;
    let size = one.layers[0].len();
    let entry = &output["deletedImages"][0];
    let expected = json!({
        "deletionId": entry["deletionId"], "imageDigest": one.digest(), "imageTags": ["a", "b"],
        "imageManifestMediaType": crate::aws_fixture::OCI_MANIFEST,
        "artifactMediaType": "application/vnd.oci.image.config.v1+json",
        "imageSizeInBytes": entry["imageSizeInBytes"], "imagePushedAt": START, "deletedAt": START + 86400.0,
        "deletedBy": format!("arn:aws:iam::{ACCOUNT}:user/administrator"), "cause": "REQUEST",
        "restorableUntil": START + 8.0 * 86400.0,
    });
    assert_eq!(entry, &expected);
    assert_eq!(output["heldSizeInBytes"], size + one.config.len());
    assert_eq!(
        (&output["registryId"], &output["repositoryName"]),
        (&json!(ACCOUNT), &json!(REPOSITORY))
    );
    server.clock.advance(DAY);
    delete(&admin, json!([{"imageDigest": two.digest()}])).await;
    let first = hythe(&admin, "ListDeletedImages", json!({"maxResults": 1}))
        .await
        .expect("a page");
    assert_eq!(
        first["deletedImages"][0]["imageDigest"],
        two.digest(),
        "the newest deletion is first"
    );
    let rest = json!({"maxResults": 1, "nextToken": first["nextToken"]});
    let rest = hythe(&admin, "ListDeletedImages", rest).await.expect("a page");
    assert_eq!(rest["deletedImages"], json!([expected]));
    assert_eq!(rest.get("nextToken"), None);
    assert_eq!(rest.get("heldSizeInBytes"), None);
}

#[tokio::test]
async fn an_image_is_restorable_to_the_end_of_its_time_and_then_purged() {
    let (server, admin) = repository().await;
    let image = TestImage::new("one");
    put_image(&admin, &image, "a").await;
    delete(&admin, json!([{"imageDigest": image.digest()}])).await;
    server.clock.advance(WEEK - Duration::from_secs(1));
    let sweep = || async { server.registry.bin_sweep(Limit(10)).await.expect("a sweep") };
    assert_eq!(sweep().await, 0, "nothing goes before its time");
    undelete(&admin, json!({"imageTag": "a"})).await;
    assert_eq!(list(&admin).await, [format!("a={}", image.digest())]);
    delete(&admin, json!([{"imageDigest": image.digest()}])).await;
    server.clock.advance(WEEK);
    // Nobody has swept yet.
    assert_eq!(deleted(&admin).await["deletedImages"], json!([]));
    for id in [json!({"imageTag": "a"}), json!({"imageDigest": image.digest()})] {
        let gone = hythe(&admin, "UndeleteImage", json!({"imageId": id})).await;
        assert_eq!(gone.expect_err("its time is over").0, "ImageNotFoundException");
    }
    assert_eq!(sweep().await, 1);
    assert_eq!(sweep().await, 0);
}

#[tokio::test]
async fn without_a_bin_deleting_is_final() {
    let server = TestServer::start_changed(|registry| registry.with_bin_time(Duration::ZERO)).await;
    let admin = server.administrator().at_host(HOST);
    admin.create_repository(REPOSITORY).await;
    let image = TestImage::new("one");
    put_image(&admin, &image, "a").await;
    delete(&admin, json!([{"imageTag": "a"}])).await;
    assert_eq!(deleted(&admin).await["deletedImages"], json!([]));
    let gone = hythe(&admin, "UndeleteImage", json!({"imageId": {"imageTag": "a"}})).await;
    assert_eq!(gone.expect_err("it is gone").0, "ImageNotFoundException");
    admin
        .ecr_ok("DeleteRepository", json!({"repositoryName": REPOSITORY}))
        .await;
    let gone = hythe(&admin, "UndeleteRepository", json!({})).await;
    assert_eq!(gone.expect_err("it is gone").0, "RepositoryNotFoundException");
    while server.registry.bin_sweep(Limit(10)).await.expect("a sweep") > 0 {}
}

#[tokio::test]
async fn what_a_lifecycle_policy_expired_comes_back() {
    let (server, admin) = repository().await;
    let (one, two) = (TestImage::new("one"), TestImage::new("two"));
    put_image(&admin, &one, "1").await;
    server.clock.advance(DAY);
    put_image(&admin, &two, "2").await;
    put(&admin, &json!([expire(1, &keep(1))])).await;
    server.clock.advance(DAY);
    server.registry.job_run_due(Limit(10)).await.expect("a run");
    assert_eq!(list(&admin).await, [format!("2={}", two.digest())]);
    let output = deleted(&admin).await;
    let entry = &output["deletedImages"][0];
    assert_eq!(
        (&entry["cause"], &entry["deletedBy"]),
        (&json!("LIFECYCLE_POLICY"), &json!("AWS Internal"))
    );
    let output = hythe(
        &admin,
        "UndeleteImage",
        json!({"deletionId": entry["deletionId"]}),
    )
    .await;
    assert_eq!(output.expect("it comes back")["conflicts"], json!([]));
    assert_eq!(
        list(&admin).await,
        [format!("1={}", one.digest()), format!("2={}", two.digest())]
    );
}

#[tokio::test]
async fn layers_that_were_deleted_after_their_image_come_back_with_it() {
    let (_server, admin) = repository().await;
    let image = TestImage::new("one");
    put_image(&admin, &image, "a").await;
    assert_eq!(admin.delete(&manifest(&image.digest())).await.status, 202);
    let blob = |bytes: &[u8]| format!("/v2/{REPOSITORY}/blobs/{}", digest_of(bytes));
    for bytes in image.layers.iter().chain([&image.config]) {
        assert_eq!(admin.delete(&blob(bytes)).await.status, 202);
        assert_eq!(admin.get(&blob(bytes)).await.status, 404);
    }
    undelete(&admin, json!({"imageDigest": image.digest()})).await;
    assert_eq!(admin.get(&manifest("a")).await.body, image.manifest);
    for bytes in image.layers.iter().chain([&image.config]) {
        assert_eq!(admin.get(&blob(bytes)).await.body, *bytes);
    }
}

#[tokio::test]
async fn images_are_purged_by_deletion_or_all_at_once() {
    let (_server, admin) = repository().await;
    for name in ["a", "b", "c"] {
        let image = TestImage::new(name);
        put_image(&admin, &image, name).await;
        delete(&admin, json!([{"imageDigest": image.digest()}])).await;
    }
    let id = deleted(&admin).await["deletedImages"][1]["deletionId"].clone();
    for (members, count) in [
        (json!({"deletionIds": [id, id]}), 1),
        (json!({"deletionIds": [id]}), 0),
        (json!({"all": true}), 2),
        (json!({"all": true}), 0),
    ] {
        let output = hythe(&admin, "PurgeDeletedImages", members)
            .await
            .expect("it is done");
        assert_eq!(output["purgedCount"], count);
    }
    let left = deleted(&admin).await;
    assert_eq!(
        (&left["deletedImages"], &left["heldSizeInBytes"]),
        (&json!([]), &json!(0))
    );
    assert_eq!(
        hythe(&admin, "ListDeletedTags", json!({})).await.expect("a list")["deletedTags"],
        json!([])
    );
}

#[tokio::test]
async fn bad_input() {
    let (_server, admin) = repository().await;
    let none = "0e4b1c1e-6f0a-4b5e-9a5d-6b8f0a2d1c33";
    let parameter = "InvalidParameterException";
    let either = invalid("imageId", "Specify either imageId or deletionId");
    let missing = |digest: &str, tag: &str| {
        format!(
            "The image with imageId {{imageDigest:'{digest}', imageTag:'{tag}'}} does not exist within the repository \
             with name '{REPOSITORY}' in the registry with id '{ACCOUNT}'"
        )
    };
    let image = |id: Value| json!({"imageId": id});
    let sha = format!("sha256:{}", "a".repeat(64));
    let not_found = "ImageNotFoundException";
    for (operation, members, name, message) in [
        ("UndeleteImage", json!({}), parameter, either.clone()),
        (
            "UndeleteImage",
            json!({"deletionId": none, "imageId": {"imageTag": "a"}}),
            parameter,
            either,
        ),
        (
            "UndeleteImage",
            json!({"deletionId": none}),
            not_found,
            missing("null", "null"),
        ),
        (
            "UndeleteImage",
            image(json!({})),
            parameter,
            invalid("imageIds", "both tag and digest cannot be null"),
        ),
        (
            "UndeleteImage",
            image(json!({"imageTag": "a"})),
            not_found,
            missing("null", "a"),
        ),
        (
            "UndeleteImage",
            image(json!({"imageDigest": sha})),
            not_found,
            missing(&sha, "null"),
        ),
        (
            "UndeleteImage",
            image(json!({"imageDigest": "md5:aa"})),
            not_found,
            missing("md5:aa", "null"),
        ),
        (
            "UndeleteImage",
            json!({"deletionId": none, "repositoryName": "nope"}),
            "RepositoryNotFoundException",
            no_repository("nope"),
        ),
        (
            "PurgeDeletedImages",
            json!({}),
            parameter,
            invalid("deletionIds", "Specify either deletionIds or all"),
        ),
        (
            "ListDeletedImages",
            json!({"nextToken": "x"}),
            parameter,
            invalid("nextToken", "Invalid token"),
        ),
        (
            "ListDeletedTags",
            json!({"nextToken": "x"}),
            parameter,
            invalid("nextToken", "Invalid token"),
        ),
        (
            "UndeleteRepository",
            json!({}),
            "RepositoryNotFoundException",
            no_repository(REPOSITORY),
        ),
        (
            "PurgeDeletedRepository",
            json!({"deletionId": none}),
            "RepositoryNotFoundException",
            no_repository(REPOSITORY),
        ),
    ] {
        let refused = hythe(&admin, operation, members.clone()).await;
        assert_eq!(refused, Err((name.to_owned(), message)), "{operation} {members}");
    }
    for (operation, members) in [
        ("UndeleteImage", json!({"deletionId": "../../etc/passwd"})),
        (
            "UndeleteImage",
            json!({"deletionId": "0E4B1C1E-6F0A-4B5E-9A5D-6B8F0A2D1C33"}),
        ),
        ("UndeleteImage", json!({"deletionId": ""})),
        ("UndeleteImage", image(json!({"imageTag": "a' OR '1'='1"}))),
        ("UndeleteImage", image(json!({"imageTag": "a".repeat(129)}))),
        ("UndeleteImage", image(json!({"imageDigest": "sha256"}))),
        ("ListDeletedTags", json!({"imageTag": "-"})),
        ("ListDeletedImages", json!({"maxResults": 1001})),
        ("PurgeDeletedImages", json!({"deletionIds": []})),
        ("PurgeDeletedImages", json!({"deletionIds": vec![none; 101]})),
        ("PurgeDeletedImages", json!({"deletionIds": [none], "all": true})),
        ("UndeleteRepository", json!({"deletionId": "%"})),
        ("UndeleteRepository", json!({"newRepositoryName": "A"})),
        ("UndeleteRepository", json!({"repositoryName": "!"})),
    ] {
        let refused = hythe(&admin, operation, members.clone()).await;
        assert_eq!(
            refused.expect_err("bad input").0,
            parameter,
            "{operation} {members}"
        );
    }
}
