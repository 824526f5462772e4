//! AWS Query: a form with `Action` and `Version`, an answer in XML. The version of the API tells
//! which service is meant: `iam` or `sts`.

use std::sync::Arc;

use aws_model::{Shape, decode_query, iam, sts};
use bytes::Bytes;
use http::{HeaderValue, Method, Response, header};
use hyper::body::Incoming;
use percent_encoding::percent_decode_str;
use registry::{CalledOperation, Error, Identity, Parameters, SessionTokenError};

use crate::authenticate::{Signed, claim};
use crate::called;
use crate::edge::body::{Body, read};
use crate::errors::{self, AwsError};
use crate::exchange::{Answer, Exchange};

/// Longest form, in bytes. Policies are up to 10,240 characters, each of them nine bytes at most.
const MAX_FORM: usize = 256 << 10;

/// An operation of one of the services.
#[derive(Debug, Clone, Copy)]
pub(super) enum Operation {
    Iam(iam::Operation),
    Sts(sts::Operation),
}

impl Operation {
    fn from_action(action: &str, version: &str) -> Option<Self> {
        let iam = iam::Operation::from_action(action, version).map(Self::Iam);
        iam.or_else(|| sts::Operation::from_action(action, version).map(Self::Sts))
    }

    fn name(self) -> &'static str {
        match self {
            Self::Iam(operation) => operation.name(),
            Self::Sts(operation) => operation.name(),
        }
    }

    /// What the audit trail calls it.
    fn called(self) -> CalledOperation {
        match self {
            Self::Iam(operation) => called::of_iam(operation),
            Self::Sts(operation) => called::of_sts(operation),
        }
    }

    /// The services whose name a signature may carry.
    fn services(self) -> &'static [&'static str] {
        match self {
            Self::Iam(_) => &[iam::SIGNING_NAME],
            Self::Sts(_) => &[sts::SIGNING_NAME],
        }
    }

    fn xml_namespace(self) -> &'static str {
        match self {
            Self::Iam(_) => iam::XML_NAMESPACE,
            Self::Sts(_) => sts::XML_NAMESPACE,
        }
    }

    /// Whether the input itself is the credential, so that nobody signs the request.
    fn is_unsigned(self) -> bool {
        matches!(self, Self::Sts(sts::Operation::AssumeRoleWithWebIdentity))
    }
}

/// The members of a request's form.
pub(super) struct Form(Arc<Vec<(String, String)>>);

impl Form {
    /// The members as an operation's input.
    pub(super) fn decode<T: Shape>(
        &self,
        constraint: impl FnOnce(&[aws_model::Violation]) -> (&'static str, String),
    ) -> Result<T, AwsError> {
        let pairs = self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        decode_query(pairs).map_err(|error| AwsError::query_decode(&error, constraint))
    }

    /// The members as the audit trail gets them.
    pub(super) fn parameters(&self) -> Parameters {
        Parameters::Form(Arc::clone(&self.0))
    }

    fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(member, _)| member == name);
        found.map_or("", |(_, value)| value)
    }
}

/// Answers a request of one of the Query services.
pub(crate) async fn answer(exchange: &Exchange, body: Incoming) -> Answer {
    let (operation, outcome) = outcome(exchange, body).await;
    let namespace = operation.map_or(sts::XML_NAMESPACE, Operation::xml_namespace);
    let response = match outcome {
        Ok(document) => success(document),
        Err(error) => errors::query(&error, namespace, exchange.request_id),
    };
    Answer {
        operation: operation.map_or("no_operation", Operation::name),
        response,
    }
}

async fn outcome(exchange: &Exchange, body: Incoming) -> (Option<Operation>, Result<String, AwsError>) {
    let input = match read(body, MAX_FORM).await {
        Ok(input) => input,
        Err(error) => return (None, Err(AwsError::body(&error))),
    };
    match request(exchange, &input) {
        Ok((operation, form)) => {
            let output = output(exchange, operation, &form, &input).await;
            (Some(operation), output)
        }
        Err(error) => (None, Err(error)),
    }
}

fn request(exchange: &Exchange, input: &Bytes) -> Result<(Operation, Form), AwsError> {
    let form = match exchange.parts.method {
        Method::GET => exchange.parts.uri.query().unwrap_or_default().as_bytes(),
        _ if input.is_empty() => exchange.parts.uri.query().unwrap_or_default().as_bytes(),
        _ => input.as_ref(),
    };
    let form = parse(form).ok_or_else(AwsError::malformed_query)?;
    let (action, version) = (form.get("Action"), form.get("Version"));
    let operation =
        Operation::from_action(action, version).ok_or_else(|| AwsError::unknown_action(action, version))?;
    Ok((operation, form))
}

async fn output(
    exchange: &Exchange,
    operation: Operation,
    form: &Form,
    input: &Bytes,
) -> Result<String, AwsError> {
    let signed = if operation.is_unsigned() {
        None
    } else {
        let unproven = claim(exchange).await?;
        let asked = (operation.called(), form.parameters());
        Some(unproven.prove(exchange, input, operation.services(), asked)?)
    };
    let caller = signed.as_ref().map(|signed| signed.caller.clone());
    if let Some(caller) = &caller {
        exchange.app.admit(&caller.principal, operation.name())?;
    }
    let outcome = dispatch(exchange, signed, operation, form).await;
    if let Some(caller) = caller {
        let failure = outcome.as_ref().err().map(AwsError::failure);
        called::note(exchange, &caller, failure.as_ref());
    }
    outcome
}

async fn dispatch(
    exchange: &Exchange,
    caller: Option<Signed>,
    operation: Operation,
    form: &Form,
) -> Result<String, AwsError> {
    match (operation, caller) {
        (Operation::Iam(_), Some(caller)) if is_session_without_role(&caller) => {
            Err(Error::SessionToken(SessionTokenError::Invalid).into())
        }
        (Operation::Iam(operation), Some(caller)) => {
            super::iam::dispatch(exchange, caller, operation, form).await
        }
        (Operation::Sts(operation), caller) => super::sts::dispatch(exchange, caller, operation, form).await,
        (Operation::Iam(_), None) => Err(AwsError::signature(&sigv4::Error::Missing)),
    }
}

/// A session that a user or a root has made of itself. IAM takes none of them unless a second factor
/// was asked for (STS: GetSessionToken, "Permissions"), and there is none here.
fn is_session_without_role(caller: &Signed) -> bool {
    let principal = &caller.caller.principal;
    principal.session.is_some() && !matches!(principal.identity, Identity::Role(_))
}

fn success(document: String) -> Response<Body> {
    let mut response = Response::new(Body::from(document));
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static("text/xml"));
    response
}

/// A form's members. `None` when one is not UTF-8 or occurs twice.
fn parse(form: &[u8]) -> Option<Form> {
    let form = std::str::from_utf8(form).ok()?;
    let mut members = Vec::new();
    for pair in form.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        members.push((decode(name)?, decode(value)?));
    }
    members.sort_unstable();
    let repeated = members.windows(2).any(|both| both[0].0 == both[1].0);
    (!repeated).then(|| Form(Arc::new(members)))
}

fn decode(text: &str) -> Option<String> {
    let spaced = text.replace('+', " ");
    percent_decode_str(&spaced)
        .decode_utf8()
        .ok()
        .map(|text| text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        let form = parse(b"Action=Get%43allerIdentity&Version=2011-06-15&X=a+b").expect("a form");
        assert_eq!(form.get("Action"), "GetCallerIdentity");
        assert_eq!(form.get("X"), "a b");
        assert!(parse(b"Action=A&Action=B").is_none());
        assert!(parse(b"Action=%ff").is_none());
    }
}
