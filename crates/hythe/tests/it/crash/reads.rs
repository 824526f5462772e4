//! Each call of the system or of the database that a pull makes fails with `EIO`, once or from then
//! on: the answer says so in the form of its protocol or ends before its end. It is never another one
//! that is whole, and the next one is right.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use serde_json::json;
use stdx::point::FAULT;
use testkit::{Reply, TestImage, digest_of};

use super::place::{APP, Scene, copy_of, image, index, long, temporary};
use super::{Errand, runtime, say, send_all, send_ok};

/// What the client says when a connection ended before a status came.
const NO_STATUS: u16 = 599;
/// A body that is longer is read while it is sent: it is too late for another status then.
const AT_ONCE: usize = 100_000;
/// How the calls fail behind the first ones, by `EIO`.
const WAYS: [(&str, &str); 2] = [("once", "1*return(5)->off"), ("from then on", "return(5)")];

/// A request that changes nothing.
pub(crate) struct Read {
    name: &'static str,
    run: for<'a> fn(&'a Scene) -> BoxFuture<'a, Reply>,
}

const READS: &[Read] = &[
    read("a long blob", |s| {
        async { s.admin.get(&blob(&long())).await }.boxed()
    }),
    read("a part of a blob", |s| {
        let headers = [("range", "bytes=300000-1900000")];
        async move { s.admin.oci("GET", &blob(&long()), &headers, "").await }.boxed()
    }),
    read("the size of a blob", |s| {
        async { s.admin.oci("HEAD", &blob(&long()), &[], "").await }.boxed()
    }),
    read("a short blob", |s| {
        async { s.admin.get(&blob(&image("one").config)).await }.boxed()
    }),
    read("a manifest by its tag", |s| {
        async { s.admin.get(&format!("/v2/{APP}/manifests/one")).await }.boxed()
    }),
    read("a manifest by its digest", |s| {
        async { s.admin.get(&manifest()).await }.boxed()
    }),
    read("the digest of a manifest", |s| {
        async { s.admin.oci("HEAD", &manifest(), &[], "").await }.boxed()
    }),
    read("tags", |s| {
        async { s.admin.get(&format!("/v2/{APP}/tags/list")).await }.boxed()
    }),
    read("referrers", |s| {
        async {
            s.admin
                .get(&format!("/v2/{APP}/referrers/{}", digest_of(index().as_bytes())))
                .await
        }
        .boxed()
    }),
    read("BatchGetImage", |s| {
        let ids = json!([{"imageTag": "one"}, {"imageTag": "two"}]);
        ecr(
            s,
            "BatchGetImage",
            json!({"repositoryName": APP, "imageIds": ids}),
        )
    }),
    read("BatchCheckLayerAvailability", |s| {
        let digests = json!([digest_of(&long())]);
        let input = json!({"repositoryName": APP, "layerDigests": digests});
        ecr(s, "BatchCheckLayerAvailability", input)
    }),
    read("DescribeImages", |s| {
        ecr(
            s,
            "DescribeImages",
            json!({"repositoryName": APP, "imageIds": [{"imageTag": "one"}]}),
        )
    }),
    read("a download URL, and its bytes", |s| download(s).boxed()),
];

const fn read(name: &'static str, run: for<'a> fn(&'a Scene) -> BoxFuture<'a, Reply>) -> Read {
    Read { name, run }
}

pub(crate) fn named(name: &str) -> &'static Read {
    READS
        .iter()
        .find(|read| read.name == name)
        .expect("a read of the table")
}

fn blob(bytes: &[u8]) -> String {
    format!("/v2/{APP}/blobs/{}", digest_of(bytes))
}

fn manifest() -> String {
    format!("/v2/{APP}/manifests/{}", image("two").digest())
}

fn ecr<'a>(scene: &'a Scene, operation: &'static str, input: serde_json::Value) -> BoxFuture<'a, Reply> {
    async move { scene.admin.ecr(operation, input).await }.boxed()
}

async fn download(scene: &Scene) -> Reply {
    let input = json!({"repositoryName": APP, "layerDigest": digest_of(&long())});
    let reply = scene.admin.ecr("GetDownloadUrlForLayer", input).await;
    if reply.status != 200 {
        return reply;
    }
    let reply = reply.json();
    let url = reply["downloadUrl"].as_str().expect("a URL");
    let (_, path) = url.split_once(scene.admin.host()).expect("a host");
    let headers = [("authorization", "")];
    scene.admin.oci("GET", path, &headers, "").await
}

#[test]
fn a_read_that_fails_is_never_another_answer() {
    let template = temporary();
    send_ok(&Errand::Make, template.path());
    let errands = READS.iter().map(|read| Errand::Read(read.name.to_owned()));
    send_all(errands.collect(), template.path(), "reads of ");
}

/// In a process of its own: lets each call of a read fail.
pub(crate) fn all(read: &Read, template: &Path) {
    let runtime = runtime();
    let (_place, folder) = copy_of(template);
    let right = runtime.block_on(async {
        let scene = Scene::open(&folder).await;
        // Only what an image needs has a URL.
        let image = TestImage::with_layers("long", vec![long()]);
        image.push(&scene.admin, APP, "long").await;
        (read.run)(&scene).await
    });
    assert!(right.status.is_success() && right.complete, "{right:?}");
    let calls = runtime.block_on(count(read, &folder));
    let (mut refused, mut broken) = (0, 0);
    for call in 0..calls {
        for (way, action) in WAYS {
            let found = runtime.block_on(async {
                let scene = Scene::open(&folder).await;
                fail::cfg(FAULT, &format!("{call}*off->{action}")).expect("a fail point");
                let found = (read.run)(&scene).await;
                fail::remove(FAULT);
                let again = (read.run)(&scene).await;
                check(&again, &right).map(|outcome| (found, outcome))
            });
            let outcome = match found {
                Ok((found, Outcome::Right)) => check(&found, &right),
                Ok((_, outcome)) => Err(format!("the next answer is {outcome:?}")),
                Err(why) => Err(format!("the next answer: {why}")),
            };
            match outcome {
                Ok(Outcome::Right) => {}
                Ok(Outcome::Refused) => refused += 1,
                Ok(Outcome::BrokenOff) => broken += 1,
                Err(why) => panic!("{}, call {call} of {calls} fails {way}: {why}", read.name),
            }
        }
    }
    assert!(refused > 0, "{}: no call was seen to fail", read.name);
    let right = WAYS.len() * calls - refused - broken;
    say(&format!(
        "reads of {:?}: {calls} calls, {refused} refused, {broken} broken off, {right} right all the same",
        read.name
    ));
}

/// How many calls a read makes in a server that has just started.
async fn count(read: &Read, folder: &Path) -> usize {
    let calls = Arc::new(AtomicUsize::new(0));
    let scene = Scene::open(folder).await;
    let counted = Arc::clone(&calls);
    fail::cfg_callback(FAULT, move || {
        counted.fetch_add(1, Ordering::SeqCst);
    })
    .expect("a fail point");
    let reply = (read.run)(&scene).await;
    fail::remove(FAULT);
    assert!(reply.status.is_success(), "{reply:?}");
    let calls = calls.load(Ordering::SeqCst);
    assert!(calls > 0, "{} makes no call", read.name);
    calls
}

#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    Right,
    Refused,
    BrokenOff,
}

/// What an answer is beside the right one; an error when it must not be.
fn check(found: &Reply, right: &Reply) -> Result<Outcome, String> {
    let wrong = || Err(format!("it answers {found:?}"));
    if found.status == right.status {
        return match (found.complete, found.body == right.body) {
            (true, true) => Ok(Outcome::Right),
            (true, false) => wrong(),
            (false, _) => Ok(Outcome::BrokenOff),
        };
    }
    let text = String::from_utf8_lossy(&found.body);
    // The answer to a HEAD has no body, as the right one has none.
    let is_form = text.contains("\"errors\"") || text.contains("\"__type\"") || right.body.is_empty();
    match found.status.as_u16() {
        // The status waits in the server for the first bytes.
        NO_STATUS if right.body.len() > AT_ONCE => Ok(Outcome::BrokenOff),
        500 | 503 if found.complete && is_form => Ok(Outcome::Refused),
        _ => wrong(),
    }
}
