//! Backups beside a whole server whose collector keeps nothing longer than it must.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use blobs::{BlobFile, FileForm};
use registry::{Collecting, CollectorStep, Registry};
use serde_json::json;
use testkit::{Caller, TestImage, TestServer, files_below, pattern};

use super::blob_list::Entry;
use super::*;

const AT_ONCE: Collecting = Collecting {
    grace: Duration::ZERO,
    wait: Duration::ZERO,
    interval: Duration::ZERO,
};
const REPOSITORY: &str = "shop/api";

struct Eager {
    server: TestServer,
    admin: Caller,
    meta: Meta,
    out: tempfile::TempDir,
}

impl Eager {
    async fn start() -> Self {
        let change = |registry: Registry| registry.with_bin_time(Duration::ZERO).collecting(AT_ONCE);
        let server = TestServer::start_changed(change).await;
        let admin = server.administrator();
        admin.create_repository(REPOSITORY).await;
        let meta = Meta::open_sqlite(&server.folder().join("meta.sqlite")).await;
        Self {
            admin,
            meta: meta.expect("the database opens twice"),
            out: tempfile::tempdir().expect("a temporary folder"),
            server,
        }
    }

    fn source(&self) -> Source<'static> {
        Source {
            meta: self.meta.clone(),
            store: self.server.folder().join("store"),
            clock: Arc::clone(&self.server.clock) as Arc<dyn Clock>,
            keys: None,
            look: Look::Ending,
        }
    }

    fn folder(&self) -> BackupFolder {
        BackupFolder::open(self.out.path()).expect("a folder for the backup")
    }

    async fn push(&self, number: u64) -> TestImage {
        self.try_push(number).await.expect("nobody collects meanwhile")
    }

    /// `None` when the collector has taken a layer before the manifest came.
    async fn try_push(&self, number: u64) -> Option<TestImage> {
        let layers = vec![b"shared".to_vec(), pattern(number, 3_000)];
        let image = TestImage::with_layers(&number.to_string(), layers);
        for blob in image.layers.iter().chain([&image.config]) {
            assert_eq!(self.admin.push_blob(REPOSITORY, blob).await.status, 201);
        }
        let reference = format!("t{number}");
        let pushed = self
            .admin
            .push_manifest(REPOSITORY, &reference, &image.manifest)
            .await;
        (pushed.status == 201).then_some(image)
    }

    async fn delete(&self, image: &TestImage) {
        let ids = json!([{"imageDigest": image.digest()}]);
        let input = json!({"repositoryName": REPOSITORY, "imageIds": ids});
        assert_eq!(
            self.admin.ecr_ok("BatchDeleteImage", input).await["failures"],
            json!([])
        );
    }

    /// A round of the collector, which waits where a backup holds it.
    async fn collect(&self) {
        self.server.clock.advance(Duration::from_millis(1));
        let registry = &self.server.registry;
        let epoch = registry.collector_begin().await.expect("the database answers");
        let epoch = epoch.expect("a round is due");
        while registry.collector_step(&epoch).await.expect("a step") != CollectorStep::Ended {
            self.server.clock.advance(Duration::from_micros(10));
            tokio::task::yield_now().await;
        }
    }

    fn files(&self) -> usize {
        files_below(&self.server.folder().join("store/blobs")).len()
    }
}

/// Every blob of the backup is there, and is what the list says. How many there are.
fn assert_whole(out: &Path) -> u64 {
    let manifest = Manifest::expect(out).expect("a manifest");
    assert_eq!(manifest.left_out, Vec::<String>::new());
    let list = ListReader::open(&manifest, out).expect("a list");
    let mut count = 0;
    for entry in list {
        let entry = entry.expect("a line");
        let file = BlobFile::new(out, entry.key, FileForm::Encrypted);
        assert_eq!(file.sum().expect("a sound file"), entry.sum);
        count += 1;
    }
    assert_eq!(count, manifest.blobs.count);
    assert_eq!(
        files_below(&out.join("blobs")).len() as u64,
        count,
        "nothing is there that is not named"
    );
    count
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_a_backup_names_is_deleted_while_it_runs() {
    let eager = Eager::start().await;
    let mut images = Vec::new();
    for number in 0..4 {
        images.push(eager.push(number).await);
    }
    let before = eager.files();
    let (source, folder) = (eager.source(), eager.folder());
    let hold = Backup::begin(&source.meta, Uuid::new_v4(), source.clock.now())
        .await
        .expect("a hold");
    let snapshot = Snapshot::of(&source, &folder, hold.installation, None)
        .await
        .expect("a snapshot");
    for image in &images {
        eager.delete(image).await;
    }
    eager.server.clock.advance(Duration::from_millis(1));
    let registry = &eager.server.registry;
    let epoch = registry.collector_begin().await.expect("the database answers");
    let epoch = epoch.expect("a round is due");
    let step = loop {
        match registry.collector_step(&epoch).await.expect("a step") {
            CollectorStep::GoesOn(_) => {}
            step => break step,
        }
    };
    assert!(matches!(step, CollectorStep::Waits(_)), "{step:?}");
    let taken = snapshot.copy(&source, &folder, None).await.expect("a backup");
    assert_eq!(taken.manifest.left_out, Vec::<String>::new());
    assert_eq!(taken.manifest.blobs.count, before as u64);
    hold.release().await.expect("the hold ends");
    while registry.collector_step(&epoch).await.expect("a step") != CollectorStep::Ended {
        eager.server.clock.advance(Duration::from_millis(1));
    }
    assert_eq!(eager.files(), 0, "nothing holds them any more");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_backup_copies_what_is_new_and_drops_what_is_gone() {
    let eager = Eager::start().await;
    let (one, two) = (eager.push(1).await, eager.push(2).await);
    let (source, folder) = (eager.source(), eager.folder());
    let first = take(&source, &folder, std::future::pending())
        .await
        .expect("a backup");
    assert_eq!((first.copied.count, assert_whole(eager.out.path())), (5, 5));
    let again = take(&source, &folder, std::future::pending())
        .await
        .expect("a backup");
    assert_eq!((again.copied.count, assert_whole(eager.out.path())), (0, 5));
    eager.delete(&one).await;
    eager.push(3).await;
    eager.collect().await;
    eager.collect().await;
    let third = take(&source, &folder, std::future::pending())
        .await
        .expect("a backup");
    assert_eq!((third.copied.count, assert_whole(eager.out.path())), (2, 5));
    assert_ne!(third.manifest.state, again.manifest.state);
    let states = eager.out.path().read_dir().expect("a folder");
    let states = states.filter(|entry| {
        let name = entry.as_ref().expect("an entry").file_name();
        name.to_string_lossy().starts_with(STATE)
    });
    assert_eq!(states.count(), 1);
    drop(two);
}

#[tokio::test(flavor = "multi_thread")]
async fn damage_in_the_backup_is_mended_and_damage_in_the_store_is_not_copied() {
    let eager = Eager::start().await;
    eager.push(1).await;
    let (source, folder) = (eager.source(), eager.folder());
    let first = take(&source, &folder, std::future::pending())
        .await
        .expect("a backup");
    let out = eager.out.path();
    let entries: Vec<Entry> = ListReader::open(&first.manifest, out)
        .expect("a list")
        .collect::<Result<_>>()
        .expect("lines");
    let flip = |root: &Path, entry: &Entry, from_end: usize| {
        let path = root.join(BlobFile::name(entry.key));
        let mut bytes = std::fs::read(&path).expect("a file");
        let place = bytes.len() - from_end;
        bytes[place] ^= 1;
        std::fs::write(&path, bytes).expect("a file");
    };
    // The authentication code of one in the backup, that of another in the store, and one cut off there.
    flip(out, &entries[0], 3);
    flip(&source.store, &entries[1], 3);
    let path = source.store.join(BlobFile::name(entries[2].key));
    let file = std::fs::OpenOptions::new()
        .write(true)
        .open(path)
        .expect("a file");
    file.set_len(100).expect("a shorter file");
    let second = take(&source, &folder, std::future::pending())
        .await
        .expect("a backup");
    assert_eq!(second.copied.count, 1);
    assert_eq!(assert_whole(out), 3);
    // What a backup left that was cut off is not trusted by its name.
    std::fs::remove_file(out.join("manifest.toml")).expect("a manifest");
    flip(out, &entries[0], 100);
    flip(&source.store, &entries[1], 3);
    let third = take(&source, &folder, std::future::pending())
        .await
        .expect("a backup");
    assert_eq!(third.manifest.left_out.len(), 1, "the one that is cut off");
    assert_eq!(third.manifest.blobs.count, 2);
    assert_eq!(third.copied.count, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_is_of_one_installation_and_of_one_backup_at_a_time() {
    let (one, other) = (Eager::start().await, Eager::start().await);
    let folder = one.folder();
    take(&one.source(), &folder, std::future::pending())
        .await
        .expect("a backup");
    let Err(error) = take(&other.source(), &folder, std::future::pending()).await else {
        panic!("another installation");
    };
    assert!(error.to_string().contains("another installation"), "{error}");
    let error = BackupFolder::open(one.out.path()).map(drop).unwrap_err();
    assert!(error.to_string().contains("another backup"), "{error}");
    let strange = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(strange.path().join("notes"), "mine").expect("a file");
    let error = BackupFolder::open(strange.path()).map(drop).unwrap_err();
    assert!(error.to_string().contains("not empty"), "{error}");
    let out = strange.path().join("a/b");
    assert!(apart(strange.path(), &out).is_err() && apart(&out, strange.path()).is_err());
    assert!(apart(&strange.path().join("data"), &out).is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn backups_race_with_pushes_deletes_and_the_collector() {
    let eager = Eager::start().await;
    let (source, folder) = (eager.source(), eager.folder());
    let is_over = std::sync::atomic::AtomicBool::new(false);
    let over = || is_over.load(std::sync::atomic::Ordering::Relaxed);
    let writers = async {
        let write = async |writer: u64| {
            let mut kept: Option<TestImage> = None;
            for number in (writer * 10_000).. {
                if over() {
                    return;
                }
                if let Some(image) = kept.take() {
                    eager.delete(&image).await;
                }
                kept = eager.try_push(number).await;
            }
        };
        tokio::join!(
            write(1),
            write(2),
            write(3),
            write(4),
            write(5),
            write(6),
            write(7),
            write(8)
        );
    };
    let collector = async {
        while !over() {
            eager.collect().await;
        }
    };
    let backups = async {
        let mut copied = 0;
        for _ in 0..8 {
            let taken = take(&source, &folder, std::future::pending())
                .await
                .expect("a backup");
            assert_whole(eager.out.path());
            copied += taken.copied.count;
        }
        is_over.store(true, std::sync::atomic::Ordering::Relaxed);
        copied
    };
    let ((), (), copied) = tokio::join!(writers, collector, backups);
    let freed = eager.server.registry.collector_status().await.expect("a status");
    assert!(copied > 20, "only {copied} blobs were copied");
    assert!(
        freed.progress.total.deleted > 0,
        "the collector never deleted anything"
    );
}
