//! The permissions of the OCI API.

use oci::{Route, UploadMode};
use registry::Action;

use super::ecr::IMAGE;
use super::{Permission, Target};

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
        Route::ManifestPut { .. } => repository(&[A::PutImage]).also(LISTED).keys(IMAGE),
        Route::ManifestDelete { .. } => repository(&[A::BatchDeleteImage]).keys(IMAGE),
        Route::BlobHead { .. } => repository(&[A::BatchCheckLayerAvailability])
            .also(&[(A::GetDownloadUrlForLayer, "is enough in its place")]),
        Route::BlobGet { .. } => repository(&[A::GetDownloadUrlForLayer]),
        Route::BlobDelete { .. } => repository(&[A::BatchDeleteImage]),
        Route::UploadStart { mode, .. } => match mode {
            UploadMode::Session => repository(&[A::InitiateLayerUpload]),
            UploadMode::Monolithic { .. } => {
                repository(&[A::InitiateLayerUpload, A::UploadLayerPart, A::CompleteLayerUpload])
            }
            UploadMode::Mount { .. } => repository(&[A::InitiateLayerUpload]).also(&[(
                A::GetDownloadUrlForLayer,
                "on the repository to mount from; without it the layer is to be uploaded",
            )]),
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
pub(super) const LISTED: &[(Action, &str)] = &[(
    Action::BatchGetImage,
    "of images with tags that an index lists, where policies read what an image is",
)];

const fn repository(actions: &'static [Action]) -> Permission {
    Permission::new(actions, Target::Repository)
}
