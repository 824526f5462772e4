//! Why a request is refused. `Display` writes the sentences that AWS services answer; which error
//! code goes with them is the edge's choice.

use std::time::Duration;

use stdx::Timestamp;

/// Why a request is refused. No variant carries a secret, a token or a signature in its `Display`
/// or `Debug`; text taken from the request is clipped to 128 characters.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The request carries no credentials of this kind at all.
    #[error("Missing Authentication Token")]
    Missing,
    /// Credentials in more than one place.
    #[error(
        "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query \
         string parameter or the Authorization header should be specified"
    )]
    Ambiguous,
    /// Parts of the credentials are missing; one sentence for each.
    #[error("{}", .0.join(" "))]
    Incomplete(Vec<&'static str>),
    /// The named part does not follow its grammar; the rule is a full sentence.
    #[error("{0}")]
    Malformed(&'static str),
    /// An algorithm other than `AWS4-HMAC-SHA256`.
    #[error("Unsupported AWS 'algorithm': '{0}'.")]
    UnsupportedAlgorithm(String),
    /// The named header, query parameter or Authorization parameter occurs more than once.
    #[error("'{0}' must not occur more than once in a signed request.")]
    Duplicate(String),
    /// The named part is longer, or has more members, than is accepted.
    #[error("{part} must not exceed {limit}.")]
    TooLarge {
        /// What is too large, with its unit.
        part: &'static str,
        /// The most that is accepted.
        limit: usize,
    },
    /// The date of signing cannot be read.
    #[error("Date must be in ISO-8601 'basic format'. Got '{0}'. See http://en.wikipedia.org/wiki/ISO_8601")]
    MalformedDate(String),
    /// The scope of the credential does not fit the request or this server.
    #[error("{0}")]
    WrongScope(ScopeFault),
    /// `host` is not among the signed headers.
    #[error("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.")]
    HostNotSigned,
    /// The named header is on the wire, must be signed, and is not.
    #[error("There were headers present in the request which were not signed: '{0}'")]
    UnsignedHeader(String),
    /// The named header is said to be signed and is not on the wire.
    #[error("The signed header '{0}' is not present in the request.")]
    AbsentHeader(String),
    /// Signed too far in the future.
    #[error("Signature not yet current: {} is still later than {} ({} + {}.)",
        .signed_at.to_basic_iso8601(), .now.after(*.skew).to_basic_iso8601(),
        .now.to_basic_iso8601(), window(*.skew))]
    NotYetCurrent {
        /// When the request says that it was signed.
        signed_at: Timestamp,
        /// When it arrived.
        now: Timestamp,
        /// The tolerance.
        skew: Duration,
    },
    /// Signed too long ago, or a presigned request past its life.
    #[error("Signature expired: {} is now earlier than {} ({} - {}.)",
        .signed_at.to_basic_iso8601(), before(*.now, *.life).to_basic_iso8601(),
        .now.to_basic_iso8601(), window(*.life))]
    Expired {
        /// When the request says that it was signed.
        signed_at: Timestamp,
        /// When it arrived.
        now: Timestamp,
        /// The tolerance, or the life that a presigned request asked for.
        life: Duration,
    },
    /// A presigned request asks for a longer life than is accepted.
    #[error("X-Amz-Expires must be less than or equal to {} seconds", .0.as_secs())]
    ExpiryTooLong(Duration),
    /// `x-amz-content-sha256` is not the hash of the body.
    #[error("The provided 'x-amz-content-sha256' header does not match what was computed.")]
    PayloadMismatch,
    /// A body that is not covered by the signature (`UNSIGNED-PAYLOAD`, `STREAMING-*`).
    #[error("The 'x-amz-content-sha256' value '{0}' is not supported by this service.")]
    UnsupportedPayload(String),
    /// Nobody has this access key.
    #[error("The security token included in the request is invalid.")]
    UnknownKey,
    /// The signature is not the one that the secret gives.
    #[error(
        "The request signature we calculated does not match the signature you provided. Check your AWS \
         Secret Access Key and signing method. Consult the service documentation for details."
    )]
    SignatureMismatch(Box<Mismatch>),
}

/// Which part of a credential scope is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScopeFault {
    /// Not five parts with slashes between.
    #[error("Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term.")]
    Shape,
    /// The day is not the day of the request's date.
    #[error(
        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: \
         '{scope}' != '{}', from '{}'.", &.signed_at.to_basic_iso8601()[..8], .signed_at.to_basic_iso8601()
    )]
    Date {
        /// The scope's date as written.
        scope: String,
        /// When the request says that it was signed.
        signed_at: Timestamp,
    },
    /// Not the name of a region.
    #[error("Credential should be scoped to a valid region, not '{0}'.")]
    Region(String),
    /// Not the service that was called; carries the first one accepted.
    #[error("Credential should be scoped to correct service: '{0}'.")]
    Service(&'static str),
    /// Does not end in `aws4_request`.
    #[error("Credential should be scoped with a valid terminator: 'aws4_request', not '{0}'.")]
    Terminator(String),
}

/// What the server signed when its signature differs from the client's: for the client's eyes, who
/// sent all of it. Kept out of `Display` and `Debug` because a signed session token is part of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// The canonical request; bytes that are no UTF-8 are replaced.
    pub canonical_request: String,
    /// The string to sign.
    pub string_to_sign: String,
}

impl Mismatch {
    /// The two texts as AWS services append them to the sentence of the error.
    pub fn explanation(&self) -> String {
        format!(
            "\n\nThe Canonical String for this request should have been\n'{}'\n\nThe String-to-Sign should \
             have been\n'{}'\n",
            self.canonical_request, self.string_to_sign
        )
    }
}

impl std::fmt::Debug for Mismatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Mismatch(..)")
    }
}

/// Text of the request as an error may repeat it: at most 128 characters.
pub(crate) fn clipped(text: &str) -> String {
    text.chars().take(128).collect()
}

fn before(now: Timestamp, life: Duration) -> Timestamp {
    let life = i64::try_from(life.as_micros()).unwrap_or(i64::MAX);
    Timestamp::from_micros(now.as_micros().saturating_sub(life))
}

fn window(length: Duration) -> String {
    match length.as_secs() {
        seconds if seconds % 60 == 0 => format!("{} min", seconds / 60),
        seconds => format!("{seconds} sec"),
    }
}
