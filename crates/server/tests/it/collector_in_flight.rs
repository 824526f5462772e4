//! The collector, without a time of grace, and a layer that is being pushed at that moment.

use std::path::Path;
use std::pin::pin;
use std::sync::Arc;

use blobs::{Content, SourceError};
use bytes::Bytes;
use futures_util::{StreamExt as _, poll, stream};
use names::{Digest, RepositoryArn, RepositoryName};
use registry::{
    Action, Call, CallKind, CalledOperation, Caller, CollectorStep, Front, Grant, Origin, Parameters,
    Transport,
};
use testkit::{TestServer, digest_of};
use tokio::sync::oneshot;

use crate::aws_fixture::REPOSITORY;
use crate::collector::{SECOND, begin, blob, eager, steps};

/// So long that the store writes a part of the first half before it has the second.
static LAYER: &[u8] = &[b'x'; 16 << 20];

/// The right of the administrator to push to the repository.
async fn grant(server: &TestServer, admin: &testkit::Caller) -> Grant<RepositoryArn> {
    let operation = CalledOperation {
        source: "ecr.amazonaws.com",
        name: "UploadLayerPart",
        kind: CallKind::Change,
    };
    let credential = server.registry.credential(&admin.key().id, None).await;
    let credential = credential.expect("the database answers");
    let arn = RepositoryArn {
        registry: admin.registry(),
        name: RepositoryName::parse(REPOSITORY).expect("a name"),
    };
    let front = (Front::Oci, uuid::Uuid::nil());
    let region = arn.registry.region.clone();
    let caller = Caller {
        principal: credential.expect("the key is known").principal,
        origin: Origin {
            source_ip: std::net::IpAddr::from([127, 0, 0, 1]),
            transport: Transport::Plain,
            user_agent: None,
        },
        call: Arc::new(Call::new(operation, region, front, Parameters::None)),
    };
    let grant = server
        .registry
        .authorize(&caller, Action::InitiateLayerUpload, &arn);
    grant.await.expect("the administrator may push")
}

fn digest() -> Digest {
    Digest::parse(&digest_of(LAYER)).expect("a digest")
}

/// The layer, whose second half comes when it may.
fn halves() -> (Content, oneshot::Sender<()>) {
    let (go_on, may_go_on) = oneshot::channel::<()>();
    let (first, second) = LAYER.split_at(LAYER.len() / 2);
    let first = stream::iter([Ok::<_, SourceError>(Bytes::from_static(first))]);
    let second = stream::once(async move {
        may_go_on.await.expect("the test goes on");
        Ok(Bytes::from_static(second))
    });
    (first.chain(second).boxed(), go_on)
}

fn is_there(path: &Path) -> bool {
    std::fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_some())
}

/// A whole round, a second later.
async fn collect(server: &TestServer) {
    server.clock.advance(SECOND);
    let epoch = begin(&server.registry).await.expect("a round is due");
    assert_eq!(steps(&server.registry, &epoch).await, CollectorStep::Ended);
}

#[tokio::test]
async fn bytes_that_are_still_coming_stay() {
    let (server, admin) = eager().await;
    let grant = grant(&server, &admin).await;
    let (content, go_on) = halves();
    let mut put = pin!(server.registry.layer_put(&grant, digest(), content));
    let staged = server.folder().join("store/staged");
    while !is_there(&staged) {
        assert!(poll!(put.as_mut()).is_pending(), "the second half has not come");
        tokio::task::yield_now().await;
    }
    collect(&server).await;
    assert!(is_there(&staged));
    go_on.send(()).expect("the push waits");
    put.await.expect("a layer");
    assert_eq!(admin.get(&blob(LAYER)).await.body, LAYER);
}
