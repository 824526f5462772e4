//! Which uploads an operation of this process is working on.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use names::UploadId;

/// The uploads that are busy.
#[derive(Debug, Default, Clone)]
pub(crate) struct Claims(Arc<Mutex<HashSet<UploadId>>>);

/// The right to work on an upload, until it is dropped.
#[derive(Debug)]
pub(crate) struct Claim {
    claims: Claims,
    upload: UploadId,
}

impl Claims {
    /// Claims an upload, or returns `None` when it is busy.
    pub(crate) fn claim(&self, upload: UploadId) -> Option<Claim> {
        self.uploads().insert(upload).then(|| Claim {
            claims: self.clone(),
            upload,
        })
    }

    fn uploads(&self) -> MutexGuard<'_, HashSet<UploadId>> {
        // Inserting and removing leave the set whole even if a thread died with the lock.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        self.claims.uploads().remove(&self.upload);
    }
}
