//! The list of the blobs of a backup: a line for each, `<SHA-256 of its file> <bytes of its file>
//! <its path>`, in the order of the digests, so that two lists are compared without holding either.

use std::fs::{File, OpenOptions};
use std::io::{BufRead as _, BufReader, BufWriter, Lines, Write as _};
use std::iter::Peekable;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use blobs::{BlobFile, BlobKey, FileSum};
use sha2::{Digest as _, Sha256};

use super::manifest::{BLOB_LIST, Blobs, Manifest, StateFile};

/// A line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The blob.
    pub(crate) key: BlobKey,
    /// Its file.
    pub(crate) sum: FileSum,
}

impl Entry {
    fn line(&self) -> String {
        let (sum, name) = (stdx::hex::encode(&self.sum.sha256), BlobFile::name(self.key));
        format!("{sum} {} {name}\n", self.sum.bytes)
    }

    fn parse(line: &str) -> Option<Self> {
        let mut words = line.split(' ');
        let sha256 = stdx::hex::decode(words.next()?)?;
        let bytes = words.next()?.parse().ok()?;
        let key = BlobFile::key(words.next()?)?;
        words.next().is_none().then_some(Self {
            key,
            sum: FileSum { bytes, sha256 },
        })
    }
}

/// A list that is being written.
pub(crate) struct ListWriter {
    file: BufWriter<File>,
    hash: Sha256,
    bytes: u64,
    blobs: Blobs,
}

impl ListWriter {
    /// Begins the list of the state in this folder.
    pub(crate) fn create(state: &Path) -> Result<Self> {
        let path = state.join(BLOB_LIST);
        let mut options = OpenOptions::new();
        let file = options.write(true).create_new(true).mode(0o600).open(&path);
        let file = file.with_context(|| format!("could not make {}", path.display()))?;
        Ok(Self {
            file: BufWriter::new(file),
            hash: Sha256::new(),
            bytes: 0,
            blobs: Blobs::default(),
        })
    }

    /// Adds a line.
    pub(crate) fn put(&mut self, entry: &Entry) -> Result<()> {
        let line = entry.line();
        self.file
            .write_all(line.as_bytes())
            .context("could not write the list of blobs")?;
        self.hash.update(line.as_bytes());
        self.bytes += line.len() as u64;
        self.blobs.count += 1;
        self.blobs.bytes += entry.sum.bytes;
        Ok(())
    }

    /// Ends the list.
    pub(crate) fn end(mut self) -> Result<(Blobs, StateFile)> {
        self.file.flush().context("could not write the list of blobs")?;
        let file = StateFile {
            name: BLOB_LIST.to_owned(),
            bytes: self.bytes,
            sha256: stdx::hex::encode(&self.hash.finalize()),
        };
        Ok((self.blobs, file))
    }
}

/// A list that is read from its beginning to its end.
pub(crate) struct ListReader {
    entries: Option<Peekable<Entries>>,
    /// The entries of the digest that was asked for last.
    group: Vec<Entry>,
}

struct Entries(Lines<BufReader<File>>);

impl Iterator for Entries {
    type Item = Result<Entry>;

    fn next(&mut self) -> Option<Result<Entry>> {
        let line = self.0.next()?;
        let entry = line
            .context("could not read the list of blobs")
            .and_then(|line| Entry::parse(&line).context("the list of blobs is damaged"));
        Some(entry)
    }
}

impl ListReader {
    /// The list of a backup before the first.
    pub(crate) fn nothing() -> Self {
        Self {
            entries: None,
            group: Vec::new(),
        }
    }

    /// Opens the list of a backup, after comparing all of it with its checksum.
    pub(crate) fn open(manifest: &Manifest, folder: &Path) -> Result<Self> {
        let expected = manifest
            .file(BLOB_LIST)
            .context("the backup is damaged: it has no list of blobs")?;
        let path = manifest.state(folder).join(BLOB_LIST);
        let unread = || format!("could not read {}", path.display());
        ensure!(
            sum_of(&path).with_context(unread)? == (expected.bytes, expected.sha256.clone()),
            "the backup is damaged: {}",
            path.display()
        );
        let lines = BufReader::new(File::open(&path).with_context(unread)?).lines();
        Ok(Self {
            entries: Some(Entries(lines).peekable()),
            group: Vec::new(),
        })
    }

    /// The entry of this blob. Blobs have to be asked for in the order of their digests.
    pub(crate) fn find(&mut self, key: BlobKey) -> Result<Option<Entry>> {
        if self
            .group
            .first()
            .is_none_or(|entry| entry.key.digest != key.digest)
        {
            self.group.clear();
            let up_to = |entry: &Result<Entry>| {
                let digest = entry.as_ref().map(|entry| entry.key.digest);
                digest.map_or(true, |digest| digest <= key.digest)
            };
            while let Some(entry) = self.entries.as_mut().and_then(|entries| entries.next_if(up_to)) {
                let entry = entry?;
                if entry.key.digest == key.digest {
                    self.group.push(entry);
                }
            }
        }
        Ok(self.group.iter().find(|entry| entry.key == key).copied())
    }
}

impl Iterator for ListReader {
    type Item = Result<Entry>;

    fn next(&mut self) -> Option<Result<Entry>> {
        self.entries.as_mut()?.next()
    }
}

/// How many bytes a file has, and their SHA-256 in hexadecimal.
pub(crate) fn sum_of(path: &Path) -> std::io::Result<(u64, String)> {
    let mut hash = Sha256::new();
    let mut file = BufReader::with_capacity(256 << 10, File::open(path)?);
    let mut bytes = 0;
    loop {
        let part = file.fill_buf()?;
        if part.is_empty() {
            return Ok((bytes, stdx::hex::encode(&hash.finalize())));
        }
        hash.update(part);
        bytes += part.len() as u64;
        let read = part.len();
        file.consume(read);
    }
}
