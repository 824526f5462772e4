//! What the tests of our own service share.

use serde_json::{Value, json};
use testkit::Caller;

use crate::aws_fixture::{REPOSITORY, error_of, with};

/// The name of an error and its message.
pub(crate) type Failure = (String, String);

/// Calls an operation of our own: its output, or why not.
pub(crate) async fn call(caller: &Caller, operation: &str, input: Value) -> Result<Value, Failure> {
    let reply = caller.hythe(operation, input).await;
    match reply.status.as_u16() {
        200 => Ok(reply.json()),
        400 => Err(error_of(&reply)),
        status => panic!("{operation}: {status}: {}", reply.text()),
    }
}

/// As [`call`], on the repository of most tests unless the members name another.
pub(crate) async fn call_on(caller: &Caller, operation: &str, members: Value) -> Result<Value, Failure> {
    call(
        caller,
        operation,
        with(&json!({"repositoryName": REPOSITORY}), &members),
    )
    .await
}

/// The path of a manifest.
pub(crate) fn manifest(repository: &str, reference: &str) -> String {
    format!("/v2/{repository}/manifests/{reference}")
}

/// What is said of a tag that names something else than expected.
pub(crate) fn mismatch(repository: &str, tag: &str) -> Failure {
    let message =
        format!("The image tag '{tag}' in the '{repository}' repository does not name the expected image.");
    ("ImageTagMismatchException".to_owned(), message)
}

/// Checks that a call is refused to a caller, and for want of which action.
pub(crate) fn check_denied(refused: &Result<Value, Failure>, action: &str, case: &str) {
    let (name, message) = refused.as_ref().expect_err(case);
    assert_eq!(name, "AccessDeniedException", "{case}: {message}");
    assert!(
        message.contains(&format!("perform: {action} on resource")),
        "{case}: {message}"
    );
}
