//! No secret is ever written down: not in logs at the finest level, not in answers to other requests
//! (`threats-and-faults`, B2, 24).

use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::Request;
use serde_json::json;
use testkit::{TestImage, digest_of};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::aws_fixture::{REPOSITORY, put_image, repository};

/// A log in memory.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no test panics while it logs").extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn secrets_are_in_no_log_and_no_error() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(log.clone());
    // As long as there is only one subscriber, tracing asks whichever thread comes first whether a line is
    // wanted, and the threads of other tests say no for good.
    let _second = tracing::Dispatch::new(tracing_subscriber::registry());
    let _guard = subscriber.finish().set_default();
    let (server, admin) = repository().await;
    let image = TestImage::new("one");
    put_image(&admin, &image, "1").await;
    let secret = admin.signature("ecr").key.secret;
    let login = admin.login().await;
    let encoded = login.trim_start_matches("Basic ").to_owned();
    let plain = String::from_utf8(STANDARD.decode(&encoded).expect("base64")).expect("text");
    let password = plain.trim_start_matches("AWS:").to_owned();
    let layer = json!({"repositoryName": REPOSITORY, "layerDigest": digest_of(&image.layers[0])});
    let url = admin.ecr_ok("GetDownloadUrlForLayer", layer).await["downloadUrl"]
        .as_str()
        .expect("a URL")
        .to_owned();
    let path = &url[url.find("/layers/").expect("a path")..];
    let presigned = admin.signature("sts").presigned_get(
        "Action=GetCallerIdentity&Version=2011-06-15",
        Duration::from_secs(60),
    );
    let signature = |text: &str| text.rsplit(['=']).next().expect("a signature").to_owned();
    let session = "canary-session-token";
    let mut strange = admin.signature("ecr");
    strange.security_token = Some(session.to_owned());
    let target = [
        ("content-type", "application/x-amz-json-1.1"),
        (
            "x-amz-target",
            "AmazonEC2ContainerRegistry_V20150921.DescribeRegistry",
        ),
    ];
    let mut wrong = admin.signature("ecr");
    wrong.key.secret = format!("{secret}x");
    let get = |path: &str, authorization: Option<&str>| {
        let request = Request::builder().uri(path);
        let request = match authorization {
            Some(value) => request.header("authorization", value),
            None => request,
        };
        request.body(Bytes::new()).expect("a request")
    };
    let header = admin.signed("ecr", &target, Bytes::new());
    let canaries = [
        secret.clone(),
        password.clone(),
        encoded,
        signature(path),
        signature(&presigned.uri().to_string()),
        signature(header.headers()["authorization"].to_str().expect("text")),
        session.to_owned(),
    ];
    assert!(canaries.iter().all(|canary| canary.len() > 15), "{canaries:?}");
    let requests = vec![
        header.clone(),
        presigned,
        strange.post(&target, "{}"),
        wrong.post(&target, "{}"),
        get(path, None),
        get(&format!("{path}0"), None),
        get("/v2/", Some(&login)),
        get("/v2/nope/manifests/1", Some(&login)),
        get("/v2/", Some(&format!("{login}AAAA"))),
        get("/v2/", Some(&format!("Bearer {password}"))),
        get(
            "/?Action=GetCallerIdentity&Version=1",
            Some(header.headers()["authorization"].to_str().expect("text")),
        ),
    ];
    for request in requests {
        let reply = server.send(request).await;
        let shown = format!("{:?} {}", reply.headers, reply.text());
        for canary in &canaries {
            assert!(!shown.contains(canary), "{canary} in {shown}");
        }
    }
    server.clock.advance(Duration::from_secs(13 * 3600));
    server.send(get("/v2/", Some(&login))).await;
    server.send(get(path, None)).await;
    let written = String::from_utf8(log.0.lock().expect("no panic").clone()).expect("text");
    assert!(
        written.contains("operation=\"CreateRepository\""),
        "the log is on: {written}"
    );
    for canary in &canaries {
        assert!(!written.contains(canary), "{canary} is in the log");
    }
}
