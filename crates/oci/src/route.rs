//! Which operation a request of the OCI API is (distribution-spec 1.1, "Endpoints").
//!
//! The route is read from method, path and query alone, before anybody is authenticated; what
//! is asked of a registry hangs on this enum. Headers and bodies are for the `server` crate.

mod parse;
mod query;
mod target;
#[cfg(test)]
mod tests;

use names::{Digest, Reference, RepositoryName, UploadId};

use crate::ErrorCode;
pub use query::{ListQuery, PageSize};

/// One operation with its parsed parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// end-1: is this the API, and is the caller known? `GET /v2/`.
    Base,
    /// The list of repositories, from the Docker Registry API. `GET /v2/_catalog`.
    Catalog(ListQuery),
    /// end-8a, end-8b: `GET /v2/<name>/tags/list`.
    TagList {
        /// The repository.
        name: RepositoryName,
        /// Which page; `last` is a tag.
        query: ListQuery,
    },
    /// end-3: `GET /v2/<name>/manifests/<reference>`.
    ManifestGet {
        /// The repository.
        name: RepositoryName,
        /// Which manifest.
        reference: Reference,
    },
    /// end-3: `HEAD /v2/<name>/manifests/<reference>`.
    ManifestHead {
        /// The repository.
        name: RepositoryName,
        /// Which manifest.
        reference: Reference,
    },
    /// end-7: `PUT /v2/<name>/manifests/<reference>`.
    ManifestPut {
        /// The repository.
        name: RepositoryName,
        /// The tag to put on the manifest, or the digest that it must have.
        reference: Reference,
    },
    /// end-9: `DELETE /v2/<name>/manifests/<reference>`.
    ManifestDelete {
        /// The repository.
        name: RepositoryName,
        /// Which manifest or tag.
        reference: Reference,
    },
    /// end-2: `GET /v2/<name>/blobs/<digest>`.
    BlobGet {
        /// The repository.
        name: RepositoryName,
        /// Which blob.
        digest: Digest,
    },
    /// end-2: `HEAD /v2/<name>/blobs/<digest>`.
    BlobHead {
        /// The repository.
        name: RepositoryName,
        /// Which blob.
        digest: Digest,
    },
    /// end-10: `DELETE /v2/<name>/blobs/<digest>`.
    BlobDelete {
        /// The repository.
        name: RepositoryName,
        /// Which blob.
        digest: Digest,
    },
    /// end-4a, end-4b, end-11: `POST /v2/<name>/blobs/uploads/`.
    UploadStart {
        /// The repository.
        name: RepositoryName,
        /// How the blob is to arrive.
        mode: UploadMode,
    },
    /// end-13: `GET /v2/<name>/blobs/uploads/<upload>`.
    UploadStatus {
        /// The repository.
        name: RepositoryName,
        /// Which upload.
        upload: UploadId,
    },
    /// end-5: `PATCH /v2/<name>/blobs/uploads/<upload>`.
    UploadAppend {
        /// The repository.
        name: RepositoryName,
        /// Which upload.
        upload: UploadId,
    },
    /// end-6: `PUT /v2/<name>/blobs/uploads/<upload>?digest=<digest>`; the body may hold the
    /// last bytes.
    UploadFinish {
        /// The repository.
        name: RepositoryName,
        /// Which upload.
        upload: UploadId,
        /// The digest that the whole blob must have.
        digest: Digest,
    },
    /// `DELETE /v2/<name>/blobs/uploads/<upload>`, from the Docker Registry API.
    UploadCancel {
        /// The repository.
        name: RepositoryName,
        /// Which upload.
        upload: UploadId,
    },
    /// end-12a, end-12b: `GET /v2/<name>/referrers/<digest>`.
    Referrers {
        /// The repository.
        name: RepositoryName,
        /// The subject whose referrers are asked for.
        digest: Digest,
        /// Show only referrers of one of these artifact types; all when empty. At most
        /// [`Route::MAX_ARTIFACT_TYPES`], each 1 to 255 bytes.
        artifact_types: Vec<String>,
        /// The last referrer of the page before.
        last: Option<Digest>,
        /// The page size, when the client asks for one.
        n: Option<PageSize>,
    },
}

/// How the blob of a new upload is to arrive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UploadMode {
    /// end-4a: in later requests.
    Session,
    /// end-4b: as the body of this request, with this digest.
    Monolithic {
        /// The digest that the body must have.
        digest: Digest,
    },
    /// end-11: from another repository, when the registry can; else as `Session`.
    Mount {
        /// The blob.
        digest: Digest,
        /// The repository that has the blob; `None` when the client does not say.
        from: Option<RepositoryName>,
    },
}

/// Why a request is no [`Route`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RouteError {
    /// The API has no such path.
    #[error("404 page not found")]
    NotFound,
    /// The path exists, but not with this method.
    #[error("the method is not allowed here")]
    MethodNotAllowed {
        /// The value of the `Allow` header.
        allow: &'static str,
    },
    /// A parameter in path or query is malformed.
    #[error("{message}")]
    Bad {
        /// The code to answer with.
        code: ErrorCode,
        /// The sentence to answer with.
        message: String,
    },
}

impl Route {
    /// How many artifact types one request for referrers may name (ECR `ListImageReferrers`).
    pub const MAX_ARTIFACT_TYPES: usize = 5;

    /// Every value of [`Route::label`].
    pub const LABELS: [&'static str; 16] = [
        "base",
        "catalog",
        "tag_list",
        "manifest_get",
        "manifest_head",
        "manifest_put",
        "manifest_delete",
        "blob_get",
        "blob_head",
        "blob_delete",
        "upload_start",
        "upload_status",
        "upload_append",
        "upload_finish",
        "upload_cancel",
        "referrers",
    ];

    /// A short name of the operation that never changes, for metrics, logs and tables.
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Base => "base",
            Self::Catalog(_) => "catalog",
            Self::TagList { .. } => "tag_list",
            Self::ManifestGet { .. } => "manifest_get",
            Self::ManifestHead { .. } => "manifest_head",
            Self::ManifestPut { .. } => "manifest_put",
            Self::ManifestDelete { .. } => "manifest_delete",
            Self::BlobGet { .. } => "blob_get",
            Self::BlobHead { .. } => "blob_head",
            Self::BlobDelete { .. } => "blob_delete",
            Self::UploadStart { .. } => "upload_start",
            Self::UploadStatus { .. } => "upload_status",
            Self::UploadAppend { .. } => "upload_append",
            Self::UploadFinish { .. } => "upload_finish",
            Self::UploadCancel { .. } => "upload_cancel",
            Self::Referrers { .. } => "referrers",
        }
    }

    /// The repository that the request is about, when it is about one.
    pub const fn name(&self) -> Option<&RepositoryName> {
        match self {
            Self::Base | Self::Catalog(_) => None,
            Self::TagList { name, .. }
            | Self::ManifestGet { name, .. }
            | Self::ManifestHead { name, .. }
            | Self::ManifestPut { name, .. }
            | Self::ManifestDelete { name, .. }
            | Self::BlobGet { name, .. }
            | Self::BlobHead { name, .. }
            | Self::BlobDelete { name, .. }
            | Self::UploadStart { name, .. }
            | Self::UploadStatus { name, .. }
            | Self::UploadAppend { name, .. }
            | Self::UploadFinish { name, .. }
            | Self::UploadCancel { name, .. }
            | Self::Referrers { name, .. } => Some(name),
        }
    }
}
