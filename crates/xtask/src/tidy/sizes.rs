//! Lengths of functions and files.

use super::Finding;
use super::rust::{Source, item_end};
use super::tree::Tree;
use super::words::is_word;

const RULE: &str = "size";

/// Lines of a function: what fits a screen, and the hard stop.
const FUNCTION: Limit = Limit { good: 60, hard: 120 };
/// Lines of a file.
const FILE: Limit = Limit { good: 400, hard: 800 };
/// Endings of the names of files that are written by hand and so have a length.
const WRITTEN: &[&str] = &[".rs", ".py", ".sh", ".sql"];

struct Limit {
    good: usize,
    hard: usize,
}

/// A function or a file that is longer than is good.
struct Long<'t> {
    path: &'t str,
    line: usize,
    what: String,
    length: usize,
    limit: &'static Limit,
}

/// No function and no file passes the hard stop.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let long = long(tree).into_iter();
    long.filter(|long| long.length > long.limit.hard)
        .map(|long| long.finding(long.limit.hard))
        .collect()
}

/// Functions and files that are longer than is good, within the hard stop.
pub(crate) fn warnings(tree: &Tree) -> Vec<Finding> {
    let long = long(tree).into_iter();
    long.filter(|long| long.length <= long.limit.hard)
        .map(|long| long.finding(long.limit.good))
        .collect()
}

impl Long<'_> {
    fn finding(&self, limit: usize) -> Finding {
        let advice = format!("{} has {} lines, over {limit}: split it", self.what, self.length);
        Finding::new(self.path, self.line, RULE, advice)
    }
}

fn long(tree: &Tree) -> Vec<Long<'_>> {
    let functions = tree.rust.iter().flat_map(functions);
    let mut long: Vec<Long<'_>> = files(tree).chain(functions).collect();
    long.retain(|long| long.length > long.limit.good);
    long
}

fn files(tree: &Tree) -> impl Iterator<Item = Long<'_>> {
    let is_written =
        |path: &str| WRITTEN.iter().any(|ending| path.ends_with(ending)) && !path.contains("/generated/");
    let written = tree.files.iter().filter(move |file| is_written(&file.path));
    written.map(|file| Long {
        path: &file.path,
        line: 1,
        what: "the file".to_owned(),
        length: file.text.lines().count(),
        limit: &FILE,
    })
}

fn functions(source: &Source) -> Vec<Long<'_>> {
    let of_line = |(line, code): (usize, &str)| {
        let name = function_name(code)?;
        let last = item_end(&source.code, line - 1)? + 1;
        Some(Long {
            path: &source.path,
            line,
            what: format!("`{name}`"),
            length: last - line + 1,
            limit: &FUNCTION,
        })
    };
    source.lines().filter_map(of_line).collect()
}

/// The name of the function that the line declares.
fn function_name(code: &str) -> Option<&str> {
    let (before, rest) = code.split_once("fn ")?;
    let declares = before.is_empty() || before.ends_with([' ', '\t']);
    let name = &rest[..rest.find(|c| !is_word(c)).unwrap_or(rest.len())];
    (declares && !name.is_empty()).then_some(name)
}

/// `lib.rs` is an index: it says what there is and does nothing.
pub(crate) fn check_index(tree: &Tree) -> Vec<Finding> {
    let indexes = tree
        .rust
        .iter()
        .filter(|source| source.path.ends_with("/src/lib.rs"));
    let functions = indexes.flat_map(|source| source.product().map(move |line| (source, line)));
    functions
        .filter(|(_, (_, code))| function_name(code).is_some())
        .map(|(source, (line, _))| {
            let advice = "`lib.rs` is an index: move the function into a module";
            Finding::new(&source.path, line, "index", advice)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn function(lines: usize) -> String {
        format!("fn f() {{\n{}}}\n", "    g();\n".repeat(lines - 2))
    }

    fn found(path: &str, text: &str) -> (usize, usize) {
        let tree = Tree::of(&[(path, text)]);
        (warnings(&tree).len(), check(&tree).len())
    }

    #[test]
    fn long_is_told_and_too_long_is_refused() {
        for (lines, expect) in [(60, (0, 0)), (61, (1, 0)), (120, (1, 0)), (121, (0, 1))] {
            assert_eq!(found("crates/a/src/b.rs", &function(lines)), expect, "{lines}");
        }
        for (lines, expect) in [(400, (0, 0)), (401, (1, 0)), (800, (1, 0)), (801, (0, 1))] {
            let text = "//\n".repeat(lines);
            assert_eq!(found("crates/a/src/b.rs", &text), expect, "{lines}");
            assert_eq!(found("crates/a/src/generated/b.rs", &text), (0, 0), "{lines}");
        }
    }

    #[test]
    fn says_which_function_and_where() {
        let text = format!("struct A;\n{}", function(121));
        let found = check(&Tree::of(&[("crates/a/src/b.rs", &text)]));
        let expect = "crates/a/src/b.rs:2: size: `f` has 121 lines, over 120: split it";
        assert_eq!(found[0].to_string(), expect);
    }

    #[test]
    fn an_index_does_nothing() {
        for (text, expect) in [
            ("mod a;\npub use a::A;\n", 0),
            ("pub fn f() {}\n", 1),
            ("#[cfg(test)]\nmod tests {\nfn f() {}\n}\n", 0),
        ] {
            let found = check_index(&Tree::of(&[("crates/a/src/lib.rs", text)]));
            assert_eq!(found.len(), expect, "{text}");
        }
    }
}
