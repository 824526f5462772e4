//! The project's own tools: `cargo xtask <tool>`. One module per tool.
#![forbid(unsafe_code)]

mod codegen;
mod tidy;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};

const USAGE: &str = "usage: cargo xtask <tool>

tools:
  codegen   write crates/aws-model/src/generated from models/
  tidy      check the rules of the house (STYLE.md); cargo test does too";

fn main() -> ExitCode {
    match run(std::env::args().skip(1).collect()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error),
    }
}

fn run(arguments: Vec<String>) -> anyhow::Result<()> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["codegen"] => codegen::run(&workspace_root()?),
        ["tidy"] => tidy::run(&workspace_root()?),
        _ => bail!("{USAGE}"),
    }
}

#[expect(
    clippy::print_stderr,
    reason = "a command-line tool says on stderr why it failed"
)]
fn fail(error: &anyhow::Error) -> ExitCode {
    eprintln!("{error:#}");
    ExitCode::FAILURE
}

/// The folder that holds `models/` and `crates/`.
fn workspace_root() -> anyhow::Result<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = here
        .ancestors()
        .nth(2)
        .context("xtask lies two folders below the root")?;
    Ok(root.to_owned())
}
