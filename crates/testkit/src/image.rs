//! Images of a few bytes.

use names::{Digest, RepositoryName};
use serde_json::json;
use sha2::{Digest as _, Sha256, Sha512};

use crate::Caller;

/// The media type of an OCI image manifest.
pub const OCI_MANIFEST: &str = "application/vnd.oci.image.manifest.v1+json";

/// An image: configuration, layers, manifest.
#[derive(Debug, Clone)]
pub struct TestImage {
    /// The bytes of the configuration.
    pub config: Vec<u8>,
    /// The bytes of each layer.
    pub layers: Vec<Vec<u8>>,
    /// The bytes of the manifest.
    pub manifest: Vec<u8>,
}

impl TestImage {
    /// An image with one layer, which holds `word`.
    pub fn new(word: &str) -> Self {
        Self::with_layers(word, vec![format!("layer of {word}").into_bytes()])
    }

    /// An image with these layers.
    pub fn with_layers(word: &str, layers: Vec<Vec<u8>>) -> Self {
        let config = json!({"architecture": "amd64", "os": "linux", "word": word})
            .to_string()
            .into_bytes();
        let layer = |layer: &Vec<u8>| {
            json!({"mediaType": "application/vnd.oci.image.layer.v1.tar+gzip",
                   "digest": digest_of(layer), "size": layer.len()})
        };
        let manifest = json!({
            "schemaVersion": 2,
            "mediaType": OCI_MANIFEST,
            "config": {"mediaType": "application/vnd.oci.image.config.v1+json",
                       "digest": digest_of(&config), "size": config.len()},
            "layers": layers.iter().map(layer).collect::<Vec<_>>(),
        });
        Self {
            config,
            layers,
            manifest: manifest.to_string().into_bytes(),
        }
    }

    /// The manifest's digest.
    pub fn digest(&self) -> String {
        digest_of(&self.manifest)
    }

    /// Pushes configuration and layers, then the manifest under `reference`.
    pub async fn push(&self, caller: &Caller, repository: &str, reference: &str) {
        RepositoryName::parse(repository).expect("a repository name");
        for blob in self.layers.iter().chain([&self.config]) {
            let reply = caller.push_blob(repository, blob).await;
            assert_eq!(reply.status, 201, "{}", reply.text());
        }
        let reply = caller.push_manifest(repository, reference, &self.manifest).await;
        assert_eq!(reply.status, 201, "{}", reply.text());
    }
}

/// The sha256 digest of `bytes` as text.
pub fn digest_of(bytes: &[u8]) -> String {
    Digest::Sha256(Sha256::digest(bytes).into()).to_string()
}

/// The sha512 digest of `bytes` as text.
pub fn digest512_of(bytes: &[u8]) -> String {
    Digest::Sha512(Sha512::digest(bytes).into()).to_string()
}

/// `length` bytes that do not repeat soon; another `seed` gives others.
pub fn pattern(seed: u64, length: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    };
    let mut bytes: Vec<u8> = std::iter::repeat_with(&mut next)
        .take(length.div_ceil(8))
        .flatten()
        .collect();
    bytes.truncate(length);
    bytes
}
