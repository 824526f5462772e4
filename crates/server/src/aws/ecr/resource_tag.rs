//! Resource tags: TagResource, UntagResource, ListTagsForResource.

use aws_model::ecr::{
    ListTagsForResourceRequest, ListTagsForResourceResponse, Tag, TagResourceRequest, TagResourceResponse,
    UntagResourceRequest, UntagResourceResponse,
};
use names::RepositoryArn;
use registry::{Action, Grant, RequestFacts, ResourceTag};

use super::{Call, Result, invalid};

pub(super) async fn put(call: &Call<'_>, input: TagResourceRequest) -> Result<TagResourceResponse> {
    let facts = tag_facts(&input.tags);
    let grant = authorize(call, Action::TagResource, &input.resource_arn, &facts).await?;
    call.service()
        .resource_tag_put(&grant, from_wire(input.tags))
        .await?;
    Ok(TagResourceResponse {})
}

pub(super) async fn delete(call: &Call<'_>, input: UntagResourceRequest) -> Result<UntagResourceResponse> {
    let facts = RequestFacts::none().with("aws:TagKeys", input.tag_keys.iter().cloned());
    let grant = authorize(call, Action::UntagResource, &input.resource_arn, &facts).await?;
    call.service().resource_tag_delete(&grant, input.tag_keys).await?;
    Ok(UntagResourceResponse {})
}

pub(super) async fn list(
    call: &Call<'_>,
    input: ListTagsForResourceRequest,
) -> Result<ListTagsForResourceResponse> {
    let facts = RequestFacts::none();
    let grant = authorize(call, Action::ListTagsForResource, &input.resource_arn, &facts).await?;
    let tags = call.service().resource_tag_list(&grant).await?;
    let tags = tags
        .into_iter()
        .map(|ResourceTag { key, value }| Tag { key, value })
        .collect();
    Ok(ListTagsForResourceResponse { tags: Some(tags) })
}

/// Tags as the product has them; their rules are checked there.
pub(super) fn from_wire(tags: Vec<Tag>) -> Vec<ResourceTag> {
    tags.into_iter()
        .map(|Tag { key, value }| ResourceTag { key, value })
        .collect()
}

/// The condition keys that a request fills in with the tags that it brings.
pub(super) fn tag_facts(tags: &[Tag]) -> RequestFacts {
    let pairs = tags.iter().map(|tag| (tag.key.as_str(), tag.value.as_str()));
    RequestFacts::none().with_tags(pairs)
}

/// The ARN must be of a repository in the region of the call.
async fn authorize(
    call: &Call<'_>,
    action: Action,
    arn: &str,
    facts: &RequestFacts,
) -> Result<Grant<RepositoryArn>> {
    let arn = RepositoryArn::parse(arn)
        .ok()
        .filter(|arn| arn.registry.region == call.caller.registry.region);
    let arn = arn.ok_or_else(|| invalid("resourceArn", "Invalid ARN"))?;
    call.authorize_with(action, &arn, facts).await
}
