//! Documents that say what is true: links, paths and flags.

use super::Finding;
use super::tree::{File, Tree};

/// The two commands that the README opens with.
const START: &[&str] = &["cargo run --release -- serve", "cargo test"];
/// Folders of this repository whose paths documents may name.
const FOLDERS: &[&str] = &[
    "crates/", "docs/", "e2e/", "models/", "scripts/", ".ci/", ".cargo/",
];
/// Where the flags of the program are defined, and the folder with those of its commands.
const FLAGS: &str = "crates/hythe/src/cli.rs";
const COMMANDS: &str = "crates/hythe/src/cli/";

/// Relative links lead somewhere.
pub(crate) fn check_links(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in tree.documents() {
        let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for (line, text) in prose(file) {
            for target in links(text) {
                let path = target.split('#').next().unwrap_or_default();
                let leads = path.is_empty() || tree.paths.contains(&join(folder, path));
                if !leads {
                    let advice = format!("the link to `{target}` leads nowhere");
                    found.push(Finding::new(&file.path, line, "link", advice));
                }
            }
        }
    }
    found
}

/// Paths in code quotes exist.
pub(crate) fn check_paths(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in tree.documents() {
        for (line, text) in prose(file) {
            for quoted in text.split('`').skip(1).step_by(2) {
                let path = quoted.split_whitespace().next().unwrap_or_default();
                let path = path.trim_end_matches('/');
                let concrete = !path.contains(['<', '*', '{', '…', '$']);
                let ours = FOLDERS.iter().any(|folder| path.starts_with(folder));
                if ours && concrete && !tree.paths.contains(path) {
                    let advice = format!("`{path}` does not exist");
                    found.push(Finding::new(&file.path, line, "path", advice));
                }
            }
        }
    }
    found
}

/// Flags of `hythe` in documents exist.
pub(crate) fn check_flags(tree: &Tree) -> Vec<Finding> {
    if tree.text(FLAGS).is_none() {
        return Vec::new();
    }
    let definitions = tree
        .files
        .iter()
        .filter(|file| file.path == FLAGS || file.path.starts_with(COMMANDS));
    let mut known = vec!["help".to_owned(), "version".to_owned()];
    for file in definitions {
        known.extend(flags(&file.text));
    }
    let mut found = Vec::new();
    for file in tree.documents() {
        for (index, line) in file.text.lines().enumerate() {
            for flag in used_flags(line).filter(|flag| !known.iter().any(|known| known == flag)) {
                let advice = format!("`hythe` has no flag `--{flag}`");
                found.push(Finding::new(&file.path, index + 1, "flag", advice));
            }
        }
    }
    found
}

/// The README has the two commands.
pub(crate) fn check_start(tree: &Tree) -> Vec<Finding> {
    let readme = tree.text("README.md").unwrap_or_default();
    let missing = START
        .iter()
        .filter(|command| !readme.lines().any(|line| line.trim() == **command));
    missing
        .map(|command| Finding::new("README.md", 1, "readme", format!("show the command `{command}`")))
        .collect()
}

/// The lines of a document that are not in a code block, with their numbers.
fn prose(file: &File) -> impl Iterator<Item = (usize, &str)> {
    let mut fenced = false;
    file.text.lines().enumerate().filter_map(move |(index, line)| {
        let fence = line.trim_start().starts_with("```");
        fenced ^= fence;
        (!fenced && !fence).then_some((index + 1, line))
    })
}

/// The targets of the links of a line that are not of another host.
fn links(line: &str) -> impl Iterator<Item = &str> {
    let targets = line.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    targets.filter(|target| !target.contains("://") && !target.starts_with("mailto:"))
}

/// `path` as seen from `folder`.
fn join(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

/// The long flags that clap gives to the fields under `#[arg(long…)]`.
fn flags(definitions: &str) -> Vec<String> {
    let mut flags = Vec::new();
    let mut lines = definitions.lines().map(str::trim);
    while let Some(line) = lines.next() {
        let Some(argument) = line.strip_prefix("#[arg(long") else {
            continue;
        };
        let named = argument
            .strip_prefix(" = \"")
            .and_then(|rest| rest.split('"').next());
        let field = lines.find(|line| !line.starts_with("#["));
        let field = field.and_then(|field| field.trim_start_matches("pub(crate) ").split(':').next());
        let flag = named.or(field).unwrap_or_default();
        flags.push(flag.replace('_', "-"));
    }
    flags
}

/// The flags that a line gives to `hythe`, or to it by `cargo run`; not to the aws CLI, which has an
/// `aws hythe` too.
fn used_flags(line: &str) -> impl Iterator<Item = &str> {
    let is_called = |at: &usize| {
        let (before, after) = line.split_at(*at);
        let command = ["hythe ", "-- "].iter().find_map(|call| after.strip_prefix(call));
        command.is_some_and(|command| command.starts_with(|c: char| c.is_ascii_lowercase()))
            && !before.ends_with(|c: char| c.is_ascii_alphanumeric() || "-/.\"".contains(c))
            && !before.ends_with("aws ")
    };
    let start = line.char_indices().map(|(at, _)| at).find(is_called);
    let call = start.map_or("", |start| &line[start..]);
    let end = call.find(['`', '|', ';', '&', ')']).unwrap_or(call.len());
    call[..end].split_whitespace().filter_map(|word| {
        let flag = word.trim_start_matches('[').strip_prefix("--")?;
        let end = flag
            .find(|c: char| !(c.is_ascii_lowercase() || c == '-'))
            .unwrap_or(flag.len());
        (end > 0).then_some(&flag[..end])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_somewhere() {
        for (text, expect) in [
            ("[a](other.md) [b](https://example.test) [c](#here)", 0),
            ("[a](../crates/a/src/lib.rs) [b](other.md#part)", 0),
            ("[a](missing.md) and [b](../missing.md)", 2),
            ("```\n[a](missing.md)\n```", 0),
        ] {
            let tree = Tree::of(&[
                ("docs/a.md", text),
                ("docs/other.md", ""),
                ("crates/a/src/lib.rs", ""),
            ]);
            assert_eq!(check_links(&tree).len(), expect, "{text}");
        }
    }

    #[test]
    fn paths_exist() {
        for (text, expect) in [
            ("`crates/a` and `crates/a/src/lib.rs` and `crates/a/`", 0),
            ("`crates/b/src/lib.rs`", 1),
            ("`crates/<name>/src` and `serde` and `scripts/e2e ARGS`", 1),
        ] {
            let tree = Tree::of(&[("docs/a.md", text), ("crates/a/src/lib.rs", "")]);
            assert_eq!(check_paths(&tree).len(), expect, "{text}");
        }
    }

    #[test]
    fn flags_exist() {
        let definitions = "#[arg(long, value_name = \"DIR\")]\npub(crate) data: Option<PathBuf>,\n\
                           #[arg(long)]\n#[x]\npub(crate) tls_cert: bool,\n\
                           #[arg(long = \"as\")]\nname: String,\n";
        let half = definitions.rfind("#[arg").expect("two flags");
        for (text, expect) in [
            ("hythe serve --data x [--tls-cert FILE] --help", 0),
            ("cargo run --release -- serve --prot 1", 1),
            ("`hythe env --dta x` and `aws --endpoint-url y`", 1),
            ("hythe serve | grep --colour", 0),
            ("hythe undelete --as x --tls-cert y", 0),
            ("aws hythe tag-image --image-tag a && cargo test -- --ignored", 0),
        ] {
            let (own, of_commands) = definitions.split_at(half);
            let of_a_command = format!("{COMMANDS}serve.rs");
            let tree = Tree::of(&[("docs/a.md", text), (FLAGS, own), (&of_a_command, of_commands)]);
            assert_eq!(check_flags(&tree).len(), expect, "{text}");
        }
    }

    #[test]
    fn the_readme_has_the_commands() {
        let both = "```\ncargo run --release -- serve\ncargo test\n```\n";
        for (text, expect) in [(both, 0), ("cargo test\n", 1), ("", 2)] {
            assert_eq!(
                check_start(&Tree::of(&[("README.md", text)])).len(),
                expect,
                "{text}"
            );
        }
    }
}
