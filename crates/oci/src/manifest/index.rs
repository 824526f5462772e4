//! Image indexes of OCI and manifest lists of Docker, which differ in names only.

use super::object::Object;
use super::{Descriptor, Kind, ManifestError};

pub(super) fn parse(document: &Object<'_, 9>) -> Result<Kind, ManifestError> {
    // See the same check for images.
    let of_images = ["config", "layers", "fsLayers"];
    if of_images.iter().any(|name| document.raw(name).is_some()) {
        return Err(ManifestError::Ambiguous {
            members: "'manifests', 'config', 'layers' and 'fsLayers'",
        });
    }
    let children = document.require::<Vec<_>>("manifests")?;
    Ok(Kind::Index {
        children: Descriptor::parse_list("manifests", &children)?,
    })
}
