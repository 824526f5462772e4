//! The keys of a provider, as its JSON web key set has them (RFC 7517).

mod algorithm;
mod key;

pub(crate) use self::algorithm::Algorithm;
pub(crate) use self::key::Key;
use crate::TokenFault;
use crate::token::json;

/// The most keys of a provider (AWS: 100 of RSA and 100 of elliptic curves).
const MOST: usize = 100;

/// The keys of one provider that verify signatures, each with its one algorithm.
#[derive(Debug)]
pub struct KeySet {
    keys: Vec<Key>,
}

/// Why a text is not accepted as a key set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeySetFault {
    /// Not a JSON object with a list `keys` of objects, or with a repeated member.
    #[error("the key set is malformed")]
    Form,
    /// More than 100 keys.
    #[error("the key set has {0} keys, more than {MOST}")]
    TooMany(usize),
    /// Two keys for one algorithm have the same id.
    #[error("the key set has two keys with the same id")]
    SameId,
    /// No key verifies signatures.
    #[error("the key set has no key that can be used")]
    Empty,
}

impl KeySet {
    /// Reads a JSON web key set. Keys of other uses and kinds, without an id, and RSA keys of
    /// fewer than 2,048 bits are left out (RFC 7517, 5).
    pub fn parse(text: &[u8]) -> Result<Self, KeySetFault> {
        let members = json::object(text).ok_or(KeySetFault::Form)?;
        let listed = members.get("keys").and_then(|keys| keys.as_array());
        let listed = listed.ok_or(KeySetFault::Form)?;
        if listed.len() > MOST {
            return Err(KeySetFault::TooMany(listed.len()));
        }
        let mut keys = Vec::<Key>::new();
        for entry in listed {
            let entry = entry.as_object().ok_or(KeySetFault::Form)?;
            let Some(key) = Key::read(entry) else { continue };
            let same = |other: &Key| other.id == key.id && other.algorithm == key.algorithm;
            if keys.iter().any(same) {
                return Err(KeySetFault::SameId);
            }
            keys.push(key);
        }
        if keys.is_empty() {
            return Err(KeySetFault::Empty);
        }
        Ok(Self { keys })
    }

    /// The key with this id, which must be for this algorithm.
    pub(crate) fn find(&self, id: &str, algorithm: Algorithm) -> Result<&Key, TokenFault> {
        let mut named = self.keys.iter().filter(|key| key.id == id).peekable();
        if named.peek().is_none() {
            return Err(TokenFault::UnknownKey);
        }
        let found = named.find(|key| key.algorithm == algorithm);
        found.ok_or(TokenFault::OtherAlgorithm)
    }
}
