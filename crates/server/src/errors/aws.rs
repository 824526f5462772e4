//! Errors of the AWS protocols: `{"__type","message"}` in JSON 1.1, an XML document in Query.

use aws_model::{DecodeError, FaultOf, QueryError, encode_query_error};
use blobs::{KeyError, Refusal};
use http::{HeaderValue, Response, StatusCode, header};
use registry::{
    CallFailure, Error, ExclusionFault, IdentityFault, KmsFault, ProtectionFault, SessionTokenError,
    TagFault, TemplateFault,
};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{Fault, THROTTLED};
use crate::edge::body::{Body, ReadError};
use crate::throttle::Throttled;

/// An AWS error, ready to be rendered in either protocol.
#[derive(Debug)]
pub(crate) struct AwsError {
    status: StatusCode,
    name: &'static str,
    message: String,
    /// Members that the error has beside its message.
    members: Map<String, Value>,
    /// The name is a code of a Query service, and is written as it is.
    is_query_code: bool,
}

impl AwsError {
    /// An error of the caller's: status 400, as all modelled errors but `ServerException`.
    fn new(name: &'static str, message: impl Into<String>) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            name,
            message: message.into(),
            members: Map::new(),
            is_query_code: false,
        }
    }

    /// The service has no such operation.
    pub(crate) fn unknown_operation() -> Self {
        Self::new(
            "UnknownOperationException",
            "The requested operation is not recognized by the service.",
        )
    }

    /// A Query request names no operation of the service.
    pub(crate) fn unknown_action(action: &str, version: &str) -> Self {
        let message = format!("Could not find operation {action} for version {version}");
        Self::new("InvalidAction", message)
    }

    /// A Query request is no form.
    pub(crate) fn malformed_query() -> Self {
        Self::new("MalformedQueryString", "The query is malformed")
    }

    /// The body is declared to be something else than the protocol's.
    pub(crate) fn content_type(expected: &str) -> Self {
        Self::new(
            "SerializationException",
            format!("The Content-Type must be {expected}"),
        )
    }

    /// The service has the operation, this registry not yet.
    pub(crate) fn unbuilt(operation: &str) -> Self {
        Self::new(
            "UnsupportedCommandException",
            format!("{operation} is not built yet in this version of Hythe."),
        )
    }

    /// The caller calls too often. SDKs know the name, and try again.
    pub(crate) fn throttled() -> Self {
        Self::new("ThrottlingException", THROTTLED)
    }

    /// The body is not an input of the operation, or breaks its constraints.
    pub(crate) fn decode(
        error: &DecodeError,
        constraint: impl FnOnce(&[aws_model::Violation]) -> (&'static str, String),
    ) -> Self {
        match error {
            DecodeError::Malformed(malformed) => Self::new("SerializationException", malformed.to_string()),
            DecodeError::Constraints(violations) => {
                let (name, message) = constraint(violations);
                Self::new(name, message)
            }
        }
    }

    /// A form is not an input of the operation, or breaks its constraints.
    pub(crate) fn query_decode(
        error: &DecodeError,
        constraint: impl FnOnce(&[aws_model::Violation]) -> (&'static str, String),
    ) -> Self {
        match error {
            DecodeError::Malformed(malformed) => Self::new("MalformedInput", malformed.to_string()),
            DecodeError::Constraints(violations) => {
                let (name, message) = constraint(violations);
                Self::new(name, message)
            }
        }
    }

    /// The signature is refused.
    pub(crate) fn signature(error: &sigv4::Error) -> Self {
        use sigv4::Error as E;
        let name = match error {
            E::Missing => "MissingAuthenticationTokenException",
            E::Ambiguous
            | E::Incomplete(_)
            | E::Malformed(_)
            | E::UnsupportedAlgorithm(_)
            | E::MalformedDate(_) => "IncompleteSignatureException",
            E::UnknownKey => "UnrecognizedClientException",
            E::Duplicate(_)
            | E::TooLarge { .. }
            | E::WrongScope(_)
            | E::HostNotSigned
            | E::UnsignedHeader(_)
            | E::AbsentHeader(_)
            | E::NotYetCurrent { .. }
            | E::Expired { .. }
            | E::ExpiryTooLong(_)
            | E::PayloadMismatch
            | E::UnsupportedPayload(_)
            | E::SignatureMismatch(_) => "InvalidSignatureException",
        };
        Self::new(name, error.to_string())
    }

    /// The body could not be read.
    pub(crate) fn body(error: &ReadError) -> Self {
        let status = match error {
            ReadError::TooLong(_) => StatusCode::PAYLOAD_TOO_LARGE,
            ReadError::Stalled => StatusCode::REQUEST_TIMEOUT,
            ReadError::Broken => StatusCode::BAD_REQUEST,
        };
        Self {
            status,
            ..Self::new("SerializationException", error.to_string())
        }
    }

    /// The error as the audit trail tells of it.
    pub(crate) fn failure(&self) -> CallFailure {
        CallFailure {
            code: self.name.to_owned(),
            message: self.message.clone(),
        }
    }

    fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.members.insert(name.to_owned(), value.into());
        self
    }
}

/// ECR has no names for this: those that its clients know and that come closest.
const fn protection(fault: &ProtectionFault) -> &'static str {
    match fault {
        ProtectionFault::RepositoryHoldsImage { .. } => "RepositoryNotEmptyException",
        ProtectionFault::ImageHeld(_) | ProtectionFault::RepositoryProtected(_) => {
            "InvalidParameterException"
        }
        ProtectionFault::HoldNotFound => "ImageHoldNotFoundException",
    }
}

impl From<Throttled> for AwsError {
    fn from(_: Throttled) -> Self {
        Self::throttled()
    }
}

impl From<registry::Denied> for AwsError {
    fn from(denied: registry::Denied) -> Self {
        Error::from(denied).into()
    }
}

impl From<Error> for AwsError {
    fn from(error: Error) -> Self {
        let name = match &error {
            Error::Denied(_) => "AccessDeniedException",
            Error::CredentialRevoked | Error::SessionToken(SessionTokenError::Invalid) => {
                "UnrecognizedClientException"
            }
            Error::SessionToken(SessionTokenError::Expired) => "ExpiredTokenException",
            Error::RepositoryNotFound(_) => "RepositoryNotFoundException",
            Error::RepositoryExists(_) => "RepositoryAlreadyExistsException",
            Error::RepositoryNotEmpty(_) => "RepositoryNotEmptyException",
            Error::ManifestNotFound | Error::TagNotFound | Error::ImageNotFound { .. } => {
                "ImageNotFoundException"
            }
            Error::StorageClass(_) => "ImageStorageClassUpdateNotSupportedException",
            Error::ImageExists { .. } => "ImageAlreadyExistsException",
            Error::TagImmutable { .. } => "ImageTagAlreadyExistsException",
            Error::ImageDigestMismatch { .. } => "ImageDigestDoesNotMatchException",
            Error::LayersNotFound { .. } | Error::LayerNotFound { .. } => "LayersNotFoundException",
            Error::ReferencedImagesNotFound { .. } => "ReferencedImagesNotFoundException",
            Error::Protection(fault) => protection(fault),
            Error::ManifestInvalid(_) | Error::ImageReferenced(_) | Error::InvalidParameter { .. } => {
                "InvalidParameterException"
            }
            Error::LayerInaccessible { .. } | Error::LayerArchived { .. } => "LayerInaccessibleException",
            Error::LayerExists { .. } => "LayerAlreadyExistsException",
            Error::UploadNotFound { .. } => "UploadNotFoundException",
            Error::PartOutOfOrder { .. } | Error::UploadBusy(_) => "InvalidLayerPartException",
            Error::UploadEmpty(_) => "EmptyUploadException",
            Error::LayerDigestMismatch { .. } => "InvalidLayerException",
            Error::LayerPartTooSmall => "LayerPartTooSmallException",
            Error::QuotaExceeded(_) | Error::LimitExceeded(_) => "LimitExceededException",
            Error::TooManyTags => "TooManyTagsException",
            Error::InvalidTag(_) => "InvalidTagParameterException",
            Error::Body(_) => "SerializationException",
            Error::RepositoryPolicyNotFound(_) => "RepositoryPolicyNotFoundException",
            Error::RegistryPolicyNotFound(_) => "RegistryPolicyNotFoundException",
            Error::LifecyclePolicyNotFound(_) => "LifecyclePolicyNotFoundException",
            Error::LifecyclePreviewNotFound(_) => "LifecyclePolicyPreviewNotFoundException",
            Error::LifecyclePreviewInProgress(_) => "LifecyclePolicyPreviewInProgressException",
            Error::Template(TemplateFault::Exists(..)) => "TemplateAlreadyExistsException",
            Error::Template(TemplateFault::NotFound(..)) => "TemplateNotFoundException",
            Error::Tag(TagFault::Immutable(..)) => "ImageTagImmutableException",
            Error::Tag(TagFault::Mismatch(..)) => "ImageTagMismatchException",
            Error::Tag(TagFault::Encryption(..) | TagFault::Bound(..)) => "EncryptionMismatchException",
            Error::Exclusion(ExclusionFault::Exists(..)) => "ExclusionAlreadyExistsException",
            Error::Exclusion(ExclusionFault::NotFound(..)) => "ExclusionNotFoundException",
            Error::Identity { fault, .. } => {
                let (name, status) = identity(*fault);
                return Self {
                    status,
                    is_query_code: true,
                    ..Self::new(name, error.to_string())
                };
            }
            Error::Kms {
                fault: fault @ KmsFault::KeyUnavailable,
                ..
            } => {
                return Self {
                    status: StatusCode::INTERNAL_SERVER_ERROR,
                    ..Self::new(kms(*fault), error.to_string())
                };
            }
            Error::Kms { fault, .. } => kms(*fault),
            Error::LayerKey(key) => {
                let rendered = Self::new("KmsException", key.to_string()).with("kmsError", kms_error(key));
                return match key {
                    // SDKs try again.
                    KeyError::Unavailable(_) => Self {
                        status: StatusCode::INTERNAL_SERVER_ERROR,
                        ..rendered
                    },
                    KeyError::Refused { .. } | KeyError::Damaged => rendered,
                };
            }
            Error::Internal(internal) => {
                let fault = Fault::of(internal);
                return Self {
                    status: fault.status(),
                    ..Self::new("ServerException", fault.message())
                };
            }
        };
        let rendered = Self::new(name, error.to_string());
        match error {
            Error::PartOutOfOrder {
                repository,
                upload,
                received,
            } => {
                let rendered = rendered
                    .with("registryId", repository.registry.account.as_str())
                    .with("repositoryName", repository.name.as_str())
                    .with("uploadId", upload.to_string());
                match received.checked_sub(1) {
                    Some(last) => rendered.with("lastValidByteReceived", last),
                    None => rendered,
                }
            }
            _ => rendered,
        }
    }
}

/// The error codes of KMS.
const fn kms(fault: KmsFault) -> &'static str {
    use KmsFault as F;
    match fault {
        F::NotFound => "NotFoundException",
        F::Disabled => "DisabledException",
        F::InvalidState => "KMSInvalidStateException",
        F::AlreadyExists => "AlreadyExistsException",
        F::InvalidAliasName => "InvalidAliasNameException",
        F::InvalidArn => "InvalidArnException",
        F::InvalidMarker => "InvalidMarkerException",
        F::InvalidGrantId => "InvalidGrantIdException",
        F::InvalidGrantToken => "InvalidGrantTokenException",
        F::InvalidCiphertext => "InvalidCiphertextException",
        F::IncorrectKey => "IncorrectKeyException",
        F::InvalidKeyUsage => "InvalidKeyUsageException",
        F::LimitExceeded => "LimitExceededException",
        F::MalformedPolicyDocument => "MalformedPolicyDocumentException",
        F::Tag => "TagException",
        F::UnsupportedOperation => "UnsupportedOperationException",
        F::DryRun => "DryRunOperationException",
        F::Validation => "ValidationException",
        F::AccessDenied => "AccessDeniedException",
        F::KeyUnavailable => "KeyUnavailableException",
        F::CustomKeyStoreNotFound => "CustomKeyStoreNotFoundException",
        F::XksKeyNotFound => "XksKeyNotFoundException",
    }
}

/// What KMS calls the reason why a key cannot be used (ECR `KmsException`, `kmsError`).
fn kms_error(error: &KeyError) -> &str {
    match error {
        KeyError::Refused { why, .. } => match why {
            Refusal::NotFound => "NotFoundException",
            Refusal::Disabled => "DisabledException",
            Refusal::PendingDeletion => "KMSInvalidStateException",
            Refusal::Denied => "AccessDeniedException",
            Refusal::Other(code) => code,
        },
        KeyError::Unavailable(_) => "DependencyTimeoutException",
        KeyError::Damaged => "InvalidCiphertextException",
    }
}

/// The error codes of IAM and STS, with the status that their models give.
fn identity(fault: IdentityFault) -> (&'static str, StatusCode) {
    use IdentityFault as F;
    match fault {
        F::NoSuchEntity => ("NoSuchEntity", StatusCode::NOT_FOUND),
        F::EntityAlreadyExists => ("EntityAlreadyExists", StatusCode::CONFLICT),
        F::DeleteConflict => ("DeleteConflict", StatusCode::CONFLICT),
        F::LimitExceeded => ("LimitExceeded", StatusCode::CONFLICT),
        F::MalformedPolicyDocument => ("MalformedPolicyDocument", StatusCode::BAD_REQUEST),
        F::InvalidInput => ("InvalidInput", StatusCode::BAD_REQUEST),
        F::Validation => ("ValidationError", StatusCode::BAD_REQUEST),
        F::InvalidParameterValue => ("InvalidParameterValue", StatusCode::BAD_REQUEST),
        F::AccessDenied => ("AccessDenied", StatusCode::FORBIDDEN),
        F::UnmodifiableEntity => ("UnmodifiableEntity", StatusCode::BAD_REQUEST),
        F::PolicyNotAttachable => ("PolicyNotAttachable", StatusCode::BAD_REQUEST),
        F::PackedPolicyTooLarge => ("PackedPolicyTooLarge", StatusCode::BAD_REQUEST),
        F::ExpiredIdentityToken => ("ExpiredTokenException", StatusCode::BAD_REQUEST),
        F::InvalidIdentityToken => ("InvalidIdentityToken", StatusCode::BAD_REQUEST),
        F::IdentityProviderRejectedClaim => ("IDPRejectedClaim", StatusCode::FORBIDDEN),
        F::IdentityProviderCommunication => ("IDPCommunicationError", StatusCode::BAD_REQUEST),
    }
}

/// The error as AWS JSON 1.1 has it.
pub(crate) fn json(error: &AwsError) -> Response<Body> {
    let mut members = error.members.clone();
    members.insert("__type".to_owned(), error.name.into());
    members.insert("message".to_owned(), error.message.as_str().into());
    let mut response = Response::new(Body::from(Value::Object(members).to_string()));
    *response.status_mut() = error.status;
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/x-amz-json-1.1"),
    );
    if let Ok(name) = HeaderValue::from_str(error.name) {
        headers.insert("x-amzn-errortype", name);
    }
    response
}

/// The error as the AWS Query protocol has it. Error codes there have no `Exception` at their end,
/// and refused credentials are 403.
pub(crate) fn query(error: &AwsError, xml_namespace: &str, request_id: Uuid) -> Response<Body> {
    let (code, status) = match error.name {
        name if error.is_query_code => (name, error.status),
        "MissingAuthenticationTokenException" => ("MissingAuthenticationToken", StatusCode::FORBIDDEN),
        "UnrecognizedClientException" => ("InvalidClientTokenId", StatusCode::FORBIDDEN),
        "InvalidSignatureException" => ("SignatureDoesNotMatch", StatusCode::FORBIDDEN),
        "IncompleteSignatureException" => ("IncompleteSignature", StatusCode::BAD_REQUEST),
        "AccessDeniedException" => ("AccessDenied", StatusCode::FORBIDDEN),
        "ExpiredTokenException" => ("ExpiredToken", StatusCode::FORBIDDEN),
        "UnknownOperationException" => ("InvalidAction", StatusCode::BAD_REQUEST),
        "ServerException" => ("InternalFailure", error.status),
        name => (name.strip_suffix("Exception").unwrap_or(name), error.status),
    };
    let fault = if status.is_server_error() {
        FaultOf::Receiver
    } else {
        FaultOf::Sender
    };
    let body = encode_query_error(
        &QueryError {
            xml_namespace,
            fault,
            code,
            message: &error.message,
        },
        request_id,
    );
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static("text/xml"));
    response
}
