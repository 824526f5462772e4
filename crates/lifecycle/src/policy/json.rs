//! JSON as a policy may have it: each key of an object once, integers told from other numbers.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// A JSON value.
#[derive(Debug, PartialEq)]
pub(super) enum Json {
    Null,
    Bool,
    Integer(i128),
    /// A number with a fraction or an exponent, or an integer of more than 64 bits.
    Number,
    Text(String),
    Array(Vec<Json>),
    Object(BTreeMap<String, Json>),
}

impl Json {
    /// Reads a whole text; `None` when it is no JSON or repeats a key.
    pub(super) fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// The name of the value's type.
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool => "boolean",
            Self::Integer(_) => "integer",
            Self::Number => "number",
            Self::Text(_) => "string",
            Self::Array(_) => "array",
            Self::Object(_) => "object",
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(JsonVisitor)
    }
}

struct JsonVisitor;

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Json, E> {
        Ok(Json::Bool)
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Integer(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Integer(value.into()))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Json, E> {
        Ok(Json::Number)
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Json, A::Error> {
        let mut array = Vec::new();
        while let Some(element) = elements.next_element()? {
            array.push(element);
        }
        Ok(Json::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Json, A::Error> {
        let mut object = BTreeMap::new();
        while let Some((key, value)) = members.next_entry()? {
            // Readers differ on which of two values counts, and a policy deletes images.
            if object.insert(key, value).is_some() {
                return Err(A::Error::custom("a key is repeated"));
            }
        }
        Ok(Json::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_strict() {
        for (text, expect) in [
            ("null", Some("null")),
            ("true", Some("boolean")),
            ("-1", Some("integer")),
            ("18446744073709551615", Some("integer")),
            ("18446744073709551616", Some("number")),
            ("1.0", Some("number")),
            ("1e2", Some("number")),
            ("\"a\"", Some("string")),
            (" [1,{}] ", Some("array")),
            ("{\"a\":{\"a\":1}}", Some("object")),
            ("{\"a\":1,\"a\":1}", None),
            ("{\"a\":1,\"\\u0061\":2}", None),
            ("{\"a\":1,}", None),
            ("[1] 2", None),
            ("[01]", None),
            ("\u{feff}{}", None),
            ("\"\\ud800\"", None),
            ("{'a':1}", None),
            ("NaN", None),
            ("1e999", None),
            ("", None),
        ] {
            assert_eq!(Json::parse(text).map(|json| json.kind()), expect, "{text}");
        }
        assert_eq!(Json::parse(&"[".repeat(30_000)), None);
    }
}
