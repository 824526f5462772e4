//! The permissions of the OCI API.

use oci::{Route, UploadMode};
use registry::Action;

use super::ecr::IMAGE;
use super::{Permission, TAGS, Target};

/// What a request needs.
pub(crate) const fn of_route(route: &Route) -> Permission {
    use Action as A;
    match route {
        Route::Base => Permission::new(&[], Target::Nothing),
        Route::Catalog(_) => repository(&[A::DescribeRepositories]),
        Route::TagList { .. } => repository(&[A::ListImages]),
        Route::ManifestGet { .. } | Route::ManifestHead { .. } | Route::Referrers { .. } => {
            repository(&[A::BatchGetImage]).keys(IMAGE)
        }
        Route::ManifestPut { .. } => repository(&[A::PutImage]).also(PUT_IMAGE).keys(PUT_IMAGE_KEYS),
        Route::ManifestDelete { .. } => repository(&[A::BatchDeleteImage]).keys(IMAGE),
        Route::BlobHead { .. } => repository(&[A::BatchCheckLayerAvailability])
            .also(&[(A::GetDownloadUrlForLayer, "is enough in its place")]),
        Route::BlobGet { .. } => repository(&[A::GetDownloadUrlForLayer]),
        Route::BlobDelete { .. } => repository(&[A::BatchDeleteImage]),
        Route::UploadStart { mode, .. } => match mode {
            UploadMode::Session => repository(&[A::InitiateLayerUpload]).also(CREATED).keys(TAGS),
            UploadMode::Monolithic { .. } => {
                repository(&[A::InitiateLayerUpload, A::UploadLayerPart, A::CompleteLayerUpload])
                    .also(CREATED)
                    .keys(TAGS)
            }
            UploadMode::Mount { .. } => repository(&[A::InitiateLayerUpload]).also(MOUNTED).keys(TAGS),
        },
        Route::UploadStatus { .. } | Route::UploadAppend { .. } | Route::UploadCancel { .. } => {
            repository(&[A::UploadLayerPart])
        }
        Route::UploadFinish { .. } => {
            repository(&[A::CompleteLayerUpload]).also(&[(A::UploadLayerPart, "with the last bytes")])
        }
    }
}

/// What the manifest of an index may ask for too.
const LISTED: (Action, &str) = (
    Action::BatchGetImage,
    "of images with tags that an index lists, where policies read what an image is",
);

/// What a push into a repository that does not exist asks for too.
const CREATE: (Action, &str) = (
    Action::CreateRepository,
    "where a template makes the repository, whose tags are the request's",
);

const SOURCE: (Action, &str) = (
    Action::GetDownloadUrlForLayer,
    "on the repository to mount from; without it the layer is to be uploaded",
);

/// Of an upload.
pub(super) const CREATED: &[(Action, &str)] = &[CREATE];
/// Of a mount.
const MOUNTED: &[(Action, &str)] = &[SOURCE, CREATE];
/// Of a manifest.
pub(super) const PUT_IMAGE: &[(Action, &str)] = &[LISTED, CREATE];
/// The keys of a manifest.
pub(super) const PUT_IMAGE_KEYS: &[&str] = &[
    "ecr:ImageTag",
    "ecr:ImageDigest",
    "ecr:ArtifactType",
    "aws:RequestTag/${TagKey}",
    "aws:TagKeys",
];

const fn repository(actions: &'static [Action]) -> Permission {
    Permission::new(actions, Target::Repository)
}
