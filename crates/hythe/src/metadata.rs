//! Opens the metadata database, for the server and for commands beside it.

use anyhow::{Context as _, Result};
use meta::Meta;

use crate::belonging;
use crate::config::Metadata;
use crate::data_folder::DataFolder;

/// Opens the database that the configuration names, and makes it when it is not there.
///
/// # Errors
/// When the folder was used with another one.
pub(crate) async fn open(metadata: &Metadata, folder: &DataFolder) -> Result<Meta> {
    let meta = match metadata {
        Metadata::Sqlite => {
            belonging::expect_database(folder)?;
            let path = folder.metadata();
            let failed = || format!("could not open the metadata database {}", path.display());
            Meta::open_sqlite(&path).await.with_context(failed)?
        }
        // The URL may hold a password, so the message does not repeat it.
        Metadata::Postgres(url) => Meta::open_postgres(url)
            .await
            .context("could not open the metadata database of metadata.url")?,
    };
    if let Err(refused) = belonging::expect(folder, &meta).await {
        meta.close().await;
        return Err(refused);
    }
    Ok(meta)
}
