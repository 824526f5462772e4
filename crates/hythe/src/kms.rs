//! `hythe kms`: another master key in place of the one that seals the database.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use registry::{MasterKey, Registry};

use crate::cli::kms::{KmsCommand, NewMasterKey};
use crate::config::{Config, Master, passphrase};
use crate::data_folder::{self, DataFolder};
use crate::exit::Misuse;
use crate::installation::with_registry;
use crate::master_key::{draft, read, write};
use crate::output;

/// `hythe kms`.
pub(crate) fn run(command: KmsCommand) -> Result<()> {
    let KmsCommand::RotateMasterKey { new, place } = command;
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
    output::text(match &file {
        Some(_) => "the master key was rotated\n",
        None => {
            "the master key was rotated: from the next start on, give the new one in place of the old one\n"
        }
    })
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
        // No start would take another one.
        let passphrase = passphrase(text.trim_end_matches(['\r', '\n']).to_owned())
            .map_err(|Misuse(why)| Misuse(format!("{}: {why}", path.display())))?;
        return Ok((MasterKey::Passphrase(passphrase), None));
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
