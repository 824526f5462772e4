//! Where the layer operations meet docker's uploads: what one starts the other finishes and reads.

use testkit::{Caller, TestImage, digest_of};

use crate::aws_fixture::{REPOSITORY, completion, part, put_input, repository, start_upload};

async fn complete(caller: &Caller, upload: &str, bytes: &[u8]) {
    let input = completion(upload, &digest_of(bytes));
    caller.ecr_ok("CompleteLayerUpload", input).await;
}

#[tokio::test]
async fn what_one_api_starts_the_other_finishes() {
    let (_server, admin) = repository().await;
    let image = TestImage::with_layers(
        "both",
        vec![
            b"by parts".to_vec(),
            b"by patch and part".to_vec(),
            b"by put".to_vec(),
        ],
    );
    // Parts, then read by docker's side.
    let upload = start_upload(&admin).await;
    admin
        .ecr_ok("UploadLayerPart", part(&upload, 0, b"by parts"))
        .await;
    let status = admin
        .get(&format!("/v2/{REPOSITORY}/blobs/uploads/{upload}"))
        .await;
    assert_eq!((status.status.as_u16(), status.header("range")), (204, "0-7"));
    complete(&admin, &upload, b"by parts").await;
    // Docker's session, one PATCH, one part, finished by CompleteLayerUpload.
    let started = admin
        .oci("POST", &format!("/v2/{REPOSITORY}/blobs/uploads/"), &[], "")
        .await;
    let upload = started.header("docker-upload-uuid").to_owned();
    let path = format!("/v2/{REPOSITORY}/blobs/uploads/{upload}");
    let patched = admin
        .oci(
            "PATCH",
            &path,
            &[("content-type", "application/octet-stream")],
            "by patch",
        )
        .await;
    assert_eq!(patched.status, 202);
    admin
        .ecr_ok("UploadLayerPart", part(&upload, 8, b" and part"))
        .await;
    complete(&admin, &upload, b"by patch and part").await;
    // A session of the layer API, finished by docker's PUT.
    let upload = start_upload(&admin).await;
    let path = format!(
        "/v2/{REPOSITORY}/blobs/uploads/{upload}?digest={}",
        digest_of(b"by put")
    );
    let put = admin
        .oci(
            "PUT",
            &path,
            &[("content-type", "application/octet-stream")],
            "by put",
        )
        .await;
    assert_eq!(put.status, 201, "{}", put.text());
    let upload = start_upload(&admin).await;
    admin
        .ecr_ok("UploadLayerPart", part(&upload, 0, &image.config))
        .await;
    complete(&admin, &upload, &image.config).await;
    // A manifest over all of them, by either way.
    let pushed = admin.push_manifest(REPOSITORY, "docker", &image.manifest).await;
    assert_eq!(pushed.status, 201, "{}", pushed.text());
    admin.ecr_ok("PutImage", put_input(&image, "api")).await;
    for tag in ["docker", "api"] {
        let got = admin.get(&format!("/v2/{REPOSITORY}/manifests/{tag}")).await;
        assert_eq!(got.body, image.manifest);
    }
}
