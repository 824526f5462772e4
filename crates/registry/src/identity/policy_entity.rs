//! Who uses a managed policy: has it attached, or is bounded by it.

use futures_util::FutureExt as _;
use meta::{Group, Limit, OwnerKind, PolicyUser, Role, Tx, User};
use names::{AccountId, EntityName, PageToken, PolicyArn, UniqueId};

use super::entity::Entity;
use super::managed_policy::{PolicyUsage, found};
use super::policy_owner::word;
use crate::{Action, Error, Grant, IamResource, Page, PageRequest, Registry};

/// A user, a group or a role that uses a managed policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyEntity {
    /// What it is.
    pub kind: OwnerKind,
    /// Its name.
    pub name: EntityName,
    /// Its unique id.
    pub id: UniqueId,
}

/// Which users, groups and roles of a policy a list has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityFilter {
    /// Of which kinds.
    pub kinds: Vec<OwnerKind>,
    /// What their paths begin with.
    pub path_prefix: String,
    /// As what they use the policy; `None` for either.
    pub usage: Option<PolicyUsage>,
}

/// The kind of the list's page tokens.
const LIST: &str = "iam-policy-entity";
/// More of a kind than an account can have (IAM quotas: 5,000 users).
const ALL: Limit = Limit(10_000);

impl Registry {
    /// Who uses a managed policy: groups, then roles, then users, each by name.
    pub async fn policy_entity_list(
        &self,
        grant: &Grant<IamResource>,
        arn: PolicyArn,
        filter: EntityFilter,
        page: PageRequest,
    ) -> Result<Page<PolicyEntity>, Error> {
        grant.expect(&[Action::ListEntitiesForPolicy]);
        let after = page.marker_text(LIST)?;
        let size = page.size;
        let arguments = (grant.resource().account, arn, filter, (after, page));
        let entities = self
            .read(arguments, |tx, (account, arn, filter, (after, page))| {
                async move {
                    found(tx, *account, arn).await?;
                    let after = after.as_deref().and_then(|after| after.split_once('/'));
                    let mut entities = Vec::new();
                    for kind in [OwnerKind::Group, OwnerKind::Role, OwnerKind::User] {
                        let name = match after {
                            Some((last, _)) if word(kind) < last => continue,
                            Some((last, name)) if word(kind) == last => EntityName::parse(name).ok(),
                            Some(_) | None => None,
                        };
                        if filter.kinds.contains(&kind) && entities.len() <= page.size {
                            let limit = match filter.path_prefix.as_str() {
                                "/" => page.probe(),
                                _ => ALL,
                            };
                            let section = Section {
                                account: *account,
                                arn,
                                kind,
                                after: name.as_ref(),
                                limit,
                            };
                            entities.extend(section.read(tx, filter).await?);
                        }
                    }
                    Ok(entities)
                }
                .boxed()
            })
            .await?;
        Ok(Page::cut(entities, size, |last| {
            PageToken::new(LIST, [&format!("{}/{}", word(last.kind), last.name.fold())])
        }))
    }
}

/// Those of one kind.
struct Section<'a> {
    account: AccountId,
    arn: &'a PolicyArn,
    kind: OwnerKind,
    after: Option<&'a EntityName>,
    limit: Limit,
}

impl Section<'_> {
    async fn read(&self, tx: &mut Tx<'_>, filter: &EntityFilter) -> Result<Vec<PolicyEntity>, Error> {
        let mut rows = Vec::new();
        if filter.usage != Some(PolicyUsage::Boundary) {
            rows.extend(self.attached(tx).await?);
        }
        if filter.usage != Some(PolicyUsage::Permissions) {
            rows.extend(self.bounded(tx).await?);
        }
        // Both lists are in the order of folded names, and cut at the same length.
        rows.sort_by_key(|row| row.name.fold());
        rows.dedup();
        rows.truncate(self.limit.0 as usize);
        let mut entities = Vec::new();
        for PolicyUser { name, id } in rows {
            if self.has_path(tx, &name, &filter.path_prefix).await? {
                let kind = self.kind;
                entities.push(PolicyEntity { kind, name, id });
            }
        }
        Ok(entities)
    }

    async fn attached(&self, tx: &mut Tx<'_>) -> Result<Vec<PolicyUser>, meta::Error> {
        let Self {
            account,
            arn,
            kind,
            after,
            limit,
        } = self;
        match kind {
            OwnerKind::User => tx.iam_attachment_list_users(account, arn, *after, *limit).await,
            OwnerKind::Group => tx.iam_attachment_list_groups(account, arn, *after, *limit).await,
            OwnerKind::Role => tx.iam_attachment_list_roles(account, arn, *after, *limit).await,
        }
    }

    async fn bounded(&self, tx: &mut Tx<'_>) -> Result<Vec<PolicyUser>, meta::Error> {
        let Self {
            account,
            arn,
            kind,
            after,
            limit,
        } = self;
        match kind {
            OwnerKind::User => tx.iam_boundary_list_users(account, arn, *after, *limit).await,
            OwnerKind::Group => Ok(Vec::new()),
            OwnerKind::Role => tx.iam_boundary_list_roles(account, arn, *after, *limit).await,
        }
    }

    async fn has_path(&self, tx: &mut Tx<'_>, name: &EntityName, prefix: &str) -> Result<bool, Error> {
        if prefix == "/" {
            return Ok(true);
        }
        let path = match self.kind {
            OwnerKind::User => User::get(tx, self.account, name).await?.map(|user| user.path),
            OwnerKind::Group => Group::get(tx, self.account, name).await?.map(|group| group.path),
            OwnerKind::Role => Role::get(tx, self.account, name).await?.map(|role| role.path),
        };
        Ok(path.is_some_and(|path| path.as_str().starts_with(prefix)))
    }
}
