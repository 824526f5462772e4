//! Things that exist in one place only.

use super::Finding;
use super::rust::Source;
use super::tree::Tree;
use super::words::has;

/// Starts of statements.
const STATEMENTS: &[&str] = &[
    "SELECT ",
    "INSERT INTO ",
    "INSERT OR ",
    "UPDATE ",
    "DELETE FROM ",
    "CREATE TABLE ",
    "CREATE INDEX ",
    "CREATE UNIQUE ",
    "CREATE VIEW ",
    "CREATE TRIGGER ",
    "ALTER TABLE ",
    "DROP TABLE ",
    "PRAGMA ",
];

/// SQL is in `meta`.
pub(crate) fn check_sql(tree: &Tree) -> Vec<Finding> {
    const RULE: &str = "sql";
    const ADVICE: &str = "SQL is in `meta` only: add a method to `meta::Tx`";
    let elsewhere = |source: &&Source| !is_under(source, "crates/meta/") && !is_this(source);
    let mut found = Vec::new();
    for source in tree.rust.iter().filter(elsewhere) {
        let is_sql = |text: &str| {
            let text = text.trim_start();
            STATEMENTS.iter().any(|start| text.starts_with(start))
        };
        let literals = source.literals.iter().filter(|literal| is_sql(&literal.text));
        found.extend(literals.map(|literal| Finding::new(&source.path, literal.line, RULE, ADVICE)));
    }
    let scripts = tree.files.iter().map(|file| file.path.as_str());
    let scripts = scripts.filter(|path| path.ends_with(".sql") && !path.starts_with("crates/meta/"));
    found.extend(scripts.map(|path| Finding::new(path, 1, RULE, ADVICE)));
    found
}

/// The names and codes of errors are chosen in `server::errors`.
pub(crate) fn check_error_names(tree: &Tree) -> Vec<Finding> {
    const RULE: &str = "error-names";
    const ADVICE: &str =
        "error names are chosen in `server::errors` only: add a variant or a constructor there";
    let mut found = Vec::new();
    for source in tree.rust.iter().filter(|source| chooses_no_errors(source)) {
        let literals = source
            .literals
            .iter()
            .filter(|literal| is_aws_name(&literal.text) || is_oci_code(&literal.text))
            .map(|literal| literal.line);
        let codes = source.lines().filter(|(_, code)| {
            is_under(source, "crates/server/") && (has(code, "ErrorCode::") || has(code, "AwsError::new"))
        });
        let lines = literals.chain(codes.map(|(line, _)| line));
        let lines = lines.filter(|line| !source.is_test(*line));
        found.extend(lines.map(|line| Finding::new(&source.path, line, RULE, ADVICE)));
    }
    found
}

/// `oci` and `aws-model` define codes and names, `xtask` generates them from the models.
fn chooses_no_errors(source: &Source) -> bool {
    let defines = [
        "crates/oci/",
        "crates/aws-model/",
        "crates/xtask/",
        "crates/meta/",
    ];
    let chooses = ["crates/server/src/errors.rs", "crates/server/src/errors/"];
    !defines
        .iter()
        .chain(&chooses)
        .any(|place| is_under(source, place))
}

fn is_aws_name(text: &str) -> bool {
    let stem = text.strip_suffix("Exception");
    stem.is_some_and(|stem| {
        stem.starts_with(|c: char| c.is_ascii_uppercase()) && stem.chars().all(|c| c.is_ascii_alphanumeric())
    })
}

fn is_oci_code(text: &str) -> bool {
    const CODES: &[&str] = &[
        "BLOB_UNKNOWN",
        "BLOB_UPLOAD_INVALID",
        "BLOB_UPLOAD_UNKNOWN",
        "DIGEST_INVALID",
        "MANIFEST_BLOB_UNKNOWN",
        "MANIFEST_INVALID",
        "MANIFEST_UNKNOWN",
        "NAME_INVALID",
        "NAME_UNKNOWN",
        "SIZE_INVALID",
        "TAG_INVALID",
        "TOOMANYREQUESTS",
        "UNAUTHORIZED",
    ];
    CODES.contains(&text)
}

/// Words, and the only places where they are.
struct Place {
    rule: &'static str,
    words: &'static [&'static str],
    places: &'static [&'static str],
    /// Whether tests may have the words elsewhere.
    in_tests: InTests,
    advice: &'static str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum InTests {
    Allowed,
    Forbidden,
}

const PLACES: &[Place] = &[
    Place {
        rule: "http",
        words: &[
            "http::",
            "http_body::",
            "http_body_util::",
            "hyper::",
            "hyper_util::",
        ],
        places: &["crates/server/", "crates/testkit/", "crates/bench/"],
        in_tests: InTests::Forbidden,
        advice: "HTTP types are in `server` only: pass what the request means",
    },
    Place {
        rule: "clock",
        words: &[
            "SystemTime::now",
            "Timestamp::now",
            "Zoned::now",
            "Utc::now",
            "Uuid::now_v7",
        ],
        // The last two call a server that is a process of its own, on the machine's clock.
        places: &[
            "crates/hythe/src/clock.rs",
            "crates/hythe/tests/",
            "crates/bench/",
        ],
        in_tests: InTests::Forbidden,
        advice: "the wall clock is read in `hythe::clock` only: take a `stdx::Clock`, or `now` as an argument",
    },
    Place {
        rule: "environment",
        words: &["env::var", "env::vars", "env::var_os", "env::vars_os"],
        // The second one only in builds for tests, which the release profile refuses.
        places: &[
            "crates/hythe/src/environment.rs",
            "crates/stdx/src/sabotage.rs",
            "crates/bench/",
        ],
        in_tests: InTests::Allowed,
        advice: "the environment is read in `hythe::environment` only: make it a setting",
    },
];

/// HTTP types, the wall clock and the environment stay in their places.
pub(crate) fn check_words(tree: &Tree) -> Vec<Finding> {
    let of_place = |place: &Place| {
        let inside = |source: &Source| place.places.iter().any(|path| is_under(source, path));
        let sources = tree.rust.iter().filter(|source| !inside(source));
        sources
            .flat_map(|source| words_of(place, source))
            .collect::<Vec<_>>()
    };
    PLACES.iter().flat_map(of_place).collect()
}

fn words_of(place: &Place, source: &Source) -> Vec<Finding> {
    let skipped = |line: usize| place.in_tests == InTests::Allowed && source.is_test(line);
    let imports = source
        .imports
        .iter()
        .map(|import| (import.line, import.text.as_str()));
    let code = source
        .lines()
        .filter(|(_, code)| !code.trim_start().starts_with("use "));
    code.chain(imports)
        .filter(|(line, code)| !skipped(*line) && place.words.iter().any(|word| has(code, word)))
        .map(|(line, _)| Finding::new(&source.path, line, place.rule, place.advice))
        .collect()
}

fn is_under(source: &Source, place: &str) -> bool {
    source.path.starts_with(place)
}

/// The tests of these rules hold what the rules forbid.
fn is_this(source: &Source) -> bool {
    is_under(source, "crates/xtask/src/tidy/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(rule: fn(&Tree) -> Vec<Finding>, path: &str, text: &str) -> Vec<usize> {
        let found = rule(&Tree::of(&[(path, text)]));
        found.iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn sql_is_in_one_crate() {
        for (path, text, expect) in [
            ("crates/registry/src/a.rs", "f(\n\"SELECT 1\");", vec![2]),
            ("crates/registry/src/a.rs", "f(\"\\\n  DELETE FROM a\");", vec![]),
            ("crates/registry/src/a.rs", "f(r\" DELETE FROM a\");", vec![1]),
            ("crates/registry/src/a.rs", "f(\"DELETE\"); // SELECT 1", vec![]),
            ("crates/registry/src/a.sql", "-- nothing", vec![1]),
            ("crates/meta/src/a.rs", "f(\"SELECT 1\");", vec![]),
        ] {
            assert_eq!(lines(check_sql, path, text), expect, "{text}");
        }
    }

    #[test]
    fn errors_are_named_in_one_file() {
        for (path, text, expect) in [
            ("crates/server/src/aws/a.rs", "f(\"ServerException\");", vec![1]),
            ("crates/server/src/aws/a.rs", "AwsError::new(a, b);", vec![1]),
            (
                "crates/server/src/oci/a.rs",
                "let a = ErrorCode::Denied;",
                vec![1],
            ),
            ("crates/registry/src/a.rs", "f(\"MANIFEST_UNKNOWN\");", vec![1]),
            (
                "crates/server/src/oci/a.rs",
                "f(\"an Exception\"); // ErrorCode::Denied",
                vec![],
            ),
            (
                "crates/server/src/errors/oci.rs",
                "let a = ErrorCode::Denied;",
                vec![],
            ),
            ("crates/server/src/errors.rs", "f(\"ServerException\");", vec![]),
            ("crates/server/tests/it/a.rs", "f(\"ServerException\");", vec![]),
        ] {
            assert_eq!(lines(check_error_names, path, text), expect, "{text}");
        }
    }

    #[test]
    fn words_stay_in_their_places() {
        for (path, text, expect) in [
            ("crates/registry/src/a.rs", "use http::{self};", vec![1]),
            ("crates/registry/src/a.rs", "fn f(a: hyper::Request) {}", vec![1]),
            ("crates/server/src/a.rs", "use http::{self};", vec![]),
            ("crates/server/src/a.rs", "let a = SystemTime::now();", vec![1]),
            ("crates/server/tests/a.rs", "let a = SystemTime::now();", vec![1]),
            ("crates/hythe/src/clock.rs", "let a = SystemTime::now();", vec![]),
            ("crates/meta/src/a.rs", "let a = std::env::var(b);", vec![1]),
            ("crates/meta/src/a.rs", "use std::env::{var, args};", vec![1]),
            ("crates/meta/tests/a.rs", "let a = std::env::var(b);", vec![]),
            ("crates/hythe/src/environment.rs", "std::env::var_os(b);", vec![]),
            ("crates/meta/src/a.rs", "let a = env!(\"CARGO\");", vec![]),
        ] {
            assert_eq!(lines(check_words, path, text), expect, "{text}");
        }
    }
}
