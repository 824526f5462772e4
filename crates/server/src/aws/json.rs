//! AWS JSON 1.1: `POST /` with the operation in `X-Amz-Target` and the input as the body.

use aws_model::{ecr, ecr_public, hythe, kms};
use bytes::Bytes;
use http::{HeaderValue, Response, header};
use hyper::body::Incoming;
use registry::{CalledOperation, Parameters};

use crate::authenticate::{Signed, claim};
use crate::called;
use crate::edge::body::{Body, read};
use crate::errors::{self, AwsError};
use crate::exchange::{Answer, Exchange};

const CONTENT_TYPE: &str = "application/x-amz-json-1.1";
/// Longest input, in bytes: a layer part of 20 MiB in base64, and what stands around it.
const MAX_LAYER_PART: usize = 29 << 20;
/// Longest other input, in bytes: a manifest of 4 MiB with every character escaped.
const MAX_INPUT: usize = 25 << 20;
/// Longest input of our own service and of KMS, in bytes: nothing that they take is long.
const MAX_OWN_INPUT: usize = 1 << 20;
/// Inputs up to this length, in bytes, do not wait for their turn: eight clients that send long
/// ones slowly must not keep everyone else from the API.
const SMALL_INPUT: u64 = 16 << 10;

/// An operation of one of the services.
#[derive(Debug, Clone, Copy)]
enum Operation {
    Ecr(ecr::Operation),
    EcrPublic(ecr_public::Operation),
    Hythe(hythe::Operation),
    Kms(kms::Operation),
}

impl Operation {
    fn from_target(target: &str) -> Option<Self> {
        let private = ecr::Operation::from_target(target).map(Self::Ecr);
        private
            .or_else(|| ecr_public::Operation::from_target(target).map(Self::EcrPublic))
            .or_else(|| hythe::Operation::from_target(target).map(Self::Hythe))
            .or_else(|| kms::Operation::from_target(target).map(Self::Kms))
    }

    fn name(self) -> &'static str {
        match self {
            Self::Ecr(operation) => operation.name(),
            Self::EcrPublic(operation) => operation.name(),
            Self::Hythe(operation) => operation.name(),
            Self::Kms(operation) => operation.name(),
        }
    }

    /// What the audit trail calls it.
    fn called(self) -> CalledOperation {
        match self {
            Self::Ecr(operation) => called::of_ecr(operation),
            Self::EcrPublic(operation) => called::of_ecr_public(operation),
            Self::Hythe(operation) => called::of_hythe(operation),
            Self::Kms(operation) => called::of_kms(operation),
        }
    }

    /// The services whose name a signature may carry.
    fn services(self) -> &'static [&'static str] {
        match self {
            Self::Ecr(_) => &[ecr::SIGNING_NAME],
            Self::EcrPublic(_) => &[ecr_public::SIGNING_NAME],
            // The second for who signs by hand with what signs for ECR.
            Self::Hythe(_) => &[hythe::SIGNING_NAME, ecr::SIGNING_NAME],
            Self::Kms(_) => &[kms::SIGNING_NAME],
        }
    }

    fn max_input(self) -> usize {
        match self {
            Self::Ecr(ecr::Operation::UploadLayerPart)
            | Self::EcrPublic(ecr_public::Operation::UploadLayerPart) => MAX_LAYER_PART,
            Self::Ecr(_) | Self::EcrPublic(_) => MAX_INPUT,
            Self::Hythe(_) | Self::Kms(_) => MAX_OWN_INPUT,
        }
    }
}

/// Answers a request of one of the JSON services.
pub(crate) async fn answer(exchange: &Exchange, body: Incoming) -> Answer {
    let target = exchange
        .parts
        .headers
        .get("x-amz-target")
        .and_then(|target| target.to_str().ok());
    let Some(operation) = target.and_then(Operation::from_target) else {
        return Answer {
            operation: "no_operation",
            response: errors::json(&AwsError::unknown_operation()),
        };
    };
    let response = match output(exchange, operation, body).await {
        Ok(output) => success(output),
        Err(error) => errors::json(&error),
    };
    Answer {
        operation: operation.name(),
        response,
    }
}

async fn output(exchange: &Exchange, operation: Operation, body: Incoming) -> Result<Vec<u8>, AwsError> {
    check_content_type(exchange)?;
    let unproven = claim(exchange).await?;
    // Long bodies are held in memory, so only so many at once.
    let _permit = match declared_length(exchange) {
        Some(length) if length <= SMALL_INPUT => None,
        _ => exchange.app.bodies.acquire().await.ok(),
    };
    let input = read(body, operation.max_input())
        .await
        .map_err(|error| AwsError::body(&error))?;
    let asked = (operation.called(), Parameters::Json(input.clone()));
    let signed = unproven.prove(exchange, &input, operation.services(), asked)?;
    let caller = signed.caller.clone();
    // A call that is refused for this costs no record of the audit trail either.
    exchange.app.admit(&caller.principal, operation.name())?;
    let outcome = dispatch(exchange, signed, operation, input).await;
    let failure = outcome.as_ref().err().map(AwsError::failure);
    called::note(exchange, &caller, failure.as_ref());
    outcome
}

async fn dispatch(
    exchange: &Exchange,
    caller: Signed,
    operation: Operation,
    input: Bytes,
) -> Result<Vec<u8>, AwsError> {
    match operation {
        Operation::Ecr(operation) => super::ecr::dispatch(exchange, caller, operation, &input).await,
        Operation::Kms(operation) => super::kms::dispatch(exchange, caller, operation, &input).await,
        Operation::Hythe(operation) => super::hythe::dispatch(exchange, caller, operation, &input).await,
        Operation::EcrPublic(operation) => Err(AwsError::unbuilt(operation.name())),
    }
}

fn declared_length(exchange: &Exchange) -> Option<u64> {
    let length = exchange.parts.headers.get(header::CONTENT_LENGTH)?;
    length.to_str().ok()?.parse().ok()
}

fn check_content_type(exchange: &Exchange) -> Result<(), AwsError> {
    let given = exchange
        .parts
        .headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let essence = given.and_then(|value| value.split(';').next()).map(str::trim);
    if essence.is_some_and(|essence| essence.eq_ignore_ascii_case(CONTENT_TYPE)) {
        return Ok(());
    }
    Err(AwsError::content_type(CONTENT_TYPE))
}

fn success(output: Vec<u8>) -> Response<Body> {
    let mut response = Response::new(Body::from(output));
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(CONTENT_TYPE));
    response
}
