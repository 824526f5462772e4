//! A ring whose only secret is a master key.
//!
//! A wrapped key is a random salt (32 bytes), the encrypted key (32) and a tag (16). The key that
//! encrypts it is HKDF-Expand(master, `hythe wrap 1` and the salt) of RFC 5869 with SHA-256, the
//! cipher AES-256-GCM. Each wrapping has a key of its own, so its nonce is zero.

use std::fmt;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce};
use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Prk};
use futures_util::future::{BoxFuture, FutureExt};
use stdx::sabotage;
use zeroize::Zeroizing;

use super::{DataKey, KEY_BYTES, KeyDomain, KeyError, KeyRing, WrappedKey, fill_random};

const SALT_BYTES: usize = 32;
const TAG_BYTES: usize = 16;
const WRAPPED_BYTES: usize = SALT_BYTES + KEY_BYTES + TAG_BYTES;
/// Bytes of the part of a key's id that tells master keys apart.
const ID_BYTES: usize = 8;

/// A master key, and those before it that still unwrap what they wrapped.
///
/// These are all keys of its installation, which gives none up. So a wrapped key that names another was
/// not written for it: it is damaged, not without its key.
pub struct LocalKeys {
    /// The first one wraps.
    masters: Vec<Master>,
}

struct Master {
    id: String,
    key: Prk,
}

impl LocalKeys {
    /// The ring of a master key, which must be random.
    pub fn new(master: &[u8; KEY_BYTES]) -> Self {
        Self {
            masters: vec![Master::new(master)],
        }
    }

    /// Adds a master key that was current before.
    #[must_use]
    pub fn with_previous(mut self, master: &[u8; KEY_BYTES]) -> Self {
        self.masters.push(Master::new(master));
        self
    }

    /// The id of the master key that wraps.
    pub fn key_id(&self) -> &str {
        &self.masters[0].id
    }

    /// Wraps `key` with a salt that nothing else was wrapped with.
    pub(crate) fn wrap_salted(
        &self,
        domain: &KeyDomain,
        key: &DataKey,
        aad: &[u8],
        salt: [u8; SALT_BYTES],
    ) -> Result<WrappedKey, KeyError> {
        self.masters[0].wrap(domain, key, aad, salt)
    }

    fn unwrap_now(&self, domain: &KeyDomain, wrapped: &WrappedKey, aad: &[u8]) -> Result<DataKey, KeyError> {
        let known = self.masters.iter().find(|master| master.id == wrapped.key_id);
        let master = known.ok_or(KeyError::Damaged)?;
        master.unwrap(domain, &wrapped.bytes, aad)
    }
}

impl KeyRing for LocalKeys {
    fn wrap<'a>(
        &'a self,
        domain: &'a KeyDomain,
        key: &'a DataKey,
        aad: &'a [u8],
    ) -> BoxFuture<'a, Result<WrappedKey, KeyError>> {
        let wrap = async move {
            let mut salt = [0; SALT_BYTES];
            fill_random(&mut salt)?;
            self.wrap_salted(domain, key, aad, salt)
        };
        wrap.boxed()
    }

    fn unwrap<'a>(
        &'a self,
        domain: &'a KeyDomain,
        wrapped: &'a WrappedKey,
        aad: &'a [u8],
    ) -> BoxFuture<'a, Result<DataKey, KeyError>> {
        async move { self.unwrap_now(domain, wrapped, aad) }.boxed()
    }
}

impl fmt::Debug for LocalKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids = self.masters.iter().map(|master| &master.id);
        f.debug_list().entries(ids).finish()
    }
}

impl Master {
    fn new(master: &[u8; KEY_BYTES]) -> Self {
        let key = Prk::new_less_safe(HKDF_SHA256, master);
        let mut id = [0; ID_BYTES];
        key.expand(&[b"hythe key id 1"], Length)
            .and_then(|okm| okm.fill(&mut id))
            .expect("eight bytes are within what HKDF gives");
        Self {
            id: format!("local:{}", stdx::hex::encode(&id)),
            key,
        }
    }

    fn wrap(
        &self,
        domain: &KeyDomain,
        key: &DataKey,
        aad: &[u8],
        salt: [u8; SALT_BYTES],
    ) -> Result<WrappedKey, KeyError> {
        let mut secret = Zeroizing::new(*key.bytes());
        let tag = self
            .cipher(&salt)
            .seal_in_place_separate_tag(nonce(), self.bound(domain, aad), secret.as_mut_slice())
            .map_err(|_| KeyError::Unavailable("the cipher failed".to_owned()))?;
        Ok(WrappedKey {
            key_id: self.id.clone(),
            bytes: [&salt, secret.as_slice(), tag.as_ref()].concat(),
        })
    }

    fn unwrap(&self, domain: &KeyDomain, wrapped: &[u8], aad: &[u8]) -> Result<DataKey, KeyError> {
        let wrapped: &[u8; WRAPPED_BYTES] = wrapped.try_into().map_err(|_| KeyError::Damaged)?;
        let (salt, sealed) = wrapped.split_at(SALT_BYTES);
        let mut sealed = Zeroizing::new(sealed.to_vec());
        let key = self
            .cipher(salt)
            .open_in_place(nonce(), self.bound(domain, aad), &mut sealed)
            .map_err(|_| KeyError::Damaged)?;
        let key = (&*key).try_into().map_err(|_| KeyError::Damaged)?;
        Ok(DataKey::from_bytes(key))
    }

    fn cipher(&self, salt: &[u8]) -> LessSafeKey {
        let info = [b"hythe wrap 1".as_slice(), salt];
        let key = self.key.expand(&info, &AES_256_GCM);
        LessSafeKey::new(key.expect("a key is within what HKDF gives").into())
    }

    /// What a wrapped key belongs to. Lengths keep the parts apart.
    fn bound(&self, domain: &KeyDomain, aad: &[u8]) -> Aad<Vec<u8>> {
        if sabotage::is("key-id-not-bound") {
            return Aad::from(aad.to_vec());
        }
        let mut bound = Vec::new();
        for part in [self.id.as_bytes(), domain.as_str().as_bytes(), aad] {
            bound.extend_from_slice(&(part.len() as u64).to_le_bytes());
            bound.extend_from_slice(part);
        }
        Aad::from(bound)
    }
}

fn nonce() -> Nonce {
    Nonce::assume_unique_for_key([0; 12])
}

struct Length;

impl KeyType for Length {
    fn len(&self) -> usize {
        ID_BYTES
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn domain(name: &str) -> KeyDomain {
        KeyDomain::new(name)
    }

    async fn wrapped(ring: &LocalKeys) -> (DataKey, WrappedKey) {
        ring.generate(&domain("a"), b"aad").await.expect("a key")
    }

    #[tokio::test]
    async fn round_trips_and_never_twice_the_same() {
        let ring = LocalKeys::new(&[7; 32]);
        let (key, first) = wrapped(&ring).await;
        let second = ring.wrap(&domain("a"), &key, b"aad").await.expect("a key");
        assert_ne!(first.bytes, second.bytes);
        for wrapped in [first, second] {
            let again = ring.unwrap(&domain("a"), &wrapped, b"aad").await;
            assert_eq!(again.expect("the key").bytes(), key.bytes());
        }
    }

    #[tokio::test]
    async fn what_was_wrapped_is_bound_to_everything() {
        let ring = LocalKeys::new(&[7; 32]).with_previous(&[8; 32]);
        let (_, good) = wrapped(&ring).await;
        let expect = |result: Result<DataKey, KeyError>, what: &str| {
            assert_eq!(result.map(|_| ()), Err(KeyError::Damaged), "{what}");
        };
        expect(ring.unwrap(&domain("b"), &good, b"aad").await, "domain");
        expect(ring.unwrap(&domain("a"), &good, b"aae").await, "additional data");
        for bit in 0..good.bytes.len() * 8 {
            let mut bad = good.clone();
            bad.bytes[bit / 8] ^= 1 << (bit % 8);
            expect(ring.unwrap(&domain("a"), &bad, b"aad").await, "bit");
        }
        for length in 0..good.bytes.len() {
            let mut bad = good.clone();
            bad.bytes.truncate(length);
            expect(ring.unwrap(&domain("a"), &bad, b"aad").await, "length");
        }
        let mut other = good;
        other.key_id.clone_from(&ring.masters[1].id);
        expect(ring.unwrap(&domain("a"), &other, b"aad").await, "key id");
    }

    #[tokio::test]
    async fn a_key_before_still_unwraps_and_no_other_does() {
        let (key, old) = wrapped(&LocalKeys::new(&[7; 32])).await;
        let rotated = LocalKeys::new(&[8; 32]).with_previous(&[7; 32]);
        let again = rotated.unwrap(&domain("a"), &old, b"aad").await;
        assert_eq!(again.expect("the key").bytes(), key.bytes());
        let (_, new) = wrapped(&rotated).await;
        assert_ne!(new.key_id, old.key_id);
        let foreign = LocalKeys::new(&[9; 32]).unwrap(&domain("a"), &old, b"aad").await;
        assert!(matches!(foreign, Err(KeyError::Damaged)), "{foreign:?}");
    }

    #[test]
    fn nothing_secret_is_printed() {
        let text = format!(
            "{:?} {:?}",
            LocalKeys::new(&[7; 32]),
            DataKey::from_bytes([7; 32])
        );
        assert!(
            text.starts_with("[\"local:") && text.ends_with("DataKey(..)"),
            "{text}"
        );
    }
}
