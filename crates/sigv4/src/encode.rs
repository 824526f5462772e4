//! Percent-encoding as signatures want it: RFC 3986's unreserved characters stay, every other byte
//! becomes `%XX` in upper case.

const DIGITS: &[u8; 16] = b"0123456789ABCDEF";

/// Whether a slash separates segments or is data.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slash {
    Kept,
    Encoded,
}

/// Appends the encoded form of `bytes`.
pub(crate) fn encode(out: &mut Vec<u8>, bytes: &[u8], slash: Slash) {
    for &byte in bytes {
        let unreserved = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
        if unreserved || (byte == b'/' && slash == Slash::Kept) {
            out.push(byte);
        } else {
            out.extend([
                b'%',
                DIGITS[usize::from(byte >> 4)],
                DIGITS[usize::from(byte & 15)],
            ]);
        }
    }
}

/// Decodes one name or value of a query: `+` is a space, and a percent sign that no two
/// hexadecimal digits follow stands for itself.
pub(crate) fn decode(text: &str) -> Vec<u8> {
    let mut rest = text.as_bytes();
    let mut out = Vec::with_capacity(rest.len());
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        match (byte, tail) {
            (b'%', [high, low, tail @ ..]) if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                out.push(digit(*high) << 4 | digit(*low));
                rest = tail;
            }
            (b'+', _) => out.push(b' '),
            _ => out.push(byte),
        }
    }
    out
}

fn digit(character: u8) -> u8 {
    match character {
        b'0'..=b'9' => character - b'0',
        _ => (character | 0x20) - b'a' + 10,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodes() {
        let check = |slash, input: &str, expect: &str| {
            let mut out = Vec::new();
            encode(&mut out, input.as_bytes(), slash);
            assert_eq!(out, expect.as_bytes(), "{input}");
        };
        check(Slash::Encoded, "aZ09-._~", "aZ09-._~");
        check(Slash::Encoded, "a/b c+d=é*", "a%2Fb%20c%2Bd%3D%C3%A9%2A");
        check(Slash::Kept, "/a/%2f", "/a/%252f");
    }

    #[test]
    fn decodes() {
        for (input, expect) in [
            ("a+b%20c%2Bd", "a b c+d"),
            ("%c3%A9", "é"),
            ("%", "%"),
            ("%2", "%2"),
            ("%zz%41", "%zzA"),
            ("%%41", "%A"),
        ] {
            assert_eq!(decode(input), expect.as_bytes(), "{input}");
        }
    }
}
