//! GetAccountSetting, PutAccountSetting (`ecr-api-private`, I), and what the settings govern.

use serde_json::{Value, json};
use testkit::{Caller, digest_of};

use crate::aws_fixture::{ACCOUNT, REPOSITORY, Refusals, repository, server};

const OTHER: &str = "444455556666";

async fn value(caller: &Caller, name: &str) -> Value {
    let output = caller.ecr_ok("GetAccountSetting", json!({"name": name})).await;
    assert_eq!(output["name"], name, "{output}");
    output["value"].clone()
}

async fn put(caller: &Caller, name: &str, value: &str) {
    let setting = json!({"name": name, "value": value});
    let output = caller.ecr_ok("PutAccountSetting", setting.clone()).await;
    assert_eq!(output, setting);
}

#[tokio::test]
async fn settings_are_of_one_registry() {
    let (_server, admin) = server().await;
    let elsewhere = admin.in_region("us-east-1");
    for (name, first, others) in [
        (
            "BASIC_SCAN_TYPE_VERSION",
            "AWS_NATIVE",
            ["AWS_NATIVE", "AWS_NATIVE"],
        ),
        ("REGISTRY_POLICY_SCOPE", "V2", ["V1", "V2"]),
        ("BLOB_MOUNTING", "ENABLED", ["DISABLED", "ENABLED"]),
    ] {
        assert_eq!(value(&admin, name).await, first);
        for other in others {
            put(&admin, name, other).await;
            assert_eq!(value(&admin, name).await, other);
            assert_eq!(value(&elsewhere, name).await, first);
        }
    }
}

#[tokio::test]
async fn what_is_no_setting() {
    let (_server, admin) = server().await;
    let names =
        "Member must satisfy enum value set: [BASIC_SCAN_TYPE_VERSION, REGISTRY_POLICY_SCOPE, BLOB_MOUNTING]";
    Refusals::of("GetAccountSetting", json!({}))
        .invalid(json!({}), "name", crate::aws_fixture::NOT_NULL)
        .invalid(json!({"name": ""}), "name", &crate::aws_fixture::min_length(1))
        .invalid(json!({"name": "blob_mounting"}), "name", names)
        .check(&admin)
        .await;
    Refusals::of(
        "PutAccountSetting",
        json!({"name": "BLOB_MOUNTING", "value": "ENABLED"}),
    )
    .invalid(json!({"value": null}), "value", crate::aws_fixture::NOT_NULL)
    .invalid(json!({"name": "OTHER"}), "name", names)
    .invalid(
        json!({"value": "true"}),
        "value",
        "Member must satisfy enum value set: [ENABLED, DISABLED]",
    )
    .invalid(
        json!({"name": "BASIC_SCAN_TYPE_VERSION", "value": "CLAIR"}),
        "value",
        "Member must satisfy enum value set: [AWS_NATIVE]",
    )
    .invalid(
        json!({"name": "REGISTRY_POLICY_SCOPE", "value": "V3"}),
        "value",
        "Member must satisfy enum value set: [V2, V1]",
    )
    .check(&admin)
    .await;
}

#[tokio::test]
async fn mounting_is_switched_off_and_on() {
    let (_server, admin) = repository().await;
    admin.create_repository("shop/web").await;
    admin.push_blob(REPOSITORY, b"hello").await;
    let digest = digest_of(b"hello");
    let path = format!("/v2/shop/web/blobs/uploads/?mount={digest}&from={REPOSITORY}");
    for (chosen, status) in [("DISABLED", 202), ("ENABLED", 201), ("DISABLED", 202)] {
        put(&admin, "BLOB_MOUNTING", chosen).await;
        let reply = admin.oci("POST", &path, &[], "").await;
        assert_eq!(reply.status, status, "{chosen}: {}", reply.text());
    }
    // What was mounted stays.
    let pulled = admin.get(&format!("/v2/shop/web/blobs/{digest}")).await;
    assert_eq!(pulled.body, b"hello".as_slice());
}

#[tokio::test]
async fn the_policy_of_the_registry_is_limited() {
    let (server, admin) = repository().await;
    let other = server.other_account(OTHER).await;
    let policy = json!({"Version": "2012-10-17", "Statement": [{
        "Sid": "all", "Effect": "Allow", "Principal": {"AWS": format!("arn:aws:iam::{OTHER}:root")},
        "Action": "ecr:*", "Resource": format!("arn:aws:ecr:eu-west-1:{ACCOUNT}:repository/*"),
    }]});
    admin
        .ecr_ok("PutRegistryPolicy", json!({"policyText": policy.to_string()}))
        .await;
    let list = json!({"registryId": ACCOUNT, "repositoryName": REPOSITORY});
    for (number, (scope, status)) in [("V2", 200), ("V1", 400), ("V2", 200)].into_iter().enumerate() {
        put(&admin, "REGISTRY_POLICY_SCOPE", scope).await;
        let reply = other.ecr("ListImages", list.clone()).await;
        assert_eq!(reply.status, status, "{scope}: {}", reply.text());
        let new = json!({"registryId": ACCOUNT, "repositoryName": format!("new/{number}")});
        other.ecr_ok("CreateRepository", new).await;
    }
}
