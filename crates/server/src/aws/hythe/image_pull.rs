//! Pulls of images: DescribeImagePulls.

use aws_model::hythe::{DescribeImagePullsRequest, DescribeImagePullsResponse, ImagePull};
use registry::Action;

use crate::aws::ecr::{Call, DEFAULT_PAGE, Result, long, page};

pub(super) async fn describe(
    call: &Call<'_>,
    input: DescribeImagePullsRequest,
) -> Result<DescribeImagePullsResponse> {
    let (registry_id, name) = (input.registry_id.as_deref(), &input.repository_name);
    let grant = call
        .authorize_repository(Action::DescribeImagePulls, registry_id, name)
        .await?;
    let page = page(input.next_token, input.max_results, DEFAULT_PAGE);
    let page = call.service().image_pull_list(&grant, &page).await?;
    let repository = grant.resource();
    let to_wire = |pull: &registry::ImagePull| ImagePull {
        registry_id: Some(repository.registry.account.to_string()),
        repository_name: Some(repository.name.to_string()),
        image_digest: Some(pull.digest.to_string()),
        last_pulled_at: Some(pull.last_pulled_at),
        last_recorded_pull_time: Some(pull.recorded_at),
        pull_count: Some(long(pull.count)),
    };
    Ok(DescribeImagePullsResponse {
        image_pulls: Some(page.entries.iter().map(to_wire).collect()),
        next_token: page.next,
    })
}
