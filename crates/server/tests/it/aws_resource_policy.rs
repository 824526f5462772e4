//! Policies of repositories and registries: their grammar, their text, whom they let in, and who
//! stays outside.

use meta::OwnerKind;
use serde_json::{Value, json};

use crate::aws_fixture::{ACCOUNT, REPOSITORY, STRANGER, invalid, refuse};
use crate::sts_fixture::{OTHER, Scene, allow, document, trust};

const UNFIT: &str = "Invalid repository policy provided";

/// A statement of a repository's policy.
fn statement(effect: &str, principal: Value, actions: &[&str]) -> Value {
    json!({"Effect": effect, "Principal": principal, "Action": actions})
}

fn arn(name: &str) -> String {
    format!("arn:aws:ecr:eu-west-1:{ACCOUNT}:repository/{name}")
}

fn set(document: &Value) -> Value {
    json!({"repositoryName": REPOSITORY, "policyText": document.to_string()})
}

fn denied(user: &str, action: &str, why: &str) -> (String, String) {
    let resource = arn(REPOSITORY);
    let message =
        format!("User: {user} is not authorized to perform: ecr:{action} on resource: {resource} {why}");
    ("AccessDeniedException".to_owned(), message)
}

const LIST: &str = "ListImages";

fn list() -> Value {
    json!({"registryId": ACCOUNT, "repositoryName": REPOSITORY})
}

#[tokio::test]
async fn a_policy_is_set_read_and_deleted() {
    let scene = Scene::new().await;
    let whole = json!({"repositoryName": REPOSITORY});
    let missing = format!(
        "Repository policy does not exist for the repository with name '{REPOSITORY}' in the registry with id '{ACCOUNT}'"
    );
    let absent = [
        (
            "GetRepositoryPolicy",
            whole.clone(),
            "RepositoryPolicyNotFoundException",
            missing.clone(),
        ),
        (
            "DeleteRepositoryPolicy",
            whole.clone(),
            "RepositoryPolicyNotFoundException",
            missing,
        ),
    ];
    refuse(&scene.admin, &absent).await;
    let text = format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Sid":"pull","Effect":"Allow","Principal":{{"AWS":"{ACCOUNT}"}},"Action":["ecr:BatchGetImage","ecr:ListImages"]}}]}}"#
    );
    let shown = format!(
        "{{\n  \"Version\" : \"2012-10-17\",\n  \"Statement\" : [ {{\n    \"Sid\" : \"pull\",\n    \"Effect\" : \"Allow\",\n    \"Principal\" : {{\n      \"AWS\" : \"{ACCOUNT}\"\n    }},\n    \"Action\" : [ \"ecr:BatchGetImage\", \"ecr:ListImages\" ]\n  }} ]\n}}"
    );
    let expected = json!({"registryId": ACCOUNT, "repositoryName": REPOSITORY, "policyText": shown});
    let input = json!({"repositoryName": REPOSITORY, "policyText": text});
    assert_eq!(scene.admin.ecr_ok("SetRepositoryPolicy", input).await, expected);
    assert_eq!(
        scene.admin.ecr_ok("GetRepositoryPolicy", whole.clone()).await,
        expected
    );
    assert_eq!(
        scene.admin.ecr_ok("DeleteRepositoryPolicy", whole).await,
        expected
    );
    refuse(&scene.admin, &absent).await;
    let nope = "The repository with name 'nope' does not exist in the registry with id '111122223333'";
    for operation in [
        "SetRepositoryPolicy",
        "GetRepositoryPolicy",
        "DeleteRepositoryPolicy",
    ] {
        let input = json!({"repositoryName": "nope", "policyText": text});
        let row = (operation, input, "RepositoryNotFoundException", nope.to_owned());
        refuse(&scene.admin, &[row]).await;
    }
}

#[tokio::test]
async fn what_is_no_policy_is_refused() {
    let scene = Scene::new().await;
    let aws = |name: &str| json!({"AWS": name});
    let pull = |principal: Value| document(json!([statement("Allow", principal, &["ecr:BatchGetImage"])]));
    let acting = |action: &str| document(json!([statement("Allow", json!("*"), &[action])]));
    let mut texts: Vec<String> = [
        json!({}),
        json!([]),
        pull(aws(STRANGER)),
        pull(aws(&format!("arn:aws:iam::{STRANGER}:root"))),
        pull(aws(&format!("arn:aws:iam::{ACCOUNT}:user/nobody"))),
        pull(aws(&format!(
            "arn:aws:iam::{ACCOUNT}:user/wrong/path/administrator"
        ))),
        pull(aws(&format!("arn:aws:iam::{ACCOUNT}:role/administrator"))),
        pull(aws(&format!("arn:aws:iam::{ACCOUNT}:user/Administrator"))),
        pull(aws(&format!("arn:aws:iam::{ACCOUNT}:user/*"))),
        pull(aws(&format!("arn:aws:sts::{ACCOUNT}:assumed-role/nobody/job"))),
        pull(aws("AIDACKCEVSQ6C2EXAMPLE")),
        pull(json!({"Federated": "accounts.google.com"})),
        pull(json!({})),
        acting("s3:GetObject"),
        acting("ecr-public:*"),
        acting("BatchGetImage"),
        document(json!([{"Effect": "Allow", "Action": "ecr:*"}])),
        document(json!([{"Effect": "Permit", "Principal": "*", "Action": "ecr:*"}])),
        document(json!([{"Effect": "Allow", "Principal": "*", "Action": "ecr:*", "Kondition": {}}])),
        document(json!([{"Effect": "Allow", "NotPrincipal": "*", "Action": "ecr:*"}])),
    ]
    .iter()
    .map(Value::to_string)
    .collect();
    let good = acting("ecr:BatchGetImage").to_string();
    texts.push(format!("\u{feff}{good}"));
    texts.push(good.replacen("\"Effect\"", "\"Effect\":\"Deny\",\"Effect\"", 1));
    texts.push(format!("{good}}}"));
    texts.push(String::from("{"));
    for text in texts {
        let input = json!({"repositoryName": REPOSITORY, "policyText": text, "force": true});
        let message = invalid("PolicyText", UNFIT);
        refuse(
            &scene.admin,
            &[("SetRepositoryPolicy", input, "InvalidParameterException", message)],
        )
        .await;
        if text.starts_with('{') && text.contains("Statement") {
            let input = json!({"policyText": text});
            let message = invalid("PolicyText", "Invalid registry policy provided");
            refuse(
                &scene.admin,
                &[("PutRegistryPolicy", input, "InvalidParameterException", message)],
            )
            .await;
        }
    }
}

/// 10,240 characters are a policy, one more is none.
#[tokio::test]
async fn a_policy_has_a_longest_length() {
    let scene = Scene::new().await;
    let good = document(json!([statement("Allow", json!("*"), &["ecr:BatchGetImage"])])).to_string();
    let longest = format!("{good}{}", " ".repeat(10_240 - good.len()));
    let input = json!({"repositoryName": REPOSITORY, "policyText": longest});
    scene.admin.ecr_ok("SetRepositoryPolicy", input.clone()).await;
    let input = json!({"repositoryName": REPOSITORY, "policyText": format!("{longest} ")});
    let (name, _) = scene.admin.ecr_error("SetRepositoryPolicy", input).await;
    assert_eq!(name, "InvalidParameterException");
}

#[tokio::test]
async fn a_policy_that_locks_its_author_out_needs_force() {
    let scene = Scene::new().await;
    let lock = document(json!([statement(
        "Deny",
        json!("*"),
        &["ecr:SetRepositoryPolicy"]
    )]));
    let why = "The policy would keep you from setting another one; force sets it";
    let refused = || {
        (
            "SetRepositoryPolicy",
            set(&lock),
            "InvalidParameterException",
            invalid("PolicyText", why),
        )
    };
    refuse(&scene.admin, &[refused()]).await;
    let mut forced = set(&lock);
    forced["force"] = json!(true);
    scene.admin.ecr_ok("SetRepositoryPolicy", forced.clone()).await;
    let me = format!("arn:aws:iam::{ACCOUNT}:user/administrator");
    let expected = denied(
        &me,
        "SetRepositoryPolicy",
        "with an explicit deny in a resource-based policy",
    );
    assert_eq!(
        scene.admin.ecr_error("SetRepositoryPolicy", forced).await,
        expected
    );
    // Who is let in from outside may not give that up by mistake.
    let whole = json!({"repositoryName": REPOSITORY});
    scene.admin.ecr_ok("DeleteRepositoryPolicy", whole).await;
    let bob = scene.server.other_account(OTHER).await;
    let open = document(json!([statement(
        "Allow",
        json!({"AWS": OTHER}),
        &["ecr:SetRepositoryPolicy"]
    )]));
    scene.admin.ecr_ok("SetRepositoryPolicy", set(&open)).await;
    let less = document(json!([statement(
        "Allow",
        json!({"AWS": OTHER}),
        &["ecr:ListImages"]
    )]));
    let mut input = set(&less);
    input["registryId"] = json!(ACCOUNT);
    let (name, message) = bob.ecr_error("SetRepositoryPolicy", input.clone()).await;
    assert_eq!(
        (name.as_str(), message),
        ("InvalidParameterException", invalid("PolicyText", why))
    );
    input["force"] = json!(true);
    bob.ecr_ok("SetRepositoryPolicy", input).await;
    bob.ecr_ok(LIST, list()).await;
}

#[tokio::test]
async fn another_account_needs_both_policies() {
    let scene = Scene::new().await;
    let bob = scene.server.other_account(OTHER).await;
    let bobs = format!("arn:aws:iam::{OTHER}:user/administrator");
    let carol = scene.user(OTHER, "carol").await;
    let carols = format!("arn:aws:iam::{OTHER}:user/carol");
    let closed = "because no resource-based policy allows the ecr:ListImages action";
    assert_eq!(bob.ecr_error(LIST, list()).await, denied(&bobs, LIST, closed));
    assert_eq!(carol.ecr_error(LIST, list()).await, denied(&carols, LIST, closed));
    let open = document(json!([statement(
        "Allow",
        json!({"AWS": OTHER}),
        &["ecr:ListImages"]
    )]));
    scene.admin.ecr_ok("SetRepositoryPolicy", set(&open)).await;
    bob.ecr_ok(LIST, list()).await;
    let unasked = "because no identity-based policy allows the ecr:ListImages action";
    assert_eq!(
        carol.ecr_error(LIST, list()).await,
        denied(&carols, LIST, unasked)
    );
    let owner = (OwnerKind::User, OTHER, "carol");
    scene
        .policy(owner, "list", allow(&["ecr:ListImages"], &arn(REPOSITORY)))
        .await;
    carol.ecr_ok(LIST, list()).await;
    // A denial wins, of whatever kind.
    let shut = document(json!([
        statement("Allow", json!({"AWS": OTHER}), &["ecr:ListImages"]),
        statement("Deny", json!({"AWS": carols}), &["ecr:*"]),
    ]));
    scene.admin.ecr_ok("SetRepositoryPolicy", set(&shut)).await;
    let shut = "with an explicit deny in a resource-based policy";
    assert_eq!(carol.ecr_error(LIST, list()).await, denied(&carols, LIST, shut));
    bob.ecr_ok(LIST, list()).await;
}

#[tokio::test]
async fn in_the_own_account_one_policy_is_enough() {
    let scene = Scene::new().await;
    let (ann, anns) = (
        scene.user(ACCOUNT, "ann").await,
        format!("arn:aws:iam::{ACCOUNT}:user/ann"),
    );
    let unasked = "because no identity-based policy allows the ecr:ListImages action";
    assert_eq!(ann.ecr_error(LIST, list()).await, denied(&anns, LIST, unasked));
    let open = document(json!([statement(
        "Allow",
        json!({"AWS": anns}),
        &["ecr:ListImages"]
    )]));
    scene.admin.ecr_ok("SetRepositoryPolicy", set(&open)).await;
    ann.ecr_ok(LIST, list()).await;
    // What no policy of a resource can grant.
    let login = document(json!([statement("Allow", json!({"AWS": anns}), &["ecr:*"])]));
    scene.admin.ecr_ok("SetRepositoryPolicy", set(&login)).await;
    let (name, _) = ann.ecr_error("GetAuthorizationToken", json!({})).await;
    assert_eq!(name, "AccessDeniedException");
}

#[tokio::test]
async fn a_right_does_not_pass_to_a_namesake() {
    let scene = Scene::new().await;
    let anns = format!("arn:aws:iam::{ACCOUNT}:user/ann");
    let ann = scene.user(ACCOUNT, "ann").await;
    let trusting = trust(json!({"AWS": ACCOUNT}), None);
    let role = scene.role(ACCOUNT, "puller", trusting).await;
    let session = format!("arn:aws:sts::{ACCOUNT}:assumed-role/puller/job");
    let principals = json!({"AWS": [anns, role, session, ACCOUNT]});
    let open = document(json!([statement(
        "Allow",
        principals.clone(),
        &["ecr:ListImages"]
    )]));
    let shown = scene.admin.ecr_ok("SetRepositoryPolicy", set(&open)).await;
    let named = |output: &Value| -> Value {
        let text = output["policyText"].as_str().expect("a text");
        let policy: Value = serde_json::from_str(text).expect("JSON");
        policy["Statement"][0]["Principal"].clone()
    };
    assert_eq!(named(&shown), principals);
    ann.ecr_ok(LIST, list()).await;
    scene.delete_role(ACCOUNT, "puller").await;
    scene
        .write(|tx| {
            Box::pin(async move {
                let account = names::AccountId::parse(ACCOUNT).expect("an account");
                let ann = names::EntityName::parse("ann").expect("a name");
                let owner = meta::KeyOwner::User(ann.clone());
                let keys = tx.access_key_list(&account, &owner, None, meta::Limit(9));
                for key in keys.await? {
                    tx.access_key_delete(&key.id).await?;
                }
                tx.iam_user_delete(&account, &ann).await.map(drop)
            })
        })
        .await;
    let namesake = scene.user(ACCOUNT, "ann").await;
    let unasked = "because no identity-based policy allows the ecr:ListImages action";
    assert_eq!(
        namesake.ecr_error(LIST, list()).await,
        denied(&anns, LIST, unasked)
    );
    let output = scene
        .admin
        .ecr_ok("GetRepositoryPolicy", json!({"repositoryName": REPOSITORY}))
        .await;
    let named = named(&output)["AWS"].as_array().expect("a list").clone();
    let text = |index: usize| named[index].as_str().expect("text").to_owned();
    assert!(
        text(0).starts_with("AIDA") && text(1).starts_with("AROA"),
        "{named:?}"
    );
    assert_eq!(text(2), format!("{}:job", text(1)));
    assert_eq!(text(3), ACCOUNT);
}

#[tokio::test]
async fn the_policy_of_a_registry_is_for_all_its_repositories() {
    let scene = Scene::new().await;
    let missing = format!("Registry policy does not exist in the registry with id '{ACCOUNT}'");
    let absent = [
        (
            "GetRegistryPolicy",
            json!({}),
            "RegistryPolicyNotFoundException",
            missing.clone(),
        ),
        (
            "DeleteRegistryPolicy",
            json!({}),
            "RegistryPolicyNotFoundException",
            missing,
        ),
    ];
    refuse(&scene.admin, &absent).await;
    let bob = scene.server.other_account(OTHER).await;
    let mut open = statement("Allow", json!({"AWS": OTHER}), &["ecr:ListImages"]);
    let input = json!({"policyText": document(json!([open])).to_string()});
    let why = invalid("PolicyText", "Invalid registry policy provided");
    refuse(
        &scene.admin,
        &[("PutRegistryPolicy", input, "InvalidParameterException", why)],
    )
    .await;
    open["Resource"] = json!(arn("shop/*"));
    let input = json!({"policyText": document(json!([open])).to_string()});
    let put = scene.admin.ecr_ok("PutRegistryPolicy", input).await;
    assert_eq!(put["registryId"], json!(ACCOUNT));
    assert_eq!(scene.admin.ecr_ok("GetRegistryPolicy", json!({})).await, put);
    bob.ecr_ok(LIST, list()).await;
    scene.admin.create_repository("elsewhere").await;
    let other = json!({"registryId": ACCOUNT, "repositoryName": "elsewhere"});
    assert_eq!(bob.ecr_error(LIST, other).await.0, "AccessDeniedException");
    // Both kinds of policies of the resource count: the other one's denial too.
    let shut = document(json!([statement(
        "Deny",
        json!({"AWS": OTHER}),
        &["ecr:ListImages"]
    )]));
    scene.admin.ecr_ok("SetRepositoryPolicy", set(&shut)).await;
    assert_eq!(bob.ecr_error(LIST, list()).await.0, "AccessDeniedException");
    assert_eq!(scene.admin.ecr_ok("DeleteRegistryPolicy", json!({})).await, put);
    refuse(&scene.admin, &absent).await;
}
