//! The defined members of a JSON object, each still as text.

use std::fmt;

use names::MediaType;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::ManifestError;
use super::error::shown;
use super::strict::Key;

/// Where in the manifest a member is, for messages.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place {
    Document,
    Member(&'static str),
    Element(&'static str, usize),
}

impl Place {
    /// The member `name` of what is here.
    pub(super) fn member(self, name: &str) -> String {
        match self {
            Self::Document => name.to_owned(),
            _ => format!("{self}.{name}"),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Document => f.write_str("the manifest"),
            Self::Member(name) => f.write_str(name),
            Self::Element(list, index) => write!(f, "{list}[{index}]"),
        }
    }
}

/// The members of an object whose names are `names`; `null` counts as absent, which is how
/// clients write what they do not have. Others are passed over.
pub(super) struct Object<'a, const N: usize> {
    names: &'static [&'static str; N],
    place: Place,
    values: [Option<&'a RawValue>; N],
}

impl<'a, const N: usize> Object<'a, N> {
    /// Reads an object from a text that [`super::strict::check`] let pass.
    pub(super) fn parse(
        text: &'a str,
        names: &'static [&'static str; N],
        place: Place,
    ) -> Result<Self, ManifestError> {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let members = Members { names }.deserialize(&mut deserializer);
        let members = members.map_err(|_| ManifestError::Malformed {
            place: place.to_string(),
            rule: "a JSON object",
        })?;
        let values = members.map_err(|(key, expected)| ManifestError::MisspelledKey {
            place: place.to_string(),
            key,
            expected,
        })?;
        Ok(Self { names, place, values })
    }

    /// The text of a member.
    pub(super) fn raw(&self, name: &'static str) -> Option<&'a RawValue> {
        let index = self.names.iter().position(|known| *known == name);
        self.values[index.expect("only defined members are asked for")]
    }

    /// A member of some type.
    pub(super) fn get<T: Member<'a>>(&self, name: &'static str) -> Result<Option<T>, ManifestError> {
        let Some(raw) = self.raw(name) else {
            return Ok(None);
        };
        serde_json::from_str(raw.get())
            .map(Some)
            .map_err(|_| self.malformed(name, T::RULE))
    }

    /// A member of some type that must be there.
    pub(super) fn require<T: Member<'a>>(&self, name: &'static str) -> Result<T, ManifestError> {
        self.get(name)?.ok_or_else(|| ManifestError::Missing {
            place: self.place.member(name),
        })
    }

    /// The member `mediaType`.
    pub(super) fn media_type(&self) -> Result<Option<MediaType>, ManifestError> {
        let text = self.get::<String>("mediaType")?;
        text.map(|text| {
            MediaType::parse(&text).map_err(|_| self.malformed("mediaType", "a media type of RFC 6838"))
        })
        .transpose()
    }

    pub(super) fn malformed(&self, name: &str, rule: &'static str) -> ManifestError {
        let place = self.place.member(name);
        ManifestError::Malformed { place, rule }
    }
}

/// A type of members and what to call it in messages.
pub(super) trait Member<'a>: Deserialize<'a> {
    const RULE: &'static str;
}

impl Member<'_> for u64 {
    const RULE: &'static str = "a whole number that is not negative";
}

impl Member<'_> for String {
    const RULE: &'static str = "a string";
}

impl Member<'_> for Vec<String> {
    const RULE: &'static str = "an array of strings";
}

impl Member<'_> for std::collections::BTreeMap<String, String> {
    const RULE: &'static str = "an object of strings";
}

impl<'a> Member<'a> for Vec<&'a RawValue> {
    const RULE: &'static str = "an array";
}

/// Collects the members with these names, or finds one that only looks like them.
struct Members<const N: usize> {
    names: &'static [&'static str; N],
}

type Found<'a, const N: usize> = Result<[Option<&'a RawValue>; N], (String, &'static str)>;

impl<'de, const N: usize> DeserializeSeed<'de> for Members<N> {
    type Value = Found<'de, N>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, const N: usize> Visitor<'de> for Members<N> {
    type Value = Found<'de, N>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut values = [None; N];
        let mut misspelled = None;
        while let Some(Key(key)) = members.next_key()? {
            let value = members.next_value::<&RawValue>()?;
            match self.names.iter().position(|name| is_folded(name, &key)) {
                Some(index) if self.names[index] == key => {
                    values[index] = Some(value).filter(|value| value.get() != "null");
                }
                Some(index) => misspelled = Some((shown(&key), self.names[index])),
                None => {}
            }
        }
        Ok(misspelled.map_or(Ok(values), Err))
    }
}

/// Whether readers that ignore case take `key` for `name`. Most clients are such readers; to
/// them the long s and the Kelvin sign are letters as well.
fn is_folded(name: &str, key: &str) -> bool {
    let folded = key.chars().map(|character| match character {
        '\u{17f}' => 's',
        '\u{212a}' => 'k',
        other => other.to_ascii_lowercase(),
    });
    name.chars()
        .map(|character| character.to_ascii_lowercase())
        .eq(folded)
}
