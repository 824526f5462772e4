//! What a supervisor asks: `/healthz`, `/readyz`, `/metrics`; and paths of nothing.

use std::collections::BTreeSet;

use http::Request;
use testkit::{Reply, TestServer};

use crate::aws_fixture::{repository, server};

async fn ask(server: &TestServer, method: &str, path: &str) -> Reply {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .body("")
        .expect("a request");
    server.send(request).await
}

#[tokio::test]
async fn probes_answer_get_and_head() {
    let (server, _admin) = server().await;
    for path in ["/healthz", "/readyz"] {
        let get = ask(&server, "GET", path).await;
        assert_eq!((get.status.as_u16(), get.text()), (200, "ok\n"), "{path}");
        assert_eq!(get.header("content-type"), "text/plain; charset=utf-8");
        assert_eq!(get.header("x-request-id").len(), 36);
    }
    for path in ["/healthz", "/readyz", "/metrics"] {
        let head = ask(&server, "HEAD", path).await;
        assert_eq!((head.status.as_u16(), head.body.len()), (200, 0), "{path}");
        for method in ["POST", "PUT", "DELETE", "PATCH"] {
            let reply = ask(&server, method, path).await;
            assert_eq!(
                (reply.status.as_u16(), reply.header("allow")),
                (405, "GET, HEAD"),
                "{method} {path}"
            );
        }
    }
}

#[tokio::test]
async fn a_server_that_cannot_store_is_alive_and_not_ready() {
    let (server, _admin) = server().await;
    std::fs::remove_dir_all(server.folder().join("store")).expect("the store is there");
    let reply = ask(&server, "GET", "/readyz").await;
    assert_eq!(
        (reply.status.as_u16(), reply.text()),
        (503, "a store is not available\n")
    );
    assert_eq!(reply.header("retry-after"), "1");
    assert_eq!(ask(&server, "GET", "/healthz").await.status, 200);
}

#[tokio::test]
async fn other_paths_are_not_found() {
    let (server, _admin) = server().await;
    for (method, path) in [
        ("GET", "/"),
        ("PUT", "/"),
        ("DELETE", "/?Action=GetCallerIdentity"),
        ("GET", "/healthz/"),
        ("GET", "/Healthz"),
        ("GET", "//"),
        ("POST", "//"),
        ("POST", "/v1/"),
        ("GET", "/v20/"),
        ("GET", "/metrics/../healthz"),
        ("GET", "/.git/config"),
        ("OPTIONS", "/console"),
    ] {
        let reply = ask(&server, method, path).await;
        assert_eq!(reply.status, 404, "{method} {path}");
        assert_eq!(reply.text(), "404 page not found\n", "{method} {path}");
    }
}

/// The names of all series with their labels. Panics where the text is no OpenMetrics.
fn series(text: &str) -> BTreeSet<String> {
    let mut lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.pop(), Some("# EOF"), "{text}");
    let (mut family, mut kind, mut series) = ("", "", BTreeSet::new());
    for line in lines {
        if let Some(comment) = line.strip_prefix("# ") {
            let mut words = comment.splitn(3, ' ');
            let (word, name, rest) = (words.next(), words.next().expect(line), words.next().expect(line));
            match word {
                Some("HELP" | "UNIT") => assert!(!rest.is_empty(), "{line}"),
                Some("TYPE") => kind = rest,
                _ => panic!("{line}"),
            }
            family = name;
            continue;
        }
        let (id, value) = line.rsplit_once(' ').expect(line);
        assert!(value.parse::<f64>().is_ok(), "{line}");
        let name = id.split('{').next().expect(line);
        let suffix = name
            .strip_prefix(family)
            .expect("a series of the family that was declared");
        let suffixes: &[&str] = match kind {
            "counter" => &["_total"],
            "histogram" => &["_bucket", "_sum", "_count"],
            "gauge" => &[""],
            _ => panic!("{kind}"),
        };
        assert!(suffixes.contains(&suffix), "{line}");
        if let Some(labels) = id.strip_prefix(name).filter(|labels| !labels.is_empty()) {
            let labels = labels
                .strip_prefix('{')
                .and_then(|labels| labels.strip_suffix('}'))
                .expect(line);
            for label in labels.split(',') {
                let (key, value) = label.split_once('=').expect(line);
                assert!(
                    key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'),
                    "{line}"
                );
                assert!(
                    value.len() > 1 && value.starts_with('"') && value.ends_with('"'),
                    "{line}"
                );
            }
        }
        assert!(series.insert(id.to_owned()), "{line} twice");
    }
    series
}

async fn metrics(server: &TestServer) -> String {
    let reply = ask(server, "GET", "/metrics").await;
    assert_eq!(
        reply.header("content-type"),
        "application/openmetrics-text; version=1.0.0; charset=utf-8"
    );
    reply.text().to_owned()
}

#[tokio::test]
async fn metrics_count_each_operation_and_never_grow_by_what_callers_write() {
    let (server, admin) = repository().await;
    admin
        .ecr_error("ListImages", serde_json::json!({"repositoryName": "nope"}))
        .await;
    let text = metrics(&server).await;
    for line in [
        "hythe_http_requests_total{api=\"aws_json\",operation=\"CreateRepository\",status=\"200\"} 1",
        "hythe_http_requests_total{api=\"aws_json\",operation=\"ListImages\",status=\"400\"} 1",
        "hythe_http_request_seconds_count{api=\"aws_json\",operation=\"CreateRepository\"} 1",
    ] {
        assert!(text.lines().any(|found| found == line), "{line} not in {text}");
    }
    let strange = |number: u32| {
        let path = format!("/{number}/{}", number.wrapping_mul(2_654_435_761));
        match number % 8 {
            0 => ask_for("GET", path),
            1 => ask_for("GET", format!("/v2{path}/manifests/x{number}")),
            2 => ask_for("PUT", format!("/v2/name{number}/blobs/uploads/{number}")),
            3 => ask_for("POST", format!("/?Action=A{number}")),
            4 => ask_for("GET", format!("/layers{path}")),
            5 => ask_for("POST", "/".to_owned()).map(|_| ""),
            6 => ask_for(&format!("M{number}"), path),
            _ => ask_for("GET", format!("/healthz?{number}")),
        }
    };
    let mut sizes = Vec::new();
    for round in 0..2_u32 {
        for number in 0..1000 {
            let mut request = strange(round * 1000 + number);
            let target = format!("Service{number}.Operation{round}")
                .parse()
                .expect("a header");
            request.headers_mut().insert("x-amz-target", target);
            let reply = server.send(request).await;
            assert!(!reply.status.is_server_error(), "{number}");
        }
        sizes.push(series(&metrics(&server).await));
    }
    let new: Vec<&String> = sizes[1].difference(&sizes[0]).collect();
    // The first time that the figures are read they cannot count themselves.
    assert!(
        new.iter().all(|series| series.contains("operation=\"metrics\"")),
        "{new:?}"
    );
    assert!(sizes[1].len() < 400, "{}", sizes[1].len());
}

fn ask_for(method: &str, path: String) -> Request<&'static str> {
    let request = Request::builder().method(method).uri(path);
    request.body("").expect("a request")
}
