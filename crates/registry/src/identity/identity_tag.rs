//! Tags of IAM's entities.

use futures_util::FutureExt as _;
use meta::{InstanceProfile, ResourceTag, Role, TagOwner, Tx, User};
use names::PageToken;

use super::entity::{ALL_TAGS, existing, quota};
use crate::{Action, Error, Grant, IamResource, IdentityFault, Page, PageRequest, Registry};

/// How many tags an entity may have (IAM quotas).
const MAX_TAGS: usize = 50;
/// The kind of the lists' page tokens.
const LIST: &str = "iam-tag";

impl Registry {
    /// Adds tags to an entity, or replaces those with the same keys in whatever case.
    pub async fn identity_tag_put(
        &self,
        grant: &Grant<IamResource>,
        owner: TagOwner,
        tags: Vec<ResourceTag>,
    ) -> Result<(), Error> {
        grant.expect(&[
            Action::TagUser,
            Action::TagRole,
            Action::TagInstanceProfile,
            Action::TagPolicy,
            Action::TagOpenIDConnectProvider,
        ]);
        check_tags(&tags)?;
        let arguments = (grant.resource().clone(), owner, tags);
        self.change_for(grant, arguments, |tx, (decided, owner, tags)| {
            async move {
                check_owner(tx, decided, owner).await?;
                put(tx, decided, owner, tags).await
            }
            .boxed()
        })
        .await
    }

    /// Takes the tags with these keys in whatever case away; keys that are not there are passed
    /// over.
    pub async fn identity_tag_delete(
        &self,
        grant: &Grant<IamResource>,
        owner: TagOwner,
        keys: Vec<String>,
    ) -> Result<(), Error> {
        grant.expect(&[
            Action::UntagUser,
            Action::UntagRole,
            Action::UntagInstanceProfile,
            Action::UntagPolicy,
            Action::UntagOpenIDConnectProvider,
        ]);
        let arguments = (grant.resource().clone(), owner, keys);
        self.change_for(grant, arguments, |tx, (decided, owner, keys)| {
            async move {
                check_owner(tx, decided, owner).await?;
                Ok(tx.iam_tag_delete(&decided.account, owner, keys).await?)
            }
            .boxed()
        })
        .await
    }

    /// The tags of an entity, by key without regard to case.
    pub async fn identity_tag_list(
        &self,
        grant: &Grant<IamResource>,
        owner: TagOwner,
        page: PageRequest,
    ) -> Result<Page<ResourceTag>, Error> {
        grant.expect(&[
            Action::ListUserTags,
            Action::ListRoleTags,
            Action::ListInstanceProfileTags,
            Action::ListPolicyTags,
            Action::ListOpenIDConnectProviderTags,
        ]);
        let after = page.marker_text(LIST)?;
        let arguments = (grant.resource().clone(), owner, after, page.probe());
        let tags = self
            .read(arguments, |tx, (decided, owner, after, limit)| {
                async move {
                    check_owner(tx, decided, owner).await?;
                    let account = &decided.account;
                    Ok(tx.iam_tag_list(account, owner, after.as_deref(), *limit).await?)
                }
                .boxed()
            })
            .await?;
        Ok(Page::cut(tags, page.size, |last| {
            PageToken::new(LIST, [&last.key])
        }))
    }
}

/// Checks a list of tags as IAM does; the model bounds keys, values and their number.
pub(crate) fn check_tags(tags: &[ResourceTag]) -> Result<(), Error> {
    let mut keys: Vec<String> = tags.iter().map(|tag| tag.key.to_lowercase()).collect();
    keys.sort_unstable();
    let fault = if keys.windows(2).any(|pair| pair[0] == pair[1]) {
        "Duplicate tag keys found. Please note that Tag keys are case insensitive."
    } else if keys.iter().any(|key| key.starts_with("aws:")) {
        "Tag keys that begin with aws: are reserved for AWS."
    } else {
        return Ok(());
    };
    Err(Error::identity(IdentityFault::InvalidInput, fault))
}

/// Sets checked tags of an entity that is there.
pub(crate) async fn put(
    tx: &mut Tx<'_>,
    decided: &IamResource,
    owner: &TagOwner,
    tags: &[ResourceTag],
) -> Result<(), Error> {
    if tags.is_empty() {
        return Ok(());
    }
    tx.iam_tag_put(&decided.account, owner, tags).await?;
    let all = tx.iam_tag_list(&decided.account, owner, None, ALL_TAGS).await?;
    if all.len() <= MAX_TAGS {
        return Ok(());
    }
    let name = match owner {
        TagOwner::User(_) => "TagsPerUser",
        TagOwner::Role(_) => "TagsPerRole",
        TagOwner::Policy(_) => "TagsPerPolicy",
        TagOwner::InstanceProfile(_) => "TagsPerInstanceProfile",
        TagOwner::OidcProvider(_) => "TagsPerOpenIDConnectProvider",
    };
    Err(quota(name, MAX_TAGS))
}

/// Refuses an owner that is not there, or not the one that was decided about.
async fn check_owner(tx: &mut Tx<'_>, decided: &IamResource, owner: &TagOwner) -> Result<(), Error> {
    let account = &decided.account;
    match owner {
        TagOwner::User(name) => existing::<User>(tx, decided, name).await.map(drop),
        TagOwner::Role(name) => existing::<Role>(tx, decided, name).await.map(drop),
        TagOwner::InstanceProfile(name) => existing::<InstanceProfile>(tx, decided, name).await.map(drop),
        TagOwner::Policy(name) => {
            let policy = tx.iam_policy_get(account, name).await?;
            let found = policy.is_some_and(|policy| policy.arn.as_str() == decided.arn);
            let sentence = || format!("Policy {} was not found.", decided.arn);
            found
                .then_some(())
                .ok_or_else(|| Error::identity(IdentityFault::NoSuchEntity, sentence()))
        }
        TagOwner::OidcProvider(issuer) => {
            let provider = tx.iam_oidc_provider_get(account, issuer).await?;
            let sentence = || format!("OpenIDConnect Provider not found for arn {}", decided.arn);
            provider
                .map(drop)
                .ok_or_else(|| Error::identity(IdentityFault::NoSuchEntity, sentence()))
        }
    }
}
