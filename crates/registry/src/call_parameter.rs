//! `requestParameters` of a record of the audit trail: what a request asked for, with the API's names,
//! without secrets, bounded in length.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserializer as _, IgnoredAny, MapAccess, Visitor};
use serde_json::{Map, Value, json};

/// Members that a record never shows: secrets, and the bytes of layers.
const HIDDEN: &[&str] = &[
    "CiphertextBlob",
    "GrantToken",
    "GrantTokens",
    "Plaintext",
    "layerPartBlob",
    "newPassword",
    "oldPassword",
    "password",
    "sAMLAssertion",
    "secretAccessKey",
    "tokenCode",
    "webIdentityToken",
];
/// Longest text, in bytes: a manifest is mostly shorter.
const MAX_TEXT: usize = 8 << 10;
/// Longest parameters as a whole, in bytes.
const MAX_LENGTH: usize = 64 << 10;

/// The members of a JSON object; none when it is not one.
pub(crate) fn from_json(body: &[u8]) -> Map<String, Value> {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    deserializer.deserialize_map(Visible).unwrap_or_default()
}

/// Reads an object and passes over hidden members without holding them.
struct Visible;

impl<'de> Visitor<'de> for Visible {
    type Value = Map<String, Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut visible = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            if HIDDEN.contains(&name.as_str()) {
                members.next_value::<IgnoredAny>()?;
            } else {
                visible.insert(name, members.next_value()?);
            }
        }
        Ok(visible)
    }
}

/// The members of a form: `Tags.member.1.Key` becomes a member of an entry of a list.
pub(crate) fn from_form(members: &[(String, String)]) -> Map<String, Value> {
    let mut root = Node::default();
    for (name, value) in members {
        if !matches!(name.as_str(), "Action" | "Version") {
            root.put(name.split('.'), value);
        }
    }
    match root.into_value() {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

/// A member of a form, or what is below it.
#[derive(Default)]
struct Node {
    text: String,
    below: BTreeMap<String, Node>,
}

impl Node {
    fn put<'a>(&mut self, path: impl Iterator<Item = &'a str>, value: &str) {
        let mut node = self;
        for step in path.take(16) {
            node = node.below.entry(camel_case(step)).or_default();
        }
        value.clone_into(&mut node.text);
    }

    fn into_value(self) -> Value {
        let Self { text, mut below } = self;
        if below.is_empty() {
            return text.into();
        }
        if below.len() == 1
            && let Some(list) = below.remove("member")
        {
            let mut entries: Vec<(u32, Self)> = list
                .below
                .into_iter()
                .filter_map(|(number, entry)| Some((number.parse().ok()?, entry)))
                .collect();
            entries.sort_unstable_by_key(|(number, _)| *number);
            return entries.into_iter().map(|(_, entry)| entry.into_value()).collect();
        }
        let visible = below
            .into_iter()
            .filter(|(name, _)| !HIDDEN.contains(&name.as_str()));
        Value::Object(visible.map(|(name, node)| (name, node.into_value())).collect())
    }
}

/// CloudTrail writes the names of members with a small first letter.
fn camel_case(name: &str) -> String {
    let mut letters = name.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// The parameters, cut where they are too long for a record; `null` where there are none.
pub(crate) fn bounded(parameters: Map<String, Value>) -> Value {
    let mut parameters = Value::Object(parameters);
    cut(&mut parameters);
    if parameters.as_object().is_none_or(Map::is_empty) {
        return Value::Null;
    }
    match parameters.to_string().len() {
        length if length > MAX_LENGTH => json!({"leftOut": format!("{length} bytes")}),
        _ => parameters,
    }
}

fn cut(value: &mut Value) {
    match value {
        Value::String(text) if text.len() > MAX_TEXT => {
            let mut end = MAX_TEXT;
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            let rest = text.len() - end;
            text.truncate(end);
            text.push_str(&format!("… [{rest} bytes left out]"));
        }
        Value::Array(entries) => entries.iter_mut().for_each(cut),
        Value::Object(members) => members.values_mut().for_each(cut),
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(members: &[(&str, &str)]) -> Value {
        let members: Vec<(String, String)> = members
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        bounded(from_form(&members))
    }

    #[test]
    fn forms_become_objects() {
        for (members, expect) in [
            (
                &[("Action", "ListUsers"), ("Version", "2010-05-08")][..],
                Value::Null,
            ),
            (&[("UserName", "ci")], json!({"userName": "ci"})),
            (
                &[
                    ("RoleName", "ci"),
                    ("Tags.member.1.Key", "team"),
                    ("Tags.member.1.Value", "web"),
                    ("Tags.member.10.Key", "b"),
                    ("Tags.member.2.Key", "a"),
                ],
                json!({"roleName": "ci", "tags": [{"key": "team", "value": "web"}, {"key": "a"}, {"key": "b"}]}),
            ),
            (
                &[("RoleArn", "arn"), ("WebIdentityToken", "secret")],
                json!({"roleArn": "arn"}),
            ),
            (&[("TagKeys", "")], json!({"tagKeys": ""})),
        ] {
            assert_eq!(form(members), expect, "{members:?}");
        }
    }

    #[test]
    fn objects_lose_their_secrets_and_what_is_too_long() {
        let long = "é".repeat(MAX_TEXT);
        let body = json!({"repositoryName": "a", "layerPartBlob": "AAAA", "imageManifest": long});
        let shown = bounded(from_json(body.to_string().as_bytes()));
        assert!(shown.get("layerPartBlob").is_none());
        assert_eq!(shown["repositoryName"], "a");
        let text = shown["imageManifest"].as_str().expect("a text");
        assert!(text.ends_with("é… [8192 bytes left out]"), "{}", text.len());
        let many: Vec<String> = (0..20_000).map(|number| number.to_string()).collect();
        let shown = bounded(from_json(json!({"imageIds": many}).to_string().as_bytes()));
        assert_eq!(shown, json!({"leftOut": "148904 bytes"}));
        assert_eq!(bounded(from_json(b"[]")), Value::Null);
    }
}
