//! Where the layer operations meet docker's uploads: what one starts the other finishes and reads.

use serde_json::json;
use testkit::{Caller, TestImage, digest_of};

use crate::aws_fixture::{REPOSITORY, completion, part, put_input, repository, start_upload};

async fn complete(caller: &Caller, upload: &str, bytes: &[u8]) {
    let input = completion(upload, &digest_of(bytes));
    caller.ecr_ok("CompleteLayerUpload", input).await;
}

const BYTES: [(&str, &str); 1] = [("content-type", "application/octet-stream")];

#[tokio::test]
async fn a_session_of_the_layer_api_is_one_of_dockers() {
    let (_server, admin) = repository().await;
    let upload = start_upload(&admin).await;
    admin
        .ecr_ok("UploadLayerPart", part(&upload, 0, b"by part"))
        .await;
    let path = format!("/v2/{REPOSITORY}/blobs/uploads/{upload}");
    let status = admin.get(&path).await;
    assert_eq!((status.status.as_u16(), status.header("range")), (204, "0-6"));
    let digest = digest_of(b"by part and put");
    let put = admin
        .oci("PUT", &format!("{path}?digest={digest}"), &BYTES, " and put")
        .await;
    assert_eq!(put.status, 201, "{}", put.text());
    let blob = admin.get(&format!("/v2/{REPOSITORY}/blobs/{digest}")).await;
    assert_eq!(&blob.body[..], b"by part and put");
}

#[tokio::test]
async fn a_session_of_dockers_is_one_of_the_layer_api() {
    let (_server, admin) = repository().await;
    let started = admin
        .oci("POST", &format!("/v2/{REPOSITORY}/blobs/uploads/"), &[], "")
        .await;
    let upload = started.header("docker-upload-uuid").to_owned();
    let path = format!("/v2/{REPOSITORY}/blobs/uploads/{upload}");
    let patched = admin.oci("PATCH", &path, &BYTES, "by patch").await;
    assert_eq!(patched.status, 202);
    admin
        .ecr_ok("UploadLayerPart", part(&upload, 8, b" and part"))
        .await;
    complete(&admin, &upload, b"by patch and part").await;
    let check = json!({"repositoryName": REPOSITORY, "layerDigests": [digest_of(b"by patch and part")]});
    let output = admin.ecr_ok("BatchCheckLayerAvailability", check).await;
    assert_eq!(output["layers"][0]["layerSize"], 17);
}

#[tokio::test]
async fn an_image_out_of_parts_is_put_by_either() {
    let (_server, admin) = repository().await;
    let image = TestImage::new("both");
    for bytes in image.layers.iter().chain([&image.config]) {
        let upload = start_upload(&admin).await;
        admin.ecr_ok("UploadLayerPart", part(&upload, 0, bytes)).await;
        complete(&admin, &upload, bytes).await;
    }
    let pushed = admin.push_manifest(REPOSITORY, "docker", &image.manifest).await;
    assert_eq!(pushed.status, 201, "{}", pushed.text());
    admin.ecr_ok("PutImage", put_input(&image, "api")).await;
    for tag in ["docker", "api"] {
        let got = admin.get(&format!("/v2/{REPOSITORY}/manifests/{tag}")).await;
        assert_eq!(got.body, image.manifest);
    }
}
