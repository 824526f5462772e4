//! From method, path and query to a route.
//!
//! A repository name may hold words such as `manifests` or `uploads`, so a path is read from
//! its right end, where the words of the API are.

use std::borrow::Cow;

use names::{Reference, RepositoryName, Tag, UploadId};

use super::query::{self, Query};
use super::{Route, RouteError, UploadMode};
use crate::ErrorCode;

/// A path of the API, nothing of it validated yet but its shape.
enum Path<'a> {
    Base,
    Catalog,
    Tags { name: &'a str },
    Manifest { name: &'a str, reference: &'a str },
    Blob { name: &'a str, digest: &'a str },
    Uploads { name: &'a str },
    Upload { name: &'a str, upload: &'a str },
    Referrers { name: &'a str, digest: &'a str },
}

impl Route {
    /// Reads the route of a request from its method and the raw path and query of its target
    /// (no part decoded, the query without its question mark).
    ///
    /// `HEAD` of a list is the list: the edge leaves the body out. Parameters that the API does
    /// not define are ignored, those that it defines may not be repeated.
    pub fn parse(method: &str, path: &str, query: &str) -> Result<Self, RouteError> {
        let path = Path::split(path).ok_or(RouteError::NotFound)?;
        let allow = path.allow();
        if !allow.split(", ").any(|allowed| allowed == method) {
            return Err(RouteError::MethodNotAllowed { allow });
        }
        let query = Query::parse(query);
        match path {
            Path::Base => Ok(Self::Base),
            Path::Catalog => query.list().map(Self::Catalog),
            Path::Tags { name } => Ok(Self::TagList {
                name: query::name(name)?,
                query: query.list()?,
            }),
            Path::Manifest { name, reference } => manifest(method, query::name(name)?, reference),
            Path::Blob { name, digest } => blob(method, query::name(name)?, digest),
            Path::Uploads { name } => Ok(Self::UploadStart {
                name: query::name(name)?,
                mode: upload_mode(&query)?,
            }),
            Path::Upload { name, upload } => self::upload(method, query::name(name)?, upload, &query),
            Path::Referrers { name, digest } => Ok(Self::Referrers {
                name: query::name(name)?,
                digest: query::digest(&colons(digest))?,
                artifact_types: query.artifact_types()?,
                last: query.last_digest()?,
                n: query.page_size()?,
            }),
        }
    }
}

impl<'a> Path<'a> {
    /// Finds the shape of a raw path; `None` when the API has no such path.
    fn split(path: &'a str) -> Option<Self> {
        let rest = path.strip_prefix("/v2")?;
        if matches!(rest, "" | "/") {
            return Some(Self::Base);
        }
        let rest = rest.strip_prefix('/')?;
        if rest == "_catalog" {
            return Some(Self::Catalog);
        }
        let (before, last) = rest.rsplit_once('/')?;
        let (before, word) = before.rsplit_once('/')?;
        match (word, last) {
            ("tags", "list") => Some(Self::Tags { name: before }),
            ("manifests", reference) => Some(Self::Manifest {
                name: before,
                reference,
            }),
            ("blobs", "uploads") => Some(Self::Uploads { name: before }),
            ("blobs", digest) => Some(Self::Blob { name: before, digest }),
            ("referrers", digest) => Some(Self::Referrers { name: before, digest }),
            ("uploads", upload) => {
                let (name, word) = before.rsplit_once('/')?;
                match (word, upload) {
                    ("blobs", "") => Some(Self::Uploads { name }),
                    ("blobs", upload) => Some(Self::Upload { name, upload }),
                    _ => None,
                }
            }
            _ => None,
        }
        .filter(|found| found.last_part() != Some(""))
    }

    /// The part that names something in the repository, which may not be missing.
    const fn last_part(&self) -> Option<&str> {
        match self {
            Self::Manifest { reference: part, .. }
            | Self::Blob { digest: part, .. }
            | Self::Upload { upload: part, .. }
            | Self::Referrers { digest: part, .. } => Some(part),
            Self::Base | Self::Catalog | Self::Tags { .. } | Self::Uploads { .. } => None,
        }
    }

    /// The methods of the path, as the `Allow` header lists them.
    const fn allow(&self) -> &'static str {
        match self {
            Self::Base | Self::Catalog | Self::Tags { .. } | Self::Referrers { .. } => "GET, HEAD",
            Self::Manifest { .. } => "GET, HEAD, PUT, DELETE",
            Self::Blob { .. } => "GET, HEAD, DELETE",
            Self::Uploads { .. } => "POST",
            Self::Upload { .. } => "GET, HEAD, PATCH, PUT, DELETE",
        }
    }
}

/// Decodes the one character that clients encode in a path, the colon of a digest. Everything
/// else that is encoded stays so and then fails the grammar of what it stands in: an encoded
/// slash or period can climb nowhere.
fn colons(text: &str) -> Cow<'_, str> {
    match text.split_once("%3A").or_else(|| text.split_once("%3a")) {
        Some((before, after)) => Cow::Owned(format!("{before}:{after}")),
        None => Cow::Borrowed(text),
    }
}

fn manifest(method: &str, name: RepositoryName, raw: &str) -> Result<Route, RouteError> {
    let text = colons(raw);
    let reference = if text.contains(':') {
        Reference::Digest(query::digest(&text)?)
    } else {
        Reference::Tag(Tag::parse(&text).map_err(|invalid| match method {
            "PUT" => query::bad(ErrorCode::TagInvalid, invalid.to_string()),
            // What can be no tag is the tag of nothing; the conformance suite asks for such a
            // manifest and expects to hear that it is unknown.
            _ => query::bad(ErrorCode::ManifestUnknown, "Requested image not found".to_owned()),
        })?)
    };
    Ok(match method {
        "HEAD" => Route::ManifestHead { name, reference },
        "PUT" => Route::ManifestPut { name, reference },
        "DELETE" => Route::ManifestDelete { name, reference },
        _ => Route::ManifestGet { name, reference },
    })
}

fn blob(method: &str, name: RepositoryName, raw: &str) -> Result<Route, RouteError> {
    let digest = query::digest(&colons(raw))?;
    Ok(match method {
        "HEAD" => Route::BlobHead { name, digest },
        "DELETE" => Route::BlobDelete { name, digest },
        _ => Route::BlobGet { name, digest },
    })
}

/// A request that names both a blob to mount and the digest of its own body is a mount.
fn upload_mode(query: &Query<'_>) -> Result<UploadMode, RouteError> {
    if let Some(digest) = query.digest("mount")? {
        let from = query.from()?;
        return Ok(UploadMode::Mount { digest, from });
    }
    let digest = query.digest("digest")?;
    Ok(digest.map_or(UploadMode::Session, |digest| UploadMode::Monolithic { digest }))
}

fn upload(method: &str, name: RepositoryName, raw: &str, query: &Query<'_>) -> Result<Route, RouteError> {
    let upload = UploadId::parse(raw)
        .map_err(|_| query::bad(ErrorCode::BlobUploadUnknown, "there is no such upload".to_owned()))?;
    Ok(match method {
        "PATCH" => Route::UploadAppend { name, upload },
        "DELETE" => Route::UploadCancel { name, upload },
        "PUT" => {
            let digest = query.digest("digest")?.ok_or_else(|| {
                query::bad(
                    ErrorCode::DigestInvalid,
                    "the parameter 'digest' is missing".to_owned(),
                )
            })?;
            Route::UploadFinish { name, upload, digest }
        }
        _ => Route::UploadStatus { name, upload },
    })
}
