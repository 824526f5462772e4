//! Managed policies: those of an account, and AWS's own, which every account has.

use futures_util::FutureExt as _;
use iam::managed;
use meta::{IamCount, Limit, NewPolicy, Put, ResourceTag, TagOwner, Tx};
use names::{AccountId, EntityName, EntityPath, PageToken, PolicyArn};
use stdx::Timestamp;

use super::entity::{ALL_TAGS, quota};
use super::{identity_tag, policy_document};
use crate::access_key::unique_id;
use crate::{Action, Error, Grant, IamResource, IdentityFault, Page, PageRequest, Registry, RequestFacts};

/// How many managed policies an account may have (IAM quotas).
pub(crate) const MAX_POLICIES: usize = 1_500;

/// A managed policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManagedPolicy {
    /// Its ARN, which holds path and name.
    pub arn: PolicyArn,
    /// Its unique id, `ANPA…`.
    pub id: String,
    /// What its creator says of it.
    pub description: Option<String>,
    /// The version that is in force, `v1` and so on.
    pub default_version: String,
    /// How many users, groups and roles of the account have it attached.
    pub attachments: u32,
    /// How many users and roles of the account have it as their boundary.
    pub boundaries: u32,
    /// Whether it can be attached at all.
    pub is_attachable: bool,
    /// When it was created.
    pub created_at: Timestamp,
    /// When its newest version was created.
    pub updated_at: Timestamp,
}

/// A managed policy to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewManagedPolicy {
    /// Its name.
    pub name: EntityName,
    /// Its path.
    pub path: EntityPath,
    /// What is said of it.
    pub description: Option<String>,
    /// The text of its first version.
    pub document: String,
    /// Its tags.
    pub tags: Vec<ResourceTag>,
}

/// Whose policies a list has (IAM: `Scope`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PolicyScope {
    /// The account's and AWS's.
    All,
    /// AWS's.
    Aws,
    /// The account's.
    Local,
}

/// What a policy is used as (IAM: `PolicyUsageFilter`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PolicyUsage {
    /// Attached to somebody.
    Permissions,
    /// Somebody's boundary.
    Boundary,
}

/// Which policies a list has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyFilter {
    /// Whose.
    pub scope: PolicyScope,
    /// What their paths begin with.
    pub path_prefix: String,
    /// What they are used as; `None` for used or unused.
    pub usage: Option<PolicyUsage>,
}

impl Registry {
    /// What a decision about a policy is about: its ARN and what conditions know of it
    /// (`aws:ResourceTag`, `iam:ResourceTag`).
    ///
    /// No grant is asked for: what this tells goes into a decision and nowhere else.
    pub async fn policy_resource(
        &self,
        account: AccountId,
        arn: &PolicyArn,
    ) -> Result<(IamResource, RequestFacts), Error> {
        let facts = self
            .read((account, arn.clone()), |tx, (account, arn)| {
                async move {
                    let mut facts = RequestFacts::none();
                    if existing(tx, *account, arn).await?.is_none() {
                        return Ok(facts);
                    }
                    for ResourceTag { key, value } in tags(tx, *account, arn).await? {
                        for service in ["aws", "iam"] {
                            facts = facts.with(&format!("{service}:ResourceTag/{key}"), [value.clone()]);
                        }
                    }
                    Ok(facts)
                }
                .boxed()
            })
            .await?;
        let arn = arn.to_string();
        Ok((IamResource { account, arn }, facts))
    }

    /// Makes a managed policy of the account.
    pub async fn policy_create(
        &self,
        grant: &Grant<IamResource>,
        new: NewManagedPolicy,
    ) -> Result<ManagedPolicy, Error> {
        grant.expect(&[Action::CreatePolicy]);
        policy_document::parse_managed(&new.document)?;
        identity_tag::check_tags(&new.tags)?;
        let decided = grant.resource().clone();
        let policy = NewPolicy {
            account: decided.account,
            arn: PolicyArn::of_account(decided.account, &new.path, &new.name),
            id: unique_id("ANPA")?,
            description: new.description,
            document: new.document,
            created_at: self.now(),
        };
        self.change_for(
            grant,
            (decided, policy, new.tags),
            |tx, (decided, policy, tags)| {
                async move {
                    if tx.iam_count(&policy.account, IamCount::Policies).await? as usize >= MAX_POLICIES {
                        return Err(quota("PoliciesPerAccount", MAX_POLICIES));
                    }
                    if tx.iam_policy_create(policy).await? == Put::Exists {
                        return Err(taken(&policy.arn.name()));
                    }
                    let owner = TagOwner::Policy(policy.arn.name());
                    identity_tag::put(tx, decided, &owner, tags).await?;
                    found(tx, policy.account, &policy.arn).await
                }
                .boxed()
            },
        )
        .await
    }

    /// A managed policy with its tags.
    pub async fn policy_get(
        &self,
        grant: &Grant<IamResource>,
        arn: PolicyArn,
    ) -> Result<(ManagedPolicy, Vec<ResourceTag>), Error> {
        grant.expect(&[Action::GetPolicy]);
        let account = grant.resource().account;
        self.read((account, arn), |tx, (account, arn)| {
            async move {
                let policy = found(tx, *account, arn).await?;
                Ok((policy, tags(tx, *account, arn).await?))
            }
            .boxed()
        })
        .await
    }

    /// Managed policies: the account's by name, then AWS's in a fixed order.
    pub async fn policy_list(
        &self,
        grant: &Grant<IamResource>,
        filter: PolicyFilter,
        page: PageRequest,
    ) -> Result<Page<ManagedPolicy>, Error> {
        grant.expect(&[Action::ListPolicies]);
        let account = grant.resource().account;
        self.read((account, filter, page), |tx, (account, filter, page)| {
            list(tx, *account, filter, page).boxed()
        })
        .await
    }

    /// Deletes a managed policy that nobody has and that has its default version only.
    pub async fn policy_delete(&self, grant: &Grant<IamResource>, arn: PolicyArn) -> Result<(), Error> {
        grant.expect(&[Action::DeletePolicy]);
        let account = grant.resource().account;
        self.change_for(grant, (account, arn), |tx, (account, arn)| {
            async move {
                let policy = own(tx, *account, arn).await?;
                if policy.attachments + policy.boundaries != 0 {
                    return Err(conflict("Cannot delete a policy attached to entities."));
                }
                let name = arn.name();
                let versions = tx.iam_policy_version_list(account, &name, None, Limit(2)).await?;
                if versions.len() > 1 {
                    return Err(conflict(
                        "This policy has more than one version. Before you delete a policy, you must delete the \
                         policy's versions. The default version is deleted with the policy.",
                    ));
                }
                tx.iam_policy_delete(account, &name).await?;
                Ok(())
            }
            .boxed()
        })
        .await
    }
}

/// The kind of the list's page tokens: with the account's policies, and with AWS's.
const LIST: &str = "iam-policy";
/// Rows that are read at once in search of what a filter lets through.
const BATCH: Limit = Limit(200);

async fn list(
    tx: &mut Tx<'_>,
    account: AccountId,
    filter: &PolicyFilter,
    page: &PageRequest,
) -> Result<Page<ManagedPolicy>, Error> {
    let after = page.marker_text(LIST)?;
    let mut entries = Vec::new();
    let of_aws = after.as_deref().and_then(|after| after.strip_prefix("aws:"));
    if filter.scope != PolicyScope::Aws && of_aws.is_none() {
        let after = after.as_deref().and_then(|name| EntityName::parse(name).ok());
        local(tx, (account, after), filter, (page, &mut entries)).await?;
    }
    if filter.scope != PolicyScope::Local {
        let known = of_aws.and_then(|arn| managed::all().iter().position(|policy| policy.arn == arn));
        let skipped = known.map_or(0, |position| position + 1);
        for policy in managed::all().iter().skip(skipped) {
            if entries.len() > page.size {
                break;
            }
            let policy = of_aws_in(tx, account, policy).await?;
            entries.extend(Some(policy).filter(|policy| filter.admits(policy)));
        }
    }
    Ok(Page::cut(entries, page.size, |last| match last.arn.owner() {
        Some(_) => PageToken::new(LIST, [&last.arn.name().fold()]),
        None => PageToken::new(LIST, [&format!("aws:{}", last.arn)]),
    }))
}

/// Adds the account's own, until the page and one more are full.
async fn local(
    tx: &mut Tx<'_>,
    (account, mut after): (AccountId, Option<EntityName>),
    filter: &PolicyFilter,
    (page, entries): (&PageRequest, &mut Vec<ManagedPolicy>),
) -> Result<(), Error> {
    while entries.len() <= page.size {
        let rows = tx.iam_policy_list(&account, after.as_ref(), BATCH).await?;
        let Some(last) = rows.last() else { break };
        after = Some(last.arn.name());
        let policies = rows.into_iter().map(customer);
        entries.extend(policies.filter(|policy| filter.admits(policy)));
    }
    Ok(())
}

impl PolicyFilter {
    fn admits(&self, policy: &ManagedPolicy) -> bool {
        let used = match self.usage {
            None => true,
            Some(PolicyUsage::Permissions) => policy.attachments != 0,
            Some(PolicyUsage::Boundary) => policy.boundaries != 0,
        };
        used && policy.arn.path().as_str().starts_with(&self.path_prefix)
    }
}

/// A policy that an account sees under this ARN.
pub(crate) async fn existing(
    tx: &mut Tx<'_>,
    account: AccountId,
    arn: &PolicyArn,
) -> Result<Option<ManagedPolicy>, Error> {
    match arn.owner() {
        None => match managed::get(arn.as_str()) {
            Some(policy) => of_aws_in(tx, account, policy).await.map(Some),
            None => Ok(None),
        },
        Some(owner) if owner == account => {
            let policy = tx.iam_policy_get(&account, &arn.name()).await?;
            Ok(policy.filter(|policy| policy.arn == *arn).map(customer))
        }
        Some(_) => Ok(None),
    }
}

/// As [`existing`], for a policy that must be there.
pub(crate) async fn found(
    tx: &mut Tx<'_>,
    account: AccountId,
    arn: &PolicyArn,
) -> Result<ManagedPolicy, Error> {
    existing(tx, account, arn).await?.ok_or_else(|| missing(arn))
}

/// A policy that is there and that the account may change.
pub(crate) async fn own(
    tx: &mut Tx<'_>,
    account: AccountId,
    arn: &PolicyArn,
) -> Result<ManagedPolicy, Error> {
    if arn.owner() != Some(account) {
        return Err(foreign());
    }
    found(tx, account, arn).await
}

/// The tags of a policy; AWS's own have none.
async fn tags(tx: &mut Tx<'_>, account: AccountId, arn: &PolicyArn) -> Result<Vec<ResourceTag>, Error> {
    if arn.owner() != Some(account) {
        return Ok(Vec::new());
    }
    let owner = TagOwner::Policy(arn.name());
    Ok(tx.iam_tag_list(&account, &owner, None, ALL_TAGS).await?)
}

fn customer(policy: meta::Policy) -> ManagedPolicy {
    ManagedPolicy {
        arn: policy.arn,
        id: policy.id.to_string(),
        description: policy.description,
        default_version: policy.default_version.to_string(),
        attachments: policy.attachments,
        boundaries: policy.boundaries,
        is_attachable: true,
        created_at: policy.created_at,
        updated_at: policy.updated_at,
    }
}

/// A policy of AWS's as an account uses it.
async fn of_aws_in(
    tx: &mut Tx<'_>,
    account: AccountId,
    policy: &managed::ManagedPolicy,
) -> Result<ManagedPolicy, Error> {
    let arn = PolicyArn::parse(policy.arn).expect("the ARNs of AWS's policies are legal");
    Ok(ManagedPolicy {
        attachments: tx.iam_attachment_count(&account, &arn).await?,
        boundaries: tx.iam_boundary_count(&account, &arn).await?,
        arn,
        id: policy.id.to_owned(),
        description: Some(policy.description.to_owned()),
        default_version: policy.version.to_owned(),
        is_attachable: policy.is_attachable(),
        created_at: policy.created,
        updated_at: policy.updated,
    })
}

/// The error of an ARN under which the account sees no policy.
pub(crate) fn missing(arn: &PolicyArn) -> Error {
    let sentence = format!("Policy {arn} was not found.");
    Error::identity(IdentityFault::NoSuchEntity, sentence)
}

/// The error of a change to a policy of AWS's or of another account.
pub(crate) fn foreign() -> Error {
    let sentence = "Policy is outside your own account.";
    Error::identity(IdentityFault::AccessDenied, sentence)
}

fn taken(name: &EntityName) -> Error {
    let sentence = format!("A policy called {name} already exists. Duplicate names are not allowed.");
    Error::identity(IdentityFault::EntityAlreadyExists, sentence)
}

pub(crate) fn conflict(sentence: &str) -> Error {
    Error::identity(IdentityFault::DeleteConflict, sentence)
}
