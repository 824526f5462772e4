//! The header of an encrypted file, and what is derived from the key in it.
//!
//! | header bytes | what |
//! |---|---|
//! | 8 | magic, `HYTHEENC` |
//! | 4 | version, 1 |
//! | 4 | bytes of data in a segment, 262144 |
//! | 2 | k |
//! | 2 | w |
//! | k | the id of the key that wrapped the data key |
//! | w | the wrapped data key |

use aws_lc_rs::aead::{AES_256_GCM, LessSafeKey};
use aws_lc_rs::hkdf::{HKDF_SHA256, Prk};
use aws_lc_rs::hmac;

use super::{Chain, RunHeader, chain_of};
use crate::format::SEGMENT_BYTES;
use crate::keys::{DataKey, KEY_ID_MAX, KeyDomain, WRAPPED_KEY_MAX, WrappedKey};

const MAGIC: &[u8; 8] = b"HYTHEENC";
const VERSION: u32 = 1;
/// What a ring binds a wrapped key to, beside its domain.
pub(crate) const HEADER_AAD: &[u8] = b"hythe blob 1";
/// Bytes of the part of a header that says how long it is.
pub(crate) const FIXED_HEADER_BYTES: usize = 20;

/// The header with a wrapped key. `None` when the ring gave more than a header takes.
pub(crate) fn write_header(wrapped: &WrappedKey) -> Option<Vec<u8>> {
    let (id, key) = (wrapped.key_id.as_bytes(), wrapped.bytes.as_slice());
    if id.len() > KEY_ID_MAX || key.len() > WRAPPED_KEY_MAX {
        return None;
    }
    let mut bytes = Vec::with_capacity(FIXED_HEADER_BYTES + id.len() + key.len());
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&VERSION.to_le_bytes());
    bytes.extend_from_slice(&(SEGMENT_BYTES as u32).to_le_bytes());
    bytes.extend_from_slice(&(id.len() as u16).to_le_bytes());
    bytes.extend_from_slice(&(key.len() as u16).to_le_bytes());
    bytes.extend_from_slice(id);
    bytes.extend_from_slice(key);
    Some(bytes)
}

/// How long the header is that begins with these bytes. `None` when no header does.
pub(crate) fn header_bytes(fixed: &[u8]) -> Option<usize> {
    let fixed: &[u8; FIXED_HEADER_BYTES] = fixed.get(..FIXED_HEADER_BYTES)?.try_into().ok()?;
    let [.., k0, k1, w0, w1] = *fixed;
    let id = usize::from(u16::from_le_bytes([k0, k1]));
    let key = usize::from(u16::from_le_bytes([w0, w1]));
    let known = fixed[..8] == *MAGIC
        && fixed[8..12] == VERSION.to_le_bytes()
        && fixed[12..16] == (SEGMENT_BYTES as u32).to_le_bytes();
    let sound = known && id <= KEY_ID_MAX && key <= WRAPPED_KEY_MAX;
    sound.then_some(FIXED_HEADER_BYTES + id + key)
}

/// Reads a whole header. `None` for anything that [`write_header`] would not have written.
pub(crate) fn read_header(header: &[u8]) -> Option<WrappedKey> {
    if header_bytes(header)? != header.len() {
        return None;
    }
    let id = usize::from(u16::from_le_bytes([header[16], header[17]]));
    let (id, key) = header[FIXED_HEADER_BYTES..].split_at(id);
    Some(WrappedKey {
        key_id: String::from_utf8(id.to_vec()).ok()?,
        bytes: key.to_vec(),
    })
}

/// The header of a file, and its key. Every other key of the file is derived from that one:
/// HKDF-Expand of RFC 5869 with SHA-256, as the data key is random already.
#[derive(Debug, Clone)]
pub(crate) struct FileKey {
    header: Vec<u8>,
    chain: Chain,
    key: Prk,
}

impl FileKey {
    /// The key that was in `header`, for a file of `domain`.
    pub(crate) fn new(header: Vec<u8>, domain: &KeyDomain, key: &DataKey) -> Self {
        Self {
            chain: chain_of(&[&header, domain.as_str().as_bytes()]),
            header,
            key: Prk::new_less_safe(HKDF_SHA256, key.bytes()),
        }
    }

    /// The header of the file.
    pub(crate) fn header(&self) -> &[u8] {
        &self.header
    }

    /// What the header and the domain hash to: where the chain of runs begins.
    pub(crate) fn chain(&self) -> Chain {
        self.chain
    }

    /// The cipher of a run. As the header of each run has a salt of its own, so has each its key.
    pub(super) fn run(&self, run: &RunHeader) -> LessSafeKey {
        let info = [b"hythe run 1".as_slice(), &run.to_bytes()];
        let key = self.key.expand(&info, &AES_256_GCM);
        LessSafeKey::new(key.expect("a key is within what HKDF gives").into())
    }

    /// What authenticates the footer.
    pub(super) fn footer(&self) -> hmac::Key {
        let key = self.key.expand(&[b"hythe footer 1"], hmac::HMAC_SHA256);
        key.expect("a key is within what HKDF gives").into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(id: usize, key: usize) -> WrappedKey {
        WrappedKey {
            key_id: "k".repeat(id),
            bytes: vec![1; key],
        }
    }

    #[test]
    fn round_trips() {
        for (id, key) in [(0, 0), (1, 80), (KEY_ID_MAX, WRAPPED_KEY_MAX)] {
            let header = write_header(&wrapped(id, key)).expect("a header");
            assert_eq!(header_bytes(&header), Some(header.len()));
            assert_eq!(read_header(&header), Some(wrapped(id, key)));
            let longer = [&header[..], &[0]].concat();
            assert_eq!(read_header(&longer), None);
            assert_eq!(read_header(&header[..header.len() - 1]), None);
        }
    }

    #[test]
    fn refuses_what_is_too_long_or_unknown() {
        assert_eq!(write_header(&wrapped(KEY_ID_MAX + 1, 1)), None);
        assert_eq!(write_header(&wrapped(1, WRAPPED_KEY_MAX + 1)), None);
        let good = write_header(&wrapped(3, 4)).expect("a header");
        for place in 0..16 {
            let mut bad = good.clone();
            bad[place] ^= 1;
            assert_eq!(header_bytes(&bad), None, "{place}");
        }
        let mut text = good;
        text[FIXED_HEADER_BYTES] = 0xff;
        assert_eq!(read_header(&text), None);
    }
}
