//! Pages of lists.

use names::PageToken;

use crate::Error;

/// Which page of a list is asked for.
#[derive(Debug, Clone, Default)]
pub struct PageRequest {
    /// The token that the page before returned.
    pub token: Option<String>,
    /// How many entries at most.
    pub size: usize,
}

/// One page of a list.
#[derive(Debug, Clone)]
pub struct Page<T> {
    /// The entries.
    pub entries: Vec<T>,
    /// Where the next page starts; `None` on the last page.
    pub next: Option<String>,
}

impl PageRequest {
    /// The key after which the page starts, for a list of `kind` with keys of `N` parts.
    pub(crate) fn after<const N: usize>(&self, kind: &str) -> Result<Option<[String; N]>, Error> {
        let token = self.token.as_deref();
        token
            .map(|text| PageToken::parse(kind, text))
            .transpose()
            .map_err(|_| invalid_token())
    }

    /// How many rows to ask for: one more than is shown tells whether there is a next page.
    pub(crate) fn probe(&self) -> meta::Limit {
        meta::Limit(u32::try_from(self.size.saturating_add(1)).unwrap_or(u32::MAX))
    }
}

impl<T> Page<T> {
    /// Cuts `entries`, read with [`PageRequest::probe`], to the page; `key` names the last one shown.
    pub(crate) fn cut(mut entries: Vec<T>, size: usize, key: impl FnOnce(&T) -> PageToken) -> Self {
        let more = entries.len() > size;
        entries.truncate(size);
        let next = entries.last().filter(|_| more).map(|last| key(last).to_string());
        Self { entries, next }
    }

    /// The same page of other entries.
    pub(crate) fn map<U>(self, into: impl FnMut(T) -> U) -> Page<U> {
        Page {
            entries: self.entries.into_iter().map(into).collect(),
            next: self.next,
        }
    }
}

/// The error of a token that no list of ours made.
pub(crate) fn invalid_token() -> Error {
    Error::InvalidParameter {
        parameter: "nextToken",
        why: "Invalid token".to_owned(),
    }
}
