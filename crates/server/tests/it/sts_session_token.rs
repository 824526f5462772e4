//! Session tokens that are none, that nobody signed, and clocks that differ.

use std::time::Duration;

use http::HeaderValue;
use serde_json::json;
use testkit::Caller;

use crate::aws_sts::error_of;
use crate::sts_fixture::Scene;
use crate::sts_session::{FORM, INVALID_TOKEN};

/// A session token is good as it was given out, with its own key, here.
#[tokio::test]
async fn session_tokens_that_are_none() {
    let (scene, elsewhere) = (Scene::new().await, Scene::new().await);
    let (ann, role) = scene.puller().await;
    let session = scene.assume(&ann, &role, &[]).await;
    let other = scene.assume(&ann, &role, &[]).await;
    let (stranger, its_role) = elsewhere.puller().await;
    let foreign = elsewhere.assume(&stranger, &its_role, &[]).await;
    let token = |caller: &Caller| caller.signature("sts").security_token.expect("a session");
    let key = |caller: &Caller| caller.signature("sts").key;
    let mine = token(&session);
    let mut cases = vec![
        ("another session's".to_owned(), key(&session), Some(token(&other))),
        (
            "of another installation".to_owned(),
            key(&foreign),
            Some(token(&foreign)),
        ),
        (
            "of another installation, with my key".to_owned(),
            key(&session),
            Some(token(&foreign)),
        ),
        ("with a user's key".to_owned(), key(&ann), Some(mine.clone())),
        ("none".to_owned(), key(&session), None),
        ("empty".to_owned(), key(&session), Some(String::new())),
        (
            "cut".to_owned(),
            key(&session),
            Some(mine[..mine.len() - 4].to_owned()),
        ),
        ("longer".to_owned(), key(&session), Some(format!("{mine}AAAA"))),
        ("very long".to_owned(), key(&session), Some("A".repeat(20_000))),
    ];
    for at in (0..mine.len()).step_by(mine.len() / 12) {
        let mut altered = mine.clone();
        let letter = if &mine[at..=at] == "A" { "B" } else { "A" };
        altered.replace_range(at..=at, letter);
        cases.push((format!("altered at {at}"), key(&session), Some(altered)));
    }
    let login = session.password().await;
    cases.push(("an authorization token".to_owned(), key(&session), Some(login)));
    for (case, key, token) in cases {
        let liar = session.with_key(key, token);
        let refused = liar.aws_query("sts", FORM).await;
        let expected = (403, "InvalidClientTokenId".to_owned(), INVALID_TOKEN.to_owned());
        assert_eq!(error_of(&refused), expected, "{case}");
        let presigned = liar.signature("sts").presigned_get(FORM, Duration::from_secs(60));
        assert_eq!(
            error_of(&scene.server.send(presigned).await),
            expected,
            "{case}, presigned"
        );
        let refused = liar.ecr("DescribeRepositories", json!({})).await;
        assert_eq!(refused.json()["__type"], "UnrecognizedClientException", "{case}");
    }
    let presigned = session
        .signature("sts")
        .presigned_get(FORM, Duration::from_secs(60));
    assert_eq!(scene.server.send(presigned).await.status, 200);
}

/// A token that the signature does not cover could be anybody's.
#[tokio::test]
async fn a_token_that_is_not_signed() {
    let scene = Scene::new().await;
    let (ann, role) = scene.puller().await;
    let session = scene.assume(&ann, &role, &[]).await;
    let signature = session.signature("sts");
    let token = signature.security_token.clone().expect("a session");
    for caller in [&session, &ann] {
        let bare = caller.with_key(caller.signature("sts").key, None);
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        let mut request = bare.signed("sts", &headers, FORM.into());
        let value = HeaderValue::from_str(&token).expect("a header");
        request.headers_mut().insert("x-amz-security-token", value);
        let refused = scene.server.send(request).await;
        assert_eq!(refused.status, 403, "{}", refused.text());
    }
    // Nor may it come a second time.
    let mut request = session.signed(
        "sts",
        &[("content-type", "application/x-www-form-urlencoded")],
        FORM.into(),
    );
    let value = HeaderValue::from_static("AAAA");
    request.headers_mut().append("x-amz-security-token", value);
    assert_ne!(scene.server.send(request).await.status, 200);
}

/// Sessions keep to the clock as long-term keys do.
#[tokio::test]
async fn clocks_that_differ() {
    let scene = Scene::new().await;
    let (ann, role) = scene.puller().await;
    let session = scene.assume(&ann, &role, &[]).await;
    for (seconds, status) in [(-301, 403), (-299, 200), (0, 200), (299, 200), (301, 403)] {
        let mut signature = session.signature("sts");
        let now = signature.signed_at.as_seconds();
        signature.signed_at = stdx::Timestamp::from_seconds(now + seconds);
        let request = signature.post(&[("content-type", "application/x-www-form-urlencoded")], FORM);
        let reply = scene.server.send(request).await;
        assert_eq!(reply.status, status, "{seconds}: {}", reply.text());
    }
}
