//! A caller with an access key: signed AWS calls, and OCI requests with a token.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::Request;
use names::{AccountId, Region, RegistryKey};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use registry::NewAccessKey;
use serde_json::Value;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use stdx::{Clock as _, ManualClock, Timestamp};

use crate::client::{self, Reply};
use crate::image::{OCI_MANIFEST, digest_of};
use crate::server::TestServer;
use crate::signature::Signature;

/// Someone who calls a [`TestServer`].
#[derive(Clone)]
pub struct Caller {
    address: SocketAddr,
    clock: Arc<ManualClock>,
    key: NewAccessKey,
    security_token: Option<String>,
    account: AccountId,
    region: Region,
    host: String,
    session: Session,
}

/// A login that is kept, and when it was made.
type Session = Arc<Mutex<Option<(Timestamp, String)>>>;

/// How long a login is kept: well within its life of 12 hours.
const KEPT: Duration = Duration::from_secs(3600);

impl Caller {
    pub(crate) fn new(
        server: &TestServer,
        key: NewAccessKey,
        (account, region): (AccountId, Region),
    ) -> Self {
        Self {
            address: server.address(),
            clock: Arc::clone(&server.clock),
            key,
            security_token: None,
            account,
            region,
            host: server.address().to_string(),
            session: Session::default(),
        }
    }

    /// Somebody of the same account with another access key: long-term ones have no token.
    pub fn with_key(&self, key: NewAccessKey, security_token: Option<String>) -> Self {
        Self {
            key,
            security_token,
            session: Session::default(),
            ..self.clone()
        }
    }

    /// The same caller, who calls the server by another host name.
    pub fn at_host(&self, host: &str) -> Self {
        Self {
            host: host.to_owned(),
            session: Session::default(),
            ..self.clone()
        }
    }

    /// The same caller in another region.
    pub fn in_region(&self, region: &str) -> Self {
        Self {
            region: Region::parse(region).expect("a region"),
            session: Session::default(),
            ..self.clone()
        }
    }

    /// The caller's account.
    pub fn account(&self) -> &str {
        self.account.as_str()
    }

    /// The access key that the caller signs with.
    pub fn key(&self) -> &NewAccessKey {
        &self.key
    }

    /// The caller's own registry.
    pub fn registry(&self) -> RegistryKey {
        RegistryKey {
            account: self.account,
            region: self.region.clone(),
        }
    }

    /// Calls an operation of the private `ecr` service and returns the answer.
    pub async fn ecr(&self, operation: &str, input: Value) -> Reply {
        let target = format!("AmazonEC2ContainerRegistry_V20150921.{operation}");
        self.aws_json("ecr", &target, input.to_string()).await
    }

    /// Calls an operation of the service `hythe` and returns the answer.
    pub async fn hythe(&self, operation: &str, input: Value) -> Reply {
        let target = format!("Hythe_20261122.{operation}");
        self.aws_json("hythe", &target, input.to_string()).await
    }

    /// As [`Caller::ecr`], for a call that must succeed.
    pub async fn ecr_ok(&self, operation: &str, input: Value) -> Value {
        let reply = self.ecr(operation, input).await;
        assert_eq!(reply.status, 200, "{operation}: {}", reply.text());
        reply.json()
    }

    /// As [`Caller::ecr`], for a call that must fail: error name and message.
    pub async fn ecr_error(&self, operation: &str, input: Value) -> (String, String) {
        let reply = self.ecr(operation, input).await;
        assert_ne!(reply.status, 200, "{operation}: {}", reply.text());
        let body = reply.json();
        let part = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
        (part("__type"), part("message"))
    }

    /// Makes a repository.
    pub async fn create_repository(&self, name: &str) {
        self.ecr_ok("CreateRepository", serde_json::json!({"repositoryName": name}))
            .await;
    }

    /// Sends a signed AWS JSON 1.1 request with any target and body.
    pub async fn aws_json(&self, service: &str, target: &str, body: impl Into<Bytes>) -> Reply {
        let body = body.into();
        let headers = [
            ("content-type", "application/x-amz-json-1.1"),
            ("x-amz-target", target),
        ];
        client::send(self.address, self.signed(service, &headers, body)).await
    }

    /// Sends a signed AWS Query request with this form.
    pub async fn aws_query(&self, service: &str, form: &str) -> Reply {
        let headers = [("content-type", "application/x-www-form-urlencoded; charset=utf-8")];
        client::send(
            self.address,
            self.signed(service, &headers, form.to_owned().into()),
        )
        .await
    }

    /// Calls an operation of IAM (a Query service) with these members.
    pub async fn iam(&self, action: &str, members: &[(&str, &str)]) -> Reply {
        self.aws_query("iam", &form((action, "2010-05-08"), members))
            .await
    }

    /// Calls an operation of STS with these members.
    pub async fn sts(&self, action: &str, members: &[(&str, &str)]) -> Reply {
        self.aws_query("sts", &form((action, "2011-06-15"), members))
            .await
    }

    /// A signed `POST /` that a test may spoil before it sends it.
    pub fn signed(&self, service: &str, headers: &[(&str, &str)], body: Bytes) -> Request<Bytes> {
        self.signature(service).post(headers, body)
    }

    /// What this caller signs with, now, for a test that wants some part of it otherwise.
    pub fn signature(&self, service: &str) -> Signature {
        Signature {
            key: self.key.clone(),
            security_token: self.security_token.clone(),
            region: self.region.clone(),
            service: service.to_owned(),
            signed_at: self.clock.now(),
            host: self.host.clone(),
        }
    }

    /// The Basic credential that `docker login` would keep.
    pub async fn login(&self) -> String {
        let output = self.ecr_ok("GetAuthorizationToken", serde_json::json!({})).await;
        let token = output["authorizationData"][0]["authorizationToken"]
            .as_str()
            .expect("a token")
            .to_owned();
        format!("Basic {token}")
    }

    /// As [`Caller::login`], but logs in only when the last login is old.
    pub async fn session(&self) -> String {
        let now = self.clock.now();
        let kept = self.session.lock().expect("no test panics here").clone();
        if let Some((_, login)) = kept.filter(|(since, _)| now.since(*since) < KEPT) {
            return login;
        }
        let login = self.login().await;
        *self.session.lock().expect("no test panics here") = Some((now, login.clone()));
        login
    }

    /// The host that the caller calls the server by.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The password that `aws ecr get-login-password` prints.
    pub async fn password(&self) -> String {
        let login = self.login().await;
        let encoded = login.strip_prefix("Basic ").expect("a Basic credential");
        let plain = String::from_utf8(STANDARD.decode(encoded).expect("base64")).expect("text");
        plain.strip_prefix("AWS:").expect("the user AWS").to_owned()
    }

    /// Sends a request of the OCI API, logged in unless a header says otherwise, with these headers.
    pub async fn oci(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Bytes>,
    ) -> Reply {
        let mut builder = Request::builder().method(method).uri(path);
        if !headers.iter().any(|(name, _)| *name == "authorization") {
            builder = builder.header("authorization", self.session().await);
        }
        if !headers.iter().any(|(name, _)| *name == "host") {
            builder = builder.header("host", &self.host);
        }
        for (name, value) in headers {
            builder = builder.header(*name, *value);
        }
        client::send(self.address, builder.body(body.into()).expect("a request")).await
    }

    /// `GET` of the OCI API.
    pub async fn get(&self, path: &str) -> Reply {
        self.oci("GET", path, &[], Bytes::new()).await
    }

    /// Pushes a blob in one POST.
    pub async fn push_blob(&self, repository: &str, bytes: &[u8]) -> Reply {
        let path = format!("/v2/{repository}/blobs/uploads/?digest={}", digest_of(bytes));
        self.oci(
            "POST",
            &path,
            &[("content-type", "application/octet-stream")],
            bytes.to_vec(),
        )
        .await
    }

    /// Pushes an OCI image manifest.
    pub async fn push_manifest(&self, repository: &str, reference: &str, manifest: &[u8]) -> Reply {
        let path = format!("/v2/{repository}/manifests/{reference}");
        self.oci("PUT", &path, &[("content-type", OCI_MANIFEST)], manifest.to_vec())
            .await
    }
}

/// The form of a Query operation.
fn form((action, version): (&str, &str), members: &[(&str, &str)]) -> String {
    let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let mut form = format!("Action={action}&Version={version}");
    for (name, value) in members {
        form.push_str(&format!("&{}={}", encode(name), encode(value)));
    }
    form
}
