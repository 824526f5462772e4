//! The proof that somebody may do something, and the refusal.

use std::fmt;
use std::sync::Arc;

use iam::{Context, Reason};
use names::{AccountId, Digest, PrincipalArn, RegistryKey, RepositoryArn, Tag};
use serde_json::{Map, Value};

use crate::authority::{Case, Place, Question};
use crate::{Action, Caller, Principal};

/// What an action can be aimed at.
pub trait Resource: Clone + Send + Sync {
    /// The account that the resource belongs to.
    fn owner(&self) -> AccountId;
    /// The resource as policies and denials of `action` name it.
    fn display(&self, action: Action) -> String;
    /// Where policies of the resource are looked for.
    #[doc(hidden)]
    fn place(&self) -> ResourcePlace;
}

/// Where the policies of a resource are: a detail of [`Resource`].
#[derive(Debug, Clone)]
pub struct ResourcePlace(pub(crate) Place);

impl Resource for RegistryKey {
    fn owner(&self) -> AccountId {
        self.account
    }

    /// Listing repositories is aimed at all of them; no other action of a registry has an ARN.
    fn display(&self, action: Action) -> String {
        let Self { account, region } = self;
        match action {
            Action::DescribeRepositories => {
                format!(
                    "arn:{}:ecr:{region}:{account}:repository/*",
                    region.partition().id
                )
            }
            _ => "*".to_owned(),
        }
    }

    fn place(&self) -> ResourcePlace {
        ResourcePlace(Place::Registry(self.clone()))
    }
}

impl Resource for RepositoryArn {
    fn owner(&self) -> AccountId {
        self.registry.account
    }

    fn display(&self, _: Action) -> String {
        self.to_string()
    }

    fn place(&self) -> ResourcePlace {
        ResourcePlace(Place::Repository(self.clone()))
    }
}

/// Something of IAM: a user, a role, a policy, or everything of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IamResource {
    /// Whose.
    pub account: AccountId,
    /// Its ARN, or `*`.
    pub arn: String,
}

impl Resource for IamResource {
    fn owner(&self) -> AccountId {
        self.account
    }

    fn display(&self, _: Action) -> String {
        self.arn.clone()
    }

    fn place(&self) -> ResourcePlace {
        ResourcePlace(Place::Account(self.account))
    }
}

/// Proof that a caller may do an action on a resource. [`crate::Registry::authorize`] is its only
/// constructor.
#[derive(Debug, Clone)]
pub struct Grant<R> {
    pub(crate) caller: Caller,
    pub(crate) action: Action,
    pub(crate) resource: R,
}

impl<R: Resource> Grant<R> {
    /// Who may.
    pub fn principal(&self) -> &Principal {
        &self.caller.principal
    }

    /// On what.
    pub fn resource(&self) -> &R {
        &self.resource
    }

    /// Who may, and from where.
    pub(crate) fn caller(&self) -> &Caller {
        &self.caller
    }

    /// The same right, for something that the call does beside what it is: that has a record of its
    /// own in the audit trail.
    pub(crate) fn beside(mut self, name: &'static str, parameters: Map<String, Value>) -> Self {
        self.caller.call = Arc::new(self.caller.call.beside(name, parameters));
        self
    }

    /// Checks, in tests, that the front end asked for the action that the called function is.
    pub(crate) fn expect(&self, actions: &[Action]) {
        debug_assert!(
            actions.contains(&self.action),
            "{:?} does not cover {actions:?}",
            self.action
        );
    }
}

/// Proof that a caller may do an action on images of a repository: on all of them, or on those
/// that the policies let through, which is decided when their tags are known.
#[derive(Clone)]
pub struct ImageGrant {
    pub(crate) grant: Grant<RepositoryArn>,
    /// Present where policies read what an image is.
    pub(crate) open: Option<Arc<OpenQuestion>>,
    /// Whether what the caller pulls is recorded.
    pub(crate) records_pulls: bool,
}

/// What is needed to decide about an image once it is known.
pub(crate) struct OpenQuestion {
    pub(crate) case: Arc<Case>,
    pub(crate) context: Context,
}

/// What an image is, for the condition keys `ecr:ImageTag`, `ecr:ImageDigest` and
/// `ecr:ArtifactType`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImageFacts {
    /// The tag that the request names, every tag that the image has, and those of the indexes that
    /// list it and of the image that it refers to.
    pub tags: Vec<Tag>,
    /// The digest.
    pub digest: Option<Digest>,
    /// The artifact type, or the configuration's media type where there is none.
    pub artifact_type: Option<String>,
}

impl ImageGrant {
    /// In which repository.
    pub fn resource(&self) -> &RepositoryArn {
        &self.grant.resource
    }

    /// Who may.
    pub fn principal(&self) -> &Principal {
        self.grant.principal()
    }

    /// Whether [`Self::admit`] looks at the facts, so that they have to be found out.
    pub(crate) fn reads_facts(&self) -> bool {
        self.open.is_some()
    }

    /// Refuses an image that the policies do not let through.
    pub(crate) fn admit(&self, facts: &ImageFacts) -> Result<(), Denied> {
        self.admit_to(self.grant.action, facts)
    }

    /// Refuses an image that the policies do not let through to another action.
    pub(crate) fn admit_to(&self, action: Action, facts: &ImageFacts) -> Result<(), Denied> {
        let Some(open) = &self.open else {
            return Ok(());
        };
        let mut context = open.context.clone();
        context.set_all("ecr:ImageTag", facts.tags.iter().map(Tag::as_str));
        let digest = facts.digest.map(|digest| digest.to_string());
        context.set_all("ecr:ImageDigest", digest.as_deref());
        context.set_all("ecr:ArtifactType", facts.artifact_type.as_deref());
        let Grant { caller, resource, .. } = &self.grant;
        let name = resource.display(action);
        let reason = open.case.decide(&Question {
            principal: &caller.principal,
            action,
            resource: &name,
            owner: resource.owner(),
            context: &context,
        });
        match Denied::from_reason(&caller.principal, action, name, reason) {
            Some(denied) => Err(denied),
            None => Ok(()),
        }
    }

    pub(crate) fn expect(&self, actions: &[Action]) {
        self.grant.expect(actions);
    }
}

/// A refusal; its text is AWS's own sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Denied {
    principal: String,
    action: Action,
    resource: String,
    because: String,
}

impl Denied {
    /// A refusal; `because` is the end of the sentence, empty where AWS says no reason.
    pub fn new(
        principal: &PrincipalArn,
        action: Action,
        resource: impl Into<String>,
        because: impl Into<String>,
    ) -> Self {
        Self {
            principal: principal.to_string(),
            action,
            resource: resource.into(),
            because: because.into(),
        }
    }

    /// The refusal that a decision is, if it is one.
    pub(crate) fn from_reason(
        principal: &Principal,
        action: Action,
        resource: String,
        reason: Reason,
    ) -> Option<Self> {
        let because = reason.denial(action.as_str())?.to_string();
        Some(Self::new(&principal.arn, action, resource, because))
    }
}

impl fmt::Display for Denied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            principal,
            action,
            resource,
            because,
        } = self;
        let action = action.as_str();
        write!(
            f,
            "User: {principal} is not authorized to perform: {action} on resource: {resource}"
        )?;
        match because.as_str() {
            "" => Ok(()),
            because => write!(f, " {because}"),
        }
    }
}
