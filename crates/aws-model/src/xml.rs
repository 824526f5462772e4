//! Answers of the AWS Query protocol: an XML document around the members of the output.
//!
//! Lists are `member` elements, maps `entry` elements of `key` and `value`, instants ISO 8601 in
//! whole seconds, bytes base64. Members that are not set have no element.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use stdx::Timestamp;

use crate::{Blob, Secret};

/// The operations of a Query service. Implemented by generated code only.
pub trait QueryOperation: Copy {
    /// The namespace of the elements of an answer.
    const XML_NAMESPACE: &'static str;

    /// The name on the wire.
    fn name(self) -> &'static str;
}

/// A value that an answer can hold. Structures implement it in generated code.
pub trait ToXml {
    /// Writes what stands between the tags.
    #[doc(hidden)]
    fn content(&self, out: &mut Xml);

    /// Writes the value as an element; nothing when it is not set.
    #[doc(hidden)]
    fn element(&self, name: &str, out: &mut Xml) {
        out.wrap(name, |out| self.content(out));
    }
}

/// The answer to a request that succeeded. `()` is the output of an operation that has none.
pub fn encode_query<O: QueryOperation>(
    operation: O,
    output: &impl ToXml,
    request_id: impl fmt::Display,
) -> String {
    let name = operation.name();
    let mut out = Xml::default();
    out.document(&format!("{name}Response"), O::XML_NAMESPACE, |out| {
        out.element(&format!("{name}Result"), output);
        out.wrap("ResponseMetadata", |out| {
            out.element("RequestId", &request_id.to_string())
        });
    });
    out.text
}

/// Whose fault an error is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultOf {
    /// The caller's.
    Sender,
    /// The service's.
    Receiver,
}

/// An error of a Query service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueryError<'a> {
    /// The namespace of the elements: the service's `XML_NAMESPACE`.
    pub xml_namespace: &'a str,
    /// Whose fault it is.
    pub fault: FaultOf,
    /// The code, such as `NoSuchEntity`.
    pub code: &'a str,
    /// What the caller reads.
    pub message: &'a str,
}

/// The answer to a request that failed.
pub fn encode_query_error(error: &QueryError<'_>, request_id: impl fmt::Display) -> String {
    let fault = match error.fault {
        FaultOf::Sender => "Sender",
        FaultOf::Receiver => "Receiver",
    };
    let mut out = Xml::default();
    out.document("ErrorResponse", error.xml_namespace, |out| {
        out.wrap("Error", |out| {
            for (name, text) in [("Type", fault), ("Code", error.code), ("Message", error.message)] {
                out.wrap(name, |out| out.text(text));
            }
        });
        out.element("RequestId", &request_id.to_string());
    });
    out.text
}

/// An XML document being written.
#[derive(Default)]
pub struct Xml {
    text: String,
}

impl Xml {
    /// Writes a member of a structure.
    pub(crate) fn element(&mut self, name: &str, value: &impl ToXml) {
        value.element(name, self);
    }

    fn document(&mut self, name: &str, namespace: &str, write: impl FnOnce(&mut Self)) {
        write!(self.text, "<{name} xmlns=\"{namespace}\">").expect("writing to a string cannot fail");
        write(self);
        self.close(name);
    }

    fn wrap(&mut self, name: &str, write: impl FnOnce(&mut Self)) {
        write!(self.text, "<{name}>").expect("writing to a string cannot fail");
        write(self);
        self.close(name);
    }

    fn close(&mut self, name: &str) {
        write!(self.text, "</{name}>").expect("writing to a string cannot fail");
    }

    /// Writes text. White space that readers would change is written as references; characters that
    /// XML cannot hold become U+FFFD.
    pub(crate) fn text(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '&' => self.text.push_str("&amp;"),
                '<' => self.text.push_str("&lt;"),
                '>' => self.text.push_str("&gt;"),
                '"' => self.text.push_str("&quot;"),
                '\'' => self.text.push_str("&apos;"),
                '\t' => self.text.push_str("&#9;"),
                '\n' => self.text.push_str("&#10;"),
                '\r' => self.text.push_str("&#13;"),
                '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => self.text.push('\u{fffd}'),
                _ => self.text.push(character),
            }
        }
    }
}

impl ToXml for () {
    fn content(&self, _: &mut Xml) {}

    fn element(&self, _: &str, _: &mut Xml) {}
}

impl<T: ToXml> ToXml for Option<T> {
    fn content(&self, out: &mut Xml) {
        if let Some(value) = self {
            value.content(out);
        }
    }

    fn element(&self, name: &str, out: &mut Xml) {
        if let Some(value) = self {
            value.element(name, out);
        }
    }
}

impl<T: ToXml> ToXml for Vec<T> {
    fn content(&self, out: &mut Xml) {
        for value in self {
            out.element("member", value);
        }
    }
}

impl<K: ToXml, V: ToXml> ToXml for BTreeMap<K, V> {
    fn content(&self, out: &mut Xml) {
        for (key, value) in self {
            out.wrap("entry", |out| {
                out.element("key", key);
                out.element("value", value);
            });
        }
    }
}

impl ToXml for String {
    fn content(&self, out: &mut Xml) {
        out.text(self);
    }
}

impl ToXml for Secret {
    fn content(&self, out: &mut Xml) {
        out.text(self.expose());
    }
}

impl ToXml for bool {
    fn content(&self, out: &mut Xml) {
        out.text(if *self { "true" } else { "false" });
    }
}

impl ToXml for i32 {
    fn content(&self, out: &mut Xml) {
        out.text(&self.to_string());
    }
}

impl ToXml for Timestamp {
    fn content(&self, out: &mut Xml) {
        out.text(&self.to_iso8601());
    }
}

impl ToXml for Blob {
    fn content(&self, out: &mut Xml) {
        out.text(&STANDARD.encode(self.as_bytes()));
    }
}
