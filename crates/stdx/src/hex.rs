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
    // Looked at once at the end: whether a digit is a letter is as good as random, so that a branch
    // for each would cost more than the rest.
    let mut all = 0;
    for (byte, pair) in bytes.iter_mut().zip(text.chunks_exact(2)) {
        let (high, low) = (VALUES[usize::from(pair[0])], VALUES[usize::from(pair[1])]);
        all |= high | low;
        *byte = high << 4 | low;
    }
    (all & NONE == 0).then_some(bytes)
}

/// Set in what is no digit.
const NONE: u8 = 0x80;

/// The value of each character as a digit.
const VALUES: [u8; 256] = {
    let mut values = [NONE; 256];
    let mut value = 0;
    while value < DIGITS.len() {
        values[DIGITS[value] as usize] = value as u8;
        value += 1;
    }
    values
};

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
