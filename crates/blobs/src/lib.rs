//! Content-addressed bytes: the store's trait and its back ends.
//!
//! A blob is written once under a physical key (digest and random generation), never changed,
//! read any number of times and deleted once. Which repository may see a blob, which blobs are
//! the same and which are still wanted is metadata: see `meta` and `registry`. The file format
//! of [`DiskStore`] is in `docs/blob-format.md`.
//!
//! Whether the bytes are encrypted, and under whose key, is the [`Protection`] of the view of the
//! store through which they are written and read: [`Backend::store`]. Who keeps the keys is behind
//! [`KeyRing`].
#![forbid(unsafe_code)]

mod backend;
mod blocking;
mod cipher;
mod claims;
mod content;
#[cfg(any(test, feature = "contract"))]
pub mod contract;
mod disk;
mod error;
mod format;
mod hasher;
mod key;
mod keys;
mod memory;
mod reader;
mod staged;
mod store;

pub use backend::{Backend, Folders, ListedBlob, ListedUpload, Page, Shard, scrub};
pub use content::{Content, SourceError};
pub use disk::{BlobFile, DiskStore, FileEnding, FileForm, FileSum};
pub use error::{AppendError, Error, FinishError};
pub use key::{BlobKey, Generation};
pub use keys::{
    DataKey, KEY_BYTES, KEY_ID_MAX, KeyDomain, KeyError, KeyLayer, KeyRing, LocalKeys, Protection, Refusal,
    WRAPPED_KEY_MAX, WrappedKey,
};
pub use memory::MemoryStore;
pub use reader::{BlobReader, FilePlace};
pub use staged::Staged;
pub use store::BlobStore;
