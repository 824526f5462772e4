//! `hythe image` against a running server.

use std::process::Command;

use serde_json::{Value, json};

use crate::process::{Ended, Place, Serving, end_of, hythe};
use crate::signed::aws_json;

/// An index that lists nothing: an image of which no layer has to be uploaded.
const EMPTY: &str =
    r#"{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}"#;

/// A server with an image in `shop/api` under these tags; returns the image's digest.
fn stage(place: &Place, flags: &[&str], tags: &[&str]) -> (Serving, String) {
    let serving = place.serve(flags);
    let call = |operation: &str, input: Value| {
        aws_json(serving.authority(), &place.read("credentials"), operation, &input)
    };
    call("CreateRepository", json!({"repositoryName": "shop/api"}));
    let mut digest = String::new();
    for tag in tags {
        let input = json!({"repositoryName": "shop/api", "imageManifest": EMPTY, "imageTag": tag});
        let put = call("PutImage", input);
        let named = put["image"]["imageId"]["imageDigest"].as_str();
        digest = named.expect("a digest").to_owned();
    }
    (serving, digest)
}

fn outcome(ended: Ended) -> (Option<i32>, String, String) {
    (ended.code, ended.stdout, ended.stderr)
}

/// The environment that `hythe env` prints.
fn with_environment<'c>(command: &'c mut Command, place: &Place) -> &'c mut Command {
    let lines = end_of(&mut place.command(&["env"])).stdout;
    for line in lines.lines() {
        if let Some((name, value)) = line.strip_prefix("export ").and_then(|line| line.split_once('=')) {
            command.env(name, value);
        }
    }
    command
}

#[test]
fn a_tag_is_taken_away() {
    let place = Place::new();
    let (serving, digest) = stage(&place, &[], &["1", "2", "3"]);
    let line = format!("{digest}\n");
    let untag = |tag: &str| outcome(end_of(&mut place.command(&["image", "untag", tag])));
    assert_eq!(untag("shop/api:1"), (Some(0), line.clone(), String::new()));
    let (code, out, error) = untag("shop/api:1");
    assert_eq!((code, out.as_str()), (Some(1), ""));
    let sentence = "error: UntagImage failed: The image with imageId {imageDigest:'null', imageTag:'1'} does not exist \
        within the repository with name 'shop/api' in the registry with id '000000000000' (ImageNotFoundException)\n";
    assert_eq!(error, sentence);
    // By the environment, in a folder without any data.
    let mut command = hythe(["image", "untag", "shop/api:2", "--expect", &digest]);
    let ended = end_of(with_environment(&mut command, &place));
    assert_eq!(outcome(ended), (Some(0), line, String::new()));
    let (code, _, error) = untag("shop/api");
    assert_eq!(code, Some(2), "{error}");
    serving.stop();
    let (code, _, error) = untag("shop/api:3");
    assert_eq!(code, Some(1));
    assert!(
        error.starts_with("error: no answer from http://127.0.0.1:"),
        "{error}"
    );
}

#[test]
fn a_tag_moves_an_image_is_copied_and_a_repository_renamed() {
    let place = Place::new();
    let (serving, digest) = stage(&place, &[], &["1"]);
    let line = (Some(0), format!("{digest}\n"), String::new());
    let by_digest = format!("shop/api@{digest}");
    let create = json!({"repositoryName": "release"});
    aws_json(
        serving.authority(),
        &place.read("credentials"),
        "CreateRepository",
        &create,
    );
    for args in [
        &["image", "tag", "shop/api:1", "live"][..],
        &["image", "tag", &by_digest, "live", "--expect", &digest],
        &["image", "tag", &by_digest, "new", "--expect", "none"],
        &["image", "copy", "shop/api:1", "release"],
        &[
            "image",
            "copy",
            &by_digest,
            "release:2",
            "--referrers",
            "--expect",
            "none",
        ],
        &[
            "image",
            "copy",
            &by_digest,
            "release",
            "--source-registry-id",
            "000000000000",
        ],
    ] {
        assert_eq!(outcome(end_of(&mut place.command(args))), line, "{args:?}");
    }
    let again = ["image", "tag", "shop/api:1", "live", "--expect", "none"];
    let (code, _, error) = outcome(end_of(&mut place.command(&again)));
    assert_eq!(code, Some(1));
    assert!(error.contains("does not name the expected image"), "{error}");
    let rename = ["repository", "rename", "shop/api", "store/api"];
    let arn = "arn:aws:ecr:us-east-1:000000000000:repository/store/api\n";
    let renamed = outcome(end_of(&mut place.command(&rename)));
    assert_eq!(renamed, (Some(0), arn.to_owned(), String::new()));
    let (code, _, error) = outcome(end_of(&mut place.command(&rename)));
    assert_eq!(code, Some(1));
    assert!(error.contains("(RepositoryNotFoundException)"), "{error}");
    serving.stop();
}

#[test]
fn the_servers_own_authority_is_trusted() {
    let place = Place::new();
    let (serving, digest) = stage_over_tls(&place);
    let ended = end_of(&mut place.command(&["image", "untag", "shop/api:1"]));
    assert_eq!(outcome(ended), (Some(0), format!("{digest}\n"), String::new()));
    // Nobody else is.
    let mut command = hythe(["image", "untag", "shop/api:1"]);
    let command = with_environment(&mut command, &place).env("AWS_CA_BUNDLE", "");
    let (code, _, error) = outcome(end_of(command));
    assert_eq!(code, Some(1), "{error}");
    serving.stop();
}

/// The image is pushed before the server has HTTPS: the helper of these tests has no TLS.
fn stage_over_tls(place: &Place) -> (Serving, String) {
    let (plain, digest) = stage(place, &[], &["1"]);
    plain.stop();
    (place.serve(&["--tls", "auto"]), digest)
}

#[test]
fn half_an_environment_is_refused() {
    let mut command = hythe(["image", "untag", "shop/api:1"]);
    command.env("AWS_ENDPOINT_URL", "http://127.0.0.1:1");
    let (code, _, error) = outcome(end_of(&mut command));
    assert_eq!(code, Some(2));
    assert!(error.contains("AWS_ACCESS_KEY_ID is missing"), "{error}");
}
