//! What goes into the archive and comes back with an image: what an index lists, referrers, and the
//! events of all that.

use meta::{Limit, LogPosition, LogRange};
use serde_json::{Value, json};
use testkit::{Caller, TestImage, TestServer, digest_of};

use crate::aws_fixture::{REPOSITORY, index_of, put_image, put_text, refuse, repository, upload, with};
use crate::aws_image_referrer::attach;
use crate::aws_image_storage::{listed, manifest, named, put_class, restore, status, update, work};

#[tokio::test]
async fn an_index_goes_before_what_it_lists_and_brings_it_back() {
    let (server, admin) = repository().await;
    let (one, two) = (TestImage::new("one"), TestImage::new("two"));
    for image in [&one, &two] {
        put_image(&admin, image, "").await;
    }
    let index = index_of(&[&one, &two]);
    let digest = digest_of(&index);
    put_text(&admin, &index, "multi").await;
    let child = json!({"imageDigest": one.digest()});
    let listed_in = format!(
        "The image with digest '{}' is referenced by manifest list: [{digest}]. Archive the manifest list first.",
        one.digest()
    );
    refuse(
        &admin,
        &[(
            "UpdateImageStorageClass",
            update(child.clone(), "ARCHIVE"),
            "ImageStorageClassUpdateNotSupportedException",
            listed_in,
        )],
    )
    .await;
    put_class(&admin, &digest, "ARCHIVE").await;
    assert_eq!(
        status(&admin, &one.digest()).await,
        "ACTIVE",
        "children go by themselves"
    );
    put_class(&admin, &one.digest(), "ARCHIVE").await;
    let failures = admin
        .ecr_ok("BatchDeleteImage", with(&named(), &json!({"imageIds": [child]})))
        .await["failures"]
        .clone();
    assert_eq!(failures[0]["failureCode"], "ImageReferencedByManifestList");
    restore(&server, &admin, &digest).await;
    for digest in [&digest, &one.digest(), &two.digest()] {
        assert_eq!(admin.get(&manifest(digest)).await.status, 200, "{digest}");
    }
    // Pushing the index is enough, too, and so is another index of the same images.
    let larger = index_of(&[&two, &one]);
    for (text, tag) in [(&index, "multi"), (&larger, "larger")] {
        put_class(&admin, &digest, "ARCHIVE").await;
        put_class(&admin, &one.digest(), "ARCHIVE").await;
        put_text(&admin, text, tag).await;
        assert_eq!(status(&admin, &one.digest()).await, "ACTIVE", "{tag}");
    }
    assert_eq!(status(&admin, &digest).await, "ARCHIVED", "it was not pushed");
}

async fn referrers(caller: &Caller, subject: &str, status: &str) -> Vec<Value> {
    let input = json!({"subjectId": {"imageDigest": subject}, "maxResults": 50,
                       "filter": {"artifactStatus": status}});
    let output = caller.ecr_ok("ListImageReferrers", with(&named(), &input)).await;
    output["referrers"].as_array().expect("a list").clone()
}

#[tokio::test]
async fn referrers_follow_their_subject() {
    let (server, admin) = repository().await;
    let image = TestImage::new("one");
    put_image(&admin, &image, "v1").await;
    upload(&admin, b"{}").await;
    let sbom = attach(&admin, &image, "application/vnd.test.sbom", "first").await;
    let sbom_as_image = TestImage {
        manifest: sbom.clone(),
        ..image.clone()
    };
    let signature = attach(&admin, &sbom_as_image, "application/vnd.test.signature", "of it").await;
    let (digest, sbom, signature) = (image.digest(), digest_of(&sbom), digest_of(&signature));
    let oci = format!("/v2/{REPOSITORY}/referrers/{digest}");
    let count = |reply: testkit::Reply| reply.json()["manifests"].as_array().map(Vec::len);
    assert_eq!(count(admin.get(&oci).await), Some(1));
    put_class(&admin, &digest, "ARCHIVE").await;
    for referrer in [&sbom, &signature] {
        assert_eq!(status(&admin, referrer).await, "ARCHIVED");
        assert_eq!(admin.get(&manifest(referrer)).await.status, 404);
    }
    assert_eq!(count(admin.get(&oci).await), Some(0));
    for (status, expect) in [("ACTIVE", 0), ("ACTIVATING", 0), ("ARCHIVED", 1), ("ANY", 1)] {
        let shown = referrers(&admin, &digest, status).await;
        assert_eq!(shown.len(), expect, "{status}");
        assert!(shown.iter().all(|shown| shown["artifactStatus"] == "ARCHIVED"));
    }
    restore(&server, &admin, &digest).await;
    for referrer in [&sbom, &signature] {
        assert_eq!(status(&admin, referrer).await, "ACTIVE");
    }
    assert_eq!(referrers(&admin, &digest, "ACTIVE").await.len(), 1);
}

/// The events of the archive: what, which image, whereto, since when.
async fn moves(server: &TestServer, caller: &Caller) -> Vec<[String; 4]> {
    let range = LogRange::After(LogPosition::default());
    let events = server
        .registry
        .event_list(&caller.registry(), range, Limit(99))
        .await;
    let events = events.expect("a list").into_iter().map(|event| event.entry);
    let shown = events.filter_map(|event| {
        let detail: Value = serde_json::from_str(&event.detail).expect("JSON");
        let text = |name: &str| detail[name].as_str().unwrap_or_default().to_owned();
        let digest = text("image-digest");
        let (target, since) = (text("target-storage-class"), text("last-activated-at"));
        (text("action-type") == "UPDATE_STORAGE_CLASS").then_some([event.detail_type, digest, target, since])
    });
    shown.collect()
}

#[tokio::test]
async fn each_move_is_an_event() {
    let (server, admin) = repository().await;
    let image = TestImage::new("one");
    put_image(&admin, &image, "v1").await;
    upload(&admin, b"{}").await;
    let sbom = digest_of(&attach(&admin, &image, "application/vnd.test.sbom", "first").await);
    put_class(&admin, &image.digest(), "ARCHIVE").await;
    restore(&server, &admin, &image.digest()).await;
    put_class(&admin, &image.digest(), "ARCHIVE").await;
    put_image(&admin, &image, "v1").await;
    let row = |digest: &str, target: &str, since: &str| {
        let kind = if digest == sbom {
            "ECR Referrer Action"
        } else {
            "ECR Image Action"
        };
        [kind, digest, target, since].map(str::to_owned)
    };
    let mut expect = Vec::new();
    for since in ["2026-01-05T10:15:01.000Z", "2026-01-05T10:15:01.000Z"] {
        for digest in [&image.digest(), &sbom] {
            expect.push(row(digest, "ARCHIVE", ""));
            expect.push(row(digest, "STANDARD", since));
        }
    }
    let mut found = moves(&server, &admin).await;
    found.sort();
    expect.sort();
    assert_eq!(found, expect);
}

#[tokio::test]
async fn many_referrers_follow_within_a_day() {
    let (server, admin) = repository().await;
    let image = TestImage::new("one");
    put_image(&admin, &image, "v1").await;
    upload(&admin, b"{}").await;
    let mut calls = tokio::task::JoinSet::new();
    for number in 0..130 {
        let (admin, image) = (admin.clone(), image.clone());
        calls.spawn(
            async move { attach(&admin, &image, "application/vnd.test.sbom", &number.to_string()).await },
        );
    }
    calls.join_all().await;
    put_class(&admin, &image.digest(), "ARCHIVE").await;
    let left = || async { listed(&admin, "ACTIVE").await.len() };
    assert_eq!(left().await, 30, "a hundred in the transaction");
    assert_eq!(work(&server).await, 1);
    assert_eq!(left().await, 0, "and the others by a job");
    restore(&server, &admin, &image.digest()).await;
    assert_eq!(left().await, 131);
    put_class(&admin, &image.digest(), "ARCHIVE").await;
    put_image(&admin, &image, "v1").await;
    assert_eq!(
        left().await,
        131 - 30 + 30,
        "those that had not gone yet are where they were"
    );
    work(&server).await;
    assert_eq!(left().await, 131);
}
