//! The command line of `hythe image`.

use std::str::FromStr;

use clap::{Args, Subcommand};
use names::{AccountId, Digest, Reference, RepositoryName, Tag};

use super::Place;

pub(super) const EXAMPLES: &str = "\
Examples:
  hythe image untag shop/api:1.4
  hythe image tag shop/api:1.4 live
  hythe image copy shop/api:1.4 release/api

They call the server as a user does, with AWS_ENDPOINT_URL and the AWS_... variables of the access key,
or without them with the key in the data folder.";

const UNTAG_EXAMPLES: &str = "\
Examples:
  hythe image untag shop/api:1.4
  hythe image untag shop/api:1.4 --expect sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08

Prints the digest of the image, which stays. `aws ecr batch-delete-image` deletes images.";

const TAG_EXAMPLES: &str = "\
Examples:
  hythe image tag shop/api:1.4 live
  hythe image tag shop/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 live
  hythe image tag shop/api:1.4 live --expect none

The tag is moved if it names another image: whoever pulls it gets the old image or the new one. Prints
the digest of the image.";

const COPY_EXAMPLES: &str = "\
Examples:
  hythe image copy shop/api:1.4 release/api
  hythe image copy shop/api:1.4 release/api:live --referrers
  hythe image copy base:1 base:1 --source-registry-id 111122223333

No bytes are moved. What an index lists goes along. Prints the digest of the image.";

/// What can be done with images and their tags.
#[derive(Debug, Subcommand)]
pub(crate) enum ImageCommand {
    /// Copy an image to another repository, of this or another account
    #[command(after_help = COPY_EXAMPLES)]
    Copy {
        /// The image
        #[arg(value_name = "REPOSITORY:TAG|REPOSITORY@DIGEST")]
        image: ImageArgument,
        /// Where to; without a tag the image's own is taken
        #[arg(value_name = "REPOSITORY[:TAG]")]
        target: TargetArgument,
        /// Copy signatures and whatever else refers to the image, too
        #[arg(long)]
        referrers: bool,
        /// Only while the tag in the target names this image, or `none`
        #[arg(long, value_name = "DIGEST")]
        expect: Option<Expected>,
        /// The account to copy from, if it is not the caller's own
        #[arg(long, value_name = "ID")]
        source_registry_id: Option<AccountId>,
        #[command(flatten)]
        whose: Whose,
    },
    /// Put a tag on an image that is there
    #[command(after_help = TAG_EXAMPLES)]
    Tag {
        /// The image
        #[arg(value_name = "REPOSITORY:TAG|REPOSITORY@DIGEST")]
        image: ImageArgument,
        /// The tag
        #[arg(value_name = "TAG")]
        tag: Tag,
        /// Only while the tag names this image, or `none` for a tag that is not there
        #[arg(long, value_name = "DIGEST")]
        expect: Option<Expected>,
        #[command(flatten)]
        whose: Whose,
    },
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

/// `REPOSITORY:TAG` or `REPOSITORY@DIGEST`.
#[derive(Debug, Clone)]
pub(crate) struct ImageArgument {
    /// The repository.
    pub(crate) repository: RepositoryName,
    /// The image in it.
    pub(crate) reference: Reference,
}

impl FromStr for ImageArgument {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let Some((repository, digest)) = text.split_once('@') else {
            let TagArgument { repository, tag } = text.parse()?;
            return Ok(Self {
                repository,
                reference: Reference::Tag(tag),
            });
        };
        Ok(Self {
            repository: RepositoryName::parse(repository).map_err(|why| why.to_string())?,
            reference: Reference::Digest(Digest::parse(digest).map_err(|why| why.to_string())?),
        })
    }
}

/// `REPOSITORY` or `REPOSITORY:TAG`.
#[derive(Debug, Clone)]
pub(crate) struct TargetArgument {
    /// The repository.
    pub(crate) repository: RepositoryName,
    /// The tag.
    pub(crate) tag: Option<Tag>,
}

impl FromStr for TargetArgument {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.contains(':') {
            let TagArgument { repository, tag } = text.parse()?;
            let tag = Some(tag);
            return Ok(Self { repository, tag });
        }
        let repository = RepositoryName::parse(text).map_err(|why| why.to_string())?;
        Ok(Self {
            repository,
            tag: None,
        })
    }
}

/// What a tag has to name: a digest, or `none`.
#[derive(Debug, Clone)]
pub(crate) struct Expected(pub(crate) String);

impl FromStr for Expected {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text != "none" {
            Digest::parse(text).map_err(|why| why.to_string())?;
        }
        Ok(Self(text.to_owned()))
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
