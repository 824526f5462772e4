//! The command line of `hythe kms`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Place;

pub(super) const EXAMPLES: &str = "\
Examples:
  hythe kms rotate-master-key
  hythe kms rotate-master-key --data /srv/hythe --new-passphrase-file passphrase.txt

It works beside a running server, which goes on: the master key is asked for at the next start.";

/// What can be done with keys.
#[derive(Debug, Subcommand)]
pub(crate) enum KmsCommand {
    /// Put another master key in place of the one that seals the database
    #[command(after_help = EXAMPLES)]
    RotateMasterKey {
        #[command(flatten)]
        new: NewMasterKey,
        #[command(flatten)]
        place: Place,
    },
}

/// The new master key; without, a random one that replaces the file of the old one.
#[derive(Debug, Args)]
#[group(multiple = false)]
pub(crate) struct NewMasterKey {
    /// A file that holds it: 32 bytes in base64
    #[arg(long, value_name = "FILE")]
    pub(crate) new_key_file: Option<PathBuf>,
    /// A file that holds a passphrase to make it from
    #[arg(long, value_name = "FILE")]
    pub(crate) new_passphrase_file: Option<PathBuf>,
}
