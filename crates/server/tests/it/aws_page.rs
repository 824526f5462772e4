//! Pages of the lists (`ecr-behaviour`, section 2.1): every entry once, and no token but the list's own.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use testkit::{Caller, TestImage};

use crate::aws_fixture::{REPOSITORY, invalid, put_image, put_input, refuse, repository, upload, with};
use crate::aws_image_referrer::attach;

/// A list: operation, input, the member of the output with the entries, how many there are.
type List = (&'static str, Value, &'static str, usize);

/// Seven repositories; in one of them images with three tags, without tags, and with referrers.
async fn lists(admin: &Caller) -> Vec<List> {
    for name in ["aa", "ab", "b/c", "b-c", "z", "zz"].map(|name| format!("{name}0")) {
        admin.create_repository(&name).await;
    }
    let image = TestImage::new("tagged");
    put_image(admin, &image, "1").await;
    for tag in ["2", "A"] {
        admin.ecr_ok("PutImage", put_input(&image, tag)).await;
    }
    put_image(admin, &TestImage::new("bare"), "").await;
    upload(admin, b"{}").await;
    for note in ["a", "b", "c", "d", "e"] {
        attach(admin, &image, "application/vnd.test.sbom", note).await;
    }
    let whole = json!({"repositoryName": REPOSITORY});
    let filtered = |status: &str| with(&whole, &json!({"filter": {"tagStatus": status}}));
    let subject = with(&whole, &json!({"subjectId": {"imageDigest": image.digest()}}));
    vec![
        ("DescribeRepositories", json!({}), "repositories", 7),
        ("ListImages", whole.clone(), "imageIds", 9),
        ("ListImages", filtered("TAGGED"), "imageIds", 3),
        ("ListImages", filtered("UNTAGGED"), "imageIds", 6),
        ("DescribeImages", whole.clone(), "imageDetails", 7),
        ("DescribeImages", filtered("TAGGED"), "imageDetails", 1),
        ("DescribeImages", filtered("UNTAGGED"), "imageDetails", 6),
        ("ListImageReferrers", subject, "referrers", 5),
    ]
}

#[tokio::test]
async fn pages_of_any_size_walk_each_entry_once() {
    let (_server, admin) = repository().await;
    for (operation, input, member, total) in lists(&admin).await {
        for size in 1..=total + 1 {
            let (mut seen, mut token, mut pages) = (BTreeSet::new(), Value::Null, 0);
            loop {
                let paging = json!({"maxResults": size, "nextToken": token});
                let page = admin.ecr_ok(operation, with(&input, &paging)).await;
                let entries = page[member].as_array().expect("a list");
                pages += 1;
                for entry in entries {
                    assert!(
                        seen.insert(entry.to_string()),
                        "{operation} {size}: {entry} twice"
                    );
                }
                token = page["nextToken"].clone();
                assert_eq!(
                    token.is_null(),
                    pages == total.div_ceil(size),
                    "{operation} {size}"
                );
                if token.is_null() {
                    break;
                }
                assert_eq!(entries.len(), size, "{operation}");
            }
            assert_eq!(seen.len(), total, "{operation} {input} {size}");
        }
    }
}

#[tokio::test]
async fn an_entry_that_goes_between_two_pages_hides_no_other() {
    let (_server, admin) = repository().await;
    let image = TestImage::new("one");
    put_image(&admin, &image, "a").await;
    for tag in ["b", "c", "d"] {
        admin.ecr_ok("PutImage", put_input(&image, tag)).await;
    }
    let whole = json!({"repositoryName": REPOSITORY, "maxResults": 2});
    let first = admin.ecr_ok("ListImages", whole.clone()).await;
    let gone = json!({"repositoryName": REPOSITORY, "imageIds": [{"imageTag": "a"}, {"imageTag": "b"}]});
    admin.ecr_ok("BatchDeleteImage", gone).await;
    let rest = admin
        .ecr_ok(
            "ListImages",
            with(&whole, &json!({"nextToken": first["nextToken"]})),
        )
        .await;
    assert_eq!(
        crate::aws_fixture::ids(&rest["imageIds"]),
        ["c", "d"].map(|tag| format!("{tag}={}", image.digest()))
    );
}

#[tokio::test]
async fn a_token_is_good_for_its_own_list_only() {
    let (_server, admin) = repository().await;
    let lists = lists(&admin).await;
    let mut tokens: Vec<(usize, String)> = Vec::new();
    for (number, (operation, input, _, total)) in lists.iter().enumerate() {
        if *total > 1 {
            let page = admin
                .ecr_ok(operation, with(input, &json!({"maxResults": 1})))
                .await;
            tokens.push((number, page["nextToken"].as_str().expect("a token").to_owned()));
        }
    }
    let garbage = [
        "",
        "x",
        "***",
        "AAAA",
        "aW1hZ2UtaWRzAHRhZ2dlZAAt",
        &"a".repeat(5000),
    ]
    .map(|text| (usize::MAX, text.to_owned()));
    let message = invalid("nextToken", "Invalid token");
    let mut refusals = Vec::new();
    for (number, (operation, input, ..)) in lists.iter().enumerate() {
        for (of, token) in tokens.iter().chain(&garbage) {
            let same_operation = lists.get(*of).is_some_and(|list| list.0 == *operation);
            if number != *of && !same_operation {
                let input = with(input, &json!({"nextToken": token}));
                refusals.push((*operation, input, "InvalidParameterException", message.clone()));
            }
        }
    }
    assert!(refusals.len() > 50, "{}", refusals.len());
    refuse(&admin, &refusals).await;
    // A token that was made under one filter does not open what another filter hides.
    let token_of = |status: &str| {
        let number = lists
            .iter()
            .position(|list| list.0 == "ListImages" && list.1["filter"]["tagStatus"] == status);
        tokens
            .iter()
            .find(|(of, _)| Some(*of) == number)
            .expect("a token")
            .1
            .clone()
    };
    for (made, used) in [("TAGGED", "UNTAGGED"), ("UNTAGGED", "TAGGED")] {
        let input =
            json!({"repositoryName": REPOSITORY, "filter": {"tagStatus": used}, "nextToken": token_of(made)});
        refuse(
            &admin,
            &[("ListImages", input, "InvalidParameterException", message.clone())],
        )
        .await;
    }
}

#[tokio::test]
async fn a_page_has_a_hundred_entries_unless_the_caller_says() {
    let (_server, admin) = repository().await;
    let mut calls = tokio::task::JoinSet::new();
    for number in 0..100 {
        let admin = admin.clone();
        calls.spawn(async move { admin.create_repository(&format!("r{number}")).await });
    }
    calls.join_all().await;
    let page = admin.ecr_ok("DescribeRepositories", json!({})).await;
    assert_eq!(page["repositories"].as_array().map(Vec::len), Some(100));
    assert!(page["nextToken"].is_string());
    let whole = admin
        .ecr_ok("DescribeRepositories", json!({"maxResults": 1000}))
        .await;
    assert_eq!(whole["repositories"].as_array().map(Vec::len), Some(101));
    assert_eq!(whole.get("nextToken"), None);
    let image = TestImage::new("one");
    put_image(&admin, &image, "1").await;
    upload(&admin, b"{}").await;
    for number in 0..21 {
        attach(&admin, &image, "application/vnd.test.sbom", &number.to_string()).await;
    }
    let input = json!({"repositoryName": REPOSITORY, "subjectId": {"imageDigest": image.digest()}});
    let page = admin.ecr_ok("ListImageReferrers", input).await;
    assert_eq!(
        page["referrers"].as_array().map(Vec::len),
        Some(20),
        "of referrers, twenty"
    );
    assert!(page["nextToken"].is_string());
}
