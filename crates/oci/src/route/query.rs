//! Query parameters: splitting, decoding, and the bounds of pages.

use std::borrow::Cow;

use names::{Digest, RepositoryName};
use percent_encoding::percent_decode_str;

use super::{Route, RouteError};
use crate::ErrorCode;

/// How many entries a page of a list may have: 0 to [`PageSize::MAX`]. Zero asks for an empty
/// page, which the conformance suite of the distribution-spec does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PageSize(u16);

impl PageSize {
    /// ECR's bound of `maxResults`.
    pub const MAX: Self = Self(1000);
    /// ECR's page when the client asks for no size.
    pub const DEFAULT: Self = Self(100);

    /// The number of entries.
    pub const fn get(self) -> usize {
        self.0 as usize
    }

    /// Reads a decimal number.
    fn parse(text: &str) -> Result<Self, RouteError> {
        let negative = text.strip_prefix('-').is_some_and(is_decimal);
        let why = match text.parse::<u16>() {
            Ok(number) if is_decimal(text) && number <= Self::MAX.0 => return Ok(Self(number)),
            _ if is_decimal(text) => "Member must have value less than or equal to 1000",
            _ if negative => "Member must have value greater than or equal to 0",
            _ => "Member must be a number",
        };
        Err(constraint("maxResults", why))
    }
}

fn is_decimal(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Which page of a list of names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListQuery {
    /// The page size, when the client asks for one.
    pub n: Option<PageSize>,
    /// The page starts after this name, which need not exist: 1 to [`ListQuery::MAX_LAST`]
    /// bytes without control characters.
    pub last: Option<String>,
}

impl ListQuery {
    /// The longest `last`, in bytes: no repository name or tag is longer.
    pub const MAX_LAST: usize = 256;
}

/// The decoded parameters of a request, in their order. A value that is not UTF-8 is `None`: it
/// does harm only where it is asked for.
pub(super) struct Query<'a>(Vec<(Cow<'a, str>, Option<Cow<'a, str>>)>);

impl<'a> Query<'a> {
    /// Splits a raw query. A plus sign stands for itself, as RFC 3986 has it: media types hold
    /// some, and no parameter of this API holds a space.
    pub(super) fn parse(raw: &'a str) -> Self {
        let pairs = raw.split('&').filter(|pair| !pair.is_empty());
        let decoded = pairs.map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let key = percent_decode_str(key).decode_utf8_lossy();
            (key, percent_decode_str(value).decode_utf8().ok())
        });
        Self(decoded.collect())
    }

    /// The parameter's value, which may be empty; refused with `code` when it is repeated,
    /// since two readers of the request could then disagree on it.
    fn single(&self, key: &str, code: ErrorCode) -> Result<Option<&str>, RouteError> {
        let mut values = self.all(key, code);
        match (values.next(), values.next()) {
            (value, None) => value.transpose(),
            _ => Err(bad(code, format!("the parameter '{key}' is repeated"))),
        }
    }

    fn all(&self, key: &str, code: ErrorCode) -> impl Iterator<Item = Result<&str, RouteError>> {
        let matching = self.0.iter().filter(move |(name, _)| name == key);
        matching.map(move |(name, value)| {
            let refusal = || bad(code, format!("the parameter '{name}' is not UTF-8"));
            value.as_deref().ok_or_else(refusal)
        })
    }

    pub(super) fn page_size(&self) -> Result<Option<PageSize>, RouteError> {
        self.single("n", ErrorCode::Unsupported)?
            .map(PageSize::parse)
            .transpose()
    }

    pub(super) fn list(&self) -> Result<ListQuery, RouteError> {
        let n = self.page_size()?;
        let last = self.single("last", ErrorCode::Unsupported)?;
        let last = last.filter(|last| !last.is_empty());
        if last.is_some_and(|last| last.len() > ListQuery::MAX_LAST || last.contains(char::is_control)) {
            return Err(constraint(
                "nextToken",
                "Member must be a name of at most 256 characters",
            ));
        }
        Ok(ListQuery {
            n,
            last: last.map(str::to_owned),
        })
    }

    pub(super) fn last_digest(&self) -> Result<Option<Digest>, RouteError> {
        let last = self.single("last", ErrorCode::Unsupported)?;
        last.filter(|last| !last.is_empty())
            .map(|last| Digest::parse(last).map_err(|_| constraint("nextToken", "Member must be a digest")))
            .transpose()
    }

    pub(super) fn artifact_types(&self) -> Result<Vec<String>, RouteError> {
        let mut types = self
            .all("artifactType", ErrorCode::Unsupported)
            .collect::<Result<Vec<_>, _>>()?;
        types.retain(|value| !value.is_empty());
        let name = "filter.artifactTypes";
        if types.len() > Route::MAX_ARTIFACT_TYPES {
            return Err(constraint(
                name,
                "Member must have length less than or equal to 5",
            ));
        }
        let malformed = |text: &&str| text.len() > 255 || text.contains(char::is_control);
        if types.iter().any(malformed) {
            return Err(constraint(
                name,
                "Member must have length less than or equal to 255",
            ));
        }
        Ok(types.into_iter().map(str::to_owned).collect())
    }

    pub(super) fn digest(&self, key: &str) -> Result<Option<Digest>, RouteError> {
        let text = self.single(key, ErrorCode::DigestInvalid)?;
        text.map(digest).transpose()
    }

    /// The source of a mount; empty counts as unsaid.
    pub(super) fn from(&self) -> Result<Option<RepositoryName>, RouteError> {
        let from = self.single("from", ErrorCode::NameInvalid)?;
        from.filter(|from| !from.is_empty()).map(name).transpose()
    }
}

pub(super) fn digest(text: &str) -> Result<Digest, RouteError> {
    Digest::parse(text).map_err(|invalid| bad(ErrorCode::DigestInvalid, invalid.to_string()))
}

pub(super) fn name(text: &str) -> Result<RepositoryName, RouteError> {
    RepositoryName::parse(text).map_err(|_| {
        let why = format!(
            "must satisfy regular expression '{}'",
            names::REPOSITORY_NAME_PATTERN
        );
        bad(ErrorCode::NameInvalid, sentence("repositoryName", &why))
    })
}

pub(super) fn bad(code: ErrorCode, message: String) -> RouteError {
    RouteError::Bad { code, message }
}

/// An error of a parameter of a list, with the parameter's name in ECR's API.
fn constraint(parameter: &str, why: &str) -> RouteError {
    bad(ErrorCode::Unsupported, sentence(parameter, why))
}

fn sentence(parameter: &str, why: &str) -> String {
    format!("Invalid parameter at '{parameter}' failed to satisfy constraint: '{why}'")
}
