//! Why somebody may or may not do something, as everything stands now: for the operator.

use futures_util::FutureExt as _;
use iam::{Context, PolicyKind};
use meta::Tx;
use names::{AccountId, EntityName, PrincipalArn, RepositoryArn};

use super::possession::{Possession, Possessor, Sourced};
use super::simulation::{Explanation, PolicySource, Simulation, Who, account_of};
use crate::authority::of_entity;
use crate::{Error, Identity, Registry};

/// What a request is asked about in an explanation.
struct Asked {
    account: AccountId,
    principal: PrincipalArn,
    identity: Identity,
    action: String,
    resource: String,
    context: Vec<(String, Vec<String>)>,
    now: stdx::Timestamp,
}

/// The name of the session that stands for all sessions of a role.
const SESSION: &str = "explain";

impl Registry {
    /// Says whether a user, a role or a root may do `action` on `resource` now, and why: by its own
    /// policies, and by those of the repository or the role that the resource is. Condition keys of
    /// a request, such as `aws:SourceIp`, have the values that `context` gives.
    ///
    /// No grant is asked for: only the operator's own command line calls this.
    ///
    /// # Errors
    /// `NoSuchEntity` when there is no such principal.
    pub async fn explain(
        &self,
        principal: &PrincipalArn,
        action: &str,
        resource: &str,
        context: &[(String, Vec<String>)],
    ) -> Result<Explanation, Error> {
        let unknown = || Error::no_such("principal", principal.as_str());
        let asked = Asked {
            account: principal.account(),
            principal: principal.clone(),
            identity: identity_of(principal).ok_or_else(unknown)?,
            action: action.to_owned(),
            resource: resource.to_owned(),
            context: context.to_vec(),
            now: self.now(),
        };
        let explained = self.read(asked, |tx, asked| explain(tx, asked).boxed()).await?;
        explained.ok_or_else(unknown)
    }
}

async fn explain(tx: &mut Tx<'_>, asked: &Asked) -> Result<Option<Explanation>, Error> {
    let possessor = Possessor::Principal(asked.identity.clone());
    let Some(mut has) = Possession::load(tx, asked.account, &possessor).await? else {
        return Ok(None);
    };
    if !is_named(&has, asked) {
        return Ok(None);
    }
    let mut context = Context::new();
    context.set("aws:CurrentTime", &asked.now.to_iso8601());
    context.set("aws:EpochTime", &asked.now.as_seconds().to_string());
    write_principal(&mut context, &has, asked);
    write_resource(tx, asked, &mut context, &mut has.policies).await?;
    for (key, values) in &asked.context {
        context.set_all(key, values.iter().map(String::as_str));
    }
    let simulation = Simulation {
        who: who(&has, asked),
        policies: has.policies,
        context,
        owner: asked.account,
    };
    Ok(Some(simulation.run(&asked.action, &asked.resource)))
}

/// Whether what was found is what the ARN names: its path counts too.
fn is_named(has: &Possession, asked: &Asked) -> bool {
    asked.principal.as_str().contains(":assumed-role/") || has.arn == asked.principal
}

/// Who an ARN names: `…:root`, `…:user/path/name`, `…:role/path/name`, or a session of a role.
pub(crate) fn identity_of(arn: &PrincipalArn) -> Option<Identity> {
    let resource = arn.as_str().splitn(6, ':').nth(5)?;
    if resource == "root" {
        return Some(Identity::Root);
    }
    let (kind, rest) = resource.split_once('/')?;
    let name = |text: &str| EntityName::parse(text).ok();
    match kind {
        "user" => name(rest.rsplit('/').next()?).map(Identity::User),
        "role" => name(rest.rsplit('/').next()?).map(Identity::Role),
        "assumed-role" => name(rest.split('/').next()?).map(Identity::Role),
        _ => None,
    }
}

fn who(has: &Possession, asked: &Asked) -> Who {
    match &asked.identity {
        Identity::Root => Who::Root(asked.account),
        Identity::User(_) => Who::User(has.arn.clone()),
        Identity::Role(name) => {
            let session = format!("arn:aws:sts::{}:assumed-role/{name}/{SESSION}", asked.account);
            let session = match asked.principal.as_str().contains(":assumed-role/") {
                true => asked.principal.clone(),
                false => PrincipalArn::parse(&session).expect("a role's name and a session's name are legal"),
            };
            Who::Role {
                session,
                role: has.arn.clone(),
            }
        }
    }
}

fn write_principal(context: &mut Context, has: &Possession, asked: &Asked) {
    let session = asked.principal.as_str().rsplit('/').next();
    let session = session.filter(|_| asked.principal.as_str().contains(":assumed-role/"));
    let user_id = match asked.identity {
        Identity::Role(_) => format!("{}:{}", has.unique_id, session.unwrap_or(SESSION)),
        Identity::Root | Identity::User(_) => has.unique_id.clone(),
    };
    context.set("aws:userid", &user_id);
    of_entity(context, &asked.identity, &has.arn, &has.tags);
}

/// Adds what the resource brings: its policies, its tags, its account and its region.
async fn write_resource(
    tx: &mut Tx<'_>,
    asked: &Asked,
    context: &mut Context,
    policies: &mut Vec<Sourced>,
) -> Result<(), Error> {
    let owner = account_of(&asked.resource).unwrap_or(asked.account);
    context.set("aws:ResourceAccount", owner.as_str());
    if let Ok(arn) = RepositoryArn::parse(&asked.resource) {
        return write_repository(tx, &arn, context, policies).await;
    }
    let role = PrincipalArn::parse(&asked.resource).ok();
    if let Some(role) = role
        && asked.action.to_ascii_lowercase().starts_with("sts:assumerole")
        && let Some(Identity::Role(name)) = identity_of(&role)
        && let Some(row) = tx.iam_role_get(&role.account(), &name).await?
    {
        let (source, kind) = (PolicySource::Role, PolicyKind::RoleTrust);
        let id = format!("trust policy of {name}");
        policies.push(Sourced::new(id, source, row.trust_policy, kind));
    }
    Ok(())
}

async fn write_repository(
    tx: &mut Tx<'_>,
    arn: &RepositoryArn,
    context: &mut Context,
    policies: &mut Vec<Sourced>,
) -> Result<(), Error> {
    let registry = &arn.registry;
    context.set("aws:RequestedRegion", registry.region.as_str());
    let source = PolicySource::Resource;
    if let Some(repository) = tx.repository_get(arn).await? {
        if let Some(document) = tx.repository_policy_get(repository.id).await? {
            let id = format!("repository policy of {}", arn.name);
            policies.push(Sourced::new(id, source, document, PolicyKind::Repository));
        }
        for tag in tx.resource_tag_list(repository.id).await? {
            context.set(&format!("aws:ResourceTag/{}", tag.key), &tag.value);
            context.set(&format!("ecr:ResourceTag/{}", tag.key), &tag.value);
        }
    }
    if let Some(document) = tx.registry_policy_get(registry).await? {
        let id = format!("registry policy of {} in {}", registry.account, registry.region);
        policies.push(Sourced::new(id, source, document, PolicyKind::Registry));
    }
    Ok(())
}
