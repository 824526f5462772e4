//! A request and its policies, in few words.

use iam::{Attached, Context, Decision, Limits, Policy, PolicyKind, Principal, Request, evaluate};
use names::{AccountId, PrincipalArn};

/// The account of every repository.
pub const OWNER: &str = "111122223333";
/// The repository that requests are about.
pub const REPOSITORY: &str = "arn:aws:ecr:eu-west-1:111122223333:repository/team/app";

pub fn account(id: &str) -> AccountId {
    AccountId::parse(id).expect("an account")
}

/// Somebody: `root:<account>`, `user:<account>`, `session:<account>`, `service:<name>`,
/// `federated:<provider>` or `anonymous`.
pub struct Who {
    word: String,
    arns: Vec<PrincipalArn>,
}

impl Who {
    pub fn new(word: &str) -> Self {
        let (kind, name) = word.split_once(':').unwrap_or((word, ""));
        let texts = match kind {
            "user" => vec![format!("arn:aws:iam::{name}:user/ann")],
            "session" => vec![
                format!("arn:aws:sts::{name}:assumed-role/ci/run"),
                format!("arn:aws:iam::{name}:role/team/ci"),
            ],
            _ => vec![],
        };
        let arns = texts.iter().map(|text| PrincipalArn::parse(text).expect(text));
        Self {
            word: word.to_owned(),
            arns: arns.collect(),
        }
    }

    pub fn principal(&self) -> Principal<'_> {
        let (kind, name) = self.word.split_once(':').unwrap_or((&self.word, ""));
        match kind {
            "root" => Principal::Root(account(name)),
            "user" => Principal::User(&self.arns[0]),
            "session" => Principal::RoleSession {
                session: &self.arns[0],
                role: &self.arns[1],
            },
            "service" => Principal::Service(name),
            "federated" => Principal::Federated(name),
            _ => Principal::Anonymous,
        }
    }
}

pub fn parse(kind: PolicyKind, document: &str) -> Policy {
    let limits = Limits {
        characters: 100_000,
        ..Limits::of(kind)
    };
    let parsed = Policy::parse(document, kind, limits);
    parsed.unwrap_or_else(|error| panic!("{error}: {document}"))
}

/// Statements of version 2012-10-17 as a policy.
pub fn policy(kind: PolicyKind, statements: &str) -> Policy {
    let document = format!(r#"{{"Version": "2012-10-17", "Statement": [{statements}]}}"#);
    parse(kind, &document)
}

/// `+` allows and `-` denies everything, by a policy of some kind; for policies of resources to
/// and from whom is the rest of the word: `+resource=*`, `-identity`.
pub fn by_word(word: &str) -> Policy {
    let effect = if word.starts_with('-') { "Deny" } else { "Allow" };
    let (kind, whom) = word[1..].split_once('=').unwrap_or((&word[1..], ""));
    let principal = match whom {
        "*" => r#""*""#.to_owned(),
        _ if whom.contains(".com") => format!(r#"{{"Service": "{whom}"}}"#),
        _ => format!(r#"{{"AWS": "{whom}"}}"#),
    };
    let (kind, rest) = match kind {
        "identity" => (PolicyKind::Identity, r#""Resource": "*""#.to_owned()),
        "boundary" => (PolicyKind::Boundary, r#""Resource": "*""#.to_owned()),
        "session" => (PolicyKind::Session, r#""Resource": "*""#.to_owned()),
        "control" => (PolicyKind::ServiceControl, r#""Resource": "*""#.to_owned()),
        "resource" => (PolicyKind::Repository, format!(r#""Principal": {principal}"#)),
        "registry" => (
            PolicyKind::Registry,
            format!(r#""Principal": {principal}, "Resource": "*""#),
        ),
        "trust" => (PolicyKind::RoleTrust, format!(r#""Principal": {principal}"#)),
        _ => panic!("{word}"),
    };
    policy(
        kind,
        &format!(r#"{{"Effect": "{effect}", "Action": "*", {rest}}}"#),
    )
}

/// Decides a pull of [`REPOSITORY`] and gives the decision to `look`.
pub fn decide<T>(who: &str, policies: &[Policy], context: &Context, look: impl Fn(&Decision<'_>) -> T) -> T {
    let names: Vec<String> = (0..policies.len()).map(|index| format!("p{index}")).collect();
    let attached = names.iter().zip(policies);
    let attached: Vec<Attached<'_>> = attached.map(|(name, policy)| Attached { name, policy }).collect();
    let who = Who::new(who);
    let request = Request {
        principal: who.principal(),
        action: "ecr:BatchGetImage",
        resource: REPOSITORY,
        owner: account(OWNER),
        context,
    };
    let decision = evaluate(&request, &attached);
    assert_eq!(iam::decide(&request, policies.iter()), decision.reason);
    look(&decision)
}

/// Whether the pull is allowed.
pub fn allowed(who: &str, policies: &[Policy], context: &Context) -> bool {
    decide(who, policies, context, |decision| decision.is_allowed())
}

/// Whether one statement for the user `ann`, of the given elements besides `Effect` and `Action`,
/// lets a pull through (`Allow`) or keeps an administrator from it (`Deny`).
pub fn applies(effect: &str, elements: &str, context: &Context) -> bool {
    let statement = format!(r#"{{"Effect": "{effect}", "Action": "*", {elements}}}"#);
    let own = policy(PolicyKind::Identity, &statement);
    let policies = match effect {
        "Allow" => vec![own],
        _ => vec![own, by_word("+identity")],
    };
    allowed(&format!("user:{OWNER}"), &policies, context) == (effect == "Allow")
}
