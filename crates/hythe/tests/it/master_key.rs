//! The master key: a wrong one, a missing one, and rotations that end at any step.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use testkit::{digest_of, files_below};

use crate::process::{Ended, Place, Serving, end_of};
use crate::signed::aws_json;

/// A folder on which a server has run.
fn stage() -> Place {
    let place = Place::new();
    place.serve(&[]).stop();
    place
}

fn key_file(place: &Place) -> PathBuf {
    place.data().join("keys/master-key")
}

fn draft(place: &Place) -> PathBuf {
    place.data().join("keys/master-key.next")
}

fn another_key(byte: u8) -> String {
    format!("{}\n", STANDARD.encode([byte; 32]))
}

fn start(place: &Place) -> Ended {
    end_of(&mut place.command(&["serve", "--listen", "127.0.0.1:0"]))
}

fn rotate(place: &Place, flags: &[&str]) -> Ended {
    end_of(place.command(&["kms", "rotate-master-key"]).args(flags))
}

/// A call that has to be signed, with a secret that the database has sealed.
fn works(place: &Place) {
    works_with(place, &[]);
}

/// The same of a server with these variables.
fn works_with(place: &Place, variables: &[(&str, &str)]) {
    let mut command = place.command(&["serve", "--listen", "127.0.0.1:0"]);
    let serving = Serving::start(command.envs(variables.iter().copied()));
    let described = aws_json(
        serving.authority(),
        &place.read("credentials"),
        "DescribeRepositories",
        &json!({}),
    );
    assert!(described["repositories"].is_array());
    serving.stop();
}

#[test]
fn a_wrong_master_key_is_said_and_changes_nothing() {
    let place = stage();
    let right = fs::read(key_file(&place)).expect("the key");
    fs::write(key_file(&place), another_key(9)).expect("a key");
    let database = |place: &Place| {
        let mut files = files_below(&place.data());
        // Where a server listens, which none does, and memory that processes share.
        files.retain(|path, _| !path.ends_with("endpoint") && !path.to_string_lossy().ends_with("-shm"));
        files
    };
    let before = database(&place);
    let ended = start(&place);
    assert_eq!(ended.code, Some(1), "{}", ended.stderr);
    let sentence = "the master key is wrong: the database was sealed with the master key ";
    assert!(ended.stderr.contains(sentence), "{}", ended.stderr);
    let ended = rotate(&place, &[]);
    assert_eq!(ended.code, Some(1), "{}", ended.stderr);
    assert!(
        ended.stderr.contains("the master key is wrong"),
        "{}",
        ended.stderr
    );
    let mut after = database(&place);
    // Locks of processes that are gone.
    after.retain(|path, content| before.contains_key(path) || !content.is_empty());
    assert_eq!(
        before.keys().collect::<Vec<_>>(),
        after.keys().collect::<Vec<_>>()
    );
    assert!(before == after);

    fs::remove_file(key_file(&place)).expect("no key");
    let ended = start(&place);
    assert_eq!(ended.code, Some(1), "{}", ended.stderr);
    assert!(ended.stderr.contains("is not there"), "{}", ended.stderr);
    assert!(!key_file(&place).exists(), "none is made in its place");
    fs::write(key_file(&place), right).expect("the key");
    works(&place);
}

#[test]
fn a_rotation_leaves_blobs_and_ends_the_old_key() {
    let place = Place::new();
    let serving = place.serve(&[]);
    let call =
        |operation: &str, input| aws_json(serving.authority(), &place.read("credentials"), operation, &input);
    call("CreateRepository", json!({"repositoryName": "aa"}));
    let upload = call("InitiateLayerUpload", json!({"repositoryName": "aa"}));
    let part = json!({"repositoryName": "aa", "uploadId": upload["uploadId"], "partFirstByte": 0,
        "partLastByte": 4, "layerPartBlob": STANDARD.encode("bytes")});
    call("UploadLayerPart", part);
    let digest = digest_of(b"bytes");
    let done = json!({"repositoryName": "aa", "uploadId": upload["uploadId"], "layerDigests": [digest]});
    call("CompleteLayerUpload", done);
    let part = json!({"digest": digest, "size": 5, "mediaType": "application/octet-stream"});
    let manifest = json!({"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
        "config": part, "layers": [part]});
    let image = json!({"repositoryName": "aa", "imageManifest": manifest.to_string(), "imageTag": "1"});
    call("PutImage", image);
    let blobs = place.data().join("blobs");
    let before = files_below(&blobs);
    assert!(!before.is_empty());
    let old = fs::read(key_file(&place)).expect("the key");

    // Beside the server, which goes on.
    let ended = rotate(&place, &[]);
    assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""));
    assert_eq!(ended.stdout, "the master key was rotated\n");
    call("DescribeRepositories", json!({}));
    let input = json!({"repositoryName": "aa", "layerDigest": digest});
    assert_eq!(
        downloaded(&serving, &call("GetDownloadUrlForLayer", input.clone())),
        "bytes"
    );
    serving.stop();
    let new = fs::read(key_file(&place)).expect("the key");
    assert_ne!(old, new);
    assert!(files_below(&blobs) == before, "blobs are as they were");
    fs::write(key_file(&place), old).expect("the key");
    let ended = start(&place);
    assert!(
        ended.stderr.contains("the master key is wrong"),
        "{}",
        ended.stderr
    );
    fs::write(key_file(&place), new).expect("the key");
    let serving = place.serve(&[]);
    let url = aws_json(
        serving.authority(),
        &place.read("credentials"),
        "GetDownloadUrlForLayer",
        &input,
    );
    assert_eq!(downloaded(&serving, &url), "bytes");
    serving.stop();
}

/// What is behind the URL of an answer.
fn downloaded(serving: &Serving, answer: &Value) -> String {
    let url = answer["downloadUrl"].as_str().expect("a URL");
    let path = url.split_once("/layers/").expect("a path").1;
    let host = serving.authority();
    let request = format!("GET /layers/{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    let answer = serving.exchange(&request);
    answer.split_once("\r\n\r\n").expect("a head").1.to_owned()
}

/// The key is a file elsewhere, a value or a passphrase: none is made in the data folder, another one
/// and none at all are refused, and a rotation goes from one form to another.
#[test]
fn the_key_may_be_kept_elsewhere() {
    let elsewhere = tempfile::tempdir().expect("a folder");
    let file = |name: &str, byte: u8| {
        let path = elsewhere.path().join(name);
        fs::write(&path, another_key(byte)).expect("a key");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("a mode");
        path.display().to_string()
    };
    let (right, wrong) = (file("right", 1), file("wrong", 2));
    let (value, other) = (STANDARD.encode([3; 32]), STANDARD.encode([4; 32]));
    for (variable, right, wrong) in [
        ("HYTHE_MASTER_KEY_FILE", right.as_str(), wrong.as_str()),
        ("HYTHE_MASTER_KEY", &value, &other),
        (
            "HYTHE_MASTER_PASSPHRASE",
            "correct horse battery",
            "incorrect horse battery",
        ),
    ] {
        let place = Place::new();
        works_with(&place, &[(variable, right)]);
        works_with(&place, &[(variable, right)]);
        assert!(!key_file(&place).exists(), "{variable}");
        let mut command = place.command(&["serve", "--listen", "127.0.0.1:0"]);
        let ended = end_of(command.env(variable, wrong));
        assert_eq!(ended.code, Some(1), "{variable}: {}", ended.stderr);
        assert!(ended.stderr.contains(" is wrong"), "{variable}: {}", ended.stderr);
        let ended = start(&place);
        assert_eq!(ended.code, Some(1), "{variable}: {}", ended.stderr);
        assert!(
            !key_file(&place).exists(),
            "{variable}: none is made in its place"
        );

        // To a passphrase, and with it alone from then on.
        let phrase = elsewhere.path().join("phrase");
        fs::write(&phrase, "another horse battery\n").expect("a passphrase");
        let mut command = place.command(&["kms", "rotate-master-key"]);
        let flags = [OsStr::new("--new-passphrase-file"), phrase.as_os_str()];
        let ended = end_of(command.args(flags).env(variable, right));
        assert_eq!(ended.code, Some(0), "{variable}: {}", ended.stderr);
        works_with(&place, &[("HYTHE_MASTER_PASSPHRASE", "another horse battery")]);
        let mut command = place.command(&["serve", "--listen", "127.0.0.1:0"]);
        let ended = end_of(command.env(variable, right));
        assert_eq!(ended.code, Some(1), "{variable}: {}", ended.stderr);
    }
}

/// A rotation takes no passphrase that no start would take.
#[test]
fn a_passphrase_that_cannot_be_given_is_refused() {
    let place = stage();
    let phrase = place.path("phrase");
    for text in [
        "",
        "\n",
        "short\n",
        "äöüäöü\n",
        "two lines\nof words\n",
        "with a \0 in it\n",
    ] {
        fs::write(&phrase, text).expect("a passphrase");
        let phrase = phrase.display().to_string();
        let ended = rotate(&place, &["--new-passphrase-file", &phrase]);
        assert_eq!(ended.code, Some(2), "{text:?}: {}", ended.stderr);
        assert!(ended.stderr.contains(&phrase), "{text:?}: {}", ended.stderr);
        works(&place);
    }
}

/// Each step is one file or one transaction, so these are all the states that a crash can leave.
#[test]
fn a_rotation_that_was_cut_off_is_finished_or_forgotten() {
    // After the draft was written, before the database was sealed by it.
    let place = stage();
    let old = fs::read(key_file(&place)).expect("the key");
    fs::write(draft(&place), another_key(9)).expect("a draft");
    works(&place);
    assert_eq!(fs::read(key_file(&place)).expect("the key"), old);
    assert_eq!(rotate(&place, &[]).code, Some(0));
    works(&place);

    // After the database was sealed, before the draft took the place of the old key.
    let cut = |place: &Place| {
        let old = fs::read(key_file(place)).expect("the key");
        assert_eq!(rotate(place, &[]).code, Some(0));
        fs::rename(key_file(place), draft(place)).expect("a draft");
        fs::write(key_file(place), old).expect("the key");
    };
    cut(&place);
    let sealed_by = fs::read(draft(&place)).expect("a draft");
    works(&place);
    assert_eq!(fs::read(key_file(&place)).expect("the key"), sealed_by);
    assert!(!draft(&place).exists());

    // The same, and then another rotation before any start: the draft is the only key there is.
    cut(&place);
    let ended = rotate(&place, &[]);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    assert!(!draft(&place).exists());
    works(&place);
}
