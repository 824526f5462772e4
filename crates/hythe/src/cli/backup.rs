//! The flags of `hythe backup` and `hythe restore`.

use std::path::PathBuf;

use clap::Args;

use super::Place;

pub(crate) const BACKUP_EXAMPLES: &str = "\
Examples:
  hythe backup /backup/hythe
  hythe backup /backup/hythe --data /srv/hythe
  hythe backup /backup/hythe --with-keys
  hythe backup /backup/hythe --verify

It works beside a running server. A second backup into the same folder copies what is new and takes the
place of the first when it is whole. Without the master key, which is in the backup only with --with-keys,
nothing in it can be read. What the folder has already is compared by length and ending; --verify reads all of
it. docs/backup.md says more.";

pub(crate) const RESTORE_EXAMPLES: &str = "\
Examples:
  hythe restore /backup/hythe --data /srv/hythe
  hythe restore /backup/hythe --data /tmp/trial && hythe serve --data /tmp/trial

The data folder must be new or empty. Everything is compared with its checksum before the folder counts; a
damaged backup is refused, unless --skip-damaged says to restore the rest.
All docker logins and sessions have ended then: log in again.";

/// The flags of `hythe backup`.
#[derive(Debug, Args)]
pub(crate) struct BackupFlags {
    /// The folder of the backup; made when it is not there
    #[arg(value_name = "OUT")]
    pub(crate) out: PathBuf,
    /// Copy the master key and the certificate authority too: the backup alone opens everything then
    #[arg(long)]
    pub(crate) with_keys: bool,
    /// Read every blob that the backup has already, and copy those again that are not what they were
    #[arg(long)]
    pub(crate) verify: bool,
    #[command(flatten)]
    pub(crate) place: Place,
}

/// The flags of `hythe restore`.
#[derive(Debug, Args)]
pub(crate) struct RestoreFlags {
    /// The folder of the backup
    #[arg(value_name = "OUT")]
    pub(crate) out: PathBuf,
    /// Leave blobs out that are damaged in the backup, name them, and end with exit code 1
    #[arg(long)]
    pub(crate) skip_damaged: bool,
    #[command(flatten)]
    pub(crate) place: Place,
}
