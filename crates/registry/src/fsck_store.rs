//! The check of the store: every blob has its file, every file its blob, every upload its bytes.

use std::collections::VecDeque;
use std::num::NonZeroUsize;

use blobs::{BlobKey, ListedBlob, ListedUpload, Shard};
use futures_util::FutureExt as _;
use meta::{BlobRow, CheckedUpload, DoomedBlob, Limit, StoredBlob};
use names::UploadId;

use crate::collector_files::doomed;
use crate::damage::Verdict;
use crate::fsck::{FindingKind, Inspector};
use crate::{Error, Registry};

/// How many rows or files are looked at together.
const PAGE: u32 = 500;

impl Inspector<'_> {
    /// Each blob's file.
    pub(crate) async fn blobs(&mut self) -> Result<(), Error> {
        let mut after = None;
        loop {
            let rows = self.registry.read(after, |tx, after| {
                async move { Ok(tx.blob_list(after.as_ref(), Limit(PAGE)).await?) }.boxed()
            });
            let rows = rows.await?;
            let Some(last) = rows.last() else {
                return Ok(());
            };
            after = Some((last.blob.digest, last.blob.domain.clone()));
            for row in rows {
                self.blob(&row).await?;
            }
        }
    }

    async fn blob(&mut self, row: &BlobRow) -> Result<(), Error> {
        self.counts.blobs += 1;
        let (blob, registry) = (&row.blob, self.registry);
        let verdict = if self.reads_bytes() {
            let read = &mut self.counts.bytes;
            let count = |bytes| {
                *read += bytes;
                std::future::ready(Ok(()))
            };
            registry.blob_verify(blob, count).await?
        } else {
            registry.blob_look_at(blob).await
        };
        // It may have been collected, or pushed again, since its row was read.
        let Some(row) = registry.blob_row(blob).await? else {
            return Ok(());
        };
        let name = name(blob);
        match &verdict {
            Verdict::Whole if row.damaged_at.is_none() => {}
            Verdict::Whole => return self.noted(&row).await,
            Verdict::Locked(why) => {
                self.counts.locked += 1;
                self.found(
                    FindingKind::LockedBlob,
                    name,
                    format_args!("unreadable for now: {why}"),
                );
            }
            Verdict::Unreadable(why) => self.found(FindingKind::UnreadableBlob, name, why),
            Verdict::Missing => self.lost(FindingKind::MissingFile, (&row, &verdict)).await?,
            Verdict::Damaged => self.lost(FindingKind::DamagedBlob, (&row, &verdict)).await?,
            Verdict::WrongSize(_) => self.lost(FindingKind::WrongSize, (&row, &verdict)).await?,
        }
        Ok(())
    }

    /// A blob that is noted as damaged, and does not look so.
    async fn noted(&mut self, row: &BlobRow) -> Result<(), Error> {
        let acquits = self.repairs() && self.reads_bytes();
        let repaired = acquits && self.registry.blob_acquit(&row.blob).await?;
        let repaired = repaired.then_some("it is whole, and can be had again");
        let detail = if self.reads_bytes() {
            "noted as damaged, and whole"
        } else {
            "noted as damaged; its file is there"
        };
        self.done(FindingKind::DamagedBlob, name(&row.blob), detail, repaired);
        Ok(())
    }

    async fn lost(&mut self, kind: FindingKind, (row, verdict): (&BlobRow, &Verdict)) -> Result<(), Error> {
        let mut detail = match verdict {
            Verdict::WrongSize(size) => format!("{size} bytes, and not {}", row.blob.size),
            Verdict::Missing => "it is not in the store".to_owned(),
            _ => "its bytes are not what was pushed".to_owned(),
        };
        if let Some(at) = row.damaged_at {
            detail.push_str(&format!(", noted {}; pushing it again heals it", at.to_iso8601()));
        }
        let condemned = self.repairs() && self.registry.blob_condemn(&row.blob, verdict).await?;
        let repaired = condemned.then_some("noted as damaged and put aside; pushing it again heals it");
        self.done(kind, name(&row.blob), detail, repaired);
        Ok(())
    }

    /// Each layer's blob.
    pub(crate) async fn links(&mut self) -> Result<(), Error> {
        let mut after = None;
        loop {
            let links = self.registry.read(after, |tx, after| {
                async move { Ok(tx.check_links(after.as_ref(), Limit(PAGE)).await?) }.boxed()
            });
            let links = links.await?;
            let Some(last) = links.last() else {
                return Ok(());
            };
            after = Some(last.key);
            for link in links.iter().filter(|link| !link.exists) {
                let (repository, digest) = link.key;
                let subject = format!("{digest} in repository {}", repository.as_i64());
                let detail = format!("no blob under {:?}", link.domain.as_str());
                self.found(FindingKind::LayerWithoutBlob, subject, detail);
            }
        }
    }

    /// The folders that everything is in.
    pub(crate) async fn folders(&mut self) -> Result<(), Error> {
        let backend = self.registry.bytes.backend();
        let folders = backend.folders(page()).await?;
        for path in &folders.strange {
            self.found(FindingKind::StrangeFile, path.display(), "no folder of the store");
        }
        if folders.missing.is_empty() {
            return Ok(());
        }
        if self.repairs() {
            backend.folders_make().await?;
        }
        let repaired = self.repairs().then_some("made again");
        for path in &folders.missing {
            let detail = "the folder is not there";
            self.done(FindingKind::Store, path.display(), detail, repaired);
        }
        Ok(())
    }

    /// Each file's blob.
    pub(crate) async fn files(&mut self) -> Result<(), Error> {
        let before = self.registry.collect_before(self.registry.collecting.grace);
        for shard in Shard::all() {
            let mut after = None;
            loop {
                let backend = self.registry.bytes.backend();
                let page = backend.blob_list(shard, after, page()).await?;
                for path in &page.strange {
                    self.found(FindingKind::StrangeFile, path.display(), "no file of the store");
                }
                self.counts.files += page.items.len() as u64;
                let old = page.items.into_iter().filter(|file| file.changed <= before);
                self.orphans(old.collect()).await?;
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
        }
        Ok(())
    }

    async fn orphans(&mut self, files: Vec<ListedBlob>) -> Result<(), Error> {
        if self.repairs() && stdx::sabotage::is("repair-without-look-at-rows") {
            let keys = files.iter().map(|file| file.key).collect();
            return Ok(self.registry.bytes.backend().blob_delete(keys).await?);
        }
        let unknown = self
            .registry
            .unknown(files.iter().map(|file| file.key).collect())
            .await?;
        for file in files.iter().filter(|file| unknown.contains(&file.key)) {
            let copy = doomed(file);
            if !self.registry.blob_is_there(&copy).await {
                continue;
            }
            let doomed = self.repairs() && self.registry.blob_doom_copy(copy).await?;
            let subject = format!("{}-{:016x}", copy.digest, copy.generation);
            let detail = format!("{} bytes that no row names", copy.size);
            let repaired = doomed.then_some("the collector will delete it");
            self.done(FindingKind::OrphanFile, subject, detail, repaired);
        }
        Ok(())
    }

    /// What was put aside.
    pub(crate) async fn quarantine(&mut self) -> Result<(), Error> {
        let mut after = None;
        loop {
            let page = self
                .registry
                .bytes
                .backend()
                .quarantine_list(after, page())
                .await?;
            for path in &page.strange {
                self.found(FindingKind::StrangeFile, path.display(), "no file of the store");
            }
            for file in &page.items {
                let subject = format!("{}-{}", file.key.digest, file.key.generation);
                let detail = format!("{} bytes, put aside because they are damaged", file.stored_bytes);
                self.found(FindingKind::Quarantined, subject, detail);
            }
            after = page.next;
            if after.is_none() {
                return Ok(());
            }
        }
    }

    /// Each upload's bytes.
    pub(crate) async fn uploads(&mut self) -> Result<(), Error> {
        let before = self.registry.collect_before(self.registry.collecting.grace);
        let mut staged = StagedFiles::default();
        let mut after = None;
        loop {
            let uploads = self.registry.read(after, |tx, after| {
                async move { Ok(tx.check_uploads(after.as_ref(), Limit(PAGE)).await?) }.boxed()
            });
            let uploads = uploads.await?;
            let Some(last) = uploads.last() else {
                return Ok(());
            };
            after = Some(last.id);
            for upload in uploads {
                self.counts.uploads += 1;
                let is_lost = !staged.has(self.registry, upload.id).await? && upload.offset > 0;
                if is_lost && upload.updated_at <= before && self.registry.upload_stands(upload).await? {
                    let detail = format!("its {} bytes are gone; it is dropped after a week", upload.offset);
                    self.found(FindingKind::UploadWithoutFile, upload.id, detail);
                }
            }
        }
    }

    /// Each staged file's upload.
    pub(crate) async fn staged(&mut self) -> Result<(), Error> {
        let before = self.registry.collect_before(self.registry.collecting.grace);
        let mut after = None;
        loop {
            let page = self.registry.bytes.backend().upload_list(after, page()).await?;
            for path in &page.strange {
                self.found(FindingKind::StrangeFile, path.display(), "no file of the store");
            }
            for file in page.items.iter().filter(|file| file.changed <= before) {
                self.staged_file(file).await?;
            }
            after = page.next;
            if after.is_none() {
                return Ok(());
            }
        }
    }

    async fn staged_file(&mut self, file: &ListedUpload) -> Result<(), Error> {
        let known = self.registry.read(file.upload, |tx, id| {
            async move { Ok(tx.upload_get(*id).await?.is_some()) }.boxed()
        });
        if known.await? {
            return Ok(());
        }
        let repaired = self.repairs().then_some("dropped");
        if self.repairs() {
            self.registry.discard(file.upload).await;
        }
        let detail = format!("{} staged bytes without an upload", file.stored_bytes);
        self.done(FindingKind::FileWithoutUpload, file.upload, detail, repaired);
        Ok(())
    }
}

impl Registry {
    async fn blob_row(&self, blob: &StoredBlob) -> Result<Option<BlobRow>, Error> {
        self.read(blob.clone(), |tx, blob| {
            async move { Ok(tx.blob_named(blob).await?) }.boxed()
        })
        .await
    }

    /// Whether a file is there, whatever is in it.
    async fn blob_is_there(&self, copy: &DoomedBlob) -> bool {
        let key = BlobKey {
            digest: copy.digest,
            generation: blobs::Generation::from_bits(copy.generation),
        };
        !matches!(
            self.bytes.any().size(key).await,
            Ok(None) | Err(blobs::Error::Missing)
        )
    }

    async fn blob_doom_copy(&self, copy: DoomedBlob) -> Result<bool, Error> {
        self.write((copy, self.now()), |tx, (copy, now)| {
            async move { Ok(tx.blob_doom_copy(copy, *now).await?) }.boxed()
        })
        .await
    }

    async fn upload_stands(&self, upload: CheckedUpload) -> Result<bool, Error> {
        self.read(upload, |tx, upload| {
            async move { Ok(tx.check_upload(upload).await?) }.boxed()
        })
        .await
    }
}

/// The uploads that have a file, read in their order beside another list in the same order.
#[derive(Default)]
struct StagedFiles {
    next: VecDeque<UploadId>,
    after: Option<UploadId>,
    is_over: bool,
}

impl StagedFiles {
    /// Whether an upload has one. It comes behind those that were asked for before.
    async fn has(&mut self, registry: &Registry, id: UploadId) -> Result<bool, Error> {
        loop {
            while self.next.front().is_some_and(|next| *next < id) {
                self.next.pop_front();
            }
            if let Some(next) = self.next.front() {
                return Ok(*next == id);
            }
            if self.is_over {
                return Ok(false);
            }
            let page = registry.bytes.backend().upload_list(self.after, page()).await?;
            self.next.extend(page.items.iter().map(|file| file.upload));
            self.is_over = page.next.is_none();
            self.after = page.next;
        }
    }
}

fn name(blob: &StoredBlob) -> String {
    match blob.domain.as_str() {
        "" => blob.digest.to_string(),
        domain => format!("{} under {domain}", blob.digest),
    }
}

fn page() -> NonZeroUsize {
    NonZeroUsize::new(PAGE as usize).expect("a page has entries")
}
