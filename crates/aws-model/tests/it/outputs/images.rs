//! What the operations on images and layers answer.

use std::collections::BTreeMap;

use aws_model::ecr;

use super::{ACCOUNT, DIGEST, REPOSITORY, UPLOAD, at, check, image_id, set};

#[test]
fn layer_uploads() {
    check(
        &ecr::InitiateLayerUploadResponse {
            upload_id: set(UPLOAD),
            part_size: Some(10_485_760),
        },
        &[r#"{"uploadId":"3b9f6d0a-51a7-4c36-8d5e-0c4a9e0f7b21","partSize":10485760}"#],
    );
    check(
        &ecr::UploadLayerPartResponse {
            registry_id: set(ACCOUNT),
            repository_name: set(REPOSITORY),
            upload_id: set(UPLOAD),
            last_byte_received: Some(5_242_879),
        },
        &[
            r#"{"registryId":"210987654321","repositoryName":"tools/linter","#,
            r#""uploadId":"3b9f6d0a-51a7-4c36-8d5e-0c4a9e0f7b21","lastByteReceived":5242879}"#,
        ],
    );
    check(
        &ecr::CompleteLayerUploadResponse {
            registry_id: set(ACCOUNT),
            repository_name: set(REPOSITORY),
            upload_id: set(UPLOAD),
            layer_digest: set(DIGEST),
        },
        &[
            r#"{"registryId":"210987654321","repositoryName":"tools/linter","#,
            r#""uploadId":"3b9f6d0a-51a7-4c36-8d5e-0c4a9e0f7b21","layerDigest":"sha256:5e88"}"#,
        ],
    );
}

#[test]
fn layers() {
    let layer = ecr::Layer {
        layer_digest: set(DIGEST),
        layer_availability: Some(ecr::LayerAvailability::Available),
        layer_size: Some(31_337),
        media_type: set("application/vnd.oci.image.layer.v1.tar+zstd"),
    };
    let failure = ecr::LayerFailure {
        layer_digest: set("x"),
        failure_code: Some(ecr::LayerFailureCode::InvalidLayerDigest),
        failure_reason: set("no digest"),
    };
    check(
        &ecr::BatchCheckLayerAvailabilityResponse {
            layers: Some(vec![layer]),
            failures: Some(vec![failure]),
        },
        &[
            r#"{"layers":[{"layerDigest":"sha256:5e88","layerAvailability":"AVAILABLE","layerSize":31337,"#,
            r#""mediaType":"application/vnd.oci.image.layer.v1.tar+zstd"}],"#,
            r#""failures":[{"layerDigest":"x","failureCode":"InvalidLayerDigest","failureReason":"no digest"}]}"#,
        ],
    );
    check(
        &ecr::GetDownloadUrlForLayerResponse {
            download_url: set("https://h/?a=1&b=2"),
            layer_digest: set(DIGEST),
        },
        &[r#"{"downloadUrl":"https://h/?a=1&b=2","layerDigest":"sha256:5e88"}"#],
    );
}

#[test]
fn images() {
    let image = ecr::Image {
        registry_id: set(ACCOUNT),
        repository_name: set(REPOSITORY),
        image_id: Some(image_id(Some("2.0"))),
        image_manifest: set("{\"schemaVersion\":2}\n"),
        image_manifest_media_type: set("application/vnd.oci.image.manifest.v1+json"),
    };
    let text = concat!(
        r#"{"registryId":"210987654321","repositoryName":"tools/linter","#,
        r#""imageId":{"imageDigest":"sha256:5e88","imageTag":"2.0"},"#,
        r#""imageManifest":"{\"schemaVersion\":2}\n","#,
        r#""imageManifestMediaType":"application/vnd.oci.image.manifest.v1+json"}"#,
    );
    check(
        &ecr::PutImageResponse {
            image: Some(image.clone()),
        },
        &[r#"{"image":"#, text, "}"],
    );
    let failure = ecr::ImageFailure {
        image_id: Some(ecr::ImageIdentifier {
            image_digest: None,
            image_tag: set("0"),
        }),
        failure_code: Some(ecr::ImageFailureCode::ImageNotFound),
        failure_reason: set("Requested image not found"),
    };
    let failures = concat!(
        r#""failures":[{"imageId":{"imageTag":"0"},"failureCode":"ImageNotFound","#,
        r#""failureReason":"Requested image not found"}]}"#,
    );
    check(
        &ecr::BatchGetImageResponse {
            images: Some(vec![image]),
            failures: Some(vec![failure.clone()]),
        },
        &[r#"{"images":["#, text, "],", failures],
    );
    let image_ids = Some(vec![image_id(Some("2.0")), image_id(None)]);
    let ids = r#"{"imageIds":[{"imageDigest":"sha256:5e88","imageTag":"2.0"},{"imageDigest":"sha256:5e88"}]"#;
    check(
        &ecr::BatchDeleteImageResponse {
            image_ids: image_ids.clone(),
            failures: Some(vec![failure]),
        },
        &[ids, ",", failures],
    );
    check(
        &ecr::ListImagesResponse {
            image_ids,
            next_token: set("more"),
        },
        &[ids, r#","nextToken":"more"}"#],
    );
}

#[test]
fn image_details() {
    let detail = ecr::ImageDetail {
        registry_id: set(ACCOUNT),
        repository_name: set(REPOSITORY),
        image_digest: set(DIGEST),
        image_tags: Some(vec!["2.0".to_owned(), "stable".to_owned()]),
        image_size_in_bytes: Some(6_442_450_944),
        image_pushed_at: at(1_770_000_100, 0),
        image_manifest_media_type: set("application/vnd.oci.image.manifest.v1+json"),
        artifact_media_type: set("application/vnd.oci.image.config.v1+json"),
        last_recorded_pull_time: at(1_770_009_000, 1),
        image_status: Some(ecr::ImageStatus::Active),
        ..Default::default()
    };
    check(
        &ecr::DescribeImagesResponse {
            image_details: Some(vec![detail]),
            next_token: None,
        },
        &[
            r#"{"imageDetails":[{"registryId":"210987654321","repositoryName":"tools/linter","#,
            r#""imageDigest":"sha256:5e88","imageTags":["2.0","stable"],"imageSizeInBytes":6442450944,"#,
            r#""imagePushedAt":1770000100.0,"#,
            r#""imageManifestMediaType":"application/vnd.oci.image.manifest.v1+json","#,
            r#""artifactMediaType":"application/vnd.oci.image.config.v1+json","#,
            r#""lastRecordedPullTime":1770009000.001,"imageStatus":"ACTIVE"}]}"#,
        ],
    );
}

#[test]
fn lifecycle_preview() {
    let result = ecr::LifecyclePolicyPreviewResult {
        image_tags: Some(vec!["old".to_owned()]),
        image_digest: set(DIGEST),
        image_pushed_at: at(1_700_000_000, 0),
        action: Some(ecr::LifecyclePolicyRuleAction {
            r#type: Some(ecr::ImageActionType::Expire),
            ..Default::default()
        }),
        applied_rule_priority: Some(3),
        storage_class: Some(ecr::LifecyclePolicyStorageClass::Standard),
    };
    let summary = ecr::LifecyclePolicyPreviewSummary {
        expiring_image_total_count: Some(1),
        ..Default::default()
    };
    check(
        &ecr::GetLifecyclePolicyPreviewResponse {
            registry_id: set(ACCOUNT),
            repository_name: set(REPOSITORY),
            lifecycle_policy_text: set("{}"),
            status: Some(ecr::LifecyclePolicyPreviewStatus::Complete),
            preview_results: Some(vec![result]),
            summary: Some(summary),
            ..Default::default()
        },
        &[
            r#"{"registryId":"210987654321","repositoryName":"tools/linter","lifecyclePolicyText":"{}","#,
            r#""status":"COMPLETE","previewResults":[{"imageTags":["old"],"imageDigest":"sha256:5e88","#,
            r#""imagePushedAt":1700000000.0,"action":{"type":"EXPIRE"},"appliedRulePriority":3,"#,
            r#""storageClass":"STANDARD"}],"summary":{"expiringImageTotalCount":1}}"#,
        ],
    );
}

#[test]
fn scan_findings() {
    let attribute = |key: &str, value: &str| ecr::Attribute {
        key: key.to_owned(),
        value: set(value),
    };
    let finding = ecr::ImageScanFinding {
        name: set("CVE-2025-9999"),
        uri: set("https://example.org/9999"),
        severity: Some(ecr::FindingSeverity::High),
        attributes: Some(vec![
            attribute("package_name", "libbar"),
            attribute("package_version", "2:1.0"),
        ]),
        ..Default::default()
    };
    let counts = [(ecr::FindingSeverity::High, 1), (ecr::FindingSeverity::Low, 4)];
    let findings = ecr::ImageScanFindings {
        image_scan_completed_at: at(1_770_000_200, 0),
        finding_severity_counts: Some(BTreeMap::from(counts)),
        findings: Some(vec![finding]),
        ..Default::default()
    };
    check(
        &ecr::DescribeImageScanFindingsResponse {
            repository_name: set(REPOSITORY),
            image_id: Some(image_id(None)),
            image_scan_status: Some(ecr::ImageScanStatus {
                status: Some(ecr::ScanStatus::Complete),
                description: set("done"),
            }),
            image_scan_findings: Some(findings),
            ..Default::default()
        },
        &[
            r#"{"repositoryName":"tools/linter","imageId":{"imageDigest":"sha256:5e88"},"#,
            r#""imageScanStatus":{"status":"COMPLETE","description":"done"},"#,
            r#""imageScanFindings":{"imageScanCompletedAt":1770000200.0,"findingSeverityCounts":{"LOW":4,"HIGH":1},"#,
            r#""findings":[{"name":"CVE-2025-9999","uri":"https://example.org/9999","severity":"HIGH","#,
            r#""attributes":[{"key":"package_name","value":"libbar"},{"key":"package_version","value":"2:1.0"}]}]}}"#,
        ],
    );
}

#[test]
fn replication_referrers_storage_class() {
    let status = ecr::ImageReplicationStatus {
        region: set("eu-west-3"),
        registry_id: set(ACCOUNT),
        status: Some(ecr::ReplicationStatus::InProgress),
        failure_code: None,
    };
    check(
        &ecr::DescribeImageReplicationStatusResponse {
            repository_name: set(REPOSITORY),
            image_id: Some(image_id(None)),
            replication_statuses: Some(vec![status]),
        },
        &[
            r#"{"repositoryName":"tools/linter","imageId":{"imageDigest":"sha256:5e88"},"replicationStatuses":"#,
            r#"[{"region":"eu-west-3","registryId":"210987654321","status":"IN_PROGRESS"}]}"#,
        ],
    );
    let referrer = ecr::ImageReferrer {
        digest: DIGEST.to_owned(),
        media_type: "application/vnd.oci.image.manifest.v1+json".to_owned(),
        artifact_type: set("application/spdx+json"),
        size: 512,
        annotations: Some(BTreeMap::from([("a".to_owned(), "b".to_owned())])),
        artifact_status: Some(ecr::ArtifactStatus::Active),
    };
    check(
        &ecr::ListImageReferrersResponse {
            referrers: Some(vec![referrer]),
            next_token: None,
        },
        &[
            r#"{"referrers":[{"digest":"sha256:5e88","mediaType":"application/vnd.oci.image.manifest.v1+json","#,
            r#""artifactType":"application/spdx+json","size":512,"annotations":{"a":"b"},"artifactStatus":"ACTIVE"}]}"#,
        ],
    );
    check(
        &ecr::UpdateImageStorageClassResponse {
            image_status: Some(ecr::ImageStatus::Archived),
            ..Default::default()
        },
        &[r#"{"imageStatus":"ARCHIVED"}"#],
    );
}
