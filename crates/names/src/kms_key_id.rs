//! The id of a key of KMS.

use std::sync::Arc;

use crate::Invalid;
use crate::text::text_name;

/// A UUID in lower case, such as `1234abcd-12ab-34cd-56ef-1234567890ab`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KmsKeyId(Arc<str>);

impl KmsKeyId {
    /// Reads a key id.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let is_hyphen = |index: usize| matches!(index, 8 | 13 | 18 | 23);
        let mut bytes = text.bytes().enumerate();
        let fits = bytes.all(|(index, byte)| match is_hyphen(index) {
            true => byte == b'-',
            false => byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte),
        });
        if text.len() == 36 && fits {
            Ok(Self(text.into()))
        } else {
            Err(INVALID)
        }
    }

    /// The 16 bytes that the digits stand for.
    pub fn as_bytes(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        let digits = self.0.bytes().filter(|byte| *byte != b'-');
        for (index, digit) in digits.enumerate() {
            let value = match digit {
                b'a'..=b'f' => digit - b'a' + 10,
                _ => digit.wrapping_sub(b'0'),
            };
            bytes[index / 2] = bytes[index / 2] << 4 | value;
        }
        bytes
    }

    /// The id of these bytes.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        let mut text = String::with_capacity(36);
        for (index, byte) in bytes.into_iter().enumerate() {
            if matches!(index, 4 | 6 | 8 | 10) {
                text.push('-');
            }
            for digit in [byte >> 4, byte & 15] {
                text.extend(char::from_digit(u32::from(digit), 16));
            }
        }
        Self(text.into())
    }
}

const INVALID: Invalid = Invalid {
    name: "key id",
    rule: "a UUID in lower case",
};

text_name!(KmsKeyId);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trips() {
        let text = "1234abcd-12ab-34cd-56ef-1234567890ab";
        let id = KmsKeyId::parse(text).expect("a key id");
        assert_eq!(KmsKeyId::from_bytes(id.as_bytes()), id);
        assert_eq!(id.as_bytes()[..3], [0x12, 0x34, 0xab]);
        for bad in [
            "",
            "1234abcd-12ab-34cd-56ef-1234567890a",
            "1234abcd-12ab-34cd-56ef-1234567890abc",
            "1234ABCD-12ab-34cd-56ef-1234567890ab",
            "1234abcd012ab034cd056ef01234567890ab",
            "mrk-abcd-12ab-34cd-56ef-1234567890ab",
        ] {
            assert!(KmsKeyId::parse(bad).is_err(), "{bad}");
        }
    }
}
