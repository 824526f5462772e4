//! The command line: commands, flags and their help. What a flag means together with the
//! environment and the configuration file is decided in `config`.

pub(crate) mod account;
pub(crate) mod backup;
pub(crate) mod fsck;
pub(crate) mod gc;
pub(crate) mod iam;
pub(crate) mod image;
pub(crate) mod kms;
pub(crate) mod lifecycle;
pub(crate) mod repository;
pub(crate) mod scrub;
pub(crate) mod serve;
pub(crate) mod tail;
pub(crate) mod token;
pub(crate) mod undelete;

use std::path::PathBuf;

use clap::{Args, CommandFactory as _, Parser, Subcommand};
use clap_complete::Shell;

use crate::output;

const EXAMPLES: &str = "\
Examples:
  hythe serve                       a registry on 127.0.0.1:5000, kept in ./hythe-data
  eval \"$(hythe env)\"               let the aws CLI of this shell talk to it
  hythe account create 444455556666 one more account beside the running server
  hythe token list                  who has logged in with docker, and until when
  hythe image untag shop/api:1.4    take a tag away; the image stays
  hythe lifecycle preview shop/api  what the lifecycle policy would do, and why
  hythe iam explain --help          why somebody may or may not do something

Every flag can also be set in a file (--config FILE) or by a HYTHE_... variable; a flag wins over
the variable, the variable over the file. docs/configuration.md lists them all.";

const ENV_EXAMPLES: &str = "\
Examples:
  eval \"$(hythe env)\"
  eval \"$(hythe env --data /srv/hythe)\" && aws ecr describe-repositories";

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  hythe completions bash > ~/.local/share/bash-completion/completions/hythe
  hythe completions zsh > ~/.zfunc/_hythe";

/// A self-hosted container registry that is Amazon ECR to every client that knows ECR
#[derive(Debug, Parser)]
#[command(name = "hythe", version, after_help = EXAMPLES)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run the registry until SIGTERM or SIGINT
    #[command(after_help = serve::EXAMPLES)]
    Serve(serve::ServeFlags),
    /// Print shell lines that point AWS clients at the registry
    #[command(after_help = ENV_EXAMPLES)]
    Env(Place),
    /// Manage the accounts of the registry
    #[command(subcommand, after_help = account::EXAMPLES)]
    Account(account::AccountCommand),
    /// Collect bytes that nobody needs any more
    #[command(subcommand, after_help = gc::EXAMPLES)]
    Gc(gc::GcCommand),
    /// Check the database against the files, both ways
    #[command(after_help = fsck::EXAMPLES)]
    Fsck(fsck::FsckFlags),
    /// Copy the whole registry beside its running server
    #[command(after_help = backup::BACKUP_EXAMPLES)]
    Backup(backup::BackupFlags),
    /// Make a data folder from a backup
    #[command(after_help = backup::RESTORE_EXAMPLES)]
    Restore(backup::RestoreFlags),
    /// Explain who may do what
    #[command(subcommand, after_help = iam::EXAMPLES)]
    Iam(iam::IamCommand),
    /// Work on images and their tags
    #[command(subcommand, after_help = image::EXAMPLES)]
    Image(image::ImageCommand),
    /// Try lifecycle policies
    #[command(subcommand, after_help = lifecycle::EXAMPLES)]
    Lifecycle(lifecycle::LifecycleCommand),
    /// Read what happened to images
    #[command(subcommand, after_help = tail::EVENT_EXAMPLES)]
    Events(tail::LogCommand),
    /// Read who has called what
    #[command(subcommand, after_help = tail::AUDIT_EXAMPLES)]
    Audit(tail::LogCommand),
    /// Work on repositories
    #[command(subcommand, after_help = repository::EXAMPLES)]
    Repository(repository::RepositoryCommand),
    /// Read all bytes again, and tell what is damaged
    #[command(subcommand, after_help = scrub::EXAMPLES)]
    Scrub(scrub::ScrubCommand),
    /// List and revoke docker's passwords
    #[command(subcommand, after_help = token::EXAMPLES)]
    Token(token::TokenCommand),
    /// Look after the keys of the registry
    #[command(subcommand, after_help = kms::EXAMPLES)]
    Kms(kms::KmsCommand),
    /// List and restore what was deleted
    #[command(subcommand, after_help = undelete::EXAMPLES)]
    Undelete(undelete::UndeleteCommand),
    /// Print the name and version of this program
    #[command(after_help = "Example:\n  hythe version")]
    Version,
    /// Print a completion script for a shell
    #[command(after_help = COMPLETIONS_EXAMPLES)]
    Completions {
        /// The shell to complete in
        shell: Shell,
    },
}

/// Which installation a command is about.
#[derive(Debug, Default, Args)]
pub(crate) struct Place {
    /// The folder that holds everything [default: ./hythe-data]
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// A configuration file (TOML)
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

/// Prints the completion script of `shell`.
pub(crate) fn completions(shell: Shell) -> anyhow::Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "hythe", &mut script);
    output::text(&String::from_utf8_lossy(&script))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_is_consistent() {
        Cli::command().debug_assert();
    }
}
