//! The permissions of `ecr`.

use aws_model::ecr::Operation;
use registry::Action;

use super::oci::{CREATED, PUT_IMAGE, PUT_IMAGE_KEYS};
use super::{Permission, TAG_KEYS, TAGS, Target};

/// What policies may ask of an image (our own addition).
pub(super) const IMAGE: &[&str] = &["ecr:ImageTag", "ecr:ImageDigest", "ecr:ArtifactType"];

/// What an operation needs, also one that is not built.
pub(crate) const fn of_operation(operation: Operation) -> Permission {
    use Action as A;
    use Operation as O;
    match operation {
        O::BatchCheckLayerAvailability => repository(&[A::BatchCheckLayerAvailability]),
        O::BatchDeleteImage => repository(&[A::BatchDeleteImage]).keys(IMAGE),
        O::BatchGetImage => repository(&[A::BatchGetImage]).keys(IMAGE),
        O::BatchGetRepositoryScanningConfiguration => {
            repository(&[A::BatchGetRepositoryScanningConfiguration])
        }
        O::CompleteLayerUpload => repository(&[A::CompleteLayerUpload]),
        O::CreatePullThroughCacheRule => all(&[A::CreatePullThroughCacheRule]),
        O::CreateRepository => repository(&[A::CreateRepository])
            .also(&[(A::TagResource, "with tags")])
            .keys(TAGS),
        O::CreateRepositoryCreationTemplate => all(&[A::CreateRepositoryCreationTemplate])
            .also(TEMPLATE)
            .keys(TEMPLATE_KEYS),
        O::DeleteLifecyclePolicy => repository(&[A::DeleteLifecyclePolicy]),
        O::DeletePullThroughCacheRule => all(&[A::DeletePullThroughCacheRule]),
        O::DeleteRegistryPolicy => all(&[A::DeleteRegistryPolicy]),
        O::DeleteRepository => repository(&[A::DeleteRepository]),
        O::DeleteRepositoryCreationTemplate => all(&[A::DeleteRepositoryCreationTemplate]),
        O::DeleteRepositoryPolicy => repository(&[A::DeleteRepositoryPolicy]),
        O::DeleteSigningConfiguration => all(&[A::DeleteSigningConfiguration]),
        O::DeregisterPullTimeUpdateExclusion => all(&[A::DeregisterPullTimeUpdateExclusion]),
        O::DescribeImageReplicationStatus => repository(&[A::DescribeImageReplicationStatus]),
        O::DescribeImageScanFindings => repository(&[A::DescribeImageScanFindings]),
        O::DescribeImageSigningStatus => repository(&[A::DescribeImageSigningStatus]),
        O::DescribeImages => repository(&[A::DescribeImages]),
        O::DescribePullThroughCacheRules => all(&[A::DescribePullThroughCacheRules]),
        O::DescribeRegistry => all(&[A::DescribeRegistry]),
        O::DescribeReplicationBackfillResults => all(&[A::DescribeReplicationBackfillResults]),
        O::DescribeRepositories => repository(&[A::DescribeRepositories]),
        O::DescribeRepositoryCreationTemplates => all(&[A::DescribeRepositoryCreationTemplates]),
        O::GetAccountSetting => all(&[A::GetAccountSetting]).keys(&["ecr:AccountSetting"]),
        O::GetAuthorizationToken => all(&[A::GetAuthorizationToken]).keys(&["ecr:TokenDuration"]),
        O::GetDownloadUrlForLayer => repository(&[A::GetDownloadUrlForLayer]),
        O::GetLifecyclePolicy => repository(&[A::GetLifecyclePolicy]),
        O::GetLifecyclePolicyPreview => repository(&[A::GetLifecyclePolicyPreview]),
        O::GetRegistryPolicy => all(&[A::GetRegistryPolicy]),
        O::GetRegistryScanningConfiguration => all(&[A::GetRegistryScanningConfiguration]),
        O::GetRepositoryPolicy => repository(&[A::GetRepositoryPolicy]),
        O::GetSigningConfiguration => all(&[A::GetSigningConfiguration]),
        O::InitiateLayerUpload => repository(&[A::InitiateLayerUpload]).also(CREATED).keys(TAGS),
        O::ListImageReferrers => repository(&[A::BatchGetImage]).keys(IMAGE),
        O::ListImages => repository(&[A::ListImages]),
        O::ListPullTimeUpdateExclusions => all(&[A::ListPullTimeUpdateExclusions]),
        O::ListReplicationBackfills => all(&[A::ListReplicationBackfills]),
        O::ListTagsForResource => repository(&[A::ListTagsForResource]),
        O::PutAccountSetting => all(&[A::PutAccountSetting]).keys(&["ecr:AccountSetting"]),
        O::PutImage => repository(&[A::PutImage]).also(PUT_IMAGE).keys(PUT_IMAGE_KEYS),
        O::PutImageScanningConfiguration => repository(&[A::PutImageScanningConfiguration]),
        O::PutImageTagMutability => repository(&[A::PutImageTagMutability]),
        O::PutLifecyclePolicy => repository(&[A::PutLifecyclePolicy]),
        O::PutRegistryPolicy => all(&[A::PutRegistryPolicy]),
        O::PutRegistryScanningConfiguration => all(&[A::PutRegistryScanningConfiguration]),
        O::PutReplicationConfiguration => all(&[A::PutReplicationConfiguration]),
        O::PutSigningConfiguration => all(&[A::PutSigningConfiguration]),
        O::RegisterPullTimeUpdateExclusion => all(&[A::RegisterPullTimeUpdateExclusion]),
        O::SetRepositoryPolicy => repository(&[A::SetRepositoryPolicy]),
        O::StartImageScan => repository(&[A::StartImageScan]),
        O::StartLifecyclePolicyPreview => repository(&[A::StartLifecyclePolicyPreview]),
        O::StartReplicationBackfill => all(&[A::StartReplicationBackfill]),
        O::StopReplicationBackfill => all(&[A::StopReplicationBackfill]),
        O::TagResource => repository(&[A::TagResource]).keys(TAGS),
        O::UntagResource => repository(&[A::UntagResource]).keys(TAG_KEYS),
        O::UpdateImageStorageClass => repository(&[A::UpdateImageStorageClass]).keys(IMAGE),
        O::UpdatePullThroughCacheRule => all(&[A::UpdatePullThroughCacheRule]),
        O::UpdateRepositoryCreationTemplate => all(&[A::UpdateRepositoryCreationTemplate])
            .also(TEMPLATE)
            .keys(TEMPLATE_KEYS),
        O::UploadLayerPart => repository(&[A::UploadLayerPart]),
        O::ValidatePullThroughCacheRule => all(&[A::ValidatePullThroughCacheRule]),
    }
}

/// What a template does, its author may do to the repositories that it is for.
const TEMPLATE: &[(Action, &str)] = &[
    (Action::CreateRepository, "on `repository/<prefix>/*`"),
    (Action::TagResource, "there, with tags"),
    (Action::SetRepositoryPolicy, "there, with a policy"),
    (Action::PutLifecyclePolicy, "there, with a lifecycle policy"),
    (Action::PassRole, "on the role, with one"),
];
const TEMPLATE_KEYS: &[&str] = &["aws:RequestTag/${TagKey}", "aws:TagKeys", "iam:PassedToService"];

const fn repository(actions: &'static [Action]) -> Permission {
    Permission::new(actions, Target::Repository)
}

const fn all(actions: &'static [Action]) -> Permission {
    Permission::new(actions, Target::All)
}
