//! `hythe restore`: a data folder from a backup.
//!
//! A file in the folder says that it does not count yet. It is there before anything else is written
//! and goes when every file has been compared with its checksum and is durable; until then neither the
//! server nor another command opens the folder, and another restore begins anew in it. A restore that
//! fails takes away what it has written.

use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};
use blobs::{BlobFile, BlobKey, DiskStore, FileForm, Generation};
use meta::{Meta, StoredBlob};
use registry::{MasterKey, master_key_opens};
use stdx::Clock as _;

use crate::backup::blob_list::{Entry, ListReader};
use crate::backup::folder::BackupFolder;
use crate::backup::keys::MASTER_KEY;
use crate::backup::manifest::{BLOB_LIST, Blobs, DATABASE, Manifest, StateFile};
use crate::cli::backup::RestoreFlags;
use crate::clock::SystemClock;
use crate::config::{Config, Master, Metadata};
use crate::data_folder::{self, DataFolder, Mode};
use crate::exit::Misuse;
use crate::{master_key, output, serve};

/// The most files that a message names.
const NAMED: usize = 20;
/// What one can do whose backup has damaged blobs.
const SKIP: &str = "; with --skip-damaged the rest is restored";
/// What may be in an empty data folder: the second is of an empty file system, the third of a restore
/// that was killed before its mark was there.
const NOTHING: [&str; 3] = ["lock", "lost+found", ".restoring.draft"];

/// What becomes of a backup some of whose blobs are damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Damaged {
    /// Nothing of it is restored.
    Refused,
    /// They are left out.
    Skipped,
}

/// Restores a backup into the data folder that the flags name.
pub(crate) fn run(flags: RestoreFlags) -> Result<()> {
    let RestoreFlags {
        out,
        skip_damaged,
        place,
    } = flags;
    let damaged = if skip_damaged {
        Damaged::Skipped
    } else {
        Damaged::Refused
    };
    let config = Config::load(place.into())?;
    if config.metadata != Metadata::Sqlite {
        return Err(Misuse(
            "metadata.url is set, and a backup is of metadata in the data folder: take metadata.url away, or see \
             docs/backup.md for PostgreSQL"
                .to_owned(),
        )
        .into());
    }
    let _hold = BackupFolder::hold(&out)?;
    let backup = Restorable::open(&out, damaged)?;
    let folder = DataFolder::at(&config.data);
    let _lock = prepare(&folder)?;
    let restored = match backup.restore(&folder) {
        Ok(restored) => restored,
        Err(error) => {
            // What is left then is refused by the mark.
            clear(&folder).ok();
            return Err(error);
        }
    };
    let key = serve::runtime()?.block_on(finish(&config, &folder))?;
    count(&folder)?;
    tell(&backup.manifest, &folder, (&restored, &key))
}

/// A backup that can be restored as far as is known without reading all of it.
struct Restorable {
    out: PathBuf,
    manifest: Manifest,
    damaged: Damaged,
}

/// What was restored of the blobs.
struct Restored {
    blobs: Blobs,
    /// The files in the backup of those that were not.
    skipped: Vec<PathBuf>,
}

impl Restorable {
    /// Compares manifest and list with their checksums, and the lengths of all files with the list.
    fn open(out: &Path, damaged: Damaged) -> Result<Self> {
        let manifest = Manifest::expect(out)?;
        let known = meta::schema_version();
        ensure!(
            manifest.schema <= known,
            "the backup has schema version {}, this program knows versions up to {known}: hythe {} made it",
            manifest.schema,
            manifest.program
        );
        // Without it, an empty one would be made.
        ensure!(
            manifest.file(DATABASE).is_some(),
            "the backup is damaged: it has no database"
        );
        let backup = Self {
            out: out.to_owned(),
            manifest,
            damaged,
        };
        let mut wrong = Vec::new();
        for file in &backup.manifest.files {
            note_length(&backup.state_file(file), file.bytes, &mut wrong);
        }
        refuse(&wrong, "")?;
        let mut count = 0;
        for entry in backup.list()? {
            let entry = entry?;
            note_length(backup.blob(&entry).path(), entry.sum.bytes, &mut wrong);
            count += 1;
        }
        if damaged == Damaged::Refused {
            refuse(&wrong, SKIP)?;
        }
        ensure!(
            count == backup.manifest.blobs.count,
            "the backup is damaged: {count} blobs are listed, and there should be {}",
            backup.manifest.blobs.count
        );
        Ok(backup)
    }

    /// Writes everything into the folder, compared with its checksums.
    fn restore(&self, folder: &DataFolder) -> Result<Restored> {
        let mut wrong = Vec::new();
        for file in self.manifest.files.iter().filter(|file| file.name != BLOB_LIST) {
            self.put(file, folder, &mut wrong)?;
        }
        refuse(&wrong, "")?;
        let restored = self.restore_blobs(folder)?;
        if self.damaged == Damaged::Refused {
            refuse(&restored.skipped, SKIP)?;
        }
        Ok(restored)
    }

    fn restore_blobs(&self, folder: &DataFolder) -> Result<Restored> {
        let store = folder.blobs();
        DiskStore::open(&store).with_context(|| format!("could not make {}", store.display()))?;
        let mut restored = Restored {
            blobs: Blobs::default(),
            skipped: Vec::new(),
        };
        for entry in self.list()? {
            let entry = entry?;
            let (from, to) = (self.blob(&entry), store.join(BlobFile::name(entry.key)));
            match from.copy(&to) {
                Ok(sum) if sum == entry.sum => {
                    restored.blobs.count += 1;
                    restored.blobs.bytes += sum.bytes;
                    continue;
                }
                // What is wrong is on the other side.
                Err(error) if from.sum().is_ok() => {
                    return Err(error).with_context(|| format!("could not write {}", to.display()));
                }
                _ => {}
            }
            // Never a part of it.
            data_folder::remove(&to)?;
            restored.skipped.push(from.path().to_owned());
        }
        Ok(restored)
    }

    fn put(&self, file: &StateFile, folder: &DataFolder, wrong: &mut Vec<PathBuf>) -> Result<()> {
        let from = self.state_file(file);
        let to = folder.path().join(&file.name);
        let unwritten = || format!("could not write {}", to.display());
        data_folder::create(to.parent().unwrap_or(folder.path())).with_context(unwritten)?;
        std::fs::copy(&from, &to).with_context(unwritten)?;
        if crate::backup::blob_list::sum_of(&to).with_context(unwritten)? != (file.bytes, file.sha256.clone())
        {
            wrong.push(from);
        }
        Ok(())
    }

    fn list(&self) -> Result<ListReader> {
        ListReader::open(&self.manifest, &self.out)
    }

    fn state_file(&self, file: &StateFile) -> PathBuf {
        self.manifest.state(&self.out).join(&file.name)
    }

    /// Under whose key a blob stands is not known here, nor needed: its checksum is.
    fn blob(&self, entry: &Entry) -> BlobFile {
        BlobFile::new(&self.out, entry.key, FileForm::Unknown)
    }
}

/// Marks an empty folder as one that does not count yet, and locks it.
fn prepare(folder: &DataFolder) -> Result<data_folder::Lock> {
    folder.create()?;
    expect_empty(folder)?;
    let lock = folder.lock()?;
    // Somebody may have been in between.
    expect_empty(folder)?;
    data_folder::write(
        &folder.restoring(),
        "hythe restore has not finished here\n",
        Mode::Private,
    )?;
    clear(folder)?;
    Ok(lock)
}

/// A folder that a restore has not finished is as good as empty.
fn expect_empty(folder: &DataFolder) -> Result<()> {
    let path = folder.path();
    let unread = || format!("could not read the data folder {}", path.display());
    for entry in path.read_dir().with_context(unread)? {
        let name = entry.with_context(unread)?.file_name();
        let is_nothing = NOTHING.iter().any(|nothing| name == *nothing);
        if !is_nothing && !folder.restoring().exists() {
            bail!(
                "the data folder {} is not empty: a backup is restored into a new folder only",
                path.display()
            );
        }
    }
    Ok(())
}

/// Takes away everything in the folder but what says that it does not count.
fn clear(folder: &DataFolder) -> Result<()> {
    let unremoved = || format!("could not clear the data folder {}", folder.path().display());
    for entry in folder.path().read_dir().with_context(unremoved)? {
        let path = entry.with_context(unremoved)?.path();
        let name = path.file_name().unwrap_or_default();
        if path == folder.restoring() || NOTHING.iter().any(|nothing| name == *nothing) {
            continue;
        }
        let removed = if path.is_dir() {
            std::fs::remove_dir_all(&path)
        } else {
            std::fs::remove_file(&path)
        };
        removed.with_context(unremoved)?;
    }
    Ok(())
}

/// What is known of the master key.
enum Key {
    /// The folder or the configuration has the right one.
    Right,
    /// There is another one.
    Wrong(anyhow::Error),
    /// There is none yet.
    Missing(PathBuf),
}

/// Puts the database right, and looks whether the master key opens it.
async fn finish(config: &Config, folder: &DataFolder) -> Result<Key> {
    let path = folder.metadata();
    let opened = Meta::open_sqlite(&path).await;
    let meta = opened.with_context(|| format!("could not open {}", path.display()))?;
    let wrong = "could not put the database right";
    registry::restored(&meta).await.context(wrong)?;
    let store = folder.blobs();
    let is_there = |blob: &StoredBlob| {
        let (digest, generation) = (blob.digest, Generation::from_bits(blob.generation));
        store
            .join(BlobFile::name(BlobKey { digest, generation }))
            .is_file()
    };
    let noted = registry::restored_without(&meta, SystemClock.now(), is_there).await;
    noted.context(wrong)?;
    let found = match &config.master {
        Master::DataFolder => find(folder.master_key())?,
        Master::File(path) => find(path.clone())?,
        Master::Key(key) => Ok(key.clone()),
        Master::Passphrase(passphrase) => Ok(MasterKey::Passphrase(passphrase.clone())),
    };
    let key = match found {
        Err(path) => Key::Missing(path),
        Ok(key) => match master_key_opens(&meta, &key).await {
            Ok(()) => Key::Right,
            Err(error) => Key::Wrong(error.into()),
        },
    };
    meta.close().await;
    Ok(key)
}

fn find(path: PathBuf) -> Result<Result<MasterKey, PathBuf>> {
    Ok(master_key::read(&path)?.ok_or(path))
}

/// Makes everything durable; from then on the folder counts.
fn count(folder: &DataFolder) -> Result<()> {
    let unsynced = || format!("could not write {} to the disk", folder.path().display());
    let place = File::open(folder.path()).with_context(unsynced)?;
    rustix::fs::syncfs(&place).with_context(unsynced)?;
    data_folder::remove(&folder.restoring())?;
    place.sync_all().with_context(unsynced)
}

fn note_length(path: &Path, bytes: u64, wrong: &mut Vec<PathBuf>) {
    if !std::fs::metadata(path).is_ok_and(|found| found.len() == bytes) {
        wrong.push(path.to_owned());
    }
}

fn refuse(wrong: &[PathBuf], advice: &str) -> Result<()> {
    if wrong.is_empty() {
        return Ok(());
    }
    let named: Vec<String> = wrong
        .iter()
        .take(NAMED)
        .map(|path| path.display().to_string())
        .collect();
    bail!(
        "the backup is damaged, and nothing was restored: {} files are not what they were: {}{advice}",
        wrong.len(),
        named.join(", ")
    )
}

fn tell(manifest: &Manifest, folder: &DataFolder, (restored, key): (&Restored, &Key)) -> Result<()> {
    let path = folder.path().display();
    let mut text = format!(
        "{path} is the registry as of {}: {} blobs in {} bytes\n\
         all docker logins and sessions from before have ended\n",
        manifest.as_of, restored.blobs.count, restored.blobs.bytes
    );
    if !manifest.left_out.is_empty() {
        text.push_str(&format!(
            "{} blobs were damaged or gone when the backup was made, and are missing: {}\n",
            manifest.left_out.len(),
            manifest.left_out.join(", ")
        ));
    }
    for skipped in &restored.skipped {
        text.push_str(&format!("left out, since it is damaged: {}\n", skipped.display()));
    }
    text.push_str(&match key {
        Key::Right if manifest.file(MASTER_KEY).is_some() => {
            "the master key was in the backup\n".to_owned()
        }
        Key::Right => "the master key is the right one\n".to_owned(),
        Key::Wrong(error) => format!("the server will not start: {error:#}\n"),
        Key::Missing(path) => format!(
            "the master key is not there: put it into {} (mode 0600), or into the configuration, before the first \
             start\n",
            path.display()
        ),
    });
    output::text(&text)?;
    ensure!(
        restored.skipped.is_empty(),
        "{} blobs are damaged in the backup and were left out; the rest was restored, and pushing their images again \
         heals them (`hythe fsck` names those)",
        restored.skipped.len()
    );
    Ok(())
}
