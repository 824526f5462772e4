//! A running server: where it is, how to talk to it, what it costs.

mod docker_registry;
mod hythe;
mod login;
mod nginx;
mod process;

use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

pub(crate) use hythe::build as build_hythe;
use process::Process;

use crate::usage;

/// The programs that are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// This project's server, logged in.
    Hythe,
    /// The same, told that the disk encrypts by itself.
    HytheClear,
    /// The reference registry, without authentication.
    DockerRegistry,
    /// Static files.
    Nginx,
}

impl Kind {
    /// All of them.
    pub(crate) const ALL: [Self; 4] = [Self::Hythe, Self::HytheClear, Self::DockerRegistry, Self::Nginx];
}

/// One of them, running; dropping it ends it.
pub(crate) struct Server {
    /// Which one.
    pub(crate) kind: Kind,
    /// Where it listens.
    pub(crate) address: SocketAddr,
    /// Where it keeps its data.
    pub(crate) data: PathBuf,
    /// Headers of every request, each with its line end.
    headers: String,
    login: Option<login::Login>,
    process: Process,
}

impl Server {
    /// Starts a server with empty data in `folder`, which must exist; `program` is for Hythe.
    pub(crate) async fn start(kind: Kind, program: &Path, folder: PathBuf) -> anyhow::Result<Self> {
        match kind {
            Kind::Hythe => hythe::start(kind, "", program, folder).await,
            Kind::HytheClear => hythe::start(kind, hythe::CLEAR, program, folder).await,
            Kind::DockerRegistry => docker_registry::start(folder).await,
            Kind::Nginx => nginx::start(folder).await,
        }
    }

    /// Starts Hythe with these settings.
    pub(crate) async fn hythe_with(settings: &str, program: &Path, folder: PathBuf) -> anyhow::Result<Self> {
        hythe::start(Kind::Hythe, settings, program, folder).await
    }

    /// Makes a repository where the server wants that.
    pub(crate) async fn create_repository(&self, name: &str) -> anyhow::Result<()> {
        match &self.login {
            Some(login) => login.create_repository(name).await,
            None => Ok(()),
        }
    }

    /// The processes of the server.
    pub(crate) fn processes(&self) -> Vec<u32> {
        usage::family(self.process.id())
    }

    /// The head of a request; `headers` are further ones, each with its line end.
    pub(crate) fn head(&self, method: &str, path: &str, headers: &str) -> Vec<u8> {
        format!("{method} {path} HTTP/1.1\r\n{}{headers}\r\n", self.headers).into_bytes()
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Kind::Hythe => "Hythe",
            Kind::HytheClear => "Hythe-clear",
            Kind::DockerRegistry => "docker-registry",
            Kind::Nginx => "nginx",
        })
    }
}

/// The headers that every request to `address` has.
fn usual_headers(address: SocketAddr) -> String {
    format!(
        "Host: {address}\r\nUser-Agent: bench\r\nAccept: {}\r\n",
        crate::content::OCI_MANIFEST
    )
}
