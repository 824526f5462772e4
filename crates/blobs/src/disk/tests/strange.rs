//! What stands in the place of a file and is none.

use std::fs;
use std::num::NonZeroUsize;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, FileType, Mode, mknodat};

use super::Folder;
use crate::contract::{expect_blob, key, upload};
use crate::{
    AppendError, Backend, BlobFile, BlobStore, Error, FileForm, FinishError, Folders, Shard, Staged,
};

/// Puts something at a path where nothing is. The second path is of a sound file.
type Put = fn(&Path, &Path);

const STRANGE: &[(&str, Put)] = &[
    ("a folder", |path, _| fs::create_dir(path).expect("a folder")),
    ("a folder with a file", |path, sound| {
        fs::create_dir(path).expect("a folder");
        fs::copy(sound, path.join("file")).expect("a file");
    }),
    ("a link to a file", |path, sound| {
        symlink(sound, path).expect("a link")
    }),
    ("a link to nothing", |path, _| {
        symlink("nothing", path).expect("a link")
    }),
    ("a link to itself", |path, _| symlink(path, path).expect("a link")),
    ("a socket", |path, _| node(path, FileType::Socket)),
    ("a pipe", |path, _| node(path, FileType::Fifo)),
];

fn node(path: &Path, kind: FileType) {
    mknodat(CWD, path, kind, Mode::RUSR | Mode::WUSR, 0).expect("a node");
}

fn limit() -> NonZeroUsize {
    NonZeroUsize::new(9).expect("not zero")
}

#[tokio::test]
async fn in_the_place_of_a_blob() {
    for folder in [Folder::new(), Folder::encrypted()] {
        for (what, put) in STRANGE {
            let key = folder.push(b"content").await;
            let (path, aside) = (folder.blob(key), folder.dir.path().join("aside"));
            fs::rename(&path, &aside).expect("the blob's file");
            put(&path, &aside);
            let opened = folder.disk.open(key, 0..7).await;
            assert!(matches!(opened, Err(Error::Damaged)), "{what}: {opened:?}");
            let size = folder.disk.size(key).await;
            assert!(matches!(size, Err(Error::Damaged)), "{what}: {size:?}");
            for form in [FileForm::Plain, FileForm::Encrypted, FileForm::Unknown] {
                let sum = BlobFile::new(folder.dir.path(), key, form).sum();
                assert!(matches!(sum, Err(Error::Damaged)), "{what}: {sum:?}");
            }
            let page = folder.disk.blob_list(Shard::of(&key.digest), None, limit()).await;
            let page = page.expect("a page");
            assert_eq!((page.items.len(), page.strange), (0, vec![path]), "{what}");

            folder.disk.blob_quarantine(key).await.expect(what);
            assert_eq!(folder.disk.size(key).await.expect(what), None);
            let page = folder.disk.quarantine_list(None, limit()).await.expect("a page");
            assert_eq!((page.items.len(), page.strange.len()), (1, 0), "{what}");
            assert_eq!(page.items[0].key, key);
            let quarantined = folder.disk.disk.layout.quarantined(key);
            fs::rename(quarantined, folder.dir.path().join(what)).expect("what was put aside");
            fs::remove_file(aside).expect("the blob's file");
        }
    }
}

/// Folders that are gone are told, hold up nothing, and are made again.
#[tokio::test]
async fn in_the_place_of_folders() {
    let folder = Folder::new();
    let (key, root) = (folder.push(b"content").await, folder.dir.path());
    let look = || async { folder.disk.folders(limit()).await.expect("the folders") };
    assert_eq!(look().await, Folders::default());
    for name in ["beside", "blobs/md5", "blobs/sha256/a", "lost+found"] {
        fs::create_dir(root.join(name)).expect("a folder");
    }
    fs::write(root.join("blobs/sha512/file"), "?").expect("a file");
    fs::remove_dir_all(root.join("staged")).expect("a folder");
    fs::remove_dir_all(folder.blob(key).parent().expect("a folder")).expect("a folder");
    let found = look().await;
    let shard = folder.blob(key).parent().map(Path::to_owned);
    assert_eq!(found.missing, [root.join("staged"), shard.expect("a folder")]);
    let mut strange = found.strange;
    strange.sort();
    let expect = ["beside", "blobs/md5", "blobs/sha256/a", "blobs/sha512/file"];
    assert_eq!(strange, expect.map(|name| root.join(name)));

    folder
        .disk
        .blob_delete(vec![key])
        .await
        .expect("nothing is there");
    let page = folder.disk.blob_list(Shard::of(&key.digest), None, limit()).await;
    assert_eq!(page.expect("a page").items, []);
    let page = folder.disk.upload_list(None, limit()).await;
    assert_eq!(page.expect("a page").items, []);
    folder.disk.folders_make().await.expect("folders");
    assert_eq!(look().await.missing, Vec::<PathBuf>::new());
    folder.push(b"content").await;

    fs::remove_dir_all(root.join("blobs")).expect("a folder");
    assert_eq!(look().await.missing, [root.join("blobs")]);
    folder.store();
    assert_eq!(look().await.missing, Vec::<PathBuf>::new());
}

/// A blob that nobody wants any more is gone, whatever is in its place.
#[tokio::test]
async fn in_the_place_of_what_is_deleted() {
    let folder = Folder::new();
    for (what, put) in STRANGE {
        let (sound, key) = (folder.push(b"sound").await, key(b"content"));
        put(&folder.blob(key), &folder.blob(sound));
        folder.disk.blob_delete(vec![key]).await.expect(what);
        expect_blob(&folder.store(), sound, b"sound").await;
    }
}

#[tokio::test]
async fn in_the_place_of_an_upload() {
    for folder in [Folder::new(), Folder::encrypted()] {
        for (what, put) in STRANGE {
            let (upload, key) = (upload(), key(b"known"));
            let staged = folder.append(upload, &Staged::empty(), b"known").await;
            let staged = staged.expect("an append");
            let (path, aside) = (folder.staged(upload), folder.dir.path().join("aside"));
            fs::rename(&path, &aside).expect("the upload's file");
            put(&path, &aside);
            for staged in [Staged::empty(), staged.clone()] {
                let appended = folder.append(upload, &staged, b"more").await;
                assert!(matches!(appended, Err(AppendError::Lost)), "{what}: {appended:?}");
                let finished = folder.disk.finish(upload, staged.clone(), key).await;
                assert!(matches!(finished, Err(FinishError::Lost)), "{what}: {finished:?}");
                let verified = folder.disk.verify(upload, staged, key.digest).await;
                assert!(matches!(verified, Err(FinishError::Lost)), "{what}: {verified:?}");
            }
            assert_eq!(folder.disk.upload_look(upload).await.expect(what), None);
            let page = folder.disk.upload_list(None, limit()).await.expect("a page");
            assert_eq!(
                (page.items.len(), page.strange),
                (0, vec![path.clone()]),
                "{what}"
            );
            folder.disk.abort(upload).await.expect(what);
            fs::remove_dir_all(&path).or_else(|_| fs::remove_file(&path)).ok();
            fs::remove_file(aside).expect("the upload's file");
        }
    }
}
