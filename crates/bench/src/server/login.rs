//! Calls of the ECR API with the administrator's access key.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, ensure};
use names::{AccessKeyId, Region};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use sigv4::{Credentials, PathStyle, Payload, Request, SecretKey, Signing};
use stdx::Timestamp;

use crate::http::{Connection, Keep};

/// The region that a Hythe without configuration is in.
const REGION: &str = "us-east-1";

/// An access key.
pub(super) struct Login {
    address: SocketAddr,
    id: AccessKeyId,
    secret: SecretKey,
    region: Region,
}

impl Login {
    /// The first key of an AWS credentials file.
    pub(super) fn new(address: SocketAddr, credentials: &Path) -> anyhow::Result<Self> {
        let text = fs::read_to_string(credentials).context("Hythe wrote no credentials")?;
        let value = |name: &str| {
            let pairs = text.lines().filter_map(|line| line.split_once('='));
            let mut values = pairs
                .filter(|(key, _)| key.trim() == name)
                .map(|(_, value)| value.trim());
            values
                .next()
                .with_context(|| format!("the credentials have no {name}"))
        };
        Ok(Self {
            address,
            id: AccessKeyId::parse(value("aws_access_key_id")?).context("the key of the credentials")?,
            secret: SecretKey::new(value("aws_secret_access_key")?.to_owned()),
            region: Region::parse(REGION).context("the region")?,
        })
    }

    /// The header by which docker identifies itself after `docker login`.
    pub(super) async fn docker(&self) -> anyhow::Result<String> {
        let answer = self.call("GetAuthorizationToken", &json!({})).await?;
        let token = answer["authorizationData"][0]["authorizationToken"].as_str();
        Ok(format!("Basic {}", token.context("the answer has no token")?))
    }

    /// Makes a repository.
    pub(super) async fn create_repository(&self, name: &str) -> anyhow::Result<()> {
        self.call("CreateRepository", &json!({"repositoryName": name}))
            .await
            .map(drop)
    }

    async fn call(&self, operation: &str, input: &Value) -> anyhow::Result<Value> {
        let body = input.to_string();
        let request = self.signed(operation, body.as_bytes());
        let mut connection = Connection::open(self.address).await?;
        let reply = connection.exchange(&request, Keep::Everything).await?;
        let text = String::from_utf8_lossy(&reply.body);
        ensure!(
            reply.status == 200,
            "{operation}: status {}, {text}",
            reply.status
        );
        serde_json::from_str(&text).context("an answer is JSON")
    }

    fn signed(&self, operation: &str, body: &[u8]) -> Vec<u8> {
        let host = self.address.to_string();
        let target = format!("AmazonEC2ContainerRegistry_V20150921.{operation}");
        let headers = [
            ("host", host.as_bytes()),
            ("content-type", b"application/x-amz-json-1.1".as_slice()),
            ("x-amz-target", target.as_bytes()),
        ];
        let request = Request {
            method: "POST",
            path: "/",
            query: "",
            headers: &headers,
        };
        let signing = Signing {
            credentials: Credentials {
                access_key_id: &self.id,
                secret: &self.secret,
                security_token: None,
            },
            region: &self.region,
            service: "ecr",
            signed_at: now(),
            path: PathStyle::Normalized,
            payload: Payload::Sha256(Sha256::digest(body).into()),
        };
        let mut text = format!("POST / HTTP/1.1\r\ncontent-length: {}\r\n", body.len());
        for (name, value) in headers {
            text += &format!("{name}: {}\r\n", String::from_utf8_lossy(value));
        }
        for (name, value) in sigv4::sign(&request, &signing) {
            text += &format!("{name}: {value}\r\n");
        }
        text += "\r\n";
        [text.as_bytes(), body].concat()
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a client signs with the time of its machine"
)]
fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_seconds(0).after(since)
}
