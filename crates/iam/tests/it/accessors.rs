//! What a policy tells of itself, and a decision of its gates and statements.

use iam::{Context, Effect, Gate, NamedPrincipal, PolicyKind, Verdict};
use names::PrincipalArn;

use crate::cases::{OWNER, account, by_word, decide, parse, policy};

const MINE: &str = "user:111122223333";

#[test]
fn keys_are_those_of_conditions_and_variables() {
    let own = policy(
        PolicyKind::Identity,
        r#"{"Effect": "Allow", "Action": "*", "Condition": {
                "StringEquals": {"aws:ResourceTag/Team": ["${aws:PrincipalTag/Team, 'x'}", "${*}"]},
                "NumericLessThan": {"aws:MultiFactorAuthAge": 5}},
            "Resource": ["arn:aws:ecr:*:*:repository/${aws:username}/*", "*"]},
           {"Effect": "Deny", "Action": "*", "NotResource": "arn:aws:ecr:*:*:${aws:UserName}",
            "Condition": {"Null": {"AWS:MultiFactorAuthAge": true}}}"#,
    );
    let folded = [
        "aws:multifactorauthage",
        "aws:principaltag/team",
        "aws:resourcetag/team",
        "aws:username",
    ];
    assert!(own.keys().into_iter().eq(folded));
    let written = own.keys_as_written();
    assert!(written.contains("AWS:MultiFactorAuthAge") && written.contains("aws:ResourceTag/Team"));
    assert_eq!(written.len(), 6);
    let older = r#"{"Statement": {"Effect": "Allow", "Action": "*",
        "Resource": "arn:aws:ecr:*:*:${aws:username}"}}"#;
    assert!(parse(PolicyKind::Identity, older).keys().is_empty());
}

#[test]
fn principals_are_listed_with_those_left_out() {
    let own = policy(
        PolicyKind::Repository,
        r#"{"Effect": "Allow", "Action": "*", "Principal": {"Service": "a.b", "Federated": "c",
                "AWS": ["111122223333", "arn:aws:iam::111122223333:root", "*"]}},
           {"Effect": "Deny", "Action": "*", "NotPrincipal":
                {"AWS": "arn:aws:iam::111122223333:user/ann"}}"#,
    );
    let ann = PrincipalArn::parse("arn:aws:iam::111122223333:user/ann").expect("an ARN");
    let expect = [
        NamedPrincipal::Service("a.b"),
        NamedPrincipal::Federated("c"),
        NamedPrincipal::Account(account(OWNER)),
        NamedPrincipal::Account(account(OWNER)),
        NamedPrincipal::Everyone,
        NamedPrincipal::Arn(&ann),
    ];
    assert!(own.principals().eq(expect));
    assert_eq!(by_word("+identity").principals().count(), 0);
}

#[test]
fn actions_of_other_services_are_found() {
    for (action, expect) in [
        (r#""Action": "*""#, None),
        (r#""Action": ["ecr:Get*", "ECR:PutImage", "ecr:*"]"#, None),
        (r#""Action": ["ecr:Get*", "Ecr-Public:*"]"#, Some("Ecr-Public:*")),
        (r#""NotAction": "s3:GetObject""#, Some("s3:GetObject")),
    ] {
        let statement = format!(r#"{{"Effect": "Deny", "Principal": "*", {action}}}"#);
        let own = policy(PolicyKind::Repository, &statement);
        assert_eq!(own.foreign_action(&["s3", "ecr-public", "ecr"]), None, "{action}");
        assert_eq!(own.foreign_action(&["ecr"]), expect, "{action}");
    }
}

#[test]
fn a_context_can_be_listed() {
    let mut context = Context::new();
    context.set_all("x:B", ["1", "2"]);
    context.set("x:a", "3");
    let all: Vec<_> = context
        .iter()
        .map(|(key, values)| (key, values.collect::<Vec<_>>()))
        .collect();
    assert_eq!(all, [("x:a", vec!["3"]), ("x:b", vec!["1", "2"])]);
}

#[test]
fn a_decision_tells_its_gates_and_the_places_of_its_statements() {
    let document = r#"{"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Action": "*", "Resource": "*"},
  {"Effect": "Deny", "Action": "ecr:*", "Resource": "*"}
]}"#;
    let own = parse(PolicyKind::Identity, document);
    let policies = [
        own.clone(),
        policy(PolicyKind::Boundary, &statement("s3:*")),
        by_word("+session"),
    ];
    decide(MINE, &policies, &Context::new(), |decision| {
        let gates = Gate::ALL.map(|gate| decision.gate(gate));
        let (none, silent) = (Verdict::Absent, Verdict::Silent);
        assert_eq!(
            gates,
            [none, none, none, Verdict::Denies, silent, Verdict::Allows]
        );
        let [one] = &decision.statements[..] else {
            panic!("{decision:?}");
        };
        assert_eq!((one.effect, one.index), (Effect::Deny, 1));
        let (start, end) = one.span.expect("a place").positions(document);
        assert_eq!((start.line, start.column), (3, 3));
        assert_eq!((end.line, end.column), (3, 57));
        assert_eq!(one.span, own.span(1));
    });
    assert_eq!(own.span(2), None);
}

fn statement(action: &str) -> String {
    format!(r#"{{"Effect": "Allow", "Action": "{action}", "Resource": "*"}}"#)
}
