//! Who is let through in the resource's own account ("Policy evaluation for requests within a
//! single account"). The second column has the policies in words of `cases::by_word`.

use iam::{Context, Decision};

use crate::cases::{by_word, decide};

const USER: &str = "arn:aws:iam::111122223333:user/ann";
const ROLE: &str = "arn:aws:iam::111122223333:role/team/ci";
const SESSION: &str = "arn:aws:sts::111122223333:assumed-role/ci/run";
const ROOT: &str = "arn:aws:iam::111122223333:root";

const IDENTITY: &str = "because no identity-based policy allows the ecr:BatchGetImage action";
const RESOURCE: &str = "because no resource-based policy allows the ecr:BatchGetImage action";
const BOUNDARY: &str = "because no permissions boundary allows the ecr:BatchGetImage action";
const SESSIONS: &str = "because no session policy allows the ecr:BatchGetImage action";
const CONTROL: &str = "because no service control policy allows the ecr:BatchGetImage action";

fn outcome(who: &str, words: &str) -> String {
    let policies = words.split_whitespace().map(|word| {
        let word = word.replace("USER", USER).replace("ROLE", ROLE);
        let word = word.replace("SESSION", SESSION).replace("ROOT", ROOT);
        match word.strip_suffix(":other") {
            None => by_word(&word),
            Some(kind) => narrow(kind),
        }
    });
    let policies: Vec<_> = policies.collect();
    decide(who, &policies, &Context::new(), |decision| {
        let denial = decision.denial("ecr:BatchGetImage");
        denial.map_or_else(
            || format!("{:?} {}", decision.reason, decision.statements.len()),
            |denial| denial.to_string(),
        )
    })
}

fn narrow(kind: &str) -> iam::Policy {
    let kind = match kind {
        "boundary" => iam::PolicyKind::Boundary,
        "session" => iam::PolicyKind::Session,
        _ => iam::PolicyKind::ServiceControl,
    };
    crate::cases::policy(kind, r#"{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}"#)
}

const IDENTITY_ALLOWS: &str = "Allowed(Identity) 1";
const RESOURCE_ALLOWS: &str = "Allowed(Resource) 1";

#[test]
fn grants() {
    for (who, words, expect) in [
        // Everything is denied by default.
        ("user:111122223333", "", IDENTITY),
        ("anonymous", "", RESOURCE),
        ("root:111122223333", "", "Allowed(Root) 0"),
        // Either policy suffices.
        ("user:111122223333", "+identity", IDENTITY_ALLOWS),
        ("user:111122223333", "+resource=USER", RESOURCE_ALLOWS),
        ("user:111122223333", "+registry=USER", RESOURCE_ALLOWS),
        (
            "user:111122223333",
            "+identity +resource=USER",
            "Allowed(IdentityAndResource) 2",
        ),
        ("session:111122223333", "+resource=ROLE", RESOURCE_ALLOWS),
        ("session:111122223333", "+resource=SESSION", RESOURCE_ALLOWS),
        ("user:111122223333", "+resource=*", RESOURCE_ALLOWS),
        ("anonymous", "+resource=*", RESOURCE_ALLOWS),
        // The account as principal only passes the right on.
        ("user:111122223333", "+resource=ROOT", IDENTITY),
        ("user:111122223333", "+resource=111122223333", IDENTITY),
        ("user:111122223333", "+resource=ROOT +identity", IDENTITY_ALLOWS),
    ] {
        assert_eq!(outcome(who, words), expect, "{who}: {words}");
    }
}

/// A boundary, session policies and service control policies limit what identities have.
#[test]
fn limits() {
    for (who, words, expect) in [
        ("user:111122223333", "+identity boundary:other", BOUNDARY),
        ("user:111122223333", "+identity +boundary", "Allowed(Identity) 2"),
        ("user:111122223333", "+boundary", IDENTITY),
        ("session:111122223333", "+identity session:other", SESSIONS),
        (
            "session:111122223333",
            "+identity +session",
            "Allowed(Identity) 2",
        ),
        ("session:111122223333", "+session", IDENTITY),
        (
            "session:111122223333",
            "+identity +session boundary:other",
            BOUNDARY,
        ),
        ("user:111122223333", "+identity control:other", CONTROL),
        ("user:111122223333", "+control", IDENTITY),
        ("root:111122223333", "control:other", CONTROL),
        (
            "root:111122223333",
            "-control",
            "with an explicit deny in a service control policy",
        ),
    ] {
        assert_eq!(outcome(who, words), expect, "{who}: {words}");
    }
}

/// A grant to the user or the session itself passes boundary and session policies by.
#[test]
fn grants_to_the_very_principal() {
    for (who, words, expect) in [
        (
            "user:111122223333",
            "+resource=USER boundary:other",
            RESOURCE_ALLOWS,
        ),
        (
            "session:111122223333",
            "+resource=SESSION boundary:other",
            RESOURCE_ALLOWS,
        ),
        (
            "session:111122223333",
            "+resource=SESSION session:other",
            RESOURCE_ALLOWS,
        ),
        (
            "session:111122223333",
            "+resource=* session:other",
            RESOURCE_ALLOWS,
        ),
        // A grant to the role does not.
        ("session:111122223333", "+resource=ROLE boundary:other", BOUNDARY),
        ("session:111122223333", "+resource=ROLE session:other", SESSIONS),
        (
            "session:111122223333",
            "+resource=ROLE +session",
            "Allowed(Resource) 2",
        ),
        // No grant passes service control policies by.
        ("user:111122223333", "+resource=USER control:other", CONTROL),
        // Services, providers and strangers have the resource's policies only.
        (
            "service:lambda.amazonaws.com",
            "+resource=lambda.amazonaws.com",
            RESOURCE_ALLOWS,
        ),
        (
            "service:ecs.amazonaws.com",
            "+resource=lambda.amazonaws.com",
            RESOURCE,
        ),
        ("service:lambda.amazonaws.com", "+resource=ROOT", RESOURCE),
    ] {
        assert_eq!(outcome(who, words), expect, "{who}: {words}");
    }
}

#[test]
fn a_denial_anywhere_wins() {
    let all = "+identity +boundary +session +control +resource=*";
    for (deny, expect) in [
        ("-identity", "with an explicit deny in an identity-based policy"),
        ("-boundary", "with an explicit deny in a permissions boundary"),
        ("-session", "with an explicit deny in a session policy"),
        ("-control", "with an explicit deny in a service control policy"),
        (
            "-resource=ROLE",
            "with an explicit deny in a resource-based policy",
        ),
        (
            "-resource=SESSION",
            "with an explicit deny in a resource-based policy",
        ),
        (
            "-resource=ROOT",
            "with an explicit deny in a resource-based policy",
        ),
        ("-registry=*", "with an explicit deny in a resource-based policy"),
        (
            "-session -control",
            "with an explicit deny in a service control policy",
        ),
    ] {
        let (before, after) = (format!("{deny} {all}"), format!("{all} {deny}"));
        assert_eq!(outcome("session:111122223333", &before), expect, "{before}");
        assert_eq!(outcome("session:111122223333", &after), expect, "{after}");
    }
}

#[test]
fn a_denial_names_its_statements() {
    let mut policies: Vec<_> = ["+identity", "-boundary"].map(by_word).into();
    policies.push(crate::cases::policy(
        iam::PolicyKind::Identity,
        r#"{"Sid": "A", "Effect": "Allow", "Action": "*", "Resource": "*"},
           {"Sid": "B", "Effect": "Deny", "Action": "ecr:Batch*", "Resource": "*"},
           {"Sid": "C", "Effect": "Deny", "Action": "s3:*", "Resource": "*"}"#,
    ));
    let found = decide(
        "user:111122223333",
        &policies,
        &Context::new(),
        |decision: &Decision<'_>| {
            let named = decision.statements.iter();
            let named = named.map(|one| format!("{} {} {:?}", one.policy, one.index, one.sid));
            (decision.reason, named.collect::<Vec<_>>())
        },
    );
    let denials = vec!["p1 0 None".to_owned(), "p2 1 Some(\"B\")".to_owned()];
    assert_eq!(
        found,
        (iam::Reason::ExplicitDeny(iam::Gate::IdentityBased), denials)
    );
}
