//! The operations that requests of the OCI API stand for.

use oci::Route;

/// The operation of `ecr` whose rate counts; `None` for what is never throttled.
pub(crate) const fn operation_of(route: &Route) -> Option<&'static str> {
    Some(match route {
        Route::Base => return None,
        Route::Catalog(_) => "DescribeRepositories",
        Route::TagList { .. } => "ListImages",
        Route::ManifestGet { .. } | Route::ManifestHead { .. } => "BatchGetImage",
        Route::ManifestPut { .. } => "PutImage",
        Route::ManifestDelete { .. } | Route::BlobDelete { .. } => "BatchDeleteImage",
        Route::BlobHead { .. } => "BatchCheckLayerAvailability",
        Route::BlobGet { .. } => "GetDownloadUrlForLayer",
        Route::UploadStart { .. } => "InitiateLayerUpload",
        Route::UploadStatus { .. } | Route::UploadAppend { .. } | Route::UploadCancel { .. } => {
            "UploadLayerPart"
        }
        Route::UploadFinish { .. } => "CompleteLayerUpload",
        Route::Referrers { .. } => "ListImageReferrers",
    })
}
