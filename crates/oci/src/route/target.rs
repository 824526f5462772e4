//! From a route back to method and request target, for `Location` and `Link` headers and for
//! requests to other registries.

use std::fmt::Write as _;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{ListQuery, PageSize, Route, UploadMode};

/// Everything in a query's value but RFC 3986's unreserved characters.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

impl Route {
    /// The method that [`Route::parse`] reads as this route.
    pub const fn method(&self) -> &'static str {
        match self {
            Self::Base
            | Self::Catalog(_)
            | Self::TagList { .. }
            | Self::ManifestGet { .. }
            | Self::BlobGet { .. }
            | Self::UploadStatus { .. }
            | Self::Referrers { .. } => "GET",
            Self::ManifestHead { .. } | Self::BlobHead { .. } => "HEAD",
            Self::ManifestPut { .. } | Self::UploadFinish { .. } => "PUT",
            Self::ManifestDelete { .. } | Self::BlobDelete { .. } | Self::UploadCancel { .. } => "DELETE",
            Self::UploadStart { .. } => "POST",
            Self::UploadAppend { .. } => "PATCH",
        }
    }

    /// Path and query of the request, each percent-encoded where it must be.
    pub fn target(&self) -> String {
        let (path, parameters) = (self.path(), self.parameters());
        if parameters.is_empty() {
            return path;
        }
        let mut target = path;
        for (index, (key, value)) in parameters.iter().enumerate() {
            let joint = if index == 0 { '?' } else { '&' };
            let value = utf8_percent_encode(value, VALUE);
            write!(target, "{joint}{key}={value}").expect("writing to a string succeeds");
        }
        target
    }

    fn path(&self) -> String {
        match self {
            Self::Base => "/v2/".to_owned(),
            Self::Catalog(_) => "/v2/_catalog".to_owned(),
            Self::TagList { name, .. } => format!("/v2/{name}/tags/list"),
            Self::ManifestGet { name, reference }
            | Self::ManifestHead { name, reference }
            | Self::ManifestPut { name, reference }
            | Self::ManifestDelete { name, reference } => format!("/v2/{name}/manifests/{reference}"),
            Self::BlobGet { name, digest }
            | Self::BlobHead { name, digest }
            | Self::BlobDelete { name, digest } => format!("/v2/{name}/blobs/{digest}"),
            Self::UploadStart { name, .. } => format!("/v2/{name}/blobs/uploads/"),
            Self::UploadStatus { name, upload }
            | Self::UploadAppend { name, upload }
            | Self::UploadFinish { name, upload, .. }
            | Self::UploadCancel { name, upload } => format!("/v2/{name}/blobs/uploads/{upload}"),
            Self::Referrers { name, digest, .. } => format!("/v2/{name}/referrers/{digest}"),
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Catalog(query) | Self::TagList { query, .. } => page(query),
            Self::UploadStart { mode, .. } => start(mode),
            Self::UploadFinish { digest, .. } => vec![("digest", digest.to_string())],
            Self::Referrers {
                artifact_types,
                last,
                n,
                ..
            } => {
                let types = artifact_types.iter().map(|text| ("artifactType", text.clone()));
                let last = last.iter().map(|digest| ("last", digest.to_string()));
                types.chain(size(*n)).chain(last).collect()
            }
            _ => Vec::new(),
        }
    }
}

fn page(query: &ListQuery) -> Vec<(&'static str, String)> {
    let last = query.last.iter().map(|last| ("last", last.clone()));
    size(query.n).into_iter().chain(last).collect()
}

fn size(n: Option<PageSize>) -> Option<(&'static str, String)> {
    n.map(|n| ("n", n.get().to_string()))
}

fn start(mode: &UploadMode) -> Vec<(&'static str, String)> {
    match mode {
        UploadMode::Session => Vec::new(),
        UploadMode::Monolithic { digest } => vec![("digest", digest.to_string())],
        UploadMode::Mount { digest, from } => {
            let from = from.iter().map(|name| ("from", name.to_string()));
            std::iter::once(("mount", digest.to_string()))
                .chain(from)
                .collect()
        }
    }
}
