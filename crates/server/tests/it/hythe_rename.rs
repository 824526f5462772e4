//! RenameRepository: everything stays, under another name.

use meta::OwnerKind;
use serde_json::{Value, json};
use testkit::{Caller, TestImage, digest_of};

use crate::aws_fixture::{
    ACCOUNT, HOST, NOT_NULL, REPOSITORY, invalid, no_repository, repository, start_upload,
};
use crate::hythe_fixture::{Failure, call, check_denied, manifest};
use crate::sts_fixture::{OTHER, Scene, allow, document};

const NEW: &str = "store/api";

async fn rename(caller: &Caller, from: &str, to: &str) -> Result<Value, Failure> {
    let input = json!({"repositoryName": from, "newRepositoryName": to});
    call(caller, "RenameRepository", input).await
}

#[tokio::test]
async fn everything_stays_and_the_old_name_is_nothing() {
    let (_server, admin) = repository().await;
    let image = TestImage::new("one");
    image.push(&admin, REPOSITORY, "1").await;
    let layer = digest_of(&image.layers[0]);
    let blob = |name: &str| format!("/v2/{name}/blobs/{layer}");
    let whole = |name: &str| json!({"repositoryName": name});
    let url = json!({"repositoryName": REPOSITORY, "layerDigest": layer});
    let url = admin.ecr_ok("GetDownloadUrlForLayer", url).await;
    let url = url["downloadUrl"].as_str().expect("a URL").to_owned();
    let (_, path) = url.split_once("/layers/").expect("a path");
    let path = format!("/layers/{path}");
    assert_eq!(admin.get(&path).await.status, 200);
    let upload = start_upload(&admin).await;
    let output = rename(&admin, REPOSITORY, NEW).await.expect("a new name");
    let arn = format!("arn:aws:ecr:eu-west-1:{ACCOUNT}:repository/{NEW}");
    let uri = format!("{ACCOUNT}.dkr.{}/{NEW}", HOST.trim_start_matches("api."));
    let expected = json!({"registryId": ACCOUNT, "repositoryName": NEW, "repositoryArn": arn,
        "repositoryUri": uri});
    assert_eq!(output, expected);
    assert_eq!(admin.get(&manifest(NEW, "1")).await.body, image.manifest);
    assert_eq!(admin.get(&blob(NEW)).await.body, image.layers[0]);
    for path in [
        manifest(REPOSITORY, "1"),
        manifest(REPOSITORY, &image.digest()),
        blob(REPOSITORY),
        path,
    ] {
        assert_eq!(admin.get(&path).await.status, 404, "{path}");
    }
    let (name, message) = admin.ecr_error("DescribeImages", whole(REPOSITORY)).await;
    assert_eq!(
        (name.as_str(), message),
        ("RepositoryNotFoundException", no_repository(REPOSITORY))
    );
    // The upload goes on where its repository is.
    let part = |name: &str| {
        json!({"repositoryName": name, "uploadId": upload, "partFirstByte": 0,
        "partLastByte": 0, "layerPartBlob": "YQ=="})
    };
    assert_eq!(admin.ecr("UploadLayerPart", part(REPOSITORY)).await.status, 400);
    admin.ecr_ok("UploadLayerPart", part(NEW)).await;
    // The old name is free, and nothing of the old repository shows under it.
    admin.create_repository(REPOSITORY).await;
    let images = admin.ecr_ok("ListImages", whole(REPOSITORY)).await;
    assert_eq!(images["imageIds"], json!([]));
    assert_eq!(admin.get(&manifest(NEW, "1")).await.status, 200);
}

#[tokio::test]
async fn policies_tags_and_previews_go_along_at_once() {
    let scene = Scene::new().await;
    let admin = &scene.admin;
    TestImage::new("one").push(admin, REPOSITORY, "1").await;
    let other = scene
        .server
        .other_account(OTHER)
        .await
        .at_host(&format!("{ACCOUNT}.dkr.{}", HOST.trim_start_matches("api.")));
    let pull =
        document(json!([{"Effect": "Allow", "Principal": {"AWS": OTHER}, "Action": "ecr:BatchGetImage"}]));
    let policy = json!({"repositoryName": REPOSITORY, "policyText": pull.to_string()});
    admin.ecr_ok("SetRepositoryPolicy", policy).await;
    let lifecycle = json!({"rules": [{"rulePriority": 1, "selection": {"tagStatus": "any",
        "countType": "imageCountMoreThan", "countNumber": 9}, "action": {"type": "expire"}}]});
    let start = json!({"repositoryName": REPOSITORY, "lifecyclePolicyText": lifecycle.to_string()});
    admin.ecr_ok("PutLifecyclePolicy", start.clone()).await;
    admin.ecr_ok("StartLifecyclePolicyPreview", start).await;
    assert_eq!(other.get(&manifest(REPOSITORY, "1")).await.status, 200);
    rename(admin, REPOSITORY, NEW).await.expect("a new name");
    // What was held in memory of the old name does not count, for nobody.
    assert_eq!(other.get(&manifest(REPOSITORY, "1")).await.status, 403);
    assert_eq!(other.get(&manifest(NEW, "1")).await.status, 200);
    let named = json!({"repositoryName": NEW});
    for operation in ["GetRepositoryPolicy", "GetLifecyclePolicy"] {
        admin.ecr_ok(operation, named.clone()).await;
    }
    scene
        .server
        .registry
        .job_run_due(meta::Limit(9))
        .await
        .expect("a run");
    let preview = admin.ecr_ok("GetLifecyclePolicyPreview", named).await;
    assert_eq!(preview["status"], "COMPLETE");
}

#[tokio::test]
async fn rights_on_both_names_are_needed() {
    let scene = Scene::new().await;
    let user = scene.user(ACCOUNT, "ci").await;
    let owner = (OwnerKind::User, ACCOUNT, "ci");
    let arn = |name: &str| format!("arn:aws:ecr:eu-west-1:{ACCOUNT}:repository/{name}");
    let rights = [
        ("hythe:RenameRepository", REPOSITORY),
        ("hythe:RenameRepository", NEW),
        ("ecr:DeleteRepository", REPOSITORY),
        ("ecr:CreateRepository", NEW),
    ];
    for (missing, (action, name)) in rights.into_iter().enumerate() {
        for (index, (action, name)) in rights.into_iter().enumerate() {
            let (action, resource) = if index == missing {
                ("s3:GetObject", "*".to_owned())
            } else {
                (action, arn(name))
            };
            scene
                .policy(owner, &format!("right{index}"), allow(&[action], &resource))
                .await;
        }
        let refused = rename(&user, REPOSITORY, NEW).await;
        check_denied(&refused, action, name);
        assert!(
            refused.expect_err(name).1.contains(&arn(name)),
            "{action} on {name}"
        );
    }
    for (index, (action, name)) in rights.into_iter().enumerate() {
        scene
            .policy(owner, &format!("right{index}"), allow(&[action], &arn(name)))
            .await;
    }
    rename(&user, REPOSITORY, NEW).await.expect("every right");
}

#[tokio::test]
async fn bad_input() {
    let (_server, admin) = repository().await;
    admin.create_repository("taken").await;
    let parameter = "InvalidParameterException";
    let taken = |name: &str| {
        format!("The repository with name '{name}' already exists in the registry with id '{ACCOUNT}'")
    };
    for (from, to, name, message) in [
        ("nope", NEW, "RepositoryNotFoundException", no_repository("nope")),
        (
            REPOSITORY,
            "taken",
            "RepositoryAlreadyExistsException",
            taken("taken"),
        ),
        (
            REPOSITORY,
            REPOSITORY,
            "RepositoryAlreadyExistsException",
            taken(REPOSITORY),
        ),
    ] {
        assert_eq!(
            rename(&admin, from, to).await,
            Err((name.to_owned(), message)),
            "{from} {to}"
        );
    }
    for to in ["UPPER", "a", "a//b", "-a", "../etc"] {
        let refused = rename(&admin, REPOSITORY, to).await.expect_err(to);
        assert_eq!(refused.0, parameter, "{to}");
    }
    let input = json!({"repositoryName": REPOSITORY});
    let refused = call(&admin, "RenameRepository", input).await;
    assert_eq!(
        refused,
        Err((parameter.to_owned(), invalid("newRepositoryName", NOT_NULL)))
    );
    // Nothing happened.
    admin
        .ecr_ok(
            "DescribeRepositories",
            json!({"repositoryNames": [REPOSITORY, "taken"]}),
        )
        .await;
}
