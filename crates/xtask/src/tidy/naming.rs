//! Names that say nothing: a file that is called so takes everything in.

use super::Finding;
use super::tree::Tree;

const RULE: &str = "name";

const EMPTY: &[&str] = &[
    "common", "helper", "helpers", "manager", "managers", "misc", "shared", "stuff", "util", "utils",
];

/// No crate, module, folder or script is called by a name that says nothing.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let ours = |path: &&String| {
        ["crates/", "e2e/", "scripts/"]
            .iter()
            .any(|folder| path.starts_with(folder))
    };
    let paths = tree.paths.iter().filter(ours).filter(|path| is_empty(path));
    let paths = paths.map(|path| Finding::new(path, 1, RULE, advice(last(path))));
    let modules = tree.rust.iter().flat_map(|source| {
        let modules = source
            .lines()
            .filter_map(|(line, code)| Some((line, inline_module(code)?)));
        let empty = modules.filter(|(_, module)| EMPTY.contains(module));
        empty.map(|(line, module)| Finding::new(&source.path, line, RULE, advice(module)))
    });
    paths.chain(modules).collect()
}

fn advice(name: &str) -> String {
    format!("`{name}` says nothing: name it for what it is about")
}

fn is_empty(path: &str) -> bool {
    EMPTY.contains(&last(path))
}

/// The last part of a path, without what comes after its first dot.
fn last(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.split('.').next().unwrap_or_default()
}

fn inline_module(code: &str) -> Option<&str> {
    let (before, rest) = code.split_once("mod ")?;
    let declares = before.trim().is_empty() || before.trim_start().starts_with("pub");
    let name = rest.trim().strip_suffix('{')?;
    declares.then_some(name.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_something() {
        for (path, text, expect) in [
            ("crates/utils/src/lib.rs", "", 1),
            ("crates/a/src/common.rs", "", 1),
            ("crates/a/src/helpers/b.rs", "", 1),
            ("e2e/lab/util.py", "", 1),
            ("crates/a/src/b.rs", "pub(crate) mod misc {\n}", 1),
            ("crates/a/src/commons.rs", "fn common() {}", 0),
        ] {
            assert_eq!(check(&Tree::of(&[(path, text)])).len(), expect, "{path}");
        }
    }
}
