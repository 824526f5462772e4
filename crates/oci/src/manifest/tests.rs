//! Tables of manifests, accepted and refused.

mod strictness;

use names::{Digest, MediaType};
use serde_json::{Value, json};

use super::*;

const DIGEST: &str = "sha256:6666666666666666666666666666666666666666666666666666666666666666";

fn descriptor(media_type: &str, size: u64) -> Value {
    json!({"mediaType": media_type, "digest": DIGEST, "size": size})
}

fn image() -> Value {
    json!({
        "schemaVersion": 2,
        "mediaType": media_types::OCI_MANIFEST,
        "config": descriptor("application/vnd.oci.image.config.v1+json", 100),
        "layers": [
            descriptor("application/vnd.oci.image.layer.v1.tar+gzip", 20),
            descriptor("application/vnd.oci.image.layer.v1.tar+zstd", 3),
        ],
    })
}

fn index() -> Value {
    json!({
        "schemaVersion": 2,
        "mediaType": media_types::OCI_INDEX,
        "manifests": [descriptor(media_types::OCI_MANIFEST, 500)],
    })
}

/// The document with the member at a JSON pointer replaced, or added to its object.
fn with(mut document: Value, pointer: &str, value: Value) -> Value {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let parent = document.pointer_mut(parent).unwrap();
    match parent {
        Value::Array(list) => list[key.parse::<usize>().unwrap()] = value,
        parent => parent[key] = value,
    }
    document
}

fn without(mut document: Value, key: &str) -> Value {
    document.as_object_mut().unwrap().remove(key);
    document
}

fn read(document: &Value) -> Result<Facts, ManifestError> {
    parse(document.to_string().as_bytes(), None)
}

fn read_as(document: &Value, content_type: &str) -> Result<Facts, ManifestError> {
    let content_type = MediaType::parse_content_type(content_type).unwrap();
    parse(document.to_string().as_bytes(), Some(&content_type))
}

fn refusal(text: impl AsRef<[u8]>) -> String {
    match parse(text.as_ref(), None) {
        Ok(facts) => panic!("accepted: {facts:?}"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn images() {
    let facts = read(&image()).unwrap();
    assert_eq!(facts.media_type.as_str(), media_types::OCI_MANIFEST);
    assert_eq!(facts.size(), Some(123));
    assert_eq!(facts.layers_to_check().count(), 3);
    assert!(facts.children().is_empty());
    let config = Some("application/vnd.oci.image.config.v1+json");
    assert_eq!(facts.artifact_type_for_referrers(), config);
    assert_eq!(facts.artifact_media_type(), config);
    assert_eq!((facts.subject, facts.artifact_type), (None, None));
    let docker = with(image(), "/mediaType", json!(media_types::DOCKER_MANIFEST));
    assert_eq!(read(&docker).map(|facts| facts.size()), Ok(Some(123)));
}

#[test]
fn indexes() {
    for media_type in [media_types::OCI_INDEX, media_types::DOCKER_LIST] {
        let facts = read(&with(index(), "/mediaType", json!(media_type))).unwrap();
        assert_eq!(facts.media_type.as_str(), media_type);
        assert_eq!((facts.size(), facts.layers_to_check().count()), (None, 0));
        assert_eq!(facts.children().len(), 1);
        assert_eq!(facts.children()[0].digest, Digest::parse(DIGEST).unwrap());
        assert_eq!(facts.artifact_media_type(), None);
        assert_eq!(facts.artifact_type_for_referrers(), None);
    }
    let typed = with(index(), "/artifactType", json!("a/b"));
    assert_eq!(read(&typed).unwrap().artifact_type_for_referrers(), Some("a/b"));
    let empty = with(index(), "/manifests", json!([]));
    assert_eq!(read(&empty).unwrap().children(), []);
}

/// image-spec 1.1, "Guidelines for Artifact Usage"; distribution-spec 1.1, "Pushing Manifests
/// with Subject".
#[test]
fn artifacts() {
    let artifact = with(image(), "/config", descriptor(media_types::EMPTY, 2));
    let artifact = with(artifact, "/layers", json!([]));
    let artifact = with(artifact, "/subject", descriptor(media_types::OCI_INDEX, 9));
    let artifact = with(artifact, "/annotations", json!({"a": "b"}));
    let facts = read(&artifact).unwrap();
    assert_eq!(facts.artifact_media_type(), Some(media_types::EMPTY));
    assert_eq!(facts.subject.as_ref().map(|subject| subject.size), Some(9));
    assert_eq!(facts.annotations["a"], "b");
    for (artifact_type, expected) in [
        ("application/spdx+json", "application/spdx+json"),
        ("", media_types::EMPTY),
    ] {
        let facts = read(&with(artifact.clone(), "/artifactType", json!(artifact_type))).unwrap();
        assert_eq!(facts.artifact_media_type(), Some(expected));
        assert_eq!(facts.artifact_type_for_referrers(), Some(expected));
    }
    // With a configuration of its own, ECR shows that, and referrers show the artifact type.
    let helm = "application/vnd.cncf.helm.config.v1+json";
    let chart = with(
        with(image(), "/config", descriptor(helm, 2)),
        "/artifactType",
        json!("a/b"),
    );
    let facts = read(&chart).unwrap();
    assert_eq!(facts.artifact_media_type(), Some(helm));
    assert_eq!(facts.artifact_type_for_referrers(), Some("a/b"));
    // Docker's formats have neither member.
    let docker = with(artifact, "/mediaType", json!(media_types::DOCKER_MANIFEST));
    assert_eq!(read(&docker).unwrap().subject, None);
}

#[test]
fn layers_that_are_kept_elsewhere() {
    let foreign = "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip";
    for (media_type, urls, checked) in [
        (foreign, json!(["https://example.com/layer"]), 2),
        (foreign, json!([]), 3),
        (foreign, json!(null), 3),
        (
            "application/vnd.oci.image.layer.nondistributable.v1.tar+zstd",
            json!(["https://example.com"]),
            2,
        ),
        (
            "application/vnd.oci.image.layer.v1.tar",
            json!(["https://example.com"]),
            3,
        ),
    ] {
        let mut layer = descriptor(media_type, 1_000);
        layer["urls"] = urls;
        let facts = read(&with(image(), "/layers/0", layer)).unwrap();
        assert_eq!(facts.layers_to_check().count(), checked, "{media_type}");
        assert_eq!(facts.size(), Some(if checked == 2 { 103 } else { 1_103 }));
    }
}

#[test]
fn sizes_saturate() {
    let greatest = descriptor("a/b", Descriptor::MAX_SIZE);
    let layers = json!([greatest, greatest, greatest]);
    assert_eq!(
        read(&with(image(), "/layers", layers)).unwrap().size(),
        Some(u64::MAX)
    );
}

#[test]
fn media_types_agree() {
    let (typed, untyped) = (image(), without(image(), "mediaType"));
    let (oci, docker) = (media_types::OCI_MANIFEST, media_types::DOCKER_MANIFEST);
    for (document, content_type, expected) in [
        (&typed, oci, oci),
        (&typed, "application/json", oci),
        (&typed, "application/octet-stream", oci),
        (&untyped, oci, oci),
        (&untyped, docker, docker),
        (
            &untyped,
            "application/vnd.oci.image.manifest.v1+json; charset=utf-8",
            oci,
        ),
    ] {
        let found = read_as(document, content_type).map(|facts| facts.media_type.to_string());
        assert_eq!(found.as_deref(), Ok(expected), "{content_type}");
    }
    assert_eq!(read(&untyped), Err(ManifestError::MissingMediaType));
    assert_eq!(
        read_as(&untyped, "application/json"),
        Err(ManifestError::MissingMediaType)
    );
    for other in [docker, media_types::OCI_INDEX, "text/plain"] {
        let found = read_as(&typed, other);
        assert!(
            matches!(found, Err(ManifestError::MediaTypeMismatch { .. })),
            "{found:?}"
        );
    }
}

#[test]
fn other_kinds_of_documents() {
    let schema_1 = json!({"schemaVersion": 1, "name": "ab", "fsLayers": [], "history": [], "signatures": []});
    assert_eq!(read(&schema_1), Err(ManifestError::Schema1));
    for content_type in [
        "application/vnd.docker.distribution.manifest.v1+json",
        "application/vnd.docker.distribution.manifest.v1+prettyjws",
        media_types::DOCKER_MANIFEST,
    ] {
        assert_eq!(
            read_as(&schema_1, content_type),
            Err(ManifestError::Schema1),
            "{content_type}"
        );
    }
    for media_type in [
        "application/vnd.cncf.oras.artifact.manifest.v1+json",
        "application/vnd.oci.artifact.manifest.v1+json",
        "application/vnd.oci.image.config.v1+json",
        "text/plain",
    ] {
        let artifact = json!({"mediaType": media_type, "artifactType": "a/b", "blobs": []});
        let found = read(&artifact);
        assert!(
            matches!(found, Err(ManifestError::UnsupportedMediaType { .. })),
            "{found:?}"
        );
    }
}

/// A JSON pointer into an image, the value that is put there, and the refusal.
const MEMBERS_OF_OTHER_TYPES: &str = r#"
    /schemaVersion | 3 | schemaVersion must be 2
    /schemaVersion | "2" | schemaVersion must be 2
    /schemaVersion | 2.0 | schemaVersion must be 2
    /schemaVersion | null | schemaVersion must be 2
    /mediaType | 7 | mediaType must be a string
    /mediaType | "" | mediaType must be a media type of RFC 6838
    /config | null | config must be present
    /config | [] | config must be a JSON object
    /config/mediaType | null | config.mediaType must be present
    /config/mediaType | "a b/c" | config.mediaType must be a media type of RFC 6838
    /config/digest | null | config.digest must be present
    /config/digest | "sha256:66" | config.digest must be a digest
    /config/digest | "SHA256:66" | config.digest must be a digest
    /config/digest | "sha256:../../etc" | config.digest must be a digest
    /config/digest | "../x:66" | config.digest must be a digest
    /config/digest | "md5:d41d8cd98f00b204e9800998ecf8427e" | config.digest must be a digest of sha256 or sha512
    /config/digest | "sha256+b64u:LCa0a2j_xo_5m0U8HTBBNBNC-g" | config.digest must be a digest of sha256 or sha512
    /config/size | -1 | config.size must be a whole number that is not negative
    /config/size | 1.5 | config.size must be a whole number that is not negative
    /config/size | "1" | config.size must be a whole number that is not negative
    /config/size | 9223372036854775808 | config.size must be less than 2^63
    /config/size | null | config.size must be present
    /layers | null | layers must be present
    /layers | {} | layers must be an array
    /layers/1 | "x" | layers[1] must be a JSON object
    /layers/1 | null | layers[1] must be a JSON object
    /layers/1/urls | "x" | layers[1].urls must be an array of strings
    /layers/1/annotations | {"a":1} | layers[1].annotations must be an object of strings
    /annotations | {"a":null} | annotations must be an object of strings
    /annotations | ["a"] | annotations must be an object of strings
    /artifactType | 1 | artifactType must be a string
    /subject | "x" | subject must be a JSON object
    /subject | {} | subject.size must be present
"#;

#[test]
fn members_have_their_types() {
    for row in MEMBERS_OF_OTHER_TYPES.trim().lines() {
        let cells: Vec<_> = row.split('|').map(str::trim).collect();
        let value = serde_json::from_str(cells[1]).unwrap();
        let found = refusal(with(image(), cells[0], value).to_string());
        assert_eq!(found, cells[2], "{row}");
    }
    let upper = refusal(with(image(), "/config/digest", json!(DIGEST.to_uppercase())).to_string());
    assert_eq!(upper, "config.digest must be a digest");
    let no_children = refusal(without(index(), "manifests").to_string());
    assert_eq!(no_children, "manifests must be present");
    let child = with(index(), "/manifests/0/artifactType", json!("a/b"));
    let child_type = read(&child).unwrap().children()[0].artifact_type.clone();
    assert_eq!(child_type.as_deref(), Some("a/b"));
}

#[test]
fn codes() {
    let bad = with(image(), "/config/digest", json!("md5:00"));
    assert_eq!(read(&bad).unwrap_err().code().as_str(), "DIGEST_INVALID");
    assert_eq!(ManifestError::InvalidJson.code().as_str(), "MANIFEST_INVALID");
}
