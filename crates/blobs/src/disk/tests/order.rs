//! The order of steps that makes bytes durable before they are acknowledged, and what happens
//! when a step fails (threats-and-faults C-2 to C-5, C-8, C-15).

use std::fs;

use rustix::io::Errno;

use super::super::layout::Layout;
use super::super::steps::{Step, Steps};
use super::Folder;
use crate::contract::{data, key, upload};
use crate::{AppendError, BlobStore, Error, FinishError, Staged};

/// The file says whose it is before it is one of a blob.
const FINISH: [Step; 5] = [
    Step::Lock,
    Step::WriteTrailer,
    Step::SyncFile,
    Step::Rename,
    Step::SyncBlobs,
];

#[test]
fn folders_are_durable_before_the_store_is_open() {
    let dir = super::temporary();
    for _ in ["new", "opened again"] {
        let steps = Steps::default();
        Layout::make(&dir.path().join("data/store"), &steps).expect("a store");
        let seen = steps.watch.lock().expect("no panic").seen.clone();
        let algorithm = [vec![Step::MakeFolder; 257], vec![Step::SyncFolder]].concat();
        let expected = [
            vec![Step::MakeFolder; 3],
            algorithm.clone(),
            algorithm,
            vec![Step::SyncFolder; 2],
        ];
        assert!(seen == expected.concat());
    }
}

#[tokio::test]
async fn a_short_upload() {
    let (folder, upload) = (Folder::new(), upload());
    folder.steps();
    let staged = folder
        .append(upload, &Staged::empty(), b"one")
        .await
        .expect("an append");
    let sealed = [Step::Lock, Step::WriteData, Step::WriteTrailer, Step::SyncFile];
    assert_eq!(folder.steps(), [&sealed[..], &[Step::SyncStaged]].concat());
    let staged = folder.append(upload, &staged, b"two").await.expect("an append");
    assert_eq!(folder.steps(), sealed);
    folder.expect_finish(upload, staged, b"onetwo").await;
    assert_eq!(folder.steps(), FINISH);
}

#[tokio::test]
async fn a_long_upload() {
    let (folder, upload, content) = (Folder::new(), upload(), data(5 << 20));
    folder.steps();
    let staged = folder
        .append(upload, &Staged::empty(), &content)
        .await
        .expect("an append");
    let steps = folder.steps();
    assert_eq!(steps[..3], [Step::Lock, Step::WriteData, Step::WriteData]);
    let rest = steps.iter().skip(1).skip_while(|step| **step == Step::WriteData);
    let expected = [Step::WriteTrailer, Step::SyncFile, Step::SyncStaged];
    assert!(rest.eq(&expected), "{steps:?}");
    folder.expect_finish(upload, staged, &content).await;
    assert_eq!(folder.steps(), FINISH);
}

#[tokio::test]
async fn a_finish_after_an_append_that_was_cut_off() {
    let (folder, upload) = (Folder::new(), upload());
    let staged = folder
        .append(upload, &Staged::empty(), b"known")
        .await
        .expect("an append");
    let mut file = fs::read(folder.staged(upload)).expect("the upload's file");
    file.extend_from_slice(b"junk of any length");
    fs::write(folder.staged(upload), file).expect("the upload's file");
    folder.steps();
    folder.expect_finish(upload, staged, b"known").await;
    let expected = [
        Step::Lock,
        Step::WriteTrailer,
        Step::Truncate,
        Step::SyncFile,
        Step::Rename,
        Step::SyncBlobs,
    ];
    assert_eq!(folder.steps(), expected);
}

#[tokio::test]
async fn the_ways_to_remove() {
    let (folder, upload) = (Folder::new(), upload());
    let pushed = folder.push(b"content").await;
    folder.steps();
    folder.disk.delete(pushed).await.expect("a delete");
    assert_eq!(folder.steps(), [Step::RemoveBlob, Step::SyncBlobs]);
    let staged = folder
        .append(upload, &Staged::empty(), b"one")
        .await
        .expect("an append");
    assert_eq!(folder.staged_count(), 1);
    folder.steps();
    let size = folder.disk.verify(upload, staged, key(b"one").digest);
    assert_eq!(size.await.expect("the right bytes"), 3);
    assert_eq!(folder.steps(), [Step::Lock]);
    folder.disk.abort(upload).await.expect("an abort");
    assert_eq!(folder.steps(), [Step::RemoveStaged]);
    assert_eq!(folder.staged_count(), 0);
}

#[tokio::test]
async fn a_failed_fsync_is_final() {
    let folder = Folder::new();
    for step in [Step::SyncFile, Step::SyncStaged] {
        let upload = upload();
        folder.fail(&[step], Errno::IO);
        let result = folder.append(upload, &Staged::empty(), b"bytes").await;
        assert!(
            matches!(result, Err(AppendError::Store(Error::Io(_)))),
            "{result:?}"
        );
        assert_eq!(folder.staged_count(), 0);
        let staged = folder.append(upload, &Staged::empty(), b"again").await;
        folder
            .expect_finish(upload, staged.expect("a new file"), b"again")
            .await;
    }
}

#[tokio::test]
async fn a_failed_fsync_of_a_later_append_loses_the_upload() {
    let (folder, upload) = (Folder::new(), upload());
    let staged = folder
        .append(upload, &Staged::empty(), b"known")
        .await
        .expect("an append");
    folder.fail(&[Step::SyncFile], Errno::IO);
    let result = folder.append(upload, &staged, &data(3 << 20)).await;
    assert!(
        matches!(result, Err(AppendError::Store(Error::Io(_)))),
        "{result:?}"
    );
    assert_eq!(folder.staged_count(), 0);
    let result = folder.append(upload, &staged, b"more").await;
    assert!(matches!(result, Err(AppendError::Lost)), "{result:?}");
    let result = folder.disk.finish(upload, staged, key(b"known")).await;
    assert!(matches!(result, Err(FinishError::Lost)), "{result:?}");
}

#[tokio::test]
async fn a_blob_whose_entry_is_not_durable_is_not_published() {
    let (folder, upload, key) = (Folder::new(), upload(), key(b"bytes"));
    let staged = folder
        .append(upload, &Staged::empty(), b"bytes")
        .await
        .expect("an append");
    folder.fail(&[Step::SyncBlobs], Errno::IO);
    let result = folder.disk.finish(upload, staged, key).await;
    assert!(
        matches!(result, Err(FinishError::Store(Error::Io(_)))),
        "{result:?}"
    );
    assert_eq!(folder.disk.size(key).await.expect("no error"), None);
    assert_eq!(folder.staged_count(), 0);
}

/// A step that fails before anything is published leaves the upload as it was.
#[tokio::test]
async fn a_failed_rename_can_be_repeated() {
    let (folder, upload) = (Folder::new(), upload());
    let staged = folder
        .append(upload, &Staged::empty(), b"bytes")
        .await
        .expect("an append");
    for step in [Step::WriteTrailer, Step::Rename, Step::Rename] {
        folder.fail(&[step], Errno::NOSPC);
        let result = folder.disk.finish(upload, staged.clone(), key(b"bytes")).await;
        assert!(
            matches!(result, Err(FinishError::Store(Error::Full))),
            "{result:?}"
        );
    }
    let staged = folder.append(upload, &staged, b" and more").await;
    let staged = staged.expect("an append");
    folder.expect_finish(upload, staged, b"bytes and more").await;
}
