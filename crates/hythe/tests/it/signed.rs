//! Signed AWS requests to the real binary.

use serde_json::Value;
use std::io::{Read as _, Write as _};
use testkit::Signature;

/// The signature of whoever holds this profile of a credentials file, made now.
pub fn signature(authority: &str, profile: &str, service: &str) -> Signature {
    let value = |key: &str| {
        let line = profile.lines().find_map(|line| line.strip_prefix(key));
        line.and_then(|line| line.strip_prefix(" = "))
            .expect(key)
            .to_owned()
    };
    Signature {
        key: registry::NewAccessKey {
            id: value("aws_access_key_id").parse().expect("an access key id"),
            secret: value("aws_secret_access_key"),
        },
        security_token: None,
        region: names::Region::parse("us-east-1").expect("a region"),
        service: service.to_owned(),
        signed_at: now(),
        host: authority.to_owned(),
    }
}

/// A signed `POST /` as it goes over the wire.
pub fn post(signature: &Signature, headers: &[(&str, &str)], body: &str) -> String {
    let request = signature.post(headers, body.to_owned());
    let mut text = "POST / HTTP/1.1\r\nConnection: close\r\n".to_owned();
    for (name, value) in request.headers() {
        text += &format!("{name}: {}\r\n", value.to_str().expect("a header of ASCII"));
    }
    format!("{text}Content-Length: {}\r\n\r\n{body}", body.len())
}

/// The output of an operation of `ecr` that must succeed.
pub fn aws_json(authority: &str, profile: &str, operation: &str, input: &Value) -> Value {
    let target = format!("AmazonEC2ContainerRegistry_V20150921.{operation}");
    let headers = [
        ("content-type", "application/x-amz-json-1.1"),
        ("x-amz-target", target.as_str()),
    ];
    let request = post(
        &signature(authority, profile, "ecr"),
        &headers,
        &input.to_string(),
    );
    let mut stream = std::net::TcpStream::connect(authority).expect("the server listens");
    stream.write_all(request.as_bytes()).expect("the server reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("the server answers");
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
    assert!(head.starts_with("HTTP/1.1 200 "), "{operation}: {answer}");
    serde_json::from_str(body).expect("JSON")
}

/// The server is a process of its own, on the machine's clock, so the signature has to be too.
#[expect(
    clippy::disallowed_methods,
    reason = "the clock of the server under test is the machine's"
)]
fn now() -> stdx::Timestamp {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    stdx::Timestamp::from_seconds(0).after(since.expect("it is after 1970"))
}
