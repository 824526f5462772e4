//! The command line: commands, flags and their help. What a flag means together with the
//! environment and the configuration file is decided in `config`.

pub(crate) mod backup;
pub(crate) mod image;
pub(crate) mod lifecycle;
pub(crate) mod repository;
pub(crate) mod tail;
pub(crate) mod undelete;

use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, CommandFactory as _, Parser, Subcommand};
use clap_complete::Shell;
use names::{AccountId, PrincipalArn, Region, TokenId};

use crate::listen::ListenAddress;
use crate::output;
use crate::settings::{LogFormat, TlsMode};

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

const SERVE_EXAMPLES: &str = "\
Examples:
  hythe serve
  hythe serve --data /srv/hythe --listen 127.0.0.1:0
  hythe serve --listen 0.0.0.0:443 --tls-cert cert.pem --tls-key key.pem
  hythe serve --listen registry.lan:5000 --tls auto
  hythe serve --account 111122223333 --region eu-central-1 --config /etc/hythe.toml

Exit codes: 0 after SIGTERM or SIGINT, 1 when the server failed, 2 for a bad flag or setting.";

const ENV_EXAMPLES: &str = "\
Examples:
  eval \"$(hythe env)\"
  eval \"$(hythe env --data /srv/hythe)\" && aws ecr describe-repositories";

const CREATE_EXAMPLES: &str = "\
Examples:
  hythe account create 444455556666 >> ~/.aws/credentials
  hythe account create 444455556666 --data /srv/hythe
  aws --profile 444455556666 ecr describe-repositories --endpoint-url http://127.0.0.1:5000";

const ACCOUNT_EXAMPLES: &str = "\
Examples:
  hythe account create 444455556666 >> ~/.aws/credentials
  hythe account list
  hythe account root-key 444455556666

All of them work beside a running server.";

const LIST_EXAMPLES: &str = "\
Example:
  hythe account list
  000000000000 2026-11-22T08:00:00Z";

const DELETE_EXAMPLES: &str = "\
Example:
  hythe account delete 444455556666

With the account go its users, roles, policies, keys and tokens. An account that has repositories
stays.";

const ROOT_KEY_EXAMPLES: &str = "\
Example:
  hythe account root-key 444455556666 >> ~/.aws/credentials

The root of an account may do everything in it that no service control policy denies. Use its key to
put right what locked everybody out, and delete the key: `aws iam delete-access-key`.";

const CONTROL_EXAMPLES: &str = "\
Examples:
  hythe account service-control-policy 444455556666
  hythe account service-control-policy 444455556666 --set limits.json
  hythe account service-control-policy 444455556666 --remove

Nobody in the account, its root included, may do what the policy does not allow.";

const GC_EXAMPLES: &str = "\
Examples:
  hythe gc status
  hythe gc run --data /srv/hythe

The server collects by itself, every hour. Both work beside it; `run` lets it begin at once, and does the
work itself where no server runs on the data folder.";

const SCRUB_EXAMPLES: &str = "\
Examples:
  hythe scrub status
  hythe scrub run --data /srv/hythe

The server reads all blobs again by itself, slowly: scrub.bytes_per_second. Both work beside it; `run` begins
at once and ends when everything was read.";

const FSCK_EXAMPLES: &str = "\
Examples:
  hythe fsck                     rows against files and back; changes nothing
  hythe fsck --bytes             every byte of every layer and manifest too
  hythe fsck --bytes --repair    put damaged blobs aside, so that the next push heals them
  hythe fsck --json | jq .kind

A line for each finding, then a summary. It works beside a running server.
Exit codes: 0 nothing is wrong, 1 something is or could not be looked at, 2 for a bad flag or setting.";

const EXPLAIN_EXAMPLES: &str = "\
Examples:
  hythe iam explain --principal arn:aws:iam::111122223333:user/ci --action ecr:PutImage \\
      --resource arn:aws:ecr:us-east-1:111122223333:repository/shop/api
  hythe iam explain --principal arn:aws:iam::111122223333:role/deploy --action ecr:BatchGetImage \\
      --resource arn:aws:ecr:us-east-1:444455556666:repository/base --context ecr:ImageTag=prod-1

The answer is what a real request would be told, and the statements that decided.";

const TOKEN_EXAMPLES: &str = "\
Examples:
  hythe token list
  hythe token revoke 8d1f0c3ab2de4f6590a1b2c3d4e5f607
  hythe token revoke --principal arn:aws:iam::444455556666:user/ci

A running server refuses a revoked token within a second.";

const KMS_EXAMPLES: &str = "\
Examples:
  hythe kms rotate-master-key
  hythe kms rotate-master-key --data /srv/hythe --new-passphrase-file passphrase.txt

It works beside a running server, which goes on: the master key is asked for at the next start.";

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
    #[command(after_help = SERVE_EXAMPLES)]
    Serve(ServeFlags),
    /// Print shell lines that point AWS clients at the registry
    #[command(after_help = ENV_EXAMPLES)]
    Env(Place),
    /// Manage the accounts of the registry
    #[command(subcommand, after_help = ACCOUNT_EXAMPLES)]
    Account(AccountCommand),
    /// Collect bytes that nobody needs any more
    #[command(subcommand, after_help = GC_EXAMPLES)]
    Gc(GcCommand),
    /// Check the database against the files, both ways
    #[command(after_help = FSCK_EXAMPLES)]
    Fsck(FsckFlags),
    /// Copy the whole registry beside its running server
    #[command(after_help = backup::BACKUP_EXAMPLES)]
    Backup(backup::BackupFlags),
    /// Make a data folder from a backup
    #[command(after_help = backup::RESTORE_EXAMPLES)]
    Restore(backup::RestoreFlags),
    /// Explain who may do what
    #[command(subcommand, after_help = EXPLAIN_EXAMPLES)]
    Iam(IamCommand),
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
    #[command(subcommand, after_help = SCRUB_EXAMPLES)]
    Scrub(ScrubCommand),
    /// List and revoke docker's passwords
    #[command(subcommand, after_help = TOKEN_EXAMPLES)]
    Token(TokenCommand),
    /// Look after the keys of the registry
    #[command(subcommand, after_help = KMS_EXAMPLES)]
    Kms(MasterKeyCommand),
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

/// What can be done with accounts.
#[derive(Debug, Subcommand)]
pub(crate) enum AccountCommand {
    /// Make an account and print the access key of its administrator, once
    #[command(after_help = CREATE_EXAMPLES)]
    Create {
        /// The account: 12 digits
        #[arg(value_name = "ID")]
        id: AccountId,
        #[command(flatten)]
        place: Place,
    },
    /// List the accounts, each with the time when it was made
    #[command(after_help = LIST_EXAMPLES)]
    List {
        #[command(flatten)]
        place: Place,
    },
    /// Delete an account that has no repositories
    #[command(after_help = DELETE_EXAMPLES)]
    Delete {
        /// The account: 12 digits
        #[arg(value_name = "ID")]
        id: AccountId,
        #[command(flatten)]
        place: Place,
    },
    /// Make an access key of an account's root and print it, once
    #[command(after_help = ROOT_KEY_EXAMPLES)]
    RootKey {
        /// The account: 12 digits
        #[arg(value_name = "ID")]
        id: AccountId,
        #[command(flatten)]
        place: Place,
    },
    /// Show, set or remove the policy that limits everybody in an account
    #[command(after_help = CONTROL_EXAMPLES)]
    ServiceControlPolicy {
        /// The account: 12 digits
        #[arg(value_name = "ID")]
        id: AccountId,
        #[command(flatten)]
        change: ServiceControl,
        #[command(flatten)]
        place: Place,
    },
}

/// What becomes of a service control policy.
#[derive(Debug, Args)]
#[group(multiple = false)]
pub(crate) struct ServiceControl {
    /// The policy to set (JSON)
    #[arg(long, value_name = "FILE")]
    pub(crate) set: Option<PathBuf>,
    /// Remove the policy
    #[arg(long)]
    pub(crate) remove: bool,
}

/// What can be done about bytes that nobody needs.
#[derive(Debug, Subcommand)]
pub(crate) enum GcCommand {
    /// Say what the collector does and has done
    #[command(after_help = GC_EXAMPLES)]
    Status {
        #[command(flatten)]
        place: Place,
    },
    /// Collect now, and end when it is done
    #[command(after_help = GC_EXAMPLES)]
    Run {
        #[command(flatten)]
        place: Place,
    },
}

/// What can be done about bytes that may be damaged.
#[derive(Debug, Subcommand)]
pub(crate) enum ScrubCommand {
    /// Say what the scrub does and has found
    #[command(after_help = SCRUB_EXAMPLES)]
    Status {
        #[command(flatten)]
        place: Place,
    },
    /// Read everything now, and end when it is done
    #[command(after_help = SCRUB_EXAMPLES)]
    Run {
        #[command(flatten)]
        place: Place,
    },
}

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

/// What can be asked about permissions.
#[derive(Debug, Subcommand)]
pub(crate) enum IamCommand {
    /// Say whether somebody may do something now, and which statements decide it
    #[command(after_help = EXPLAIN_EXAMPLES)]
    Explain {
        #[command(flatten)]
        question: Question,
        #[command(flatten)]
        place: Place,
    },
}

/// A request to explain.
#[derive(Debug, Args)]
pub(crate) struct Question {
    /// Who: a user, a role, a session of a role, or an account's root
    #[arg(long, value_name = "ARN")]
    pub(crate) principal: PrincipalArn,
    /// The action, such as ecr:PutImage
    #[arg(long, value_name = "ACTION")]
    pub(crate) action: String,
    /// On what: an ARN, or * for actions that are about no resource
    #[arg(long, value_name = "ARN", default_value = "*")]
    pub(crate) resource: String,
    /// A condition key of the request with its values; may be repeated
    #[arg(long, value_name = "KEY=VALUE[,VALUE...]")]
    pub(crate) context: Vec<ContextEntry>,
}

/// A condition key and what it is in the request.
#[derive(Debug, Clone)]
pub(crate) struct ContextEntry {
    pub(crate) key: String,
    pub(crate) values: Vec<String>,
}

impl FromStr for ContextEntry {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (key, values) = text.split_once('=').ok_or("a key, =, and its values")?;
        Ok(Self {
            key: key.to_owned(),
            values: values.split(',').map(str::to_owned).collect(),
        })
    }
}

/// What can be done with keys.
#[derive(Debug, Subcommand)]
pub(crate) enum MasterKeyCommand {
    /// Put another master key in place of the one that seals the database
    #[command(after_help = KMS_EXAMPLES)]
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

/// What can be done with tokens.
#[derive(Debug, Subcommand)]
pub(crate) enum TokenCommand {
    /// List the tokens that have not ended
    #[command(after_help = TOKEN_EXAMPLES)]
    List {
        /// Only tokens of this account's principals
        #[arg(long, value_name = "ID")]
        account: Option<AccountId>,
        #[command(flatten)]
        place: Place,
    },
    /// Revoke one token, or all of a principal
    #[command(after_help = TOKEN_EXAMPLES)]
    Revoke {
        #[command(flatten)]
        which: Tokens,
        #[command(flatten)]
        place: Place,
    },
}

/// Which tokens.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct Tokens {
    /// The token, as `list` names it
    #[arg(value_name = "TOKEN")]
    pub(crate) id: Option<TokenId>,
    /// All tokens of this user, role session or root
    #[arg(long, value_name = "ARN")]
    pub(crate) principal: Option<PrincipalArn>,
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

/// The flags of `hythe serve`.
#[derive(Debug, Default, Args)]
pub(crate) struct ServeFlags {
    #[command(flatten)]
    pub(crate) place: Place,
    /// Where to listen; port 0 takes a free port [default: 127.0.0.1:5000]
    #[arg(long, value_name = "HOST:PORT")]
    pub(crate) listen: Option<ListenAddress>,
    /// The account whose administrator DIR/credentials is for: 12 digits [default: 000000000000]
    #[arg(long, value_name = "ID")]
    pub(crate) account: Option<AccountId>,
    /// The region that `hythe env` sets; others work as well [default: us-east-1]
    #[arg(long, value_name = "NAME")]
    pub(crate) region: Option<Region>,
    /// Certificate chain (PEM) for HTTPS
    #[arg(long, value_name = "FILE", requires = "tls_key", conflicts_with = "tls")]
    pub(crate) tls_cert: Option<PathBuf>,
    /// Private key (PEM) of the certificate
    #[arg(long, value_name = "FILE", requires = "tls_cert", conflicts_with = "tls")]
    pub(crate) tls_key: Option<PathBuf>,
    /// HTTPS with a certificate authority of its own, made on first use
    #[arg(long, value_name = "MODE")]
    pub(crate) tls: Option<TlsMode>,
    /// The form of the log on standard error [default: text]
    #[arg(long, value_name = "FORM")]
    pub(crate) log_format: Option<LogFormat>,
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
