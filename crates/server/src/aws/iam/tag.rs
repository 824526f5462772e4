//! Tags, which many resources have.

use aws_model::iam::Tag;
use registry::{RequestFacts, ResourceTag};

/// Tags as the product has them.
pub(super) fn from_wire(tags: Option<Vec<Tag>>) -> Vec<ResourceTag> {
    let tags = tags.unwrap_or_default().into_iter();
    tags.map(|Tag { key, value }| ResourceTag { key, value })
        .collect()
}

/// Tags as an answer has them.
pub(super) fn to_wire(tags: Vec<ResourceTag>) -> Vec<Tag> {
    tags.into_iter()
        .map(|ResourceTag { key, value }| Tag { key, value })
        .collect()
}

/// The same, where IAM leaves out an empty list.
pub(super) fn unless_empty(tags: Vec<ResourceTag>) -> Option<Vec<Tag>> {
    (!tags.is_empty()).then(|| to_wire(tags))
}

/// What conditions know of the tags that a request sets.
pub(super) fn facts(tags: &[ResourceTag]) -> RequestFacts {
    if tags.is_empty() {
        return RequestFacts::none();
    }
    RequestFacts::none().with_tags(tags.iter().map(|tag| (tag.key.as_str(), tag.value.as_str())))
}

/// What conditions know of the keys that a request takes away.
pub(super) fn key_facts(keys: &[String]) -> RequestFacts {
    RequestFacts::none().with("aws:TagKeys", keys.iter().cloned())
}
