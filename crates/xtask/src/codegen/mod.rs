//! `models/*.json` to `crates/aws-model/src/generated`.
//!
//! [`generate`] is a function from the models to texts; [`run`] writes the texts. The test at the
//! end compares them with what is committed.

mod casing;
mod enums;
mod errors;
mod files;
mod format;
mod model;
mod operations;
mod reach;
mod rules;
mod served;
mod service;
mod structs;
mod uses;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use service::{SERVICES, Service};

/// Texts by their path below the output folder.
type Files = BTreeMap<PathBuf, String>;

/// Writes the output folder anew.
pub(crate) fn run(root: &Path) -> anyhow::Result<()> {
    let files = generate(root)?;
    let out = output(root);
    if out.exists() {
        fs::remove_dir_all(&out).with_context(|| format!("cannot empty {}", out.display()))?;
    }
    for (path, text) in files {
        let path = out.join(path);
        let folder = path.parent().context("a generated file lies in a folder")?;
        fs::create_dir_all(folder)?;
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

fn output(root: &Path) -> PathBuf {
    root.join("crates/aws-model/src/generated")
}

/// All generated files, formatted.
fn generate(root: &Path) -> anyhow::Result<Files> {
    let mut files = Files::new();
    for spec in SERVICES {
        let service = Service::load(root, spec)?;
        files::add(&service, &mut files).with_context(|| format!("service {}", spec.folder))?;
    }
    files::add_root(&mut files);
    format::all(root, files)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace_root;

    fn committed(folder: &Path, out: &Path, files: &mut Files) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                committed(&path, out, files);
            } else {
                let name = path.strip_prefix(out).unwrap().to_owned();
                files.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }

    #[test]
    fn committed_files_are_what_the_models_give() {
        let root = workspace_root().unwrap();
        let (expected, mut found) = (generate(&root).unwrap(), Files::new());
        committed(&output(&root), &output(&root), &mut found);
        let names = |files: &Files| files.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&expected), names(&found), "run `cargo xtask codegen`");
        for (path, text) in expected {
            assert!(
                text == found[&path],
                "{} is stale: run `cargo xtask codegen`",
                path.display()
            );
        }
    }
}
