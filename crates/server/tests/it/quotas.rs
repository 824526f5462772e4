//! Quotas on numbers and rates of calls (`ecr-quotas-pricing`, section 1), in both APIs.

use std::time::Duration;

use registry::Quotas;
use serde_json::json;
use server::{RateRule, Rates};
use testkit::{Caller, TestImage, TestServer};

use crate::aws_fixture::{ACCOUNT, HOST, REPOSITORY, Refusals, put_image, put_input, refuse, text};

const LIMIT: &str = "LimitExceededException";

async fn bounded(quotas: Quotas, rules: &[&str]) -> (TestServer, Caller) {
    let rules: Vec<RateRule> = rules.iter().map(|rule| rule.parse().expect(rule)).collect();
    let server = TestServer::start_bounded(quotas, Rates::of(rules)).await;
    let admin = server.administrator().at_host(HOST);
    admin.create_repository(REPOSITORY).await;
    (server, admin)
}

fn few() -> Quotas {
    Quotas {
        repositories: 3,
        images: 2,
        tags: 2,
    }
}

fn full_registry() -> String {
    format!(
        "The registry with id '{ACCOUNT}' already has the maximum allowed number of repositories which is '3'"
    )
}

fn full_repository() -> String {
    format!(
        "The repository with name '{REPOSITORY}' in registry with id '{ACCOUNT}' already has the maximum allowed \
         number of images which is '2'"
    )
}

#[tokio::test]
async fn a_registry_has_so_many_repositories() {
    let (_server, admin) = bounded(few(), &[]).await;
    admin.create_repository("second").await;
    admin.create_repository("third").await;
    let fourth = json!({"repositoryName": "fourth"});
    refuse(
        &admin,
        &[("CreateRepository", fourth.clone(), LIMIT, full_registry())],
    )
    .await;
    // What is refused for another reason is told so.
    let (name, _) = admin
        .ecr_error("CreateRepository", json!({"repositoryName": "third"}))
        .await;
    assert_eq!(name, "RepositoryAlreadyExistsException");
    admin.in_region("us-east-1").create_repository("fourth").await;
    admin
        .ecr_ok("DeleteRepository", json!({"repositoryName": "second"}))
        .await;
    admin.create_repository("fourth").await;
    // A template that makes repositories counts as well.
    let template = json!({"prefix": "new", "appliedFor": ["CREATE_ON_PUSH"]});
    admin.ecr_ok("CreateRepositoryCreationTemplate", template).await;
    let reply = admin.oci("POST", "/v2/new/one/blobs/uploads/", &[], "").await;
    assert_eq!(reply.status, 403, "{}", reply.text());
    assert_eq!(
        reply.json()["errors"][0],
        json!({"code": "DENIED", "message": full_registry()})
    );
}

#[tokio::test]
async fn a_repository_has_so_many_images() {
    let (_server, admin) = bounded(few(), &[]).await;
    let images = ["a", "b", "c"].map(TestImage::new);
    put_image(&admin, &images[0], "a").await;
    put_image(&admin, &images[1], "b").await;
    // The same image again is no new one.
    admin.ecr_ok("PutImage", put_input(&images[1], "b2")).await;
    for bytes in images[2].layers.iter().chain([&images[2].config]) {
        admin.push_blob(REPOSITORY, bytes).await;
    }
    Refusals::of("PutImage", put_input(&images[2], "c"))
        .row(json!({}), LIMIT, full_repository())
        .check(&admin)
        .await;
    let reply = admin.push_manifest(REPOSITORY, "c", &images[2].manifest).await;
    assert_eq!(reply.status, 403, "{}", reply.text());
    assert_eq!(
        reply.json()["errors"][0],
        json!({"code": "DENIED", "message": full_repository()})
    );
    let missing = admin.get(&format!("/v2/{REPOSITORY}/manifests/c")).await;
    assert_eq!(missing.status, 404, "nothing of it is there");
    let delete = json!({"repositoryName": REPOSITORY, "imageIds": [{"imageTag": "a"}]});
    admin.ecr_ok("BatchDeleteImage", delete).await;
    admin.ecr_ok("PutImage", put_input(&images[2], "c")).await;
}

#[tokio::test]
async fn an_image_has_so_many_tags() {
    let (_server, admin) = bounded(few(), &[]).await;
    let image = TestImage::new("a");
    put_image(&admin, &image, "one").await;
    admin.ecr_ok("PutImage", put_input(&image, "two")).await;
    let sentence = format!(
        "Adding tag 'three' to an image in the repository with name '{REPOSITORY}' in registry with id '{ACCOUNT}' \
         exceeds the maximum allowed number of tags per image which is '2'."
    );
    Refusals::of("PutImage", put_input(&image, "three"))
        .row(json!({}), LIMIT, sentence.clone())
        .check(&admin)
        .await;
    let reply = admin
        .push_manifest(REPOSITORY, "three", text(&image.manifest).as_bytes())
        .await;
    assert_eq!(reply.status, 403, "{}", reply.text());
    assert_eq!(
        reply.json()["errors"][0],
        json!({"code": "DENIED", "message": sentence})
    );
}

#[tokio::test]
async fn calls_of_an_account_are_throttled_in_both_apis() {
    let rules = [
        "operation=BatchGetImage rate=2",
        "operation=ListImages rate=30/minute burst=1",
    ];
    let (server, admin) = bounded(Quotas::NONE, &rules).await;
    put_image(&admin, &TestImage::new("a"), "a").await;
    let path = format!("/v2/{REPOSITORY}/manifests/a");
    let batch = json!({"repositoryName": REPOSITORY, "imageIds": [{"imageTag": "a"}]});
    let throttled = || {
        (
            "BatchGetImage",
            batch.clone(),
            "ThrottlingException",
            "Rate exceeded".to_owned(),
        )
    };
    assert_eq!(admin.get(&path).await.status, 200);
    admin.ecr_ok("BatchGetImage", batch.clone()).await;
    refuse(&admin, &[throttled(), throttled()]).await;
    for method in ["GET", "HEAD"] {
        let reply = admin.oci(method, &path, &[], "").await;
        assert_eq!(reply.status, 429, "{method}");
        assert_eq!(reply.header("retry-after"), "1");
        if method == "GET" {
            let expect = json!({"code": "TOOMANYREQUESTS", "message": "Rate exceeded"});
            assert_eq!(reply.json()["errors"][0], expect);
        }
    }
    // Somebody else of the account has the same bucket, and somebody of another has not.
    let bob = server.other_user("bob").await;
    assert_eq!(bob.get(&path).await.status, 429);
    let other = server.other_account("444455556666").await;
    assert_eq!(other.get(&path).await.status, 404);
    let tags = format!("/v2/{REPOSITORY}/tags/list");
    assert_eq!(admin.get(&tags).await.status, 200);
    let reply = admin.get(&tags).await;
    assert_eq!((reply.status.as_u16(), reply.header("retry-after")), (429, "2"));
    server.clock.advance(Duration::from_millis(500));
    assert_eq!(admin.get(&path).await.status, 200, "a token has come back");
    refuse(&admin, &[throttled()]).await;
    assert_eq!(admin.get("/v2/").await.status, 200);
}

#[tokio::test]
async fn calls_of_a_principal_and_of_other_services_are_throttled() {
    let bob = format!("principal=arn:aws:iam::{ACCOUNT}:user/bob operation=GetCallerIdentity rate=1");
    let (server, admin) = bounded(Quotas::NONE, &[&bob, "operation=ListUsers rate=1"]).await;
    let bob = server.other_user("bob").await;
    for (caller, statuses) in [(&bob, [200, 400]), (&admin, [200, 200])] {
        for status in statuses {
            let reply = caller.sts("GetCallerIdentity", &[]).await;
            assert_eq!(reply.status, status, "{}", reply.text());
            if status == 400 {
                assert!(
                    reply.text().contains("<Code>Throttling</Code>"),
                    "{}",
                    reply.text()
                );
                assert!(reply.text().contains("<Message>Rate exceeded</Message>"));
            }
        }
    }
    assert_eq!(admin.iam("ListUsers", &[]).await.status, 200);
    assert_eq!(bob.iam("ListUsers", &[]).await.status, 400);
    // What is not known who sent it is refused for that.
    let reply = bob
        .oci("GET", "/v2/", &[("authorization", "Basic QVdTOng=")], "")
        .await;
    assert_eq!(reply.status, 400, "{}", reply.text());
}

/// Rules name an account, a principal and operations, alone and together; who is meant by none is free.
#[tokio::test]
async fn rules_are_for_whom_they_name() {
    let ann = format!("principal=arn:aws:iam::{ACCOUNT}:user/ann operation=ListImages rate=1");
    let rules = ["account=444455556666 rate=2", &ann];
    let (server, admin) = bounded(Quotas::NONE, &rules).await;
    let ann = server.other_user("ann").await;
    let other = server.other_account("444455556666").await;
    let list = json!({"repositoryName": REPOSITORY});
    // The account has two calls of each kind.
    for (operation, expected) in [
        ("DescribeRepositories", "200"),
        ("DescribeRepositories", "200"),
        ("DescribeRepositories", "ThrottlingException"),
        ("DescribeRegistry", "200"),
    ] {
        assert_eq!(said(&other, operation, json!({})).await, expected, "{operation}");
    }
    // The user has one of that kind, and others as many as she likes.
    for (operation, input, expected) in [
        ("ListImages", list.clone(), "200"),
        ("ListImages", list.clone(), "ThrottlingException"),
        ("DescribeImages", list.clone(), "200"),
        ("DescribeImages", list.clone(), "200"),
    ] {
        assert_eq!(said(&ann, operation, input).await, expected, "{operation}");
    }
    for _ in 0..5 {
        assert_eq!(said(&admin, "ListImages", list.clone()).await, "200");
    }
    server.clock.advance(Duration::from_secs(1));
    assert_eq!(said(&ann, "ListImages", list).await, "200");
    assert_eq!(said(&other, "DescribeRepositories", json!({})).await, "200");
}

/// The status of a call that succeeds, or the name of its error.
async fn said(caller: &Caller, operation: &str, input: serde_json::Value) -> String {
    let reply = caller.ecr(operation, input).await;
    match reply.status.as_u16() {
        200 => "200".to_owned(),
        _ => reply.json()["__type"].as_str().unwrap_or_default().to_owned(),
    }
}
