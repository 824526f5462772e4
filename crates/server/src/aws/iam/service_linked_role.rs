//! Roles that services keep for themselves.

use aws_model::iam::{
    CreateServiceLinkedRoleRequest, CreateServiceLinkedRoleResponse, DeleteServiceLinkedRoleRequest,
    DeleteServiceLinkedRoleResponse, DeletionTaskStatusType, GetServiceLinkedRoleDeletionStatusRequest,
    GetServiceLinkedRoleDeletionStatusResponse, Role,
};
use registry::{Action, EntityKind, LinkedService, RequestFacts, RoleDeletion};

use super::{Call, Result, name, role};

const KIND: EntityKind = EntityKind::Role;

pub(super) async fn create(
    call: &Call<'_>,
    input: CreateServiceLinkedRoleRequest,
) -> Result<CreateServiceLinkedRoleResponse> {
    let service = LinkedService::parse(&input.aws_service_name)?;
    if input.custom_suffix.is_some() {
        return Err(service.refuse_suffix().into());
    }
    let arn = KIND.arn(call.account(), &service.path(), &service.role());
    let facts = RequestFacts::none().with("iam:AWSServiceName", [service.name().to_owned()]);
    let action = Action::CreateServiceLinkedRole;
    let grant = call.authorize_arn(action, &arn, &facts).await?;
    let created = call
        .service()
        .service_linked_role_create(&grant, service, input.description)
        .await?;
    let role = Some(Role {
        description: created.description.clone(),
        ..role::plain(&created)
    });
    Ok(CreateServiceLinkedRoleResponse { role })
}

pub(super) async fn delete(
    call: &Call<'_>,
    input: DeleteServiceLinkedRoleRequest,
) -> Result<DeleteServiceLinkedRoleResponse> {
    let (name, action) = (name(&input.role_name)?, Action::DeleteServiceLinkedRole);
    let grant = call.authorize_entity(action, KIND, &name).await?;
    let deletion_task_id = call.service().service_linked_role_delete(&grant, name).await?;
    Ok(DeleteServiceLinkedRoleResponse { deletion_task_id })
}

/// The task is named after the role that it is about: `task/aws-service-role/…/<role>/<id>`.
pub(super) async fn deletion_status(
    call: &Call<'_>,
    input: GetServiceLinkedRoleDeletionStatusRequest,
) -> Result<GetServiceLinkedRoleDeletionStatusResponse> {
    let (action, task) = (Action::GetServiceLinkedRoleDeletionStatus, input.deletion_task_id);
    let role = task.strip_prefix("task").and_then(|rest| rest.rsplit_once('/'));
    let role = role.map_or_else(|| "role/".to_owned(), |(role, _)| format!("role{role}"));
    let grant = call.authorize(action, &role).await?;
    let deletion = call.service().service_linked_role_deletion(&grant, task).await?;
    Ok(GetServiceLinkedRoleDeletionStatusResponse {
        status: match deletion {
            RoleDeletion::Done => DeletionTaskStatusType::Succeeded,
            RoleDeletion::NotStarted => DeletionTaskStatusType::NotStarted,
        },
        reason: None,
    })
}
