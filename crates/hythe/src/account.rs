//! `hythe account`: accounts, made beside a running server.

use std::sync::Arc;

use anyhow::{Context as _, Result, bail, ensure};
use blobs::MemoryStore;
use names::AccountId;
use registry::{Registry, Stores};

use crate::cli::AccountCommand;
use crate::clock::SystemClock;
use crate::config::{Config, Metadata};
use crate::data_folder::DataFolder;
use crate::endpoint::{Endpoint, Engine};
use crate::{credentials, metadata, output, serve};

/// Runs a command on accounts.
pub(crate) fn run(command: AccountCommand) -> Result<()> {
    match command {
        AccountCommand::Create { id, place } => {
            let config = Config::load(place.into())?;
            serve::runtime()?.block_on(create(&config, id))
        }
    }
}

/// Makes the account and prints its administrator's key; that is the only time it is shown.
async fn create(config: &Config, id: AccountId) -> Result<()> {
    let folder = DataFolder::at(&config.data);
    if config.metadata == Metadata::Sqlite {
        let endpoint = Endpoint::expect(&folder)?;
        ensure!(
            endpoint.metadata == Engine::Sqlite,
            "the server of the data folder {} keeps its accounts in PostgreSQL: give its --config here too",
            folder.path().display()
        );
    }
    let meta = metadata::open(&config.metadata, &folder).await?;
    // An account has no bytes, so the server's byte store stays closed.
    let stores = Stores {
        meta: meta.clone(),
        blobs: Arc::new(MemoryStore::default()),
        clock: Arc::new(SystemClock),
    };
    let registry = Registry::open(stores)
        .await
        .context("could not open the registry")?;
    let created = registry
        .account_create(id)
        .await
        .context("could not make the account")?;
    meta.close().await;
    let Some(key) = created else {
        bail!("the account {id} exists already");
    };
    output::text(&credentials::profile(id.as_str(), &key))
}
