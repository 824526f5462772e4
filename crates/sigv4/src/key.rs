//! Secrets: the long-term secret key and the key of one day, region and service.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::KeyScope;
use crate::scope::TERMINATOR;

/// The secret half of an access key. Wiped when dropped, never printed.
#[derive(Clone)]
pub struct SecretKey(Zeroizing<String>);

impl SecretKey {
    /// Takes over the text of a secret key, which is wiped when the key is dropped.
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl std::fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretKey(..)")
    }
}

/// The key that signs for one access key on one day in one region for one service.
///
/// It follows from the secret by four HMACs; a cache keyed by [`KeyScope`] saves them. Whoever
/// caches must forget the key when the access key is revoked. Wiped when dropped, never printed.
#[derive(Clone)]
pub struct SigningKey(Zeroizing<[u8; 32]>);

impl SigningKey {
    /// Derives the key of `scope` from its access key's secret.
    pub fn derive(secret: &SecretKey, scope: &KeyScope) -> Self {
        let first = Zeroizing::new([b"AWS4".as_slice(), secret.0.as_bytes()].concat());
        let mut key = Zeroizing::new(hmac_sha256(first.as_slice(), scope.date().as_bytes()));
        for part in [scope.region().as_str(), scope.service(), TERMINATOR] {
            key = Zeroizing::new(hmac_sha256(key.as_slice(), part.as_bytes()));
        }
        Self(key)
    }

    /// The signature of a string to sign.
    pub(crate) fn sign(&self, string_to_sign: &[u8]) -> [u8; 32] {
        hmac_sha256(self.0.as_slice(), string_to_sign)
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SigningKey(..)")
    }
}

fn hmac_sha256(key: &[u8], message: &[u8]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(message);
    mac.finalize().into_bytes().into()
}
