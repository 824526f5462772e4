//! `hythe backup`: the whole registry, copied beside its running server.
//!
//! The order is what makes it sound. Deletion of bytes is held; then the database is copied as of one
//! moment; then the files of all blobs that this copy names; then everything is made durable, and the
//! manifest put in place of the one before. Only then goes what the new backup does not need. So the
//! folder has a whole backup at each moment after the first, whenever the program is killed.

mod blob_copy;
pub(crate) mod blob_list;
pub(crate) mod folder;
pub(crate) mod keys;
pub(crate) mod manifest;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use meta::{Limit, Meta};
use registry::{Backup, backup_blobs};
use stdx::{Clock, Timestamp};
use tokio::sync::oneshot;
use tokio::time::sleep;
use uuid::Uuid;

use crate::belonging::{expect_database, expect_used};
use crate::cli::backup::BackupFlags;
use crate::clock::SystemClock;
use crate::config::{Config, Metadata};
use crate::data_folder::DataFolder;
use crate::exit::Misuse;
use crate::read_only::expect_writable;
use crate::signals::Signals;
use crate::{installation, output};
use blob_copy::{BlobCopy, Copied, Look};
use blob_list::{ListReader, ListWriter, sum_of};
use folder::BackupFolder;
use manifest::{DATABASE, FORMAT, Found, Manifest, STATE, StateFile};

/// Time from one renewal of the hold to the next.
const RENEWAL: Duration = Duration::from_secs(60);
/// Blobs that are read, and copied, at once.
const PAGE: Limit = Limit(500);
/// The most blobs that a message names.
const NAMED: usize = 20;

/// What is backed up.
pub(crate) struct Source<'a> {
    pub(crate) meta: Meta,
    /// The folder of the byte store.
    pub(crate) store: PathBuf,
    pub(crate) clock: Arc<dyn Clock>,
    /// Where keys are, when they are to be copied too.
    pub(crate) keys: Option<&'a Config>,
    /// How what the backup has already is looked at.
    pub(crate) look: Look,
}

/// A backup that is in place.
pub(crate) struct Taken {
    pub(crate) manifest: Manifest,
    pub(crate) copied: manifest::Blobs,
    /// What was there already, and was read.
    pub(crate) verified: manifest::Blobs,
    /// How many were there already and were not what they were, and were copied again.
    pub(crate) mended: u64,
}

/// Backs an installation up.
pub(crate) fn run(flags: BackupFlags) -> Result<()> {
    let BackupFlags {
        out,
        with_keys,
        verify,
        place,
    } = flags;
    let config = Config::load(place.into())?;
    if config.metadata != Metadata::Sqlite {
        return Err(Misuse(
            "the metadata is in PostgreSQL: back that up with pg_dump, and the folder of the bytes after it \
             (docs/backup.md); `hythe backup` is for metadata in the data folder"
                .to_owned(),
        )
        .into());
    }
    if with_keys {
        keys::check(&config)?;
    }
    apart(&config.data, &out)?;
    // Before anything is made in the folder of the backup.
    let data = DataFolder::at(&config.data);
    expect_used(&data)?;
    expect_database(&data)?;
    expect_writable(&data)?;
    let folder = BackupFolder::open(&out)?;
    let taken = installation::with_metadata(&config, async |meta| {
        // Before there is something to give up.
        let signals = Signals::take()?;
        let source = Source {
            meta: meta.clone(),
            store: data.blobs(),
            clock: Arc::new(SystemClock),
            keys: with_keys.then_some(&config),
            look: if verify { Look::Whole } else { Look::Ending },
        };
        take(&source, &folder, async { signals.broken_off().await.into() }).await
    })?;
    tell(&config, &out, &taken)
}

/// Makes a backup, in the place of the one that is in the folder. It is given up when `end` comes first.
pub(crate) async fn take(
    source: &Source<'_>,
    folder: &BackupFolder,
    end: impl Future<Output = anyhow::Error>,
) -> Result<Taken> {
    let before = match Manifest::read(folder.path())? {
        Found::Manifest(manifest) => Some(*manifest),
        Found::Nothing | Found::Damaged => None,
    };
    folder
        .clear(before.as_ref())
        .context("could not remove what a backup left that was cut off")?;
    let unheld = "could not hold the deletion of bytes";
    if let Some(left) = folder.left_hold() {
        Backup::release_of(&source.meta, left).await.context(unheld)?;
    }
    let id = Uuid::new_v4();
    folder.note_hold(id)?;
    let begun = Backup::begin(&source.meta, id, source.clock.now()).await;
    let mut hold = begun.context(unheld)?;
    let installation = hold.installation;
    let work = async {
        let snapshot = Snapshot::of(source, folder, installation, before.as_ref()).await?;
        snapshot.copy(source, folder, before).await
    };
    let taken = tokio::select! {
        taken = work => taken,
        late = renewed(&mut hold, &*source.clock) => Err(late),
        end = end => Err(end),
    };
    hold.release()
        .await
        .context("could not release the deletion of bytes")?;
    folder.forget_hold()?;
    let taken = taken?;
    folder.sync()?;
    taken.manifest.write(folder.path())?;
    folder
        .prune(&taken.manifest)
        .context("the backup is in place, but what it does not need could not be removed")?;
    Ok(taken)
}

/// Renews the hold for as long as it is polled; returns why it could not.
async fn renewed(hold: &mut Backup, clock: &dyn Clock) -> anyhow::Error {
    loop {
        sleep(RENEWAL).await;
        if let Err(error) = hold.renew(clock.now()).await {
            return anyhow::Error::new(error).context("could not go on holding the deletion of bytes");
        }
    }
}

/// The database as of the moment that the backup shows.
pub(crate) struct Snapshot {
    installation: Uuid,
    as_of: Timestamp,
    state: String,
}

impl Snapshot {
    /// Copies the database. The deletion of bytes has to be held.
    pub(crate) async fn of(
        source: &Source<'_>,
        folder: &BackupFolder,
        installation: Uuid,
        before: Option<&Manifest>,
    ) -> Result<Self> {
        if let Some(before) = before {
            ensure!(
                before.installation == installation.to_string(),
                "the backup in {} is of another installation: take another folder",
                folder.path().display()
            );
        }
        let state = format!("{STATE}{}", Uuid::new_v4());
        let path = folder.path().join(&state);
        crate::data_folder::create(&path).with_context(|| format!("could not make {}", path.display()))?;
        let as_of = source.clock.now();
        if let Some(before) = before.filter(|_| stdx::sabotage::is("restore-forgets-deletions")) {
            std::fs::copy(before.state(folder.path()).join(DATABASE), path.join(DATABASE))?;
            return Ok(Self {
                installation,
                as_of,
                state,
            });
        }
        let copied = source.meta.snapshot(&path.join(DATABASE)).await;
        copied.context("could not copy the database")?;
        Ok(Self {
            installation,
            as_of,
            state,
        })
    }

    /// Copies the files that the database names.
    pub(crate) async fn copy(
        self,
        source: &Source<'_>,
        folder: &BackupFolder,
        before: Option<Manifest>,
    ) -> Result<Taken> {
        let state = folder.path().join(&self.state);
        let unread = "could not read the copy of the database";
        let database = Meta::open_sqlite(&state.join(DATABASE)).await.context(unread)?;
        let list = match &before {
            // A list that is damaged only means that all blobs are copied again.
            Some(before) => ListReader::open(before, folder.path()).unwrap_or_else(|_| ListReader::nothing()),
            None => ListReader::nothing(),
        };
        let lists = (list, ListWriter::create(&state)?);
        let copy = BlobCopy::new(source.store.clone(), folder, lists, source.look);
        let copied = copy_all(&database, copy).await?;
        let keys = match source.keys {
            Some(config) => keys::copy(config, &database, &state).await?,
            None => Vec::new(),
        };
        database.close().await;
        let Copied {
            blobs,
            list,
            copied,
            verified,
            mended,
            left_out,
        } = copied;
        let mut files = vec![list];
        for name in [DATABASE.to_owned()].into_iter().chain(keys) {
            let (bytes, sha256) = sum_of(&state.join(&name)).context(unread)?;
            files.push(StateFile { name, bytes, sha256 });
        }
        let manifest = Manifest {
            format: FORMAT,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            schema: meta::schema_version(),
            installation: self.installation.to_string(),
            as_of: self.as_of.to_iso8601(),
            state: self.state,
            left_out,
            blobs,
            files,
        };
        Ok(Taken {
            manifest,
            copied,
            verified,
            mended,
        })
    }
}

async fn copy_all(database: &Meta, mut copy: BlobCopy) -> Result<Copied> {
    let mut after = None;
    loop {
        let page = backup_blobs(database, after, PAGE).await;
        let page = page.context("could not read the copy of the database")?;
        let Some(last) = page.last() else {
            return copy.end();
        };
        after = Some((last.blob.digest, last.blob.domain.clone()));
        // A thread of its own, as the program's end waits for those of the runtime: who breaks a backup off
        // would wait for the blobs that are being copied.
        let (send, copied) = oneshot::channel();
        std::thread::spawn(move || {
            let copied = copy.put(&page).map(|()| copy);
            // Nobody waits for it where the backup was broken off.
            send.send(copied).ok();
        });
        copy = copied.await.context("the copying of blobs was broken off")??;
    }
}

/// Refuses a backup within what it is of, and the other way round.
fn apart(data: &Path, out: &Path) -> Result<()> {
    let absolute = |path: &Path| -> Result<PathBuf> {
        let path = std::path::absolute(path).context("could not find the current folder")?;
        // As far as it is there: the rest cannot be a link.
        let there = path
            .ancestors()
            .find_map(|part| Some((part, part.canonicalize().ok()?)));
        Ok(match there {
            Some((part, real)) => real.join(path.strip_prefix(part).unwrap_or(Path::new(""))),
            None => path,
        })
    };
    let (data, out) = (absolute(data)?, absolute(out)?);
    if data.starts_with(&out) || out.starts_with(&data) {
        return Err(Misuse(format!(
            "the backup in {} would be in the data folder {}, or the other way round",
            out.display(),
            data.display()
        ))
        .into());
    }
    Ok(())
}

fn tell(config: &Config, out: &Path, taken: &Taken) -> Result<()> {
    let manifest = &taken.manifest;
    let database = manifest.file(DATABASE).map_or(0, |file| file.bytes);
    let mut text = format!(
        "{} is the registry as of {}: {} blobs in {} bytes, and {database} bytes of metadata\n\
         copied now: {} blobs in {} bytes\n",
        out.display(),
        manifest.as_of,
        manifest.blobs.count,
        manifest.blobs.bytes,
        taken.copied.count,
        taken.copied.bytes,
    );
    let Taken { verified, mended, .. } = taken;
    if verified.count + mended > 0 {
        text.push_str(&format!(
            "read again: {} blobs in {} bytes are what they were\n",
            verified.count, verified.bytes
        ));
    }
    if *mended > 0 {
        text.push_str(&format!(
            "{mended} blobs in the backup were damaged or gone, and were copied again\n"
        ));
    }
    let has_keys = manifest.file(keys::MASTER_KEY).is_some();
    text.push_str(if has_keys {
        "the master key is in it: whoever has this backup can read everything\n"
    } else {
        "the master key is not in it: without that key nothing in it can be read, so keep the key elsewhere\n"
    });
    output::text(&text)?;
    if !manifest.left_out.is_empty() {
        let names: Vec<&str> = manifest.left_out.iter().take(NAMED).map(String::as_str).collect();
        bail!(
            "{} blobs are not in the backup, since they are damaged or gone in {}: {}",
            manifest.left_out.len(),
            DataFolder::at(&config.data).blobs().display(),
            names.join(", ")
        );
    }
    Ok(())
}
