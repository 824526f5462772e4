//! Promises about uploads.

use super::sources::{self, paused};
use super::{Store, data, expect_blob, key, upload};
use crate::content::BATCH_BYTES;
use crate::format::SEGMENT_BYTES;
use crate::{AppendError, FinishError, Staged};
use names::UploadId;

const SEGMENT: usize = SEGMENT_BYTES as usize;
const BATCH: usize = BATCH_BYTES as usize;

async fn append(store: &Store, upload: UploadId, staged: Staged, content: &[u8]) -> Staged {
    let offset = staged.offset();
    let content_length = content.len() as u64;
    let staged = store
        .append(upload, staged, sources::frames(content, 64 << 10))
        .await
        .expect("an append");
    assert_eq!(staged.offset(), offset + content_length);
    staged
}

/// Publishes the upload and checks that it is exactly `content`.
async fn expect_finish(store: &Store, upload: UploadId, staged: Staged, content: &[u8]) {
    let key = key(content);
    let size = store.finish(upload, staged, key).await.expect("a finish");
    assert_eq!(size, content.len() as u64);
    expect_blob(store, key, content).await;
}

/// As a restart of the server does it: the state comes out of its row, the store is new.
fn restart(staged: &Staged) -> Staged {
    Staged::from_bytes(&staged.to_bytes()).expect("the written form")
}

/// Content of every size around a boundary comes back.
pub async fn sizes(open: &impl Fn() -> Store) {
    let store = open();
    let mut sizes = vec![0, 1, 2 * BATCH + SEGMENT + 3];
    for boundary in [SEGMENT, 2 * SEGMENT, BATCH, 2 * BATCH] {
        sizes.extend([boundary - 1, boundary, boundary + 1]);
    }
    for size in sizes {
        let (upload, content) = (upload(), data(size));
        let staged = append(&store, upload, Staged::empty(), &content).await;
        expect_finish(&store, upload, staged, &content).await;
    }
}

/// How the content is cut into frames does not matter.
pub async fn frames(open: &impl Fn() -> Store) {
    let store = open();
    let content = data(BATCH + 4321);
    for size in [7, 1000, SEGMENT + 1, BATCH, content.len()] {
        let upload = upload();
        let frames = sources::frames(&content, size);
        let staged = store
            .append(upload, Staged::empty(), frames)
            .await
            .expect("an append");
        expect_finish(&store, upload, staged, &content).await;
    }
}

/// An upload goes on where it was, also after a restart.
pub async fn pieces(open: &impl Fn() -> Store) {
    let content = data(BATCH + SEGMENT + 10);
    for cut in [
        0,
        1,
        SEGMENT - 1,
        SEGMENT,
        SEGMENT + 1,
        BATCH,
        BATCH + 1,
        content.len(),
    ] {
        let upload = upload();
        let staged = append(&open(), upload, Staged::empty(), &content[..cut]).await;
        let staged = append(&open(), upload, restart(&staged), &content[cut..]).await;
        expect_finish(&open(), upload, restart(&staged), &content).await;
    }
    let (store, upload, mut staged) = (open(), upload(), Staged::empty());
    for piece in content[..2000].chunks(100) {
        staged = append(&store, upload, staged, piece).await;
    }
    expect_finish(&store, upload, staged, &content[..2000]).await;
}

/// An upload to which nothing was appended is empty content.
pub async fn empty_without_append(open: &impl Fn() -> Store) {
    expect_finish(&open(), upload(), Staged::empty(), b"").await;
}

/// A running hash that a later version wrote costs a second look at the bytes, not more.
pub async fn unknown_running_hash(open: &impl Fn() -> Store) {
    let (store, upload, content) = (open(), upload(), data(SEGMENT + 100));
    let forget = |staged: &Staged| {
        let mut bytes = staged.to_bytes();
        let running = bytes.len() - 105;
        bytes[running] = 9;
        Staged::from_bytes(&bytes).expect("a known version")
    };
    let staged = append(&store, upload, Staged::empty(), &content[..100]).await;
    let staged = append(&store, upload, forget(&staged), &content[100..]).await;
    expect_finish(&store, upload, forget(&staged), &content).await;
}

/// An append whose client goes away counts for nothing, and the next one works.
pub async fn source_error(open: &impl Fn() -> Store) {
    for (known, lost) in [
        (0, 10),
        (10, 10),
        (0, 2 * BATCH),
        (10, 2 * BATCH),
        (BATCH, 3 * BATCH),
    ] {
        let (store, upload, content) = (open(), upload(), data(known + 50));
        let staged = append(&store, upload, Staged::empty(), &content[..known]).await;
        let cut_off = sources::cut_off(&data(lost));
        let result = store.append(upload, staged.clone(), cut_off).await;
        assert!(matches!(result, Err(AppendError::Source(_))), "{result:?}");
        let staged = append(&open(), upload, restart(&staged), &content[known..]).await;
        expect_finish(&store, upload, staged, &content).await;
    }
}

/// An append that fails before its first byte changes nothing.
pub async fn source_error_at_once(open: &impl Fn() -> Store) {
    let (store, upload) = (open(), upload());
    let staged = append(&store, upload, Staged::empty(), b"known").await;
    let result = store.append(upload, staged.clone(), sources::cut_off(b"")).await;
    assert!(matches!(result, Err(AppendError::Source(_))), "{result:?}");
    expect_finish(&store, upload, staged, b"known").await;
}

/// An append that is cancelled counts for nothing, and the next one works as soon as the
/// upload is no longer busy.
pub async fn cancelled(open: &impl Fn() -> Store) {
    for known in [0, 100, SEGMENT + 1] {
        let (store, upload, content) = (open(), upload(), data(known + 50));
        let staged = append(&store, upload, Staged::empty(), &content[..known]).await;
        let (source, pause) = paused(&data(3 * BATCH + 5));
        tokio::select! {
            result = store.append(upload, staged.clone(), source) => panic!("{result:?}"),
            taken = pause.taken => taken.expect("the content is still there"),
        }
        let staged = loop {
            let rest = sources::whole(&content[known..]);
            match store.append(upload, staged.clone(), rest).await {
                Err(AppendError::Busy) => tokio::task::yield_now().await,
                result => break result.expect("an append"),
            }
        };
        expect_finish(&store, upload, staged, &content).await;
    }
}

/// An append whose answer got lost is repeated from the state before it.
pub async fn repeated(open: &impl Fn() -> Store) {
    for length in [10, SEGMENT, BATCH + 7] {
        let (store, upload, content) = (open(), upload(), data(30));
        let staged = append(&store, upload, Staged::empty(), &content[..10]).await;
        append(&store, upload, staged.clone(), &data(length)).await;
        let staged = append(&store, upload, staged, &content[10..]).await;
        expect_finish(&store, upload, staged, &content).await;
    }
}

/// A state that does not belong to the staged bytes is no way to wrong content.
pub async fn stale(open: &impl Fn() -> Store) {
    let (store, upload) = (open(), upload());
    let stale = append(&store, upload, Staged::empty(), b"first").await;
    let staged = append(&store, upload, Staged::empty(), b"other").await;
    let result = store.append(upload, stale.clone(), sources::whole(b"more")).await;
    assert!(matches!(result, Err(AppendError::Lost)), "{result:?}");
    let result = store.finish(upload, stale, key(b"first")).await;
    assert!(matches!(result, Err(FinishError::Lost)), "{result:?}");
    expect_finish(&store, upload, staged, b"other").await;
}

/// One operation of an upload at a time, as soon as the first one waits for its client.
pub async fn busy(open: &impl Fn() -> Store) {
    for length in [5, 2 * BATCH + 5] {
        let (store, upload, content) = (open(), upload(), data(length));
        let (source, pause) = paused(&content);
        let running = tokio::spawn({
            let store = store.clone();
            async move { store.append(upload, Staged::empty(), source).await }
        });
        pause.taken.await.expect("the append runs");
        let staged = Staged::empty();
        let second = store
            .append(upload, staged.clone(), sources::whole(b"second"))
            .await;
        assert!(matches!(second, Err(AppendError::Busy)), "{second:?}");
        let finish = store.finish(upload, staged.clone(), key(b"")).await;
        assert!(matches!(finish, Err(FinishError::Busy)), "{finish:?}");
        let verify = store.verify(upload, staged, key(b"").digest).await;
        assert!(matches!(verify, Err(FinishError::Busy)), "{verify:?}");
        pause.end.send(()).expect("the append still runs");
        let staged = running.await.expect("no panic").expect("an append");
        expect_finish(&store, upload, staged, &content).await;
    }
}

/// After an abort the staged bytes are gone, and the upload can begin again.
pub async fn abort_forgets(open: &impl Fn() -> Store) {
    let (store, upload) = (open(), upload());
    store.abort(upload).await.expect("nothing to abort");
    let staged = append(&store, upload, Staged::empty(), b"bytes").await;
    store.abort(upload).await.expect("an abort");
    store.abort(upload).await.expect("a second abort");
    let result = store
        .append(upload, staged.clone(), sources::whole(b"more"))
        .await;
    assert!(matches!(result, Err(AppendError::Lost)), "{result:?}");
    let result = store.verify(upload, staged.clone(), key(b"bytes").digest).await;
    assert!(matches!(result, Err(FinishError::Lost)), "{result:?}");
    let result = store.finish(upload, staged, key(b"bytes")).await;
    assert!(matches!(result, Err(FinishError::Lost)), "{result:?}");
    let staged = append(&store, upload, Staged::empty(), b"again").await;
    expect_finish(&store, upload, staged, b"again").await;
}

/// An append that was aborted meanwhile is not acknowledged.
pub async fn abort_while_appending(open: &impl Fn() -> Store) {
    let (store, upload) = (open(), upload());
    let staged = append(&store, upload, Staged::empty(), b"bytes").await;
    let (source, pause) = paused(&data(2 * BATCH));
    let running = tokio::spawn({
        let store = store.clone();
        async move { store.append(upload, staged, source).await }
    });
    pause.taken.await.expect("the append runs");
    store.abort(upload).await.expect("an abort");
    pause.end.send(()).expect("the append still runs");
    let result = running.await.expect("no panic");
    assert!(matches!(result, Err(AppendError::Lost)), "{result:?}");
}

/// Uploads do not get in each other's way.
pub async fn side_by_side(open: &impl Fn() -> Store) {
    let store = open();
    let pushes = (0..8).map(|number| {
        let store = store.clone();
        tokio::spawn(async move {
            let (upload, content) = (upload(), data(BATCH + number));
            let staged = append(&store, upload, Staged::empty(), &content[..number]).await;
            let staged = append(&store, upload, staged, &content[number..]).await;
            expect_finish(&store, upload, staged, &content).await;
        })
    });
    for push in pushes.collect::<Vec<_>>() {
        push.await.expect("a push");
    }
}
