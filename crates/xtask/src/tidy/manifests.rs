//! What every `Cargo.toml` says.

use toml::{Table, Value};

use super::Finding;
use super::tree::Tree;

const RULE: &str = "manifest";

/// What each crate takes from the workspace.
const INHERITED: &[&str] = &["version", "edition", "rust-version", "license", "publish"];
/// The only source of dependencies, as the lock file writes it.
const SOURCE: &str = concat!("registry+https://github.com/rust-lang/crates", ".io-index");

/// The manifest of a crate.
pub(crate) struct Manifest<'t> {
    /// From the root of the repository.
    pub(crate) path: &'t str,
    text: &'t str,
    table: Table,
}

impl Manifest<'_> {
    /// The crate's name.
    pub(crate) fn name(&self) -> &str {
        let package = self.table.get("package");
        package
            .and_then(|package| package.get("name"))
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    /// The dependencies of a section, each with its line.
    pub(crate) fn dependencies(&self, section: &str) -> Vec<(usize, String)> {
        let dependencies = self.section(section);
        dependencies
            .map(|(name, _)| (self.line_of(name), name.clone()))
            .collect()
    }

    fn section(&self, section: &str) -> impl Iterator<Item = (&String, &Value)> {
        self.table
            .get(section)
            .and_then(Value::as_table)
            .into_iter()
            .flatten()
    }

    /// The line, from 1, that starts with `key`.
    fn line_of(&self, key: &str) -> usize {
        let starts = |line: &str| {
            line.strip_prefix(key)
                .is_some_and(|rest| rest.starts_with(['.', ' ', '=']))
        };
        self.text.lines().position(starts).map_or(1, |index| index + 1)
    }
}

/// The manifests of all crates that can be read; [`check`] tells of the others.
pub(crate) fn all(tree: &Tree) -> Vec<Manifest<'_>> {
    manifests(tree).filter_map(Result::ok).collect()
}

fn manifests(tree: &Tree) -> impl Iterator<Item = Result<Manifest<'_>, Finding>> {
    let of_crate = |path: &str| path.starts_with("crates/") && path.ends_with("/Cargo.toml");
    let files = tree.files.iter().filter(move |file| of_crate(&file.path));
    files.map(|file| {
        let broken = |error: toml::de::Error| {
            Finding::new(&file.path, 1, RULE, format!("mend it: {}", error.message()))
        };
        Ok(Manifest {
            path: &file.path,
            text: &file.text,
            table: file.text.parse().map_err(broken)?,
        })
    })
}

/// Crates inherit what the workspace says, and the lock file is here.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for manifest in manifests(tree) {
        match manifest {
            Ok(manifest) => found.extend(check_crate(&manifest)),
            Err(finding) => found.push(finding),
        }
    }
    found.extend(check_root(tree));
    found.extend(check_lock(tree));
    found
}

fn check_crate(manifest: &Manifest<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut say = |line, advice: String| found.push(Finding::new(manifest.path, line, RULE, advice));
    let inherits =
        |value: Option<&Value>| value.and_then(|value| value.get("workspace")?.as_bool()) == Some(true);
    let folder = manifest.path.split('/').nth(1).unwrap_or_default();
    if manifest.name() != folder {
        say(1, format!("a crate is called as its folder: `{folder}`"));
    }
    let package = manifest.table.get("package").and_then(Value::as_table);
    for key in INHERITED {
        if !inherits(package.and_then(|package| package.get(*key))) {
            say(1, format!("say `{key}.workspace = true` in [package]"));
        }
    }
    let lints = manifest.table.get("lints").and_then(Value::as_table);
    if lints.and_then(|lints| lints.get("workspace")?.as_bool()) != Some(true) {
        say(1, "say `workspace = true` in [lints]".to_owned());
    }
    for section in ["dependencies", "dev-dependencies", "build-dependencies"] {
        for (name, value) in manifest.section(section) {
            if !inherits(Some(value)) {
                let advice = format!(
                    "take `{name}` from [workspace.dependencies] of the root: `{name}.workspace = true`"
                );
                say(manifest.line_of(name), advice);
            }
        }
    }
    found
}

/// Paths in the root manifest stay in `crates/`.
fn check_root(tree: &Tree) -> Vec<Finding> {
    let (path, text) = ("Cargo.toml", tree.text("Cargo.toml").unwrap_or_default());
    let Ok(table) = text.parse::<Table>() else {
        return vec![Finding::new(path, 1, RULE, "mend it: it is not TOML")];
    };
    let root = Manifest { path, text, table };
    let workspace = root.table.get("workspace");
    let dependencies = workspace
        .and_then(|workspace| workspace.get("dependencies")?.as_table())
        .into_iter()
        .flatten();
    dependencies
        .filter_map(|(name, value)| {
            let source = ["path", "git", "registry"].map(|key| value.get(key).and_then(Value::as_str));
            let inside = format!("crates/{name}");
            let foreign = source.iter().flatten().any(|source| *source != inside);
            let advice = format!("a dependency is `{inside}` or a published crate, and nothing else");
            foreign.then(|| Finding::new(path, root.line_of(name), RULE, advice))
        })
        .collect()
}

fn check_lock(tree: &Tree) -> Vec<Finding> {
    let path = "Cargo.lock";
    let ignored = tree
        .text(".gitignore")
        .is_some_and(|text| text.lines().any(|line| line.trim_start_matches('/') == path));
    let (false, Some(text)) = (ignored, tree.text(path)) else {
        return vec![Finding::new(
            path,
            1,
            RULE,
            "commit the lock file: programs are built from it",
        )];
    };
    let sources = text
        .lines()
        .enumerate()
        .filter(|(_, line)| line.starts_with("source = "));
    sources
        .filter(|(_, line)| line.trim_start_matches("source = ").trim_matches('"') != SOURCE)
        .map(|(index, _)| {
            let advice = "take it from the registry that everyone has";
            Finding::new(path, index + 1, RULE, advice)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "[package]\nname = \"oci\"\nversion.workspace = true\nedition.workspace = true\n\
        rust-version.workspace = true\nlicense.workspace = true\npublish.workspace = true\n\
        [lints]\nworkspace = true\n[dependencies]\nserde = { workspace = true, features = [\"derive\"] }\n";

    fn found(manifest: &str, root: &str, lock: &str) -> Vec<String> {
        let tree = Tree::of(&[
            ("crates/oci/Cargo.toml", manifest),
            ("Cargo.toml", root),
            ("Cargo.lock", lock),
            (".gitignore", "/target\n"),
        ]);
        check(&tree).iter().map(Finding::to_string).collect()
    }

    #[test]
    fn a_good_manifest_is_good() {
        let root = "[workspace.dependencies]\noci = { path = \"crates/oci\" }\nserde = \"1\"\n";
        let lock = format!("source = \"{SOURCE}\"\n");
        assert_eq!(found(GOOD, root, &lock), [""; 0]);
    }

    #[test]
    fn what_is_missing_is_said() {
        for (from, to, expect) in [
            (
                "license.workspace = true",
                "license = \"MIT\"",
                "`license.workspace = true`",
            ),
            ("[lints]\nworkspace = true", "", "[lints]"),
            (
                "{ workspace = true, features = [\"derive\"] }",
                "\"1\"",
                ":11: manifest: take `serde`",
            ),
            ("name = \"oci\"", "name = \"cio\"", "called as its folder"),
            ("[package]", "[package", "mend it"),
        ] {
            let found = found(&GOOD.replace(from, to), "", "");
            assert!(
                found.len() == 1 && found[0].contains(expect),
                "{expect}: {found:?}"
            );
        }
        for (root, expect) in [
            (
                "x = { path = \"../x\" }",
                "Cargo.toml:2: manifest: a dependency is `crates/x`",
            ),
            ("x = { git = \"https://example.test/x\" }", "a dependency is"),
        ] {
            let found = found(GOOD, &format!("[workspace.dependencies]\n{root}\n"), "");
            assert!(
                found.len() == 1 && found[0].contains(expect),
                "{expect}: {found:?}"
            );
        }
        let lock = found(GOOD, "", "source = \"registry+https://example.test/index\"\n");
        assert!(
            lock[0].starts_with("Cargo.lock:1: manifest: take it from"),
            "{lock:?}"
        );
        let none = check_lock(&Tree::of(&[]));
        assert_eq!(none.len(), 1);
    }
}
