//! The media types that this registry knows by name.

use names::MediaType;

use super::ManifestError;

/// A Docker image manifest of version 2, schema 2.
pub const DOCKER_MANIFEST: &str = "application/vnd.docker.distribution.manifest.v2+json";
/// A Docker manifest list.
pub const DOCKER_LIST: &str = "application/vnd.docker.distribution.manifest.list.v2+json";
/// An OCI image manifest.
pub const OCI_MANIFEST: &str = "application/vnd.oci.image.manifest.v1+json";
/// An OCI image index.
pub const OCI_INDEX: &str = "application/vnd.oci.image.index.v1+json";

/// The media types of the manifests that [`super::parse`] reads.
pub const ACCEPTED: [&str; 4] = [DOCKER_MANIFEST, DOCKER_LIST, OCI_MANIFEST, OCI_INDEX];

/// The configuration of an artifact that has none (image-spec 1.1, "Guidance for an Empty
/// Descriptor").
pub const EMPTY: &str = "application/vnd.oci.empty.v1+json";

/// Types that say nothing of what a JSON document is.
pub(super) const GENERIC: [&str; 2] = ["application/json", "application/octet-stream"];

const SCHEMA_1: [&str; 2] = [
    "application/vnd.docker.distribution.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.v1+prettyjws",
];

/// Layers whose licence forbids to put them into registries.
const NON_DISTRIBUTABLE: [&str; 4] = [
    "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
    "application/vnd.oci.image.layer.nondistributable.v1.tar",
    "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
    "application/vnd.oci.image.layer.nondistributable.v1.tar+zstd",
];

/// The formats of manifests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    DockerManifest,
    DockerList,
    OciManifest,
    OciIndex,
}

impl Format {
    pub(super) fn of(media_type: &MediaType) -> Result<Self, ManifestError> {
        match media_type.as_str() {
            DOCKER_MANIFEST => Ok(Self::DockerManifest),
            DOCKER_LIST => Ok(Self::DockerList),
            OCI_MANIFEST => Ok(Self::OciManifest),
            OCI_INDEX => Ok(Self::OciIndex),
            old if SCHEMA_1.contains(&old) => Err(ManifestError::Schema1),
            _ => Err(ManifestError::UnsupportedMediaType {
                media_type: media_type.clone(),
            }),
        }
    }
}

pub(super) fn is_non_distributable(media_type: &MediaType) -> bool {
    NON_DISTRIBUTABLE.contains(&media_type.as_str())
}
