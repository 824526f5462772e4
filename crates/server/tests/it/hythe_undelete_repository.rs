//! Repositories that were deleted and come back.

use meta::Limit;
use serde_json::{Value, json};
use testkit::{Caller, TestImage, TestServer};

use crate::aws_fixture::{ACCOUNT, REPOSITORY, START, put_image, repository, text, with};
use crate::aws_lifecycle_policy::{expire, keep, put};
use crate::hythe_undelete::{DAY, hythe};

const POLICY: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"ecr:ListImages"}]}"#;

/// Everything that a client can see of a repository.
async fn seen(caller: &Caller, name: &str) -> Value {
    let named = json!({"repositoryName": name});
    let arn = format!("arn:aws:ecr:eu-west-1:{ACCOUNT}:repository/{name}");
    let mut seen = Vec::new();
    for operation in ["DescribeImages", "GetRepositoryPolicy", "GetLifecyclePolicy"] {
        let mut output = caller.ecr_ok(operation, named.clone()).await;
        if let Some(images) = output["imageDetails"].as_array_mut() {
            images
                .iter_mut()
                .for_each(|image| image["repositoryName"] = json!(null));
        }
        output["repositoryName"] = json!(null);
        seen.push(output);
    }
    let described = caller
        .ecr_ok("DescribeRepositories", json!({"repositoryNames": [name]}))
        .await;
    let one = &described["repositories"][0];
    seen.push(json!([
        one["createdAt"],
        one["imageTagMutability"],
        one["encryptionConfiguration"]
    ]));
    seen.push(
        caller
            .ecr_ok("ListTagsForResource", json!({"resourceArn": arn}))
            .await,
    );
    let manifest = caller.get(&format!("/v2/{name}/manifests/latest")).await;
    seen.push(json!(text(&manifest.body)));
    json!(seen)
}

async fn delete(caller: &Caller, name: &str) {
    let input = json!({"repositoryName": name, "force": true});
    caller.ecr_ok("DeleteRepository", input).await;
}

async fn deleted(caller: &Caller) -> Vec<Value> {
    let reply = caller.hythe("ListDeletedRepositories", json!({})).await;
    reply.json()["deletedRepositories"]
        .as_array()
        .expect("a list")
        .clone()
}

async fn full() -> (TestServer, Caller, TestImage) {
    let (server, admin) = repository().await;
    let image = TestImage::new("one");
    put_image(&admin, &image, "latest").await;
    let named = |members: Value| with(&json!({"repositoryName": REPOSITORY}), &members);
    admin
        .ecr_ok("SetRepositoryPolicy", named(json!({"policyText": POLICY})))
        .await;
    put(&admin, &json!([expire(1, &keep(1))])).await;
    let arn = format!("arn:aws:ecr:eu-west-1:{ACCOUNT}:repository/{REPOSITORY}");
    let tags = json!([{"Key": "team", "Value": "shop"}]);
    admin
        .ecr_ok("TagResource", json!({"resourceArn": arn, "tags": tags}))
        .await;
    admin
        .ecr_ok(
            "PutImageTagMutability",
            named(json!({"imageTagMutability": "IMMUTABLE"})),
        )
        .await;
    (server, admin, image)
}

async fn assert_gone(caller: &Caller, name: &str) {
    for operation in [
        "ListImages",
        "DescribeImages",
        "GetRepositoryPolicy",
        "GetLifecyclePolicy",
    ] {
        let (code, _) = caller.ecr_error(operation, json!({"repositoryName": name})).await;
        assert_eq!(code, "RepositoryNotFoundException", "{operation}");
    }
    let list = caller.ecr_ok("DescribeRepositories", json!({})).await;
    assert!(!list.to_string().contains(name), "{list}");
    let catalog = caller.get("/v2/_catalog").await;
    assert!(!catalog.text().contains(name), "{}", catalog.text());
    for path in ["manifests/latest", "tags/list"] {
        let reply = caller.get(&format!("/v2/{name}/{path}")).await;
        assert_eq!(reply.oci_error().0, "NAME_UNKNOWN", "{path}");
    }
}

#[tokio::test]
async fn a_repository_comes_back_with_everything() {
    let (server, admin, image) = full().await;
    let before = seen(&admin, REPOSITORY).await;
    server.clock.advance(DAY);
    let url = admin.start_upload(REPOSITORY).await;
    delete(&admin, REPOSITORY).await;
    assert_gone(&admin, REPOSITORY).await;
    assert_eq!(admin.get(&url).await.status, 404, "an upload in progress is gone");
    let list = deleted(&admin).await;
    let size: usize = image.config.len() + image.layers[0].len();
    let expected = json!({
        "deletionId": list[0]["deletionId"], "registryId": ACCOUNT, "repositoryName": REPOSITORY,
        "repositoryArn": format!("arn:aws:ecr:eu-west-1:{ACCOUNT}:repository/{REPOSITORY}"),
        "createdAt": START, "imageCount": 1, "sizeInBytes": size, "deletedAt": START + 86400.0,
        "deletedBy": format!("arn:aws:iam::{ACCOUNT}:user/administrator"), "restorableUntil": START + 8.0 * 86400.0,
    });
    assert_eq!(list, [expected]);
    let elsewhere = admin.in_region("us-east-1");
    assert_eq!(deleted(&elsewhere).await, Vec::<Value>::new());
    hythe(&admin, "UndeleteRepository", json!({}))
        .await
        .expect("it comes back");
    assert_eq!(seen(&admin, REPOSITORY).await, before);
    assert_eq!(deleted(&admin).await, Vec::<Value>::new());
    let again = hythe(&admin, "UndeleteRepository", json!({})).await;
    assert_eq!(again.expect_err("it is back").0, "RepositoryNotFoundException");
}

#[tokio::test]
async fn a_taken_name_is_refused_and_another_serves() {
    let (server, admin, _image) = full().await;
    let before = seen(&admin, REPOSITORY).await;
    delete(&admin, REPOSITORY).await;
    admin.create_repository(REPOSITORY).await;
    let listed = admin
        .ecr_ok("ListImages", json!({"repositoryName": REPOSITORY}))
        .await;
    assert_eq!(
        listed["imageIds"],
        json!([]),
        "nothing of the old shows in the new"
    );
    let refused = hythe(&admin, "UndeleteRepository", json!({})).await;
    assert_eq!(
        refused.expect_err("the name is taken").0,
        "RepositoryAlreadyExistsException"
    );
    let output = hythe(
        &admin,
        "UndeleteRepository",
        json!({"newRepositoryName": "shop/old"}),
    )
    .await;
    assert_eq!(output.expect("it comes back")["repositoryName"], "shop/old");
    assert_eq!(seen(&admin, "shop/old").await, before);
    // Two of one name: the newer by default, the older by its id.
    for name in ["shop/old", REPOSITORY] {
        server.clock.advance(DAY);
        delete(&admin, name).await;
    }
    admin.create_repository("shop/old").await;
    server.clock.advance(DAY);
    delete(&admin, "shop/old").await;
    let list = deleted(&admin).await;
    let names: Vec<_> = list
        .iter()
        .map(|entry| entry["repositoryName"].as_str())
        .collect();
    assert_eq!(names, [Some("shop/old"), Some(REPOSITORY), Some("shop/old")]);
    let older = json!({"repositoryName": "shop/old", "deletionId": list[2]["deletionId"]});
    hythe(&admin, "UndeleteRepository", older)
        .await
        .expect("the older one");
    assert_eq!(seen(&admin, "shop/old").await, before);
    let wrong = json!({"deletionId": list[0]["deletionId"]});
    let refused = hythe(&admin, "UndeleteRepository", wrong).await;
    assert_eq!(
        refused.expect_err("that is another name's").0,
        "RepositoryNotFoundException"
    );
}

#[tokio::test]
async fn a_restored_policy_waits_a_day_and_one_in_the_bin_rests() {
    let (server, admin, image) = full().await;
    let newer = TestImage::new("two");
    put_image(&admin, &newer, "newer").await;
    let input = json!({"repositoryName": REPOSITORY});
    let count = || async {
        let list = admin.ecr_ok("ListImages", input.clone()).await;
        list["imageIds"].as_array().map(Vec::len)
    };
    delete(&admin, REPOSITORY).await;
    server.clock.advance(DAY * 2);
    assert_eq!(server.registry.job_run_due(Limit(10)).await.expect("jobs"), 0);
    hythe(&admin, "UndeleteRepository", json!({}))
        .await
        .expect("it comes back");
    assert_eq!(server.registry.job_run_due(Limit(10)).await.expect("jobs"), 0);
    assert_eq!(count().await, Some(2));
    let pulled = admin
        .get(&format!("/v2/{REPOSITORY}/manifests/{}", image.digest()))
        .await;
    assert_eq!(pulled.body, image.manifest);
    server.clock.advance(DAY);
    assert_eq!(server.registry.job_run_due(Limit(10)).await.expect("jobs"), 1);
    assert_eq!(count().await, Some(1));
}

#[tokio::test]
async fn a_repository_is_purged_in_batches_when_its_time_is_over_or_at_once() {
    for at_once in [true, false] {
        let (server, admin, _image) = full().await;
        delete(&admin, REPOSITORY).await;
        let sweep = || async { server.registry.bin_sweep(Limit(1)).await.expect("a sweep") };
        if at_once {
            let id = deleted(&admin).await[0]["deletionId"].clone();
            let purge = json!({"deletionId": id});
            hythe(&admin, "PurgeDeletedRepository", purge.clone())
                .await
                .expect("it goes");
            let again = hythe(&admin, "PurgeDeletedRepository", purge).await;
            assert_eq!(again.expect_err("it is gone").0, "RepositoryNotFoundException");
        } else {
            server
                .clock
                .advance(DAY * 7 - std::time::Duration::from_micros(1));
            assert_eq!(sweep().await, 0, "nothing goes before its time");
            assert_eq!(deleted(&admin).await.len(), 1);
            server.clock.advance(std::time::Duration::from_micros(1));
        }
        assert_eq!(deleted(&admin).await, Vec::<Value>::new());
        let gone = hythe(&admin, "UndeleteRepository", json!({})).await;
        assert_eq!(gone.expect_err("it is gone").0, "RepositoryNotFoundException");
        let mut rounds = 0;
        while sweep().await > 0 {
            rounds += 1;
        }
        assert_eq!(rounds, 4, "an image, two layers, and the rest");
    }
}

#[tokio::test]
async fn another_name_needs_the_right_to_create_it() {
    use crate::sts_fixture::{Scene, allow};
    use meta::OwnerKind;
    let scene = Scene::new().await;
    delete(&scene.admin, REPOSITORY).await;
    let dev = scene.user(ACCOUNT, "dev").await;
    let owner = (OwnerKind::User, ACCOUNT, "dev");
    let named = json!({"newRepositoryName": "shop/new"});
    for (actions, missing) in [
        (&["ecr:*"][..], Some("hythe:UndeleteRepository")),
        (&["hythe:*"], Some("ecr:CreateRepository")),
        (&["hythe:UndeleteRepository", "ecr:CreateRepository"], None),
    ] {
        scene.policy(owner, "work", allow(actions, "*")).await;
        match (hythe(&dev, "UndeleteRepository", named.clone()).await, missing) {
            (Ok(_), None) => {}
            (Err((name, message)), Some(missing)) => {
                assert_eq!(name, "AccessDeniedException");
                assert!(message.contains(missing), "{message}");
            }
            (outcome, _) => panic!("{actions:?}: {outcome:?}"),
        }
    }
}
