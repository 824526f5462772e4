//! From an encrypted file to authentic bytes.

use std::fs::File;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use futures_util::stream::{self, StreamExt};

use super::file::{Wait, open_file, read_any, read_part};
use super::secrets::{load_header, unlock};
use crate::cipher::{
    FOOTER_BYTES, FileKey, RUN_HEADER_BYTES, RunHeader, RunOpener, Runs, TAG_BYTES, footer_bytes,
};
use crate::format::SEGMENT_BYTES;
use crate::keys::{KeyDomain, KeyRing};
use crate::{BlobKey, BlobReader, Error};

/// A file that is open, of which nothing is authentic yet.
#[derive(Debug)]
pub(super) struct LockedBlob {
    file: File,
    length: u64,
    header: Vec<u8>,
    footer: BytesMut,
}

impl LockedBlob {
    /// Opens the blob at `path`.
    pub(super) fn open(path: &Path, wait: Wait) -> Result<Self, Error> {
        let (file, length) = open_file(path, wait)?;
        let header = load_header(&file, length, wait)?;
        let last = length.checked_sub(FOOTER_BYTES as u64).ok_or(Error::Damaged)?;
        let fixed = read_part(&file, last..length, wait)?;
        let footer = footer_bytes(&fixed).ok_or(Error::Damaged)? as u64;
        let begin = length.checked_sub(footer).ok_or(Error::Damaged)?;
        let footer = read_part(&file, begin..length, wait)?;
        Ok(Self {
            file,
            length,
            header,
            footer,
        })
    }

    /// Makes sure that the file is the one of `blob`.
    pub(super) async fn unlock(
        self,
        keys: &dyn KeyRing,
        domain: &KeyDomain,
        blob: BlobKey,
    ) -> Result<EncryptedBlob, Error> {
        let key = unlock(keys, domain, self.header).await?;
        let runs = Runs::read(&self.footer, &key, blob, self.length).ok_or(Error::Damaged)?;
        Ok(EncryptedBlob {
            file: self.file,
            key,
            runs,
        })
    }
}

/// A file that was written for the blob whose it is. Its segments are still to be authenticated.
#[derive(Debug)]
pub(super) struct EncryptedBlob {
    file: File,
    key: FileKey,
    runs: Runs,
}

impl EncryptedBlob {
    /// How many bytes the blob has.
    pub(super) fn length(&self) -> u64 {
        self.runs.length()
    }

    /// The bytes of `range`.
    pub(super) fn reader(self, range: Range<u64>) -> Result<BlobReader, Error> {
        if range.start > range.end || range.end > self.length() {
            return Err(Error::Damaged);
        }
        let length = range.end - range.start;
        let segments = Segments {
            file: Arc::new(self.file),
            key: self.key,
            runs: self.runs,
            run: None,
            range,
            used: Bytes::new(),
        };
        let chunks = stream::try_unfold(segments, Segments::next).boxed();
        Ok(BlobReader::new(length, chunks))
    }
}

/// The segments of a blob that a range touches, one after the other.
struct Segments {
    file: Arc<File>,
    key: FileKey,
    runs: Runs,
    /// The run that the last segment was in.
    run: Option<(usize, RunOpener)>,
    /// What is still to be handed out.
    range: Range<u64>,
    /// The buffer of the segment before, to be used again when nobody looks at it any more.
    used: Bytes,
}

impl Segments {
    /// The next chunk: the part of the next segment that is in the range.
    async fn next(mut self) -> Result<Option<(Bytes, Self)>, Error> {
        if self.range.is_empty() {
            return Ok(None);
        }
        let run = self.runs.run_at(self.range.start).ok_or(Error::Damaged)?;
        let data = self.runs.data(run);
        let index = (self.range.start - data.start) / SEGMENT_BYTES;
        let begin = data.start + index * SEGMENT_BYTES;
        let end = data.end.min(begin + SEGMENT_BYTES);
        let first = self.runs.header(run).0 + RUN_HEADER_BYTES;
        let place = first + index * (SEGMENT_BYTES + TAG_BYTES);
        let opener = self.enter(run).await?;
        let used = std::mem::take(&mut self.used);
        let mut segment = read_any(&self.file, place..place + (end - begin) + TAG_BYTES, used).await?;
        opener.open(begin, &mut segment).ok_or(Error::Damaged)?;
        segment.truncate((end - begin) as usize);
        let segment = segment.freeze();
        let from = (self.range.start - begin) as usize;
        let to = (self.range.end.min(end) - begin) as usize;
        let chunk = segment.slice(from..to);
        self.range.start = begin + to as u64;
        self.used = segment;
        self.run = Some((run, opener));
        Ok(Some((chunk, self)))
    }

    /// What opens the segments of a run.
    async fn enter(&mut self, run: usize) -> Result<RunOpener, Error> {
        match self.run.take() {
            Some((last, opener)) if last == run => return Ok(opener),
            _ => {}
        }
        let (place, chain) = self.runs.header(run);
        let header = read_any(&self.file, place..place + RUN_HEADER_BYTES, Bytes::new()).await?;
        let header = RunHeader::read(&header, chain).ok_or(Error::Damaged)?;
        Ok(RunOpener::new(&self.key, &header))
    }
}
