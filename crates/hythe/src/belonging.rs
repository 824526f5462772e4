//! Which database the bytes of a data folder belong to. To a database that does not know them they are
//! all needed by nobody, and its collector would delete them; so no command goes by another one than the
//! folder was used with.

use anyhow::{Context as _, Result, bail, ensure};
use meta::Meta;
use registry::{has_master_key, installation_id, installation_id_make};

use crate::data_folder::{self, DataFolder, Mode};
use crate::endpoint::{Endpoint, Engine};

/// Refuses a folder that nobody has used, and one whose metadata is elsewhere. A backup that was restored
/// into it counts as use.
pub(crate) fn expect_used(folder: &DataFolder) -> Result<()> {
    if folder.metadata().exists() && Endpoint::read(folder)?.is_none() {
        return Ok(());
    }
    ensure!(
        Endpoint::expect(folder)?.metadata == Engine::Sqlite,
        "the server of the data folder {} keeps its accounts in PostgreSQL: give its --config here too",
        folder.path().display()
    );
    Ok(())
}

/// Refuses a folder whose SQLite database is gone, before another is made in its place.
pub(crate) fn expect_database(folder: &DataFolder) -> Result<()> {
    let database = folder.metadata();
    let is_there = database.metadata().is_ok_and(|file| file.len() != 0);
    if is_there || !was_used(folder) {
        return Ok(());
    }
    let path = folder.path().display();
    if let Ok(Some(before)) = Endpoint::read(folder)
        && before.metadata == Engine::Postgres
    {
        bail!(
            "the server of the data folder {path} keeps its metadata in PostgreSQL: give its --config or \
             HYTHE_METADATA_URL, or another --data"
        );
    }
    bail!(
        "the metadata database {} is gone, although a server has run on its folder: put it back, or restore \
         a backup into another folder; to begin anew, take another --data",
        database.display()
    )
}

/// Refuses a database that is not the one that the folder was used with.
pub(crate) async fn expect(folder: &DataFolder, meta: &Meta) -> Result<()> {
    let is_own = match data_folder::read(&folder.installation())? {
        Some(noted) => {
            let found = installation_id(meta).await?;
            found.is_some_and(|found| found.to_string() == noted.trim())
        }
        // A start that did not come to its end, or one of an older version.
        None => !was_used(folder) || has_master_key(meta).await?,
    };
    if !is_own {
        bail!(
            "the data folder {} belongs to another metadata database than this one, which knows none of the \
             bytes there: give the database that it was used with, or another --data",
            folder.path().display()
        );
    }
    Ok(())
}

/// Notes that the folder belongs to this database.
///
/// # Errors
/// When that cannot be written, of which a folder without a note has to know.
pub(crate) async fn note(folder: &DataFolder, meta: &Meta) -> Result<()> {
    let id = installation_id_make(meta)
        .await
        .context("could not find out which installation this is")?;
    let path = folder.installation();
    if data_folder::read(&path)?.is_some() {
        return Ok(());
    }
    data_folder::write(&path, &format!("{id}\n"), Mode::Private)
}

fn was_used(folder: &DataFolder) -> bool {
    folder.installation().exists() || folder.server().exists()
}
