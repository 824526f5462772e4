//! Create on push (ECR behaviour 4): a template makes the repository of a first push.

use serde_json::{Value, json};
use testkit::{ACCOUNT, Caller, TestImage, digest_of};

use crate::aws_fixture::{HOST, OCI_INDEX, server, with};
use crate::iam_fixture::{person, put_policy};
use crate::oci_check::{bare, no_repository, refusal};

const LIFECYCLE: &str = r#"{"rules": [{"rulePriority": 1, "selection": {"tagStatus": "untagged", "countType": "imageCountMoreThan", "countNumber": 1}, "action": {"type": "expire"}}]}"#;
const EMPTY_INDEX: &[u8] =
    br#"{"schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json", "manifests": []}"#;

/// A manifest that needs nothing else.
const INDEX: (&str, &[u8]) = (OCI_INDEX, EMPTY_INDEX);

async fn template(admin: &Caller, prefix: &str, members: Value) {
    let input = with(
        &json!({"prefix": prefix, "appliedFor": ["CREATE_ON_PUSH"]}),
        &members,
    );
    admin.ecr_ok("CreateRepositoryCreationTemplate", input).await;
}

async fn described(admin: &Caller, name: &str) -> Value {
    let input = json!({"repositoryNames": [name]});
    let output = admin.ecr_ok("DescribeRepositories", input).await;
    output["repositories"][0].clone()
}

#[tokio::test]
async fn each_way_to_begin_a_push() {
    let (_server, admin) = server().await;
    template(&admin, "ROOT", json!({})).await;
    admin.create_repository("source").await;
    admin.push_blob("source", b"hello").await;
    let digest = digest_of(b"hello");
    // Reading makes nothing.
    bare(&admin.head("/v2/a/session/manifests/1").await, 404, "a manifest");
    bare(
        &admin.head(&format!("/v2/a/session/blobs/{digest}")).await,
        404,
        "a blob",
    );
    let tags = admin.get("/v2/a/session/tags/list").await;
    refusal(&tags, 404, "NAME_UNKNOWN", "tags");
    for (name, path, body, status) in [
        ("a/session", "blobs/uploads/".to_owned(), "", 202),
        (
            "a/at-once",
            format!("blobs/uploads/?digest={digest}"),
            "hello",
            201,
        ),
        (
            "a/mount",
            format!("blobs/uploads/?mount={digest}&from=source"),
            "",
            201,
        ),
        ("api", format!("blobs/uploads/?mount={digest}&from=nope"), "", 202),
    ] {
        for _ in 0..2 {
            let reply = admin.oci("POST", &format!("/v2/{name}/{path}"), &[], body).await;
            assert_eq!(reply.status, status, "{name}: {}", reply.text());
        }
        assert_eq!(described(&admin, name).await["repositoryName"], name);
    }
    let reply = admin.put_manifest("a/manifest", "1", INDEX).await;
    assert_eq!(reply.status, 201, "{}", reply.text());
    TestImage::new("one").push(&admin, "a/whole/image", "1").await;
    // The same through the other API, which docker's requests stand for.
    let upload = json!({"repositoryName": "a/layer"});
    admin.ecr_ok("InitiateLayerUpload", upload).await;
    let manifest = std::str::from_utf8(EMPTY_INDEX).expect("text");
    let image = json!({"repositoryName": "a/image", "imageManifest": manifest});
    admin.ecr_ok("PutImage", image).await;
}

#[tokio::test]
async fn the_repository_is_as_the_template_says() {
    let (_server, admin) = server().await;
    let principal = json!({"AWS": format!("arn:aws:iam::{ACCOUNT}:root")});
    let policy = json!({"Version": "2012-10-17", "Statement": [{"Sid": "pull", "Effect": "Allow",
        "Principal": principal, "Action": "ecr:BatchGetImage"}]});
    let tags = json!([{"Key": "team", "Value": "web"}]);
    let members = json!({"imageTagMutability": "IMMUTABLE", "resourceTags": tags,
        "repositoryPolicy": policy.to_string(), "lifecyclePolicy": LIFECYCLE});
    template(&admin, "shop", members).await;
    template(&admin, "ROOT", json!({})).await;
    let other = json!({"appliedFor": ["REPLICATION", "PULL_THROUGH_CACHE"]});
    template(&admin, "shop/deep", other).await;
    for (name, mutability) in [
        ("shop/api", "IMMUTABLE"),
        // The most specific one is for other occasions.
        ("shop/deep/api", "IMMUTABLE"),
        ("shop", "MUTABLE"),
        ("shopping/api", "MUTABLE"),
    ] {
        admin.start_upload(name).await;
        let repository = described(&admin, name).await;
        assert_eq!(repository["imageTagMutability"], mutability, "{name}");
        let arn = json!({"resourceArn": repository["repositoryArn"]});
        let found = admin.ecr_ok("ListTagsForResource", arn).await;
        let is_of_shop = mutability == "IMMUTABLE";
        let expected = if is_of_shop { tags.clone() } else { json!([]) };
        assert_eq!(found["tags"], expected, "{name}");
        let reply = admin
            .ecr("GetRepositoryPolicy", json!({"repositoryName": name}))
            .await;
        assert_eq!(reply.status.is_success(), is_of_shop, "{name}: {}", reply.text());
        if is_of_shop {
            let text = reply.json()["policyText"].as_str().expect("a policy").to_owned();
            assert_eq!(serde_json::from_str::<Value>(&text).expect("JSON"), policy);
        }
    }
    // A repository that is created by itself is not made from it, and none is changed by it.
    admin.create_repository("shop/own").await;
    assert_eq!(
        described(&admin, "shop/own").await["imageTagMutability"],
        "MUTABLE"
    );
}

/// The policy of a template has the hour of grace that one that is put has.
#[tokio::test]
async fn its_lifecycle_policy_is_due_an_hour_later() {
    let (server, admin) = server().await;
    template(&admin, "shop", json!({"lifecyclePolicy": LIFECYCLE})).await;
    TestImage::new("one").push(&admin, "shop/api", "1").await;
    let limit = || meta::Limit(9);
    assert_eq!(server.registry.job_run_due(limit()).await.expect("a number"), 0);
    server.clock.advance(std::time::Duration::from_secs(3599));
    assert_eq!(server.registry.job_run_due(limit()).await.expect("a number"), 0);
    server.clock.advance(std::time::Duration::from_secs(1));
    assert_eq!(server.registry.job_run_due(limit()).await.expect("a number"), 1);
}

#[tokio::test]
async fn without_a_template_nothing_is_made() {
    let (_server, admin) = server().await;
    template(&admin, "shop", json!({})).await;
    template(&admin, "other", json!({"appliedFor": ["REPLICATION"]})).await;
    for name in ["shop", "other/api", "elsewhere/shop/api"] {
        let reply = admin
            .oci("POST", &format!("/v2/{name}/blobs/uploads/"), &[], "")
            .await;
        let message = refusal(&reply, 404, "NAME_UNKNOWN", name);
        assert_eq!(message, no_repository(name, ACCOUNT));
        let reply = admin.put_manifest(name, "1", INDEX).await;
        refusal(&reply, 404, "NAME_UNKNOWN", name);
    }
    let list = admin.ecr_ok("DescribeRepositories", json!({})).await;
    assert_eq!(list, json!({"repositories": []}));
}

#[tokio::test]
async fn who_pushes_may_create() {
    let (_server, admin) = server().await;
    let tags = json!({"resourceTags": [{"Key": "team", "Value": "web"}]});
    template(&admin, "shop", tags).await;
    let pusher = person(&admin, "pusher").await.at_host(HOST);
    let push = json!({"Effect": "Allow", "Action": ["ecr:GetAuthorizationToken", "ecr:InitiateLayerUpload",
        "ecr:UploadLayerPart", "ecr:CompleteLayerUpload", "ecr:PutImage"], "Resource": "*"});
    put_policy(&admin, "pusher", &json!([push])).await;
    let start = |name: &str| format!("/v2/{name}/blobs/uploads/");
    let denied = pusher.oci("POST", &start("shop/api"), &[], "").await;
    let message = refusal(&denied, 403, "DENIED", "a push alone");
    assert!(message.contains("ecr:CreateRepository"), "{message}");
    let missing = pusher.oci("POST", &start("other/api"), &[], "").await;
    refusal(&missing, 404, "NAME_UNKNOWN", "no template");
    // The tags of the template are what the request brings.
    let create = json!({"Effect": "Allow", "Action": "ecr:CreateRepository", "Resource": "*",
        "Condition": {"StringEquals": {"aws:RequestTag/team": "web"}}});
    put_policy(&admin, "pusher", &json!([push, create])).await;
    let made = pusher.oci("POST", &start("shop/api"), &[], "").await;
    assert_eq!(made.status, 202, "{}", made.text());
    let change = json!({"prefix": "shop", "resourceTags": []});
    admin.ecr_ok("UpdateRepositoryCreationTemplate", change).await;
    let denied = pusher.oci("POST", &start("shop/web"), &[], "").await;
    refusal(&denied, 403, "DENIED", "without the tag");
}

/// What the policy of the new repository denies is denied from the first request on.
#[tokio::test]
async fn the_policy_of_the_template_counts_at_once() {
    let (_server, admin) = server().await;
    let policy = json!({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*",
        "Action": ["ecr:InitiateLayerUpload", "ecr:PutImage"]}]});
    template(&admin, "shop", json!({"repositoryPolicy": policy.to_string()})).await;
    let upload = admin.oci("POST", "/v2/shop/api/blobs/uploads/", &[], "").await;
    refusal(&upload, 403, "DENIED", "an upload");
    let reply = admin.put_manifest("shop/web", "1", INDEX).await;
    refusal(&reply, 403, "DENIED", "a manifest");
}
