//! Tokens of pages: each list of each service takes its own and refuses every other's.

use serde_json::{Value, json};
use testkit::{ACCOUNT, Caller, Reply, TestImage, TestServer};

use crate::aws_fixture::{REPOSITORY, put_image, put_input, repository, upload, with};
use crate::aws_image_referrer::attach;
use crate::aws_lifecycle_policy::{expire, keep, policy};
use crate::iam_fixture::person;
use crate::kms_fixture::{kms, new_key, ok};

/// How a service speaks of pages.
#[derive(Clone, Copy, PartialEq)]
enum Service {
    Ecr,
    Hythe,
    Kms,
}

impl Service {
    async fn call(self, caller: &Caller, operation: &str, input: Value) -> Reply {
        match self {
            Self::Ecr => caller.ecr(operation, input).await,
            Self::Hythe => caller.hythe(operation, input).await,
            Self::Kms => kms(caller, operation, input).await,
        }
    }

    /// A page of one entry.
    fn first(self) -> Value {
        match self {
            Self::Ecr | Self::Hythe => json!({"maxResults": 1}),
            Self::Kms => json!({"Limit": 1}),
        }
    }

    /// The page that a token asks for.
    fn next(self, token: &str) -> Value {
        match self {
            Self::Ecr | Self::Hythe => json!({"nextToken": token}),
            Self::Kms => json!({"Marker": token}),
        }
    }

    fn token(self, page: &Value) -> Option<String> {
        let name = match self {
            Self::Ecr | Self::Hythe => "nextToken",
            Self::Kms => "NextMarker",
        };
        page[name].as_str().map(str::to_owned)
    }

    fn refusal(self) -> Value {
        match self {
            Self::Ecr | Self::Hythe => json!({"__type": "InvalidParameterException",
                "message": "Invalid parameter at 'nextToken' failed to satisfy constraint: 'Invalid token'"}),
            Self::Kms => {
                json!({"__type": "InvalidMarkerException", "message": "Could not deserialize marker"})
            }
        }
    }
}

type List = (Service, &'static str, Value);

/// Two entries or more for each list of a repository, and those lists.
async fn lists_of_images(server: &TestServer, admin: &Caller) -> Vec<List> {
    let named = || json!({"repositoryName": REPOSITORY});
    let images = ["a", "b", "c", "d"].map(TestImage::new);
    for (image, tag) in images.iter().zip(["a", "b", "c", "d"]) {
        put_image(admin, image, tag).await;
        let path = format!("/v2/{REPOSITORY}/manifests/{tag}");
        assert_eq!(admin.get(&path).await.status, 200);
        admin
            .ecr_ok("PutImage", put_input(image, &format!("{tag}2")))
            .await;
    }
    server
        .registry
        .image_pull_flush()
        .await
        .expect("pulls are written down");
    upload(admin, b"{}").await;
    for note in ["a", "b"] {
        attach(admin, &images[0], "application/vnd.test.sbom", note).await;
    }
    for image in &images[..2] {
        let hold = json!({"imageId": {"imageDigest": image.digest()}, "reason": "evidence"});
        let reply = admin.hythe("PutImageHold", with(&named(), &hold)).await;
        assert_eq!(reply.status, 200, "{}", reply.text());
    }
    let gone =
        json!({"imageIds": [{"imageDigest": images[2].digest()}, {"imageDigest": images[3].digest()}]});
    admin.ecr_ok("BatchDeleteImage", with(&named(), &gone)).await;
    for tag in ["e", "f", "g"] {
        put_image(admin, &TestImage::new(tag), tag).await;
    }
    let text = json!({"lifecyclePolicyText": policy(&json!([expire(1, &keep(1))]))});
    let asked = with(&named(), &text);
    admin.ecr_ok("StartLifecyclePolicyPreview", asked.clone()).await;
    server
        .registry
        .job_run_due(meta::Limit(9))
        .await
        .expect("a number");
    let subject = json!({"subjectId": {"imageDigest": images[0].digest()}});
    vec![
        (Service::Ecr, "ListImages", named()),
        (Service::Ecr, "DescribeImages", named()),
        (Service::Ecr, "ListImageReferrers", with(&named(), &subject)),
        (Service::Ecr, "GetLifecyclePolicyPreview", named()),
        (Service::Hythe, "DescribeImagePulls", named()),
        (Service::Hythe, "ListDeletedImages", named()),
        (Service::Hythe, "ListDeletedTags", named()),
        (Service::Hythe, "ListImageHolds", named()),
        (Service::Hythe, "PreviewLifecyclePolicy", asked),
    ]
}

/// As [`lists_of_images`], of a registry.
async fn lists_of_the_registry(admin: &Caller) -> Vec<List> {
    for name in ["one", "two", "three", "four"] {
        admin.create_repository(name).await;
        let arn = format!("arn:aws:iam::{ACCOUNT}:role/{name}");
        admin
            .ecr_ok("RegisterPullTimeUpdateExclusion", json!({"principalArn": arn}))
            .await;
        let template = json!({"prefix": name, "appliedFor": ["CREATE_ON_PUSH"]});
        admin.ecr_ok("CreateRepositoryCreationTemplate", template).await;
    }
    for name in ["three", "four"] {
        admin
            .ecr_ok("DeleteRepository", json!({"repositoryName": name}))
            .await;
    }
    vec![
        (Service::Ecr, "DescribeRepositories", json!({})),
        (Service::Ecr, "DescribeRepositoryCreationTemplates", json!({})),
        (Service::Ecr, "ListPullTimeUpdateExclusions", json!({})),
        (Service::Hythe, "ListDeletedRepositories", json!({})),
    ]
}

/// As [`lists_of_images`], of keys.
async fn lists_of_keys(server: &TestServer, admin: &Caller) -> Vec<List> {
    person(admin, "ana").await;
    let user = format!("arn:aws:iam::{ACCOUNT}:user/ana");
    let key = new_key(admin).await;
    let named = || json!({"KeyId": key});
    for name in ["a", "b"] {
        let alias = json!({"AliasName": format!("alias/{name}"), "TargetKeyId": new_key(admin).await});
        ok(admin, "CreateAlias", alias).await;
        let grant = json!({"GranteePrincipal": user, "RetiringPrincipal": user, "Operations": ["Encrypt"]});
        ok(admin, "CreateGrant", with(&named(), &grant)).await;
        let tags = json!({"Tags": [{"TagKey": name, "TagValue": ""}]});
        ok(admin, "TagResource", with(&named(), &tags)).await;
        ok(admin, "RotateKeyOnDemand", named()).await;
        server.clock.advance(std::time::Duration::from_secs(60));
    }
    vec![
        (Service::Kms, "ListKeys", json!({})),
        (Service::Kms, "ListAliases", json!({})),
        (Service::Kms, "ListGrants", named()),
        (
            Service::Kms,
            "ListRetirableGrants",
            json!({"RetiringPrincipal": user}),
        ),
        (Service::Kms, "ListResourceTags", named()),
        (Service::Kms, "ListKeyRotations", named()),
    ]
}

#[tokio::test]
async fn a_token_of_another_list_is_refused_by_each() {
    let (server, admin) = repository().await;
    let mut lists = lists_of_images(&server, &admin).await;
    lists.extend(lists_of_the_registry(&admin).await);
    lists.extend(lists_of_keys(&server, &admin).await);
    let mut tokens = Vec::new();
    for (service, operation, input) in &lists {
        let reply = service
            .call(&admin, operation, with(input, &service.first()))
            .await;
        assert_eq!(reply.status, 200, "{operation}: {}", reply.text());
        let token = service.token(&reply.json());
        tokens.push(token.unwrap_or_else(|| panic!("{operation} has one page: {}", reply.text())));
    }
    for (service, operation, input) in &lists {
        for ((_, of, _), token) in lists.iter().zip(&tokens) {
            let reply = service
                .call(&admin, operation, with(input, &service.next(token)))
                .await;
            if operation == of {
                assert_eq!(reply.status, 200, "{operation}: {}", reply.text());
            } else {
                assert_eq!(
                    reply.status,
                    400,
                    "{operation} with a token of {of}: {}",
                    reply.text()
                );
                assert_eq!(
                    reply.json(),
                    service.refusal(),
                    "{operation} with a token of {of}"
                );
            }
        }
    }
}

/// The logs go on at a position, which is a number and no token.
#[tokio::test]
async fn a_log_takes_no_token_and_a_list_no_cursor() {
    let (server, admin) = repository().await;
    let lists = lists_of_images(&server, &admin).await;
    let (service, operation, input) = &lists[0];
    let page = service
        .call(&admin, operation, with(input, &service.first()))
        .await;
    let token = service.token(&page.json()).expect("a token");
    for log in ["LookupEvents", "LookupAuditRecords"] {
        let refused = admin.hythe(log, json!({"cursor": token})).await;
        assert_eq!(refused.status, 400, "{log}: {}", refused.text());
        assert_eq!(refused.json()["__type"], "InvalidParameterException", "{log}");
        let cursor = admin.hythe(log, json!({"maxResults": 1})).await.json()["nextCursor"].clone();
        let cursor = cursor.as_str().expect("a cursor").to_owned();
        for (service, operation, input) in &lists {
            let reply = service
                .call(&admin, operation, with(input, &service.next(&cursor)))
                .await;
            assert_eq!(
                reply.json(),
                service.refusal(),
                "{operation} with a cursor of {log}"
            );
        }
    }
}
