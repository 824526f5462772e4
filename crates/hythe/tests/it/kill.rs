//! `kill -9` in the middle of pushes: what was acknowledged is there, whole; what is listed can be
//! pulled.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};

use rustix::process::Signal;
use serde_json::{Value, json};
use testkit::{TestImage, pattern};

use crate::process::{Place, Serving};
use crate::signed::aws_json;

const CYCLES: usize = 6;
const WRITERS: usize = 8;

/// An image whose push was acknowledged.
struct Acknowledged {
    tag: String,
    image: TestImage,
}

#[test]
fn no_acknowledged_push_is_lost_and_no_tag_is_half_there() {
    let place = Place::new();
    let mut kept = Vec::new();
    for cycle in 0..CYCLES {
        let serving = place.serve(&[]);
        let client = Client::login(&place, &serving);
        if cycle == 0 {
            client.ecr("CreateRepository", &json!({"repositoryName": "crash"}));
        }
        check(&client, &kept);
        kept.extend(push_until_killed(serving, &client, cycle));
    }
    let serving = place.serve(&[]);
    check(&Client::login(&place, &serving), &kept);
    assert!(
        kept.len() > CYCLES,
        "only {} pushes were acknowledged",
        kept.len()
    );
    serving.stop();
}

/// Pushes from all writers, kills the server after a few acknowledgements, and returns those.
fn push_until_killed(serving: Serving, client: &Client, cycle: usize) -> Vec<Acknowledged> {
    let enough = 3 + cycle * 5;
    let acknowledged = AtomicUsize::new(0);
    let (send, receive) = mpsc::channel();
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            let (send, acknowledged) = (send.clone(), &acknowledged);
            scope.spawn(move || write(client, (cycle, writer), &send, acknowledged));
        }
        drop(send);
        let all = take(&receive, enough);
        serving.signal(Signal::KILL);
        serving.wait();
        all.into_iter().chain(receive).collect()
    })
}

fn take(receive: &Receiver<Acknowledged>, count: usize) -> Vec<Acknowledged> {
    (0..count)
        .map(|_| {
            receive
                .recv()
                .expect("the writers go on until the server is killed")
        })
        .collect()
}

/// Pushes images, all with one layer in common, until the server is gone.
fn write(client: &Client, (cycle, writer): (usize, usize), send: &Sender<Acknowledged>, count: &AtomicUsize) {
    for number in 0.. {
        let tag = format!("c{cycle}-w{writer}-{number}");
        let seed = u64::try_from(count.fetch_add(1, Ordering::Relaxed)).expect("a small number");
        let layers = vec![
            b"common".to_vec(),
            pattern(seed, 40_000),
            pattern(seed + 1, 1_500_000),
        ];
        let image = TestImage::with_layers(&tag, layers);
        if client.push(&image, &tag).is_none() {
            return;
        }
        if send.send(Acknowledged { tag, image }).is_err() {
            return;
        }
    }
}

/// Every acknowledged image can be pulled by its tag, and every tag that is listed at all.
fn check(client: &Client, kept: &[Acknowledged]) {
    for Acknowledged { tag, image } in kept {
        let manifest = client.get(&format!("manifests/{tag}"));
        assert_eq!(manifest, image.manifest, "{tag}");
    }
    for tag in client.tags() {
        let manifest: Value = serde_json::from_slice(&client.get(&format!("manifests/{tag}"))).expect("JSON");
        let layers = manifest["layers"].as_array().expect("layers");
        for part in layers.iter().chain([&manifest["config"]]) {
            let digest = part["digest"].as_str().expect("a digest");
            assert_eq!(
                testkit::digest_of(&client.get(&format!("blobs/{digest}"))),
                digest,
                "{tag}"
            );
        }
    }
}

/// A client of the OCI API, one connection a request.
struct Client {
    port: u16,
    secrets: String,
    authorization: String,
}

impl Client {
    fn login(place: &Place, serving: &Serving) -> Self {
        let secrets = place.read("credentials");
        let output = aws_json(serving.authority(), &secrets, "GetAuthorizationToken", &json!({}));
        let token = output["authorizationData"][0]["authorizationToken"]
            .as_str()
            .expect("a token");
        Self {
            port: serving.port(),
            authorization: format!("Basic {token}"),
            secrets,
        }
    }

    fn ecr(&self, operation: &str, input: &Value) -> Value {
        aws_json(
            &format!("127.0.0.1:{}", self.port),
            &self.secrets,
            operation,
            input,
        )
    }

    /// `None` when the server went away before it acknowledged.
    fn push(&self, image: &TestImage, tag: &str) -> Option<()> {
        for blob in image.layers.iter().chain([&image.config]) {
            let location = self.send("POST", "blobs/uploads/", ("", &[]), 202)?;
            let upload = location
                .strip_prefix("/v2/crash/")
                .expect("a path of the repository");
            self.send("PATCH", upload, ("application/octet-stream", blob), 202)?;
            let finish = format!("{upload}?digest={}", testkit::digest_of(blob));
            self.send("PUT", &finish, ("", &[]), 201)?;
        }
        let manifest = ("application/vnd.oci.image.manifest.v1+json", &image.manifest[..]);
        self.send("PUT", &format!("manifests/{tag}"), manifest, 201)
            .map(drop)
    }

    /// Sends a request that must succeed if it is answered; returns the `Location`.
    fn send(&self, method: &str, path: &str, body: (&str, &[u8]), status: u16) -> Option<String> {
        let (head, _) = self.exchange(method, path, body)?;
        assert!(
            head.starts_with(&format!("HTTP/1.1 {status} ")),
            "{method} {path}: {head}"
        );
        let location = head.lines().find_map(|line| line.strip_prefix("location: "));
        Some(location.unwrap_or_default().to_owned())
    }

    fn get(&self, path: &str) -> Vec<u8> {
        let (head, body) = self.exchange("GET", path, ("", &[])).expect("the server runs");
        assert!(head.starts_with("HTTP/1.1 200 "), "{path}: {head}");
        body
    }

    fn tags(&self) -> Vec<String> {
        let list: Value = serde_json::from_slice(&self.get("tags/list?n=1000")).expect("JSON");
        let tags = list["tags"].as_array().expect("a list");
        tags.iter()
            .map(|tag| tag.as_str().expect("a text").to_owned())
            .collect()
    }

    /// Head and body of the answer; `None` when the connection broke before its end.
    fn exchange(&self, method: &str, path: &str, (kind, body): (&str, &[u8])) -> Option<(String, Vec<u8>)> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).ok()?;
        let head = format!(
            "{method} /v2/crash/{path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\nAuthorization: {}\r\n\
             Content-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
            self.port,
            self.authorization,
            body.len()
        );
        stream
            .write_all(head.replace("Content-Type: \r\n", "").as_bytes())
            .ok()?;
        stream.write_all(body).ok()?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).ok()?;
        let end = answer.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
        let body = answer.split_off(end);
        Some((String::from_utf8(answer).ok()?, body))
    }
}
