//! HTTP itself in the hands of an enemy: requests that two servers could read differently, lengths
//! that lie, headers without end (threats 46; RFC 9112).

use std::time::{Duration, Instant};

use server::Limits;
use testkit::{Caller, TestServer, digest_of};

use crate::oci_check::refusal;

async fn repository() -> (TestServer, Caller) {
    let server = TestServer::start().await;
    let admin = server.administrator();
    admin.create_repository("shop/api").await;
    (server, admin)
}

/// The statuses of all answers in `bytes`. No body of ours holds the words that begin an answer.
fn statuses(bytes: &[u8]) -> Vec<u16> {
    let text = String::from_utf8_lossy(bytes);
    let answers = text.split("HTTP/1.1 ").skip(1);
    answers.map(|answer| answer[..3].parse().expect("a status")).collect()
}

/// Sends `bytes` and returns the statuses that come until the server closes, which it must do
/// although the client does not.
async fn exchange(server: &TestServer, bytes: impl AsRef<[u8]>) -> Vec<u16> {
    let mut wire = server.wire().await;
    wire.send(bytes).await;
    statuses(&wire.rest().await)
}

/// A request behind the one under test. Whoever answers it was made to see two requests.
fn smuggled(head: &str) -> String {
    format!("{head}GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n")
}

#[tokio::test]
async fn requests_that_are_none() {
    let (server, _admin) = repository().await;
    for (case, head) in [
        ("HTTP/0.9", "GET /v2/\r\n"),
        ("no version", "GET /v2/ \r\nhost: x\r\n\r\n"),
        ("HTTP/3.0", "GET /v2/ HTTP/3.0\r\nhost: x\r\n\r\n"),
        ("HTTP/1.1 misspelled", "GET /v2/ HTTP/1,1\r\nhost: x\r\n\r\n"),
        ("no target", "GET HTTP/1.1\r\nhost: x\r\n\r\n"),
        ("a space in the target", "GET /v2/a b HTTP/1.1\r\nhost: x\r\n\r\n"),
        ("a NUL in the target", "GET /v2/\0 HTTP/1.1\r\nhost: x\r\n\r\n"),
        ("a method that is no word", "GE(T /v2/ HTTP/1.1\r\nhost: x\r\n\r\n"),
        ("a folded header", "GET /v2/ HTTP/1.1\r\nhost: x\r\na: b\r\n c\r\n\r\n"),
        ("a folded first header", "GET /v2/ HTTP/1.1\r\n host: x\r\n\r\n"),
        ("a space before the colon", "GET /v2/ HTTP/1.1\r\nhost : x\r\n\r\n"),
        ("no colon", "GET /v2/ HTTP/1.1\r\nhost x\r\n\r\n"),
        ("no header name", "GET /v2/ HTTP/1.1\r\nhost: x\r\n: b\r\n\r\n"),
        ("a bare CR in a value", "GET /v2/ HTTP/1.1\r\nhost: x\r\na: b\rc: d\r\n\r\n"),
        ("a NUL in a value", "GET /v2/ HTTP/1.1\r\nhost: x\r\na: b\0c\r\n\r\n"),
        ("a NUL in a name", "GET /v2/ HTTP/1.1\r\nhost: x\r\na\0: b\r\n\r\n"),
        ("a control in a value", "GET /v2/ HTTP/1.1\r\nhost: x\r\na: \x07\r\n\r\n"),
        ("nonsense", "\x16\x03\x01\x02\0\x01\0\x01\r\n\r\n"),
        ("a broken HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n"),
    ] {
        assert_eq!(exchange(&server, smuggled(head)).await, [400], "{case}");
    }
    assert_eq!(server.administrator().get("/v2/").await.status, 200);
}

/// Without a host, with two, or with another one in the target than in the header.
#[tokio::test]
async fn hosts() {
    let (server, _admin) = repository().await;
    for (head, status) in [
        ("GET /v2/ HTTP/1.1\r\n", 400),
        ("GET /v2/ HTTP/1.0\r\n", 400),
        ("GET /v2/ HTTP/1.1\r\nhost:\r\n", 400),
        ("GET /v2/ HTTP/1.1\r\nhost: a\r\nhost: b\r\n", 400),
        ("GET /v2/ HTTP/1.1\r\nhost: a\r\nhost: a\r\n", 400),
        ("GET /v2/ HTTP/1.1\r\nhost: a, b\r\n", 400),
        ("GET /v2/ HTTP/1.1\r\nhost: user@a\r\n", 400),
        ("GET /v2/ HTTP/1.1\r\nhost: a/b\r\n", 400),
        ("GET /v2/ HTTP/1.1\r\nhost: caf\u{e9}\r\n", 400),
        ("GET http://a/v2/ HTTP/1.1\r\nhost: b\r\n", 400),
        ("GET http://user@a/v2/ HTTP/1.1\r\nhost: a\r\n", 400),
        ("GET http://a/v2/ HTTP/1.1\r\nhost: a\r\n", 401),
        ("GET http://a/v2/ HTTP/1.1\r\nhost: A\r\n", 401),
        ("GET /v2/ HTTP/1.0\r\nhost: a\r\n", 401),
    ] {
        let mut wire = server.wire().await;
        wire.send(format!("{head}connection: close\r\n\r\n")).await;
        // An answer to HTTP/1.0 says so.
        let answer = String::from_utf8(wire.rest().await).expect("text");
        assert_eq!(answer[9..12], status.to_string(), "{head}");
        let challenge = answer.to_lowercase().contains("basic realm=\"https://a/\"");
        assert_eq!(challenge, status == 401, "{head}");
    }
}

/// Bodies whose end two servers could see in different places. Nothing behind the first request is
/// ever answered, and the connection ends.
#[tokio::test]
async fn two_lengths() {
    let (server, admin) = repository().await;
    let (path, chunked) = ("/v2/shop/api/blobs/uploads/", "0\r\n\r\n");
    for (case, headers, body, status) in [
        ("length before chunks", &[("content-length", "5"), ("transfer-encoding", "chunked")][..], chunked, 202),
        ("chunks before length", &[("transfer-encoding", "chunked"), ("content-length", "5")], chunked, 202),
        ("a long length and chunks", &[("content-length", "99"), ("transfer-encoding", "chunked")], chunked, 202),
        ("lengths that differ", &[("content-length", "0"), ("content-length", "5")], "", 400),
        ("lengths in a list", &[("content-length", "0, 5")], "", 400),
        ("the same twice in a list", &[("content-length", "0, 0")], "", 400),
        ("a negative length", &[("content-length", "-1")], "", 400),
        ("a signed length", &[("content-length", "+5")], "hello", 400),
        ("a hexadecimal length", &[("content-length", "0x5")], "hello", 400),
        ("an empty length", &[("content-length", "")], "", 400),
        ("a length beyond all numbers", &[("content-length", "18446744073709551616")], "", 400),
        ("a length that means no length", &[("content-length", "18446744073709551615")], "", 431),
        ("a coding that is none", &[("transfer-encoding", "xchunked")], chunked, 400),
        ("a coding after chunked", &[("transfer-encoding", "chunked, identity")], chunked, 400),
        ("another coding", &[("transfer-encoding", "gzip")], chunked, 400),
        ("identity", &[("transfer-encoding", "identity")], "", 400),
        ("a coding over the last one", &[("transfer-encoding", "chunked"), ("transfer-encoding", "x")], chunked, 400),
        ("a vertical tab", &[("transfer-encoding", "\u{b}chunked")], chunked, 400),
    ] {
        let head = admin.request_head("POST", path, headers).await;
        let answers = exchange(&server, smuggled(&format!("{head}{body}"))).await;
        assert_eq!(answers, [status], "{case}");
    }
    let head = admin.request_head("POST", path, &[("transfer-encoding", "chunked")]).await;
    let old = head.replacen("HTTP/1.1", "HTTP/1.0", 1);
    assert_eq!(exchange(&server, smuggled(&format!("{old}{chunked}"))).await, [400], "HTTP/1.0");
}

/// A body with a clean end is followed by the next request on the same connection.
#[tokio::test]
async fn two_honest_requests() {
    let (server, admin) = repository().await;
    let path = "/v2/shop/api/blobs/uploads/";
    for (headers, body) in [
        (&[("content-length", "0")][..], ""),
        (&[("transfer-encoding", "chunked")], "0\r\n\r\n"),
        (&[("transfer-encoding", "chunked")], "3;ext=\"a\"\r\nabc\r\n0\r\ntrailer: x\r\n\r\n"),
    ] {
        let head = admin.request_head("POST", path, headers).await;
        let bytes = smuggled(&format!("{head}{body}")).replace("host: x", "host: x\r\nconnection: close");
        assert_eq!(exchange(&server, bytes).await, [202, 200], "{body}");
    }
}

/// Chunks that are none end the request; nothing of them counts.
#[tokio::test]
async fn broken_chunks() {
    let (server, admin) = repository().await;
    let location = admin.start_upload("shop/api").await;
    admin.patch(&location, None, b"01234").await;
    for body in [
        "xyz\r\nhello\r\n0\r\n\r\n",
        "-5\r\nhello\r\n0\r\n\r\n",
        "0x5\r\nhello\r\n0\r\n\r\n",
        "+5\r\nhello\r\n0\r\n\r\n",
        "5 5\r\nhello\r\n0\r\n\r\n",
        "\r\nhello\r\n0\r\n\r\n",
        "ffffffffffffffffff\r\nhello\r\n0\r\n\r\n",
        "10000000000000005\r\nhello\r\n0\r\n\r\n",
        "3\r\nhello\r\n0\r\n\r\n",
        "5\r\nhelloX\r\n0\r\n\r\n",
        "5\r\nhello\r\nnot a size\r\n\r\n",
    ] {
        let headers = [("transfer-encoding", "chunked")];
        let mut wire = server.wire().await;
        wire.send(admin.request_head("PATCH", &location, &headers).await).await;
        wire.send(smuggled(body)).await;
        let reply = wire.reply().await;
        refusal(&reply, 400, "SIZE_INVALID", body);
        assert_eq!(wire.rest().await, b"", "{body}");
        assert_eq!(admin.get(&location).await.header("range"), "0-4", "{body}");
    }
}

/// Bodies that are shorter or longer than the length says.
#[tokio::test]
async fn lengths_that_lie() {
    let (server, admin) = repository().await;
    let location = admin.start_upload("shop/api").await;
    let put = format!("{location}?digest={}", digest_of(b"hello"));
    for (method, path) in [("PATCH", &location), ("PUT", &put)] {
        let mut wire = server.wire().await;
        wire.send(admin.request_head(method, path, &[("content-length", "6")]).await).await;
        wire.send("hello").await;
        wire.finish().await;
        let answers = statuses(&wire.rest().await);
        assert!(answers.is_empty() || answers == [400], "{answers:?}");
        assert_eq!(admin.get(&location).await.header("range"), "0-0", "{method}: short");
    }
    let head = admin.request_head("PATCH", &location, &[("content-length", "3")]).await;
    assert_eq!(exchange(&server, format!("{head}hello\r\n\r\n")).await, [202, 400]);
    assert_eq!(admin.get(&location).await.header("range"), "0-2", "long");
}

/// A refusal before the body was read does not make the body the next request.
#[tokio::test]
async fn bodies_of_refused_requests() {
    let (server, admin) = repository().await;
    let inner = "GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n";
    for (login, status) in [("none", 401), ("Basic QVdTOng=", 400)] {
        let headers = [("content-length", "100000"), ("authorization", login)];
        let head = admin.request_head("PUT", "/v2/shop/api/manifests/x", &headers).await;
        let own = head.lines().find(|line| line.starts_with("authorization: Basic")).expect("a login");
        let head = head.replacen(&format!("{own}\r\n"), "", 1);
        let mut wire = server.wire().await;
        wire.send(format!("{head}{inner}")).await;
        let first = wire.reply().await;
        assert_eq!(first.status, status, "{}", first.text());
        wire.send(inner).await;
        wire.finish().await;
        assert_eq!(statuses(&wire.rest().await), Vec::<u16>::new(), "{login}");
    }
}

/// RFC 9110, 10.1.1: who will be refused is not asked for the body.
#[tokio::test]
async fn expectations() {
    let (server, admin) = repository().await;
    let location = admin.start_upload("shop/api").await;
    let headers = [("content-length", "5"), ("expect", "100-continue")];
    let mut wire = server.wire().await;
    wire.send(admin.request_head("PATCH", &location, &headers).await).await;
    assert_eq!(wire.reply().await.status, 100);
    wire.send("hello").await;
    assert_eq!(wire.reply().await.status, 202);
    let stranger = format!("PATCH {location} HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\nexpect: 100-continue\r\n\r\n");
    let mut wire = server.wire().await;
    wire.send(stranger).await;
    assert_eq!(wire.reply().await.status, 401);
}

#[tokio::test]
async fn headers_without_end() {
    let (server, admin) = repository().await;
    let fits = ("x-long", "a".repeat(40_000));
    assert_eq!(admin.oci("GET", "/v2/", &[(fits.0, &fits.1)], "").await.status, 200);
    let many: String = (0..99).map(|index| format!("x-{index}: a\r\n")).collect();
    for (case, bytes, expected) in [
        ("one long header", format!("GET /v2/ HTTP/1.1\r\nhost: x\r\na: {}\r\n\r\n", "a".repeat(70_000)), 431),
        ("one that does not end", format!("GET /v2/ HTTP/1.1\r\nhost: x\r\na: {}", "a".repeat(70_000)), 431),
        ("many headers", format!("GET /v2/ HTTP/1.1\r\nhost: x\r\n{many}b: c\r\n\r\n"), 431),
        ("a long target", format!("GET /v2/{} HTTP/1.1\r\nhost: x\r\n\r\n", "a".repeat(70_000)), 431),
    ] {
        let answers = exchange(&server, bytes).await;
        assert_eq!(answers, [expected], "{case}");
    }
    let hundred = format!("GET /v2/ HTTP/1.1\r\nhost: x\r\n{many}connection: close\r\n\r\n");
    let hundred = hundred.replacen("x-0: a\r\n", "", 1);
    assert_eq!(exchange(&server, hundred).await, [401], "as many as there may be");
}

/// Clients that are slow with their first bytes or with their headers are cut off, and keep nobody
/// else waiting. The only test here that waits for real time to pass.
#[tokio::test]
async fn slow_headers() {
    let server = TestServer::start_with(Limits {
        header_timeout: Duration::from_millis(300),
        ..Limits::default()
    })
    .await;
    let started = Instant::now();
    let beginnings = [
        "",
        "P",
        "PRI * HTTP/2.0\r\n\r\nSM",
        "GET",
        "GET /v2/ HTTP/1.1\r\n",
        "GET /v2/ HTTP/1.1\r\nhost: x\r\na: b",
        "GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nhost: x\r\n\r\nGET /hea",
    ];
    let mut wires = Vec::new();
    for beginning in beginnings {
        let mut wire = server.wire().await;
        wire.send(beginning).await;
        wires.push(wire);
    }
    let admin = server.administrator();
    assert_eq!(admin.get("/v2/").await.status, 200);
    for (wire, beginning) in wires.into_iter().zip(beginnings) {
        let answers = statuses(&wire.rest().await);
        let expected: &[u16] = if beginning.contains("healthz") { &[200] } else { &[] };
        assert_eq!(answers, expected, "{beginning:?}");
    }
    let waited = started.elapsed();
    assert!(waited < Duration::from_secs(10), "{waited:?}");
    assert_eq!(admin.get("/v2/").await.status, 200);
}
