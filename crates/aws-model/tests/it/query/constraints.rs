//! Broken constraints as the Query services report them.

use aws_model::{DecodeError, Shape, iam, sts, validation_message};

use super::read;

/// All violations of a form in one sentence.
fn told<T: Shape + std::fmt::Debug>(form: &str) -> String {
    match read::<T>(form) {
        Err(DecodeError::Constraints(violations)) => {
            let (code, message) = iam::Operation::CreateUser.constraint_error(&violations);
            assert_eq!(code, "ValidationError");
            assert_eq!(message, validation_message(&violations));
            message
        }
        other => panic!("{form}: {other:?}"),
    }
}

fn check<T: Shape + std::fmt::Debug>(cases: &[(&str, &str)]) {
    for (form, expect) in cases {
        let message = told::<T>(form);
        let (count, rest) = message.split_once(": ").expect("a count comes first");
        assert!(
            count.starts_with("1 validation error") || expect.contains("; "),
            "{message}"
        );
        assert_eq!(
            rest.replace(" failed to satisfy constraint: Member must", " >"),
            *expect,
            "{form}"
        );
    }
}

#[test]
fn the_whole_sentence() {
    assert_eq!(
        told::<iam::CreateUserRequest>("UserName=a b"),
        "1 validation error detected: Value 'a b' at 'userName' failed to satisfy constraint: \
         Member must satisfy regular expression pattern: [\\w+=,.@-]+"
    );
    assert_eq!(
        told::<iam::CreateUserRequest>(""),
        "1 validation error detected: Value null at 'userName' failed to satisfy constraint: Member must not be null"
    );
    assert_eq!(
        told::<iam::PutUserPolicyRequest>("PolicyName=p"),
        "2 validation errors detected: Value null at 'userName' failed to satisfy constraint: Member must not be null; \
         Value null at 'policyDocument' failed to satisfy constraint: Member must not be null"
    );
}

#[test]
fn texts() {
    let long = "a".repeat(65);
    check::<iam::CreateUserRequest>(&[
        (
            "UserName=",
            "Value '' at 'userName' > have length greater than or equal to 1; \
          Value '' at 'userName' > satisfy regular expression pattern: [\\w+=,.@-]+",
        ),
        (
            &format!("UserName={long}"),
            &format!("Value '{long}' at 'userName' > have length less than or equal to 64"),
        ),
        (
            "UserName=k&Path=x/",
            "Value 'x/' at 'path' > satisfy regular expression pattern: (\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)",
        ),
        (
            "UserName=k&PermissionsBoundary=short",
            "Value 'short' at 'permissionsBoundary' > have length greater than or equal to 20",
        ),
        (
            "UserName=\u{e9}",
            "Value '\u{e9}' at 'userName' > satisfy regular expression pattern: [\\w+=,.@-]+",
        ),
    ]);
    for alias in ["a--b", "-ab", "ab-", "Abc", "a_b"] {
        let expect = format!(
            "Value '{alias}' at 'accountAlias' > satisfy regular expression pattern: ^[a-z0-9]([a-z0-9]|-(?!-)){{1,61}}[a-z0-9]$"
        );
        check::<iam::CreateAccountAliasRequest>(&[(&format!("AccountAlias={alias}"), &expect)]);
    }
    for alias in ["abc", "a-b", "a-b-c", "0-0", &"a".repeat(63)] {
        assert!(
            read::<iam::CreateAccountAliasRequest>(&format!("AccountAlias={alias}")).is_ok(),
            "{alias}"
        );
    }
}

#[test]
fn tags() {
    check::<iam::TagUserRequest>(&[
        ("UserName=k", "Value null at 'tags' > not be null"),
        (
            "UserName=k&Tags.member.1.Value=v",
            "Value null at 'tags.1.member.key' > not be null",
        ),
        (
            "UserName=k&Tags.member.1.Key=a&Tags.member.1.Value=v&Tags.member.2.Key=b",
            "Value null at 'tags.2.member.value' > not be null",
        ),
        (
            "UserName=k&Tags.member.1.Key=a&Tags.member.1.Value=x,y",
            "Value 'x,y' at 'tags.1.member.value' > satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*",
        ),
        (
            "UserName=k&Tags.member.1.Value=x&Tags.member.1.Key=\u{1f600}",
            "Value '\u{1f600}' at 'tags.1.member.key' > satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+",
        ),
        (
            "UserName=k&Tags.member.1.Value=x&Tags.member.1.Key=\u{e000}",
            "Value '\u{e000}' at 'tags.1.member.key' > satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+",
        ),
    ]);
    for value in [
        "",
        "caf\u{e9} \u{4e2d}\u{6587}\u{a0}\u{661}\u{2028}",
        "a+b=c/d:e@f.g_h-i 1",
        "\u{10400}\u{bd}",
    ] {
        let form = format!("UserName=k&Tags.member.1.Key=a&Tags.member.1.Value={value}");
        let request: iam::TagUserRequest = read(&form.replace("Value==", "Value=")).unwrap();
        assert_eq!(request.tags[0].value, value);
    }
    let many: String = (1..=51)
        .map(|index| format!("&Tags.member.{index}.Key=k&Tags.member.{index}.Value=v"))
        .collect();
    let message = told::<iam::TagUserRequest>(&format!("UserName=k{many}"));
    assert!(
        message.starts_with("1 validation error detected: Value '[{Key=k, Value=v}, {Key=k, Value=v}, "),
        "{message}"
    );
    assert!(
        message.ends_with(
            "at 'tags' failed to satisfy constraint: Member must have length less than or equal to 50"
        ),
        "{message}"
    );
}

#[test]
fn plain_lists_and_numbers_and_enums() {
    check::<iam::UntagUserRequest>(&[(
        "UserName=k&TagKeys.member.1=a&TagKeys.member.2=",
        "Value '[a, ]' at 'tagKeys' > satisfy constraint: \
          [Member must have length less than or equal to 128, Member must have length greater than or equal to 1, \
          Member must satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+]",
    )]);
    check::<iam::ListUsersRequest>(&[
        (
            "MaxItems=0",
            "Value '0' at 'maxItems' > have value greater than or equal to 1",
        ),
        (
            "MaxItems=-7",
            "Value '-7' at 'maxItems' > have value greater than or equal to 1",
        ),
        (
            "MaxItems=1001",
            "Value '1001' at 'maxItems' > have value less than or equal to 1000",
        ),
        (
            "PathPrefix=&Marker=",
            "Value '' at 'pathPrefix' > have length greater than or equal to 1; \
          Value '' at 'pathPrefix' > satisfy regular expression pattern: \\u002F[\\u0021-\\u007F]*; \
          Value '' at 'marker' > have length greater than or equal to 1; \
          Value '' at 'marker' > satisfy regular expression pattern: [\\u0020-\\u00FF]+",
        ),
    ]);
    check::<iam::UpdateAccessKeyRequest>(&[(
        "AccessKeyId=AKIAIOSFODNN7EXAMPLE&Status=active",
        "Value 'active' at 'status' > satisfy enum value set: [Active, Inactive, Expired]",
    )]);
    check::<sts::AssumeRoleRequest>(&[
        (
            "RoleArn=arn:aws:iam::123456&RoleSessionName=ss",
            "Value 'arn:aws:iam::123456' at 'roleArn' > have length greater than or equal to 20",
        ),
        (
            "RoleArn=arn:aws:iam::210987654321:role/ci&RoleSessionName=a",
            "Value 'a' at 'roleSessionName' > have length greater than or equal to 2",
        ),
        (
            "RoleArn=arn:aws:iam::210987654321:role/ci&RoleSessionName=ab&DurationSeconds=899",
            "Value '899' at 'durationSeconds' > have value greater than or equal to 900",
        ),
    ]);
}

#[test]
fn policies_may_be_long() {
    let form = |length: usize| {
        format!(
            "UserName=k&PolicyName=p&PolicyDocument={}",
            "\u{e9}".repeat(length)
        )
    };
    assert!(read::<iam::PutUserPolicyRequest>(&form(131_072)).is_ok());
    assert!(told::<iam::PutUserPolicyRequest>(&form(131_073)).contains("less than or equal to 131072"));
    let message = told::<iam::PutUserPolicyRequest>(&(form(130_000) + "\u{100}"));
    assert!(
        message.ends_with(
            "Member must satisfy regular expression pattern: [\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"
        ),
        "{message}"
    );
}

#[test]
fn secrets_are_not_repeated() {
    let form = |token: &str| {
        format!("RoleArn=arn:aws:iam::210987654321:role/ci&RoleSessionName=ab&WebIdentityToken={token}")
    };
    check::<sts::AssumeRoleWithWebIdentityRequest>(&[(
        &form("eyJ"),
        "Value at 'webIdentityToken' > have length greater than or equal to 4",
    )]);
    let request: sts::AssumeRoleWithWebIdentityRequest = read(&form("eyJh")).unwrap();
    assert_eq!(request.web_identity_token.expose(), "eyJh");
    assert_eq!(format!("{:?}", request.web_identity_token), "Secret");
}
