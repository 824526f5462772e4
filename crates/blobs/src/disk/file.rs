//! Reading files, also without waiting for the device.

use std::fs::File;
use std::io::IoSliceMut;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use rustix::fs::{self, FileType, Mode, OFlags, ResolveFlags};
use rustix::io::{Errno, ReadWriteFlags};

use super::steps::fault;
use crate::Error;
use crate::blocking::blocking;

/// Whether a read may wait for the device.
#[derive(Debug, Clone, Copy)]
pub(super) enum Wait {
    Never,
    Allowed,
}

/// How files of the store are opened, in which somebody else may have put other things in the place of
/// one: a link is not followed, and no pipe is waited for. Both mean nothing to a regular file.
pub(super) const REGULAR: OFlags = OFlags::NOFOLLOW.union(OFlags::NONBLOCK);

/// Whether something is at `path` that is no regular file.
pub(super) fn is_strange(path: &Path) -> bool {
    let found = fs::lstat(path);
    found.is_ok_and(|found| !FileType::from_raw_mode(found.st_mode).is_file())
}

/// Opens a file and tells how long it is. What is there and no regular file is [`Error::Damaged`].
pub(super) fn open_file(path: &Path, wait: Wait) -> Result<(File, u64), Error> {
    fault()?;
    let flags = OFlags::RDONLY | OFlags::CLOEXEC | REGULAR;
    let opened = match wait {
        Wait::Never => fs::openat2(fs::CWD, path, flags, Mode::empty(), ResolveFlags::CACHED),
        Wait::Allowed => fs::open(path, flags, Mode::empty()),
    };
    let file = match opened {
        Err(Errno::NOENT) => return Err(Error::Missing),
        Err(_) if matches!(wait, Wait::Allowed) && is_strange(path) => return Err(Error::Damaged),
        result => File::from(result?),
    };
    let found = file.metadata()?;
    if !found.is_file() {
        return Err(Error::Damaged);
    }
    Ok((file, found.len()))
}

/// Reads a place of the file that is within it.
pub(super) fn read_part(file: &File, place: Range<u64>, wait: Wait) -> Result<BytesMut, Error> {
    let size = usize::try_from(place.end - place.start).map_err(|_| Error::Damaged)?;
    let mut buffer = BytesMut::zeroed(size);
    let filled = fill(file, &mut buffer, place.start, wait)?;
    (filled == size).then_some(buffer).ok_or(Error::Damaged)
}

/// Opens what `open` opens at once or, if that has to wait, on a thread that may.
pub(super) async fn open_any<T: Send + 'static>(
    path: PathBuf,
    open: impl Fn(&Path, Wait) -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    match open(&path, Wait::Never) {
        Ok(opened) => Ok(opened),
        // Whatever it was: the thread that may wait finds out for certain.
        Err(_) => blocking(move || open(&path, Wait::Allowed)).await,
    }
}

/// Reads a place of the file that is within it, at once or, if that has to wait, on a thread that
/// may. `used` is a buffer to be used again when nobody looks at it any more.
pub(super) async fn read_any(file: &Arc<File>, place: Range<u64>, used: Bytes) -> Result<BytesMut, Error> {
    let size = usize::try_from(place.end - place.start).map_err(|_| Error::Damaged)?;
    let mut buffer = used.try_into_mut().unwrap_or_default();
    buffer.resize(size, 0);
    let filled = fill(file, &mut buffer, place.start, Wait::Never)?;
    if filled == size {
        return Ok(buffer);
    }
    let file = Arc::clone(file);
    let rest = move || {
        let rest = place.start + filled as u64;
        let more = fill(&file, &mut buffer[filled..], rest, Wait::Allowed)?;
        (filled + more == size).then_some(buffer).ok_or(Error::Damaged)
    };
    blocking(rest).await
}

/// Reads until the buffer is full, the file ends or, where that is not allowed, the read would
/// wait. Returns how many bytes it read.
fn fill(file: &File, buffer: &mut [u8], offset: u64, wait: Wait) -> Result<usize, Error> {
    let mut filled = 0;
    fault()?;
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
