//! One call of an API, as the audit trail tells of it: the front ends make one for each request, and
//! it travels with the caller into every grant.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use names::Region;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::call_parameter;

/// One call of an API.
#[derive(Debug)]
pub struct Call {
    /// Which operation it is.
    pub operation: CalledOperation,
    /// The region that it is meant for.
    pub region: Region,
    /// Its number in the log (CloudTrail `requestID`).
    pub request_id: Uuid,
    /// The API that it came by.
    pub front: Front,
    /// What it asks for.
    pub parameters: Parameters,
    manifest: OnceLock<Bytes>,
    told: AtomicBool,
}

/// An operation, by the names that CloudTrail has for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CalledOperation {
    /// CloudTrail `eventSource`: `ecr.amazonaws.com`.
    pub source: &'static str,
    /// CloudTrail `eventName`: `PutImage`.
    pub name: &'static str,
    /// What it does.
    pub kind: CallKind,
}

/// What an operation does to what others see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallKind {
    /// It changes something.
    Change,
    /// It hands out a credential and changes nothing else.
    Login,
    /// It only reads.
    Read,
    /// It is no operation of ECR's, and the trail never tells of it.
    Probe,
}

/// The API that a call came by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Front {
    /// One of AWS's.
    Aws,
    /// The OCI distribution API: the trail has the calls of ECR that it stands for, made by ECR
    /// itself on the caller's behalf (ECR, since 1 July 2024).
    Oci,
}

/// What a call asks for, in the form in which it came.
#[derive(Debug, Clone)]
pub enum Parameters {
    /// A JSON object with the API's names.
    Json(Bytes),
    /// The members of a form, `Tags.member.1.Key` for those of lists.
    Form(Arc<Vec<(String, String)>>),
    /// Made by the front end.
    Made(Map<String, Value>),
    /// Nothing.
    None,
}

impl Call {
    /// A call that has come in.
    pub fn new(
        operation: CalledOperation,
        region: Region,
        (front, request_id): (Front, Uuid),
        parameters: Parameters,
    ) -> Self {
        Self {
            operation,
            region,
            request_id,
            front,
            parameters,
            manifest: OnceLock::new(),
            told: AtomicBool::new(false),
        }
    }

    /// Another operation that this call has done beside its own, with what it was asked for.
    #[must_use]
    pub(crate) fn beside(&self, name: &'static str, parameters: Map<String, Value>) -> Self {
        let operation = CalledOperation {
            source: self.operation.source,
            name,
            kind: CallKind::Change,
        };
        let from = (self.front, self.request_id);
        Self::new(operation, self.region.clone(), from, Parameters::Made(parameters))
    }

    /// Adds the manifest that the body was, once it is read.
    pub fn set_manifest(&self, manifest: Bytes) {
        // A call has one body.
        let _ = self.manifest.set(manifest);
    }

    /// Whether the trail has a record of this call.
    pub fn is_told(&self) -> bool {
        self.told.load(Ordering::Acquire)
    }

    pub(crate) fn set_told(&self) {
        self.told.store(true, Ordering::Release);
    }

    /// `requestParameters`: without secrets and contents of layers, and cut where they are long.
    pub(crate) fn request_parameters(&self) -> Value {
        let mut parameters = match &self.parameters {
            Parameters::Json(body) => call_parameter::from_json(body),
            Parameters::Form(members) => call_parameter::from_form(members),
            Parameters::Made(made) => made.clone(),
            Parameters::None => Map::new(),
        };
        if let Some(manifest) = self.manifest.get() {
            let text = String::from_utf8_lossy(manifest).into_owned();
            parameters.insert("imageManifest".to_owned(), text.into());
        }
        call_parameter::bounded(parameters)
    }
}
