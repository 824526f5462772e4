//! What nobody writes.

use super::Finding;
use super::rust::Source;
use super::tree::Tree;
use super::words::has;

const RULE: &str = "ban";

/// Code that is banned outside tests, and what to write in its place.
const CODE: &[(&str, &str)] = &[
    (".unwrap()", "return the error, or `expect(\"the invariant\")`"),
    ("todo!", "finish it, or leave it out"),
    ("unimplemented!", "finish it, or answer with an error"),
    ("dbg!", "take it out"),
];
/// Code that is banned everywhere.
const ATTRIBUTES: &[(&str, &str)] = &[
    ("#[allow(", "`#[expect(lint, reason = \"...\")]`"),
    ("#![allow(", "`#![expect(lint, reason = \"...\")]`"),
];
/// Marks of unfinished work in comments.
const MARKS: &[&str] = &["TODO", "FIXME", "XXX", "HACK"];
/// Output for people, and the crates that talk to them.
const OUTPUT: &[&str] = &["println!", "print!", "eprintln!", "eprint!"];
const PROGRAMS: &[&str] = &["hythe", "xtask", "bench"];

/// Nothing banned is written.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    tree.rust.iter().flat_map(check_one).collect()
}

fn check_one(source: &Source) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut say = |line, what: &str, instead: &str| {
        let advice = format!("no `{what}`: {instead}");
        found.push(Finding::new(&source.path, line, RULE, advice));
    };
    for (line, code) in source.lines() {
        for (word, instead) in ATTRIBUTES.iter().filter(|(word, _)| code.contains(word)) {
            say(line, word, instead);
        }
    }
    for (line, code) in source.product() {
        for (word, instead) in CODE.iter().filter(|(word, _)| has(code, word)) {
            say(line, word, instead);
        }
        let prints = OUTPUT.iter().find(|word| has(code, word));
        let talks = source
            .package()
            .is_some_and(|package| PROGRAMS.contains(&package));
        if let Some(word) = prints.filter(|_| !talks) {
            say(line, word, "a library logs with `tracing`, or returns the text");
        }
    }
    for comment in &source.comments {
        for mark in MARKS.iter().filter(|mark| has(&comment.text, mark)) {
            say(
                comment.line,
                mark,
                "finish it, or write it down where work is planned",
            );
        }
    }
    found
}

/// Every crate forbids `unsafe`.
pub(crate) fn check_unsafe(tree: &Tree) -> Vec<Finding> {
    let is_root = |source: &&Source| {
        let rest = source
            .package()
            .map(|package| &source.path["crates/".len() + package.len()..]);
        matches!(rest, Some("/src/lib.rs" | "/src/main.rs"))
    };
    let forbids = |source: &&Source| {
        source
            .code
            .iter()
            .any(|code| code.contains("#![forbid(unsafe_code)]"))
    };
    let roots = tree.rust.iter().filter(is_root);
    roots
        .filter(|source| !forbids(source))
        .map(|source| Finding::new(&source.path, 1, "unsafe", "say `#![forbid(unsafe_code)]`"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bans_hold() {
        for (path, text, expect) in [
            ("crates/a/src/b.rs", "f().unwrap();", vec![1]),
            ("crates/a/src/b.rs", "f().unwrap_or(1);", vec![]),
            (
                "crates/a/src/b.rs",
                "#[cfg(test)]\nmod tests {\nfn f() { g().unwrap() }\n}",
                vec![],
            ),
            ("crates/a/src/b.rs", "fn f() { todo!() }", vec![1]),
            ("crates/a/src/b.rs", "fn f() {\nunimplemented!() }", vec![2]),
            ("crates/a/src/b.rs", "dbg!(1);", vec![1]),
            ("crates/a/tests/b.rs", "#[allow(dead_code)]", vec![1]),
            ("crates/a/src/b.rs", "#[expect(dead_code, reason = \"\")]", vec![]),
            ("crates/a/src/b.rs", concat!("// TO", "DO: more"), vec![1]),
            ("crates/a/src/b.rs", concat!("f(\"TO", "DO\");"), vec![]),
            ("crates/a/src/b.rs", "println!(\"a\");", vec![1]),
            ("crates/hythe/src/b.rs", "println!(\"a\");", vec![]),
        ] {
            let found = check(&Tree::of(&[(path, text)]));
            let lines: Vec<usize> = found.iter().map(|finding| finding.line).collect();
            assert_eq!(lines, expect, "{text}");
        }
    }

    #[test]
    fn unsafe_code_is_forbidden() {
        for (path, text, expect) in [
            ("crates/a/src/lib.rs", "#![forbid(unsafe_code)]", 0),
            ("crates/a/src/lib.rs", "// #![forbid(unsafe_code)]", 1),
            ("crates/a/src/main.rs", "fn main() {}", 1),
            ("crates/a/src/b/lib.rs", "", 0),
        ] {
            assert_eq!(check_unsafe(&Tree::of(&[(path, text)])).len(), expect, "{path}");
        }
    }
}
