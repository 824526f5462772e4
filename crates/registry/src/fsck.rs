//! A check of the whole installation: database against store and back.
//!
//! It runs beside servers and changes nothing unless it is told to repair. What looks wrong is looked
//! at again before it is told, so that a push or the collector meanwhile is no finding. Both sides are
//! read page by page. The store is in `fsck_store.rs`, images and what counts them in `fsck_image.rs`.

use std::error::Error as _;
use std::fmt;

use meta::RecordLog;

use crate::{Error, Registry};

/// How a check is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Check {
    /// How deep it looks.
    pub depth: CheckDepth,
    /// Whether it changes anything.
    pub repair: Repair,
}

/// How deep a check looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckDepth {
    /// At rows, and at the beginnings and ends of files.
    Heads,
    /// At every byte too.
    Bytes,
}

/// Whether a check repairs what it finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repair {
    /// It changes nothing.
    No,
    /// It takes damaged blobs out of the store, dooms files that no row names, and counts again.
    Yes,
}

/// What kind of thing is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FindingKind {
    /// The database itself, or a value in it that cannot be.
    Database,
    /// The store could not be listed or read.
    Store,
    /// A blob's file is not there.
    MissingFile,
    /// A blob has another size than its row says.
    WrongSize,
    /// A blob's bytes are not what was pushed.
    DamagedBlob,
    /// A blob could not be read.
    UnreadableBlob,
    /// A blob's key cannot be had now.
    LockedBlob,
    /// A file of the store that no row names.
    OrphanFile,
    /// A file in the folders of the store that is none of its.
    StrangeFile,
    /// A damaged file that was put aside.
    Quarantined,
    /// A layer of a repository without a blob.
    LayerWithoutBlob,
    /// An image without its manifest.
    ImageWithoutManifest,
    /// A manifest whose bytes are not what was pushed.
    DamagedManifest,
    /// A row that says something else than the manifest.
    ImageDiffers,
    /// An image of which a layer is missing or damaged.
    ImageWithoutLayer,
    /// An index of which an image is missing.
    ImageWithoutChild,
    /// A record of the audit trail, or an event, that is not what was written.
    DamagedRecord,
    /// A tag without its image.
    TagWithoutImage,
    /// A number that is not what counting gives.
    WrongCount,
    /// An upload whose bytes are gone.
    UploadWithoutFile,
    /// Staged bytes without an upload.
    FileWithoutUpload,
}

impl FindingKind {
    /// Whether it is only told, and nothing is wrong with it.
    pub fn is_note(self) -> bool {
        matches!(self, Self::LockedBlob | Self::Quarantined)
    }

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Database => "database",
            Self::Store => "store",
            Self::MissingFile => "missing-file",
            Self::WrongSize => "wrong-size",
            Self::DamagedBlob => "damaged-blob",
            Self::UnreadableBlob => "unreadable-blob",
            Self::LockedBlob => "locked-blob",
            Self::OrphanFile => "orphan-file",
            Self::StrangeFile => "strange-file",
            Self::Quarantined => "quarantined",
            Self::LayerWithoutBlob => "layer-without-blob",
            Self::ImageWithoutManifest => "image-without-manifest",
            Self::DamagedManifest => "damaged-manifest",
            Self::ImageDiffers => "image-differs",
            Self::ImageWithoutLayer => "image-without-layer",
            Self::ImageWithoutChild => "image-without-child",
            Self::DamagedRecord => "damaged-record",
            Self::TagWithoutImage => "tag-without-image",
            Self::WrongCount => "wrong-count",
            Self::UploadWithoutFile => "upload-without-file",
            Self::FileWithoutUpload => "file-without-upload",
        }
    }
}

impl fmt::Display for FindingKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Something that is wrong, or to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What kind of thing.
    pub kind: FindingKind,
    /// With what.
    pub subject: String,
    /// How.
    pub detail: String,
    /// What was done about it.
    pub repaired: Option<String>,
}

/// What was looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CheckCounts {
    /// Repositories, deleted ones too.
    pub repositories: u64,
    /// Images.
    pub images: u64,
    /// Tags.
    pub tags: u64,
    /// Blobs.
    pub blobs: u64,
    /// The bytes of blobs that were read.
    pub bytes: u64,
    /// Files of blobs.
    pub files: u64,
    /// Uploads in progress.
    pub uploads: u64,
    /// Blobs whose key cannot be had now.
    pub locked: u64,
}

/// A check that is under way.
pub(crate) struct Inspector<'c> {
    pub(crate) registry: &'c Registry,
    pub(crate) check: Check,
    pub(crate) counts: CheckCounts,
    report: &'c mut dyn FnMut(Finding),
}

impl Inspector<'_> {
    pub(crate) fn found(&mut self, kind: FindingKind, subject: impl fmt::Display, detail: impl fmt::Display) {
        self.done(kind, subject, detail, None);
    }

    /// Tells a finding and what was done about it.
    pub(crate) fn done(
        &mut self,
        kind: FindingKind,
        subject: impl fmt::Display,
        detail: impl fmt::Display,
        repaired: Option<&str>,
    ) {
        (self.report)(Finding {
            kind,
            subject: subject.to_string(),
            detail: detail.to_string(),
            repaired: repaired.map(str::to_owned),
        });
    }

    pub(crate) fn repairs(&self) -> bool {
        self.check.repair == Repair::Yes
    }

    pub(crate) fn reads_bytes(&self) -> bool {
        self.check.depth == CheckDepth::Bytes
    }

    /// What could not be read to its end is a finding, and the rest is looked at nevertheless.
    fn broken_off(&mut self, part: &str, outcome: Result<(), Error>) {
        let Err(error) = outcome else { return };
        let kind = match &error {
            Error::Internal(crate::Internal::Blobs(_)) => FindingKind::Store,
            _ => FindingKind::Database,
        };
        let cause = error
            .source()
            .map_or_else(|| error.to_string(), ToString::to_string);
        self.found(
            kind,
            part,
            format_args!("the rest could not be looked at: {cause}"),
        );
    }
}

impl Registry {
    /// Looks at everything, and tells what is wrong as it is found.
    ///
    /// No grant is asked for: only the operator's own command line calls this.
    pub async fn fsck(&self, check: Check, report: &mut dyn FnMut(Finding)) -> CheckCounts {
        let mut inspector = Inspector {
            registry: self,
            check,
            counts: CheckCounts::default(),
            report,
        };
        let blobs = inspector.blobs().await;
        inspector.broken_off("blobs", blobs);
        let links = inspector.links().await;
        inspector.broken_off("layers", links);
        let folders = inspector.folders().await;
        inspector.broken_off("folders", folders);
        let files = inspector.files().await;
        inspector.broken_off("files", files);
        let quarantine = inspector.quarantine().await;
        inspector.broken_off("quarantine", quarantine);
        let uploads = inspector.uploads().await;
        inspector.broken_off("uploads", uploads);
        let staged = inspector.staged().await;
        inspector.broken_off("staged files", staged);
        let images = inspector.repositories().await;
        inspector.broken_off("repositories", images);
        let registries = inspector.registries().await;
        inspector.broken_off("registries", registries);
        let deletions = inspector.deletions().await;
        inspector.broken_off("deleted images", deletions);
        for log in [RecordLog::Audit, RecordLog::Event] {
            let records = inspector.records(log).await;
            inspector.broken_off("records", records);
        }
        inspector.counts
    }
}
