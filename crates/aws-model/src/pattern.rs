//! The patterns of the models.
//!
//! They are Java's. The engine here knows no Unicode categories and no look-ahead, and is linear in
//! the text for that; the few patterns that have them are rewritten.

use std::borrow::Cow;
use std::sync::OnceLock;

use regex_lite::Regex;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory as _};

/// The categories of letters, separators and numbers, which always come together.
const CATEGORIES: &str = r"\p{L}\p{Z}\p{N}";
/// What stands for them: the ASCII ones, and one character for all others.
const OF_CATEGORIES: &str = "A-Za-z 0-9\u{e000}";

/// A pattern of the model, compiled at its first use.
pub(crate) struct Pattern {
    source: &'static str,
    /// What is matched in place of the source, where that is not for our engine.
    equal: Option<&'static str>,
    compiled: OnceLock<Regex>,
}

impl Pattern {
    pub(crate) const fn new(source: &'static str) -> Self {
        Self {
            source,
            equal: None,
            compiled: OnceLock::new(),
        }
    }

    /// A pattern that matches the texts that `equal` matches.
    pub(crate) const fn equal(source: &'static str, equal: &'static str) -> Self {
        Self {
            source,
            equal: Some(equal),
            compiled: OnceLock::new(),
        }
    }

    /// The pattern in the model's spelling.
    pub(crate) fn source(&self) -> &'static str {
        self.source
    }

    /// Whether the whole text matches. Classes (`\w`, `\S`) are ASCII, as they are where the
    /// models' patterns come from.
    pub(crate) fn matches(&self, text: &str) -> bool {
        let has_categories = self.source.contains(CATEGORIES);
        let text = if has_categories {
            by_category(text)
        } else {
            Cow::Borrowed(text)
        };
        self.compiled().is_match(&text)
    }

    pub(crate) fn compiled(&self) -> &Regex {
        let compile = || {
            let source = self
                .equal
                .unwrap_or(self.source)
                .replace(CATEGORIES, OF_CATEGORIES);
            Regex::new(&format!("^(?:{source})$")).expect("the models' patterns compile")
        };
        self.compiled.get_or_init(compile)
    }
}

/// The text with one character for all letters, separators and numbers beyond ASCII, and another for
/// all else there.
fn by_category(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let stand_in = |character: char| match character.general_category_group() {
        _ if character.is_ascii() => character,
        GeneralCategoryGroup::Letter | GeneralCategoryGroup::Separator | GeneralCategoryGroup::Number => {
            '\u{e000}'
        }
        _ => '\u{e001}',
    };
    Cow::Owned(text.chars().map(stand_in).collect())
}
