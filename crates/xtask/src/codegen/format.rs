//! Generated text through `rustfmt`, so that what is committed is what the formatter leaves alone.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::Context as _;

use super::Files;

/// Formats every file with the workspace's settings.
pub(crate) fn all(root: &Path, files: Files) -> anyhow::Result<Files> {
    files
        .into_iter()
        .map(|(path, text)| {
            let text = one(root, text).with_context(|| format!("cannot format {}", path.display()))?;
            Ok((path, text))
        })
        .collect()
}

fn one(root: &Path, text: String) -> anyhow::Result<String> {
    let mut child = Command::new("rustfmt")
        .args(["--edition", "2024", "--config-path"])
        .arg(root.join("rustfmt.toml"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("rustfmt does not start")?;
    let mut stdin = child.stdin.take().context("rustfmt was started with a pipe")?;
    // rustfmt reads everything before it writes, so one thread can do both ends.
    stdin.write_all(text.as_bytes())?;
    drop(stdin);
    let output = child.wait_with_output()?;
    anyhow::ensure!(output.status.success(), "rustfmt refuses the text:\n{text}");
    Ok(String::from_utf8(output.stdout)?)
}
