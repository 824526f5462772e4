//! Lengths that lie, expectations, headers without end and headers that do not come.

use std::time::{Duration, Instant};

use server::Limits;
use testkit::{TestServer, digest_of};

use crate::oci_check::{exchange, repository, statuses};

/// Bodies that are shorter or longer than the length says.
#[tokio::test]
async fn lengths_that_lie() {
    let (server, admin) = repository().await;
    let location = admin.start_upload("shop/api").await;
    let put = format!("{location}?digest={}", digest_of(b"hello"));
    for (method, path) in [("PATCH", &location), ("PUT", &put)] {
        let mut wire = server.wire().await;
        wire.send(admin.request_head(method, path, &[("content-length", "6")]).await)
            .await;
        wire.send("hello").await;
        wire.finish().await;
        let answers = statuses(&wire.rest().await);
        assert!(answers.is_empty() || answers == [400], "{answers:?}");
        assert_eq!(
            admin.get(&location).await.header("range"),
            "0-0",
            "{method}: short"
        );
    }
    let head = admin
        .request_head("PATCH", &location, &[("content-length", "3")])
        .await;
    assert_eq!(
        exchange(&server, format!("{head}hello\r\n\r\n")).await,
        [202, 400]
    );
    assert_eq!(admin.get(&location).await.header("range"), "0-2", "long");
}

/// RFC 9110, 10.1.1: who will be refused is not asked for the body.
#[tokio::test]
async fn expectations() {
    let (server, admin) = repository().await;
    let location = admin.start_upload("shop/api").await;
    let headers = [("content-length", "5"), ("expect", "100-continue")];
    let mut wire = server.wire().await;
    wire.send(admin.request_head("PATCH", &location, &headers).await)
        .await;
    assert_eq!(wire.reply().await.status, 100);
    wire.send("hello").await;
    assert_eq!(wire.reply().await.status, 202);
    let stranger =
        format!("PATCH {location} HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\nexpect: 100-continue\r\n\r\n");
    let mut wire = server.wire().await;
    wire.send(stranger).await;
    assert_eq!(wire.reply().await.status, 401);
}

#[tokio::test]
async fn headers_without_end() {
    let (server, admin) = repository().await;
    let fits = ("x-long", "a".repeat(40_000));
    assert_eq!(
        admin.oci("GET", "/v2/", &[(fits.0, &fits.1)], "").await.status,
        200
    );
    let many: String = (0..99).map(|index| format!("x-{index}: a\r\n")).collect();
    for (case, bytes, expected) in [
        (
            "one long header",
            format!(
                "GET /v2/ HTTP/1.1\r\nhost: x\r\na: {}\r\n\r\n",
                "a".repeat(70_000)
            ),
            431,
        ),
        (
            "one that does not end",
            format!("GET /v2/ HTTP/1.1\r\nhost: x\r\na: {}", "a".repeat(70_000)),
            431,
        ),
        (
            "many headers",
            format!("GET /v2/ HTTP/1.1\r\nhost: x\r\n{many}b: c\r\n\r\n"),
            431,
        ),
        (
            "a long target",
            format!("GET /v2/{} HTTP/1.1\r\nhost: x\r\n\r\n", "a".repeat(70_000)),
            431,
        ),
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
        let expected: &[u16] = if beginning.contains("healthz") {
            &[200]
        } else {
            &[]
        };
        assert_eq!(answers, expected, "{beginning:?}");
    }
    let waited = started.elapsed();
    assert!(waited < Duration::from_secs(10), "{waited:?}");
    assert_eq!(admin.get("/v2/").await.status, 200);
}
