//! The `use` lines of a generated file, by what appears in its text.

use std::collections::{BTreeMap, BTreeSet};

use super::service::Service;
use super::structs::Item;

/// A mark in the text, the module, the name to import from it.
const USES: &[(&str, &str, &str)] = &[
    ("BTreeMap<", "std::collections", "BTreeMap"),
    ("PhantomData", "std::marker", "PhantomData"),
    ("Serialize)]", "serde", "Serialize"),
    ("impl Serialize", "serde", "Serialize"),
    ("impl Serialize", "serde", "Serializer"),
    ("Timestamp>", "stdx", "Timestamp"),
    ("Timestamp,", "stdx", "Timestamp"),
    ("Blob,", "crate", "Blob"),
    (": Secret,", "crate", "Secret"),
    ("<Secret>", "crate", "Secret"),
    ("Blob>", "crate", "Blob"),
    ("OperationFacts {", "crate::facts", "OperationFacts"),
    ("Paging {", "crate::facts", "Paging"),
    ("impl Shape", "crate::decode", "Members"),
    ("impl Shape", "crate::decode", "Read"),
    ("impl Shape", "crate::decode", "Shape"),
    ("impl ToXml", "crate::xml", "ToXml"),
    ("impl ToXml", "crate::xml", "Xml"),
    ("&rules::", "super::super", "rules"),
    ("Bytes {", "crate::rule", "Bytes"),
    ("&Flag", "crate::rule", "Flag"),
    ("Length {", "crate::rule", "Length"),
    ("List {", "crate::rule", "List"),
    ("Map {", "crate::map", "Map"),
    ("OneOf {", "crate::rule", "OneOf"),
    ("Pattern::", "crate::pattern", "Pattern"),
    ("Sensitive(", "crate::rule", "Sensitive"),
    ("Structure::<", "crate::rule", "Structure"),
    ("Text {", "crate::rule", "Text"),
    ("Whole {", "crate::rule", "Whole"),
];

/// What a text needs to name.
pub(crate) fn uses(service: &Service, item: &Item) -> String {
    let own = format!("crate::generated::{}", service.spec.module);
    let mut modules: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (mark, module, name) in USES {
        if item.text.contains(mark) {
            modules.entry(module).or_default().insert(name);
        }
    }
    for name in &item.types {
        modules.entry(&own).or_default().insert(name);
    }
    let (standard, other): (BTreeMap<_, _>, BTreeMap<_, _>) = modules
        .into_iter()
        .partition(|(module, _)| module.starts_with("std::"));
    let (ours, theirs): (BTreeMap<_, _>, BTreeMap<_, _>) = other
        .into_iter()
        .partition(|(module, _)| module.starts_with("crate") || module.starts_with("super"));
    [standard, theirs, ours].iter().map(paragraph).collect()
}

fn paragraph(modules: &BTreeMap<&str, BTreeSet<&str>>) -> String {
    if modules.is_empty() {
        return String::new();
    }
    let line = |(module, names): (&&str, &BTreeSet<&str>)| {
        let names: Vec<&str> = names.iter().copied().collect();
        match names.as_slice() {
            [one] => format!("use {module}::{one};\n"),
            many => format!("use {module}::{{{}}};\n", many.join(", ")),
        }
    };
    modules.iter().map(line).collect::<String>() + "\n"
}
