//! What is in the folders.
//!
//! A folder is read from its beginning for each page, and only the names that come next are kept,
//! so that memory has the size of two pages and a list goes on where it was, whatever was made and
//! removed meanwhile.

use std::fs::{DirEntry, ReadDir};
use std::io;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use names::UploadId;
use rustix::fs::{self, AtFlags, FileType, Stat};
use rustix::io::Errno;
use stdx::Timestamp;

use super::DiskStore;
use super::layout::{ALGORITHMS, is_probe, quarantined_key};
use crate::backend::{Folders, ListedBlob, ListedUpload, Page, Shard};
use crate::blocking::blocking;
use crate::{BlobKey, Error};

/// What some file systems have in their root, which the store's may be.
const MOUNTED: &str = "lost+found";

/// See [`crate::Backend::blob_keys`].
pub(super) async fn keys(
    store: &DiskStore,
    shard: Shard,
    after: Option<BlobKey>,
    limit: NonZeroUsize,
) -> Result<Page<BlobKey, BlobKey>, Error> {
    let disk = Arc::clone(&store.disk);
    let list = move || {
        let mut scan = Scan::new(after, limit);
        for algorithm in ALGORITHMS {
            let read =
                |name: &str| BlobKey::read(algorithm, name).filter(|key| Shard::of(&key.digest) == shard);
            scan.folder(&disk.layout.shard(algorithm, shard), Kind::Regular, read)?;
        }
        scan.page(|key| Ok(Some(key)))
    };
    blocking(list).await
}

/// See [`crate::Backend::blob_look`].
pub(super) async fn look(store: &DiskStore, keys: Vec<BlobKey>) -> Result<Vec<ListedBlob>, Error> {
    let disk = Arc::clone(&store.disk);
    blocking(move || {
        let mut found = Vec::with_capacity(keys.len());
        for key in keys {
            found.extend(listed(key, &disk.layout.blob(key))?);
        }
        Ok(found)
    })
    .await
}

/// See [`crate::Backend::upload_look`].
pub(super) async fn look_at_upload(
    store: &DiskStore,
    upload: UploadId,
) -> Result<Option<ListedUpload>, Error> {
    let disk = Arc::clone(&store.disk);
    blocking(move || Ok(staged(upload, &disk.layout.staged(upload))?)).await
}

/// See [`crate::Backend::upload_list`].
pub(super) async fn uploads(
    store: &DiskStore,
    after: Option<UploadId>,
    limit: NonZeroUsize,
) -> Result<Page<ListedUpload, UploadId>, Error> {
    let disk = Arc::clone(&store.disk);
    let list = move || {
        let mut scan = Scan::new(after, limit);
        let read = |name: &str| UploadId::parse(name).ok();
        scan.folder(disk.layout.staged_folder(), Kind::Regular, read)?;
        scan.page(|upload| staged(upload, &disk.layout.staged(upload)))
    };
    blocking(list).await
}

/// See [`crate::Backend::quarantine_list`].
pub(super) async fn quarantined(
    store: &DiskStore,
    after: Option<BlobKey>,
    limit: NonZeroUsize,
) -> Result<Page<ListedBlob, BlobKey>, Error> {
    let disk = Arc::clone(&store.disk);
    let list = move || {
        let mut scan = Scan::new(after, limit);
        scan.folder(disk.layout.quarantine_folder(), Kind::Any, quarantined_key)?;
        scan.page(|key| listed(key, &disk.layout.quarantined(key)))
    };
    blocking(list).await
}

/// See [`crate::Backend::folders`].
pub(super) async fn folders(store: &DiskStore, limit: NonZeroUsize) -> Result<Folders, Error> {
    let disk = Arc::clone(&store.disk);
    blocking(move || {
        let mut found = Folders::default();
        for (folder, names) in disk.layout.upper() {
            let Some(entries) = read_folder(&folder)? else {
                continue;
            };
            for entry in entries {
                let name = entry?.file_name();
                let is_ours = name
                    .to_str()
                    .is_some_and(|name| names.iter().any(|own| own == name));
                if !is_ours && name != MOUNTED && found.strange.len() < limit.get() {
                    found.strange.push(folder.join(name));
                }
            }
            let below = names.iter().map(|name| folder.join(name));
            for below in below.filter(|below| !below.is_dir()) {
                let list = if stat(&below)?.is_none() {
                    &mut found.missing
                } else {
                    &mut found.strange
                };
                list.push(below);
            }
        }
        Ok(found)
    })
    .await
}

/// The entries of a folder that is there.
fn read_folder(folder: &Path) -> io::Result<Option<ReadDir>> {
    match std::fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        entries => entries.map(Some),
    }
}

/// What may have a name that the store gives.
#[derive(Debug, Clone, Copy)]
enum Kind {
    /// A regular file; the store makes no others.
    Regular,
    /// Anything that was put aside.
    Any,
}

impl Kind {
    fn has(self, entry: &DirEntry) -> io::Result<bool> {
        match self {
            Self::Any => Ok(true),
            Self::Regular => match entry.file_type() {
                // It is gone by now.
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
                found => Ok(found?.is_file()),
            },
        }
    }
}

/// The names that come next.
struct Scan<K> {
    after: Option<K>,
    limit: usize,
    /// In no order, and twice as many as the limit at most.
    next: Vec<K>,
    /// Nothing behind it comes next, as there is enough before it.
    last: Option<K>,
    strange: Vec<PathBuf>,
}

impl<K: Ord + Copy> Scan<K> {
    fn new(after: Option<K>, limit: NonZeroUsize) -> Self {
        Self {
            after,
            limit: limit.get(),
            next: Vec::new(),
            last: None,
            strange: Vec::new(),
        }
    }

    /// Takes the names of a folder that `read` makes keys of.
    fn folder(&mut self, folder: &Path, kind: Kind, read: impl Fn(&str) -> Option<K>) -> io::Result<()> {
        for entry in read_folder(folder)?.into_iter().flatten() {
            let entry = entry?;
            let name = entry.file_name();
            match name.to_str().and_then(&read) {
                Some(key) if kind.has(&entry)? => self.take(key),
                // Only while the program runs that makes them.
                None if is_probe(&name) => {}
                _ if self.after.is_none() && self.strange.len() < self.limit => {
                    self.strange.push(folder.join(name));
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn take(&mut self, key: K) {
        if self.after.is_some_and(|after| key <= after) || self.last.is_some_and(|last| key >= last) {
            return;
        }
        self.next.push(key);
        if self.next.len() == self.limit * 2 {
            let (_, last, _) = self.next.select_nth_unstable(self.limit - 1);
            self.last = Some(*last);
            self.next.truncate(self.limit);
        }
    }

    /// The page of what `look` finds. What was removed meanwhile takes a place in it nevertheless.
    fn page<T>(self, look: impl Fn(K) -> io::Result<Option<T>>) -> Result<Page<T, K>, Error> {
        let mut keys = self.next;
        keys.sort_unstable();
        keys.truncate(self.limit);
        let next = (keys.len() == self.limit).then(|| keys.last().copied()).flatten();
        let mut items = Vec::with_capacity(keys.len());
        for key in keys {
            items.extend(look(key)?);
        }
        Ok(Page {
            items,
            next,
            strange: self.strange,
        })
    }
}

/// What is known of a file, unless it is gone.
fn stat(path: &Path) -> io::Result<Option<Stat>> {
    match fs::statat(fs::CWD, path, AtFlags::SYMLINK_NOFOLLOW) {
        Ok(stat) => Ok(Some(stat)),
        Err(Errno::NOENT) => Ok(None),
        Err(errno) => Err(errno.into()),
    }
}

fn staged(upload: UploadId, path: &Path) -> io::Result<Option<ListedUpload>> {
    let found = stat(path)?.filter(|stat| FileType::from_raw_mode(stat.st_mode).is_file());
    Ok(found.map(|stat| ListedUpload {
        upload,
        stored_bytes: stat.st_size as u64,
        changed: modified(&stat),
    }))
}

fn listed(key: BlobKey, path: &Path) -> io::Result<Option<ListedBlob>> {
    Ok(stat(path)?.map(|stat| ListedBlob {
        key,
        stored_bytes: stat.st_size as u64,
        // A rename is a change of the file, not of its content.
        changed: modified(&stat).max(instant(stat.st_ctime, stat.st_ctime_nsec)),
    }))
}

fn modified(stat: &Stat) -> Timestamp {
    instant(stat.st_mtime, stat.st_mtime_nsec)
}

fn instant(seconds: i64, nanos: u64) -> Timestamp {
    let micros = i64::try_from(nanos / 1000).unwrap_or_default();
    Timestamp::from_micros(seconds.saturating_mul(1_000_000).saturating_add(micros))
}
