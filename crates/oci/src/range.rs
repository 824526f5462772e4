//! Byte ranges: the `Range` header of downloads (RFC 9110, 14) and the ranges of uploads in
//! chunks (distribution-spec 1.1, "Pushing a blob in chunks").
//!
//! `If-Range` is compared where headers are.

use std::fmt;

/// Consecutive bytes, both ends included, so never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    first: u64,
    last: u64,
}

impl Span {
    /// The bytes `first` to `last`; `None` when `last` comes before.
    pub fn new(first: u64, last: u64) -> Option<Self> {
        (first <= last).then_some(Self { first, last })
    }

    /// Offset of the first byte.
    pub const fn first(self) -> u64 {
        self.first
    }

    /// Offset of the last byte.
    pub const fn last(self) -> u64 {
        self.last
    }

    /// How many bytes; saturates for the span of all `u64` offsets.
    #[expect(clippy::len_without_is_empty, reason = "a span is never empty")]
    pub const fn len(self) -> u64 {
        (self.last - self.first).saturating_add(1)
    }
}

/// Which bytes of some content a `Range` header asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Selection {
    /// All of them, as an answer without ranges (200).
    Whole,
    /// These, as a partial answer (206).
    Part(Span),
    /// None that exist (416).
    Unsatisfiable,
}

impl Selection {
    /// Reads a `Range` header against content of `size` bytes.
    ///
    /// Malformed headers, other units and sets of more than one range are answered with the
    /// whole content, as RFC 9110, 14.2 allows: a set could ask for the same bytes many times.
    pub fn parse(range: &str, size: u64) -> Self {
        let Some((unit, set)) = range.split_once('=') else {
            return Self::Whole;
        };
        if !unit.trim().eq_ignore_ascii_case("bytes") {
            return Self::Whole;
        }
        let mut specs = set.split(',').map(str::trim).filter(|spec| !spec.is_empty());
        match (specs.next(), specs.next()) {
            (Some(spec), None) => select(spec, size).unwrap_or(Self::Whole),
            _ => Self::Whole,
        }
    }

    /// The `Content-Range` header of the answer for content of `size` bytes; `None` for all.
    pub fn content_range(self, size: u64) -> Option<String> {
        match self {
            Self::Whole => None,
            Self::Part(Span { first, last }) => Some(format!("bytes {first}-{last}/{size}")),
            Self::Unsatisfiable => Some(format!("bytes */{size}")),
        }
    }
}

/// One range of a set; `None` when it is malformed.
fn select(spec: &str, size: u64) -> Option<Selection> {
    let (first, last) = spec.split_once('-')?;
    let end = size.checked_sub(1);
    if first.is_empty() {
        return match (number(last)?, end) {
            (0, _) => Some(Selection::Unsatisfiable),
            // No span says "all of nothing", so the whole is sent.
            (_, None) => Some(Selection::Whole),
            (suffix, Some(end)) => Span::new(size.saturating_sub(suffix), end).map(Selection::Part),
        };
    }
    let first = number(first)?;
    let last = if last.is_empty() { u64::MAX } else { number(last)? };
    let asked = Span::new(first, last)?;
    let found = end.and_then(|end| Span::new(asked.first, asked.last.min(end)));
    Some(found.map_or(Selection::Unsatisfiable, Selection::Part))
}

/// A decimal number; one too great for any offset becomes the greatest.
fn number(text: &str) -> Option<u64> {
    let decimal = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    decimal.then(|| text.parse().unwrap_or(u64::MAX))
}

/// How many bytes an upload holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Received(pub u64);

impl fmt::Display for Received {
    /// The `Range` header of an answer about the upload. An upload without bytes shows `0-0`,
    /// as registries have always done, although that also stands for one byte.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "0-{}", self.0.saturating_sub(1))
    }
}

/// What the headers of a request say about the chunk in its body.
#[derive(Debug, Clone, Copy, Default)]
pub struct Chunk<'a> {
    /// The `Content-Range` header: `0-1023`, or `bytes 0-1023/*` as HTTP writes it.
    pub content_range: Option<&'a str>,
    /// The `Content-Length` header, when there is one.
    pub content_length: Option<u64>,
}

/// Why the headers of a chunk make no sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChunkError {
    /// The `Content-Range` header cannot be read.
    #[error("the content range is malformed")]
    Malformed,
    /// The two headers disagree on the length.
    #[error("the content range is not as long as the content")]
    LengthMismatch,
}

impl Chunk<'_> {
    /// Where in the upload the chunk says that it goes; `None` when it does not say and just
    /// continues the upload. Whether it does continue it is for the caller to check.
    pub fn span(self) -> Result<Option<Span>, ChunkError> {
        let Some(header) = self.content_range else {
            return Ok(None);
        };
        let span = chunk_span(header).ok_or(ChunkError::Malformed)?;
        match self.content_length {
            Some(length) if length != span.len() => Err(ChunkError::LengthMismatch),
            _ => Ok(Some(span)),
        }
    }
}

fn chunk_span(header: &str) -> Option<Span> {
    let header = header.trim();
    let text = match header.strip_prefix("bytes") {
        Some(rest) => rest.strip_prefix([' ', '='])?.trim_start(),
        None => header,
    };
    let (text, total) = text.split_once('/').unwrap_or((text, "*"));
    let (first, last) = text.split_once('-')?;
    let span = Span::new(offset(first)?, offset(last)?)?;
    // A total that the chunk reaches beyond is a lie as well.
    let fits = total == "*" || offset(total)? > span.last;
    fits.then_some(span)
}

fn offset(text: &str) -> Option<u64> {
    let decimal = text.bytes().all(|byte| byte.is_ascii_digit());
    decimal.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(first: u64, last: u64) -> Selection {
        Selection::Part(Span::new(first, last).unwrap())
    }

    #[test]
    fn downloads() {
        let (whole, nothing) = (Selection::Whole, Selection::Unsatisfiable);
        for (header, size, expected) in [
            // RFC 9110, 14.1.2: first to last, open end, suffix.
            ("bytes=0-4", 10, part(0, 4)),
            ("bytes=9-9", 10, part(9, 9)),
            ("bytes=0-", 10, part(0, 9)),
            ("bytes=9-", 10, part(9, 9)),
            ("bytes=-1", 10, part(9, 9)),
            ("bytes=-10", 10, part(0, 9)),
            // Ends beyond the content are cut.
            ("bytes=5-99", 10, part(5, 9)),
            ("bytes=-99", 10, part(0, 9)),
            ("bytes=0-99999999999999999999999999", 10, part(0, 9)),
            ("bytes=-99999999999999999999999999", 10, part(0, 9)),
            // Units have no case, lists may have empty elements and spaces.
            ("BYTES=0-0", 10, part(0, 0)),
            ("bytes= 0-4 ,", 10, part(0, 4)),
            // Nothing there.
            ("bytes=10-", 10, nothing),
            ("bytes=10-20", 10, nothing),
            ("bytes=-0", 10, nothing),
            ("bytes=99999999999999999999999999-", 10, nothing),
            ("bytes=0-", 0, nothing),
            ("bytes=0-0", 0, nothing),
            ("bytes=-5", 0, whole),
            // Several, malformed, of other units.
            ("bytes=0-1,3-4", 10, whole),
            ("bytes=0-1,0-1,0-1,0-1", 10, whole),
            ("bytes=4-0", 10, whole),
            ("bytes=", 10, whole),
            ("bytes=-", 10, whole),
            ("bytes=,", 10, whole),
            ("bytes=a-b", 10, whole),
            ("bytes=+1-2", 10, whole),
            ("bytes=1-2-3", 10, whole),
            ("bytes=--1", 10, whole),
            ("bytes=0x1-2", 10, whole),
            ("bytes 0-4", 10, whole),
            ("items=0-4", 10, whole),
            ("", 10, whole),
        ] {
            assert_eq!(Selection::parse(header, size), expected, "{header} of {size}");
        }
    }

    #[test]
    fn content_ranges() {
        assert_eq!(part(2, 4).content_range(10).as_deref(), Some("bytes 2-4/10"));
        assert_eq!(
            Selection::Unsatisfiable.content_range(10).as_deref(),
            Some("bytes */10")
        );
        assert_eq!(Selection::Whole.content_range(10), None);
        assert_eq!(Span::new(0, u64::MAX).map(Span::len), Some(u64::MAX));
        assert_eq!(Span::new(1, 0), None);
    }

    #[test]
    fn uploads_show_what_they_hold() {
        for (received, expected) in [(0, "0-0"), (1, "0-0"), (2, "0-1"), (1024, "0-1023")] {
            assert_eq!(Received(received).to_string(), expected);
        }
    }

    /// distribution-spec 1.1, end-5 and "Pushing a blob in chunks".
    #[test]
    fn chunks() {
        let at = |first, last| Ok(Span::new(first, last));
        let (malformed, mismatch) = (Err(ChunkError::Malformed), Err(ChunkError::LengthMismatch));
        for (content_range, content_length, expected) in [
            (None, None, Ok(None)),
            (None, Some(3), Ok(None)),
            (Some("0-1023"), Some(1024), at(0, 1023)),
            (Some("0-1023"), None, at(0, 1023)),
            (Some("bytes 0-1023/*"), Some(1024), at(0, 1023)),
            (Some("bytes=0-1023"), Some(1024), at(0, 1023)),
            (Some("bytes 7-9/10"), Some(3), at(7, 9)),
            (Some("7-9"), Some(3), at(7, 9)),
            (Some("0-2"), Some(3), at(0, 2)),
            (Some("8-9"), Some(2), at(8, 9)),
            (Some("8-9"), Some(3), mismatch),
            (Some("0-2"), Some(4), mismatch),
            (Some("0-2"), Some(0), mismatch),
            (Some("0-18446744073709551615"), Some(1), mismatch),
            (Some("7-6"), Some(0), malformed),
            (Some("bytes 7-9/9"), Some(3), malformed),
            (Some("bytes */10"), Some(3), malformed),
            (Some("0-18446744073709551616"), Some(1), malformed),
            (Some("+0-2"), Some(3), malformed),
            (Some("0-"), Some(3), malformed),
            (Some("-2"), Some(3), malformed),
            (Some("bytes0-2"), Some(3), malformed),
            (Some("bytes 0-2/"), Some(3), malformed),
            (Some("bytes 0-2/x"), Some(3), malformed),
            (Some(""), Some(3), malformed),
        ] {
            let chunk = Chunk {
                content_range,
                content_length,
            };
            assert_eq!(chunk.span(), expected, "{chunk:?}");
        }
    }
}
