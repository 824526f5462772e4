//! The footer of a published file: where its runs are, and which blob they are.
//!
//! | footer bytes | what |
//! |---|---|
//! | 40 for each run | where it begins in the data (8), SHA-256 of its header (32) |
//! | 8 | magic, `HYTHEEND` |
//! | 4 | version, 1 |
//! | 4 | how many runs |
//! | 8 | bytes of data |
//! | 32 | HMAC-SHA-256 |
//!
//! The HMAC is over: SHA-256 of the file's header and the domain; the 24 bytes from the magic to
//! the bytes of data; the runs; the blob's generation (8); the blob's digest as text.

use aws_lc_rs::hmac;

use super::{Chain, FileKey, RUN_HEADER_BYTES, RUNS_MAX, sealed_bytes};
use crate::BlobKey;

const MAGIC: &[u8; 8] = b"HYTHEEND";
const VERSION: u32 = 1;
const RUN_BYTES: usize = 40;
const FIXED_BYTES: usize = 24;
const MAC_BYTES: usize = 32;
/// Bytes of the part of a footer that says how long it is.
pub(crate) const FOOTER_BYTES: usize = FIXED_BYTES + MAC_BYTES;

/// Where a run is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Run {
    /// Where it begins in the data.
    pub(crate) start: u64,
    /// What its header hashes to.
    pub(crate) chain: Chain,
}

/// The runs of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Runs {
    runs: Vec<Run>,
    /// Where the header of each run is in the file.
    places: Vec<u64>,
    length: u64,
    end: u64,
}

impl Runs {
    /// The runs of a file with this key and `length` bytes of data. `None` when
    /// there is no such file.
    pub(crate) fn new(runs: Vec<Run>, key: &FileKey, length: u64) -> Option<Self> {
        let (mut places, mut end) = (Vec::with_capacity(runs.len()), key.header().len() as u64);
        // Runs are not empty, and one begins where the one before ends.
        let begins_at_zero = runs.first().map_or(length == 0, |first| first.start == 0);
        let mut ends = runs.iter().skip(1).map(|run| run.start).chain([length]);
        for run in &runs {
            let size = ends.next()?.checked_sub(run.start).filter(|size| *size > 0)?;
            places.push(end);
            end = end
                .checked_add(RUN_HEADER_BYTES)?
                .checked_add(sealed_bytes(size, key.tag_bytes()))?;
        }
        begins_at_zero.then_some(Self {
            runs,
            places,
            length,
            end,
        })
    }

    /// How many bytes of data there are.
    pub(crate) fn length(&self) -> u64 {
        self.length
    }

    /// How many runs there are.
    pub(crate) fn count(&self) -> usize {
        self.runs.len()
    }

    /// Which run has the byte of data at `offset`. `None` behind the last one.
    pub(crate) fn run_at(&self, offset: u64) -> Option<usize> {
        let after = self.runs.partition_point(|run| run.start <= offset);
        (offset < self.length).then(|| after.checked_sub(1))?
    }

    /// Where a run begins and ends in the data.
    pub(crate) fn data(&self, run: usize) -> std::ops::Range<u64> {
        let end = self.runs.get(run + 1).map_or(self.length, |next| next.start);
        self.runs[run].start..end
    }

    /// Where the header of a run is in the file, and what it hashes to.
    pub(crate) fn header(&self, run: usize) -> (u64, &Chain) {
        (self.places[run], &self.runs[run].chain)
    }

    /// Where the last run ends in the file.
    pub(crate) fn end(&self) -> u64 {
        self.end
    }

    /// The footer of the blob that these runs are.
    pub(crate) fn footer(&self, key: &FileKey, blob: BlobKey) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.runs.len() * RUN_BYTES + FOOTER_BYTES);
        for run in &self.runs {
            bytes.extend_from_slice(&run.start.to_le_bytes());
            bytes.extend_from_slice(&run.chain);
        }
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&VERSION.to_le_bytes());
        bytes.extend_from_slice(&(self.runs.len() as u32).to_le_bytes());
        bytes.extend_from_slice(&self.length.to_le_bytes());
        let mac = hmac::sign(&key.footer(), &authenticated(key, blob, &bytes));
        bytes.extend_from_slice(mac.as_ref());
        bytes
    }

    /// Reads the footer of `blob`, which ends a file of `file` bytes. `None` for anything that
    /// [`Runs::footer`] would not have written with this key for this blob.
    pub(crate) fn read(footer: &[u8], key: &FileKey, blob: BlobKey, file: u64) -> Option<Self> {
        let (body, mac) = footer.split_at(footer.len().checked_sub(MAC_BYTES)?);
        hmac::verify(&key.footer(), &authenticated(key, blob, body), mac).ok()?;
        let last = footer.len().checked_sub(FOOTER_BYTES)?;
        if footer_bytes(&footer[last..])? != footer.len() {
            return None;
        }
        let (runs, fixed) = body.split_at(last);
        let (entries, _) = runs.as_chunks::<RUN_BYTES>();
        let runs = entries.iter().map(read_run).collect();
        let length = read_number(&fixed[16..]);
        let runs = Self::new(runs, key, length)?;
        let whole = runs.end.checked_add(footer.len() as u64)? == file;
        whole.then_some(runs)
    }
}

/// How long the footer is whose last bytes these are. `None` when no footer ends so.
pub(crate) fn footer_bytes(fixed: &[u8]) -> Option<usize> {
    let fixed: &[u8; FOOTER_BYTES] = fixed.try_into().ok()?;
    let runs = u64::from(u32::from_le_bytes([fixed[12], fixed[13], fixed[14], fixed[15]]));
    let known = fixed[..8] == *MAGIC && fixed[8..12] == VERSION.to_le_bytes();
    (known && runs <= RUNS_MAX).then_some(runs as usize * RUN_BYTES + FOOTER_BYTES)
}

fn read_run(entry: &[u8; RUN_BYTES]) -> Run {
    let mut chain = [0; 32];
    chain.copy_from_slice(&entry[8..]);
    Run {
        start: read_number(entry),
        chain,
    }
}

fn read_number(bytes: &[u8]) -> u64 {
    let mut number = [0; 8];
    number.copy_from_slice(&bytes[..8]);
    u64::from_le_bytes(number)
}

/// What the HMAC is over. `body` is the footer without it.
fn authenticated(key: &FileKey, blob: BlobKey, body: &[u8]) -> Vec<u8> {
    let (runs, fixed) = body.split_at(body.len().saturating_sub(FIXED_BYTES));
    let generation = blob.generation.bits().to_le_bytes();
    let digest = blob.digest.to_string();
    [&key.chain(), fixed, runs, &generation, digest.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use names::Digest;

    use super::*;
    use crate::Generation;
    use crate::format::SEGMENT_BYTES;
    use crate::keys::{DataKey, KeyDomain};

    fn key(header: u8, data: u8) -> FileKey {
        let key = DataKey::from_bytes([data; 32]);
        FileKey::new(vec![header; 100], &[(&KeyDomain::new("a"), key)])
    }

    fn blob(digest: u8, generation: u64) -> BlobKey {
        BlobKey {
            digest: Digest::Sha256([digest; 32]),
            generation: Generation::from_bits(generation),
        }
    }

    fn runs(starts: &[u64], length: u64) -> Option<Runs> {
        let run = |start: &u64| Run {
            start: *start,
            chain: [*start as u8; 32],
        };
        Runs::new(starts.iter().map(run).collect(), &key(1, 1), length)
    }

    #[test]
    fn places() {
        let runs = runs(&[0, 5, SEGMENT_BYTES], 2 * SEGMENT_BYTES + 1).expect("runs");
        let first_end = 100 + 88 + 5 + 16;
        let second_end = first_end + 88 + SEGMENT_BYTES - 5 + 16;
        assert_eq!(runs.header(0).0, 100);
        assert_eq!(runs.header(1).0, first_end);
        assert_eq!(runs.header(2).0, second_end);
        assert_eq!(runs.end(), second_end + 88 + SEGMENT_BYTES + 1 + 32);
        assert_eq!(runs.data(1), 5..SEGMENT_BYTES);
        assert_eq!(runs.data(2), SEGMENT_BYTES..2 * SEGMENT_BYTES + 1);
        let at = |offset| runs.run_at(offset);
        assert_eq!([at(0), at(4), at(5)], [Some(0), Some(0), Some(1)]);
        assert_eq!([at(SEGMENT_BYTES), at(2 * SEGMENT_BYTES)], [Some(2), Some(2)]);
        assert_eq!(at(2 * SEGMENT_BYTES + 1), None);
    }

    #[test]
    fn runs_that_no_file_has() {
        assert!(runs(&[], 0).is_some());
        for (starts, length) in [
            (&[][..], 1),
            (&[0], 0),
            (&[1], 2),
            (&[0, 0], 1),
            (&[0, 2], 2),
            (&[0, 2, 1], 3),
            (&[0], u64::MAX),
        ] {
            assert_eq!(runs(starts, length), None, "{starts:?} of {length}");
        }
    }

    #[test]
    fn the_footer_is_of_one_blob_in_one_file() {
        let runs = runs(&[0, 5], 9).expect("runs");
        let footer = runs.footer(&key(1, 1), blob(1, 1));
        assert_eq!(
            footer_bytes(&footer[footer.len() - FOOTER_BYTES..]),
            Some(footer.len())
        );
        let file = runs.end() + footer.len() as u64;
        let read = |key: FileKey, blob, file| Runs::read(&footer, &key, blob, file);
        assert_eq!(read(key(1, 1), blob(1, 1), file), Some(runs.clone()));
        assert_eq!(read(key(2, 1), blob(1, 1), file), None, "header");
        assert_eq!(read(key(1, 2), blob(1, 1), file), None, "data key");
        assert_eq!(read(key(1, 1), blob(2, 1), file), None, "digest");
        assert_eq!(read(key(1, 1), blob(1, 2), file), None, "generation");
        assert_eq!(read(key(1, 1), blob(1, 1), file + 1), None, "length");
        let domain = KeyDomain::new("b");
        let other = FileKey::new(vec![1; 100], &[(&domain, DataKey::from_bytes([1; 32]))]);
        assert_eq!(read(other, blob(1, 1), file), None, "domain");
        for bit in 0..footer.len() * 8 {
            let mut bad = footer.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(Runs::read(&bad, &key(1, 1), blob(1, 1), file), None, "bit {bit}");
        }
        for cut in 0..footer.len() {
            let short = &footer[cut + 1..];
            assert_eq!(Runs::read(short, &key(1, 1), blob(1, 1), file), None, "{cut}");
        }
    }
}
