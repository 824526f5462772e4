//! Descriptors: how a manifest points at content (image-spec 1.1, descriptor.md).

use std::collections::BTreeMap;

use names::{Digest, MediaType};
use serde_json::value::RawValue;

use super::ManifestError;
use super::media_types::is_non_distributable;
use super::object::{Object, Place};

/// A pointer to a blob or a manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Descriptor {
    /// What the content is; free for configurations and layers.
    pub media_type: MediaType,
    /// The content's digest.
    pub digest: Digest,
    /// The content's length in bytes, at most `i64::MAX`, as the manifest's author says.
    pub size: u64,
    /// Where else the content may be found.
    pub urls: Vec<String>,
    /// The artifact type of a manifest pointed at, when it is said and not empty.
    pub artifact_type: Option<String>,
    /// The member `annotations`.
    pub annotations: BTreeMap<String, String>,
}

const MEMBERS: [&str; 6] = [
    "mediaType",
    "digest",
    "size",
    "urls",
    "artifactType",
    "annotations",
];

impl Descriptor {
    /// The greatest `size` (image-spec: an int64).
    pub const MAX_SIZE: u64 = i64::MAX as u64;

    pub(super) fn parse(raw: &RawValue, place: Place) -> Result<Self, ManifestError> {
        let object = Object::parse(raw.get(), &MEMBERS, place)?;
        let size = object.require::<u64>("size")?;
        if size > Self::MAX_SIZE {
            return Err(object.malformed("size", "less than 2^63"));
        }
        let artifact_type = object.get::<String>("artifactType")?;
        Ok(Self {
            media_type: object.media_type()?.ok_or_else(|| ManifestError::Missing {
                place: place.member("mediaType"),
            })?,
            digest: digest(&object.require::<String>("digest")?, place)?,
            size,
            urls: object.get("urls")?.unwrap_or_default(),
            artifact_type: artifact_type.filter(|text| !text.is_empty()),
            annotations: object.get("annotations")?.unwrap_or_default(),
        })
    }

    pub(super) fn parse_list(list: &'static str, raw: &[&RawValue]) -> Result<Vec<Self>, ManifestError> {
        let parse = |(index, raw): (usize, &&RawValue)| Self::parse(raw, Place::Element(list, index));
        raw.iter().enumerate().map(parse).collect()
    }

    /// Whether this is a layer that no registry may hold and that others can fetch elsewhere.
    pub(super) fn is_kept_elsewhere(&self) -> bool {
        is_non_distributable(&self.media_type) && !self.urls.is_empty()
    }
}

fn digest(text: &str, place: Place) -> Result<Digest, ManifestError> {
    Digest::parse(text).map_err(|_| {
        let place = place.member("digest");
        if is_of_other_algorithm(text) {
            ManifestError::DigestAlgorithm { place }
        } else {
            ManifestError::Digest { place }
        }
    })
}

/// Whether the text follows the grammar of digests (descriptor.md, "Digests") with an algorithm
/// that this registry does not have.
fn is_of_other_algorithm(text: &str) -> bool {
    let Some((algorithm, encoded)) = text.split_once(':') else {
        return false;
    };
    let is_word = |word: &str| {
        !word.is_empty()
            && word
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    !matches!(algorithm, "sha256" | "sha512")
        && algorithm.split(['+', '.', '_', '-']).all(is_word)
        && !encoded.is_empty()
        && encoded
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"=_-".contains(&byte))
}
