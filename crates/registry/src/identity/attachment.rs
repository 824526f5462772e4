//! Managed policies that are attached to users, groups and roles.

use futures_util::FutureExt as _;
use meta::{OwnerKind, PolicyOwner, Put, Tx};
use names::{AccountId, PageToken, PolicyArn};

use super::entity::quota;
use super::managed_policy::{existing, missing};
use super::policy_owner::{changeable, seen};
use crate::{Action, Error, Grant, IamResource, IdentityFault, Page, PageRequest, Registry};

/// How many managed policies a user, a group or a role may have (IAM quotas).
pub(crate) const MAX_ATTACHMENTS: usize = 10;
/// Rows that are read at once in search of a path; there are at most [`MAX_ATTACHMENTS`].
const ALL: meta::Limit = meta::Limit(1_000);
/// The kind of the list's page tokens.
const LIST: &str = "iam-attachment";

impl Registry {
    /// Attaches a managed policy; one that is attached already stays.
    pub async fn attachment_put(
        &self,
        grant: &Grant<IamResource>,
        owner: PolicyOwner,
        policy: PolicyArn,
    ) -> Result<(), Error> {
        grant.expect(&[
            Action::AttachUserPolicy,
            Action::AttachGroupPolicy,
            Action::AttachRolePolicy,
        ]);
        let arguments = (grant.resource().clone(), owner, policy);
        self.change_for(grant, arguments, |tx, (decided, owner, policy)| {
            async move {
                let account = decided.account;
                let owner = changeable(tx, decided, owner).await?;
                check_attachable(tx, account, policy, owner.kind).await?;
                let put = tx.iam_attachment_put(&account, &owner, policy).await?;
                let all = tx.iam_attachment_list(&account, &owner, None, ALL).await?;
                if put == Put::Created && all.len() > MAX_ATTACHMENTS {
                    return Err(quota(quota_name(owner.kind), MAX_ATTACHMENTS));
                }
                Ok(())
            }
            .boxed()
        })
        .await
    }

    /// Detaches a managed policy.
    pub async fn attachment_delete(
        &self,
        grant: &Grant<IamResource>,
        owner: PolicyOwner,
        policy: PolicyArn,
    ) -> Result<(), Error> {
        grant.expect(&[
            Action::DetachUserPolicy,
            Action::DetachGroupPolicy,
            Action::DetachRolePolicy,
        ]);
        let arguments = (grant.resource().clone(), owner, policy);
        self.change_for(grant, arguments, |tx, (decided, owner, policy)| {
            async move {
                let owner = changeable(tx, decided, owner).await?;
                let deleted = tx.iam_attachment_delete(&decided.account, &owner, policy);
                deleted.await?.then_some(()).ok_or_else(|| missing(policy))
            }
            .boxed()
        })
        .await
    }

    /// The managed policies of an owner whose path begins with `prefix`, by ARN.
    pub async fn attachment_list(
        &self,
        grant: &Grant<IamResource>,
        owner: PolicyOwner,
        prefix: String,
        page: PageRequest,
    ) -> Result<Page<PolicyArn>, Error> {
        grant.expect(&[
            Action::ListAttachedUserPolicies,
            Action::ListAttachedGroupPolicies,
            Action::ListAttachedRolePolicies,
        ]);
        let after = page.marker_text(LIST)?;
        let after = after.and_then(|arn| PolicyArn::parse(&arn).ok());
        let arguments = (grant.resource().clone(), owner, after);
        let attached = self.read(arguments, |tx, (decided, owner, after)| {
            async move {
                let owner = seen(tx, decided, owner).await?;
                let list = tx.iam_attachment_list(&decided.account, &owner, after.as_ref(), ALL);
                Ok(list.await?)
            }
            .boxed()
        });
        let mut attached = attached.await?;
        attached.retain(|arn| arn.path().as_str().starts_with(&prefix));
        Ok(Page::cut(attached, page.size, |last| {
            PageToken::new(LIST, [last.as_str()])
        }))
    }
}

/// Refuses a policy that is not there, or that is for roles of services only.
async fn check_attachable(
    tx: &mut Tx<'_>,
    account: AccountId,
    arn: &PolicyArn,
    kind: OwnerKind,
) -> Result<(), Error> {
    let Some(policy) = existing(tx, account, arn).await? else {
        let sentence = format!("Policy {arn} does not exist or is not attachable.");
        return Err(Error::identity(IdentityFault::NoSuchEntity, sentence));
    };
    if policy.is_attachable {
        return Ok(());
    }
    let whom = match kind {
        OwnerKind::User => "User",
        OwnerKind::Group => "Group",
        OwnerKind::Role => "Customer Role",
    };
    let sentence = format!("Cannot attach a Service Role Policy to a {whom}.");
    Err(Error::identity(IdentityFault::PolicyNotAttachable, sentence))
}

const fn quota_name(kind: OwnerKind) -> &'static str {
    match kind {
        OwnerKind::User => "PoliciesPerUser",
        OwnerKind::Group => "PoliciesPerGroup",
        OwnerKind::Role => "PoliciesPerRole",
    }
}
