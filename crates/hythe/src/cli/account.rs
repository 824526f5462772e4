//! The command line of `hythe account`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use names::AccountId;

use super::Place;

pub(super) const EXAMPLES: &str = "\
Examples:
  hythe account create 444455556666 >> ~/.aws/credentials
  hythe account list
  hythe account root-key 444455556666

All of them work beside a running server.";

const CREATE_EXAMPLES: &str = "\
Examples:
  hythe account create 444455556666 >> ~/.aws/credentials
  hythe account create 444455556666 --data /srv/hythe
  aws --profile 444455556666 ecr describe-repositories --endpoint-url http://127.0.0.1:5000";

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
