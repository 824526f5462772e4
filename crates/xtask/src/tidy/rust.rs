//! Rust texts, taken apart as far as the rules need: code, comments, literals, tests.

mod lexer;
mod regions;

use std::collections::BTreeSet;

use super::tree::File;

pub(crate) use lexer::Piece;
pub(crate) use regions::item_end;

/// A Rust text that a person wrote.
#[derive(Debug)]
pub(crate) struct Source {
    /// From the root of the repository.
    pub(crate) path: String,
    /// The lines, with comments and the insides of literals blanked.
    pub(crate) code: Vec<String>,
    /// What the `use` declarations import, one path each, and the line where the declaration starts.
    pub(crate) imports: Vec<Piece>,
    /// The insides of string literals.
    pub(crate) literals: Vec<Piece>,
    /// Comments, with their slashes.
    pub(crate) comments: Vec<Piece>,
    /// The lines, from 1, that are compiled for tests only.
    tests: BTreeSet<usize>,
    all_tests: bool,
}

impl Source {
    /// Every Rust text among `files` but the generated ones.
    pub(crate) fn all(files: &[File]) -> Vec<Self> {
        let written = |file: &&File| file.path.ends_with(".rs") && !file.path.contains("/generated/");
        let mut sources: Vec<Self> = files.iter().filter(written).map(Self::of).collect();
        let test_modules: Vec<String> = sources.iter().flat_map(Self::test_modules).collect();
        for source in &mut sources {
            source.all_tests |= test_modules.iter().any(|module| {
                let rest = source.path.strip_prefix(module.as_str());
                rest.is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
            });
        }
        sources
    }

    fn of(file: &File) -> Self {
        let lexed = lexer::lex(&file.text);
        let code: Vec<String> = lexed.code.lines().map(str::to_owned).collect();
        let name = file.path.rsplit('/').next().unwrap_or_default();
        Self {
            path: file.path.clone(),
            imports: regions::imports(&code),
            tests: regions::tests(&code),
            code,
            literals: lexed.literals,
            comments: lexed.comments,
            all_tests: file.path.contains("/tests/") || name == "tests.rs",
        }
    }

    /// The crate's name, if the file is one of a crate.
    pub(crate) fn package(&self) -> Option<&str> {
        self.path.strip_prefix("crates/")?.split('/').next()
    }

    /// Whether the line is compiled for tests only.
    pub(crate) fn is_test(&self, line: usize) -> bool {
        self.all_tests || self.tests.contains(&line)
    }

    /// The lines from 1 that are not for tests, each with its number.
    pub(crate) fn product(&self) -> impl Iterator<Item = (usize, &str)> {
        self.lines().filter(|(line, _)| !self.is_test(*line))
    }

    /// All lines from 1, each with its number.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.code
            .iter()
            .enumerate()
            .map(|(index, code)| (index + 1, code.as_str()))
    }

    /// The files, without `.rs`, of the modules that are declared for tests only.
    fn test_modules(&self) -> Vec<String> {
        let folder = match self.path.rsplit_once('/') {
            Some((folder, "lib.rs" | "main.rs" | "mod.rs")) => folder.to_owned(),
            _ => self.path.trim_end_matches(".rs").to_owned(),
        };
        let declared = self.lines().filter(|(line, _)| self.tests.contains(line));
        declared
            .filter_map(|(_, code)| regions::declared_module(code))
            .map(|module| format!("{folder}/{module}"))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tree::Tree;

    #[test]
    fn knows_what_is_for_tests() {
        let tree = Tree::of(&[
            ("crates/a/src/lib.rs", "mod b;\n#[cfg(test)]\nmod vectors;\n"),
            ("crates/a/src/vectors.rs", "fn f() {}\n"),
            ("crates/a/src/vectors/more.rs", "fn f() {}\n"),
            (
                "crates/a/src/b.rs",
                "fn f() {}\n#[cfg(test)]\nmod inner {\n  fn g() {}\n}\nfn h() {}\n",
            ),
            ("crates/a/tests/a.rs", "fn f() {}\n"),
        ]);
        let product = |path: &str| {
            let source = tree.rust.iter().find(|source| source.path == path).unwrap();
            source.product().map(|(line, _)| line).collect::<Vec<_>>()
        };
        assert_eq!(product("crates/a/src/lib.rs"), [1]);
        assert_eq!(product("crates/a/src/b.rs"), [1, 6]);
        for path in [
            "crates/a/src/vectors.rs",
            "crates/a/src/vectors/more.rs",
            "crates/a/tests/a.rs",
        ] {
            assert!(product(path).is_empty(), "{path}");
        }
    }
}
