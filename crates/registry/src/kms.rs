//! Keys as AWS KMS has them: symmetric ones, with policies, aliases, grants, rotation and deletion,
//! for the callers of its API and for the registry itself (`ring.rs`).
//!
//! What a key encrypts with is in the database, sealed under a root that the master key opens.
//! Deleting it is what makes everything that the key encrypted unreadable.

pub(crate) mod alias;
pub(crate) mod authorize;
pub(crate) mod ciphertext;
pub(crate) mod crypto;
pub(crate) mod deletion;
pub(crate) mod external;
pub(crate) mod facts;
pub(crate) mod fault;
pub(crate) mod grant;
pub(crate) mod grant_list;
pub(crate) mod grant_terms;
pub(crate) mod key;
pub(crate) mod key_name;
pub(crate) mod key_tag;
pub(crate) mod managed;
pub(crate) mod material;
pub(crate) mod policy;
pub(crate) mod repository;
pub(crate) mod resource;
pub(crate) mod ring;
pub(crate) mod rotation;
