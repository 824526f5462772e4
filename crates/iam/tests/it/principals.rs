//! Whom `Principal` and `NotPrincipal` are about ("AWS JSON policy elements: Principal",
//! "NotPrincipal").

use iam::{Context, PolicyKind};

use crate::cases::{allowed, by_word, policy};

const ROOT: &str = r#""arn:aws:iam::111122223333:root""#;
const USER: &str = r#""arn:aws:iam::111122223333:user/ann""#;
const ROLE: &str = r#""arn:aws:iam::111122223333:role/team/ci""#;
const SESSION: &str = r#""arn:aws:sts::111122223333:assumed-role/ci/run""#;
const OTHER_SESSION: &str = r#""arn:aws:sts::111122223333:assumed-role/ci/night""#;

#[test]
fn kinds() {
    let providers = r#"{"AWS": "444455556666", "Federated": ["accounts.google.com", "x.example/y"]}"#;
    for (who, principal, expect) in [
        ("user:111122223333", r#""*""#, true),
        ("user:111122223333", r#"{"AWS": "*"}"#, true),
        ("anonymous", r#"{"AWS": ["444455556666", "*"]}"#, true),
        (
            "user:111122223333",
            r#"{"AWS": "arn:aws:iam::111122223333:user/Ann"}"#,
            false,
        ),
        (
            "user:111122223333",
            r#"{"AWS": "arn:aws:iam::111122223333:user/an"}"#,
            false,
        ),
        (
            "session:111122223333",
            r#"{"AWS": "arn:aws:iam::111122223333:role/ci"}"#,
            false,
        ),
        (
            "session:111122223333",
            r#"{"AWS": "arn:aws:sts::111122223333:assumed-role/ci/other"}"#,
            false,
        ),
        (
            "service:lambda.amazonaws.com",
            r#"{"AWS": "444455556666", "Service": "lambda.amazonaws.com"}"#,
            true,
        ),
        ("federated:accounts.google.com", providers, true),
        ("federated:x.example/y", providers, true),
        ("federated:x.example/y/z", providers, false),
        ("federated:x.example", providers, false),
        (
            "user:111122223333",
            r#"{"CanonicalUser": "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"}"#,
            false,
        ),
    ] {
        let statement = format!(r#"{{"Effect": "Allow", "Principal": {principal}, "Action": "*"}}"#);
        let policies = [policy(PolicyKind::Repository, &statement)];
        let allowed = allowed(who, &policies, &Context::new());
        assert_eq!(allowed, expect, "{who} {principal}");
    }
}

/// `NotPrincipal` with `Deny` leaves out only whose every identity is listed.
#[test]
fn exceptions() {
    for (who, listed, denied) in [
        ("user:111122223333", vec![USER, ROOT], false),
        ("user:111122223333", vec![USER], true),
        ("user:111122223333", vec![ROOT], true),
        ("user:111122223333", vec![r#""*""#], false),
        ("session:111122223333", vec![SESSION, ROLE, ROOT], false),
        ("session:111122223333", vec![ROLE, ROOT], false),
        ("session:111122223333", vec![OTHER_SESSION, ROLE, ROOT], true),
        ("session:111122223333", vec![SESSION, ROOT], true),
        ("session:111122223333", vec![SESSION, ROLE], true),
        ("root:111122223333", vec![ROOT], false),
        ("root:111122223333", vec![USER], true),
        ("anonymous", vec![ROOT], true),
        ("service:lambda.amazonaws.com", vec![ROOT], true),
    ] {
        let listed = listed.join(", ");
        let statement =
            format!(r#"{{"Effect": "Deny", "NotPrincipal": {{"AWS": [{listed}]}}, "Action": "*"}}"#);
        let policies = [policy(PolicyKind::Repository, &statement), by_word("+resource=*")];
        let allowed = allowed(who, &policies, &Context::new());
        assert_eq!(!allowed, denied, "{who}: {listed}");
    }
}

/// "The NotPrincipal element with a Deny effect will always deny any IAM principal that has a
/// permissions boundary policy attached."
#[test]
fn a_boundary_is_never_an_exception() {
    let statement =
        format!(r#"{{"Effect": "Deny", "NotPrincipal": {{"AWS": [{USER}, {ROOT}]}}, "Action": "*"}}"#);
    let policies = [
        policy(PolicyKind::Repository, &statement),
        by_word("+resource=*"),
        by_word("+boundary"),
    ];
    assert!(!allowed("user:111122223333", &policies, &Context::new()));
}
