//! The master key: where it comes from, and what a rotation that was cut off has left. `kms.rs` puts another in
//! its place.
//!
//! Without a word in the configuration it is a file of the data folder, made at the first start.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use meta::Meta;
use registry::{MasterKey, has_master_key, master_key_opens};
use zeroize::Zeroizing;

use crate::config::{Config, Master};
use crate::data_folder::{self, DataFolder, Mode};

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
            "the master key {} is not there: without it nothing that the database has sealed can be read; give \
             the one that it was sealed with, in a file, as a value or as a passphrase",
            path.display()
        );
    }
    let key = MasterKey::random();
    data_folder::create(&folder.keys()).context("could not make the folder of keys")?;
    write(&path, &key)?;
    Ok(key)
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

/// Writes it into a file that only its owner reads.
pub(crate) fn write(path: &Path, key: &MasterKey) -> Result<()> {
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
