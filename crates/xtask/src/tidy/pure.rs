//! Layers 0 and 1 are functions from values to values: no `async`, no I/O, no clock.

use super::layers::is_pure;
use super::tree::Tree;
use super::words::has;
use super::{Finding, rust::Source};

const RULE: &str = "pure";

/// What values do not need.
const IMPURE: &[&str] = &[
    "async fn",
    "async move",
    "async {",
    ".await",
    "tokio",
    "std::env",
    "std::fs",
    "std::net",
    "std::process",
    "std::thread",
    "SystemTime::now",
    "Instant::now",
];

/// The one that reads something, in builds for tests only.
const SABOTAGE: &str = "crates/stdx/src/sabotage.rs";

/// Sources of layers 0 and 1 do no I/O.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let pure = |source: &&Source| source.package().is_some_and(is_pure) && source.path != SABOTAGE;
    tree.rust.iter().filter(pure).flat_map(check_one).collect()
}

fn check_one(source: &Source) -> Vec<Finding> {
    let advice = |word: &str| {
        format!("`{word}` has no place in layers 0 and 1: take the value as an argument, or move up")
    };
    let code = source.product();
    let imports = source
        .imports
        .iter()
        .map(|import| (import.line, import.text.as_str()));
    let imports = imports.filter(|(line, _)| !source.is_test(*line));
    code.filter(|(_, code)| !code.trim_start().starts_with("use "))
        .chain(imports)
        .flat_map(|(line, code)| {
            let words = IMPURE.iter().filter(move |word| has(code, word));
            words.map(move |word| Finding::new(&source.path, line, RULE, advice(word)))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn engines_do_no_input_or_output() {
        for (path, text, expect) in [
            ("crates/oci/src/a.rs", "async fn f() {}", vec![1]),
            ("crates/oci/src/a.rs", "fn f() {}\nuse std::{fmt, fs};", vec![2]),
            ("crates/oci/src/a.rs", "use tokio::io;", vec![1]),
            ("crates/oci/src/a.rs", "fn f() { g().await }", vec![1]),
            ("crates/stdx/src/a.rs", "let x = Instant::now();", vec![1]),
            (
                "crates/oci/src/a.rs",
                "// tokio\nconst A: &str = \"std::fs\";",
                vec![],
            ),
            (
                "crates/oci/src/a.rs",
                "#[cfg(test)]\nmod tests {\nuse std::fs;\n}",
                vec![],
            ),
            ("crates/oci/tests/a.rs", "use std::fs;", vec![]),
            ("crates/meta/src/a.rs", "use std::fs;", vec![]),
        ] {
            let found = check(&Tree::of(&[(path, text)]));
            let lines: Vec<usize> = found.iter().map(|finding| finding.line).collect();
            assert_eq!(lines, expect, "{text}");
        }
    }
}
