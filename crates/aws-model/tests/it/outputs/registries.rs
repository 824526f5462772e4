//! What the operations on registries and repositories answer.

use aws_model::{ecr, ecr_public};

use super::{ACCOUNT, REPOSITORY, at, check, set};

#[test]
fn create_repository() {
    let repository = ecr::Repository {
        repository_arn: set("arn:aws:ecr:eu-north-1:210987654321:repository/tools/linter"),
        registry_id: set(ACCOUNT),
        repository_name: set(REPOSITORY),
        repository_uri: set("210987654321.dkr.ecr.eu-north-1.amazonaws.com/tools/linter"),
        created_at: at(1_770_000_000, 456),
        image_tag_mutability: Some(ecr::ImageTagMutability::Mutable),
        image_scanning_configuration: Some(ecr::ImageScanningConfiguration {
            scan_on_push: Some(false),
        }),
        encryption_configuration: Some(ecr::EncryptionConfiguration {
            encryption_type: ecr::EncryptionType::Aes256,
            kms_key: None,
        }),
        ..Default::default()
    };
    check(
        &ecr::CreateRepositoryResponse {
            repository: Some(repository),
        },
        &[
            r#"{"repository":{"repositoryArn":"arn:aws:ecr:eu-north-1:210987654321:repository/tools/linter","#,
            r#""registryId":"210987654321","repositoryName":"tools/linter","#,
            r#""repositoryUri":"210987654321.dkr.ecr.eu-north-1.amazonaws.com/tools/linter","#,
            r#""createdAt":1770000000.456,"imageTagMutability":"MUTABLE","#,
            r#""imageScanningConfiguration":{"scanOnPush":false},"encryptionConfiguration":{"encryptionType":"AES256"}}}"#,
        ],
    );
}

#[test]
fn authorization_tokens() {
    let data = ecr::AuthorizationData {
        authorization_token: set("QVdTOng="),
        expires_at: at(1_770_043_200, 0),
        proxy_endpoint: set("https://210987654321.dkr.ecr.eu-north-1.amazonaws.com"),
    };
    check(
        &ecr::GetAuthorizationTokenResponse {
            authorization_data: Some(vec![data]),
        },
        &[
            r#"{"authorizationData":[{"authorizationToken":"QVdTOng=","expiresAt":1770043200.0,"#,
            r#""proxyEndpoint":"https://210987654321.dkr.ecr.eu-north-1.amazonaws.com"}]}"#,
        ],
    );
    let data = ecr_public::AuthorizationData {
        authorization_token: set("QVdTOng="),
        expires_at: at(1_770_043_200, 120),
    };
    check(
        &ecr_public::GetAuthorizationTokenResponse {
            authorization_data: Some(data),
        },
        &[r#"{"authorizationData":{"authorizationToken":"QVdTOng=","expiresAt":1770043200.12}}"#],
    );
}

#[test]
fn registries() {
    check(
        &ecr::DescribeRegistryResponse {
            registry_id: set(ACCOUNT),
            replication_configuration: Some(ecr::ReplicationConfiguration::default()),
        },
        &[r#"{"registryId":"210987654321","replicationConfiguration":{"rules":[]}}"#],
    );
    check(
        &ecr::GetRegistryScanningConfigurationResponse {
            registry_id: set(ACCOUNT),
            scanning_configuration: Some(ecr::RegistryScanningConfiguration {
                scan_type: Some(ecr::ScanType::Basic),
                rules: Some(Vec::new()),
            }),
        },
        &[r#"{"registryId":"210987654321","scanningConfiguration":{"scanType":"BASIC","rules":[]}}"#],
    );
    check(
        &ecr::GetAccountSettingResponse {
            name: set("BLOB_MOUNTING"),
            value: set("DISABLED"),
        },
        &[r#"{"name":"BLOB_MOUNTING","value":"DISABLED"}"#],
    );
    let alias = ecr_public::RegistryAlias {
        name: "z9y8x7w6".to_owned(),
        status: ecr_public::RegistryAliasStatus::Active,
        primary_registry_alias: true,
        default_registry_alias: true,
    };
    let registry = ecr_public::Registry {
        registry_id: ACCOUNT.to_owned(),
        registry_arn: "arn:aws:ecr-public::210987654321:registry/210987654321".to_owned(),
        registry_uri: "public.ecr.aws/z9y8x7w6".to_owned(),
        verified: false,
        aliases: vec![alias],
    };
    check(
        &ecr_public::DescribeRegistriesResponse {
            registries: vec![registry],
            next_token: None,
        },
        &[
            r#"{"registries":[{"registryId":"210987654321","#,
            r#""registryArn":"arn:aws:ecr-public::210987654321:registry/210987654321","#,
            r#""registryUri":"public.ecr.aws/z9y8x7w6","verified":false,"aliases":[{"name":"z9y8x7w6","#,
            r#""status":"ACTIVE","primaryRegistryAlias":true,"defaultRegistryAlias":true}]}]}"#,
        ],
    );
}

#[test]
fn policies_tags_and_empty_results() {
    check(
        &ecr::GetRepositoryPolicyResponse {
            registry_id: set(ACCOUNT),
            repository_name: set(REPOSITORY),
            policy_text: set("{\n  \"Version\" : \"2012-10-17\"\n}"),
        },
        &[
            r#"{"registryId":"210987654321","repositoryName":"tools/linter","#,
            r#""policyText":"{\n  \"Version\" : \"2012-10-17\"\n}"}"#,
        ],
    );
    let tag = ecr::Tag {
        key: "team".to_owned(),
        value: "build".to_owned(),
    };
    check(
        &ecr::ListTagsForResourceResponse {
            tags: Some(vec![tag]),
        },
        &[r#"{"tags":[{"Key":"team","Value":"build"}]}"#],
    );
    check(&ecr::TagResourceResponse {}, &["{}"]);
    check(&ecr::DescribeRepositoriesResponse::default(), &["{}"]);
}
