//! The project's own tools: `cargo xtask <tool>`. One module per tool.
#![forbid(unsafe_code)]

mod codegen;
mod sabotage;
mod tidy;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail, ensure};

const USAGE: &str = "usage: cargo xtask <tool>

tools:
  bench     measure a release build beside other servers; --help says more
  codegen   write crates/aws-model/src/generated from models/
  sabotage  [NAME...] show that each planted bug, or these, is caught by its test
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
        ["bench", options @ ..] => bench(options),
        ["codegen"] => codegen::run(&workspace_root()?),
        ["sabotage", names @ ..] => sabotage::run(names),
        ["tidy"] => tidy::run(&workspace_root()?),
        _ => bail!("{USAGE}"),
    }
}

/// Runs the benchmark as an optimised program, in this process's place in the terminal.
fn bench(options: &[&str]) -> anyhow::Result<()> {
    let status = std::process::Command::new(env!("CARGO"))
        .args(["run", "--release", "--package", "bench", "--"])
        .args(options)
        .status()
        .context("could not run cargo")?;
    ensure!(status.success(), "the benchmark failed");
    Ok(())
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
