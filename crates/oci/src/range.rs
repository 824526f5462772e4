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

/// Why a chunk cannot be appended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChunkError {
    /// The `Content-Range` header cannot be read.
    #[error("the content range is malformed")]
    Malformed,
    /// The two headers disagree on the length.
    #[error("the content range is not as long as the content")]
    LengthMismatch,
    /// The chunk does not start where the upload ends; answered with 416.
    #[error("the chunk does not start at offset {}", received.0)]
    OutOfOrder {
        /// How much the upload holds.
        received: Received,
    },
}

impl Chunk<'_> {
    /// Checks that the chunk continues an upload that holds `received`, and returns how long
    /// the body must be where the headers say so. Without a range every body continues it.
    pub fn continues(self, received: Received) -> Result<Option<u64>, ChunkError> {
        let Some(header) = self.content_range else {
            return Ok(self.content_length);
        };
        let span = chunk_span(header).ok_or(ChunkError::Malformed)?;
        if span.first != received.0 {
            return Err(ChunkError::OutOfOrder { received });
        }
        match self.content_length {
            Some(length) if length != span.len() => Err(ChunkError::LengthMismatch),
            _ => Ok(Some(span.len())),
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
