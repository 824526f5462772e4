//! Thousands of random requests, the same ones in every run: none is answered with a 5xx, and the server
//! that answered the first answers the last.

use bytes::Bytes;
use http::Request;
use serde_json::{Value, json};
use testkit::{Caller, TestImage};

use crate::aws_authorization::inputs;
use crate::aws_fixture::{put_image, repository, start_upload};

/// Random choices that repeat from run to run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).expect("31 bits") % sides
    }

    fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.roll(from.len())]
    }

    fn text(&mut self) -> String {
        let alphabet: Vec<char> = "abcAZ09:/._-+*%{}[]\"'\\<>&=?#@ \u{0}\n\u{7f}é\u{202e}𝕏"
            .chars()
            .collect();
        let length = self.roll(40);
        (0..length).map(|_| alphabet[self.roll(alphabet.len())]).collect()
    }

    fn value(&mut self) -> Value {
        match self.roll(14) {
            0 => Value::Null,
            1 => json!(true),
            2 => json!(-1),
            3 => json!(0),
            4 => json!(i64::MAX),
            5 => json!(1e300),
            6 => json!(""),
            7 => json!([]),
            8 => json!({}),
            9 => json!([null, {}, [1]]),
            10 => json!("x".repeat(5000)),
            11 => json!(vec!["sha256:ab"; 150]),
            12 => json!({"imageDigest": self.text(), "imageTag": self.text(), "Key": self.text()}),
            _ => json!(self.text()),
        }
    }

    /// Changes some of the values of a tree.
    fn spoil(&mut self, value: &mut Value) {
        match value {
            Value::Object(members) => {
                for member in members.values_mut() {
                    if self.roll(4) == 0 {
                        self.spoil(member);
                    }
                }
                if self.roll(6) == 0 {
                    members.insert(self.text(), self.value());
                }
            }
            Value::Array(entries) if !entries.is_empty() => {
                let index = self.roll(entries.len());
                self.spoil(&mut entries[index]);
            }
            leaf => *leaf = self.value(),
        }
    }
}

#[tokio::test]
async fn spoiled_inputs_of_every_operation() {
    let (_server, admin) = repository().await;
    let image = TestImage::new("one");
    put_image(&admin, &image, "1").await;
    let upload = start_upload(&admin).await;
    let mut calls = inputs(&upload, &image);
    let arn = "arn:aws:ecr:eu-west-1:111122223333:repository/shop/api";
    let tag = json!({"resourceArn": arn, "tags": [{"Key": "k", "Value": "v"}], "tagKeys": ["k"]});
    calls.extend(
        ["TagResource", "UntagResource", "ListTagsForResource"].map(|operation| (operation, tag.clone())),
    );
    let paging = json!({"maxResults": 5, "nextToken": "x", "registryIds": ["111122223333"], "repositoryNames": ["ab"]});
    calls.extend(
        ["DescribeRepositories", "GetAuthorizationToken"].map(|operation| (operation, paging.clone())),
    );
    let mut dice = Dice(0x5eed_0001);
    for round in 0..1200 {
        let (operation, input) = &calls[dice.roll(calls.len())];
        let mut input = input.clone();
        dice.spoil(&mut input);
        let reply = admin.ecr(operation, input.clone()).await;
        assert!(
            !reply.status.is_server_error(),
            "{round} {operation} {input}: {}",
            reply.text()
        );
        assert!(reply.json().is_object(), "{round} {operation}");
    }
    admin.ecr_ok("DescribeRegistry", json!({})).await;
}

fn signed(caller: &Caller, dice: &mut Dice, body: Vec<u8>) -> Request<Bytes> {
    let service = dice.pick(&["ecr", "ecr-public", "sts"]);
    let target = format!(
        "{}.{}",
        dice.pick(&[
            "AmazonEC2ContainerRegistry_V20150921",
            "SpencerFrontendService",
            "x"
        ]),
        dice.pick(&[
            "ListImages",
            "PutImage",
            "DescribeRepositories",
            "GetCallerIdentity",
            "",
            "\u{0}"
        ])
        .replace('\u{0}', "PutLifecyclePolicy")
    );
    let content_type = dice.pick(&[
        "application/x-amz-json-1.1",
        "application/x-www-form-urlencoded",
        "x",
    ]);
    caller.signed(
        service,
        &[("content-type", content_type), ("x-amz-target", &target)],
        body.into(),
    )
}

const PATHS: [&str; 20] = [
    "/",
    "/?",
    "/?Action=GetCallerIdentity&Version=2011-06-15",
    "/v2",
    "/v2/",
    "/v2/_catalog",
    "/v2/shop/api/tags/list",
    "/v2/shop/api/manifests/1",
    "/v2/shop/api/blobs/uploads/",
    "/v2/shop/api/referrers/sha256:ab",
    "/layers/",
    "/layers/a/b/c/d",
    "/healthz",
    "/readyz",
    "/metrics",
    "//",
    "/%00",
    "/v2/%2e%2e/manifests/x",
    "/v2/a/b/c/d/e/f/g/h",
    "/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a/b/c/d/e&X-Amz-Date=x&Action=A",
];

const METHODS: [&str; 8] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW"];

const HEADERS: [(&str, &str); 14] = [
    (
        "authorization",
        "AWS4-HMAC-SHA256 Credential=AKIA/x/y/z/w, SignedHeaders=host, Signature=00",
    ),
    ("authorization", "Basic"),
    ("authorization", "Bearer x"),
    ("content-type", "application/vnd.oci.image.manifest.v1+json"),
    ("content-type", "application/x-www-form-urlencoded"),
    ("content-range", "0-1000000000000"),
    ("range", "bytes=-0,5-1,99999999999999999999-"),
    ("x-amz-target", "AmazonEC2ContainerRegistry_V20150921.ListImages"),
    ("x-amz-date", "99999999T999999Z"),
    ("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"),
    ("if-none-match", "\"*\", W/\"\""),
    ("accept", "*/*;q=2"),
    ("host", "444455556666.dkr.ecr..x"),
    ("host", "a@b"),
];

impl Dice {
    fn body(&mut self) -> Vec<u8> {
        match self.roll(4) {
            0 => Vec::new(),
            1 => self.text().into_bytes(),
            2 => self.value().to_string().into_bytes(),
            _ => (0..self.roll(200))
                .map(|_| u8::try_from(self.roll(256)).expect("a byte"))
                .collect(),
        }
    }

    fn request(&mut self, token: &str) -> Request<Bytes> {
        let body = self.body();
        let mut request = Request::builder()
            .method(self.pick(&METHODS))
            .uri(self.pick(&PATHS));
        if self.roll(2) == 0 {
            request = request.header("authorization", token);
        }
        for _ in 0..self.roll(4) {
            let (name, value) = HEADERS[self.roll(HEADERS.len())];
            request = request.header(name, value);
        }
        request.body(body.into()).expect("a request")
    }
}

#[tokio::test]
async fn requests_out_of_random_pieces() {
    let (server, admin) = repository().await;
    let token = admin.login().await;
    let mut dice = Dice(0x5eed_0002);
    for round in 0..800 {
        let request = if dice.roll(3) == 0 {
            let body = dice.body();
            signed(&admin, &mut dice, body)
        } else {
            dice.request(&token)
        };
        let (method, uri, headers) = (request.method(), request.uri(), request.headers());
        let shown = format!("{round} {method} {uri} {headers:?}");
        let reply = server.send(request).await;
        assert!(!reply.status.is_server_error(), "{shown}: {}", reply.text());
    }
    admin.ecr_ok("DescribeRegistry", json!({})).await;
}
