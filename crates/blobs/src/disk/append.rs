//! Content on its way into the file of an upload.
//!
//! Content of one batch takes one trip to another thread. Longer content is a pipeline: while
//! one batch is written on one thread and hashed on another, the next one is gathered here, so
//! that there are never more than two batches of an upload in memory.

use std::sync::Arc;

use names::UploadId;
use sha2::{Digest as _, Sha256};

use super::staging::{Measured, StagedFile, Trouble};
use super::{Disk, DiskStore};
use crate::blocking::blocking;
use crate::claims::Claim;
use crate::content::{Batch, next_batch};
use crate::format::Table;
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
    if first.last {
        let all = move || Append::begin(disk, claim, upload, &staged)?.end(&first);
        return Ok(blocking(all).await?);
    }
    let begun = blocking(move || Append::begin(disk, claim, upload, &staged)).await?;
    append_batches(begun, first, content).await
}

/// An append between its first byte and its last.
struct Append {
    file: Arc<StagedFile>,
    /// What was acknowledged before.
    before: Table,
    progress: Progress,
}

/// What was seen of the data so far.
struct Progress {
    table: Table,
    hash: Sha256,
}

impl Progress {
    fn add(&mut self, batch: &Batch) {
        for frame in &batch.frames {
            self.hash.update(frame);
            self.table.extend(frame);
        }
    }
}

impl Append {
    fn begin(disk: Arc<Disk>, claim: Claim, upload: UploadId, staged: &Staged) -> Result<Self, Trouble> {
        let file = StagedFile::open(disk, claim, upload, staged)?;
        let Measured { table, hash, .. } = file.measure(staged)?;
        Ok(Self {
            file: Arc::new(file),
            before: table.clone(),
            progress: Progress { table, hash },
        })
    }

    /// Writes the last batch and makes everything durable, or takes everything back.
    fn end(mut self, last: &Batch) -> Result<Staged, Trouble> {
        let ended = self.write_last(last);
        if ended.is_err() {
            self.take_back();
        }
        ended
    }

    fn write_last(&mut self, last: &Batch) -> Result<Staged, Trouble> {
        self.file.write(last, self.progress.table.length())?;
        self.progress.add(last);
        let Progress { table, hash } = &self.progress;
        self.file.seal(table)?;
        if self.before.length() == 0 {
            self.file.sync_entry()?;
        }
        if !self.file.is_ours()? {
            return Err(Trouble::Lost);
        }
        Ok(Staged::new(table.length(), table.sum(), hash.clone()))
    }

    fn take_back(&self) {
        self.file.take_back(&self.before);
    }
}

async fn append_batches(begun: Append, first: Batch, mut content: Content) -> Result<Staged, AppendError> {
    let Append {
        file,
        before,
        progress,
    } = begun;
    let written = write_batches(&file, progress, first, &mut content).await;
    let ended = blocking(move || match written {
        Ok((progress, last)) => Ok(Append {
            file,
            before,
            progress,
        }
        .end(&last)?),
        Err(error) => {
            file.take_back(&before);
            Err(error)
        }
    });
    ended.await
}

/// Writes and hashes all batches but the last one, which it gives back.
async fn write_batches(
    file: &Arc<StagedFile>,
    mut progress: Progress,
    mut batch: Batch,
    content: &mut Content,
) -> Result<(Progress, Batch), AppendError> {
    while !batch.last {
        let (file, frames, offset) = (Arc::clone(file), batch.clone(), progress.table.length());
        let written = blocking(move || file.write(&frames, offset));
        let hashed = blocking(move || {
            progress.add(&batch);
            Ok::<_, Error>(progress)
        });
        let (written, hashed, next) = tokio::join!(written, hashed, next_batch(content));
        written?;
        progress = hashed?;
        batch = next?;
    }
    Ok((progress, batch))
}
