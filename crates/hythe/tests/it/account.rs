//! `hythe account` beside a running server.

use crate::process::{Place, Serving, end_of};
use crate::signed::{aws_json, post, signature};
use serde_json::json;

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

/// Asks again and again until the answer has `part`: other processes are seen within a second.
fn until(part: &str, ask: impl Fn() -> String) {
    let asked = std::iter::repeat_with(ask).take(5_000);
    assert!(
        asked.into_iter().any(|answer| answer.contains(part)),
        "never {part}"
    );
}

fn command(place: &Place, args: &[&str]) -> String {
    let ended = end_of(&mut place.command(args));
    assert_eq!(ended.code, Some(0), "{args:?}: {}", ended.stderr);
    ended.stdout
}

#[test]
fn accounts_are_listed_and_deleted_with_everybody_in_them() {
    let place = Place::new();
    let serving = place.serve(&[]);
    let profile = command(&place, &["account", "create", "444455556666"]);
    until("<Account>444455556666</Account>", || caller(&serving, &profile));
    let listed = command(&place, &["account", "list"]);
    let ids: Vec<&str> = listed.lines().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(ids, ["000000000000", "444455556666"]);
    aws_json(
        serving.authority(),
        &profile,
        "CreateRepository",
        &json!({"repositoryName": "shop"}),
    );
    let refused = end_of(&mut place.command(&["account", "delete", "444455556666"]));
    assert_eq!((refused.code, &*refused.stdout), (Some(1), ""));
    assert!(refused.stderr.contains("has repositories"), "{}", refused.stderr);
    aws_json(
        serving.authority(),
        &profile,
        "DeleteRepository",
        &json!({"repositoryName": "shop"}),
    );
    assert_eq!(command(&place, &["account", "delete", "444455556666"]), "");
    until("InvalidClientTokenId", || caller(&serving, &profile));
    assert_eq!(command(&place, &["account", "list"]).lines().count(), 1);
    let missing = end_of(&mut place.command(&["account", "delete", "444455556666"]));
    assert!(
        missing.stderr.contains("there is no account"),
        "{}",
        missing.stderr
    );
    serving.stop();
}

#[test]
fn a_root_key_acts_for_the_root() {
    let place = Place::new();
    let serving = place.serve(&[]);
    let profile = command(&place, &["account", "root-key", "000000000000"]);
    until("<Arn>arn:aws:iam::000000000000:root</Arn>", || {
        caller(&serving, &profile)
    });
    aws_json(
        serving.authority(),
        &profile,
        "CreateRepository",
        &json!({"repositoryName": "shop"}),
    );
    serving.stop();
}

#[test]
fn a_service_control_policy_limits_everybody() {
    let place = Place::new();
    let serving = place.serve(&[]);
    let limits = place.path("limits.json");
    let policy =
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ecr:Describe*","Resource":"*"}}"#;
    std::fs::write(&limits, policy).expect("a file");
    let scp = ["account", "service-control-policy", "000000000000"];
    let set = [&scp as &[&str], &["--set", limits.to_str().expect("a path")]].concat();
    assert_eq!(command(&place, &set), "");
    assert_eq!(command(&place, &scp), format!("{policy}\n"));
    let profile = place.read("credentials");
    let create = || {
        let target = "AmazonEC2ContainerRegistry_V20150921.CreateRepository";
        let headers = [
            ("content-type", "application/x-amz-json-1.1"),
            ("x-amz-target", target),
        ];
        let signature = signature(serving.authority(), &profile, "ecr");
        serving.exchange(&post(&signature, &headers, r#"{"repositoryName":"shop"}"#))
    };
    until(
        "because no service control policy allows the ecr:CreateRepository action",
        create,
    );
    std::fs::write(&limits, "{}").expect("a file");
    let refused = end_of(&mut place.command(&set));
    assert_eq!(refused.code, Some(1), "{}", refused.stderr);
    assert!(
        refused.stderr.contains("Statement is required"),
        "{}",
        refused.stderr
    );
    assert_eq!(command(&place, &[&scp as &[&str], &["--remove"]].concat()), "");
    until("repositoryArn", create);
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
