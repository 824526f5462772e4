//! What the tests of KMS share: calls that must succeed or fail, keys, people.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use testkit::{Caller, Reply, TestServer};

/// Calls an operation of KMS.
pub(crate) async fn kms(caller: &Caller, operation: &str, input: Value) -> Reply {
    let target = format!("TrentService.{operation}");
    caller.aws_json("kms", &target, input.to_string()).await
}

/// Calls an operation that must succeed; an empty answer is null.
pub(crate) async fn ok(caller: &Caller, operation: &str, input: Value) -> Value {
    let reply = kms(caller, operation, input.clone()).await;
    assert_eq!(reply.status, 200, "{operation} {input}: {}", reply.text());
    match reply.text() {
        "" => Value::Null,
        _ => reply.json(),
    }
}

/// Calls an operation that must fail with status 400; returns name and sentence.
pub(crate) async fn refusal(caller: &Caller, operation: &str, input: Value) -> (String, String) {
    let reply = kms(caller, operation, input.clone()).await;
    assert_eq!(reply.status, 400, "{operation} {input}: {}", reply.text());
    let body = reply.json();
    let part = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
    (part("__type"), part("message"))
}

/// Calls an operation that must fail with exactly this.
pub(crate) async fn refused(
    caller: &Caller,
    (operation, input): (&str, Value),
    (name, message): (&str, &str),
) {
    let got = refusal(caller, operation, input.clone()).await;
    assert_eq!(got, (name.to_owned(), message.to_owned()), "{operation} {input}");
}

/// A server, its administrator and the ARN of a new key.
pub(crate) async fn key() -> (TestServer, Caller, String) {
    let server = TestServer::start().await;
    let admin = server.administrator();
    let arn = new_key(&admin).await;
    (server, admin, arn)
}

/// The ARN of a new key.
pub(crate) async fn new_key(caller: &Caller) -> String {
    let made = ok(caller, "CreateKey", json!({})).await;
    made["KeyMetadata"]["Arn"].as_str().expect("an ARN").to_owned()
}

/// Encrypts; returns the ciphertext in base64.
pub(crate) async fn encrypt(caller: &Caller, key: &str, context: Value) -> String {
    let input = json!({"KeyId": key, "Plaintext": base64("secret"), "EncryptionContext": context});
    let made = ok(caller, "Encrypt", input).await;
    assert_eq!(made["EncryptionAlgorithm"], "SYMMETRIC_DEFAULT");
    made["CiphertextBlob"].as_str().expect("a ciphertext").to_owned()
}

/// The input of Decrypt.
pub(crate) fn decrypting(ciphertext: &str, context: &Value) -> Value {
    json!({"CiphertextBlob": ciphertext, "EncryptionContext": context})
}

/// Text in base64.
pub(crate) fn base64(text: &str) -> String {
    STANDARD.encode(text)
}

/// A policy of a key with the account's administrators, and these statements.
pub(crate) fn policy(statements: &[Value]) -> String {
    let own = json!({
        "Effect": "Allow",
        "Principal": {"AWS": format!("arn:aws:iam::{}:root", testkit::ACCOUNT)},
        "Action": "kms:*",
        "Resource": "*",
    });
    let all: Vec<&Value> = std::iter::once(&own).chain(statements).collect();
    json!({"Version": "2012-10-17", "Statement": all}).to_string()
}

/// Puts a policy in place of a key's.
pub(crate) async fn put_policy(caller: &Caller, key: &str, policy: &str) {
    ok(caller, "PutKeyPolicy", json!({"KeyId": key, "Policy": policy})).await;
}
