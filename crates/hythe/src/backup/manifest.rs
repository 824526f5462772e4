//! The manifest of a backup: what it is of, and which files it has. It is written last, in the place
//! of the one before, so a folder with a manifest holds a whole backup.
//!
//! It is TOML, with the checksum of all that follows in its first line. Every version of the format
//! has that line and `format`.

use std::path::{Component, Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::data_folder::{self, Mode};

/// The version that this program writes.
pub(crate) const FORMAT: u32 = 1;
/// The name of the file.
const NAME: &str = "manifest.toml";
const CHECKSUM: &str = "# sha256 ";

/// What a backup has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Manifest {
    /// Of this file and everything that it names.
    pub(crate) format: u32,
    /// The version of the program that made the backup.
    pub(crate) program: String,
    /// The version of the schema of the database.
    pub(crate) schema: u32,
    /// Which installation it is of.
    pub(crate) installation: String,
    /// The moment that it shows: what was acknowledged before is in it.
    pub(crate) as_of: String,
    /// The folder of the files that are of this backup only.
    pub(crate) state: String,
    /// Blobs that are not in it because their bytes were damaged or gone.
    pub(crate) left_out: Vec<String>,
    /// The blobs.
    pub(crate) blobs: Blobs,
    /// The files in the folder of the state.
    pub(crate) files: Vec<StateFile>,
}

/// How many blobs there are. Which ones is in a file of the state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Blobs {
    /// How many.
    pub(crate) count: u64,
    /// The bytes of their files.
    pub(crate) bytes: u64,
}

/// A file of the state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StateFile {
    /// Its path in the folder of the state.
    pub(crate) name: String,
    /// How many bytes it has.
    pub(crate) bytes: u64,
    /// Their SHA-256, in hexadecimal.
    pub(crate) sha256: String,
}

#[derive(Deserialize)]
struct Version {
    format: u32,
}

/// What stands in the place of a manifest.
pub(crate) enum Found {
    /// Nothing.
    Nothing,
    /// Something that is no manifest any more.
    Damaged,
    /// A manifest.
    Manifest(Box<Manifest>),
}

impl Manifest {
    /// Reads the manifest of a folder.
    ///
    /// # Errors
    /// When a newer program has written it: nothing may be read from or written to its folder.
    pub(crate) fn read(folder: &Path) -> Result<Found> {
        let bytes = match std::fs::read(folder.join(NAME)) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Found::Nothing),
            Err(error) => return Err(error).context("could not read the manifest of the backup"),
        };
        let Some(text) = checked(&bytes) else {
            return Ok(Found::Damaged);
        };
        let Ok(Version { format }) = toml::from_str(text) else {
            return Ok(Found::Damaged);
        };
        ensure!(
            format <= FORMAT,
            "the backup in {} has format {format}, this program knows formats up to {FORMAT}: a newer hythe made it",
            folder.display()
        );
        let manifest = toml::from_str::<Self>(text).ok();
        Ok(match manifest.filter(Self::is_sane) {
            Some(manifest) => Found::Manifest(Box::new(manifest)),
            None => Found::Damaged,
        })
    }

    /// As [`Self::read`], where a manifest is expected.
    pub(crate) fn expect(folder: &Path) -> Result<Self> {
        match Self::read(folder)? {
            Found::Manifest(manifest) => Ok(*manifest),
            Found::Nothing => bail!(
                "{} holds no finished backup: there is no {NAME} in it",
                folder.display()
            ),
            Found::Damaged => bail!("the backup is damaged: {}", folder.join(NAME).display()),
        }
    }

    /// Puts this manifest in the place of the one before, durably.
    pub(crate) fn write(&self, folder: &Path) -> Result<()> {
        let text = toml::to_string(self).context("could not write the manifest of the backup")?;
        let sum = stdx::hex::encode(&Sha256::digest(text.as_bytes()));
        data_folder::write(
            &folder.join(NAME),
            &format!("{CHECKSUM}{sum}\n{text}"),
            Mode::Private,
        )
    }

    /// The folder of the state.
    pub(crate) fn state(&self, folder: &Path) -> PathBuf {
        folder.join(&self.state)
    }

    /// The file of the state with this name.
    pub(crate) fn file(&self, name: &str) -> Option<&StateFile> {
        self.files.iter().find(|file| file.name == name)
    }

    /// No name leads out of the folder.
    fn is_sane(&self) -> bool {
        let is_inside = |name: &str, depth: usize| {
            let mut parts = Path::new(name).components();
            parts.clone().count() <= depth && parts.all(|part| matches!(part, Component::Normal(_)))
        };
        self.state.starts_with(STATE)
            && is_inside(&self.state, 1)
            && self.files.iter().all(|file| is_inside(&file.name, 2))
    }
}

/// How the names of the folders of states begin.
pub(crate) const STATE: &str = "state-";
/// The file with the database, in the folder of a state.
pub(crate) const DATABASE: &str = "metadata.sqlite";
/// The file with the list of blobs, in the folder of a state.
pub(crate) const BLOB_LIST: &str = "blobs.list";

/// The text behind the line with its checksum, when that is right.
fn checked(bytes: &[u8]) -> Option<&str> {
    let (first, text) = std::str::from_utf8(bytes).ok()?.split_once('\n')?;
    let sum = first.strip_prefix(CHECKSUM)?;
    (stdx::hex::encode(&Sha256::digest(text.as_bytes())) == sum).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest() -> Manifest {
        Manifest {
            format: FORMAT,
            program: "0.1.0".to_owned(),
            schema: 13,
            installation: "an id".to_owned(),
            as_of: "2026-11-22T08:00:00Z".to_owned(),
            state: "state-1".to_owned(),
            left_out: vec!["sha256:00".to_owned()],
            blobs: Blobs { count: 3, bytes: 4 },
            files: vec![StateFile {
                name: "keys/master-key".to_owned(),
                bytes: 5,
                sha256: "00".to_owned(),
            }],
        }
    }

    fn written(text: &str) -> String {
        let sum = stdx::hex::encode(&Sha256::digest(text.as_bytes()));
        format!("{CHECKSUM}{sum}\n{text}")
    }

    #[test]
    fn what_is_written_is_read_and_any_change_is_damage() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(Manifest::read(folder.path()).unwrap(), Found::Nothing));
        manifest().write(folder.path()).unwrap();
        assert_eq!(Manifest::expect(folder.path()).unwrap(), manifest());
        let path = folder.path().join(NAME);
        let whole = std::fs::read(&path).unwrap();
        for place in 0..whole.len() {
            let mut changed = whole.clone();
            changed[place] ^= 1;
            std::fs::write(&path, &changed).unwrap();
            let error = Manifest::expect(folder.path()).unwrap_err().to_string();
            assert!(error.contains("damaged"), "{place}: {error}");
            std::fs::write(&path, &whole[..place]).unwrap();
            let error = Manifest::expect(folder.path()).unwrap_err().to_string();
            assert!(error.contains("damaged"), "first {place}: {error}");
        }
    }

    #[test]
    fn newer_formats_are_refused_and_names_stay_inside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(NAME);
        std::fs::write(&path, written("format = 2\nmore = true\n")).unwrap();
        let error = Manifest::expect(folder.path()).unwrap_err().to_string();
        assert!(error.contains("a newer hythe made it"), "{error}");
        for (state, name) in [
            ("state-1", "../x"),
            ("state-1/..", "x"),
            ("x", "x"),
            ("state-1", "/x"),
        ] {
            let mut manifest = manifest();
            manifest.state = state.to_owned();
            manifest.files[0].name = name.to_owned();
            manifest.write(folder.path()).unwrap();
            assert!(Manifest::expect(folder.path()).is_err(), "{state} {name}");
        }
    }
}
