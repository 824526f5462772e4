//! Every operation of the three models is reachable, and what is not built says so. The list of what is
//! not built may only shrink.

use std::collections::BTreeSet;

use aws_model::{ecr, ecr_public, hythe, sts};
use bytes::Bytes;
use http::Request;
use testkit::Caller;

use crate::aws_fixture::{error_of, server};
use crate::aws_sts;

/// What this version does not build yet, one `service:Operation` a line, sorted.
const UNBUILT: &str = include_str!("unbuilt.txt");
/// How many there were when the list was first written: none may come back.
const UNBUILT_AT_FIRST: usize = 75;

/// Whether the service says that `operation` is not built; panics when it does not know it.
async fn is_unbuilt(caller: &Caller, service: &str, prefix: &str, operation: &str) -> bool {
    let reply = caller
        .aws_json(service, &format!("{prefix}.{operation}"), "{}")
        .await;
    let error = error_of(&reply);
    assert_ne!(error.0, "UnknownOperationException", "{operation}");
    assert!(!reply.status.is_server_error(), "{operation}");
    let unbuilt = error.0 == "UnsupportedCommandException";
    if unbuilt {
        assert_eq!(reply.status, 400, "{operation}");
        assert_eq!(error.1, sentence(operation));
    }
    unbuilt
}

fn sentence(operation: &str) -> String {
    format!("{operation} is not built yet in this version of Hythe.")
}

#[tokio::test]
async fn the_list_of_unbuilt_operations_is_what_the_front_answers() {
    let (_server, admin) = server().await;
    let (mut unbuilt, mut total) = (BTreeSet::new(), 0);
    for operation in ecr::Operation::ALL {
        total += 1;
        if is_unbuilt(&admin, ecr::SIGNING_NAME, ecr::TARGET_PREFIX, operation.name()).await {
            unbuilt.insert(format!("ecr:{}", operation.name()));
        }
    }
    for operation in ecr_public::Operation::ALL {
        total += 1;
        if is_unbuilt(
            &admin,
            ecr_public::SIGNING_NAME,
            ecr_public::TARGET_PREFIX,
            operation.name(),
        )
        .await
        {
            unbuilt.insert(format!("ecr-public:{}", operation.name()));
        }
    }
    for operation in hythe::Operation::ALL {
        let unbuilt = is_unbuilt(
            &admin,
            hythe::SIGNING_NAME,
            hythe::TARGET_PREFIX,
            operation.name(),
        );
        assert!(!unbuilt.await, "our own are built before they are in the model");
    }
    for operation in sts::Operation::ALL {
        total += 1;
        let form = format!("Action={}&Version={}", operation.name(), sts::API_VERSION);
        let reply = admin.aws_query(sts::SIGNING_NAME, &form).await;
        if reply.status != 200 {
            // Those that are built miss the members of their input.
            let (status, code, message) = aws_sts::error_of(&reply);
            assert_eq!(status, 400, "{message}");
            if code == "UnsupportedCommand" {
                assert_eq!(message, sentence(operation.name()));
                unbuilt.insert(format!("sts:{}", operation.name()));
            }
        }
    }
    assert_eq!(total, 62 + 23 + 11);
    let listed: BTreeSet<String> = UNBUILT.lines().map(str::to_owned).collect();
    assert_eq!(unbuilt, listed, "unbuilt.txt is the list of what is not built");
    assert!(unbuilt.len() <= UNBUILT_AT_FIRST);
}

#[tokio::test]
async fn a_signature_opens_its_own_service_only() {
    let (_server, admin) = server().await;
    for (service, prefix, scope) in [
        ("ecr-public", ecr::TARGET_PREFIX, "ecr"),
        ("ecr", ecr_public::TARGET_PREFIX, "ecr-public"),
        ("sts", ecr::TARGET_PREFIX, "ecr"),
        ("hythe", ecr::TARGET_PREFIX, "ecr"),
    ] {
        let reply = admin
            .aws_json(service, &format!("{prefix}.GetAuthorizationToken"), "{}")
            .await;
        let message = format!("Credential should be scoped to correct service: '{scope}'.");
        assert_eq!(
            error_of(&reply),
            ("InvalidSignatureException".to_owned(), message)
        );
    }
}

#[tokio::test]
async fn there_are_no_operations_but_those_of_the_models() {
    let (server, admin) = server().await;
    let internal = [
        "DeleteImageForConvergentReplicationInternal",
        "DeleteTagForConvergentReplicationInternal",
        "PutImageForConvergentReplicationInternal",
        "PutLayerForConvergentReplicationInternal",
        "DeleteLayerForConvergentReplicationInternal",
        "BatchImportUpstreamImage",
        "ReplicateImage",
        "GetImageCopyStatus",
    ];
    let mut targets = vec![
        String::new(),
        "CreateRepository".to_owned(),
        ".CreateRepository".to_owned(),
        format!("{}.", ecr::TARGET_PREFIX),
        format!("{}.createRepository", ecr::TARGET_PREFIX),
        format!("{}.CreateRepository.", ecr::TARGET_PREFIX),
        format!("{}/CreateRepository", ecr::TARGET_PREFIX),
        format!("{}.GetCallerIdentity", ecr::TARGET_PREFIX),
        format!("{}.DescribeRegistries", ecr::TARGET_PREFIX),
        format!("{}.DescribeRegistry", ecr_public::TARGET_PREFIX),
        "TrentService.EncryptMore".to_owned(),
        "a".repeat(8000),
    ];
    for prefix in [
        ecr::TARGET_PREFIX,
        ecr_public::TARGET_PREFIX,
        hythe::TARGET_PREFIX,
    ] {
        targets.extend(internal.map(|operation| format!("{prefix}.{operation}")));
    }
    let unknown = (
        "UnknownOperationException".to_owned(),
        "The requested operation is not recognized by the service.".to_owned(),
    );
    for target in &targets {
        for service in ["ecr", "ecr-public"] {
            let reply = admin.aws_json(service, target, "{}").await;
            assert_eq!(
                (reply.status.as_u16(), error_of(&reply)),
                (400, unknown.clone()),
                "{target}"
            );
        }
        let unsigned = Request::post("/")
            .header("x-amz-target", target)
            .body("{}")
            .expect("a request");
        assert_eq!(error_of(&server.send(unsigned).await), unknown, "{target}");
    }
    let headers = [("content-type", "application/x-amz-json-1.1")];
    let no_target = server
        .send(admin.signed("ecr", &headers, Bytes::from_static(b"{}")))
        .await;
    assert_eq!(error_of(&no_target), unknown);
}
