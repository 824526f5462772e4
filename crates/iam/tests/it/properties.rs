//! What holds for all policies (issue of the engine, item 2; threat catalogue, B3 row 31).

use iam::{Context, Limits, Policy, PolicyKind};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::cases::{allowed, policy};

const PRINCIPALS: [&str; 6] = [
    r#""*""#,
    r#"{"AWS": "111122223333"}"#,
    r#"{"AWS": "arn:aws:iam::111122223333:user/ann"}"#,
    r#"{"AWS": ["444455556666", "arn:aws:iam::111122223333:role/team/ci"]}"#,
    r#"{"AWS": "arn:aws:sts::111122223333:assumed-role/ci/run"}"#,
    r#"{"Service": "lambda.amazonaws.com", "AWS": "arn:aws:iam::444455556666:user/ann"}"#,
];
const ACTIONS: [&str; 5] = [
    r#""Action": "*""#,
    r#""Action": ["ecr:Batch*", "s3:Get*"]"#,
    r#""Action": "ecr:PutImage""#,
    r#""NotAction": "ecr:Put*""#,
    r#""NotAction": "ecr:*""#,
];
const RESOURCES: [&str; 5] = [
    r#""Resource": "*""#,
    r#""Resource": "arn:aws:ecr:*:*:repository/team/*""#,
    r#""Resource": "arn:aws:ecr:*:*:repository/${aws:username}/app""#,
    r#""NotResource": "arn:aws:ecr:*:*:repository/team/*""#,
    r#""NotResource": "arn:aws:ecr:*:*:repository/${x:none}""#,
];
const CONDITIONS: [&str; 7] = [
    "{}",
    r#"{"StringEquals": {"x:team": ["blue", "${aws:username}"]}}"#,
    r#"{"StringNotLike": {"x:team": "bl*"}}"#,
    r#"{"ForAllValues:StringNotEquals": {"x:tags": ["a", "b"]}}"#,
    r#"{"ForAnyValue:StringNotEquals": {"x:tags": ["a", "${x:none}"]}}"#,
    r#"{"NumericLessThanIfExists": {"x:number": "5"}}"#,
    r#"{"Null": {"x:team": "true"}}"#,
];
const WHO: [&str; 7] = [
    "user:111122223333",
    "user:444455556666",
    "session:111122223333",
    "session:444455556666",
    "root:111122223333",
    "service:lambda.amazonaws.com",
    "anonymous",
];
const KINDS: [PolicyKind; 6] = [
    PolicyKind::Identity,
    PolicyKind::Boundary,
    PolicyKind::Session,
    PolicyKind::ServiceControl,
    PolicyKind::Repository,
    PolicyKind::Registry,
];

fn statement(kind: PolicyKind, effect: &'static str) -> impl Strategy<Value = String> {
    let parts = (
        select(&PRINCIPALS[..]),
        select(&ACTIONS[..]),
        select(&RESOURCES[..]),
        select(&CONDITIONS[..]),
    );
    parts.prop_map(move |(principal, action, resource, condition)| {
        let principal = match kind.names_principals() {
            true => format!(r#""Principal": {principal}, "#),
            false => String::new(),
        };
        format!(r#"{{"Effect": "{effect}", {principal}{action}, {resource}, "Condition": {condition}}}"#)
    })
}

fn any_statement(kind: PolicyKind) -> impl Strategy<Value = String> {
    prop_oneof![3 => statement(kind, "Allow"), 1 => statement(kind, "Deny")]
}

fn one_policy(kind: PolicyKind) -> impl Strategy<Value = Policy> {
    vec(any_statement(kind), 1..3).prop_map(move |statements| policy(kind, &statements.join(", ")))
}

fn any_policy() -> impl Strategy<Value = Policy> {
    select(&KINDS[..]).prop_flat_map(one_policy)
}

/// A policy of one statement with this effect.
fn with_effect(effect: &'static str, kinds: &'static [PolicyKind]) -> impl Strategy<Value = Policy> {
    let statement = select(kinds).prop_flat_map(move |kind| (Just(kind), statement(kind, effect)));
    statement.prop_map(|(kind, statement)| policy(kind, &statement))
}

fn context() -> impl Strategy<Value = Context> {
    let team = select(vec![None, Some("blue"), Some("red"), Some("team")]);
    let tags = select(vec![vec![], vec!["a"], vec!["a", "c"], vec!["c", "d"]]);
    (team, tags, select(vec!["team", "ann", "*"])).prop_map(|(team, tags, user)| {
        let mut context = Context::new();
        context.set_all("x:team", team);
        context.set_all("x:tags", tags);
        context.set("aws:username", user);
        context
    })
}

fn who() -> impl Strategy<Value = &'static str> {
    select(&WHO[..])
}

/// Any JSON, with words that policies know.
fn json() -> impl Strategy<Value = String> {
    let words = [
        "Version",
        "2012-10-17",
        "Statement",
        "Effect",
        "Allow",
        "Deny",
        "Action",
        "Resource",
        "Principal",
        "NotPrincipal",
        "AWS",
        "*",
        "ecr:*",
        "Condition",
        "StringLike",
        "Null",
        "x:key",
        "${x:key}",
        "${",
        "arn:aws:ecr",
    ];
    let leaf = prop_oneof![
        4 => select(words.to_vec()).prop_map(|word| format!("\"{word}\"")),
        1 => any::<i64>().prop_map(|number| number.to_string()),
        1 => select(vec!["null", "true", "1.5", "\"\\u0000\""]).prop_map(str::to_owned),
    ];
    leaf.prop_recursive(6, 64, 6, move |inner| {
        let member =
            (select(words.to_vec()), inner.clone()).prop_map(|(key, value)| format!("\"{key}\": {value}"));
        prop_oneof![
            1 => vec(inner, 0..4).prop_map(|elements| format!("[{}]", elements.join(", "))),
            3 => vec(member, 0..6).prop_map(|members| format!("{{{}}}", members.join(", "))),
        ]
    })
}

/// Reads a text as every kind of policy, and asks what could be read.
fn try_all(text: &str) {
    for kind in PolicyKind::ALL {
        if let Ok(policy) = Policy::parse(text, kind, Limits::of(kind)) {
            for who in WHO {
                allowed(who, std::slice::from_ref(&policy), &Context::new());
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_deny_added_never_allows(
        who in who(), context in context(), mut policies in vec(any_policy(), 0..6),
        deny in with_effect("Deny", &KINDS),
    ) {
        let before = allowed(who, &policies, &context);
        policies.push(deny);
        prop_assert!(before || !allowed(who, &policies, &context));
    }

    /// A first policy of a limit makes the limit, so there an `Allow` may well take away.
    #[test]
    fn an_allow_added_never_denies(
        who in who(), context in context(), mut policies in vec(any_policy(), 0..6),
        allow in with_effect("Allow", &[PolicyKind::Identity, PolicyKind::Repository, PolicyKind::Registry]),
    ) {
        let before = allowed(who, &policies, &context);
        policies.push(allow);
        prop_assert!(!before || allowed(who, &policies, &context));
    }

    #[test]
    fn an_allow_added_to_a_limit_never_denies(
        who in who(), context in context(), mut policies in vec(any_policy(), 0..6),
        allow in with_effect("Allow", &[PolicyKind::Boundary, PolicyKind::Session, PolicyKind::ServiceControl]),
    ) {
        let before = allowed(who, &policies, &context);
        let is_there = policies.iter().any(|policy| policy.kind() == allow.kind());
        policies.push(allow);
        prop_assert!(!before || !is_there || allowed(who, &policies, &context));
    }

    #[test]
    fn order_never_matters(
        who in who(), context in context(), policies in vec(any_policy(), 0..6),
        (sorted, shuffled) in vec(any_statement(PolicyKind::Identity), 2..5)
            .prop_flat_map(|statements| (Just(statements.clone()), Just(statements).prop_shuffle())),
    ) {
        let of = |statements: &[String]| policy(PolicyKind::Identity, &statements.join(", "));
        let mut first = policies.clone();
        first.push(of(&sorted));
        let mut second = vec![of(&shuffled)];
        second.extend(policies.into_iter().rev());
        prop_assert_eq!(allowed(who, &first, &context), allowed(who, &second, &context));
    }

    /// Also: the child session never gets what its parent lacks.
    #[test]
    fn a_limit_never_widens(
        who in who(), context in context(), policies in vec(any_policy(), 0..5),
        kind in select(&[PolicyKind::Session, PolicyKind::Boundary, PolicyKind::ServiceControl][..]),
        limits in select(&KINDS[1..4]).prop_flat_map(|kind| vec(one_policy(kind), 1..3)),
    ) {
        let without: Vec<_> = policies.into_iter().filter(|policy| policy.kind() != kind).collect();
        let mut with = without.clone();
        with.extend(limits.into_iter().filter(|limit| limit.kind() == kind));
        prop_assert!(allowed(who, &without, &context) || !allowed(who, &with, &context));
    }

    #[test]
    fn bytes_never_panic(bytes in vec(any::<u8>(), 0..300)) {
        try_all(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn json_never_panics(text in json()) {
        try_all(&text);
    }

    /// A good document with some characters changed.
    #[test]
    fn damaged_policies_never_panic(
        statement in any_statement(PolicyKind::Repository), at in any::<prop::sample::Index>(), by in any::<char>(),
    ) {
        let document = format!(r#"{{"Version": "2012-10-17", "Statement": {statement}}}"#);
        let mut characters: Vec<char> = document.chars().collect();
        let at = at.index(characters.len());
        characters[at] = by;
        try_all(&characters.into_iter().collect::<String>());
    }
}
