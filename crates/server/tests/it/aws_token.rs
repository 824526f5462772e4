//! GetAuthorizationToken, and what its token opens at docker's side (`ecr-behaviour`, section 3).

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::Request;
use serde_json::{Value, json};
use testkit::{Caller, Reply, TestServer};

use crate::aws_fixture::{ACCOUNT, HOST, REPOSITORY, START, STRANGER, invalid, refuse, server};

const HALF_A_DAY: u64 = 12 * 3600;

async fn data(caller: &Caller, input: Value) -> Vec<Value> {
    let output = caller.ecr_ok("GetAuthorizationToken", input).await;
    output["authorizationData"].as_array().expect("a list").clone()
}

fn token(data: &Value) -> String {
    data["authorizationToken"].as_str().expect("a token").to_owned()
}

async fn docker(server: &TestServer, host: &str, path: &str, token: &str) -> Reply {
    let request = Request::builder().uri(path).header("host", host);
    let request = request.header("authorization", format!("Basic {token}"));
    server.send(request.body("").expect("a request")).await
}

#[tokio::test]
async fn a_token_is_what_docker_wants() {
    let (server, admin) = server().await;
    let data = data(&admin, json!({})).await;
    let [data] = &data[..] else {
        panic!("one for the caller's registry: {data:?}")
    };
    let token = token(data);
    let expected = json!({
        "authorizationToken": token, "expiresAt": START + 43_200.0,
        "proxyEndpoint": format!("http://{ACCOUNT}.dkr.ecr.eu-west-1.hythe.test"),
    });
    assert_eq!(*data, expected);
    let plain = String::from_utf8(STANDARD.decode(&token).expect("base64")).expect("text");
    let (user, password) = plain.split_once(':').expect("a colon");
    assert_eq!(user, "AWS");
    assert!(!password.contains(':') && password.len() > 100, "{password}");
    for host in [
        HOST,
        "localhost:5000",
        &format!("{ACCOUNT}.dkr.ecr.eu-west-1.hythe.test"),
    ] {
        let reply = docker(&server, host, "/v2/", &token).await;
        assert_eq!(reply.status, 200, "{host}");
    }
}

#[tokio::test]
async fn a_token_lives_for_twelve_hours() {
    let (server, admin) = server().await;
    let token = token(&data(&admin, json!({})).await[0]);
    server.clock.advance(Duration::from_secs(HALF_A_DAY - 1));
    assert_eq!(docker(&server, HOST, "/v2/", &token).await.status, 200);
    server.clock.advance(Duration::from_secs(1));
    let reply = docker(&server, HOST, "/v2/", &token).await;
    let sentence = "Your authorization token has expired. Reauthenticate and try again.";
    assert_eq!(reply.status, 403);
    assert_eq!(reply.oci_error(), ("DENIED".to_owned(), sentence.to_owned()));
}

#[tokio::test]
async fn a_token_outlives_a_restart_and_not_its_installation() {
    let (server, admin) = server().await;
    let token = token(&data(&admin, json!({})).await[0]);
    let server = server.restart().await;
    assert_eq!(docker(&server, HOST, "/v2/", &token).await.status, 200);
    let elsewhere = TestServer::start().await;
    assert_eq!(docker(&elsewhere, HOST, "/v2/", &token).await.status, 400);
}

#[tokio::test]
async fn a_token_speaks_for_its_principal_in_one_region() {
    let (server, admin) = server().await;
    let bob = server.other_account("444455556666").await;
    for caller in [&admin, &bob, &admin.in_region("us-east-1")] {
        caller.create_repository(REPOSITORY).await;
    }
    let path = format!("/v2/{REPOSITORY}/tags/list");
    let host = |account: &str, region: &str| format!("{account}.dkr.ecr.{region}.hythe.test");
    let home = token(&data(&admin, json!({})).await[0]);
    // For another account's registry: the bearer is still who asked.
    let visit = token(&data(&admin, json!({"registryIds": ["444455556666"]})).await[0]);
    for (token, host, status) in [
        (&home, host(ACCOUNT, "eu-west-1"), 200),
        (&home, host("444455556666", "eu-west-1"), 403),
        (&home, host(ACCOUNT, "us-east-1"), 400),
        (&visit, host("444455556666", "eu-west-1"), 403),
        (&visit, host(ACCOUNT, "eu-west-1"), 200),
        (&visit, "localhost".to_owned(), 403),
    ] {
        let reply = docker(&server, &host, &path, token).await;
        assert_eq!(reply.status, status, "{host}: {}", reply.text());
    }
    let denied = docker(&server, "localhost", &path, &visit).await.oci_error();
    let sentence = format!(
        "User: arn:aws:iam::{ACCOUNT}:user/administrator is not authorized to perform: ecr:ListImages on resource: arn:aws:ecr:eu-west-1:444455556666:repository/{REPOSITORY} because no resource-based policy allows the ecr:ListImages action"
    );
    assert_eq!(denied, ("DENIED".to_owned(), sentence));
}

#[tokio::test]
async fn the_endpoint_is_in_the_family_of_the_host_that_was_called() {
    let (server, admin) = server().await;
    let plain = server.address().to_string();
    let fixed = |host: &str| format!("http://{ACCOUNT}.dkr.ecr.eu-west-1.{host}");
    for (host, expected) in [
        ("localhost:5000", "http://localhost:5000".to_owned()),
        ("registry.corp.test", "http://registry.corp.test".to_owned()),
        (plain.as_str(), format!("http://{plain}")),
        ("api.ecr.eu-west-1.amazonaws.com", fixed("amazonaws.com")),
        ("ecr.eu-west-1.corp.test:8443", fixed("corp.test:8443")),
        ("444455556666.dkr.ecr.eu-west-1.corp.test", fixed("corp.test")),
    ] {
        let data = data(&admin.at_host(host), json!({})).await;
        assert_eq!(data[0]["proxyEndpoint"], expected, "{host}");
    }
}

#[tokio::test]
async fn the_credential_helper_is_told_amazons_names() {
    let (server, admin) = server().await;
    let go = "aws-sdk-go-v2/1.41.2 ua/2.1 os/linux lang/go#1.26.8 api/ecr#1.55.3 m/g";
    let python = "aws-cli/1.46.3 md/Botocore#1.44.3";
    let fixed = |region: &str, suffix: &str| format!("https://{ACCOUNT}.dkr.ecr.{region}.{suffix}");
    let reached = || "http://localhost:5000".to_owned();
    for (agent, ids, region, expected) in [
        (
            go,
            json!([ACCOUNT]),
            "eu-west-1",
            fixed("eu-west-1", "amazonaws.com"),
        ),
        (
            go,
            json!([ACCOUNT]),
            "cn-north-1",
            fixed("cn-north-1", "amazonaws.com.cn"),
        ),
        (go, Value::Null, "eu-west-1", reached()),
        (python, json!([ACCOUNT]), "eu-west-1", reached()),
    ] {
        let target = "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken";
        let headers = [
            ("content-type", "application/x-amz-json-1.1"),
            ("x-amz-target", target),
            ("user-agent", agent),
        ];
        let body = json!({"registryIds": ids}).to_string();
        let caller = admin.in_region(region).at_host("localhost:5000");
        let reply = server
            .send(caller.signed("ecr", &headers, body.into()))
            .await
            .json();
        assert_eq!(
            reply["authorizationData"][0]["proxyEndpoint"], expected,
            "{agent} {ids}"
        );
    }
}

#[tokio::test]
async fn one_entry_for_each_registry_that_is_asked_for() {
    let (_server, admin) = server().await;
    let data = data(&admin, json!({"registryIds": [STRANGER, ACCOUNT]})).await;
    let endpoints: Vec<&Value> = data.iter().map(|entry| &entry["proxyEndpoint"]).collect();
    let expected = [STRANGER, ACCOUNT].map(|id| format!("http://{id}.dkr.ecr.eu-west-1.hythe.test"));
    assert_eq!(endpoints, expected.each_ref());
    assert_ne!(token(&data[0]), token(&data[1]));
    let each = "Member must satisfy constraint: [Member must satisfy regular expression pattern: [0-9]{12}]";
    let parameter = |ids: Value, why: &str| {
        let input = json!({"registryIds": ids});
        (
            "GetAuthorizationToken",
            input,
            "InvalidParameterException",
            invalid("registryIds", why),
        )
    };
    let refusals = [
        parameter(json!([]), "Member must have length greater than or equal to 1"),
        parameter(
            json!(vec![ACCOUNT; 11]),
            "Member must have length less than or equal to 10",
        ),
        parameter(json!(["1"]), each),
        parameter(json!([ACCOUNT, "11112222333x"]), each),
    ];
    refuse(&admin, &refusals).await;
    let ten = admin
        .ecr_ok("GetAuthorizationToken", json!({"registryIds": vec![ACCOUNT; 10]}))
        .await;
    assert_eq!(ten["authorizationData"].as_array().map(Vec::len), Some(10));
}
