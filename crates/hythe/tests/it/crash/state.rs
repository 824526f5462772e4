//! What of an installation can be seen.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Duration;

use meta::Limit;
use registry::LogRange;
use serde_json::{Value, json};
use testkit::digest_of;

use super::operation::collect;
use super::place::{APP, GONE, NEW, OTHER, Scene, content, image, long, loose};

/// Where the uploads are in what is seen.
const UPLOADS: usize = 3;

/// Everything that the API shows, and what the logs tell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct State {
    /// Repositories, images, layers, uploads, the bin.
    pub(crate) seen: Value,
    /// Events and records, in any order.
    pub(crate) told: Vec<String>,
}

impl State {
    /// What is here and not in another state, a line each; and the other way round.
    pub(crate) fn beside(&self, other: &Self) -> String {
        let (ours, theirs) = (self.lines(), other.lines());
        let only = |of: &[String], not: &[String], sign: char| -> Vec<String> {
            let lines = of.iter().filter(|line| !not.contains(line));
            lines.map(|line| format!("{sign} {line}\n")).collect()
        };
        only(&ours, &theirs, '+').concat() + &only(&theirs, &ours, '-').concat()
    }

    /// Whether an upload can go on.
    pub(crate) fn has_upload(&self, name: &str) -> bool {
        !self.seen[UPLOADS][name].is_null()
    }

    /// The same with an upload that is gone.
    pub(crate) fn without_upload(&self, name: &str) -> Self {
        let mut state = self.clone();
        state.seen[UPLOADS][name] = Value::Null;
        state
    }

    fn lines(&self) -> Vec<String> {
        let seen = format!("{:#}", self.seen);
        seen.lines().map(str::to_owned).chain(self.told.clone()).collect()
    }

    /// Looks at everything. Every byte that is listed is read, and has its digest.
    pub(crate) async fn of(scene: &Scene) -> Self {
        // First, since a look may leave records too.
        let told = told(scene).await;
        let mut seen = BTreeMap::new();
        let list = scene.admin.ecr_ok("DescribeRepositories", json!({})).await;
        for repository in list["repositories"].as_array().expect("a list") {
            let name = repository["repositoryName"].as_str().expect("a name").to_owned();
            let within = within(scene, &name).await;
            seen.insert(name, json!([repository, within]));
        }
        let layers = layers(scene).await;
        let deleted = scene.admin.hythe("ListDeletedRepositories", json!({})).await;
        let quarantine = scene.server.folder().join("store/quarantine");
        let quarantine: Vec<String> = names(&quarantine);
        let uploads = uploads(scene).await;
        Self {
            seen: json!([seen, layers, nameless(deleted.json()), uploads, quarantine]),
            told,
        }
    }
}

/// Images with all that they need, the policy, and what was deleted.
async fn within(scene: &Scene, repository: &str) -> Value {
    let named = json!({"repositoryName": repository});
    let mut images = scene.admin.ecr_ok("DescribeImages", named.clone()).await;
    let images = images["imageDetails"].as_array_mut().expect("a list");
    images.sort_by_key(|image| image["imageDigest"].to_string());
    for image in images.iter_mut() {
        let digest = image["imageDigest"].as_str().expect("a digest").to_owned();
        let manifest = read(scene, &format!("/v2/{repository}/manifests/{digest}"), &digest).await;
        let manifest: Value = serde_json::from_slice(&manifest).expect("JSON");
        let layers = manifest["layers"].as_array().cloned().unwrap_or_default();
        for part in layers.iter().chain(manifest.get("config")) {
            let digest = part["digest"].as_str().expect("a digest");
            read(scene, &format!("/v2/{repository}/blobs/{digest}"), digest).await;
        }
    }
    let tags = scene.admin.get(&format!("/v2/{repository}/tags/list")).await;
    let policy = scene.admin.ecr("GetRepositoryPolicy", named.clone()).await;
    let policy = policy.json()["policyText"].clone();
    let deleted = scene.admin.hythe("ListDeletedImages", named.clone()).await;
    let past = scene.admin.hythe("ListDeletedTags", named).await;
    json!([
        images,
        tags.json(),
        policy,
        nameless(deleted.json()),
        nameless(past.json())
    ])
}

/// The bytes under a path, which must have this digest.
async fn read(scene: &Scene, path: &str, digest: &str) -> Vec<u8> {
    let reply = scene.admin.get(path).await;
    assert!(reply.status == 200 && reply.complete, "{path}: {}", reply.status);
    assert_eq!(digest_of(&reply.body), digest, "{path}");
    reply.body.to_vec()
}

/// Which of the layers are there that operations bring and take.
async fn layers(scene: &Scene) -> BTreeMap<String, u16> {
    let mut found = BTreeMap::new();
    let mut known = vec![loose(), long(), content("half").1, content("spoiled").1];
    known.extend(image("new").layers);
    for repository in [APP, OTHER, GONE, NEW] {
        for bytes in &known {
            let digest = digest_of(bytes);
            let path = format!("/v2/{repository}/blobs/{digest}");
            let reply = scene.admin.get(&path).await;
            assert!(
                reply.status != 200 || reply.body == *bytes,
                "{path} is something else"
            );
            found.insert(path, reply.status.as_u16());
        }
    }
    found
}

async fn uploads(scene: &Scene) -> BTreeMap<&str, Value> {
    let mut found = BTreeMap::new();
    for (name, location) in scene.uploads() {
        let reply = scene.admin.get(location).await;
        let received = (reply.status == 204).then(|| reply.header("range").to_owned());
        found.insert(name.as_str(), json!(received));
    }
    found
}

async fn told(scene: &Scene) -> Vec<String> {
    let (registry, key) = (&scene.server.registry, scene.admin.registry());
    let events = registry.event_list(&key, LogRange::Newest, Limit(1000)).await;
    let events = events.expect("events").into_iter();
    let mut told: Vec<String> = events
        .map(|event| format!("{}: {}", event.entry.detail_type, event.entry.detail))
        .collect();
    let records = registry.audit_list(&key, LogRange::Newest, Limit(1000)).await;
    let records = records.expect("records").into_iter().map(|record| record.entry);
    let records = records.filter(|record| record.name != "GetAuthorizationToken");
    told.extend(records.map(|record| format!("{} of {}", record.name, record.resource)));
    told.sort();
    told
}

/// Without the ids that are drawn for each deletion, nor the order that they give.
fn nameless(mut value: Value) -> Value {
    match &mut value {
        Value::Object(members) => {
            members.remove("deletionId");
            members
                .values_mut()
                .for_each(|member| *member = nameless(member.take()));
        }
        Value::Array(items) => {
            items.iter_mut().for_each(|item| *item = nameless(item.take()));
            items.sort_by_key(Value::to_string);
        }
        _ => {}
    }
    value
}

/// The files that are left when everything was swept and collected: how many of each digest.
pub(crate) async fn settled(scene: &Scene) -> Vec<String> {
    scene.server.clock.advance(Duration::from_secs(8 * 24 * 3600));
    let swept = scene.server.registry.upload_sweep(Limit(100)).await;
    swept.expect("a sweep");
    // What is unlinked in one round is found again by the next.
    for _ in 0..2 {
        scene.server.clock.advance(Duration::from_secs(301));
        let collected = collect(scene).await;
        assert_eq!(collected.status, 200, "{}", collected.text);
    }
    let store = scene.server.folder().join("store");
    let mut files = names(&store.join("staged"));
    for shard in names(&store.join("blobs/sha256")) {
        let blobs = names(&store.join("blobs/sha256").join(shard));
        // The generation is drawn for each copy.
        files.extend(blobs.iter().map(|name| name[..64].to_owned()));
    }
    files
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("text"))
        .collect();
    names.sort();
    names
}
