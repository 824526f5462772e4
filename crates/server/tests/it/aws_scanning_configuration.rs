//! How images are to be scanned (`ecr-api-private`, A and G; `ecr-scanning`, 1).

use serde_json::{Value, json};

use crate::aws_fixture::{ACCOUNT, NOT_NULL, REPOSITORY, Refusals, max_length, no_repository, repository};

fn filter(text: &str) -> Value {
    json!({"filter": text, "filterType": "WILDCARD"})
}

fn rule(frequency: &str, filters: &[&str]) -> Value {
    let filters: Vec<Value> = filters.iter().map(|text| filter(text)).collect();
    json!({"scanFrequency": frequency, "repositoryFilters": filters})
}

fn of_repository(name: &str, on_push: bool, frequency: &str, filters: &[&str]) -> Value {
    let filters: Vec<Value> = filters.iter().map(|text| filter(text)).collect();
    json!({
        "repositoryArn": format!("arn:aws:ecr:eu-west-1:{ACCOUNT}:repository/{name}"),
        "repositoryName": name, "scanOnPush": on_push, "scanFrequency": frequency,
        "appliedScanFilters": filters,
    })
}

#[tokio::test]
async fn a_repository_says_it_itself() {
    let (_server, admin) = repository().await;
    for scan in [true, false] {
        let wanted = json!({"scanOnPush": scan});
        let input = json!({"repositoryName": REPOSITORY, "imageScanningConfiguration": wanted});
        let output = admin.ecr_ok("PutImageScanningConfiguration", input).await;
        let expected = json!({"registryId": ACCOUNT, "repositoryName": REPOSITORY, "imageScanningConfiguration": wanted});
        assert_eq!(output, expected);
        let one = json!({"repositoryNames": [REPOSITORY]});
        let described = admin.ecr_ok("DescribeRepositories", one.clone()).await;
        assert_eq!(described["repositories"][0]["imageScanningConfiguration"], wanted);
        let found = admin.ecr_ok("BatchGetRepositoryScanningConfiguration", one).await;
        let frequency = if scan { "SCAN_ON_PUSH" } else { "MANUAL" };
        let expected = of_repository(REPOSITORY, scan, frequency, &[]);
        assert_eq!(
            found,
            json!({"scanningConfigurations": [expected], "failures": []})
        );
    }
    Refusals::of(
        "PutImageScanningConfiguration",
        json!({"repositoryName": REPOSITORY, "imageScanningConfiguration": {}}),
    )
    .no_repository()
    .invalid(
        json!({"imageScanningConfiguration": null}),
        "imageScanningConfiguration",
        NOT_NULL,
    )
    .check(&admin)
    .await;
}

#[tokio::test]
async fn a_registry_has_rules() {
    let (_server, admin) = repository().await;
    admin.create_repository("shop/web").await;
    let none = json!({"scanType": "BASIC", "rules": []});
    let found = admin.ecr_ok("GetRegistryScanningConfiguration", json!({})).await;
    assert_eq!(
        found,
        json!({"registryId": ACCOUNT, "scanningConfiguration": none})
    );
    let names = json!({"repositoryNames": ["shop/web", "nope", REPOSITORY]});
    let reason = no_repository("nope");
    let missing =
        json!({"repositoryName": "nope", "failureCode": "REPOSITORY_NOT_FOUND", "failureReason": reason});
    for (configuration, web, api) in [
        (
            json!({"scanType": "ENHANCED", "rules": [
                rule("SCAN_ON_PUSH", &["*", "shop"]), rule("CONTINUOUS_SCAN", &["shop/a*"])]}),
            of_repository("shop/web", true, "SCAN_ON_PUSH", &["*", "shop"]),
            of_repository(REPOSITORY, true, "CONTINUOUS_SCAN", &["shop/a*"]),
        ),
        (
            json!({"scanType": "BASIC", "rules": [rule("SCAN_ON_PUSH", &["web"])]}),
            of_repository("shop/web", true, "SCAN_ON_PUSH", &["web"]),
            of_repository(REPOSITORY, false, "MANUAL", &[]),
        ),
        (
            none.clone(),
            of_repository("shop/web", false, "MANUAL", &[]),
            of_repository(REPOSITORY, false, "MANUAL", &[]),
        ),
    ] {
        let put = admin
            .ecr_ok("PutRegistryScanningConfiguration", configuration.clone())
            .await;
        assert_eq!(put, json!({"registryScanningConfiguration": configuration}));
        let found = admin.ecr_ok("GetRegistryScanningConfiguration", json!({})).await;
        assert_eq!(found["scanningConfiguration"], configuration);
        let found = admin
            .ecr_ok("BatchGetRepositoryScanningConfiguration", names.clone())
            .await;
        let expected = json!({"scanningConfigurations": [web, api], "failures": [missing]});
        assert_eq!(found, expected, "{configuration}");
    }
    let elsewhere = admin.in_region("us-east-1");
    let found = elsewhere
        .ecr_ok("GetRegistryScanningConfiguration", json!({}))
        .await;
    assert_eq!(found["scanningConfiguration"], none);
}

#[tokio::test]
async fn rules_are_checked() {
    let (_server, admin) = repository().await;
    let basic = "The scan frequency must be one of [SCAN_ON_PUSH] when the scan type is BASIC";
    let enhanced =
        "The scan frequency must be one of [SCAN_ON_PUSH, CONTINUOUS_SCAN] when the scan type is ENHANCED";
    let many = vec!["a"; 101];
    Refusals::of("PutRegistryScanningConfiguration", json!({}))
        .invalid(
            json!({"rules": [rule("CONTINUOUS_SCAN", &["a"])]}),
            "rules",
            basic,
        )
        .invalid(json!({"rules": [rule("MANUAL", &["a"])]}), "rules", basic)
        .invalid(
            json!({"scanType": "ENHANCED", "rules": [rule("MANUAL", &["a"])]}),
            "rules",
            enhanced,
        )
        .invalid(
            json!({"rules": vec![rule("SCAN_ON_PUSH", &["a"]); 3]}),
            "rules",
            &max_length(2),
        )
        .invalid(
            json!({"rules": [rule("SCAN_ON_PUSH", &many)]}),
            "rules.1.member.repositoryFilters",
            &max_length(100),
        )
        .check(&admin)
        .await;
    let names: Vec<String> = (0..26).map(|number| format!("r{number}")).collect();
    Refusals::of("BatchGetRepositoryScanningConfiguration", json!({}))
        .invalid(json!({}), "repositoryNames", NOT_NULL)
        .invalid(
            json!({"repositoryNames": names}),
            "repositoryNames",
            &max_length(25),
        )
        .check(&admin)
        .await;
}
