//! A client of one repository, one connection a request.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;

use serde_json::{Value, json};
use testkit::{TestImage, digest_of};

use crate::process::Serving;
use crate::signed::aws_json;

const MANIFEST: &str = "application/vnd.oci.image.manifest.v1+json";

pub struct Client {
    port: u16,
    credentials: String,
    authorization: String,
    repository: String,
}

/// Status, headers and body of an answer.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Client {
    /// Logs in to the server of a data folder.
    pub fn login(data: &Path, serving: &Serving, repository: &str) -> Self {
        let credentials = std::fs::read_to_string(data.join("credentials")).expect("credentials");
        let output = aws_json(
            serving.authority(),
            &credentials,
            "GetAuthorizationToken",
            &json!({}),
        );
        let token = output["authorizationData"][0]["authorizationToken"].as_str();
        Self {
            port: serving.port(),
            authorization: format!("Basic {}", token.expect("a token")),
            credentials,
            repository: repository.to_owned(),
        }
    }

    /// The value of the header of a login.
    pub fn authorization(&self) -> &str {
        &self.authorization
    }

    pub fn ecr(&self, operation: &str, mut input: Value) -> Value {
        input["repositoryName"] = json!(self.repository);
        let authority = format!("127.0.0.1:{}", self.port);
        aws_json(&authority, &self.credentials, operation, &input)
    }

    /// False when the collector has taken a layer meanwhile.
    pub fn push(&self, image: &TestImage, tag: &str) -> bool {
        for blob in image.layers.iter().chain([&image.config]) {
            let path = format!("blobs/uploads/?digest={}", digest_of(blob));
            let answer = self.send("POST", &path, "application/octet-stream", blob);
            // Without a time of grace, bytes go that no row names yet.
            if answer.status == 404 {
                return false;
            }
            assert_eq!(answer.status, 201, "{}", answer.head);
        }
        let answer = self.send("PUT", &format!("manifests/{tag}"), MANIFEST, &image.manifest);
        let body = String::from_utf8_lossy(&answer.body);
        let is_taken = answer.status == 400 && body.contains("MANIFEST_BLOB_UNKNOWN");
        assert!(answer.status == 201 || is_taken, "{} {body}", answer.head);
        !is_taken
    }

    /// Pushes as often as the collector is in between.
    pub fn push_at_last(&self, image: &TestImage, tag: &str) {
        assert!((0..100).any(|_| self.push(image, tag)), "{tag}");
    }

    pub fn delete(&self, tag: &str) {
        let output = self.ecr("BatchDeleteImage", json!({"imageIds": [{"imageTag": tag}]}));
        assert_eq!(output["failures"], json!([]), "{tag}");
    }

    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, "", &[])
    }

    pub fn tags(&self) -> Vec<String> {
        let list: Value = serde_json::from_slice(&self.get("tags/list?n=1000").body).expect("JSON");
        let tags = list["tags"].as_array().expect("a list");
        tags.iter()
            .map(|tag| tag.as_str().expect("a text").to_owned())
            .collect()
    }

    /// The image is there under this tag, and every byte of it is right.
    pub fn assert_whole(&self, image: &TestImage, tag: &str) {
        assert_eq!(
            self.get(&format!("manifests/{tag}")).body,
            image.manifest,
            "{tag}"
        );
        for blob in image.layers.iter().chain([&image.config]) {
            let answer = self.get(&format!("blobs/{}", digest_of(blob)));
            assert_eq!((answer.status, &answer.body), (200, blob), "{tag}");
        }
    }

    /// Sends a request and reads the answer to its end.
    pub fn send(&self, method: &str, path: &str, kind: &str, body: &[u8]) -> Answer {
        let head = format!(
            "{method} /v2/{}/{path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\nAuthorization: {}\r\n\
             Content-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
            self.repository,
            self.port,
            self.authorization,
            body.len()
        );
        let head = head.replace("Content-Type: \r\n", "");
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("the server listens");
        stream.write_all(head.as_bytes()).expect("the server reads");
        stream.write_all(body).expect("the server reads");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("the server answers");
        let end = answer.windows(4).position(|window| window == b"\r\n\r\n");
        let body = answer.split_off(end.expect("a head") + 4);
        let head = String::from_utf8(answer).expect("a head is text");
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        Answer {
            status: status.expect("a status"),
            head,
            body,
        }
    }
}
