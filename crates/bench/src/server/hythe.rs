//! Hythe in its default settings, or with layers in the clear, called with a docker login.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, ensure};

use super::login::Login;
use super::process::Process;
use super::{Kind, Server, usual_headers};

/// Builds the server beside this program and returns where it is.
pub(crate) fn build() -> anyhow::Result<PathBuf> {
    let built = Command::new("cargo")
        .args(["build", "--release", "--package", "hythe"])
        .status()
        .context("could not run cargo to build hythe")?;
    ensure!(built.success(), "hythe does not build");
    let beside = std::env::current_exe().context("this program has a path")?;
    let program = beside.with_file_name("hythe");
    ensure!(
        program.exists(),
        "there is no {}; run the benchmark with cargo run --release, or name the program by --hythe",
        program.display()
    );
    Ok(program)
}

/// The settings of [`Kind::HytheClear`].
pub(super) const CLEAR: &str = "[encryption]\nat_rest = false\n";

pub(super) async fn start(kind: Kind, text: &str, program: &Path, folder: PathBuf) -> anyhow::Result<Server> {
    let data = folder.join("data");
    let shown = data.to_str().context("a temporary folder has a name in UTF-8")?;
    let settings = folder.join("hythe.toml");
    fs::write(&settings, text).context("could not write a file of settings")?;
    let settings = settings
        .to_str()
        .context("a temporary folder has a name in UTF-8")?;
    let arguments = [
        "serve",
        "--config",
        settings,
        "--data",
        shown,
        "--listen",
        "127.0.0.1:0",
    ];
    let mut process = Process::start(program, &arguments, &folder, "the program given by --hythe")?;
    let endpoint = data.join("endpoint");
    let address = process.until(async || read_endpoint(&endpoint)).await?;
    process.listening(address).await?;
    let login = Login::new(address, &data.join("credentials"))?;
    let authorization = login.docker().await?;
    Ok(Server {
        kind,
        address,
        data,
        headers: format!("{}Authorization: {authorization}\r\n", usual_headers(address)),
        login: Some(login),
        process,
    })
}

fn read_endpoint(file: &Path) -> Option<SocketAddr> {
    let text = fs::read_to_string(file).ok()?;
    text.trim()
        .strip_prefix("http://")?
        .trim_end_matches('/')
        .parse()
        .ok()
}
