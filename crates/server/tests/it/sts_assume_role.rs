//! STS AssumeRole: who may take a role, for how long, and what comes along.

use meta::OwnerKind;
use serde_json::json;
use stdx::Clock as _;

use crate::aws_fixture::{ACCOUNT, REPOSITORY};
use crate::aws_sts::{element, error_of};
use crate::sts_fixture::{OTHER, Scene, allow, assume, denied, document, identity, trust};

fn ann() -> String {
    format!("arn:aws:iam::{ACCOUNT}:user/ann")
}

fn invalid(message: &str) -> (u16, String, String) {
    (400, "InvalidParameterValue".to_owned(), message.to_owned())
}

fn validation(message: &str) -> (u16, String, String) {
    (400, "ValidationError".to_owned(), message.to_owned())
}

#[tokio::test]
async fn a_session_is_the_role() {
    let scene = Scene::new().await;
    let (ann, role) = scene.puller().await;
    let reply = assume(&ann, &role, &[("DurationSeconds", "900")]).await;
    let xml = reply.text();
    assert_eq!(reply.status, 200, "{xml}");
    let arn = format!("arn:aws:sts::{ACCOUNT}:assumed-role/puller/job");
    assert_eq!(element(xml, "Arn"), arn);
    let role_id = element(xml, "AssumedRoleId").to_owned();
    assert!(
        role_id.starts_with("AROA") && role_id.ends_with(":job"),
        "{role_id}"
    );
    assert!(element(xml, "AccessKeyId").starts_with("ASIA"), "{xml}");
    let now = scene.server.clock.now();
    let end = now.after(std::time::Duration::from_secs(900));
    assert_eq!(element(xml, "Expiration"), end.to_iso8601());
    assert!(!xml.contains("PackedPolicySize"), "{xml}");
    let session = scene.session(&reply);
    let whoami = session.sts("GetCallerIdentity", &[]).await;
    assert_eq!(element(whoami.text(), "Arn"), arn);
    assert_eq!(element(whoami.text(), "UserId"), role_id);
    assert_eq!(element(whoami.text(), "Account"), ACCOUNT);
    session
        .ecr_ok("DescribeImages", json!({"repositoryName": REPOSITORY}))
        .await;
    // The user who has it may do none of that.
    let refused = ann
        .ecr("DescribeImages", json!({"repositoryName": REPOSITORY}))
        .await;
    assert_eq!(refused.json()["__type"], "AccessDeniedException");
}

/// Who is trusted and what the caller's own policies say decide together, as in the user guide
/// ("Policy evaluation logic", "Cross-account policy evaluation logic").
#[tokio::test]
async fn trust_and_permission() {
    let scene = Scene::new().await;
    scene.server.other_account(OTHER).await;
    let own = scene.user(ACCOUNT, "ann").await;
    let foreign = scene.user(OTHER, "bob").await;
    let bob = format!("arn:aws:iam::{OTHER}:user/bob");
    let by_user = trust(json!({"AWS": [ann(), bob]}), None);
    let by_account = trust(json!({"AWS": [ACCOUNT, OTHER]}), None);
    let nobody = trust(json!({"Service": "ecs-tasks.amazonaws.com"}), None);
    let everybody = trust(json!("*"), None);
    for (name, trust, without, with) in [
        ("by-user", by_user, (true, false), (true, true)),
        ("by-account", by_account, (false, false), (true, true)),
        ("nobody", nobody, (false, false), (false, false)),
        ("everybody", everybody, (true, false), (true, true)),
    ] {
        let role = scene.role(ACCOUNT, name, trust).await;
        for (right, expected) in [("s3:*", without), ("sts:AssumeRole", with)] {
            for (account, user) in [(ACCOUNT, "ann"), (OTHER, "bob")] {
                scene
                    .policy((OwnerKind::User, account, user), "own", allow(&[right], "*"))
                    .await;
            }
            for (caller, arn, expected) in [(&own, ann(), expected.0), (&foreign, bob.clone(), expected.1)] {
                let reply = assume(caller, &role, &[]).await;
                let case = format!("{arn} with {right} takes {name}");
                assert_eq!(reply.status == 200, expected, "{case}: {}", reply.text());
                if !expected {
                    assert_eq!(error_of(&reply), denied(&arn, "AssumeRole", &role), "{case}");
                }
            }
        }
    }
    let deny = json!({"Effect": "Deny", "Action": "sts:*", "Resource": "*"});
    scene
        .policy((OwnerKind::User, ACCOUNT, "ann"), "deny", deny)
        .await;
    let role = format!("arn:aws:iam::{ACCOUNT}:role/team/by-user");
    let refused = assume(&own, &role, &[]).await;
    assert_eq!(error_of(&refused), denied(&ann(), "AssumeRole", &role));
}

/// Nothing tells a role that is not there from one that does not trust.
#[tokio::test]
async fn roles_that_are_not_there() {
    let scene = Scene::new().await;
    let (ann_caller, role) = scene.puller().await;
    scene
        .policy((OwnerKind::User, ACCOUNT, "ann"), "own", allow(&["*"], "*"))
        .await;
    for (case, arn) in [
        ("another name", role.replace("puller", "pusher")),
        ("another path", role.replace("/team/", "/")),
        ("another case", role.replace("puller", "Puller")),
        ("no such account", role.replace(ACCOUNT, "999988887777")),
    ] {
        let refused = assume(&ann_caller, &arn, &[]).await;
        assert_eq!(error_of(&refused), denied(&ann(), "AssumeRole", &arn), "{case}");
    }
    for bad in [
        format!("arn:aws:iam::{ACCOUNT}:user/ann"),
        "arn:aws:sts::111122223333:assumed-role/puller/job".to_owned(),
        "not an arn, but long enough".to_owned(),
    ] {
        let refused = assume(&ann_caller, &bad, &[]).await;
        assert_eq!(error_of(&refused), validation(&format!("{bad} is invalid")));
    }
    let root = scene.root(ACCOUNT).await;
    let refused = assume(&root, &role, &[]).await;
    let message = "Roles may not be assumed by root accounts.".to_owned();
    assert_eq!(error_of(&refused), (403, "AccessDenied".to_owned(), message));
}

#[tokio::test]
async fn conditions_of_a_trust_policy() {
    let scene = Scene::new().await;
    let caller = scene.user(ACCOUNT, "ann").await;
    let equals = |key: &str, value: &str| json!({"StringEquals": {key: value}});
    let tag = ("Tags.member.1.Key", "Tags.member.1.Value");
    for (name, condition, wrong, right) in [
        (
            "external",
            equals("sts:ExternalId", "42"),
            vec![("ExternalId", "43")],
            vec![("ExternalId", "42")],
        ),
        (
            "name",
            equals("sts:RoleSessionName", "${aws:username}"),
            vec![("RoleSessionName", "bob")],
            vec![("RoleSessionName", "ann")],
        ),
        (
            "source",
            equals("sts:SourceIdentity", "ann"),
            vec![("SourceIdentity", "bob")],
            vec![("SourceIdentity", "ann")],
        ),
        (
            "tag",
            equals("aws:RequestTag/team", "shop"),
            vec![(tag.0, "team"), (tag.1, "web")],
            vec![(tag.0, "team"), (tag.1, "shop")],
        ),
        (
            "transitive",
            json!({"ForAllValues:StringEquals": {"sts:TransitiveTagKeys": "team"},
                   "Null": {"sts:TransitiveTagKeys": "false"}}),
            vec![(tag.0, "team"), (tag.1, "web")],
            vec![
                (tag.0, "team"),
                (tag.1, "web"),
                ("TransitiveTagKeys.member.1", "team"),
            ],
        ),
        (
            "keys",
            json!({"ForAllValues:StringEquals": {"aws:TagKeys": ["team"]}}),
            vec![(tag.0, "project"), (tag.1, "x")],
            vec![(tag.0, "team"), (tag.1, "x")],
        ),
        ("principal", equals("aws:PrincipalArn", &ann()), vec![], vec![]),
    ] {
        let trust = trust(json!({"AWS": ann()}), Some(condition));
        let role = scene.role(ACCOUNT, name, trust).await;
        if wrong != right {
            let refused = assume(&caller, &role, &wrong).await;
            assert_eq!(error_of(&refused), denied(&ann(), "AssumeRole", &role), "{name}");
        }
        let reply = assume(&caller, &role, &right).await;
        assert_eq!(reply.status, 200, "{name}: {}", reply.text());
    }
}

/// Tags and a source identity need rights of their own, of the same two sides.
#[tokio::test]
async fn tags_and_source_identity_are_asked_for() {
    let scene = Scene::new().await;
    let caller = scene.user(ACCOUNT, "ann").await;
    let statement = json!({"Effect": "Allow", "Principal": {"AWS": ann()}, "Action": "sts:AssumeRole"});
    let role = scene.role(ACCOUNT, "plain", document(statement)).await;
    for (action, members) in [
        (
            "TagSession",
            vec![("Tags.member.1.Key", "team"), ("Tags.member.1.Value", "shop")],
        ),
        ("SetSourceIdentity", vec![("SourceIdentity", "ann")]),
    ] {
        let refused = assume(&caller, &role, &members).await;
        assert_eq!(error_of(&refused), denied(&ann(), action, &role));
    }
    assert_eq!(assume(&caller, &role, &[]).await.status, 200);
}

#[tokio::test]
async fn durations() {
    let scene = Scene::new().await;
    let (ann, role) = scene.puller().await;
    for good in ["900", "3600", "7200"] {
        scene.assume(&ann, &role, &[("DurationSeconds", good)]).await;
    }
    let too_long = "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.";
    let refused = assume(&ann, &role, &[("DurationSeconds", "7201")]).await;
    assert_eq!(error_of(&refused), validation(too_long));
    for bad in ["899", "43201", "-1", "1e9", ""] {
        let refused = assume(&ann, &role, &[("DurationSeconds", bad)]).await;
        assert_eq!(refused.status, 400, "{bad}: {}", refused.text());
    }
    // Somebody who may not take the role does not learn how long it may be had.
    let eve = scene.user(ACCOUNT, "eve").await;
    let refused = assume(&eve, &role, &[("DurationSeconds", "43200")]).await;
    let eve = format!("arn:aws:iam::{ACCOUNT}:user/eve");
    assert_eq!(error_of(&refused), denied(&eve, "AssumeRole", &role));
}

#[tokio::test]
async fn names_of_sessions() {
    let scene = Scene::new().await;
    let (ann, role) = scene.puller().await;
    for good in ["ab", "a_+=,.@-b", &"x".repeat(64)] {
        let session = scene.assume(&ann, &role, &[("RoleSessionName", good)]).await;
        let arn = format!("arn:aws:sts::{ACCOUNT}:assumed-role/puller/{good}");
        assert_eq!(identity(&session).await, arn);
    }
    for bad in ["a", "a b", "a/b", "a:b", "a*", "\u{e9}t\u{e9}", &"x".repeat(65)] {
        let refused = assume(&ann, &role, &[("RoleSessionName", bad)]).await;
        assert_eq!(error_of(&refused).1, "ValidationError", "{bad}");
    }
}

#[tokio::test]
async fn tags_that_are_none() {
    let scene = Scene::new().await;
    let (ann, role) = scene.puller().await;
    let (key1, value1) = ("Tags.member.1.Key", "Tags.member.1.Value");
    let (key2, value2) = ("Tags.member.2.Key", "Tags.member.2.Value");
    let duplicate = "Duplicate tag keys found. Please note that Tag keys are case insensitive.";
    for (members, message) in [
        (
            vec![(key1, "Team"), (value1, "a"), (key2, "team"), (value2, "b")],
            duplicate,
        ),
        (
            vec![(key1, "aws:Team"), (value1, "a")],
            "Tag keys beginning with aws: are reserved.",
        ),
        (
            vec![
                (key1, "team"),
                (value1, "a"),
                ("TransitiveTagKeys.member.1", "other"),
            ],
            "The specified transitive tag key must be included in the requested tags.",
        ),
    ] {
        let refused = assume(&ann, &role, &members).await;
        assert_eq!(error_of(&refused), invalid(message));
    }
    let keys: Vec<(String, String)> = (1..=51)
        .map(|index| (format!("Tags.member.{index}"), format!("k{index}")))
        .collect();
    let names: Vec<(String, &str)> = keys
        .iter()
        .flat_map(|(name, key)| [(format!("{name}.Key"), &**key), (format!("{name}.Value"), "v")])
        .collect();
    let members: Vec<(&str, &str)> = names.iter().map(|(name, value)| (&**name, *value)).collect();
    scene.assume(&ann, &role, &members[..100]).await;
    let refused = assume(&ann, &role, &members).await;
    assert_eq!(error_of(&refused).1, "ValidationError");
}

/// No second factor is known here, and no context of another provider.
#[tokio::test]
async fn parameters_that_nothing_is_behind() {
    let scene = Scene::new().await;
    let (ann, role) = scene.puller().await;
    for member in ["SerialNumber", "TokenCode"] {
        let value = if member == "TokenCode" {
            "123456"
        } else {
            "arn:aws:iam::1:mfa/a"
        };
        let refused = assume(&ann, &role, &[(member, value)]).await;
        let (status, code, message) = error_of(&refused);
        assert_eq!((status, &*code), (403, "AccessDenied"));
        assert!(
            message.starts_with("MultiFactorAuthentication failed"),
            "{message}"
        );
    }
    let context = [("ProvidedContexts.member.1.ContextAssertion", "abcdefgh")];
    let refused = assume(&ann, &role, &context).await;
    assert_eq!(
        error_of(&refused),
        validation("ProvidedContexts are not supported.")
    );
}
