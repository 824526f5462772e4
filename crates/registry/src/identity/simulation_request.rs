//! What IAM's simulator is asked: with the policies of somebody of the account, or with policies
//! that come with the request.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures_util::FutureExt as _;
use iam::{Context, Policy, PolicyKind};
use meta::OwnerKind;
use names::{AccountId, EntityName, PageToken, PrincipalArn};
use stdx::Timestamp;

use super::explanation::identity_of;
use super::policy_document::limit;
use super::policy_owner::word;
use super::possession::{Possession, Possessor, Sourced};
use super::simulation::{Explanation, PolicySource, Simulation, Who, account_of};
use crate::authority::of_entity;
use crate::{Action, Error, Grant, IamResource, Identity, IdentityFault, Page, PageRequest, Registry};

/// Requests to simulate: each action on each resource.
#[derive(Debug, Clone, Default)]
pub struct SimulationRequest {
    /// The actions, such as `ecr:PutImage`.
    pub actions: Vec<String>,
    /// The resources; none is `*`.
    pub resources: Vec<String>,
    /// Policies of the principal, beside those that it has.
    pub policies: Vec<String>,
    /// Boundaries of the principal, in place of the one that it has.
    pub boundaries: Vec<String>,
    /// Service control policies of the account.
    pub service_control: Vec<String>,
    /// The policy of every resource.
    pub resource_policy: Option<String>,
    /// The ARN that says whose those resources are whose own ARN does not.
    pub resource_owner: Option<String>,
    /// The ARN of the user who makes the requests.
    pub caller: Option<String>,
    /// Condition keys and their values.
    pub context: Vec<(String, Vec<String>)>,
    /// Policies of the principal that are to be left out.
    pub excluded: Vec<ExcludedPolicy>,
    /// Which page of the outcomes.
    pub page: PageRequest,
}

/// A policy that a simulation leaves out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExcludedPolicy {
    /// The managed policy of this ARN, as a policy or as the boundary.
    Managed(String),
    /// An inline policy: whose, and its name.
    Inline(OwnerKind, String, String),
    /// The boundary.
    Boundary,
    /// Those of the account.
    ServiceControl,
}

/// The kind of the list's page tokens.
const LIST: &str = "iam-simulation";
/// Longest policy that may come with a request, without white space (IAM: the limit of a role's).
const MAX_CHARACTERS: usize = 10_240;

impl Registry {
    /// What a principal of the account might do: each action on each resource, in this order.
    /// `source` is the ARN of a user, a group or a role, which was decided about.
    pub async fn simulate_principal(
        &self,
        grant: &Grant<IamResource>,
        source: &str,
        request: SimulationRequest,
    ) -> Result<Page<Explanation>, Error> {
        grant.expect(&[Action::SimulatePrincipalPolicy]);
        let account = grant.resource().account;
        let (possessor, has) = self.possession(account, source).await?;
        let mut simulation = simulation_of(account, &possessor, &has);
        simulation.policies.retain(|policy| !request.excludes(policy));
        if request.resource_policy.is_some() && request.caller.is_none() && !is_user(&possessor) {
            return Err(invalid(
                "A resource policy needs the ARN of the calling user where the policy source is none.",
            ));
        }
        self.simulate(simulation, request)
    }

    /// What somebody with the policies of the request might do.
    pub async fn simulate_custom(
        &self,
        grant: &Grant<IamResource>,
        request: SimulationRequest,
    ) -> Result<Page<Explanation>, Error> {
        grant.expect(&[Action::SimulateCustomPolicy]);
        let account = grant.resource().account;
        if request.resource_policy.is_some() && request.caller.is_none() {
            return Err(invalid("A resource policy needs the ARN of the calling user."));
        }
        let simulation = Simulation {
            who: Who::User(stand_in(account)),
            policies: Vec::new(),
            context: Context::new(),
            owner: account,
        };
        self.simulate(simulation, request)
    }

    /// The condition keys that policies read, as they are written there.
    pub async fn context_keys_custom(
        &self,
        grant: &Grant<IamResource>,
        policies: Vec<String>,
    ) -> Result<Vec<String>, Error> {
        grant.expect(&[Action::GetContextKeysForCustomPolicy]);
        Ok(context_keys(&given(policies)?))
    }

    /// The condition keys that the policies of a principal of the account read, and further ones.
    pub async fn context_keys_principal(
        &self,
        grant: &Grant<IamResource>,
        source: &str,
        policies: Vec<String>,
    ) -> Result<Vec<String>, Error> {
        grant.expect(&[Action::GetContextKeysForPrincipalPolicy]);
        let (_, mut has) = self.possession(grant.resource().account, source).await?;
        has.policies.extend(given(policies)?);
        Ok(context_keys(&has.policies))
    }

    async fn possession(&self, account: AccountId, source: &str) -> Result<(Possessor, Possession), Error> {
        let possessor = possessor_of(source)
            .filter(|_| account_of(source) == Some(account))
            .ok_or_else(|| {
                invalid(&format!(
                    "Invalid Entity Arn: {source} does not clearly define entity type and name."
                ))
            })?;
        let found = self
            .read((account, possessor.clone()), |tx, (account, possessor)| {
                Possession::load(tx, *account, possessor).boxed()
            })
            .await?;
        let found = found.filter(|has| has.arn.as_str() == source);
        let missing = || Error::identity(IdentityFault::NoSuchEntity, missing(&possessor));
        found.map(|has| (possessor.clone(), has)).ok_or_else(missing)
    }

    fn simulate(
        &self,
        mut simulation: Simulation,
        request: SimulationRequest,
    ) -> Result<Page<Explanation>, Error> {
        if let Some(bad) = request.actions.iter().find(|action| !is_action(action)) {
            return Err(invalid(&format!("Invalid action name: {bad}")));
        }
        if let Some(caller) = &request.caller {
            simulation.who = Who::User(user_arn(caller)?);
            simulation.owner = account_of(caller).unwrap_or(simulation.owner);
        }
        if let Some(owner) = &request.resource_owner {
            let account = account_of(owner).or_else(|| AccountId::parse(owner).ok());
            simulation.owner = account.ok_or_else(|| invalid(&format!("Invalid resource owner: {owner}")))?;
        }
        add_policies(&mut simulation.policies, &request)?;
        write_context(&mut simulation.context, &request.context, self.now());
        let after = request.page.marker_text(LIST)?;
        let first = after.and_then(|after| after.parse().ok()).unwrap_or(0_usize);
        Ok(outcomes(&simulation, &request, first))
    }
}

impl SimulationRequest {
    fn excludes(&self, policy: &Sourced) -> bool {
        self.excluded.iter().any(|excluded| match excluded {
            ExcludedPolicy::Managed(arn) => policy.arn.as_ref() == Some(arn),
            ExcludedPolicy::Inline(kind, owner, name) => {
                policy.arn.is_none() && policy.id == format!("{}_{owner}_{name}", word(*kind))
            }
            ExcludedPolicy::Boundary => policy.source == PolicySource::Boundary,
            ExcludedPolicy::ServiceControl => policy.source == PolicySource::ServiceControl,
        })
    }
}

/// One page of the outcomes: only those that are shown are found out.
fn outcomes(simulation: &Simulation, request: &SimulationRequest, first: usize) -> Page<Explanation> {
    let everything = vec!["*".to_owned()];
    let resources = match request.resources.as_slice() {
        [] => &everything,
        resources => resources,
    };
    let pairs = request
        .actions
        .iter()
        .flat_map(|action| resources.iter().map(move |resource| (action, resource)));
    let total = request.actions.len().saturating_mul(resources.len());
    let last = first.saturating_add(request.page.size).min(total);
    let shown = pairs.skip(first).take(request.page.size);
    Page {
        entries: shown
            .map(|(action, resource)| simulation.run(action, resource))
            .collect(),
        next: (last < total).then(|| PageToken::new(LIST, [&last.to_string()]).to_string()),
    }
}

/// A simulation with what a principal has.
fn simulation_of(account: AccountId, possessor: &Possessor, has: &Possession) -> Simulation {
    let mut context = Context::new();
    let who = match possessor {
        Possessor::Group(_) => Who::User(stand_in(account)),
        Possessor::Principal(identity) => {
            of_entity(&mut context, identity, &has.arn, &has.tags);
            match identity {
                Identity::Root => Who::Root(account),
                Identity::User(_) => {
                    context.set("aws:userid", &has.unique_id);
                    Who::User(has.arn.clone())
                }
                Identity::Role(name) => Who::Role {
                    session: session_of(account, name),
                    role: has.arn.clone(),
                },
            }
        }
    };
    Simulation {
        who,
        policies: has.policies.clone(),
        context,
        owner: account,
    }
}

fn add_policies(policies: &mut Vec<Sourced>, request: &SimulationRequest) -> Result<(), Error> {
    policies.extend(given(request.policies.clone())?);
    if !request.boundaries.is_empty() {
        policies.retain(|policy| policy.source != PolicySource::Boundary);
    }
    let (boundary, control) = (&request.boundaries, &request.service_control);
    for (name, list, source, kind) in [
        (
            "PermissionsBoundaryPolicyInputList",
            boundary,
            PolicySource::Boundary,
            PolicyKind::Boundary,
        ),
        (
            "OrderedOrganizationPolicyInputList",
            control,
            PolicySource::ServiceControl,
            PolicyKind::ServiceControl,
        ),
    ] {
        policies.extend(numbered(name, list.clone(), source, kind)?);
    }
    if let Some(document) = &request.resource_policy {
        let (source, kind) = (PolicySource::Resource, PolicyKind::Repository);
        policies.push(checked(
            "ResourcePolicy".to_owned(),
            document.clone(),
            source,
            kind,
        )?);
    }
    Ok(())
}

/// Policies that came with a request.
fn given(documents: Vec<String>) -> Result<Vec<Sourced>, Error> {
    numbered(
        "PolicyInputList",
        documents,
        PolicySource::Input,
        PolicyKind::Identity,
    )
}

fn numbered(
    name: &str,
    documents: Vec<String>,
    source: PolicySource,
    kind: PolicyKind,
) -> Result<Vec<Sourced>, Error> {
    let documents = documents.into_iter().enumerate();
    documents
        .map(|(index, document)| checked(format!("{name}.{}", index + 1), document, source, kind))
        .collect()
}

fn checked(id: String, document: String, source: PolicySource, kind: PolicyKind) -> Result<Sourced, Error> {
    let refused = |error| invalid(&format!("The policy document {id} is not valid: {error}"));
    let policy = Policy::parse(&document, kind, limit(MAX_CHARACTERS)).map_err(refused)?;
    Ok(Sourced {
        id,
        source,
        document,
        policy: Arc::new(policy),
        arn: None,
    })
}

fn write_context(context: &mut Context, given: &[(String, Vec<String>)], now: Timestamp) {
    context.set("aws:CurrentTime", &now.to_iso8601());
    context.set("aws:EpochTime", &now.as_seconds().to_string());
    for (key, values) in given {
        context.set_all(key, values.iter().map(String::as_str));
    }
}

fn context_keys(policies: &[Sourced]) -> Vec<String> {
    let all = policies.iter().flat_map(|policy| policy.policy.keys_as_written());
    let once: BTreeMap<String, &str> = all.map(|key| (key.to_ascii_lowercase(), key)).collect();
    once.into_values().map(str::to_owned).collect()
}

/// Whose policies an ARN names: of a user, a group or a role.
fn possessor_of(arn: &str) -> Option<Possessor> {
    let arn = PrincipalArn::parse(arn).ok()?;
    let (service, resource) = {
        let mut parts = arn.as_str().splitn(6, ':').skip(2);
        (parts.next()?, parts.nth(2)?)
    };
    if let Some(path) = resource.strip_prefix("group/") {
        let name = EntityName::parse(path.rsplit('/').next()?).ok()?;
        return Some(Possessor::Group(name));
    }
    match identity_of(&arn)? {
        identity @ (Identity::User(_) | Identity::Role(_)) if service == "iam" => {
            Some(Possessor::Principal(identity))
        }
        Identity::Root | Identity::User(_) | Identity::Role(_) => None,
    }
}

fn missing(possessor: &Possessor) -> String {
    let (word, name) = match possessor {
        Possessor::Group(name) => ("group", name.as_str()),
        Possessor::Principal(Identity::User(name)) => ("user", name.as_str()),
        Possessor::Principal(Identity::Role(name)) => ("role", name.as_str()),
        Possessor::Principal(Identity::Root) => ("user", "root"),
    };
    format!("The {word} with name {name} cannot be found.")
}

fn is_user(possessor: &Possessor) -> bool {
    matches!(possessor, Possessor::Principal(Identity::User(_)))
}

/// IAM: only an IAM user's ARN may be the caller's.
fn user_arn(text: &str) -> Result<PrincipalArn, Error> {
    let arn = PrincipalArn::parse(text).ok();
    arn.filter(|arn| matches!(identity_of(arn), Some(Identity::User(_))))
        .ok_or_else(|| {
            invalid(&format!(
                "Invalid caller ARN: {text} is not the ARN of an IAM user."
            ))
        })
}

/// A user of the account that no policy names.
fn stand_in(account: AccountId) -> PrincipalArn {
    let arn = PrincipalArn::parse(&format!("arn:aws:iam::{account}:user/simulated"));
    arn.expect("a user's name is legal in an ARN")
}

fn session_of(account: AccountId, role: &EntityName) -> PrincipalArn {
    let arn = PrincipalArn::parse(&format!("arn:aws:sts::{account}:assumed-role/{role}/simulated"));
    arn.expect("a role's name is legal in an ARN")
}

/// `service:Action`, without wildcards.
fn is_action(text: &str) -> bool {
    let plain = |part: &str| {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        !part.is_empty() && part.bytes().all(allowed)
    };
    let parts = text.split_once(':');
    parts.is_some_and(|(service, action)| plain(service) && plain(action))
}

fn invalid(sentence: &str) -> Error {
    Error::identity(IdentityFault::InvalidInput, sentence)
}
