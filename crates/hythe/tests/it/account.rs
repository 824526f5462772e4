//! `hythe account create` beside a running server.

use crate::process::{Place, Serving, end_of};
use crate::signed::{post, signature};

/// Who the server says that the holder of this profile is.
fn caller(serving: &Serving, profile: &str) -> String {
    let form = "application/x-www-form-urlencoded; charset=utf-8";
    let body = "Action=GetCallerIdentity&Version=2011-06-15";
    let signature = signature(serving.authority(), profile, "sts");
    serving.exchange(&post(&signature, &[("content-type", form)], body))
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
