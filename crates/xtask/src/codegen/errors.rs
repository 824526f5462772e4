//! The error codes of a service.

use std::fmt::Write as _;

use anyhow::Context as _;

use super::model::Shape;
use super::service::Service;

/// The variant of an exception shape: `RepositoryNotFoundException` as `RepositoryNotFound`.
pub(crate) fn variant(shape: &str) -> &str {
    shape.strip_suffix("Exception").unwrap_or(shape)
}

/// The file of `ErrorCode`.
pub(crate) fn file(service: &Service) -> anyhow::Result<String> {
    let shapes: Vec<(&String, &Shape)> = service
        .model
        .shapes
        .iter()
        .filter(|(_, shape)| shape.exception)
        .collect();
    let mut text = HEAD.to_owned();
    for (name, shape) in &shapes {
        writeln!(text, "/// `{}`.\n{},", code(name, shape), variant(name))?;
    }
    let all: Vec<String> = shapes
        .iter()
        .map(|(name, _)| format!("Self::{}", variant(name)))
        .collect();
    writeln!(
        text,
        "}}\n\nimpl ErrorCode {{\n/// Every code, in the order of their names."
    )?;
    writeln!(text, "pub const ALL: &'static [Self] = &[{}];", all.join(", "))?;
    text.push_str(METHODS);
    writeln!(text, "static FACTS: [ErrorFacts; {}] = [", shapes.len())?;
    for (name, shape) in &shapes {
        text.push_str(&row(name, shape).with_context(|| format!("error {name}"))?);
    }
    text.push_str("];\n");
    Ok(text)
}

/// The name on the wire.
fn code<'m>(name: &'m str, shape: &'m Shape) -> &'m str {
    let renamed = shape.error.as_ref().and_then(|error| error.code.as_deref());
    renamed.unwrap_or(name)
}

fn row(name: &str, shape: &Shape) -> anyhow::Result<String> {
    let status = match &shape.error {
        Some(error) => error.http_status_code,
        None if shape.fault => 500,
        None => 400,
    };
    let names = shape.members.iter().map(|(member, _)| member);
    let members: Vec<&str> = names
        .filter(|member| !member.eq_ignore_ascii_case("message"))
        .collect();
    let code = code(name, shape);
    Ok(format!(
        "ErrorFacts {{ name: {code:?}, http_status: {status}, members: &{members:?} }},\n"
    ))
}

const HEAD: &str = "
use crate::facts::ErrorFacts;

/// The errors that the service model declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ErrorCode {
";

const METHODS: &str = "
    /// The name on the wire: the `__type` of an AWS JSON error, the `Code` of an AWS Query one.
    pub fn name(self) -> &'static str { self.facts().name }

    /// The HTTP status of the answer.
    pub fn http_status(self) -> u16 { self.facts().http_status }

    /// The members that the error has beside its message.
    pub fn members(self) -> &'static [&'static str] { self.facts().members }

    fn facts(self) -> &'static ErrorFacts { &FACTS[self as usize] }
}

";
