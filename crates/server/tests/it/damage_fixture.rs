//! Files of blobs, and what is done to them behind the server's back.

use std::fs;
use std::path::{Path, PathBuf};

use registry::{
    Check, CheckCounts, CheckDepth, Finding, FindingKind, Registry, Repair, ScrubCounts, ScrubStep,
};
use testkit::{Reply, TestServer};

/// The file that holds a blob; of those that do, one.
pub fn file_of(folder: &Path, digest: &str) -> PathBuf {
    file_if_any(folder, digest).expect("the blob's file")
}

pub fn file_if_any(folder: &Path, digest: &str) -> Option<PathBuf> {
    let hex = digest.strip_prefix("sha256:").expect("sha256");
    let folder = folder.join("store/blobs/sha256").join(&hex[..2]);
    let mut files = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path());
    files.find(|path| {
        path.file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with(hex))
    })
}

/// Turns a bit over.
pub fn flip(path: &Path, byte: usize, bit: u8) {
    let mut bytes = fs::read(path).expect("a file");
    bytes[byte] ^= 1 << bit;
    fs::write(path, bytes).expect("a file");
}

/// A whole round of the scrub.
pub async fn scrub(registry: &Registry) -> ScrubCounts {
    registry.scrub_hurry().await.expect("the database answers");
    let epoch = registry
        .scrub_begin()
        .await
        .expect("the database answers")
        .expect("a round is due");
    while registry.scrub_step(&epoch, |_| async {}).await.expect("a step") != ScrubStep::Ended {}
    registry
        .scrub_status()
        .await
        .expect("the database answers")
        .progress
        .round
}

/// What a check finds.
pub async fn check(registry: &Registry, depth: CheckDepth, repair: Repair) -> (Vec<Finding>, CheckCounts) {
    let mut findings = Vec::new();
    let counts = registry
        .fsck(Check { depth, repair }, &mut |finding| findings.push(finding))
        .await;
    (findings, counts)
}

/// The kinds of what a check of every byte finds, in order.
pub async fn kinds(server: &TestServer, repair: Repair) -> Vec<FindingKind> {
    let (findings, _) = check(&server.registry, CheckDepth::Bytes, repair).await;
    findings.iter().map(|finding| finding.kind).collect()
}

/// An answer that no client takes for the blob.
pub fn check_no_answer(reply: &Reply, case: &str) {
    assert!(
        [403, 404, 500].contains(&reply.status.as_u16()) || !reply.complete,
        "{case}: {} with {} bytes",
        reply.status,
        reply.body.len()
    );
}
