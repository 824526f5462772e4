//! What a backup asks of the database of an installation, and what a restore puts right in one.
//!
//! Neither needs the master key, so nothing here needs an open [`crate::Registry`]. Files are copied
//! elsewhere (`hythe`); here it is seen to that the files that a snapshot names stay where they are,
//! and that nobody takes a restored registry for the one that he talked to before.
//!
//! The hold comes before the snapshot: a copy that the snapshot names is doomed after it at the
//! earliest, and nothing that was doomed is deleted while somebody holds.

use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use meta::{BackupBlob, BlobRowKey, CollectionHold, Limit, Meta, StoredBlob, Tx};
use stdx::Timestamp;
use uuid::Uuid;

use crate::installation_id::installation_id_make;
use crate::secrets::{TOKEN_ERA, random};
use crate::{Error, Internal};

/// How long bytes stay after a backup has said last that it goes on: it says so once a minute.
const HOLD: Duration = Duration::from_secs(10 * 60);
/// Rows that a transaction forgets.
const PAGE: Limit = Limit(1_000);

/// A backup that is under way: no bytes are deleted until it is released, or ends by itself.
pub struct Backup {
    meta: Meta,
    hold: CollectionHold,
    /// Which installation it is of, so that no two are ever backed up into one folder.
    pub installation: Uuid,
}

impl Backup {
    /// Begins: from now on bytes that any row names stay in the store. `id` is this backup's hold, and no
    /// other's.
    pub async fn begin(meta: &Meta, id: Uuid, now: Timestamp) -> Result<Self, Error> {
        let backup = Self {
            meta: meta.clone(),
            hold: CollectionHold {
                id,
                reason: "a backup".to_owned(),
                until: now.after(HOLD),
            },
            installation: installation_id_make(meta).await?,
        };
        backup.put(now).await?;
        Ok(backup)
    }

    /// Goes on. To be called once a minute.
    ///
    /// # Errors
    /// When that comes so late that bytes may have been deleted.
    pub async fn renew(&mut self, now: Timestamp) -> Result<(), Error> {
        if now >= self.hold.until {
            let text = "the backup was stopped for so long that bytes may have been deleted meanwhile";
            return Err(Internal::Broken(text.to_owned()).into());
        }
        self.hold.until = now.after(HOLD);
        self.put(now).await
    }

    /// Ends: bytes may be deleted again.
    pub async fn release(self) -> Result<(), Error> {
        Self::release_of(&self.meta, self.hold.id).await
    }

    /// Ends the hold of a backup that is known to go on no more.
    pub async fn release_of(meta: &Meta, id: Uuid) -> Result<(), Error> {
        meta.write(move |tx| async move { Ok(tx.collection_hold_delete(id).await.map(drop)?) }.boxed())
            .await
    }

    async fn put(&self, now: Timestamp) -> Result<(), Error> {
        if stdx::sabotage::is("backup-without-hold") {
            return Ok(());
        }
        let hold = self.hold.clone();
        self.meta
            .write(move |tx| {
                let hold = hold.clone();
                async move { Ok(tx.collection_hold_put(&hold, now).await?) }.boxed()
            })
            .await
    }
}

/// The blobs that a database names behind `after`, damaged ones too, at most `limit`.
pub async fn backup_blobs(
    meta: &Meta,
    after: Option<BlobRowKey>,
    limit: Limit,
) -> Result<Vec<BackupBlob>, Error> {
    meta.read(move |tx| {
        let after = after.clone();
        async move { Ok(tx.backup_blobs(after.as_ref(), limit).await?) }.boxed()
    })
    .await
}

/// Puts a database right that was restored from a snapshot, before anybody uses it.
///
/// Nobody knows which tokens, sessions and signed URLs were revoked after the backup, so none from
/// before the restore opens any more. Logs go on far behind where they were. Uploads in progress and
/// bytes that were to be deleted are not in a backup, so the database forgets them.
pub async fn restored(meta: &Meta) -> Result<(), Error> {
    let mut era = [0; 32];
    random(&mut era);
    meta.write::<_, Error, _>(move |tx| {
        async move {
            tx.setting_delete(TOKEN_ERA).await?;
            tx.setting_create(TOKEN_ERA, &era).await?;
            tx.restore_skip_positions().await?;
            Ok(())
        }
        .boxed()
    })
    .await?;
    while 0 < meta.write::<_, Error, _>(|tx| forget(tx).boxed()).await? {}
    Ok(())
}

/// Notes as damaged what a restored database names and `is_there` denies, so that nobody is told that it is
/// there and the next push heals it. To be called before anybody uses the database.
pub async fn restored_without(
    meta: &Meta,
    now: Timestamp,
    is_there: impl Fn(&StoredBlob) -> bool,
) -> Result<(), Error> {
    let mut after = None;
    loop {
        let page = backup_blobs(meta, after, PAGE).await?;
        let Some(last) = page.last() else {
            return Ok(());
        };
        after = Some((last.blob.digest, last.blob.domain.clone()));
        let gone = page
            .into_iter()
            .filter(|row| row.damaged_at.is_none() && !is_there(&row.blob));
        let gone: Arc<[StoredBlob]> = gone.map(|row| row.blob).collect();
        if gone.is_empty() {
            continue;
        }
        meta.write::<_, Error, _>(move |tx| {
            let gone = Arc::clone(&gone);
            async move {
                for blob in &*gone {
                    tx.blob_put_damaged(blob, now).await?;
                }
                Ok(())
            }
            .boxed()
        })
        .await?;
    }
}

/// Forgets some of what a backup does not have, and says how much.
async fn forget(tx: &mut Tx<'_>) -> Result<usize, Error> {
    let (first, last) = (Timestamp::from_micros(i64::MIN), Timestamp::from_micros(i64::MAX));
    let uploads = tx.upload_list_stale(last, PAGE).await?;
    for upload in &uploads {
        tx.upload_delete(*upload).await?;
    }
    let doomed = tx.doomed_blob_list(last, PAGE).await?;
    tx.doomed_blob_delete(&doomed).await?;
    let holds = tx.collection_hold_list(first, PAGE).await?;
    for hold in &holds {
        tx.collection_hold_delete(hold.id).await?;
    }
    Ok(uploads.len() + doomed.len() + holds.len())
}
