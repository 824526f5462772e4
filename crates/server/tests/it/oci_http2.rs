//! The same API over HTTP/2, where `:authority` stands in for `Host` (RFC 9113).

use http::Request;
use testkit::{Reply, TestServer, digest_of, pattern};

use crate::oci_check::{refusal, repository};

async fn send(server: &TestServer, login: &str, (method, path): (&str, &str), body: &[u8]) -> Reply {
    let request = Request::builder()
        .method(method)
        .uri(format!("http://{}{path}", server.address()))
        .header("authorization", login);
    server
        .send_http2(request.body(body.to_vec()).expect("a request"))
        .await
}

#[tokio::test]
async fn push_and_pull() {
    let (server, admin) = repository().await;
    let (login, blob) = (admin.login().await, pattern(51, 6_000_000));
    let digest = digest_of(&blob);
    let start = send(&server, &login, ("POST", "/v2/shop/api/blobs/uploads/"), b"").await;
    assert_eq!(start.status, 202);
    let location = start.header("location");
    let patched = send(&server, &login, ("PATCH", location), &blob).await;
    assert_eq!(
        (patched.status.as_u16(), patched.header("range")),
        (202, "0-5999999")
    );
    let put = format!("{location}?digest={digest}");
    assert_eq!(send(&server, &login, ("PUT", &put), b"").await.status, 201);
    let path = format!("/v2/shop/api/blobs/{digest}");
    let pulled = send(&server, &login, ("GET", &path), b"").await;
    assert!(pulled.complete && pulled.body == blob);
    let head = send(&server, &login, ("HEAD", &path), b"").await;
    assert_eq!((head.header("content-length"), head.body.len()), ("6000000", 0));
    let missing = send(&server, &login, ("GET", "/v2/shop/api/manifests/none"), b"").await;
    refusal(&missing, 404, "MANIFEST_UNKNOWN", "missing");
}

#[tokio::test]
async fn the_authority_is_the_host() {
    let (server, admin) = repository().await;
    let login = admin.login().await;
    let own = "111122223333.dkr.ecr.eu-west-1.corp.test";
    let far = "111122223333.dkr.ecr.us-west-2.corp.test";
    for (authority, host, login, status) in [
        (own, None, &*login, 200),
        (own, Some(own), &login, 200),
        (own, Some(far), &login, 400),
        (far, None, &login, 400),
        (far, None, "none", 401),
        ("user@corp.test", None, &login, 400),
    ] {
        let mut request = Request::builder()
            .uri(format!("http://{authority}/v2/"))
            .header("authorization", login);
        if let Some(host) = host {
            request = request.header("host", host);
        }
        let reply = server.send_http2(request.body("").expect("a request")).await;
        assert_eq!(reply.status, status, "{authority} {host:?}: {}", reply.text());
        if status == 401 {
            let challenge = format!("Basic realm=\"https://{authority}/\",service=\"ecr.amazonaws.com\"");
            assert_eq!(reply.header("www-authenticate"), challenge);
        }
    }
}
