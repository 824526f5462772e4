//! BatchCheckLayerAvailability and GetDownloadUrlForLayer (`ecr-api-private`, D).

use std::time::Duration;

use http::Request;
use serde_json::{Value, json};
use testkit::{Reply, TestImage, TestServer, digest_of};

use crate::aws_fixture::{
    HOST, REPOSITORY, invalid, no_repository, put_image, put_input, refuse, repository, upload, with,
};

const DIGEST_RULE: &str = "must satisfy regular expression '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'";

fn check(digests: &[&str]) -> Value {
    json!({"repositoryName": REPOSITORY, "layerDigests": digests})
}

#[tokio::test]
async fn availability_tells_layers_from_failures() {
    let (_server, admin) = repository().await;
    let image = TestImage::new("one");
    put_image(&admin, &image, "1").await;
    let loose = upload(&admin, b"of no image").await;
    let (layer, config) = (digest_of(&image.layers[0]), digest_of(&image.config));
    let (unknown, foreign) = (digest_of(b"never"), "blake3:AB01".to_owned());
    let garbage = "sha256=ab";
    let output = admin
        .ecr_ok(
            "BatchCheckLayerAvailability",
            check(&[&layer, &config, &loose, &unknown, &foreign, "", garbage]),
        )
        .await;
    let absent = |digest: &str| json!({"layerDigest": digest, "layerAvailability": "UNAVAILABLE"});
    let there = |digest: &str, size: usize, media_type: &str| json!({"layerDigest": digest, "layerAvailability": "AVAILABLE", "layerSize": size, "mediaType": media_type});
    let reason =
        "Invalid request parameters: layer digest should satisfy the regex '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'";
    assert_eq!(
        output,
        json!({
            "layers": [
                there(&layer, image.layers[0].len(), "application/vnd.oci.image.layer.v1.tar+gzip"),
                there(&config, image.config.len(), "application/vnd.oci.image.config.v1+json"),
                {"layerDigest": loose, "layerAvailability": "AVAILABLE", "layerSize": 11},
                absent(&unknown),
                absent(&foreign),
            ],
            "failures": [
                {"layerDigest": "", "failureCode": "MissingLayerDigest",
                 "failureReason": "Invalid request parameters: layer digest cannot be empty"},
                {"layerDigest": garbage, "failureCode": "InvalidLayerDigest", "failureReason": reason},
            ],
        })
    );
}

#[tokio::test]
async fn availability_bounds() {
    let (_server, admin) = repository().await;
    let parameter = |input, why: &str| {
        let message = invalid("layerDigests", why);
        (
            "BatchCheckLayerAvailability",
            input,
            "InvalidParameterException",
            message,
        )
    };
    let each = "Member must satisfy constraint: [Member must have length less than or equal to 1000, Member must have length greater than or equal to 0]";
    let refusals = [
        parameter(check(&[]), "Member must have length greater than or equal to 1"),
        parameter(
            check(&["a:b"; 101]),
            "Member must have length less than or equal to 100",
        ),
        parameter(check(&[&"a".repeat(1001)]), each),
        parameter(json!({"repositoryName": REPOSITORY}), "Member must not be null"),
        (
            "BatchCheckLayerAvailability",
            json!({"repositoryName": "nope", "layerDigests": ["a:b"]}),
            "RepositoryNotFoundException",
            no_repository("nope"),
        ),
    ];
    refuse(&admin, &refusals).await;
    let longest = format!("a:{}", "b".repeat(998));
    for digests in [&[longest.as_str()][..], &["a:b"; 100], &["a:b"]] {
        let output = admin.ecr_ok("BatchCheckLayerAvailability", check(digests)).await;
        assert_eq!(output["layers"].as_array().map(Vec::len), Some(digests.len()));
    }
}

#[tokio::test]
async fn a_layer_of_another_repository_does_not_show() {
    let (server, admin) = repository().await;
    let image = TestImage::new("secret");
    put_image(&admin, &image, "1").await;
    admin.create_repository("other").await;
    let bob = server.other_account("444455556666").await;
    bob.create_repository("other").await;
    let layer = digest_of(&image.layers[0]);
    for caller in [&admin, &bob] {
        let check = json!({"repositoryName": "other", "layerDigests": [layer]});
        let output = caller.ecr_ok("BatchCheckLayerAvailability", check).await;
        assert_eq!(output["layers"][0]["layerAvailability"], "UNAVAILABLE");
        let url = json!({"repositoryName": "other", "layerDigest": layer});
        let refused = caller.ecr_error("GetDownloadUrlForLayer", url).await;
        let message =
            format!("The layer with digest '{layer}' does not exist in the repository with name 'other'");
        assert_eq!(refused, ("LayersNotFoundException".to_owned(), message));
        let put = with(&put_input(&image, "1"), &json!({"repositoryName": "other"}));
        assert_eq!(
            caller.ecr_error("PutImage", put).await.0,
            "LayersNotFoundException"
        );
    }
}

async fn follow(server: &TestServer, url: &str, range: Option<&str>) -> Reply {
    let path = url
        .strip_prefix(&format!("http://{HOST}"))
        .expect("a URL at the host that was called");
    let mut request = Request::builder().uri(path).header("host", HOST);
    if let Some(range) = range {
        request = request.header("range", range);
    }
    server.send(request.body("").expect("a request")).await
}

#[tokio::test]
async fn a_download_url_is_the_whole_credential_for_an_hour() {
    let (server, admin) = repository().await;
    let image = TestImage::new("one");
    put_image(&admin, &image, "1").await;
    let layer = digest_of(&image.layers[0]);
    let input = json!({"repositoryName": REPOSITORY, "layerDigest": layer});
    let output = admin.ecr_ok("GetDownloadUrlForLayer", input).await;
    assert_eq!(output["layerDigest"], layer.as_str());
    assert_eq!(output.as_object().map(serde_json::Map::len), Some(2));
    let url = output["downloadUrl"].as_str().expect("a URL");
    let whole = follow(&server, url, None).await;
    assert_eq!(
        (whole.status.as_u16(), &whole.body[..]),
        (200, &image.layers[0][..])
    );
    let part = follow(&server, url, Some("bytes=3-5")).await;
    assert_eq!(
        (part.status.as_u16(), &part.body[..]),
        (206, &image.layers[0][3..=5])
    );
    let altered = url.replace(&layer[7..20], "0000000000000");
    assert_eq!(follow(&server, &altered, None).await.status, 403);
    server.clock.advance(Duration::from_secs(3599));
    assert_eq!(follow(&server, url, None).await.status, 200);
    server.clock.advance(Duration::from_secs(1));
    let expired = follow(&server, url, None).await;
    assert_eq!(expired.status, 403);
    assert!(!expired.text().contains("of one"), "{}", expired.text());
}

#[tokio::test]
async fn download_url_refusals() {
    let (_server, admin) = repository().await;
    let loose = upload(&admin, b"of no image").await;
    let unknown = digest_of(b"never");
    let input = |digest: &str| json!({"repositoryName": REPOSITORY, "layerDigest": digest});
    let parameter = |digest: &str, why: &str| {
        let message = invalid("layerDigest", why);
        (
            "GetDownloadUrlForLayer",
            input(digest),
            "InvalidParameterException",
            message,
        )
    };
    let refusals = [
        (
            "GetDownloadUrlForLayer",
            input(&unknown),
            "LayersNotFoundException",
            format!(
                "The layer with digest '{unknown}' does not exist in the repository with name '{REPOSITORY}'"
            ),
        ),
        (
            "GetDownloadUrlForLayer",
            input(&loose),
            "LayerInaccessibleException",
            format!(
                "The layer with digest '{loose}' in the repository with name '{REPOSITORY}' is not referenced by any image and cannot be downloaded"
            ),
        ),
        (
            "GetDownloadUrlForLayer",
            json!({"repositoryName": "nope", "layerDigest": unknown}),
            "RepositoryNotFoundException",
            no_repository("nope"),
        ),
        parameter("sha256", DIGEST_RULE),
        parameter("", DIGEST_RULE),
        parameter("sha256:zz", DIGEST_RULE),
        parameter("md5:ab", "Member must be a sha256 or sha512 digest"),
        parameter(
            &unknown.to_uppercase().replace("SHA", "sha"),
            "Member must be a sha256 or sha512 digest",
        ),
    ];
    refuse(&admin, &refusals).await;
}
