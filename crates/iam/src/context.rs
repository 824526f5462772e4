//! What is known of a request: condition keys and their values.

use std::collections::BTreeMap;

/// Condition keys with their values, as text. Key names are the same in any case, tag keys in
/// them too. A key without values is absent: AWS's "null".
///
/// Only what the server knows may be in it. A header of the request that is called like a key is
/// not one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    /// By key in lower case; lists are not empty.
    values: BTreeMap<Box<str>, Vec<Box<str>>>,
}

impl Context {
    /// A context that knows nothing.
    pub const fn new() -> Self {
        Self {
            values: BTreeMap::new(),
        }
    }

    /// Says what a key's value is, in place of what was said before.
    pub fn set(&mut self, key: &str, value: &str) {
        self.set_all(key, [value]);
    }

    /// Says what all values of a key are, in place of what was said before; none makes it absent.
    /// Dates are ISO 8601 or seconds since 1970, numbers decimal, binary values base64.
    pub fn set_all<'a>(&mut self, key: &str, values: impl IntoIterator<Item = &'a str>) {
        let values: Vec<Box<str>> = values.into_iter().map(Box::from).collect();
        let key = fold(key);
        if values.is_empty() {
            self.values.remove(&key);
        } else {
            self.values.insert(key, values);
        }
    }

    /// All keys, in lower case and in their order, with their values: at least one each.
    pub fn iter(&self) -> impl Iterator<Item = (&str, impl Iterator<Item = &str>)> {
        let all = self.values.iter();
        all.map(|(key, values)| (&**key, values.iter().map(|value| &**value)))
    }

    /// The values of a key that is in lower case already; none if it is absent.
    pub(crate) fn get(&self, folded: &str) -> &[Box<str>] {
        self.values.get(folded).map_or(&[], Vec::as_slice)
    }
}

/// A condition key as a policy names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Key {
    pub(crate) folded: Box<str>,
    /// As the document has it: what `GetContextKeysForCustomPolicy` answers.
    pub(crate) written: Box<str>,
}

impl Key {
    pub(crate) fn new(written: &str) -> Self {
        Self {
            folded: fold(written),
            written: written.into(),
        }
    }
}

/// What two spellings of a key have in common.
pub(crate) fn fold(key: &str) -> Box<str> {
    key.to_lowercase().into()
}
