//! Broken constraints and the sentences that report them.

use aws_model::{DecodeError, Shape, Violation, decode, ecr, ecr_public, validation_message};
use ecr::{ErrorCode, Operation};

/// The violations of a body that has the right form.
fn violations<T: Shape + std::fmt::Debug>(body: &str) -> Vec<Violation> {
    match decode::<T>(body.as_bytes()) {
        Err(DecodeError::Constraints(violations)) => violations,
        other => panic!("{body}: {other:?}"),
    }
}

/// All violations of a body as a `ValidationException` tells them.
fn told<T: Shape + std::fmt::Debug>(body: &str) -> String {
    validation_message(&violations::<T>(body))
}

const NAME: &str = r"Member must satisfy regular expression pattern: [a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*";

#[test]
fn absent_members() {
    for body in ["{}", r#"{"repositoryName":null}"#] {
        assert_eq!(
            told::<ecr::DeleteRepositoryRequest>(body),
            "1 validation error detected: Value null at 'repositoryName' failed to satisfy constraint: Member must not be null"
        );
    }
    assert_eq!(
        told::<ecr::PutImageRequest>("{}"),
        "2 validation errors detected: Value null at 'repositoryName' failed to satisfy constraint: Member must not be null; \
         Value null at 'imageManifest' failed to satisfy constraint: Member must not be null"
    );
    assert_eq!(
        told::<ecr::BatchDeleteImageRequest>(r#"{"repositoryName":"ab","imageIds":[{},null]}"#),
        "1 validation error detected: Value null at 'imageIds.2.member' failed to satisfy constraint: Member must not be null"
    );
}

#[test]
fn texts() {
    let long = "a".repeat(257);
    for (value, expect) in [
        (
            "a",
            "1 validation error detected: Value 'a' at 'repositoryName' failed to satisfy constraint: Member must have length greater than or equal to 2".to_owned(),
        ),
        (
            long.as_str(),
            format!("1 validation error detected: Value '{long}' at 'repositoryName' failed to satisfy constraint: Member must have length less than or equal to 256"),
        ),
        (
            "Shop",
            format!("1 validation error detected: Value 'Shop' at 'repositoryName' failed to satisfy constraint: {NAME}"),
        ),
        (
            "",
            format!("2 validation errors detected: Value '' at 'repositoryName' failed to satisfy constraint: Member must have length greater than or equal to 2; Value '' at 'repositoryName' failed to satisfy constraint: {NAME}"),
        ),
    ] {
        let body = format!(r#"{{"repositoryName":"{value}"}}"#);
        assert_eq!(told::<ecr::DeleteRepositoryRequest>(&body), expect);
    }
}

#[test]
fn patterns_match_the_whole_text_and_ascii_only() {
    for name in [
        "ab\n", "\nab", "ab/", "/ab", "a//b", "a..b", "a_-b", "\u{e0}b", "a b", "a___b",
    ] {
        let body = serde_json::json!({ "repositoryName": name }).to_string();
        let found = violations::<ecr::DeleteRepositoryRequest>(&body);
        assert_eq!(found[0].constraint.to_string(), NAME, "{name:?}");
    }
    for name in ["ab", "0a", "a--b", "a__b", "a.b/c-d/e_f"] {
        let body = serde_json::json!({ "repositoryName": name }).to_string();
        assert!(
            decode::<ecr::DeleteRepositoryRequest>(body.as_bytes()).is_ok(),
            "{name}"
        );
    }
    for (arn, is_valid) in [
        ("arn:aws:iam::210987654321:role/ci", true),
        ("arn:aws-cn:iam::210987654321:user/build/bot", true),
        ("arn:aws:iam::210987654321:role/\u{e9}", false),
        ("arn:aws:iam::21098765432:role/ci", false),
    ] {
        let body = serde_json::json!({ "principalArn": arn }).to_string();
        let outcome = decode::<ecr::RegisterPullTimeUpdateExclusionRequest>(body.as_bytes());
        assert_eq!(outcome.is_ok(), is_valid, "{arn}");
    }
}

#[test]
fn lengths_count_utf16_units() {
    let body = |tag: &str| {
        serde_json::json!({ "repositoryName": "ab", "imageManifest": "{}", "imageTag": tag }).to_string()
    };
    assert!(decode::<ecr::PutImageRequest>(body(&"\u{1f600}".repeat(150)).as_bytes()).is_ok());
    let found = violations::<ecr::PutImageRequest>(&body(&"\u{1f600}".repeat(151)));
    assert_eq!(
        found[0].constraint.to_string(),
        "Member must have length less than or equal to 300"
    );
}

#[test]
fn enums() {
    for (body, expect) in [
        (
            r#"{"repositoryName":"ab","imageTagMutability":"mutable"}"#,
            "1 validation error detected: Value 'mutable' at 'imageTagMutability' failed to satisfy constraint: Member must satisfy enum value set: [IMMUTABLE, MUTABLE, MUTABLE_WITH_EXCLUSION, IMMUTABLE_WITH_EXCLUSION]",
        ),
        (
            r#"{"repositoryName":"ab","encryptionConfiguration":{"encryptionType":""}}"#,
            "1 validation error detected: Value '' at 'encryptionConfiguration.encryptionType' failed to satisfy constraint: Member must satisfy enum value set: [KMS, AES256, KMS_DSSE]",
        ),
    ] {
        assert_eq!(told::<ecr::CreateRepositoryRequest>(body), expect);
    }
}

#[test]
fn numbers() {
    for (value, why) in [
        ("0", "Member must have value greater than or equal to 1"),
        ("-5", "Member must have value greater than or equal to 1"),
        ("1001", "Member must have value less than or equal to 1000"),
    ] {
        let expect = format!(
            "1 validation error detected: Value '{value}' at 'maxResults' failed to satisfy constraint: {why}"
        );
        let body = format!(r#"{{"maxResults":{value}}}"#);
        assert_eq!(told::<ecr::DescribeRepositoriesRequest>(&body), expect);
    }
}

#[test]
fn lists() {
    let too_many = format!(
        r#"{{"repositoryName":"ab","imageIds":[{}{{}}]}}"#,
        "{},".repeat(100)
    );
    let found = violations::<ecr::BatchGetImageRequest>(&too_many);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].path, "imageIds");
    assert_eq!(
        found[0].constraint.to_string(),
        "Member must have length less than or equal to 100"
    );

    assert_eq!(
        told::<ecr::BatchGetImageRequest>(r#"{"repositoryName":"ab","imageIds":[]}"#),
        "1 validation error detected: Value '[]' at 'imageIds' failed to satisfy constraint: Member must have length greater than or equal to 1"
    );
    assert_eq!(
        told::<ecr::BatchGetImageRequest>(
            r#"{"repositoryName":"ab","imageIds":[{"imageTag":"x"},{"imageDigest":"nope","imageTag":""},{"imageTag":""}]}"#
        ),
        "2 validation errors detected: \
         Value '' at 'imageIds.2.member.imageTag' failed to satisfy constraint: Member must have length greater than or equal to 1; \
         Value '' at 'imageIds.3.member.imageTag' failed to satisfy constraint: Member must have length greater than or equal to 1"
    );
    assert_eq!(
        told::<ecr::DescribeRepositoriesRequest>(r#"{"repositoryNames":["ab","A","B"]}"#),
        format!(
            "1 validation error detected: Value '[ab, A, B]' at 'repositoryNames' failed to satisfy constraint: Member must satisfy constraint: \
             [Member must have length less than or equal to 256, Member must have length greater than or equal to 2, {NAME}]"
        )
    );
}

#[test]
fn blobs() {
    use base64::Engine as _;
    let blob = base64::engine::general_purpose::STANDARD.encode(vec![0; 512_001]);
    let body = format!(r#"{{"repositoryName":"ab","catalogData":{{"logoImageBlob":"{blob}"}}}}"#);
    assert_eq!(
        told::<ecr_public::PutRepositoryCatalogDataRequest>(&body),
        "1 validation error detected: Value 'java.nio.HeapByteBuffer[pos=0 lim=512001 cap=512001]' at 'catalogData.logoImageBlob' failed to satisfy constraint: Member must have length less than or equal to 512000"
    );
}

#[test]
fn the_operation_chooses_error_and_form() {
    let found = violations::<ecr::DescribeImagesRequest>(r#"{"repositoryName":"Shop","maxResults":1001}"#);
    assert_eq!(found.len(), 2);
    let name = r"Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy regular expression '[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*''";
    let limit = "Invalid parameter at 'maxResults' failed to satisfy constraint: 'Member must have value less than or equal to 1000'";
    for (operation, violations, code, message) in [
        (
            Operation::DescribeImages,
            &found[..],
            ErrorCode::InvalidParameter,
            name.to_owned(),
        ),
        (
            Operation::DescribeImages,
            &found[1..],
            ErrorCode::InvalidParameter,
            limit.to_owned(),
        ),
        (
            Operation::GetLifecyclePolicy,
            &found[1..],
            ErrorCode::InvalidParameter,
            limit.to_owned(),
        ),
        (
            Operation::DeleteSigningConfiguration,
            &found[..],
            ErrorCode::Validation,
            validation_message(&found),
        ),
    ] {
        assert_eq!(
            operation.constraint_error(violations),
            (code, message),
            "{operation:?}"
        );
    }
    let (code, message) = ecr_public::Operation::DescribeImages.constraint_error(&found[1..]);
    assert_eq!(
        (code.name(), message.as_str()),
        ("InvalidParameterException", limit)
    );
}
