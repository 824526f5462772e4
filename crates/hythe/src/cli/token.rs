//! The command line of `hythe token`.

use clap::{Args, Subcommand};
use names::{AccountId, PrincipalArn, TokenId};

use super::Place;

pub(super) const EXAMPLES: &str = "\
Examples:
  hythe token list
  hythe token revoke 8d1f0c3ab2de4f6590a1b2c3d4e5f607
  hythe token revoke --principal arn:aws:iam::444455556666:user/ci

A running server refuses a revoked token within a second.";

/// What can be done with tokens.
#[derive(Debug, Subcommand)]
pub(crate) enum TokenCommand {
    /// List the tokens that have not ended
    #[command(after_help = EXAMPLES)]
    List {
        /// Only tokens of this account's principals
        #[arg(long, value_name = "ID")]
        account: Option<AccountId>,
        #[command(flatten)]
        place: Place,
    },
    /// Revoke one token, or all of a principal
    #[command(after_help = EXAMPLES)]
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
