//! The master key: where it comes from, and how it is put in place of another.
//!
//! Without a word in the configuration it is a file of the data folder, made at the first start.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use meta::Meta;
use registry::{MasterKey, Registry, has_master_key, master_key_opens};
use zeroize::Zeroizing;

use crate::cli::master_key::{MasterKeyCommand, NewMasterKey};
use crate::config::{Config, Master};
use crate::data_folder::{self, DataFolder, Mode};
use crate::installation::with_registry;
use crate::output;

/// Reads the master key of an installation, and makes one where there is none yet.
///
/// # Errors
/// When it is not there although the database was sealed by one. Whether it is the right one shows
/// when the registry opens.
pub(crate) async fn load(config: &Config, folder: &DataFolder, meta: &Meta) -> Result<MasterKey> {
    let (path, is_own) = match &config.master {
        Master::Key(key) => return Ok(key.clone()),
        Master::Passphrase(passphrase) => return Ok(MasterKey::Passphrase(passphrase.clone())),
        Master::File(path) => (path.clone(), false),
        Master::DataFolder => (folder.master_key(), true),
    };
    finish_rotation(&path, meta).await?;
    if let Some(key) = read(&path)? {
        return Ok(key);
    }
    if !is_own || has_master_key(meta).await? {
        bail!(
            "the master key {} is not there: without it nothing that the database has sealed can be read",
            path.display()
        );
    }
    let key = MasterKey::random();
    data_folder::create(&folder.keys()).context("could not make the folder of keys")?;
    write(&path, &key)?;
    Ok(key)
}

/// `hythe kms`.
pub(crate) fn run(command: MasterKeyCommand) -> Result<()> {
    let MasterKeyCommand::RotateMasterKey { new, place } = command;
    let config = Config::load(place.into())?;
    let (key, file) = wanted(&config, &new)?;
    let _lock = DataFolder::at(&config.data).lock_rotation()?;
    with_registry(&config, async |registry| {
        // Not before: opening the registry has put in place what an earlier rotation has left, which
        // may be the only copy of the key that counts.
        if let Some(path) = &file {
            write(&draft(path), &key)?;
        }
        rotate(registry, &key).await
    })?;
    if let Some(path) = &file {
        std::fs::rename(draft(path), path)
            .with_context(|| format!("could not put {} in place", path.display()))?;
    }
    output::text("the master key was rotated\n")
}

async fn rotate(registry: &Registry, key: &MasterKey) -> Result<()> {
    let rotated = registry.master_key_rotate(key).await;
    rotated.context("could not seal by the new master key; the old one still counts")
}

/// The new master key, and the file that is to hold it, if Hythe keeps it.
fn wanted(config: &Config, new: &NewMasterKey) -> Result<(MasterKey, Option<PathBuf>)> {
    if let Some(path) = &new.new_key_file {
        let key = read(path)?.with_context(|| format!("{} is not there", path.display()))?;
        return Ok((key, None));
    }
    if let Some(path) = &new.new_passphrase_file {
        let text = data_folder::read(path)?.with_context(|| format!("{} is not there", path.display()))?;
        let passphrase = text.trim_end_matches(['\r', '\n']).to_owned();
        if passphrase.is_empty() {
            bail!("{} is empty", path.display());
        }
        return Ok((MasterKey::Passphrase(Zeroizing::new(passphrase)), None));
    }
    let path = match &config.master {
        Master::File(path) => path.clone(),
        Master::DataFolder => DataFolder::at(&config.data).master_key(),
        Master::Key(_) | Master::Passphrase(_) => bail!(
            "the master key is not in a file: give the new one with --new-key-file or --new-passphrase-file, \
             and put it in place of the old one in the configuration afterwards"
        ),
    };
    Ok((MasterKey::random(), Some(path)))
}

/// A rotation that was cut off after the database was sealed by the new key left that beside the old
/// one.
async fn finish_rotation(path: &Path, meta: &Meta) -> Result<()> {
    let draft = draft(path);
    let Some(new) = read(&draft)? else {
        return Ok(());
    };
    if has_master_key(meta).await? && master_key_opens(meta, &new).await.is_ok() {
        std::fs::rename(&draft, path)
            .with_context(|| format!("could not put {} in place", path.display()))?;
    }
    Ok(())
}

/// Where a rotation keeps the new key until it counts.
pub(crate) fn draft(path: &Path) -> PathBuf {
    path.with_extension("next")
}

/// The master key in a file; `None` when there is no file.
pub(crate) fn read(path: &Path) -> Result<Option<MasterKey>> {
    let Some(text) = data_folder::read(path)?.map(Zeroizing::new) else {
        return Ok(None);
    };
    let key = MasterKey::from_base64(&text).with_context(|| {
        format!(
            "{} is no master key: it must be 32 bytes in base64",
            path.display()
        )
    })?;
    Ok(Some(key))
}

fn write(path: &Path, key: &MasterKey) -> Result<()> {
    let text = key.to_base64().context("a passphrase is not kept")?;
    data_folder::write(path, &format!("{}\n", *text), Mode::Private)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_files_of_their_owner() {
        use std::os::unix::fs::PermissionsExt as _;
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("master-key");
        assert!(read(&path).unwrap().is_none());
        let key = MasterKey::random();
        write(&path, &key).unwrap();
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        let again = read(&path).unwrap().unwrap();
        assert_eq!(again.to_base64(), key.to_base64());
        std::fs::write(&path, "not a key").unwrap();
        let error = read(&path).unwrap_err().to_string();
        assert!(error.contains("32 bytes in base64"), "{error}");
    }
}
