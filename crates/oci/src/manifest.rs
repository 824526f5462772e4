//! Manifests and indexes: which bytes are one, and the facts that a registry needs of it
//! (image-spec 1.1, manifest.md, image-index.md; Docker image manifest version 2, schema 2).
//!
//! Reading is strict wherever two readers could understand the same bytes differently: the
//! bytes are stored and served as they came, so what is read here must be what every client
//! reads. Members that no specification defines are allowed and not looked into. Whether the
//! blobs and children exist is for the caller to check.

mod descriptor;
mod error;
mod image;
mod index;
pub mod media_types;
mod object;
mod strict;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use names::MediaType;

pub use descriptor::Descriptor;
pub use error::ManifestError;
use media_types::Format;
use object::{Object, Place};

/// The longest manifest, in bytes (ECR `ImageManifest`).
pub const MAX_LENGTH: usize = 4_194_304;

/// How deep arrays and objects of a manifest may nest.
pub const MAX_DEPTH: usize = 64;

/// What a manifest says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The manifest's own media type, one of [`media_types::ACCEPTED`].
    pub media_type: MediaType,
    /// Image or index, and what it refers to.
    pub kind: Kind,
    /// The manifest that this one refers to; of OCI media types only. It need not exist.
    pub subject: Option<Descriptor>,
    /// The member `artifactType`, when it is not empty; of OCI media types only.
    pub artifact_type: Option<String>,
    /// The member `annotations`.
    pub annotations: BTreeMap<String, String>,
}

/// The two shapes of manifests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// One image or artifact.
    Image {
        /// The configuration.
        config: Descriptor,
        /// The layers, which may be none; the same one may occur more than once.
        layers: Vec<Descriptor>,
    },
    /// A list of manifests.
    Index {
        /// The manifests, which may be none.
        children: Vec<Descriptor>,
    },
}

const MEMBERS: [&str; 9] = [
    "schemaVersion",
    "mediaType",
    "artifactType",
    "config",
    "layers",
    "manifests",
    "subject",
    "annotations",
    "fsLayers",
];

/// Reads a manifest. `content_type` is what the client says it is; absent and generic types
/// (`application/json`, `application/octet-stream`) leave it to the member `mediaType`.
pub fn parse(bytes: &[u8], content_type: Option<&MediaType>) -> Result<Facts, ManifestError> {
    if bytes.len() > MAX_LENGTH {
        return Err(ManifestError::TooLarge);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| ManifestError::InvalidJson)?;
    strict::check(text)?;
    let document = Object::parse(text, &MEMBERS, Place::Document)?;
    let media_type = media_type(&document, content_type)?;
    let format = Format::of(&media_type)?;
    check_version(&document)?;
    let kind = match format {
        Format::DockerManifest | Format::OciManifest => image::parse(&document)?,
        Format::DockerList | Format::OciIndex => index::parse(&document)?,
    };
    let oci = matches!(format, Format::OciManifest | Format::OciIndex);
    Ok(Facts {
        media_type,
        kind,
        subject: if oci { subject(&document)? } else { None },
        artifact_type: if oci { artifact_type(&document)? } else { None },
        annotations: document.get("annotations")?.unwrap_or_default(),
    })
}

/// What the client and the document agree that the document is.
fn media_type(
    document: &Object<'_, 9>,
    content_type: Option<&MediaType>,
) -> Result<MediaType, ManifestError> {
    let given = content_type.filter(|given| !media_types::GENERIC.contains(&given.as_str()));
    match (given, document.media_type()?) {
        (Some(given), Some(own)) if *given != own => Err(ManifestError::MediaTypeMismatch {
            given: given.clone(),
            own,
        }),
        (_, Some(own)) => Ok(own),
        (Some(given), None) => Ok(given.clone()),
        // The first schema had no media type inside, but is told by its version.
        (None, None) => check_version(document).and(Err(ManifestError::MissingMediaType)),
    }
}

fn check_version(document: &Object<'_, 9>) -> Result<(), ManifestError> {
    match document.get::<u64>("schemaVersion") {
        Ok(Some(2)) => Ok(()),
        Ok(Some(1)) => Err(ManifestError::Schema1),
        _ => Err(ManifestError::SchemaVersion),
    }
}

fn subject(document: &Object<'_, 9>) -> Result<Option<Descriptor>, ManifestError> {
    let raw = document.raw("subject");
    raw.map(|raw| Descriptor::parse(raw, Place::Member("subject")))
        .transpose()
}

fn artifact_type(document: &Object<'_, 9>) -> Result<Option<String>, ManifestError> {
    let artifact_type = document.get::<String>("artifactType")?;
    Ok(artifact_type.filter(|text| !text.is_empty()))
}

impl Facts {
    /// What a list of referrers shows as this manifest's artifact type, and filters by
    /// (distribution-spec 1.1, "Listing Referrers"): for an image without the member, the
    /// media type of its configuration.
    pub fn artifact_type_for_referrers(&self) -> Option<&str> {
        let own = self.artifact_type.as_deref();
        match &self.kind {
            Kind::Image { config, .. } => own.or(Some(config.media_type.as_str())),
            Kind::Index { .. } => own,
        }
    }

    /// What ECR's `DescribeImages` shows as `artifactMediaType`: the media type of the
    /// configuration, or the artifact type where the configuration is the empty one. `None`
    /// for an index.
    pub fn artifact_media_type(&self) -> Option<&str> {
        match &self.kind {
            Kind::Image { config, .. } if config.media_type.as_str() == media_types::EMPTY => {
                self.artifact_type_for_referrers()
            }
            Kind::Image { config, .. } => Some(config.media_type.as_str()),
            Kind::Index { .. } => None,
        }
    }

    /// The blobs that must be in the repository before this manifest: the configuration, and
    /// all layers but those that are kept elsewhere. None for an index.
    pub fn layers_to_check(&self) -> impl Iterator<Item = &Descriptor> {
        let (config, layers) = match &self.kind {
            Kind::Image { config, layers } => (Some(config), layers.as_slice()),
            Kind::Index { .. } => (None, [].as_slice()),
        };
        let stored = layers.iter().filter(|layer| !layer.is_kept_elsewhere());
        config.into_iter().chain(stored)
    }

    /// The manifests that must be in the repository before this one. None for an image.
    pub fn children(&self) -> &[Descriptor] {
        match &self.kind {
            Kind::Image { .. } => &[],
            Kind::Index { children } => children,
        }
    }

    /// Bytes of configuration and layers as stored, saturating (ECR `imageSizeInBytes`). `None`
    /// for an index, whose size is the greatest of its children's and not in its text.
    pub fn size(&self) -> Option<u64> {
        match &self.kind {
            Kind::Image { .. } => {
                let sizes = self.layers_to_check().map(|blob| blob.size);
                Some(sizes.fold(0, u64::saturating_add))
            }
            Kind::Index { .. } => None,
        }
    }
}
