//! Repositories: RenameRepository.

use aws_model::hythe::{RenameRepositoryRequest, RenameRepositoryResponse};
use registry::{Action, RenameRights};

use crate::aws::ecr::{Call, Result};

pub(super) async fn rename(
    call: &Call<'_>,
    input: RenameRepositoryRequest,
) -> Result<RenameRepositoryResponse> {
    let registry_id = input.registry_id.as_deref();
    let from = call.repository(registry_id, &input.repository_name)?;
    let to = call.repository(registry_id, &input.new_repository_name)?;
    let rights = RenameRights {
        from: call.authorize(Action::RenameRepository, &from).await?,
        to: call.authorize(Action::RenameRepository, &to).await?,
        delete: call.authorize(Action::DeleteRepository, &from).await?,
        create: call.authorize(Action::CreateRepository, &to).await?,
    };
    let repository = call.service().repository_rename(&rights).await?;
    Ok(RenameRepositoryResponse {
        registry_id: Some(to.registry.account.to_string()),
        repository_name: Some(to.name.to_string()),
        repository_arn: Some(to.to_string()),
        repository_uri: Some(call.repository_uri(&repository.arn)),
    })
}
