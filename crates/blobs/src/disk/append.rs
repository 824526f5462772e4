//! Content on its way into the file of an upload.
//!
//! Content of one batch takes one trip to another thread. Longer content is a pipeline: while
//! one batch is written on one thread and hashed on another, the next one is gathered here, so
//! that there are never more than two batches of an upload in memory.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use names::UploadId;
use sha2::{Digest as _, Sha256};

use super::body::Body;
use super::staging::{StagedFile, Trouble};
use super::{Disk, DiskStore};
use crate::blocking::blocking;
use crate::cipher::FileKey;
use crate::claims::Claim;
use crate::content::{Batch, next_batch};
use crate::{AppendError, Content, Error, Staged};

/// See [`crate::BlobStore::append`].
pub(super) async fn append(
    store: &DiskStore,
    upload: UploadId,
    staged: Staged,
    mut content: Content,
) -> Result<Staged, AppendError> {
    let claim = store.claims.claim(upload).ok_or(AppendError::Busy)?;
    let first = next_batch(&mut content).await?;
    let disk = Arc::clone(&store.disk);
    let key = store.upload_key(upload, &staged).await?;
    let begin = move || Append::begin(disk, claim, upload, &staged, key);
    if first.last {
        return Ok(blocking(move || begin()?.end(&first)).await?);
    }
    let begun = blocking(begin).await?;
    append_batches(begun, first, content).await
}

/// An append between its first byte and its last.
struct Append {
    open: Arc<Open>,
    /// The running SHA-256 of all data so far.
    hash: Sha256,
    /// Bytes of data so far.
    length: u64,
    /// Bytes that were acknowledged before.
    before: u64,
}

/// What an append writes to. Held by whoever writes, one after the other.
struct Open {
    body: Mutex<Body>,
    file: StagedFile,
}

impl Open {
    fn body(&self) -> MutexGuard<'_, Body> {
        // After a panic the body is only asked for what it was before the append.
        self.body.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self, batch: &Batch) -> Result<(), Error> {
        self.body().write(&self.file, batch)
    }

    fn take_back(&self) {
        self.body().take_back(&self.file);
    }
}

impl Append {
    fn begin(
        disk: Arc<Disk>,
        claim: Claim,
        upload: UploadId,
        staged: &Staged,
        key: Option<FileKey>,
    ) -> Result<Self, Trouble> {
        let file = StagedFile::open(disk, claim, upload, staged)?;
        let (body, hash) = Body::begin(&file, staged, key)?;
        let body = Mutex::new(body);
        Ok(Self {
            open: Arc::new(Open { body, file }),
            hash,
            length: staged.offset(),
            before: staged.offset(),
        })
    }

    /// Writes the last batch and makes everything durable, or takes everything back.
    fn end(mut self, last: &Batch) -> Result<Staged, Trouble> {
        let ended = self.write_last(last);
        if ended.is_err() {
            self.open.take_back();
        }
        ended
    }

    fn write_last(&mut self, last: &Batch) -> Result<Staged, Trouble> {
        let Open { file, .. } = &*self.open;
        self.open.write(last)?;
        let mark = self.open.body().end(file)?;
        add(&mut self.hash, last);
        if self.before == 0 {
            file.sync_entry()?;
        }
        if !file.is_ours()? {
            return Err(Trouble::Lost);
        }
        let length = self.length + last.length;
        Ok(Staged::new(length, mark, self.hash.clone()))
    }

    /// Writes and hashes all batches but the last one, which it gives back.
    async fn write_batches(&mut self, mut batch: Batch, content: &mut Content) -> Result<Batch, AppendError> {
        while !batch.last {
            let (open, frames, mut hash) = (Arc::clone(&self.open), batch.clone(), self.hash.clone());
            self.length += batch.length;
            let written = blocking(move || open.write(&frames));
            let hashed = blocking(move || {
                add(&mut hash, &batch);
                Ok::<_, Error>(hash)
            });
            let (written, hashed, next) = tokio::join!(written, hashed, next_batch(content));
            written?;
            self.hash = hashed?;
            batch = next?;
        }
        Ok(batch)
    }
}

fn add(hash: &mut Sha256, batch: &Batch) {
    batch.frames.iter().for_each(|frame| hash.update(frame));
}

async fn append_batches(
    mut begun: Append,
    first: Batch,
    mut content: Content,
) -> Result<Staged, AppendError> {
    let last = begun.write_batches(first, &mut content).await;
    let ended = blocking(move || match last {
        Ok(last) => Ok(begun.end(&last)?),
        Err(error) => {
            begun.open.take_back();
            Err(error)
        }
    });
    ended.await
}
