//! `responseElements` of a record of the audit trail, by what a change has come to: most answers are
//! left out, those of repositories are shown (ECR user guide, "ECR log file entries").

use std::any::Any;

use names::UploadId;
use serde_json::{Value, json};

use crate::upload_complete::Linked;
use crate::{BatchDeleted, Encryption, ImageChange, MountOutcome, Repository, TagMutability};

/// What a record shows of an answer.
pub(crate) enum Answer {
    /// These elements, or `null`.
    Elements(Value),
    /// AWS's API refuses the call because everything was there before; the OCI API does not.
    Refusal,
    /// The call has not come to anything yet.
    Nothing,
}

/// What a record shows of what an operation has come to.
pub(crate) fn answer(operation: &str, value: &dyn Any) -> Answer {
    let was_there = matches!(value.downcast_ref(), Some(ImageChange::Unchanged))
        || matches!(value.downcast_ref(), Some(Linked { existed: true, .. }));
    if was_there {
        return Answer::Refusal;
    }
    if let Some(MountOutcome::NotMountable) = value.downcast_ref() {
        return Answer::Nothing;
    }
    let is_whole = matches!(operation, "CreateRepository" | "DeleteRepository");
    let elements = if let Some(repository) = repository(value).filter(|_| is_whole) {
        json!({"repository": repository_elements(repository)})
    } else if let Some(batch) = value.downcast_ref::<BatchDeleted>() {
        batch_elements(batch)
    } else {
        Value::Null
    };
    Answer::Elements(elements)
}

/// The repository that a change was of.
fn repository(value: &dyn Any) -> Option<&Repository> {
    let deleted = || value.downcast_ref::<(Repository, Vec<UploadId>)>();
    value
        .downcast_ref()
        .or_else(|| deleted().map(|(repository, _)| repository))
}

fn repository_elements(repository: &Repository) -> Value {
    let mutability = match repository.tag_mutability {
        TagMutability::Mutable => "MUTABLE",
        TagMutability::Immutable => "IMMUTABLE",
        TagMutability::MutableWithExclusion(_) => "MUTABLE_WITH_EXCLUSION",
        TagMutability::ImmutableWithExclusion(_) => "IMMUTABLE_WITH_EXCLUSION",
    };
    let encryption = match &repository.encryption {
        Encryption::Aes256 => json!({"encryptionType": "AES256"}),
        Encryption::Kms { key } => json!({"encryptionType": "KMS", "kmsKey": key}),
        Encryption::KmsDsse { key } => json!({"encryptionType": "KMS_DSSE", "kmsKey": key}),
    };
    json!({
        "repositoryArn": repository.arn.to_string(),
        "repositoryName": repository.arn.name.as_str(),
        "registryId": repository.arn.registry.account.as_str(),
        "createdAt": repository.created_at.to_trail_text(),
        "imageTagMutability": mutability,
        "imageScanningConfiguration": {"scanOnPush": repository.scan_on_push},
        "encryptionConfiguration": encryption,
    })
}

fn batch_elements(batch: &BatchDeleted) -> Value {
    let deleted = batch.deleted.iter().map(|image| {
        let mut id = json!({"imageDigest": image.digest.to_string()});
        if let Some(tag) = &image.tag {
            id["imageTag"] = tag.as_str().into();
        }
        id
    });
    let failed = batch.failures.iter().map(|failure| {
        let name = &failure.image;
        json!({"imageId": {"imageDigest": name.digest, "imageTag": name.tag}})
    });
    json!({"imageIds": deleted.collect::<Vec<_>>(), "failures": failed.collect::<Vec<_>>()})
}
