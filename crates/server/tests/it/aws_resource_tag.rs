//! TagResource, UntagResource, ListTagsForResource (`ecr-api-private`, A).

use serde_json::{Value, json};

use crate::aws_fixture::{ACCOUNT, REPOSITORY, invalid, no_repository, refuse, repository};

fn arn(name: &str) -> String {
    format!("arn:aws:ecr:eu-west-1:{ACCOUNT}:repository/{name}")
}

fn tag(key: &str, value: &str) -> Value {
    json!({"Key": key, "Value": value})
}

#[tokio::test]
async fn tags_are_put_replaced_and_taken_away() {
    let (_server, admin) = repository().await;
    let list = || admin.ecr_ok("ListTagsForResource", json!({"resourceArn": arn(REPOSITORY)}));
    assert_eq!(list().await, json!({"tags": []}));
    for (tags, expected) in [
        (
            json!([tag("b", "1"), tag("a", "")]),
            json!([tag("a", ""), tag("b", "1")]),
        ),
        (json!([tag("b", "2")]), json!([tag("a", ""), tag("b", "2")])),
        (json!([tag("b", "2")]), json!([tag("a", ""), tag("b", "2")])),
        (json!([]), json!([tag("a", ""), tag("b", "2")])),
    ] {
        let input = json!({"resourceArn": arn(REPOSITORY), "tags": tags});
        assert_eq!(admin.ecr_ok("TagResource", input).await, json!({}));
        assert_eq!(list().await, json!({"tags": expected}));
    }
    for keys in [json!(["a", "never there"]), json!(["a"])] {
        let input = json!({"resourceArn": arn(REPOSITORY), "tagKeys": keys});
        assert_eq!(admin.ecr_ok("UntagResource", input).await, json!({}));
        assert_eq!(list().await, json!({"tags": [tag("b", "2")]}));
    }
}

#[tokio::test]
async fn bounds() {
    let (_server, admin) = repository().await;
    let put = |tags: Value| json!({"resourceArn": arn(REPOSITORY), "tags": tags});
    let many = |count: usize| -> Value { (0..count).map(|i| tag(&format!("k{i}"), "v")).collect() };
    let bad_tag = |tags, message: &str| {
        (
            "TagResource",
            put(tags),
            "InvalidTagParameterException",
            message.to_owned(),
        )
    };
    let keys = "Tag keys must have between 1 and 128 characters";
    let values = "Tag values must have at most 256 characters";
    let reserved = "Tag keys that start with 'aws:' are reserved";
    let too_many = "The maximum number of tags that can be added to a repository is 50";
    let refusals = [
        bad_tag(json!([tag("", "v")]), keys),
        bad_tag(json!([tag(&"é".repeat(129), "v")]), keys),
        bad_tag(json!([tag("k", &"é".repeat(257))]), values),
        bad_tag(json!([tag("aws:x", "v")]), reserved),
        bad_tag(json!([tag("AWS:x", "v")]), reserved),
        bad_tag(json!([tag("a", "1"), tag("a", "2")]), "Duplicate tag key 'a'"),
        (
            "TagResource",
            put(many(51)),
            "TooManyTagsException",
            too_many.to_owned(),
        ),
    ];
    refuse(&admin, &refusals).await;
    admin
        .ecr_ok(
            "TagResource",
            put(json!([tag(&"é".repeat(128), &"é".repeat(256))])),
        )
        .await;
    admin.ecr_ok("TagResource", put(many(49))).await;
    // Fifty are there: one more is too many, a new value for one of them is not.
    refuse(
        &admin,
        &[(
            "TagResource",
            put(json!([tag("k49", "v")])),
            "TooManyTagsException",
            too_many.to_owned(),
        )],
    )
    .await;
    admin.ecr_ok("TagResource", put(json!([tag("k0", "new")]))).await;
    let list = admin
        .ecr_ok("ListTagsForResource", json!({"resourceArn": arn(REPOSITORY)}))
        .await;
    assert_eq!(list["tags"].as_array().map(Vec::len), Some(50));
}

#[tokio::test]
async fn only_arns_of_repositories_of_the_region() {
    let (_server, admin) = repository().await;
    let mut refusals = Vec::new();
    for (operation, rest) in [
        ("TagResource", json!({"tags": [tag("a", "b")]})),
        ("UntagResource", json!({"tagKeys": ["a"]})),
        ("ListTagsForResource", json!({})),
    ] {
        let input = |arn: &str| crate::aws_fixture::with(&rest, &json!({"resourceArn": arn}));
        for bad in [
            "",
            "shop/api",
            "arn:aws:ecr:eu-west-1:111122223333:repository/",
            "arn:aws:ecr:eu-west-1:111122223333:repository/UP",
            "arn:aws:ecr:eu-west-1:1111:repository/shop/api",
            "arn:aws:s3:::bucket",
            "arn:aws:ecr:us-east-1:111122223333:repository/shop/api",
            "arn:aws-cn:ecr:eu-west-1:111122223333:repository/shop/api",
        ] {
            refusals.push((
                operation,
                input(bad),
                "InvalidParameterException",
                invalid("resourceArn", "Invalid ARN"),
            ));
        }
        let message = invalid("resourceArn", "Member must not be null");
        refusals.push((operation, rest.clone(), "InvalidParameterException", message));
        refusals.push((
            operation,
            input(&arn("nope")),
            "RepositoryNotFoundException",
            no_repository("nope"),
        ));
    }
    refuse(&admin, &refusals).await;
}
