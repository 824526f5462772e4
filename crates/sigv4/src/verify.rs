//! Proving a claim.

use std::time::Duration;

use stdx::{Timestamp, hex};
use subtle::ConstantTimeEq;

use crate::canonical::{Canonical, string_to_sign};
use crate::error::clipped;
use crate::query::{Left, pairs};
use crate::{
    Claim, ClaimKind, Error, Limits, Mismatch, PayloadRule, Received, Request, ScopeFault, SecretKey,
    SigningKey,
};

const UNSIGNED: &str = "UNSIGNED-PAYLOAD";
const TOKEN_HEADER: &str = "x-amz-security-token";

impl Claim {
    /// Proves the claim with the access key's secret. `received` must hold the request that the
    /// claim was read from.
    ///
    /// # Errors
    /// The first rule that the request breaks; [`Error::SignatureMismatch`] last.
    pub fn verify(&self, received: &Received<'_>, secret: &SecretKey, limits: &Limits) -> Result<(), Error> {
        let payload = self.check_rules(received, limits)?;
        self.match_signature(
            received,
            &SigningKey::derive(secret, &self.scope),
            limits,
            &payload,
        )
    }

    /// As [`Claim::verify`], with the signing key of [`Claim::scope`], from a cache.
    ///
    /// # Errors
    /// As [`Claim::verify`].
    pub fn verify_with_signing_key(
        &self,
        received: &Received<'_>,
        key: &SigningKey,
        limits: &Limits,
    ) -> Result<(), Error> {
        let payload = self.check_rules(received, limits)?;
        self.match_signature(received, key, limits, &payload)
    }

    /// Does the work of [`Claim::verify`] for an access key that nobody has, so that the time taken
    /// does not tell which keys exist. Answers what `verify` would have complained of before it
    /// looks at the signature, else [`Error::UnknownKey`].
    pub fn dummy_verify(&self, received: &Received<'_>, limits: &Limits) -> Error {
        // Of the usual length, and it does not matter who knows it: the answer is the same.
        let nobodys = SecretKey::new("0123456789012345678901234567890123456789".into());
        match self.verify(received, &nobodys, limits) {
            Ok(()) | Err(Error::SignatureMismatch(_)) => Error::UnknownKey,
            Err(error) => error,
        }
    }

    /// Every rule that needs no key. Returns what stands for the body in the canonical request.
    fn check_rules(&self, received: &Received<'_>, limits: &Limits) -> Result<String, Error> {
        self.check_time(received.now, limits)?;
        self.check_service(limits)?;
        self.check_headers(&received.request, limits)?;
        self.payload(received, limits)
    }

    fn check_time(&self, now: Timestamp, limits: &Limits) -> Result<(), Error> {
        // Signatures are dated to the second, so arrivals are too.
        let now = Timestamp::from_seconds(now.as_seconds());
        let signed_at = self.signed_at;
        if signed_at > now.after(limits.skew) {
            return Err(Error::NotYetCurrent {
                signed_at,
                now,
                skew: limits.skew,
            });
        }
        let life = match self.kind {
            ClaimKind::Header => limits.skew,
            ClaimKind::Query { expires_in } if expires_in > limits.max_expiry => {
                return Err(Error::ExpiryTooLong(limits.max_expiry));
            }
            ClaimKind::Query { expires_in } => expires_in,
        };
        expect_alive(signed_at, now, life)
    }

    fn check_service(&self, limits: &Limits) -> Result<(), Error> {
        match limits.services.first() {
            Some(first) if !limits.services.contains(&self.service()) => {
                Err(Error::WrongScope(ScopeFault::Service(first)))
            }
            _ => Ok(()),
        }
    }

    fn check_headers(&self, request: &Request<'_>, limits: &Limits) -> Result<(), Error> {
        if !self.is_signed_header("host") {
            return Err(Error::HostNotSigned);
        }
        for (name, _) in request.headers {
            let unsigned = is_amz(name)
                && !self.is_signed_header(name)
                && !limits
                    .unsigned_headers
                    .iter()
                    .any(|free| free.eq_ignore_ascii_case(name));
            if unsigned {
                return Err(Error::UnsignedHeader(clipped(&name.to_ascii_lowercase())));
            }
        }
        for name in self.signed_headers.split(';') {
            let mut values = request.values(name).peekable();
            if values.peek().is_none() {
                return Err(Error::AbsentHeader(clipped(name)));
            }
            // A line break in a value would make two lines of one in the canonical request.
            if values.any(|value| value.iter().any(|byte| matches!(byte, b'\r' | b'\n' | 0))) {
                return Err(Error::Malformed("Header values must not contain line breaks."));
            }
        }
        Ok(())
    }

    fn is_signed_header(&self, name: &str) -> bool {
        self.signed_headers
            .split(';')
            .any(|signed| signed.eq_ignore_ascii_case(name))
    }

    /// What the request says of its body, proven, or in the absence of a word what its form means.
    fn payload(&self, received: &Received<'_>, limits: &Limits) -> Result<String, Error> {
        let hash = hex::encode(&received.body_sha256);
        match self.declared_payload(&received.request) {
            None if self.kind != ClaimKind::Header && limits.payload == PayloadRule::UnsignedAllowed => {
                Ok(UNSIGNED.into())
            }
            None => Ok(hash),
            Some(declared) if declared == hash.as_bytes() => Ok(hash),
            Some(declared) if declared == UNSIGNED.as_bytes() => match limits.payload {
                PayloadRule::UnsignedAllowed => Ok(UNSIGNED.into()),
                PayloadRule::Signed => Err(Error::UnsupportedPayload(UNSIGNED.into())),
            },
            Some(declared) if declared.starts_with(b"STREAMING-") => Err(Error::UnsupportedPayload(clipped(
                &String::from_utf8_lossy(&declared),
            ))),
            Some(_) => Err(Error::PayloadMismatch),
        }
    }

    fn declared_payload(&self, request: &Request<'_>) -> Option<Vec<u8>> {
        // Where a free header may be unsigned it does not count.
        let header = request
            .value("x-amz-content-sha256")
            .filter(|_| self.is_signed_header("x-amz-content-sha256"));
        match (header, self.kind) {
            (Some(value), _) => Some(value.into()),
            (None, ClaimKind::Header) => None,
            (None, ClaimKind::Query { .. }) => pairs(request.query)
                .find(|(name, _)| name.eq_ignore_ascii_case(b"x-amz-content-sha256"))
                .map(|(_, value)| value),
        }
    }

    fn match_signature(
        &self,
        received: &Received<'_>,
        key: &SigningKey,
        limits: &Limits,
        payload: &str,
    ) -> Result<(), Error> {
        let texts = |left| {
            let canonical = Canonical {
                request: &received.request,
                path: limits.path,
                left,
                signed_headers: &self.signed_headers,
                payload,
            };
            let canonical = canonical.to_bytes();
            let to_sign = string_to_sign(&self.scope, self.signed_at, &canonical);
            (canonical, to_sign)
        };
        let matches = |to_sign: &str| bool::from(key.sign(to_sign.as_bytes()).ct_eq(&self.signature));
        let left = match self.kind {
            ClaimKind::Header => Left::Nothing,
            ClaimKind::Query { .. } => Left::Signature,
        };
        let (canonical, to_sign) = texts(left);
        if matches(&to_sign) {
            return Ok(());
        }
        if self.token_may_be_unsigned(limits) && matches(&texts(Left::SignatureAndToken).1) {
            return Ok(());
        }
        Err(Error::SignatureMismatch(Box::new(Mismatch {
            canonical_request: String::from_utf8_lossy(&canonical).into_owned(),
            string_to_sign: to_sign,
        })))
    }

    /// Whether a presigned request may have got its token after signing. In the header form
    /// `SignedHeaders` tells; in the query nothing does.
    fn token_may_be_unsigned(&self, limits: &Limits) -> bool {
        self.kind != ClaimKind::Header
            && self.security_token.is_some()
            && limits.unsigned_headers.contains(&TOKEN_HEADER)
    }
}

fn expect_alive(signed_at: Timestamp, now: Timestamp, life: Duration) -> Result<(), Error> {
    if now > signed_at.after(life) {
        return Err(Error::Expired { signed_at, now, life });
    }
    Ok(())
}

fn is_amz(name: &str) -> bool {
    name.get(..6)
        .is_some_and(|prefix| prefix.eq_ignore_ascii_case("x-amz-"))
}
