//! PutLifecyclePolicy, GetLifecyclePolicy, DeleteLifecyclePolicy, and what is said of a text that is no
//! policy (`ecr-lifecycle`, sections 1 and 2).

use serde_json::{Value, json};
use testkit::Caller;

use crate::aws_fixture::{ACCOUNT, NOT_NULL, REPOSITORY, Refusals, max_length, min_length, repository, with};

/// The text of a policy with these rules, as long as the model asks for.
pub(crate) fn policy(rules: &Value) -> String {
    format!("{:<100}", json!({"rules": rules}).to_string())
}

/// A rule of this priority that deletes.
pub(crate) fn expire(priority: i64, selection: &Value) -> Value {
    json!({"rulePriority": priority, "selection": selection, "action": {"type": "expire"}})
}

/// All but so many images.
pub(crate) fn keep(count: i64) -> Value {
    json!({"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": count})
}

/// Images that were pushed more than so many days ago.
pub(crate) fn older(days: i64) -> Value {
    json!({"tagStatus": "any", "countType": "sinceImagePushed", "countUnit": "days", "countNumber": days})
}

/// Images with tags that match all of these patterns, among those that `selection` selects.
pub(crate) fn tagged(selection: &Value, patterns: &[&str]) -> Value {
    with(
        selection,
        &json!({"tagStatus": "tagged", "tagPatternList": patterns}),
    )
}

/// Images without tags, among those that `selection` selects.
pub(crate) fn untagged(selection: &Value) -> Value {
    with(selection, &json!({"tagStatus": "untagged"}))
}

/// Sets the policy of [`REPOSITORY`].
pub(crate) async fn put(caller: &Caller, rules: &Value) -> String {
    let text = policy(rules);
    let input = json!({"repositoryName": REPOSITORY, "lifecyclePolicyText": text});
    caller.ecr_ok("PutLifecyclePolicy", input).await;
    text
}

fn missing() -> String {
    format!(
        "Lifecycle policy does not exist for the repository with name '{REPOSITORY}' in the registry with id '{ACCOUNT}'"
    )
}

#[tokio::test]
async fn a_policy_is_put_read_and_deleted() {
    let (_server, admin) = repository().await;
    let named = json!({"repositoryName": REPOSITORY, "registryId": ACCOUNT});
    for operation in ["GetLifecyclePolicy", "DeleteLifecyclePolicy"] {
        Refusals::of(operation, named.clone())
            .row(json!({}), "LifecyclePolicyNotFoundException", missing())
            .no_repository()
            .check(&admin)
            .await;
    }
    let (first, second) = (
        policy(&json!([expire(1, &keep(3))])),
        policy(&json!([expire(1, &keep(4))])),
    );
    for text in [&first, &second] {
        let answer = with(&named, &json!({"lifecyclePolicyText": text}));
        assert_eq!(admin.ecr_ok("PutLifecyclePolicy", answer.clone()).await, answer);
        let answer = with(&answer, &json!({"lastEvaluatedAt": 0.0}));
        assert_eq!(admin.ecr_ok("GetLifecyclePolicy", named.clone()).await, answer);
    }
    let answer = with(
        &named,
        &json!({"lifecyclePolicyText": second, "lastEvaluatedAt": 0.0}),
    );
    assert_eq!(admin.ecr_ok("DeleteLifecyclePolicy", named.clone()).await, answer);
    Refusals::of("GetLifecyclePolicy", named)
        .row(json!({}), "LifecyclePolicyNotFoundException", missing())
        .check(&admin)
        .await;
}

/// What is the same in all rules about archived images.
fn transitioned() -> Value {
    json!({"countType": "sinceImageTransitioned", "countUnit": "days", "storageClass": "archive",
           "countNumber": 90})
}

/// Texts of bad form, each with what is said of it.
fn rows_of_form() -> Vec<(String, &'static str)> {
    let rules = |rules: Value| policy(&rules);
    let one = |rule: Value| policy(&json!([rule]));
    let rule = expire(1, &keep(1));
    let selection = |members: Value| expire(1, &with(&keep(1), &members));
    let action = |action: Value| with(&rule, &json!({"action": action}));
    let transitioned = transitioned();
    vec![
        (
            format!("{:<100}", "no JSON"),
            "Could not map policyString into LifecyclePolicy.",
        ),
        (
            format!("{:<100}", "[]"),
            "Could not map policyString into LifecyclePolicy.",
        ),
        (
            format!("{:<100}", "{}"),
            "object has missing required properties ([\"rules\"])",
        ),
        (
            one(json!({})),
            "object has missing required properties ([\"action\",\"rulePriority\",\"selection\"])",
        ),
        (
            one(with(&rule, &json!({"x": 1}))),
            "object instance has properties which are not allowed by the schema: ([\"x\"])",
        ),
        (
            rules(json!({})),
            "instance type (object) does not match any allowed primitive type (allowed: [\"array\"])",
        ),
        (
            rules(json!([1])),
            "instance type (integer) does not match any allowed primitive type (allowed: [\"object\"])",
        ),
        (
            one(selection(json!({"tagStatus": "all"}))),
            "instance value (\"all\") not found in enum (possible values: [\"any\",\"tagged\",\"untagged\"])",
        ),
        (
            one(selection(json!({"countUnit": "days"}))),
            "instance failed to match exactly one schema (matched 0 out of 2)",
        ),
        (
            one(action(json!({"type": "expire", "targetStorageClass": null}))),
            "instance failed to match exactly one schema (matched 0 out of 2)",
        ),
        (
            one(selection(json!({"countNumber": 0}))),
            "numeric instance is lower than the required minimum (minimum: 1, found: 0)",
        ),
        (
            one(with(&rule, &json!({"rulePriority": 0}))),
            "numeric instance is lower than the required minimum (minimum: 1, found: 0)",
        ),
        (
            one(expire(
                1,
                &with(&keep(1), &with(&transitioned, &json!({"countNumber": 89}))),
            )),
            "numeric instance is lower than the required minimum (minimum: 90, found: 89)",
        ),
    ]
}

/// Texts whose rules mean nothing, each with what is said of it.
fn rows_of_meaning() -> Vec<(String, &'static str)> {
    let rules = |rules: Value| policy(&rules);
    let one = |rule: Value| policy(&json!([rule]));
    let selection = |members: Value| expire(1, &with(&keep(1), &members));
    let archive = json!({"type": "transition", "targetStorageClass": "archive"});
    let prod = |priority| expire(priority, &tagged(&keep(1), &["prod*"]));
    vec![
        (
            rules(json!([])),
            "array is too short: must have at least 1 elements but instance has 0 elements",
        ),
        (
            rules(json!([
                expire(1, &untagged(&keep(1))),
                expire(2, &untagged(&older(1)))
            ])),
            "Only one rule can select Untagged images per storage class.",
        ),
        (
            rules(json!([expire(1, &keep(1)), prod(2)])),
            "Rule for tagStatus=ANY must have the lowest priority per storage class",
        ),
        (
            one(selection(json!({"tagStatus": "tagged"}))),
            "Must specify tagPrefixList or tagPatternList when tagStatus=TAGGED.",
        ),
        (
            one(selection(
                json!({"tagStatus": "tagged", "tagPatternList": ["a*"], "tagPrefixList": ["a"]}),
            )),
            "Must specify only one of tagPrefixList and tagPatternList.",
        ),
        (
            one(selection(json!({"tagPrefixList": ["a"]}))),
            "tagPrefixList and tagPatternList can only be specified when tagStatus=TAGGED.",
        ),
        (
            one(expire(1, &tagged(&keep(1), &["test*1*2*3*4*5*6"]))),
            "A tag pattern can have at most 4 wildcards (*).",
        ),
        (
            one(expire(1, &tagged(&keep(1), &[""]))),
            "string \"\" is too short (length: 0, required minimum: 1)",
        ),
        (
            one(with(&selection(json!({})), &json!({"action": {"type": "untag"}}))),
            "Must specify tagStatus=TAGGED when action type=UNTAG.",
        ),
        (
            one(selection(json!({"tagListMatch": "any"}))),
            "tagListMatch can only be specified when tagStatus=TAGGED.",
        ),
        (
            one(with(&selection(transitioned()), &json!({"action": archive}))),
            "Must specify action type=EXPIRE when countType=SINCE_IMAGE_TRANSITIONED.",
        ),
        (
            rules(json!([prod(1), expire(1, &keep(1))])),
            "Only one rule can have rulePriority=1.",
        ),
        (
            rules(json!([prod(1), prod(2)])),
            "Only one rule can have the same set of tag prefixes or patterns per storage class.",
        ),
        (
            rules(json!([expire(0, &with(&keep(0), &json!({"tagStatus": 1})))])),
            "numeric instance is lower than the required minimum (minimum: 1, found: 0)\ninstance type (integer) does not match any allowed primitive type (allowed: [\"string\"])\nnumeric instance is lower than the required minimum (minimum: 1, found: 0)",
        ),
    ]
}

#[tokio::test]
async fn every_sentence_about_a_text_that_is_no_policy() {
    let (_server, admin) = repository().await;
    for operation in ["PutLifecyclePolicy", "StartLifecyclePolicyPreview"] {
        let mut table = Refusals::of(operation, json!({"repositoryName": REPOSITORY}));
        for (text, sentences) in rows_of_form().into_iter().chain(rows_of_meaning()) {
            let why = format!("Lifecycle policy validation failure: {sentences}");
            table = table.invalid(json!({"lifecyclePolicyText": text}), "LifecyclePolicyText", &why);
        }
        table.check(&admin).await;
    }
}

#[tokio::test]
async fn limits_of_length_and_number() {
    let (_server, admin) = repository().await;
    let text = |length: usize| {
        let text = policy(&json!([expire(1, &keep(1))]));
        json!({"lifecyclePolicyText": format!("{text:<length$}")})
    };
    let rules = |count: i64| {
        let rule = |number| expire(number, &tagged(&keep(1), &[&format!("v{number}-*")]));
        json!({"lifecyclePolicyText": policy(&(1..=count).map(rule).collect::<Value>())})
    };
    let named = json!({"repositoryName": REPOSITORY});
    for input in [text(30_720), rules(50)] {
        admin.ecr_ok("PutLifecyclePolicy", with(&named, &input)).await;
    }
    let why = "Lifecycle policy validation failure: array is too long: must have at most 50 elements but instance has \
               51 elements";
    Refusals::of("PutLifecyclePolicy", named)
        .invalid(text(30_721), "lifecyclePolicyText", &max_length(30_720))
        .invalid(
            json!({"lifecyclePolicyText": "{\"rules\":[]}"}),
            "lifecyclePolicyText",
            &min_length(100),
        )
        .invalid(json!({}), "lifecyclePolicyText", NOT_NULL)
        .invalid(rules(51), "LifecyclePolicyText", why)
        .row(
            with(&text(100), &json!({"repositoryName": "nope"})),
            "RepositoryNotFoundException",
            crate::aws_fixture::no_repository("nope"),
        )
        .check(&admin)
        .await;
}
