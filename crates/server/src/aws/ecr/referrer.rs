//! ListImageReferrers.

use aws_model::ecr::{
    ArtifactStatus, ArtifactStatusFilter, ImageReferrer, ListImageReferrersRequest,
    ListImageReferrersResponse,
};
use registry::{Action, Image, ImageStatus, ReferrerQuery};

use super::{Call, Result, long, page, parse_digest};

/// How many referrers a page has when the caller does not say (ECR).
const DEFAULT_PAGE: usize = 20;

pub(super) async fn list(
    call: &Call<'_>,
    input: ListImageReferrersRequest,
) -> Result<ListImageReferrersResponse> {
    let grant = call
        .authorize_images(
            Action::BatchGetImage,
            input.registry_id.as_deref(),
            &input.repository_name,
        )
        .await?;
    let subject = parse_digest("subjectId.imageDigest", &input.subject_id.image_digest)?;
    let (artifact_types, status) = match input.filter {
        Some(filter) => (filter.artifact_types.unwrap_or_default(), filter.artifact_status),
        None => (Vec::new(), None),
    };
    let page = page(input.next_token, input.max_results, DEFAULT_PAGE);
    let page = call
        .service()
        .referrer_list(
            &grant,
            ReferrerQuery {
                subject,
                artifact_types,
                status: by_status(status),
            },
            &page,
        )
        .await?;
    let referrers = page.entries.into_iter().map(to_wire).collect();
    Ok(ListImageReferrersResponse {
        referrers: Some(referrers),
        next_token: page.next,
    })
}

/// A list shows active referrers unless the caller says otherwise.
fn by_status(status: Option<ArtifactStatusFilter>) -> Option<ImageStatus> {
    match status {
        None | Some(ArtifactStatusFilter::Active) => Some(ImageStatus::Active),
        Some(ArtifactStatusFilter::Archived) => Some(ImageStatus::Archived),
        Some(ArtifactStatusFilter::Activating) => Some(ImageStatus::Activating),
        Some(ArtifactStatusFilter::Any) => None,
    }
}

fn to_wire(image: Image) -> ImageReferrer {
    let annotations = registry::annotations(&image);
    ImageReferrer {
        digest: image.digest.to_string(),
        media_type: image.media_type.to_string(),
        artifact_type: image.artifact_type,
        size: long(image.manifest_size),
        annotations: (!annotations.is_empty()).then_some(annotations),
        artifact_status: Some(match image.storage.status {
            ImageStatus::Active => ArtifactStatus::Active,
            ImageStatus::Activating => ArtifactStatus::Activating,
            ImageStatus::Archived => ArtifactStatus::Archived,
        }),
    }
}
