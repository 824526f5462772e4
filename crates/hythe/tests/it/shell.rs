//! `hythe env`, its output evaluated by a shell.

use std::process::Command;

use crate::process::{Place, end_of};

const NAMES: [&str; 7] = [
    "AWS_ENDPOINT_URL",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
    "AWS_CA_BUNDLE",
    "AWS_SESSION_TOKEN",
];

/// The variables as a shell has them after `eval "$(hythe env)"`.
fn evaluated(place: &Place) -> Vec<String> {
    let ended = end_of(&mut place.command(&["env"]));
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    let script = NAMES.map(|name| format!("printf '%s\\n' \"${{{name}-unset}}\"\n"));
    let script = format!("set -e\neval \"$1\"\n{}", script.concat());
    let mut shell = Command::new("/bin/sh");
    let shell = shell.env_clear().env("AWS_SESSION_TOKEN", "stale");
    let ended = end_of(shell.args(["-c", &script, "sh", &ended.stdout]));
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    ended.stdout.lines().map(str::to_owned).collect()
}

#[test]
fn a_shell_gets_endpoint_key_and_region() {
    let place = Place::new();
    let serving = place.serve(&["--region", "eu-central-1"]);
    let credentials = place.read("credentials");
    let value = |key: &str| {
        let line = credentials.lines().find_map(|line| line.strip_prefix(key));
        line.and_then(|line| line.strip_prefix(" = ")).unwrap().to_owned()
    };
    let expect = [
        serving.url.clone(),
        value("aws_access_key_id"),
        value("aws_secret_access_key"),
        "eu-central-1".to_owned(),
        "eu-central-1".to_owned(),
        "unset".to_owned(),
        "unset".to_owned(),
    ];
    assert_eq!(evaluated(&place), expect);
    serving.stop();
    assert_eq!(evaluated(&place), expect, "also when the server is down");
    let printed = end_of(&mut place.command(&["env"])).stdout;
    let last = printed.lines().last().unwrap();
    assert!(last.starts_with("# aws CLI 2 before 2.13"), "{printed}");
    assert!(last.contains("--endpoint-url \"$AWS_ENDPOINT_URL\""), "{printed}");
}

#[test]
fn the_authority_is_set_with_its_whole_path() {
    let place = Place::new();
    place.serve(&["--tls", "auto"]).stop();
    let ca = place.data().join("tls/ca.pem");
    assert_eq!(evaluated(&place)[5], ca.to_string_lossy());
}

#[test]
fn a_folder_without_a_server_is_an_error() {
    let place = Place::new();
    let ended = end_of(&mut place.command(&["env"]));
    assert_eq!((ended.code, &*ended.stdout), (Some(1), ""));
    assert!(ended.stderr.contains("no server has run on"), "{}", ended.stderr);
    assert!(!place.data().exists());
}
