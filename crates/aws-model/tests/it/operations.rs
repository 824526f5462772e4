//! The operation and error tables.

use aws_model::{ecr, ecr_public, hythe, iam, sts};

#[test]
fn every_operation_is_there_and_found_by_its_target() {
    assert_eq!(ecr::Operation::ALL.len(), 62);
    assert_eq!(ecr_public::Operation::ALL.len(), 23);
    assert_eq!(sts::Operation::ALL.len(), 11);
    for operation in ecr::Operation::ALL {
        let target = format!("AmazonEC2ContainerRegistry_V20150921.{}", operation.name());
        assert_eq!(ecr::Operation::from_target(&target), Some(*operation));
        assert_eq!(format!("{operation:?}"), operation.name());
    }
    for operation in ecr_public::Operation::ALL {
        let target = format!("SpencerFrontendService.{}", operation.name());
        assert_eq!(ecr_public::Operation::from_target(&target), Some(*operation));
        assert_eq!(format!("{operation:?}"), operation.name());
    }
    for operation in sts::Operation::ALL {
        assert_eq!(
            sts::Operation::from_action(operation.name(), "2011-06-15"),
            Some(*operation)
        );
    }
    assert_eq!(iam::Operation::ALL.len(), 180);
    for operation in iam::Operation::ALL {
        let found = iam::Operation::from_action(operation.name(), "2010-05-08");
        assert_eq!(found, Some(*operation));
    }
}

#[test]
fn other_targets_are_no_operation() {
    for target in [
        "",
        ".",
        "AmazonEC2ContainerRegistry_V20150921",
        "AmazonEC2ContainerRegistry_V20150921.",
        "AmazonEC2ContainerRegistry_V20150921CreateRepository",
        "AmazonEC2ContainerRegistry_V20150921.createRepository",
        "AmazonEC2ContainerRegistry_V20150921.CreateRepository ",
        "AmazonEC2ContainerRegistry_V20150921.DescribeRegistries",
        "SpencerFrontendService.CreateRepository",
        "CreateRepository",
    ] {
        assert_eq!(ecr::Operation::from_target(target), None, "{target}");
    }
    assert_eq!(
        sts::Operation::from_action("GetCallerIdentity", "2010-01-01"),
        None
    );
    assert_eq!(sts::Operation::from_action("GetCaller", sts::API_VERSION), None);
    assert_eq!(iam::Operation::from_action("GetUser", sts::API_VERSION), None);
    assert_eq!(iam::Operation::from_action("AssumeRole", iam::API_VERSION), None);
}

#[test]
fn names_of_services() {
    assert_eq!(ecr::SIGNING_NAME, "ecr");
    assert_eq!(ecr_public::SIGNING_NAME, "ecr-public");
    assert_eq!(
        (hythe::SIGNING_NAME, hythe::TARGET_PREFIX),
        ("hythe", "Hythe_20261122")
    );
    assert_eq!(iam::SIGNING_NAME, "iam");
    assert_eq!(sts::SIGNING_NAME, "sts");
}

#[test]
fn operations_that_change_nothing() {
    use ecr::Operation;
    for (operation, expect) in [
        (Operation::BatchCheckLayerAvailability, true),
        (Operation::BatchGetImage, true),
        (Operation::BatchDeleteImage, false),
        (Operation::GetAuthorizationToken, true),
        (Operation::StartLifecyclePolicyPreview, false),
        (Operation::ValidatePullThroughCacheRule, true),
        (Operation::UntagResource, false),
    ] {
        assert_eq!(operation.is_read_only(), expect, "{operation:?}");
    }
    assert_eq!(
        Operation::ALL
            .iter()
            .filter(|operation| operation.is_read_only())
            .count(),
        27
    );
}

#[test]
fn paging() {
    use ecr::Operation;
    for (operation, max, results) in [
        (Operation::DescribeRepositories, 1000, &["repositories"] as &[_]),
        (Operation::ListImageReferrers, 50, &["referrers"]),
        (
            Operation::ListPullTimeUpdateExclusions,
            1000,
            &["pullTimeUpdateExclusions"],
        ),
        (Operation::GetLifecyclePolicyPreview, 100, &["previewResults"]),
        (
            Operation::DescribeImageScanFindings,
            1000,
            &["imageScanFindings.findings", "imageScanFindings.enhancedFindings"],
        ),
    ] {
        let paging = operation.paging().unwrap();
        assert_eq!(
            (paging.min, paging.max, paging.results),
            (1, max, results),
            "{operation:?}"
        );
        assert_eq!(
            (paging.input_token, paging.output_token),
            ("nextToken", "nextToken")
        );
        assert_eq!(paging.limit, "maxResults");
    }
    assert_eq!(Operation::PutImage.paging(), None);
    assert_eq!(
        Operation::ALL
            .iter()
            .filter(|operation| operation.paging().is_some())
            .count(),
        11
    );
    assert_eq!(
        ecr_public::Operation::ALL
            .iter()
            .filter(|operation| operation.paging().is_some())
            .count(),
        4
    );
}

#[test]
fn paging_of_query_services() {
    for (operation, results) in [
        (iam::Operation::ListUsers, &["Users"] as &[_]),
        (iam::Operation::ListPolicyTags, &["Tags"]),
        (iam::Operation::GetGroup, &["Users"]),
        (
            iam::Operation::GetAccountAuthorizationDetails,
            &["UserDetailList", "GroupDetailList", "RoleDetailList", "Policies"],
        ),
    ] {
        let paging = operation.paging().unwrap();
        assert_eq!(
            (paging.input_token, paging.output_token, paging.limit),
            ("Marker", "Marker", "MaxItems"),
            "{operation:?}"
        );
        assert_eq!(
            (paging.min, paging.max, paging.results),
            (1, 1000, results),
            "{operation:?}"
        );
    }
    assert_eq!(iam::Operation::ListOpenIDConnectProviders.paging(), None);
    assert_eq!(iam::Operation::DeleteUser.paging(), None);
    assert!(
        sts::Operation::ALL
            .iter()
            .all(|operation| operation.paging().is_none())
    );
}

#[test]
fn read_only_operations_of_query_services() {
    for (operation, expect) in [
        (iam::Operation::SimulatePrincipalPolicy, true),
        (iam::Operation::GetContextKeysForCustomPolicy, true),
        (iam::Operation::ListUsers, true),
        (iam::Operation::GenerateCredentialReport, false),
        (iam::Operation::TagUser, false),
    ] {
        assert_eq!(operation.is_read_only(), expect, "{operation:?}");
    }
    assert!(sts::Operation::DecodeAuthorizationMessage.is_read_only());
    assert!(!sts::Operation::AssumeRole.is_read_only());
}

#[test]
fn errors() {
    use ecr::ErrorCode;
    for (code, name, status, members) in [
        (
            ErrorCode::RepositoryNotFound,
            "RepositoryNotFoundException",
            400,
            &[] as &[&str],
        ),
        (ErrorCode::Server, "ServerException", 500, &[]),
        (ErrorCode::Kms, "KmsException", 400, &["kmsError"]),
        (
            ErrorCode::InvalidLayerPart,
            "InvalidLayerPartException",
            400,
            &[
                "registryId",
                "repositoryName",
                "uploadId",
                "lastValidByteReceived",
            ],
        ),
    ] {
        assert_eq!(
            (code.name(), code.http_status(), code.members()),
            (name, status, members)
        );
    }
    assert_eq!(
        ErrorCode::ALL
            .iter()
            .filter(|code| code.http_status() != 400)
            .count(),
        1
    );
    let declared = ecr::Operation::CreateRepository.errors();
    assert!(declared.contains(&ErrorCode::RepositoryAlreadyExists));
    assert!(!declared.contains(&ErrorCode::Validation));
}

#[test]
fn errors_of_query_services() {
    for (code, name, status) in [
        (iam::ErrorCode::NoSuchEntity, "NoSuchEntity", 404),
        (iam::ErrorCode::EntityAlreadyExists, "EntityAlreadyExists", 409),
        (iam::ErrorCode::DeleteConflict, "DeleteConflict", 409),
        (iam::ErrorCode::LimitExceeded, "LimitExceeded", 409),
        (
            iam::ErrorCode::MalformedPolicyDocument,
            "MalformedPolicyDocument",
            400,
        ),
        (iam::ErrorCode::CredentialReportExpired, "ReportExpired", 410),
        (iam::ErrorCode::ServiceFailure, "ServiceFailure", 500),
    ] {
        assert_eq!((code.name(), code.http_status()), (name, status));
    }
    for (code, name, status) in [
        (sts::ErrorCode::RegionDisabled, "RegionDisabledException", 403),
        (sts::ErrorCode::ExpiredToken, "ExpiredTokenException", 400),
        (sts::ErrorCode::IDPRejectedClaim, "IDPRejectedClaim", 403),
        (sts::ErrorCode::PackedPolicyTooLarge, "PackedPolicyTooLarge", 400),
    ] {
        assert_eq!((code.name(), code.http_status()), (name, status));
    }
}
