//! The texts of the repository.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::Context as _;

use super::rust::Source;

/// Folders that hold nothing of the repository.
const SKIPPED: &[&str] = &[".git", "target", "hythe-data", "__pycache__", ".pytest_cache"];
/// Files that are texts although their names have no ending.
const BARE_NAMES: &[&str] = &["LICENSE", "e2e", "run", "refresh", ".gitignore"];
/// Endings of the names of texts.
const ENDINGS: &[&str] = &[
    "rs", "toml", "md", "sql", "sh", "py", "ini", "txt", "json", "lock", "yml", "yaml", "snap",
];

/// A text and where it is.
#[derive(Debug)]
pub(crate) struct File {
    /// From the root of the repository, with `/`.
    pub(crate) path: String,
    /// The whole content.
    pub(crate) text: String,
}

/// The repository.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    /// Every text.
    pub(crate) files: Vec<File>,
    /// The Rust texts among them that a person wrote.
    pub(crate) rust: Vec<Source>,
    /// Every file and folder, text or not.
    pub(crate) paths: BTreeSet<String>,
}

impl Tree {
    /// Reads the repository at `root`.
    pub(crate) fn read(root: &Path) -> anyhow::Result<Self> {
        let mut tree = Self::default();
        tree.read_folder(root, "")?;
        tree.files.sort_by(|a, b| a.path.cmp(&b.path));
        tree.rust = Source::all(&tree.files);
        Ok(tree)
    }

    fn read_folder(&mut self, folder: &Path, prefix: &str) -> anyhow::Result<()> {
        let entries = fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if SKIPPED.contains(&name.as_str()) {
                continue;
            }
            let path = format!("{prefix}{name}");
            self.paths.insert(path.clone());
            if entry.file_type()?.is_dir() {
                self.read_folder(&entry.path(), &format!("{path}/"))?;
            } else if is_text(&name) {
                let bytes = fs::read(entry.path()).with_context(|| format!("cannot read {path}"))?;
                let text = String::from_utf8_lossy(&bytes).into_owned();
                self.files.push(File { path, text });
            }
        }
        Ok(())
    }

    /// The text at `path`.
    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        let file = self.files.iter().find(|file| file.path == path);
        file.map(|file| file.text.as_str())
    }

    /// The documents.
    pub(crate) fn documents(&self) -> impl Iterator<Item = &File> {
        self.files.iter().filter(|file| file.path.ends_with(".md"))
    }

    /// A repository of these texts, for tests of rules.
    #[cfg(test)]
    pub(crate) fn of(texts: &[(&str, &str)]) -> Self {
        let mut tree = Self::default();
        for (path, text) in texts {
            let (path, text) = ((*path).to_owned(), (*text).to_owned());
            let folders = path.match_indices('/').map(|(end, _)| path[..end].to_owned());
            tree.paths.extend(folders);
            tree.paths.insert(path.clone());
            tree.files.push(File { path, text });
        }
        tree.rust = Source::all(&tree.files);
        tree
    }
}

fn is_text(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    BARE_NAMES.contains(&name) || ending.is_some_and(|ending| ENDINGS.contains(&ending))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace_root;

    #[test]
    fn reads_this_repository() {
        let tree = Tree::read(&workspace_root().unwrap()).unwrap();
        assert!(tree.text("crates/xtask/src/tidy/tree.rs").is_some());
        assert!(tree.paths.contains("models/ecr"));
        let generated = |source: &Source| source.path.contains("/generated/");
        assert!(!tree.rust.iter().any(generated));
    }
}
