//! `hythe token` beside a running server.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::process::{Place, Serving, end_of};
use crate::signed::aws_json;

/// A token for docker, as the value of a Basic credential.
fn login(serving: &Serving, profile: &str) -> String {
    let answer = aws_json(serving.authority(), profile, "GetAuthorizationToken", &json!({}));
    let token = &answer["authorizationData"][0]["authorizationToken"];
    let token = token.as_str().map(str::to_owned);
    token.expect("a token")
}

fn ping(serving: &Serving, token: &str) -> String {
    let host = serving.authority();
    serving.exchange(&format!(
        "GET /v2/ HTTP/1.1\r\nHost: {host}\r\nAuthorization: Basic {token}\r\nConnection: close\r\n\r\n"
    ))
}

fn listed(place: &Place) -> Vec<String> {
    let ended = end_of(&mut place.command(&["token", "list"]));
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    ended.stdout.lines().map(str::to_owned).collect()
}

fn until_refused(serving: &Serving, token: &str) {
    let answers = std::iter::repeat_with(|| ping(serving, token)).take(5_000);
    let revoked = "Your authorization token has been revoked";
    assert!(answers.into_iter().any(|answer| answer.contains(revoked)));
}

#[test]
fn tokens_are_listed_and_revoked() {
    let place = Place::new();
    let serving = place.serve(&[]);
    let profile = place.read("credentials");
    assert!(listed(&place).is_empty());
    let (one, other) = (login(&serving, &profile), login(&serving, &profile));
    for token in [&one, &other] {
        assert!(STANDARD.decode(token).expect("base64").starts_with(b"AWS:"));
        assert!(ping(&serving, token).starts_with("HTTP/1.1 200 "));
    }
    let lines = listed(&place);
    assert_eq!(lines.len(), 2, "{lines:#?}");
    for line in &lines {
        let rest = " arn:aws:iam::000000000000:user/administrator 000000000000 us-east-1 from ";
        assert!(line.contains(rest) && line.ends_with(" valid"), "{line}");
    }
    let id = lines[0].split(' ').next().expect("an id");
    let revoke = ["token", "revoke", id];
    let ended = end_of(&mut place.command(&revoke));
    assert_eq!((ended.code, &*ended.stdout), (Some(0), ""), "{}", ended.stderr);
    // The list begins with the token that lives longest: the one that was issued last.
    until_refused(&serving, &other);
    assert!(ping(&serving, &one).starts_with("HTTP/1.1 200 "));
    assert!(listed(&place).iter().any(|line| line.contains(" revoked ")));
    let again = end_of(&mut place.command(&revoke));
    assert!(again.stderr.contains("there is no token"), "{}", again.stderr);

    let administrator = "arn:aws:iam::000000000000:user/administrator";
    let ended = end_of(&mut place.command(&["token", "revoke", "--principal", administrator]));
    assert_eq!(
        (ended.code, &*ended.stdout),
        (Some(0), "1 revoked\n"),
        "{}",
        ended.stderr
    );
    until_refused(&serving, &one);
    let fresh: Value = login(&serving, &profile).into();
    assert!(ping(&serving, fresh.as_str().expect("a text")).starts_with("HTTP/1.1 200 "));
    serving.stop();
}
