//! The format of encrypted files of a [`crate::DiskStore`].
//!
//! A file is a header with the wrapped data key, or two of them for two layers of encryption, then one run of sealed segments for each append,
//! then, from when it is published, a footer. `docs/blob-format.md` has every field, and the
//! arguments.
//!
//! | file | what |
//! |---|---|
//! | `header` | who wrapped the key of the file, and what is derived from that key |
//! | `run` | the segments of one append |
//! | `footer` | where the runs are and which blob they are |
//!
//! This module turns bytes into values and back; files are the business of `disk`.

mod footer;
mod header;
mod run;

pub(crate) use footer::{FOOTER_BYTES, Run, Runs, footer_bytes};
pub(crate) use header::{FIXED_HEADER_BYTES, FileKey, header_aad, header_bytes, read_header, write_header};
pub(crate) use run::{RUN_HEADER_BYTES, RunHeader, RunOpener, RunSealer};

use aws_lc_rs::digest::{SHA256, digest};

use crate::format::segments;

/// What each layer of GCM adds to a segment, in bytes.
pub(crate) const TAG_BYTES: u64 = 16;
/// How many runs a file has at most, so that its footer stays within 10 MiB of memory.
pub(crate) const RUNS_MAX: u64 = 1 << 18;

/// A SHA-256 over a part of the file and, by way of what that part contains, all that is before.
pub(crate) type Chain = [u8; 32];

/// Where an encrypted upload ends: its last run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tip {
    /// Where the header of the last run is in the file.
    pub(crate) place: u64,
    /// What that header hashes to.
    pub(crate) chain: Chain,
}

/// How many bytes of the file `length` bytes of data of one run take, with `tags` bytes of tags for
/// each segment.
pub(crate) const fn sealed_bytes(length: u64, tags: u64) -> u64 {
    length.saturating_add(segments(length).saturating_mul(tags))
}

/// The SHA-256 of `parts`, one after the other.
fn chain_of(parts: &[&[u8]]) -> Chain {
    let whole = parts.concat();
    let mut chain = [0; 32];
    chain.copy_from_slice(digest(&SHA256, &whole).as_ref());
    chain
}
