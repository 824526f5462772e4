//! The registry of an installation, opened by the operator's commands beside its server. They
//! change rows only, so the server's byte store stays closed; the server sees what they changed
//! within a second.

use std::sync::Arc;

use anyhow::{Context as _, Result};
use blobs::{Backend, MemoryStore};
use meta::Meta;
use registry::{Registry, Stores};

use crate::clock::SystemClock;
use crate::config::{Config, Metadata};
use crate::data_folder::DataFolder;
use crate::{belonging, key_stores, master_key, metadata, serve};

/// Opens the installation that `config` names, lets `work` do its part, and closes it again.
///
/// # Errors
/// When no server has run on the folder yet, and whatever `work` fails with.
pub(crate) fn with_registry<T>(config: &Config, work: impl AsyncFnOnce(&Registry) -> Result<T>) -> Result<T> {
    with_registry_of(config, Arc::new(MemoryStore::default()), work)
}

/// As [`with_registry`], with the bytes that are in `blobs`.
pub(crate) fn with_registry_of<T>(
    config: &Config,
    blobs: Arc<dyn Backend>,
    work: impl AsyncFnOnce(&Registry) -> Result<T>,
) -> Result<T> {
    serve::runtime()?.block_on(async {
        let meta = open(config).await?;
        let folder = DataFolder::at(&config.data);
        let master_key = master_key::load(config, &folder, &meta).await?;
        let stores = Stores {
            master_key,
            meta: meta.clone(),
            blobs,
            at_rest: config.at_rest,
            clock: Arc::new(SystemClock),
        };
        let registry = Registry::open(stores)
            .await
            .context("could not open the registry")?
            .with_bin_time(config.undelete)
            .collecting(config.collecting)
            .scrubbing_every(config.scrub_interval)
            .with_key_stores(key_stores::open(config)?);
        let done = work(&registry).await;
        meta.close().await;
        done
    })
}

/// As [`with_registry`], for work on the database alone, which needs no master key.
pub(crate) fn with_metadata<T>(config: &Config, work: impl AsyncFnOnce(&Meta) -> Result<T>) -> Result<T> {
    serve::runtime()?.block_on(async {
        let meta = open(config).await?;
        let done = work(&meta).await;
        meta.close().await;
        done
    })
}

async fn open(config: &Config) -> Result<Meta> {
    let folder = DataFolder::at(&config.data);
    folder.expect_whole()?;
    if config.metadata == Metadata::Sqlite {
        belonging::expect_used(&folder)?;
    }
    metadata::open(&config.metadata, &folder).await
}
