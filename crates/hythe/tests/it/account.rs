//! `hythe account create` beside a running server.

use testkit::Signature;

use crate::process::{Place, Serving, end_of};

/// Who the server says that the holder of this profile is.
fn caller(serving: &Serving, profile: &str) -> String {
    let value = |key: &str| {
        let line = profile.lines().find_map(|line| line.strip_prefix(key));
        line.and_then(|line| line.strip_prefix(" = "))
            .expect(key)
            .to_owned()
    };
    let signature = Signature {
        key: registry::NewAccessKey {
            id: value("aws_access_key_id").parse().expect("an access key id"),
            secret: value("aws_secret_access_key"),
        },
        security_token: None,
        region: names::Region::parse("us-east-1").expect("a region"),
        service: "sts".to_owned(),
        signed_at: now(),
        host: serving.authority().to_owned(),
    };
    let body = "Action=GetCallerIdentity&Version=2011-06-15";
    let form = "application/x-www-form-urlencoded; charset=utf-8";
    let request = signature.post(&[("content-type", form)], body);
    let mut text = "POST / HTTP/1.1\r\nConnection: close\r\n".to_owned();
    for (name, value) in request.headers() {
        text += &format!("{name}: {}\r\n", value.to_str().expect("a header of ASCII"));
    }
    serving.exchange(&format!("{text}Content-Length: {}\r\n\r\n{body}", body.len()))
}

/// The server is a process of its own, on the machine's clock, so the signature has to be too.
#[expect(
    clippy::disallowed_methods,
    reason = "the clock of the server under test is the machine's"
)]
fn now() -> stdx::Timestamp {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    stdx::Timestamp::from_seconds(0).after(since.expect("it is after 1970"))
}

#[test]
fn an_account_is_made_and_its_key_works_at_once() {
    let place = Place::new();
    let serving = place.serve(&[]);
    let credentials = place.read("credentials");
    let ended = end_of(&mut place.command(&["account", "create", "444455556666"]));
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    assert!(
        ended
            .stdout
            .starts_with("[444455556666]\naws_access_key_id = AKIA"),
        "{}",
        ended.stdout
    );
    let answer = caller(&serving, &ended.stdout);
    assert!(answer.contains("<Account>444455556666</Account>"), "{answer}");
    let answer = caller(&serving, &credentials);
    assert!(answer.contains("<Account>000000000000</Account>"), "{answer}");
    assert_eq!(place.read("credentials"), credentials);

    let again = end_of(&mut place.command(&["account", "create", "444455556666"]));
    assert_eq!((again.code, &*again.stdout), (Some(1), ""));
    assert!(
        again.stderr.contains("444455556666 exists already"),
        "{}",
        again.stderr
    );
    serving.stop();
}

#[test]
fn a_folder_without_a_server_gets_no_account() {
    let place = Place::new();
    let ended = end_of(&mut place.command(&["account", "create", "444455556666"]));
    assert_eq!((ended.code, &*ended.stdout), (Some(1), ""));
    assert!(ended.stderr.contains("no server has run on"), "{}", ended.stderr);
    assert!(!place.data().exists());
}
