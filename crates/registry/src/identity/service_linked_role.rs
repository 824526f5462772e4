//! Roles that a service keeps for itself: those of ECR. Their trust and their rights are fixed,
//! and only the operations for them change them ("Create a service-linked role").

use std::time::Duration;

use futures_util::FutureExt as _;
use iam::managed;
use meta::{OwnerKind, PolicyOwner, Role};
use names::{EntityName, EntityPath, PolicyArn};
use uuid::Uuid;

use super::entity::{EntityKind, existing};
use super::role::create;
use crate::access_key::unique_id;
use crate::{Action, Error, Grant, IamResource, IdentityFault, Internal, Registry};

/// What the path of every such role begins with.
const PATH: &str = "/aws-service-role/";
/// How long a session may be.
const MAX_SESSION: Duration = Duration::from_secs(3_600);

/// A service that keeps a role here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkedService {
    /// Its name: `replication.ecr.amazonaws.com`.
    service: &'static str,
    role: &'static str,
    policy: &'static str,
}

/// ECR user guide, "Service-linked roles for Amazon ECR".
const SERVICES: [LinkedService; 3] = [
    LinkedService {
        service: "replication.ecr.amazonaws.com",
        role: "AWSServiceRoleForECRReplication",
        policy: "arn:aws:iam::aws:policy/aws-service-role/ECRReplicationServiceRolePolicy",
    },
    LinkedService {
        service: "pullthroughcache.ecr.amazonaws.com",
        role: "AWSServiceRoleForECRPullThroughCache",
        policy: "arn:aws:iam::aws:policy/aws-service-role/AWSECRPullThroughCache_ServiceRolePolicy",
    },
    LinkedService {
        service: "ecr.amazonaws.com",
        role: "AWSServiceRoleForECRTemplate",
        policy: "arn:aws:iam::aws:policy/aws-service-role/ECRTemplateServiceRolePolicy",
    },
];

impl LinkedService {
    /// The service of this name, if it keeps a role here.
    ///
    /// # Errors
    /// IAM's refusal of every other service.
    pub fn parse(name: &str) -> Result<Self, Error> {
        let found = SERVICES.into_iter().find(|known| known.service == name);
        found.ok_or_else(|| {
            let sentence = format!("The service {name} has no service-linked role in this registry.");
            Error::identity(IdentityFault::InvalidInput, sentence)
        })
    }

    /// Refuses a suffix to the role's name: none of these services has more than one role.
    ///
    /// # Errors
    /// IAM's refusal.
    pub fn refuse_suffix(self) -> Error {
        let sentence = format!("Custom suffix is not allowed for {}", self.service);
        Error::identity(IdentityFault::InvalidInput, sentence)
    }

    /// The service's name.
    pub fn name(self) -> &'static str {
        self.service
    }

    /// The path of its role.
    pub fn path(self) -> EntityPath {
        EntityPath::parse(&format!("{PATH}{}/", self.service)).expect("the names of services are short")
    }

    /// The name of its role.
    pub fn role(self) -> EntityName {
        EntityName::parse(self.role).expect("the names of these roles are legal")
    }

    fn trust_policy(self) -> String {
        format!(
            "{{\"Version\":\"2012-10-17\",\"Statement\":[{{\"Effect\":\"Allow\",\
             \"Principal\":{{\"Service\":\"{}\"}},\"Action\":\"sts:AssumeRole\"}}]}}",
            self.service
        )
    }
}

/// What is left of a role's deletion to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoleDeletion {
    /// It is gone.
    Done,
    /// It is there: it was made again since, or the task is none of ours.
    NotStarted,
}

impl Registry {
    /// Makes the role of a service.
    pub async fn service_linked_role_create(
        &self,
        grant: &Grant<IamResource>,
        service: LinkedService,
        description: Option<String>,
    ) -> Result<Role, Error> {
        grant.expect(&[Action::CreateServiceLinkedRole]);
        let policy = PolicyArn::parse(service.policy).map_err(|error| Internal::Broken(error.to_string()))?;
        debug_assert!(managed::get(policy.as_str()).is_some(), "{policy}");
        let role = Role {
            account: grant.resource().account,
            name: service.role(),
            path: service.path(),
            id: unique_id("AROA")?,
            created_at: self.now(),
            description,
            max_session: MAX_SESSION,
            trust_policy: service.trust_policy(),
            boundary: None,
            last_used: None,
        };
        self.change_for(grant, (role, policy), |tx, (role, policy)| {
            async move {
                if tx.iam_role_get(&role.account, &role.name).await?.is_some() {
                    let sentence = format!(
                        "Service role name {} has been taken in this account, please try a different suffix.",
                        role.name
                    );
                    return Err(Error::identity(IdentityFault::InvalidInput, sentence));
                }
                create(tx, role).await?;
                let owner = PolicyOwner {
                    kind: OwnerKind::Role,
                    name: role.name.clone(),
                };
                tx.iam_attachment_put(&role.account, &owner, policy).await?;
                Ok(role.clone())
            }
            .boxed()
        })
        .await
    }

    /// Deletes the role of a service, with what is attached to it. Returns the id of the task,
    /// which is done by then.
    pub async fn service_linked_role_delete(
        &self,
        grant: &Grant<IamResource>,
        name: EntityName,
    ) -> Result<String, Error> {
        grant.expect(&[Action::DeleteServiceLinkedRole]);
        self.change_for(grant, (grant.resource().clone(), name), |tx, (decided, name)| {
            async move {
                let role = existing::<Role>(tx, decided, name).await?;
                if !is_protected(&role) {
                    return Err(EntityKind::Role.missing(name));
                }
                tx.iam_role_delete(&role.account, name).await?;
                let task = Uuid::new_v4();
                Ok(format!("task{}{}/{task}", role.path, role.name))
            }
            .boxed()
        })
        .await
    }

    /// What became of the task of a deletion.
    pub async fn service_linked_role_deletion(
        &self,
        grant: &Grant<IamResource>,
        task: String,
    ) -> Result<RoleDeletion, Error> {
        grant.expect(&[Action::GetServiceLinkedRoleDeletionStatus]);
        let sentence = format!("Deletion Task Id: {task} does not exist.");
        let unknown = || Error::identity(IdentityFault::NoSuchEntity, sentence.clone());
        let parts = task.strip_prefix("task").and_then(|rest| rest.rsplit_once('/'));
        let (role, id) = parts.ok_or_else(unknown)?;
        let (path, name) = role.rsplit_once('/').ok_or_else(unknown)?;
        let name = EntityName::parse(name).map_err(|_| unknown())?;
        if !format!("{path}/").starts_with(PATH) || Uuid::parse_str(id).is_err() {
            return Err(unknown());
        }
        let account = grant.resource().account;
        let exists = self.read((account, name), |tx, (account, name)| {
            async move { Ok(tx.iam_role_get(account, name).await?.is_some()) }.boxed()
        });
        Ok(if exists.await? {
            RoleDeletion::NotStarted
        } else {
            RoleDeletion::Done
        })
    }
}

fn is_protected(role: &Role) -> bool {
    role.path.as_str().starts_with(PATH)
}

/// Refuses to change the role of a service in another way than by the operations for it.
pub(crate) fn check_unprotected(role: &Role) -> Result<(), Error> {
    if !is_protected(role) {
        return Ok(());
    }
    let sentence = format!(
        "Cannot perform the operation on the protected role '{}' - this role is only modifiable by AWS",
        role.name
    );
    Err(Error::identity(IdentityFault::UnmodifiableEntity, sentence))
}

/// Refuses the path of these roles to all others.
pub(crate) fn check_path(path: &EntityPath) -> Result<(), Error> {
    if !path.as_str().starts_with(PATH) {
        return Ok(());
    }
    let sentence = format!("The path {path} is reserved for service-linked roles.");
    Err(Error::identity(IdentityFault::InvalidInput, sentence))
}
