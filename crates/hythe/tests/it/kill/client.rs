//! A client of both APIs, one connection a request. A server that goes away is no error of the client.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use serde_json::{Value, json};

use crate::process::Serving;
use crate::signed::{aws_json, post, signature};

/// Whoever has the administrator's key and a login.
pub(crate) struct Client {
    port: u16,
    secrets: String,
    authorization: String,
}

/// An answer that came whole.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    pub(crate) fn text(&self) -> String {
        format!("{} {}", self.status, String::from_utf8_lossy(&self.body))
    }

    pub(crate) fn location(&self) -> &str {
        let location = self.head.lines().find_map(|line| line.strip_prefix("location: "));
        location.expect("a location")
    }
}

/// The credential that docker would keep; it outlives the server.
pub(crate) fn login(serving: &Serving, secrets: &str) -> String {
    let output = aws_json(serving.authority(), secrets, "GetAuthorizationToken", &json!({}));
    let token = output["authorizationData"][0]["authorizationToken"].as_str();
    format!("Basic {}", token.expect("a token"))
}

impl Client {
    pub(crate) fn new(port: u16, secrets: &str, authorization: &str) -> Self {
        Self {
            port,
            secrets: secrets.to_owned(),
            authorization: authorization.to_owned(),
        }
    }

    /// A request of the OCI API. `None` when no whole answer came.
    pub(crate) fn oci(&self, method: &str, path: &str, (kind, body): (&str, &[u8])) -> Option<Answer> {
        let kind = if kind.is_empty() {
            String::new()
        } else {
            format!("Content-Type: {kind}\r\n")
        };
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\nAuthorization: {}\r\n{kind}\
             Content-Length: {}\r\n\r\n",
            self.port,
            self.authorization,
            body.len()
        );
        self.exchange(head.as_bytes(), body)
    }

    /// A call of `ecr`, or of our own service.
    pub(crate) fn aws(&self, service: &str, operation: &str, input: &Value) -> Option<Answer> {
        let target = match service {
            "ecr" => format!("AmazonEC2ContainerRegistry_V20150921.{operation}"),
            _ => format!("Hythe_20261122.{operation}"),
        };
        let headers = [
            ("content-type", "application/x-amz-json-1.1"),
            ("x-amz-target", target.as_str()),
        ];
        let signature = signature(&format!("127.0.0.1:{}", self.port), &self.secrets, service);
        self.exchange(post(&signature, &headers, &input.to_string()).as_bytes(), &[])
    }

    fn exchange(&self, asked: &[u8], body: &[u8]) -> Option<Answer> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).ok()?;
        stream.write_all(asked).ok()?;
        stream.write_all(body).ok()?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).ok()?;
        let end = answer.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
        let body = answer.split_off(end);
        let head = String::from_utf8(answer).expect("a head of ASCII");
        let status = head.split(' ').nth(1).expect("a status");
        let status = status.parse().expect("a number");
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "));
        let length = length.map(|length| length.parse::<usize>().expect("a number"));
        // A head whose body was cut off is no answer, unless it has none.
        let is_whole = asked.starts_with(b"HEAD ") || length.is_none_or(|length| length == body.len());
        is_whole.then_some(Answer { status, head, body })
    }
}
