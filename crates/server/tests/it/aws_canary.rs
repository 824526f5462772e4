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
use testkit::{Caller, TestImage, digest_of};
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

/// The requests of a test, and the secrets that are in them.
struct Canaries {
    requests: Vec<Request<Bytes>>,
    secrets: Vec<String>,
}

const TARGET: [(&str, &str); 2] = [
    ("content-type", "application/x-amz-json-1.1"),
    (
        "x-amz-target",
        "AmazonEC2ContainerRegistry_V20150921.DescribeRegistry",
    ),
];

fn get(path: &str, authorization: &str) -> Request<Bytes> {
    let request = Request::builder().uri(path);
    let request = request.header("authorization", authorization);
    request.body(Bytes::new()).expect("a request")
}

/// What stands after the last `=`.
fn signature(text: &str) -> String {
    text.rsplit('=').next().expect("a signature").to_owned()
}

/// Signed requests, right and wrong.
fn signed(admin: &Caller) -> Canaries {
    let right = admin.signed("ecr", &TARGET, Bytes::new());
    let authorization = right.headers()["authorization"]
        .to_str()
        .expect("text")
        .to_owned();
    let form = "Action=GetCallerIdentity&Version=2011-06-15";
    let presigned = admin
        .signature("sts")
        .presigned_get(form, Duration::from_secs(60));
    let session = "canary-session-token".to_owned();
    let mut strange = admin.signature("ecr");
    strange.security_token = Some(session.clone());
    let mut wrong = admin.signature("ecr");
    wrong.key.secret.push('x');
    Canaries {
        secrets: vec![
            admin.signature("ecr").key.secret,
            signature(&authorization),
            signature(&presigned.uri().to_string()),
            session,
        ],
        requests: vec![
            right,
            presigned,
            strange.post(&TARGET, "{}"),
            wrong.post(&TARGET, "{}"),
            get("/?Action=GetCallerIdentity&Version=1", &authorization),
        ],
    }
}

/// Requests with a token, and of a URL that is its own credential.
async fn bearing(admin: &Caller, image: &TestImage) -> Canaries {
    let login = admin.login().await;
    let encoded = login.trim_start_matches("Basic ").to_owned();
    let plain = String::from_utf8(STANDARD.decode(&encoded).expect("base64")).expect("text");
    let password = plain.trim_start_matches("AWS:").to_owned();
    let layer = json!({"repositoryName": REPOSITORY, "layerDigest": digest_of(&image.layers[0])});
    let output = admin.ecr_ok("GetDownloadUrlForLayer", layer).await;
    let url = output["downloadUrl"].as_str().expect("a URL");
    let path = &url[url.find("/layers/").expect("a path")..];
    Canaries {
        requests: vec![
            get(path, ""),
            get(&format!("{path}0"), ""),
            get("/v2/", &login),
            get("/v2/nope/manifests/1", &login),
            get("/v2/", &format!("{login}AAAA")),
            get("/v2/", &format!("Bearer {password}")),
        ],
        secrets: vec![password, encoded, signature(path)],
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
    let (mut all, more) = (signed(&admin), bearing(&admin, &image).await);
    all.requests.extend(more.requests);
    all.secrets.extend(more.secrets);
    assert!(
        all.secrets.iter().all(|secret| secret.len() > 15),
        "{:?}",
        all.secrets
    );
    // In time, and when everything has ended.
    for _ in 0..2 {
        for request in &all.requests {
            let reply = server.send(request.clone()).await;
            let shown = format!("{:?} {}", reply.headers, reply.text());
            assert!(
                all.secrets.iter().all(|secret| !shown.contains(secret)),
                "{shown}"
            );
        }
        server.clock.advance(Duration::from_secs(13 * 3600));
    }
    let written = String::from_utf8(log.0.lock().expect("no panic").clone()).expect("text");
    assert!(
        written.contains("operation=\"CreateRepository\""),
        "the log is on: {written}"
    );
    assert!(
        all.secrets.iter().all(|secret| !written.contains(secret)),
        "{written}"
    );
}
