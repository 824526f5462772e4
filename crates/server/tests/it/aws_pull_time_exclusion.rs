//! RegisterPullTimeUpdateExclusion, DeregisterPullTimeUpdateExclusion, ListPullTimeUpdateExclusions
//! (`ecr-api-private`, L). What an exclusion does is in `aws_image_pull`.

use serde_json::{Value, json};
use testkit::Caller;

use crate::aws_fixture::{ACCOUNT, NOT_NULL, Refusals, START, STRANGER, max_length, server};

const REGISTER: &str = "RegisterPullTimeUpdateExclusion";
const DEREGISTER: &str = "DeregisterPullTimeUpdateExclusion";
const LIST: &str = "ListPullTimeUpdateExclusions";
const PATTERN: &str = "must satisfy regular expression \
    '^arn:aws(-[a-z]+)*:iam::[0-9]{12}:(role|user)/[\\w+=,.@-]+(/[\\w+=,.@-]+)*$'";

fn role(name: &str) -> String {
    format!("arn:aws:iam::{ACCOUNT}:role/{name}")
}

fn principal(arn: &str) -> Value {
    json!({"principalArn": arn})
}

async fn list(caller: &Caller, input: Value) -> (Vec<String>, Option<String>) {
    let output = caller.ecr_ok(LIST, input).await;
    let entries = output["pullTimeUpdateExclusions"].as_array().expect("a list");
    let entries = entries.iter().filter_map(Value::as_str).map(str::to_owned);
    let token = output["nextToken"].as_str().map(str::to_owned);
    (entries.collect(), token)
}

#[tokio::test]
async fn exclusions_are_registered_once() {
    let (_server, admin) = server().await;
    let user = format!("arn:aws:iam::{STRANGER}:user/team/ci");
    assert_eq!(list(&admin, json!({})).await, (vec![], None));
    for arn in [&user, &role("scanner")] {
        let output = admin.ecr_ok(REGISTER, principal(arn)).await;
        assert_eq!(output, json!({"principalArn": arn, "createdAt": START}));
    }
    assert_eq!(
        list(&admin, json!({})).await,
        (vec![role("scanner"), user.clone()], None)
    );
    assert_eq!(
        list(&admin.in_region("us-east-1"), json!({})).await,
        (vec![], None)
    );
    let sentence = |what: &str| {
        let arn = role("scanner");
        format!(
            "The pull time update exclusion for the principal '{arn}' {what} in the registry with id '{ACCOUNT}'"
        )
    };
    Refusals::of(REGISTER, principal(&role("scanner")))
        .row(
            json!({}),
            "ExclusionAlreadyExistsException",
            sentence("already exists"),
        )
        .check(&admin)
        .await;
    let output = admin.ecr_ok(DEREGISTER, principal(&role("scanner"))).await;
    assert_eq!(output, principal(&role("scanner")));
    Refusals::of(DEREGISTER, principal(&role("scanner")))
        .row(
            json!({}),
            "ExclusionNotFoundException",
            sentence("does not exist"),
        )
        .check(&admin)
        .await;
    assert_eq!(list(&admin, json!({})).await, (vec![user], None));
}

#[tokio::test]
async fn what_is_no_principal() {
    let (_server, admin) = server().await;
    for operation in [REGISTER, DEREGISTER] {
        let long = role(&"x".repeat(200));
        let mut refusals = Refusals::of(operation, json!({})).invalid(json!({}), "principalArn", NOT_NULL);
        for arn in [
            "",
            "*",
            "arn:aws:iam::111122223333:root",
            "arn:aws:iam::111122223333:group/g",
            "arn:aws:sts::111122223333:assumed-role/scanner/session",
            "arn:aws:iam::1111:role/scanner",
            "arn:aws:iam::111122223333:role/",
            "arn:aws:iam::111122223333:role//scanner",
            "arn:aws:iam::111122223333:role/a b",
        ] {
            refusals = refusals.invalid(principal(arn), "principalArn", PATTERN);
        }
        refusals
            .invalid(principal(&long), "principalArn", &max_length(200))
            .check(&admin)
            .await;
    }
}

#[tokio::test]
async fn a_registry_excludes_a_hundred_at_most_and_lists_them_in_pages() {
    let (_server, admin) = server().await;
    let arns: Vec<String> = (0..100).map(|number| role(&format!("r{number:03}"))).collect();
    for arn in arns.iter().rev() {
        admin.ecr_ok(REGISTER, principal(arn)).await;
    }
    Refusals::of(REGISTER, principal(&role("one-more")))
        .row(
            json!({}),
            "LimitExceededException",
            "The maximum number of pull time update exclusions per registry is 100",
        )
        .check(&admin)
        .await;
    for size in [1, 33, 100, 1000] {
        let (mut all, mut token) = (Vec::new(), None::<String>);
        loop {
            let (entries, next) = list(&admin, json!({"maxResults": size, "nextToken": token})).await;
            assert!(entries.len() <= size);
            all.extend(entries);
            token = next;
            if token.is_none() {
                break;
            }
        }
        assert_eq!(all, arns, "{size}");
    }
    let other = admin
        .ecr_ok("DescribeRepositories", json!({"maxResults": 1}))
        .await;
    assert!(other["nextToken"].is_null());
    Refusals::of(LIST, json!({}))
        .invalid(json!({"nextToken": "bm90IG91cnM="}), "nextToken", "Invalid token")
        .invalid(
            json!({"maxResults": 0}),
            "maxResults",
            "Member must have value greater than or equal to 1",
        )
        .invalid(
            json!({"maxResults": 1001}),
            "maxResults",
            "Member must have value less than or equal to 1000",
        )
        .check(&admin)
        .await;
}
