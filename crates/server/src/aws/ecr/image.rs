//! Images: PutImage, BatchGetImage, BatchDeleteImage, ListImages, DescribeImages.

use aws_model::ecr::{
    BatchDeleteImageRequest, BatchDeleteImageResponse, BatchGetImageRequest, BatchGetImageResponse,
    DescribeImagesRequest, DescribeImagesResponse, Image, ImageDetail, ImageFailure, ImageFailureCode,
    ImageIdentifier, ImageStatus, ImageStatusFilter, ListImagesRequest, ListImagesResponse, PutImageRequest,
    PutImageResponse, TagStatus,
};
use names::{Digest, MediaType, RepositoryArn, Tag};
use registry::{
    Action, DescribedImage, Error, ImageChange, ImageFailureKind, ImageFilter, ImageName, ListedImage,
    Manifest, ProtectionFault, PutImage,
};

use super::{Call, DEFAULT_PAGE, Result, invalid, long, page, parse_digest};

pub(super) async fn put(call: &Call<'_>, input: PutImageRequest) -> Result<PutImageResponse> {
    let grant = call
        .authorize_images(
            Action::PutImage,
            input.registry_id.as_deref(),
            &input.repository_name,
        )
        .await?;
    let tag = input.image_tag.as_deref().map(Tag::parse).transpose();
    let tag = tag.map_err(|_| {
        invalid(
            "imageTag",
            "must satisfy regular expression '[A-Za-z0-9_][A-Za-z0-9._-]{0,127}'",
        )
    })?;
    let digest = input.image_digest.as_deref();
    let digest = digest.map(|text| parse_digest("imageDigest", text)).transpose()?;
    let media_type = input
        .image_manifest_media_type
        .as_deref()
        .map(MediaType::parse)
        .transpose();
    let media_type =
        media_type.map_err(|_| invalid("imageManifestMediaType", "Member must be a media type"))?;
    let manifest = input.image_manifest;
    let put = PutImage {
        manifest: manifest.clone().into(),
        media_type,
        tag: tag.clone(),
        digest,
    };
    let stored = call.service().image_put(&grant, put).await?;
    let repository = grant.resource();
    if stored.change == ImageChange::Unchanged {
        return Err(Error::ImageExists {
            digest: Box::new(stored.digest),
            tag,
            repository: repository.clone(),
        }
        .into());
    }
    let image_id = ImageIdentifier {
        image_digest: Some(stored.digest.to_string()),
        image_tag: tag.map(|tag| tag.to_string()),
    };
    let image = image(repository, image_id, manifest, &stored.media_type);
    Ok(PutImageResponse { image: Some(image) })
}

pub(super) async fn batch_get(call: &Call<'_>, input: BatchGetImageRequest) -> Result<BatchGetImageResponse> {
    let grant = call
        .authorize_images(
            Action::BatchGetImage,
            input.registry_id.as_deref(),
            &input.repository_name,
        )
        .await?;
    let found = call
        .service()
        .image_get(&grant, input.image_ids.into_iter().map(name).collect())
        .await?;
    let (mut images, mut failures) = (Vec::new(), Vec::new());
    for (name, outcome) in found {
        match outcome {
            Ok(manifest) => images.push(found_image(grant.resource(), name, manifest)?),
            Err(kind) => failures.push(failure(name, &kind)),
        }
    }
    Ok(BatchGetImageResponse {
        images: Some(images),
        failures: Some(failures),
    })
}

fn found_image(repository: &RepositoryArn, name: ImageName, manifest: Manifest) -> Result<Image> {
    let image_id = ImageIdentifier {
        image_digest: Some(manifest.digest.to_string()),
        image_tag: name.tag,
    };
    let text = String::from_utf8(manifest.bytes.to_vec());
    let text = text.map_err(|error| Error::from(registry::Internal::Broken(error.to_string())))?;
    Ok(image(repository, image_id, text, &manifest.media_type))
}

fn image(
    repository: &RepositoryArn,
    image_id: ImageIdentifier,
    manifest: String,
    media_type: &MediaType,
) -> Image {
    Image {
        registry_id: Some(repository.registry.account.to_string()),
        repository_name: Some(repository.name.to_string()),
        image_id: Some(image_id),
        image_manifest: Some(manifest),
        image_manifest_media_type: Some(media_type.to_string()),
    }
}

pub(super) async fn batch_delete(
    call: &Call<'_>,
    input: BatchDeleteImageRequest,
) -> Result<BatchDeleteImageResponse> {
    let grant = call
        .authorize_images(
            Action::BatchDeleteImage,
            input.registry_id.as_deref(),
            &input.repository_name,
        )
        .await?;
    let names = input.image_ids.into_iter().map(name).collect();
    let batch = call.service().image_delete(&grant, names).await?;
    let deleted = batch
        .deleted
        .into_iter()
        .map(|image| identifier(&image.digest, image.tag.as_ref()));
    let failures = batch
        .failures
        .into_iter()
        .map(|refused| failure(refused.image, &refused.kind));
    Ok(BatchDeleteImageResponse {
        image_ids: Some(deleted.collect()),
        failures: Some(failures.collect()),
    })
}

pub(super) async fn list(call: &Call<'_>, input: ListImagesRequest) -> Result<ListImagesResponse> {
    let grant = call
        .authorize_repository(
            Action::ListImages,
            input.registry_id.as_deref(),
            &input.repository_name,
        )
        .await?;
    let (tag_status, image_status) = match input.filter {
        Some(filter) => (filter.tag_status, filter.image_status),
        None => (None, None),
    };
    let filter = ImageFilter {
        image_status: by_status(image_status),
        ..by_tag_status(tag_status)
    };
    let page = page(input.next_token, input.max_results, DEFAULT_PAGE);
    let page = call.service().image_list(&grant, filter, &page).await?;
    let to_wire = |ListedImage { digest, tag }| identifier(&digest, tag.as_ref());
    let image_ids = page.entries.into_iter().map(to_wire).collect();
    Ok(ListImagesResponse {
        image_ids: Some(image_ids),
        next_token: page.next,
    })
}

pub(super) async fn describe(
    call: &Call<'_>,
    input: DescribeImagesRequest,
) -> Result<DescribeImagesResponse> {
    let grant = call
        .authorize_repository(
            Action::DescribeImages,
            input.registry_id.as_deref(),
            &input.repository_name,
        )
        .await?;
    let (tag_status, image_status) = match input.filter {
        Some(filter) => (filter.tag_status, filter.image_status),
        None => (None, None),
    };
    let filter = ImageFilter {
        image_status: by_status(image_status),
        ..by_tag_status(tag_status)
    };
    let (images, next_token) = match input.image_ids {
        Some(_) if input.next_token.is_some() || input.max_results.is_some() => {
            return Err(invalid(
                "imageIds",
                "nextToken and maxResults cannot be used with imageIds",
            ));
        }
        Some(ids) => {
            let names = ids.into_iter().map(name).collect();
            // Who names an image is told what became of it, unless a filter says otherwise.
            let filter = match image_status {
                None => by_tag_status(tag_status),
                Some(_) => filter,
            };
            (call.service().image_describe(&grant, filter, names).await?, None)
        }
        None => {
            let page = page(input.next_token, input.max_results, DEFAULT_PAGE);
            let page = call.service().image_describe_page(&grant, filter, &page).await?;
            (page.entries, page.next)
        }
    };
    let details = images
        .into_iter()
        .map(|image| detail(grant.resource(), image))
        .collect();
    Ok(DescribeImagesResponse {
        image_details: Some(details),
        next_token,
    })
}

fn detail(repository: &RepositoryArn, described: DescribedImage) -> ImageDetail {
    let DescribedImage {
        image,
        tags,
        last_recorded_pull,
    } = described;
    let tags: Vec<String> = tags.iter().map(Tag::to_string).collect();
    ImageDetail {
        registry_id: Some(repository.registry.account.to_string()),
        repository_name: Some(repository.name.to_string()),
        image_digest: Some(image.digest.to_string()),
        image_tags: (!tags.is_empty()).then_some(tags),
        image_size_in_bytes: Some(long(image.size)),
        image_pushed_at: Some(image.pushed_at),
        image_manifest_media_type: Some(image.media_type.to_string()),
        artifact_media_type: image.config_media_type,
        subject_manifest_digest: image.subject.map(|subject| subject.to_string()),
        last_recorded_pull_time: last_recorded_pull,
        image_status: Some(status(image.storage.status)),
        last_archived_at: image.storage.last_archived_at,
        last_activated_at: image.storage.last_activated_at,
        ..ImageDetail::default()
    }
}

pub(super) fn by_tag_status(status: Option<TagStatus>) -> ImageFilter {
    let tag_status = match status {
        None | Some(TagStatus::Any) => registry::TagStatus::Any,
        Some(TagStatus::Tagged) => registry::TagStatus::Tagged,
        Some(TagStatus::Untagged) => registry::TagStatus::Untagged,
    };
    ImageFilter {
        tag_status,
        image_status: None,
    }
}

/// A list shows active images unless the caller says otherwise.
fn by_status(status: Option<ImageStatusFilter>) -> Option<registry::ImageStatus> {
    match status {
        None | Some(ImageStatusFilter::Active) => Some(registry::ImageStatus::Active),
        Some(ImageStatusFilter::Archived) => Some(registry::ImageStatus::Archived),
        Some(ImageStatusFilter::Activating) => Some(registry::ImageStatus::Activating),
        Some(ImageStatusFilter::Any) => None,
    }
}

pub(super) const fn status(status: registry::ImageStatus) -> ImageStatus {
    match status {
        registry::ImageStatus::Active => ImageStatus::Active,
        registry::ImageStatus::Activating => ImageStatus::Activating,
        registry::ImageStatus::Archived => ImageStatus::Archived,
    }
}

pub(super) fn name(id: ImageIdentifier) -> ImageName {
    ImageName {
        digest: id.image_digest,
        tag: id.image_tag,
    }
}

fn identifier(digest: &Digest, tag: Option<&Tag>) -> ImageIdentifier {
    ImageIdentifier {
        image_digest: Some(digest.to_string()),
        image_tag: tag.map(Tag::to_string),
    }
}

fn failure(name: ImageName, kind: &ImageFailureKind) -> ImageFailure {
    let (code, reason) = match kind {
        ImageFailureKind::InvalidDigest => (
            ImageFailureCode::InvalidImageDigest,
            "Invalid request parameters: image digest should satisfy the regex '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'"
                .to_owned(),
        ),
        ImageFailureKind::InvalidTag => (
            ImageFailureCode::InvalidImageTag,
            "Invalid request parameters: image tag should satisfy the regex '[A-Za-z0-9_][A-Za-z0-9._-]{0,127}'"
                .to_owned(),
        ),
        ImageFailureKind::TagDoesNotMatchDigest => (
            ImageFailureCode::ImageTagDoesNotMatchDigest,
            "Requested image tag does not match the requested image digest".to_owned(),
        ),
        ImageFailureKind::NotFound => (ImageFailureCode::ImageNotFound, "Requested image not found".to_owned()),
        ImageFailureKind::MissingDigestAndTag => (
            ImageFailureCode::MissingDigestAndTag,
            "Invalid request parameters: both tag and digest cannot be null".to_owned(),
        ),
        // ECR has no code for it. Clients know this one for what stays because of something else.
        ImageFailureKind::Held(reason) => (
            ImageFailureCode::ImageReferencedByManifestList,
            ProtectionFault::ImageHeld(reason.clone()).to_string(),
        ),
        ImageFailureKind::Referenced(parents) => {
            (ImageFailureCode::ImageReferencedByManifestList, Error::ImageReferenced(parents.clone()).to_string())
        }
    };
    let image_id = ImageIdentifier {
        image_digest: name.digest,
        image_tag: name.tag,
    };
    ImageFailure {
        image_id: Some(image_id),
        failure_code: Some(code),
        failure_reason: Some(reason),
    }
}
