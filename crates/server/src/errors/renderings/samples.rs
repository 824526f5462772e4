//! One of each error: of the registry, of a signature, of a body and of the front ends.

use std::time::Duration;

use blobs::{KeyError, Refusal};
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

use crate::edge::body::ReadError;
use crate::errors::{AwsError, HeaderFault, OciError};
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
pub(super) fn registry_errors() -> Vec<Error> {
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
        Error::Internal(Internal::Blobs(blobs::Error::ReadOnly)),
        Error::Internal(Internal::Blobs(blobs::Error::Damaged)),
        Error::Internal(Internal::Broken(text())),
        Error::LayerKey(KeyError::Refused {
            why: Refusal::Disabled,
            message: "arn:aws:kms:us-east-1:111122223333:key/1234 is disabled.".to_owned(),
        }),
        Error::LayerKey(KeyError::Unavailable("it does not answer".to_owned())),
    ]
}

/// One of each error of a signature.
pub(super) fn signature_errors() -> Vec<Signature> {
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
pub(super) fn front_errors() -> Vec<AwsError> {
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

pub(super) fn oci_errors() -> Vec<OciError> {
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
