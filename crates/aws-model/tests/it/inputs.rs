//! Bodies that clients send, decoded.

use aws_model::{decode, ecr, ecr_public};

#[test]
fn create_repository() {
    let body = br#"{"repositoryName":"tools/linter","tags":[{"Key":"team","Value":"build"}],
        "imageTagMutability":"IMMUTABLE_WITH_EXCLUSION",
        "imageTagMutabilityExclusionFilters":[{"filterType":"WILDCARD","filter":"nightly-*"}],
        "imageScanningConfiguration":{"scanOnPush":true},
        "encryptionConfiguration":{"encryptionType":"KMS","kmsKey":"alias/images"}}"#;
    let request: ecr::CreateRepositoryRequest = decode(body).unwrap();
    let expect = ecr::CreateRepositoryRequest {
        repository_name: "tools/linter".to_owned(),
        tags: Some(vec![ecr::Tag {
            key: "team".to_owned(),
            value: "build".to_owned(),
        }]),
        image_tag_mutability: Some(ecr::ImageTagMutability::ImmutableWithExclusion),
        image_tag_mutability_exclusion_filters: Some(vec![ecr::ImageTagMutabilityExclusionFilter {
            filter_type: ecr::ImageTagMutabilityExclusionFilterType::Wildcard,
            filter: "nightly-*".to_owned(),
        }]),
        image_scanning_configuration: Some(ecr::ImageScanningConfiguration {
            scan_on_push: Some(true),
        }),
        encryption_configuration: Some(ecr::EncryptionConfiguration {
            encryption_type: ecr::EncryptionType::Kms,
            kms_key: Some("alias/images".to_owned()),
        }),
        ..Default::default()
    };
    assert_eq!(request, expect);
}

#[test]
fn an_empty_body_is_an_empty_object() {
    for body in [
        "",
        "{}",
        " { } ",
        "{\"nextToken\":null}",
        "{\"unknown\":[{\"deep\":1}],\"NextToken\":1}",
    ] {
        let request: ecr::DescribeRepositoriesRequest = decode(body.as_bytes()).unwrap();
        assert_eq!(request, ecr::DescribeRepositoriesRequest::default(), "{body}");
    }
    assert!(decode::<ecr::DescribeRegistryRequest>(b"").is_ok());
}

#[test]
fn layer_parts_are_base64() {
    let body = br#"{"repositoryName":"tools/linter","uploadId":"3b9f6d0a-51a7-4c36-8d5e-0c4a9e0f7b21",
        "partFirstByte":0,"partLastByte":4.0,"layerPartBlob":"aGVsbG8="}"#;
    let request: ecr::UploadLayerPartRequest = decode(body).unwrap();
    assert_eq!((request.part_first_byte, request.part_last_byte), (0, 4));
    assert_eq!(format!("{:?}", request.layer_part_blob), "Blob(5 bytes)");
    assert_eq!(request.layer_part_blob.into_bytes(), b"hello");
}

#[test]
fn escapes_and_large_numbers() {
    let body = br#"{"repositoryName":"a\u002fb","imageManifest":"{\"\u00e9\ud83d\ude00\":1}"}"#;
    let request: ecr::PutImageRequest = decode(body).unwrap();
    assert_eq!(request.repository_name, "a/b");
    assert_eq!(request.image_manifest, "{\"\u{e9}\u{1f600}\":1}");
    let body = br#"{"repositoryName":"ab","uploadId":"3b9f6d0a-51a7-4c36-8d5e-0c4a9e0f7b21",
        "partFirstByte":9223372036854775807,"partLastByte":9007199254740993,"layerPartBlob":""}"#;
    let request: ecr_public::UploadLayerPartRequest = decode(body).unwrap();
    assert_eq!(request.part_first_byte, i64::MAX);
    assert_eq!(request.part_last_byte, 9_007_199_254_740_993);
}

#[test]
fn replication_rules_nest() {
    let body = br#"{"replicationConfiguration":{"rules":[{"destinations":[{"region":"us-west-2",
        "registryId":"210987654321"}],"repositoryFilters":[{"filter":"prod","filterType":"PREFIX_MATCH"}]}]}}"#;
    let request: ecr::PutReplicationConfigurationRequest = decode(body).unwrap();
    let rule = &request.replication_configuration.rules[0];
    assert_eq!(rule.destinations[0].region, "us-west-2");
    assert_eq!(rule.repository_filters.as_ref().map(Vec::len), Some(1));
    // What is read is written the same: the response echoes the configuration.
    let text = serde_json::to_string(&request.replication_configuration).unwrap();
    assert_eq!(
        text,
        r#"{"rules":[{"destinations":[{"region":"us-west-2","registryId":"210987654321"}],"repositoryFilters":[{"filter":"prod","filterType":"PREFIX_MATCH"}]}]}"#
    );
}
