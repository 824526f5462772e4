//! The command line of `hythe undelete`.

use std::str::FromStr;

use clap::{Args, Subcommand};
use names::{Digest, RepositoryName, Tag};

use super::image::Whose;

pub(super) const EXAMPLES: &str = "\
Examples:
  hythe undelete list                     the deleted repositories
  hythe undelete list shop/api            the deleted images of a repository
  hythe undelete list shop/api --tags     what its tags named before
  hythe undelete image shop/api:1.4
  hythe undelete repository shop/api --as shop/api-old

They call the server as a user does, with AWS_ENDPOINT_URL and the AWS_... variables of the access key,
or without them with the key in the data folder.";

const LIST_EXAMPLES: &str = "\
Examples:
  hythe undelete list
  hythe undelete list shop/api
  hythe undelete list shop/api --tags --json

A line begins with the id of the deletion, or with the tag. The newest deletion is first.";

const IMAGE_EXAMPLES: &str = "\
Examples:
  hythe undelete image shop/api:1.4
  hythe undelete image shop/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
  hythe undelete image shop/api --deletion 0e4b1c1e-6f0a-4b5e-9a5d-6b8f0a2d1c33

The images that an index lists come back with it, and so do signatures and other artifacts that were
deleted with the image. Prints what came back, one REPOSITORY@DIGEST with its tags on a line. A tag that
names another image now stays there, which is told on standard error.";

const REPOSITORY_EXAMPLES: &str = "\
Examples:
  hythe undelete repository shop/api
  hythe undelete repository shop/api --as shop/api-old
  hythe undelete repository shop/api --deletion 0e4b1c1e-6f0a-4b5e-9a5d-6b8f0a2d1c33

Of several that had the name, the one that was deleted last, or that of the deletion.";

const PURGE_EXAMPLES: &str = "\
Examples:
  hythe undelete purge shop/api --deletion 0e4b1c1e-6f0a-4b5e-9a5d-6b8f0a2d1c33
  hythe undelete purge shop/api --all
  hythe undelete purge shop/api --repository 0e4b1c1e-6f0a-4b5e-9a5d-6b8f0a2d1c33

What is purged cannot be restored any more.";

/// What can be done with what was deleted.
#[derive(Debug, Subcommand)]
pub(crate) enum UndeleteCommand {
    /// List what can be restored
    #[command(after_help = LIST_EXAMPLES)]
    List {
        /// Of this repository; without it the repositories that were deleted
        #[arg(value_name = "REPOSITORY")]
        repository: Option<RepositoryName>,
        /// What tags named before, in place of images
        #[arg(long, requires = "repository")]
        tags: bool,
        /// One JSON object a line
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        whose: Whose,
    },
    /// Restore an image with its tags, or a tag
    #[command(after_help = IMAGE_EXAMPLES)]
    Image {
        /// What to restore
        #[arg(value_name = "REPOSITORY[:TAG|@DIGEST]")]
        image: ImageArgument,
        /// The id of the deletion
        #[arg(long, value_name = "ID")]
        deletion: Option<String>,
        #[command(flatten)]
        whose: Whose,
    },
    /// Restore a repository with everything in it
    #[command(after_help = REPOSITORY_EXAMPLES)]
    Repository {
        /// What it was called
        #[arg(value_name = "REPOSITORY")]
        repository: RepositoryName,
        /// What it is to be called
        #[arg(long = "as", value_name = "NAME")]
        name: Option<RepositoryName>,
        /// The id of the deletion
        #[arg(long, value_name = "ID")]
        deletion: Option<String>,
        #[command(flatten)]
        whose: Whose,
    },
    /// Purge deleted images of a repository, or a deleted repository, before their time
    #[command(after_help = PURGE_EXAMPLES)]
    Purge {
        /// The repository, or what it was called
        #[arg(value_name = "REPOSITORY")]
        repository: RepositoryName,
        #[command(flatten)]
        which: Purged,
        #[command(flatten)]
        whose: Whose,
    },
}

/// What is purged.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct Purged {
    /// The image of this deletion; may be repeated
    #[arg(long, value_name = "ID")]
    pub(crate) deletion: Vec<String>,
    /// All deleted images of the repository
    #[arg(long)]
    pub(crate) all: bool,
    /// The repository of this deletion
    #[arg(id = "deleted_repository", long = "repository", value_name = "ID")]
    pub(crate) repository: Option<String>,
}

/// `REPOSITORY:TAG`, `REPOSITORY@DIGEST` or `REPOSITORY`.
#[derive(Debug, Clone)]
pub(crate) struct ImageArgument {
    /// The repository.
    pub(crate) repository: RepositoryName,
    /// The tag, if it is named.
    pub(crate) tag: Option<Tag>,
    /// The digest, if it is named.
    pub(crate) digest: Option<Digest>,
}

impl FromStr for ImageArgument {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (rest, digest) = match text.split_once('@') {
            Some((rest, digest)) => (rest, Some(digest)),
            None => (text, None),
        };
        let (repository, tag) = match rest.rsplit_once(':') {
            Some((repository, tag)) => (repository, Some(tag)),
            None => (rest, None),
        };
        let digest = digest.map(Digest::parse).transpose();
        let tag = tag.map(Tag::parse).transpose();
        Ok(Self {
            repository: RepositoryName::parse(repository).map_err(|why| why.to_string())?,
            tag: tag.map_err(|why| why.to_string())?,
            digest: digest.map_err(|why| why.to_string())?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images() {
        let digest = format!("sha256:{}", "a".repeat(64));
        let by_digest = format!("shop/api@{digest}");
        let by_both = format!("shop/api:1@{digest}");
        for (text, expect) in [
            ("shop/api", Some(("shop/api", None, false))),
            ("shop/api:1.4", Some(("shop/api", Some("1.4"), false))),
            (by_digest.as_str(), Some(("shop/api", None, true))),
            (by_both.as_str(), Some(("shop/api", Some("1"), true))),
            ("shop/api@sha256:a", None),
            ("shop/api:", None),
            ("", None),
            ("Shop", None),
        ] {
            let found = text.parse::<ImageArgument>().ok();
            let found = found.as_ref().map(|found| {
                let tag = found.tag.as_ref().map(Tag::as_str);
                (found.repository.as_str(), tag, found.digest.is_some())
            });
            assert_eq!(found, expect, "{text}");
        }
    }
}
