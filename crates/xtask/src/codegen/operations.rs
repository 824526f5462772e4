//! The operation table of a service.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use anyhow::Context as _;

use super::errors;
use super::model::{Kind, OneOrMany, Operation};
use super::rules;
use super::service::{Protocol, Service};
use super::structs::Item;

/// What begins the name of an operation that changes nothing.
const READING: &[&str] = &[
    "BatchCheck",
    "BatchGet",
    "Decode",
    "Describe",
    "Get",
    "List",
    "Simulate",
    "Validate",
];

/// The file of `Operation`.
pub(crate) fn file(service: &Service) -> anyhow::Result<String> {
    let operations = &service.model.operations;
    let mut text = head(service)?;
    text.push_str("/// The operations of the service model.\n");
    text.push_str(
        "#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]\npub enum Operation {\n",
    );
    for (name, _) in operations.iter() {
        writeln!(text, "/// `{name}`.\n{name},")?;
    }
    let all: Vec<String> = operations
        .iter()
        .map(|(name, _)| format!("Self::{name}"))
        .collect();
    writeln!(
        text,
        "}}\n\nimpl Operation {{\n/// Every operation, in the order of their names."
    )?;
    writeln!(text, "pub const ALL: &'static [Self] = &[{}];", all.join(", "))?;
    text.push_str(METHODS);
    text.push_str(finder(service.protocol));
    match service.protocol {
        Protocol::Json => text.push_str(&constraint_error(service)?),
        Protocol::Query => text.push_str(QUERY_CONSTRAINT),
    }
    text.push_str("}\n");
    if service.protocol == Protocol::Query {
        text.push_str(QUERY_OPERATION);
    }
    Ok(text)
}

/// The table behind `Operation`, in the order of its variants.
pub(crate) fn table(service: &Service) -> anyhow::Result<Item> {
    let operations = &service.model.operations;
    let count = operations.iter().count();
    let mut text = "/// One row for each operation.\n".to_owned();
    writeln!(
        text,
        "pub(super) static FACTS: [OperationFacts<ErrorCode>; {count}] = ["
    )?;
    for (name, operation) in operations.iter() {
        text.push_str(&row(service, name, operation).with_context(|| format!("operation {name}"))?);
    }
    text.push_str("];\n");
    Ok(Item {
        text,
        types: BTreeSet::from(["ErrorCode".to_owned()]),
    })
}

fn head(service: &Service) -> anyhow::Result<String> {
    let metadata = &service.model.metadata;
    let signing = metadata
        .signing_name
        .as_ref()
        .unwrap_or(&metadata.endpoint_prefix);
    let mut text = String::new();
    text.push_str("use crate::facts::{OperationFacts, Paging};\nuse super::ErrorCode;\nuse super::operation_table::FACTS;\n");
    text.push_str(match service.protocol {
        Protocol::Json => "use crate::{Violation, violation};\n",
        Protocol::Query => "use crate::{QueryOperation, Violation, violation};\n",
    });
    writeln!(
        text,
        "\n/// The service in a signature's credential scope and in IAM actions."
    )?;
    writeln!(text, "pub const SIGNING_NAME: &str = {signing:?};")?;
    match (&metadata.target_prefix, service.protocol) {
        (Some(prefix), Protocol::Json) => {
            writeln!(text, "/// What stands before the dot in `X-Amz-Target`.")?;
            writeln!(text, "pub const TARGET_PREFIX: &str = {prefix:?};")?;
        }
        (None, Protocol::Json) => anyhow::bail!("the model has no target prefix"),
        (_, Protocol::Query) => {
            writeln!(text, "/// The value of `Version` in a request.")?;
            writeln!(text, "pub const API_VERSION: &str = {:?};", metadata.api_version)?;
            let namespace = metadata
                .xml_namespace
                .as_ref()
                .context("the model has no namespace")?;
            writeln!(text, "/// The namespace of the elements of an answer.")?;
            writeln!(text, "pub const XML_NAMESPACE: &str = {namespace:?};")?;
        }
    }
    Ok(text)
}

fn finder(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::Json => FROM_TARGET,
        Protocol::Query => FROM_ACTION,
    }
}

fn row(service: &Service, name: &str, operation: &Operation) -> anyhow::Result<String> {
    if let (Protocol::Query, Some(output)) = (service.protocol, &operation.output) {
        let is_usual = output
            .result_wrapper
            .as_ref()
            .is_some_and(|wrapper| *wrapper == format!("{name}Result"));
        anyhow::ensure!(
            is_usual,
            "the output is not wrapped in `{name}Result`, as `xml.rs` writes it"
        );
    }
    let is_read_only = READING.iter().any(|prefix| name.starts_with(prefix));
    let declared = operation
        .errors
        .iter()
        .map(|error| format!("ErrorCode::{}", errors::variant(&error.shape)));
    let declared: Vec<String> = declared.collect();
    Ok(format!(
        "OperationFacts {{ name: {name:?}, is_read_only: {is_read_only}, errors: &[{}], paging: {} }},\n",
        declared.join(", "),
        paging(service, name, operation)?
    ))
}

fn paging(service: &Service, name: &str, operation: &Operation) -> anyhow::Result<String> {
    let (Some(input), Some(output_name)) = (operation.input(), operation.output()) else {
        return Ok("None".to_owned());
    };
    let (input, output) = (service.shape(input)?, service.shape(output_name)?);
    let paginator = service.pagination.pagination.get(name);
    let (token, next, limit) = match paginator {
        Some(known) => (
            known.input_token.as_str(),
            known.output_token.as_str(),
            known.limit_key.as_str(),
        ),
        None if service.protocol == Protocol::Query => ("Marker", "Marker", "MaxItems"),
        None => ("nextToken", "nextToken", "maxResults"),
    };
    let (Some(size), true) = (input.members.get(limit), input.members.get(token).is_some()) else {
        anyhow::ensure!(
            paginator.is_none(),
            "a paginator names members that the input lacks"
        );
        return Ok("None".to_owned());
    };
    anyhow::ensure!(output.members.get(next).is_some(), "the output has no {next}");
    let results: Vec<&str> = match paginator.map(|known| &known.result_key) {
        Some(OneOrMany::One(one)) => vec![one],
        Some(OneOrMany::Many(many)) => many.iter().map(String::as_str).collect(),
        None => lists(service, output_name)?,
    };
    let size = service.shape(&size.shape)?;
    let (min, max) = (
        size.min.context("no least page size")?,
        size.max.context("no largest page size")?,
    );
    Ok(format!(
        "Some(Paging {{ input_token: {token:?}, output_token: {next:?}, limit: {limit:?}, min: {min}, max: {max}, \
         results: &{results:?} }})"
    ))
}

fn lists<'m>(service: &'m Service, shape: &str) -> anyhow::Result<Vec<&'m str>> {
    let mut lists = Vec::new();
    for (member, reference) in service.shape(shape)?.members.iter() {
        if service.shape(&reference.shape)?.kind == Kind::List {
            lists.push(member);
        }
    }
    anyhow::ensure!(
        lists.len() == 1,
        "{shape}: cannot tell which list the pages divide"
    );
    Ok(lists)
}

/// Which error reports broken constraints. Every operation that can have some must declare one,
/// unless no operation of the service does: then it is `ValidationException` ("Common errors").
fn constraint_error(service: &Service) -> anyhow::Result<String> {
    let shapes = &service.model.shapes;
    let declares = |error: &str| shapes.contains_key(error);
    if !declares("InvalidParameterException") && !declares("ValidationException") {
        return Ok(UNDECLARED_CONSTRAINT.to_owned());
    }
    for (name, operation) in service.model.operations.iter() {
        let reports = |error: &str| error == "InvalidParameterException" || error == "ValidationException";
        let is_reported = operation.errors.iter().any(|error| reports(&error.shape));
        let is_constrained = match operation.input() {
            Some(input) => rules::is_constrained(service, input)?,
            None => false,
        };
        anyhow::ensure!(
            is_reported || !is_constrained,
            "{name} declares no error for broken constraints"
        );
    }
    let has_validation = service.model.shapes.contains_key("ValidationException");
    Ok(format!(
        "{CONSTRAINT_HEAD}{}{CONSTRAINT_TAIL}",
        if has_validation { CONSTRAINT_CHOICE } else { "" }
    ))
}

const METHODS: &str = "
    /// The name on the wire.
    pub fn name(self) -> &'static str { self.facts().name }

    /// Whether the operation changes nothing that a caller can see.
    pub fn is_read_only(self) -> bool { self.facts().is_read_only }

    /// The errors that the model declares for the operation.
    pub fn errors(self) -> &'static [ErrorCode] { self.facts().errors }

    /// How the operation pages; none when it does not.
    pub fn paging(self) -> Option<&'static Paging> { self.facts().paging.as_ref() }

    fn facts(self) -> &'static OperationFacts<ErrorCode> { &FACTS[self as usize] }

    /// Finds an operation by its name on the wire.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|operation| operation.name() == name)
    }
";

const FROM_TARGET: &str = "
    /// Finds an operation by the value of `X-Amz-Target`.
    pub fn from_target(target: &str) -> Option<Self> {
        Self::from_name(target.strip_prefix(TARGET_PREFIX)?.strip_prefix('.')?)
    }
";

const FROM_ACTION: &str = "
    /// Finds an operation by the form fields `Action` and `Version`.
    pub fn from_action(action: &str, version: &str) -> Option<Self> {
        if version == API_VERSION { Self::from_name(action) } else { None }
    }
";

const QUERY_CONSTRAINT: &str = "
    /// The code of the error that reports broken constraints of the operation's input, and its message.
    /// The models of the Query services do not declare it; its status is 400.
    pub fn constraint_error(self, violations: &[Violation]) -> (&'static str, String) {
        (violation::QUERY_CODE, violation::validation_message(violations))
    }
";

const UNDECLARED_CONSTRAINT: &str = "
    /// The code of the error that reports broken constraints of the operation's input, and its message.
    /// The model does not declare it; its status is 400.
    pub fn constraint_error(self, violations: &[Violation]) -> (&'static str, String) {
        (violation::UNDECLARED_CODE, violation::validation_message(violations))
    }
";

const QUERY_OPERATION: &str = "
impl QueryOperation for Operation {
    const XML_NAMESPACE: &'static str = XML_NAMESPACE;

    fn name(self) -> &'static str { self.name() }
}
";

const CONSTRAINT_HEAD: &str = "
    /// The error that reports broken constraints of the operation's input, and its message.
    pub fn constraint_error(self, violations: &[Violation]) -> (ErrorCode, String) {
";

const CONSTRAINT_CHOICE: &str = "
        let declares = |code| self.errors().contains(&code);
        if declares(ErrorCode::Validation) && !declares(ErrorCode::InvalidParameter) {
            return (ErrorCode::Validation, violation::validation_message(violations));
        }
";

const CONSTRAINT_TAIL: &str = "
        (ErrorCode::InvalidParameter, violation::first_as_invalid_parameter(violations))
    }
";
