//! Bodies that are no input of the operation: each is answered in the protocol's own form, and the
//! server goes on.

use bytes::Bytes;
use http::Request;
use serde_json::json;
use testkit::{Caller, Reply};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use crate::aws_fixture::{error_of, invalid, repository};

const TARGET: &str = "AmazonEC2ContainerRegistry_V20150921.CreateRepository";

async fn create(caller: &Caller, body: impl Into<Bytes>) -> Reply {
    caller.aws_json("ecr", TARGET, body).await
}

/// `{"repositoryName":<value>}` with any text as the value.
fn name(value: &str) -> Vec<u8> {
    format!("{{\"repositoryName\":{value}}}").into_bytes()
}

/// Creates with each body, and compares the message of the `SerializationException`.
async fn refuse_bodies(caller: &Caller, bodies: &[(&[u8], &str)]) {
    for (body, message) in bodies {
        let shown = String::from_utf8_lossy(&body[..body.len().min(60)]).into_owned();
        let reply = create(caller, body.to_vec()).await;
        assert_eq!(reply.status, 400, "{shown}");
        let expected = ("SerializationException".to_owned(), (*message).to_owned());
        assert_eq!(error_of(&reply), expected, "{shown}");
    }
    let list = caller.ecr_ok("DescribeRepositories", json!({})).await;
    assert_eq!(
        list["repositories"].as_array().map(Vec::len),
        Some(1),
        "nothing was made"
    );
}

#[tokio::test]
async fn bodies_that_are_no_object() {
    let (_server, admin) = repository().await;
    let nested = |open: &str, close: &str| {
        [open.repeat(100_000), close.repeat(100_000)]
            .concat()
            .into_bytes()
    };
    let (lists, objects) = (nested("[", "]"), nested("{\"a\":", "}"));
    let deep = "Nesting is deeper than 64 levels";
    let many = format!("[{}0]", "0,".repeat(70_000)).into_bytes();
    let bodies: [(&[u8], &str); 14] = [
        (b"[]", "Start of list found where not expected"),
        (b"1", "NUMBER_VALUE can not be converted to a Structure"),
        (b"\"x\"", "STRING_VALUE can not be converted to a Structure"),
        (b"true", "TRUE_VALUE can not be converted to a Structure"),
        (b"null", "NULL_VALUE can not be converted to a Structure"),
        (b"{", "Unexpected end of input"),
        (b"{}{}", "Unexpected token at line 1, column 3"),
        (b"{'a':1}", "Unexpected token at line 1, column 2"),
        (b"\xff{}", "Invalid UTF-8 at byte 0"),
        (b"\xef\xbb\xbf{}", "Unexpected token at line 1, column 1"),
        (b"{\"a\":1,\"a\":2}", "Duplicate field"),
        (&lists, deep),
        (&objects, deep),
        (&many, "More than 65536 values"),
    ];
    refuse_bodies(&admin, &bodies).await;
    // An empty body is an empty object.
    for body in ["", "{}", " {\n} "] {
        let required = invalid("repositoryName", "Member must not be null");
        let expected = ("InvalidParameterException".to_owned(), required);
        assert_eq!(error_of(&create(&admin, body).await), expected);
    }
}

#[tokio::test]
async fn members_of_another_type() {
    let (_server, admin) = repository().await;
    let (list, structure) = (
        "Start of list found where not expected",
        "Start of structure or map found where not expected",
    );
    let scan = name("\"ab\",\"imageScanningConfiguration\":{\"scanOnPush\":\"yes\"}");
    let bodies: [(&[u8], &str); 8] = [
        (&name("5"), "NUMBER_VALUE can not be converted to a String"),
        (&name("true"), "TRUE_VALUE can not be converted to a String"),
        (&name("[\"ab\"]"), list),
        (&name("{}"), structure),
        (&name("1e400"), "Unexpected token at line 1, column 23"),
        (&name("\"ab\",\"tags\":{}"), structure),
        (&name("\"ab\",\"tags\":[[]]"), list),
        (&scan, "STRING_VALUE can not be converted to a Boolean"),
    ];
    refuse_bodies(&admin, &bodies).await;
    // A lone surrogate is no text.
    let reply = create(&admin, name("\"a\\ud800b\"")).await;
    assert_eq!(error_of(&reply).0, "SerializationException");
}

#[tokio::test]
async fn numbers_that_do_not_fit() {
    let (_server, admin) = repository().await;
    for number in [
        "1e30",
        "2147483648",
        "-2147483649",
        "1.5",
        "1e400",
        "99999999999999999999999999999999999999",
    ] {
        let body = format!("{{\"maxResults\":{number}}}");
        let reply = admin
            .aws_json(
                "ecr",
                "AmazonEC2ContainerRegistry_V20150921.DescribeRepositories",
                body,
            )
            .await;
        assert_eq!(
            (reply.status.as_u16(), error_of(&reply).0.as_str()),
            (400, "SerializationException"),
            "{number}"
        );
    }
}

/// The head of a request as bytes, with another `Content-Length`.
fn head(request: &Request<Bytes>, length: usize) -> Vec<u8> {
    let mut text = format!("{} {} HTTP/1.1\r\n", request.method(), request.uri());
    for (name, value) in request.headers() {
        text.push_str(&format!("{name}: {}\r\n", value.to_str().expect("text")));
    }
    text.push_str(&format!("content-length: {length}\r\n\r\n"));
    text.into_bytes()
}

fn signed(caller: &Caller, target: &str, body: &'static str) -> Request<Bytes> {
    let headers = [
        ("content-type", "application/x-amz-json-1.1"),
        ("x-amz-target", target),
    ];
    caller.signed("ecr", &headers, Bytes::from_static(body.as_bytes()))
}

#[tokio::test]
async fn a_body_that_is_too_long_is_refused_before_it_comes() {
    let (server, admin) = repository().await;
    let part = "AmazonEC2ContainerRegistry_V20150921.UploadLayerPart";
    for (target, limit) in [(TARGET, 25 << 20), (part, 29 << 20)] {
        for length in [limit + 1, usize::MAX / 4] {
            let answer = server.send_raw(&head(&signed(&admin, target, ""), length)).await;
            let answer = String::from_utf8_lossy(&answer).into_owned();
            assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
            let body = format!(
                "{{\"__type\":\"SerializationException\",\"message\":\"the body is longer than {limit} bytes\"}}"
            );
            assert!(answer.ends_with(&body), "{answer}");
        }
    }
    // Without a declared length it is cut off where the limit is.
    let mut chunked = head(&signed(&admin, TARGET, ""), 0);
    chunked.truncate(chunked.len() - "content-length: 0\r\n\r\n".len());
    chunked.extend(b"transfer-encoding: chunked\r\n\r\n1900001\r\n");
    chunked.extend(vec![b' '; (25 << 20) + 1]);
    let answer = String::from_utf8_lossy(&server.send_raw(&chunked).await).into_owned();
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 413 "),
        "{answer}"
    );
    admin.ecr_ok("DescribeRegistry", json!({})).await;
}

#[tokio::test]
async fn a_body_that_ends_early_does_nothing() {
    let (server, admin) = repository().await;
    let body = "{\"repositoryName\":\"cut/off\"}";
    let mut bytes = head(&signed(&admin, TARGET, body), body.len() + 100);
    bytes.extend(body.as_bytes());
    let answer = String::from_utf8_lossy(&server.send_cut_off(&bytes).await).into_owned();
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 400 "),
        "{answer}"
    );
    // A body that is longer than declared: the rest is another request, which is none.
    let mut bytes = head(&signed(&admin, TARGET, body), body.len() - 1);
    bytes.extend(body.as_bytes());
    let answer = String::from_utf8_lossy(&server.send_cut_off(&bytes).await).into_owned();
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 400 "),
        "{answer}"
    );
    let list = admin.ecr_ok("DescribeRepositories", json!({})).await;
    assert_eq!(
        list["repositories"].as_array().map(Vec::len),
        Some(1),
        "nothing was made"
    );
}

#[tokio::test]
async fn slow_long_bodies_do_not_keep_small_calls_waiting() {
    let (server, admin) = repository().await;
    let mut slow = Vec::new();
    for _ in 0..20 {
        let mut stream = TcpStream::connect(server.address()).await.expect("a connection");
        let head = head(&signed(&admin, TARGET, ""), 1 << 20);
        stream.write_all(&head).await.expect("a head is sent");
        slow.push(stream);
    }
    // By the tenth answer the server has seen all of them.
    for _ in 0..10 {
        admin.ecr_ok("DescribeRegistry", json!({})).await;
    }
}
