//! Uploads of blobs: start, append, finish, status, cancel (OCI distribution-spec, end-4 to end-6,
//! end-11, end-13).

use http::{Response, StatusCode, header};
use hyper::body::{Body as _, Incoming};
use names::{Digest, RepositoryArn, RepositoryName, UploadId};
use oci::UploadMode;
use oci::range::{Chunk, ChunkError, Received};
use registry::{Action, AppendAt, Completion, Error, Grant, MountOutcome, UploadProgress};

use super::{Call, Result};
use crate::answer::{empty, set, set_digest};
use crate::edge::body::Body;
use crate::edge::upload_body;
use crate::errors::{HeaderFault, OciError};

const UPLOAD_UUID: header::HeaderName = header::HeaderName::from_static("docker-upload-uuid");

pub(super) async fn start(call: &Call<'_>, name: RepositoryName, mode: UploadMode, body: Incoming) -> Result {
    let grant = call.authorize(Action::InitiateLayerUpload, &name).await?;
    match mode {
        UploadMode::Session => session(call, &grant).await,
        UploadMode::Monolithic { digest } => {
            call.authorize(Action::UploadLayerPart, &name).await?;
            call.authorize(Action::CompleteLayerUpload, &name).await?;
            call.exchange
                .app
                .registry
                .layer_put(&grant, digest, upload_body::stream(body))
                .await?;
            Ok(created(&name, &digest))
        }
        UploadMode::Mount { digest, from } => match mount(call, &grant, digest, from).await? {
            MountOutcome::Mounted => Ok(created(&name, &digest)),
            MountOutcome::NotMountable => session(call, &grant).await,
        },
    }
}

async fn session(call: &Call<'_>, grant: &Grant<RepositoryArn>) -> Result {
    let upload = call.exchange.app.registry.upload_start(grant).await?;
    let progress = UploadProgress { upload, received: 0 };
    Ok(under_way(StatusCode::ACCEPTED, &grant.resource().name, progress))
}

/// Mounts from a repository of the same registry that the caller may read; from one that the
/// caller may not read, or that does not exist, there is just nothing to mount.
async fn mount(
    call: &Call<'_>,
    grant: &Grant<RepositoryArn>,
    digest: Digest,
    from: Option<RepositoryName>,
) -> Result<MountOutcome> {
    let Some(from) = from else {
        return Ok(MountOutcome::NotMountable);
    };
    let source = RepositoryArn {
        registry: call.caller.registry.clone(),
        name: from,
    };
    let registry = &call.exchange.app.registry;
    let readable = registry.authorize(&call.caller.caller, Action::GetDownloadUrlForLayer, &source);
    let source = match readable.await {
        Ok(source) => source,
        Err(Error::Denied(_)) => return Ok(MountOutcome::NotMountable),
        Err(error) => return Err(error.into()),
    };
    Ok(registry.layer_mount(grant, &source, digest).await?)
}

pub(super) async fn status(call: &Call<'_>, name: RepositoryName, upload: UploadId) -> Result {
    let grant = call.authorize(Action::UploadLayerPart, &name).await?;
    let progress = call.exchange.app.registry.upload_get(&grant, upload).await?;
    Ok(under_way(StatusCode::NO_CONTENT, &name, progress))
}

pub(super) async fn append(
    call: &Call<'_>,
    name: RepositoryName,
    upload: UploadId,
    body: Incoming,
) -> Result {
    let grant = call.authorize(Action::UploadLayerPart, &name).await?;
    let at = append_at(call, &body)?;
    let content = upload_body::stream(body);
    let progress = call
        .exchange
        .app
        .registry
        .upload_append(&grant, upload, at, content)
        .await?;
    Ok(under_way(StatusCode::ACCEPTED, &name, progress))
}

pub(super) async fn finish(
    call: &Call<'_>,
    (name, upload): (RepositoryName, UploadId),
    digest: Digest,
    body: Incoming,
) -> Result {
    let grant = call.authorize(Action::CompleteLayerUpload, &name).await?;
    let last = if body.is_end_stream() {
        None
    } else {
        call.authorize(Action::UploadLayerPart, &name).await?;
        let at = append_at(call, &body)?;
        Some((at, upload_body::stream(body)))
    };
    let registry = &call.exchange.app.registry;
    registry
        .upload_complete(&grant, upload, digest, Completion::Blob { last })
        .await?;
    Ok(created(&name, &digest))
}

pub(super) async fn cancel(call: &Call<'_>, name: RepositoryName, upload: UploadId) -> Result {
    let grant = call.authorize(Action::UploadLayerPart, &name).await?;
    call.exchange.app.registry.upload_cancel(&grant, upload).await?;
    Ok(empty(StatusCode::NO_CONTENT))
}

/// Where a body goes: at its `Content-Range`, else after what is there.
fn append_at(call: &Call<'_>, body: &Incoming) -> Result<AppendAt> {
    let content_range = call.header(header::CONTENT_RANGE)?;
    let chunk = Chunk {
        content_range,
        content_length: body.size_hint().exact(),
    };
    match chunk.span() {
        Ok(Some(span)) => Ok(AppendAt::Chunk(span.first()..=span.last())),
        Ok(None) => Ok(AppendAt::End),
        Err(ChunkError::Malformed) => Err(OciError::Header(HeaderFault::ContentRange)),
        Err(ChunkError::LengthMismatch) => Err(OciError::Header(HeaderFault::Length)),
    }
}

fn under_way(status: StatusCode, name: &RepositoryName, progress: UploadProgress) -> Response<Body> {
    let UploadProgress { upload, received } = progress;
    let mut response = empty(status);
    set(
        &mut response,
        header::LOCATION,
        &format!("/v2/{name}/blobs/uploads/{upload}"),
    );
    set(&mut response, header::RANGE, &Received(received).to_string());
    set(&mut response, UPLOAD_UUID, &upload.to_string());
    response
}

fn created(name: &RepositoryName, digest: &Digest) -> Response<Body> {
    let mut response = empty(StatusCode::CREATED);
    set(
        &mut response,
        header::LOCATION,
        &format!("/v2/{name}/blobs/{digest}"),
    );
    set_digest(&mut response, digest);
    response
}
