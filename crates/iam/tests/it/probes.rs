//! The fourteen probes that existing engines fail (`dependencies.md`, 3.2), each with AWS's answer.

use iam::{Context, PolicyKind};

use crate::cases::{OWNER, allowed, applies, by_word, parse, policy};

fn one(key: &str, value: &str) -> Context {
    let mut context = Context::new();
    context.set(key, value);
    context
}

fn condition(condition: &str) -> String {
    format!(r#""Resource": "*", "Condition": {condition}"#)
}

#[test]
fn a_variable_in_a_resource_brings_no_wildcard() {
    let elements = r#""Resource": "arn:aws:ecr:eu-west-1:111122223333:repository/${aws:username}/*""#;
    assert!(!applies("Allow", elements, &one("aws:username", "*")));
    assert!(!applies("Allow", elements, &one("aws:username", "tea?")));
    assert!(applies("Allow", elements, &one("aws:username", "team")));
}

#[test]
fn a_variable_in_a_condition_is_replaced() {
    let mut context = one("aws:PrincipalTag/team", "blue");
    context.set("ecr:ResourceTag/team", "blue");
    let elements = condition(r#"{"StringEquals": {"ecr:ResourceTag/team": "${aws:PrincipalTag/team}"}}"#);
    assert!(applies("Allow", &elements, &context));
    context.set("ecr:ResourceTag/team", "red");
    assert!(!applies("Allow", &elements, &context));
}

#[test]
fn an_account_as_principal_covers_its_users_and_sessions() {
    for named in ["444455556666", "arn:aws:iam::444455556666:root"] {
        for who in ["user:444455556666", "session:444455556666", "root:444455556666"] {
            let policies = [by_word("+identity"), by_word(&format!("+resource={named}"))];
            assert!(allowed(who, &policies, &Context::new()), "{who} {named}");
        }
    }
}

#[test]
fn a_repository_policy_needs_no_resource() {
    assert!(allowed(
        &format!("user:{OWNER}"),
        &[by_word("+resource=*")],
        &Context::new()
    ));
}

#[test]
fn base64_has_case() {
    let elements = condition(r#"{"BinaryEquals": {"x:key": "QQ=="}}"#);
    assert!(applies("Allow", &elements, &one("x:key", "QQ==")));
    assert!(!applies("Allow", &elements, &one("x:key", "qq==")));
}

#[test]
fn arn_equals_takes_wildcards() {
    let elements = condition(r#"{"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::*:role/team/*"}}"#);
    let role = one("aws:PrincipalArn", "arn:aws:iam::111122223333:role/team/ci");
    assert!(applies("Allow", &elements, &role));
}

#[test]
fn arn_like_compares_each_component() {
    let elements = condition(r#"{"ArnLike": {"aws:PrincipalArn": "arn:aws:iam:*:role/ci"}}"#);
    let role = one("aws:PrincipalArn", "arn:aws:iam::111122223333:role/ci");
    assert!(!applies("Allow", &elements, &role));
}

#[test]
fn any_value_of_addresses() {
    let elements = condition(r#"{"ForAnyValue:IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}"#);
    assert!(applies("Allow", &elements, &one("aws:SourceIp", "203.0.113.9")));
    assert!(!applies("Allow", &elements, &Context::new()));
}

#[test]
fn a_principal_of_two_kinds() {
    let statement = r#"{"Effect": "Allow", "Action": "*",
        "Principal": {"AWS": "444455556666", "Service": "lambda.amazonaws.com"}}"#;
    let policies = [policy(PolicyKind::Repository, statement), by_word("+identity")];
    for who in ["user:444455556666", "service:lambda.amazonaws.com"] {
        assert!(allowed(who, &policies, &Context::new()), "{who}");
    }
}

#[test]
fn a_malformed_resource_is_refused_at_write() {
    let document = r#"{"Version": "2012-10-17", "Statement":
        {"Effect": "Deny", "Action": "*", "Resource": ["*", "repository/x"]}}"#;
    let limits = iam::Limits::of(PolicyKind::Identity);
    let error = iam::Policy::parse(document, PolicyKind::Identity, limits).expect_err("malformed");
    assert_eq!(error.path, "Statement.Resource[1]");
}

#[test]
fn a_negated_denial_holds_without_the_key() {
    let elements = condition(r#"{"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}}"#);
    assert!(applies("Deny", &elements, &Context::new()));
}

#[test]
fn defaults_and_literal_escapes() {
    let elements = condition(r#"{"StringLike": {"x:key": "${aws:none, 'a'}-${*}"}}"#);
    assert!(applies("Allow", &elements, &one("x:key", "a-*")));
    assert!(!applies("Allow", &elements, &one("x:key", "a-b")));
    for version in ["", r#""Version": "2008-10-17", "#] {
        let statement = r#"{"Effect": "Allow", "Action": "*", "Resource": "*",
            "Condition": {"StringEquals": {"x:key": "${aws:none, 'a'}"}}}"#;
        let older = format!(r#"{{{version}"Statement": {statement}}}"#);
        let policies = [parse(PolicyKind::Identity, &older)];
        let who = format!("user:{OWNER}");
        assert!(!allowed(&who, &policies, &one("x:key", "a")), "{version}");
        assert!(
            allowed(&who, &policies, &one("x:key", "${aws:none, 'a'}")),
            "{version}"
        );
    }
}

#[test]
fn kinds_of_policies_are_joined_as_aws_does() {
    for (who, words, expect) in [
        ("user:111122223333", "+identity +boundary +session +control", true),
        ("user:111122223333", "+resource=*", true),
        ("user:444455556666", "+resource=*", false),
        ("user:444455556666", "+identity", false),
        ("user:444455556666", "+identity +resource=*", true),
        ("user:444455556666", "+identity +resource=* -boundary", false),
    ] {
        let policies: Vec<_> = words.split(' ').map(by_word).collect();
        assert_eq!(allowed(who, &policies, &Context::new()), expect, "{who} {words}");
    }
}

#[test]
fn a_federated_principal_is_exact() {
    let statement =
        r#"{"Effect": "Allow", "Action": "*", "Principal": {"Federated": "accounts.google.com"}}"#;
    let policies = [policy(PolicyKind::RoleTrust, statement)];
    for (provider, expect) in [("accounts.google.com", true), ("accounts.google.com.evil", false)] {
        let who = format!("federated:{provider}");
        assert_eq!(allowed(&who, &policies, &Context::new()), expect, "{who}");
    }
}
