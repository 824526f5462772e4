//! The command line of `hythe iam`.

use std::str::FromStr;

use clap::{Args, Subcommand};
use names::PrincipalArn;

use super::Place;

pub(super) const EXAMPLES: &str = "\
Examples:
  hythe iam explain --principal arn:aws:iam::111122223333:user/ci --action ecr:PutImage \\
      --resource arn:aws:ecr:us-east-1:111122223333:repository/shop/api
  hythe iam explain --principal arn:aws:iam::111122223333:role/deploy --action ecr:BatchGetImage \\
      --resource arn:aws:ecr:us-east-1:444455556666:repository/base --context ecr:ImageTag=prod-1

The answer is what a real request would be told, and the statements that decided.";

/// What can be asked about permissions.
#[derive(Debug, Subcommand)]
pub(crate) enum IamCommand {
    /// Say whether somebody may do something now, and which statements decide it
    #[command(after_help = EXAMPLES)]
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
