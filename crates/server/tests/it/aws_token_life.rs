//! How long a docker token lives: by request, within policy.

use meta::OwnerKind;
use serde_json::{Value, json};
use stdx::Clock as _;

use crate::aws_fixture::{ACCOUNT, START, invalid, refuse};
use crate::sts_fixture::Scene;

#[tokio::test]
async fn a_token_lives_as_long_as_is_asked() {
    let scene = Scene::new().await;
    let since = scene.server.clock.now().as_seconds() as f64;
    assert_eq!(since, START);
    for (input, life) in [
        (json!({}), 43_200.0),
        (json!({"durationSeconds": null}), 43_200.0),
        (json!({"durationSeconds": 900}), 900.0),
        (json!({"durationSeconds": 43_200}), 43_200.0),
        (json!({"durationSeconds": 3600, "registryIds": [ACCOUNT]}), 3600.0),
    ] {
        let output = scene.admin.ecr_ok("GetAuthorizationToken", input.clone()).await;
        assert_eq!(
            output["authorizationData"][0]["expiresAt"],
            json!(since + life),
            "{input}"
        );
    }
    let why = "Member must be a whole number between 900 and 43200";
    for bad in [
        json!(899),
        json!(43_201),
        json!(0),
        json!(-900),
        json!(900.5),
        json!("900"),
        json!([900]),
    ] {
        let input = json!({"durationSeconds": bad});
        let message = invalid("durationSeconds", why);
        refuse(
            &scene.admin,
            &[(
                "GetAuthorizationToken",
                input,
                "InvalidParameterException",
                message,
            )],
        )
        .await;
    }
}

#[tokio::test]
async fn a_policy_bounds_the_life_of_tokens() {
    let scene = Scene::new().await;
    let ann = scene.user(ACCOUNT, "ann").await;
    let short = json!({"Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*",
                       "Condition": {"NumericLessThanEquals": {"ecr:TokenDuration": "3600"}}});
    scene
        .policy((OwnerKind::User, ACCOUNT, "ann"), "login", short)
        .await;
    let asked = |input: Value| ann.ecr("GetAuthorizationToken", input);
    assert_eq!(asked(json!({"durationSeconds": 3600})).await.status, 200);
    assert_eq!(asked(json!({"durationSeconds": 3601})).await.status, 400);
    // Without a request it is half a day, which is too long.
    assert_eq!(asked(json!({})).await.status, 400);
}
