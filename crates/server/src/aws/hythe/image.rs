//! Images and their tags: CopyImage, TagImage, UntagImage.

use aws_model::hythe::{
    CopyImageRequest, CopyImageResponse, ImageIdentifier, TagImageRequest, TagImageResponse,
    UntagImageRequest, UntagImageResponse,
};
use names::{Digest, RepositoryArn, Tag};
use registry::{Action, CopyImage, CopyRights, ExpectedImage, ImageName, NewTag, TagRights, WithReferrers};

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
        image_id: Some(identifier(change.before, Some(&change.tag))),
    })
}

pub(super) async fn tag(call: &Call<'_>, input: TagImageRequest) -> Result<TagImageResponse> {
    let (registry_id, name) = (input.registry_id.as_deref(), &input.repository_name);
    let rights = TagRights {
        own: call.authorize_images(Action::TagImage, registry_id, name).await?,
        push: call.authorize_images(Action::PutImage, registry_id, name).await?,
        pull: call
            .authorize_images(Action::BatchGetImage, registry_id, name)
            .await?,
    };
    let new = NewTag {
        image: image_name(input.image_id),
        tag: parse_tag("imageTag", &input.image_tag)?,
        expected: expected(input.expected_image_digest.as_deref())?,
    };
    let change = call.service().image_tag(&rights, new).await?;
    let (registry_id, repository_name) = place(rights.own.resource());
    Ok(TagImageResponse {
        registry_id,
        repository_name,
        image_id: Some(identifier(change.after, Some(&change.tag))),
        previous_image_digest: change.before.map(|digest| digest.to_string()),
    })
}

pub(super) async fn copy(call: &Call<'_>, input: CopyImageRequest) -> Result<CopyImageResponse> {
    let (registry_id, name) = (input.registry_id.as_deref(), &input.repository_name);
    let (source_id, source) = (input.source_registry_id.as_deref(), &input.source_repository_name);
    let rights = CopyRights {
        own: call
            .authorize_images(Action::CopyImage, registry_id, name)
            .await?,
        push: call.authorize_images(Action::PutImage, registry_id, name).await?,
        upload: call
            .authorize_repository(Action::InitiateLayerUpload, registry_id, name)
            .await?,
        pull: call
            .authorize_images(Action::BatchGetImage, source_id, source)
            .await?,
        download: call
            .authorize_repository(Action::GetDownloadUrlForLayer, source_id, source)
            .await?,
    };
    let image = image_name(input.image_id);
    // Without a tag of its own the copy has the one that the image is named by.
    let tag = input.image_tag.as_deref().or(image.tag.as_deref());
    let copy = CopyImage {
        tag: tag.map(|tag| parse_tag("imageTag", tag)).transpose()?,
        image,
        expected: expected(input.expected_image_digest.as_deref())?,
        referrers: match input.include_referrers {
            Some(true) => WithReferrers::Yes,
            Some(false) | None => WithReferrers::No,
        },
    };
    let copied = call.service().image_copy(&rights, copy).await?;
    let (registry_id, repository_name) = place(rights.own.resource());
    Ok(CopyImageResponse {
        registry_id,
        repository_name,
        image_id: Some(identifier(Some(copied.digest), copied.tag.as_ref())),
        copied_image_count: Some(i32::try_from(copied.copied).unwrap_or(i32::MAX)),
    })
}

fn image_name(id: ImageIdentifier) -> ImageName {
    ImageName {
        digest: id.image_digest,
        tag: id.image_tag,
    }
}

pub(super) fn parse_tag(parameter: &'static str, text: &str) -> Result<Tag> {
    let rule = "must satisfy regular expression '[A-Za-z0-9_][A-Za-z0-9._-]{0,127}'";
    Tag::parse(text).map_err(|_| invalid(parameter, rule))
}

/// What `expectedImageDigest` says: a digest, or `none` for a tag that must not be there.
fn expected(digest: Option<&str>) -> Result<ExpectedImage> {
    match digest {
        None => Ok(ExpectedImage::Any),
        Some("none") => Ok(ExpectedImage::Nothing),
        Some(digest) => parse_digest("expectedImageDigest", digest).map(ExpectedImage::Image),
    }
}

/// The members of an answer that say where: `registryId` and `repositoryName`.
pub(super) fn place(repository: &RepositoryArn) -> (Option<String>, Option<String>) {
    let registry_id = repository.registry.account.to_string();
    (Some(registry_id), Some(repository.name.to_string()))
}

fn identifier(digest: Option<Digest>, tag: Option<&Tag>) -> ImageIdentifier {
    ImageIdentifier {
        image_digest: digest.map(|digest| digest.to_string()),
        image_tag: tag.map(Tag::to_string),
    }
}
