//! Download URLs that carry their own permission: who was allowed to read which layer until when,
//! under a MAC. Fields are length-prefixed before they are authenticated, so that no two sets of
//! fields look the same to the MAC.

use std::time::Duration;

use aws_lc_rs::hmac;
use names::{Digest, PrincipalArn, RepositoryArn};
use stdx::{Timestamp, hex};

use crate::Registry;

/// How long a URL lives (ECR: 3,600 seconds).
const LIFETIME: Duration = Duration::from_secs(3600);

/// What a download URL says, as it goes into and comes out of its query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedUrl {
    /// The repository that the layer is read from.
    pub repository: RepositoryArn,
    /// The layer.
    pub digest: Digest,
    /// Who was allowed.
    pub principal: PrincipalArn,
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
    pub(crate) fn url_sign(
        &self,
        repository: &RepositoryArn,
        digest: Digest,
        principal: &PrincipalArn,
    ) -> SignedUrl {
        let expires_at = Timestamp::from_seconds(self.now().after(LIFETIME).as_seconds());
        let mut url = SignedUrl {
            repository: repository.clone(),
            digest,
            principal: principal.clone(),
            expires_at,
            signature: String::new(),
        };
        let tag = hmac::sign(&self.url_key(), &url.message());
        url.signature = hex::encode(tag.as_ref());
        url
    }

    pub(crate) fn url_verify(&self, url: &SignedUrl) -> Result<(), SignedUrlError> {
        let tag: [u8; 32] = hex::decode(&url.signature).ok_or(SignedUrlError::SignatureMismatch)?;
        hmac::verify(&self.url_key(), &url.message(), &tag).map_err(|_| SignedUrlError::SignatureMismatch)?;
        if url.expires_at <= self.now() {
            Err(SignedUrlError::Expired)
        } else {
            Ok(())
        }
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
            self.principal.to_string(),
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
