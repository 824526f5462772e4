//! Which generated item goes into which file.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::model::Kind;
use super::service::{SERVICES, Service};
use super::structs::{self, Item};
use super::uses::uses;
use super::{Files, casing, enums, errors, operations, rules};

/// A first word that fewer shapes share than this gets no file of its own.
const MIN_GROUP: usize = 3;

/// Adds the files of one service.
pub(crate) fn add(service: &Service, files: &mut Files) -> anyhow::Result<()> {
    let mut index = Index::default();
    index.public.extend(["error_code", "operation"]);
    index.private.push("operation_table");
    put(
        service,
        files,
        "error_code.rs",
        "error codes",
        &errors::file(service)?,
    );
    put(
        service,
        files,
        "operation.rs",
        "operations",
        &operations::file(service)?,
    );
    put_item(
        service,
        files,
        "operation_table.rs",
        "facts about operations",
        &operations::table(service)?,
    );
    if !service.reach.input.is_empty() {
        index.private.push("rules");
        let title = "how values are read and checked";
        put_item(service, files, "rules.rs", title, &rules::item(service)?);
    }
    for group in groups(service)? {
        index.public.push(group.name);
        add_group(service, files, &group)?;
    }
    index.has_patterns = !service.reach.input.is_empty();
    put(service, files, "mod.rs", "index", &index.text());
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

/// A folder of shapes.
struct Group<'m> {
    name: &'static str,
    title: &'static str,
    shapes: Vec<&'m str>,
    item: fn(&Service, &str) -> anyhow::Result<Item>,
}

/// The folders of a service that have something in them.
fn groups(service: &Service) -> anyhow::Result<Vec<Group<'_>>> {
    let (mut calls, mut types, mut closed) = (Vec::new(), Vec::new(), Vec::new());
    for name in service.reach.input.union(&service.reach.output) {
        let shape = service.shape(name)?;
        match shape.kind {
            Kind::Structure if is_call(service, name) => calls.push(name.as_str()),
            Kind::Structure => types.push(name.as_str()),
            _ if !shape.values.is_empty() => closed.push(name.as_str()),
            _ => {}
        }
    }
    let groups = [
        Group {
            name: "calls",
            title: "inputs and outputs",
            shapes: calls,
            item: structs::item,
        },
        Group {
            name: "enums",
            title: "closed sets of strings",
            shapes: closed,
            item: enums::item,
        },
        Group {
            name: "types",
            title: "structures",
            shapes: types,
            item: structs::item,
        },
    ];
    Ok(groups
        .into_iter()
        .filter(|group| !group.shapes.is_empty())
        .collect())
}

fn is_call(service: &Service, name: &str) -> bool {
    let mut operations = service.model.operations.iter();
    operations.any(|(_, operation)| operation.input() == Some(name) || operation.output() == Some(name))
}

fn add_group(service: &Service, files: &mut Files, group: &Group<'_>) -> anyhow::Result<()> {
    let mut index = Index::default();
    let grouped = by_first_word(&group.shapes);
    for (word, names) in &grouped {
        index.public.push(word);
        let mut all = Item::default();
        for name in names {
            let item = (group.item)(service, name)?;
            all.text.push_str(&item.text);
            all.text.push('\n');
            all.types.extend(item.types);
        }
        all.types.retain(|used| !names.contains(&used.as_str()));
        let path = Path::new(group.name).join(format!("{word}.rs"));
        put_item(service, files, path, &format!("{}, `{word}`", group.title), &all);
    }
    put(
        service,
        files,
        Path::new(group.name).join("mod.rs"),
        group.title,
        &index.text(),
    );
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
        let small: BTreeSet<&str> = small.into_values().flatten().collect();
        large.insert("other".to_owned(), small.into_iter().collect());
    }
    large
}

/// A `mod.rs`.
#[derive(Default)]
struct Index<'n> {
    public: Vec<&'n str>,
    private: Vec<&'n str>,
    has_patterns: bool,
}

impl Index<'_> {
    fn text(&self) -> String {
        let mut all: Vec<&str> = self.public.iter().chain(&self.private).copied().collect();
        all.sort_unstable();
        let mut text: String = all.iter().map(|module| format!("mod {module};\n")).collect();
        text.push('\n');
        text.extend(self.public.iter().map(|module| format!("pub use {module}::*;\n")));
        if self.has_patterns {
            text.push_str(PATTERNS_COMPILE);
        }
        text
    }
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

fn put_item(service: &Service, files: &mut Files, path: impl AsRef<Path>, title: &str, item: &Item) {
    put(service, files, path, title, &(uses(service, item) + &item.text));
}

fn put(service: &Service, files: &mut Files, path: impl AsRef<Path>, title: &str, text: &str) {
    let folder = service.spec.folder;
    let head = format!("//! `{folder}`: {title}. Written by `cargo xtask codegen` from `models/{folder}`.");
    files.insert(
        Path::new(service.spec.module).join(path),
        format!("{head}\n\n{text}"),
    );
}
