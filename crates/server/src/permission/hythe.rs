//! The permissions of our own service, `hythe`. Where an operation does what one of ECR does too, it
//! needs that action as well, so that policies that were written for ECR alone hold.

use aws_model::hythe::Operation;
use registry::Action;

use super::ecr::IMAGE;
use super::oci::PUT_IMAGE_KEYS;
use super::{Permission, Target};

/// What an operation needs.
pub(crate) const fn of_hythe(operation: Operation) -> Permission {
    use Action as A;
    use Operation as O;
    match operation {
        O::DeleteImageHold => repository(&[A::DeleteImageHold]),
        O::DescribeImagePulls => repository(&[A::DescribeImagePulls]),
        O::GetRepositorySettings => repository(&[A::GetRepositorySettings]),
        O::ListImageHolds => repository(&[A::ListImageHolds]),
        O::PreviewLifecyclePolicy => repository(&[A::PreviewLifecyclePolicy]),
        O::PutImageHold => repository(&[A::PutImageHold]),
        O::PutRepositoryDeletionProtection => repository(&[A::PutRepositoryDeletionProtection]),
        O::ListDeletedImages => repository(&[A::ListDeletedImages]),
        O::ListDeletedRepositories => Permission::new(&[A::ListDeletedRepositories], Target::All),
        O::ListDeletedTags => repository(&[A::ListDeletedTags]),
        O::PurgeDeletedImages => repository(&[A::PurgeDeletedImages]),
        O::PurgeDeletedRepository => repository(&[A::PurgeDeletedRepository]),
        O::UndeleteImage => repository(&[A::UndeleteImage, A::PutImage]).keys(IMAGE),
        O::UndeleteRepository => {
            repository(&[A::UndeleteRepository]).also(&[(A::CreateRepository, "under another name")])
        }
        O::LookupAuditRecords => Permission::new(&[A::LookupAuditRecords], Target::All),
        O::LookupEvents => Permission::new(&[A::LookupEvents], Target::All),
        O::CopyImage => repository(&[A::CopyImage, A::PutImage, A::InitiateLayerUpload])
            .also(COPY)
            .keys(PUT_IMAGE_KEYS),
        O::RenameRepository => repository(&[A::RenameRepository]).also(RENAME),
        O::TagImage => repository(&[A::TagImage, A::PutImage, A::BatchGetImage]).keys(IMAGE),
        O::UntagImage => repository(&[A::UntagImage, A::BatchDeleteImage]).keys(IMAGE),
    }
}

/// What a copy asks for beside what it does in the target.
const COPY: &[(Action, &str)] = &[
    (
        Action::BatchGetImage,
        "on the source, and of images with tags that an index lists",
    ),
    (Action::GetDownloadUrlForLayer, "on the source"),
    (
        Action::CreateRepository,
        "where a template makes the repository, whose tags are the request's",
    ),
];

const RENAME: &[(Action, &str)] = &[
    (Action::DeleteRepository, "on the old name"),
    (
        Action::CreateRepository,
        "on the new name, as `hythe:RenameRepository`",
    ),
];

const fn repository(actions: &'static [Action]) -> Permission {
    Permission::new(actions, Target::Repository)
}
