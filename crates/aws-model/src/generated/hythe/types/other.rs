//! `hythe`: structures, `other`. Written by `cargo xtask codegen` from `models/hythe`.

use serde::Serialize;

/// `ImageIdentifier` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ImageIdentifier {
    /// `imageDigest`: `ImageDigest`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_digest: Option<String>,
    /// `imageTag`: `ImageTag`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_tag: Option<String>,
}
