//! The wire format of AWS JSON 1.1 (`ecr-behaviour`, section 2).

use std::collections::HashSet;
use std::time::Duration;

use serde_json::{Value, json};
use testkit::{Reply, TestImage};

use crate::aws_fixture::{REPOSITORY, put_image, repository, start_upload};

const CONTENT_TYPE: &str = "application/x-amz-json-1.1";

/// Whether an answer has the form of the protocol; its request id.
fn request_id(reply: &Reply) -> String {
    assert_eq!(reply.header("content-type"), CONTENT_TYPE);
    assert_eq!(reply.header("content-length"), reply.body.len().to_string());
    let id = reply.header("x-amzn-requestid");
    let groups: Vec<usize> = id.split('-').map(str::len).collect();
    assert_eq!(groups, [8, 4, 4, 4, 12], "{id}");
    assert!(
        id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-'),
        "{id}"
    );
    assert!(
        !reply.text().contains(":null"),
        "members that are not set are left out: {}",
        reply.text()
    );
    id.to_owned()
}

#[tokio::test]
async fn every_answer_has_the_form_of_the_protocol() {
    let (_server, admin) = repository().await;
    let image = TestImage::new("one");
    put_image(&admin, &image, "1").await;
    let upload = start_upload(&admin).await;
    let mut calls = crate::aws_authorization::inputs(&upload, &image);
    let arn = json!({"resourceArn": "arn:aws:ecr:eu-west-1:111122223333:repository/shop/api", "tags": [], "tagKeys": []});
    for operation in ["TagResource", "UntagResource", "ListTagsForResource"] {
        calls.push((operation, arn.clone()));
    }
    calls.extend(
        [
            "DescribeRegistry",
            "DescribeRepositories",
            "GetAuthorizationToken",
        ]
        .map(|operation| (operation, json!({}))),
    );
    // The deletion of the repository comes last, and then everything is refused.
    calls.sort_by_key(|(operation, _)| {
        ["BatchDeleteImage", "DeleteRepository"]
            .iter()
            .position(|last| last == operation)
    });
    let mut ids = HashSet::new();
    for (operation, input) in calls.iter().chain(&calls) {
        let reply = admin.ecr(operation, input.clone()).await;
        assert!(ids.insert(request_id(&reply)), "{operation}");
        let body = reply.json();
        if reply.status == 400 {
            let name = body["__type"].as_str().expect("a name");
            assert!(
                name.ends_with("Exception") && body["message"].is_string(),
                "{body}"
            );
            assert_eq!(reply.header("x-amzn-errortype"), name);
        } else {
            assert_eq!(
                (reply.status.as_u16(), body.get("__type")),
                (200, None),
                "{operation}"
            );
        }
    }
    assert_eq!(ids.len(), 2 * 21);
}

#[tokio::test]
async fn an_empty_result_is_an_empty_object() {
    let (_server, admin) = repository().await;
    let arn = json!({"resourceArn": "arn:aws:ecr:eu-west-1:111122223333:repository/shop/api", "tags": []});
    assert_eq!(admin.ecr("TagResource", arn).await.text(), "{}");
}

#[tokio::test]
async fn instants_are_seconds_with_milliseconds() {
    let (server, admin) = repository().await;
    let created = async |name: &str| {
        let output = admin
            .ecr("CreateRepository", json!({"repositoryName": name}))
            .await;
        let text = output.text().to_owned();
        let rest = text.split_once("\"createdAt\":").expect("a member").1.to_owned();
        rest[..rest.find(',').expect("more members")].to_owned()
    };
    assert_eq!(created("r0").await, "1767608100.0");
    server.clock.advance(Duration::from_micros(123_456));
    assert_eq!(created("r1").await, "1767608100.123");
    server.clock.advance(Duration::from_micros(900_000));
    assert_eq!(created("r2").await, "1767608101.023");
    // The database keeps them.
    let names = json!({"repositoryNames": ["r1"]});
    let described = admin.ecr_ok("DescribeRepositories", names).await;
    assert_eq!(described["repositories"][0]["createdAt"], 1_767_608_100.123);
}

#[tokio::test]
async fn one_content_type_is_taken() {
    let (server, admin) = repository().await;
    let target = (
        "x-amz-target",
        "AmazonEC2ContainerRegistry_V20150921.DescribeRegistry",
    );
    for (content_type, accepted) in [
        (Some(CONTENT_TYPE), true),
        (Some("application/x-amz-json-1.1; charset=utf-8"), true),
        (Some("Application/X-Amz-Json-1.1"), true),
        (Some("application/x-amz-json-1.0"), false),
        (Some("application/json"), false),
        (Some("text/plain"), false),
        (Some("application/x-www-form-urlencoded"), false),
        (Some(""), false),
        (None, false),
    ] {
        let mut headers = vec![target];
        headers.extend(content_type.map(|value| ("content-type", value)));
        let reply = server.send(admin.signed("ecr", &headers, "{}".into())).await;
        if accepted {
            assert_eq!(reply.status, 200, "{content_type:?}");
        } else {
            let expected = json!({"__type": "SerializationException", "message": format!("The Content-Type must be {CONTENT_TYPE}")});
            assert_eq!(
                (reply.status.as_u16(), reply.json()),
                (400, expected),
                "{content_type:?}"
            );
        }
    }
}

#[tokio::test]
async fn unknown_members_are_passed_over() {
    let (_server, admin) = repository().await;
    let input =
        json!({"repositoryName": "new", "future": {"a": [1, null, "x"]}, "registryid": 5, "tags": null});
    let output = admin.ecr_ok("CreateRepository", input).await;
    assert_eq!(output["repository"]["repositoryName"], "new");
    let list = json!({"repositoryName": REPOSITORY, "filter": {"future": true}, "maxResults": 5.0});
    assert_eq!(
        admin.ecr_ok("ListImages", list).await,
        json!({"imageIds": Value::Array(vec![])})
    );
}
