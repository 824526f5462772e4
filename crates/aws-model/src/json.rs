//! A request body as a tree, within limits that a hostile body cannot pass.
//!
//! `serde_json` reads the text. This module adds what its own tree does not have: duplicate keys
//! are errors, nesting and the number of values are bounded, text is borrowed where it can be.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Number;

use crate::form::Form;

/// The deepest nesting accepted. The models' own inputs nest seven deep.
const MAX_DEPTH: usize = 64;

/// The most values accepted in one body. The largest input that the constraints allow (replication
/// rules) has about five thousand; a tree costs some 60 bytes for each two bytes of `0,`.
const MAX_VALUES: usize = 65_536;

/// The members of a JSON object.
pub(crate) type Object<'a> = BTreeMap<Cow<'a, str>, Json<'a>>;

/// One JSON value.
#[derive(Debug, PartialEq)]
pub(crate) enum Json<'a> {
    Null,
    Bool(bool),
    Number(Number),
    Text(Cow<'a, str>),
    List(Vec<Json<'a>>),
    Object(Object<'a>),
    /// A structure of a form, whose members get their types when they are read.
    Form(Form<'a>),
}

/// Reads a whole body. The error says what is wrong in a sentence.
pub(crate) fn parse(body: &[u8]) -> Result<Json<'_>, String> {
    let text = std::str::from_utf8(body)
        .map_err(|error| format!("Invalid UTF-8 at byte {}", error.valid_up_to()))?;
    let limits = Limits {
        values: Cell::new(MAX_VALUES),
        broken: RefCell::new(None),
    };
    let mut reader = serde_json::Deserializer::from_str(text);
    Seed {
        limits: &limits,
        depth: MAX_DEPTH,
    }
    .deserialize(&mut reader)
    .and_then(|tree| reader.end().map(|()| tree))
    .map_err(|error| limits.broken.take().unwrap_or_else(|| syntax_message(&error)))
}

fn syntax_message(error: &serde_json::Error) -> String {
    if error.is_eof() {
        "Unexpected end of input".to_owned()
    } else {
        format!(
            "Unexpected token at line {}, column {}",
            error.line(),
            error.column()
        )
    }
}

/// What is left to spend, and which limit broke.
struct Limits {
    values: Cell<usize>,
    broken: RefCell<Option<String>>,
}

impl Limits {
    fn fail<E: Error>(&self, message: String) -> E {
        *self.broken.borrow_mut() = Some(message);
        E::custom("a limit is passed")
    }
}

#[derive(Clone, Copy)]
struct Seed<'c> {
    limits: &'c Limits,
    depth: usize,
}

impl Seed<'_> {
    fn inner<E: Error>(self) -> Result<Self, E> {
        match self.depth.checked_sub(1) {
            Some(depth) => Ok(Self { depth, ..self }),
            None => Err(self
                .limits
                .fail(format!("Nesting is deeper than {MAX_DEPTH} levels"))),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Json<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json<'de>, D::Error> {
        match self.limits.values.get().checked_sub(1) {
            Some(left) => self.limits.values.set(left),
            None => return Err(self.limits.fail(format!("More than {MAX_VALUES} values"))),
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Json<'de>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Json<'de>, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json<'de>, E> {
        Ok(Json::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json<'de>, E> {
        Ok(Json::Number(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json<'de>, E> {
        Ok(Json::Number(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Json<'de>, E> {
        let number = Number::from_f64(value).ok_or_else(|| E::custom("not a finite number"))?;
        Ok(Json::Number(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json<'de>, E> {
        Ok(Json::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Json<'de>, E> {
        Ok(Json::Text(Cow::Borrowed(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Json<'de>, A::Error> {
        let seed = self.inner()?;
        let mut list = Vec::new();
        while let Some(value) = access.next_element_seed(seed)? {
            list.push(value);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Json<'de>, A::Error> {
        let seed = self.inner()?;
        let mut object = Object::new();
        while let Some(key) = access.next_key_seed(Key)? {
            let value = access.next_value_seed(seed)?;
            if let Some(earlier) = object.insert(key, value) {
                drop(earlier);
                return Err(self.limits.fail("Duplicate field".to_owned()));
            }
        }
        Ok(Json::Object(object))
    }
}

/// An object's key, borrowed where it can be.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Cow<'de, str>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a field name")
    }

    fn visit_str<E>(self, text: &str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(text.to_owned()))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Borrowed(text))
    }
}
