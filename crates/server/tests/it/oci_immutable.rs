//! Immutable tags as docker meets them (ECR behaviour 4 and 6).

use serde_json::{Value, json};
use testkit::{Caller, TestImage, TestServer};

use crate::oci_check::refusal;

async fn set_mode(admin: &Caller, mode: &str, filter: Option<&str>) {
    let mut input = json!({"repositoryName": "shop/api", "imageTagMutability": mode});
    if let Some(filter) = filter {
        input["imageTagMutabilityExclusionFilters"] = json!([{"filterType": "WILDCARD", "filter": filter}]);
    }
    admin.ecr_ok("PutImageTagMutability", input).await;
}

async fn tagged(admin: &Caller, tag: &str) -> Value {
    let reply = admin.get(&format!("/v2/shop/api/manifests/{tag}")).await;
    json!(reply.header("docker-content-digest"))
}

#[tokio::test]
async fn four_modes() {
    let server = TestServer::start().await;
    let admin = server.administrator();
    admin.create_repository("shop/api").await;
    let (first, second) = (TestImage::new("first"), TestImage::new("second"));
    second.push(&admin, "shop/api", "other").await;
    for (mode, filter, dev_moves, prod_moves) in [
        ("MUTABLE", None, true, true),
        ("IMMUTABLE", None, false, false),
        ("IMMUTABLE_WITH_EXCLUSION", Some("dev*"), true, false),
        ("MUTABLE_WITH_EXCLUSION", Some("dev*"), false, true),
    ] {
        set_mode(&admin, "MUTABLE", None).await;
        for tag in ["dev-1", "prod"] {
            first.push(&admin, "shop/api", tag).await;
        }
        set_mode(&admin, mode, filter).await;
        for (tag, moves) in [("dev-1", dev_moves), ("prod", prod_moves)] {
            let case = format!("{mode} {tag}");
            // The same image again changes nothing and succeeds.
            let same = admin.push_manifest("shop/api", tag, &first.manifest).await;
            assert_eq!(same.status, 201, "{case}: {}", same.text());
            let reply = admin.push_manifest("shop/api", tag, &second.manifest).await;
            if moves {
                assert_eq!(reply.status, 201, "{case}: {}", reply.text());
                assert_eq!(tagged(&admin, tag).await, json!(second.digest()), "{case}");
            } else {
                let message = refusal(&reply, 400, "TAG_INVALID", &case);
                let expected = format!(
                    "The image tag '{tag}' already exists in the 'shop/api' repository and cannot be overwritten \
                     because the tag is immutable."
                );
                assert_eq!(message, expected);
                assert_eq!(tagged(&admin, tag).await, json!(first.digest()), "{case}");
            }
        }
    }
}

/// What immutability does not forbid: new tags, pushing by digest, deleting and pushing anew; and
/// a refused push leaves no image behind.
#[tokio::test]
async fn what_an_immutable_repository_allows() {
    let server = TestServer::start().await;
    let admin = server.administrator();
    admin.create_repository("shop/api").await;
    let (first, second) = (TestImage::new("first"), TestImage::new("second"));
    set_mode(&admin, "IMMUTABLE", None).await;
    first.push(&admin, "shop/api", "1.0").await;
    first.push(&admin, "shop/api", "2.0").await;
    for blob in second.layers.iter().chain([&second.config]) {
        admin.push_blob("shop/api", blob).await;
    }
    let refused = admin.push_manifest("shop/api", "1.0", &second.manifest).await;
    refusal(&refused, 400, "TAG_INVALID", "1.0");
    let by_digest = format!("/v2/shop/api/manifests/{}", second.digest());
    assert_eq!(
        admin.head(&by_digest).await.status,
        404,
        "nothing of a refused push stays"
    );
    let pushed = admin
        .push_manifest("shop/api", &second.digest(), &second.manifest)
        .await;
    assert_eq!(pushed.status, 201);
    assert_eq!(admin.delete("/v2/shop/api/manifests/1.0").await.status, 202);
    second.push(&admin, "shop/api", "1.0").await;
    assert_eq!(tagged(&admin, "1.0").await, json!(second.digest()));
    assert_eq!(tagged(&admin, "2.0").await, json!(first.digest()));
}

/// Of many writers to one immutable tag exactly one wins (threats C-19).
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_of_many_writers_wins() {
    let server = TestServer::start().await;
    let admin = server.administrator();
    admin.create_repository("shop/api").await;
    set_mode(&admin, "IMMUTABLE", None).await;
    let images: Vec<_> = (0..12)
        .map(|index| TestImage::new(&format!("writer {index}")))
        .collect();
    for image in &images {
        image.push(&admin, "shop/api", &image.digest()).await;
    }
    let pushes = images.iter().map(|image| {
        let (admin, manifest) = (admin.clone(), image.manifest.clone());
        tokio::spawn(async move { admin.push_manifest("shop/api", "race", &manifest).await })
    });
    let mut winners = Vec::new();
    for (push, image) in pushes.collect::<Vec<_>>().into_iter().zip(&images) {
        let reply = push.await.expect("no panic");
        if reply.status == 201 {
            winners.push(image.digest());
        } else {
            refusal(&reply, 400, "TAG_INVALID", "a loser");
        }
    }
    assert_eq!(winners.len(), 1);
    assert_eq!(tagged(&admin, "race").await, json!(winners[0]));
}
