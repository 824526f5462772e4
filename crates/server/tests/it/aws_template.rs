//! Repository creation templates (`ecr-api-private`, K; `ecr-registry-features`, 3).

use serde_json::{Value, json};
use testkit::Caller;

use crate::aws_fixture::{ACCOUNT, NOT_NULL, Refusals, START, max_length, min_length, server, with};
use crate::iam_fixture::{person, put_policy};

const CREATE: &str = "CreateRepositoryCreationTemplate";
const UPDATE: &str = "UpdateRepositoryCreationTemplate";
const DELETE: &str = "DeleteRepositoryCreationTemplate";
const DESCRIBE: &str = "DescribeRepositoryCreationTemplates";

fn plain(prefix: &str) -> Value {
    json!({
        "prefix": prefix, "encryptionConfiguration": {"encryptionType": "AES256"},
        "imageTagMutability": "MUTABLE", "appliedFor": ["CREATE_ON_PUSH"],
        "createdAt": START, "updatedAt": START,
    })
}

fn new(prefix: &str) -> Value {
    json!({"prefix": prefix, "appliedFor": ["CREATE_ON_PUSH"]})
}

fn answer(template: &Value) -> Value {
    json!({"registryId": ACCOUNT, "repositoryCreationTemplate": template})
}

async fn prefixes(caller: &Caller, input: Value) -> (Vec<String>, Value) {
    let output = caller.ecr_ok(DESCRIBE, input).await;
    let templates = output["repositoryCreationTemplates"].as_array().expect("a list");
    let prefix = |template: &Value| template["prefix"].as_str().expect("a prefix").to_owned();
    (
        templates.iter().map(prefix).collect(),
        output["nextToken"].clone(),
    )
}

/// A policy of a repository as it comes back.
fn policy() -> Value {
    let principal = json!({"AWS": format!("arn:aws:iam::{ACCOUNT}:root")});
    json!({"Version": "2012-10-17", "Statement": [{"Sid": "pull", "Effect": "Allow",
        "Principal": principal, "Action": "ecr:BatchGetImage"}]})
}

const LIFECYCLE: &str = r#"{"rules": [{"rulePriority": 1, "selection": {"tagStatus": "untagged", "countType": "imageCountMoreThan", "countNumber": 1}, "action": {"type": "expire"}}]}"#;

#[tokio::test]
async fn a_template_from_beginning_to_end() {
    let (server, admin) = server().await;
    let created = admin.ecr_ok(CREATE, new("shop/")).await;
    assert_eq!(created, answer(&plain("shop/")));
    server.clock.advance(std::time::Duration::from_secs(60));
    let role = format!("arn:aws:iam::{ACCOUNT}:role/ecr");
    let change = json!({
        "description": "of the shop", "resourceTags": [{"Key": "team", "Value": "web"}],
        "imageTagMutability": "IMMUTABLE_WITH_EXCLUSION",
        "imageTagMutabilityExclusionFilters": [{"filterType": "WILDCARD", "filter": "dev*"}],
        "lifecyclePolicy": LIFECYCLE, "customRoleArn": role,
        "appliedFor": ["REPLICATION", "PULL_THROUGH_CACHE", "REPLICATION"],
    });
    let full = with(&plain("shop/"), &change);
    let full = with(
        &full,
        &json!({"updatedAt": START + 60.0, "appliedFor": ["REPLICATION", "PULL_THROUGH_CACHE"]}),
    );
    let input = with(&change, &json!({"prefix": "shop"}));
    assert_eq!(admin.ecr_ok(UPDATE, input).await, answer(&full));
    let input = json!({"prefix": "shop", "repositoryPolicy": policy().to_string()});
    let updated = admin.ecr_ok(UPDATE, input).await;
    let text = updated["repositoryCreationTemplate"]["repositoryPolicy"].as_str();
    let text = text.expect("a policy");
    assert_eq!(serde_json::from_str::<Value>(text).expect("JSON"), policy());
    assert_ne!(text, policy().to_string(), "it is written anew");
    let input = json!({"prefix": "shop", "repositoryPolicy": "", "lifecyclePolicy": "", "description": "",
        "resourceTags": [], "customRoleArn": "", "imageTagMutability": "MUTABLE",
        "encryptionConfiguration": {"encryptionType": "AES256", "kmsKey": ""}});
    let bare = with(
        &plain("shop/"),
        &json!({"updatedAt": START + 60.0, "appliedFor": ["REPLICATION", "PULL_THROUGH_CACHE"]}),
    );
    assert_eq!(admin.ecr_ok(UPDATE, input).await, answer(&bare));
    let prefix = json!({"prefix": "shop"});
    assert_eq!(admin.ecr_ok(DELETE, prefix.clone()).await, answer(&bare));
    let missing = format!(
        "The repository creation template with prefix 'shop' does not exist in the registry with id '{ACCOUNT}'"
    );
    for operation in [DELETE, UPDATE] {
        Refusals::of(operation, prefix.clone())
            .row(json!({}), "TemplateNotFoundException", missing.clone())
            .check(&admin)
            .await;
    }
}

#[tokio::test]
async fn templates_are_listed_by_prefix() {
    let (_server, admin) = server().await;
    for prefix in ["b", "a/b", "ROOT", "a"] {
        admin.ecr_ok(CREATE, new(prefix)).await;
    }
    let (all, next) = prefixes(&admin, json!({})).await;
    assert_eq!(
        (all, next),
        (["ROOT", "a", "a/b", "b"].map(str::to_owned).to_vec(), Value::Null)
    );
    let (first, next) = prefixes(&admin, json!({"maxResults": 3})).await;
    assert_eq!(first, ["ROOT", "a", "a/b"]);
    let (last, end) = prefixes(&admin, json!({"maxResults": 3, "nextToken": next})).await;
    assert_eq!((last, end), (vec!["b".to_owned()], Value::Null));
    // What is not there is not said.
    let (named, _) = prefixes(&admin, json!({"prefixes": ["b/", "c", "ROOT"]})).await;
    assert_eq!(named, ["b", "ROOT"]);
    let (elsewhere, _) = prefixes(&admin.in_region("us-east-1"), json!({})).await;
    assert!(elsewhere.is_empty());
    let both = "nextToken and maxResults cannot be used with prefixes";
    Refusals::of(DESCRIBE, json!({}))
        .invalid(json!({"prefixes": ["b"], "maxResults": 1}), "prefixes", both)
        .invalid(json!({"nextToken": "x"}), "nextToken", "Invalid token")
        .check(&admin)
        .await;
}

/// What is refused inside a template, by its creation and its change alike.
fn with_bad_insides(table: Refusals) -> Refusals {
    let unfit = "Invalid repository policy provided";
    let stranger = policy().to_string().replace(ACCOUNT, "999988887777");
    let unmapped = "Lifecycle policy validation failure: Could not map policyString into LifecyclePolicy.";
    let zero = LIFECYCLE.replace("\"rulePriority\": 1", "\"rulePriority\": 0");
    let low = "Lifecycle policy validation failure: numeric instance is lower than the required minimum (minimum: 1, \
               found: 0)";
    let tag = json!({"Key": "a", "Value": "1"});
    table
        .invalid(json!({"repositoryPolicy": "{"}), "repositoryPolicy", unfit)
        .invalid(json!({"repositoryPolicy": stranger}), "repositoryPolicy", unfit)
        .invalid(json!({"lifecyclePolicy": "x"}), "lifecyclePolicy", unmapped)
        .invalid(json!({"lifecyclePolicy": zero}), "lifecyclePolicy", low)
        .row(
            json!({"resourceTags": [tag, tag]}),
            "InvalidTagParameterException",
            "Duplicate tag key 'a'",
        )
        .invalid(
            json!({"imageTagMutability": "IMMUTABLE_WITH_EXCLUSION"}),
            "imageTagMutabilityExclusionFilters",
            "Member must not be empty when the tag mutability has exclusions",
        )
}

#[tokio::test]
async fn create_refuses() {
    let (_server, admin) = server().await;
    admin.ecr_ok(CREATE, new("taken/")).await;
    let exists = format!(
        "The repository creation template with prefix 'taken' already exists in the registry with id '{ACCOUNT}'"
    );
    let rule = r"must satisfy regular expression '^([a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*\/?|ROOT)$'";
    with_bad_insides(Refusals::of(CREATE, new("fresh")))
        .row(
            json!({"prefix": "taken"}),
            "TemplateAlreadyExistsException",
            exists,
        )
        .invalid(json!({"prefix": null}), "prefix", NOT_NULL)
        .invalid(
            json!({"encryptionConfiguration": {"encryptionType": "KMS", "kmsKey": "alias/shop"}}),
            "encryptionConfiguration.kmsKey",
            r"must satisfy regular expression '^$|arn:aws[a-z0-9-]*:kms:[a-z0-9-]+:[0-9]{12}:key\/[a-z0-9-]+'",
        )
        .invalid(json!({"appliedFor": null}), "appliedFor", NOT_NULL)
        .invalid(json!({"prefix": ""}), "prefix", &min_length(1))
        .invalid(json!({"prefix": "a".repeat(257)}), "prefix", &max_length(256))
        .invalid(json!({"prefix": "Shop"}), "prefix", rule)
        .invalid(json!({"prefix": "root//"}), "prefix", rule)
        .invalid(
            json!({"description": "a".repeat(257)}),
            "description",
            &max_length(256),
        )
        .invalid(
            json!({"repositoryPolicy": "a".repeat(10_241)}),
            "repositoryPolicy",
            &max_length(10_240),
        )
        .invalid(
            json!({"lifecyclePolicy": "a".repeat(30_721)}),
            "lifecyclePolicy",
            &max_length(30_720),
        )
        .invalid(
            json!({"customRoleArn": "arn:aws:iam::999988887777:role/x"}),
            "customRoleArn",
            "Invalid ARN",
        )
        .check(&admin)
        .await;
    let (all, _) = prefixes(&admin, json!({})).await;
    assert_eq!(all, ["taken/"]);
}

/// A change of a template is held to the same rules, and does nothing when it is refused.
#[tokio::test]
async fn update_refuses() {
    let (_server, admin) = server().await;
    let created = admin.ecr_ok(CREATE, new("shop")).await;
    with_bad_insides(Refusals::of(
        UPDATE,
        json!({"prefix": "shop", "description": "never seen"}),
    ))
    .check(&admin)
    .await;
    let shown = admin.ecr_ok(DESCRIBE, json!({})).await;
    assert_eq!(
        shown["repositoryCreationTemplates"],
        json!([created["repositoryCreationTemplate"]])
    );
}

/// A template is no way to do what its author may not.
#[tokio::test]
async fn an_author_may_do_what_the_template_does() {
    let (_server, admin) = server().await;
    let author = person(&admin, "author").await;
    let templates = json!({"Effect": "Allow", "Action": ["ecr:*CreationTemplate*"], "Resource": "*"});
    let arn = |namespace: &str| format!("arn:aws:ecr:eu-west-1:{ACCOUNT}:repository/{namespace}*");
    let allow =
        |action: &str, resource: &str| json!({"Effect": "Allow", "Action": action, "Resource": resource});
    let role = format!("arn:aws:iam::{ACCOUNT}:role/ecr");
    let steps = [
        ("ecr:CreateRepository", arn("shop/"), json!({})),
        (
            "ecr:TagResource",
            arn("shop/"),
            json!({"resourceTags": [{"Key": "a", "Value": "1"}]}),
        ),
        (
            "ecr:SetRepositoryPolicy",
            arn("shop/"),
            json!({"repositoryPolicy": policy().to_string()}),
        ),
        (
            "ecr:PutLifecyclePolicy",
            arn("shop/"),
            json!({"lifecyclePolicy": LIFECYCLE}),
        ),
        ("iam:PassRole", role.clone(), json!({"customRoleArn": role})),
    ];
    let mut statements = vec![templates];
    let mut input = new("shop");
    for (action, resource, members) in steps {
        put_policy(&admin, "author", &Value::from(statements.clone())).await;
        input = with(&input, &members);
        let (name, message) = author.ecr_error(CREATE, input.clone()).await;
        assert_eq!(name, "AccessDeniedException", "{message}");
        let expected = format!("is not authorized to perform: {action} on resource: {resource}");
        assert!(message.contains(&expected), "{message}");
        statements.push(allow(action, &resource));
    }
    put_policy(&admin, "author", &Value::from(statements)).await;
    author.ecr_ok(CREATE, input).await;
    // It is one namespace that the author may write for.
    let (_, message) = author.ecr_error(CREATE, new("ROOT")).await;
    assert!(message.contains(&arn("")), "{message}");
}
