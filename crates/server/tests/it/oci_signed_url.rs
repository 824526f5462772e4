//! Signed URLs of layers (ECR `GetDownloadUrlForLayer`; threats 30).

use std::time::Duration;

use http::Request;
use serde_json::json;
use testkit::{Caller, Reply, TestImage, TestServer, digest_of, pattern};

struct Fixture {
    server: TestServer,
    admin: Caller,
    layer: Vec<u8>,
    /// Path and query of the URL.
    target: String,
}

impl Fixture {
    async fn new() -> Self {
        let server = TestServer::start().await;
        let admin = server.administrator();
        for name in ["shop/api", "shop/web"] {
            admin.create_repository(name).await;
        }
        let layer = pattern(31, 500_000);
        let image = TestImage::with_layers("hello", vec![layer.clone()]);
        image.push(&admin, "shop/api", "1").await;
        image.push(&admin, "shop/web", "1").await;
        let url = download_url(&admin, "shop/api", &layer).await;
        let target = url.strip_prefix(&format!("http://{}", server.address()));
        let target = target.expect("the caller's own host").to_owned();
        Self {
            server,
            admin,
            layer,
            target,
        }
    }

    /// Sends a request without any credential.
    async fn send(&self, method: &str, target: &str, headers: &[(&str, &str)]) -> Reply {
        let mut request = Request::builder().method(method).uri(target);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.server.send(request.body("").expect("a request")).await
    }

    async fn get(&self, target: &str) -> Reply {
        self.send("GET", target, &[]).await
    }
}

async fn download_url(caller: &Caller, repository: &str, layer: &[u8]) -> String {
    let input = json!({"repositoryName": repository, "layerDigest": digest_of(layer)});
    let output = caller.ecr_ok("GetDownloadUrlForLayer", input).await;
    assert_eq!(output["layerDigest"], json!(digest_of(layer)));
    output["downloadUrl"].as_str().expect("a URL").to_owned()
}

#[tokio::test]
async fn the_url_is_the_whole_credential() {
    let fixture = Fixture::new().await;
    let reply = fixture.get(&fixture.target).await;
    assert_eq!(reply.status, 200);
    assert!(reply.complete && reply.body == fixture.layer);
    assert_eq!(reply.header("content-type"), "application/octet-stream");
    assert_eq!(reply.header("x-content-type-options"), "nosniff");
    // A credential beside it is not looked at, and another host may lead here.
    for headers in [("authorization", "Basic nonsense"), ("host", "elsewhere.test")] {
        let reply = fixture.send("GET", &fixture.target, &[headers]).await;
        assert_eq!(reply.status, 200, "{headers:?}");
    }
    for method in ["PUT", "POST", "DELETE", "PATCH"] {
        let reply = fixture.send(method, &fixture.target, &[]).await;
        assert_eq!(reply.status, 405, "{method}");
    }
}

#[tokio::test]
async fn parts() {
    let fixture = Fixture::new().await;
    for (range, first, last) in [
        ("bytes=0-0", 0, 0),
        ("bytes=262000-262999", 262_000, 262_999),
        ("bytes=499999-", 499_999, 499_999),
        ("bytes=-10", 499_990, 499_999),
    ] {
        let reply = fixture.send("GET", &fixture.target, &[("range", range)]).await;
        assert_eq!(reply.status, 206, "{range}");
        assert_eq!(
            reply.header("content-range"),
            format!("bytes {first}-{last}/500000"),
            "{range}"
        );
        assert!(reply.body == fixture.layer[first..=last], "{range}");
    }
    let reply = fixture
        .send("GET", &fixture.target, &[("range", "bytes=500000-")])
        .await;
    assert_eq!(
        (reply.status.as_u16(), reply.header("content-range")),
        (416, "bytes */500000")
    );
}

/// Each character of the URL counts, and so does what could be added to it.
#[tokio::test]
async fn an_altered_url_is_refused() {
    let fixture = Fixture::new().await;
    let target = &fixture.target;
    for index in 1..target.len() {
        let mut altered = target.clone().into_bytes();
        altered[index] = match altered[index] {
            b'0' => b'1',
            b'a' => b'b',
            b'F' => b'f',
            other if other.is_ascii_alphabetic() => other ^ 0x20,
            _ => b'0',
        };
        let altered = String::from_utf8(altered).expect("text");
        let reply = fixture.get(&altered).await;
        let expected = if altered.starts_with("/layers/") { 403 } else { 404 };
        assert_eq!(reply.status, expected, "{altered}");
    }
    for (case, altered) in [
        ("another repository", target.replace("shop/api", "shop/web")),
        (
            "another layer",
            target.replace(&digest_of(&fixture.layer), &digest_of(b"other")),
        ),
        ("another region", target.replace("eu-west-1", "us-east-1")),
        (
            "another account",
            target.replacen("111122223333", "444455556666", 1),
        ),
        ("a longer life", target.replace("expires=", "expires=9")),
        ("a spelled-out life", target.replace("expires=", "expires=0")),
        ("a signed life", target.replace("expires=", "expires=+")),
        ("a parameter more", format!("{target}&x=y")),
        ("a parameter twice", format!("{target}&signature=00")),
        (
            "no signature",
            target.split("&signature=").next().expect("a part").to_owned(),
        ),
        (
            "an empty signature",
            format!(
                "{}&signature=",
                target.split("&signature=").next().expect("a part")
            ),
        ),
        ("a signature cut", target[..target.len() - 2].to_owned()),
        ("no query", target.split('?').next().expect("a part").to_owned()),
        ("upper case", target.replace("&signature=", "&Signature=")),
        ("encoded", target.replace("shop/api", "shop%2Fapi")),
        ("a slash more", target.replacen("/layers/", "/layers//", 1)),
        ("climbing", target.replace("shop/api", "shop/x/../api")),
    ] {
        assert_ne!(&altered, target, "{case}");
        let reply = fixture.get(&altered).await;
        assert_eq!(reply.status, 403, "{case}: {altered}");
        assert!(reply.body != fixture.layer, "{case}");
    }
    assert_eq!(fixture.get(target).await.status, 200);
}

/// ECR: a URL lives for an hour.
#[tokio::test]
async fn an_old_url_is_refused() {
    let fixture = Fixture::new().await;
    fixture.server.clock.advance(Duration::from_secs(3599));
    assert_eq!(fixture.get(&fixture.target).await.status, 200);
    fixture.server.clock.advance(Duration::from_secs(1));
    let reply = fixture.get(&fixture.target).await;
    assert_eq!(
        (reply.status.as_u16(), reply.text()),
        (403, "Request has expired\n")
    );
}

/// A URL of another installation says nothing here, although every other word of it is the same.
#[tokio::test]
async fn urls_of_another_installation() {
    let (here, there) = (Fixture::new().await, Fixture::new().await);
    assert_eq!(here.get(&there.target).await.status, 403);
    assert_eq!(there.get(&there.target).await.status, 200);
}

/// Only layers of images have URLs; a layer that was taken away has none that works.
#[tokio::test]
async fn only_layers_of_images() {
    let fixture = Fixture::new().await;
    fixture.admin.push_blob("shop/api", b"no image").await;
    let input = json!({"repositoryName": "shop/api", "layerDigest": digest_of(b"no image")});
    let (name, _) = fixture.admin.ecr_error("GetDownloadUrlForLayer", input).await;
    assert_eq!(name, "LayerInaccessibleException");
    let force = json!({"repositoryName": "shop/api", "force": true});
    fixture.admin.ecr_ok("DeleteRepository", force).await;
    assert_eq!(fixture.get(&fixture.target).await.status, 404);
    let other = download_url(&fixture.admin, "shop/web", &fixture.layer).await;
    let target = other
        .split_once(&fixture.server.address().to_string())
        .expect("a host")
        .1;
    assert_eq!(fixture.get(target).await.status, 200);
}
