//! UpdateImageStorageClass, and what an image in the archive is on both APIs (`ecr-registry-features`,
//! section 5).

use std::time::Duration;

use meta::Limit;
use serde_json::{Value, json};
use testkit::{Caller, TestImage, TestServer, digest_of};

use crate::aws_fixture::{
    ACCOUNT, NOT_NULL, REPOSITORY, Refusals, START, ids, put_image, put_input, refuse, repository, with,
};

/// How long an image is on its way back.
const RESTORE: Duration = Duration::from_secs(1);

pub(crate) fn named() -> Value {
    json!({"repositoryName": REPOSITORY})
}

pub(crate) fn update(id: Value, class: &str) -> Value {
    with(&named(), &json!({"imageId": id, "targetStorageClass": class}))
}

/// Moves an image; returns what it is then.
pub(crate) async fn put_class(caller: &Caller, digest: &str, class: &str) -> String {
    let input = update(json!({"imageDigest": digest}), class);
    let output = caller.ecr_ok("UpdateImageStorageClass", input).await;
    output["imageStatus"].as_str().unwrap_or_default().to_owned()
}

/// Does what the server does by itself each second.
pub(crate) async fn work(server: &TestServer) -> u32 {
    server
        .registry
        .job_run_due(Limit(100))
        .await
        .expect("jobs can be claimed")
}

pub(crate) async fn restore(server: &TestServer, caller: &Caller, digest: &str) {
    assert_eq!(put_class(caller, digest, "STANDARD").await, "ACTIVATING");
    server.clock.advance(RESTORE);
    assert_eq!(work(server).await, 1);
}

/// What `ListImages` shows of a status; of the default where that is empty.
pub(crate) async fn listed(caller: &Caller, status: &str) -> Vec<String> {
    let filter = match status {
        "" => json!({"maxResults": 1000}),
        status => json!({"filter": {"imageStatus": status}, "maxResults": 1000}),
    };
    ids(&caller.ecr_ok("ListImages", with(&named(), &filter)).await["imageIds"])
}

async fn described(caller: &Caller, digest: &str) -> Value {
    let input = with(&named(), &json!({"imageIds": [{"imageDigest": digest}]}));
    caller.ecr_ok("DescribeImages", input).await["imageDetails"][0].clone()
}

pub(crate) async fn status(caller: &Caller, digest: &str) -> String {
    let described = described(caller, digest).await;
    described["imageStatus"].as_str().unwrap_or_default().to_owned()
}

pub(crate) fn manifest(reference: &str) -> String {
    format!("/v2/{REPOSITORY}/manifests/{reference}")
}

/// That the image can be pulled by each of these names, bit for bit, or by none of them.
async fn check_pull(caller: &Caller, image: &TestImage, tag: &str, pullable: bool) {
    for reference in [image.digest().as_str(), tag] {
        let reply = caller.get(&manifest(reference)).await;
        let head = caller.head(&manifest(reference)).await;
        if pullable {
            assert_eq!(
                (reply.status.as_u16(), head.status.as_u16()),
                (200, 200),
                "{reference}"
            );
            assert_eq!(reply.body, image.manifest, "{reference}");
        } else {
            assert_eq!(
                (reply.status.as_u16(), head.status.as_u16()),
                (404, 404),
                "{reference}"
            );
            assert_eq!(reply.oci_error().0, "MANIFEST_UNKNOWN", "{reference}");
        }
    }
    let layer = digest_of(&image.layers[0]);
    let blob = format!("/v2/{REPOSITORY}/blobs/{layer}");
    let reply = caller.get(&blob).await;
    let sign = with(&named(), &json!({"layerDigest": layer}));
    let signed = caller.ecr("GetDownloadUrlForLayer", sign).await;
    if pullable {
        assert_eq!(reply.body, image.layers[0]);
        assert_eq!(signed.status, 200);
    } else {
        assert_eq!(
            (reply.status.as_u16(), reply.oci_error().0.as_str()),
            (404, "BLOB_UNKNOWN")
        );
        assert_eq!(signed.json()["__type"], "LayerInaccessibleException");
    }
    assert_eq!(
        caller.head(&blob).await.status,
        200,
        "who pushes need not send it again"
    );
}

async fn availability(caller: &Caller, layer: &[u8]) -> Value {
    let input = with(&named(), &json!({"layerDigests": [digest_of(layer)]}));
    let output = caller.ecr_ok("BatchCheckLayerAvailability", input).await;
    output["layers"][0]["layerAvailability"].clone()
}

#[tokio::test]
async fn an_image_goes_into_the_archive_and_comes_back() {
    let (server, admin) = repository().await;
    let (image, other) = (TestImage::new("one"), TestImage::new("two"));
    put_image(&admin, &image, "v1").await;
    put_image(&admin, &other, "v2").await;
    let digest = image.digest();
    let (id, other_id) = (format!("v1={digest}"), format!("v2={}", other.digest()));
    server.clock.advance(Duration::from_secs(60));

    let output = admin
        .ecr_ok(
            "UpdateImageStorageClass",
            update(json!({"imageTag": "v1"}), "ARCHIVE"),
        )
        .await;
    let expect = json!({"registryId": ACCOUNT, "repositoryName": REPOSITORY, "imageStatus": "ARCHIVED",
                        "imageId": {"imageDigest": digest, "imageTag": "v1"}});
    assert_eq!(output, expect);
    check_pull(&admin, &image, "v1", false).await;
    assert_eq!(availability(&admin, &image.layers[0]).await, "ARCHIVED");
    let names = json!({"imageIds": [{"imageTag": "v1"}, {"imageDigest": digest}]});
    let output = admin.ecr_ok("BatchGetImage", with(&named(), &names)).await;
    assert_eq!(output["images"], json!([]));
    for failure in output["failures"].as_array().expect("failures") {
        assert_eq!(failure["failureCode"], "ImageNotFound");
    }
    assert_eq!(listed(&admin, "").await, std::slice::from_ref(&other_id));
    assert_eq!(listed(&admin, "ARCHIVED").await, std::slice::from_ref(&id));
    assert_eq!(listed(&admin, "ANY").await, [id.clone(), other_id.clone()]);
    let tags = admin.get(&format!("/v2/{REPOSITORY}/tags/list")).await.json();
    assert_eq!(tags["tags"], json!(["v2"]));
    let shown = described(&admin, &digest).await;
    assert_eq!(
        (
            &shown["imageStatus"],
            &shown["lastArchivedAt"],
            &shown["imageTags"]
        ),
        (&json!("ARCHIVED"), &json!(START + 60.0), &json!(["v1"]))
    );
    assert_eq!(shown.get("lastActivatedAt"), None);

    assert_eq!(put_class(&admin, &digest, "STANDARD").await, "ACTIVATING");
    assert_eq!(work(&server).await, 0, "it takes a second");
    check_pull(&admin, &image, "v1", false).await;
    assert_eq!(listed(&admin, "ACTIVATING").await, std::slice::from_ref(&id));
    assert_eq!(listed(&admin, "").await, std::slice::from_ref(&other_id));
    server.clock.advance(RESTORE);
    assert_eq!(work(&server).await, 1);
    check_pull(&admin, &image, "v1", true).await;
    assert_eq!(availability(&admin, &image.layers[0]).await, "AVAILABLE");
    assert_eq!(listed(&admin, "").await, [id, other_id]);
    let shown = described(&admin, &digest).await;
    assert_eq!(
        (
            &shown["imageStatus"],
            &shown["lastArchivedAt"],
            &shown["lastActivatedAt"]
        ),
        (&json!("ACTIVE"), &json!(START + 60.0), &json!(START + 61.0))
    );
    assert_eq!(shown["imagePushedAt"], START);
}

#[tokio::test]
async fn what_cannot_be_moved_is_refused() {
    let (_server, admin) = repository().await;
    let image = TestImage::new("one");
    put_image(&admin, &image, "v1").await;
    let digest = image.digest();
    let unsupported = "ImageStorageClassUpdateNotSupportedException";
    let already =
        |class: &str| format!("The image with digest '{digest}' is already in the storage class {class}.");
    let by_tag = |class: &str| update(json!({"imageTag": "v1"}), class);
    refuse(
        &admin,
        &[(
            "UpdateImageStorageClass",
            by_tag("STANDARD"),
            unsupported,
            already("STANDARD"),
        )],
    )
    .await;
    put_class(&admin, &digest, "ARCHIVE").await;
    refuse(
        &admin,
        &[(
            "UpdateImageStorageClass",
            by_tag("ARCHIVE"),
            unsupported,
            already("ARCHIVE"),
        )],
    )
    .await;
    put_class(&admin, &digest, "STANDARD").await;
    let wait = format!(
        "The image with digest '{digest}' is being restored from the storage class ARCHIVE. Wait and try again."
    );
    let no_image = |tag: &str, digest: &str| {
        format!(
            "The image with imageId {{imageDigest:'{digest}', imageTag:'{tag}'}} does not exist within the repository with \
             name '{REPOSITORY}' in the registry with id '{ACCOUNT}'"
        )
    };
    let other = TestImage::new("other").digest();
    let classes = "Member must satisfy enum value set: [ARCHIVE, STANDARD]";
    Refusals::of("UpdateImageStorageClass", by_tag("ARCHIVE"))
        .row(json!({}), unsupported, wait.clone())
        .row(json!({"targetStorageClass": "STANDARD"}), unsupported, wait)
        .row(
            json!({"imageId": {"imageTag": "v9"}}),
            "ImageNotFoundException",
            no_image("v9", "null"),
        )
        .row(
            json!({"imageId": {"imageDigest": other}}),
            "ImageNotFoundException",
            no_image("null", &other),
        )
        .row(
            json!({"imageId": {"imageDigest": other, "imageTag": "v1"}}),
            "ImageNotFoundException",
            no_image("v1", &other),
        )
        .invalid(
            json!({"imageId": {}}),
            "imageIds",
            "both tag and digest cannot be null",
        )
        .invalid(
            json!({"imageId": {"imageDigest": "sha256"}}),
            "imageDigest",
            "must satisfy regular expression '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'",
        )
        .invalid(
            json!({"imageId": {"imageTag": "-x"}}),
            "imageTag",
            "must satisfy regular expression '[A-Za-z0-9_][A-Za-z0-9._-]{0,127}'",
        )
        .no_repository()
        .check(&admin)
        .await;
    for (members, parameter, why) in [
        (
            json!({"targetStorageClass": "GLACIER"}),
            "targetStorageClass",
            classes,
        ),
        (
            json!({"targetStorageClass": null}),
            "targetStorageClass",
            NOT_NULL,
        ),
        (json!({"imageId": null}), "imageId", NOT_NULL),
    ] {
        let (name, message) = admin
            .ecr_error("UpdateImageStorageClass", with(&by_tag("ARCHIVE"), &members))
            .await;
        assert!(
            name.ends_with("Exception") && message.contains(parameter),
            "{name}: {message}"
        );
        assert!(message.contains(why), "{message}");
    }
    assert_eq!(status(&admin, &digest).await, "ACTIVATING");
}

#[tokio::test]
async fn pushing_an_archived_image_restores_it_at_once() {
    let (server, admin) = repository().await;
    let image = TestImage::new("one");
    put_image(&admin, &image, "v1").await;
    let digest = image.digest();
    for (number, activating) in [false, true].into_iter().enumerate() {
        put_class(&admin, &digest, "ARCHIVE").await;
        if activating {
            put_class(&admin, &digest, "STANDARD").await;
        }
        server.clock.advance(Duration::from_secs(5));
        let reply = match number {
            0 => admin.ecr("PutImage", put_input(&image, "v1")).await.status,
            _ => {
                admin
                    .push_manifest(REPOSITORY, "v1", &image.manifest)
                    .await
                    .status
            }
        };
        assert!([200, 201].contains(&reply.as_u16()), "{reply}");
        check_pull(&admin, &image, "v1", true).await;
        let shown = described(&admin, &digest).await;
        assert_eq!(shown["imageStatus"], "ACTIVE");
        assert!(
            shown["lastActivatedAt"].as_f64() > shown["lastArchivedAt"].as_f64(),
            "{shown}"
        );
        work(&server).await;
        assert_eq!(
            described(&admin, &digest).await,
            shown,
            "the job has nothing to do"
        );
    }
    let (name, _) = admin.ecr_error("PutImage", put_input(&image, "v1")).await;
    assert_eq!(name, "ImageAlreadyExistsException", "as ever");
}

#[tokio::test]
async fn the_tag_of_an_archived_image_moves_like_any_other() {
    let (_server, admin) = repository().await;
    let (image, other) = (TestImage::new("one"), TestImage::new("two"));
    put_image(&admin, &image, "v1").await;
    put_class(&admin, &image.digest(), "ARCHIVE").await;
    let mutability = |value: &str| with(&named(), &json!({"imageTagMutability": value}));
    admin
        .ecr_ok("PutImageTagMutability", mutability("IMMUTABLE"))
        .await;
    other.push(&admin, REPOSITORY, &other.digest()).await;
    let (name, _) = admin.ecr_error("PutImage", put_input(&other, "v1")).await;
    assert_eq!(name, "ImageTagAlreadyExistsException");
    admin.ecr_ok("PutImageTagMutability", mutability("MUTABLE")).await;
    put_image(&admin, &other, "v1").await;
    assert_eq!(listed(&admin, "").await, [format!("v1={}", other.digest())]);
    assert_eq!(listed(&admin, "ARCHIVED").await, [image.digest()]);
    let whole = json!({"imageIds": [{"imageDigest": image.digest()}]});
    let deleted = admin.ecr_ok("BatchDeleteImage", with(&named(), &whole)).await;
    assert_eq!(deleted["failures"], json!([]), "it is deleted at any time");
    assert_eq!(listed(&admin, "ANY").await.len(), 1);
}

#[tokio::test]
async fn a_layer_that_an_active_image_has_stays_available() {
    let (_server, admin) = repository().await;
    let base = b"a layer of both".to_vec();
    let one = TestImage::with_layers("one", vec![base.clone(), b"of one".to_vec()]);
    let two = TestImage::with_layers("two", vec![base.clone()]);
    put_image(&admin, &one, "one").await;
    put_image(&admin, &two, "two").await;
    put_class(&admin, &one.digest(), "ARCHIVE").await;
    assert_eq!(availability(&admin, &base).await, "AVAILABLE");
    assert_eq!(availability(&admin, b"of one").await, "ARCHIVED");
    check_pull(&admin, &two, "two", true).await;
    put_class(&admin, &two.digest(), "ARCHIVE").await;
    assert_eq!(availability(&admin, &base).await, "ARCHIVED");
    // A layer is mounted from where it can be read, and nowhere else.
    admin.create_repository("shop/copy").await;
    let mount = format!(
        "/v2/shop/copy/blobs/uploads/?mount={}&from={REPOSITORY}",
        digest_of(&base)
    );
    assert_eq!(admin.oci("POST", &mount, &[], "").await.status, 202);
    // A new image may be made of it, and then it can be read again.
    let three = TestImage::with_layers("three", vec![base.clone()]);
    put_image(&admin, &three, "three").await;
    assert_eq!(availability(&admin, &base).await, "AVAILABLE");
}

#[tokio::test]
async fn a_restore_outlives_what_happens_to_the_repository() {
    let (server, admin) = repository().await;
    let image = TestImage::new("one");
    put_image(&admin, &image, "v1").await;
    put_class(&admin, &image.digest(), "ARCHIVE").await;
    put_class(&admin, &image.digest(), "STANDARD").await;
    let force = with(&named(), &json!({"force": true}));
    admin.ecr_ok("DeleteRepository", force).await;
    admin.create_repository(REPOSITORY).await;
    put_image(&admin, &image, "v1").await;
    put_class(&admin, &image.digest(), "ARCHIVE").await;
    server.clock.advance(RESTORE);
    work(&server).await;
    assert_eq!(
        status(&admin, &image.digest()).await,
        "ARCHIVED",
        "another repository of that name"
    );
    assert_eq!(server.registry.job_list_dead(Limit(9)).await.expect("a list"), []);
}
