//! Repositories that were deleted: ListDeletedRepositories, UndeleteRepository,
//! PurgeDeletedRepository.

use aws_model::hythe::{
    DeletedRepository, ListDeletedRepositoriesRequest, ListDeletedRepositoriesResponse,
    PurgeDeletedRepositoryRequest, PurgeDeletedRepositoryResponse, UndeleteRepositoryRequest,
    UndeleteRepositoryResponse,
};
use registry::{Action, DeletedRepositoryEntry};

use super::deleted_image::deletion;
use super::image::place;
use crate::aws::ecr::{Call, DEFAULT_PAGE, Result, long, page};

pub(super) async fn list(
    call: &Call<'_>,
    input: ListDeletedRepositoriesRequest,
) -> Result<ListDeletedRepositoriesResponse> {
    let registry = call.registry(input.registry_id.as_deref())?;
    let grant = call.authorize(Action::ListDeletedRepositories, &registry).await?;
    let page = page(input.next_token, input.max_results, DEFAULT_PAGE);
    let page = call.service().deleted_repository_list(&grant, &page).await?;
    Ok(ListDeletedRepositoriesResponse {
        deleted_repositories: Some(page.entries.into_iter().map(to_wire).collect()),
        next_token: page.next,
    })
}

fn to_wire(repository: DeletedRepositoryEntry) -> DeletedRepository {
    let (registry_id, repository_name) = place(&repository.arn);
    DeletedRepository {
        deletion_id: Some(repository.id.to_string()),
        repository_arn: Some(repository.arn.to_string()),
        registry_id,
        repository_name,
        created_at: Some(repository.created_at),
        image_count: Some(long(repository.content.images)),
        size_in_bytes: Some(long(repository.content.bytes)),
        deleted_at: Some(repository.end.at),
        deleted_by: Some(repository.end.by),
        restorable_until: Some(repository.end.until),
    }
}

pub(super) async fn undelete(
    call: &Call<'_>,
    input: UndeleteRepositoryRequest,
) -> Result<UndeleteRepositoryResponse> {
    let registry_id = input.registry_id.as_deref();
    let grant = call
        .authorize_repository(Action::UndeleteRepository, registry_id, &input.repository_name)
        .await?;
    let id = input.deletion_id.as_deref().map(deletion).transpose()?;
    let name = match input.new_repository_name.as_deref() {
        Some(name) if name != input.repository_name => {
            let creating = call
                .authorize_repository(Action::CreateRepository, registry_id, name)
                .await?;
            Some(creating)
        }
        _ => None,
    };
    let repository = call
        .service()
        .repository_undelete(&grant, id, name.as_ref())
        .await?;
    let (registry_id, repository_name) = place(&repository.arn);
    Ok(UndeleteRepositoryResponse {
        registry_id,
        repository_name,
        repository_arn: Some(repository.arn.to_string()),
        created_at: Some(repository.created_at),
    })
}

pub(super) async fn purge(
    call: &Call<'_>,
    input: PurgeDeletedRepositoryRequest,
) -> Result<PurgeDeletedRepositoryResponse> {
    let registry_id = input.registry_id.as_deref();
    let grant = call
        .authorize_repository(
            Action::PurgeDeletedRepository,
            registry_id,
            &input.repository_name,
        )
        .await?;
    call.service()
        .deleted_repository_purge(&grant, deletion(&input.deletion_id)?)
        .await?;
    let (registry_id, repository_name) = place(grant.resource());
    Ok(PurgeDeletedRepositoryResponse {
        registry_id,
        repository_name,
    })
}
