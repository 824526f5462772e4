//! Which generated item goes into which file.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::model::Kind;
use super::service::{SERVICES, Service};
use super::structs::{self, Item};
use super::{Files, casing, enums, errors, operations, rules};

/// A first word that fewer structures share than this gets no file of its own.
const MIN_GROUP: usize = 4;

/// Adds the files of one service.
pub(crate) fn add(service: &Service, files: &mut Files) -> anyhow::Result<()> {
    let folder = PathBuf::from(service.spec.module);
    let mut modules = vec!["error_code", "operation"];
    put(
        service,
        files,
        folder.join("error_code.rs"),
        "Error codes",
        &errors::file(service)?,
    );
    put(
        service,
        files,
        folder.join("operation.rs"),
        "Operations",
        &operations::file(service)?,
    );
    let enums = enums::file(service)?;
    if !enums.is_empty() {
        modules.push("enums");
        let head = uses(service, &enums, &BTreeSet::new());
        put(
            service,
            files,
            folder.join("enums.rs"),
            "Closed sets of strings",
            &(head + &enums),
        );
    }
    if !service.reach.input.is_empty() {
        let rules = rules::file(service)?;
        let head = uses(service, &rules, &types_of_rules(service)?);
        put(
            service,
            files,
            folder.join("rules.rs"),
            "How values are read and checked",
            &(head + &rules),
        );
    }
    let (calls, types): (Vec<&str>, Vec<&str>) = structures(service)?
        .into_iter()
        .partition(|name| is_call(service, name));
    add_group(
        service,
        files,
        &mut modules,
        Group {
            name: "calls",
            title: "Inputs and outputs",
            shapes: calls,
        },
    )?;
    add_group(
        service,
        files,
        &mut modules,
        Group {
            name: "types",
            title: "Structures",
            shapes: types,
        },
    )?;
    modules.sort_unstable();
    let index = index(&modules, !service.reach.input.is_empty());
    put(service, files, folder.join("mod.rs"), "Index", &index);
    Ok(())
}

/// Adds the index of the output folder.
pub(crate) fn add_root(files: &mut Files) {
    let mut text = "//! Written by `cargo xtask codegen` from `models`.\n\n".to_owned();
    for service in SERVICES {
        text.push_str(&format!("pub mod {};\n", service.module));
    }
    files.insert(PathBuf::from("mod.rs"), text);
}

fn structures(service: &Service) -> anyhow::Result<Vec<&str>> {
    let mut names = Vec::new();
    for name in service.reach.input.union(&service.reach.output) {
        if service.shape(name)?.kind == Kind::Structure {
            names.push(name.as_str());
        }
    }
    Ok(names)
}

fn is_call(service: &Service, name: &str) -> bool {
    let mut operations = service.model.operations.iter();
    operations.any(|(_, operation)| operation.input.shape == name || operation.output.shape == name)
}

struct Group<'m> {
    name: &'static str,
    title: &'static str,
    shapes: Vec<&'m str>,
}

fn add_group(
    service: &Service,
    files: &mut Files,
    modules: &mut Vec<&str>,
    group: Group<'_>,
) -> anyhow::Result<()> {
    if group.shapes.is_empty() {
        return Ok(());
    }
    modules.push(group.name);
    let folder = Path::new(service.spec.module).join(group.name);
    let grouped = by_first_word(&group.shapes);
    let inner: Vec<&str> = grouped.keys().map(String::as_str).collect();
    put(
        service,
        files,
        folder.join("mod.rs"),
        group.title,
        &index(&inner, false),
    );
    for (word, names) in &grouped {
        let mut all = Item::default();
        for name in names {
            let item = structs::item(service, name)?;
            all.text.push_str(&item.text);
            all.types.extend(item.types);
        }
        for name in names {
            all.types.remove(*name);
        }
        let text = uses(service, &all.text, &all.types) + &all.text;
        let title = format!("{}: `{word}`", group.title);
        put(service, files, folder.join(format!("{word}.rs")), &title, &text);
    }
    Ok(())
}

fn by_first_word<'m>(names: &[&'m str]) -> BTreeMap<String, Vec<&'m str>> {
    let mut groups: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for name in names {
        groups.entry(casing::first_word(name)).or_default().push(name);
    }
    let (mut large, small): (BTreeMap<_, _>, BTreeMap<_, _>) = groups
        .into_iter()
        .partition(|(_, names)| names.len() >= MIN_GROUP);
    if !small.is_empty() {
        large.insert("other".to_owned(), small.into_values().flatten().collect());
    }
    large
}

fn types_of_rules(service: &Service) -> anyhow::Result<BTreeSet<String>> {
    let mut types = BTreeSet::new();
    for name in &service.reach.input {
        let shape = service.shape(name)?;
        if !shape.values.is_empty() {
            types.insert(name.clone());
        }
        if let Some(member) = &shape.member
            && service.shape(&member.shape)?.kind == Kind::Structure
        {
            types.insert(member.shape.clone());
        }
    }
    Ok(types)
}

fn index(modules: &[&str], has_rules: bool) -> String {
    let mut text = String::new();
    for module in modules {
        text.push_str(&format!("mod {module};\n"));
    }
    if has_rules {
        text.push_str("mod rules;\n");
    }
    text.push('\n');
    for module in modules {
        text.push_str(&format!("pub use {module}::*;\n"));
    }
    if has_rules {
        text.push_str(PATTERNS_COMPILE);
    }
    text
}

const PATTERNS_COMPILE: &str = "
#[cfg(test)]
mod tests {
    #[test]
    fn patterns_compile() {
        for pattern in super::rules::PATTERNS.iter().flat_map(|pattern| pattern.iter()) {
            pattern.compiled();
        }
    }
}
";

/// What a text needs to name, by what appears in it.
const USES: &[(&str, &str)] = &[
    ("BTreeMap<", "use std::collections::BTreeMap;"),
    ("PhantomData", "use std::marker::PhantomData;"),
    ("Serializer", "use serde::Serializer;"),
    ("Serialize", "use serde::Serialize;"),
    ("Timestamp>", "use stdx::Timestamp;"),
    ("Timestamp,", "use stdx::Timestamp;"),
    ("Blob,", "use crate::Blob;"),
    ("Blob>", "use crate::Blob;"),
    ("impl Shape", "use crate::decode::{Members, Read, Shape};"),
    ("&rules::", "use super::super::rules;"),
    ("Bytes {", "use crate::rule::Bytes;"),
    ("&Flag", "use crate::rule::Flag;"),
    ("Length {", "use crate::rule::Length;"),
    ("List {", "use crate::rule::List;"),
    ("OneOf {", "use crate::rule::OneOf;"),
    ("Pattern::new", "use crate::rule::Pattern;"),
    ("Structure::<", "use crate::rule::Structure;"),
    ("Text {", "use crate::rule::Text;"),
    ("Whole {", "use crate::rule::Whole;"),
];

fn uses(service: &Service, text: &str, types: &BTreeSet<String>) -> String {
    let wanted: BTreeSet<&str> = USES
        .iter()
        .filter(|(mark, _)| text.contains(mark))
        .map(|(_, line)| *line)
        .collect();
    let mut head = String::new();
    for line in wanted {
        head.push_str(line);
        head.push('\n');
    }
    if !types.is_empty() {
        let names: Vec<&str> = types.iter().map(String::as_str).collect();
        let module = service.spec.module;
        writeln!(head, "use crate::generated::{module}::{{{}}};", names.join(", "))
            .expect("a string takes all");
    }
    head + "\n"
}

fn put(service: &Service, files: &mut Files, path: PathBuf, title: &str, text: &str) {
    let folder = service.spec.folder;
    let text = format!(
        "//! {title} of `{folder}`. Written by `cargo xtask codegen` from `models/{folder}`.\n\n{text}"
    );
    files.insert(path, text);
}
