//! Condition keys that tell about images: tags that are reserved to one role, however the image is
//! named (`ecr:ImageTag`), and policies that open one kind of tag or artifact alone.

use meta::OwnerKind;
use serde_json::{Value, json};
use testkit::{Caller, TestImage, digest_of};

use crate::aws_fixture::{ACCOUNT, OCI_INDEX, REPOSITORY, index_of, text};
use crate::oci_check::{bare, refusal};
use crate::sts_fixture::{Scene, document};

const CLOSED: &str = "with an explicit deny in a resource-based policy";

fn user(name: &str) -> String {
    format!("arn:aws:iam::{ACCOUNT}:user/{name}")
}

/// `prod-*` is for `release` alone; `dev` may do everything else.
async fn reserved() -> (Scene, Caller, Caller) {
    let scene = Scene::new().await;
    let (release, dev) = (
        scene.user(ACCOUNT, "release").await,
        scene.user(ACCOUNT, "dev").await,
    );
    for name in ["release", "dev"] {
        let all = json!({"Effect": "Allow", "Action": "ecr:*", "Resource": "*"});
        scene.policy((OwnerKind::User, ACCOUNT, name), "all", all).await;
    }
    let policy = document(json!([{
        "Effect": "Deny", "Principal": "*",
        "Action": ["ecr:BatchGetImage", "ecr:PutImage", "ecr:BatchDeleteImage", "ecr:UpdateImageStorageClass"],
        "Condition": {
            "ForAnyValue:StringLike": {"ecr:ImageTag": "prod-*"},
            "ArnNotEquals": {"aws:PrincipalArn": user("release")},
        },
    }]));
    let input = json!({"repositoryName": REPOSITORY, "policyText": policy.to_string()});
    scene.admin.ecr_ok("SetRepositoryPolicy", input).await;
    (scene, release, dev)
}

fn manifest(reference: &str) -> String {
    format!("/v2/{REPOSITORY}/manifests/{reference}")
}

fn sentence(action: &str) -> String {
    let user = user("dev");
    let arn = format!("arn:aws:ecr:eu-west-1:{ACCOUNT}:repository/{REPOSITORY}");
    format!("User: {user} is not authorized to perform: ecr:{action} on resource: {arn} {CLOSED}")
}

async fn check_denied(caller: &Caller, method: &str, reference: &str, action: &str) {
    let case = format!("{method} {reference}");
    let reply = caller.oci(method, &manifest(reference), &[], "").await;
    if method == "HEAD" {
        return bare(&reply, 403, &case);
    }
    assert_eq!(refusal(&reply, 403, "DENIED", &case), sentence(action));
}

async fn batch(caller: &Caller, operation: &str, ids: Value) -> (String, String) {
    let input = json!({"repositoryName": REPOSITORY, "imageIds": ids});
    caller.ecr_error(operation, input).await
}

fn denied(action: &str) -> (String, String) {
    ("AccessDeniedException".to_owned(), sentence(action))
}

#[tokio::test]
async fn a_reserved_tag_is_reserved_by_every_name() {
    let (_scene, release, dev) = reserved().await;
    let (one, two) = (TestImage::new("one"), TestImage::new("two"));
    one.push(&release, REPOSITORY, "prod-1").await;
    two.push(&dev, REPOSITORY, "dev-1").await;
    let digest = one.digest();
    for method in ["GET", "HEAD"] {
        check_denied(&dev, method, "prod-1", "BatchGetImage").await;
        check_denied(&dev, method, &digest, "BatchGetImage").await;
        // What is not there is not told either.
        check_denied(&dev, method, "prod-none", "BatchGetImage").await;
    }
    for ids in [
        json!([{"imageTag": "prod-1"}]),
        json!([{"imageDigest": digest}]),
        json!([{"imageTag": "prod-none"}]),
        json!([{"imageTag": "dev-1"}, {"imageDigest": digest}]),
        // Two names of two images: the answer would tell that both are there.
        json!([{"imageTag": "dev-1", "imageDigest": digest}]),
        json!([{"imageTag": "prod-1", "imageDigest": two.digest()}]),
    ] {
        assert_eq!(
            batch(&dev, "BatchGetImage", ids.clone()).await,
            denied("BatchGetImage"),
            "{ids}"
        );
    }
    // The image as a whole, also by its other tag.
    assert_eq!(
        release
            .push_manifest(REPOSITORY, "dev-too", &one.manifest)
            .await
            .status,
        201
    );
    check_denied(&dev, "GET", "dev-too", "BatchGetImage").await;
    assert_eq!(release.get(&manifest(&digest)).await.status, 200);
    assert_eq!(dev.get(&manifest("dev-1")).await.status, 200);
    assert_eq!(dev.get(&manifest("dev-none")).await.status, 404);
}

#[tokio::test]
async fn an_image_with_a_reserved_tag_is_not_archived() {
    let (_scene, release, dev) = reserved().await;
    let image = TestImage::new("one");
    image.push(&release, REPOSITORY, "prod-1").await;
    image.push(&release, REPOSITORY, "dev-1").await;
    for id in [
        json!({"imageTag": "prod-1"}),
        json!({"imageTag": "dev-1"}),
        json!({"imageDigest": image.digest()}),
    ] {
        let input = json!({"repositoryName": REPOSITORY, "imageId": id, "targetStorageClass": "ARCHIVE"});
        let refused = dev.ecr_error("UpdateImageStorageClass", input.clone()).await;
        assert_eq!(refused, denied("UpdateImageStorageClass"), "{id}");
    }
    let input = json!({"repositoryName": REPOSITORY, "imageId": {"imageTag": "dev-1"}, "targetStorageClass": "ARCHIVE"});
    release.ecr_ok("UpdateImageStorageClass", input).await;
}

#[tokio::test]
async fn a_reserved_tag_is_neither_pushed_nor_moved_nor_deleted() {
    let (_scene, release, dev) = reserved().await;
    let (one, two) = (TestImage::new("one"), TestImage::new("two"));
    one.push(&release, REPOSITORY, "prod-1").await;
    two.push(&dev, REPOSITORY, "dev-1").await;
    for tag in ["prod-1", "prod-2"] {
        let reply = dev.push_manifest(REPOSITORY, tag, &two.manifest).await;
        assert_eq!(refusal(&reply, 403, "DENIED", tag), sentence("PutImage"));
        let input =
            json!({"repositoryName": REPOSITORY, "imageManifest": text(&two.manifest), "imageTag": tag});
        assert_eq!(dev.ecr_error("PutImage", input).await, denied("PutImage"));
        check_denied(&dev, "DELETE", tag, "BatchDeleteImage").await;
    }
    check_denied(&dev, "DELETE", &one.digest(), "BatchDeleteImage").await;
    for ids in [
        json!([{"imageTag": "prod-1"}]),
        json!([{"imageDigest": one.digest()}]),
        json!([{"imageTag": "dev-1"}, {"imageTag": "prod-1"}]),
        json!([{"imageTag": "prod-none"}]),
    ] {
        assert_eq!(
            batch(&dev, "BatchDeleteImage", ids.clone()).await,
            denied("BatchDeleteImage"),
            "{ids}"
        );
    }
    // Nothing of a refused batch was done, and what is not reserved may go.
    assert_eq!(dev.get(&manifest("dev-1")).await.status, 200);
    assert_eq!(dev.delete(&manifest("dev-1")).await.status, 202);
    assert_eq!(release.get(&manifest("prod-1")).await.body, one.manifest);
    // A tag of the caller's own on the reserved image comes and goes without the image.
    assert_eq!(
        dev.push_manifest(REPOSITORY, "dev-2", &one.manifest).await.status,
        201
    );
    assert_eq!(dev.delete(&manifest("dev-2")).await.status, 202);
    assert_eq!(release.get(&manifest("prod-1")).await.body, one.manifest);
}

#[tokio::test]
async fn images_of_a_reserved_index_are_reserved() {
    let (_scene, release, dev) = reserved().await;
    let (amd, arm) = (TestImage::new("amd"), TestImage::new("arm"));
    for image in [&amd, &arm] {
        image.push(&release, REPOSITORY, &image.digest()).await;
    }
    let index = index_of(&[&amd, &arm]);
    let outer = json!({"schemaVersion": 2, "mediaType": OCI_INDEX, "manifests": [
        {"mediaType": OCI_INDEX, "digest": digest_of(&index), "size": index.len()}]})
    .to_string()
    .into_bytes();
    let put = release
        .put_manifest(REPOSITORY, &digest_of(&index), (OCI_INDEX, &index))
        .await;
    assert_eq!(put.status, 201, "{}", put.text());
    assert_eq!(dev.get(&manifest(&amd.digest())).await.status, 200, "no tag yet");
    let put = release
        .put_manifest(REPOSITORY, "prod-1", (OCI_INDEX, &outer))
        .await;
    assert_eq!(put.status, 201, "{}", put.text());
    for digest in [digest_of(&outer), digest_of(&index), amd.digest(), arm.digest()] {
        check_denied(&dev, "GET", &digest, "BatchGetImage").await;
        assert_eq!(release.get(&manifest(&digest)).await.status, 200);
    }
    // An index of one's own does not open what it lists.
    let own = index_of(&[&amd]);
    let reply = dev.put_manifest(REPOSITORY, "dev-1", (OCI_INDEX, &own)).await;
    assert_eq!(
        refusal(&reply, 403, "DENIED", "own index"),
        sentence("BatchGetImage")
    );
}

#[tokio::test]
async fn what_refers_to_a_reserved_image_is_reserved() {
    let (_scene, release, dev) = reserved().await;
    let (image, free) = (TestImage::new("one"), TestImage::new("two"));
    image.push(&release, REPOSITORY, "prod-1").await;
    free.push(&dev, REPOSITORY, "dev-1").await;
    let signature = |subject: &TestImage| {
        let mut manifest: Value = serde_json::from_slice(&subject.manifest).expect("JSON");
        manifest["artifactType"] = json!("application/vnd.example.signature");
        manifest["subject"] = json!({"mediaType": manifest["mediaType"], "digest": subject.digest(),
                                     "size": subject.manifest.len()});
        manifest.to_string().into_bytes()
    };
    for (subject, status) in [(&image, 403), (&free, 200)] {
        let manifest_of = signature(subject);
        let digest = digest_of(&manifest_of);
        assert_eq!(
            release
                .push_manifest(REPOSITORY, &digest, &manifest_of)
                .await
                .status,
            201
        );
        let referrers = format!("/v2/{REPOSITORY}/referrers/{}", subject.digest());
        assert_eq!(dev.get(&referrers).await.status, status);
        assert_eq!(dev.get(&manifest(&digest)).await.status, status);
        let listed = release.get(&referrers).await.json();
        assert_eq!(listed["manifests"].as_array().map(Vec::len), Some(1), "{listed}");
        let input = json!({"repositoryName": REPOSITORY, "subjectId": {"imageDigest": subject.digest()}});
        assert_eq!(
            dev.ecr("ListImageReferrers", input).await.status == 200,
            status == 200
        );
    }
}

#[tokio::test]
async fn a_policy_may_open_one_kind_of_tag() {
    let scene = Scene::new().await;
    let dev = scene.user(ACCOUNT, "dev").await;
    let owner = (OwnerKind::User, ACCOUNT, "dev");
    let rest =
        json!({"Effect": "Allow", "NotAction": ["ecr:BatchGetImage", "ecr:PutImage"], "Resource": "*"});
    scene.policy(owner, "rest", rest).await;
    let some = json!({"Effect": "Allow", "Action": ["ecr:BatchGetImage", "ecr:PutImage"], "Resource": "*",
                      "Condition": {"ForAnyValue:StringLike": {"ecr:ImageTag": "dev-*"}}});
    scene.policy(owner, "some", some).await;
    let (one, two) = (TestImage::new("one"), TestImage::new("two"));
    one.push(&scene.admin, REPOSITORY, "prod-1").await;
    two.push(&dev, REPOSITORY, "dev-1").await;
    for (reference, status) in [
        ("dev-1", 200),
        (two.digest().as_str(), 200),
        ("dev-none", 404),
        ("prod-1", 403),
        (one.digest().as_str(), 403),
        ("none", 403),
    ] {
        assert_eq!(dev.get(&manifest(reference)).await.status, status, "{reference}");
    }
    assert_eq!(
        dev.push_manifest(REPOSITORY, "prod-2", &two.manifest)
            .await
            .status,
        403
    );
    // An index under a tag that is open does not open what it lists.
    let own = index_of(&[&one]);
    assert_eq!(
        dev.put_manifest(REPOSITORY, "dev-2", (OCI_INDEX, &own))
            .await
            .status,
        403
    );
    assert_eq!(dev.get(&manifest(&one.digest())).await.status, 403);
    // A repository that is not there is not told from one that is.
    let missing = json!({"repositoryName": "nope", "imageIds": [{"imageTag": "prod-1"}]});
    assert_eq!(
        dev.ecr_error("BatchGetImage", missing).await.0,
        "AccessDeniedException"
    );
}

#[tokio::test]
async fn digests_and_artifact_types_are_keys_too() {
    let scene = Scene::new().await;
    let dev = scene.user(ACCOUNT, "dev").await;
    let owner = (OwnerKind::User, ACCOUNT, "dev");
    let (one, two) = (TestImage::new("one"), TestImage::new("two"));
    for image in [&one, &two] {
        image.push(&scene.admin, REPOSITORY, &image.digest()).await;
    }
    let login = json!({"Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*"});
    scene.policy(owner, "login", login).await;
    for (condition, statuses) in [
        (
            json!({"StringEquals": {"ecr:ImageDigest": one.digest()}}),
            [200, 403],
        ),
        (
            json!({"StringLike": {"ecr:ArtifactType": "application/vnd.oci.image.config*"}}),
            [200, 200],
        ),
        (
            json!({"StringEquals": {"ecr:ArtifactType": "application/vnd.example"}}),
            [403, 403],
        ),
    ] {
        let some = json!({"Effect": "Allow", "Action": "ecr:BatchGetImage", "Resource": "*", "Condition": condition});
        scene.policy(owner, "some", some).await;
        for (image, status) in [&one, &two].into_iter().zip(statuses) {
            let reply = dev.get(&manifest(&image.digest())).await;
            assert_eq!(reply.status, status, "{condition}");
        }
    }
}
