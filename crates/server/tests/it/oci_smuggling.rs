//! Requests that two servers could read differently, or that are none (threats 46; RFC 9112).

use crate::oci_check::{exchange, refusal, repository, statuses};

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
        (
            "a method that is no word",
            "GE(T /v2/ HTTP/1.1\r\nhost: x\r\n\r\n",
        ),
        (
            "a folded header",
            "GET /v2/ HTTP/1.1\r\nhost: x\r\na: b\r\n c\r\n\r\n",
        ),
        ("a folded first header", "GET /v2/ HTTP/1.1\r\n host: x\r\n\r\n"),
        (
            "a space before the colon",
            "GET /v2/ HTTP/1.1\r\nhost : x\r\n\r\n",
        ),
        ("no colon", "GET /v2/ HTTP/1.1\r\nhost x\r\n\r\n"),
        ("no header name", "GET /v2/ HTTP/1.1\r\nhost: x\r\n: b\r\n\r\n"),
        (
            "a bare CR in a value",
            "GET /v2/ HTTP/1.1\r\nhost: x\r\na: b\rc: d\r\n\r\n",
        ),
        (
            "a NUL in a value",
            "GET /v2/ HTTP/1.1\r\nhost: x\r\na: b\0c\r\n\r\n",
        ),
        (
            "a NUL in a name",
            "GET /v2/ HTTP/1.1\r\nhost: x\r\na\0: b\r\n\r\n",
        ),
        (
            "a control in a value",
            "GET /v2/ HTTP/1.1\r\nhost: x\r\na: \x07\r\n\r\n",
        ),
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
        (
            "length before chunks",
            &[("content-length", "5"), ("transfer-encoding", "chunked")][..],
            chunked,
            202,
        ),
        (
            "chunks before length",
            &[("transfer-encoding", "chunked"), ("content-length", "5")],
            chunked,
            202,
        ),
        (
            "a long length and chunks",
            &[("content-length", "99"), ("transfer-encoding", "chunked")],
            chunked,
            202,
        ),
        (
            "lengths that differ",
            &[("content-length", "0"), ("content-length", "5")],
            "",
            400,
        ),
        ("lengths in a list", &[("content-length", "0, 5")], "", 400),
        ("the same twice in a list", &[("content-length", "0, 0")], "", 400),
        ("a negative length", &[("content-length", "-1")], "", 400),
        ("a signed length", &[("content-length", "+5")], "hello", 400),
        ("a hexadecimal length", &[("content-length", "0x5")], "hello", 400),
        ("an empty length", &[("content-length", "")], "", 400),
        (
            "a length beyond all numbers",
            &[("content-length", "18446744073709551616")],
            "",
            400,
        ),
        (
            "a length that means no length",
            &[("content-length", "18446744073709551615")],
            "",
            431,
        ),
        (
            "a coding that is none",
            &[("transfer-encoding", "xchunked")],
            chunked,
            400,
        ),
        (
            "a coding after chunked",
            &[("transfer-encoding", "chunked, identity")],
            chunked,
            400,
        ),
        ("another coding", &[("transfer-encoding", "gzip")], chunked, 400),
        ("identity", &[("transfer-encoding", "identity")], "", 400),
        (
            "a coding over the last one",
            &[("transfer-encoding", "chunked"), ("transfer-encoding", "x")],
            chunked,
            400,
        ),
        (
            "a vertical tab",
            &[("transfer-encoding", "\u{b}chunked")],
            chunked,
            400,
        ),
    ] {
        let head = admin.request_head("POST", path, headers).await;
        let answers = exchange(&server, smuggled(&format!("{head}{body}"))).await;
        assert_eq!(answers, [status], "{case}");
    }
    let head = admin
        .request_head("POST", path, &[("transfer-encoding", "chunked")])
        .await;
    let old = head.replacen("HTTP/1.1", "HTTP/1.0", 1);
    assert_eq!(
        exchange(&server, smuggled(&format!("{old}{chunked}"))).await,
        [400],
        "HTTP/1.0"
    );
}

/// A body with a clean end is followed by the next request on the same connection.
#[tokio::test]
async fn two_honest_requests() {
    let (server, admin) = repository().await;
    let path = "/v2/shop/api/blobs/uploads/";
    for (headers, body) in [
        (&[("content-length", "0")][..], ""),
        (&[("transfer-encoding", "chunked")], "0\r\n\r\n"),
        (
            &[("transfer-encoding", "chunked")],
            "3;ext=\"a\"\r\nabc\r\n0\r\ntrailer: x\r\n\r\n",
        ),
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
        wire.send(admin.request_head("PATCH", &location, &headers).await)
            .await;
        wire.send(smuggled(body)).await;
        let reply = wire.reply().await;
        refusal(&reply, 400, "SIZE_INVALID", body);
        assert_eq!(wire.rest().await, b"", "{body}");
        assert_eq!(admin.get(&location).await.header("range"), "0-4", "{body}");
    }
}

/// A refusal before the body was read does not make the body the next request.
#[tokio::test]
async fn bodies_of_refused_requests() {
    let (server, admin) = repository().await;
    let inner = "GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n";
    for (login, status) in [("none", 401), ("Basic QVdTOng=", 400)] {
        let headers = [("content-length", "100000"), ("authorization", login)];
        let head = admin
            .request_head("PUT", "/v2/shop/api/manifests/x", &headers)
            .await;
        let own = head
            .lines()
            .find(|line| line.starts_with("authorization: Basic"))
            .expect("a login");
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
