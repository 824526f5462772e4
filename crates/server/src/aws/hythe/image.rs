//! Images and their tags: UntagImage.

use aws_model::hythe::{ImageIdentifier, UntagImageRequest, UntagImageResponse};
use names::{Digest, RepositoryArn, Tag};
use registry::{Action, ExpectedImage};

use crate::aws::ecr::{Call, Result, invalid, parse_digest};

pub(super) async fn untag(call: &Call<'_>, input: UntagImageRequest) -> Result<UntagImageResponse> {
    let (registry_id, name) = (input.registry_id.as_deref(), &input.repository_name);
    let grant = call
        .authorize_images(Action::UntagImage, registry_id, name)
        .await?;
    let deleting = call
        .authorize_images(Action::BatchDeleteImage, registry_id, name)
        .await?;
    let tag = parse_tag("imageTag", &input.image_tag)?;
    let expected = expected(input.expected_image_digest.as_deref())?;
    let change = call
        .service()
        .image_untag(&grant, &deleting, (tag, expected))
        .await?;
    let (registry_id, repository_name) = place(grant.resource());
    Ok(UntagImageResponse {
        registry_id,
        repository_name,
        image_id: Some(identifier(&change.before, Some(&change.tag))),
    })
}

pub(super) fn parse_tag(parameter: &'static str, text: &str) -> Result<Tag> {
    let rule = "must satisfy regular expression '[A-Za-z0-9_][A-Za-z0-9._-]{0,127}'";
    Tag::parse(text).map_err(|_| invalid(parameter, rule))
}

/// What `expectedImageDigest` says.
fn expected(digest: Option<&str>) -> Result<ExpectedImage> {
    match digest {
        None => Ok(ExpectedImage::Any),
        Some(digest) => parse_digest("expectedImageDigest", digest).map(ExpectedImage::Image),
    }
}

/// The members of an answer that say where: `registryId` and `repositoryName`.
pub(super) fn place(repository: &RepositoryArn) -> (Option<String>, Option<String>) {
    let registry_id = repository.registry.account.to_string();
    (Some(registry_id), Some(repository.name.to_string()))
}

fn identifier(digest: &Digest, tag: Option<&Tag>) -> ImageIdentifier {
    ImageIdentifier {
        image_digest: Some(digest.to_string()),
        image_tag: tag.map(Tag::to_string),
    }
}
