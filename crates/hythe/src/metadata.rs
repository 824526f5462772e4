//! Opens the metadata database, for the server and for commands beside it.

use anyhow::{Context as _, Result};
use meta::Meta;

use crate::config::Metadata;
use crate::data_folder::DataFolder;

/// Opens the database that the configuration names, and makes it when it is not there.
pub(crate) async fn open(metadata: &Metadata, folder: &DataFolder) -> Result<Meta> {
    match metadata {
        Metadata::Sqlite => {
            let path = folder.metadata();
            let failed = || format!("could not open the metadata database {}", path.display());
            Meta::open_sqlite(&path).await.with_context(failed)
        }
        // The URL may hold a password, so the message does not repeat it.
        Metadata::Postgres(url) => Meta::open_postgres(url)
            .await
            .context("could not open the metadata database of metadata.url"),
    }
}
