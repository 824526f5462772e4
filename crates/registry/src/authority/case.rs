//! One caller at one place: all policies that apply there, and what they said already.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use iam::{Context, Policy, PolicyKind, Reason, Request};
use names::AccountId;

use super::{Scope, Subject};
use crate::account_setting::RegistryPolicyScope;
use crate::{Action, Identity, Principal};

/// What condition keys of images begin with, folded.
const IMAGE_KEYS: [&str; 3] = ["ecr:imagetag", "ecr:imagedigest", "ecr:artifacttype"];

/// See the module.
pub(crate) struct Case {
    pub(crate) subject: Arc<Subject>,
    session: Arc<[Arc<Policy>]>,
    pub(crate) scope: Arc<Scope>,
    /// Whether a policy reads any condition key or variable.
    reads_context: bool,
    /// Whether a policy reads a key that tells about images.
    reads_images: bool,
    /// Whether the registry records what the caller pulls.
    records_pulls: bool,
    /// By action: was allowed here, and nothing that could change that is read.
    allowed: Box<[AtomicBool]>,
}

/// What a case is asked.
#[derive(Clone, Copy)]
pub(crate) struct Question<'a> {
    pub(crate) principal: &'a Principal,
    pub(crate) action: Action,
    /// The resource's ARN, or `*`.
    pub(crate) resource: &'a str,
    pub(crate) owner: AccountId,
    pub(crate) context: &'a Context,
}

impl Case {
    pub(crate) fn new(subject: Arc<Subject>, session: Arc<[Arc<Policy>]>, scope: Arc<Scope>) -> Self {
        let policies = || {
            subject
                .policies
                .iter()
                .chain(session.iter())
                .chain(&scope.policies)
        };
        let reads_context = policies().any(|policy| !policy.keys().is_empty());
        let of_image = |policy: &Arc<Policy>| policy.keys().iter().any(|key| IMAGE_KEYS.contains(key));
        let reads_images = policies().any(of_image);
        let records_pulls = !scope.exclusions.contain(&subject.arn);
        let allowed = Action::ALL.iter().map(|_| AtomicBool::new(false)).collect();
        Self {
            subject,
            session,
            scope,
            reads_context,
            reads_images,
            records_pulls,
            allowed,
        }
    }

    /// The same case, were this policy the repository's.
    pub(crate) fn with_repository_policy(&self, policy: Arc<Policy>) -> Self {
        let of_registry = |policy: &&Arc<Policy>| policy.kind() != PolicyKind::Repository;
        let others = self.scope.policies.iter().filter(of_registry).cloned();
        let scope = Scope {
            policies: std::iter::once(policy).chain(others).collect(),
            registry_policy_scope: self.scope.registry_policy_scope,
            tags: self.scope.tags.clone(),
            ..Scope::default()
        };
        Self::new(
            Arc::clone(&self.subject),
            Arc::clone(&self.session),
            Arc::new(scope),
        )
    }

    /// The same case, were this the policy of the key.
    pub(crate) fn with_key_policy(&self, policy: Policy) -> Self {
        let scope = Scope {
            policies: vec![Arc::new(policy)],
            tags: self.scope.tags.clone(),
            aliases: self.scope.aliases.clone(),
            ..Scope::default()
        };
        Self::new(
            Arc::clone(&self.subject),
            Arc::clone(&self.session),
            Arc::new(scope),
        )
    }

    pub(crate) fn reads_context(&self) -> bool {
        self.reads_context
    }

    pub(crate) fn reads_images(&self) -> bool {
        self.reads_images
    }

    pub(crate) fn records_pulls(&self) -> bool {
        self.records_pulls
    }

    /// Whether the action is known to be allowed on the place of this case, whatever else is true.
    pub(crate) fn is_known_allowed(&self, action: Action) -> bool {
        self.allowed[action as usize].load(Ordering::Relaxed)
    }

    /// Remembers that the action is allowed on the place of this case.
    pub(crate) fn note_allowed(&self, action: Action) {
        if !self.reads_context {
            self.allowed[action as usize].store(true, Ordering::Relaxed);
        }
    }

    /// Decides, and says why.
    pub(crate) fn decide(&self, question: &Question<'_>) -> Reason {
        self.decide_with(question, &[])
    }

    /// Decides as if the resource had more policies.
    pub(crate) fn decide_with(&self, question: &Question<'_>, more: &[Policy]) -> Reason {
        let policies = self.policies(question.action);
        let policies = policies.map(|policy| &**policy).chain(more);
        self.with_request(question, |request| iam::decide(request, policies))
    }

    /// The policies that have a say about an action.
    pub(crate) fn policies(&self, action: Action) -> impl Iterator<Item = &Arc<Policy>> + Clone {
        let is_whole = self.scope.registry_policy_scope == RegistryPolicyScope::V2
            || action.is_of_every_registry_policy();
        let has_say = move |policy: &&Arc<Policy>| is_whole || policy.kind() != PolicyKind::Registry;
        let of_resource: &[Arc<Policy>] = if action.is_granted_by_resources() {
            &self.scope.policies
        } else {
            &[]
        };
        self.subject
            .policies
            .iter()
            .chain(self.session.iter())
            .chain(of_resource.iter().filter(has_say))
    }

    fn with_request<T>(&self, question: &Question<'_>, ask: impl FnOnce(&Request<'_>) -> T) -> T {
        let principal = question.principal;
        ask(&Request {
            principal: match &principal.identity {
                Identity::Root => iam::Principal::Root(principal.account()),
                Identity::User(_) => iam::Principal::User(&self.subject.arn),
                Identity::Role(_) => iam::Principal::RoleSession {
                    session: &principal.arn,
                    role: &self.subject.arn,
                },
            },
            action: question.action.as_str(),
            resource: question.resource,
            owner: question.owner,
            context: question.context,
        })
    }
}
