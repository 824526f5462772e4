//! The flags of `hythe fsck`.

use clap::Args;

use super::Place;

pub(super) const EXAMPLES: &str = "\
Examples:
  hythe fsck                     rows against files and back; changes nothing
  hythe fsck --bytes             every byte of every layer and manifest too
  hythe fsck --bytes --repair    put damaged blobs aside, so that the next push heals them
  hythe fsck --json | jq .kind

A line for each finding, then a summary. It works beside a running server.
Exit codes: 0 nothing is wrong, 1 something is or could not be looked at, 2 for a bad flag or setting.";

/// The flags of `hythe fsck`.
#[derive(Debug, Args)]
pub(crate) struct FsckFlags {
    /// Read every byte too
    #[arg(long)]
    pub(crate) bytes: bool,
    /// Put damaged blobs aside, let orphan files be deleted, and count again; no image is deleted
    #[arg(long)]
    pub(crate) repair: bool,
    /// A JSON object for each line
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) place: Place,
}
