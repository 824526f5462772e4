//! The header of an encrypted file, and what is derived from the keys in it.
//!
//! | header bytes | what |
//! |---|---|
//! | 8 | magic, `HYTHEENC` |
//! | 4 | version: 1 for one layer of encryption, 2 for two |
//! | 4 | bytes of data in a segment, 262144 |
//! | 2 | k |
//! | 2 | w |
//! | 4 | in version 2 only: k and w of the inner layer |
//! | k | the id of the key that wrapped the data key |
//! | w | the wrapped data key |
//! | k + w | in version 2 only: the same of the inner layer |

use aws_lc_rs::aead::{AES_256_GCM, LessSafeKey};
use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Prk};
use aws_lc_rs::hmac;
use zeroize::Zeroizing;

use super::{Chain, RunHeader, TAG_BYTES, chain_of};
use crate::format::SEGMENT_BYTES;
use crate::keys::{DataKey, KEY_ID_MAX, KeyDomain, WRAPPED_KEY_MAX, WrappedKey};

const MAGIC: &[u8; 8] = b"HYTHEENC";
/// Bytes that tell how long a header is. No file is shorter.
pub(crate) const FIXED_HEADER_BYTES: usize = 24;
/// Bytes in front of the lengths.
const LENGTHS: usize = 16;

/// What a ring binds a wrapped key to, beside its domain: the layer, counted from the outermost, of
/// how many.
pub(crate) fn header_aad(layer: usize, layers: usize) -> &'static [u8] {
    match (layer, layers) {
        (0, 1) => b"hythe blob 1",
        (0, _) => b"hythe blob 2 outer",
        (_, _) => b"hythe blob 2 inner",
    }
}

/// The header with the wrapped keys of one layer or two, the outermost first. `None` when a ring
/// gave more than a header takes.
pub(crate) fn write_header(layers: &[WrappedKey]) -> Option<Vec<u8>> {
    let version = u32::try_from(layers.len()).ok().filter(|n| (1..=2).contains(n))?;
    let mut bytes = MAGIC.to_vec();
    bytes.extend_from_slice(&version.to_le_bytes());
    bytes.extend_from_slice(&(SEGMENT_BYTES as u32).to_le_bytes());
    for WrappedKey { key_id, bytes: key } in layers {
        if key_id.len() > KEY_ID_MAX || key.len() > WRAPPED_KEY_MAX {
            return None;
        }
        bytes.extend_from_slice(&(key_id.len() as u16).to_le_bytes());
        bytes.extend_from_slice(&(key.len() as u16).to_le_bytes());
    }
    for WrappedKey { key_id, bytes: key } in layers {
        bytes.extend_from_slice(key_id.as_bytes());
        bytes.extend_from_slice(key);
    }
    Some(bytes)
}

/// How long the header is that begins with these bytes. `None` when no header does.
pub(crate) fn header_bytes(fixed: &[u8]) -> Option<usize> {
    let lengths = lengths(fixed)?;
    let parts: usize = lengths.iter().map(|(id, key)| id + key).sum();
    Some(LENGTHS + 4 * lengths.len() + parts)
}

/// The lengths of id and wrapped key of each layer.
fn lengths(fixed: &[u8]) -> Option<Vec<(usize, usize)>> {
    let fixed: &[u8; FIXED_HEADER_BYTES] = fixed.get(..FIXED_HEADER_BYTES)?.try_into().ok()?;
    let version = u32::from_le_bytes([fixed[8], fixed[9], fixed[10], fixed[11]]);
    let known = fixed[..8] == *MAGIC
        && (1..=2).contains(&version)
        && fixed[12..16] == (SEGMENT_BYTES as u32).to_le_bytes();
    let (pairs, _) = fixed[LENGTHS..].as_chunks::<4>();
    let pairs = pairs.iter().take(version as usize).map(|[k0, k1, w0, w1]| {
        let number = |low, high| usize::from(u16::from_le_bytes([low, high]));
        (number(*k0, *k1), number(*w0, *w1))
    });
    let pairs: Vec<_> = pairs.collect();
    let sound = pairs
        .iter()
        .all(|(id, key)| *id <= KEY_ID_MAX && *key <= WRAPPED_KEY_MAX);
    (known && sound).then_some(pairs)
}

/// Reads a whole header: the wrapped key of each layer. `None` for anything that [`write_header`]
/// would not have written.
pub(crate) fn read_header(header: &[u8]) -> Option<Vec<WrappedKey>> {
    if header_bytes(header)? != header.len() {
        return None;
    }
    let lengths = lengths(header)?;
    let mut rest = &header[LENGTHS + 4 * lengths.len()..];
    let mut part = |length: usize| {
        let (part, behind) = rest.split_at(length);
        rest = behind;
        part.to_vec()
    };
    let mut layers = Vec::with_capacity(lengths.len());
    for (id, key) in lengths {
        layers.push(WrappedKey {
            key_id: String::from_utf8(part(id)).ok()?,
            bytes: part(key),
        });
    }
    Some(layers)
}

/// The header of a file, and its keys. Every other key of the file is derived from those:
/// HKDF-Expand of RFC 5869 with SHA-256, as the data keys are random already.
#[derive(Debug, Clone)]
pub(crate) struct FileKey {
    header: Vec<u8>,
    chain: Chain,
    /// Of each layer, the outermost first.
    layers: Vec<Prk>,
}

impl FileKey {
    /// The keys that were in `header`, each for its domain, the outermost first.
    pub(crate) fn new(header: Vec<u8>, layers: &[(&KeyDomain, DataKey)]) -> Self {
        let domains: Vec<_> = layers.iter().map(|(domain, _)| domain.as_str()).collect();
        let prk = |(_, key): &(&KeyDomain, DataKey)| Prk::new_less_safe(HKDF_SHA256, key.bytes());
        Self {
            // No name of a domain has the end of a line in it.
            chain: chain_of(&[&header, domains.join("\n").as_bytes()]),
            header,
            layers: layers.iter().map(prk).collect(),
        }
    }

    /// The header of the file.
    pub(crate) fn header(&self) -> &[u8] {
        &self.header
    }

    /// What the header and the domains hash to: where the chain of runs begins.
    pub(crate) fn chain(&self) -> Chain {
        self.chain
    }

    /// What all layers add to a segment, in bytes.
    pub(crate) fn tag_bytes(&self) -> u64 {
        TAG_BYTES * self.layers.len() as u64
    }

    /// The ciphers of a run, the outermost first. As the header of each run has a salt of its own,
    /// so has each its keys.
    pub(super) fn run(&self, run: &RunHeader) -> Vec<LessSafeKey> {
        let info = [b"hythe run 1".as_slice(), &run.to_bytes()];
        let cipher = |layer: &Prk| {
            let key = layer.expand(&info, &AES_256_GCM);
            LessSafeKey::new(key.expect("a key is within what HKDF gives").into())
        };
        self.layers.iter().map(cipher).collect()
    }

    /// What authenticates the footer. It takes the keys of all layers.
    pub(super) fn footer(&self) -> hmac::Key {
        let label = match self.layers.len() {
            1 => b"hythe footer 1".as_slice(),
            _ => b"hythe footer 2",
        };
        let mut info = vec![label.to_vec()];
        for inner in self.layers.iter().skip(1) {
            let mut share = Zeroizing::new([0; 32]);
            inner
                .expand(&[label], Share)
                .and_then(|okm| okm.fill(share.as_mut()))
                .expect("32 bytes are within what HKDF gives");
            info.push(share.to_vec());
        }
        let info: Vec<_> = info.iter().map(Vec::as_slice).collect();
        let key = self.layers[0].expand(&info, hmac::HMAC_SHA256);
        key.expect("a key is within what HKDF gives").into()
    }
}

/// What an inner layer gives to the key of the footer.
struct Share;

impl KeyType for Share {
    fn len(&self) -> usize {
        32
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
        for (id, key) in [(1, 80), (KEY_ID_MAX, WRAPPED_KEY_MAX)] {
            for layers in [vec![wrapped(id, key)], vec![wrapped(3, 4), wrapped(id, key)]] {
                let header = write_header(&layers).expect("a header");
                assert_eq!(header_bytes(&header), Some(header.len()));
                assert_eq!(read_header(&header), Some(layers));
                let longer = [&header[..], &[0]].concat();
                assert_eq!(read_header(&longer), None);
                assert_eq!(read_header(&header[..header.len() - 1]), None);
            }
        }
    }

    #[test]
    fn refuses_what_is_too_long_or_unknown() {
        assert_eq!(write_header(&[wrapped(KEY_ID_MAX + 1, 1)]), None);
        assert_eq!(write_header(&[wrapped(1, WRAPPED_KEY_MAX + 1)]), None);
        assert_eq!(write_header(&[]), None);
        assert_eq!(write_header(&[wrapped(1, 1), wrapped(1, 1), wrapped(1, 1)]), None);
        let good = write_header(&[wrapped(3, 4)]).expect("a header");
        for place in 0..16 {
            let mut bad = good.clone();
            bad[place] ^= 4;
            assert_eq!(header_bytes(&bad), None, "{place}");
        }
        let mut text = good;
        text[20] = 0xff;
        assert_eq!(read_header(&text), None);
    }
}
