//! Closed sets of strings.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::casing;
use super::service::{Protocol, Service};
use super::structs::Item;

/// The Rust of one enum.
pub(crate) fn item(service: &Service, name: &str) -> anyhow::Result<Item> {
    let (shape, name) = (name, casing::type_name(name));
    let values = &service.shape(shape)?.values;
    let variants: Vec<String> = values.iter().map(|value| casing::variant(value)).collect();
    let distinct: BTreeSet<&String> = variants.iter().collect();
    anyhow::ensure!(
        distinct.len() == variants.len(),
        "{name}: two values have one variant"
    );
    let mut text = String::new();
    let out = &mut text;
    writeln!(out, "/// `{shape}` in the service model.")?;
    writeln!(
        out,
        "#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]"
    )?;
    writeln!(out, "pub enum {name} {{")?;
    for (variant, value) in variants.iter().zip(values) {
        writeln!(out, "/// `{value}`.\n{variant},")?;
    }
    writeln!(
        out,
        "}}\n\nimpl {name} {{\n/// Every value, in the model's order."
    )?;
    let all: Vec<String> = variants
        .iter()
        .map(|variant| format!("Self::{variant}"))
        .collect();
    writeln!(out, "pub const ALL: &'static [Self] = &[{}];\n", all.join(", "))?;
    writeln!(
        out,
        "/// The name on the wire.\npub const fn as_str(self) -> &'static str {{ match self {{"
    )?;
    for (variant, value) in variants.iter().zip(values) {
        writeln!(out, "Self::{variant} => {value:?},")?;
    }
    writeln!(out, "}} }}")?;
    if service.reach.input.contains(shape) {
        out.push_str(PARSE);
    }
    writeln!(out, "}}")?;
    if service.reach.output.contains(shape) {
        match service.protocol {
            Protocol::Json => writeln!(out, "\nimpl Serialize for {name} {{ {SERIALIZE} }}")?,
            Protocol::Query => writeln!(out, "\nimpl ToXml for {name} {{ {TO_XML} }}")?,
        }
    }
    Ok(Item {
        text,
        types: BTreeSet::new(),
    })
}

const PARSE: &str = "
    /// Finds a value by its name on the wire.
    pub fn parse(text: &str) -> Option<Self> { Self::ALL.iter().copied().find(|value| value.as_str() == text) }
";

const SERIALIZE: &str = "fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_str(self.as_str()) }";

const TO_XML: &str = "fn content(&self, out: &mut Xml) { out.text(self.as_str()); }";
