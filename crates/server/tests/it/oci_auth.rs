//! Who may speak: the challenge, unusable passwords, tokens of other regions and of yesterday.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::Request;
use std::time::Duration;
use testkit::{ACCOUNT, Reply, TestServer, digest_of};

use crate::oci_check::{bare, refusal};

const UPLOAD: &str = "0e4b1c1e-6f0a-4b5e-9a5d-6b8f0a2d1c33";

/// A path of each kind, those that are no route included: nothing is told to strangers.
fn paths() -> Vec<String> {
    let digest = digest_of(b"");
    let mut paths = vec![
        format!("/v2/shop/api/manifests/{digest}"),
        format!("/v2/shop/api/blobs/{digest}"),
        format!("/v2/shop/api/blobs/uploads/?digest={digest}"),
        format!("/v2/shop/api/blobs/uploads/?mount={digest}&from=shop/web"),
        format!("/v2/shop/api/blobs/uploads/{UPLOAD}?digest={digest}"),
        format!("/v2/shop/api/referrers/{digest}"),
    ];
    let fixed = [
        "/v2",
        "/v2/",
        "/v2//",
        "/v2/_catalog",
        "/v2/_catalog/",
        "/v2/_catalog?n=x",
        "/v2/shop/api/tags/list",
        "/v2/shop/api/tags/list/",
        "/v2/shop/api/manifests/latest",
        "/v2/shop/api/manifests/-bad-",
        "/v2/shop/api/blobs/uploads/",
        "/v2/Shop/API/manifests/latest",
        "/v2/nope/manifests/latest",
        "/v2/shop/api/nothing",
        "/v2/%2e%2e/metrics",
    ];
    paths.extend(fixed.map(str::to_owned));
    paths
}

fn basic(plain: &[u8]) -> String {
    format!("Basic {}", STANDARD.encode(plain))
}

fn check_challenge(reply: &Reply, host: &str, method: &str, case: &str) {
    assert_eq!(reply.status, 401, "{case}");
    let mut headers: Vec<(&str, &str)> = reply
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.to_str().expect("text")))
        .filter(|(name, _)| !matches!(*name, "date" | "x-request-id" | "connection"))
        .collect();
    headers.sort_unstable();
    let challenge = format!("Basic realm=\"https://{host}/\",service=\"ecr.amazonaws.com\"");
    let expected = [
        ("content-length", "15"),
        ("content-type", "text/plain; charset=utf-8"),
        ("docker-distribution-api-version", "registry/2.0"),
        ("www-authenticate", &challenge),
        ("x-content-type-options", "nosniff"),
    ];
    assert_eq!(headers, expected, "{case}");
    let body: &[u8] = if method == "HEAD" {
        b""
    } else {
        b"Not Authorized\n"
    };
    assert_eq!(reply.body, body, "{case}");
}

/// ECR behaviour 3.2: the captured 401, on every path and with every method.
#[tokio::test]
async fn strangers_are_challenged_everywhere() {
    let server = TestServer::start().await;
    let host = server.address().to_string();
    server.administrator().create_repository("shop/api").await;
    let credentials = [
        None,
        Some("Basic".to_owned()),
        Some("Basic !!!not-base64!!!".to_owned()),
        Some(basic(b"AWS")),
        Some(basic(b"root:password")),
        Some(basic(b"aws:password")),
        Some(basic(b"\xff\xfe:\xff")),
        Some("Bearer abc".to_owned()),
        Some(basic(&[b"AWS:".as_slice(), &vec![b'A'; 20_000]].concat())),
    ];
    for path in paths() {
        for (index, method) in ["GET", "HEAD", "PUT", "POST", "PATCH", "DELETE", "OPTIONS", "BREW"]
            .into_iter()
            .enumerate()
        {
            // Each method meets some of the credentials on every path, and all of them on all paths.
            for credential in credentials.iter().skip(index % 3).step_by(3).chain([&None]) {
                let mut request = Request::builder().method(method).uri(&path);
                if let Some(credential) = credential {
                    request = request.header("authorization", credential);
                }
                let reply = server.send(request.body("body").expect("a request")).await;
                let shown = credential.as_deref().map(|text| &text[..text.len().min(40)]);
                check_challenge(&reply, &host, method, &format!("{method} {path} {shown:?}"));
            }
        }
    }
}

#[tokio::test]
async fn two_credentials_are_none() {
    let server = TestServer::start().await;
    let admin = server.administrator();
    let (login, host) = (admin.login().await, server.address().to_string());
    let request = Request::builder()
        .uri("/v2/")
        .header("authorization", &login)
        .header("authorization", &login);
    let reply = server.send(request.body("").expect("a request")).await;
    check_challenge(&reply, &host, "GET", "two headers");
}

/// ECR behaviour 3.2, second table: what is a password, but none of this registry's, is 400.
#[tokio::test]
async fn mangled_passwords_and_other_regions_are_bad_requests() {
    let server = TestServer::start().await;
    let admin = server.administrator();
    let password = admin.password().await;
    let stranger = TestServer::start().await.administrator().password().await;
    let (cut, doubled) = (&password[..password.len() - 1], format!("{password}{password}"));
    let host = format!("{ACCOUNT}.dkr.ecr.us-west-2.corp.test");
    for (password, host, case) in [
        (format!("{password}\r"), None, "a stray carriage return"),
        (cut.to_owned(), None, "cut"),
        (doubled, None, "twice"),
        (String::new(), None, "empty"),
        ("secret".to_owned(), None, "a word"),
        (stranger, None, "another installation's"),
        (password.clone(), Some(&*host), "another region's"),
    ] {
        let login = basic(format!("AWS:{password}").as_bytes());
        let mut headers = vec![("authorization", &*login)];
        headers.extend(host.map(|host| ("host", host)));
        let reply = admin.oci("GET", "/v2/", &headers, "").await;
        refusal(&reply, 400, "UNAUTHORIZED", case);
        bare(&admin.oci("HEAD", "/v2/", &headers, "").await, 400, case);
    }
    assert_eq!(admin.get("/v2/").await.status, 200);
}

/// ECR behaviour 3.2: a token lives for 12 hours.
#[tokio::test]
async fn an_old_token_says_so() {
    let server = TestServer::start().await;
    let admin = server.administrator();
    let login = admin.login().await;
    let headers = [("authorization", &*login)];
    server.clock.advance(Duration::from_secs(12 * 3600 - 1));
    assert_eq!(admin.oci("GET", "/v2/", &headers, "").await.status, 200);
    server.clock.advance(Duration::from_secs(1));
    let reply = admin.oci("GET", "/v2/", &headers, "").await;
    assert_eq!(
        refusal(&reply, 403, "DENIED", "expired"),
        "Your authorization token has expired. Reauthenticate and try again."
    );
    bare(&admin.oci("HEAD", "/v2/", &headers, "").await, 403, "expired");
}

/// ECR behaviour 3.4: the action of each request, and the sentence that refuses it to an account
/// that does not own the repository. Existing and missing repositories look the same.
#[tokio::test]
async fn a_foreign_registry_is_denied_request_by_request() {
    let server = TestServer::start().await;
    server.administrator().create_repository("shop/api").await;
    let stranger = server.other_account("444455556666").await;
    let host = format!("{ACCOUNT}.dkr.ecr.eu-west-1.corp.test");
    let digest = digest_of(b"");
    let put = format!("blobs/uploads/{UPLOAD}?digest={digest}");
    for (method, path, action) in [
        ("GET", "manifests/latest", "BatchGetImage"),
        ("PUT", "manifests/latest", "PutImage"),
        ("DELETE", "manifests/latest", "BatchDeleteImage"),
        ("GET", &*format!("blobs/{digest}"), "GetDownloadUrlForLayer"),
        ("DELETE", &*format!("blobs/{digest}"), "BatchDeleteImage"),
        ("POST", "blobs/uploads/", "InitiateLayerUpload"),
        ("GET", &*format!("blobs/uploads/{UPLOAD}"), "UploadLayerPart"),
        ("PATCH", &*format!("blobs/uploads/{UPLOAD}"), "UploadLayerPart"),
        ("DELETE", &*format!("blobs/uploads/{UPLOAD}"), "UploadLayerPart"),
        ("PUT", &*put, "CompleteLayerUpload"),
        ("GET", "tags/list", "ListImages"),
        ("GET", &*format!("referrers/{digest}"), "BatchGetImage"),
    ] {
        let mut messages = Vec::new();
        for name in ["shop/api", "shop/nope"] {
            let path = format!("/v2/{name}/{path}");
            let reply = stranger.oci(method, &path, &[("host", &host)], "{}").await;
            let message = refusal(&reply, 403, "DENIED", &format!("{method} {path}"));
            let expected = format!(
                "User: arn:aws:iam::444455556666:user/administrator is not authorized to perform: ecr:{action} on \
                 resource: arn:aws:ecr:eu-west-1:{ACCOUNT}:repository/{name} because no resource-based policy allows \
                 the ecr:{action} action"
            );
            assert_eq!(message, expected);
            messages.push((reply.headers.len(), message.replace(name, "")));
        }
        assert_eq!(messages[0], messages[1], "{method} {path}");
    }
    let head = stranger
        .oci("HEAD", "/v2/shop/api/manifests/latest", &[("host", &host)], "")
        .await;
    bare(&head, 403, "HEAD");
    let catalog = stranger.oci("GET", "/v2/_catalog", &[("host", &host)], "").await;
    refusal(&catalog, 403, "DENIED", "catalog");
}
