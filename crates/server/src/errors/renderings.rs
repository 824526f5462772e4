//! The table of all renderings: every error of the registry, of a signature, of a body and of the front
//! ends, as each protocol answers it. A new error does not compile here until it has its row; a changed
//! status, name or sentence shows in the snapshot.

use std::fmt::Write as _;
use std::time::Duration;

use blobs::{KeyError, Refusal};
use futures_util::FutureExt as _;
use http::Response;
use http_body_util::BodyExt as _;
use names::{
    AccountId, Digest, PrincipalArn, Region, RegistryKey, RepositoryArn, RepositoryName, RepositoryPrefix,
    Tag, UploadId,
};
use registry::{
    Action, Denied, Error, ExclusionFault, IdentityFault, ImageName, Internal, KmsFault, ProtectionFault,
    QuotaFault, SessionTokenError, StorageFault, TagFault, TemplateFault, TokenError,
};
use sigv4::{Error as Signature, Mismatch, ScopeFault};
use stdx::Timestamp;
use uuid::Uuid;

use super::{AwsError, HeaderFault, OciError, json, query};
use crate::edge::body::{Body, ReadError};
use crate::throttle::Throttled;

fn arn(account: &str) -> RepositoryArn {
    RepositoryArn {
        registry: RegistryKey {
            account: AccountId::parse(account).expect("an account"),
            region: Region::parse("eu-west-1").expect("a region"),
        },
        name: RepositoryName::parse("shop/api").expect("a name"),
    }
}

fn denied() -> Denied {
    let principal = PrincipalArn::parse("arn:aws:iam::111122223333:user/administrator").expect("an ARN");
    let because = "because no resource-based policy allows the ecr:PutImage action";
    Denied::new(
        &principal,
        Action::PutImage,
        arn("444455556666").to_string(),
        because,
    )
}

/// One of each error of the registry.
fn registry_errors() -> Vec<Error> {
    let mut errors = vec![
        Error::Denied(denied()),
        Error::CredentialRevoked,
        Error::SessionToken(SessionTokenError::Invalid),
        Error::SessionToken(SessionTokenError::Expired),
    ];
    errors.extend(repository_errors());
    errors.extend(image_errors());
    errors.extend(layer_errors());
    errors.extend(other_errors());
    errors.extend(identity_errors());
    errors.extend(tag_errors());
    errors.extend(archive_errors());
    errors.extend(kms_errors());
    errors.extend(quota_errors());
    errors
}

/// One of each fault of KMS.
fn kms_errors() -> impl Iterator<Item = Error> {
    use KmsFault as F;
    let faults = [
        F::NotFound,
        F::Disabled,
        F::InvalidState,
        F::AlreadyExists,
        F::InvalidAliasName,
        F::InvalidArn,
        F::InvalidMarker,
        F::InvalidGrantId,
        F::InvalidGrantToken,
        F::InvalidCiphertext,
        F::IncorrectKey,
        F::InvalidKeyUsage,
        F::LimitExceeded,
        F::MalformedPolicyDocument,
        F::Tag,
        F::UnsupportedOperation,
        F::DryRun,
        F::Validation,
        F::AccessDenied,
        F::KeyUnavailable,
        F::CustomKeyStoreNotFound,
        F::XksKeyNotFound,
    ];
    faults.into_iter().map(|fault| Error::Kms {
        fault,
        message: "Key 'arn' does not exist".to_owned(),
    })
}

/// One of each error of our own API.
fn tag_errors() -> [Error; 4] {
    let tag = || Tag::parse("1.4").expect("a tag");
    [
        Error::Tag(TagFault::Immutable(tag(), home())),
        Error::Tag(TagFault::Mismatch(tag(), home())),
        Error::Tag(TagFault::Encryption(home(), arn("444455556666"))),
        Error::Tag(TagFault::Bound(home())),
    ]
}

/// One of each fault of IAM and STS, and the policies that are not there.
fn identity_errors() -> Vec<Error> {
    use IdentityFault as F;
    let faults = [
        F::NoSuchEntity,
        F::EntityAlreadyExists,
        F::DeleteConflict,
        F::LimitExceeded,
        F::MalformedPolicyDocument,
        F::InvalidInput,
        F::Validation,
        F::InvalidParameterValue,
        F::AccessDenied,
        F::UnmodifiableEntity,
        F::PolicyNotAttachable,
        F::PackedPolicyTooLarge,
        F::ExpiredIdentityToken,
        F::InvalidIdentityToken,
        F::IdentityProviderRejectedClaim,
        F::IdentityProviderCommunication,
    ];
    let message = "The user with name ci cannot be found.";
    let error = |fault| Error::Identity {
        fault,
        message: message.to_owned(),
    };
    let mut errors: Vec<Error> = faults.map(error).into();
    errors.push(Error::RepositoryPolicyNotFound(home()));
    errors.push(Error::RegistryPolicyNotFound(home().registry));
    let prefix = || RepositoryPrefix::parse("shop/").expect("a prefix");
    let account = home().registry.account;
    errors.push(Error::Template(TemplateFault::Exists(prefix(), account)));
    errors.push(Error::Template(TemplateFault::NotFound(prefix(), account)));
    errors.push(Error::LifecyclePolicyNotFound(home()));
    errors.push(Error::LifecyclePreviewNotFound(home()));
    errors.push(Error::LifecyclePreviewInProgress(home()));
    let scanner = || PrincipalArn::parse("arn:aws:iam::111122223333:role/scanner").expect("an ARN");
    errors.push(Error::Exclusion(ExclusionFault::Exists(scanner(), account)));
    errors.push(Error::Exclusion(ExclusionFault::NotFound(scanner(), account)));
    errors
}

/// One of each error of the archive.
fn archive_errors() -> Vec<Error> {
    let (digest, other) = digests();
    let repository = home();
    vec![
        Error::StorageClass(StorageFault::Archived(digest)),
        Error::StorageClass(StorageFault::Standard(digest)),
        Error::StorageClass(StorageFault::Activating(digest)),
        Error::StorageClass(StorageFault::Listed {
            digest,
            indexes: vec![other],
        }),
        Error::LayerArchived { digest, repository },
    ]
}

/// One of each quota.
fn quota_errors() -> [Error; 3] {
    let tag = Tag::parse("1.4").expect("a tag");
    let (repository, registry) = (home(), home().registry);
    [
        QuotaFault::Repositories {
            registry,
            most: 100_000,
        },
        QuotaFault::Images {
            repository,
            most: 100_000,
        },
        QuotaFault::Tags {
            tag,
            repository: home(),
            most: 1000,
        },
    ]
    .map(Error::QuotaExceeded)
}

fn home() -> RepositoryArn {
    arn("111122223333")
}

fn digests() -> (Digest, Digest) {
    (Digest::Sha256([0xab; 32]), Digest::Sha256([0xcd; 32]))
}

fn repository_errors() -> [Error; 3] {
    [
        Error::RepositoryNotFound(home()),
        Error::RepositoryExists(home()),
        Error::RepositoryNotEmpty(home()),
    ]
}

fn image_errors() -> Vec<Error> {
    let (digest, other) = digests();
    let tag = || Tag::parse("1.4").expect("a tag");
    let exists = |tag| Error::ImageExists {
        digest: Box::new(digest),
        tag,
        repository: home(),
    };
    let image = ImageName {
        digest: None,
        tag: Some("9.9".to_owned()),
    };
    vec![
        Error::ManifestNotFound,
        Error::ImageNotFound {
            image,
            repository: home(),
        },
        exists(Some(tag())),
        exists(None),
        Error::TagImmutable {
            tag: tag(),
            repository: home(),
        },
        Error::ImageDigestMismatch {
            given: Box::new(digest),
            computed: other,
        },
        Error::LayersNotFound {
            digests: vec![digest, other],
            repository: home(),
        },
        Error::ReferencedImagesNotFound {
            digests: vec![digest],
            repository: home(),
        },
        Error::ManifestInvalid(oci::ManifestError::InvalidJson),
        Error::ManifestInvalid(oci::ManifestError::TooLarge),
        Error::ImageReferenced(vec![digest, other]),
        ProtectionFault::ImageHeld("evidence".to_owned()).into(),
        ProtectionFault::RepositoryHoldsImage {
            repository: home(),
            held: Box::new(digest),
        }
        .into(),
        ProtectionFault::RepositoryProtected(home()).into(),
        ProtectionFault::HoldNotFound.into(),
        Error::TagNotFound,
    ]
}

fn layer_errors() -> Vec<Error> {
    let (digest, other) = digests();
    let upload = UploadId::parse("0e4b1c1e-6f0a-4b5e-9a5d-6b8f0a2d1c33").expect("an upload id");
    let part = |received| Error::PartOutOfOrder {
        repository: home(),
        upload,
        received,
    };
    vec![
        Error::LayerNotFound {
            digest,
            repository: home(),
        },
        Error::LayerInaccessible {
            digest,
            repository: home(),
        },
        Error::LayerExists {
            digest,
            repository: home(),
        },
        Error::UploadNotFound {
            upload,
            repository: home(),
        },
        part(0),
        part(10),
        Error::UploadBusy(upload),
        Error::UploadEmpty(upload),
        Error::LayerDigestMismatch {
            given: Box::new(digest),
            computed: other,
        },
        Error::LayerPartTooSmall,
    ]
}

fn other_errors() -> Vec<Error> {
    let meta = |error| Error::Internal(Internal::Meta(error));
    let text = || "context for the log".to_owned();
    vec![
        Error::LimitExceeded("The maximum size of a layer is 52000 MiB".to_owned()),
        Error::InvalidParameter {
            parameter: "nextToken",
            why: "Invalid token".to_owned(),
        },
        Error::TooManyTags,
        Error::InvalidTag("Duplicate tag key 'a'".to_owned()),
        Error::Body(ReadError::Stalled.into()),
        Error::Body("another cause".into()),
        meta(meta::Error::Busy(text())),
        meta(meta::Error::Unavailable(text())),
        meta(meta::Error::Full(text())),
        meta(meta::Error::Corrupt(text())),
        Error::Internal(Internal::Blobs(blobs::Error::Full)),
        Error::Internal(Internal::Blobs(blobs::Error::Damaged)),
        Error::Internal(Internal::Broken(text())),
        Error::LayerKey(KeyError::Refused {
            why: Refusal::Disabled,
            message: "arn:aws:kms:us-east-1:111122223333:key/1234 is disabled.".to_owned(),
        }),
        Error::LayerKey(KeyError::Unavailable("it does not answer".to_owned())),
    ]
}

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

/// One of each error of a signature.
fn signature_errors() -> Vec<Signature> {
    let (now, signed_at) = (
        Timestamp::from_seconds(1_767_608_100),
        Timestamp::from_seconds(1_767_600_000),
    );
    let (skew, life) = (Duration::from_secs(300), Duration::from_secs(300));
    let mismatch = Mismatch {
        canonical_request: "POST".to_owned(),
        string_to_sign: "AWS4-HMAC-SHA256".to_owned(),
    };
    vec![
        Signature::Missing,
        Signature::Ambiguous,
        Signature::Incomplete(vec!["Authorization header requires 'Credential' parameter."]),
        Signature::Malformed("Signature must be 64 lower-case hexadecimal digits."),
        Signature::UnsupportedAlgorithm("AWS4-HMAC-SHA512".to_owned()),
        Signature::Duplicate("host".to_owned()),
        Signature::TooLarge {
            part: "The number of headers",
            limit: 200,
        },
        Signature::MalformedDate("yesterday".to_owned()),
        Signature::WrongScope(ScopeFault::Service("ecr")),
        Signature::HostNotSigned,
        Signature::UnsignedHeader("x-amz-user".to_owned()),
        Signature::AbsentHeader("x-amz-date".to_owned()),
        Signature::NotYetCurrent {
            signed_at: now,
            now: signed_at,
            skew,
        },
        Signature::Expired { signed_at, now, life },
        Signature::ExpiryTooLong(Duration::from_secs(604_800)),
        Signature::PayloadMismatch,
        Signature::UnsupportedPayload("UNSIGNED-PAYLOAD".to_owned()),
        Signature::UnknownKey,
        Signature::SignatureMismatch(Box::new(mismatch)),
    ]
}

/// The errors that the front end of the AWS protocols makes itself.
fn front_errors() -> Vec<AwsError> {
    vec![
        AwsError::unknown_operation(),
        AwsError::unknown_action("Nothing", "2011-06-15"),
        AwsError::malformed_query(),
        AwsError::content_type("application/x-amz-json-1.1"),
        AwsError::unbuilt("StartImageScan"),
        AwsError::throttled(),
        AwsError::body(&ReadError::TooLong(1000)),
        AwsError::body(&ReadError::Stalled),
        AwsError::body(&ReadError::Broken),
    ]
}

fn oci_errors() -> Vec<OciError> {
    vec![
        OciError::Route(oci::RouteError::NotFound),
        OciError::Route(oci::RouteError::MethodNotAllowed { allow: "GET, HEAD" }),
        OciError::Unauthenticated,
        OciError::BadCredential(TokenError::Invalid),
        OciError::BadCredential(TokenError::Expired),
        OciError::BadCredential(TokenError::Revoked),
        OciError::Body(ReadError::TooLong(1000)),
        OciError::Body(ReadError::Stalled),
        OciError::Body(ReadError::Broken),
        OciError::Header(HeaderFault::Repeated),
        OciError::Header(HeaderFault::ContentType),
        OciError::Header(HeaderFault::ContentRange),
        OciError::Header(HeaderFault::Length),
        OciError::Throttled(Throttled(Duration::from_millis(1001))),
    ]
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
