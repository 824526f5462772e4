//! CopyImage: from one repository to another, of this account or another one, without bytes moved.

use meta::OwnerKind;
use serde_json::{Value, json};
use testkit::{Caller, OCI_MANIFEST, TestImage, digest_of};

use crate::aws_fixture::{
    ACCOUNT, HOST, NOT_NULL, OCI_INDEX, REPOSITORY, index_of, invalid, no_repository, repository, with,
};
use crate::hythe_fixture::{Failure, call, check_denied, manifest, mismatch};
use crate::sts_fixture::{OTHER, Scene, allow, document};

const TARGET: &str = "release/api";

async fn copy(caller: &Caller, image: Value, members: Value) -> Result<Value, Failure> {
    let input = json!({"sourceRepositoryName": REPOSITORY, "imageId": image, "repositoryName": TARGET});
    call(caller, "CopyImage", with(&input, &members)).await
}

fn output(digest: &str, tag: Option<&str>, copied: u32) -> Result<Value, Failure> {
    let mut id = json!({"imageDigest": digest});
    if let Some(tag) = tag {
        id["imageTag"] = json!(tag);
    }
    Ok(json!({"registryId": ACCOUNT, "repositoryName": TARGET, "imageId": id, "copiedImageCount": copied}))
}

#[tokio::test]
async fn an_image_is_there_with_its_layers() {
    let (_server, admin) = repository().await;
    admin.create_repository(TARGET).await;
    let image = TestImage::new("one");
    image.push(&admin, REPOSITORY, "1").await;
    let digest = image.digest();
    for (id, members, tag, copied) in [
        (json!({"imageTag": "1"}), json!({}), Some("1"), 1),
        (json!({"imageTag": "1"}), json!({"imageTag": "2"}), Some("2"), 0),
        (json!({"imageDigest": digest}), json!({}), None, 0),
        (
            json!({"imageDigest": digest}),
            json!({"imageTag": "3"}),
            Some("3"),
            0,
        ),
    ] {
        let copied = output(&digest, tag, copied);
        assert_eq!(copy(&admin, id.clone(), members).await, copied, "{id}");
        let reference = tag.unwrap_or(&digest);
        assert_eq!(admin.get(&manifest(TARGET, reference)).await.body, image.manifest);
    }
    for blob in image.layers.iter().chain([&image.config]) {
        let pulled = admin
            .get(&format!("/v2/{TARGET}/blobs/{}", digest_of(blob)))
            .await;
        assert_eq!(pulled.body, *blob);
    }
    // The copy stands alone.
    let input = json!({"repositoryName": REPOSITORY, "force": true});
    admin.ecr_ok("DeleteRepository", input).await;
    let pulled = admin
        .get(&format!("/v2/{TARGET}/blobs/{}", digest_of(&image.config)))
        .await;
    assert_eq!(pulled.body, image.config);
}

/// An index of two images in [`REPOSITORY`] under `1`, and a signature of one of them.
async fn family(admin: &Caller) -> (String, Vec<String>, String) {
    let images = [TestImage::new("one"), TestImage::new("two")];
    for image in &images {
        image.push(admin, REPOSITORY, &image.digest()).await;
    }
    let index = index_of(&[&images[0], &images[1]]);
    let headers = [("content-type", OCI_INDEX)];
    let put = admin
        .oci("PUT", &manifest(REPOSITORY, "1"), &headers, index.clone())
        .await;
    assert_eq!(put.status, 201, "{}", put.text());
    let signature = TestImage::new("signature");
    signature.push(admin, REPOSITORY, &signature.digest()).await;
    let mut signed: Value = serde_json::from_slice(&signature.manifest).expect("JSON");
    signed["subject"] = json!({"mediaType": OCI_INDEX, "digest": digest_of(&index), "size": index.len()});
    let signed = signed.to_string().into_bytes();
    let reference = digest_of(&signed);
    let put = admin.push_manifest(REPOSITORY, &reference, &signed).await;
    assert_eq!(put.status, 201, "{}", put.text());
    let children = images.iter().map(TestImage::digest).collect();
    (digest_of(&index), children, reference)
}

#[tokio::test]
async fn what_an_index_lists_goes_along_and_referrers_if_asked() {
    let (_server, admin) = repository().await;
    admin.create_repository(TARGET).await;
    let (index, children, signature) = family(&admin).await;
    let one = || json!({"imageTag": "1"});
    assert_eq!(copy(&admin, one(), json!({})).await, output(&index, Some("1"), 3));
    for digest in children.iter().chain([&index]) {
        assert_eq!(admin.get(&manifest(TARGET, digest)).await.status, 200, "{digest}");
    }
    assert_eq!(admin.get(&manifest(TARGET, &signature)).await.status, 404);
    let with_referrers = json!({"includeReferrers": true});
    assert_eq!(
        copy(&admin, one(), with_referrers.clone()).await,
        output(&index, Some("1"), 1)
    );
    let referrers = admin.get(&format!("/v2/{TARGET}/referrers/{index}")).await.json();
    assert_eq!(referrers["manifests"][0]["digest"], json!(signature));
    assert_eq!(
        copy(&admin, one(), with_referrers).await,
        output(&index, Some("1"), 0)
    );
}

#[tokio::test]
async fn many_images_go_in_batches_with_the_tag_last() {
    let (_server, admin) = repository().await;
    admin.create_repository(TARGET).await;
    let image = TestImage::new("one");
    image.push(&admin, REPOSITORY, "one").await;
    // 230 manifests of the same layers.
    let mut children = Vec::new();
    for number in 0..230 {
        let mut child: Value = serde_json::from_slice(&image.manifest).expect("JSON");
        child["annotations"] = json!({"number": number.to_string()});
        let child = child.to_string().into_bytes();
        let digest = digest_of(&child);
        assert_eq!(admin.push_manifest(REPOSITORY, &digest, &child).await.status, 201);
        children.push(json!({"mediaType": OCI_MANIFEST, "digest": digest, "size": child.len()}));
    }
    let index = json!({"schemaVersion": 2, "mediaType": OCI_INDEX, "manifests": children}).to_string();
    let headers = [("content-type", OCI_INDEX)];
    let put = admin
        .oci("PUT", &manifest(REPOSITORY, "all"), &headers, index.clone())
        .await;
    assert_eq!(put.status, 201, "{}", put.text());
    let digest = digest_of(index.as_bytes());
    let copied = copy(&admin, json!({"imageTag": "all"}), json!({})).await;
    assert_eq!(copied, output(&digest, Some("all"), 231));
    assert_eq!(admin.get(&manifest(TARGET, "all")).await.body, index.as_bytes());
}

#[tokio::test]
async fn the_tag_is_held_to_its_rules() {
    let (_server, admin) = repository().await;
    admin.create_repository(TARGET).await;
    let (one, two) = (TestImage::new("one"), TestImage::new("two"));
    one.push(&admin, REPOSITORY, "1").await;
    two.push(&admin, TARGET, "live").await;
    let by_one = || json!({"imageTag": "1"});
    let wrong = json!({"imageTag": "live", "expectedImageDigest": "none"});
    assert_eq!(copy(&admin, by_one(), wrong).await, Err(mismatch(TARGET, "live")));
    // Nothing is left of what was refused.
    assert_eq!(admin.get(&manifest(TARGET, &one.digest())).await.status, 404);
    let input = json!({"repositoryName": TARGET, "imageTagMutability": "IMMUTABLE"});
    admin.ecr_ok("PutImageTagMutability", input).await;
    let refused = copy(&admin, by_one(), json!({"imageTag": "live"})).await;
    assert_eq!(
        refused.expect_err("immutable").0,
        "ImageTagAlreadyExistsException"
    );
    assert_eq!(admin.get(&manifest(TARGET, "live")).await.body, two.manifest);
}

#[tokio::test]
async fn each_right_is_needed() {
    let scene = Scene::new().await;
    scene.admin.create_repository(TARGET).await;
    TestImage::new("one").push(&scene.admin, REPOSITORY, "1").await;
    let user = scene.user(ACCOUNT, "ci").await;
    let owner = (OwnerKind::User, ACCOUNT, "ci");
    let rights = [
        ("hythe:CopyImage", TARGET),
        ("ecr:PutImage", TARGET),
        ("ecr:InitiateLayerUpload", TARGET),
        ("ecr:BatchGetImage", REPOSITORY),
        ("ecr:GetDownloadUrlForLayer", REPOSITORY),
    ];
    let arn = |name: &str| format!("arn:aws:ecr:eu-west-1:{ACCOUNT}:repository/{name}");
    for (missing, (action, name)) in rights.into_iter().enumerate() {
        for (index, (action, name)) in rights.into_iter().enumerate() {
            // The right on the other repository is of no use.
            let other = if name == TARGET { REPOSITORY } else { TARGET };
            let name = if index == missing { other } else { name };
            let policy = format!("right{index}");
            scene.policy(owner, &policy, allow(&[action], &arn(name))).await;
        }
        let refused = copy(&user, json!({"imageTag": "1"}), json!({})).await;
        check_denied(&refused, action, name);
        assert_eq!(
            scene.admin.get(&manifest(TARGET, "1")).await.status,
            404,
            "{action}"
        );
    }
}

#[tokio::test]
async fn reserved_tags_hold_in_source_and_target() {
    let scene = Scene::new().await;
    scene.admin.create_repository(TARGET).await;
    let image = TestImage::new("one");
    image.push(&scene.admin, REPOSITORY, "prod-1").await;
    TestImage::new("two")
        .push(&scene.admin, REPOSITORY, "dev-1")
        .await;
    let dev = scene.user(ACCOUNT, "dev").await;
    let all = allow(&["ecr:*", "hythe:*"], "*");
    scene.policy((OwnerKind::User, ACCOUNT, "dev"), "all", all).await;
    let policy = document(json!([{"Effect": "Deny", "Principal": "*",
        "Action": ["ecr:BatchGetImage", "ecr:PutImage"],
        "Condition": {"ForAnyValue:StringLike": {"ecr:ImageTag": "prod-*"}}}]));
    for name in [REPOSITORY, TARGET] {
        let input = json!({"repositoryName": name, "policyText": policy.to_string()});
        scene.admin.ecr_ok("SetRepositoryPolicy", input).await;
    }
    for id in [
        json!({"imageTag": "prod-1"}),
        json!({"imageDigest": image.digest()}),
    ] {
        let refused = copy(&dev, id.clone(), json!({"imageTag": "dev-2"})).await;
        check_denied(&refused, "ecr:BatchGetImage", &id.to_string());
    }
    let refused = copy(&dev, json!({"imageTag": "dev-1"}), json!({"imageTag": "prod-2"})).await;
    check_denied(&refused, "ecr:PutImage", "prod-2");
    let copied = copy(&dev, json!({"imageTag": "dev-1"}), json!({"imageTag": "dev-2"})).await;
    copied.expect("nobody's tags");
}

#[tokio::test]
async fn an_account_copies_from_another_that_lets_it() {
    let scene = Scene::new().await;
    let image = TestImage::new("one");
    image.push(&scene.admin, REPOSITORY, "1").await;
    let other = scene.server.other_account(OTHER).await.at_host(HOST);
    other.create_repository(TARGET).await;
    let from = json!({"sourceRegistryId": ACCOUNT});
    let refused = copy(&other, json!({"imageTag": "1"}), from.clone()).await;
    check_denied(&refused, "ecr:BatchGetImage", "without a policy");
    let policy = document(json!([{"Effect": "Allow", "Principal": {"AWS": OTHER},
        "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]}]));
    let input = json!({"repositoryName": REPOSITORY, "policyText": policy.to_string()});
    scene.admin.ecr_ok("SetRepositoryPolicy", input).await;
    let copied = copy(&other, json!({"imageTag": "1"}), from)
        .await
        .expect("a right");
    assert_eq!(
        (&copied["registryId"], &copied["copiedImageCount"]),
        (&json!(OTHER), &json!(1))
    );
    let pulled = other.get(&manifest(TARGET, "1")).await;
    assert_eq!(pulled.status, 200);
    // Not the other way round.
    let input = json!({"sourceRepositoryName": REPOSITORY, "imageId": {"imageTag": "1"},
        "registryId": OTHER, "repositoryName": TARGET, "imageTag": "2"});
    let refused = call(&scene.admin, "CopyImage", input).await;
    check_denied(&refused, "hythe:CopyImage", "into the other account");
}

#[tokio::test]
async fn the_target_is_made_as_by_a_push() {
    let (_server, admin) = repository().await;
    TestImage::new("one").push(&admin, REPOSITORY, "1").await;
    let refused = copy(&admin, json!({"imageTag": "1"}), json!({})).await;
    let missing = ("RepositoryNotFoundException".to_owned(), no_repository(TARGET));
    assert_eq!(refused, Err(missing));
    let template = json!({"prefix": "release", "appliedFor": ["CREATE_ON_PUSH"]});
    admin.ecr_ok("CreateRepositoryCreationTemplate", template).await;
    copy(&admin, json!({"imageTag": "1"}), json!({}))
        .await
        .expect("a new repository");
    assert_eq!(admin.get(&manifest(TARGET, "1")).await.status, 200);
}

#[tokio::test]
async fn bad_input() {
    let (_server, admin) = repository().await;
    admin.create_repository(TARGET).await;
    TestImage::new("one").push(&admin, REPOSITORY, "1").await;
    let parameter = "InvalidParameterException";
    let not_found = format!(
        "The image with imageId {{imageDigest:'null', imageTag:'9'}} does not exist within the repository with name \
         '{REPOSITORY}' in the registry with id '{ACCOUNT}'"
    );
    let one = || json!({"imageTag": "1"});
    for (id, members, name, message) in [
        (
            json!({}),
            json!({}),
            parameter,
            invalid("imageIds", "both tag and digest cannot be null"),
        ),
        (json!(null), json!({}), parameter, invalid("imageId", NOT_NULL)),
        (
            json!({"imageTag": "9"}),
            json!({}),
            "ImageNotFoundException",
            not_found,
        ),
        (
            one(),
            json!({"sourceRepositoryName": "nope"}),
            "RepositoryNotFoundException",
            no_repository("nope"),
        ),
        (
            one(),
            json!({"repositoryName": "nope"}),
            "RepositoryNotFoundException",
            no_repository("nope"),
        ),
        (
            one(),
            json!({"imageTag": "-"}),
            parameter,
            invalid(
                "imageTag",
                "must satisfy regular expression '[A-Za-z0-9_][A-Za-z0-9._-]{0,127}'",
            ),
        ),
    ] {
        let refused = copy(&admin, id.clone(), members.clone()).await;
        assert_eq!(refused, Err((name.to_owned(), message)), "{id} {members}");
    }
}
