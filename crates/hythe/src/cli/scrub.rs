//! The command line of `hythe scrub`.

use clap::Subcommand;

use super::Place;

pub(super) const EXAMPLES: &str = "\
Examples:
  hythe scrub status
  hythe scrub run --data /srv/hythe

The server reads all blobs again by itself, slowly: scrub.bytes_per_second. Both work beside it; `run` begins
at once and ends when everything was read.";

/// What can be done about bytes that may be damaged.
#[derive(Debug, Subcommand)]
pub(crate) enum ScrubCommand {
    /// Say what the scrub does and has found
    #[command(after_help = EXAMPLES)]
    Status {
        #[command(flatten)]
        place: Place,
    },
    /// Read everything now, and end when it is done
    #[command(after_help = EXAMPLES)]
    Run {
        #[command(flatten)]
        place: Place,
    },
}
