//! Documents that are meant to do harm: deep, long, doubled, or written for another reader. What
//! elements may look like is tested in `grammar`.

use iam::{Counted, Limits, Policy, PolicyKind};

use crate::cases::{OWNER, allowed, parse, policy};

fn outcome(kind: PolicyKind, document: &str) -> String {
    let limits = Limits {
        characters: usize::MAX,
        counted: Counted::All,
    };
    match Policy::parse(document, kind, limits) {
        Ok(_) => "ok".to_owned(),
        Err(error) => error.to_string(),
    }
}

const NOT_JSON: &str = "the policy must be one JSON object";

#[test]
fn depth_and_encoding() {
    let good = r#"{"Effect": "Allow", "Action": "a:b", "Resource": "*"}"#;
    let nested = |open: &str, close: &str| format!("{}{}", open.repeat(100_000), close.repeat(100_000));
    for (name, document) in [
        ("100,000 lists", nested("[", "]")),
        ("100,000 open lists", nested("[", "")),
        ("100,000 objects", nested(r#"{"Statement":"#, "}")),
        ("a byte order mark", format!("\u{feff}{{\"Statement\": {good}}}")),
        ("a comment", format!("/* all */ {{\"Statement\": {good}}}")),
        ("single quotes", r"{'Statement': []}".to_owned()),
        ("a zero byte", format!("{{\"Statement\": {good}}}\0")),
        ("an unpaired surrogate", r#"{"Id": "\ud800"}"#.to_owned()),
        (
            "a number without end",
            format!("{{\"Id\": 1e{}}}", "9".repeat(1_000)),
        ),
    ] {
        for kind in PolicyKind::ALL {
            assert_eq!(outcome(kind, &document), NOT_JSON, "{name}");
        }
    }
}

/// Two readers of one document must not see different policies.
#[test]
fn doubled_names() {
    let doubled = |element: &str, first: &str, second: &str| {
        let statement = r#""Effect": "Allow", "Action": "a:b", "Resource": "*""#;
        let others: Vec<&str> = statement
            .split(", ")
            .filter(|other| !other.contains(element))
            .collect();
        let others = others.join(", ");
        format!(r#"{{"Statement": [{{"{element}": {first}, {others}, "{second}}}]}}"#)
    };
    for (document, expect) in [
        (
            doubled("Effect", r#""Deny""#, r#"Effect": "Allow""#),
            r#"Statement[0]: "Effect" is repeated"#,
        ),
        (
            doubled("Effect", r#""Deny""#, r#"\u0045ffect": "Allow""#),
            r#"Statement[0]: "Effect" is repeated"#,
        ),
        (
            doubled("Effect", r#""Deny""#, r#"effect": "Allow""#),
            r#"Statement[0]: unknown element "effect""#,
        ),
        (
            doubled("Action", r#""a:b""#, r#"Action": "*""#),
            r#"Statement[0]: "Action" is repeated"#,
        ),
    ] {
        assert_eq!(outcome(PolicyKind::Identity, &document), expect, "{document}");
    }
}

#[test]
fn doubled_statement_ids() {
    let statement =
        |sid: &str| format!(r#"{{"Sid": "{sid}", "Effect": "Deny", "Action": "a:b", "Resource": "*"}}"#);
    let document = |other: &str| format!(r#"{{"Statement": [{}, {}]}}"#, statement("A1"), statement(other));
    for kind in [
        PolicyKind::Identity,
        PolicyKind::Boundary,
        PolicyKind::Session,
        PolicyKind::ServiceControl,
    ] {
        let repeated = r#"Statement[1].Sid: "A1" is repeated"#;
        assert_eq!(outcome(kind, &document("A1")), repeated, "{kind:?}");
        assert_eq!(outcome(kind, &document("a1")), "ok", "{kind:?}");
        assert_eq!(outcome(kind, &document("")), "ok", "{kind:?}");
    }
}

#[test]
fn wildcards_where_none_may_be() {
    for (kind, elements, place) in [
        (
            PolicyKind::Identity,
            r#""Action": "e*:b", "Resource": "*""#,
            "Action",
        ),
        (
            PolicyKind::Identity,
            r#""Action": ["a:b", "**"], "Resource": "*""#,
            "Action[1]",
        ),
        (
            PolicyKind::Identity,
            r#""Action": "a:b", "Resource": "arn:aws:*:*:*:x""#,
            "Resource",
        ),
        (
            PolicyKind::Identity,
            r#""Action": "a:b", "Resource": "ar*""#,
            "Resource",
        ),
        (
            PolicyKind::Identity,
            r#""Action": "a:b", "Resource": "arn:aws:a:${x:y}:1:x""#,
            "Resource",
        ),
        (
            PolicyKind::Repository,
            r#""Action": "a:b", "Principal": {"AWS": "arn:aws:iam::111122223333:user/*"}"#,
            "Principal.AWS",
        ),
        (
            PolicyKind::RoleTrust,
            r#""Action": "a:b", "Principal": {"Service": "*.amazonaws.com"}"#,
            "Principal.Service",
        ),
        (
            PolicyKind::RoleTrust,
            r#""Action": "a:b", "Principal": {"Federated": "*"}"#,
            "Principal.Federated",
        ),
    ] {
        let document =
            format!(r#"{{"Version": "2012-10-17", "Statement": [{{"Effect": "Allow", {elements}}}]}}"#);
        let said = outcome(kind, &document);
        let expect = format!("Statement[0].{place}: ");
        assert!(said.starts_with(&expect), "{elements}: {said}");
    }
}

/// POLICY-012. How many steps a pattern costs is tested in the matcher; this is that the whole of a
/// document can be of such patterns.
#[test]
fn many_stars() {
    let pattern = format!("arn:aws:ecr:{}b", "*a".repeat(40));
    let patterns = vec![format!("\"{pattern}\""); 60].join(", ");
    let statement = format!(r#"{{"Effect": "Deny", "Action": "*", "Resource": [{patterns}]}}"#);
    let everything = r#"{"Effect": "Allow", "Action": "*", "Resource": "*",
        "Condition": {"StringNotLike": {"x:a": "PATTERN"}}}"#;
    let everything = everything.replace("PATTERN", &("*a".repeat(40) + "b"));
    let own = policy(PolicyKind::Identity, &format!("{statement}, {everything}"));
    let mut context = iam::Context::new();
    context.set("x:a", &"a".repeat(256));
    assert!(allowed(&format!("user:{OWNER}"), &[own], &context));
}

#[test]
fn what_cannot_be_read_any_more_denies() {
    let granted = parse(
        PolicyKind::Identity,
        r#"{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#,
    );
    for kind in PolicyKind::ALL {
        let policies = [granted.clone(), Policy::unreadable(kind)];
        assert!(
            !allowed(&format!("root:{OWNER}"), &policies, &iam::Context::new()),
            "{kind:?}"
        );
    }
}
