//! PutImageTagMutability and what each mode does (`ecr-behaviour`, section 6).

use serde_json::{Value, json};
use testkit::{Caller, TestImage};

use crate::aws_fixture::{
    ACCOUNT, REPOSITORY, error_of, invalid, no_repository, put_image, put_input, refuse, repository,
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

#[tokio::test]
async fn each_mode_says_which_tags_move() {
    let (_server, admin) = repository().await;
    let (old, new) = (TestImage::new("old"), TestImage::new("new"));
    put_image(&admin, &new, "keep").await;
    for (mode, excluded, moves) in [
        ("MUTABLE", &[][..], [true, true, true]),
        ("IMMUTABLE", &[], [false, false, false]),
        (
            "IMMUTABLE_WITH_EXCLUSION",
            &["dev*", "latest"],
            [false, true, true],
        ),
        (
            "MUTABLE_WITH_EXCLUSION",
            &["dev*", "latest"],
            [true, false, false],
        ),
    ] {
        let output = set(&admin, "MUTABLE", &[]).await;
        assert_eq!(output["imageTagMutability"], "MUTABLE");
        for tag in ["1.0", "dev-1", "latest"] {
            let delete = json!({"repositoryName": REPOSITORY, "imageIds": [{"imageTag": tag}]});
            admin.ecr_ok("BatchDeleteImage", delete).await;
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
        for (tag, moves) in ["1.0", "dev-1", "latest"].into_iter().zip(moves) {
            let by_api = admin.ecr("PutImage", put_input(&new, tag)).await;
            let by_docker = admin.push_manifest(REPOSITORY, tag, &new.manifest).await;
            let sentence = format!(
                "The image tag '{tag}' already exists in the '{REPOSITORY}' repository and cannot be overwritten because the tag is immutable."
            );
            if moves {
                assert_eq!(
                    (by_api.status.as_u16(), by_docker.status.as_u16()),
                    (200, 201),
                    "{mode} {tag}"
                );
            } else {
                let expected = ("ImageTagAlreadyExistsException".to_owned(), sentence.clone());
                assert_eq!(error_of(&by_api), expected, "{mode} {tag}");
                assert_eq!(by_docker.oci_error(), ("TAG_INVALID".to_owned(), sentence));
            }
        }
        // A new tag on an image that is there, and a tag that stays where it is, are no moves.
        let fresh = format!("fresh-{}", mode.to_lowercase());
        admin.ecr_ok("PutImage", put_input(&new, &fresh)).await;
        let reply = admin.push_manifest(REPOSITORY, &fresh, &new.manifest).await;
        assert_eq!(reply.status, 201, "{mode}");
        let again = admin.ecr("PutImage", put_input(&new, &fresh)).await;
        assert_eq!(error_of(&again).0, "ImageAlreadyExistsException", "{mode}");
        let delete = json!({"repositoryName": REPOSITORY, "imageIds": [{"imageTag": fresh}]});
        let deleted = admin.ecr_ok("BatchDeleteImage", delete).await;
        assert_eq!(
            deleted["failures"],
            json!([]),
            "{mode} does not keep a tag from being deleted"
        );
    }
}

#[tokio::test]
async fn refusals() {
    let (_server, admin) = repository().await;
    let put = |mode: &str, filter: Option<Value>| {
        let mut input = json!({"repositoryName": REPOSITORY, "imageTagMutability": mode});
        if let Some(filter) = filter {
            input[FILTERS] = filter;
        }
        input
    };
    let parameter = |input, at: &str, why: &str| {
        (
            "PutImageTagMutability",
            input,
            "InvalidParameterException",
            invalid(at, why),
        )
    };
    let none = "Member must not be empty when the tag mutability has exclusions";
    let refusals = [
        (
            "PutImageTagMutability",
            json!({"repositoryName": "nope", "imageTagMutability": "MUTABLE"}),
            "RepositoryNotFoundException",
            no_repository("nope"),
        ),
        parameter(
            json!({"repositoryName": REPOSITORY}),
            "imageTagMutability",
            "Member must not be null",
        ),
        parameter(put("MUTABLE_WITH_EXCLUSION", None), FILTERS, none),
        parameter(put("IMMUTABLE_WITH_EXCLUSION", None), FILTERS, none),
        parameter(
            put("MUTABLE", Some(filters(&["a"]))),
            FILTERS,
            "Member must be empty when the tag mutability has no exclusions",
        ),
        parameter(
            put("IMMUTABLE_WITH_EXCLUSION", Some(filters(&["a*b*c*"]))),
            FILTERS,
            "Filter 'a*b*c*' must have at most 2 wildcards",
        ),
        parameter(
            put("IMMUTABLE_WITH_EXCLUSION", Some(filters(&["a"; 6]))),
            FILTERS,
            "Member must have length less than or equal to 5",
        ),
        parameter(
            put(
                "IMMUTABLE_WITH_EXCLUSION",
                Some(json!([{"filterType": "REGEX", "filter": "a"}])),
            ),
            "imageTagMutabilityExclusionFilters.1.member.filterType",
            "Member must satisfy enum value set: [WILDCARD]",
        ),
        parameter(
            put("IMMUTABLE_WITH_EXCLUSION", Some(filters(&[""]))),
            "imageTagMutabilityExclusionFilters.1.member.filter",
            "Member must have length greater than or equal to 1",
        ),
        parameter(
            put("IMMUTABLE_WITH_EXCLUSION", Some(filters(&[&"a".repeat(129)]))),
            "imageTagMutabilityExclusionFilters.1.member.filter",
            "Member must have length less than or equal to 128",
        ),
    ];
    refuse(&admin, &refusals).await;
    let five = set(&admin, "IMMUTABLE_WITH_EXCLUSION", &["a", "b", "c*", "*d", "*e*"]).await;
    let described = admin
        .ecr_ok("DescribeRepositories", json!({"repositoryNames": [REPOSITORY]}))
        .await;
    assert_eq!(described["repositories"][0][FILTERS], five[FILTERS]);
    set(&admin, "IMMUTABLE", &[]).await;
    let described = admin
        .ecr_ok("DescribeRepositories", json!({"repositoryNames": [REPOSITORY]}))
        .await;
    assert_eq!(described["repositories"][0].get(FILTERS), None);
}
