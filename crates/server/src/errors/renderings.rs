//! The table of all renderings: every error of the registry, of a signature, of a body and of the front
//! ends, as each protocol answers it. A new error does not compile here until it has its row; a changed
//! status, name or sentence shows in the snapshot.

mod samples;

use std::fmt::Write as _;

use futures_util::FutureExt as _;
use http::Response;
use http_body_util::BodyExt as _;
use registry::Error;
use uuid::Uuid;

use self::samples::{front_errors, oci_errors, registry_errors, signature_errors};
use super::{AwsError, OciError, json, query};
use crate::edge::body::{Body, ReadError};

/// A number for each kind of error of the registry, from 0 without gaps.
fn kind(error: &Error) -> usize {
    match error {
        Error::Denied(_) => 0,
        Error::CredentialRevoked => 1,
        Error::SessionToken(_) => 2,
        Error::RepositoryNotFound(_) => 3,
        Error::RepositoryExists(_) => 4,
        Error::RepositoryNotEmpty(_) => 5,
        Error::ManifestNotFound => 6,
        Error::ImageNotFound { .. } => 7,
        Error::ImageExists { .. } => 8,
        Error::TagImmutable { .. } => 9,
        Error::ImageDigestMismatch { .. } => 10,
        Error::LayersNotFound { .. } => 11,
        Error::ReferencedImagesNotFound { .. } => 12,
        Error::ManifestInvalid(_) => 13,
        Error::ImageReferenced(_) => 14,
        Error::TagNotFound => 15,
        Error::LayerNotFound { .. } => 16,
        Error::LayerInaccessible { .. } => 17,
        Error::LayerExists { .. } => 18,
        Error::UploadNotFound { .. } => 19,
        Error::PartOutOfOrder { .. } => 20,
        Error::UploadBusy(_) => 21,
        Error::UploadEmpty(_) => 22,
        Error::LayerDigestMismatch { .. } => 23,
        Error::LayerPartTooSmall => 24,
        Error::LimitExceeded(_) => 25,
        Error::InvalidParameter { .. } => 26,
        Error::TooManyTags => 27,
        Error::InvalidTag(_) => 28,
        Error::Body(_) => 29,
        Error::Internal(_) => 30,
        Error::Identity { .. } => 31,
        Error::RepositoryPolicyNotFound(_) => 32,
        Error::RegistryPolicyNotFound(_) => 33,
        Error::Template(_) => 34,
        Error::LifecyclePolicyNotFound(_) => 35,
        Error::LifecyclePreviewNotFound(_) => 36,
        Error::LifecyclePreviewInProgress(_) => 37,
        Error::Exclusion(_) => 38,
        Error::Tag(_) => 39,
        Error::StorageClass(_) => 40,
        Error::LayerArchived { .. } => 41,
        Error::Kms { .. } => 42,
        Error::Protection(_) => 43,
        Error::QuotaExceeded(_) => 44,
        Error::LayerKey(_) => 45,
    }
}

/// Status and body on one line.
fn shown(response: Response<Body>) -> String {
    let status = response.status().as_u16();
    let body = response
        .into_body()
        .collect()
        .now_or_never()
        .expect("a body in memory");
    let body = body.expect("a body in memory").to_bytes();
    let text = String::from_utf8(body.to_vec()).expect("text");
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let line = lines.concat();
    let xml = line.strip_prefix("<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">");
    let end = "<RequestId>00000000-0000-0000-0000-000000000000</RequestId></ErrorResponse>";
    format!(
        "{status} {}",
        xml.and_then(|xml| xml.strip_suffix(end)).unwrap_or(&line)
    )
}

fn aws(table: &mut String, error: &AwsError) {
    let _ = writeln!(table, "json  {}", shown(json(error)));
    let _ = writeln!(
        table,
        "query {}",
        shown(query(error, aws_model::sts::XML_NAMESPACE, Uuid::nil()))
    );
}

#[test]
fn every_error_in_every_protocol() {
    let errors = registry_errors();
    let mut kinds: Vec<usize> = errors.iter().map(kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    assert!(kinds.iter().copied().eq(0..=45), "one of each kind: {kinds:?}");
    let mut table = String::from("# The registry\n");
    for error in errors {
        let oci = match &error {
            // Sources of errors cannot be cloned.
            Error::Body(source) if source.is::<ReadError>() => Error::Body(ReadError::Stalled.into()),
            Error::Body(_) => Error::Body("another cause".into()),
            _ => registry_errors().swap_remove(position(&error)),
        };
        let name = format!("{error:?}");
        let name = name
            .split(|letter: char| !letter.is_alphanumeric())
            .next()
            .unwrap_or_default();
        let _ = writeln!(table, "\n{name}");
        aws(&mut table, &AwsError::from(error));
        let _ = writeln!(table, "oci   {}", shown(OciError::from(oci).response()));
    }
    table.push_str("\n# Signatures\n");
    for error in &signature_errors() {
        table.push('\n');
        aws(&mut table, &AwsError::signature(error));
    }
    table.push_str("\n# The AWS front\n");
    for error in &front_errors() {
        table.push('\n');
        aws(&mut table, error);
    }
    table.push_str("\n# The OCI front\n\n");
    for error in oci_errors() {
        let _ = writeln!(table, "oci   {}", shown(error.response()));
    }
    insta::assert_snapshot!("errors", table);
}

/// Where the same error stands in [`registry_errors`].
fn position(error: &Error) -> usize {
    let same = |other: &Error| format!("{other:?}") == format!("{error:?}");
    registry_errors()
        .iter()
        .position(same)
        .expect("an error of the list")
}
