//! The command line of `hythe events` and `hythe audit`.

use clap::{Args, Subcommand};

use super::Place;

pub(super) const EVENT_EXAMPLES: &str = "\
Examples:
  hythe events tail                 the last ten
  hythe events tail --from 0        all that are kept
  hythe events tail --from 4711     what came after the line with the cursor 4711
  hythe events tail --follow | jq --unbuffered .event.detail

Each line is a JSON object: `cursor`, and `event` as EventBridge has it. docs/events.md tells more.";

pub(super) const AUDIT_EXAMPLES: &str = "\
Examples:
  hythe audit tail                  the last ten
  hythe audit tail --from 0         all that are kept
  hythe audit tail --from 4711      what came after the line with the cursor 4711
  hythe audit tail --follow | jq --unbuffered .record.eventName

Each line is a JSON object: `cursor`, and `record` as CloudTrail has it. docs/events.md tells more.";

/// What can be done with a log.
#[derive(Debug, Subcommand)]
pub(crate) enum LogCommand {
    /// Print entries, one JSON object a line
    Tail(Tail),
}

/// Which entries.
#[derive(Debug, Args)]
pub(crate) struct Tail {
    /// After this cursor, which a line before has printed [default: the last ten]
    #[arg(long, value_name = "CURSOR")]
    pub(crate) from: Option<u64>,
    /// Wait for more until interrupted
    #[arg(long)]
    pub(crate) follow: bool,
    #[command(flatten)]
    pub(crate) place: Place,
}
