//! The command line of `hythe gc`.

use clap::Subcommand;

use super::Place;

pub(super) const EXAMPLES: &str = "\
Examples:
  hythe gc status
  hythe gc run --data /srv/hythe

The server collects by itself, every hour. Both work beside it; `run` lets it begin at once, and does the
work itself where no server runs on the data folder.";

/// What can be done about bytes that nobody needs.
#[derive(Debug, Subcommand)]
pub(crate) enum GcCommand {
    /// Say what the collector does and has done
    #[command(after_help = EXAMPLES)]
    Status {
        #[command(flatten)]
        place: Place,
    },
    /// Collect now, and end when it is done
    #[command(after_help = EXAMPLES)]
    Run {
        #[command(flatten)]
        place: Place,
    },
}
