//! From a file to checked bytes.
//!
//! What is in memory is read at once by the task that asks; only what is not goes to a thread
//! that may wait. Every segment is compared with its checksum before a byte of it is handed
//! out, also when only a part of it was asked for.

use std::fs::File;
use std::io::IoSliceMut;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use futures_util::stream::{self, StreamExt};
use rustix::fs::{self, Mode, OFlags, ResolveFlags};
use rustix::io::{Errno, ReadWriteFlags};

use super::DiskStore;
use crate::blocking::blocking;
use crate::format::{SEGMENT_BYTES, Table, crc32c, data_bytes};
use crate::{BlobKey, BlobReader, Error};

/// See [`crate::BlobStore::open`].
pub(super) async fn open(store: &DiskStore, key: BlobKey, range: Range<u64>) -> Result<BlobReader, Error> {
    let path = store.disk.layout.blob(key);
    let blob = match Blob::open(&path, Wait::Never) {
        Ok(blob) => blob,
        // Whatever it was: the thread that may wait finds out for certain.
        Err(_) => blocking(move || Blob::open(&path, Wait::Allowed)).await?,
    };
    blob.reader(range)
}

/// See [`crate::BlobStore::size`].
pub(super) async fn size(store: &DiskStore, key: BlobKey) -> Result<Option<u64>, Error> {
    let path = store.disk.layout.blob(key);
    let size = match read_size(&path, Wait::Never) {
        Ok(size) => Ok(size),
        Err(_) => blocking(move || read_size(&path, Wait::Allowed)).await,
    };
    match size {
        Ok(size) => Ok(Some(size)),
        Err(Error::Missing) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether a read may wait for the device.
#[derive(Debug, Clone, Copy)]
enum Wait {
    Never,
    Allowed,
}

/// An open blob whose trailer was checked.
#[derive(Debug)]
enum Blob {
    /// A blob of at most one segment, read and checked.
    Whole(Bytes),
    /// A longer one, whose segments are still to be read.
    Segments(File, Table),
}

impl Blob {
    fn open(path: &Path, wait: Wait) -> Result<Self, Error> {
        let (file, length) = open_file(path, wait)?;
        let data = data_bytes(length).ok_or(Error::Damaged)?;
        if data > SEGMENT_BYTES {
            let trailer = read_part(&file, data..length, wait)?;
            let table = Table::read(&trailer, data).ok_or(Error::Damaged)?;
            return Ok(Self::Segments(file, table));
        }
        let mut bytes = read_part(&file, 0..length, wait)?;
        let size = usize::try_from(data).map_err(|_| Error::Damaged)?;
        let table = Table::read(&bytes[size..], data).ok_or(Error::Damaged)?;
        bytes.truncate(size);
        check_segment(&table, 0, &bytes)?;
        Ok(Self::Whole(bytes.freeze()))
    }

    fn reader(self, range: Range<u64>) -> Result<BlobReader, Error> {
        let size = match &self {
            Self::Whole(data) => data.len() as u64,
            Self::Segments(_, table) => table.length(),
        };
        if range.start > range.end || range.end > size {
            return Err(Error::Damaged);
        }
        let length = range.end - range.start;
        let chunks = match self {
            Self::Whole(data) => {
                let part = data.slice(range.start as usize..range.end as usize);
                stream::iter((length > 0).then_some(Ok(part))).boxed()
            }
            Self::Segments(file, table) => Segments::new(file, table, range).into_stream().boxed(),
        };
        Ok(BlobReader::new(length, chunks))
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
    fn new(file: File, table: Table, range: Range<u64>) -> Self {
        Self {
            file: Arc::new(file),
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
        let segment = self.read(begin..end).await?;
        check_segment(&self.table, index as usize, &segment)?;
        let from = (self.range.start - begin) as usize;
        let to = (self.range.end.min(end) - begin) as usize;
        let chunk = segment.slice(from..to);
        self.range.start = begin + to as u64;
        self.used = segment;
        Ok(Some((chunk, self)))
    }

    async fn read(&mut self, place: Range<u64>) -> Result<Bytes, Error> {
        let size = (place.end - place.start) as usize;
        let used = std::mem::take(&mut self.used);
        let mut buffer = used.try_into_mut().unwrap_or_default();
        buffer.resize(size, 0);
        let filled = fill(&self.file, &mut buffer, place.start, Wait::Never)?;
        if filled == size {
            return Ok(buffer.freeze());
        }
        let file = Arc::clone(&self.file);
        let rest = move || {
            let rest = place.start + filled as u64;
            let more = fill(&file, &mut buffer[filled..], rest, Wait::Allowed)?;
            (filled + more == size).then_some(buffer).ok_or(Error::Damaged)
        };
        Ok(blocking(rest).await?.freeze())
    }
}

/// Opens a file and tells how long it is.
fn open_file(path: &Path, wait: Wait) -> Result<(File, u64), Error> {
    let flags = OFlags::RDONLY | OFlags::CLOEXEC;
    let opened = match wait {
        Wait::Never => fs::openat2(fs::CWD, path, flags, Mode::empty(), ResolveFlags::CACHED),
        Wait::Allowed => fs::open(path, flags, Mode::empty()),
    };
    let file = match opened {
        Err(Errno::NOENT) => return Err(Error::Missing),
        result => File::from(result?),
    };
    let length = file.metadata()?.len();
    Ok((file, length))
}

fn read_size(path: &Path, wait: Wait) -> Result<u64, Error> {
    let (file, length) = open_file(path, wait)?;
    let data = data_bytes(length).ok_or(Error::Damaged)?;
    let trailer = read_part(&file, data..length, wait)?;
    Table::read(&trailer, data).ok_or(Error::Damaged)?;
    Ok(data)
}

/// Reads a place of the file that is within it.
fn read_part(file: &File, place: Range<u64>, wait: Wait) -> Result<BytesMut, Error> {
    let size = usize::try_from(place.end - place.start).map_err(|_| Error::Damaged)?;
    let mut buffer = BytesMut::zeroed(size);
    let filled = fill(file, &mut buffer, place.start, wait)?;
    (filled == size).then_some(buffer).ok_or(Error::Damaged)
}

/// Reads until the buffer is full, the file ends or, where that is not allowed, the read would
/// wait. Returns how many bytes it read.
fn fill(file: &File, buffer: &mut [u8], offset: u64, wait: Wait) -> Result<usize, Error> {
    let mut filled = 0;
    while filled < buffer.len() {
        match read_once(file, &mut buffer[filled..], offset + filled as u64, wait) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(Errno::INTR) => {}
            // The second one is a file system that never promises not to wait.
            Err(Errno::AGAIN | Errno::OPNOTSUPP) if matches!(wait, Wait::Never) => break,
            Err(errno) => return Err(errno.into()),
        }
    }
    Ok(filled)
}

fn read_once(file: &File, buffer: &mut [u8], offset: u64, wait: Wait) -> Result<usize, Errno> {
    match wait {
        Wait::Never => {
            let mut buffers = [IoSliceMut::new(buffer)];
            rustix::io::preadv2(file, &mut buffers, offset, ReadWriteFlags::NOWAIT)
        }
        Wait::Allowed => rustix::io::pread(file, buffer, offset),
    }
}

/// Compares a segment with its checksum. No data has no segment.
fn check_segment(table: &Table, index: usize, segment: &[u8]) -> Result<(), Error> {
    match table.segment_sum(index) {
        Some(sum) if sum == crc32c(0, segment) => Ok(()),
        None if segment.is_empty() => Ok(()),
        _ => Err(Error::Damaged),
    }
}
