//! Debian's docker-registry on local files with Debian's settings, except that it asks for no
//! password (its bcrypt check of each request would be all that is measured) and logs errors only.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::process::{Process, free_address};
use super::{Kind, Server, usual_headers};

pub(super) async fn start(folder: PathBuf) -> anyhow::Result<Server> {
    let address = free_address()?;
    let data = folder.join("data");
    let configuration = format!(
        "version: 0.1
log:
  level: error
  accesslog:
    disabled: true
storage:
  cache:
    blobdescriptor: inmemory
  filesystem:
    rootdirectory: {}
  delete:
    enabled: true
http:
  addr: {address}
  headers:
    X-Content-Type-Options: [nosniff]
",
        data.display()
    );
    let file = folder.join("config.yml");
    fs::write(&file, configuration).context("could not write the configuration of docker-registry")?;
    let file = file.to_str().context("a temporary folder has a name in UTF-8")?;
    let program = Path::new("docker-registry");
    let mut process = Process::start(
        program,
        &["serve", file],
        &folder,
        "Debian's package docker-registry",
    )?;
    process.listening(address).await?;
    Ok(Server {
        kind: Kind::DockerRegistry,
        address,
        data,
        headers: usual_headers(address),
        login: None,
        process,
    })
}
