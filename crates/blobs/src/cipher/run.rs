//! The segments of one append.
//!
//! | run header bytes | what |
//! |---|---|
//! | 8 | where the run begins in the data |
//! | 8 | where the header of the run before is in the file, 0 for the first run |
//! | 8 | how many runs are before |
//! | 32 | SHA-256 of the header of the run before; for the first run that of the file's header and the domain |
//! | 32 | random salt |
//!
//! Behind it stand segments of 256 KiB of data, the last one shorter, each with a tag of 16 bytes for
//! each layer of encryption.
//!
//! The key of a run is derived from the file's key and the run's header. The salt in it is drawn
//! when the append begins and forgotten when it ends, so that no append, whatever became of the
//! one before, ever seals under a key that another one used; within an append the nonce counts.

use aws_lc_rs::aead::{Aad, LessSafeKey, Nonce};
use stdx::sabotage;

use super::{Chain, FileKey, chain_of};
use crate::format::SEGMENT_BYTES;
use crate::keys::{KeyError, fill_random};

/// Bytes of the header of a run.
pub(crate) const RUN_HEADER_BYTES: u64 = 88;

const SEGMENT: usize = SEGMENT_BYTES as usize;

/// The header of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RunHeader {
    /// Where the run begins in the data.
    pub(crate) start: u64,
    /// Where the header of the run before is in the file.
    pub(crate) previous: u64,
    /// How many runs are before.
    pub(crate) number: u64,
    /// What the header of the run before hashes to.
    pub(crate) chain: Chain,
    salt: [u8; 32],
}

impl RunHeader {
    /// The header of a new first run of a file.
    pub(crate) fn first(key: &FileKey) -> Result<Self, KeyError> {
        Ok(Self {
            start: 0,
            previous: 0,
            number: 0,
            chain: key.chain(),
            salt: salt()?,
        })
    }

    /// The header of a new run behind `self`, which is at `place`.
    pub(crate) fn next(&self, place: u64, start: u64) -> Result<Self, KeyError> {
        Ok(Self {
            start,
            previous: place,
            number: self.number + 1,
            chain: self.hash(),
            salt: salt()?,
        })
    }

    /// The written form.
    pub(crate) fn to_bytes(&self) -> [u8; RUN_HEADER_BYTES as usize] {
        let mut bytes = [0; RUN_HEADER_BYTES as usize];
        bytes[..8].copy_from_slice(&self.start.to_le_bytes());
        bytes[8..16].copy_from_slice(&self.previous.to_le_bytes());
        bytes[16..24].copy_from_slice(&self.number.to_le_bytes());
        bytes[24..56].copy_from_slice(&self.chain);
        bytes[56..].copy_from_slice(&self.salt);
        bytes
    }

    /// Reads the written form, which must hash to `chain`.
    pub(crate) fn read(bytes: &[u8], chain: &Chain) -> Option<Self> {
        let bytes: &[u8; RUN_HEADER_BYTES as usize] = bytes.try_into().ok()?;
        let number = |place: usize| {
            let mut number = [0; 8];
            number.copy_from_slice(&bytes[place..place + 8]);
            u64::from_le_bytes(number)
        };
        let part = |place: usize| {
            let mut part = [0; 32];
            part.copy_from_slice(&bytes[place..place + 32]);
            part
        };
        (chain_of(&[bytes]) == *chain).then(|| Self {
            start: number(0),
            previous: number(8),
            number: number(16),
            chain: part(24),
            salt: part(56),
        })
    }

    /// What the written form hashes to.
    pub(crate) fn hash(&self) -> Chain {
        chain_of(&[&self.to_bytes()])
    }
}

fn salt() -> Result<[u8; 32], KeyError> {
    let mut salt = [0; 32];
    fill_random(&mut salt)?;
    Ok(salt)
}

/// Makes segments of the data of one append. There is no way to make one for a run that is in a
/// file already.
pub(crate) struct RunSealer {
    /// Of each layer, the outermost first.
    keys: Vec<LessSafeKey>,
    /// The number of the next segment.
    index: u64,
    /// Where the next segment begins in the data.
    offset: u64,
    /// The data of the next segment so far, or the last one as it was sealed.
    segment: Vec<u8>,
    /// Whether it was sealed.
    sealed: bool,
}

impl RunSealer {
    /// Seals the run that begins with `header`.
    pub(crate) fn new(key: &FileKey, header: &RunHeader) -> Self {
        Self {
            keys: key.run(header),
            index: 0,
            offset: header.start,
            segment: Vec::with_capacity(SEGMENT + key.tag_bytes() as usize),
            sealed: false,
        }
    }

    /// Takes data from the front of `data` until it is empty or a segment is whole, which is then
    /// what to write next.
    pub(crate) fn take(&mut self, data: &mut &[u8]) -> Result<Option<&[u8]>, KeyError> {
        self.clear();
        let room = SEGMENT - self.segment.len();
        let (now, later) = data.split_at(room.min(data.len()));
        self.segment.extend_from_slice(now);
        *data = later;
        if self.segment.len() < SEGMENT {
            return Ok(None);
        }
        self.seal()
    }

    /// The last segment, when there is one.
    pub(crate) fn finish(&mut self) -> Result<Option<&[u8]>, KeyError> {
        self.clear();
        if self.segment.is_empty() {
            return Ok(None);
        }
        self.seal()
    }

    fn clear(&mut self) {
        if self.sealed {
            self.segment.clear();
            self.sealed = false;
        }
    }

    fn seal(&mut self) -> Result<Option<&[u8]>, KeyError> {
        let (index, offset) = (self.index, self.offset);
        // Before the cipher runs, so that not even its failure lets the nonce be used again.
        self.index += 1;
        self.offset += self.segment.len() as u64;
        self.sealed = true;
        // The inner layer first; each has a key of its own, so they may count alike.
        for key in self.keys.iter().rev() {
            let (nonce, aad) = place(index, offset);
            let tag = key
                .seal_in_place_separate_tag(nonce, aad, &mut self.segment)
                .map_err(|_| KeyError::Unavailable("the cipher failed".to_owned()))?;
            self.segment.extend_from_slice(tag.as_ref());
        }
        Ok(Some(&self.segment))
    }
}

/// Opens the segments of a run.
#[derive(Debug)]
pub(crate) struct RunOpener {
    /// Of each layer, the outermost first.
    keys: Vec<LessSafeKey>,
    start: u64,
}

impl RunOpener {
    /// Opens the run that begins with `header`.
    pub(crate) fn new(key: &FileKey, header: &RunHeader) -> Self {
        Self {
            keys: key.run(header),
            start: header.start,
        }
    }

    /// Opens the segment that begins at `offset` of the data, in place. `None` when it is not the
    /// segment that was sealed for this place.
    pub(crate) fn open<'sealed>(&self, offset: u64, sealed: &'sealed mut [u8]) -> Option<&'sealed [u8]> {
        let index = offset.checked_sub(self.start)? / SEGMENT_BYTES;
        let mut opened = sealed;
        for key in &self.keys {
            let (nonce, aad) = place(index, offset);
            opened = key.open_in_place(nonce, aad, opened).ok()?;
        }
        Some(opened)
    }
}

/// What ties a segment to its place: which one of its run it is, and where it begins in the data.
fn place(index: u64, offset: u64) -> (Nonce, Aad<[u8; 8]>) {
    let index = if sabotage::is("nonce-reused") { 0 } else { index };
    let is_loose = sabotage::is("segment-order-not-authenticated");
    let (index, offset) = if is_loose { (0, 0) } else { (index, offset) };
    let mut nonce = [0; 12];
    nonce[..8].copy_from_slice(&index.to_le_bytes());
    let nonce = Nonce::assume_unique_for_key(nonce);
    (nonce, Aad::from(offset.to_le_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cipher::TAG_BYTES;
    use crate::keys::{DataKey, KeyDomain};

    fn key() -> FileKey {
        FileKey::new(
            vec![1; 40],
            &[(&KeyDomain::new("a"), DataKey::from_bytes([2; 32]))],
        )
    }

    fn seal(key: &FileKey, header: &RunHeader, pieces: &[&[u8]]) -> Vec<u8> {
        let (mut sealer, mut out) = (RunSealer::new(key, header), Vec::new());
        for mut piece in pieces.iter().copied() {
            while !piece.is_empty() {
                let segment = sealer.take(&mut piece).expect("sealed");
                out.extend_from_slice(segment.unwrap_or_default());
            }
        }
        let last = sealer.finish().expect("sealed");
        out.extend_from_slice(last.unwrap_or_default());
        assert!(sealer.finish().expect("sealed").is_none());
        out
    }

    #[test]
    fn headers_round_trip_and_are_chained() {
        let first = RunHeader::first(&key()).expect("a header");
        let second = first.next(40, 9).expect("a header");
        assert_eq!((second.start, second.previous, second.number), (9, 40, 1));
        assert_eq!(second.chain, first.hash());
        for header in [first, second] {
            let bytes = header.to_bytes();
            assert_eq!(RunHeader::read(&bytes, &header.hash()), Some(header.clone()));
            for bit in 0..bytes.len() * 8 {
                let mut bad = bytes;
                bad[bit / 8] ^= 1 << (bit % 8);
                assert_eq!(RunHeader::read(&bad, &header.hash()), None, "bit {bit}");
            }
        }
    }

    #[test]
    fn pieces_make_the_same_segments_as_the_whole() {
        let (key, data) = (key(), vec![3; 2 * SEGMENT + 5]);
        let header = RunHeader::first(&key).expect("a header");
        let whole = seal(&key, &header, &[&data]);
        assert_eq!(
            whole.len() as u64,
            super::super::sealed_bytes(data.len() as u64, TAG_BYTES)
        );
        for cut in [0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 2 * SEGMENT, data.len()] {
            let (one, other) = data.split_at(cut);
            assert!(seal(&key, &header, &[one, other]) == whole, "{cut}");
        }
    }

    /// An append that is repeated seals the same data under another key.
    #[test]
    fn no_two_runs_have_the_same_key() {
        let key = key();
        let first = RunHeader::first(&key).expect("a header");
        let again = RunHeader::first(&key).expect("a header");
        let sealed = seal(&key, &first, &[&[0; 64]]);
        assert!(sealed != seal(&key, &again, &[&[0; 64]]));
        let next = first.next(40, 64).expect("a header");
        let next_again = first.next(40, 64).expect("a header");
        assert!(seal(&key, &next, &[&[0; 64]]) != seal(&key, &next_again, &[&[0; 64]]));
    }

    /// Equal data under an equal nonce would be equal on the disk.
    #[test]
    fn no_two_segments_have_the_same_nonce() {
        let key = key();
        let header = RunHeader::first(&key).expect("a header");
        let sealed = seal(&key, &header, &[&vec![3; 9 * SEGMENT + 5]]);
        let segments = sealed.chunks(SEGMENT + TAG_BYTES as usize);
        let begins: std::collections::HashSet<_> = segments.map(|segment| &segment[..5]).collect();
        assert_eq!(begins.len(), 10);
    }

    #[test]
    fn a_segment_opens_at_its_place_only() {
        let key = key();
        let header = RunHeader::first(&key).expect("a header");
        let sealed = seal(&key, &header, &[&vec![3; 2 * SEGMENT + 5]]);
        let (size, opener) = (SEGMENT + TAG_BYTES as usize, RunOpener::new(&key, &header));
        let open = |offset: u64, segment: usize| {
            let end = sealed.len().min((segment + 1) * size);
            let mut part = sealed[segment * size..end].to_vec();
            opener.open(offset, &mut part).map(<[u8]>::len)
        };
        assert_eq!(open(0, 0), Some(SEGMENT));
        assert_eq!(open(SEGMENT_BYTES, 1), Some(SEGMENT));
        assert_eq!(open(2 * SEGMENT_BYTES, 2), Some(5));
        assert_eq!(open(SEGMENT_BYTES, 0), None);
        assert_eq!(open(0, 1), None);
        assert_eq!(open(1, 0), None);
        let other = RunHeader::first(&key).expect("a header");
        let mut part = sealed[..size].to_vec();
        assert_eq!(RunOpener::new(&key, &other).open(0, &mut part), None);
    }
}
