//! UpdateImageStorageClass.

use aws_model::ecr::{
    ImageIdentifier, TargetStorageClass, UpdateImageStorageClassRequest, UpdateImageStorageClassResponse,
};
use registry::{Action, StorageClass};

use super::image::{name, status};
use super::{Call, Result};

pub(super) async fn update(
    call: &Call<'_>,
    input: UpdateImageStorageClassRequest,
) -> Result<UpdateImageStorageClassResponse> {
    let grant = call
        .authorize_images(
            Action::UpdateImageStorageClass,
            input.registry_id.as_deref(),
            &input.repository_name,
        )
        .await?;
    let target = match input.target_storage_class {
        TargetStorageClass::Standard => StorageClass::Standard,
        TargetStorageClass::Archive => StorageClass::Archive,
    };
    let image_tag = input.image_id.image_tag.clone();
    let updated = call
        .service()
        .image_put_storage_class(&grant, name(input.image_id), target)
        .await?;
    let repository = grant.resource();
    Ok(UpdateImageStorageClassResponse {
        registry_id: Some(repository.registry.account.to_string()),
        repository_name: Some(repository.name.to_string()),
        image_id: Some(ImageIdentifier {
            image_digest: Some(updated.digest.to_string()),
            image_tag,
        }),
        image_status: Some(status(updated.status)),
    })
}
