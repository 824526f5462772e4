//! The path in its canonical form.

use crate::PathStyle;
use crate::encode::{Slash, encode};

/// Appends the canonical form of `path`, which is empty or starts with a slash.
pub(crate) fn write_path(out: &mut Vec<u8>, path: &str, style: PathStyle) {
    match style {
        _ if path.is_empty() => out.push(b'/'),
        PathStyle::Raw => out.extend(path.as_bytes()),
        PathStyle::DoubleEncoded => encode(out, path.as_bytes(), Slash::Kept),
        PathStyle::Normalized if is_normal(path) => encode(out, path.as_bytes(), Slash::Kept),
        PathStyle::Normalized => encode(out, normalized(path).as_bytes(), Slash::Kept),
    }
}

fn is_normal(path: &str) -> bool {
    !path.contains("//") && !path.contains("/.")
}

/// Without dot segments (RFC 3986, 5.2.4) and without empty ones, which AWS drops too.
fn normalized(path: &str) -> String {
    let mut segments = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()),
            segment => segments.push(segment),
        }
    }
    let mut result = String::with_capacity(path.len());
    result.push('/');
    result.push_str(&segments.join("/"));
    let last = path.rsplit('/').next().unwrap_or_default();
    if !segments.is_empty() && matches!(last, "" | "." | "..") {
        result.push('/');
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical_paths() {
        use PathStyle::{DoubleEncoded, Normalized, Raw};
        for (style, input, expect) in [
            (Normalized, "", "/"),
            (Normalized, "/", "/"),
            (Normalized, "/a%20b/c:d", "/a%2520b/c%3Ad"),
            (Normalized, "//a///b//", "/a/b/"),
            (Normalized, "/a/./b/../c", "/a/c"),
            (Normalized, "/a/..", "/"),
            (Normalized, "/../../a/b/..", "/a/"),
            (Normalized, "/a/.", "/a/"),
            (Normalized, "/.a/..b/...", "/.a/..b/..."),
            (Normalized, "/.", "/"),
            (DoubleEncoded, "//a/./%2F", "//a/./%252F"),
            (Raw, "//a/./%2F:", "//a/./%2F:"),
            (Raw, "", "/"),
        ] {
            let mut out = Vec::new();
            write_path(&mut out, input, style);
            assert_eq!(String::from_utf8(out).unwrap(), expect, "{style:?} {input}");
        }
    }
}
