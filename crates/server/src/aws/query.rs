//! AWS Query: a form with `Action` and `Version`, an answer in XML. Served so far: the one STS
//! operation that clients call first.

use std::collections::BTreeMap;

use aws_model::sts;
use bytes::Bytes;
use http::{HeaderValue, Method, Response, header};
use hyper::body::Incoming;
use percent_encoding::percent_decode_str;
use uuid::Uuid;

use crate::authenticate::{Signed, claim};
use crate::edge::body::{Body, read};
use crate::errors::{self, AwsError};
use crate::exchange::{Answer, Exchange};
use crate::xml::escape;

/// Longest form, in bytes.
const MAX_FORM: usize = 256 << 10;

/// Answers a request of one of the Query services.
pub(crate) async fn answer(exchange: &Exchange, body: Incoming) -> Answer {
    let (operation, outcome) = outcome(exchange, body).await;
    let response = match outcome {
        Ok(document) => success(document),
        Err(error) => errors::query(&error, exchange.request_id),
    };
    Answer { operation, response }
}

async fn outcome(exchange: &Exchange, body: Incoming) -> (&'static str, Result<String, AwsError>) {
    let input = match read(body, MAX_FORM).await {
        Ok(input) => input,
        Err(error) => return ("no_operation", Err(AwsError::body(&error))),
    };
    match operation(exchange, &input) {
        Ok(operation) => (operation.name(), output(exchange, operation, &input).await),
        Err(error) => ("no_operation", Err(error)),
    }
}

fn operation(exchange: &Exchange, input: &Bytes) -> Result<sts::Operation, AwsError> {
    let form = match exchange.parts.method {
        Method::GET => exchange.parts.uri.query().unwrap_or_default().as_bytes(),
        _ if input.is_empty() => exchange.parts.uri.query().unwrap_or_default().as_bytes(),
        _ => input.as_ref(),
    };
    let form = parse(form).ok_or_else(AwsError::malformed_query)?;
    let action = form.get("Action").map(String::as_str).unwrap_or_default();
    let version = form.get("Version").map(String::as_str).unwrap_or_default();
    sts::Operation::from_action(action, version).ok_or_else(|| AwsError::unknown_action(action, version))
}

async fn output(exchange: &Exchange, operation: sts::Operation, input: &Bytes) -> Result<String, AwsError> {
    let caller = claim(exchange)
        .await?
        .prove(exchange, input, &[sts::SIGNING_NAME])?;
    match operation {
        sts::Operation::GetCallerIdentity => Ok(caller_identity(&caller, exchange.request_id)),
        sts::Operation::AssumeRole
        | sts::Operation::AssumeRoleWithSAML
        | sts::Operation::AssumeRoleWithWebIdentity
        | sts::Operation::AssumeRoot
        | sts::Operation::DecodeAuthorizationMessage
        | sts::Operation::GetAccessKeyInfo
        | sts::Operation::GetDelegatedAccessToken
        | sts::Operation::GetFederationToken
        | sts::Operation::GetSessionToken
        | sts::Operation::GetWebIdentityToken => Err(AwsError::unbuilt(operation.name())),
    }
}

fn caller_identity(caller: &Signed, request_id: Uuid) -> String {
    let principal = &caller.principal;
    format!(
        "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\n  \
         <GetCallerIdentityResult>\n    <Arn>{}</Arn>\n    <UserId>{}</UserId>\n    <Account>{}</Account>\n  \
         </GetCallerIdentityResult>\n  <ResponseMetadata>\n    <RequestId>{request_id}</RequestId>\n  \
         </ResponseMetadata>\n</GetCallerIdentityResponse>\n",
        escape(principal.arn.as_str()),
        escape(&principal.user_id),
        principal.account(),
    )
}

fn success(document: String) -> Response<Body> {
    let mut response = Response::new(Body::from(document));
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static("text/xml"));
    response
}

/// A form's members. `None` when one is not UTF-8 or occurs twice.
fn parse(form: &[u8]) -> Option<BTreeMap<String, String>> {
    let form = std::str::from_utf8(form).ok()?;
    let mut members = BTreeMap::new();
    for pair in form.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        if members.insert(decode(name)?, decode(value)?).is_some() {
            return None;
        }
    }
    Some(members)
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
        assert_eq!(form["Action"], "GetCallerIdentity");
        assert_eq!(form["X"], "a b");
        assert!(parse(b"Action=A&Action=B").is_none());
        assert!(parse(b"Action=%ff").is_none());
    }
}
