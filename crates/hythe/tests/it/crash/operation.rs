//! The writing operations, each as a client does it that may have done it before: one table.

use std::time::Duration;

use blobs::Backend as _;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use registry::{CollectorRest, CollectorStep};
use serde_json::{Value, json};
use testkit::{Reply, digest_of};

use super::place::{APP, GONE, NEW, OTHER, POLICY, Scene, content, image, index, long, loose, orphan_key};

/// What an operation answers.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) status: u16,
    pub(crate) text: String,
}

/// What an operation is done to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum On {
    /// A server that is up.
    Server,
    /// The start itself, of an installation or in an empty folder.
    Start,
    EmptyStart,
}

/// How much of an operation happens at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// All of it, with its events and its record.
    Whole,
    /// What clients see of it; records may be fewer.
    Seen,
}

/// A writing operation.
pub(crate) struct Operation {
    pub(crate) name: &'static str,
    pub(crate) on: On,
    pub(crate) run: Run,
    /// What it answers when it had been done before, beside success.
    pub(crate) again: &'static [u16],
    pub(crate) extent: Extent,
    /// The upload that a failed fsync may cost.
    pub(crate) upload: Option<&'static str>,
}

type Run = for<'a> fn(&'a Scene) -> BoxFuture<'a, Said>;

/// An operation that happens as a whole.
const fn whole(name: &'static str, again: &'static [u16], run: Run) -> Operation {
    Operation {
        name,
        on: On::Server,
        run,
        again,
        extent: Extent::Whole,
        upload: None,
    }
}

/// One that goes on with an upload.
const fn of_upload(name: &'static str, upload: &'static str, run: Run) -> Operation {
    Operation {
        upload: Some(upload),
        ..whole(name, &[], run)
    }
}

/// One of several transactions.
const fn in_steps(name: &'static str, again: &'static [u16], run: Run) -> Operation {
    Operation {
        extent: Extent::Seen,
        ..whole(name, again, run)
    }
}

const fn start(name: &'static str, on: On) -> Operation {
    Operation {
        on,
        ..in_steps(name, &[], |_| nothing().boxed())
    }
}

pub(crate) const ALL: &[Operation] = &[
    start("first start", On::EmptyStart),
    start("start", On::Start),
    whole("create a repository", &[400], |s| {
        let tags = json!([{"Key": "team", "Value": "shop"}]);
        ecr(
            s,
            "CreateRepository",
            json!({"repositoryName": NEW, "tags": tags}),
        )
        .boxed()
    }),
    whole("delete a repository", &[400], |s| {
        ecr(
            s,
            "DeleteRepository",
            json!({"repositoryName": OTHER, "force": true}),
        )
        .boxed()
    }),
    whole("restore a repository", &[400], |s| {
        hythe(s, "UndeleteRepository", json!({"repositoryName": GONE})).boxed()
    }),
    whole("set a policy", &[], |s| {
        ecr(
            s,
            "SetRepositoryPolicy",
            json!({"repositoryName": OTHER, "policyText": POLICY}),
        )
        .boxed()
    }),
    whole("delete a policy", &[400], |s| {
        ecr(s, "DeleteRepositoryPolicy", json!({"repositoryName": APP})).boxed()
    }),
    in_steps("start an upload", &[], |s| {
        oci(s, "POST", format!("/v2/{APP}/blobs/uploads/"), Vec::new()).boxed()
    }),
    of_upload("append to an upload", "half", |s| append(s, "half").boxed()),
    of_upload("append much", "fresh", |s| append(s, "fresh").boxed()),
    of_upload("append over a rest", "spoiled", |s| append(s, "spoiled").boxed()),
    of_upload("complete an upload", "half", |s| complete(s, "half").boxed()),
    of_upload("complete an upload of known bytes", "whole", |s| {
        complete(s, "whole").boxed()
    }),
    whole("cancel an upload", &[404], |s| {
        oci(s, "DELETE", s.upload("half").to_owned(), Vec::new()).boxed()
    }),
    in_steps("sweep uploads", &[], |s| sweep(s).boxed()),
    whole("put a layer", &[], |s| layer(s, long()).boxed()),
    whole("put a layer of known bytes", &[], |s| layer(s, loose()).boxed()),
    whole("mount a layer", &[], |s| {
        let path = format!(
            "/v2/{OTHER}/blobs/uploads/?mount={}&from={APP}",
            digest_of(&loose())
        );
        oci(s, "POST", path, Vec::new()).boxed()
    }),
    whole("delete a layer", &[404], |s| {
        oci(
            s,
            "DELETE",
            format!("/v2/{APP}/blobs/{}", digest_of(&loose())),
            Vec::new(),
        )
        .boxed()
    }),
    whole("put an image", &[], |s| manifest(s, "new", "new").boxed()),
    whole("put an image under a taken tag", &[], |s| {
        manifest(s, "new", "one").boxed()
    }),
    whole("put an index", &[400], |s| {
        ecr(
            s,
            "PutImage",
            json!({"repositoryName": APP, "imageManifest": index(), "imageTag": "both"}),
        )
        .boxed()
    }),
    whole("tag an image", &[], |s| {
        let one = json!({"repositoryName": APP, "imageId": {"imageTag": "one"}, "imageTag": "zwei"});
        hythe(s, "TagImage", one).boxed()
    }),
    whole("untag an image", &[400], |s| {
        hythe(s, "UntagImage", json!({"repositoryName": APP, "imageTag": "two"})).boxed()
    }),
    whole("delete a tag", &[404], |s| {
        oci(s, "DELETE", format!("/v2/{APP}/manifests/two"), Vec::new()).boxed()
    }),
    whole("delete images", &[], |s| {
        let ids = json!([{"imageDigest": image("one").digest()}, {"imageDigest": image("two").digest()}]);
        ecr(
            s,
            "BatchDeleteImage",
            json!({"repositoryName": APP, "imageIds": ids}),
        )
        .boxed()
    }),
    whole("restore an image", &[400], |s| {
        hythe(
            s,
            "UndeleteImage",
            json!({"repositoryName": APP, "imageId": {"imageTag": "three"}}),
        )
        .boxed()
    }),
    in_steps("purge deleted images", &[], |s| {
        hythe(
            s,
            "PurgeDeletedImages",
            json!({"repositoryName": APP, "all": true}),
        )
        .boxed()
    }),
    in_steps("collect", &[], |s| collect(s).boxed()),
    in_steps("quarantine a blob", &[404], |s| quarantine(s).boxed()),
    in_steps("empty the quarantine", &[], |s| empty_quarantine(s).boxed()),
];

pub(crate) fn named(name: &str) -> &'static Operation {
    ALL.iter()
        .find(|operation| operation.name == name)
        .expect("an operation of the table")
}

fn of(reply: &Reply) -> Said {
    Said {
        status: reply.status.as_u16(),
        text: String::from_utf8_lossy(&reply.body).into_owned(),
    }
}

fn done(status: u16) -> Said {
    Said {
        status,
        text: String::new(),
    }
}

async fn nothing() -> Said {
    done(200)
}

async fn ecr(scene: &Scene, operation: &str, input: Value) -> Said {
    of(&scene.admin.ecr(operation, input).await)
}

async fn hythe(scene: &Scene, operation: &str, input: Value) -> Said {
    of(&scene.admin.hythe(operation, input).await)
}

async fn oci(scene: &Scene, method: &str, path: String, body: Vec<u8>) -> Said {
    of(&scene.admin.oci(method, &path, &[], body).await)
}

/// The status of an upload, and what it has received if it is there.
async fn received(scene: &Scene, location: &str) -> Result<usize, Said> {
    let reply = scene.admin.get(location).await;
    if reply.status != 204 {
        return Err(of(&reply));
    }
    let (_, last) = reply.header("range").split_once('-').expect("a range");
    let last: usize = last.parse().expect("a number");
    Ok(if last == 0 { 0 } else { last + 1 })
}

fn rest(received: usize, bytes: &[u8]) -> String {
    format!("{received}-{}", bytes.len() - 1)
}

/// Appends what is missing.
async fn append(scene: &Scene, name: &str) -> Said {
    let (location, (_, bytes)) = (scene.upload(name), content(name));
    let received = match received(scene, location).await {
        Ok(received) if received == bytes.len() => return done(202),
        Ok(received) => received,
        Err(said) => return said,
    };
    let range = rest(received, &bytes);
    of(&scene
        .admin
        .patch(location, Some(&range), &bytes[received..])
        .await)
}

/// Sends what is missing with the digest, or finds that this has been done.
async fn complete(scene: &Scene, name: &str) -> Said {
    let (location, (_, bytes)) = (scene.upload(name), content(name));
    let digest = digest_of(&bytes);
    let received = match received(scene, location).await {
        Ok(received) => received,
        Err(said) if said.status != 404 => return said,
        Err(said) => {
            let blob = scene.admin.get(&format!("/v2/{APP}/blobs/{digest}")).await;
            return if blob.status == 200 { done(201) } else { said };
        }
    };
    let path = format!("{location}?digest={digest}");
    let range = rest(received, &bytes);
    let mut headers = vec![("content-type", "application/octet-stream")];
    if received < bytes.len() {
        headers.push(("content-range", range.as_str()));
    }
    of(&scene
        .admin
        .oci("PUT", &path, &headers, bytes[received..].to_vec())
        .await)
}

pub(crate) async fn layer(scene: &Scene, bytes: Vec<u8>) -> Said {
    of(&scene.admin.push_blob(APP, &bytes).await)
}

async fn manifest(scene: &Scene, name: &str, tag: &str) -> Said {
    of(&scene.admin.push_manifest(APP, tag, &image(name).manifest).await)
}

async fn sweep(scene: &Scene) -> Said {
    match scene.server.registry.upload_sweep(meta::Limit(100)).await {
        Ok(_) => done(200),
        Err(error) => failed(&error),
    }
}

/// What has no answer of a protocol fails with its error.
fn failed(error: &dyn std::error::Error) -> Said {
    Said {
        status: 503,
        text: format!("{{\"errors\": {:?}}}", error.to_string()),
    }
}

/// A whole round. One that another server began is gone on with when its lease is over.
pub(crate) async fn collect(scene: &Scene) -> Said {
    let registry = &scene.server.registry;
    loop {
        match registry.collector_begin().await {
            Ok(Err(CollectorRest::Elsewhere)) => scene.server.clock.advance(Duration::from_secs(301)),
            Ok(Err(_)) => return done(200),
            Err(error) => return failed(&error),
            Ok(Ok(epoch)) => loop {
                match registry.collector_step(&epoch).await {
                    Ok(CollectorStep::GoesOn(_)) => {}
                    Ok(CollectorStep::Waits(_)) => scene.server.clock.advance(Duration::from_secs(60)),
                    Ok(CollectorStep::Ended) => return done(200),
                    Err(error) => return failed(&error),
                }
            },
        }
    }
}

async fn quarantine(scene: &Scene) -> Said {
    match scene.store.blob_quarantine(orphan_key(1)).await {
        Ok(()) => done(200),
        Err(blobs::Error::Missing) => done(404),
        Err(error) => failed(&error),
    }
}

async fn empty_quarantine(scene: &Scene) -> Said {
    match scene.store.quarantine_delete(orphan_key(2)).await {
        Ok(()) => done(200),
        Err(error) => failed(&error),
    }
}
