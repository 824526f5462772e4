//! Requests from another account, and roles to assume ("Cross-account policy evaluation logic",
//! "Policy evaluation for requests within a single account": role trust policies).

use iam::Context;

use crate::cases::{by_word, decide};

fn outcome(who: &str, words: &str) -> String {
    let policies: Vec<_> = words.split_whitespace().map(by_word).collect();
    decide(who, &policies, &Context::new(), |decision| {
        let denial = decision.denial("x");
        denial.map_or_else(
            || format!("{:?} {}", decision.reason, decision.statements.len()),
            |denial| denial.to_string(),
        )
    })
}

const RESOURCE: &str = "because no resource-based policy allows the x action";
const IDENTITY: &str = "because no identity-based policy allows the x action";
const TRUST: &str = "because no role trust policy allows the x action";
const BOTH: &str = "Allowed(IdentityAndResource) 2";

#[test]
fn both_sides_must_allow() {
    for (who, words, expect) in [
        ("user:444455556666", "", RESOURCE),
        ("user:444455556666", "+identity", RESOURCE),
        ("root:444455556666", "", RESOURCE),
        ("user:444455556666", "+resource=444455556666", IDENTITY),
        (
            "user:444455556666",
            "+resource=arn:aws:iam::444455556666:user/ann",
            IDENTITY,
        ),
        ("user:444455556666", "+resource=*", IDENTITY),
        ("user:444455556666", "+identity +resource=444455556666", BOTH),
        (
            "user:444455556666",
            "+identity +resource=arn:aws:iam::444455556666:root",
            BOTH,
        ),
        ("user:444455556666", "+identity +registry=444455556666", BOTH),
        ("user:444455556666", "+identity +resource=*", BOTH),
        ("user:444455556666", "+identity +resource=111122223333", RESOURCE),
        (
            "session:444455556666",
            "+identity +resource=arn:aws:iam::444455556666:role/team/ci",
            BOTH,
        ),
        (
            "root:444455556666",
            "+resource=444455556666",
            "Allowed(IdentityAndResource) 1",
        ),
        // Here a grant to the session passes no limit by: the account that limits is not the
        // one that grants.
        (
            "session:444455556666",
            "+identity +resource=arn:aws:sts::444455556666:assumed-role/ci/run +boundary",
            "Allowed(IdentityAndResource) 3",
        ),
        (
            "user:444455556666",
            "+identity -resource=444455556666 +resource=*",
            "with an explicit deny in a resource-based policy",
        ),
    ] {
        assert_eq!(outcome(who, words), expect, "{who}: {words}");
    }
}

#[test]
fn limits_hold_across_accounts() {
    let narrow =
        |kind| crate::cases::policy(kind, r#"{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}"#);
    for (kind, gate) in [
        (iam::PolicyKind::Boundary, iam::Gate::Boundary),
        (iam::PolicyKind::Session, iam::Gate::Session),
        (iam::PolicyKind::ServiceControl, iam::Gate::ServiceControl),
    ] {
        let to_session = "+resource=arn:aws:sts::444455556666:assumed-role/ci/run";
        let policies = vec![by_word("+identity"), by_word(to_session), narrow(kind)];
        let reason = decide("session:444455556666", &policies, &Context::new(), |decision| {
            decision.reason
        });
        assert_eq!(reason, iam::Reason::NoneAllows(gate), "{kind:?}");
    }
}

#[test]
fn a_role_must_trust_in_its_own_account_too() {
    for (who, words, expect) in [
        ("user:111122223333", "+identity +trust=444455556666", TRUST),
        ("user:111122223333", "+trust=111122223333", IDENTITY),
        ("user:111122223333", "+identity +trust=111122223333", BOTH),
        (
            "user:111122223333",
            "+trust=arn:aws:iam::111122223333:user/ann",
            "Allowed(Resource) 1",
        ),
        (
            "session:111122223333",
            "+trust=arn:aws:iam::111122223333:role/team/ci",
            "Allowed(Resource) 1",
        ),
        ("user:444455556666", "+identity", RESOURCE),
        ("user:444455556666", "+trust=444455556666", IDENTITY),
        ("user:444455556666", "+identity +trust=444455556666", BOTH),
        (
            "service:ecs-tasks.amazonaws.com",
            "+trust=ecs-tasks.amazonaws.com",
            "Allowed(Resource) 1",
        ),
        (
            "service:ec2.amazonaws.com",
            "+trust=ecs-tasks.amazonaws.com",
            TRUST,
        ),
        (
            "user:111122223333",
            "+identity +trust=111122223333 -trust=*",
            "with an explicit deny in the role trust policy",
        ),
    ] {
        assert_eq!(outcome(who, words), expect, "{who}: {words}");
    }
}
