//! Texts that this installation hands out and takes back: sealed with AES-256-GCM, so that they
//! can neither be read nor altered, under a key for each purpose, so that one is never taken for
//! another. There is one format and one algorithm; nothing in a text chooses how it is read.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::secrets::random;

/// No text of ours is longer, in characters.
const MAX_LENGTH: usize = 8192;
const VERSION: u8 = 2;

/// One purpose's key, ready to seal and open.
pub(crate) struct Sealer(LessSafeKey);

impl Sealer {
    pub(crate) fn new(key: &[u8; 32]) -> Self {
        let key = UnboundKey::new(&AES_256_GCM, key).expect("an AES-256 key has 32 bytes");
        Self(LessSafeKey::new(key))
    }

    /// Seals a value as URL-safe text; `None` when it would be too long to be opened again.
    pub(crate) fn seal(&self, value: &impl Serialize) -> Option<String> {
        let mut plain = serde_json::to_vec(value).expect("a structure of texts and numbers has a JSON form");
        let mut nonce = [0; NONCE_LEN];
        random(&mut nonce);
        let unique = Nonce::assume_unique_for_key(nonce);
        self.0
            .seal_in_place_append_tag(unique, Aad::from([VERSION]), &mut plain)
            .expect("a short message can be sealed");
        let text = URL_SAFE_NO_PAD.encode([&[VERSION][..], &nonce, &plain].concat());
        (text.len() <= MAX_LENGTH).then_some(text)
    }

    /// Opens what [`Self::seal`] made; `None` when anything is wrong with it.
    pub(crate) fn open<T: DeserializeOwned>(&self, text: &str) -> Option<T> {
        if text.len() > MAX_LENGTH {
            return None;
        }
        let mut sealed = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (version, rest) = sealed.split_first_mut()?;
        let (nonce, body) = rest.split_at_mut_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let plain = self.0.open_in_place(nonce, Aad::from([*version]), body).ok()?;
        (*version == VERSION).then(|| serde_json::from_slice(plain).ok())?
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_and_any_change_is_refused() {
        let sealer = Sealer::new(&[3; 32]);
        let text = sealer.seal(&"message").expect("a short text");
        assert!(!text.contains(':'));
        assert_eq!(sealer.open::<String>(&text).as_deref(), Some("message"));
        assert_eq!(Sealer::new(&[4; 32]).open::<String>(&text), None);
        let sealed = URL_SAFE_NO_PAD.decode(&text).expect("base64");
        for bit in 0..sealed.len() * 8 {
            let mut altered = sealed.clone();
            altered[bit / 8] ^= 1 << (bit % 8);
            let opened = sealer.open::<String>(&URL_SAFE_NO_PAD.encode(altered));
            assert_eq!(opened, None, "bit {bit}");
        }
        for bad in ["", "AQ", "not base64!", &"A".repeat(9000)] {
            assert_eq!(sealer.open::<String>(bad), None);
        }
        assert_eq!(sealer.seal(&"x".repeat(7000)), None);
    }
}
