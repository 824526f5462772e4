//! Rows 31 to 37 of the threat catalogue (`threats-and-faults.md`, B3). Row 32 is
//! `conditions::several_values`, and the step count of row 36 is in `glob.rs`.

use iam::{Attached, Context, Policy, PolicyKind, Principal, Request, evaluate};
use names::PrincipalArn;

use crate::cases::{OWNER, REPOSITORY, account, allowed, applies, by_word, policy};

fn user() -> String {
    format!("user:{OWNER}")
}

/// Row 31: a limit that only denies still grants nothing, and a session that asks for everything
/// gets what its role has.
#[test]
fn limits_grant_nothing() {
    let deny_only = |kind| policy(kind, r#"{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}"#);
    for kind in [
        PolicyKind::Session,
        PolicyKind::Boundary,
        PolicyKind::ServiceControl,
    ] {
        let policies = [by_word("+identity"), deny_only(kind)];
        assert!(!allowed(&user(), &policies, &Context::new()), "{kind:?}");
    }
    let narrow = r#"{"Effect": "Allow", "Action": "ecr:Describe*", "Resource": "*"}"#;
    let policies = [policy(PolicyKind::Identity, narrow), by_word("+session")];
    assert!(!allowed(&format!("session:{OWNER}"), &policies, &Context::new()));
}

/// Row 33: the engine knows of a request what the caller puts into the context, under any case of
/// the key once; what is set last counts.
#[test]
fn a_key_has_one_set_of_values() {
    let mut context = Context::new();
    context.set("AWS:SourceIp", "10.0.0.1");
    context.set("aws:sourceip", "203.0.113.1");
    let elements = r#""Resource": "*", "Condition": {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}"#;
    assert!(!applies("Allow", elements, &context));
    context.set_all("aws:SourceIP", []);
    let absent = r#""Resource": "*", "Condition": {"Null": {"aws:SourceIp": "true"}}"#;
    assert!(applies("Allow", absent, &context));
}

/// Row 34 and 37: what patterns of actions and resources cover.
#[test]
fn actions_and_resources() {
    let repository = "arn:aws:ecr:eu-west-1:111122223333:repository";
    let resource = |element: &str, rest: &str| format!(r#""{element}": "{repository}/{rest}""#);
    for (elements, expect) in [
        (resource("Resource", "team/app"), true),
        (resource("Resource", "team"), false),
        (resource("Resource", "team/"), false),
        (resource("Resource", "team/ap"), false),
        (resource("Resource", "team/app/x"), false),
        (resource("Resource", "team/*"), true),
        (resource("Resource", "t*p"), true),
        (resource("Resource", "team?app"), true),
        (resource("Resource", "team/app?"), false),
        (resource("Resource", "Team/app"), false),
        (resource("NotResource", "team/app"), false),
        (resource("NotResource", "team"), true),
        (r#""Resource": "arn:aws:ecr:*""#.to_owned(), true),
        (r#""Resource": "arn:aws:ecr""#.to_owned(), true),
        (r#""Resource": "arn:aws:ecr:*app""#.to_owned(), false),
        (r#""Resource": "arn:aws:ecr-public:*""#.to_owned(), false),
        (r#""Resource": "ARN:aws:ecr:*""#.replace("ARN", "arn"), true),
        (r#""Resource": ["arn:aws:s3:::x", "*"]"#.to_owned(), true),
    ] {
        assert_eq!(applies("Allow", &elements, &Context::new()), expect, "{elements}");
        assert_eq!(applies("Deny", &elements, &Context::new()), expect, "{elements}");
    }
    for (action, expect) in [
        (r#""Action": "ECR:batchgetimage""#, true),
        (r#""Action": "ecr:Batch*""#, true),
        (r#""Action": "ecr:*Image""#, true),
        (r#""Action": "ecr:BatchGetImag?""#, true),
        (r#""Action": "ecr:BatchGetImage?""#, false),
        (r#""Action": "ecr:BatchGet""#, false),
        (r#""Action": "ecr-public:*""#, false),
        (r#""NotAction": "ecr:Put*""#, true),
        (r#""NotAction": ["s3:*", "ecr:batch*"]"#, false),
    ] {
        let statement = format!(r#"{{"Effect": "Allow", {action}, "Resource": "*"}}"#);
        let policies = [policy(PolicyKind::Identity, &statement)];
        assert_eq!(allowed(&user(), &policies, &Context::new()), expect, "{action}");
    }
}

/// An action that is about no resource is asked with `*`, which only a pattern of all covers.
#[test]
fn requests_without_a_resource() {
    let arn = PrincipalArn::parse("arn:aws:iam::111122223333:user/ann").expect("an ARN");
    for (resource, expect) in [
        (r#""Resource": "*""#, true),
        (r#""Resource": "arn:aws:ecr:*""#, false),
        (r#""NotResource": "arn:aws:ecr:*""#, true),
    ] {
        let statement = format!(r#"{{"Effect": "Allow", "Action": "*", {resource}}}"#);
        let policy = policy(PolicyKind::Identity, &statement);
        let context = Context::new();
        let request = Request {
            principal: Principal::User(&arn),
            action: "ecr:GetAuthorizationToken",
            resource: "*",
            owner: account(OWNER),
            context: &context,
        };
        let attached = [Attached {
            name: "own",
            policy: &policy,
        }];
        assert_eq!(evaluate(&request, &attached).is_allowed(), expect, "{resource}");
    }
}

/// Row 35: a stored policy that cannot be read any more denies, in whatever place it stands.
#[test]
fn unreadable_policies_deny() {
    let everything = ["+identity", "+boundary", "+session", "+control", "+resource=*"];
    for kind in PolicyKind::ALL {
        let mut policies: Vec<_> = everything.into_iter().map(by_word).collect();
        assert!(allowed(&user(), &policies, &Context::new()), "{kind:?}");
        policies.push(Policy::unreadable(kind));
        assert!(!allowed(&user(), &policies, &Context::new()), "{kind:?}");
        assert!(
            !allowed(&format!("root:{OWNER}"), &policies, &Context::new()),
            "{kind:?}"
        );
    }
}

/// Row 36: forty stars in each place that takes patterns.
#[test]
fn forty_stars() {
    let stars = "a*".repeat(40);
    let mut context = Context::new();
    context.set("x:key", &"a".repeat(256));
    let resource = REPOSITORY.replace("team/app", &stars);
    for elements in [
        format!(r#""Resource": "{resource}b""#),
        format!(r#""Resource": "*", "Condition": {{"StringLike": {{"x:key": "{stars}b"}}}}"#),
    ] {
        assert!(!applies("Allow", &elements, &context), "{elements}");
    }
}
