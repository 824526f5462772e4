//! Lower-case hexadecimal text, the only spelling that digests and signatures use.

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// The lower-case hexadecimal spelling of `bytes`, two characters a byte.
pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}

/// Reads exactly `N` bytes from lower-case hexadecimal text.
///
/// Returns `None` for any other length, for upper-case digits and for anything else.
pub fn decode<const N: usize>(text: &str) -> Option<[u8; N]> {
    let text = text.as_bytes();
    if text.len() != N * 2 {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(text.chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(bytes)
}

fn digit(character: u8) -> Option<u8> {
    match character {
        b'0'..=b'9' => Some(character - b'0'),
        b'a'..=b'f' => Some(character - b'a' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trips_and_refuses_the_rest() {
        assert_eq!(encode(&[0, 15, 16, 255]), "000f10ff");
        assert_eq!(decode::<4>("000f10ff"), Some([0, 15, 16, 255]));
        for bad in ["", "000f10f", "000f10ff0", "000F10FF", "000f10fg", "é0f10ff"] {
            assert_eq!(decode::<4>(bad), None, "{bad}");
        }
    }
}
