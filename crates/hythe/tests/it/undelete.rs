//! `hythe undelete` and `hythe gc` against a running server.

use serde_json::json;

use crate::process::{Place, end_of};
use crate::signed::aws_json;

/// An index that lists nothing: an image of which no layer has to be uploaded.
const EMPTY: &str =
    r#"{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}"#;

#[test]
fn what_was_deleted_is_listed_restored_and_purged() {
    let place = Place::new();
    let serving = place.serve(&[]);
    let call = |operation: &str, input: serde_json::Value| {
        aws_json(serving.authority(), &place.read("credentials"), operation, &input)
    };
    let named = json!({"repositoryName": "shop/api"});
    call("CreateRepository", named.clone());
    let put = json!({"repositoryName": "shop/api", "imageManifest": EMPTY, "imageTag": "1"});
    let image = call("PutImage", put);
    let digest = image["image"]["imageId"]["imageDigest"]
        .as_str()
        .expect("a digest")
        .to_owned();
    let delete = || {
        let ids = json!([{"imageTag": "1"}]);
        call(
            "BatchDeleteImage",
            json!({"repositoryName": "shop/api", "imageIds": ids}),
        );
    };
    let run = |arguments: &[&str]| {
        let ended = end_of(&mut place.command(arguments));
        (ended.code, ended.stdout, ended.stderr)
    };
    delete();
    let (code, list, bytes) = run(&["undelete", "list", "shop/api"]);
    assert_eq!(
        (code, bytes.as_str()),
        (Some(0), "only deleted images need 0 bytes\n")
    );
    assert!(
        list.contains(&digest) && list.contains("[1]") && list.contains("user/administrator"),
        "{list}"
    );
    let restored = format!("shop/api@{digest} 1\n");
    assert_eq!(
        run(&["undelete", "image", "shop/api:1"]),
        (Some(0), restored.clone(), String::new())
    );
    let (code, _, error) = run(&["undelete", "image", "shop/api:1"]);
    assert_eq!(code, Some(1));
    assert!(error.contains("ImageNotFoundException"), "{error}");
    delete();
    let by_digest = format!("shop/api@{digest}");
    assert_eq!(run(&["undelete", "image", &by_digest]).1, restored);
    let (code, tags, _) = run(&["undelete", "list", "shop/api", "--tags", "--json"]);
    assert_eq!((code, tags.as_str()), (Some(0), ""));
    delete();
    assert_eq!(
        run(&["undelete", "purge", "shop/api", "--all"]).1,
        "1 images purged\n"
    );
    let (code, _, error) = run(&["undelete", "image", "shop/api"]);
    assert_eq!(code, Some(2), "{error}");

    call("DeleteRepository", named);
    let (_, list, _) = run(&["undelete", "list"]);
    assert!(list.contains(" shop/api 0 images, 0 bytes at 20"), "{list}");
    let restored = run(&["undelete", "repository", "shop/api", "--as", "shop/old"]);
    assert_eq!(restored, (Some(0), "shop/old\n".to_owned(), String::new()));
    assert_eq!(run(&["undelete", "list"]).1, "");
    serving.stop();
}

#[test]
fn a_round_of_the_collector_is_run_beside_a_server_and_without_one() {
    let place = Place::new();
    let serving = place.serve(&[]);
    let run = |arguments: &[&str]| {
        let ended = end_of(&mut place.command(arguments));
        (ended.code, ended.stdout, ended.stderr)
    };
    let nothing = "0 layers unlinked, 0 blobs and 0 files without a row found, 0 abandoned uploads dropped, 0 copies \
                   deleted, 0 bytes freed\n";
    assert_eq!(run(&["gc", "run"]), (Some(0), nothing.to_owned(), String::new()));
    let (code, status, _) = run(&["gc", "status"]);
    assert_eq!(code, Some(0));
    assert!(status.starts_with("resting; the last round began 20"), "{status}");
    serving.stop();
    assert_eq!(run(&["gc", "run"]), (Some(0), nothing.to_owned(), String::new()));
}
