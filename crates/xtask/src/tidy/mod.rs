//! The rules of the house that a program can hold: `cargo xtask tidy`, and a test of this crate.
//!
//! Every rule is a function from the texts of the repository to findings. Nothing is compiled and
//! nothing but texts is read, so a rule can be fooled by someone who wants to; it is there for those
//! who forget. One module per kind of rule, each with tests that show it failing:
//!
//! | module | what it holds |
//! |---|---|
//! | `layers` | which crate may import which, and which crate may have which kind of dependency |
//! | `manifests` | what every `Cargo.toml` says |
//! | `pure` | no I/O, clock or `async` in layers 0 and 1 |
//! | `places` | things that exist in one place only: SQL, error names, HTTP types, clock, environment |
//! | `sizes` | lengths of functions and files |
//! | `bans` | what nobody writes |
//! | `naming` | names that say nothing |
//! | `leaks` | paths and hosts of the machine that a text was written on |
//! | `documents` | links, paths and flags in documents |
//! | `formatting` | `cargo fmt` has nothing to say |
//!
//! `tree` reads the repository, `rust` tells code from comments, literals and tests.

mod bans;
mod documents;
mod formatting;
mod layers;
mod leaks;
mod manifests;
mod naming;
mod places;
mod pure;
mod rust;
mod sizes;
mod tree;
mod words;

use std::fmt;
use std::path::Path;

pub(crate) use tree::Tree;

/// A place that breaks a rule, or comes near to it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    /// The file, from the root of the repository.
    path: String,
    /// The line, from 1.
    line: usize,
    /// The rule's name.
    rule: &'static str,
    /// What to do about it.
    advice: String,
}

impl Finding {
    fn new(path: &str, line: usize, rule: &'static str, advice: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            line,
            rule,
            advice: advice.into(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            path,
            line,
            rule,
            advice,
        } = self;
        write!(f, "{path}:{line}: {rule}: {advice}")
    }
}

type Rule = fn(&Tree) -> Vec<Finding>;

/// The rules that look at texts. `formatting` runs a program, so it stands apart.
const RULES: &[Rule] = &[
    layers::check,
    layers::check_theirs,
    manifests::check,
    pure::check,
    places::check_sql,
    places::check_error_names,
    places::check_words,
    sizes::check,
    sizes::check_index,
    bans::check,
    bans::check_unsafe,
    naming::check,
    leaks::check,
    documents::check_links,
    documents::check_paths,
    documents::check_flags,
    documents::check_start,
];

/// Everything that breaks a rule, in the order of paths and lines.
fn findings(tree: &Tree) -> Vec<Finding> {
    let mut found: Vec<Finding> = RULES.iter().flat_map(|rule| rule(tree)).collect();
    found.sort();
    found.dedup();
    found
}

/// Prints what comes near to a limit, then fails with what breaks a rule.
pub(crate) fn run(root: &Path) -> anyhow::Result<()> {
    let tree = Tree::read(root)?;
    print(&sizes::warnings(&tree));
    let found = findings(&tree);
    print(&found);
    formatting::check(root)?;
    anyhow::ensure!(found.is_empty(), "{} findings", found.len());
    Ok(())
}

#[expect(clippy::print_stdout, reason = "a command-line tool answers on stdout")]
fn print(findings: &[Finding]) {
    for finding in findings {
        println!("{finding}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace_root;

    #[test]
    fn the_tree_is_tidy() {
        let tree = Tree::read(&workspace_root().unwrap()).unwrap();
        let found: Vec<String> = findings(&tree).iter().map(Finding::to_string).collect();
        assert!(
            found.is_empty(),
            "{} findings:\n{}",
            found.len(),
            found.join("\n")
        );
    }

    #[test]
    fn a_finding_says_where_which_rule_and_what_to_do() {
        let finding = Finding::new("crates/a/src/b.rs", 7, "size", "split it");
        assert_eq!(finding.to_string(), "crates/a/src/b.rs:7: size: split it");
    }
}
