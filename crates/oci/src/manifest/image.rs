//! Image manifests of OCI and Docker, which differ in names only.

use super::object::{Object, Place};
use super::{Descriptor, Kind, ManifestError};

pub(super) fn parse(document: &Object<'_, 9>) -> Result<Kind, ManifestError> {
    // A document that is an image to one client and an index to another would let its author
    // show different content to each (CVE-2021-41190).
    if document.raw("manifests").is_some() || document.raw("fsLayers").is_some() {
        return Err(ManifestError::Ambiguous {
            members: "'layers', 'manifests' and 'fsLayers'",
        });
    }
    let config = document.raw("config").ok_or_else(|| ManifestError::Missing {
        place: "config".to_owned(),
    })?;
    let layers = document.require::<Vec<_>>("layers")?;
    Ok(Kind::Image {
        config: Descriptor::parse(config, Place::Member("config"))?,
        layers: Descriptor::parse_list("layers", &layers)?,
    })
}
