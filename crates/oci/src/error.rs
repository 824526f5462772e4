//! Error codes of the OCI API and the body that carries them. Which status goes with a code is
//! for the `server` crate to say.

use serde::Serialize;
use serde_json::Value;

/// A code of OCI distribution-spec 1.1, "Error Codes" (code-1 to code-14), or one of the two
/// that the Docker Registry API had before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorCode {
    /// code-1: the repository has no such blob.
    BlobUnknown,
    /// code-2: the upload cannot go on in this way.
    BlobUploadInvalid,
    /// code-3: there is no such upload.
    BlobUploadUnknown,
    /// code-4: the digest is malformed or is not the content's.
    DigestInvalid,
    /// code-5: a manifest names a blob or manifest that the repository does not have.
    ManifestBlobUnknown,
    /// code-6: the manifest is not acceptable.
    ManifestInvalid,
    /// code-7: the repository has no such manifest.
    ManifestUnknown,
    /// code-8: the repository name is malformed.
    NameInvalid,
    /// code-9: there is no such repository.
    NameUnknown,
    /// code-10: the length is not the one announced.
    SizeInvalid,
    /// code-11: the caller must authenticate.
    Unauthorized,
    /// code-12: the caller may not do this.
    Denied,
    /// code-13: the operation or its parameters are not supported.
    Unsupported,
    /// code-14: the caller asks too often.
    TooManyRequests,
    /// Docker Registry API: the tag is malformed; ECR says it also of an immutable tag.
    TagInvalid,
    /// Docker Registry API: a failure of the server; clients read unknown codes as this one.
    Unknown,
}

impl ErrorCode {
    /// Every code, in the order of the specification.
    pub const ALL: [Self; 16] = [
        Self::BlobUnknown,
        Self::BlobUploadInvalid,
        Self::BlobUploadUnknown,
        Self::DigestInvalid,
        Self::ManifestBlobUnknown,
        Self::ManifestInvalid,
        Self::ManifestUnknown,
        Self::NameInvalid,
        Self::NameUnknown,
        Self::SizeInvalid,
        Self::Unauthorized,
        Self::Denied,
        Self::Unsupported,
        Self::TooManyRequests,
        Self::TagInvalid,
        Self::Unknown,
    ];

    /// The code as the body spells it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BlobUnknown => "BLOB_UNKNOWN",
            Self::BlobUploadInvalid => "BLOB_UPLOAD_INVALID",
            Self::BlobUploadUnknown => "BLOB_UPLOAD_UNKNOWN",
            Self::DigestInvalid => "DIGEST_INVALID",
            Self::ManifestBlobUnknown => "MANIFEST_BLOB_UNKNOWN",
            Self::ManifestInvalid => "MANIFEST_INVALID",
            Self::ManifestUnknown => "MANIFEST_UNKNOWN",
            Self::NameInvalid => "NAME_INVALID",
            Self::NameUnknown => "NAME_UNKNOWN",
            Self::SizeInvalid => "SIZE_INVALID",
            Self::Unauthorized => "UNAUTHORIZED",
            Self::Denied => "DENIED",
            Self::Unsupported => "UNSUPPORTED",
            Self::TooManyRequests => "TOOMANYREQUESTS",
            Self::TagInvalid => "TAG_INVALID",
            Self::Unknown => "UNKNOWN",
        }
    }
}

/// The content of an error response. Its errors are one: no part of this registry reports more
/// than the first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ErrorBody<'a> {
    errors: [Entry<'a>; 1],
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct Entry<'a> {
    code: &'static str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<Value>,
}

impl<'a> ErrorBody<'a> {
    /// A body with this code and this sentence for people.
    pub const fn new(code: ErrorCode, message: &'a str) -> Self {
        let code = code.as_str();
        let detail = None;
        Self {
            errors: [Entry {
                code,
                message,
                detail,
            }],
        }
    }

    /// The same body with `detail`, whose shape is free.
    pub fn with_detail(mut self, detail: Value) -> Self {
        self.errors[0].detail = Some(detail);
        self
    }

    /// The JSON text to send.
    pub fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("texts and JSON values are always serializable")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies() {
        let body = ErrorBody::new(ErrorCode::TooManyRequests, "Rate \"exceeded\"");
        assert_eq!(
            body.to_json(),
            br#"{"errors":[{"code":"TOOMANYREQUESTS","message":"Rate \"exceeded\""}]}"#
        );
        let body = ErrorBody::new(ErrorCode::BlobUnknown, "").with_detail(serde_json::json!({"a": 1}));
        assert_eq!(
            body.to_json(),
            br#"{"errors":[{"code":"BLOB_UNKNOWN","message":"","detail":{"a":1}}]}"#
        );
    }

    #[test]
    fn codes_are_distinct() {
        let mut texts = ErrorCode::ALL.map(ErrorCode::as_str).to_vec();
        texts.sort_unstable();
        texts.dedup();
        assert_eq!(texts.len(), ErrorCode::ALL.len());
    }
}
