//! Request signatures at the front (`threats-and-faults`, B2): who is refused, with which sentence, in
//! both protocols. The rules themselves are tried in `sigv4`.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Request};
use names::AccessKeyId;
use stdx::{Clock as _, Timestamp};
use testkit::{Caller, Reply, Signature, TestServer};

use crate::aws_fixture::{ACCOUNT, error_of, server};
use crate::{aws_fixture, aws_sts};

const MISMATCH: &str = "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";
const INVALID_TOKEN: &str = "The security token included in the request is invalid.";

/// One way to spoil a request: what goes into the signature, and what is done to the signed request.
struct Spoiled {
    how: &'static str,
    signature: fn(&mut Signature),
    request: fn(&mut Request<Bytes>),
    /// The errors' names in JSON and in Query, and their message. `{service}` stands for the one called.
    names: (&'static str, &'static str),
    message: &'static str,
}

impl Spoiled {
    const fn new(how: &'static str, names: (&'static str, &'static str), message: &'static str) -> Self {
        Self {
            how,
            signature: |_| (),
            request: |_| (),
            names,
            message,
        }
    }

    const fn signature(self, signature: fn(&mut Signature)) -> Self {
        Self { signature, ..self }
    }

    const fn request(self, request: fn(&mut Request<Bytes>)) -> Self {
        Self { request, ..self }
    }
}

const MISSING: (&str, &str) = (
    "MissingAuthenticationTokenException",
    "MissingAuthenticationToken",
);
const UNKNOWN: (&str, &str) = ("UnrecognizedClientException", "InvalidClientTokenId");
const REFUSED: (&str, &str) = ("InvalidSignatureException", "SignatureDoesNotMatch");
const INCOMPLETE: (&str, &str) = ("IncompleteSignatureException", "IncompleteSignature");

fn later(signature: &mut Signature, seconds: i64) {
    signature.signed_at = Timestamp::from_seconds(signature.signed_at.as_seconds() + seconds);
}

fn replace_in_authorization(request: &mut Request<Bytes>, from: &str, to: &str) {
    let value = request.headers()["authorization"]
        .to_str()
        .expect("text")
        .to_owned();
    assert!(value.contains(from), "{value}");
    let value = HeaderValue::from_str(&value.replacen(from, to, 1)).expect("a header");
    request.headers_mut().insert("authorization", value);
}

fn set(request: &mut Request<Bytes>, name: &'static str, value: &'static str) {
    request
        .headers_mut()
        .insert(name, HeaderValue::from_static(value));
}

/// What is refused whether or not somebody has the key.
fn broken_rules() -> Vec<Spoiled> {
    let expired = "Signature expired: 20260105T100959Z is now earlier than 20260105T101000Z (20260105T101500Z - 5 min.)";
    let future = "Signature not yet current: 20260105T102001Z is still later than 20260105T102000Z (20260105T101500Z + 5 min.)";
    vec![
        Spoiled::new("signed too long ago", REFUSED, expired).signature(|by| later(by, -301)),
        Spoiled::new("signed in the future", REFUSED, future).signature(|by| later(by, 301)),
        Spoiled::new(
            "for another service",
            REFUSED,
            "Credential should be scoped to correct service: '{service}'.",
        )
        .signature(|by| by.service = "s3".to_owned()),
        Spoiled::new(
            "an unsigned header",
            REFUSED,
            "There were headers present in the request which were not signed: 'x-amz-user'",
        )
        .request(|request| set(request, "x-amz-user", "root")),
        Spoiled::new(
            "a header twice",
            REFUSED,
            "'x-amz-date' must not occur more than once in a signed request.",
        )
        .request(|request| {
            let date = request.headers()["x-amz-date"].clone();
            request.headers_mut().append("x-amz-date", date);
        }),
        Spoiled::new(
            "a payload that is not covered",
            REFUSED,
            "The 'x-amz-content-sha256' value 'UNSIGNED-PAYLOAD' is not supported by this service.",
        )
        .request(|request| {
            set(request, "x-amz-content-sha256", "UNSIGNED-PAYLOAD");
            replace_in_authorization(request, ";x-amz-date", ";x-amz-content-sha256;x-amz-date");
        }),
        Spoiled::new(
            "another algorithm",
            INCOMPLETE,
            "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA512'.",
        )
        .request(|request| replace_in_authorization(request, "SHA256", "SHA512")),
        Spoiled::new(
            "the host unsigned",
            REFUSED,
            "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
        )
        .request(|request| replace_in_authorization(request, ";host", "")),
        Spoiled::new("no credentials", MISSING, "Missing Authentication Token")
            .request(|request| drop(request.headers_mut().remove("authorization"))),
        Spoiled::new("docker's credentials", MISSING, "Missing Authentication Token")
            .request(|request| set(request, "authorization", "Basic QVdTOnB3")),
        Spoiled::new("a session token", UNKNOWN, INVALID_TOKEN)
            .signature(|by| by.security_token = Some("FwoGZXIvYXdz".to_owned())),
    ]
}

/// What is refused because of key and signature.
fn broken_signatures() -> Vec<Spoiled> {
    vec![
        Spoiled::new("a wrong secret", REFUSED, MISMATCH).signature(|by| by.key.secret.push('x')),
        Spoiled::new("an altered signature", REFUSED, MISMATCH).request(|request| {
            replace_in_authorization(request, "Signature=", "Signature=0");
            let value = request.headers()["authorization"]
                .to_str()
                .expect("text")
                .to_owned();
            let value = HeaderValue::from_str(&value[..value.len() - 1]).expect("a header");
            request.headers_mut().insert("authorization", value);
        }),
        Spoiled::new("an altered header", REFUSED, MISMATCH)
            .request(|request| set(request, "host", "another.test")),
        Spoiled::new("an altered date", REFUSED, MISMATCH)
            .request(|request| set(request, "x-amz-date", "20260105T101501Z")),
        Spoiled::new("an altered region", REFUSED, MISMATCH)
            .request(|request| replace_in_authorization(request, "eu-west-1", "eu-west-2")),
        Spoiled::new("another path", REFUSED, MISMATCH)
            .request(|request| *request.uri_mut() = "/?X=1".parse().expect("a path")),
        Spoiled::new("a key that nobody has", UNKNOWN, INVALID_TOKEN).signature(unknown_key),
        Spoiled::new("no key at all", UNKNOWN, INVALID_TOKEN)
            .request(|request| replace_in_authorization(request, "Credential=AKIA", "Credential=x")),
    ]
}

fn unknown_key(signature: &mut Signature) {
    signature.key.id = AccessKeyId::parse("AKIAIOSFODNN7EXAMPLE").expect("a key id");
}

async fn json(server: &TestServer, caller: &Caller, spoiled: &Spoiled, also: fn(&mut Signature)) -> Reply {
    let mut signature = caller.signature("ecr");
    also(&mut signature);
    (spoiled.signature)(&mut signature);
    let headers = [
        ("content-type", "application/x-amz-json-1.1"),
        (
            "x-amz-target",
            "AmazonEC2ContainerRegistry_V20150921.DescribeRegistry",
        ),
    ];
    let mut request = signature.post(&headers, "{}");
    (spoiled.request)(&mut request);
    server.send(request).await
}

async fn query(server: &TestServer, caller: &Caller, spoiled: &Spoiled, also: fn(&mut Signature)) -> Reply {
    let mut signature = caller.signature("sts");
    also(&mut signature);
    (spoiled.signature)(&mut signature);
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    let mut request = signature.post(&headers, "Action=GetCallerIdentity&Version=2011-06-15");
    (spoiled.request)(&mut request);
    server.send(request).await
}

async fn assert_refused(server: &TestServer, caller: &Caller, spoiled: &Spoiled, also: fn(&mut Signature)) {
    let reply = json(server, caller, spoiled, also).await;
    let message = spoiled.message.replace("{service}", "ecr");
    assert_eq!(reply.status, 400, "{}", spoiled.how);
    assert_eq!(
        error_of(&reply),
        (spoiled.names.0.to_owned(), message),
        "{}",
        spoiled.how
    );
    let reply = query(server, caller, spoiled, also).await;
    let message = spoiled
        .message
        .replace("{service}", "sts")
        .replace('\'', "&apos;");
    let status = if spoiled.names == INCOMPLETE { 400 } else { 403 };
    let expected = (status, spoiled.names.1.to_owned(), message);
    assert_eq!(aws_sts::error_of(&reply), expected, "{}", spoiled.how);
}

#[tokio::test]
async fn who_is_not_proven_is_refused_in_both_protocols() {
    let (server, admin) = server().await;
    for spoiled in broken_rules().iter().chain(&broken_signatures()) {
        assert_refused(&server, &admin, spoiled, |_| ()).await;
    }
    let unspoiled = Spoiled::new("nothing", REFUSED, "");
    assert_eq!(json(&server, &admin, &unspoiled, |_| ()).await.status, 200);
    assert_eq!(query(&server, &admin, &unspoiled, |_| ()).await.status, 200);
}

#[tokio::test]
async fn a_broken_rule_does_not_tell_whether_somebody_has_the_key() {
    let (server, admin) = server().await;
    for spoiled in &broken_rules() {
        assert_refused(&server, &admin, spoiled, unknown_key).await;
    }
}

#[tokio::test]
async fn the_clock_of_a_client_may_be_five_minutes_off() {
    let (server, admin) = server().await;
    let now = server.clock.now();
    let unspoiled = Spoiled::new("nothing", REFUSED, "");
    for (by, status) in [(-301, 400), (-300, 200), (0, 200), (300, 200), (301, 400)] {
        let request = |service: &str| {
            let mut signature = admin.signature(service);
            signature.signed_at = Timestamp::from_seconds(now.as_seconds() + by);
            let headers = [
                ("content-type", "application/x-amz-json-1.1"),
                (
                    "x-amz-target",
                    "AmazonEC2ContainerRegistry_V20150921.DescribeRegistry",
                ),
            ];
            signature.post(&headers, "")
        };
        assert_eq!(server.send(request("ecr")).await.status, status, "{by}");
    }
    // The same bytes once more are accepted within the window, and not after it.
    let request = admin.signed(
        "ecr",
        &[
            ("content-type", "application/x-amz-json-1.1"),
            (
                "x-amz-target",
                "AmazonEC2ContainerRegistry_V20150921.DescribeRegistry",
            ),
        ],
        Bytes::new(),
    );
    assert_eq!(server.send(request.clone()).await.status, 200);
    server.clock.advance(Duration::from_secs(301));
    assert_eq!(server.send(request).await.status, 400);
    assert_eq!(json(&server, &admin, &unspoiled, |_| ()).await.status, 200);
}

#[tokio::test]
async fn a_body_that_was_altered_changes_nothing() {
    let (server, admin) = aws_fixture::repository().await;
    let headers = [
        ("content-type", "application/x-amz-json-1.1"),
        (
            "x-amz-target",
            "AmazonEC2ContainerRegistry_V20150921.CreateRepository",
        ),
    ];
    let request = admin.signed("ecr", &headers, r#"{"repositoryName":"mine"}"#.into());
    let reply = server.send(request.map(|_| r#"{"repositoryName":"thin"}"#)).await;
    assert_eq!(error_of(&reply), (REFUSED.0.to_owned(), MISMATCH.to_owned()));
    let mut request = admin.signed("ecr", &headers, r#"{"repositoryName":"mine"}"#.into());
    set(
        &mut request,
        "x-amz-target",
        "AmazonEC2ContainerRegistry_V20150921.DeleteRepository",
    );
    assert_eq!(error_of(&server.send(request).await).0, REFUSED.0);
    let list = admin.ecr_ok("DescribeRepositories", serde_json::json!({})).await;
    assert_eq!(list["repositories"].as_array().map(Vec::len), Some(1), "{list}");
}

#[tokio::test]
async fn presigned_requests_are_read_in_one_way_only() {
    let (server, admin) = server().await;
    let form = "Action=GetCallerIdentity&Version=2011-06-15";
    let presigned = || {
        admin
            .signature("sts")
            .presigned_get(form, Duration::from_secs(60))
    };
    let spoil = |request: Request<Bytes>, from: &str, to: &str| {
        let uri = request.uri().to_string();
        assert!(uri.contains(from), "{uri}");
        let (mut parts, body) = request.into_parts();
        parts.uri = uri.replacen(from, to, 1).parse().expect("a URI");
        Request::from_parts(parts, body)
    };
    let duplicate = "must not occur more than once in a signed request.";
    for (from, to, message) in [
        (
            "X-Amz-Date=",
            "x-amz-date=20260105T101500Z&X-Amz-Date=",
            duplicate,
        ),
        (
            "X-Amz-Credential=",
            "X-Amz-Credential=x&X-Amz-Credential=",
            "The query is malformed",
        ),
        (
            "X-Amz-Signature=",
            "X-Amz-Signature=0",
            "64 lower-case hexadecimal digits",
        ),
        ("X-Amz-Expires=60", "X-Amz-Expires=61", MISMATCH),
        ("X-Amz-Expires=60", "X-Amz-Expires=60&More=1", MISMATCH),
        ("eu-west-1", "eu-west-2", MISMATCH),
    ] {
        let reply = server.send(spoil(presigned(), from, to)).await;
        let (status, _, text) = aws_sts::error_of(&reply);
        assert!(
            text.contains(message) && status / 100 == 4,
            "{from} {to}: {status} {text}"
        );
    }
    let mut both = presigned();
    let other = admin.signed("sts", &[], Bytes::new());
    both.headers_mut()
        .insert("authorization", other.headers()["authorization"].clone());
    assert!(
        aws_sts::error_of(&server.send(both).await)
            .2
            .starts_with("Only one auth mechanism allowed")
    );
    // A presigned URL of STS opens no other service.
    let reply = server.send(spoil(presigned(), "/?Action", "/v2/?Action")).await;
    assert_eq!(reply.status, 401);
    let identity = server.send(presigned()).await;
    assert_eq!(aws_sts::element(identity.text(), "Account"), ACCOUNT);
}
