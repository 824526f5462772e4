//! What a server leaves in its folder for people and for the other commands: `endpoint`, one
//! line with its URL, and `server.toml`, what else they need. Both stay when the server stops; the
//! next start removes `endpoint` until it listens, so that whoever waits for it sees no old one.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};

use crate::config::Metadata;
use crate::data_folder::{self, DataFolder, Mode};
use crate::listen::ListenAddress;

/// How the last server on a folder was started.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Endpoint {
    /// Its URL as clients on this machine reach it.
    pub(crate) url: String,
    /// The region that clients are told.
    pub(crate) region: String,
    /// The certificate that clients have to trust, where it is the server's own.
    pub(crate) ca: Option<PathBuf>,
    /// Where its metadata is.
    pub(crate) metadata: Engine,
}

/// The kind of a metadata database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Engine {
    /// The file in the data folder.
    Sqlite,
    /// A PostgreSQL server.
    Postgres,
}

impl Endpoint {
    /// Records this server, which listens on `listening`, the address as it was bound.
    pub(crate) fn write(&self, folder: &DataFolder, listening: &Url) -> Result<()> {
        let record = toml::to_string(self).context("could not write down how the server was started")?;
        let record = format!("# Written by each start of `hythe serve`; read by `hythe env`.\n{record}");
        data_folder::write(&folder.server(), &record, Mode::Private)?;
        data_folder::write(&folder.endpoint(), &format!("{listening}\n"), Mode::Shared)
    }

    /// Removes the URL that an earlier start has left.
    pub(crate) fn clear(folder: &DataFolder) -> Result<()> {
        data_folder::remove(&folder.endpoint())
    }

    /// How the last server on `folder` was started; `None` when none was.
    pub(crate) fn read(folder: &DataFolder) -> Result<Option<Self>> {
        let path = folder.server();
        data_folder::read(&path)?
            .map(|text| toml::from_str(&text).with_context(|| format!("{} is damaged", path.display())))
            .transpose()
    }

    /// As [`Self::read`], where that a server has run is expected.
    ///
    /// # Errors
    /// When none has: says how to start one.
    pub(crate) fn expect(folder: &DataFolder) -> Result<Self> {
        Self::read(folder)?.with_context(|| {
            let path = folder.path().display();
            format!(
                "no server has run on the data folder {path} yet: start one with `hythe serve --data {path}`"
            )
        })
    }
}

impl From<&Metadata> for Engine {
    fn from(metadata: &Metadata) -> Self {
        match metadata {
            Metadata::Sqlite => Self::Sqlite,
            Metadata::Postgres(_) => Self::Postgres,
        }
    }
}

/// The URL of a server.
#[derive(Debug, Clone)]
pub(crate) struct Url {
    /// Whether it is encrypted.
    pub(crate) scheme: Scheme,
    /// Where.
    pub(crate) address: ListenAddress,
}

/// The scheme of a URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scheme {
    /// Plain.
    Http,
    /// Encrypted.
    Https,
}

impl Url {
    /// The same server as a client on this machine reaches it.
    pub(crate) fn for_clients(&self) -> Self {
        Self {
            scheme: self.scheme,
            address: self.address.for_clients(),
        }
    }
}

impl std::fmt::Display for Url {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let scheme = match self.scheme {
            Scheme::Http => "http",
            Scheme::Https => "https",
        };
        write!(f, "{scheme}://{}", self.address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read() {
        let place = tempfile::tempdir().unwrap();
        let folder = DataFolder::at(place.path());
        assert_eq!(Endpoint::read(&folder).unwrap(), None);
        let listening = Url {
            scheme: Scheme::Https,
            address: "0.0.0.0:5000".parse().unwrap(),
        };
        let endpoint = Endpoint {
            url: listening.for_clients().to_string(),
            region: "home".to_owned(),
            ca: Some("/a \"b\"/ca.pem".into()),
            metadata: Engine::Postgres,
        };
        endpoint.write(&folder, &listening).unwrap();
        assert_eq!(Endpoint::read(&folder).unwrap(), Some(endpoint));
        let line = std::fs::read_to_string(folder.endpoint()).unwrap();
        assert_eq!(line, "https://0.0.0.0:5000\n");
    }
}
