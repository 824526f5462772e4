//! Other accounts: every operation that can be aimed at one is refused there with AWS's sentence
//! (`threats-and-faults`, B1), before it can tell what exists.

use serde_json::{Value, json};
use testkit::{TestImage, digest_of};

use crate::aws_fixture::{ACCOUNT, REPOSITORY, Refusal, put_image, refuse, repository, start_upload, with};

/// Every built operation that takes a registry, with an input that the owner may make.
pub(crate) fn inputs(upload: &str, image: &TestImage) -> Vec<(&'static str, Value)> {
    let id = json!({"imageIds": [{"imageTag": "1"}]});
    let layer = digest_of(&image.layers[0]);
    let cases = [
        ("BatchCheckLayerAvailability", json!({"layerDigests": [layer]})),
        ("BatchDeleteImage", id.clone()),
        ("BatchGetImage", id.clone()),
        (
            "CompleteLayerUpload",
            json!({"uploadId": upload, "layerDigests": [layer]}),
        ),
        ("CreateRepository", json!({})),
        ("DeleteRepository", json!({"force": true})),
        ("DescribeImages", json!({})),
        ("DescribeImages", id),
        ("GetDownloadUrlForLayer", json!({"layerDigest": layer})),
        ("InitiateLayerUpload", json!({})),
        (
            "ListImageReferrers",
            json!({"subjectId": {"imageDigest": image.digest()}}),
        ),
        ("ListImages", json!({})),
        ("PutImage", json!({"imageManifest": "{}", "imageTag": "2"})),
        (
            "PutImageTagMutability",
            json!({"imageTagMutability": "IMMUTABLE"}),
        ),
        (
            "UploadLayerPart",
            json!({"uploadId": upload, "partFirstByte": 0, "partLastByte": 0, "layerPartBlob": "YQ=="}),
        ),
    ];
    let whole = json!({"repositoryName": REPOSITORY});
    cases
        .map(|(operation, input)| (operation, with(&whole, &input)))
        .to_vec()
}

const OTHER: &str = "444455556666";

fn arn(name: &str) -> String {
    format!("arn:aws:ecr:eu-west-1:{ACCOUNT}:repository/{name}")
}

/// What the administrator of [`OTHER`] is told.
fn denied(operation: &'static str, input: Value, resource: &str) -> Refusal {
    let action = if operation == "ListImageReferrers" {
        "BatchGetImage"
    } else {
        operation
    };
    let message = format!(
        "User: arn:aws:iam::{OTHER}:user/administrator is not authorized to perform: ecr:{action} on resource: {resource} because no resource-based policy allows the ecr:{action} action"
    );
    (operation, input, "AccessDeniedException", message)
}

#[tokio::test]
async fn a_registry_of_another_account_is_denied() {
    let (server, admin) = repository().await;
    let image = TestImage::new("one");
    put_image(&admin, &image, "1").await;
    let upload = start_upload(&admin).await;
    let bob = server.other_account(OTHER).await;
    let mut refusals = Vec::new();
    for (operation, input) in inputs(&upload, &image) {
        // What exists and what does not is denied alike.
        for name in [REPOSITORY, "nope"] {
            let input = with(&input, &json!({"registryId": ACCOUNT, "repositoryName": name}));
            refusals.push(denied(operation, input, &arn(name)));
        }
    }
    for (operation, rest) in [
        ("TagResource", json!({"tags": []})),
        ("UntagResource", json!({"tagKeys": []})),
        ("ListTagsForResource", json!({})),
    ] {
        let input = with(&rest, &json!({"resourceArn": arn(REPOSITORY)}));
        refusals.push(denied(operation, input, &arn(REPOSITORY)));
    }
    let all = json!({"registryId": ACCOUNT});
    let one = json!({"registryId": ACCOUNT, "repositoryNames": [REPOSITORY]});
    refusals.push(denied("DescribeRepositories", all, &arn("*")));
    refusals.push(denied("DescribeRepositories", one, &arn(REPOSITORY)));
    refuse(&bob, &refusals).await;
    let stays = admin
        .ecr_ok("DescribeImages", json!({"repositoryName": REPOSITORY}))
        .await;
    assert_eq!(stays["imageDetails"][0]["imageTags"], json!(["1"]));
    let part = crate::aws_fixture::part(&upload, 0, b"mine");
    admin.ecr_ok("UploadLayerPart", part).await;
}

#[tokio::test]
async fn an_account_number_follows_its_grammar() {
    let (_server, admin) = repository().await;
    let image = TestImage::new("one");
    let rule = crate::aws_fixture::invalid("registryId", "must satisfy regular expression '[0-9]{12}'");
    let mut refusals = Vec::new();
    for (operation, input) in inputs("0e4b1c1e-6f0a-4b5e-9a5d-6b8f0a2d1c33", &image) {
        for bad in [
            "",
            "1",
            "11112222333a",
            "1111222233334",
            "１１１１２２２２３３３３",
        ] {
            let input = with(&input, &json!({"registryId": bad}));
            refusals.push((operation, input, "InvalidParameterException", rule.clone()));
        }
    }
    refuse(&admin, &refusals).await;
}
