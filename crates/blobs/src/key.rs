//! Physical keys of blobs.

use std::fmt;

use names::{Digest, DigestAlgorithm};
use uuid::Uuid;

/// A random number that tells one upload of some content from every other upload of it.
///
/// A collector that is late with deleting one generation can so never hit the bytes that
/// somebody pushed again in the meantime.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Generation(u64);

impl Generation {
    /// A fresh generation from the system's random source.
    pub fn random() -> Self {
        // The fixed bits of a version 4 UUID stand at different places of its two halves, so
        // that each bit of the sum is random.
        let (high, low) = Uuid::new_v4().as_u64_pair();
        Self(high ^ low)
    }

    /// The generation that [`Generation::bits`] was taken from.
    pub const fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    /// The number itself, for a column of the metadata.
    pub const fn bits(self) -> u64 {
        self.0
    }
}

/// 16 lower-case hexadecimal digits.
impl fmt::Display for Generation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl fmt::Debug for Generation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Generation({self})")
    }
}

/// Where a blob's bytes are: what they hash to, and which upload of them this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlobKey {
    /// What the bytes hash to.
    pub digest: Digest,
    /// Which upload of these bytes.
    pub generation: Generation,
}

impl BlobKey {
    /// The key whose name this is, for a digest of `algorithm`.
    pub(crate) fn read(algorithm: DigestAlgorithm, name: &str) -> Option<Self> {
        let (digest, generation) = name.split_once('-')?;
        let digest = match algorithm {
            DigestAlgorithm::Sha256 => Digest::Sha256(stdx::hex::decode(digest)?),
            DigestAlgorithm::Sha512 => Digest::Sha512(stdx::hex::decode(digest)?),
        };
        let bits = stdx::hex::decode::<8>(generation)?;
        Some(Self {
            digest,
            generation: Generation(u64::from_be_bytes(bits)),
        })
    }
}

/// `<hexadecimal digest>-<generation>`: the name of the blob in its store.
impl fmt::Display for BlobKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.digest.hex(), self.generation)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generations_round_trip_and_differ() {
        let generation = Generation::random();
        assert_eq!(Generation::from_bits(generation.bits()), generation);
        assert_ne!(Generation::random(), generation);
        assert_eq!(Generation::from_bits(0xff).to_string(), "00000000000000ff");
    }

    #[test]
    fn every_bit_of_a_generation_varies() {
        let (mut ones, mut zeros) = (0, 0);
        for _ in 0..256 {
            let bits = Generation::random().bits();
            ones |= bits;
            zeros |= !bits;
        }
        assert_eq!((ones, zeros), (u64::MAX, u64::MAX));
    }

    #[test]
    fn names_of_keys() {
        let key = BlobKey {
            digest: Digest::Sha256([0xab; 32]),
            generation: Generation::from_bits(1),
        };
        let name = format!("{}-0000000000000001", "ab".repeat(32));
        assert_eq!(key.to_string(), name);
        assert_eq!(BlobKey::read(DigestAlgorithm::Sha256, &name), Some(key));
        assert_eq!(BlobKey::read(DigestAlgorithm::Sha512, &name), None);
        for bad in [
            "",
            "-",
            &name[1..],
            &name[..name.len() - 1],
            &name.to_uppercase(),
            &format!("{name}0"),
            &format!("{name}-0"),
        ] {
            assert_eq!(BlobKey::read(DigestAlgorithm::Sha256, bad), None, "{bad}");
        }
    }
}
