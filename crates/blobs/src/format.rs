//! The trailer that makes a file of a [`crate::DiskStore`] check itself.
//!
//! A file is the data, then a table with one CRC-32C (4 bytes) for each segment of 256 KiB of
//! data, then a footer of 28 bytes. All numbers are little-endian.
//!
//! | footer bytes | what |
//! |---|---|
//! | 8 | magic, `HYTHEBLB` |
//! | 4 | version: 2 in a blob, 1 in an upload |
//! | 4 | bytes in a segment, 262144 |
//! | 8 | bytes of data |
//! | 4 | CRC-32C of the table and the footer before this field; for 2 also of the blob's generation and digest |
//!
//! The last segment may be shorter; no data has no segments. `docs/blob-format.md` says why.
//! This module turns bytes into values and back; files are the business of `disk`.

use crc_fast::{CrcAlgorithm, Digest};

use crate::BlobKey;

/// Bytes of data under one checksum.
pub(crate) const SEGMENT_BYTES: u64 = 256 << 10;
/// Bytes of the footer.
pub(crate) const FOOTER_BYTES: u64 = 28;

const MAGIC: &[u8; 8] = b"HYTHEBLB";
const VERSION_ANY: u32 = 1;
const VERSION_BLOB: u32 = 2;
/// Bytes of a checksum.
const SUM_BYTES: u64 = 4;

/// Whose data a trailer ends.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Owner {
    /// It does not say: an upload, or a blob that was published before version 2.
    Any,
    /// This blob's. It is no trailer of another.
    Blob(BlobKey),
}

impl Owner {
    fn version(self) -> u32 {
        match self {
            Self::Any => VERSION_ANY,
            Self::Blob(_) => VERSION_BLOB,
        }
    }

    /// What the checksum of a trailer is over behind the trailer.
    fn sealed(self) -> Vec<u8> {
        match self {
            Self::Any => Vec::new(),
            Self::Blob(key) => {
                let mut bytes = key.generation.bits().to_le_bytes().to_vec();
                bytes.extend_from_slice(key.digest.to_string().as_bytes());
                bytes
            }
        }
    }
}

/// The checksums of some data, one a segment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Table {
    sums: Vec<u32>,
    length: u64,
}

impl Table {
    /// How many bytes of data the table covers.
    pub(crate) fn length(&self) -> u64 {
        self.length
    }

    /// Adds the next bytes of the data.
    pub(crate) fn extend(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let filled = self.length % SEGMENT_BYTES;
            let room = usize::try_from(SEGMENT_BYTES - filled).unwrap_or(usize::MAX);
            let (now, later) = bytes.split_at(room.min(bytes.len()));
            let begun = if filled == 0 { None } else { self.sums.pop() };
            self.sums.push(crc32c(begun.unwrap_or_default(), now));
            self.length += now.len() as u64;
            bytes = later;
        }
    }

    /// One number that changes when any checksum does. 0 for no data.
    pub(crate) fn sum(&self) -> u32 {
        crc32c(0, &self.sums_bytes())
    }

    /// The checksum of segment `index`.
    pub(crate) fn segment_sum(&self, index: usize) -> Option<u32> {
        self.sums.get(index).copied()
    }

    /// What stands in the file behind the data.
    pub(crate) fn trailer(&self, owner: Owner) -> Vec<u8> {
        let mut bytes = self.sums_bytes();
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&owner.version().to_le_bytes());
        bytes.extend_from_slice(&(SEGMENT_BYTES as u32).to_le_bytes());
        bytes.extend_from_slice(&self.length.to_le_bytes());
        let sum = crc32c(crc32c(0, &bytes), &owner.sealed());
        bytes.extend_from_slice(&sum.to_le_bytes());
        bytes
    }

    /// Reads the trailer of `length` bytes of data. `None` for anything that
    /// [`Table::trailer`] would not have written for `owner`.
    pub(crate) fn read(trailer: &[u8], length: u64, owner: Owner) -> Option<Self> {
        let sums_end = trailer.len().checked_sub(FOOTER_BYTES as usize)?;
        let (sums, _) = trailer[..sums_end].as_chunks();
        let table = Self {
            sums: sums.iter().map(|sum| u32::from_le_bytes(*sum)).collect(),
            length,
        };
        // There is one way to write it, so that every bit is under the comparison.
        (segments(length) == table.sums.len() as u64 && table.trailer(owner) == trailer).then_some(table)
    }

    fn sums_bytes(&self) -> Vec<u8> {
        let footer = FOOTER_BYTES as usize;
        let mut bytes = Vec::with_capacity(self.sums.len() * SUM_BYTES as usize + footer);
        for sum in &self.sums {
            bytes.extend_from_slice(&sum.to_le_bytes());
        }
        bytes
    }
}

/// The CRC-32C of what had the CRC-32C `before` and then `bytes`. That of nothing is 0.
pub(crate) fn crc32c(before: u32, bytes: &[u8]) -> u32 {
    // The algorithm's state is the complement of its result (RFC 3720, 12.1).
    let mut digest = Digest::new_with_init_state(CrcAlgorithm::Crc32Iscsi, u64::from(!before));
    digest.update(bytes);
    digest.finalize() as u32
}

/// How many segments `length` bytes of data have.
pub(crate) const fn segments(length: u64) -> u64 {
    length.div_ceil(SEGMENT_BYTES)
}

/// How long the file of `length` bytes of data is.
pub(crate) const fn file_bytes(length: u64) -> u64 {
    length + segments(length) * SUM_BYTES + FOOTER_BYTES
}

/// How many bytes of data a whole file of `file` bytes has. `None` when no data makes a file
/// of that length.
pub(crate) fn data_bytes(file: u64) -> Option<u64> {
    let rest = file.checked_sub(FOOTER_BYTES)?;
    let segments = rest.div_ceil(SEGMENT_BYTES + SUM_BYTES);
    let length = rest.checked_sub(segments * SUM_BYTES)?;
    (file_bytes(length) == file).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Generation;

    fn table(data: &[u8]) -> Table {
        let mut table = Table::default();
        table.extend(data);
        table
    }

    fn blob(digest: u8, generation: u64) -> Owner {
        Owner::Blob(BlobKey {
            digest: names::Digest::Sha256([digest; 32]),
            generation: Generation::from_bits(generation),
        })
    }

    #[test]
    fn checksums_are_crc32c() {
        // RFC 3720, B.4, and the check value of the algorithm's catalogue.
        assert_eq!(crc32c(0, &[0; 32]), 0x8a91_36aa);
        assert_eq!(crc32c(0, &[0xff; 32]), 0x62a8_ab43);
        assert_eq!(crc32c(0, b"123456789"), 0xe306_9283);
        assert_eq!(crc32c(crc32c(0, b"1234"), b"56789"), 0xe306_9283);
        assert_eq!(crc32c(0, b""), 0);
    }

    #[test]
    fn the_trailer_is_fixed() {
        let text = stdx::hex::encode(&table(b"123456789").trailer(Owner::Any));
        assert_eq!(
            text,
            "839206e34859544845424c42010000000000040009000000000000003f42393a"
        );
    }

    #[test]
    fn pieces_make_the_same_table_as_the_whole() {
        let segment = SEGMENT_BYTES as usize;
        let data: Vec<u8> = (0..2 * segment + 5).map(|place| (place % 251) as u8).collect();
        for cut in [0, 1, segment - 1, segment, segment + 1, 2 * segment, data.len()] {
            let mut pieces = table(&data[..cut]);
            pieces.extend(&data[cut..]);
            assert_eq!(pieces, table(&data), "{cut}");
        }
    }

    #[test]
    fn reads_what_it_writes() {
        let segment = SEGMENT_BYTES as usize;
        for length in [0, 1, segment - 1, segment, segment + 1, 3 * segment] {
            let written = table(&vec![9; length]);
            let length = length as u64;
            assert_eq!(data_bytes(file_bytes(length)), Some(length));
            for owner in [Owner::Any, blob(1, 1)] {
                let trailer = written.trailer(owner);
                assert_eq!(length + trailer.len() as u64, file_bytes(length));
                assert_eq!(Table::read(&trailer, length, owner), Some(written.clone()));
                assert_eq!(Table::read(&trailer, length + 1, owner), None);
            }
        }
    }

    #[test]
    fn refuses_every_changed_bit_and_length() {
        let length = SEGMENT_BYTES + 1;
        for owner in [Owner::Any, blob(1, 1)] {
            let trailer = table(&vec![9; length as usize]).trailer(owner);
            let read = |trailer: &[u8]| Table::read(trailer, length, owner);
            for bit in 0..trailer.len() * 8 {
                let mut changed = trailer.clone();
                changed[bit / 8] ^= 1 << (bit % 8);
                assert_eq!(read(&changed), None, "bit {bit}");
            }
            for cut in 0..trailer.len() {
                assert_eq!(read(&trailer[..cut]), None, "first {cut}");
                assert_eq!(read(&trailer[cut + 1..]), None, "from {cut}");
            }
        }
    }

    #[test]
    fn a_trailer_is_of_one_owner() {
        let owners = [Owner::Any, blob(1, 1), blob(2, 1), blob(1, 2)];
        for (writer, written) in owners.iter().enumerate() {
            let trailer = table(b"123456789").trailer(*written);
            for (reader, owner) in owners.iter().enumerate() {
                let read = Table::read(&trailer, 9, *owner);
                assert_eq!(read.is_some(), writer == reader, "{written:?} as {owner:?}");
            }
        }
    }

    #[test]
    fn lengths_that_no_file_has() {
        for file in [
            0,
            27,
            29,
            32,
            file_bytes(SEGMENT_BYTES) + 1,
            file_bytes(SEGMENT_BYTES) + 4,
        ] {
            assert_eq!(data_bytes(file), None, "{file}");
        }
    }
}
