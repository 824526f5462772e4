//! How far an upload got.
//!
//! The written form is what an upload's row keeps, so that the upload goes on after a restart
//! without reading again what is staged:
//!
//! | bytes | what |
//! |---|---|
//! | 1 | version of this form: 1, or 2 for what is encrypted |
//! | 8 | offset, little-endian |
//! | 4 | for 1: the store's own check value, little-endian |
//! | 40 | for 2: where the last run is in the file, little-endian; what its header hashes to |
//! | 1 | which running hash follows: 0 none, 1 SHA-256 |
//! | 104 | for 1: eight state words and the count of whole blocks, little-endian; the number of bytes in the unfinished block, those bytes, zeros |
//!
//! A running hash of an unknown number is skipped: the store reads the staged bytes again.

use std::fmt;

use sha2::Sha256;
use sha2::digest::Digest as _;
use sha2::digest::common::hazmat::SerializableState;

use crate::Error;
use crate::cipher::Tip;

const VERSION_PLAIN: u8 = 1;
const VERSION_ENCRYPTED: u8 = 2;
const HASH_NONE: u8 = 0;
const HASH_SHA256: u8 = 1;
/// Bytes of the version and the offset.
const HEAD_BYTES: usize = 9;
/// Bytes of a check value.
const CHECK_BYTES: usize = 4;
/// Bytes of a tip.
const TIP_BYTES: usize = 40;
/// Bytes of a running SHA-256.
const SHA256_BYTES: usize = 104;
/// No offset is larger: 1 PiB, far from where 64 bits could overflow.
const OFFSET_MAX: u64 = 1 << 50;

/// How many bytes of an upload are acknowledged, and the state of their running digest.
///
/// Callers keep it in the upload's row and look only at the offset.
#[derive(Clone)]
pub struct Staged {
    offset: u64,
    mark: Mark,
    hash: Option<Sha256>,
}

/// How a store tells the bytes that it acknowledged from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// By a checksum. 0 for no bytes, whatever their protection.
    Plain(u32),
    /// By a chain of hashes.
    Encrypted(Tip),
}

impl Staged {
    /// An upload without bytes.
    pub fn empty() -> Self {
        Self {
            offset: 0,
            mark: Mark::Plain(0),
            hash: Some(Sha256::new()),
        }
    }

    /// How many bytes are acknowledged.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// The written form, at most 154 bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEAD_BYTES + TIP_BYTES + 1 + SHA256_BYTES);
        bytes.push(match self.mark {
            Mark::Plain(_) => VERSION_PLAIN,
            Mark::Encrypted(_) => VERSION_ENCRYPTED,
        });
        bytes.extend_from_slice(&self.offset.to_le_bytes());
        match &self.mark {
            Mark::Plain(check) => bytes.extend_from_slice(&check.to_le_bytes()),
            Mark::Encrypted(tip) => {
                bytes.extend_from_slice(&tip.place.to_le_bytes());
                bytes.extend_from_slice(&tip.chain);
            }
        }
        match &self.hash {
            Some(hash) => {
                bytes.push(HASH_SHA256);
                bytes.extend_from_slice(&hash.serialize());
            }
            None => bytes.push(HASH_NONE),
        }
        bytes
    }

    /// Reads the written form. Anything else is [`Error::Damaged`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let (head, rest) = bytes.split_first_chunk::<HEAD_BYTES>().ok_or(Error::Damaged)?;
        let [version, o0, o1, o2, o3, o4, o5, o6, o7] = *head;
        let offset = u64::from_le_bytes([o0, o1, o2, o3, o4, o5, o6, o7]);
        let (mark, rest) = match version {
            VERSION_PLAIN => read_check(rest),
            VERSION_ENCRYPTED if offset > 0 => read_tip(rest),
            _ => None,
        }
        .ok_or(Error::Damaged)?;
        let (tag, rest) = rest.split_first().ok_or(Error::Damaged)?;
        if offset > OFFSET_MAX {
            return Err(Error::Damaged);
        }
        let hash = match *tag {
            HASH_NONE if !rest.is_empty() => return Err(Error::Damaged),
            HASH_SHA256 => Some(read_sha256(rest, offset)?),
            _ => None,
        };
        Ok(Self { offset, mark, hash })
    }

    /// `offset` bytes, whose running SHA-256 is `hash`. `mark` is the store's own.
    pub(crate) fn new(offset: u64, mark: Mark, hash: Sha256) -> Self {
        Self {
            offset,
            mark,
            hash: Some(hash),
        }
    }

    /// What the store that made this wants to know about it.
    pub(crate) fn mark(&self) -> Mark {
        self.mark
    }

    /// The running SHA-256, unless it was written by a version that wrote it otherwise.
    pub(crate) fn hash(&self) -> Option<&Sha256> {
        self.hash.as_ref()
    }
}

fn read_check(bytes: &[u8]) -> Option<(Mark, &[u8])> {
    let (check, rest) = bytes.split_first_chunk::<CHECK_BYTES>()?;
    Some((Mark::Plain(u32::from_le_bytes(*check)), rest))
}

fn read_tip(bytes: &[u8]) -> Option<(Mark, &[u8])> {
    let (place, rest) = bytes.split_first_chunk::<8>()?;
    let (chain, rest) = rest.split_first_chunk::<32>()?;
    let place = u64::from_le_bytes(*place);
    let tip = Tip { place, chain: *chain };
    (place <= OFFSET_MAX).then_some((Mark::Encrypted(tip), rest))
}

/// Reads a running SHA-256 that has seen `offset` bytes.
fn read_sha256(bytes: &[u8], offset: u64) -> Result<Sha256, Error> {
    let bytes: &[u8; SHA256_BYTES] = bytes.try_into().map_err(|_| Error::Damaged)?;
    // A count of bytes other than the offset would give the digest of something else.
    let mut blocks = [0; 8];
    blocks.copy_from_slice(&bytes[32..40]);
    let seen = u64::from_le_bytes(blocks)
        .checked_mul(64)
        .and_then(|whole| whole.checked_add(u64::from(bytes[40])));
    if seen != Some(offset) {
        return Err(Error::Damaged);
    }
    Sha256::deserialize(bytes.into()).map_err(|_| Error::Damaged)
}

impl fmt::Debug for Staged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Staged")
            .field("offset", &self.offset)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HASH_AT: usize = HEAD_BYTES + CHECK_BYTES + 1;

    fn staged(content: &[u8]) -> Staged {
        marked(content, Mark::Plain(7))
    }

    fn encrypted(content: &[u8]) -> Staged {
        let tip = Tip {
            place: 300,
            chain: [9; 32],
        };
        marked(content, Mark::Encrypted(tip))
    }

    fn marked(content: &[u8], mark: Mark) -> Staged {
        Staged::new(content.len() as u64, mark, Sha256::new_with_prefix(content))
    }

    #[test]
    fn round_trips_at_every_place_in_a_block() {
        for length in 1..130 {
            let content = vec![5; length];
            for (staged, head) in [(staged(&content), HASH_AT), (encrypted(&content), 50)] {
                let bytes = staged.to_bytes();
                assert_eq!(bytes.len(), head + SHA256_BYTES);
                let read = Staged::from_bytes(&bytes).expect("the written form");
                assert_eq!((read.offset(), read.mark()), (length as u64, staged.mark()));
                let mut hash = read.hash().expect("a running hash").clone();
                hash.update(b"and more");
                let mut whole = content.clone();
                whole.extend_from_slice(b"and more");
                assert_eq!(hash.finalize(), Sha256::digest(&whole));
            }
        }
    }

    #[test]
    fn the_written_form_is_fixed() {
        let text = |staged: Staged, length| stdx::hex::encode(&staged.to_bytes()[..length]);
        let hash = "0197e8a4b8c3dc78389b6c4b901b61c4df8010ecbafda467f75eb1a812395b6fe1\
                    0100000000000000010100";
        let plain = ["01410000000000000007000000", hash].concat();
        assert_eq!(text(staged(&[1; 65]), HASH_AT + 43), plain);
        let chain = "09".repeat(32);
        let other = ["0241000000000000002c01000000000000", &chain, hash].concat();
        assert_eq!(text(encrypted(&[1; 65]), 50 + 43), other);
    }

    #[test]
    fn an_unknown_running_hash_is_forgotten() {
        for (staged, tag) in [(staged(b"content"), HASH_AT - 1), (encrypted(b"content"), 49)] {
            let mut bytes = staged.to_bytes();
            bytes[tag] = 9;
            let read = Staged::from_bytes(&bytes).expect("a known version");
            assert_eq!(read.offset(), 7);
            assert!(read.hash().is_none());
            let again = Staged::from_bytes(&read.to_bytes()).expect("the written form");
            assert!(again.hash().is_none());
        }
    }

    #[test]
    fn refuses_everything_else() {
        let good = staged(b"content").to_bytes();
        let changed = |place: usize, value: u8| {
            let mut bytes = good.clone();
            bytes[place] = value;
            bytes
        };
        let longer = [&good[..], &[0]].concat();
        let none = [&good[..HASH_AT - 1], &[HASH_NONE, 0]].concat();
        let mut far = encrypted(b"content").to_bytes();
        far[16] = 1;
        let cipher = encrypted(b"content").to_bytes();
        for (bad, why) in [
            (vec![], "nothing"),
            (good[..HASH_AT - 1].to_vec(), "short head"),
            (good[..good.len() - 1].to_vec(), "short hash"),
            (longer, "long hash"),
            (none, "bytes after no hash"),
            (changed(0, 2), "version"),
            (changed(0, 3), "unknown version"),
            (changed(1, 8), "offset is not what was hashed"),
            (changed(7, 0xff), "offset too large"),
            (changed(HASH_AT + 32, 1), "blocks are not what was hashed"),
            (changed(HASH_AT + 39, 0xff), "too many blocks"),
            (changed(HASH_AT + 40, 64), "buffer too long"),
            (changed(good.len() - 1, 1), "rest of the block is not zero"),
            (far, "the last run too far"),
            (cipher[..48].to_vec(), "short tip"),
            (encrypted(b"").to_bytes(), "a run without data"),
        ] {
            assert!(matches!(Staged::from_bytes(&bad), Err(Error::Damaged)), "{why}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = Staged::from_bytes(&bytes);
        }

        #[test]
        fn what_it_accepts_is_what_it_writes(
            change in proptest::collection::vec((0..118_usize, any::<u8>()), 0..4),
            length in 0..200_usize,
            plain in any::<bool>(),
        ) {
            let form = if plain { staged } else { encrypted };
            let mut bytes = form(&vec![3; length]).to_bytes();
            for (place, value) in change {
                bytes[place] = value;
            }
            if let Ok(read) = Staged::from_bytes(&bytes)
                && let Some(hash) = read.hash()
            {
                let _ = hash.clone().finalize();
                prop_assert_eq!(read.to_bytes(), bytes);
            }
        }
    }
}
