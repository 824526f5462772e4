//! `sts`: inputs and outputs, `other`. Written by `cargo xtask codegen` from `models/sts`.

use super::super::rules;
use crate::decode::{Members, Read, Shape};
use crate::xml::{ToXml, Xml};

/// `DecodeAuthorizationMessageRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DecodeAuthorizationMessageRequest {
    /// `EncodedMessage`: `encodedMessageType`.
    pub encoded_message: String,
}

impl Shape for DecodeAuthorizationMessageRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let encoded_message = members.required("EncodedMessage", &rules::ENCODED_MESSAGE_TYPE)?;
        let Some(encoded_message) = encoded_message else {
            return Ok(None);
        };
        Ok(Some(Self { encoded_message }))
    }
}

/// `DecodeAuthorizationMessageResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DecodeAuthorizationMessageResponse {
    /// `DecodedMessage`: `decodedMessageType`.
    pub decoded_message: Option<String>,
}

impl ToXml for DecodeAuthorizationMessageResponse {
    fn content(&self, out: &mut Xml) {
        out.element("DecodedMessage", &self.decoded_message);
    }
}
