//! `ecr-public`: how values are read and checked. Written by `cargo xtask codegen` from `models/ecr-public`.

use std::marker::PhantomData;

use crate::generated::ecr_public::{ImageIdentifier, Tag};
use crate::pattern::Pattern;
use crate::rule::{Bytes, Length, List, Structure, Text, Whole};

/// `AboutText` in the service model.
pub(super) static ABOUT_TEXT: Text = Text {
    length: Length {
        min: None,
        max: Some(25600),
    },
    pattern: None,
};

/// `Architecture` in the service model.
pub(super) static ARCHITECTURE: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(50),
    },
    pattern: None,
};

/// `ArchitectureList` in the service model.
pub(super) static ARCHITECTURE_LIST: List<Text> = List {
    member: &ARCHITECTURE,
    length: Length {
        min: None,
        max: Some(50),
    },
};

/// `Arn` in the service model.
pub(super) static ARN: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(2048),
    },
    pattern: None,
};

/// `BatchedOperationLayerDigest` in the service model.
pub(super) static BATCHED_OPERATION_LAYER_DIGEST: Text = Text {
    length: Length {
        min: Some(0),
        max: Some(1000),
    },
    pattern: None,
};

/// `BatchedOperationLayerDigestList` in the service model.
pub(super) static BATCHED_OPERATION_LAYER_DIGEST_LIST: List<Text> = List {
    member: &BATCHED_OPERATION_LAYER_DIGEST,
    length: Length {
        min: Some(1),
        max: Some(100),
    },
};

/// `ImageDigest` in the service model.
pub(super) static IMAGE_DIGEST: Text = Text {
    length: Length { min: None, max: None },
    pattern: None,
};

/// `ImageIdentifierList` in the service model.
pub(super) static IMAGE_IDENTIFIER_LIST: List<Structure<ImageIdentifier>> = List {
    member: &Structure::<ImageIdentifier>::new(),
    length: Length {
        min: Some(1),
        max: Some(100),
    },
};

/// `ImageManifest` in the service model.
pub(super) static IMAGE_MANIFEST: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(4194304),
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

/// `LayerDigest` in the service model.
pub(super) static LAYER_DIGEST: Text = Text {
    length: Length { min: None, max: None },
    pattern: Some(Pattern::new(r"[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+")),
};

/// `LayerDigestList` in the service model.
pub(super) static LAYER_DIGEST_LIST: List<Text> = List {
    member: &LAYER_DIGEST,
    length: Length {
        min: Some(1),
        max: Some(100),
    },
};

/// `LayerPartBlob` in the service model.
pub(super) static LAYER_PART_BLOB: Bytes = Bytes {
    length: Length {
        min: Some(0),
        max: Some(20971520),
    },
};

/// `LogoImageBlob` in the service model.
pub(super) static LOGO_IMAGE_BLOB: Bytes = Bytes {
    length: Length {
        min: Some(0),
        max: Some(512000),
    },
};

/// `MaxResults` in the service model.
pub(super) static MAX_RESULTS: Whole<i32> = Whole {
    min: Some(1),
    max: Some(1000),
    width: PhantomData,
};

/// `MediaType` in the service model.
pub(super) static MEDIA_TYPE: Text = Text {
    length: Length { min: None, max: None },
    pattern: None,
};

/// `NextToken` in the service model.
pub(super) static NEXT_TOKEN: Text = Text {
    length: Length { min: None, max: None },
    pattern: None,
};

/// `OperatingSystem` in the service model.
pub(super) static OPERATING_SYSTEM: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(50),
    },
    pattern: None,
};

/// `OperatingSystemList` in the service model.
pub(super) static OPERATING_SYSTEM_LIST: List<Text> = List {
    member: &OPERATING_SYSTEM,
    length: Length {
        min: None,
        max: Some(50),
    },
};

/// `PartSize` in the service model.
pub(super) static PART_SIZE: Whole<i64> = Whole {
    min: Some(0),
    max: None,
    width: PhantomData,
};

/// `RegistryDisplayName` in the service model.
pub(super) static REGISTRY_DISPLAY_NAME: Text = Text {
    length: Length {
        min: Some(0),
        max: Some(100),
    },
    pattern: None,
};

/// `RegistryId` in the service model.
pub(super) static REGISTRY_ID: Text = Text {
    length: Length { min: None, max: None },
    pattern: Some(Pattern::new(r"[0-9]{12}")),
};

/// `RegistryIdOrAlias` in the service model.
pub(super) static REGISTRY_ID_OR_ALIAS: Text = Text {
    length: Length {
        min: Some(2),
        max: Some(50),
    },
    pattern: None,
};

/// `RepositoryDescription` in the service model.
pub(super) static REPOSITORY_DESCRIPTION: Text = Text {
    length: Length {
        min: None,
        max: Some(1024),
    },
    pattern: None,
};

/// `RepositoryName` in the service model.
pub(super) static REPOSITORY_NAME: Text = Text {
    length: Length {
        min: Some(2),
        max: Some(205),
    },
    pattern: Some(Pattern::new(
        r"(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*",
    )),
};

/// `RepositoryNameList` in the service model.
pub(super) static REPOSITORY_NAME_LIST: List<Text> = List {
    member: &REPOSITORY_NAME,
    length: Length {
        min: Some(1),
        max: Some(100),
    },
};

/// `RepositoryPolicyText` in the service model.
pub(super) static REPOSITORY_POLICY_TEXT: Text = Text {
    length: Length {
        min: Some(0),
        max: Some(10240),
    },
    pattern: None,
};

/// `TagKey` in the service model.
pub(super) static TAG_KEY: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(128),
    },
    pattern: None,
};

/// `TagKeyList` in the service model.
pub(super) static TAG_KEY_LIST: List<Text> = List {
    member: &TAG_KEY,
    length: Length {
        min: Some(0),
        max: Some(200),
    },
};

/// `TagList` in the service model.
pub(super) static TAG_LIST: List<Structure<Tag>> = List {
    member: &Structure::<Tag>::new(),
    length: Length {
        min: Some(0),
        max: Some(200),
    },
};

/// `TagValue` in the service model.
pub(super) static TAG_VALUE: Text = Text {
    length: Length {
        min: Some(0),
        max: Some(256),
    },
    pattern: None,
};

/// `UploadId` in the service model.
pub(super) static UPLOAD_ID: Text = Text {
    length: Length { min: None, max: None },
    pattern: Some(Pattern::new(
        r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}",
    )),
};

/// `UsageText` in the service model.
pub(super) static USAGE_TEXT: Text = Text {
    length: Length {
        min: None,
        max: Some(25600),
    },
    pattern: None,
};

/// Every rule with a pattern.
#[cfg(test)]
pub(super) static PATTERNS: &[&Option<Pattern>] = &[
    &LAYER_DIGEST.pattern,
    &REGISTRY_ID.pattern,
    &REPOSITORY_NAME.pattern,
    &UPLOAD_ID.pattern,
];
