//! BatchDeleteImage (`ecr-behaviour`, section 5, "Deletion").

use serde_json::{Value, json};
use testkit::{Caller, TestImage, digest_of};

use crate::aws_fixture::{
    ACCOUNT, REPOSITORY, ids, index_of, invalid, no_repository, put_image, put_input, put_text, refuse,
    repository,
};
use crate::aws_image_read::failures;

async fn delete(caller: &Caller, image_ids: Value) -> Value {
    let input = json!({"registryId": ACCOUNT, "repositoryName": REPOSITORY, "imageIds": image_ids});
    caller.ecr_ok("BatchDeleteImage", input).await
}

async fn list(caller: &Caller) -> Vec<String> {
    let output = caller
        .ecr_ok("ListImages", json!({"repositoryName": REPOSITORY}))
        .await;
    ids(&output["imageIds"])
}

#[tokio::test]
async fn by_tag_the_tag_goes_and_the_image_with_the_last() {
    let (_server, admin) = repository().await;
    let image = TestImage::new("one");
    put_image(&admin, &image, "a").await;
    admin.ecr_ok("PutImage", put_input(&image, "b")).await;
    for (tag, left) in [("a", vec![format!("b={}", image.digest())]), ("b", vec![])] {
        let output = delete(&admin, json!([{"imageTag": tag}])).await;
        let gone = json!({"imageIds": [{"imageDigest": image.digest(), "imageTag": tag}], "failures": []});
        assert_eq!(output, gone);
        assert_eq!(list(&admin).await, left);
    }
    let again = delete(&admin, json!([{"imageTag": "b"}])).await;
    let failure = json!({"imageId": {"imageTag": "b"}, "failureCode": "ImageNotFound", "failureReason": "Requested image not found"});
    assert_eq!(again, json!({"imageIds": [], "failures": [failure]}));
    let gone = admin
        .get(&format!("/v2/{REPOSITORY}/manifests/{}", image.digest()))
        .await;
    assert_eq!(gone.oci_error().0, "MANIFEST_UNKNOWN");
    let url = json!({"repositoryName": REPOSITORY, "layerDigest": digest_of(&image.layers[0])});
    assert_eq!(
        admin.ecr_error("GetDownloadUrlForLayer", url).await.0,
        "LayerInaccessibleException"
    );
}

#[tokio::test]
async fn by_digest_the_image_goes_with_all_its_tags() {
    let (_server, admin) = repository().await;
    let (one, bare) = (TestImage::new("one"), TestImage::new("bare"));
    put_image(&admin, &one, "latest").await;
    admin.ecr_ok("PutImage", put_input(&one, "1.4")).await;
    put_image(&admin, &bare, "").await;
    let output = delete(
        &admin,
        json!([{"imageDigest": one.digest()}, {"imageDigest": bare.digest()}]),
    )
    .await;
    assert_eq!(
        output,
        json!({"failures": [], "imageIds": [
            {"imageDigest": one.digest(), "imageTag": "1.4"},
            {"imageDigest": one.digest(), "imageTag": "latest"},
            {"imageDigest": bare.digest()},
        ]})
    );
    assert_eq!(list(&admin).await, Vec::<String>::new());
    put_image(&admin, &one, "latest").await;
    assert_eq!(
        list(&admin).await,
        [format!("latest={}", one.digest())],
        "the same image can come back"
    );
}

#[tokio::test]
async fn what_fails_does_not_hinder_the_rest() {
    let (_server, admin) = repository().await;
    let (one, other) = (TestImage::new("one"), TestImage::new("other"));
    put_image(&admin, &one, "one").await;
    put_image(&admin, &other, "other").await;
    let failures = failures(&one, &other);
    let mut batch: Vec<Value> = failures
        .as_array()
        .expect("a list")
        .iter()
        .map(|failure| failure["imageId"].clone())
        .collect();
    batch.push(json!({"imageDigest": other.digest(), "imageTag": "other"}));
    let output = delete(&admin, Value::from(batch)).await;
    let gone = json!([{"imageDigest": other.digest(), "imageTag": "other"}]);
    assert_eq!(output, json!({"imageIds": gone, "failures": failures}));
    assert_eq!(list(&admin).await, [format!("one={}", one.digest())]);
}

#[tokio::test]
async fn an_index_keeps_its_children() {
    let (_server, admin) = repository().await;
    let (one, two) = (TestImage::new("one"), TestImage::new("two"));
    put_image(&admin, &one, "").await;
    put_image(&admin, &two, "two").await;
    let index = index_of(&[&one, &two]);
    put_text(&admin, &index, "multi").await;
    let reason = format!(
        "Requested image referenced by manifest list: [{}]",
        digest_of(&index)
    );
    let kept = |id: Value| json!({"imageId": id, "failureCode": "ImageReferencedByManifestList", "failureReason": reason});
    let output = delete(
        &admin,
        json!([{"imageDigest": one.digest()}, {"imageTag": "two"}]),
    )
    .await;
    let failures = [
        kept(json!({"imageDigest": one.digest()})),
        kept(json!({"imageTag": "two"})),
    ];
    assert_eq!(output, json!({"imageIds": [], "failures": failures}));
    // Another tag of a child is only a tag.
    admin.ecr_ok("PutImage", put_input(&two, "zwei")).await;
    let output = delete(&admin, json!([{"imageTag": "zwei"}])).await;
    assert_eq!(output["failures"], json!([]));
    // Together with the index they go, in whatever order they are named.
    let output = delete(
        &admin,
        json!([{"imageDigest": one.digest()}, {"imageTag": "multi"}]),
    )
    .await;
    assert_eq!(output["failures"], json!([]));
    assert_eq!(
        ids(&output["imageIds"]),
        [format!("multi={}", digest_of(&index)), one.digest()]
    );
    assert_eq!(
        list(&admin).await,
        [format!("two={}", two.digest())],
        "a child that was not named stays"
    );
}

#[tokio::test]
async fn bounds() {
    let (_server, admin) = repository().await;
    let many = |count: usize| json!({"repositoryName": REPOSITORY, "imageIds": vec![json!({"imageTag": "x"}); count]});
    let parameter = |input, why: &str| {
        (
            "BatchDeleteImage",
            input,
            "InvalidParameterException",
            invalid("imageIds", why),
        )
    };
    let refusals = [
        parameter(many(0), "Member must have length greater than or equal to 1"),
        parameter(many(101), "Member must have length less than or equal to 100"),
        parameter(json!({"repositoryName": REPOSITORY}), "Member must not be null"),
        (
            "BatchDeleteImage",
            json!({"repositoryName": "nope", "imageIds": [{"imageTag": "x"}]}),
            "RepositoryNotFoundException",
            no_repository("nope"),
        ),
    ];
    refuse(&admin, &refusals).await;
    let output = admin.ecr_ok("BatchDeleteImage", many(100)).await;
    assert_eq!(output["failures"].as_array().map(Vec::len), Some(100));
}
