//! Keys as files of a backup, for who asks for them: the master key, and the certificate authority.

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use meta::Meta;
use registry::{MasterKey, master_key_opens};

use crate::config::{Config, Master};
use crate::data_folder::{self, DataFolder, Mode};
use crate::exit::Misuse;
use crate::master_key;

/// The file of the master key, in the folder of a state.
pub(crate) const MASTER_KEY: &str = "keys/master-key";
/// The folder of the certificate authority, there.
const TLS: &str = "tls";

/// Refuses to back keys up that are in no file.
pub(super) fn check(config: &Config) -> Result<()> {
    match config.master {
        Master::DataFolder | Master::File(_) => Ok(()),
        _ => Err(Misuse(
            "the master key is not in a file, so --with-keys cannot copy it: keep it where you have it"
                .to_owned(),
        )
        .into()),
    }
}

/// Copies the keys into the folder of a state, the master key as the one that opens its database.
pub(super) async fn copy(config: &Config, snapshot: &Meta, state: &Path) -> Result<Vec<String>> {
    let folder = DataFolder::at(&config.data);
    let path = match &config.master {
        Master::File(path) => path.clone(),
        _ => folder.master_key(),
    };
    let key = opening(&path, snapshot).await?;
    let text = key.to_base64().context("a passphrase is in no file")?;
    let mut names = vec![MASTER_KEY.to_owned()];
    data_folder::create(&state.join("keys"))?;
    data_folder::write(&state.join(MASTER_KEY), &format!("{}\n", *text), Mode::Private)?;
    if folder.tls().is_dir() {
        data_folder::create(&state.join(TLS))?;
        for entry in folder.tls().read_dir()? {
            let entry = entry?;
            let name = format!("{TLS}/{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_file() {
                std::fs::copy(entry.path(), state.join(&name))?;
                names.push(name);
            }
        }
    }
    Ok(names)
}

/// The key that opens the snapshot: during a rotation it may be the new one, beside the old one.
async fn opening(path: &Path, snapshot: &Meta) -> Result<MasterKey> {
    for path in [path.to_owned(), master_key::draft(path)] {
        if let Some(key) = master_key::read(&path)?
            && master_key_opens(snapshot, &key).await.is_ok()
        {
            return Ok(key);
        }
    }
    bail!("the master key in {} does not open the database", path.display());
}
