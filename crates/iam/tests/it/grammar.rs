//! What is refused at write, with its place and the reason ("Grammar of the IAM JSON policy
//! language").

use iam::{Counted, Limits, Policy, PolicyKind};

const IDENTITY: PolicyKind = PolicyKind::Identity;
const REPOSITORY: PolicyKind = PolicyKind::Repository;

fn outcome(kind: PolicyKind, document: &str) -> String {
    match Policy::parse(document, kind, Limits::of(kind)) {
        Ok(_) => "ok".to_owned(),
        Err(error) => error.to_string(),
    }
}

/// One statement of the given elements.
fn statement(elements: &str) -> String {
    format!(r#"{{"Version": "2012-10-17", "Statement": [{{{elements}}}]}}"#)
}

#[test]
fn documents() {
    let good = r#"{"Effect": "Allow", "Action": "ecr:*", "Resource": "*"}"#;
    for (document, expect) in [
        (format!(r#"{{"Statement": {good}}}"#), "ok"),
        (
            format!(r#"{{"Version": "2008-10-17", "Id": "x", "Statement": [{good}, {good}]}}"#),
            "ok",
        ),
        (
            format!(r#"{{"Version": "2012-10-18", "Statement": {good}}}"#),
            r#"Version: "2012-10-18" must be 2012-10-17 or 2008-10-17"#,
        ),
        (
            format!(r#"{{"Version": 2012, "Statement": {good}}}"#),
            "Version: must be a string",
        ),
        (
            format!(r#"{{"version": "2012-10-17", "Statement": {good}}}"#),
            r#"unknown element "version""#,
        ),
        (
            format!(r#"{{"Id": 1, "Statement": {good}}}"#),
            "Id: must be a string",
        ),
        (
            format!(r#"{{"Statement": {good}, "Statement": {good}}}"#),
            r#""Statement" is repeated"#,
        ),
        (r#"{"Version": "2012-10-17"}"#.to_owned(), "Statement is required"),
        (r#"{"Statement": []}"#.to_owned(), "Statement: must not be empty"),
        (
            r#"{"Statement": null}"#.to_owned(),
            "Statement: must be an object",
        ),
        (
            r#"{"Statement": ["x"]}"#.to_owned(),
            "Statement[0]: must be an object",
        ),
        (format!("[{good}]"), "must be an object"),
        (
            format!(r#"{{"Statement": {good}}} x"#),
            "the policy must be one JSON object",
        ),
        (
            format!("\u{feff}{{\"Statement\": {good}}}"),
            "the policy must be one JSON object",
        ),
        (
            format!(r#"{{"Statement": {good},}}"#),
            "the policy must be one JSON object",
        ),
        (String::new(), "the policy must be one JSON object"),
        ("[".repeat(5_000), "the policy must be one JSON object"),
    ] {
        assert_eq!(outcome(IDENTITY, &document), expect, "{document}");
    }
}

#[test]
fn statements() {
    for (elements, expect) in [
        (
            r#""Effect": "Allow", "NotAction": ["a:b", "*"], "NotResource": ["arn:aws:ecr:*"]"#,
            "ok",
        ),
        (
            r#""Sid": "", "Effect": "Deny", "Action": "a:b?", "Resource": "*""#,
            "ok",
        ),
        (
            r#""Action": "a:b", "Resource": "*""#,
            "Statement[0]: Effect is required",
        ),
        (
            r#""Effect": "allow", "Action": "a:b", "Resource": "*""#,
            r#"Statement[0].Effect: "allow" must be Allow or Deny"#,
        ),
        (
            r#""Effect": "Allow", "Resource": "*""#,
            "Statement[0]: Action or NotAction is required",
        ),
    ] {
        assert_eq!(outcome(IDENTITY, &statement(elements)), expect, "{elements}");
    }
}

#[test]
fn actions_and_resources() {
    for (elements, expect) in [
        (
            r#""Effect": "Allow", "Action": "a:b", "NotAction": "a:c", "Resource": "*""#,
            "Statement[0]: Action and NotAction must not both be given",
        ),
        (
            r#""Effect": "Allow", "Action": [], "Resource": "*""#,
            "Statement[0].Action: must not be empty",
        ),
        (
            r#""Effect": "Allow", "Action": ["a:b", ["a:c"]], "Resource": "*""#,
            "Statement[0].Action[1]: must be a string",
        ),
        (
            r#""Effect": "Allow", "Action": "PutImage", "Resource": "*""#,
            r#"Statement[0].Action: "PutImage" must be * or an action, <service>:<name>"#,
        ),
        (
            r#""Effect": "Allow", "Actions": "a:b", "Resource": "*""#,
            r#"Statement[0]: unknown element "Actions""#,
        ),
        (
            r#""Effect": "Allow", "Effect": "Deny", "Action": "a:b", "Resource": "*""#,
            r#"Statement[0]: "Effect" is repeated"#,
        ),
        (
            r#""Effect": "Allow", "Action": "a:b""#,
            "Statement[0]: Resource or NotResource is required",
        ),
        (
            r#""Effect": "Allow", "Action": "a:b", "Resource": "*", "NotResource": "*""#,
            "Statement[0]: Resource and NotResource must not both be given",
        ),
        (
            r#""Effect": "Allow", "Action": "a:b", "Resource": "*", "Principal": "*""#,
            "Statement[0].Principal: an identity-based policy must not have Principal",
        ),
        (
            r#""Sid": "two words", "Effect": "Allow", "Action": "a:b", "Resource": "*""#,
            r#"Statement[0].Sid: "two words" must be letters and digits"#,
        ),
    ] {
        assert_eq!(outcome(IDENTITY, &statement(elements)), expect, "{elements}");
    }
}

#[test]
fn names_of_actions() {
    for bad in [
        "",
        "ecr:",
        ":x",
        "e*r:x",
        "ecr:${aws:username}",
        "ecr:Put Image",
        "**",
        "a:b:c",
    ] {
        let elements = format!(r#""Effect": "Allow", "Action": "{bad}", "Resource": "*""#);
        assert!(
            outcome(IDENTITY, &statement(&elements)).starts_with("Statement[0].Action: "),
            "{bad}"
        );
    }
}

#[test]
fn resource_policies() {
    for (kind, elements, expect) in [
        (REPOSITORY, r#""Sid": "new statement", "Principal": "*""#, "ok"),
        (REPOSITORY, r#""Principal": "*", "Resource": "*""#, "ok"),
        (REPOSITORY, "", "Statement[0]: Principal is required"),
        (
            REPOSITORY,
            r#""Principal": "111122223333""#,
            r#"Statement[0].Principal: "111122223333" must be * or an object"#,
        ),
        (
            REPOSITORY,
            r#""Principal": {}"#,
            "Statement[0].Principal: must not be empty",
        ),
        (
            REPOSITORY,
            r#""Principal": {"AWS": []}"#,
            "Statement[0].Principal.AWS: must not be empty",
        ),
        (
            REPOSITORY,
            r#""Principal": {"aws": "*"}"#,
            r#"Statement[0].Principal: unknown element "aws""#,
        ),
        (
            REPOSITORY,
            r#""Principal": {"Service": ["a.b", "*"]}"#,
            r#"Statement[0].Principal.Service[1]: "*" must be a service's name, such as lambda.amazonaws.com"#,
        ),
        (
            REPOSITORY,
            r#""NotPrincipal": {"AWS": "111122223333"}"#,
            "Statement[0].NotPrincipal: NotPrincipal and the Effect Allow must not both be given",
        ),
        (
            PolicyKind::Registry,
            r#""Principal": "*""#,
            "Statement[0]: Resource or NotResource is required",
        ),
        (PolicyKind::RoleTrust, r#""Principal": "*""#, "ok"),
        (
            PolicyKind::RoleTrust,
            r#""Principal": "*", "Resource": "*""#,
            "Statement[0].Resource: a role trust policy must not have Resource",
        ),
    ] {
        let comma = if elements.is_empty() { "" } else { ", " };
        let elements = format!(r#""Effect": "Allow", "Action": "a:b"{comma}{elements}"#);
        assert_eq!(outcome(kind, &statement(&elements)), expect, "{elements}");
    }
    let deny = r#""Effect": "Deny", "Action": "a:b", "NotPrincipal": {"AWS": "111122223333"}"#;
    assert_eq!(outcome(REPOSITORY, &statement(deny)), "ok");
    assert_eq!(
        outcome(PolicyKind::RoleTrust, &statement(deny)),
        "Statement[0].NotPrincipal: a role trust policy must not have NotPrincipal"
    );
}

#[test]
fn conditions() {
    for (condition, place, expect) in [
        (r#"[]"#, "", "must be an object"),
        (
            r#"{"StringEqual": {"a:b": "c"}}"#,
            ".StringEqual",
            r#""StringEqual" must be a condition operator"#,
        ),
        (
            r#"{"NullIfExists": {"a:b": "true"}}"#,
            ".NullIfExists",
            r#""NullIfExists" must be a condition operator"#,
        ),
        (r#"{"Bool": "x"}"#, ".Bool", "must be an object"),
        (r#"{"Bool": {"a:b": []}}"#, ".Bool.a:b", "must not be empty"),
        (
            r#"{"Bool": {"a:b": [true, null]}}"#,
            ".Bool.a:b[1]",
            "must be a string, a number or a truth value",
        ),
        (
            r#"{"Bool": {"a:b": "yes"}}"#,
            ".Bool.a:b",
            r#""yes" must be true or false"#,
        ),
        (
            r#"{"Bool": {"a:b": true, "A:B": true}}"#,
            ".Bool",
            r#""A:B" is repeated"#,
        ),
        (
            r#"{"Bool": {"a:b": true}, "Bool": {"a:c": true}}"#,
            "",
            r#""Bool" is repeated"#,
        ),
    ] {
        let elements =
            format!(r#""Effect": "Allow", "Action": "a:b", "Resource": "*", "Condition": {condition}"#);
        let expect = format!("Statement[0].Condition{place}: {expect}");
        assert_eq!(outcome(IDENTITY, &statement(&elements)), expect, "{condition}");
    }
}

#[test]
fn condition_keys_and_values() {
    for (condition, place, expect) in [
        (
            r#"{"Bool": {"SecureTransport": true}}"#,
            ".Bool.SecureTransport",
            r#""SecureTransport" must be a condition key, <service>:<name>"#,
        ),
        (
            r#"{"NumericEquals": {"a:b": "x"}}"#,
            ".NumericEquals.a:b",
            r#""x" must be a decimal number of at most 18 digits, and nine behind the point"#,
        ),
        (
            r#"{"DateLessThan": {"a:b": "soon"}}"#,
            ".DateLessThan.a:b",
            r#""soon" must be a date as 2026-01-05T10:15:00Z, or seconds since 1970"#,
        ),
        (
            r#"{"IpAddress": {"a:b": "10.0.0.*"}}"#,
            ".IpAddress.a:b",
            r#""10.0.0.*" must be an IP address or a range in CIDR form"#,
        ),
        (
            r#"{"BinaryEquals": {"a:b": "QQ"}}"#,
            ".BinaryEquals.a:b",
            r#""QQ" must be padded base64"#,
        ),
    ] {
        let elements =
            format!(r#""Effect": "Allow", "Action": "a:b", "Resource": "*", "Condition": {condition}"#);
        let expect = format!("Statement[0].Condition{place}: {expect}");
        assert_eq!(outcome(IDENTITY, &statement(&elements)), expect, "{condition}");
    }
}

#[test]
fn statement_ids_are_unique_where_iam_wants_it() {
    let document = r#"{"Statement": [
        {"Sid": "A", "Effect": "Allow", "Principal": "*", "Action": "a:b"},
        {"Sid": "A", "Effect": "Allow", "Principal": "*", "Action": "a:c"}]}"#;
    assert_eq!(outcome(REPOSITORY, document), "ok");
    let expect = r#"Statement[1].Sid: "A" is repeated"#;
    assert_eq!(outcome(PolicyKind::RoleTrust, document), expect);
}

#[test]
fn lengths() {
    let document = |length: usize| {
        let elements = r#""Effect": "Allow", "Action": "a:b", "Principal": "*", "Sid": """#;
        let fill = length - statement(elements).len();
        statement(&elements.replace(r#""""#, &format!("\"{}\"", "x".repeat(fill))))
    };
    let too_long = "the policy must not have more than 10240 characters";
    assert_eq!(outcome(REPOSITORY, &document(10_240)), "ok");
    assert_eq!(outcome(REPOSITORY, &document(10_241)), too_long);
    let limits = Limits {
        characters: 10_240,
        counted: Counted::NotWhiteSpace,
    };
    assert!(Policy::parse(&document(10_241), REPOSITORY, limits).is_ok());
}
