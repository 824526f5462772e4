//! The canonical request and the string to sign.

use sha2::{Digest, Sha256};
use stdx::{Timestamp, hex};

use crate::path::write_path;
use crate::query::{Left, write_query};
use crate::{KeyScope, PathStyle, Request};

/// The only algorithm there is.
pub(crate) const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// What goes into a canonical request.
pub(crate) struct Canonical<'a> {
    pub request: &'a Request<'a>,
    pub path: PathStyle,
    pub left: Left,
    /// Lower-case names, sorted, with semicolons between.
    pub signed_headers: &'a str,
    /// The hash of the body, or what stands in its place.
    pub payload: &'a str,
}

impl Canonical<'_> {
    /// The canonical request.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(1024);
        out.extend(self.request.method.as_bytes());
        out.push(b'\n');
        write_path(&mut out, self.request.path, self.path);
        out.push(b'\n');
        write_query(&mut out, self.request.query, self.left);
        out.push(b'\n');
        for name in self.signed_headers.split(';') {
            self.write_header(&mut out, name);
        }
        out.push(b'\n');
        out.extend(self.signed_headers.as_bytes());
        out.push(b'\n');
        out.extend(self.payload.as_bytes());
        out
    }

    /// One line; the values of a repeated header in their order with commas between.
    fn write_header(&self, out: &mut Vec<u8>, name: &str) {
        out.extend(name.as_bytes());
        out.push(b':');
        for (index, value) in self.request.values(name).enumerate() {
            if index > 0 {
                out.push(b',');
            }
            write_value(out, value);
        }
        out.push(b'\n');
    }
}

/// A header value without spaces around it and with runs of spaces shrunk to one.
fn write_value(out: &mut Vec<u8>, value: &[u8]) {
    let blank = |byte: &u8| matches!(byte, b' ' | b'\t');
    let start = value.iter().position(|byte| !blank(byte)).unwrap_or(value.len());
    let end = value
        .iter()
        .rposition(|byte| !blank(byte))
        .map_or(start, |last| last + 1);
    let mut previous = 0;
    for &byte in &value[start..end] {
        if byte != b' ' || previous != b' ' {
            out.push(byte);
        }
        previous = byte;
    }
}

/// The string to sign for a canonical request.
pub(crate) fn string_to_sign(scope: &KeyScope, signed_at: Timestamp, canonical: &[u8]) -> String {
    [
        ALGORITHM,
        &signed_at.to_basic_iso8601(),
        &scope.credential_scope(),
        &hex::encode(&Sha256::digest(canonical)),
    ]
    .join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_values() {
        for (input, expect) in [
            ("", ""),
            ("   ", ""),
            ("a", "a"),
            (" \t a  b   c\t ", "a b c"),
            ("a \t b", "a \t b"),
            ("\"a  b\"", "\"a b\""),
        ] {
            let mut out = Vec::new();
            write_value(&mut out, input.as_bytes());
            assert_eq!(out, expect.as_bytes(), "{input:?}");
        }
    }
}
