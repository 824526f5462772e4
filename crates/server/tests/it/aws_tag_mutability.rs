//! PutImageTagMutability and what each mode does (`ecr-behaviour`, section 6).

use serde_json::{Value, json};
use testkit::{Caller, TestImage};

use crate::aws_fixture::{
    ACCOUNT, NOT_NULL, REPOSITORY, Refusals, error_of, max_length, min_length, put_image, put_input,
    repository, with,
};

const FILTERS: &str = "imageTagMutabilityExclusionFilters";

fn filters(filters: &[&str]) -> Value {
    filters
        .iter()
        .map(|filter| json!({"filterType": "WILDCARD", "filter": filter}))
        .collect()
}

async fn set(caller: &Caller, mode: &str, excluded: &[&str]) -> Value {
    let mut input = json!({"registryId": ACCOUNT, "repositoryName": REPOSITORY, "imageTagMutability": mode});
    if !excluded.is_empty() {
        input[FILTERS] = filters(excluded);
    }
    caller.ecr_ok("PutImageTagMutability", input).await
}

const TAGS: [&str; 3] = ["1.0", "dev-1", "latest"];

#[tokio::test]
async fn each_mode_says_which_tags_move() {
    let (_server, admin) = repository().await;
    let (old, new) = (TestImage::new("old"), TestImage::new("new"));
    put_image(&admin, &new, "keep").await;
    let excluded = &["dev*", "latest"][..];
    for (mode, excluded, moves) in [
        ("MUTABLE", &[][..], [true, true, true]),
        ("IMMUTABLE", &[], [false, false, false]),
        ("IMMUTABLE_WITH_EXCLUSION", excluded, [false, true, true]),
        ("MUTABLE_WITH_EXCLUSION", excluded, [true, false, false]),
    ] {
        set(&admin, "MUTABLE", &[]).await;
        for tag in TAGS {
            delete(&admin, tag).await;
            put_image(&admin, &old, tag).await;
        }
        let output = set(&admin, mode, excluded).await;
        let mut expected =
            json!({"registryId": ACCOUNT, "repositoryName": REPOSITORY, "imageTagMutability": mode});
        if !excluded.is_empty() {
            expected[FILTERS] = filters(excluded);
        }
        assert_eq!(output, expected);
        assert_eq!(set(&admin, mode, excluded).await, expected, "idempotent");
        for (tag, moves) in TAGS.into_iter().zip(moves) {
            move_tag(&admin, tag, &new, moves).await;
        }
        // A new tag on an image that is there, and a tag that stays where it is, are no moves.
        let fresh = format!("fresh-{}", mode.to_lowercase());
        admin.ecr_ok("PutImage", put_input(&new, &fresh)).await;
        let reply = admin.push_manifest(REPOSITORY, &fresh, &new.manifest).await;
        assert_eq!(reply.status, 201, "{mode}");
        let again = admin.ecr("PutImage", put_input(&new, &fresh)).await;
        assert_eq!(error_of(&again).0, "ImageAlreadyExistsException", "{mode}");
        assert_eq!(
            delete(&admin, &fresh).await,
            json!([]),
            "{mode} lets a tag be deleted"
        );
    }
}

/// Deletes a tag; returns the failures.
async fn delete(caller: &Caller, tag: &str) -> Value {
    let input = json!({"repositoryName": REPOSITORY, "imageIds": [{"imageTag": tag}]});
    caller.ecr_ok("BatchDeleteImage", input).await["failures"].clone()
}

/// Points a tag at another image, through both APIs.
async fn move_tag(caller: &Caller, tag: &str, image: &TestImage, moves: bool) {
    let by_api = caller.ecr("PutImage", put_input(image, tag)).await;
    let by_docker = caller.push_manifest(REPOSITORY, tag, &image.manifest).await;
    if moves {
        let statuses = (by_api.status.as_u16(), by_docker.status.as_u16());
        assert_eq!(statuses, (200, 201), "{tag}");
        return;
    }
    let sentence = format!(
        "The image tag '{tag}' already exists in the '{REPOSITORY}' repository and cannot be overwritten because the tag is immutable."
    );
    let expected = ("ImageTagAlreadyExistsException".to_owned(), sentence.clone());
    assert_eq!(error_of(&by_api), expected, "{tag}");
    assert_eq!(by_docker.oci_error(), ("TAG_INVALID".to_owned(), sentence));
}

#[tokio::test]
async fn refusals() {
    let (_server, admin) = repository().await;
    let none = "Member must not be empty when the tag mutability has exclusions";
    let some = "Member must be empty when the tag mutability has no exclusions";
    let two = "Filter 'a*b*c*' must have at most 2 wildcards";
    let kinds = "Member must satisfy enum value set: [WILDCARD]";
    let first = |member: &str| format!("{FILTERS}.1.member.{member}");
    let long = filters(&[&"a".repeat(129)]);
    let regex = json!([{"filterType": "REGEX", "filter": "a"}]);
    let input = json!({"repositoryName": REPOSITORY, "imageTagMutability": "IMMUTABLE_WITH_EXCLUSION"});
    Refusals::of(
        "PutImageTagMutability",
        with(&input, &json!({FILTERS: filters(&["a"])})),
    )
    .no_repository()
    .invalid(
        json!({"imageTagMutability": null}),
        "imageTagMutability",
        NOT_NULL,
    )
    .invalid(json!({"imageTagMutability": "MUTABLE"}), FILTERS, some)
    .invalid(json!({"imageTagMutability": "IMMUTABLE"}), FILTERS, some)
    .invalid(
        json!({"imageTagMutability": "MUTABLE_WITH_EXCLUSION", FILTERS: null}),
        FILTERS,
        none,
    )
    .invalid(json!({FILTERS: null}), FILTERS, none)
    .invalid(json!({FILTERS: filters(&["a*b*c*"])}), FILTERS, two)
    .invalid(json!({FILTERS: filters(&["a"; 6])}), FILTERS, &max_length(5))
    .invalid(json!({FILTERS: regex}), &first("filterType"), kinds)
    .invalid(json!({FILTERS: filters(&[""])}), &first("filter"), &min_length(1))
    .invalid(json!({FILTERS: long}), &first("filter"), &max_length(128))
    .check(&admin)
    .await;
}

#[tokio::test]
async fn filters_are_kept_until_the_mode_has_none() {
    let (_server, admin) = repository().await;
    let shown = async || {
        let described = admin
            .ecr_ok("DescribeRepositories", json!({"repositoryNames": [REPOSITORY]}))
            .await;
        described["repositories"][0].get(FILTERS).cloned()
    };
    let five = set(&admin, "IMMUTABLE_WITH_EXCLUSION", &["a", "b", "c*", "*d", "*e*"]).await;
    assert_eq!(shown().await.as_ref(), Some(&five[FILTERS]));
    set(&admin, "IMMUTABLE", &[]).await;
    assert_eq!(shown().await, None);
}
