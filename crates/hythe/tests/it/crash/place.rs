//! The installation that operations are done to, and copies of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use blobs::{Backend as _, BlobKey, BlobStore as _, DiskStore, Generation, Staged};
use futures_util::StreamExt as _;
use names::{Digest, UploadId};
use registry::{Collecting, Registry};
use serde_json::json;
use stdx::Timestamp;
use tempfile::TempDir;
use testkit::{Caller, TestImage, TestServer, digest_of, pattern};

/// Later than every file, by whatever clock the machine has: they are all old (2100-01-01).
const NOW: Timestamp = Timestamp::from_seconds(4_102_444_800);
/// Between the making of the installation and the operation.
const LATER: Duration = Duration::from_secs(1);
/// Longer than an upload may stand still.
const WHILE: Duration = Duration::from_secs(8 * 24 * 3600);
/// So that no answer names a port.
const HOST: &str = "registry.test";
/// The repositories: most is done in the first.
pub(crate) const APP: &str = "shop/app";
pub(crate) const OTHER: &str = "shop/other";
pub(crate) const GONE: &str = "shop/gone";
pub(crate) const NEW: &str = "shop/new";
pub(crate) const POLICY: &str = r#"{"Version":"2012-10-17","Statement":[{"Sid":"all","Effect":"Allow","Principal":"*","Action":"ecr:ListImages"}]}"#;

/// Everything is collected at once.
const AT_ONCE: Collecting = Collecting {
    grace: Duration::ZERO,
    wait: Duration::ZERO,
    interval: Duration::ZERO,
};

/// A server on the installation, and who calls it.
pub(crate) struct Scene {
    pub(crate) server: TestServer,
    pub(crate) admin: Caller,
    /// The byte store, beside the server's.
    pub(crate) store: DiskStore,
    uploads: BTreeMap<String, String>,
}

impl Scene {
    /// Starts the server, as after a restart.
    pub(crate) async fn open(folder: &Path) -> Self {
        let server = TestServer::start_kept(folder, NOW.after(LATER), eager).await;
        let uploads = match fs::read(folder.join("uploads.json")) {
            Ok(text) => serde_json::from_slice(&text).expect("JSON"),
            Err(_) => BTreeMap::new(),
        };
        let admin = server.administrator().at_host(HOST);
        admin.session().await;
        let store = DiskStore::open(&folder.join("store")).expect("a store");
        Self {
            server,
            admin,
            store,
            uploads,
        }
    }

    /// The path of an upload that was begun.
    pub(crate) fn upload(&self, name: &str) -> &str {
        &self.uploads[name]
    }

    /// All uploads that were begun.
    pub(crate) fn uploads(&self) -> &BTreeMap<String, String> {
        &self.uploads
    }
}

fn eager(registry: Registry) -> Registry {
    registry.collecting(AT_ONCE)
}

/// The image of a name.
pub(crate) fn image(name: &str) -> TestImage {
    let layers = vec![pattern(1, 40_000), format!("layer of {name}").into_bytes()];
    TestImage::with_layers(name, layers)
}

/// An index of two images.
pub(crate) fn index() -> String {
    let child = |name: &str| {
        let image = image(name);
        json!({"mediaType": testkit::OCI_MANIFEST, "digest": image.digest(), "size": image.manifest.len()})
    };
    json!({"schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json",
           "manifests": [child("one"), child("two")]})
    .to_string()
}

/// The bytes of a layer that no image needs, of those that uploads bring, and of a file that nobody knows.
pub(crate) fn loose() -> Vec<u8> {
    pattern(2, 30_000)
}
pub(crate) fn long() -> Vec<u8> {
    pattern(3, 2_500_000)
}
pub(crate) fn orphan() -> Vec<u8> {
    pattern(4, 10_000)
}

/// What stands in an upload of this name, and what it is to be.
pub(crate) fn content(name: &str) -> (usize, Vec<u8>) {
    match name {
        "fresh" => (0, long()),
        "half" => (200_000, pattern(5, 500_000)),
        "whole" => (30_000, loose()),
        "spoiled" => (100_000, pattern(6, 200_000)),
        "stale" | "of other" => (5_000, pattern(7, 10_000)),
        name => panic!("no upload {name}"),
    }
}

/// Makes the installation in an empty folder.
pub(crate) async fn make(folder: &Path) {
    let start = Timestamp::from_micros(NOW.as_micros() - i64::try_from(WHILE.as_micros()).expect("a time"));
    let server = TestServer::start_kept(folder, start, eager).await;
    let admin = server.administrator().at_host(HOST);
    let mut uploads = BTreeMap::new();
    for repository in [APP, OTHER, GONE] {
        admin.create_repository(repository).await;
    }
    start_upload(&admin, &mut uploads, (APP, "stale")).await;
    server.clock.advance(WHILE);
    for name in ["one", "two", "three"] {
        image(name).push(&admin, APP, name).await;
    }
    image("four").push(&admin, GONE, "four").await;
    image("five").push(&admin, OTHER, "five").await;
    for layer in image("new").layers.iter().chain([&image("new").config, &loose()]) {
        assert_eq!(admin.push_blob(APP, layer).await.status, 201);
    }
    for (operation, input) in [
        (
            "SetRepositoryPolicy",
            json!({"repositoryName": APP, "policyText": POLICY}),
        ),
        (
            "BatchDeleteImage",
            json!({"repositoryName": APP, "imageIds": [{"imageTag": "three"}]}),
        ),
        ("DeleteRepository", json!({"repositoryName": GONE, "force": true})),
    ] {
        admin.ecr_ok(operation, input).await;
    }
    let two = json!({"repositoryName": APP, "imageId": {"imageTag": "two"}, "imageTag": "zwei"});
    assert_eq!(admin.hythe("TagImage", two).await.status, 200);
    for name in ["fresh", "half", "whole", "spoiled"] {
        start_upload(&admin, &mut uploads, (APP, name)).await;
    }
    start_upload(&admin, &mut uploads, (OTHER, "of other")).await;
    let staged = uploads["spoiled"].rsplit('/').next().expect("an id");
    spoil(&folder.join("store/staged").join(staged));
    forget(folder).await;
    let text = serde_json::to_string(&uploads).expect("JSON");
    fs::write(folder.join("uploads.json"), text).expect("a file");
}

async fn start_upload(
    admin: &Caller,
    uploads: &mut BTreeMap<String, String>,
    (repository, name): (&str, &str),
) {
    let location = admin.start_upload(repository).await;
    let (length, bytes) = content(name);
    if length > 0 {
        let reply = admin.patch(&location, None, &bytes[..length]).await;
        assert_eq!(reply.status, 202, "{name}: {}", reply.text());
    }
    uploads.insert(name.to_owned(), location);
}

/// What an append leaves whose process died.
fn spoil(staged: &Path) {
    let mut bytes = fs::read(staged).expect("a staged file");
    bytes.extend(pattern(8, 600_000));
    fs::write(staged, bytes).expect("a longer file");
}

/// Bytes that no row names: staged, published, and damaged.
async fn forget(folder: &Path) {
    let store = DiskStore::open(&folder.join("store")).expect("a store");
    for generation in 0..3 {
        let upload = format!("{generation:08}-0000-4000-8000-000000000000");
        let upload = UploadId::parse(&upload).expect("an upload id");
        let content = futures_util::stream::iter([Ok(orphan().into())]).boxed();
        let staged = store.append(upload, Staged::empty(), content).await;
        if generation > 0 {
            let finish = store.finish(upload, staged.expect("an append"), orphan_key(generation));
            finish.await.expect("a blob");
        }
    }
    store.blob_quarantine(orphan_key(2)).await.expect("a blob");
}

/// A blob that nobody knows.
pub(crate) fn orphan_key(generation: u64) -> BlobKey {
    BlobKey {
        digest: Digest::parse(&digest_of(&orphan())).expect("a digest"),
        generation: Generation::from_bits(generation),
    }
}

/// A folder in memory where there is one: nothing here cuts the power.
pub(crate) fn temporary() -> TempDir {
    tempfile::tempdir_in("/dev/shm")
        .or_else(|_| tempfile::tempdir())
        .expect("a folder")
}

/// A copy of a folder, in another one that goes away with it.
pub(crate) fn copy_of(folder: &Path) -> (TempDir, PathBuf) {
    let place = temporary();
    let to = place.path().join("data");
    copy(folder, &to);
    (place, to)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("a type").is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a file");
        }
    }
}
