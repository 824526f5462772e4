//! The planted bugs (`stdx::sabotage`) and the tests that catch them: `cargo xtask sabotage [NAME...]`.
//!
//! For each bug its test is run twice from one build: without the bug it passes, with the bug it
//! fails. `docs/proof.md` has the same list, which a test of this module compares with the code.

use std::process::Command;

use anyhow::{Context as _, bail, ensure};

/// A bug that is planted somewhere.
struct Bug {
    /// What the code asks `stdx::sabotage::is` for.
    name: &'static str,
    /// The package of the test.
    package: &'static str,
    /// The target of the test, as `cargo test` is told.
    target: &'static [&'static str],
    /// The test that catches it.
    test: &'static str,
}

const LIB: &[&str] = &["--lib"];
const IT: &[&str] = &["--test", "it"];
const BIN: &[&str] = &["--bins"];

const fn bug(
    name: &'static str,
    (package, target): (&'static str, &'static [&'static str]),
    test: &'static str,
) -> Bug {
    Bug {
        name,
        package,
        target,
        test,
    }
}

/// All of them.
const BUGS: &[Bug] = &[
    bug(
        "no-file-fsync",
        ("blobs", LIB),
        "disk::tests::order::a_short_upload",
    ),
    bug(
        "no-folder-fsync",
        ("blobs", LIB),
        "disk::tests::order::a_blob_whose_entry_is_not_durable_is_not_published",
    ),
    bug(
        "nonce-reused",
        ("blobs", LIB),
        "cipher::run::tests::no_two_segments_have_the_same_nonce",
    ),
    bug(
        "segment-order-not-authenticated",
        ("blobs", LIB),
        "cipher::run::tests::a_segment_opens_at_its_place_only",
    ),
    bug(
        "key-id-not-bound",
        ("blobs", LIB),
        "keys::local::tests::what_was_wrapped_is_bound_to_everything",
    ),
    bug(
        "key-service-answer-not-bound",
        ("registry", LIB),
        "kms::ciphertext::tests::a_share_is_bound",
    ),
    bug(
        "key-service-failure-ignored",
        ("server", IT),
        "kms_external::what_is_revoked_outside_counts_here",
    ),
    bug(
        "unwrapped-key-kept",
        ("server", IT),
        "kms_ring::a_disabled_key_opens_nothing_after_a_minute",
    ),
    bug(
        "acknowledged-before-commit",
        ("meta", LIB),
        "sqlite::writer::tests::nobody_is_answered_before_the_commit",
    ),
    bug(
        "no-database-fsync",
        ("meta", LIB),
        "sqlite::plans::commits_are_flushed_to_a_log",
    ),
    bug(
        "row-before-bytes",
        ("hythe", IT),
        "crash::points::whoever_dies_anywhere_leaves_the_old_or_the_new",
    ),
    bug(
        "upload-offset-trusted",
        ("server", IT),
        "oci_chunk::gaps_and_repetitions",
    ),
    bug(
        "collector-without-recheck",
        ("server", IT),
        "collector_recheck::a_layer_that_is_asked_for_after_the_look_stays",
    ),
    bug(
        "clock-trusted",
        ("server", IT),
        "clock_jumps::ten_years_ahead_and_back_destroy_nothing",
    ),
    bug(
        "collector-without-fence",
        ("server", IT),
        "collector::who_lost_the_right_to_collect_writes_nothing",
    ),
    bug(
        "damage-not-noted",
        ("server", IT),
        "scrub::what_the_scrub_finds_is_pushed_again",
    ),
    bug(
        "reader-without-checksums",
        ("server", IT),
        "damage_proof::bits_that_turn_over",
    ),
    bug(
        "repair-without-look-at-rows",
        ("server", IT),
        "fsck::what_is_wrong_in_the_store",
    ),
    bug(
        "restore-forgets-deletions",
        ("hythe", IT),
        "backup::journal::a_restored_registry_is_the_one_of_the_moment_of_the_backup",
    ),
    bug(
        "backup-without-hold",
        ("hythe", BIN),
        "backup::tests::nothing_that_a_backup_names_is_deleted_while_it_runs",
    ),
];

/// How a test that was run alone ended.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    Passed,
    Failed,
    /// It was not run, or the build broke.
    Neither,
}

/// Shows that the bugs of these names, or all, are caught, and that no release build can have one.
pub(crate) fn run(names: &[&str]) -> anyhow::Result<()> {
    let unknown = names
        .iter()
        .find(|name| !BUGS.iter().any(|bug| bug.name == **name));
    if let Some(name) = unknown {
        let known: Vec<&str> = BUGS.iter().map(|bug| bug.name).collect();
        bail!("no bug is called {name}; there are: {}", known.join(", "));
    }
    ensure!(!releases()?, "a release build with planted bugs was not refused");
    let mut missed = 0;
    let chosen = |bug: &&Bug| names.is_empty() || names.contains(&bug.name);
    for bug in BUGS.iter().filter(chosen) {
        let (without, with) = (test(bug, Planted::No)?, test(bug, Planted::Yes)?);
        let is_caught = (without, with) == (Outcome::Passed, Outcome::Failed);
        missed += usize::from(!is_caught);
        say(bug, is_caught);
    }
    ensure!(missed == 0, "{missed} planted bugs were not caught");
    Ok(())
}

#[expect(clippy::print_stdout, reason = "a command-line tool answers on stdout")]
fn say(bug: &Bug, is_caught: bool) {
    let outcome = if is_caught { "caught by" } else { "NOT CAUGHT by" };
    println!("{}: {outcome} {} {}", bug.name, bug.package, bug.test);
}

/// Whether the release profile takes the feature.
fn releases() -> anyhow::Result<bool> {
    let arguments = ["check", "--quiet", "--release", "--package", "stdx"];
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .args(["--features", "sabotage"])
        .output()
        .context("could not run cargo")?;
    Ok(output.status.success())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Planted {
    No,
    Yes,
}

fn test(bug: &Bug, planted: Planted) -> anyhow::Result<Outcome> {
    let mut command = Command::new(env!("CARGO"));
    command
        .args(["test", "--quiet", "--package", bug.package])
        .args(["--features", "stdx/sabotage"])
        .args(bug.target)
        .args(["--", "--exact", bug.test])
        .env_remove("HYTHE_SABOTAGE");
    if planted == Planted::Yes {
        command.env("HYTHE_SABOTAGE", bug.name);
    }
    let output = command.output().context("could not run cargo")?;
    let outcome = outcome(&String::from_utf8_lossy(&output.stdout));
    if outcome == Outcome::Neither {
        bail!(
            "{} did not run: {}",
            bug.test,
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(outcome)
}

/// What the test's own last line says.
fn outcome(stdout: &str) -> Outcome {
    let ended = |words: &str| stdout.lines().any(|line| line.starts_with(words));
    if ended("test result: ok. 1 passed; 0 failed;") {
        Outcome::Passed
    } else if ended("test result: FAILED. 0 passed; 1 failed;") {
        Outcome::Failed
    } else {
        Outcome::Neither
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::tidy::Tree;
    use crate::workspace_root;

    fn tree() -> Tree {
        Tree::read(&workspace_root().unwrap()).unwrap()
    }

    /// The names that the code asks for, each once.
    fn planted(tree: &Tree) -> Vec<String> {
        let mut names = Vec::new();
        let product = tree
            .rust
            .iter()
            .filter(|source| source.package() != Some("xtask"));
        for source in product {
            for (line, code) in source.lines() {
                let asked = code.matches("sabotage::is(").count();
                let here = source.literals.iter().filter(|literal| literal.line == line);
                names.extend(here.take(asked).map(|literal| literal.text.clone()));
            }
        }
        names.sort();
        names
    }

    #[test]
    fn the_list_is_what_is_planted() {
        let mut listed: Vec<&str> = BUGS.iter().map(|bug| bug.name).collect();
        listed.sort_unstable();
        assert_eq!(planted(&tree()), listed, "each bug is planted at one place");
    }

    #[test]
    fn the_document_has_the_list() {
        let tree = tree();
        let text = tree.text("docs/proof.md").expect("a document");
        let rows = text
            .lines()
            .filter(|line| line.contains("| `cargo xtask sabotage "));
        let written: BTreeSet<String> = rows
            .map(|row| {
                let name = row.split("cargo xtask sabotage ").nth(1).unwrap_or_default();
                let name = name.split('`').next().unwrap_or_default();
                let test = row.split('`').rev().nth(1).unwrap_or_default();
                format!("{name}: {test}")
            })
            .collect();
        let listed = BUGS.iter().map(|bug| {
            let test = bug.test.rsplit("::").next().unwrap_or_default();
            format!("{}: {test}", bug.name)
        });
        assert_eq!(written, listed.collect());
    }

    #[test]
    fn nothing_turns_the_feature_on() {
        for file in tree()
            .files
            .iter()
            .filter(|file| file.path.ends_with("Cargo.toml"))
        {
            let lines = file
                .text
                .lines()
                .filter(|line| !line.trim_start().starts_with('#'));
            let said = lines.filter(|line| line.contains("sabotage")).collect::<Vec<_>>();
            let expected: &[&str] = if file.path == "crates/stdx/Cargo.toml" {
                &["sabotage = []"]
            } else {
                &[]
            };
            assert_eq!(said, expected, "{}", file.path);
        }
    }

    #[test]
    fn outcomes() {
        for (line, expected) in [
            ("test result: ok. 1 passed; 0 failed; 0 ignored", Outcome::Passed),
            (
                "test result: FAILED. 0 passed; 1 failed; 0 ignored",
                Outcome::Failed,
            ),
            ("test result: ok. 0 passed; 0 failed; 0 ignored", Outcome::Neither),
            ("error: could not compile", Outcome::Neither),
        ] {
            assert_eq!(outcome(line), expected, "{line}");
        }
    }
}
