//! Manifests: read, put, delete (OCI distribution-spec, end-3, end-7, end-9).

use http::{Method, StatusCode, header};
use hyper::body::Incoming;
use names::{MediaType, Reference, RepositoryName};
use oci::conditional::etag;
use registry::{Action, Error, ImageFailureKind, ImageName, ManifestRead, ProtectionFault, PutImage};

use super::{Call, Result};
use crate::answer::{empty, set, set_digest};
use crate::edge::body::{Body, read};
use crate::errors::{HeaderFault, OciError};
use crate::layer_content::is_known;

pub(super) async fn get(call: &Call<'_>, name: RepositoryName, reference: Reference) -> Result {
    let grant = call.authorize_images(Action::BatchGetImage, &name).await?;
    let read = if call.exchange.parts.method == Method::HEAD {
        ManifestRead::Look
    } else {
        ManifestRead::Pull
    };
    let registry = &call.exchange.app.registry;
    let manifest = registry.manifest_get(&grant, reference, read).await?;
    let mut response = if is_known(call.exchange, &manifest.digest) {
        empty(StatusCode::NOT_MODIFIED)
    } else {
        let mut response = http::Response::new(Body::from(manifest.bytes));
        set(&mut response, header::CONTENT_TYPE, manifest.media_type.as_str());
        response
    };
    set_digest(&mut response, &manifest.digest);
    set(&mut response, header::ETAG, &etag(&manifest.digest));
    Ok(response)
}

pub(super) async fn put(
    call: &Call<'_>,
    name: RepositoryName,
    reference: Reference,
    body: Incoming,
) -> Result {
    let grant = call.authorize_images(Action::PutImage, &name).await?;
    let media_type = content_type(call)?;
    let permit = call.exchange.app.bodies.acquire().await;
    let manifest = read(body, oci::manifest::MAX_LENGTH).await?;
    call.caller.caller.call.set_manifest(manifest.clone());
    let (tag, digest) = match &reference {
        Reference::Tag(tag) => (Some(tag.clone()), None),
        Reference::Digest(digest) => (None, Some(*digest)),
    };
    let put = PutImage {
        manifest,
        media_type,
        tag,
        digest,
    };
    let image = call.exchange.app.registry.image_put(&grant, put).await?;
    drop(permit);
    let mut response = empty(StatusCode::CREATED);
    set(
        &mut response,
        header::LOCATION,
        &format!("/v2/{name}/manifests/{}", image.digest),
    );
    set_digest(&mut response, &image.digest);
    if let Some(subject) = image.subject {
        set(
            &mut response,
            header::HeaderName::from_static("oci-subject"),
            &subject.to_string(),
        );
    }
    Ok(response)
}

fn content_type(call: &Call<'_>) -> Result<Option<MediaType>> {
    let malformed = |_| OciError::Header(HeaderFault::ContentType);
    call.header(header::CONTENT_TYPE)?
        .map(MediaType::parse_content_type)
        .transpose()
        .map_err(malformed)
}

pub(super) async fn delete(call: &Call<'_>, name: RepositoryName, reference: Reference) -> Result {
    let grant = call.authorize_images(Action::BatchDeleteImage, &name).await?;
    let registry = &call.exchange.app.registry;
    match reference {
        Reference::Tag(tag) => registry.tag_delete(&grant, tag).await?,
        Reference::Digest(digest) => {
            let image = ImageName {
                digest: Some(digest.to_string()),
                tag: None,
            };
            let batch = registry.image_delete(&grant, vec![image]).await?;
            if let Some(failure) = batch.failures.into_iter().next() {
                return Err(refused(failure.kind).into());
            }
        }
    }
    Ok(empty(StatusCode::ACCEPTED))
}

fn refused(kind: ImageFailureKind) -> Error {
    match kind {
        ImageFailureKind::Referenced(parents) => Error::ImageReferenced(parents),
        ImageFailureKind::Held(reason) => ProtectionFault::ImageHeld(reason).into(),
        ImageFailureKind::InvalidDigest
        | ImageFailureKind::InvalidTag
        | ImageFailureKind::TagDoesNotMatchDigest
        | ImageFailureKind::NotFound
        | ImageFailureKind::MissingDigestAndTag => Error::ManifestNotFound,
    }
}
