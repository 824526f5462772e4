//! From a file that is not encrypted to checked bytes.
//!
//! A file says which blob's it is. One of version 1 does not, so that another blob's file may stand in
//! its place: who opens such a one reads all of it first.

use std::fs::File;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::stream::{self, StreamExt};
use rustix::io::Errno;

use super::file::{Wait, open_file, read_any, read_part};
use crate::format::{Owner, SEGMENT_BYTES, Table, crc32c, data_bytes};
use crate::hasher::Hasher;
use crate::{BlobKey, BlobReader, Error, FilePlace};

/// An open blob whose trailer was checked.
#[derive(Debug)]
pub(super) enum PlainBlob {
    /// A blob of at most one segment, read and checked.
    Whole(Bytes),
    /// A longer one, whose segments are still to be read.
    Segments(File, Table),
}

impl PlainBlob {
    /// Opens the file of `blob`, which is at `path`.
    pub(super) fn open(path: &Path, blob: BlobKey, wait: Wait) -> Result<Self, Error> {
        let (file, length) = open_file(path, wait)?;
        let data = data_bytes(length).ok_or(Error::Damaged)?;
        if data > SEGMENT_BYTES {
            let trailer = read_part(&file, data..length, wait)?;
            let table = match Table::read(&trailer, data, Owner::Blob(blob)) {
                Some(table) => table,
                None => compare(&file, Table::read(&trailer, data, Owner::Any), blob, wait)?,
            };
            return Ok(Self::Segments(file, table));
        }
        let mut bytes = read_part(&file, 0..length, wait)?;
        let size = usize::try_from(data).map_err(|_| Error::Damaged)?;
        let table = match Table::read(&bytes[size..], data, Owner::Blob(blob)) {
            Some(table) => table,
            None => compare(&file, Table::read(&bytes[size..], data, Owner::Any), blob, wait)?,
        };
        bytes.truncate(size);
        check_segment(&table, 0, &bytes)?;
        Ok(Self::Whole(bytes.freeze()))
    }

    /// The bytes of `range`.
    pub(super) fn reader(self, range: Range<u64>) -> Result<BlobReader, Error> {
        let size = match &self {
            Self::Whole(data) => data.len() as u64,
            Self::Segments(_, table) => table.length(),
        };
        if range.start > range.end || range.end > size {
            return Err(Error::Damaged);
        }
        let length = range.end - range.start;
        Ok(match self {
            Self::Whole(data) => {
                let part = data.slice(range.start as usize..range.end as usize);
                BlobReader::new(length, stream::iter((length > 0).then_some(Ok(part))).boxed())
            }
            Self::Segments(file, table) => {
                let file = Arc::new(file);
                let place = FilePlace {
                    file: Arc::clone(&file),
                    offset: range.start,
                };
                let segments = Segments::new(file, table, range);
                BlobReader::new(length, segments.into_stream().boxed()).at(place)
            }
        })
    }
}

/// The segments of a blob that a range touches, one after the other.
struct Segments {
    file: Arc<File>,
    table: Table,
    /// What is still to be handed out.
    range: Range<u64>,
    /// The buffer of the segment before, to be used again when nobody looks at it any more.
    used: Bytes,
}

impl Segments {
    fn new(file: Arc<File>, table: Table, range: Range<u64>) -> Self {
        Self {
            file,
            table,
            range,
            used: Bytes::new(),
        }
    }

    fn into_stream(self) -> impl stream::Stream<Item = Result<Bytes, Error>> {
        stream::try_unfold(self, Self::next)
    }

    /// The next chunk: the part of the next segment that is in the range.
    async fn next(mut self) -> Result<Option<(Bytes, Self)>, Error> {
        if self.range.is_empty() {
            return Ok(None);
        }
        let index = self.range.start / SEGMENT_BYTES;
        let begin = index * SEGMENT_BYTES;
        let end = self.table.length().min(begin + SEGMENT_BYTES);
        let used = std::mem::take(&mut self.used);
        let segment = read_any(&self.file, begin..end, used).await?.freeze();
        check_segment(&self.table, index as usize, &segment)?;
        let from = (self.range.start - begin) as usize;
        let to = (self.range.end.min(end) - begin) as usize;
        let chunk = segment.slice(from..to);
        self.range.start = begin + to as u64;
        self.used = segment;
        Ok(Some((chunk, self)))
    }
}

/// Compares the data under a table that does not say whose it is with the digest of `blob`.
fn compare(file: &File, table: Option<Table>, blob: BlobKey, wait: Wait) -> Result<Table, Error> {
    let table = table.ok_or(Error::Damaged)?;
    if matches!(wait, Wait::Never) {
        // Long work, and not for the task that asks.
        return Err(Errno::AGAIN.into());
    }
    let mut hasher = Hasher::new(blob.digest.algorithm());
    let mut begin = 0;
    while begin < table.length() {
        let end = table.length().min(begin + SEGMENT_BYTES);
        hasher.update(&read_part(file, begin..end, wait)?);
        begin = end;
    }
    let is_its = hasher.finish() == blob.digest;
    is_its.then_some(table).ok_or(Error::Damaged)
}

/// How many bytes of data the file of `blob` has.
pub(super) fn read_size(path: &Path, blob: BlobKey, wait: Wait) -> Result<u64, Error> {
    let (file, length) = open_file(path, wait)?;
    Ok(read_table(&file, length, blob, wait)?.length())
}

/// The checksums in a file of `length` bytes. One of version 1 may be another blob's.
pub(super) fn read_table(file: &File, length: u64, blob: BlobKey, wait: Wait) -> Result<Table, Error> {
    let data = data_bytes(length).ok_or(Error::Damaged)?;
    let trailer = read_part(file, data..length, wait)?;
    let owners = [Owner::Blob(blob), Owner::Any];
    let mut tables = owners.into_iter().map(|owner| Table::read(&trailer, data, owner));
    tables.find_map(|table| table).ok_or(Error::Damaged)
}

/// Compares a segment with its checksum. No data has no segment.
pub(super) fn check_segment(table: &Table, index: usize, segment: &[u8]) -> Result<(), Error> {
    if stdx::sabotage::is("reader-without-checksums") {
        return Ok(());
    }
    match table.segment_sum(index) {
        Some(sum) if sum == crc32c(0, segment) => Ok(()),
        None if segment.is_empty() => Ok(()),
        _ => Err(Error::Damaged),
    }
}
