//! The server that the model is compared with: each operation as a request through the HTTP front.

use std::time::Duration;

use registry::{Collecting, CollectorStep};
use serde_json::{Value, json};
use testkit::{Caller, Reply, TestServer, digest_of};

use crate::aws_fixture::{HOST, error_of, text};
use crate::model::{Answer, answer};
use crate::model_things::{Op, TAGS, Things};

/// The repositories.
pub(crate) const REPOSITORIES: [&str; 3] = ["model/one", "model/two", "model/three"];

/// An upload in progress: where, of which blob, and how many of its three pieces were sent.
struct Upload {
    location: String,
    blob: usize,
    sent: usize,
}

/// A server with empty repositories, and one client.
pub(crate) struct World<'t> {
    things: &'t Things,
    server: TestServer,
    caller: Caller,
    uploads: [Option<Upload>; REPOSITORIES.len()],
}

impl<'t> World<'t> {
    /// A new server.
    pub(crate) async fn new(things: &'t Things) -> Self {
        let server = TestServer::start().await;
        let caller = server.administrator().at_host(HOST);
        for name in REPOSITORIES {
            caller.create_repository(name).await;
        }
        Self {
            things,
            server,
            caller,
            uploads: [const { None }; REPOSITORIES.len()],
        }
    }

    /// Does an operation, a moment after the one before.
    pub(crate) async fn apply(mut self, op: Op) -> (Self, Answer) {
        self.server.clock.advance(Duration::from_millis(1));
        let answer = match op {
            Op::Restart => {
                self.server = self.server.restart().await;
                self.caller = self.server.administrator().at_host(HOST);
                answer(0, "")
            }
            Op::Collect => {
                self.collect().await;
                answer(0, "")
            }
            op => self.ask(op).await,
        };
        (self, answer)
    }

    async fn ask(&mut self, op: Op) -> Answer {
        let place = op.repository().expect("the others are none's");
        let name = REPOSITORIES[place];
        let (caller, things) = (&self.caller, self.things);
        let blob_path = |blob| format!("/v2/{name}/blobs/{}", things.blob_digest(blob));
        let manifest_path = |reference: &str| format!("/v2/{name}/manifests/{reference}");
        match op {
            Op::PushBlob(_, blob) => oci(&caller.push_blob(name, &things.blobs[blob]).await),
            Op::PullBlob(_, blob) => pulled(&caller.get(&blob_path(blob)).await),
            Op::DeleteBlob(_, blob) => oci(&caller.delete(&blob_path(blob)).await),
            Op::Piece(_, blob, is_wrong) => self.piece(place, blob, is_wrong).await,
            Op::Push(_, image, tag) => {
                let digest = things.digest(image);
                let reference = tag.map_or(digest.as_str(), |tag| TAGS[tag]);
                let image = &things.images[image];
                let manifest = (image.media_type, image.manifest.as_slice());
                oci(&caller.put_manifest(name, reference, manifest).await)
            }
            Op::PutImage(_, image, tag) => {
                let image = &things.images[image];
                let mut input = json!({"repositoryName": name, "imageManifest": text(&image.manifest),
                    "imageManifestMediaType": image.media_type});
                if let Some(tag) = tag {
                    input["imageTag"] = json!(TAGS[tag]);
                }
                aws(&caller.ecr("PutImage", input).await, |_| String::new())
            }
            Op::PullTag(_, tag) => pulled(&caller.get(&manifest_path(TAGS[tag])).await),
            Op::PullImage(_, image) => pulled(&caller.get(&manifest_path(&things.digest(image))).await),
            Op::DeleteTag(_, tag) => oci(&caller.delete(&manifest_path(TAGS[tag])).await),
            Op::DeleteImage(_, image) => oci(&caller.delete(&manifest_path(&things.digest(image))).await),
            Op::BatchDelete(_, image, tag) => {
                let input = json!({"repositoryName": name, "imageIds": [self.id(image, tag)]});
                aws(&caller.ecr("BatchDeleteImage", input).await, deleted)
            }
            Op::TagImage(_, image, tag) => {
                let input = json!({"repositoryName": name, "imageId": self.id(Some(image), None),
                    "imageTag": TAGS[tag]});
                aws(&caller.hythe("TagImage", input).await, |_| String::new())
            }
            Op::UntagImage(_, tag) => {
                let input = json!({"repositoryName": name, "imageTag": TAGS[tag]});
                aws(&caller.hythe("UntagImage", input).await, |_| String::new())
            }
            Op::Undelete(_, image) => {
                let input = json!({"repositoryName": name, "imageId": self.id(Some(image), None)});
                aws(&caller.hythe("UndeleteImage", input).await, restored)
            }
            Op::SetImmutable(_, is_immutable) => {
                let mode = if is_immutable { "IMMUTABLE" } else { "MUTABLE" };
                let input = json!({"repositoryName": name, "imageTagMutability": mode});
                aws(&caller.ecr("PutImageTagMutability", input).await, |_| {
                    String::new()
                })
            }
            op => self.look(op, name).await,
        }
    }

    /// What only reads lists.
    async fn look(&self, op: Op, name: &str) -> Answer {
        let (caller, named) = (&self.caller, json!({"repositoryName": name}));
        match op {
            Op::ListTags(_) => {
                let reply = caller.get(&format!("/v2/{name}/tags/list")).await;
                answer(reply.status.as_u16(), words(&reply.json()["tags"]).join(","))
            }
            Op::ListImages(_) => aws(&caller.ecr("DescribeImages", named).await, |output| {
                let images = output["imageDetails"].as_array().expect("a list");
                let mut images: Vec<String> = images.iter().map(shown).collect();
                images.sort();
                images.join(" ")
            }),
            Op::ListDeleted(_) => {
                let input = json!({"repositoryName": name, "maxResults": 1000});
                aws(&caller.hythe("ListDeletedImages", input).await, |output| {
                    let images = output["deletedImages"].as_array().expect("a list");
                    images.iter().map(shown).collect::<Vec<_>>().join(" ")
                })
            }
            Op::Referrers(_, image) => {
                let path = format!("/v2/{name}/referrers/{}", self.things.digest(image));
                let reply = caller.get(&path).await;
                let list = reply.json();
                let found = list["manifests"].as_array().expect("a list");
                let digests: Vec<&str> = found.iter().filter_map(|one| one["digest"].as_str()).collect();
                answer(reply.status.as_u16(), digests.join(" "))
            }
            op => unreachable!("{op:?} changes something"),
        }
    }

    fn id(&self, image: Option<usize>, tag: Option<usize>) -> Value {
        let mut id = json!({});
        if let Some(image) = image {
            id["imageDigest"] = json!(self.things.digest(image));
        }
        if let Some(tag) = tag {
            id["imageTag"] = json!(TAGS[tag]);
        }
        id
    }

    async fn piece(&mut self, place: usize, blob: usize, is_wrong: bool) -> Answer {
        let caller = &self.caller;
        let Some(upload) = &mut self.uploads[place] else {
            let location = caller.start_upload(REPOSITORIES[place]).await;
            self.uploads[place] = Some(Upload {
                location,
                blob,
                sent: 0,
            });
            return answer(202, "");
        };
        let bytes = &self.things.blobs[upload.blob];
        let cut = |piece: usize| bytes.len() * piece / 3;
        if upload.sent < 3 || is_wrong {
            let (from, to) = (cut(upload.sent), cut(upload.sent + 1).min(bytes.len()));
            let piece = if upload.sent < 3 {
                &bytes[from..to]
            } else {
                &bytes[..1]
            };
            let shift = usize::from(is_wrong);
            let range = format!("{}-{}", from + shift, from + shift + piece.len() - 1);
            let reply = caller.patch(&upload.location, Some(&range), piece).await;
            upload.sent += usize::from(!is_wrong);
            return oci(&reply);
        }
        let digest = self.things.blob_digest(upload.blob);
        let reply = caller.finish_upload(&upload.location, &digest, b"").await;
        self.uploads[place] = None;
        oci(&reply)
    }

    async fn collect(&self) {
        // What happens at this very moment is kept.
        self.server.clock.advance(Duration::from_secs(1));
        let at_once = Collecting {
            grace: Duration::ZERO,
            wait: Duration::ZERO,
            interval: Duration::ZERO,
        };
        let registry = self.server.registry.clone().collecting(at_once);
        let epoch = registry.collector_begin().await.expect("the database answers");
        let epoch = epoch.expect("a round is due");
        while registry.collector_step(&epoch).await.expect("a step") != CollectorStep::Ended {}
    }
}

/// An answer of the OCI API without a body, or its error's code.
fn oci(reply: &Reply) -> Answer {
    let status = reply.status.as_u16();
    if status < 300 {
        return answer(status, "");
    }
    answer(status, reply.oci_error().0)
}

/// An answer of the OCI API with bytes: what they hash to.
fn pulled(reply: &Reply) -> Answer {
    if reply.status == 200 {
        return answer(200, digest_of(&reply.body));
    }
    oci(reply)
}

/// An answer of the AWS API: what `said` makes of it, or the error's name.
fn aws(reply: &Reply, said: impl FnOnce(&Value) -> String) -> Answer {
    let status = reply.status.as_u16();
    if status == 200 {
        return answer(status, said(&reply.json()));
    }
    answer(status, error_of(reply).0)
}

fn words(list: &Value) -> Vec<&str> {
    let mut words: Vec<&str> = list
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    words.sort_unstable();
    words
}

/// An image with its tags, as an operation shows it.
fn shown(image: &Value) -> String {
    let digest = image["imageDigest"].as_str().unwrap_or_default();
    format!("{digest}[{}]", words(&image["imageTags"]).join(","))
}

fn deleted(output: &Value) -> String {
    if let Some(code) = output["failures"][0]["failureCode"].as_str() {
        return code.to_owned();
    }
    let ids = output["imageIds"].as_array().expect("a list");
    let tags: Vec<&str> = ids.iter().filter_map(|id| id["imageTag"].as_str()).collect();
    let digest = ids[0]["imageDigest"].as_str().unwrap_or_default();
    format!("{digest}[{}]", tags.join(","))
}

fn restored(output: &Value) -> String {
    let images: Vec<String> = output["restoredImages"]
        .as_array()
        .expect("a list")
        .iter()
        .map(shown)
        .collect();
    let conflict = |one: &Value| {
        let part = |name: &str| one[name].as_str().unwrap_or_default().to_owned();
        [part("imageTag"), part("imageDigest"), part("heldByDigest")].join(":")
    };
    let conflicts: Vec<String> = output["conflicts"]
        .as_array()
        .expect("a list")
        .iter()
        .map(conflict)
        .collect();
    format!("{} / {}", images.join(" "), conflicts.join(" "))
}
