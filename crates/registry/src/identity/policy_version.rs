//! Versions of managed policies. One of them is in force.

use futures_util::FutureExt as _;
use iam::managed;
use meta::{Limit, Tx};
use names::{AccountId, PageToken, PolicyArn, PolicyVersionId};
use stdx::Timestamp;

use super::managed_policy::{conflict, found, missing, own};
use super::policy_document;
use crate::{Action, Error, Grant, IamResource, IdentityFault, Page, PageRequest, Registry};

/// How many versions a policy may have (IAM quotas).
pub(crate) const MAX_VERSIONS: usize = 5;
/// More than there can be.
pub(crate) const ALL_VERSIONS: Limit = Limit(100);
/// The kind of the list's page tokens.
const LIST: &str = "iam-policy-version";

/// A version of a managed policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyVersion {
    /// `v1` and so on.
    pub id: String,
    /// The text.
    pub document: String,
    /// Whether it is in force.
    pub is_default: bool,
    /// When it was created.
    pub created_at: Timestamp,
}

/// What becomes of a new version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewVersion {
    /// It is in force from now on.
    Default,
    /// It is there.
    Kept,
}

impl Registry {
    /// Adds a version to a managed policy of the account.
    pub async fn policy_version_create(
        &self,
        grant: &Grant<IamResource>,
        (arn, document): (PolicyArn, String),
        new: NewVersion,
    ) -> Result<PolicyVersion, Error> {
        grant.expect(&[Action::CreatePolicyVersion]);
        policy_document::parse_managed(&document)?;
        let arguments = (grant.resource().account, arn, document, (new, self.now()));
        self.change_for(grant, arguments, |tx, (account, arn, document, (new, now))| {
            async move {
                own(tx, *account, arn).await?;
                let name = arn.name();
                let versions = tx.iam_policy_version_list(account, &name, None, ALL_VERSIONS);
                if versions.await?.len() >= MAX_VERSIONS {
                    let sentence = "A managed policy can have up to 5 versions. Before you create a new version, \
                                    you must delete an existing version.";
                    return Err(Error::identity(IdentityFault::LimitExceeded, sentence));
                }
                let put = tx.iam_policy_version_put(account, &name, document, *now).await?;
                let version = put.ok_or_else(|| missing(arn))?;
                if *new == NewVersion::Default {
                    tx.iam_policy_set_default_version(account, &name, version).await?;
                }
                Ok(PolicyVersion {
                    id: version.to_string(),
                    document: document.clone(),
                    is_default: *new == NewVersion::Default,
                    created_at: *now,
                })
            }
            .boxed()
        })
        .await
    }

    /// One version of a managed policy.
    pub async fn policy_version_get(
        &self,
        grant: &Grant<IamResource>,
        arn: PolicyArn,
        version: String,
    ) -> Result<PolicyVersion, Error> {
        grant.expect(&[Action::GetPolicyVersion]);
        let account = grant.resource().account;
        self.read((account, arn, version), |tx, (account, arn, version)| {
            async move {
                let versions = all(tx, *account, arn).await?;
                let wanted = versions.into_iter().find(|one| one.id == *version);
                wanted.ok_or_else(|| no_such(arn, version))
            }
            .boxed()
        })
        .await
    }

    /// The versions of a managed policy, the newest first.
    pub async fn policy_version_list(
        &self,
        grant: &Grant<IamResource>,
        arn: PolicyArn,
        page: PageRequest,
    ) -> Result<Page<PolicyVersion>, Error> {
        grant.expect(&[Action::ListPolicyVersions]);
        let after = page.marker_text(LIST)?;
        let account = grant.resource().account;
        let versions = self.read((account, arn), |tx, (account, arn)| {
            all(tx, *account, arn).boxed()
        });
        let mut versions = versions.await?;
        if let Some(after) = after {
            versions.retain(|version| number(&version.id) < number(&after));
        }
        Ok(Page::cut(versions, page.size, |last| {
            PageToken::new(LIST, [&last.id])
        }))
    }

    /// Deletes a version that is not in force.
    pub async fn policy_version_delete(
        &self,
        grant: &Grant<IamResource>,
        arn: PolicyArn,
        version: String,
    ) -> Result<(), Error> {
        grant.expect(&[Action::DeletePolicyVersion]);
        let account = grant.resource().account;
        self.change_for(grant, (account, arn, version), |tx, (account, arn, version)| {
            async move {
                let policy = own(tx, *account, arn).await?;
                if policy.default_version == *version {
                    return Err(conflict("Cannot delete the default version of a policy."));
                }
                let id = PolicyVersionId::parse(version).map_err(|_| no_such(arn, version))?;
                let deleted = tx.iam_policy_version_delete(account, &arn.name(), id).await?;
                deleted.then_some(()).ok_or_else(|| no_such(arn, version))
            }
            .boxed()
        })
        .await
    }

    /// Puts a version in force.
    pub async fn policy_set_default_version(
        &self,
        grant: &Grant<IamResource>,
        arn: PolicyArn,
        version: String,
    ) -> Result<(), Error> {
        grant.expect(&[Action::SetDefaultPolicyVersion]);
        let account = grant.resource().account;
        self.change_for(grant, (account, arn, version), |tx, (account, arn, version)| {
            async move {
                own(tx, *account, arn).await?;
                let id = PolicyVersionId::parse(version).map_err(|_| no_such(arn, version))?;
                let set = tx
                    .iam_policy_set_default_version(account, &arn.name(), id)
                    .await?;
                set.then_some(()).ok_or_else(|| no_such(arn, version))
            }
            .boxed()
        })
        .await
    }
}

/// All versions of a policy, the newest first.
pub(crate) async fn all(
    tx: &mut Tx<'_>,
    account: AccountId,
    arn: &PolicyArn,
) -> Result<Vec<PolicyVersion>, Error> {
    let policy = found(tx, account, arn).await?;
    if let Some(policy) = managed::get(arn.as_str()) {
        return Ok(vec![PolicyVersion {
            id: policy.version.to_owned(),
            document: policy.document.to_owned(),
            is_default: true,
            created_at: policy.updated,
        }]);
    }
    let rows = tx
        .iam_policy_version_list(&account, &arn.name(), None, ALL_VERSIONS)
        .await?;
    let version = |row: meta::PolicyVersion| {
        let id = row.version.to_string();
        PolicyVersion {
            is_default: id == policy.default_version,
            id,
            document: row.document,
            created_at: row.created_at,
        }
    };
    Ok(rows.into_iter().map(version).collect())
}

fn number(version: &str) -> Option<PolicyVersionId> {
    PolicyVersionId::parse(version).ok()
}

fn no_such(arn: &PolicyArn, version: &str) -> Error {
    let sentence = format!("Policy {arn} version {version} does not exist or is not attachable.");
    Error::identity(IdentityFault::NoSuchEntity, sentence)
}
