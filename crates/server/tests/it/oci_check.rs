//! What every answer of the OCI API has in common.

use testkit::{Caller, Reply, TestServer};

/// Checks that `reply` is a refusal in the API's own form (OCI distribution-spec, "Error Codes")
/// and returns its message.
pub(crate) fn refusal(reply: &Reply, status: u16, code: &str, case: &str) -> String {
    assert_eq!(reply.status, status, "{case}: {}", reply.text());
    assert_eq!(
        reply.header("docker-distribution-api-version"),
        "registry/2.0",
        "{case}"
    );
    assert_eq!(
        reply.header("content-type"),
        "application/json; charset=utf-8",
        "{case}"
    );
    let body = reply.json();
    assert_eq!(body["errors"].as_array().map(Vec::len), Some(1), "{case}: {body}");
    let (found, message) = reply.oci_error();
    assert_eq!(found, code, "{case}: {message}");
    assert!(!message.is_empty(), "{case}");
    message
}

/// Checks that `reply` is a refusal of a HEAD request: the status and no body.
pub(crate) fn bare(reply: &Reply, status: u16, case: &str) {
    assert_eq!(reply.status, status, "{case}");
    assert!(reply.body.is_empty(), "{case}");
}

/// The sentence of a repository that is not there.
pub(crate) fn no_repository(name: &str, account: &str) -> String {
    format!("The repository with name '{name}' does not exist in the registry with id '{account}'")
}

/// A server with the repository `shop/api`, and its administrator.
pub(crate) async fn repository() -> (TestServer, Caller) {
    let server = TestServer::start().await;
    let admin = server.administrator();
    admin.create_repository("shop/api").await;
    (server, admin)
}

/// The statuses of all answers in `bytes`. No body of ours holds the words that begin an answer.
pub(crate) fn statuses(bytes: &[u8]) -> Vec<u16> {
    let text = String::from_utf8_lossy(bytes);
    let answers = text.split("HTTP/1.1 ").skip(1);
    answers
        .map(|answer| answer[..3].parse().expect("a status"))
        .collect()
}

/// Sends `bytes` and returns the statuses that come until the server closes, which it must do
/// although the client does not.
pub(crate) async fn exchange(server: &TestServer, bytes: impl AsRef<[u8]>) -> Vec<u16> {
    let mut wire = server.wire().await;
    wire.send(bytes).await;
    statuses(&wire.rest().await)
}
