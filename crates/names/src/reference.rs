//! What the last part of a manifest's path names.

use std::fmt;

use crate::{Digest, Invalid, Tag};

/// A tag or a digest (OCI distribution-spec, "Pulling manifests").
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Reference {
    /// A name that may move.
    Tag(Tag),
    /// The content itself.
    Digest(Digest),
}

impl Reference {
    /// Reads a digest when the text holds a colon, else a tag: no tag can hold one.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        if text.contains(':') {
            Digest::parse(text).map(Self::Digest)
        } else {
            Tag::parse(text).map(Self::Tag)
        }
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tag(tag) => tag.fmt(f),
            Self::Digest(digest) => digest.fmt(f),
        }
    }
}
