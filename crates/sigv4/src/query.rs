//! The query: its pairs, and its canonical form.

use crate::encode::{Slash, decode, encode};

/// Which parameters stay out of the canonical form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Left {
    /// None: the signature is in a header.
    Nothing,
    /// The signature itself.
    Signature,
    /// The signature, and a session token that was added after signing.
    SignatureAndToken,
}

impl Left {
    fn out(self, name: &[u8]) -> bool {
        match self {
            Left::Nothing => false,
            Left::Signature => name == b"X-Amz-Signature",
            Left::SignatureAndToken => matches!(name, b"X-Amz-Signature" | b"X-Amz-Security-Token"),
        }
    }
}

/// The decoded names and values of a query, in its order; `&&` makes no pair.
pub(crate) fn pairs(query: &str) -> impl Iterator<Item = (Vec<u8>, Vec<u8>)> + '_ {
    query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decode(name), decode(value))
    })
}

/// Appends the canonical form of `query`: each pair encoded anew, sorted by name, then by value.
pub(crate) fn write_query(out: &mut Vec<u8>, query: &str, left: Left) {
    let encoded = |bytes: &[u8]| {
        let mut out = Vec::with_capacity(bytes.len());
        encode(&mut out, bytes, Slash::Encoded);
        out
    };
    let mut sorted: Vec<_> = pairs(query)
        .filter(|(name, _)| !left.out(name))
        .map(|(name, value)| (encoded(&name), encoded(&value)))
        .collect();
    sorted.sort_unstable();
    for (index, (name, value)) in sorted.iter().enumerate() {
        if index > 0 {
            out.push(b'&');
        }
        out.extend(name);
        out.push(b'=');
        out.extend(value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical_queries() {
        for (left, input, expect) in [
            (Left::Nothing, "", ""),
            (Left::Nothing, "a", "a="),
            (Left::Nothing, "b=2&a=1&&a=0", "a=0&a=1&b=2"),
            (Left::Nothing, "a=b=c&=d", "=d&a=b%3Dc"),
            (Left::Nothing, "a=x+y&a=x%2by", "a=x%20y&a=x%2By"),
            (
                Left::Nothing,
                "a%2f=1&X-Amz-Signature=0",
                "X-Amz-Signature=0&a%2F=1",
            ),
            (Left::Signature, "a=1&X%2DAmz-Signature=0", "a=1"),
            (
                Left::Signature,
                "X-Amz-Security-Token=t&X-Amz-Signature=0",
                "X-Amz-Security-Token=t",
            ),
            (
                Left::SignatureAndToken,
                "X-Amz-Security-Token=t&X-Amz-Signature=0",
                "",
            ),
        ] {
            let mut out = Vec::new();
            write_query(&mut out, input, left);
            assert_eq!(String::from_utf8(out).unwrap(), expect, "{input}");
        }
    }
}
