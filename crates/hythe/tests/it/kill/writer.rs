//! A writer: does one thing after the other until the server is gone, and knows what must be there.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use testkit::{OCI_MANIFEST, TestImage, digest_of, pattern};

use super::Random;
use super::client::{Answer, Client};
use super::model::{Change, Model};

/// Tags that a writer moves about.
const TAGS: u64 = 5;
/// Images that it has at most.
const IMAGES: usize = 24;
/// Layers that all writers push.
const COMMON: u64 = 6;

pub(crate) struct Writer {
    index: u64,
    random: Random,
    model: Model,
    /// What would be there if the change came about whose answer never came.
    doubt: Option<Model>,
    /// Images whose bytes are read at the next check.
    changed: BTreeSet<String>,
    counts: BTreeMap<&'static str, u64>,
    pushed: u64,
}

impl Writer {
    pub(crate) fn new(index: u64, seed: u64) -> Self {
        Self {
            index,
            random: Random::new(seed ^ (index + 1) << 40),
            model: Model::default(),
            doubt: None,
            changed: BTreeSet::new(),
            counts: BTreeMap::new(),
            pushed: 0,
        }
    }

    pub(crate) fn counts(&self) -> &BTreeMap<&'static str, u64> {
        &self.counts
    }

    fn repository(&self) -> String {
        format!("crash/writer-{}", self.index)
    }

    pub(crate) fn create(&self, client: &Client) {
        let input = json!({"repositoryName": self.repository()});
        let answer = client.aws("ecr", "CreateRepository", &input).expect("an answer");
        assert_eq!(answer.status, 200, "{}", answer.text());
    }

    /// Changes one thing after the other until no answer comes.
    pub(crate) fn write(&mut self, client: &Client) {
        loop {
            let change = self.choose();
            let Some(answer) = self.send(client, &change) else {
                self.doubt = Some(self.model.after(&change));
                return;
            };
            match answer.status {
                200..300 => {
                    self.model = self.model.after(&change);
                    *self.counts.entry(change.name()).or_default() += 1;
                    if let Change::Push { digest, .. } | Change::Restore { digest } = change {
                        self.changed.insert(digest);
                    }
                }
                // The collector has no patience at all here: a layer may go before its manifest comes.
                _ if answer.text().contains("MANIFEST_BLOB_UNKNOWN") => {
                    *self.counts.entry("(pushes begun again)").or_default() += 1;
                }
                _ => panic!("{change:?}: {}", answer.text()),
            }
        }
    }

    fn choose(&mut self) -> Change {
        let (what, at) = (self.random.below(24), self.random.below(1 << 30));
        let tag = format!("t{}", self.random.below(TAGS));
        let image = self.model.image(at);
        match (what, image, self.model.deleted(at)) {
            (0..2, Some(digest), _) => Change::Tag { digest, tag },
            (2..4, _, _) if self.model.tags.contains_key(&tag) => Change::Untag { tag },
            (4..6, Some(digest), _) => Change::Delete { digest },
            (6..8, _, Some(digest)) if self.model.images.len() < IMAGES => Change::Restore { digest },
            (8..10, _, _) => Change::Policy {
                sid: Some(format!("p{at}")),
            },
            (10, _, _) if self.model.policy.is_some() => Change::Policy { sid: None },
            (_, Some(digest), _) if self.model.images.len() >= IMAGES => Change::Delete { digest },
            _ => {
                self.pushed += 1;
                let digest = self.image(self.pushed).digest();
                Change::Push {
                    digest,
                    number: self.pushed,
                    tag,
                }
            }
        }
    }

    /// The image of a number: two layers that others push too, and one of its own.
    fn image(&self, number: u64) -> TestImage {
        let own = (self.index + 1) << 32 | number;
        let length = if number.is_multiple_of(6) { 600_000 } else { 15_000 };
        let common = |which: u64| pattern(which % COMMON, 60_000);
        let layers = vec![
            common(number),
            common(number / COMMON + number),
            pattern(own, length),
        ];
        TestImage::with_layers(&format!("image {own}"), layers)
    }

    fn send(&mut self, client: &Client, change: &Change) -> Option<Answer> {
        let repository = self.repository();
        let manifests = format!("/v2/{repository}/manifests");
        let named = |more: Value| {
            let mut input = more;
            input["repositoryName"] = json!(repository);
            input
        };
        match change {
            Change::Push { number, tag, .. } => {
                let image = self.image(*number);
                for blob in image.layers.iter().chain([&image.config]) {
                    self.push_blob(client, blob)?;
                }
                let path = format!("{manifests}/{tag}");
                client.oci("PUT", &path, (OCI_MANIFEST, &image.manifest))
            }
            Change::Tag { digest, tag } => {
                let input = named(json!({"imageId": {"imageDigest": digest}, "imageTag": tag}));
                client.aws("hythe", "TagImage", &input)
            }
            Change::Untag { tag } => client.oci("DELETE", &format!("{manifests}/{tag}"), ("", &[])),
            Change::Delete { digest } => client.oci("DELETE", &format!("{manifests}/{digest}"), ("", &[])),
            Change::Restore { digest } => {
                let input = named(json!({"imageId": {"imageDigest": digest}}));
                client.aws("hythe", "UndeleteImage", &input)
            }
            Change::Policy { sid: None } => client.aws("ecr", "DeleteRepositoryPolicy", &named(json!({}))),
            Change::Policy { sid: Some(sid) } => {
                let text = json!({"Version": "2012-10-17", "Statement": [
                    {"Sid": sid, "Effect": "Allow", "Principal": "*", "Action": "ecr:ListImages"}]});
                let input = named(json!({"policyText": text.to_string()}));
                client.aws("ecr", "SetRepositoryPolicy", &input)
            }
        }
    }

    /// Pushes a blob in one of three ways: not at all when it is there, in one request, or in three.
    fn push_blob(&mut self, client: &Client, bytes: &[u8]) -> Option<()> {
        let (digest, way) = (digest_of(bytes), self.random.below(4));
        let blobs = format!("/v2/{}/blobs", self.repository());
        let kind = "application/octet-stream";
        if way == 0
            && client
                .oci("HEAD", &format!("{blobs}/{digest}"), ("", &[]))?
                .status
                == 200
        {
            return Some(());
        }
        let put = if way < 3 {
            client.oci(
                "POST",
                &format!("{blobs}/uploads/?digest={digest}"),
                (kind, bytes),
            )?
        } else {
            let started = client.oci("POST", &format!("{blobs}/uploads/"), ("", &[]))?;
            assert_eq!(started.status, 202, "{}", started.text());
            let upload = started.location();
            let appended = client.oci("PATCH", upload, (kind, bytes))?;
            assert_eq!(appended.status, 202, "{}", appended.text());
            client.oci("PUT", &format!("{upload}?digest={digest}"), ("", &[]))?
        };
        assert_eq!(put.status, 201, "{}", put.text());
        Some(())
    }

    /// What is listed is what must be; the bytes of what changed, or of everything, are the right ones.
    pub(crate) fn check(&mut self, client: &Client, everything: bool) {
        let found = self.list(client);
        let doubt = self.doubt.take();
        if !self.model.lists_as(&found) {
            let is_new = doubt.as_ref().is_some_and(|doubt| doubt.lists_as(&found));
            assert!(
                is_new,
                "writer {}: {found:#?}\nis neither {:#?}\nnor {doubt:#?}",
                self.index, self.model
            );
            self.model = doubt.expect("it is what was found");
        }
        let changed = std::mem::take(&mut self.changed);
        for (digest, number) in &self.model.images {
            if everything || changed.contains(digest) {
                self.read(client, digest, *number);
            }
        }
    }

    /// What the API lists.
    fn list(&self, client: &Client) -> Model {
        let named = json!({"repositoryName": self.repository(), "maxResults": 1000});
        let list = client.aws("ecr", "ListImages", &named).expect("an answer");
        assert_eq!(list.status, 200, "{}", list.text());
        let mut found = Model::default();
        for id in list.json()["imageIds"].as_array().expect("a list") {
            let digest = id["imageDigest"].as_str().expect("a digest").to_owned();
            if let Some(tag) = id["imageTag"].as_str() {
                found.tags.insert(tag.to_owned(), digest.clone());
            }
            found.images.insert(digest, 0);
        }
        let named = json!({"repositoryName": self.repository()});
        let policy = client
            .aws("ecr", "GetRepositoryPolicy", &named)
            .expect("an answer")
            .json();
        let policy = policy["policyText"].as_str().map(|text| {
            let policy: Value = serde_json::from_str(text).expect("JSON");
            policy["Statement"][0]["Sid"].as_str().expect("a text").to_owned()
        });
        found.policy = policy;
        found
    }

    /// Reads an image and everything that it needs.
    fn read(&self, client: &Client, digest: &str, number: u64) {
        let image = self.image(number);
        let get = |path: String| client.oci("GET", &path, ("", &[])).expect("an answer");
        let manifest = get(format!("/v2/{}/manifests/{digest}", self.repository()));
        assert_eq!(manifest.status, 200, "{digest}: {}", manifest.text());
        assert!(manifest.body == image.manifest, "{digest} is another manifest");
        for bytes in image.layers.iter().chain([&image.config]) {
            let part = digest_of(bytes);
            let blob = get(format!("/v2/{}/blobs/{part}", self.repository()));
            assert_eq!(blob.status, 200, "{digest} needs {part}: {}", blob.text());
            assert_eq!(digest_of(&blob.body), part, "of {digest}");
        }
    }
}
