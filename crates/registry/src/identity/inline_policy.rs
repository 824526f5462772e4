//! Inline policies of users, groups and roles.

use futures_util::FutureExt as _;
use iam::{Policy, PolicyKind, Problem};
use meta::{InlinePolicy, OwnerKind, PolicyOwner};
use names::{EntityName, PageToken};

use super::policy_document::{limit, malformed};
use super::policy_owner::{changeable, seen, word};
use crate::{Action, Error, Grant, IamResource, IdentityFault, Page, PageRequest, Registry};

/// The kind of the list's page tokens.
const LIST: &str = "iam-inline-policy";

impl Registry {
    /// Sets an inline policy, in place of the one of the same name.
    pub async fn inline_policy_put(
        &self,
        grant: &Grant<IamResource>,
        owner: PolicyOwner,
        policy: InlinePolicy,
    ) -> Result<(), Error> {
        grant.expect(&[
            Action::PutUserPolicy,
            Action::PutGroupPolicy,
            Action::PutRolePolicy,
        ]);
        let most = most_characters(owner.kind);
        Policy::parse(&policy.document, PolicyKind::Identity, limit(most)).map_err(|error| {
            match error.problem {
                Problem::TooLong { .. } => too_long(&owner),
                _ => malformed(&error),
            }
        })?;
        let arguments = (grant.resource().clone(), owner, policy);
        self.change_for(grant, arguments, |tx, (decided, owner, policy)| {
            async move {
                let account = &decided.account;
                let owner = changeable(tx, decided, owner).await?;
                tx.iam_inline_policy_put(account, &owner, policy).await?;
                let all = tx.iam_inline_policy_list_documents(account, &owner).await?;
                let together: String = all.into_iter().map(|policy| policy.document).collect();
                if limit(most_characters(owner.kind)).admit(&together) {
                    Ok(())
                } else {
                    Err(too_long(&owner))
                }
            }
            .boxed()
        })
        .await
    }

    /// An inline policy.
    pub async fn inline_policy_get(
        &self,
        grant: &Grant<IamResource>,
        owner: PolicyOwner,
        name: EntityName,
    ) -> Result<InlinePolicy, Error> {
        grant.expect(&[
            Action::GetUserPolicy,
            Action::GetGroupPolicy,
            Action::GetRolePolicy,
        ]);
        let arguments = (grant.resource().clone(), owner, name);
        self.read(arguments, |tx, (decided, owner, name)| {
            async move {
                let owner = seen(tx, decided, owner).await?;
                let policy = tx.iam_inline_policy_get(&decided.account, &owner, name).await?;
                policy.ok_or_else(|| missing(owner.kind, name))
            }
            .boxed()
        })
        .await
    }

    /// The names of an owner's inline policies.
    pub async fn inline_policy_list(
        &self,
        grant: &Grant<IamResource>,
        owner: PolicyOwner,
        page: PageRequest,
    ) -> Result<Page<EntityName>, Error> {
        grant.expect(&[
            Action::ListUserPolicies,
            Action::ListGroupPolicies,
            Action::ListRolePolicies,
        ]);
        let after = page.marker(LIST)?;
        let arguments = (grant.resource().clone(), owner, after, page.probe());
        let names = self.read(arguments, |tx, (decided, owner, after, limit)| {
            async move {
                let owner = seen(tx, decided, owner).await?;
                let list = tx.iam_inline_policy_list(&decided.account, &owner, after.as_ref(), *limit);
                Ok(list.await?)
            }
            .boxed()
        });
        Ok(Page::cut(names.await?, page.size, |last| {
            PageToken::new(LIST, [last.as_str()])
        }))
    }

    /// Deletes an inline policy.
    pub async fn inline_policy_delete(
        &self,
        grant: &Grant<IamResource>,
        owner: PolicyOwner,
        name: EntityName,
    ) -> Result<(), Error> {
        grant.expect(&[
            Action::DeleteUserPolicy,
            Action::DeleteGroupPolicy,
            Action::DeleteRolePolicy,
        ]);
        let arguments = (grant.resource().clone(), owner, name);
        self.change_for(grant, arguments, |tx, (decided, owner, name)| {
            async move {
                let owner = changeable(tx, decided, owner).await?;
                let deleted = tx.iam_inline_policy_delete(&decided.account, &owner, name);
                let missing = || missing(owner.kind, name);
                deleted.await?.then_some(()).ok_or_else(missing)
            }
            .boxed()
        })
        .await
    }
}

/// How long all inline policies of an owner may be together, without white space (IAM quotas).
const fn most_characters(kind: OwnerKind) -> usize {
    match kind {
        OwnerKind::User => 2_048,
        OwnerKind::Group => 5_120,
        OwnerKind::Role => 10_240,
    }
}

fn too_long(owner: &PolicyOwner) -> Error {
    let (most, word, name) = (most_characters(owner.kind), word(owner.kind), &owner.name);
    let sentence = format!("Maximum policy size of {most} bytes exceeded for {word} {name}");
    Error::identity(IdentityFault::LimitExceeded, sentence)
}

fn missing(kind: OwnerKind, name: &EntityName) -> Error {
    Error::no_such(&format!("{} policy", word(kind)), name.as_str())
}
