//! What of a pull is recorded: `lastRecordedPullTime`, and what lifecycle policies make of it
//! (`ecr-behaviour`, section 5; `ecr-registry-features`, section 7).

use std::time::Duration;

use meta::{ImagePull, Limit, Meta};
use serde_json::{Value, json};
use stdx::{Clock as _, Timestamp};
use testkit::{Caller, TestImage, TestServer, digest_of};

use crate::aws_fixture::{REPOSITORY, START, index_of, put_image, put_text, repository};
use crate::sts_fixture::Scene;

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

async fn push(caller: &Caller, name: &str) -> TestImage {
    let image = TestImage::new(name);
    put_image(caller, &image, name).await;
    image
}

/// Reads a manifest by the OCI API.
async fn manifest(caller: &Caller, method: &str, reference: &str, headers: &[(&str, &str)]) -> u16 {
    let path = format!("/v2/{REPOSITORY}/manifests/{reference}");
    caller.oci(method, &path, headers, "").await.status.as_u16()
}

async fn pull(caller: &Caller, reference: &str) {
    assert_eq!(manifest(caller, "GET", reference, &[]).await, 200, "{reference}");
}

/// Does what the server does by itself every few seconds.
async fn flush(server: &TestServer) -> usize {
    server.registry.image_pull_flush().await.expect("a number")
}

/// `lastRecordedPullTime` in seconds since the start, of an image with a tag.
async fn recorded(caller: &Caller, tag: &str) -> Option<f64> {
    let input = json!({"repositoryName": REPOSITORY, "imageIds": [{"imageTag": tag}]});
    let output = caller.ecr_ok("DescribeImages", input).await;
    let time = output["imageDetails"][0]["lastRecordedPullTime"].as_f64();
    time.map(|time| time - START)
}

/// What the database knows of the pulls of an image: when the last one was, and how many they were.
async fn exact(server: &TestServer, image: &TestImage) -> Option<(f64, u64)> {
    let path = server.folder().join("meta.sqlite");
    let meta = Meta::open_sqlite(&path).await.expect("a database");
    let arn = names::RepositoryArn {
        registry: server.administrator().registry(),
        name: names::RepositoryName::parse(REPOSITORY).expect("a name"),
    };
    let found: Result<Vec<ImagePull>, meta::Error> = meta
        .read(move |tx| {
            let arn = arn.clone();
            Box::pin(async move {
                match tx.repository_get(&arn).await? {
                    Some(repository) => tx.image_pull_list(repository.id, None, Limit(1000)).await,
                    None => Ok(Vec::new()),
                }
            })
        })
        .await;
    let found = found.expect("a list").into_iter();
    let mut found = found.filter(|pull| pull.digest.to_string() == image.digest());
    let seconds = |at: Timestamp| {
        let since = at.since(Timestamp::from_micros(1_767_608_100_000_000));
        since.as_secs_f64()
    };
    found
        .next()
        .map(|pull| (seconds(pull.last_pulled_at), pull.count))
}

#[tokio::test]
async fn reading_a_manifest_to_use_it_is_a_pull() {
    let (server, admin) = repository().await;
    let image = push(&admin, "a").await;
    let path = format!("/v2/{REPOSITORY}/blobs/{}", digest_of(&image.config));
    assert_eq!(admin.get(&path).await.status, 200);
    assert_eq!(manifest(&admin, "HEAD", "a", &[]).await, 200);
    assert_eq!(manifest(&admin, "GET", "nope", &[]).await, 404);
    let missing = json!({"repositoryName": REPOSITORY, "imageIds": [{"imageTag": "nope"}]});
    admin.ecr_ok("BatchGetImage", missing).await;
    admin
        .ecr_ok("ListImages", json!({"repositoryName": REPOSITORY}))
        .await;
    assert_eq!(flush(&server).await, 0, "nothing was pulled");
    assert_eq!(recorded(&admin, "a").await, None);
    let etag = format!("\"{}\"", image.digest());
    for (number, reference) in [(1_u32, "a"), (2, &*image.digest())] {
        server.clock.advance(HOUR);
        pull(&admin, reference).await;
        assert_eq!(flush(&server).await, 1);
        assert_eq!(
            exact(&server, &image).await,
            Some((f64::from(number) * 3600.0, number.into()))
        );
    }
    server.clock.advance(HOUR);
    assert_eq!(
        manifest(&admin, "GET", "a", &[("if-none-match", &etag)]).await,
        304
    );
    let twice = json!([{"imageTag": "a"}, {"imageDigest": image.digest()}]);
    let batch = json!({"repositoryName": REPOSITORY, "imageIds": twice});
    admin.ecr_ok("BatchGetImage", batch).await;
    assert_eq!(
        exact(&server, &image).await,
        Some((7200.0, 2)),
        "not written down yet"
    );
    assert_eq!(flush(&server).await, 1);
    assert_eq!(exact(&server, &image).await, Some((10_800.0, 5)));
    assert_eq!(recorded(&admin, "a").await, Some(3600.0));
    assert_eq!(flush(&server).await, 0);
    let server = server.restart().await;
    assert_eq!(recorded(&server.administrator(), "a").await, Some(3600.0));
}

#[tokio::test]
async fn ecr_shows_a_new_time_once_a_day() {
    let (server, admin) = repository().await;
    push(&admin, "a").await;
    for (wait, expect) in [
        (0, 0.0),
        (86_399, 0.0),
        (1, 86_400.0),
        (1, 86_400.0),
        (86_400 * 5, 86_401.0 + 86_400.0 * 5.0),
    ] {
        server.clock.advance(Duration::from_secs(wait));
        pull(&admin, "a").await;
        flush(&server).await;
        assert_eq!(recorded(&admin, "a").await, Some(expect), "{wait}");
    }
}

#[tokio::test]
async fn an_index_and_the_image_that_is_taken_from_it_are_pulled() {
    let (server, admin) = repository().await;
    let (one, two) = (push(&admin, "one").await, push(&admin, "two").await);
    put_text(&admin, &index_of(&[&one, &two]), "multi").await;
    pull(&admin, "multi").await;
    pull(&admin, &one.digest()).await;
    assert_eq!(flush(&server).await, 2);
    assert_eq!(recorded(&admin, "multi").await, Some(0.0));
    assert_eq!(recorded(&admin, "one").await, Some(0.0));
    assert_eq!(recorded(&admin, "two").await, None);
}

#[tokio::test]
async fn what_is_gone_when_pulls_are_written_down_is_forgotten() {
    let (server, admin) = repository().await;
    let (kept, gone) = (push(&admin, "kept").await, push(&admin, "gone").await);
    for tag in ["kept", "gone"] {
        pull(&admin, tag).await;
    }
    let delete = json!({"repositoryName": REPOSITORY, "imageIds": [{"imageTag": "gone"}]});
    admin.ecr_ok("BatchDeleteImage", delete).await;
    assert_eq!(flush(&server).await, 2);
    push(&admin, "gone").await;
    assert_eq!(recorded(&admin, "gone").await, None, "it is another image now");
    assert_eq!(exact(&server, &kept).await, Some((0.0, 1)));
    for tag in ["kept", "gone"] {
        pull(&admin, tag).await;
    }
    let repository = json!({"repositoryName": REPOSITORY, "force": true});
    admin.ecr_ok("DeleteRepository", repository).await;
    admin.create_repository(REPOSITORY).await;
    push(&admin, "kept").await;
    push(&admin, "gone").await;
    assert_eq!(flush(&server).await, 2);
    assert_eq!(exact(&server, &kept).await, None);
    assert_eq!(exact(&server, &gone).await, None);
}

#[tokio::test]
async fn a_clock_that_is_set_back_takes_no_pull_back() {
    let (server, admin) = repository().await;
    server.clock.advance(DAY * 3);
    let image = push(&admin, "a").await;
    let now = server.clock.now();
    pull(&admin, "a").await;
    flush(&server).await;
    let then = Timestamp::from_micros(now.as_micros() - 86_400_000_000);
    server.clock.set(then);
    pull(&admin, "a").await;
    flush(&server).await;
    let pushed = 3.0 * 86_400.0;
    assert_eq!(recorded(&admin, "a").await, Some(pushed));
    assert_eq!(exact(&server, &image).await, Some((pushed, 2)));
    let other = push(&admin, "b").await;
    pull(&admin, "b").await;
    flush(&server).await;
    let (at, _) = exact(&server, &other).await.expect("it was pulled");
    assert!(at >= pushed, "no image was pulled before it was pushed: {at}");
}

async fn exclude(caller: &Caller, operation: &str, arn: &str) {
    caller.ecr_ok(operation, json!({"principalArn": arn})).await;
}

#[tokio::test]
async fn excluded_principals_leave_no_trace() {
    let scene = Scene::new().await;
    let (ann, role) = scene.puller().await;
    let (server, admin) = (&scene.server, &scene.admin);
    let image = push(admin, "a").await;
    let scanner = scene.assume(&ann, &role, &[("RoleSessionName", "scan-1")]).await;
    let mut count = 0;
    for (operation, counts) in [
        ("", true),
        ("RegisterPullTimeUpdateExclusion", false),
        ("DeregisterPullTimeUpdateExclusion", true),
    ] {
        if !operation.is_empty() {
            exclude(admin, operation, &role).await;
        }
        // Another session of the role is the role, too.
        let other = scene.assume(&ann, &role, &[("RoleSessionName", "scan-2")]).await;
        for caller in [&scanner, &other] {
            pull(caller, "a").await;
            let batch = json!({"repositoryName": REPOSITORY, "imageIds": [{"imageTag": "a"}]});
            caller.ecr_ok("BatchGetImage", batch).await;
        }
        count += if counts { 4 } else { 0 };
        flush(server).await;
        assert_eq!(
            exact(server, &image).await.map(|(_, count)| count),
            Some(count),
            "{operation}"
        );
    }
    // A user by its own name; in other regions the list is another one.
    let user = server.other_user("bob").await.at_host(crate::aws_fixture::HOST);
    let bob = format!("arn:aws:iam::{}:user/bob", admin.account());
    exclude(
        &admin.in_region("us-east-1"),
        "RegisterPullTimeUpdateExclusion",
        &bob,
    )
    .await;
    pull(&user, "a").await;
    exclude(admin, "RegisterPullTimeUpdateExclusion", &bob).await;
    pull(&user, "a").await;
    pull(admin, "a").await;
    flush(server).await;
    assert_eq!(
        exact(server, &image).await.map(|(_, count)| count),
        Some(count + 2)
    );
}

fn not_pulled_for(days: i64) -> Value {
    json!({"tagStatus": "any", "countType": "sinceImagePulled", "countUnit": "days", "countNumber": days})
}

#[tokio::test]
async fn lifecycle_policies_go_by_the_recorded_time() {
    let (server, admin) = repository().await;
    for name in ["never", "early", "late", "scanned"] {
        push(&admin, name).await;
    }
    pull(&admin, "early").await;
    server.clock.advance(DAY * 3);
    pull(&admin, "late").await;
    let archive = json!([{"rulePriority": 1, "selection": not_pulled_for(2),
        "action": {"type": "transition", "targetStorageClass": "archive"}}]);
    flush(&server).await;
    server.clock.advance(HOUR);
    let policy = json!({"rules": archive}).to_string();
    let preview = json!({"repositoryName": REPOSITORY, "lifecyclePolicyText": policy});
    admin.ecr_ok("StartLifecyclePolicyPreview", preview).await;
    server.registry.job_run_due(Limit(9)).await.expect("a number");
    let result = json!({"repositoryName": REPOSITORY});
    let result = admin.ecr_ok("GetLifecyclePolicyPreview", result).await;
    let results = result["previewResults"].as_array().expect("a list").iter();
    let mut tags: Vec<_> = results.map(|image| image["imageTags"][0].as_str()).collect();
    tags.sort();
    assert_eq!(tags, [Some("early"), Some("never"), Some("scanned")]);
}

#[tokio::test]
async fn pulls_at_once_are_all_counted() {
    let (server, admin) = repository().await;
    let image = push(&admin, "a").await;
    let pulls = (0..8).map(|_| async {
        for _ in 0..25 {
            pull(&admin, "a").await;
        }
    });
    let flushes = async {
        for _ in 0..20 {
            flush(&server).await;
            tokio::task::yield_now().await;
        }
    };
    futures_util::future::join(futures_util::future::join_all(pulls), flushes).await;
    flush(&server).await;
    assert_eq!(exact(&server, &image).await, Some((0.0, 200)));
}

#[tokio::test]
async fn our_own_api_tells_the_exact_time_and_number() {
    let (server, admin) = repository().await;
    let mut digests = Vec::new();
    for number in 0..5 {
        let image = push(&admin, &format!("v{number}")).await;
        for _ in 0..=number {
            pull(&admin, &format!("v{number}")).await;
            flush(&server).await;
            server.clock.advance(HOUR);
        }
        digests.push((image.digest(), number + 1));
    }
    push(&admin, "never").await;
    flush(&server).await;
    digests.sort();
    for size in [1, 2, 5, 1000] {
        let (mut all, mut token) = (Vec::new(), Value::Null);
        loop {
            let input = json!({"repositoryName": REPOSITORY, "maxResults": size, "nextToken": token});
            let reply = admin.hythe("DescribeImagePulls", input).await;
            assert_eq!(reply.status, 200, "{}", reply.text());
            let page = reply.json();
            all.extend(page["imagePulls"].as_array().expect("a list").clone());
            token = page["nextToken"].clone();
            if token.is_null() {
                break;
            }
        }
        let found: Vec<_> = all
            .iter()
            .map(|pull| (pull["imageDigest"].as_str(), pull["pullCount"].as_i64()))
            .collect();
        let expect: Vec<_> = digests
            .iter()
            .map(|(digest, count)| (Some(digest.as_str()), Some(*count)))
            .collect();
        assert_eq!(found, expect, "{size}");
        for pull in all {
            let apart = pull["lastPulledAt"]
                .as_f64()
                .zip(pull["lastRecordedPullTime"].as_f64());
            let apart = apart.map(|(last, recorded)| last - recorded);
            assert_eq!(
                apart,
                Some((pull["pullCount"].as_f64().unwrap_or(0.0) - 1.0) * 3600.0)
            );
        }
    }
}

#[tokio::test]
async fn what_our_own_api_cannot_tell() {
    let (_server, admin) = repository().await;
    for (input, name) in [
        (json!({}), "InvalidParameterException"),
        (json!({"repositoryName": "nope"}), "RepositoryNotFoundException"),
        (
            json!({"repositoryName": REPOSITORY, "nextToken": "x"}),
            "InvalidParameterException",
        ),
        (
            json!({"repositoryName": REPOSITORY, "maxResults": 1001}),
            "InvalidParameterException",
        ),
    ] {
        let reply = admin.hythe("DescribeImagePulls", input).await;
        assert_eq!(
            (reply.status.as_u16(), &reply.json()["__type"]),
            (400, &json!(name))
        );
    }
}
