//! The simulator: SimulatePrincipalPolicy, SimulateCustomPolicy.

use std::collections::BTreeMap;

use aws_model::iam as wire;
use registry::{
    Action, ExcludedPolicy, Explanation, Gate, Grant, IamResource, MatchedStatement, Page, PageRequest,
    PolicySource, Position, SimulatedDecision, SimulationRequest, Verdict,
};

use super::managed_policy::invalid_input;
use super::{Call, EntityKind, Result, name, page, paging};

type Decision = wire::PolicyEvaluationDecisionType;

pub(super) async fn principal(
    call: &Call<'_>,
    input: wire::SimulatePrincipalPolicyRequest,
) -> Result<wire::SimulatePolicyResponse> {
    let source = input.policy_source_arn;
    let grant = grant(call, Action::SimulatePrincipalPolicy, &source).await?;
    let is_shown = input.resource_arns.is_some();
    let excluded = input.policy_exclusion_list.unwrap_or_default().into_iter();
    let request = SimulationRequest {
        actions: input.action_names,
        resources: input.resource_arns.unwrap_or_default(),
        policies: input.policy_input_list.unwrap_or_default(),
        boundaries: input.permissions_boundary_policy_input_list.unwrap_or_default(),
        service_control: Vec::new(),
        resource_policy: input.resource_policy,
        resource_owner: input.resource_owner,
        caller: input.caller_arn,
        context: context(input.context_entries)?,
        excluded: excluded.map(excluded_policy).collect::<Result<_>>()?,
        page: simulated_page(input.marker, input.max_items),
    };
    let outcomes = call
        .service()
        .simulate_principal(&grant, &source, request)
        .await?;
    Ok(response(outcomes, is_shown))
}

pub(super) async fn custom(
    call: &Call<'_>,
    input: wire::SimulateCustomPolicyRequest,
) -> Result<wire::SimulatePolicyResponse> {
    let grant = call.authorize(Action::SimulateCustomPolicy, "*").await?;
    let is_shown = input.resource_arns.is_some();
    let request = SimulationRequest {
        actions: input.action_names,
        resources: input.resource_arns.unwrap_or_default(),
        policies: input.policy_input_list,
        boundaries: input.permissions_boundary_policy_input_list.unwrap_or_default(),
        service_control: service_control(input.ordered_organization_policy_input_list)?,
        resource_policy: input.resource_policy,
        resource_owner: input.resource_owner,
        caller: input.caller_arn,
        context: context(input.context_entries)?,
        excluded: Vec::new(),
        page: simulated_page(input.marker, input.max_items),
    };
    let outcomes = call.service().simulate_custom(&grant, request).await?;
    Ok(response(outcomes, is_shown))
}

/// The right to do `action` on the user, the group or the role of an ARN. The ARN is taken as it
/// is: where nothing has it, the path in it is decided about.
pub(super) async fn grant(call: &Call<'_>, action: Action, arn: &str) -> Result<Grant<IamResource>> {
    let unclear = || {
        let sentence = format!("Invalid Entity Arn: {arn} does not clearly define entity type and name.");
        invalid_input(sentence)
    };
    let prefix = format!("arn:aws:iam::{}:", call.account());
    let (kind, path) = arn
        .strip_prefix(&prefix)
        .and_then(|resource| resource.split_once('/'))
        .ok_or_else(unclear)?;
    let kind = match kind {
        "user" => EntityKind::User,
        "group" => EntityKind::Group,
        "role" => EntityKind::Role,
        _ => return Err(unclear()),
    };
    let name = name(path.rsplit('/').next().unwrap_or_default())?;
    call.authorize_entity(action, kind, &name).await
}

/// IAM shows 100 outcomes when the caller does not say.
fn simulated_page(marker: Option<String>, max_items: Option<i32>) -> PageRequest {
    page(marker, max_items)
}

fn context(entries: Option<Vec<wire::ContextEntry>>) -> Result<Vec<(String, Vec<String>)>> {
    let entries = entries.unwrap_or_default().into_iter();
    entries
        .map(|entry| {
            let key = entry.context_key_name;
            let key =
                key.ok_or_else(|| invalid_input("A context entry has no ContextKeyName.".to_owned()))?;
            Ok((key, entry.context_key_values.unwrap_or_default()))
        })
        .collect()
}

/// Several levels of an organisation would each have to allow; an account here has one.
fn service_control(levels: Option<Vec<wire::OrderedOrganizationPolicyType>>) -> Result<Vec<String>> {
    let mut levels = levels.unwrap_or_default();
    if levels.len() > 1 {
        let sentence = "OrderedOrganizationPolicyInputList must have one entry at most.";
        return Err(invalid_input(sentence.to_owned()));
    }
    let level = levels.pop();
    let policies = level.and_then(|level| level.service_control_policy_input_list);
    Ok(policies.unwrap_or_default())
}

fn excluded_policy(policy: wire::PolicyIdentifier) -> Result<ExcludedPolicy> {
    use wire::{AttachmentType, PolicyIdentifierPolicyType as T};
    if let Some(arn) = policy.policy_arn {
        return Ok(ExcludedPolicy::Managed(arn));
    }
    if let Some(inline) = policy.inline_policy_identifier {
        let kind = match inline.attachment_type {
            AttachmentType::User => meta::OwnerKind::User,
            AttachmentType::Group => meta::OwnerKind::Group,
            AttachmentType::Role => meta::OwnerKind::Role,
        };
        return Ok(ExcludedPolicy::Inline(
            kind,
            inline.attachment_name,
            inline.policy_name,
        ));
    }
    match policy.policy_type {
        Some(T::PermissionBoundary) => Ok(ExcludedPolicy::Boundary),
        Some(T::Scp) => Ok(ExcludedPolicy::ServiceControl),
        Some(T::Inline | T::AwsManaged | T::UserManaged | T::Rcp) | None => Err(invalid_input(
            "An entry of PolicyExclusionList does not say which policy.".to_owned(),
        )),
    }
}

fn response(outcomes: Page<Explanation>, is_shown: bool) -> wire::SimulatePolicyResponse {
    let (is_truncated, marker) = paging(&outcomes);
    let results = outcomes.entries.into_iter();
    let results = results.map(|outcome| result(outcome, is_shown));
    wire::SimulatePolicyResponse {
        evaluation_results: Some(results.collect()),
        is_truncated,
        marker,
    }
}

/// One outcome. Where the request named resources, it stands below the resource once more.
fn result(outcome: Explanation, is_shown: bool) -> wire::EvaluationResult {
    let decision = decision(outcome.decision);
    let statements: Vec<_> = outcome.statements.iter().map(statement).collect();
    let details = outcome.is_cross_account.then(|| details(&outcome));
    let boundary = limit(&outcome, Gate::Boundary);
    let boundary = boundary.map(|allowed| wire::PermissionsBoundaryDecisionDetail {
        allowed_by_permissions_boundary: Some(allowed),
    });
    let organizations = limit(&outcome, Gate::ServiceControl);
    let specific = is_shown.then(|| wire::ResourceSpecificResult {
        eval_resource_name: outcome.resource.clone(),
        eval_resource_decision: decision,
        matched_statements: Some(statements.clone()),
        missing_context_values: Some(outcome.missing_context.clone()),
        eval_decision_details: details.clone(),
        permissions_boundary_decision_detail: boundary.clone(),
    });
    wire::EvaluationResult {
        eval_action_name: outcome.action,
        eval_resource_name: Some(outcome.resource),
        eval_decision: decision,
        matched_statements: Some(statements),
        missing_context_values: Some(outcome.missing_context),
        organizations_decision_detail: organizations.map(|allowed| wire::OrganizationsDecisionDetail {
            allowed_by_organizations: Some(allowed),
        }),
        permissions_boundary_decision_detail: boundary,
        eval_decision_details: details,
        resource_specific_results: specific.map(|specific| vec![specific]),
    }
}

const fn decision(decision: SimulatedDecision) -> Decision {
    match decision {
        SimulatedDecision::Allowed => Decision::Allowed,
        SimulatedDecision::ExplicitDeny => Decision::ExplicitDeny,
        SimulatedDecision::ImplicitDeny => Decision::ImplicitDeny,
    }
}

fn statement(matched: &MatchedStatement) -> wire::Statement {
    use wire::PolicySourceType as T;
    let source = match matched.source {
        PolicySource::User => T::User,
        PolicySource::Group => T::Group,
        PolicySource::Role => T::Role,
        PolicySource::AwsManaged => T::AwsManaged,
        PolicySource::UserManaged => T::UserManaged,
        PolicySource::Resource => T::Resource,
        PolicySource::Input | PolicySource::Boundary | PolicySource::ServiceControl => T::None,
    };
    let (start, end) = matched.lines.unzip();
    wire::Statement {
        source_policy_id: Some(matched.policy.clone()),
        source_policy_type: Some(source),
        start_position: start.map(position),
        end_position: end.map(position),
    }
}

fn position(position: Position) -> wire::Position {
    let number = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
    wire::Position {
        line: Some(number(position.line)),
        column: Some(number(position.column)),
    }
}

/// Whether a limit lets the request through; `None` where there is no such limit.
fn limit(outcome: &Explanation, gate: Gate) -> Option<bool> {
    match verdict(outcome, gate) {
        Verdict::Absent => None,
        Verdict::Silent | Verdict::Denies => Some(false),
        Verdict::Allows => Some(true),
    }
}

/// What policies of each kind say; IAM tells it of requests across accounts.
fn details(outcome: &Explanation) -> BTreeMap<String, Decision> {
    let named = [
        ("IAM Policy", Gate::IdentityBased),
        ("Resource Policy", Gate::ResourceBased),
        ("Permissions Boundary Policy", Gate::Boundary),
    ];
    let said = named.into_iter().filter_map(|(name, gate)| {
        let decision = match verdict(outcome, gate) {
            Verdict::Absent if gate == Gate::Boundary => return None,
            Verdict::Absent | Verdict::Silent => Decision::ImplicitDeny,
            Verdict::Allows => Decision::Allowed,
            Verdict::Denies => Decision::ExplicitDeny,
        };
        Some((name.to_owned(), decision))
    });
    said.collect()
}

fn verdict(outcome: &Explanation, gate: Gate) -> Verdict {
    let found = outcome.gates.iter().find(|(other, _)| *other == gate);
    found.map_or(Verdict::Absent, |(_, verdict)| *verdict)
}
