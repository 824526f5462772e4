//! What a session may do and carry: session policies, chains of roles, sessions of users.

use std::time::Duration;

use meta::OwnerKind;
use serde_json::{Value, json};
use stdx::Clock as _;
use testkit::{Caller, Reply, TestImage};

use crate::aws_fixture::{ACCOUNT, REPOSITORY};
use crate::aws_sts::{element, error_of};
use crate::sts_fixture::{OTHER, Scene, allow, assume, denied, document, identity, in_xml, trust};

pub(crate) const FORM: &str = "Action=GetCallerIdentity&Version=2011-06-15";
pub(crate) const INVALID_TOKEN: &str = "The security token included in the request is invalid.";

/// Actions that the tests tell apart, each with a call that needs it and nothing else.
const ACTIONS: [&str; 3] = ["DescribeImages", "ListImages", "GetAuthorizationToken"];

async fn may(caller: &Caller, action: &str) -> bool {
    let input = match action {
        "GetAuthorizationToken" => json!({}),
        _ => json!({"repositoryName": REPOSITORY}),
    };
    let reply = caller.ecr(action, input).await;
    if reply.status != 200 {
        assert_eq!(
            reply.json()["__type"],
            "AccessDeniedException",
            "{}",
            reply.text()
        );
    }
    reply.status == 200
}

/// The actions whose bits are set.
fn chosen(bits: usize) -> Vec<String> {
    let all = ACTIONS.iter().enumerate();
    let chosen = all.filter(|(index, _)| bits >> index & 1 == 1);
    let mut actions: Vec<String> = chosen.map(|(_, action)| format!("ecr:{action}")).collect();
    // A statement names at least one action.
    actions.push("s3:GetObject".to_owned());
    actions
}

fn allowing(bits: usize) -> Value {
    json!({"Effect": "Allow", "Action": chosen(bits), "Resource": "*"})
}

/// Whatever a session policy says, its session may do what the role may and the policy allows; a
/// session of a user may do what the user may.
#[tokio::test]
async fn a_session_never_has_what_its_parent_lacks() {
    let scene = Scene::new().await;
    let (ann, role) = scene.puller().await;
    for of_parent in 0..8 {
        for owner in [
            (OwnerKind::Role, ACCOUNT, "puller"),
            (OwnerKind::User, ACCOUNT, "ann"),
        ] {
            scene.policy(owner, "pull", allowing(of_parent)).await;
        }
        let session = scene.session(&ann.sts("GetSessionToken", &[]).await);
        for (index, action) in ACTIONS.iter().enumerate() {
            let expected = of_parent >> index & 1 == 1;
            assert_eq!(may(&session, action).await, expected, "{of_parent} {action}");
        }
        for of_session in 0..8 {
            let policy = document(allowing(of_session)).to_string();
            let session = scene.assume(&ann, &role, &[("Policy", &policy)]).await;
            for (index, action) in ACTIONS.iter().enumerate() {
                let expected = (of_parent & of_session) >> index & 1 == 1;
                let found = may(&session, action).await;
                assert_eq!(found, expected, "{of_parent} {of_session} {action}");
            }
        }
    }
    let wider = document(allow(&["*"], "*")).to_string();
    let session = scene.assume(&ann, &role, &[("Policy", &wider)]).await;
    let refused = session.sts("GetAccessKeyInfo", &[("AccessKeyId", "ASIAQNZGKIQY56JQ7WML")]);
    assert_eq!(error_of(&refused.await).1, "AccessDenied");
}

#[tokio::test]
async fn managed_session_policies() {
    let scene = Scene::new().await;
    let (ann, role) = scene.puller().await;
    let read = "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly";
    let arn = "PolicyArns.member.1.arn";
    let reply = assume(&ann, &role, &[(arn, read)]).await;
    let percent: u32 = element(reply.text(), "PackedPolicySize")
        .parse()
        .expect("a number");
    assert!((1..10).contains(&percent), "{percent}");
    let session = scene.session(&reply);
    assert!(may(&session, "DescribeImages").await);
    let refused = session
        .ecr("DeleteRepository", json!({"repositoryName": REPOSITORY}))
        .await;
    assert_eq!(refused.json()["__type"], "AccessDeniedException");
    for bad in [
        "arn:aws:iam::aws:policy/NoSuchPolicy",
        "arn:aws:iam::111122223333:policy/none",
        "arn:aws:iam::444455556666:policy/of-others",
    ] {
        let refused = assume(&ann, &role, &[(arn, bad)]).await;
        let message = format!("Policy {bad} does not exist or is not attachable.");
        assert_eq!(error_of(&refused), (400, "ValidationError".to_owned(), message));
    }
    let names: Vec<String> = (1..=11)
        .map(|index| format!("PolicyArns.member.{index}.arn"))
        .collect();
    let members: Vec<(&str, &str)> = names.iter().map(|name| (&**name, read)).collect();
    scene.assume(&ann, &role, &members[..10]).await;
    let refused = assume(&ann, &role, &members).await;
    let (status, code, message) = error_of(&refused);
    assert_eq!((status, &*code), (400, "ValidationError"));
    assert!(message.ends_with("length less than or equal to 10"), "{message}");
}

#[tokio::test]
async fn session_policies_that_are_none() {
    let scene = Scene::new().await;
    let (ann, role) = scene.puller().await;
    let statement = r#"{"Effect":"Allow","Action":"ecr:*","Resource":"*""#;
    for bad in [
        "{}".to_owned(),
        "not json".to_owned(),
        format!(r#"{{"Statement":{statement},"Principal":"*"}}}}"#),
        format!(r#"{{"Statement":{statement},"Effekt":"Deny"}}}}"#),
        format!(r#"{{"Statement":{statement},"Action":"*"}}}}"#),
        format!("\u{a0}{{\"Statement\":{statement}}}}}"),
        format!(r#"{{"Statement":{statement},"Sid":"{}"}}}}"#, "a".repeat(2_048)),
    ] {
        let refused = assume(&ann, &role, &[("Policy", &bad)]).await;
        let (status, code, _) = error_of(&refused);
        assert_eq!((status, &*code), (400, "MalformedPolicyDocument"), "{bad}");
    }
}

/// Everything that fits into a session fits into what is made with it; what does not is refused.
#[tokio::test]
async fn the_largest_session() {
    let scene = Scene::new().await;
    let (ann, role) = scene.puller().await;
    let layer = testkit::pattern(41, 10_000);
    let image = TestImage::with_layers("hello", vec![layer.clone()]);
    image.push(&scene.admin, REPOSITORY, "1").await;
    let policy = |sid: usize| {
        let mut statement = allow(&["ecr:*"], "*");
        statement["Sid"] = json!("a".repeat(sid));
        document(statement).to_string()
    };
    let policy = policy(2_048 - policy(0).len());
    assert_eq!(policy.len(), 2_048);
    let value = "v".repeat(256);
    let refusal = |count: usize| format!("{count:04}");
    let (mut largest, mut message) = (None, String::new());
    for length in (0..=256).rev() {
        let names: Vec<(String, String)> = (1..=10)
            .map(|index| (format!("Tags.member.{index}"), refusal(index)))
            .collect();
        let tags: Vec<(String, &str)> = names
            .iter()
            .flat_map(|(name, key)| {
                [
                    (format!("{name}.Key"), &**key),
                    (format!("{name}.Value"), &value[..length]),
                ]
            })
            .collect();
        let mut members: Vec<(&str, &str)> = tags.iter().map(|(name, value)| (&**name, *value)).collect();
        members.push(("Policy", &policy));
        members.push(("SourceIdentity", "nobody-in-particular"));
        let reply = assume(&ann, &role, &members).await;
        if reply.status == 200 {
            largest = Some(reply);
            break;
        }
        let (status, code, text) = error_of(&reply);
        assert_eq!((status, &*code), (400, "PackedPolicyTooLarge"));
        message = text;
    }
    assert_eq!(
        message,
        "Packed policy consumes 101% of allotted space, please use smaller policy."
    );
    let reply = largest.expect("some length fits");
    assert_eq!(element(reply.text(), "PackedPolicySize"), "100");
    let session = scene.session(&reply);
    let pulled = session.get(&format!("/v2/{REPOSITORY}/manifests/1")).await;
    assert_eq!(pulled.status, 200, "{}", pulled.text());
    let input = json!({"repositoryName": REPOSITORY, "layerDigest": testkit::digest_of(&layer)});
    let url = session.ecr_ok("GetDownloadUrlForLayer", input).await;
    let url = url["downloadUrl"].as_str().expect("a URL");
    let target = &url[8 + url[8..].find('/').expect("a path")..];
    let request = http::Request::get(target).header("host", session.host()).body("");
    let reply = scene.server.send(request.expect("a request")).await;
    assert!(reply.status == 200 && reply.body == layer, "{}", reply.status);
    let signed = session
        .signature("sts")
        .presigned_get(FORM, Duration::from_secs(60));
    assert_eq!(scene.server.send(signed).await.status, 200);
}

/// The roles `one` and `two`, which take each other.
async fn loop_of_two(scene: &Scene) -> (Caller, String, String) {
    let ann = scene.user(ACCOUNT, "ann").await;
    let arn = |name: &str| format!("arn:aws:iam::{ACCOUNT}:role/team/{name}");
    let by_ann = format!("arn:aws:iam::{ACCOUNT}:user/ann");
    let one = scene
        .role(ACCOUNT, "one", trust(json!({"AWS": [by_ann, arn("two")]}), None))
        .await;
    let two = scene
        .role(ACCOUNT, "two", trust(json!({"AWS": arn("one")}), None))
        .await;
    for name in ["one", "two"] {
        scene
            .policy((OwnerKind::Role, ACCOUNT, name), "own", allow(&["ecr:*"], "*"))
            .await;
    }
    (ann, one, two)
}

/// However often roles take each other, what the first session was given comes along, and no
/// session lives for more than an hour.
#[tokio::test]
async fn loops_of_roles() {
    let scene = Scene::new().await;
    let (ann, one, two) = loop_of_two(&scene).await;
    let tags = [
        ("Tags.member.1.Key", "team"),
        ("Tags.member.1.Value", "shop"),
        ("Tags.member.2.Key", "job"),
        ("Tags.member.2.Value", "7"),
        ("TransitiveTagKeys.member.1", "Team"),
        ("SourceIdentity", "ann"),
    ];
    let mut session = scene.assume(&ann, &one, &tags).await;
    for (round, role) in [&two, &one, &two, &one].into_iter().enumerate() {
        let arn = identity(&session).await;
        let refused = assume(&session, role, &[("DurationSeconds", "3601")]).await;
        let message = "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining";
        assert_eq!(
            error_of(&refused),
            (400, "ValidationError".to_owned(), message.to_owned())
        );
        let refused = assume(&session, role, &tags[..2]).await;
        let message = "One of the specified transitive tag keys can't be set because it conflicts with a transitive \
                       tag key from the calling session.";
        assert_eq!(
            error_of(&refused),
            (400, "InvalidParameterValue".to_owned(), in_xml(message))
        );
        let refused = assume(&session, role, &[("SourceIdentity", "bob")]).await;
        assert_eq!(error_of(&refused), denied(&arn, "SetSourceIdentity", role));
        let reply = assume(&session, role, &[]).await;
        assert_eq!(reply.status, 200, "{round}: {}", reply.text());
        assert_eq!(element(reply.text(), "SourceIdentity"), "ann");
        session = scene.session(&reply);
    }
    let conditions = |value: &str| {
        json!({"Effect": "Allow", "Action": "ecr:*", "Resource": "*", "Condition": {
            "StringEquals": {"aws:PrincipalTag/team": value, "aws:SourceIdentity": "ann"},
            "Null": {"aws:PrincipalTag/job": "true"}}})
    };
    for (team, expected) in [("shop", true), ("web", false)] {
        scene
            .policy((OwnerKind::Role, ACCOUNT, "one"), "own", conditions(team))
            .await;
        assert_eq!(may(&session, "DescribeImages").await, expected, "{team}");
    }
}

/// Each role of a chain agrees to what is handed down, and a session policy limits the next step.
#[tokio::test]
async fn chains_that_end() {
    let scene = Scene::new().await;
    let (ann, one, two) = loop_of_two(&scene).await;
    let policy = document(allow(&["ecr:*"], "*")).to_string();
    let session = scene.assume(&ann, &one, &[("Policy", &policy)]).await;
    let refused = assume(&session, &two, &[]).await;
    let arn = format!("arn:aws:sts::{ACCOUNT}:assumed-role/one/job");
    assert_eq!(error_of(&refused), denied(&arn, "AssumeRole", &two));

    let statement = json!({"Effect": "Allow", "Principal": {"AWS": one}, "Action": "sts:AssumeRole"});
    let strict = scene.role(ACCOUNT, "strict", document(statement)).await;
    let plain = scene.assume(&ann, &one, &[]).await;
    assert_eq!(assume(&plain, &strict, &[]).await.status, 200);
    let tag = [("Tags.member.1.Key", "a"), ("Tags.member.1.Value", "b")];
    let kept = scene.assume(&ann, &one, &tag).await;
    assert_eq!(assume(&kept, &strict, &[]).await.status, 200);
    let transitive = [tag[0], tag[1], ("TransitiveTagKeys.member.1", "a")];
    let tagged = scene.assume(&ann, &one, &transitive).await;
    let refused = assume(&tagged, &strict, &[]).await;
    assert_eq!(error_of(&refused), denied(&arn, "TagSession", &strict));
    let named = scene.assume(&ann, &one, &[("SourceIdentity", "ann")]).await;
    let refused = assume(&named, &strict, &[]).await;
    assert_eq!(error_of(&refused), denied(&arn, "SetSourceIdentity", &strict));
}

fn lives_for(scene: &Scene, reply: &Reply, seconds: u64) {
    let end = scene.server.clock.now().after(Duration::from_secs(seconds));
    assert_eq!(
        element(reply.text(), "Expiration"),
        end.to_iso8601(),
        "{}",
        reply.text()
    );
}

#[tokio::test]
async fn sessions_of_users_and_roots() {
    let scene = Scene::new().await;
    let root = scene.root(ACCOUNT).await;
    let (ann, role) = scene.puller().await;
    for (caller, asked, seconds) in [
        (&ann, None, 43_200),
        (&ann, Some("900"), 900),
        (&ann, Some("129600"), 129_600),
        (&root, None, 3_600),
        (&root, Some("900"), 900),
        (&root, Some("129600"), 3_600),
    ] {
        let members: Vec<(&str, &str)> = asked
            .map(|asked| ("DurationSeconds", asked))
            .into_iter()
            .collect();
        let reply = caller.sts("GetSessionToken", &members).await;
        lives_for(&scene, &reply, seconds);
        let session = scene.session(&reply);
        assert_eq!(identity(&session).await, identity(caller).await);
        let refused = session.sts("GetSessionToken", &[]).await;
        let message = "Cannot call GetSessionToken with session credentials".to_owned();
        assert_eq!(error_of(&refused), (403, "AccessDenied".to_owned(), message));
        let refused = session.iam("ListUsers", &[]).await;
        let expected = (403, "InvalidClientTokenId".to_owned(), INVALID_TOKEN.to_owned());
        assert_eq!(error_of(&refused), expected);
    }
    for bad in ["899", "129601"] {
        let refused = ann.sts("GetSessionToken", &[("DurationSeconds", bad)]).await;
        assert_eq!(error_of(&refused).1, "ValidationError");
    }
    let refused = ann.sts("GetSessionToken", &[("TokenCode", "123456")]).await;
    assert_eq!(error_of(&refused).1, "AccessDenied");
    // It is the user who takes a role with it, so this is no chain.
    let session = scene.session(&ann.sts("GetSessionToken", &[]).await);
    let of_role = scene
        .assume(&session, &role, &[("DurationSeconds", "7200")])
        .await;
    let refused = of_role.sts("GetSessionToken", &[]).await;
    assert_eq!(error_of(&refused).1, "AccessDenied");
    let of_root = scene.session(&root.sts("GetSessionToken", &[]).await);
    assert_eq!(error_of(&assume(&of_root, &role, &[]).await).1, "AccessDenied");
}

#[tokio::test]
async fn whose_an_access_key_is() {
    let scene = Scene::new().await;
    let bob = scene.server.other_account(OTHER).await;
    let (ann, role) = scene.puller().await;
    let session = scene.assume(&ann, &role, &[]).await;
    let id = |caller: &Caller| caller.signature("sts").key.id.to_string();
    for (key, account) in [
        (id(&scene.admin), ACCOUNT),
        (id(&bob), OTHER),
        (id(&session), ACCOUNT),
        // Not of the form that holds an account, but there.
        (id(&ann), ACCOUNT),
        ("ASIAQNZGKIQY56JQ7WML".to_owned(), "029608264753"),
    ] {
        let reply = scene
            .admin
            .sts("GetAccessKeyInfo", &[("AccessKeyId", &key)])
            .await;
        assert_eq!(element(reply.text(), "Account"), account, "{key}");
    }
    for bad in ["AKIA", "AIDAQNZGKIQY56JQ7WML", "AKIAQNZGKIQY56JQ7WM1"] {
        let refused = scene.admin.sts("GetAccessKeyInfo", &[("AccessKeyId", bad)]).await;
        assert_eq!(error_of(&refused).1, "ValidationError", "{bad}");
    }
    let refused = ann
        .sts("GetAccessKeyInfo", &[("AccessKeyId", "ASIAQNZGKIQY56JQ7WML")])
        .await;
    assert_eq!(error_of(&refused).1, "AccessDenied");
}
