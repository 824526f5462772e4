//! BatchGetImage, DescribeImages, ListImages (`ecr-behaviour`, section 5; `ecr-api-private`, C).

use std::time::Duration;

use serde_json::{Value, json};
use testkit::{TestImage, digest_of};

use crate::aws_fixture::{
    ACCOUNT, OCI_MANIFEST, REPOSITORY, Refusals, START, ids, index_of, invalid, no_repository, put_image,
    put_input, put_text, refuse, repository, text, upload, with,
};

const CONFIG: &str = "application/vnd.oci.image.config.v1+json";

fn input(image_ids: Value) -> Value {
    json!({"repositoryName": REPOSITORY, "imageIds": image_ids})
}

/// Failures that every batch of image identifiers can have, with their identifiers.
pub(crate) fn failures(one: &TestImage, other: &TestImage) -> Value {
    let digest =
        "Invalid request parameters: image digest should satisfy the regex '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'";
    let tag =
        "Invalid request parameters: image tag should satisfy the regex '[A-Za-z0-9_][A-Za-z0-9._-]{0,127}'";
    let neither = "Invalid request parameters: both tag and digest cannot be null";
    let mismatch = "Requested image tag does not match the requested image digest";
    let missing = "Requested image not found";
    let failure = |id: Value, code: &str, reason: &str| json!({"imageId": id, "failureCode": code, "failureReason": reason});
    json!([
        failure(json!({}), "MissingDigestAndTag", neither),
        failure(json!({"imageDigest": "sha256"}), "InvalidImageDigest", digest),
        failure(json!({"imageTag": "-a"}), "InvalidImageTag", tag),
        failure(json!({"imageTag": "9.9"}), "ImageNotFound", missing),
        failure(json!({"imageDigest": "md5:ab"}), "ImageNotFound", missing),
        failure(
            json!({"imageDigest": digest_of(b"never")}),
            "ImageNotFound",
            missing
        ),
        failure(
            json!({"imageDigest": digest_of(b"never"), "imageTag": "one"}),
            "ImageNotFound",
            missing
        ),
        failure(
            json!({"imageDigest": one.digest(), "imageTag": "9.9"}),
            "ImageNotFound",
            missing
        ),
        failure(
            json!({"imageDigest": other.digest(), "imageTag": "one"}),
            "ImageTagDoesNotMatchDigest",
            mismatch
        ),
    ])
}

/// Refusals that every operation on image identifiers has.
async fn refuse_bounds(caller: &testkit::Caller, operation: &'static str) {
    let parameter = |input, why: &str| {
        (
            operation,
            input,
            "InvalidParameterException",
            invalid("imageIds", why),
        )
    };
    let many = |count: usize| Value::from(vec![json!({"imageTag": "x"}); count]);
    let bounds = [
        parameter(
            input(many(0)),
            "Member must have length greater than or equal to 1",
        ),
        parameter(
            input(many(101)),
            "Member must have length less than or equal to 100",
        ),
        (
            operation,
            with(&input(many(1)), &json!({"repositoryName": "nope"})),
            "RepositoryNotFoundException",
            no_repository("nope"),
        ),
        (
            operation,
            input(json!([{"imageTag": ""}])),
            "InvalidParameterException",
            invalid(
                "imageIds.1.member.imageTag",
                "Member must have length greater than or equal to 1",
            ),
        ),
        (
            operation,
            input(json!([{"imageTag": 5}])),
            "SerializationException",
            "NUMBER_VALUE can not be converted to a String".to_owned(),
        ),
    ];
    refuse(caller, &bounds).await;
}

#[tokio::test]
async fn batch_get_tells_images_from_failures() {
    let (_server, admin) = repository().await;
    let (one, other) = (TestImage::new("one"), TestImage::new("other"));
    put_image(&admin, &one, "one").await;
    put_image(&admin, &other, "").await;
    let failures = failures(&one, &other);
    let missing = failures
        .as_array()
        .expect("a list")
        .iter()
        .map(|failure| failure["imageId"].clone());
    let found = [
        json!({"imageTag": "one"}),
        json!({"imageDigest": other.digest()}),
        json!({"imageDigest": one.digest(), "imageTag": "one"}),
    ];
    let batch = with(
        &input(found.iter().cloned().chain(missing).collect()),
        &json!({"registryId": ACCOUNT, "acceptedMediaTypes": [OCI_MANIFEST]}),
    );
    let output = admin.ecr_ok("BatchGetImage", batch).await;
    let image = |image: &TestImage, tag: Option<&str>| {
        let mut id = json!({"imageDigest": image.digest()});
        if let Some(tag) = tag {
            id["imageTag"] = tag.into();
        }
        json!({"registryId": ACCOUNT, "repositoryName": REPOSITORY, "imageId": id,
               "imageManifest": text(&image.manifest), "imageManifestMediaType": OCI_MANIFEST})
    };
    let images = [
        image(&one, Some("one")),
        image(&other, None),
        image(&one, Some("one")),
    ];
    assert_eq!(output, json!({"images": images, "failures": failures}));
    let hundred = admin
        .ecr_ok("BatchGetImage", input(Value::from(vec![found[0].clone(); 100])))
        .await;
    assert_eq!(hundred["images"].as_array().map(Vec::len), Some(100));
    refuse_bounds(&admin, "BatchGetImage").await;
    let none = (
        "BatchGetImage",
        json!({"repositoryName": REPOSITORY}),
        "InvalidParameterException",
        invalid("imageIds", "Member must not be null"),
    );
    refuse(&admin, &[none]).await;
}

#[tokio::test]
async fn one_answer_holds_at_most_16_mib_of_manifests() {
    let (_server, admin) = repository().await;
    let image = TestImage::new("one");
    put_image(&admin, &image, "").await;
    let room = 4_194_304 - image.manifest.len();
    let long = [&image.manifest[..], &vec![b' '; room]].concat();
    put_text(&admin, &long, "long").await;
    let batch = |count| input(Value::from(vec![json!({"imageTag": "long"}); count]));
    let output = admin.ecr_ok("BatchGetImage", batch(4)).await;
    assert_eq!(output["images"].as_array().map(Vec::len), Some(4));
    let sentence = "The maximum size of all manifests in one answer is 16 MiB".to_owned();
    refuse(
        &admin,
        &[("BatchGetImage", batch(5), "LimitExceededException", sentence)],
    )
    .await;
}

#[tokio::test]
async fn describe_shows_every_detail() {
    let (server, admin) = repository().await;
    let image = TestImage::new("one");
    put_image(&admin, &image, "b").await;
    server.clock.advance(Duration::from_millis(1500));
    admin.ecr_ok("PutImage", put_input(&image, "a")).await;
    let config = upload(&admin, b"{}").await;
    let artifact = json!({
        "schemaVersion": 2, "mediaType": OCI_MANIFEST, "artifactType": "application/vnd.test.sbom",
        "config": {"mediaType": "application/vnd.oci.empty.v1+json", "digest": config, "size": 2}, "layers": [],
        "subject": {"mediaType": OCI_MANIFEST, "digest": image.digest(), "size": image.manifest.len()},
    })
    .to_string();
    put_text(&admin, artifact.as_bytes(), "").await;
    let size = image.config.len() + image.layers[0].len();
    let tagged = json!({
        "registryId": ACCOUNT, "repositoryName": REPOSITORY, "imageDigest": image.digest(), "imageTags": ["a", "b"],
        "imageSizeInBytes": size, "imagePushedAt": START, "imageManifestMediaType": OCI_MANIFEST,
        "artifactMediaType": CONFIG, "imageStatus": "ACTIVE",
    });
    let untagged = json!({
        "registryId": ACCOUNT, "repositoryName": REPOSITORY, "imageDigest": digest_of(artifact.as_bytes()),
        "imageSizeInBytes": 2, "imagePushedAt": START + 1.5, "imageManifestMediaType": OCI_MANIFEST,
        "artifactMediaType": "application/vnd.test.sbom", "subjectManifestDigest": image.digest(), "imageStatus": "ACTIVE",
    });
    let same = json!([{"imageTag": "a"}, {"imageTag": "b"}, {"imageDigest": image.digest()}, {"imageDigest": digest_of(artifact.as_bytes())}]);
    let output = admin
        .ecr_ok(
            "DescribeImages",
            with(&input(same), &json!({"registryId": ACCOUNT})),
        )
        .await;
    assert_eq!(
        output,
        json!({"imageDetails": [tagged, untagged]}),
        "each image once"
    );
    let all = admin
        .ecr_ok("DescribeImages", json!({"repositoryName": REPOSITORY}))
        .await;
    let details = all["imageDetails"].as_array().expect("a list");
    assert_eq!(details.len(), 2);
    assert!(details.contains(&tagged) && details.contains(&untagged), "{all}");
}

#[tokio::test]
async fn describe_is_all_or_nothing() {
    let (_server, admin) = repository().await;
    let (one, other) = (TestImage::new("one"), TestImage::new("other"));
    put_image(&admin, &one, "one").await;
    put_image(&admin, &other, "").await;
    refuse_bounds(&admin, "DescribeImages").await;
    let unknown = digest_of(b"never");
    let mut table = Refusals::of("DescribeImages", input(json!([{"imageTag": "one"}])));
    for (id, digest, tag) in [
        (json!({"imageTag": "9.9"}), "null", "9.9"),
        (json!({"imageDigest": unknown}), &unknown, "null"),
        (json!({"imageDigest": "md5:ab"}), "md5:ab", "null"),
        (
            json!({"imageDigest": other.digest(), "imageTag": "one"}),
            &other.digest(),
            "one",
        ),
    ] {
        let message = format!(
            "The image with imageId {{imageDigest:'{digest}', imageTag:'{tag}'}} does not exist within the repository with name '{REPOSITORY}' in the registry with id '{ACCOUNT}'"
        );
        let ids = json!({"imageIds": [{"imageTag": "one"}, id]});
        table = table.row(ids, "ImageNotFoundException", message);
    }
    let digest_rule = "must satisfy regular expression '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'";
    let tag_rule = "must satisfy regular expression '[A-Za-z0-9_][A-Za-z0-9._-]{0,127}'";
    let both = "nextToken and maxResults cannot be used with imageIds";
    let most = "Member must have value less than or equal to 1000";
    let statuses = "Member must satisfy enum value set: [TAGGED, UNTAGGED, ANY]";
    table
        .invalid(
            json!({"imageIds": [{"imageDigest": "sha256"}]}),
            "imageDigest",
            digest_rule,
        )
        .invalid(json!({"imageIds": [{"imageTag": "-a"}]}), "imageTag", tag_rule)
        .invalid(
            json!({"imageIds": [{}]}),
            "imageIds",
            "both tag and digest cannot be null",
        )
        .invalid(json!({"maxResults": 5}), "imageIds", both)
        .invalid(json!({"nextToken": "x"}), "imageIds", both)
        .invalid(json!({"maxResults": 1001}), "maxResults", most)
        .invalid(
            json!({"filter": {"tagStatus": "MAYBE"}}),
            "filter.tagStatus",
            statuses,
        )
        .check(&admin)
        .await;
}

#[tokio::test]
async fn filters_choose_by_tag_and_status() {
    let (_server, admin) = repository().await;
    let (one, other) = (TestImage::new("one"), TestImage::new("other"));
    put_image(&admin, &one, "one").await;
    admin.ecr_ok("PutImage", put_input(&one, "uno")).await;
    put_image(&admin, &other, "").await;
    let tagged = [format!("one={}", one.digest()), format!("uno={}", one.digest())];
    let every: Vec<String> = tagged.iter().cloned().chain([other.digest()]).collect();
    for (filter, expected) in [
        (json!(null), &every[..]),
        (json!({}), &every),
        (json!({"tagStatus": "ANY", "imageStatus": "ANY"}), &every),
        (json!({"imageStatus": "ACTIVE"}), &every),
        (json!({"tagStatus": "TAGGED"}), &tagged),
        (json!({"tagStatus": "UNTAGGED"}), &every[2..]),
        (json!({"imageStatus": "ARCHIVED"}), &[]),
        (json!({"tagStatus": "TAGGED", "imageStatus": "ACTIVATING"}), &[]),
    ] {
        let input = json!({"registryId": ACCOUNT, "repositoryName": REPOSITORY, "filter": filter});
        let list = admin.ecr_ok("ListImages", input.clone()).await;
        assert_eq!(ids(&list["imageIds"]), expected, "{filter}");
        let details = admin.ecr_ok("DescribeImages", input).await;
        let shown: Vec<&str> = details["imageDetails"]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|detail| detail["imageDigest"].as_str())
            .collect();
        for image in [&one, &other] {
            let wanted = expected.iter().any(|id| id.ends_with(&image.digest()));
            assert_eq!(shown.contains(&image.digest().as_str()), wanted, "{filter}");
        }
    }
    for operation in ["ListImages", "DescribeImages"] {
        let (name, message) = admin
            .ecr_error(
                operation,
                json!({"repositoryName": "nope", "filter": {"imageStatus": "ARCHIVED"}}),
            )
            .await;
        assert_eq!(
            (name.as_str(), message),
            ("RepositoryNotFoundException", no_repository("nope"))
        );
    }
}

#[tokio::test]
async fn an_index_is_read_as_it_is() {
    let (_server, admin) = repository().await;
    let child = TestImage::new("child");
    put_image(&admin, &child, "").await;
    let index = index_of(&[&child]);
    put_text(&admin, &index, "multi").await;
    let output = admin
        .ecr_ok(
            "BatchGetImage",
            with(
                &input(json!([{"imageTag": "multi"}])),
                &json!({"acceptedMediaTypes": [OCI_MANIFEST]}),
            ),
        )
        .await;
    assert_eq!(output["images"][0]["imageManifest"], text(&index));
}
