//! `cargo fmt` has nothing to say.

use std::path::Path;
use std::process::{Command, Output};

use anyhow::{Context as _, bail};

/// Fails with what `cargo fmt --all --check` says, or when it cannot run.
pub(crate) fn check(root: &Path) -> anyhow::Result<()> {
    let output = Command::new("cargo")
        .args(["fmt", "--all", "--check"])
        .current_dir(root)
        .output()
        .context("cargo does not start")?;
    judge(&output)
}

fn judge(output: &Output) -> anyhow::Result<()> {
    if output.status.success() {
        return Ok(());
    }
    let (out, err) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    let differs = out.lines().filter(|line| line.starts_with("Diff in "));
    let differs: Vec<&str> = differs.collect();
    if differs.is_empty() {
        bail!("cargo fmt cannot check; is rustfmt installed (`rustup component add rustfmt`)?\n{err}");
    }
    bail!("run `cargo fmt --all`:\n{}", differs.join("\n"));
}

#[cfg(test)]
mod tests {
    use std::os::unix::process::ExitStatusExt as _;
    use std::process::ExitStatus;

    use super::*;
    use crate::workspace_root;

    #[test]
    fn the_tree_is_formatted() {
        let outcome = check(&workspace_root().unwrap());
        assert!(outcome.is_ok(), "{:#}", outcome.unwrap_err());
    }

    #[test]
    fn says_what_is_wrong() {
        for (code, out, err, expect) in [
            (0, "", "", None),
            (
                1,
                "Diff in a.rs:1:\n-x\n+y\n",
                "",
                Some("run `cargo fmt --all`:\nDiff in a.rs:1:"),
            ),
            (
                1,
                "",
                "error: no such command: `fmt`",
                Some("is rustfmt installed"),
            ),
        ] {
            let output = Output {
                status: ExitStatus::from_raw(code << 8),
                stdout: out.into(),
                stderr: err.into(),
            };
            let said = judge(&output).err().map(|error| error.to_string());
            let as_expected = match (&said, expect) {
                (None, None) => true,
                (Some(said), Some(expect)) => said.contains(expect),
                _ => false,
            };
            assert!(as_expected, "{said:?}");
        }
    }
}
