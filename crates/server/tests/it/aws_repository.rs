//! CreateRepository, DescribeRepositories, DeleteRepository, DescribeRegistry
//! (`ecr-api-private`, A and I).

use serde_json::{Value, json};
use testkit::TestImage;

use crate::aws_fixture::{
    ACCOUNT, NOT_NULL, REPOSITORY, Refusals, START, invalid, max_length, min_length, no_repository,
    put_image, refuse, repository, server, with,
};

const NAME_RULE: &str = "must satisfy regular expression '[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(\\/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*'";
const FILTERS: &str = "imageTagMutabilityExclusionFilters";

fn plain(name: &str) -> Value {
    json!({
        "repositoryArn": format!("arn:aws:ecr:eu-west-1:{ACCOUNT}:repository/{name}"),
        "registryId": ACCOUNT,
        "repositoryName": name,
        "repositoryUri": format!("{ACCOUNT}.dkr.ecr.eu-west-1.hythe.test/{name}"),
        "createdAt": START,
        "imageTagMutability": "MUTABLE",
        "imageScanningConfiguration": {"scanOnPush": false},
        "encryptionConfiguration": {"encryptionType": "AES256"},
    })
}

#[tokio::test]
async fn create_answers_with_every_member() {
    let (_server, admin) = server().await;
    let output = admin
        .ecr_ok("CreateRepository", json!({"repositoryName": REPOSITORY}))
        .await;
    assert_eq!(output, json!({"repository": plain(REPOSITORY)}));
    let filters = json!([{"filterType": "WILDCARD", "filter": "dev*"}]);
    let input = json!({
        "registryId": ACCOUNT, "repositoryName": "full", "tags": [{"Key": "team", "Value": "web"}],
        "imageTagMutability": "IMMUTABLE_WITH_EXCLUSION", FILTERS: filters,
        "imageScanningConfiguration": {"scanOnPush": true},
        "encryptionConfiguration": {"encryptionType": "AES256"},
    });
    let output = admin.ecr_ok("CreateRepository", input).await;
    let full = with(
        &plain("full"),
        &json!({"imageTagMutability": "IMMUTABLE_WITH_EXCLUSION", FILTERS: filters,
                "imageScanningConfiguration": {"scanOnPush": true}}),
    );
    assert_eq!(output, json!({"repository": full}));
    let arn = json!({"resourceArn": full["repositoryArn"]});
    let tags = admin.ecr_ok("ListTagsForResource", arn).await;
    assert_eq!(tags, json!({"tags": [{"Key": "team", "Value": "web"}]}));
    let described = admin
        .ecr_ok("DescribeRepositories", json!({"repositoryNames": ["full"]}))
        .await;
    assert_eq!(described, json!({"repositories": [full]}));
}

#[tokio::test]
async fn names_follow_the_model() {
    let (_server, admin) = server().await;
    let longest = format!("a/{}", "b".repeat(254));
    for name in ["ab", "0a", "a.b_c__d-e---f/g", &longest] {
        admin
            .ecr_ok("CreateRepository", json!({"repositoryName": name}))
            .await;
    }
    let long = "b".repeat(257);
    let short = "Member must have length greater than or equal to 2";
    let mut refusals = vec![];
    for operation in ["CreateRepository", "DeleteRepository", "ListImages"] {
        for name in [
            "Shop", "a//b", "/ab", "ab/", "a..b", "a___b", "-ab", "a b", "aé", "../ab", "a\u{0}b",
        ] {
            refusals.push((operation, name, NAME_RULE));
        }
        refusals.push((operation, "a", short));
        refusals.push((operation, "", short));
        refusals.push((
            operation,
            long.as_str(),
            "Member must have length less than or equal to 256",
        ));
    }
    let refusals: Vec<_> = refusals
        .into_iter()
        .map(|(operation, name, why)| {
            let message = invalid("repositoryName", why);
            (
                operation,
                json!({"repositoryName": name}),
                "InvalidParameterException",
                message,
            )
        })
        .collect();
    refuse(&admin, &refusals).await;
}

fn tags(count: usize) -> Vec<Value> {
    (0..count)
        .map(|number| json!({"Key": format!("k{number}"), "Value": "v"}))
        .collect()
}

#[tokio::test]
async fn create_refuses() {
    let (_server, admin) = repository().await;
    let exists =
        format!("The repository with name '{REPOSITORY}' already exists in the registry with id '{ACCOUNT}'");
    let modes = "Member must satisfy enum value set: [IMMUTABLE, MUTABLE, MUTABLE_WITH_EXCLUSION, IMMUTABLE_WITH_EXCLUSION]";
    let aes_with_key = json!({"encryptionConfiguration": {"encryptionType": "AES256", "kmsKey": "alias/x"}});
    let no_key = "Member must be null when the encryption type is AES256";
    let too_many = "The maximum number of tags that can be added to a repository is 50";
    let twice = json!({"tags": [{"Key": "a", "Value": "1"}, {"Key": "a", "Value": "2"}]});
    Refusals::of("CreateRepository", json!({"repositoryName": "new"}))
        .row(
            json!({"repositoryName": REPOSITORY}),
            "RepositoryAlreadyExistsException",
            exists,
        )
        .invalid(json!({"repositoryName": null}), "repositoryName", NOT_NULL)
        .invalid(
            json!({"imageTagMutability": "SOMETIMES"}),
            "imageTagMutability",
            modes,
        )
        .invalid(
            json!({"encryptionConfiguration": {}}),
            "encryptionConfiguration.encryptionType",
            NOT_NULL,
        )
        .invalid(aes_with_key, "kmsKey", no_key)
        .row(json!({"tags": tags(51)}), "TooManyTagsException", too_many)
        .row(twice, "InvalidTagParameterException", "Duplicate tag key 'a'")
        .check(&admin)
        .await;
    // Nothing that was refused is there; what is just within the bounds is accepted.
    Refusals::of("DescribeRepositories", json!({"repositoryNames": ["new"]}))
        .row(json!({}), "RepositoryNotFoundException", no_repository("new"))
        .check(&admin)
        .await;
    admin
        .ecr_ok(
            "CreateRepository",
            json!({"repositoryName": "new", "tags": tags(50)}),
        )
        .await;
}

#[tokio::test]
async fn create_checks_exclusion_filters() {
    let (_server, admin) = server().await;
    let wildcard = |filter: &str| json!({"filterType": "WILDCARD", "filter": filter});
    let input = json!({"repositoryName": "new", "imageTagMutability": "MUTABLE_WITH_EXCLUSION"});
    let none = "Member must not be empty when the tag mutability has exclusions";
    let some = "Member must be empty when the tag mutability has no exclusions";
    let two = "Filter '*a*b*' must have at most 2 wildcards";
    let rule = "must satisfy regular expression '^[0-9a-zA-Z._*-]{1,128}$'";
    Refusals::of("CreateRepository", input.clone())
        .invalid(
            json!({"imageTagMutability": null, FILTERS: [wildcard("a")]}),
            FILTERS,
            some,
        )
        .invalid(json!({}), FILTERS, none)
        .invalid(json!({FILTERS: []}), FILTERS, &min_length(1))
        .invalid(json!({FILTERS: vec![wildcard("a"); 6]}), FILTERS, &max_length(5))
        .invalid(json!({FILTERS: [wildcard("*a*b*")]}), FILTERS, two)
        .invalid(
            json!({FILTERS: [wildcard("a b")]}),
            &format!("{FILTERS}.1.member.filter"),
            rule,
        )
        .check(&admin)
        .await;
    let five = ["*a*", "b", "c", "d", &"e".repeat(128)].map(wildcard);
    admin
        .ecr_ok("CreateRepository", with(&input, &json!({FILTERS: five})))
        .await;
}

#[tokio::test]
async fn describe_by_name_is_all_or_nothing() {
    let (_server, admin) = repository().await;
    admin.create_repository("other").await;
    let names = json!({"registryId": ACCOUNT, "repositoryNames": ["other", REPOSITORY]});
    let output = admin.ecr_ok("DescribeRepositories", names).await;
    assert_eq!(
        output,
        json!({"repositories": [plain("other"), plain(REPOSITORY)]})
    );
    let many: Vec<String> = (0..101).map(|number| format!("r{number}")).collect();
    let one_missing = json!({"repositoryNames": [REPOSITORY, "nope"]});
    let both = "nextToken and maxResults cannot be used with repositoryNames";
    let (least, most) = (
        "Member must have value greater than or equal to 1",
        "Member must have value less than or equal to 1000",
    );
    Refusals::of("DescribeRepositories", json!({}))
        .row(one_missing, "RepositoryNotFoundException", no_repository("nope"))
        .invalid(json!({"repositoryNames": []}), "repositoryNames", &min_length(1))
        .invalid(
            json!({"repositoryNames": many}),
            "repositoryNames",
            &max_length(100),
        )
        .invalid(
            json!({"repositoryNames": ["ab"], "maxResults": 5}),
            "repositoryNames",
            both,
        )
        .invalid(
            json!({"repositoryNames": ["ab"], "nextToken": "x"}),
            "repositoryNames",
            both,
        )
        .invalid(json!({"maxResults": 0}), "maxResults", least)
        .invalid(json!({"maxResults": 1001}), "maxResults", most)
        .check(&admin)
        .await;
    let hundred: Vec<&str> = std::iter::repeat_n(REPOSITORY, 100).collect();
    admin
        .ecr_ok("DescribeRepositories", json!({"repositoryNames": hundred}))
        .await;
}

#[tokio::test]
async fn delete_wants_force_for_images() {
    let (_server, admin) = repository().await;
    put_image(&admin, &TestImage::new("one"), "1").await;
    let missing = || {
        (
            "DeleteRepository",
            json!({"repositoryName": REPOSITORY, "force": true}),
            "RepositoryNotFoundException",
            no_repository(REPOSITORY),
        )
    };
    let full = format!(
        "The repository with name '{REPOSITORY}' in registry with id '{ACCOUNT}' cannot be deleted because it still contains images"
    );
    let refusals = [json!({}), json!({"force": false})].map(|force| {
        let input = with(&json!({"repositoryName": REPOSITORY}), &force);
        (
            "DeleteRepository",
            input,
            "RepositoryNotEmptyException",
            full.clone(),
        )
    });
    refuse(&admin, &refusals).await;
    let input = json!({"registryId": ACCOUNT, "repositoryName": REPOSITORY, "force": true});
    let output = admin.ecr_ok("DeleteRepository", input).await;
    assert_eq!(output, json!({"repository": plain(REPOSITORY)}));
    refuse(&admin, &[missing()]).await;
    // The name is free again, and nothing of the old repository comes back with it.
    admin.create_repository(REPOSITORY).await;
    let list = admin
        .ecr_ok("ListImages", json!({"repositoryName": REPOSITORY}))
        .await;
    assert_eq!(list, json!({"imageIds": []}));
    let layer = testkit::digest_of(b"layer of one");
    let check = json!({"repositoryName": REPOSITORY, "layerDigests": [layer]});
    let output = admin.ecr_ok("BatchCheckLayerAvailability", check).await;
    assert_eq!(output["layers"][0]["layerAvailability"], "UNAVAILABLE");
    admin
        .ecr_ok("DeleteRepository", json!({"repositoryName": REPOSITORY}))
        .await;
    refuse(&admin, &[missing()]).await;
}

#[tokio::test]
async fn a_registry_is_an_account_in_a_region() {
    let (server, admin) = repository().await;
    let output = admin.ecr_ok("DescribeRegistry", json!({"unknown": 1})).await;
    assert_eq!(
        output,
        json!({"registryId": ACCOUNT, "replicationConfiguration": {"rules": []}})
    );
    let other = server.other_account("444455556666").await;
    for stranger in [&other, &admin.in_region("us-east-1")] {
        let list = stranger.ecr_ok("DescribeRepositories", json!({})).await;
        assert_eq!(list, json!({"repositories": []}));
        let (name, _) = stranger
            .ecr_error("ListImages", json!({"repositoryName": REPOSITORY}))
            .await;
        assert_eq!(name, "RepositoryNotFoundException");
        stranger.create_repository(REPOSITORY).await;
    }
    let arn = admin
        .in_region("cn-north-1")
        .ecr_ok("CreateRepository", json!({"repositoryName": "ab"}))
        .await;
    assert_eq!(
        arn["repository"]["repositoryArn"],
        format!("arn:aws-cn:ecr:cn-north-1:{ACCOUNT}:repository/ab")
    );
}
