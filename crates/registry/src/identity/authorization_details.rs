//! Everything that decides in an account, as one list: users, groups, roles and managed policies,
//! with all that hangs on them.

use futures_util::FutureExt as _;
use iam::managed;
use meta::{
    Group, InlinePolicy, InstanceProfile, Limit, OwnerKind, PolicyOwner, ResourceTag, Role, Tx, User,
};
use names::{AccountId, EntityName, PageToken, PolicyArn};

use super::entity::{Entity, tags};
use super::managed_policy::{ManagedPolicy, existing};
use super::policy_version::{PolicyVersion, all};
use crate::{Action, Error, Grant, IamResource, Page, PageRequest, Registry};

/// The sections of the list, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DetailSection {
    /// Users.
    Users,
    /// Groups.
    Groups,
    /// Roles.
    Roles,
    /// Managed policies of the account.
    LocalPolicies,
    /// Managed policies of AWS's that the account uses.
    AwsPolicies,
}

impl DetailSection {
    /// Every section.
    pub const ALL: [Self; 5] = [
        Self::Users,
        Self::Groups,
        Self::Roles,
        Self::LocalPolicies,
        Self::AwsPolicies,
    ];
}

/// The policies that somebody has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnPolicies {
    /// Inline ones, by name.
    pub inline: Vec<InlinePolicy>,
    /// Managed ones, by ARN.
    pub attached: Vec<PolicyArn>,
}

/// An entry of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuthorizationDetail {
    /// A user.
    User {
        /// It.
        user: User,
        /// Its policies.
        policies: OwnPolicies,
        /// The groups that it is in.
        groups: Vec<EntityName>,
        /// Its tags.
        tags: Vec<ResourceTag>,
    },
    /// A group.
    Group {
        /// It.
        group: Group,
        /// Its policies.
        policies: OwnPolicies,
    },
    /// A role.
    Role {
        /// It.
        role: Role,
        /// Its policies.
        policies: OwnPolicies,
        /// The instance profiles that have it.
        profiles: Vec<InstanceProfile>,
        /// Its tags.
        tags: Vec<ResourceTag>,
    },
    /// A managed policy.
    Policy {
        /// It.
        policy: ManagedPolicy,
        /// Its versions, the newest first.
        versions: Vec<PolicyVersion>,
    },
}

/// The kind of the list's page tokens.
const LIST: &str = "iam-authorization-details";
/// More of anything than can hang on one entity (IAM quotas), and than there are instance profiles.
const MANY: Limit = Limit(1_000);

/// Where a page starts: in which section, behind which entry.
type After = (DetailSection, String);

impl Registry {
    /// The sections that are asked for, one behind the other, each by name.
    pub async fn authorization_details(
        &self,
        grant: &Grant<IamResource>,
        sections: Vec<DetailSection>,
        page: PageRequest,
    ) -> Result<Page<AuthorizationDetail>, Error> {
        grant.expect(&[Action::GetAccountAuthorizationDetails]);
        let after = page.marker_text(LIST)?.as_deref().and_then(read_marker);
        let size = page.size;
        let arguments = (grant.resource().account, sections, after, page.probe());
        let entries = self
            .read(arguments, |tx, (account, sections, after, limit)| {
                async move {
                    let mut entries = Vec::new();
                    for section in DetailSection::ALL {
                        let left = (limit.0 as usize).saturating_sub(entries.len());
                        let is_past = after.as_ref().is_some_and(|(last, _)| section < *last);
                        if left == 0 || is_past || !sections.contains(&section) {
                            continue;
                        }
                        let behind = after.as_ref().filter(|(last, _)| *last == section);
                        let behind = behind.map(|(_, key)| key.as_str());
                        let limit = Limit(u32::try_from(left).unwrap_or(u32::MAX));
                        entries.extend(read(tx, *account, section, (behind, limit)).await?);
                    }
                    Ok(entries)
                }
                .boxed()
            })
            .await?;
        Ok(Page::cut(entries, size, |last| {
            let (section, key) = last.place();
            PageToken::new(LIST, [&format!("{}/{key}", section as u8)])
        }))
    }
}

impl AuthorizationDetail {
    fn place(&self) -> After {
        match self {
            Self::User { user, .. } => (DetailSection::Users, user.name.fold()),
            Self::Group { group, .. } => (DetailSection::Groups, group.name.fold()),
            Self::Role { role, .. } => (DetailSection::Roles, role.name.fold()),
            Self::Policy { policy, .. } => match policy.arn.owner() {
                Some(_) => (DetailSection::LocalPolicies, policy.arn.name().fold()),
                None => (DetailSection::AwsPolicies, policy.arn.to_string()),
            },
        }
    }
}

fn read_marker(text: &str) -> Option<After> {
    let (section, key) = text.split_once('/')?;
    let section = DetailSection::ALL.get(section.parse::<usize>().ok()?)?;
    Some((*section, key.to_owned()))
}

async fn read(
    tx: &mut Tx<'_>,
    account: AccountId,
    section: DetailSection,
    (behind, limit): (Option<&str>, Limit),
) -> Result<Vec<AuthorizationDetail>, Error> {
    let after = behind.and_then(|name| EntityName::parse(name).ok());
    let mut entries = Vec::new();
    match section {
        DetailSection::Users => {
            for user in User::list(tx, account, after.as_ref(), limit).await? {
                entries.push(of_user(tx, user).await?);
            }
        }
        DetailSection::Groups => {
            for group in Group::list(tx, account, after.as_ref(), limit).await? {
                let policies = policies(tx, account, OwnerKind::Group, &group.name).await?;
                entries.push(AuthorizationDetail::Group { group, policies });
            }
        }
        DetailSection::Roles => {
            for role in Role::list(tx, account, after.as_ref(), limit).await? {
                entries.push(of_role(tx, role).await?);
            }
        }
        DetailSection::LocalPolicies => {
            for policy in tx.iam_policy_list(&account, after.as_ref(), limit).await? {
                entries.extend(of_policy(tx, account, &policy.arn).await?);
            }
        }
        DetailSection::AwsPolicies => {
            let all = managed::all().iter();
            let skipped = all.clone().position(|policy| Some(policy.arn) == behind);
            for policy in all.skip(skipped.map_or(0, |position| position + 1)) {
                let arn = PolicyArn::parse(policy.arn).expect("the ARNs of AWS's policies are legal");
                let detail = of_policy(tx, account, &arn).await?;
                entries.extend(detail.filter(is_used));
            }
            entries.truncate(limit.0 as usize);
        }
    }
    Ok(entries)
}

async fn of_user(tx: &mut Tx<'_>, user: User) -> Result<AuthorizationDetail, Error> {
    let account = user.account;
    let groups = tx
        .iam_group_member_list_of_user(&account, &user.name, None, MANY)
        .await?;
    Ok(AuthorizationDetail::User {
        policies: policies(tx, account, OwnerKind::User, &user.name).await?,
        groups: groups.into_iter().map(|group| group.name).collect(),
        tags: tags::<User>(tx, account, &user.name).await?,
        user,
    })
}

async fn of_role(tx: &mut Tx<'_>, role: Role) -> Result<AuthorizationDetail, Error> {
    let account = role.account;
    let profiles = tx
        .iam_instance_profile_list_of_role(&account, &role.name, None, MANY)
        .await?;
    Ok(AuthorizationDetail::Role {
        policies: policies(tx, account, OwnerKind::Role, &role.name).await?,
        profiles,
        tags: tags::<Role>(tx, account, &role.name).await?,
        role,
    })
}

async fn of_policy(
    tx: &mut Tx<'_>,
    account: AccountId,
    arn: &PolicyArn,
) -> Result<Option<AuthorizationDetail>, Error> {
    let Some(policy) = existing(tx, account, arn).await? else {
        return Ok(None);
    };
    let versions = all(tx, account, arn).await?;
    Ok(Some(AuthorizationDetail::Policy { policy, versions }))
}

fn is_used(detail: &AuthorizationDetail) -> bool {
    match detail {
        AuthorizationDetail::Policy { policy, .. } => policy.attachments + policy.boundaries != 0,
        AuthorizationDetail::User { .. }
        | AuthorizationDetail::Group { .. }
        | AuthorizationDetail::Role { .. } => true,
    }
}

async fn policies(
    tx: &mut Tx<'_>,
    account: AccountId,
    kind: OwnerKind,
    name: &EntityName,
) -> Result<OwnPolicies, Error> {
    let owner = PolicyOwner {
        kind,
        name: name.clone(),
    };
    Ok(OwnPolicies {
        inline: tx.iam_inline_policy_list_documents(&account, &owner).await?,
        attached: tx.iam_attachment_list(&account, &owner, None, MANY).await?,
    })
}
