//! What the audit trail calls a request: the operation that it is, and what it asks for.
//!
//! Requests of the OCI API appear as the calls of ECR that they stand for. Records of changes are
//! written below, in their transactions; the end of every other call is noted here.

use aws_model::{ecr, ecr_public, hythe, iam, kms, sts};
use names::{Digest, Reference, RegistryKey};
use oci::{Route, UploadMode};
use registry::{AuditScope, Call, CallFailure, CallKind, CalledOperation, Caller, Front, Parameters};
use serde_json::{Map, Value, json};

use crate::exchange::Exchange;

/// CloudTrail's name of the service.
const ECR: &str = "ecr.amazonaws.com";

/// An operation of `ecr`.
pub(crate) fn of_ecr(operation: ecr::Operation) -> CalledOperation {
    of_aws(ECR, operation.name())
}

/// An operation of `ecr-public`.
pub(crate) fn of_ecr_public(operation: ecr_public::Operation) -> CalledOperation {
    of_aws("ecr-public.amazonaws.com", operation.name())
}

/// An operation of our own service.
pub(crate) fn of_hythe(operation: hythe::Operation) -> CalledOperation {
    of_aws("hythe", operation.name())
}

/// An operation of `iam`.
pub(crate) fn of_iam(operation: iam::Operation) -> CalledOperation {
    of_aws("iam.amazonaws.com", operation.name())
}

/// An operation of `kms`. Whoever encrypts or decrypts changes nothing (CloudTrail: `readOnly`).
pub(crate) fn of_kms(operation: kms::Operation) -> CalledOperation {
    use kms::Operation as O;
    let called = of_aws("kms.amazonaws.com", operation.name());
    match operation {
        O::Decrypt
        | O::Encrypt
        | O::GenerateDataKey
        | O::GenerateDataKeyWithoutPlaintext
        | O::GenerateRandom
        | O::ReEncrypt => CalledOperation {
            kind: CallKind::Read,
            ..called
        },
        _ => called,
    }
}

/// An operation of `sts`.
pub(crate) fn of_sts(operation: sts::Operation) -> CalledOperation {
    of_aws("sts.amazonaws.com", operation.name())
}

/// An operation of a service of AWS's kind, whose names tell what they do.
pub(crate) fn of_aws(source: &'static str, name: &'static str) -> CalledOperation {
    const LOGINS: &[&str] = &[
        "AssumeRole",
        "AssumeRoleWithSAML",
        "AssumeRoleWithWebIdentity",
        "GetAuthorizationToken",
        "GetFederationToken",
        "GetSessionToken",
    ];
    const READS: &[&str] = &[
        "BatchCheck",
        "BatchGet",
        "Decode",
        "Describe",
        "Get",
        "List",
        "Lookup",
        "Preview",
        "Simulate",
        "Validate",
    ];
    let kind = if LOGINS.contains(&name) {
        CallKind::Login
    } else if READS.iter().any(|read| name.starts_with(read)) {
        CallKind::Read
    } else {
        CallKind::Change
    };
    CalledOperation { source, name, kind }
}

/// A request of the OCI API to a registry.
pub(crate) fn of_route(exchange: &Exchange, route: Option<&Route>, registry: &RegistryKey) -> Call {
    let (name, kind) = route.map_or(("", CallKind::Probe), operation);
    let is_read = kind == CallKind::Read && exchange.app.registry.audit_scope() == AuditScope::Changes;
    let parameters = match route {
        // Nobody is going to ask.
        _ if is_read => Parameters::None,
        Some(route) => Parameters::Made(parameters(route, registry)),
        None => Parameters::None,
    };
    let operation = CalledOperation {
        source: ECR,
        name,
        kind,
    };
    let from = (Front::Oci, exchange.request_id);
    Call::new(operation, registry.region.clone(), from, parameters)
}

/// A request that is no operation of ECR's.
pub(crate) fn probe(exchange: &Exchange, registry: &RegistryKey) -> Call {
    of_route(exchange, None, registry)
}

const fn operation(route: &Route) -> (&'static str, CallKind) {
    use CallKind as K;
    match route {
        Route::Base => ("", K::Probe),
        Route::Catalog(_) => ("DescribeRepositories", K::Read),
        Route::TagList { .. } => ("ListImages", K::Read),
        Route::ManifestGet { .. } | Route::ManifestHead { .. } => ("BatchGetImage", K::Read),
        Route::Referrers { .. } => ("ListImageReferrers", K::Read),
        Route::ManifestPut { .. } => ("PutImage", K::Change),
        Route::ManifestDelete { .. } | Route::BlobDelete { .. } => ("BatchDeleteImage", K::Change),
        Route::BlobHead { .. } => ("BatchCheckLayerAvailability", K::Read),
        Route::BlobGet { .. } => ("GetDownloadUrlForLayer", K::Read),
        Route::UploadStart { mode, .. } => match mode {
            UploadMode::Session | UploadMode::Mount { .. } => ("InitiateLayerUpload", K::Change),
            UploadMode::Monolithic { .. } => ("CompleteLayerUpload", K::Change),
        },
        Route::UploadStatus { .. } => ("UploadLayerPart", K::Read),
        Route::UploadAppend { .. } => ("UploadLayerPart", K::Change),
        Route::UploadFinish { .. } => ("CompleteLayerUpload", K::Change),
        // ECR has no such operation.
        Route::UploadCancel { .. } => ("CancelLayerUpload", K::Change),
    }
}

fn parameters(route: &Route, registry: &RegistryKey) -> Map<String, Value> {
    let digests = |digest: &Digest| json!({"layerDigests": [digest.to_string()]});
    let (name, own) = match route {
        Route::Base | Route::Catalog(_) => (None, Value::Null),
        Route::TagList { name, .. } => (Some(name), Value::Null),
        Route::ManifestGet { name, reference }
        | Route::ManifestHead { name, reference }
        | Route::ManifestDelete { name, reference } => (Some(name), json!({"imageIds": [image(reference)]})),
        Route::ManifestPut { name, reference } => (Some(name), image(reference)),
        Route::BlobHead { name, digest } | Route::BlobDelete { name, digest } => {
            (Some(name), digests(digest))
        }
        Route::BlobGet { name, digest } => (Some(name), json!({"layerDigest": digest.to_string()})),
        Route::UploadStart { name, mode } => match mode {
            UploadMode::Session => (Some(name), Value::Null),
            UploadMode::Monolithic { digest } | UploadMode::Mount { digest, .. } => {
                (Some(name), digests(digest))
            }
        },
        Route::UploadStatus { name, upload }
        | Route::UploadAppend { name, upload }
        | Route::UploadCancel { name, upload } => (Some(name), json!({"uploadId": upload.to_string()})),
        Route::UploadFinish { name, upload, digest } => {
            let mut own = digests(digest);
            own["uploadId"] = upload.to_string().into();
            (Some(name), own)
        }
        Route::Referrers { name, digest, .. } => (
            Some(name),
            json!({"subjectId": {"imageDigest": digest.to_string()}}),
        ),
    };
    let mut parameters = match own {
        Value::Object(members) => members,
        _ => Map::new(),
    };
    parameters.insert("registryId".to_owned(), registry.account.as_str().into());
    if let Some(name) = name {
        parameters.insert("repositoryName".to_owned(), name.as_str().into());
    }
    parameters
}

fn image(reference: &Reference) -> Value {
    match reference {
        Reference::Tag(tag) => json!({"imageTag": tag.as_str()}),
        Reference::Digest(digest) => json!({"imageDigest": digest.to_string()}),
    }
}

/// Notes the end of a call, unless its record was written with what it changed.
pub(crate) fn note(exchange: &Exchange, caller: &Caller, failure: Option<&CallFailure>) {
    exchange.app.registry.audit_note(caller, failure);
}
