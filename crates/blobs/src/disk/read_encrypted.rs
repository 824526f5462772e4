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
    FOOTER_BYTES, FileKey, RUN_HEADER_BYTES, RunHeader, RunOpener, Runs, footer_bytes, header_bytes,
};
use crate::format::SEGMENT_BYTES;
use crate::keys::KeyLayer;
use crate::{BlobKey, BlobReader, Error};

/// Files of at most so many bytes are read at once.
const WHOLE_BYTES: u64 = SEGMENT_BYTES + 4096;
/// How much of the ends of longer files is read before it is known how much is needed. Both ends
/// of a file of few appends, with the wrapped keys of most rings, are shorter.
const END_BYTES: u64 = 1024;

/// Where the bytes of a file come from.
#[derive(Debug)]
enum Source {
    Memory(Bytes),
    File(Arc<File>),
}

impl Source {
    /// Reads a place of the file that is within it.
    async fn read(&self, place: Range<u64>, used: Bytes) -> Result<BytesMut, Error> {
        match self {
            Self::Memory(bytes) => {
                let place = place.start as usize..place.end as usize;
                Ok(bytes.get(place).ok_or(Error::Damaged)?.into())
            }
            Self::File(file) => read_any(file, place, used).await,
        }
    }
}

/// A file that is open, of which nothing is authentic yet.
#[derive(Debug)]
pub(super) struct LockedBlob {
    source: Source,
    length: u64,
    header: Vec<u8>,
    footer: Vec<u8>,
}

impl LockedBlob {
    /// Opens the blob at `path`.
    pub(super) fn open(path: &Path, wait: Wait) -> Result<Self, Error> {
        let (file, length) = open_file(path, wait)?;
        let (begin, end) = if length <= WHOLE_BYTES {
            let whole = read_part(&file, 0..length, wait)?.freeze();
            (whole.clone(), whole)
        } else {
            let begin = read_part(&file, 0..END_BYTES, wait)?;
            let end = read_part(&file, length - END_BYTES..length, wait)?;
            (begin.freeze(), end.freeze())
        };
        let size = header_bytes(&begin).ok_or(Error::Damaged)?;
        let header = match begin.get(..size) {
            Some(header) => header.to_vec(),
            None => load_header(&file, length, wait)?,
        };
        let fixed = end.len().checked_sub(FOOTER_BYTES).ok_or(Error::Damaged)?;
        let size = footer_bytes(&end[fixed..]).ok_or(Error::Damaged)?;
        let footer = match end.len().checked_sub(size) {
            Some(place) => end[place..].to_vec(),
            None => {
                let place = length.checked_sub(size as u64).ok_or(Error::Damaged)?;
                read_part(&file, place..length, wait)?.to_vec()
            }
        };
        let source = if length <= WHOLE_BYTES {
            Source::Memory(begin)
        } else {
            Source::File(Arc::new(file))
        };
        Ok(Self {
            source,
            length,
            header,
            footer,
        })
    }

    /// Makes sure that the file is the one of `blob`.
    pub(super) async fn unlock(self, layers: &[KeyLayer], blob: BlobKey) -> Result<EncryptedBlob, Error> {
        let key = unlock(layers, self.header).await?;
        let runs = Runs::read(&self.footer, &key, blob, self.length).ok_or(Error::Damaged)?;
        Ok(EncryptedBlob {
            source: self.source,
            key,
            runs,
        })
    }
}

/// A file that was written for the blob whose it is. Its segments are still to be authenticated.
#[derive(Debug)]
pub(super) struct EncryptedBlob {
    source: Source,
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
            source: self.source,
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
    source: Source,
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
        let place = first + index * (SEGMENT_BYTES + self.key.tag_bytes());
        let opener = self.enter(run).await?;
        let used = std::mem::take(&mut self.used);
        let place = place..place + (end - begin) + self.key.tag_bytes();
        let mut segment = self.source.read(place, used).await?;
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
        let place = place..place + RUN_HEADER_BYTES;
        let header = self.source.read(place, Bytes::new()).await?;
        let header = RunHeader::read(&header, chain).ok_or(Error::Damaged)?;
        Ok(RunOpener::new(&self.key, &header))
    }
}
