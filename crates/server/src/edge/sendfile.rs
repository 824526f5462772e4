//! `sendfile(2)` for layers that stand in the clear, over HTTP/1.1 without TLS: the kernel sends them from
//! the file's pages, and nothing is copied into the socket.
//!
//! A body hands out checked bytes as ever, and notes beside them which place of which file they were
//! read from. The stream of the connection compares addresses: what HTTP gives it at a noted address
//! leaves by `sendfile`, everything else is written. A note keeps its bytes, so that no others get
//! their address; and whatever the kernel refuses to send from the file is written from memory.

use std::collections::VecDeque;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use prometheus_client::metrics::counter::Counter;
use registry::FilePlace;
use tokio::io::{AsyncRead, AsyncWrite, Interest, ReadBuf};
use tokio::net::TcpStream;

/// How many notes are kept. HTTP has far fewer pieces of a body in its hands at once.
const MAX_NOTES: usize = 16;

/// Where the bytes that are on their way out were read from. Clones share the notes.
#[derive(Debug, Clone, Default)]
pub(crate) struct FileNotes(Arc<Mutex<VecDeque<Note>>>);

#[derive(Debug)]
struct Note {
    bytes: Bytes,
    place: FilePlace,
}

impl Note {
    /// Where in `bytes` this address is.
    fn index(&self, address: usize) -> Option<usize> {
        let index = address.checked_sub(self.bytes.as_ptr().addr())?;
        (index < self.bytes.len()).then_some(index)
    }
}

impl FileNotes {
    /// Notes that `bytes`, which are about to be sent, are at `place` of a file too.
    pub(crate) fn put(&self, bytes: Bytes, place: FilePlace) {
        let mut notes = self.lock();
        if notes.len() == MAX_NOTES {
            notes.pop_front();
        }
        notes.push_back(Note { bytes, place });
    }

    /// Where the bytes at the beginning of `slice` are in a file, and how many of them at most.
    fn find(&self, slice: &[u8]) -> Option<(FilePlace, usize)> {
        let address = slice.as_ptr().addr();
        let notes = self.lock();
        notes.iter().find_map(|note| {
            let index = note.index(address)?;
            let place = FilePlace {
                file: Arc::clone(&note.place.file),
                offset: note.place.offset + index as u64,
            };
            Some((place, slice.len().min(note.bytes.len() - index)))
        })
    }

    /// Forgets the note whose last byte is before `end`, and those that are older.
    fn sent(&self, end: usize) {
        let mut notes = self.lock();
        let last = |note: &Note| note.bytes.as_ptr().addr() + note.bytes.len() == end;
        if let Some(sent) = notes.iter().position(last) {
            notes.drain(..=sent);
        }
    }

    fn clear(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Note>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection whose noted bytes leave by `sendfile`.
pub(super) struct FileStream {
    stream: TcpStream,
    notes: FileNotes,
    /// Bytes that did.
    counter: Counter,
}

impl FileStream {
    pub(super) fn new(stream: TcpStream, notes: FileNotes, counter: Counter) -> Self {
        Self {
            stream,
            notes,
            counter,
        }
    }

    /// Sends the bytes of `slice`, which are at `place` too.
    fn poll_send(
        &mut self,
        context: &mut Context<'_>,
        slice: &[u8],
        (place, size): (FilePlace, usize),
    ) -> Poll<io::Result<usize>> {
        loop {
            ready!(self.stream.poll_write_ready(context))?;
            let mut offset = place.offset;
            let send = || {
                let sent = rustix::fs::sendfile(&self.stream, &place.file, Some(&mut offset), size);
                sent.map_err(io::Error::from)
            };
            match self.stream.try_io(Interest::WRITABLE, send) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                // If it is the socket that fails, so does writing to it.
                Ok(0) | Err(_) => {
                    self.notes.clear();
                    return Pin::new(&mut self.stream).poll_write(context, slice);
                }
                Ok(sent) => {
                    self.counter.inc_by(sent as u64);
                    self.notes.sent(slice.as_ptr().addr() + sent);
                    return Poll::Ready(Ok(sent));
                }
            }
        }
    }
}

impl AsyncRead for FileStream {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for FileStream {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.poll_write_vectored(context, &[IoSlice::new(bytes)])
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let mut written = 0;
        for slice in slices {
            match this.notes.find(slice) {
                None => written += 1,
                Some(found) if written == 0 => return this.poll_send(context, slice, found),
                Some(_) => break,
            }
        }
        Pin::new(&mut this.stream).poll_write_vectored(context, &slices[..written])
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;
    use std::net::Ipv4Addr;

    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::*;

    /// What arrives of `head` and `bytes`, which are noted to be in a file of `content` from `offset` on;
    /// and how many bytes left by `sendfile`.
    async fn arrives(content: &[u8], offset: u64, head: &[u8], bytes: &'static [u8]) -> (Vec<u8>, u64) {
        let mut file = tempfile::tempfile().expect("a file");
        file.write_all(content).expect("its content");
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (stream, accepted) = tokio::join!(TcpStream::connect(address), listener.accept());
        let (mut receiver, _) = accepted.expect("a connection");
        let (notes, counter) = (FileNotes::default(), Counter::default());
        let mut stream = FileStream::new(stream.expect("a connection"), notes.clone(), counter.clone());
        let bytes = Bytes::from_static(bytes);
        let place = FilePlace {
            file: Arc::new(file),
            offset,
        };
        notes.put(bytes.clone(), place);
        let (mut head, mut left) = (head, &bytes[..]);
        while !left.is_empty() {
            let slices = [IoSlice::new(head), IoSlice::new(left)];
            let slices = if head.is_empty() {
                &slices[1..]
            } else {
                &slices[..]
            };
            let sent = stream.write_vectored(slices).await.expect("a write");
            let of_head = sent.min(head.len());
            (head, left) = (&head[of_head..], &left[sent - of_head..]);
        }
        assert!(notes.lock().is_empty());
        drop(stream);
        let mut arrived = Vec::new();
        receiver.read_to_end(&mut arrived).await.expect("all bytes");
        (arrived, counter.get())
    }

    #[tokio::test]
    async fn noted_bytes_leave_from_the_file_and_others_from_memory() {
        // The file differs, so that one can tell.
        assert_eq!(
            arrives(b"..MEMORY", 2, b"head ", b"memory").await,
            (b"head MEMORY".to_vec(), 6)
        );
    }

    #[tokio::test]
    async fn what_the_file_does_not_give_is_written_from_memory() {
        assert_eq!(arrives(b"MEM", 0, b"", b"memory").await, (b"MEMory".to_vec(), 3));
    }
}
