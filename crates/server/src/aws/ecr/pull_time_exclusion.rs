//! RegisterPullTimeUpdateExclusion, DeregisterPullTimeUpdateExclusion, ListPullTimeUpdateExclusions:
//! always of the caller's own registry.

use aws_model::ecr::{
    DeregisterPullTimeUpdateExclusionRequest, DeregisterPullTimeUpdateExclusionResponse,
    ListPullTimeUpdateExclusionsRequest, ListPullTimeUpdateExclusionsResponse,
    RegisterPullTimeUpdateExclusionRequest, RegisterPullTimeUpdateExclusionResponse,
};
use names::PrincipalArn;
use registry::Action;

use super::{Call, DEFAULT_PAGE, Result, invalid, page};

/// Most entries of a page, whatever is asked for (the model).
const MAX_PAGE: usize = 100;

pub(super) async fn register(
    call: &Call<'_>,
    input: RegisterPullTimeUpdateExclusionRequest,
) -> Result<RegisterPullTimeUpdateExclusionResponse> {
    let principal = principal(&input.principal_arn)?;
    let action = Action::RegisterPullTimeUpdateExclusion;
    let grant = call.authorize(action, &call.caller.registry).await?;
    let created_at = call
        .service()
        .pull_time_exclusion_create(&grant, principal)
        .await?;
    Ok(RegisterPullTimeUpdateExclusionResponse {
        principal_arn: Some(input.principal_arn),
        created_at: Some(created_at),
    })
}

pub(super) async fn deregister(
    call: &Call<'_>,
    input: DeregisterPullTimeUpdateExclusionRequest,
) -> Result<DeregisterPullTimeUpdateExclusionResponse> {
    let principal = principal(&input.principal_arn)?;
    let action = Action::DeregisterPullTimeUpdateExclusion;
    let grant = call.authorize(action, &call.caller.registry).await?;
    call.service()
        .pull_time_exclusion_delete(&grant, principal)
        .await?;
    Ok(DeregisterPullTimeUpdateExclusionResponse {
        principal_arn: Some(input.principal_arn),
    })
}

pub(super) async fn list(
    call: &Call<'_>,
    input: ListPullTimeUpdateExclusionsRequest,
) -> Result<ListPullTimeUpdateExclusionsResponse> {
    let action = Action::ListPullTimeUpdateExclusions;
    let grant = call.authorize(action, &call.caller.registry).await?;
    let mut page = page(input.next_token, input.max_results, DEFAULT_PAGE);
    page.size = page.size.min(MAX_PAGE);
    let page = call.service().pull_time_exclusion_list(&grant, &page).await?;
    Ok(ListPullTimeUpdateExclusionsResponse {
        pull_time_update_exclusions: Some(page.entries.iter().map(PrincipalArn::to_string).collect()),
        next_token: page.next,
    })
}

fn principal(text: &str) -> Result<PrincipalArn> {
    PrincipalArn::parse(text).map_err(|_| invalid("principalArn", "Member must be the ARN of a user or role"))
}
