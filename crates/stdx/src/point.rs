//! Crash points: the one list of places in which a test lets the process die, and the one place
//! through which it lets a call of the system or of the database fail.
//!
//! A point is a name for the moment between two steps that must not be taken for one. Without the
//! feature `failpoints`, and always without debug assertions, passing one is nothing. What happens
//! at a point, and how often, is decided by the test: `crates/hythe/tests/it/crash.rs`, which goes
//! through [`Point::ALL`] and fails for a point that no operation passes.

/// The name of the fail point that [`fault`] asks.
pub const FAULT: &str = "fault";

macro_rules! points {
    ($($point:ident $name:literal,)+) => {
        /// A crash point.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Point { $(#[doc = $name] $point,)+ }

        impl Point {
            /// Every point.
            pub const ALL: &[Self] = &[$(Self::$point,)+];

            /// What the point is called.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$point => $name,)+ }
            }
        }
    };
}

points! {
    // Steps of the byte store: before and after each.
    MakeFolderBegin "store: before a folder is made",
    MakeFolderEnd "store: after a folder is made",
    SyncFolderBegin "store: before a folder of the store is synced",
    SyncFolderEnd "store: after a folder of the store is synced",
    LockBegin "store: before a staged file is locked",
    LockEnd "store: after a staged file is locked",
    WriteDataBegin "store: before data is written",
    WriteDataEnd "store: after data is written",
    WriteTrailerBegin "store: before a trailer is written",
    WriteTrailerEnd "store: after a trailer is written",
    TruncateBegin "store: before a staged file is cut",
    TruncateEnd "store: after a staged file is cut",
    SyncFileBegin "store: before a staged file is synced",
    SyncFileEnd "store: after a staged file is synced",
    SyncStagedBegin "store: before the folder of staged files is synced",
    SyncStagedEnd "store: after the folder of staged files is synced",
    RenameBegin "store: before a blob is published",
    RenameEnd "store: after a blob is published",
    SyncBlobsBegin "store: before a folder of blobs is synced",
    SyncBlobsEnd "store: after a folder of blobs is synced",
    QuarantineBegin "store: before a blob is quarantined",
    QuarantineEnd "store: after a blob is quarantined",
    SyncQuarantineBegin "store: before the quarantine is synced",
    SyncQuarantineEnd "store: after the quarantine is synced",
    RemoveStagedBegin "store: before a staged file is removed",
    RemoveStagedEnd "store: after a staged file is removed",
    RemoveBlobBegin "store: before a blob is removed",
    RemoveBlobEnd "store: after a blob is removed",
    // The database.
    Migrating "database: before a migration is committed",
    Migrated "database: after a migration is committed",
    Begun "database: a transaction is begun",
    Committing "database: before a commit",
    Committed "database: after a commit, before anybody hears of it",
    // Between the steps of an operation.
    InstallationMade "the secrets of an installation are there, no account",
    AccountMade "an account is there, nobody has its key",
    GenerationBumping "a change of rights is written, its generation is not",
    GenerationBumped "a change of rights is committed, what is held is old",
    RecordPutting "what was asked for is written, its record is not",
    UploadStarted "an upload is committed, nobody knows its id",
    UploadStaged "bytes are staged, the upload does not count them",
    UploadAdvanced "an upload counts its bytes, nobody has heard of it",
    UploadCancelled "an upload is gone, its bytes are there",
    UploadSwept "stale uploads are gone, their bytes are there",
    LayerStaged "the one body of a layer is staged",
    LayerPublished "a blob is published, no row names it",
    LayerVerified "staged bytes are verified, they are not linked",
    LayerLinked "a layer is linked, its upload's bytes may be there",
    LayerMounted "a layer is mounted, nobody has heard of it",
    ImageStored "an image is stored, its tag is not moved",
    TagPointed "a tag is moved, no event tells of it",
    TagDeleted "a tag is gone, no event tells of it",
    ImageDeleted "one image of a batch is deleted",
    ImageRestored "an image is back, its tags are not",
    ImagePurged "deleted images are purged, what tags named is not",
    RepositoryCreated "a repository is there, its tags are not",
    RepositoryHidden "a repository is deleted, the bytes of its uploads are there",
    RepositoryRestored "a repository is back, its quota is not checked",
    PolicyPut "a policy is written",
    PolicyDeleted "a policy is gone",
    CollectorLayers "the collector has unlinked layers",
    CollectorBlobs "the collector has doomed blobs",
    CollectorFiles "the collector has doomed files",
    CollectorUploads "the collector has dropped staged bytes",
    CollectorBytes "the collector has deleted bytes, their notes are there",
}

impl Point {
    /// Goes on, unless a test wants otherwise.
    pub fn pass(self) {
        #[cfg(all(feature = "failpoints", debug_assertions))]
        fail::fail_point!(self.name());
    }
}

/// The error number (POSIX `errno`) that a test wants the next call to fail with.
pub fn fault() -> Option<i32> {
    #[cfg(all(feature = "failpoints", debug_assertions))]
    fail::fail_point!(FAULT, |number| number.and_then(|number| number.parse().ok()));
    None
}
