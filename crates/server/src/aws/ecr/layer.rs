//! Layers: BatchCheckLayerAvailability, GetDownloadUrlForLayer, and the three upload operations.

use aws_model::ecr::{
    BatchCheckLayerAvailabilityRequest, BatchCheckLayerAvailabilityResponse, CompleteLayerUploadRequest,
    CompleteLayerUploadResponse, GetDownloadUrlForLayerRequest, GetDownloadUrlForLayerResponse,
    InitiateLayerUploadRequest, InitiateLayerUploadResponse, Layer, LayerAvailability, LayerFailure,
    LayerFailureCode, UploadLayerPartRequest, UploadLayerPartResponse,
};
use names::{Digest, UploadId};
use registry::{Action, AppendAt, Completion, Error, has_digest_shape};

use super::{Call, Result, invalid, long, parse_digest};
use crate::download;
use crate::edge::upload_body;

/// The part size that clients are told to use, in bytes (ECR: 10 MiB).
const PART_SIZE: i64 = 10 << 20;

pub(super) async fn batch_check_availability(
    call: &Call<'_>,
    input: BatchCheckLayerAvailabilityRequest,
) -> Result<BatchCheckLayerAvailabilityResponse> {
    let grant = call
        .authorize_repository(
            Action::BatchCheckLayerAvailability,
            input.registry_id.as_deref(),
            &input.repository_name,
        )
        .await?;
    let (valid, invalid): (Vec<String>, Vec<String>) = input
        .layer_digests
        .into_iter()
        .partition(|digest| has_digest_shape(digest));
    let known: Vec<Digest> = valid
        .iter()
        .filter_map(|digest| Digest::parse(digest).ok())
        .collect();
    let found = call.service().layer_availability(&grant, known).await?;
    let layer = |text: String| {
        let found = found
            .iter()
            .find(|(digest, _)| Digest::parse(&text) == Ok(*digest));
        match found.and_then(|(_, availability)| availability.as_ref()) {
            Some(available) => Layer {
                layer_digest: Some(text),
                layer_availability: Some(if available.archived {
                    LayerAvailability::Archived
                } else {
                    LayerAvailability::Available
                }),
                layer_size: Some(long(available.size)),
                media_type: available.media_type.clone(),
            },
            None => Layer {
                layer_digest: Some(text),
                layer_availability: Some(LayerAvailability::Unavailable),
                layer_size: None,
                media_type: None,
            },
        }
    };
    Ok(BatchCheckLayerAvailabilityResponse {
        layers: Some(valid.into_iter().map(layer).collect()),
        failures: Some(invalid.into_iter().map(failure).collect()),
    })
}

fn failure(digest: String) -> LayerFailure {
    let (code, reason) = if digest.is_empty() {
        (
            LayerFailureCode::MissingLayerDigest,
            "Invalid request parameters: layer digest cannot be empty",
        )
    } else {
        let reason = "Invalid request parameters: layer digest should satisfy the regex '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'";
        (LayerFailureCode::InvalidLayerDigest, reason)
    };
    LayerFailure {
        layer_digest: Some(digest),
        failure_code: Some(code),
        failure_reason: Some(reason.to_owned()),
    }
}

pub(super) async fn get_download_url(
    call: &Call<'_>,
    input: GetDownloadUrlForLayerRequest,
) -> Result<GetDownloadUrlForLayerResponse> {
    let grant = call
        .authorize_repository(
            Action::GetDownloadUrlForLayer,
            input.registry_id.as_deref(),
            &input.repository_name,
        )
        .await?;
    let digest = parse_digest("layerDigest", &input.layer_digest)?;
    let signed = call.service().layer_sign_url(&grant, digest).await?;
    Ok(GetDownloadUrlForLayerResponse {
        download_url: Some(download::url(&call.exchange.host, &signed)),
        layer_digest: Some(digest.to_string()),
    })
}

pub(super) async fn initiate_upload(
    call: &Call<'_>,
    input: InitiateLayerUploadRequest,
) -> Result<InitiateLayerUploadResponse> {
    let grant = call
        .authorize_repository(
            Action::InitiateLayerUpload,
            input.registry_id.as_deref(),
            &input.repository_name,
        )
        .await?;
    let upload = call.service().upload_start(&grant).await?;
    Ok(InitiateLayerUploadResponse {
        upload_id: Some(upload.to_string()),
        part_size: Some(PART_SIZE),
    })
}

pub(super) async fn upload_part(
    call: &Call<'_>,
    input: UploadLayerPartRequest,
) -> Result<UploadLayerPartResponse> {
    let grant = call
        .authorize_repository(
            Action::UploadLayerPart,
            input.registry_id.as_deref(),
            &input.repository_name,
        )
        .await?;
    let upload = parse_upload(&input.upload_id)?;
    let first = position("partFirstByte", input.part_first_byte)?;
    let last = position("partLastByte", input.part_last_byte)?;
    if last < first {
        return Err(invalid(
            "partLastByte",
            "Member must not be less than partFirstByte",
        ));
    }
    let content = upload_body::once(input.layer_part_blob.into_bytes().into());
    let progress = call
        .service()
        .upload_append(&grant, upload, AppendAt::Part(first..=last), content)
        .await?;
    let arn = grant.resource();
    Ok(UploadLayerPartResponse {
        registry_id: Some(arn.registry.account.to_string()),
        repository_name: Some(arn.name.to_string()),
        upload_id: Some(upload.to_string()),
        last_byte_received: Some(long(progress.received) - 1),
    })
}

pub(super) async fn complete_upload(
    call: &Call<'_>,
    input: CompleteLayerUploadRequest,
) -> Result<CompleteLayerUploadResponse> {
    let grant = call
        .authorize_repository(
            Action::CompleteLayerUpload,
            input.registry_id.as_deref(),
            &input.repository_name,
        )
        .await?;
    let upload = parse_upload(&input.upload_id)?;
    let mut digests = Vec::new();
    for digest in &input.layer_digests {
        digests.push(parse_digest("layerDigests", digest)?);
    }
    digests.dedup();
    let [digest] = digests[..] else {
        return Err(invalid("layerDigests", "Member must name one digest"));
    };
    let completed = call
        .service()
        .upload_complete(&grant, upload, digest, Completion::Layer)
        .await?;
    let arn = grant.resource();
    if completed.existed {
        return Err(Error::LayerExists {
            digest,
            repository: arn.clone(),
        }
        .into());
    }
    Ok(CompleteLayerUploadResponse {
        registry_id: Some(arn.registry.account.to_string()),
        repository_name: Some(arn.name.to_string()),
        upload_id: Some(upload.to_string()),
        layer_digest: Some(digest.to_string()),
    })
}

fn parse_upload(text: &str) -> Result<UploadId> {
    UploadId::parse(&text.to_ascii_lowercase()).map_err(|_| invalid("uploadId", "Member must be a UUID"))
}

fn position(parameter: &'static str, value: i64) -> Result<u64> {
    u64::try_from(value).map_err(|_| invalid(parameter, "Member must have value greater than or equal to 0"))
}
