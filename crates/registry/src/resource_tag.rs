//! Resource tags: the owner's labels on a repository.

use futures_util::FutureExt as _;
use names::RepositoryArn;

use crate::registry::existing;
use crate::{Action, Error, Grant, Registry, ResourceTag};

/// How many a repository may have (ECR: 50).
const MAX_TAGS: usize = 50;
/// Longest key, in characters.
const MAX_KEY: usize = 128;
/// Longest value, in characters.
const MAX_VALUE: usize = 256;

impl Registry {
    /// Adds tags or replaces the values of those that are there; the others stay.
    pub async fn resource_tag_put(
        &self,
        grant: &Grant<RepositoryArn>,
        tags: Vec<ResourceTag>,
    ) -> Result<(), Error> {
        grant.expect(&[Action::TagResource]);
        check_tags(&tags)?;
        self.change_for(grant, (grant.resource().clone(), tags), |tx, (arn, tags)| {
            async move {
                let repository = existing(tx, arn).await?;
                for tag in tags {
                    tx.resource_tag_put(repository.id, tag).await?;
                }
                let count = tx.resource_tag_list(repository.id).await?.len();
                if count > MAX_TAGS {
                    Err(Error::TooManyTags)
                } else {
                    Ok(())
                }
            }
            .boxed()
        })
        .await
    }

    /// Removes the tags with these keys; keys that are not there are passed over.
    pub async fn resource_tag_delete(
        &self,
        grant: &Grant<RepositoryArn>,
        keys: Vec<String>,
    ) -> Result<(), Error> {
        grant.expect(&[Action::UntagResource]);
        self.change_for(grant, (grant.resource().clone(), keys), |tx, (arn, keys)| {
            async move {
                let repository = existing(tx, arn).await?;
                for key in keys {
                    tx.resource_tag_delete(repository.id, key).await?;
                }
                Ok(())
            }
            .boxed()
        })
        .await
    }

    /// The repository's tags, by key.
    pub async fn resource_tag_list(&self, grant: &Grant<RepositoryArn>) -> Result<Vec<ResourceTag>, Error> {
        grant.expect(&[Action::ListTagsForResource]);
        self.read(grant.resource().clone(), |tx, arn| {
            async move {
                let repository = existing(tx, arn).await?;
                Ok(tx.resource_tag_list(repository.id).await?)
            }
            .boxed()
        })
        .await
    }
}

/// Checks a list of tags as ECR does when a repository is created or tagged.
pub(crate) fn check_tags(tags: &[ResourceTag]) -> Result<(), Error> {
    let mut keys: Vec<&str> = tags.iter().map(|tag| tag.key.as_str()).collect();
    keys.sort_unstable();
    if let Some(pair) = keys.windows(2).find(|pair| pair[0] == pair[1]) {
        return Err(Error::InvalidTag(format!("Duplicate tag key '{}'", pair[0])));
    }
    if tags.len() > MAX_TAGS {
        return Err(Error::TooManyTags);
    }
    tags.iter().try_for_each(check_tag)
}

fn check_tag(tag: &ResourceTag) -> Result<(), Error> {
    let (key, value) = (tag.key.chars().count(), tag.value.chars().count());
    if key == 0 || key > MAX_KEY {
        return Err(Error::InvalidTag(format!(
            "Tag keys must have between 1 and {MAX_KEY} characters"
        )));
    }
    if tag.key.to_ascii_lowercase().starts_with("aws:") {
        return Err(Error::InvalidTag(
            "Tag keys that start with 'aws:' are reserved".to_owned(),
        ));
    }
    if value > MAX_VALUE {
        return Err(Error::InvalidTag(format!(
            "Tag values must have at most {MAX_VALUE} characters"
        )));
    }
    Ok(())
}
