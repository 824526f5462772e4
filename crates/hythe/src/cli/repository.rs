//! The command line of `hythe repository`.

use clap::Subcommand;
use names::RepositoryName;

use super::image::Whose;

pub(super) const EXAMPLES: &str = "\
Examples:
  hythe repository rename shop/api store/api

It calls the server as a user does, with AWS_ENDPOINT_URL and the AWS_... variables of the access key, or
without them with the key in the data folder.";

/// What can be done with repositories.
#[derive(Debug, Subcommand)]
pub(crate) enum RepositoryCommand {
    /// Give a repository another name; everything in it stays
    #[command(after_help = EXAMPLES)]
    Rename {
        /// The repository
        #[arg(value_name = "REPOSITORY")]
        repository: RepositoryName,
        /// Its new name
        #[arg(value_name = "NEW NAME")]
        new: RepositoryName,
        #[command(flatten)]
        whose: Whose,
    },
}
