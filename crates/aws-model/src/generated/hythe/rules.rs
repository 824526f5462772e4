//! `hythe`: how values are read and checked. Written by `cargo xtask codegen` from `models/hythe`.

use crate::pattern::Pattern;
use crate::rule::{Length, Text};

/// `ExpectedImageDigest` in the service model.
pub(super) static EXPECTED_IMAGE_DIGEST: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(300),
    },
    pattern: None,
};

/// `ImageTag` in the service model.
pub(super) static IMAGE_TAG: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(300),
    },
    pattern: None,
};

/// `RegistryId` in the service model.
pub(super) static REGISTRY_ID: Text = Text {
    length: Length { min: None, max: None },
    pattern: Some(Pattern::new(r"[0-9]{12}")),
};

/// `RepositoryName` in the service model.
pub(super) static REPOSITORY_NAME: Text = Text {
    length: Length {
        min: Some(2),
        max: Some(256),
    },
    pattern: Some(Pattern::new(
        r"[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*",
    )),
};

/// Every rule with a pattern.
#[cfg(test)]
pub(super) static PATTERNS: &[&Option<Pattern>] = &[&REGISTRY_ID.pattern, &REPOSITORY_NAME.pattern];
