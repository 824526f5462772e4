//! The command line of `hythe image`.

use std::str::FromStr;

use clap::{Args, Subcommand};
use names::{AccountId, Digest, RepositoryName, Tag};

use super::Place;

pub(super) const EXAMPLES: &str = "\
Examples:
  hythe image untag shop/api:1.4

They call the server as a user does, with AWS_ENDPOINT_URL and the AWS_... variables of the access key,
or without them with the key in the data folder.";

const UNTAG_EXAMPLES: &str = "\
Examples:
  hythe image untag shop/api:1.4
  hythe image untag shop/api:1.4 --expect sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08

Prints the digest of the image, which stays. `aws ecr batch-delete-image` deletes images.";

/// What can be done with images and their tags.
#[derive(Debug, Subcommand)]
pub(crate) enum ImageCommand {
    /// Take a tag off its image
    #[command(after_help = UNTAG_EXAMPLES)]
    Untag {
        /// The tag
        #[arg(value_name = "REPOSITORY:TAG")]
        tag: TagArgument,
        /// Only while the tag names this image
        #[arg(long, value_name = "DIGEST")]
        expect: Option<Digest>,
        #[command(flatten)]
        whose: Whose,
    },
}

/// Whose registry a command is about, and how it is reached.
#[derive(Debug, Args)]
pub(crate) struct Whose {
    /// The account of the registry, if it is not the caller's own
    #[arg(long, value_name = "ID")]
    pub(crate) registry_id: Option<AccountId>,
    #[command(flatten)]
    pub(crate) place: Place,
}

/// `REPOSITORY:TAG`.
#[derive(Debug, Clone)]
pub(crate) struct TagArgument {
    /// The repository.
    pub(crate) repository: RepositoryName,
    /// The tag.
    pub(crate) tag: Tag,
}

impl FromStr for TagArgument {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (repository, tag) = text
            .rsplit_once(':')
            .ok_or("a repository, a colon and a tag, such as shop/api:1.4")?;
        Ok(Self {
            repository: RepositoryName::parse(repository).map_err(|why| why.to_string())?,
            tag: Tag::parse(tag).map_err(|why| why.to_string())?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags() {
        for (text, expect) in [
            ("shop/api:1.4", Some(("shop/api", "1.4"))),
            ("shop:latest", Some(("shop", "latest"))),
            ("shop", None),
            (":1", None),
            ("shop:", None),
            ("localhost:5000/shop:1", None),
            ("Shop:1", None),
        ] {
            let found = text.parse::<TagArgument>().ok();
            let found = found
                .as_ref()
                .map(|found| (found.repository.as_str(), found.tag.as_str()));
            assert_eq!(found, expect, "{text}");
        }
    }
}
