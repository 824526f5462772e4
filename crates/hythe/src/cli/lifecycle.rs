//! The command line of `hythe lifecycle`.

use std::path::PathBuf;

use clap::Subcommand;
use names::RepositoryName;

use super::image::Whose;

pub(super) const EXAMPLES: &str = "\
Examples:
  hythe lifecycle preview shop/api

It calls the server as a user does, with AWS_ENDPOINT_URL and the AWS_... variables of the access key,
or without them with the key in the data folder.";

const PREVIEW_EXAMPLES: &str = "\
Examples:
  hythe lifecycle preview shop/api
  hythe lifecycle preview shop/api --policy policy.json
  hythe lifecycle preview shop/api --json | jq -r '.previewResults[].imageDigest'

Nothing is deleted. Without --policy it is the policy of the repository that is tried.";

/// What can be done with lifecycle policies.
#[derive(Debug, Subcommand)]
pub(crate) enum LifecycleCommand {
    /// Say what a lifecycle policy would do now, why, and how many bytes that frees
    #[command(after_help = PREVIEW_EXAMPLES)]
    Preview {
        /// The repository
        repository: RepositoryName,
        /// A policy to try, before it is put
        #[arg(long, value_name = "FILE")]
        policy: Option<PathBuf>,
        /// Print JSON
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        whose: Whose,
    },
}
