//! Lists of images by where they are.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use testkit::{Caller, TestImage};

use crate::aws_fixture::{invalid, put_image, put_input, refuse, repository, with};
use crate::aws_image_storage::{named, put_class};

/// All pages of a list of images.
async fn walk(caller: &Caller, operation: &str, filter: &Value, size: usize) -> Vec<String> {
    let (mut seen, mut token) = (Vec::new(), Value::Null);
    loop {
        let input = with(
            &named(),
            &json!({"filter": filter, "maxResults": size, "nextToken": token}),
        );
        let page = caller.ecr_ok(operation, input).await;
        match operation {
            "ListImages" => seen.extend(
                page["imageIds"]
                    .as_array()
                    .expect("a list")
                    .iter()
                    .map(Value::to_string),
            ),
            _ => {
                let details = page["imageDetails"].as_array().expect("a list");
                seen.extend(details.iter().map(|detail| detail["imageDigest"].to_string()));
            }
        }
        token = page["nextToken"].clone();
        if token.is_null() {
            return seen;
        }
    }
}

#[tokio::test]
async fn a_list_by_status_shows_each_image_once() {
    let (_server, admin) = repository().await;
    for number in 0..9 {
        let image = TestImage::new(&format!("image {number}"));
        let tag = if number % 3 == 0 {
            String::new()
        } else {
            format!("t{number}")
        };
        put_image(&admin, &image, &tag).await;
        if number % 3 == 1 {
            admin
                .ecr_ok("PutImage", put_input(&image, &format!("u{number}")))
                .await;
        }
        if number >= 3 {
            put_class(&admin, &image.digest(), "ARCHIVE").await;
        }
        if number >= 6 {
            put_class(&admin, &image.digest(), "STANDARD").await;
        }
    }
    for (operation, totals) in [("ListImages", [12, 9, 3]), ("DescribeImages", [9, 6, 3])] {
        for (tags, total) in ["ANY", "TAGGED", "UNTAGGED"].into_iter().zip(totals) {
            for size in 1..=total + 1 {
                let mut seen = BTreeSet::new();
                for status in ["ACTIVE", "ARCHIVED", "ACTIVATING"] {
                    let filter = json!({"tagStatus": tags, "imageStatus": status});
                    let shown = walk(&admin, operation, &filter, size).await;
                    assert_eq!(shown.len(), total / 3, "{operation} {filter} {size}");
                    assert!(
                        shown.into_iter().all(|entry| seen.insert(entry)),
                        "{operation} {filter} {size}"
                    );
                }
                let filter = json!({"tagStatus": tags, "imageStatus": "ANY"});
                let any: BTreeSet<String> =
                    walk(&admin, operation, &filter, size).await.into_iter().collect();
                assert_eq!(any, seen, "{operation} {filter} {size}");
            }
        }
    }
    // A token leads on in its own list only.
    let page = with(
        &named(),
        &json!({"filter": {"imageStatus": "ARCHIVED"}, "maxResults": 1}),
    );
    let token = admin.ecr_ok("ListImages", page).await["nextToken"].clone();
    let other = with(
        &named(),
        &json!({"filter": {"imageStatus": "ARCHIVED"}, "nextToken": token}),
    );
    refuse(
        &admin,
        &[(
            "DescribeImages",
            other,
            "InvalidParameterException",
            invalid("nextToken", "Invalid token"),
        )],
    )
    .await;
}

#[tokio::test]
async fn what_a_filter_says_of_named_images() {
    let (_server, admin) = repository().await;
    let image = TestImage::new("one");
    put_image(&admin, &image, "v1").await;
    put_class(&admin, &image.digest(), "ARCHIVE").await;
    for (filter, expect) in [
        (json!(null), 1),
        (json!({"imageStatus": "ANY"}), 1),
        (json!({"imageStatus": "ARCHIVED"}), 1),
        (json!({"imageStatus": "ACTIVE"}), 0),
        (json!({"imageStatus": "ARCHIVED", "tagStatus": "UNTAGGED"}), 0),
    ] {
        let input = json!({"imageIds": [{"imageTag": "v1"}], "filter": filter});
        let output = admin.ecr_ok("DescribeImages", with(&named(), &input)).await;
        assert_eq!(
            output["imageDetails"].as_array().map(Vec::len),
            Some(expect),
            "{filter}"
        );
    }
}
