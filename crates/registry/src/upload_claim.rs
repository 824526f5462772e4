//! One writer at a time on an upload, from reading how far it got to committing how far it gets.
//!
//! The byte store keeps two writers of the same bytes apart, but not a writer from a row that is
//! not committed yet: its bytes would be written over by one that read the row before.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use meta::Upload;
use names::{RepositoryArn, UploadId};

use crate::{Error, Grant, Registry};

/// The uploads that this process is writing.
#[derive(Clone, Default)]
pub(crate) struct UploadClaims(Arc<Mutex<HashSet<UploadId>>>);

/// The right to write an upload, until it is dropped. Whoever commits the row takes it into the
/// transaction: a caller that goes away must not give it back before that.
pub(crate) struct UploadClaim {
    claims: UploadClaims,
    id: UploadId,
}

impl UploadClaims {
    fn claim(&self, id: UploadId) -> Option<UploadClaim> {
        self.ids().insert(id).then(|| UploadClaim {
            claims: self.clone(),
            id,
        })
    }

    fn ids(&self) -> MutexGuard<'_, HashSet<UploadId>> {
        // Inserting and removing leave the set whole even if a thread died with the lock.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl UploadClaim {
    /// Which upload.
    pub(crate) fn id(&self) -> UploadId {
        self.id
    }
}

impl Drop for UploadClaim {
    fn drop(&mut self) {
        self.claims.ids().remove(&self.id);
    }
}

impl Registry {
    /// The upload, if it is this caller's and nobody writes it at this moment.
    pub(crate) async fn upload_claim(
        &self,
        grant: &Grant<RepositoryArn>,
        id: UploadId,
    ) -> Result<(UploadClaim, Upload), Error> {
        let claim = self.uploads.claim(id);
        // Whether an upload is busy is for its owner to know.
        let (_, upload) = self.upload_of(grant, id).await?;
        Ok((claim.ok_or(Error::UploadBusy(id))?, upload))
    }
}
