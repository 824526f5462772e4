//! `hythe`: how values are read and checked. Written by `cargo xtask codegen` from `models/hythe`.

use std::marker::PhantomData;

use crate::generated::hythe::DeletionProtection;
use crate::pattern::Pattern;
use crate::rule::{Length, List, OneOf, Text, Whole};

/// `DeletionId` in the service model.
pub(super) static DELETION_ID: Text = Text {
    length: Length {
        min: Some(36),
        max: Some(36),
    },
    pattern: Some(Pattern::new(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")),
};

/// `DeletionIdList` in the service model.
pub(super) static DELETION_ID_LIST: List<Text> = List {
    member: &DELETION_ID,
    length: Length {
        min: Some(1),
        max: Some(100),
    },
};

/// `DeletionProtection` in the service model.
pub(super) static DELETION_PROTECTION: OneOf<DeletionProtection> = OneOf {
    parse: DeletionProtection::parse,
    names: &["DISABLED", "ENABLED"],
};

/// `DurationDays` in the service model.
pub(super) static DURATION_DAYS: Whole<i32> = Whole {
    min: Some(1),
    max: Some(36500),
    width: PhantomData,
};

/// `ExpectedImageDigest` in the service model.
pub(super) static EXPECTED_IMAGE_DIGEST: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(300),
    },
    pattern: None,
};

/// `HoldReason` in the service model.
pub(super) static HOLD_REASON: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(256),
    },
    pattern: None,
};

/// `ImageDigest` in the service model.
pub(super) static IMAGE_DIGEST: Text = Text {
    length: Length { min: None, max: None },
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

/// `LifecyclePolicyText` in the service model.
pub(super) static LIFECYCLE_POLICY_TEXT: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(30720),
    },
    pattern: None,
};

/// `LogCursor` in the service model.
pub(super) static LOG_CURSOR: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(20),
    },
    pattern: Some(Pattern::new(r"[0-9]+")),
};

/// `LogMaxResults` in the service model.
pub(super) static LOG_MAX_RESULTS: Whole<i32> = Whole {
    min: Some(1),
    max: Some(1000),
    width: PhantomData,
};

/// `MaxResults` in the service model.
pub(super) static MAX_RESULTS: Whole<i32> = Whole {
    min: Some(1),
    max: Some(1000),
    width: PhantomData,
};

/// `NextToken` in the service model.
pub(super) static NEXT_TOKEN: Text = Text {
    length: Length { min: None, max: None },
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
pub(super) static PATTERNS: &[&Option<Pattern>] = &[
    &DELETION_ID.pattern,
    &LOG_CURSOR.pattern,
    &REGISTRY_ID.pattern,
    &REPOSITORY_NAME.pattern,
];
