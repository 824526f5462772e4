//! What users, groups, roles and instance profiles have in common: ARNs, how policies see them,
//! and lists by path.

use std::future::Future;

use futures_util::FutureExt as _;
use meta::{Group, InstanceProfile, Limit, ResourceTag, Role, TagOwner, Tx, User};
use names::{AccountId, EntityName, EntityPath, PageToken, PolicyArn};

use crate::{Error, IamResource, IdentityFault, Page, PageRequest, Registry, RequestFacts};

/// The kinds of entity that have a path and a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EntityKind {
    /// A user.
    User,
    /// A group of users.
    Group,
    /// A role.
    Role,
    /// An instance profile.
    InstanceProfile,
}

impl EntityKind {
    /// The word that ARNs begin their resource with.
    pub const fn word(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Group => "group",
            Self::Role => "role",
            Self::InstanceProfile => "instance-profile",
        }
    }

    /// The ARN of an entity of this kind.
    pub fn arn(self, account: AccountId, path: &EntityPath, name: &EntityName) -> String {
        format!("arn:aws:iam::{account}:{}{path}{name}", self.word())
    }

    /// The error of a name that nothing of this kind has.
    pub(crate) fn missing(self, name: &EntityName) -> Error {
        match self {
            Self::User | Self::Group | Self::Role => Error::no_such(self.word(), name.as_str()),
            Self::InstanceProfile => Error::identity(
                IdentityFault::NoSuchEntity,
                format!("Instance Profile {name} cannot be found."),
            ),
        }
    }

    /// The error of a name that something of this kind has already.
    pub(crate) fn taken(self, name: &EntityName) -> Error {
        let sentence = match self {
            Self::User => format!("User with name {name} already exists."),
            Self::Group => format!("Group with name {name} already exists."),
            Self::Role => format!("Role with name {name} already exists."),
            Self::InstanceProfile => format!("Instance Profile {name} already exists."),
        };
        Error::identity(IdentityFault::EntityAlreadyExists, sentence)
    }
}

/// An entity with its tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tagged<T> {
    /// The entity.
    pub entity: T,
    /// Its tags, by key without regard to case.
    pub tags: Vec<ResourceTag>,
}

/// What is to change about a name and a path; what is not given stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Move {
    /// The new path.
    pub path: Option<EntityPath>,
    /// The new name.
    pub name: Option<EntityName>,
}

/// A record that has a path and a name.
pub(crate) trait Entity: Sized + Send + 'static {
    const KIND: EntityKind;

    fn account(&self) -> AccountId;
    fn path(&self) -> &EntityPath;
    fn name(&self) -> &EntityName;
    fn boundary(&self) -> Option<&PolicyArn>;
    /// Under which its tags are; `None` for what has no tags.
    fn tag_owner(name: &EntityName) -> Option<TagOwner>;

    fn get(
        tx: &mut Tx<'_>,
        account: AccountId,
        name: &EntityName,
    ) -> impl Future<Output = Result<Option<Self>, meta::Error>> + Send;

    fn list(
        tx: &mut Tx<'_>,
        account: AccountId,
        after: Option<&EntityName>,
        limit: Limit,
    ) -> impl Future<Output = Result<Vec<Self>, meta::Error>> + Send;

    fn arn(&self) -> String {
        Self::KIND.arn(self.account(), self.path(), self.name())
    }
}

/// Implements [`Entity`] by the methods of `meta`.
macro_rules! entity {
    ($record:ident, $get:ident, $list:ident, $boundary:expr, $tag_owner:expr) => {
        impl Entity for $record {
            const KIND: EntityKind = EntityKind::$record;

            fn account(&self) -> AccountId {
                self.account
            }

            fn path(&self) -> &EntityPath {
                &self.path
            }

            fn name(&self) -> &EntityName {
                &self.name
            }

            fn boundary(&self) -> Option<&PolicyArn> {
                let boundary: fn(&Self) -> Option<&PolicyArn> = $boundary;
                boundary(self)
            }

            fn tag_owner(name: &EntityName) -> Option<TagOwner> {
                let owner: Option<fn(EntityName) -> TagOwner> = $tag_owner;
                owner.map(|owner| owner(name.clone()))
            }

            async fn get(
                tx: &mut Tx<'_>,
                account: AccountId,
                name: &EntityName,
            ) -> Result<Option<Self>, meta::Error> {
                tx.$get(&account, name).await
            }

            async fn list(
                tx: &mut Tx<'_>,
                account: AccountId,
                after: Option<&EntityName>,
                limit: Limit,
            ) -> Result<Vec<Self>, meta::Error> {
                tx.$list(&account, after, limit).await
            }
        }
    };
}

entity!(
    User,
    iam_user_get,
    iam_user_list,
    |user| user.boundary.as_ref(),
    Some(TagOwner::User)
);
entity!(Group, iam_group_get, iam_group_list, |_| None, None);
entity!(
    Role,
    iam_role_get,
    iam_role_list,
    |role| role.boundary.as_ref(),
    Some(TagOwner::Role)
);
entity!(
    InstanceProfile,
    iam_instance_profile_get,
    iam_instance_profile_list,
    |_| None,
    Some(TagOwner::InstanceProfile)
);

impl Registry {
    /// What a decision about an entity is about: its ARN and what conditions know of it
    /// (`aws:ResourceTag`, `iam:ResourceTag`, `iam:PermissionsBoundary`). What does not exist is
    /// decided about as if it had the path `/`, so that whoever may not see it is denied and does
    /// not learn that it is missing.
    ///
    /// No grant is asked for: what this tells goes into a decision and nowhere else.
    pub async fn entity_resource(
        &self,
        account: AccountId,
        kind: EntityKind,
        name: &EntityName,
    ) -> Result<(IamResource, RequestFacts), Error> {
        let (arn, facts) = self
            .read((account, kind, name.clone()), |tx, (account, kind, name)| {
                async move {
                    match kind {
                        EntityKind::User => located::<User>(tx, *account, name).await,
                        EntityKind::Group => located::<Group>(tx, *account, name).await,
                        EntityKind::Role => located::<Role>(tx, *account, name).await,
                        EntityKind::InstanceProfile => located::<InstanceProfile>(tx, *account, name).await,
                    }
                }
                .boxed()
            })
            .await?;
        Ok((IamResource { account, arn }, facts))
    }
}

/// More tags than anything can have.
pub(crate) const ALL_TAGS: Limit = Limit(1_000);

async fn located<E: Entity>(
    tx: &mut Tx<'_>,
    account: AccountId,
    name: &EntityName,
) -> Result<(String, RequestFacts), Error> {
    let Some(entity) = E::get(tx, account, name).await? else {
        let arn = E::KIND.arn(account, &EntityPath::default(), name);
        return Ok((arn, RequestFacts::none()));
    };
    let mut facts = RequestFacts::none();
    for ResourceTag { key, value } in tags::<E>(tx, account, name).await? {
        for service in ["aws", "iam"] {
            facts = facts.with(&format!("{service}:ResourceTag/{key}"), [value.clone()]);
        }
    }
    if let Some(boundary) = entity.boundary() {
        facts = facts.with("iam:PermissionsBoundary", [boundary.to_string()]);
    }
    Ok((entity.arn(), facts))
}

/// The tags of an entity.
pub(crate) async fn tags<E: Entity>(
    tx: &mut Tx<'_>,
    account: AccountId,
    name: &EntityName,
) -> Result<Vec<ResourceTag>, Error> {
    match E::tag_owner(name) {
        Some(owner) => Ok(tx.iam_tag_list(&account, &owner, None, ALL_TAGS).await?),
        None => Ok(Vec::new()),
    }
}

/// The entity of a name, if it is the one that was decided about: what has moved or was made anew
/// since then is not.
pub(crate) async fn existing<E: Entity>(
    tx: &mut Tx<'_>,
    decided: &IamResource,
    name: &EntityName,
) -> Result<E, Error> {
    let found = E::get(tx, decided.account, name).await?;
    found
        .filter(|entity| entity.arn() == decided.arn)
        .ok_or_else(|| E::KIND.missing(name))
}

/// Rows that are read at once in search of a path.
const BATCH: Limit = Limit(500);

/// A page of the entities whose path begins with `prefix`, by name without regard to case.
pub(crate) async fn page<E: Entity>(
    tx: &mut Tx<'_>,
    account: AccountId,
    prefix: &str,
    request: &PageRequest,
) -> Result<Page<E>, Error> {
    let kind = E::KIND.word();
    let mut after = request.marker(kind)?;
    let mut found = Vec::new();
    let limit = if prefix == "/" { request.probe() } else { BATCH };
    while found.len() <= request.size {
        let rows = E::list(tx, account, after.as_ref(), limit).await?;
        let Some(last) = rows.last() else { break };
        after = Some(last.name().clone());
        let is_last = rows.len() < limit.0 as usize;
        found.extend(
            rows.into_iter()
                .filter(|row| row.path().as_str().starts_with(prefix)),
        );
        if is_last {
            break;
        }
    }
    Ok(Page::cut(found, request.size, |last| token(kind, last.name())))
}

/// The token of a page whose last entry has this name.
pub(crate) fn token(kind: &str, last: &EntityName) -> PageToken {
    PageToken::new(kind, [&last.fold()])
}

impl PageRequest {
    /// The name after which the page starts, for a list of `kind` in the order of names.
    pub(crate) fn marker(&self, kind: &str) -> Result<Option<EntityName>, Error> {
        let key = self.marker_text(kind)?;
        let name = key.map(|text| EntityName::parse(&text).map_err(|_| invalid_marker()));
        name.transpose()
    }

    /// The key after which the page starts, for a list of `kind` in the order of texts.
    pub(crate) fn marker_text(&self, kind: &str) -> Result<Option<String>, Error> {
        let key = self.after::<1>(kind).map_err(|_| invalid_marker())?;
        Ok(key.map(|[text]| text))
    }
}

/// IAM's sentence on a `Marker` that no list of ours gave out.
fn invalid_marker() -> Error {
    Error::identity(IdentityFault::Validation, "Invalid Marker.")
}

/// The error of one more than there may be.
pub(crate) fn quota(name: &str, most: usize) -> Error {
    let sentence = format!("Cannot exceed quota for {name}: {most}");
    Error::identity(IdentityFault::LimitExceeded, sentence)
}

/// The error of an entity that something still belongs to.
pub(crate) fn conflict(first: &str) -> Error {
    let sentence = format!("Cannot delete entity, must {first} first.");
    Error::identity(IdentityFault::DeleteConflict, sentence)
}
