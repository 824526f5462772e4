//! What was deleted of a repository: ListDeletedImages, ListDeletedTags, UndeleteImage,
//! PurgeDeletedImages.

use aws_model::hythe::{
    DeletedImage, DeletedTag, DeletionCause, ListDeletedImagesRequest, ListDeletedImagesResponse,
    ListDeletedTagsRequest, ListDeletedTagsResponse, PurgeDeletedImagesRequest, PurgeDeletedImagesResponse,
    RestoredImage, TagConflict, TagEndCause, UndeleteImageRequest, UndeleteImageResponse,
};
use names::Tag;
use registry::{Action, DeletedImageEntry, DeletionId, ImageName, PastTag, RemovalCause, TagEnd, Undelete};

use super::image::{parse_tag, place};
use crate::aws::ecr::{Call, DEFAULT_PAGE, Result, invalid, long, page};

pub(super) async fn list(
    call: &Call<'_>,
    input: ListDeletedImagesRequest,
) -> Result<ListDeletedImagesResponse> {
    let (registry_id, name) = (input.registry_id.as_deref(), &input.repository_name);
    let grant = call
        .authorize_repository(Action::ListDeletedImages, registry_id, name)
        .await?;
    let page = page(input.next_token, input.max_results, DEFAULT_PAGE);
    let listed = call.service().deleted_image_list(&grant, &page).await?;
    let (registry_id, repository_name) = place(grant.resource());
    Ok(ListDeletedImagesResponse {
        registry_id,
        repository_name,
        deleted_images: Some(listed.page.entries.into_iter().map(image_to_wire).collect()),
        held_size_in_bytes: listed.held_bytes.map(long),
        next_token: listed.page.next,
    })
}

fn image_to_wire(image: DeletedImageEntry) -> DeletedImage {
    DeletedImage {
        deletion_id: Some(image.id.to_string()),
        image_digest: Some(image.digest.to_string()),
        image_tags: Some(image.tags.iter().map(Tag::to_string).collect()),
        image_manifest_media_type: Some(image.media_type.to_string()),
        artifact_media_type: image.artifact_type,
        image_size_in_bytes: Some(long(image.size)),
        image_pushed_at: Some(image.pushed_at),
        deleted_at: Some(image.end.at),
        deleted_by: Some(image.end.by),
        cause: Some(match image.cause {
            RemovalCause::Request => DeletionCause::Request,
            RemovalCause::LifecyclePolicy => DeletionCause::LifecyclePolicy,
        }),
        restorable_until: Some(image.end.until),
    }
}

pub(super) async fn list_tags(
    call: &Call<'_>,
    input: ListDeletedTagsRequest,
) -> Result<ListDeletedTagsResponse> {
    let (registry_id, name) = (input.registry_id.as_deref(), &input.repository_name);
    let grant = call
        .authorize_repository(Action::ListDeletedTags, registry_id, name)
        .await?;
    let tag = input.image_tag.as_deref();
    let tag = tag.map(|tag| parse_tag("imageTag", tag)).transpose()?;
    let page = page(input.next_token, input.max_results, DEFAULT_PAGE);
    let page = call.service().deleted_tag_list(&grant, tag, &page).await?;
    let (registry_id, repository_name) = place(grant.resource());
    Ok(ListDeletedTagsResponse {
        registry_id,
        repository_name,
        deleted_tags: Some(page.entries.into_iter().map(tag_to_wire).collect()),
        next_token: page.next,
    })
}

fn tag_to_wire(past: PastTag) -> DeletedTag {
    DeletedTag {
        image_tag: Some(past.tag.to_string()),
        image_digest: Some(past.digest.to_string()),
        tagged_at: Some(past.tagged_at),
        removed_at: Some(past.end.at),
        removed_by: Some(past.end.by),
        cause: Some(match past.kind {
            TagEnd::Removed => TagEndCause::Removed,
            TagEnd::Moved => TagEndCause::Moved,
            TagEnd::ImageDeleted => TagEndCause::ImageDeleted,
        }),
        restorable_until: Some(past.end.until),
    }
}

pub(super) async fn undelete(call: &Call<'_>, input: UndeleteImageRequest) -> Result<UndeleteImageResponse> {
    let (registry_id, name) = (input.registry_id.as_deref(), &input.repository_name);
    let grant = call
        .authorize_images(Action::UndeleteImage, registry_id, name)
        .await?;
    let putting = call.authorize_images(Action::PutImage, registry_id, name).await?;
    let what = match (input.deletion_id, input.image_id) {
        (Some(id), None) => Undelete::Deletion(deletion(&id)?),
        (None, Some(image)) => Undelete::Named(ImageName {
            digest: image.image_digest,
            tag: image.image_tag,
        }),
        _ => return Err(invalid("imageId", "Specify either imageId or deletionId")),
    };
    let undeleted = call.service().image_undelete(&grant, &putting, what).await?;
    let (registry_id, repository_name) = place(grant.resource());
    let restored = undeleted.images.into_iter().map(|image| RestoredImage {
        image_digest: Some(image.digest.to_string()),
        image_tags: Some(image.tags.iter().map(Tag::to_string).collect()),
    });
    let conflicts = undeleted.conflicts.into_iter().map(|conflict| TagConflict {
        image_tag: Some(conflict.tag.to_string()),
        image_digest: Some(conflict.digest.to_string()),
        held_by_digest: Some(conflict.held_by.to_string()),
    });
    Ok(UndeleteImageResponse {
        registry_id,
        repository_name,
        restored_images: Some(restored.collect()),
        conflicts: Some(conflicts.collect()),
    })
}

pub(super) async fn purge(
    call: &Call<'_>,
    input: PurgeDeletedImagesRequest,
) -> Result<PurgeDeletedImagesResponse> {
    let (registry_id, name) = (input.registry_id.as_deref(), &input.repository_name);
    let grant = call
        .authorize_repository(Action::PurgeDeletedImages, registry_id, name)
        .await?;
    let deletions = match (input.deletion_ids, input.all) {
        (Some(ids), None | Some(false)) => {
            let ids = ids.iter().map(|id| deletion(id));
            Some(ids.collect::<Result<Vec<_>>>()?)
        }
        (None, Some(true)) => None,
        _ => return Err(invalid("deletionIds", "Specify either deletionIds or all")),
    };
    let purged = call.service().deleted_image_purge(&grant, deletions).await?;
    let (registry_id, repository_name) = place(grant.resource());
    Ok(PurgeDeletedImagesResponse {
        registry_id,
        repository_name,
        purged_count: Some(long(purged)),
    })
}

/// Which deletion `deletionId` says.
pub(super) fn deletion(text: &str) -> Result<DeletionId> {
    DeletionId::parse_str(text).map_err(|_| invalid("deletionId", "Member must be the id of a deletion"))
}
