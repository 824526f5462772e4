//! The master key: the one secret that an installation does not keep itself. It seals the roots
//! from which every other key is derived, so that the database alone opens nothing.
//!
//! A wrong one is refused when the registry opens: the seal does not open, and its id, which stands
//! beside it, is another.

use argon2::{Algorithm, Argon2, Params, Version};
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::secrets::{expand, extract, random};

/// Where the master key comes from.
#[derive(Clone)]
pub enum MasterKey {
    /// 32 random bytes.
    Key(Zeroizing<[u8; 32]>),
    /// A passphrase, from which the key is made by Argon2id.
    Passphrase(Zeroizing<String>),
}

impl MasterKey {
    /// A fresh key.
    pub fn random() -> Self {
        let mut key = Zeroizing::new([0; 32]);
        random(key.as_mut());
        Self::Key(key)
    }

    /// The key that [`Self::to_base64`] wrote: 32 bytes in base64.
    pub fn from_base64(text: &str) -> Option<Self> {
        let bytes = Zeroizing::new(STANDARD.decode(text.trim()).ok()?);
        let key: [u8; 32] = bytes.as_slice().try_into().ok()?;
        Some(Self::Key(Zeroizing::new(key)))
    }

    /// The key as text, to be kept; `None` of a passphrase.
    pub fn to_base64(&self) -> Option<Zeroizing<String>> {
        match self {
            Self::Key(key) => Some(Zeroizing::new(STANDARD.encode(key.as_ref()))),
            Self::Passphrase(_) => None,
        }
    }
}

impl std::fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Key(_) => "MasterKey::Key(..)",
            Self::Passphrase(_) => "MasterKey::Passphrase(..)",
        })
    }
}

/// Why a master key does not open an installation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MasterKeyError {
    /// It is another one.
    #[error(
        "the master key is wrong: the database was sealed with the master key {sealed}, and this one is {given}"
    )]
    Wrong {
        /// The id of the key that sealed.
        sealed: String,
        /// The id of the key that was given.
        given: String,
    },
    /// The passphrase gives another key.
    #[error("the master passphrase is wrong")]
    WrongPassphrase,
    /// The database was sealed with a passphrase and a key was given, or the other way.
    #[error("the database was sealed with a {sealed}, and a {given} was given")]
    OtherKind {
        /// What sealed it.
        sealed: &'static str,
        /// What was given.
        given: &'static str,
    },
    /// What the database has is no seal.
    #[error("the seal of the master key in the database is damaged")]
    Damaged,
}

/// The random secrets from which every other key is derived.
#[derive(Clone)]
pub(crate) struct Roots {
    /// Of tokens, sessions and signed URLs.
    pub(crate) tokens: Zeroizing<[u8; 32]>,
    /// Of what is stored: the material of keys, blobs.
    pub(crate) storage: Zeroizing<[u8; 32]>,
}

/// The roots as the database has them.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SealedRoots {
    version: u32,
    /// Which master key sealed: hexadecimal digits that tell nothing about it.
    key_id: String,
    /// How a passphrase became the key; none where it was a key.
    argon2id: Option<Stretching>,
    /// Nonce, ciphertext and tag, in base64.
    sealed: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stretching {
    salt: String,
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

const VERSION: u32 = 1;
/// OWASP's first choice for Argon2id; it takes some 50 ms, once at each start.
const MEMORY_KIB: u32 = 47_104;
const PASSES: u32 = 2;
/// The most memory that a stored seal may ask for, in KiB.
const MAX_MEMORY_KIB: u32 = 1 << 20;

impl SealedRoots {
    /// Seals under a master key.
    pub(crate) fn seal(roots: &Roots, master: &MasterKey) -> Result<Self, MasterKeyError> {
        let argon2id = match master {
            MasterKey::Key(_) => None,
            MasterKey::Passphrase(_) => {
                let mut salt = [0; 16];
                random(&mut salt);
                Some(Stretching {
                    salt: STANDARD.encode(salt),
                    memory_kib: MEMORY_KIB,
                    passes: PASSES,
                    lanes: 1,
                })
            }
        };
        let key = key(master, argon2id.as_ref())?;
        let key_id = id(&key);
        let mut bytes = Zeroizing::new([roots.tokens.as_ref(), roots.storage.as_ref()].concat());
        let mut nonce = [0; NONCE_LEN];
        random(&mut nonce);
        let unique = Nonce::assume_unique_for_key(nonce);
        let tag = cipher(&key)
            .seal_in_place_separate_tag(unique, bound(&key_id), &mut bytes)
            .expect("a short message can be sealed");
        Ok(Self {
            version: VERSION,
            key_id,
            argon2id,
            sealed: STANDARD.encode([&nonce, bytes.as_slice(), tag.as_ref()].concat()),
        })
    }

    /// Opens what [`Self::seal`] made.
    pub(crate) fn open(&self, master: &MasterKey) -> Result<Roots, MasterKeyError> {
        if self.version != VERSION {
            return Err(MasterKeyError::Damaged);
        }
        let kind = |is_passphrase| if is_passphrase { "passphrase" } else { "key" };
        let given = matches!(master, MasterKey::Passphrase(_));
        if given != self.argon2id.is_some() {
            return Err(MasterKeyError::OtherKind {
                sealed: kind(!given),
                given: kind(given),
            });
        }
        let key = key(master, self.argon2id.as_ref())?;
        let given = id(&key);
        if given != self.key_id {
            return Err(match master {
                MasterKey::Passphrase(_) => MasterKeyError::WrongPassphrase,
                MasterKey::Key(_) => MasterKeyError::Wrong {
                    sealed: self.key_id.clone(),
                    given,
                },
            });
        }
        self.unseal(&key).ok_or(MasterKeyError::Damaged)
    }

    fn unseal(&self, key: &Zeroizing<[u8; 32]>) -> Option<Roots> {
        let mut bytes = Zeroizing::new(STANDARD.decode(&self.sealed).ok()?);
        let (nonce, sealed) = bytes.split_at_mut_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let plain = cipher(key)
            .open_in_place(nonce, bound(&self.key_id), sealed)
            .ok()?;
        let (tokens, storage) = plain.split_at_checked(32)?;
        Some(Roots {
            tokens: Zeroizing::new(tokens.try_into().ok()?),
            storage: Zeroizing::new(storage.try_into().ok()?),
        })
    }
}

fn key(master: &MasterKey, stretching: Option<&Stretching>) -> Result<Zeroizing<[u8; 32]>, MasterKeyError> {
    match (master, stretching) {
        (MasterKey::Passphrase(passphrase), Some(stretching)) => stretching
            .stretch(passphrase.as_bytes())
            .ok_or(MasterKeyError::Damaged),
        (MasterKey::Key(key), None) => Ok(key.clone()),
        _ => Err(MasterKeyError::Damaged),
    }
}

impl Stretching {
    fn stretch(&self, passphrase: &[u8]) -> Option<Zeroizing<[u8; 32]>> {
        if self.memory_kib > MAX_MEMORY_KIB {
            return None;
        }
        let params = Params::new(self.memory_kib, self.passes, self.lanes, Some(32)).ok()?;
        let salt = STANDARD.decode(&self.salt).ok()?;
        let mut key = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase, &salt, key.as_mut())
            .ok()?;
        Some(key)
    }
}

fn id(key: &Zeroizing<[u8; 32]>) -> String {
    let id = expand(&extract(key.as_ref()), b"master-key-id");
    stdx::hex::encode(&id[..8])
}

fn cipher(key: &Zeroizing<[u8; 32]>) -> LessSafeKey {
    let key = expand(&extract(key.as_ref()), b"master-key-seal");
    LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key.as_ref()).expect("an AES-256 key has 32 bytes"))
}

fn bound(key_id: &str) -> Aad<Vec<u8>> {
    Aad::from([b"hythe master 1 ".as_slice(), key_id.as_bytes()].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roots() -> Roots {
        Roots {
            tokens: Zeroizing::new([1; 32]),
            storage: Zeroizing::new([2; 32]),
        }
    }

    fn passphrase(text: &str) -> MasterKey {
        MasterKey::Passphrase(Zeroizing::new(text.to_owned()))
    }

    #[test]
    fn only_the_key_that_sealed_opens() {
        let (own, other) = (MasterKey::random(), MasterKey::random());
        let sealed = SealedRoots::seal(&roots(), &own).expect("a seal");
        let opened = sealed.open(&own).expect("the roots");
        assert_eq!((*opened.tokens, *opened.storage), ([1; 32], [2; 32]));
        let wrong = sealed.open(&other).map(|_| ());
        assert!(matches!(wrong, Err(MasterKeyError::Wrong { .. })), "{wrong:?}");
        let kind = sealed.open(&passphrase("x")).map(|_| ());
        assert!(matches!(kind, Err(MasterKeyError::OtherKind { .. })), "{kind:?}");
    }

    #[test]
    fn a_passphrase_opens_too() {
        let sealed = SealedRoots::seal(&roots(), &passphrase("correct horse")).expect("a seal");
        assert!(sealed.open(&passphrase("correct horse")).is_ok());
        let wrong = sealed.open(&passphrase("correct hors")).map(|_| ());
        assert_eq!(wrong, Err(MasterKeyError::WrongPassphrase));
    }

    #[test]
    fn a_damaged_seal_is_no_other_key() {
        let own = MasterKey::random();
        let mut sealed = SealedRoots::seal(&roots(), &own).expect("a seal");
        let mut bytes = STANDARD.decode(&sealed.sealed).expect("base64");
        bytes[20] ^= 1;
        sealed.sealed = STANDARD.encode(bytes);
        assert_eq!(sealed.open(&own).map(|_| ()), Err(MasterKeyError::Damaged));
    }

    #[test]
    fn keys_are_text_and_never_printed() {
        let key = MasterKey::Key(Zeroizing::new([7; 32]));
        let text = key.to_base64().expect("a key has text");
        let again = MasterKey::from_base64(&format!("{}\n", *text)).expect("a key");
        assert_eq!(again.to_base64(), Some(text));
        assert_eq!(format!("{key:?}"), "MasterKey::Key(..)");
        for bad in ["", "AAAA", "no base64!"] {
            assert!(MasterKey::from_base64(bad).is_none(), "{bad}");
        }
    }
}
