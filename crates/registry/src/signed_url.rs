//! Download URLs that carry their own permission: who was allowed to read which layer until when,
//! under a MAC. Fields are length-prefixed before they are authenticated, so that no two sets of
//! fields look the same to the MAC. Whether the caller still may is decided when a URL is used.

use std::sync::Arc;
use std::time::Duration;

use aws_lc_rs::hmac;
use names::{Digest, RepositoryArn};
use stdx::{Timestamp, hex};

use crate::session::SealedPrincipal;
use crate::{Call, Caller, Error, Internal, Origin, Principal, Registry};

/// How long a URL lives (ECR: 3,600 seconds).
const LIFETIME: Duration = Duration::from_secs(3600);

/// What a download URL says, as it goes into and comes out of its query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedUrl {
    /// The repository that the layer is read from.
    pub repository: RepositoryArn,
    /// The layer.
    pub digest: Digest,
    /// Who was allowed, sealed.
    pub credential: String,
    /// When it ends, in whole seconds.
    pub expires_at: Timestamp,
    /// The MAC in lower-case hexadecimal.
    pub signature: String,
}

/// Why a download URL is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignedUrlError {
    /// A field is not the one that was signed.
    #[error("The request signature we calculated does not match the signature you provided.")]
    SignatureMismatch,
    /// Past its end.
    #[error("Request has expired")]
    Expired,
}

impl Registry {
    /// Signs a URL that ends after an hour, or with the caller's session.
    pub(crate) fn url_sign(
        &self,
        repository: &RepositoryArn,
        digest: Digest,
        principal: &Principal,
    ) -> Result<SignedUrl, Error> {
        let too_long = || Internal::Broken("the caller is too long for a download URL".to_owned());
        let sealed = self.secrets.url_caller.seal(&SealedPrincipal::from(principal));
        let session_end = principal.session.as_ref().map(|session| session.expires_at);
        let end = self.now().after(LIFETIME);
        let end = session_end.map_or(end, |session_end| session_end.min(end));
        let mut url = SignedUrl {
            repository: repository.clone(),
            digest,
            credential: sealed.ok_or_else(too_long)?,
            expires_at: Timestamp::from_seconds(end.as_seconds()),
            signature: String::new(),
        };
        let tag = hmac::sign(&self.url_key(), &url.message());
        url.signature = hex::encode(tag.as_ref());
        Ok(url)
    }

    /// Who uses a URL, if it is genuine and has not ended.
    pub fn url_open(
        &self,
        url: &SignedUrl,
        origin: Origin,
        call: Arc<Call>,
    ) -> Result<Caller, SignedUrlError> {
        let mismatch = SignedUrlError::SignatureMismatch;
        let tag: [u8; 32] = hex::decode(&url.signature).ok_or(mismatch)?;
        hmac::verify(&self.url_key(), &url.message(), &tag).map_err(|_| mismatch)?;
        if url.expires_at <= self.now() {
            return Err(SignedUrlError::Expired);
        }
        let sealed: Option<SealedPrincipal> = self.secrets.url_caller.open(&url.credential);
        let principal = sealed.and_then(SealedPrincipal::open).ok_or(mismatch)?;
        Ok(Caller {
            principal,
            origin,
            call,
        })
    }

    fn url_key(&self) -> hmac::Key {
        hmac::Key::new(hmac::HMAC_SHA256, self.secrets.signed_url.as_ref())
    }
}

impl SignedUrl {
    fn message(&self) -> Vec<u8> {
        let fields = [
            self.repository.to_string(),
            self.digest.to_string(),
            self.credential.clone(),
            self.expires_at.as_seconds().to_string(),
        ];
        let mut message = Vec::new();
        for field in fields {
            message.extend_from_slice(&(field.len() as u64).to_be_bytes());
            message.extend_from_slice(field.as_bytes());
        }
        message
    }
}
