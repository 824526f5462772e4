//! Authorization tokens: docker's password, sealed so that opening one needs no database.
//!
//! A token carries its principal, the registry that it was issued for and its end, and is bound
//! to this installation by the key that seals it. There is one format and one algorithm; nothing
//! in a token chooses how it is read.

use std::time::Duration;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use names::{AccessKeyId, AccountId, PrincipalArn, Region, RegistryKey};
use serde::{Deserialize, Serialize};
use stdx::Timestamp;

use crate::secrets::random;
use crate::{Action, Grant, Principal, Registry};

/// How long a token lives (ECR: 12 hours).
const LIFETIME: Duration = Duration::from_secs(12 * 3600);
/// No token of ours is longer, in characters.
const MAX_LENGTH: usize = 8192;
const VERSION: u8 = 1;

/// A freshly issued token.
#[derive(Debug, Clone)]
pub struct AuthorizationToken {
    /// The password for the user name `AWS`. Holds no `:`.
    pub password: String,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// What an opened token says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenClaims {
    /// Who asked for the token.
    pub principal: Principal,
    /// The registry that it was issued for.
    pub registry: RegistryKey,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// Why a password is no token of ours, or no longer one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Not sealed by this installation, or altered.
    #[error("the password is not an authorization token of this registry")]
    Invalid,
    /// Past its end.
    #[error("Your authorization token has expired. Reauthenticate and try again.")]
    Expired,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sealed {
    arn: String,
    user_id: String,
    access_key: String,
    account: String,
    region: String,
    expires: i64,
}

impl Registry {
    /// Issues a token for `registry`: where it is presented on a host that names no registry, that
    /// is the one that is meant. What its bearer may do there is decided request by request.
    pub fn token_issue(&self, grant: &Grant<RegistryKey>, registry: RegistryKey) -> AuthorizationToken {
        grant.expect(&[Action::GetAuthorizationToken]);
        let expires_at = self.now().after(LIFETIME);
        let principal = grant.principal();
        let plain = Sealed {
            arn: principal.arn.to_string(),
            user_id: principal.user_id.clone(),
            access_key: principal.access_key.to_string(),
            account: registry.account.to_string(),
            region: registry.region.to_string(),
            expires: expires_at.as_micros(),
        };
        let plain = serde_json::to_vec(&plain).expect("a structure of texts and numbers has a JSON form");
        AuthorizationToken {
            password: seal(&self.secrets.token, plain),
            expires_at,
        }
    }

    /// Opens the password of a registry login.
    pub fn token_open(&self, password: &str) -> Result<TokenClaims, TokenError> {
        let claims = open(&self.secrets.token, password)
            .and_then(claims)
            .ok_or(TokenError::Invalid)?;
        if claims.expires_at <= self.now() {
            Err(TokenError::Expired)
        } else {
            Ok(claims)
        }
    }
}

fn cipher(key: &[u8; 32]) -> LessSafeKey {
    LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key).expect("an AES-256 key has 32 bytes"))
}

fn seal(key: &[u8; 32], mut plain: Vec<u8>) -> String {
    let mut nonce = [0; NONCE_LEN];
    random(&mut nonce);
    cipher(key)
        .seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from([VERSION]),
            &mut plain,
        )
        .expect("a short message can be sealed");
    let sealed: Vec<u8> = [&[VERSION][..], &nonce, &plain].concat();
    URL_SAFE_NO_PAD.encode(sealed)
}

fn open(key: &[u8; 32], password: &str) -> Option<Vec<u8>> {
    if password.len() > MAX_LENGTH {
        return None;
    }
    let sealed = URL_SAFE_NO_PAD.decode(password).ok()?;
    let (&version, rest) = sealed.split_first()?;
    let (nonce, body) = rest.split_at_checked(NONCE_LEN)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    let mut body = body.to_vec();
    let plain = cipher(key)
        .open_in_place(nonce, Aad::from([version]), &mut body)
        .ok()?;
    (version == VERSION).then(|| plain.to_vec())
}

fn claims(plain: Vec<u8>) -> Option<TokenClaims> {
    let sealed: Sealed = serde_json::from_slice(&plain).ok()?;
    let principal = Principal {
        arn: PrincipalArn::parse(&sealed.arn).ok()?,
        user_id: sealed.user_id,
        access_key: AccessKeyId::parse(&sealed.access_key).ok()?,
    };
    let registry = RegistryKey {
        account: AccountId::parse(&sealed.account).ok()?,
        region: Region::parse(&sealed.region).ok()?,
    };
    Some(TokenClaims {
        principal,
        registry,
        expires_at: Timestamp::from_micros(sealed.expires),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_and_any_change_is_refused() {
        let key = [3; 32];
        let password = seal(&key, b"message".to_vec());
        assert!(!password.contains(':'));
        assert_eq!(open(&key, &password).as_deref(), Some(&b"message"[..]));
        assert_eq!(open(&[4; 32], &password), None);
        let sealed = URL_SAFE_NO_PAD.decode(&password).expect("base64");
        for bit in 0..sealed.len() * 8 {
            let mut altered = sealed.clone();
            altered[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(open(&key, &URL_SAFE_NO_PAD.encode(altered)), None, "bit {bit}");
        }
        for bad in ["", "AQ", "not base64!", &"A".repeat(9000)] {
            assert_eq!(open(&key, bad), None);
        }
    }
}
