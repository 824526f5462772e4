//! What is pushed: large blobs that cost nothing to make, and small images that are all different.

use std::ops::Range;
use std::sync::Arc;

use serde_json::json;
use sha2::{Digest as _, Sha256};
use stdx::hex;

/// A mebibyte.
pub(crate) const MIB: usize = 1 << 20;

/// The media type of an OCI image manifest.
pub(crate) const OCI_MANIFEST: &str = "application/vnd.oci.image.manifest.v1+json";

/// One mebibyte of noise, repeated: all large blobs differ in their last mebibyte only, so the
/// hash of what they share is computed once and a new one costs a thousandth of its size.
pub(crate) struct Pattern {
    block: Arc<[u8]>,
    blocks: usize,
    shared: Sha256,
}

/// A large blob.
#[derive(Clone)]
pub(crate) struct Large {
    block: Arc<[u8]>,
    last: Arc<[u8]>,
    /// Its size in MiB.
    pub(crate) blocks: usize,
    /// Its digest.
    pub(crate) digest: String,
}

impl Pattern {
    /// The pattern of blobs of `blocks` MiB.
    pub(crate) fn new(blocks: usize) -> Self {
        let block: Arc<[u8]> = noise(1, MIB).into();
        let mut shared = Sha256::new();
        for _ in 1..blocks {
            shared.update(&block);
        }
        Self {
            block,
            blocks,
            shared,
        }
    }

    /// The blob number `variant`.
    pub(crate) fn large(&self, variant: u64) -> Large {
        let last = noise(variant.wrapping_add(1_000), MIB);
        let hash = self.shared.clone().chain_update(&last).finalize();
        Large {
            block: Arc::clone(&self.block),
            last: last.into(),
            blocks: self.blocks,
            digest: format!("sha256:{}", hex::encode(&hash)),
        }
    }
}

impl Large {
    /// The mebibytes in this range.
    pub(crate) fn slices(&self, range: Range<usize>) -> impl Iterator<Item = &[u8]> {
        range.map(|index| {
            if index + 1 == self.blocks {
                &*self.last
            } else {
                &*self.block
            }
        })
    }

    /// Its size in bytes.
    pub(crate) fn size(&self) -> usize {
        self.blocks * MIB
    }
}

/// An image: its blobs and its manifest.
pub(crate) struct Image {
    /// Configuration and layers.
    pub(crate) blobs: Vec<Vec<u8>>,
    /// The digests of `blobs`.
    pub(crate) digests: Vec<String>,
    /// The manifest.
    pub(crate) manifest: Vec<u8>,
}

impl Image {
    /// Image number `number`: a configuration of 1 KiB and two layers of 4 KiB.
    pub(crate) fn small(number: u64) -> Self {
        let blobs = [1, 2, 3].map(|part| noise(number.wrapping_mul(3).wrapping_add(part), 4096));
        let mut blobs = blobs.to_vec();
        blobs[0].truncate(1024);
        Self::new(blobs, &[])
    }

    /// An image of these blobs, the first of which is the configuration, and of further layers
    /// that are pushed otherwise (digest and size).
    pub(crate) fn new(blobs: Vec<Vec<u8>>, further: &[(&str, usize)]) -> Self {
        let digests: Vec<String> = blobs.iter().map(|blob| digest_of(blob)).collect();
        let sizes = blobs.iter().map(Vec::len);
        let ours = digests.iter().map(String::as_str).zip(sizes);
        let mut parts = ours
            .chain(further.iter().copied())
            .map(|(digest, size)| (digest.to_owned(), size));
        let (config, size) = parts.next().expect("an image has a configuration");
        let layers = parts.map(|(digest, size)| {
            json!({"mediaType": "application/vnd.oci.image.layer.v1.tar+gzip", "digest": digest, "size": size})
        });
        let manifest = json!({
            "schemaVersion": 2,
            "mediaType": OCI_MANIFEST,
            "config": {"mediaType": "application/vnd.oci.image.config.v1+json", "digest": config, "size": size},
            "layers": layers.collect::<Vec<_>>(),
        });
        Self {
            manifest: manifest.to_string().into_bytes(),
            blobs,
            digests,
        }
    }

    /// The digest of the manifest.
    pub(crate) fn manifest_digest(&self) -> String {
        digest_of(&self.manifest)
    }

    /// A manifest that differs from the image's own by white space: another image to a registry.
    pub(crate) fn variant(&self, number: usize) -> Vec<u8> {
        let text = String::from_utf8_lossy(&self.manifest);
        text.replacen('{', &format!("{{\n{}", " ".repeat(number)), 1)
            .into_bytes()
    }
}

/// The digest of `bytes`.
pub(crate) fn digest_of(bytes: &[u8]) -> String {
    format!("sha256:{}", hex::encode(&Sha256::digest(bytes)))
}

/// `length` bytes that do not compress; another `seed` gives others.
pub(crate) fn noise(seed: u64, length: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.wrapping_mul(0x2545_f491_4f6c_dd1d).to_le_bytes()
    };
    let words = std::iter::repeat_with(&mut next).take(length.div_ceil(8));
    let mut bytes: Vec<u8> = words.flatten().collect();
    bytes.truncate(length);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_blob_has_the_digest_of_its_bytes() {
        let large = Pattern::new(3).large(7);
        let bytes: Vec<u8> = large.slices(0..3).flatten().copied().collect();
        assert_eq!(bytes.len(), large.size());
        assert_eq!(large.digest, digest_of(&bytes));
        assert_ne!(large.digest, Pattern::new(3).large(8).digest);
    }

    #[test]
    fn small_images_differ_in_every_blob() {
        let (one, two) = (Image::small(1), Image::small(2));
        assert!(one.digests.iter().all(|digest| !two.digests.contains(digest)));
    }
}
