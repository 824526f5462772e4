//! `ecr`: structures, `other`. Written by `cargo xtask codegen` from `models/ecr`.

use std::collections::BTreeMap;

use serde::Serialize;
use stdx::Timestamp;

use super::super::rules;
use crate::decode::{Members, Read, Shape};
use crate::generated::ecr::{
    ArtifactStatusFilter, CvssScore, CvssScoreDetails, EncryptionType, ImageStatusFilter, LayerAvailability,
    LayerFailureCode, LifecyclePolicyTargetStorageClass, ScanFrequency, ScanType,
    ScanningRepositoryFilterType, TagStatus, UpstreamRegistry,
};
use crate::rule::Flag;

/// `Attribute` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Attribute {
    /// `key`: `AttributeKey`.
    pub key: String,
    /// `value`: `AttributeValue`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// `AuthorizationData` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AuthorizationData {
    /// `authorizationToken`: `Base64`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authorization_token: Option<String>,
    /// `expiresAt`: `ExpirationTimestamp`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub expires_at: Option<Timestamp>,
    /// `proxyEndpoint`: `ProxyEndpoint`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proxy_endpoint: Option<String>,
}

/// `AwsEcrContainerImageDetails` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AwsEcrContainerImageDetails {
    /// `architecture`: `Arch`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub architecture: Option<String>,
    /// `author`: `Author`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// `imageHash`: `ImageDigest`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_hash: Option<String>,
    /// `imageTags`: `ImageTagsList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_tags: Option<Vec<String>>,
    /// `platform`: `Platform`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform: Option<String>,
    /// `pushedAt`: `Date`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub pushed_at: Option<Timestamp>,
    /// `lastInUseAt`: `Date`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub last_in_use_at: Option<Timestamp>,
    /// `inUseCount`: `InUseCount`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_use_count: Option<i64>,
    /// `registry`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_name: Option<String>,
}

/// `DeleteReplication` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DeleteReplication {
    /// `enabled`: `DeleteReplicationFlag`.
    pub enabled: bool,
}

impl Shape for DeleteReplication {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let enabled = members.required("enabled", &Flag)?;
        let Some(enabled) = enabled else { return Ok(None) };
        Ok(Some(Self { enabled }))
    }
}

/// `DescribeImagesFilter` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeImagesFilter {
    /// `tagStatus`: `TagStatus`.
    pub tag_status: Option<TagStatus>,
    /// `imageStatus`: `ImageStatusFilter`.
    pub image_status: Option<ImageStatusFilter>,
}

impl Shape for DescribeImagesFilter {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let tag_status = members.optional("tagStatus", &rules::TAG_STATUS)?;
        let image_status = members.optional("imageStatus", &rules::IMAGE_STATUS_FILTER)?;
        Ok(Some(Self {
            tag_status,
            image_status,
        }))
    }
}

/// `EncryptionConfiguration` in the service model.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EncryptionConfiguration {
    /// `encryptionType`: `EncryptionType`.
    pub encryption_type: EncryptionType,
    /// `kmsKey`: `KmsKey`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kms_key: Option<String>,
}

impl Shape for EncryptionConfiguration {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let encryption_type = members.required("encryptionType", &rules::ENCRYPTION_TYPE)?;
        let kms_key = members.optional("kmsKey", &rules::KMS_KEY)?;
        let Some(encryption_type) = encryption_type else {
            return Ok(None);
        };
        Ok(Some(Self {
            encryption_type,
            kms_key,
        }))
    }
}

/// `EncryptionConfigurationForRepositoryCreationTemplate` in the service model.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EncryptionConfigurationForRepositoryCreationTemplate {
    /// `encryptionType`: `EncryptionType`.
    pub encryption_type: EncryptionType,
    /// `kmsKey`: `KmsKeyForRepositoryCreationTemplate`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kms_key: Option<String>,
}

impl Shape for EncryptionConfigurationForRepositoryCreationTemplate {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let encryption_type = members.required("encryptionType", &rules::ENCRYPTION_TYPE)?;
        let kms_key = members.optional("kmsKey", &rules::KMS_KEY_FOR_REPOSITORY_CREATION_TEMPLATE)?;
        let Some(encryption_type) = encryption_type else {
            return Ok(None);
        };
        Ok(Some(Self {
            encryption_type,
            kms_key,
        }))
    }
}

/// `EnhancedImageScanFinding` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EnhancedImageScanFinding {
    /// `awsAccountId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aws_account_id: Option<String>,
    /// `description`: `FindingDescription`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// `findingArn`: `FindingArn`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finding_arn: Option<String>,
    /// `firstObservedAt`: `Date`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub first_observed_at: Option<Timestamp>,
    /// `lastObservedAt`: `Date`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub last_observed_at: Option<Timestamp>,
    /// `packageVulnerabilityDetails`: `PackageVulnerabilityDetails`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub package_vulnerability_details: Option<PackageVulnerabilityDetails>,
    /// `remediation`: `Remediation`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remediation: Option<Remediation>,
    /// `resources`: `ResourceList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resources: Option<Vec<Resource>>,
    /// `score`: `Score`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// `scoreDetails`: `ScoreDetails`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score_details: Option<ScoreDetails>,
    /// `severity`: `Severity`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<String>,
    /// `status`: `Status`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// `title`: `Title`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// `type`: `Type`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
    /// `updatedAt`: `Date`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub updated_at: Option<Timestamp>,
    /// `fixAvailable`: `FixAvailable`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix_available: Option<String>,
    /// `exploitAvailable`: `ExploitAvailable`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exploit_available: Option<String>,
}

/// `Layer` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Layer {
    /// `layerDigest`: `LayerDigest`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layer_digest: Option<String>,
    /// `layerAvailability`: `LayerAvailability`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layer_availability: Option<LayerAvailability>,
    /// `layerSize`: `LayerSizeInBytes`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layer_size: Option<i64>,
    /// `mediaType`: `MediaType`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
}

/// `LayerFailure` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LayerFailure {
    /// `layerDigest`: `BatchedOperationLayerDigest`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layer_digest: Option<String>,
    /// `failureCode`: `LayerFailureCode`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure_code: Option<LayerFailureCode>,
    /// `failureReason`: `LayerFailureReason`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure_reason: Option<String>,
}

/// `ListImageReferrersFilter` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListImageReferrersFilter {
    /// `artifactTypes`: `ArtifactTypeList`.
    pub artifact_types: Option<Vec<String>>,
    /// `artifactStatus`: `ArtifactStatusFilter`.
    pub artifact_status: Option<ArtifactStatusFilter>,
}

impl Shape for ListImageReferrersFilter {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let artifact_types = members.optional("artifactTypes", &rules::ARTIFACT_TYPE_LIST)?;
        let artifact_status = members.optional("artifactStatus", &rules::ARTIFACT_STATUS_FILTER)?;
        Ok(Some(Self {
            artifact_types,
            artifact_status,
        }))
    }
}

/// `ListImagesFilter` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListImagesFilter {
    /// `tagStatus`: `TagStatus`.
    pub tag_status: Option<TagStatus>,
    /// `imageStatus`: `ImageStatusFilter`.
    pub image_status: Option<ImageStatusFilter>,
}

impl Shape for ListImagesFilter {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let tag_status = members.optional("tagStatus", &rules::TAG_STATUS)?;
        let image_status = members.optional("imageStatus", &rules::IMAGE_STATUS_FILTER)?;
        Ok(Some(Self {
            tag_status,
            image_status,
        }))
    }
}

/// `PackageVulnerabilityDetails` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PackageVulnerabilityDetails {
    /// `cvss`: `CvssScoreList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cvss: Option<Vec<CvssScore>>,
    /// `referenceUrls`: `ReferenceUrlsList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference_urls: Option<Vec<String>>,
    /// `relatedVulnerabilities`: `RelatedVulnerabilitiesList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub related_vulnerabilities: Option<Vec<String>>,
    /// `source`: `Source`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// `sourceUrl`: `Url`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_url: Option<String>,
    /// `vendorCreatedAt`: `Date`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub vendor_created_at: Option<Timestamp>,
    /// `vendorSeverity`: `Severity`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor_severity: Option<String>,
    /// `vendorUpdatedAt`: `Date`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub vendor_updated_at: Option<Timestamp>,
    /// `vulnerabilityId`: `VulnerabilityId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vulnerability_id: Option<String>,
    /// `vulnerablePackages`: `VulnerablePackagesList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vulnerable_packages: Option<Vec<VulnerablePackage>>,
}

/// `PullThroughCacheRule` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PullThroughCacheRule {
    /// `ecrRepositoryPrefix`: `PullThroughCacheRuleRepositoryPrefix`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ecr_repository_prefix: Option<String>,
    /// `upstreamRegistryUrl`: `Url`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upstream_registry_url: Option<String>,
    /// `createdAt`: `CreationTimestamp`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub created_at: Option<Timestamp>,
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `credentialArn`: `CredentialArn`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credential_arn: Option<String>,
    /// `customRoleArn`: `CustomRoleArn`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_role_arn: Option<String>,
    /// `upstreamRepositoryPrefix`: `PullThroughCacheRuleRepositoryPrefix`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upstream_repository_prefix: Option<String>,
    /// `upstreamRegistry`: `UpstreamRegistry`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upstream_registry: Option<UpstreamRegistry>,
    /// `updatedAt`: `UpdatedTimestamp`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub updated_at: Option<Timestamp>,
}

/// `Recommendation` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Recommendation {
    /// `url`: `Url`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// `text`: `RecommendationText`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// `RegistryScanningConfiguration` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RegistryScanningConfiguration {
    /// `scanType`: `ScanType`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scan_type: Option<ScanType>,
    /// `rules`: `RegistryScanningRuleList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rules: Option<Vec<RegistryScanningRule>>,
}

/// `RegistryScanningRule` in the service model.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RegistryScanningRule {
    /// `scanFrequency`: `ScanFrequency`.
    pub scan_frequency: ScanFrequency,
    /// `repositoryFilters`: `ScanningRepositoryFilterList`.
    pub repository_filters: Vec<ScanningRepositoryFilter>,
}

impl Shape for RegistryScanningRule {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let scan_frequency = members.required("scanFrequency", &rules::SCAN_FREQUENCY)?;
        let repository_filters =
            members.required("repositoryFilters", &rules::SCANNING_REPOSITORY_FILTER_LIST)?;
        let (Some(scan_frequency), Some(repository_filters)) = (scan_frequency, repository_filters) else {
            return Ok(None);
        };
        Ok(Some(Self {
            scan_frequency,
            repository_filters,
        }))
    }
}

/// `Remediation` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Remediation {
    /// `recommendation`: `Recommendation`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recommendation: Option<Recommendation>,
}

/// `Resource` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Resource {
    /// `details`: `ResourceDetails`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub details: Option<ResourceDetails>,
    /// `id`: `ResourceId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// `tags`: `Tags`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<BTreeMap<String, String>>,
    /// `type`: `Type`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
}

/// `ResourceDetails` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ResourceDetails {
    /// `awsEcrContainerImage`: `AwsEcrContainerImageDetails`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aws_ecr_container_image: Option<AwsEcrContainerImageDetails>,
}

/// `ScanningRepositoryFilter` in the service model.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ScanningRepositoryFilter {
    /// `filter`: `ScanningRepositoryFilterValue`.
    pub filter: String,
    /// `filterType`: `ScanningRepositoryFilterType`.
    pub filter_type: ScanningRepositoryFilterType,
}

impl Shape for ScanningRepositoryFilter {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let filter = members.required("filter", &rules::SCANNING_REPOSITORY_FILTER_VALUE)?;
        let filter_type = members.required("filterType", &rules::SCANNING_REPOSITORY_FILTER_TYPE)?;
        let (Some(filter), Some(filter_type)) = (filter, filter_type) else {
            return Ok(None);
        };
        Ok(Some(Self { filter, filter_type }))
    }
}

/// `ScoreDetails` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ScoreDetails {
    /// `cvss`: `CvssScoreDetails`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cvss: Option<CvssScoreDetails>,
}

/// `SubjectIdentifier` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SubjectIdentifier {
    /// `imageDigest`: `ImageDigest`.
    pub image_digest: String,
}

impl Shape for SubjectIdentifier {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let image_digest = members.required("imageDigest", &rules::IMAGE_DIGEST)?;
        let Some(image_digest) = image_digest else {
            return Ok(None);
        };
        Ok(Some(Self { image_digest }))
    }
}

/// `Tag` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Tag {
    /// `Key`: `TagKey`.
    #[serde(rename = "Key")]
    pub key: String,
    /// `Value`: `TagValue`.
    #[serde(rename = "Value")]
    pub value: String,
}

impl Shape for Tag {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let key = members.required("Key", &rules::TAG_KEY)?;
        let value = members.required("Value", &rules::TAG_VALUE)?;
        let (Some(key), Some(value)) = (key, value) else {
            return Ok(None);
        };
        Ok(Some(Self { key, value }))
    }
}

/// `TransitioningImageTotalCount` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TransitioningImageTotalCount {
    /// `targetStorageClass`: `LifecyclePolicyTargetStorageClass`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_storage_class: Option<LifecyclePolicyTargetStorageClass>,
    /// `imageTotalCount`: `ImageCount`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_total_count: Option<i32>,
}

/// `VulnerablePackage` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct VulnerablePackage {
    /// `arch`: `Arch`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arch: Option<String>,
    /// `epoch`: `Epoch`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub epoch: Option<i32>,
    /// `filePath`: `FilePath`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_path: Option<String>,
    /// `name`: `VulnerablePackageName`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `packageManager`: `PackageManager`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub package_manager: Option<String>,
    /// `release`: `Release`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub release: Option<String>,
    /// `sourceLayerHash`: `SourceLayerHash`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_layer_hash: Option<String>,
    /// `version`: `Version`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// `fixedInVersion`: `FixedInVersion`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fixed_in_version: Option<String>,
}
