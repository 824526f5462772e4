//! ListImageReferrers (`ecr-api-private`, C).

use serde_json::{Value, json};
use testkit::{Caller, TestImage, digest_of};

use crate::aws_fixture::{
    ACCOUNT, OCI_MANIFEST, REPOSITORY, invalid, no_repository, put_image, put_text, refuse, repository,
    upload, with,
};

/// Puts an artifact that refers to `subject`; returns its bytes.
pub(crate) async fn attach(caller: &Caller, subject: &TestImage, artifact_type: &str, note: &str) -> Vec<u8> {
    let empty =
        json!({"mediaType": "application/vnd.oci.empty.v1+json", "digest": digest_of(b"{}"), "size": 2});
    let manifest = json!({
        "schemaVersion": 2, "mediaType": OCI_MANIFEST, "artifactType": artifact_type, "config": empty, "layers": [],
        "subject": {"mediaType": OCI_MANIFEST, "digest": subject.digest(), "size": subject.manifest.len()},
        "annotations": {"note": note},
    });
    let manifest = manifest.to_string().into_bytes();
    put_text(caller, &manifest, "").await;
    manifest
}

fn input(subject: &str) -> Value {
    json!({"repositoryName": REPOSITORY, "subjectId": {"imageDigest": subject}})
}

#[tokio::test]
async fn referrers_show_every_member_and_are_filtered() {
    let (_server, admin) = repository().await;
    let image = TestImage::new("one");
    put_image(&admin, &image, "1").await;
    upload(&admin, b"{}").await;
    let (sbom, signature) = ("application/vnd.test.sbom", "application/vnd.test.signature");
    let one = attach(&admin, &image, sbom, "first").await;
    let two = attach(&admin, &image, signature, "second").await;
    let shown = |manifest: &[u8], artifact_type: &str, note: &str| {
        json!({"digest": digest_of(manifest), "mediaType": OCI_MANIFEST, "artifactType": artifact_type,
               "size": manifest.len(), "annotations": {"note": note}, "artifactStatus": "ACTIVE"})
    };
    let (one, two) = (shown(&one, sbom, "first"), shown(&two, signature, "second"));
    let both = [one.clone(), two.clone()];
    for (filter, expected) in [
        (json!(null), &both[..]),
        (json!({"artifactTypes": []}), &both),
        (json!({"artifactStatus": "ANY"}), &both),
        (
            json!({"artifactTypes": [sbom], "artifactStatus": "ACTIVE"}),
            &both[..1],
        ),
        (
            json!({"artifactTypes": [signature, "a/b", "a/c", "a/d", "a/e"]}),
            &both[1..],
        ),
        (json!({"artifactTypes": ["a/b"]}), &[]),
        (json!({"artifactStatus": "ARCHIVED"}), &[]),
    ] {
        let filter = json!({"registryId": ACCOUNT, "filter": filter});
        let output = admin
            .ecr_ok("ListImageReferrers", with(&input(&image.digest()), &filter))
            .await;
        let list = output["referrers"].as_array().expect("a list");
        assert_eq!(list.len(), expected.len(), "{filter}");
        assert!(
            expected.iter().all(|one| list.contains(one)),
            "{filter}: {output}"
        );
        assert_eq!(output.get("nextToken"), None);
    }
    let none = admin
        .ecr_ok("ListImageReferrers", input(&digest_of(b"never")))
        .await;
    assert_eq!(none, json!({"referrers": []}));
}

#[tokio::test]
async fn refusals() {
    let (_server, admin) = repository().await;
    let some = input(&digest_of(b"never"));
    let parameter = |members: Value, at: &str, why: &str| {
        (
            "ListImageReferrers",
            with(&some, &members),
            "InvalidParameterException",
            invalid(at, why),
        )
    };
    let types = |count: usize| json!({"filter": {"artifactTypes": vec!["a/b"; count]}});
    let refusals = [
        (
            "ListImageReferrers",
            with(&some, &json!({"repositoryName": "nope"})),
            "RepositoryNotFoundException",
            no_repository("nope"),
        ),
        parameter(json!({"subjectId": null}), "subjectId", "Member must not be null"),
        parameter(
            json!({"subjectId": {}}),
            "subjectId.imageDigest",
            "Member must not be null",
        ),
        parameter(
            json!({"subjectId": {"imageDigest": "sha256"}}),
            "subjectId.imageDigest",
            "must satisfy regular expression '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'",
        ),
        parameter(
            json!({"subjectId": {"imageDigest": "md5:ab"}}),
            "subjectId.imageDigest",
            "Member must be a sha256 or sha512 digest",
        ),
        parameter(
            types(6),
            "filter.artifactTypes",
            "Member must have length less than or equal to 5",
        ),
        parameter(
            json!({"filter": {"artifactStatus": "x"}}),
            "filter.artifactStatus",
            "Member must satisfy enum value set: [ACTIVE, ACTIVATING, ARCHIVED, ANY]",
        ),
        parameter(
            json!({"maxResults": 0}),
            "maxResults",
            "Member must have value greater than or equal to 1",
        ),
        parameter(
            json!({"maxResults": 51}),
            "maxResults",
            "Member must have value less than or equal to 50",
        ),
    ];
    refuse(&admin, &refusals).await;
}
