//! PutImage (`ecr-behaviour`, section 5; `ecr-api-private`, C).

use serde_json::json;
use testkit::{Caller, TestImage, digest_of};

use crate::aws_fixture::{
    ACCOUNT, NOT_NULL, OCI_INDEX, OCI_MANIFEST, REPOSITORY, Refusals, error_of, ids, index_of, max_length,
    min_length, put_image, put_input, put_text, refuse, repository, text, upload, with,
};

async fn list(caller: &Caller) -> Vec<String> {
    let output = caller
        .ecr_ok("ListImages", json!({"repositoryName": REPOSITORY}))
        .await;
    ids(&output["imageIds"])
}

fn exists(image: &TestImage, tag: &str) -> String {
    format!(
        "Image with digest '{}' and tag '{tag}' already exists in the repository with name '{REPOSITORY}' in registry with id '{ACCOUNT}'",
        image.digest()
    )
}

#[tokio::test]
async fn the_answer_repeats_the_image() {
    let (_server, admin) = repository().await;
    let image = TestImage::new("one");
    put_image(&admin, &image, "").await;
    let input = json!({
        "registryId": ACCOUNT, "repositoryName": REPOSITORY, "imageManifest": text(&image.manifest),
        "imageManifestMediaType": OCI_MANIFEST, "imageTag": "1.4", "imageDigest": image.digest(),
    });
    let output = admin.ecr_ok("PutImage", input).await;
    assert_eq!(
        output,
        json!({"image": {
            "registryId": ACCOUNT, "repositoryName": REPOSITORY,
            "imageId": {"imageDigest": image.digest(), "imageTag": "1.4"},
            "imageManifest": text(&image.manifest), "imageManifestMediaType": OCI_MANIFEST,
        }})
    );
}

#[tokio::test]
async fn every_situation_of_the_table() {
    let (_server, admin) = repository().await;
    let (old, new) = (TestImage::new("old"), TestImage::new("new"));
    let (old_id, new_id) = (old.digest(), new.digest());
    let untagged = put_image(&admin, &old, "").await;
    assert_eq!(untagged["image"]["imageId"], json!({"imageDigest": old_id}));
    assert_eq!(
        list(&admin).await,
        std::slice::from_ref(&old_id),
        "a new digest without a tag is untagged"
    );
    let again = admin.ecr("PutImage", put_input(&old, "")).await;
    assert_eq!(
        error_of(&again),
        ("ImageAlreadyExistsException".to_owned(), exists(&old, "null"))
    );
    admin.ecr_ok("PutImage", put_input(&old, "1")).await;
    admin.ecr_ok("PutImage", put_input(&old, "2")).await;
    assert_eq!(
        list(&admin).await,
        [format!("1={old_id}"), format!("2={old_id}")],
        "retagged"
    );
    let again = admin.ecr("PutImage", put_input(&old, "2")).await;
    assert_eq!(
        error_of(&again),
        ("ImageAlreadyExistsException".to_owned(), exists(&old, "2"))
    );
    let again = admin.ecr("PutImage", put_input(&old, "")).await;
    assert_eq!(
        error_of(&again),
        ("ImageAlreadyExistsException".to_owned(), exists(&old, "null"))
    );
    put_image(&admin, &new, "2").await;
    assert_eq!(
        list(&admin).await,
        [format!("1={old_id}"), format!("2={new_id}")],
        "the tag moved"
    );
    admin.ecr_ok("PutImage", put_input(&new, "1")).await;
    let expected = [format!("1={new_id}"), format!("2={new_id}"), old_id];
    assert_eq!(list(&admin).await, expected, "the old image stays, untagged");
}

#[tokio::test]
async fn a_manifest_is_stored_byte_by_byte() {
    let (_server, admin) = repository().await;
    let image = TestImage::new("one");
    put_image(&admin, &image, "plain").await;
    let spaced = [&image.manifest[..], b"\n \n"].concat();
    let output = put_text(&admin, &spaced, "spaced").await;
    assert_eq!(output["image"]["imageId"]["imageDigest"], digest_of(&spaced));
    let batch = json!({"repositoryName": REPOSITORY, "imageIds": [{"imageTag": "spaced"}]});
    let got = admin.ecr_ok("BatchGetImage", batch).await;
    assert_eq!(got["images"][0]["imageManifest"], text(&spaced));
    let got = admin.get(&format!("/v2/{REPOSITORY}/manifests/spaced")).await;
    assert_eq!(got.body, spaced);
}

#[tokio::test]
async fn an_index_wants_its_children_and_takes_the_largest_size() {
    let (_server, admin) = repository().await;
    let (small, large) = (
        TestImage::new("s"),
        TestImage::with_layers("l", vec![vec![7; 5000]]),
    );
    let index = index_of(&[&small, &large]);
    let input = json!({"repositoryName": REPOSITORY, "imageManifest": text(&index), "imageTag": "multi"});
    put_image(&admin, &large, "").await;
    let missing = format!(
        "The following images referenced by the manifest list do not exist in the repository '{REPOSITORY}': [{}]",
        small.digest()
    );
    refuse(
        &admin,
        &[(
            "PutImage",
            input.clone(),
            "ReferencedImagesNotFoundException",
            missing,
        )],
    )
    .await;
    put_image(&admin, &small, "").await;
    let output = admin.ecr_ok("PutImage", input).await;
    assert_eq!(output["image"]["imageManifestMediaType"], OCI_INDEX);
    let describe = json!({"repositoryName": REPOSITORY, "imageIds": [{"imageTag": "multi"}]});
    let detail = &admin.ecr_ok("DescribeImages", describe).await["imageDetails"][0];
    assert_eq!(detail["imageSizeInBytes"], 5000 + large.config.len());
    assert_eq!(detail.get("artifactMediaType"), None);
}

#[tokio::test]
async fn missing_content_is_named() {
    let (_server, admin) = repository().await;
    let image = TestImage::new("one");
    let (layer, config) = (digest_of(&image.layers[0]), digest_of(&image.config));
    let missing = |digests: &str| {
        let message =
            format!("The following layers do not exist in the repository '{REPOSITORY}': [{digests}]");
        Refusals::of("PutImage", put_input(&image, "1")).row(json!({}), "LayersNotFoundException", message)
    };
    missing(&format!("{config}, {layer}")).check(&admin).await;
    upload(&admin, &image.config).await;
    missing(&layer).check(&admin).await;
    upload(&admin, &image.layers[0]).await;
    let (given, computed) = (digest_of(b"another"), image.digest());
    let mismatch =
        format!("The image digest '{given}' does not match the digest '{computed}' of the image manifest");
    Refusals::of("PutImage", put_input(&image, "1"))
        .row(
            json!({"imageDigest": given}),
            "ImageDigestDoesNotMatchException",
            mismatch,
        )
        .no_repository()
        .check(&admin)
        .await;
    assert_eq!(list(&admin).await, Vec::<String>::new());
}

#[tokio::test]
async fn documents_that_are_no_manifest() {
    let (_server, admin) = repository().await;
    let image = TestImage::new("one");
    put_image(&admin, &image, "").await;
    let unmarked = text(&image.manifest).replace(&format!("\"mediaType\":\"{OCI_MANIFEST}\","), "");
    assert!(!unmarked.contains(OCI_MANIFEST), "{unmarked}");
    let mut table = Refusals::of("PutImage", put_input(&image, "1"))
        .invalid(json!({"imageManifest": ""}), "imageManifest", &min_length(1))
        .invalid(
            json!({"imageManifest": " ".repeat(4_194_305)}),
            "imageManifest",
            &max_length(4_194_304),
        )
        .invalid(json!({"imageManifest": null}), "imageManifest", NOT_NULL);
    let schema_1 =
        "image manifests of schema 1 are not supported; push the image again with a current client";
    let no_type = "imageManifestMediaType must be given for a manifest without the member mediaType";
    for (manifest, why) in [
        ("not json", "Invalid JSON syntax"),
        ("{}{}", "Invalid JSON syntax"),
        ("[1]", "the manifest must be a JSON object"),
        (
            "{\"a\":1,\"a\":2}",
            "Invalid JSON syntax: the key \"a\" is repeated",
        ),
        (
            &"[".repeat(100_000),
            "Invalid JSON syntax: nested deeper than 64 levels",
        ),
        ("{\"schemaVersion\":1}", schema_1),
        (&unmarked, no_type),
    ] {
        table = table.invalid(json!({"imageManifest": manifest}), "ImageManifest", why);
    }
    table.check(&admin).await;
    let marked = json!({"imageManifest": unmarked, "imageManifestMediaType": OCI_MANIFEST});
    let input = with(&put_input(&image, "unmarked"), &marked);
    admin.ecr_ok("PutImage", input).await;
}

#[tokio::test]
async fn parameters_out_of_bounds() {
    let (_server, admin) = repository().await;
    let image = TestImage::new("one");
    put_image(&admin, &image, "").await;
    let docker = "application/vnd.docker.distribution.manifest.v2+json";
    let conflict =
        format!("the manifest's mediaType '{OCI_MANIFEST}' must be the media type given, '{docker}'");
    let digest_rule = "must satisfy regular expression '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'";
    let mut table = Refusals::of("PutImage", put_input(&image, "1"))
        .invalid(
            json!({"imageManifestMediaType": docker}),
            "ImageManifest",
            &conflict,
        )
        .invalid(
            json!({"imageManifestMediaType": "x"}),
            "imageManifestMediaType",
            "Member must be a media type",
        )
        .invalid(json!({"imageDigest": "sha256"}), "imageDigest", digest_rule)
        .invalid(
            json!({"imageDigest": "md5:ab"}),
            "imageDigest",
            "Member must be a sha256 or sha512 digest",
        )
        .invalid(json!({"repositoryName": null}), "repositoryName", NOT_NULL)
        .invalid(json!({"imageTag": ""}), "imageTag", &min_length(1))
        .invalid(json!({"imageTag": "a".repeat(301)}), "imageTag", &max_length(300));
    let tag_rule = "must satisfy regular expression '[A-Za-z0-9_][A-Za-z0-9._-]{0,127}'";
    for tag in [&"a".repeat(129), "-a", ".a", "a/b", "a b", "é", "a:b", "a\u{0}"] {
        table = table.invalid(json!({"imageTag": tag}), "imageTag", tag_rule);
    }
    table.check(&admin).await;
    admin
        .ecr_ok("PutImage", put_input(&image, &"a".repeat(128)))
        .await;
}

#[tokio::test]
async fn an_image_has_at_most_a_thousand_tags() {
    let (_server, admin) = repository().await;
    let image = TestImage::new("one");
    put_image(&admin, &image, "t0").await;
    // A hundred at a time, so that they share commits.
    for hundred in 0..10 {
        let mut calls = tokio::task::JoinSet::new();
        for number in hundred * 100..hundred * 100 + 100 {
            let (admin, image) = (admin.clone(), image.clone());
            calls.spawn(async move {
                if number > 0 {
                    admin
                        .ecr_ok("PutImage", put_input(&image, &format!("t{number}")))
                        .await;
                }
            });
        }
        calls.join_all().await;
    }
    let sentence = format!(
        "Adding tag 't1000' to an image in the repository with name '{REPOSITORY}' in registry with id '{ACCOUNT}' \
         exceeds the maximum allowed number of tags per image which is '1000'."
    );
    refuse(
        &admin,
        &[(
            "PutImage",
            put_input(&image, "t1000"),
            "LimitExceededException",
            sentence.clone(),
        )],
    )
    .await;
    let pushed = admin.push_manifest(REPOSITORY, "t1000", &image.manifest).await;
    assert_eq!(pushed.oci_error().1, sentence);
    // A tag that it has is no new one, and a tag given up makes room.
    let reply = admin.push_manifest(REPOSITORY, "t999", &image.manifest).await;
    assert_eq!(reply.status, 201);
    let delete = json!({"repositoryName": REPOSITORY, "imageIds": [{"imageTag": "t5"}]});
    admin.ecr_ok("BatchDeleteImage", delete).await;
    admin.ecr_ok("PutImage", put_input(&image, "t1000")).await;
}
