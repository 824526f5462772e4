//! The main job: an image in by one API is out by the other.

use serde_json::json;
use testkit::{TestImage, TestServer, digest_of};

#[tokio::test]
async fn an_image_pushed_by_the_oci_api_is_read_by_both() {
    let server = TestServer::start().await;
    let admin = server.administrator();
    admin.create_repository("shop/api").await;
    let image = TestImage::new("hello");
    image.push(&admin, "shop/api", "1.0").await;

    let manifest = admin.get("/v2/shop/api/manifests/1.0").await;
    assert_eq!(manifest.status, 200);
    assert_eq!(manifest.body, image.manifest);
    assert_eq!(manifest.header("docker-content-digest"), image.digest());
    let layer = &image.layers[0];
    let blob = admin
        .get(&format!("/v2/shop/api/blobs/{}", digest_of(layer)))
        .await;
    assert_eq!((blob.status.as_u16(), &blob.body[..]), (200, &layer[..]));

    let batch = json!({"repositoryName": "shop/api", "imageIds": [{"imageTag": "1.0"}]});
    let output = admin.ecr_ok("BatchGetImage", batch).await;
    assert_eq!(
        output["images"][0]["imageManifest"].as_str().map(str::as_bytes),
        Some(&image.manifest[..])
    );
}
