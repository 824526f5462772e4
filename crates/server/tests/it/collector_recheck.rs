//! What happens between the collector's look at a snapshot and the transaction in which it decides.

use std::pin::pin;
use std::sync::{Mutex, mpsc};

use futures_util::FutureExt as _;
use meta::Meta;
use names::{Digest, RepositoryArn, RepositoryName};
use testkit::digest_of;

use crate::aws_fixture::REPOSITORY;
use crate::collector::{SECOND, begin, blob, eager, steps};

#[tokio::test]
async fn a_layer_that_is_asked_for_after_the_look_stays() {
    let (server, admin) = eager().await;
    let layer = b"asked for at the last moment";
    assert_eq!(admin.push_blob(REPOSITORY, layer).await.status, 201);
    server.clock.advance(SECOND);
    let registry = &server.registry;
    let epoch = begin(registry).await.expect("a round is due");
    // Another process, which is about to note that somebody asked for the layer: until it has, nobody
    // else can write.
    let other = Meta::open_sqlite(&server.folder().join("meta.sqlite")).await;
    let other = other.expect("the database opens");
    let arn = RepositoryArn {
        registry: admin.registry(),
        name: RepositoryName::parse(REPOSITORY).expect("a name"),
    };
    let digest = Digest::parse(&digest_of(layer)).expect("a digest");
    let now = registry.now();
    let (begun, has_begun) = mpsc::sync_channel(1);
    let (go_on, may_go_on) = mpsc::channel();
    let may_go_on = Mutex::new(may_go_on);
    let mut touch = pin!(other.write::<_, meta::Error, _>(move |tx| {
        let (arn, digest, begun, may_go_on) = (&arn, &digest, &begun, &may_go_on);
        let repository = tx.repository_get(arn);
        let repository = repository.now_or_never().expect("SQLite does not wait");
        begun.send(()).expect("the test waits");
        may_go_on
            .lock()
            .expect("nobody panics")
            .recv()
            .expect("the test goes on");
        let touched = repository.and_then(|repository| {
            let id = repository.expect("a repository").id;
            let touched = tx.layer_touch(id, digest, now);
            touched.now_or_never().expect("SQLite does not wait")
        });
        Box::pin(std::future::ready(touched))
    }));
    assert!(touch.as_mut().now_or_never().is_none());
    has_begun.recv().expect("the other process has begun");
    let mut step = pin!(registry.collector_step(&epoch));
    // The look is over when it first waits, which is for its turn to write.
    assert!(step.as_mut().now_or_never().is_none());
    go_on.send(()).expect("it waits for that");
    assert!(touch.await.expect("a commit"));
    step.await.expect("a step");
    assert_eq!(admin.head(&blob(layer)).await.status, 200);
    steps(registry, &epoch).await;
    assert_eq!(admin.get(&blob(layer)).await.body, layer.as_slice());
}
