//! `ecr`: how values are read and checked. Written by `cargo xtask codegen` from `models/ecr`.

use std::marker::PhantomData;

use crate::generated::ecr::{
    ArtifactStatusFilter, EncryptionType, ImageIdentifier, ImageStatusFilter, ImageTagMutability,
    ImageTagMutabilityExclusionFilter, ImageTagMutabilityExclusionFilterType, RCTAppliedFor,
    RegistryScanningRule, ReplicationBackfillResultStatus, ReplicationDestination, ReplicationRule,
    RepositoryFilter, RepositoryFilterType, ScanFrequency, ScanType, ScanningRepositoryFilter,
    ScanningRepositoryFilterType, SigningRepositoryFilter, SigningRepositoryFilterType, SigningRule, Tag,
    TagStatus, TargetStorageClass, UpstreamRegistry,
};
use crate::pattern::Pattern;
use crate::rule::{Bytes, Length, List, OneOf, Structure, Text, Whole};

/// `AccountSettingName` in the service model.
pub(super) static ACCOUNT_SETTING_NAME: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(64),
    },
    pattern: None,
};

/// `AccountSettingValue` in the service model.
pub(super) static ACCOUNT_SETTING_VALUE: Text = Text {
    length: Length { min: None, max: None },
    pattern: None,
};

/// `Arn` in the service model.
pub(super) static ARN: Text = Text {
    length: Length { min: None, max: None },
    pattern: None,
};

/// `ArtifactStatusFilter` in the service model.
pub(super) static ARTIFACT_STATUS_FILTER: OneOf<ArtifactStatusFilter> = OneOf {
    parse: ArtifactStatusFilter::parse,
    names: &["ACTIVE", "ACTIVATING", "ARCHIVED", "ANY"],
};

/// `ArtifactType` in the service model.
pub(super) static ARTIFACT_TYPE: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(255),
    },
    pattern: None,
};

/// `ArtifactTypeList` in the service model.
pub(super) static ARTIFACT_TYPE_LIST: List<Text> = List {
    member: &ARTIFACT_TYPE,
    length: Length {
        min: Some(0),
        max: Some(5),
    },
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

/// `CredentialArn` in the service model.
pub(super) static CREDENTIAL_ARN: Text = Text {
    length: Length {
        min: Some(50),
        max: Some(612),
    },
    pattern: Some(Pattern::new(
        r"^arn:aws(-\w+)*:secretsmanager:[a-zA-Z0-9-:]+:secret:ecr\-pullthroughcache\/[a-zA-Z0-9\/_+=.@-]+$",
    )),
};

/// `CustomRoleArn` in the service model.
pub(super) static CUSTOM_ROLE_ARN: Text = Text {
    length: Length {
        min: None,
        max: Some(2048),
    },
    pattern: None,
};

/// `EncryptionType` in the service model.
pub(super) static ENCRYPTION_TYPE: OneOf<EncryptionType> = OneOf {
    parse: EncryptionType::parse,
    names: &["KMS", "AES256", "KMS_DSSE"],
};

/// `FiftyMaxResults` in the service model.
pub(super) static FIFTY_MAX_RESULTS: Whole<i32> = Whole {
    min: Some(1),
    max: Some(50),
    width: PhantomData,
};

/// `GetAuthorizationTokenRegistryIdList` in the service model.
pub(super) static GET_AUTHORIZATION_TOKEN_REGISTRY_ID_LIST: List<Text> = List {
    member: &REGISTRY_ID,
    length: Length {
        min: Some(1),
        max: Some(10),
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

/// `ImageStatusFilter` in the service model.
pub(super) static IMAGE_STATUS_FILTER: OneOf<ImageStatusFilter> = OneOf {
    parse: ImageStatusFilter::parse,
    names: &["ACTIVE", "ACTIVATING", "ARCHIVED", "ANY"],
};

/// `ImageTag` in the service model.
pub(super) static IMAGE_TAG: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(300),
    },
    pattern: None,
};

/// `ImageTagMutability` in the service model.
pub(super) static IMAGE_TAG_MUTABILITY: OneOf<ImageTagMutability> = OneOf {
    parse: ImageTagMutability::parse,
    names: &[
        "IMMUTABLE",
        "MUTABLE",
        "MUTABLE_WITH_EXCLUSION",
        "IMMUTABLE_WITH_EXCLUSION",
    ],
};

/// `ImageTagMutabilityExclusionFilterType` in the service model.
pub(super) static IMAGE_TAG_MUTABILITY_EXCLUSION_FILTER_TYPE: OneOf<ImageTagMutabilityExclusionFilterType> =
    OneOf {
        parse: ImageTagMutabilityExclusionFilterType::parse,
        names: &["WILDCARD"],
    };

/// `ImageTagMutabilityExclusionFilterValue` in the service model.
pub(super) static IMAGE_TAG_MUTABILITY_EXCLUSION_FILTER_VALUE: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(128),
    },
    pattern: Some(Pattern::new(r"^[0-9a-zA-Z._*-]{1,128}$")),
};

/// `ImageTagMutabilityExclusionFilters` in the service model.
pub(super) static IMAGE_TAG_MUTABILITY_EXCLUSION_FILTERS: List<Structure<ImageTagMutabilityExclusionFilter>> =
    List {
        member: &Structure::<ImageTagMutabilityExclusionFilter>::new(),
        length: Length {
            min: Some(1),
            max: Some(5),
        },
    };

/// `KmsKey` in the service model.
pub(super) static KMS_KEY: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(2048),
    },
    pattern: None,
};

/// `KmsKeyForRepositoryCreationTemplate` in the service model.
pub(super) static KMS_KEY_FOR_REPOSITORY_CREATION_TEMPLATE: Text = Text {
    length: Length {
        min: Some(0),
        max: Some(2048),
    },
    pattern: Some(Pattern::new(
        r"^$|arn:aws[a-z0-9-]*:kms:[a-z0-9-]+:[0-9]{12}:key\/[a-z0-9-]+",
    )),
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

/// `LifecyclePolicyText` in the service model.
pub(super) static LIFECYCLE_POLICY_TEXT: Text = Text {
    length: Length {
        min: Some(100),
        max: Some(30720),
    },
    pattern: None,
};

/// `LifecyclePolicyTextForRepositoryCreationTemplate` in the service model.
pub(super) static LIFECYCLE_POLICY_TEXT_FOR_REPOSITORY_CREATION_TEMPLATE: Text = Text {
    length: Length {
        min: Some(0),
        max: Some(30720),
    },
    pattern: None,
};

/// `LifecyclePreviewMaxResults` in the service model.
pub(super) static LIFECYCLE_PREVIEW_MAX_RESULTS: Whole<i32> = Whole {
    min: Some(1),
    max: Some(100),
    width: PhantomData,
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

/// `MediaTypeList` in the service model.
pub(super) static MEDIA_TYPE_LIST: List<Text> = List {
    member: &MEDIA_TYPE,
    length: Length {
        min: Some(1),
        max: Some(100),
    },
};

/// `NextToken` in the service model.
pub(super) static NEXT_TOKEN: Text = Text {
    length: Length { min: None, max: None },
    pattern: None,
};

/// `PartSize` in the service model.
pub(super) static PART_SIZE: Whole<i64> = Whole {
    min: Some(0),
    max: None,
    width: PhantomData,
};

/// `Prefix` in the service model.
pub(super) static PREFIX: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(256),
    },
    pattern: Some(Pattern::new(
        r"^([a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*\/?|ROOT)$",
    )),
};

/// `PrefixList` in the service model.
pub(super) static PREFIX_LIST: List<Text> = List {
    member: &PREFIX,
    length: Length { min: None, max: None },
};

/// `PrincipalArn` in the service model.
pub(super) static PRINCIPAL_ARN: Text = Text {
    length: Length {
        min: None,
        max: Some(200),
    },
    pattern: Some(Pattern::new(
        r"^arn:aws(-[a-z]+)*:iam::[0-9]{12}:(role|user)/[\w+=,.@-]+(/[\w+=,.@-]+)*$",
    )),
};

/// `PullThroughCacheRuleRepositoryPrefix` in the service model.
pub(super) static PULL_THROUGH_CACHE_RULE_REPOSITORY_PREFIX: Text = Text {
    length: Length {
        min: Some(2),
        max: Some(30),
    },
    pattern: Some(Pattern::new(
        r"^([a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*\/?|ROOT)$",
    )),
};

/// `PullThroughCacheRuleRepositoryPrefixList` in the service model.
pub(super) static PULL_THROUGH_CACHE_RULE_REPOSITORY_PREFIX_LIST: List<Text> = List {
    member: &PULL_THROUGH_CACHE_RULE_REPOSITORY_PREFIX,
    length: Length {
        min: Some(1),
        max: Some(100),
    },
};

/// `RCTAppliedFor` in the service model.
pub(super) static RCT_APPLIED_FOR: OneOf<RCTAppliedFor> = OneOf {
    parse: RCTAppliedFor::parse,
    names: &["REPLICATION", "PULL_THROUGH_CACHE", "CREATE_ON_PUSH"],
};

/// `RCTAppliedForList` in the service model.
pub(super) static RCT_APPLIED_FOR_LIST: List<OneOf<RCTAppliedFor>> = List {
    member: &RCT_APPLIED_FOR,
    length: Length { min: None, max: None },
};

/// `Region` in the service model.
pub(super) static REGION: Text = Text {
    length: Length {
        min: Some(2),
        max: Some(25),
    },
    pattern: Some(Pattern::new(r"[0-9a-z-]{2,25}")),
};

/// `RegistryId` in the service model.
pub(super) static REGISTRY_ID: Text = Text {
    length: Length { min: None, max: None },
    pattern: Some(Pattern::new(r"[0-9]{12}")),
};

/// `RegistryPolicyText` in the service model.
pub(super) static REGISTRY_POLICY_TEXT: Text = Text {
    length: Length {
        min: Some(0),
        max: Some(10240),
    },
    pattern: None,
};

/// `RegistryScanningRuleList` in the service model.
pub(super) static REGISTRY_SCANNING_RULE_LIST: List<Structure<RegistryScanningRule>> = List {
    member: &Structure::<RegistryScanningRule>::new(),
    length: Length {
        min: Some(0),
        max: Some(2),
    },
};

/// `ReplicationBackfillId` in the service model.
pub(super) static REPLICATION_BACKFILL_ID: Text = Text {
    length: Length { min: None, max: None },
    pattern: Some(Pattern::new(
        r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}",
    )),
};

/// `ReplicationBackfillResultStatus` in the service model.
pub(super) static REPLICATION_BACKFILL_RESULT_STATUS: OneOf<ReplicationBackfillResultStatus> = OneOf {
    parse: ReplicationBackfillResultStatus::parse,
    names: &["COMPLETE", "FAILED"],
};

/// `ReplicationDestinationList` in the service model.
pub(super) static REPLICATION_DESTINATION_LIST: List<Structure<ReplicationDestination>> = List {
    member: &Structure::<ReplicationDestination>::new(),
    length: Length {
        min: Some(0),
        max: Some(100),
    },
};

/// `ReplicationRuleList` in the service model.
pub(super) static REPLICATION_RULE_LIST: List<Structure<ReplicationRule>> = List {
    member: &Structure::<ReplicationRule>::new(),
    length: Length {
        min: Some(0),
        max: Some(25),
    },
};

/// `RepositoryFilterList` in the service model.
pub(super) static REPOSITORY_FILTER_LIST: List<Structure<RepositoryFilter>> = List {
    member: &Structure::<RepositoryFilter>::new(),
    length: Length {
        min: Some(1),
        max: Some(100),
    },
};

/// `RepositoryFilterType` in the service model.
pub(super) static REPOSITORY_FILTER_TYPE: OneOf<RepositoryFilterType> = OneOf {
    parse: RepositoryFilterType::parse,
    names: &["PREFIX_MATCH"],
};

/// `RepositoryFilterValue` in the service model.
pub(super) static REPOSITORY_FILTER_VALUE: Text = Text {
    length: Length {
        min: Some(2),
        max: Some(256),
    },
    pattern: Some(Pattern::new(
        r"^(?:[a-z0-9]+(?:[._-][a-z0-9]*)*/)*[a-z0-9]*(?:[._-][a-z0-9]*)*$",
    )),
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

/// `RepositoryTemplateDescription` in the service model.
pub(super) static REPOSITORY_TEMPLATE_DESCRIPTION: Text = Text {
    length: Length {
        min: None,
        max: Some(256),
    },
    pattern: None,
};

/// `ScanFrequency` in the service model.
pub(super) static SCAN_FREQUENCY: OneOf<ScanFrequency> = OneOf {
    parse: ScanFrequency::parse,
    names: &["SCAN_ON_PUSH", "CONTINUOUS_SCAN", "MANUAL"],
};

/// `ScanType` in the service model.
pub(super) static SCAN_TYPE: OneOf<ScanType> = OneOf {
    parse: ScanType::parse,
    names: &["ENHANCED", "BASIC"],
};

/// `ScanningConfigurationRepositoryNameList` in the service model.
pub(super) static SCANNING_CONFIGURATION_REPOSITORY_NAME_LIST: List<Text> = List {
    member: &REPOSITORY_NAME,
    length: Length {
        min: Some(1),
        max: Some(25),
    },
};

/// `ScanningRepositoryFilterList` in the service model.
pub(super) static SCANNING_REPOSITORY_FILTER_LIST: List<Structure<ScanningRepositoryFilter>> = List {
    member: &Structure::<ScanningRepositoryFilter>::new(),
    length: Length {
        min: Some(0),
        max: Some(100),
    },
};

/// `ScanningRepositoryFilterType` in the service model.
pub(super) static SCANNING_REPOSITORY_FILTER_TYPE: OneOf<ScanningRepositoryFilterType> = OneOf {
    parse: ScanningRepositoryFilterType::parse,
    names: &["WILDCARD"],
};

/// `ScanningRepositoryFilterValue` in the service model.
pub(super) static SCANNING_REPOSITORY_FILTER_VALUE: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(255),
    },
    pattern: Some(Pattern::new(r"^[a-z0-9*](?:[._\-/a-z0-9*]?[a-z0-9*]+)*$")),
};

/// `SigningProfileArn` in the service model.
pub(super) static SIGNING_PROFILE_ARN: Text = Text {
    length: Length {
        min: None,
        max: Some(200),
    },
    pattern: Some(Pattern::new(
        r"^arn:aws(-[a-z]+)*:signer:[a-z0-9-]+:[0-9]{12}:\/signing-profiles\/[a-zA-Z0-9_]{2,}$",
    )),
};

/// `SigningRepositoryFilterList` in the service model.
pub(super) static SIGNING_REPOSITORY_FILTER_LIST: List<Structure<SigningRepositoryFilter>> = List {
    member: &Structure::<SigningRepositoryFilter>::new(),
    length: Length {
        min: Some(1),
        max: Some(100),
    },
};

/// `SigningRepositoryFilterType` in the service model.
pub(super) static SIGNING_REPOSITORY_FILTER_TYPE: OneOf<SigningRepositoryFilterType> = OneOf {
    parse: SigningRepositoryFilterType::parse,
    names: &["WILDCARD_MATCH"],
};

/// `SigningRepositoryFilterValue` in the service model.
pub(super) static SIGNING_REPOSITORY_FILTER_VALUE: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(256),
    },
    pattern: Some(Pattern::new(
        r"^(?:[a-z0-9*]+(?:[._-][a-z0-9*]+)*/)*[a-z0-9*]+(?:[._-][a-z0-9*]+)*$",
    )),
};

/// `SigningRuleList` in the service model.
pub(super) static SIGNING_RULE_LIST: List<Structure<SigningRule>> = List {
    member: &Structure::<SigningRule>::new(),
    length: Length {
        min: Some(0),
        max: Some(10),
    },
};

/// `TagKey` in the service model.
pub(super) static TAG_KEY: Text = Text {
    length: Length { min: None, max: None },
    pattern: None,
};

/// `TagKeyList` in the service model.
pub(super) static TAG_KEY_LIST: List<Text> = List {
    member: &TAG_KEY,
    length: Length { min: None, max: None },
};

/// `TagList` in the service model.
pub(super) static TAG_LIST: List<Structure<Tag>> = List {
    member: &Structure::<Tag>::new(),
    length: Length { min: None, max: None },
};

/// `TagStatus` in the service model.
pub(super) static TAG_STATUS: OneOf<TagStatus> = OneOf {
    parse: TagStatus::parse,
    names: &["TAGGED", "UNTAGGED", "ANY"],
};

/// `TagValue` in the service model.
pub(super) static TAG_VALUE: Text = Text {
    length: Length { min: None, max: None },
    pattern: None,
};

/// `TargetStorageClass` in the service model.
pub(super) static TARGET_STORAGE_CLASS: OneOf<TargetStorageClass> = OneOf {
    parse: TargetStorageClass::parse,
    names: &["ARCHIVE", "STANDARD"],
};

/// `UploadId` in the service model.
pub(super) static UPLOAD_ID: Text = Text {
    length: Length { min: None, max: None },
    pattern: Some(Pattern::new(
        r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}",
    )),
};

/// `UpstreamRegistry` in the service model.
pub(super) static UPSTREAM_REGISTRY: OneOf<UpstreamRegistry> = OneOf {
    parse: UpstreamRegistry::parse,
    names: &[
        "ecr",
        "k8s",
        "gitlab-container-registry",
        "quay",
        "docker-hub",
        "github-container-registry",
        "azure-container-registry",
        "ecr-public",
        "chainguard",
    ],
};

/// `Url` in the service model.
pub(super) static URL: Text = Text {
    length: Length { min: None, max: None },
    pattern: None,
};

/// Every rule with a pattern.
#[cfg(test)]
pub(super) static PATTERNS: &[&Option<Pattern>] = &[
    &CREDENTIAL_ARN.pattern,
    &IMAGE_TAG_MUTABILITY_EXCLUSION_FILTER_VALUE.pattern,
    &KMS_KEY_FOR_REPOSITORY_CREATION_TEMPLATE.pattern,
    &LAYER_DIGEST.pattern,
    &PREFIX.pattern,
    &PRINCIPAL_ARN.pattern,
    &PULL_THROUGH_CACHE_RULE_REPOSITORY_PREFIX.pattern,
    &REGION.pattern,
    &REGISTRY_ID.pattern,
    &REPLICATION_BACKFILL_ID.pattern,
    &REPOSITORY_FILTER_VALUE.pattern,
    &REPOSITORY_NAME.pattern,
    &SCANNING_REPOSITORY_FILTER_VALUE.pattern,
    &SIGNING_PROFILE_ARN.pattern,
    &SIGNING_REPOSITORY_FILTER_VALUE.pattern,
    &UPLOAD_ID.pattern,
];
