//! Blobs: read whole or in part, delete (OCI distribution-spec, end-2, end-10).

use http::{StatusCode, header};
use names::{Digest, RepositoryArn, RepositoryName};
use registry::{Action, Error, Grant};

use super::{Call, Result};
use crate::answer::empty;
use crate::errors::OciError;
use crate::layer_content::{self, described, is_known};

pub(super) async fn head(call: &Call<'_>, name: RepositoryName, digest: Digest) -> Result {
    let grant = authorize_head(call, &name).await?;
    let layer = call.exchange.app.registry.layer_get(&grant, digest).await?;
    if is_known(call.exchange, &digest) {
        return Ok(described(empty(StatusCode::NOT_MODIFIED), &digest));
    }
    let mut response = described(empty(StatusCode::OK), &digest);
    response
        .headers_mut()
        .insert(header::CONTENT_LENGTH, layer.size().into());
    Ok(response)
}

/// Who may read a layer may also ask how long it is: clients that only pull have the one right
/// alone.
async fn authorize_head(call: &Call<'_>, name: &RepositoryName) -> Result<Grant<RepositoryArn>> {
    match call.authorize(Action::BatchCheckLayerAvailability, name).await {
        Err(OciError::Registry(error)) if matches!(*error, Error::Denied(_)) => {
            let readable = call.authorize(Action::GetDownloadUrlForLayer, name).await;
            readable.map_err(|_| OciError::Registry(error))
        }
        decided => decided,
    }
}

pub(super) async fn get(call: &Call<'_>, name: RepositoryName, digest: Digest) -> Result {
    let grant = call.authorize(Action::GetDownloadUrlForLayer, &name).await?;
    let layer = call.exchange.app.registry.layer_get(&grant, digest).await?;
    Ok(layer_content::read(call.exchange, &grant, layer).await?)
}

pub(super) async fn delete(call: &Call<'_>, name: RepositoryName, digest: Digest) -> Result {
    let grant = call.authorize(Action::BatchDeleteImage, &name).await?;
    call.exchange.app.registry.layer_delete(&grant, digest).await?;
    Ok(empty(StatusCode::ACCEPTED))
}
