//! `hythe repository`: repositories, by our own API.

use anyhow::Result;
use serde_json::json;

use crate::cli::repository::RepositoryCommand;
use crate::image::{call, text};
use crate::output;

/// Runs a command on repositories.
pub(crate) fn run(command: RepositoryCommand) -> Result<()> {
    match command {
        RepositoryCommand::Rename {
            repository,
            new,
            whose,
        } => {
            let input = json!({
                "repositoryName": repository.as_str(),
                "newRepositoryName": new.as_str(),
            });
            let answer = call("RenameRepository", input, whose)?;
            output::text(&format!("{}\n", text(&answer["repositoryArn"])?))
        }
    }
}
