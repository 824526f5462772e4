//! Simulated requests: what would be decided, and by which statements.
//!
//! The engine is the one that decides real requests ([`iam::evaluate`]). A simulation only gathers
//! what it is given: policies with their texts, and a context.

use iam::{Attached, Context, Gate, Policy, PolicyKind, Position, Principal, Reason, Verdict};
use names::{AccountId, PrincipalArn};

use super::possession::Sourced;

/// What a simulated request comes to (IAM: `PolicyEvaluationDecisionType`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SimulatedDecision {
    /// It would go on.
    Allowed,
    /// A statement denies it.
    ExplicitDeny,
    /// Something that has to allow it does not.
    ImplicitDeny,
}

/// Where a policy of a simulation comes from (IAM: `PolicySourceType`, and two that it lacks).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PolicySource {
    /// Inline, of a user.
    User,
    /// Inline, of a group.
    Group,
    /// Inline, of a role; also a role's trust policy.
    Role,
    /// A managed policy of AWS's own.
    AwsManaged,
    /// A managed policy of the account.
    UserManaged,
    /// Of the resource.
    Resource,
    /// Given with the request.
    Input,
    /// The permissions boundary.
    Boundary,
    /// Of the account as a whole.
    ServiceControl,
}

/// A statement that decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchedStatement {
    /// The policy's name: of a managed policy its own, of an inline one `user_<user>_<name>`, of
    /// one that was given `PolicyInputList.<number>`.
    pub policy: String,
    /// Where the policy comes from.
    pub source: PolicySource,
    /// The statement's id, if it has one.
    pub sid: Option<String>,
    /// The statement's place in the policy, from 0.
    pub index: usize,
    /// Where the statement begins in the document, and the place behind its end; `None` where the
    /// document cannot be read any more.
    pub lines: Option<(Position, Position)>,
}

/// The outcome of one simulated request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The action that was asked for.
    pub action: String,
    /// The resource that was asked for.
    pub resource: String,
    /// The outcome.
    pub decision: SimulatedDecision,
    /// The outcome in a sentence; a denial's is the one that the caller of a real request reads.
    pub sentence: String,
    /// The statements that decided, in the order of the policies.
    pub statements: Vec<MatchedStatement>,
    /// Condition keys that policies read and of which nothing was known, as the policies write them.
    pub missing_context: Vec<String>,
    /// What the policies of each gate say, in the gates' order.
    pub gates: [(Gate, Verdict); 6],
    /// Whether principal and resource belong to different accounts.
    pub is_cross_account: bool,
}

/// The principal of a simulated request.
#[derive(Debug, Clone)]
pub(crate) enum Who {
    Root(AccountId),
    User(PrincipalArn),
    Role {
        session: PrincipalArn,
        role: PrincipalArn,
    },
}

/// Everything that simulated requests have in common.
pub(crate) struct Simulation {
    pub(crate) who: Who,
    pub(crate) policies: Vec<Sourced>,
    pub(crate) context: Context,
    /// Whose resources those are that do not say it themselves.
    pub(crate) owner: AccountId,
}

impl Who {
    fn arn(&self) -> String {
        match self {
            Self::Root(account) => format!("arn:aws:iam::{account}:root"),
            Self::User(arn) => arn.to_string(),
            Self::Role { session, .. } => session.to_string(),
        }
    }

    fn principal(&self) -> Principal<'_> {
        match self {
            Self::Root(account) => Principal::Root(*account),
            Self::User(arn) => Principal::User(arn),
            Self::Role { session, role } => Principal::RoleSession { session, role },
        }
    }
}

impl Simulation {
    /// Decides one request.
    pub(crate) fn run(&self, action: &str, resource: &str) -> Explanation {
        let owner = account_of(resource).unwrap_or(self.owner);
        let principal = self.who.principal();
        let request = iam::Request {
            principal,
            action,
            resource,
            owner,
            context: &self.context,
        };
        // Positions say which policy a statement is of; names need not differ.
        let numbers: Vec<String> = (0..self.policies.len())
            .map(|number| number.to_string())
            .collect();
        let attached: Vec<Attached<'_>> = self
            .policies
            .iter()
            .zip(&numbers)
            .filter(|(sourced, _)| has_say(&sourced.policy, action))
            .map(|(sourced, name)| Attached {
                name,
                policy: &sourced.policy,
            })
            .collect();
        let decided = iam::evaluate(&request, &attached);
        let statements = decided.statements.iter().map(|one| self.matched(one));
        Explanation {
            action: action.to_owned(),
            resource: resource.to_owned(),
            decision: decision(decided.reason),
            sentence: self.sentence(decided.reason, action, resource),
            statements: statements.collect(),
            missing_context: self.missing(),
            gates: Gate::ALL.map(|gate| (gate, decided.gate(gate))),
            is_cross_account: principal.account() != Some(owner),
        }
    }

    fn matched(&self, one: &iam::Deciding<'_>) -> MatchedStatement {
        let number: usize = one.policy.parse().expect("policies are called by their numbers");
        let sourced = &self.policies[number];
        MatchedStatement {
            policy: sourced.id.clone(),
            source: sourced.source,
            sid: one.sid.map(str::to_owned),
            index: one.index,
            lines: one.span.map(|span| span.positions(&sourced.document)),
        }
    }

    fn sentence(&self, reason: Reason, action: &str, resource: &str) -> String {
        let who = self.who.arn();
        match reason.denial(action) {
            Some(because) => format!(
                "User: {who} is not authorized to perform: {action} on resource: {resource} {because}"
            ),
            None => format!(
                "User: {who} is authorized to perform: {action} on resource: {resource} {}",
                granted(reason)
            ),
        }
    }

    /// The keys that the policies read and the context does not have.
    fn missing(&self) -> Vec<String> {
        let known: Vec<&str> = self.context.iter().map(|(key, _)| key).collect();
        let mut missing: Vec<String> = Vec::new();
        for key in self
            .policies
            .iter()
            .flat_map(|sourced| sourced.policy.keys_as_written())
        {
            let has = |list: &[String]| list.iter().any(|other| other.eq_ignore_ascii_case(key));
            if !known.iter().any(|known| known.eq_ignore_ascii_case(key)) && !has(&missing) {
                missing.push(key.to_owned());
            }
        }
        missing
    }
}

/// Whether a policy has a say about an action: those of resources have none about logging in.
fn has_say(policy: &Policy, action: &str) -> bool {
    let of_resource = matches!(
        policy.kind(),
        PolicyKind::Repository | PolicyKind::Registry | PolicyKind::Key
    );
    let mut known = crate::Action::ALL.iter();
    let known = known.find(|known| known.as_str().eq_ignore_ascii_case(action));
    !of_resource || known.is_none_or(|known| known.is_granted_by_resources())
}

fn decision(reason: Reason) -> SimulatedDecision {
    match reason {
        Reason::Allowed(_) => SimulatedDecision::Allowed,
        Reason::ExplicitDeny(_) => SimulatedDecision::ExplicitDeny,
        Reason::NoneAllows(_) => SimulatedDecision::ImplicitDeny,
    }
}

fn granted(reason: Reason) -> &'static str {
    use iam::AllowedBy as By;
    match reason {
        Reason::Allowed(By::Root) => "as the root user of the account",
        Reason::Allowed(By::Identity) => "because an identity-based policy allows it",
        Reason::Allowed(By::Resource) => "because a resource-based policy allows it",
        Reason::Allowed(By::IdentityAndResource) => {
            "because an identity-based policy and a resource-based policy allow it"
        }
        Reason::ExplicitDeny(_) | Reason::NoneAllows(_) => "",
    }
}

/// The account in an ARN.
pub(crate) fn account_of(arn: &str) -> Option<AccountId> {
    AccountId::parse(arn.split(':').nth(4)?).ok()
}
