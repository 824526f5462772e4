//! Tags of keys.

use aws_model::kms::{
    ListResourceTagsRequest, ListResourceTagsResponse, Tag, TagResourceRequest, UntagResourceRequest,
};
use registry::{Action, KeyFacts, KeyName, RequestFacts, ResourceTag};

use super::{Call, Result, page, paging};

/// How many tags a page has when the caller does not say (KMS).
const DEFAULT_PAGE: usize = 50;

pub(super) async fn put(call: &Call<'_>, input: TagResourceRequest) -> Result<()> {
    let key = KeyName::parse(&input.key_id, call.home())?.key()?;
    let facts = KeyFacts {
        more: tag_facts(&input.tags),
        ..KeyFacts::none()
    };
    let grant = call.authorize_key(Action::KmsTagResource, &key, &facts).await?;
    let tags = from_wire(input.tags);
    Ok(call.service().kms_key_tag_put(&grant, tags).await?)
}

pub(super) async fn delete(call: &Call<'_>, input: UntagResourceRequest) -> Result<()> {
    let key = KeyName::parse(&input.key_id, call.home())?.key()?;
    let facts = KeyFacts::none().with("aws:TagKeys", input.tag_keys.iter().cloned());
    let grant = call.authorize_key(Action::KmsUntagResource, &key, &facts).await?;
    Ok(call.service().kms_key_tag_delete(&grant, input.tag_keys).await?)
}

pub(super) async fn list(
    call: &Call<'_>,
    input: ListResourceTagsRequest,
) -> Result<ListResourceTagsResponse> {
    let grant = call
        .authorize_named(Action::ListResourceTags, &input.key_id)
        .await?;
    let request = page(input.marker, input.limit, DEFAULT_PAGE);
    let found = call.service().kms_key_tag_list(&grant, request).await?;
    let (next_marker, truncated) = paging(&found);
    let tags = found.entries.into_iter().map(|tag| Tag {
        tag_key: tag.key,
        tag_value: tag.value,
    });
    Ok(ListResourceTagsResponse {
        tags: Some(tags.collect()),
        next_marker,
        truncated,
    })
}

/// Tags as the product has them.
pub(super) fn from_wire(tags: Vec<Tag>) -> Vec<ResourceTag> {
    let tag = |tag: Tag| ResourceTag {
        key: tag.tag_key,
        value: tag.tag_value,
    };
    tags.into_iter().map(tag).collect()
}

/// The condition keys that a request fills in with the tags that it brings.
pub(super) fn tag_facts(tags: &[Tag]) -> RequestFacts {
    if tags.is_empty() {
        return RequestFacts::none();
    }
    let pairs = tags
        .iter()
        .map(|tag| (tag.tag_key.as_str(), tag.tag_value.as_str()));
    RequestFacts::none().with_tags(pairs)
}
