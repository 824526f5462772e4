//! What is known of a request: condition keys and their values.
//!
//! A context is made for each request and asked by each condition, so all of its text is in one
//! allocation, and a key is found by a mark of its text before the text itself is compared.

use std::fmt;

/// Condition keys with their values, as text. Key names are the same in any case, tag keys in
/// them too. A key without values is absent: AWS's "null".
///
/// Only what the server knows may be in it. A header of the request that is called like a key is
/// not one.
#[derive(Clone, Default)]
pub struct Context {
    /// Keys in lower case and values, one behind the other; what was replaced stays.
    text: String,
    /// In the order of their keys; each has a value.
    entries: Vec<Entry>,
    values: Vec<Extent>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    mark: u64,
    key: Extent,
    /// Which of `values` are the key's.
    values: Extent,
}

#[derive(Debug, Clone, Copy)]
struct Extent {
    start: usize,
    end: usize,
}

impl Context {
    /// A context that knows nothing.
    pub const fn new() -> Self {
        Self {
            text: String::new(),
            entries: Vec::new(),
            values: Vec::new(),
        }
    }

    /// Says what a key's value is, in place of what was said before.
    pub fn set(&mut self, key: &str, value: &str) {
        self.set_all(key, [value]);
    }

    /// Says what all values of a key are, in place of what was said before; none makes it absent.
    /// Dates are ISO 8601 or seconds since 1970, numbers decimal, binary values base64.
    pub fn set_all<'a>(&mut self, key: &str, values: impl IntoIterator<Item = &'a str>) {
        let key = self.put_key(key);
        let start = self.values.len();
        for value in values {
            let value = self.put(value);
            self.values.push(value);
        }
        let end = self.values.len();
        let name = self.at(key);
        let found = self
            .entries
            .binary_search_by(|entry| self.at(entry.key).cmp(name));
        let entry = Entry {
            mark: mark(name),
            key,
            values: Extent { start, end },
        };
        match found {
            Ok(index) if start == end => {
                self.entries.remove(index);
            }
            Ok(index) => self.entries[index] = entry,
            Err(_) if start == end => {}
            Err(index) => self.entries.insert(index, entry),
        }
    }

    /// All keys, in lower case and in their order, with their values: at least one each.
    pub fn iter(&self) -> impl Iterator<Item = (&str, impl Iterator<Item = &str>)> {
        let all = self.entries.iter();
        all.map(|entry| (self.at(entry.key), self.values_of(entry).iter()))
    }

    /// The values of a key; none if it is absent.
    pub(crate) fn get(&self, key: &Key) -> Values<'_> {
        let is_key = |entry: &&Entry| entry.mark == key.mark && self.at(entry.key) == &*key.folded;
        let found = self.entries.iter().find(is_key);
        found.map_or(Values::NONE, |entry| self.values_of(entry))
    }

    fn values_of(&self, entry: &Entry) -> Values<'_> {
        Values {
            text: &self.text,
            extents: &self.values[entry.values.start..entry.values.end],
        }
    }

    fn at(&self, extent: Extent) -> &str {
        &self.text[extent.start..extent.end]
    }

    fn put(&mut self, text: &str) -> Extent {
        let start = self.text.len();
        self.text.push_str(text);
        let end = self.text.len();
        Extent { start, end }
    }

    fn put_key(&mut self, key: &str) -> Extent {
        if !key.is_ascii() {
            return self.put(&fold(key));
        }
        let extent = self.put(key);
        self.text[extent.start..].make_ascii_lowercase();
        extent
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = self.iter().map(|(key, values)| (key, values.collect::<Vec<_>>()));
        f.debug_map().entries(all).finish()
    }
}

impl PartialEq for Context {
    fn eq(&self, other: &Self) -> bool {
        let same = |(one, other): ((&str, _), (&str, _))| one.0 == other.0 && Iterator::eq(one.1, other.1);
        self.entries.len() == other.entries.len() && self.iter().zip(other.iter()).all(same)
    }
}

impl Eq for Context {}

/// The values of one key.
#[derive(Clone, Copy)]
pub(crate) struct Values<'a> {
    text: &'a str,
    extents: &'a [Extent],
}

impl<'a> Values<'a> {
    const NONE: Self = Self {
        text: "",
        extents: &[],
    };

    /// Each value, in the order in which they were set.
    pub(crate) fn iter(self) -> impl Iterator<Item = &'a str> {
        let text = self.text;
        self.extents.iter().map(|extent| &text[extent.start..extent.end])
    }

    /// The value, if there is exactly one.
    pub(crate) fn single(self) -> Option<&'a str> {
        match self.extents {
            [extent] => Some(&self.text[extent.start..extent.end]),
            _ => None,
        }
    }

    pub(crate) fn is_empty(self) -> bool {
        self.extents.is_empty()
    }
}

/// A condition key as a policy names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Key {
    mark: u64,
    pub(crate) folded: Box<str>,
    /// As the document has it: what `GetContextKeysForCustomPolicy` answers.
    pub(crate) written: Box<str>,
}

impl Key {
    pub(crate) fn new(written: &str) -> Self {
        let folded = fold(written);
        Self {
            mark: mark(&folded),
            folded,
            written: written.into(),
        }
    }
}

/// What two spellings of a key have in common.
pub(crate) fn fold(key: &str) -> Box<str> {
    key.to_lowercase().into()
}

/// A number that keys rarely have in common: the last bytes, since many begin alike, and the
/// length, since keys of the same tag end alike.
fn mark(folded: &str) -> u64 {
    let bytes = folded.as_bytes();
    let tail = bytes.last_chunk::<8>().copied().unwrap_or_else(|| {
        let mut tail = [0; 8];
        tail[..bytes.len()].copy_from_slice(bytes);
        tail
    });
    u64::from_le_bytes(tail) ^ (bytes.len() as u64) << 56
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(context: &Context, key: &str) -> Vec<String> {
        context.get(&Key::new(key)).iter().map(str::to_owned).collect()
    }

    #[test]
    fn keys_are_found_in_any_case() {
        let mut context = Context::new();
        context.set_all("aws:TagKeys", ["b", "a"]);
        context.set("x:É", "1");
        context.set("x:a", "2");
        context.set("X:A", "3");
        context.set_all("x:none", []);
        assert_eq!(values(&context, "AWS:tagkeys"), ["b", "a"]);
        assert_eq!(values(&context, "x:é"), ["1"]);
        assert_eq!(values(&context, "x:a"), ["3"]);
        assert_eq!(values(&context, "x:none"), [""; 0]);
        context.set_all("x:A", []);
        assert_eq!(values(&context, "x:a"), [""; 0]);
        assert_eq!(context.iter().count(), 2);
    }

    #[test]
    fn history_does_not_count() {
        let (mut one, mut other) = (Context::new(), Context::new());
        one.set("x:a", "1");
        one.set("x:b", "2");
        other.set("x:b", "1");
        other.set("x:a", "1");
        assert_ne!(one, other);
        other.set("X:B", "2");
        assert_eq!(one, other);
        assert_eq!(format!("{one:?}"), r#"{"x:a": ["1"], "x:b": ["2"]}"#);
    }
}
