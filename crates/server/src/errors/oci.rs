//! Errors of the OCI API: `{"errors":[{"code","message"}]}` (OCI distribution-spec, "Error Codes").
//!
//! Messages are ECR's. Where ECR answers 405 for a malformed parameter, the status is 400; what
//! is well-formed but not done here, such as deleting a layer that an image needs, is 405.

use std::time::Duration;

use ::oci::{ErrorBody, ErrorCode, RouteError};
use blobs::KeyError;
use http::{HeaderValue, Response, StatusCode, header};
use registry::{CallFailure, Error, TokenError};

use super::{AwsError, Fault, THROTTLED, page_not_found};
use crate::answer::text;
use crate::edge::body::{Body, ReadError};
use crate::host::Host;
use crate::throttle::Throttled;

/// Why a request of the OCI API is refused.
#[derive(Debug)]
pub(crate) enum OciError {
    /// It is not a request of the API.
    Route(RouteError),
    /// No usable credential; the answer carries the challenge.
    Unauthenticated,
    /// A credential that is no token of this installation, or one of another region.
    BadCredential(TokenError),
    /// The body did not arrive.
    Body(ReadError),
    /// A header says something that cannot be.
    Header(HeaderFault),
    /// A list cannot go on after what is no name. Starting it again instead would let a client that
    /// walks the pages go round for ever.
    Last(names::Invalid),
    /// The caller calls too often.
    Throttled(Throttled),
    /// The registry refuses.
    Registry(Box<Error>),
}

/// What is wrong with a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum HeaderFault {
    /// It may stand only once, and as text.
    #[error("a header is repeated or is not text")]
    Repeated,
    /// `Content-Type` of a manifest.
    #[error("the Content-Type is not a media type")]
    ContentType,
    /// `Content-Range` of a chunk.
    #[error("the Content-Range is malformed")]
    ContentRange,
    /// `Content-Range` and `Content-Length` disagree.
    #[error("the body is not as long as its Content-Range says")]
    Length,
}

impl HeaderFault {
    const fn code(self) -> ErrorCode {
        match self {
            Self::Repeated => ErrorCode::Unsupported,
            Self::ContentType => ErrorCode::ManifestInvalid,
            Self::ContentRange => ErrorCode::BlobUploadInvalid,
            Self::Length => ErrorCode::SizeInvalid,
        }
    }
}

impl From<Error> for OciError {
    fn from(error: Error) -> Self {
        Self::Registry(Box::new(error))
    }
}

impl From<Throttled> for OciError {
    fn from(throttled: Throttled) -> Self {
        Self::Throttled(throttled)
    }
}

impl From<registry::Denied> for OciError {
    fn from(denied: registry::Denied) -> Self {
        Error::from(denied).into()
    }
}

impl From<ReadError> for OciError {
    fn from(error: ReadError) -> Self {
        Self::Body(error)
    }
}

impl OciError {
    /// The error as the audit trail tells of it: with the name that it has in ECR's own API.
    pub(crate) fn into_failure(self) -> CallFailure {
        let (code, message) = match self {
            // It was logged when the answer was made.
            Self::Registry(error) if matches!(*error, Error::Internal(_)) => {
                ("ServerException", Fault::Broken.message().to_owned())
            }
            Self::Registry(error) => return AwsError::from(*error).failure(),
            Self::Route(RouteError::Bad { message, .. }) => {
                ("InvalidParameterException", message.to_string())
            }
            Self::Route(error) => ("InvalidParameterException", error.to_string()),
            Self::Body(error) => ("SerializationException", error.to_string()),
            Self::Header(fault) => ("InvalidParameterException", fault.to_string()),
            Self::Last(invalid) => ("InvalidParameterException", invalid.to_string()),
            Self::BadCredential(error) => ("AccessDeniedException", error.to_string()),
            Self::Throttled(_) => return AwsError::throttled().failure(),
            Self::Unauthenticated => ("AccessDeniedException", "Not Authorized".to_owned()),
        };
        let code = code.to_owned();
        CallFailure { code, message }
    }

    /// The answer. [`OciError::Unauthenticated`] needs the host: see [`challenge`].
    pub(crate) fn response(&self) -> Response<Body> {
        match self {
            Self::Route(RouteError::NotFound) => page_not_found(),
            Self::Route(error @ RouteError::MethodNotAllowed { allow }) => {
                not_allowed(allow, &error.to_string())
            }
            Self::Route(RouteError::Bad { code, message }) => render(status_of_bad(*code), *code, message),
            Self::Unauthenticated => text(StatusCode::UNAUTHORIZED, "Not Authorized\n"),
            Self::BadCredential(error @ (TokenError::Expired | TokenError::Revoked)) => {
                render(StatusCode::FORBIDDEN, ErrorCode::Denied, &error.to_string())
            }
            Self::BadCredential(error @ TokenError::Invalid) => render(
                StatusCode::BAD_REQUEST,
                ErrorCode::Unauthorized,
                &error.to_string(),
            ),
            Self::Body(error) => read_error(error),
            Self::Header(fault) => render(StatusCode::BAD_REQUEST, fault.code(), &fault.to_string()),
            Self::Last(invalid) => {
                let message =
                    format!("Invalid parameter at 'nextToken' failed to satisfy constraint: '{invalid}'");
                render(StatusCode::BAD_REQUEST, ErrorCode::Unsupported, &message)
            }
            Self::Throttled(Throttled(wait)) => throttled(*wait),
            Self::Registry(error) => registry_error(error),
        }
    }
}

/// The Basic challenge as ECR sends it: `realm` is the registry's host with a slash.
pub(crate) fn challenge(response: &mut Response<Body>, host: &Host) {
    let value = format!(
        "Basic realm=\"https://{}/\",service=\"ecr.amazonaws.com\"",
        host.authority()
    );
    if let Ok(value) = HeaderValue::from_str(&value) {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, value);
    }
}

/// A range of a blob of which it has no byte; the answer says how long the blob is.
pub(crate) fn range_not_satisfiable(content_range: &str) -> Response<Body> {
    let mut response = render(
        StatusCode::RANGE_NOT_SATISFIABLE,
        ErrorCode::SizeInvalid,
        "The blob has no bytes in the requested range",
    );
    if let Ok(value) = HeaderValue::from_str(content_range) {
        response.headers_mut().insert(header::CONTENT_RANGE, value);
    }
    response
}

/// Too many calls; the answer says after how many seconds another one will do.
fn throttled(wait: Duration) -> Response<Body> {
    let mut response = render(
        StatusCode::TOO_MANY_REQUESTS,
        ErrorCode::TooManyRequests,
        THROTTLED,
    );
    let seconds = wait.as_millis().div_ceil(1000).max(1);
    if let Ok(value) = HeaderValue::from_str(&seconds.to_string()) {
        response.headers_mut().insert(header::RETRY_AFTER, value);
    }
    response
}

/// A reference that can name nothing names nothing; everything else malformed is a bad request.
const fn status_of_bad(code: ErrorCode) -> StatusCode {
    match code {
        ErrorCode::BlobUploadUnknown | ErrorCode::ManifestUnknown => StatusCode::NOT_FOUND,
        _ => StatusCode::BAD_REQUEST,
    }
}

fn not_allowed(allow: &'static str, message: &str) -> Response<Body> {
    let mut response = render(StatusCode::METHOD_NOT_ALLOWED, ErrorCode::Unsupported, message);
    response
        .headers_mut()
        .insert(header::ALLOW, HeaderValue::from_static(allow));
    response
}

fn read_error(error: &ReadError) -> Response<Body> {
    let message = error.to_string();
    match error {
        ReadError::TooLong(_) => render(StatusCode::PAYLOAD_TOO_LARGE, ErrorCode::SizeInvalid, &message),
        ReadError::Stalled => render(StatusCode::REQUEST_TIMEOUT, ErrorCode::SizeInvalid, &message),
        ReadError::Broken => render(StatusCode::BAD_REQUEST, ErrorCode::SizeInvalid, &message),
    }
}

/// The code and status of each of the registry's errors.
fn registry_error(error: &Error) -> Response<Body> {
    let (status, code) = match error {
        Error::Denied(_) => (StatusCode::FORBIDDEN, ErrorCode::Denied),
        Error::CredentialRevoked | Error::SessionToken(_) => {
            let revoked = TokenError::Revoked.to_string();
            return render(StatusCode::FORBIDDEN, ErrorCode::Denied, &revoked);
        }
        Error::RepositoryNotFound(_) => (StatusCode::NOT_FOUND, ErrorCode::NameUnknown),
        Error::RepositoryExists(_) | Error::RepositoryNotEmpty(_) => {
            (StatusCode::CONFLICT, ErrorCode::Denied)
        }
        Error::ManifestNotFound | Error::TagNotFound | Error::ImageNotFound { .. } => {
            (StatusCode::NOT_FOUND, ErrorCode::ManifestUnknown)
        }
        Error::StorageClass(_) => (StatusCode::BAD_REQUEST, ErrorCode::Unsupported),
        Error::ImageExists { .. } => (StatusCode::CONFLICT, ErrorCode::TagInvalid),
        Error::TagImmutable { .. } => (StatusCode::BAD_REQUEST, ErrorCode::TagInvalid),
        Error::ImageDigestMismatch { .. } | Error::LayerDigestMismatch { .. } => {
            (StatusCode::BAD_REQUEST, ErrorCode::DigestInvalid)
        }
        Error::LayersNotFound { .. } | Error::ReferencedImagesNotFound { .. } => {
            (StatusCode::BAD_REQUEST, ErrorCode::ManifestBlobUnknown)
        }
        Error::ManifestInvalid(::oci::ManifestError::TooLarge) => {
            (StatusCode::PAYLOAD_TOO_LARGE, ErrorCode::ManifestInvalid)
        }
        Error::ManifestInvalid(error) => (StatusCode::BAD_REQUEST, error.code()),
        Error::ImageReferenced(_) | Error::Protection(_) | Error::InvalidParameter { .. } => {
            return not_allowed("GET, HEAD", &error.to_string());
        }
        Error::LayerNotFound { .. } | Error::LayerInaccessible { .. } | Error::LayerArchived { .. } => {
            (StatusCode::NOT_FOUND, ErrorCode::BlobUnknown)
        }
        Error::LayerExists { .. } => (StatusCode::CONFLICT, ErrorCode::BlobUploadInvalid),
        Error::UploadNotFound { .. } => (StatusCode::NOT_FOUND, ErrorCode::BlobUploadUnknown),
        Error::PartOutOfOrder { .. } => (StatusCode::RANGE_NOT_SATISFIABLE, ErrorCode::BlobUploadInvalid),
        Error::UploadBusy(_) => (StatusCode::CONFLICT, ErrorCode::BlobUploadInvalid),
        Error::UploadEmpty(_) | Error::LayerPartTooSmall => {
            (StatusCode::BAD_REQUEST, ErrorCode::BlobUploadInvalid)
        }
        Error::QuotaExceeded(_) => (StatusCode::FORBIDDEN, ErrorCode::Denied),
        Error::LimitExceeded(_) => (StatusCode::PAYLOAD_TOO_LARGE, ErrorCode::SizeInvalid),
        Error::RepositoryPolicyNotFound(_)
        | Error::RegistryPolicyNotFound(_)
        | Error::Identity { .. }
        | Error::Kms { .. } => (StatusCode::BAD_REQUEST, ErrorCode::Unsupported),
        Error::LifecyclePolicyNotFound(_)
        | Error::LifecyclePreviewNotFound(_)
        | Error::LifecyclePreviewInProgress(_) => (StatusCode::BAD_REQUEST, ErrorCode::Unsupported),
        Error::TooManyTags
        | Error::InvalidTag(_)
        | Error::Template(_)
        | Error::Tag(_)
        | Error::Exclusion(_) => (StatusCode::BAD_REQUEST, ErrorCode::Unsupported),
        Error::Body(source) => match source.downcast_ref::<ReadError>() {
            Some(error) => return read_error(error),
            None => (StatusCode::BAD_REQUEST, ErrorCode::SizeInvalid),
        },
        Error::LayerKey(KeyError::Unavailable(_)) => (StatusCode::SERVICE_UNAVAILABLE, ErrorCode::Unknown),
        Error::LayerKey(_) => (StatusCode::FORBIDDEN, ErrorCode::Denied),
        Error::Internal(internal) => {
            let fault = Fault::of(internal);
            return render(fault.status(), ErrorCode::Unknown, fault.message());
        }
    };
    render(status, code, &error.to_string())
}

/// A refusal in the API's own form.
fn render(status: StatusCode, code: ErrorCode, message: &str) -> Response<Body> {
    let mut response = Response::new(Body::from(ErrorBody::new(code, message).to_json()));
    *response.status_mut() = status;
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json; charset=utf-8"),
    );
    response
}
