//! Tags of keys.

use std::collections::BTreeSet;

use futures_util::FutureExt as _;
use meta::Limit;
use names::PageToken;

use super::key::{arn_of, existing, invalid_marker, staying};
use super::resource::KmsResource;
use crate::{Action, Error, Grant, KmsFault, Page, PageRequest, Registry, ResourceTag};

/// How many tags a key may have (KMS, "Tags in AWS KMS").
const MAX_TAGS: usize = 50;
/// The kind of the list's page tokens.
const LIST: &str = "kms-key-tag";

impl Registry {
    /// Sets tags of a key.
    pub async fn kms_key_tag_put(
        &self,
        grant: &Grant<KmsResource>,
        tags: Vec<ResourceTag>,
    ) -> Result<(), Error> {
        grant.expect(&[Action::KmsTagResource]);
        check(&tags)?;
        self.change_for(grant, (arn_of(grant)?.clone(), tags), |tx, (arn, tags)| {
            async move {
                staying(tx, arn).await?;
                tx.kms_key_tag_put(&arn.id, tags).await?;
                let limit = Limit(u32::try_from(MAX_TAGS + 1).unwrap_or(u32::MAX));
                match tx.kms_key_tag_list(&arn.id, "", limit).await?.len() > MAX_TAGS {
                    true => Err(too_many()),
                    false => Ok(()),
                }
            }
            .boxed()
        })
        .await
    }

    /// Takes tags of a key away, those that are there.
    pub async fn kms_key_tag_delete(
        &self,
        grant: &Grant<KmsResource>,
        keys: Vec<String>,
    ) -> Result<(), Error> {
        grant.expect(&[Action::KmsUntagResource]);
        self.change_for(grant, (arn_of(grant)?.clone(), keys), |tx, (arn, keys)| {
            async move {
                staying(tx, arn).await?;
                Ok(tx.kms_key_tag_delete(&arn.id, keys).await?)
            }
            .boxed()
        })
        .await
    }

    /// The tags of a key.
    pub async fn kms_key_tag_list(
        &self,
        grant: &Grant<KmsResource>,
        request: PageRequest,
    ) -> Result<Page<ResourceTag>, Error> {
        grant.expect(&[Action::ListResourceTags]);
        let after = request.after::<1>(LIST).map_err(invalid_marker)?;
        let after = after.map(|[key]| key).unwrap_or_default();
        let args = (arn_of(grant)?.clone(), after, request.probe());
        let tags = self
            .read(args, |tx, (arn, after, limit)| {
                async move {
                    existing(tx, arn).await?;
                    Ok(tx.kms_key_tag_list(&arn.id, after, *limit).await?)
                }
                .boxed()
            })
            .await?;
        Ok(Page::cut(tags, request.size, |tag| {
            PageToken::new(LIST, [tag.key.as_str()])
        }))
    }
}

/// Refuses tags that KMS does not take.
pub(super) fn check(tags: &[ResourceTag]) -> Result<(), Error> {
    let mut keys = BTreeSet::new();
    for tag in tags {
        if tag
            .key
            .get(..4)
            .is_some_and(|start| start.eq_ignore_ascii_case("aws:"))
        {
            let sentence = "aws: prefixed tag key names are not allowed for external use";
            return Err(Error::kms(KmsFault::Tag, sentence));
        }
        if !keys.insert(&tag.key) {
            return Err(Error::kms(KmsFault::Tag, "Duplicate tag keys"));
        }
    }
    if tags.len() > MAX_TAGS {
        Err(too_many())
    } else {
        Ok(())
    }
}

fn too_many() -> Error {
    Error::kms(KmsFault::Tag, "Too many tags")
}
