//! Structures: the type, how it is written and how it is read.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use anyhow::Context as _;

use super::casing;
use super::model::{Kind, Reference, Shape};
use super::rules;
use super::service::{Protocol, Service};

/// A piece of Rust and the generated types that it names.
#[derive(Default)]
pub(crate) struct Item {
    pub(crate) text: String,
    pub(crate) types: BTreeSet<String>,
}

/// The Rust of one structure.
pub(crate) fn item(service: &Service, name: &str) -> anyhow::Result<Item> {
    let shape = service.shape(name)?;
    let mut item = Item::default();
    declaration(service, name, shape, &mut item)?;
    if service.reach.input.contains(name) {
        reading(service, name, shape, &mut item)?;
    }
    if service.protocol == Protocol::Query && service.reach.output.contains(name) {
        writing(name, shape, &mut item)?;
    }
    item.types.remove(&casing::type_name(name));
    Ok(item)
}

fn declaration(service: &Service, name: &str, shape: &Shape, item: &mut Item) -> anyhow::Result<()> {
    let is_written = service.protocol == Protocol::Json && service.reach.output.contains(name);
    let mut derives = vec!["Debug", "Clone", "PartialEq"];
    if has_default(service, shape)? {
        derives.push("Default");
    }
    if is_written {
        derives.push("Serialize");
    }
    writeln!(
        item.text,
        "/// `{name}` in the service model.\n#[derive({})]",
        derives.join(", ")
    )?;
    let is_camel = |name: &str| casing::serde_camel(&casing::field(name)) == name;
    let all_camel = shape.members.iter().all(|(name, _)| is_camel(name));
    if is_written && all_camel && !shape.members.is_empty() {
        writeln!(item.text, "#[serde(rename_all = \"camelCase\")]")?;
    }
    writeln!(item.text, "pub struct {} {{", casing::type_name(name))?;
    for (member, reference) in shape.members.iter() {
        writeln!(item.text, "/// `{member}`: `{}`.", reference.shape)?;
        if is_written {
            let rename = (!all_camel).then_some(member);
            item.text
                .push_str(&attribute(service, shape, member, reference, rename)?);
        }
        let mut kind = rust_type(service, &reference.shape, &mut item.types)?;
        if !is_required(shape, member) {
            kind = format!("Option<{kind}>");
        }
        writeln!(item.text, "pub {}: {kind},", casing::field(member))?;
    }
    writeln!(item.text, "}}")?;
    Ok(())
}

fn is_required(shape: &Shape, member: &str) -> bool {
    shape.required.iter().any(|required| required == member)
}

fn attribute(
    service: &Service,
    shape: &Shape,
    member: &str,
    reference: &Reference,
    rename: Option<&str>,
) -> anyhow::Result<String> {
    let mut parts = Vec::new();
    if let Some(name) = rename {
        parts.push(format!("rename = {name:?}"));
    }
    let is_optional = !is_required(shape, member);
    if is_optional {
        parts.push("skip_serializing_if = \"Option::is_none\"".to_owned());
    }
    if service.shape(&reference.shape)?.kind == Kind::Timestamp {
        let suffix = if is_optional { "_option" } else { "" };
        parts.push(format!("serialize_with = \"crate::epoch::serialize{suffix}\""));
    }
    Ok(if parts.is_empty() {
        String::new()
    } else {
        format!("#[serde({})]\n", parts.join(", "))
    })
}

fn rust_type(service: &Service, name: &str, types: &mut BTreeSet<String>) -> anyhow::Result<String> {
    let shape = service.shape(name)?;
    let mut inner = |reference: &Option<Reference>| {
        let reference = reference
            .as_ref()
            .with_context(|| format!("{name} lacks an inner shape"))?;
        rust_type(service, &reference.shape, types)
    };
    Ok(match shape.kind {
        Kind::List => format!("Vec<{}>", inner(&shape.member)?),
        Kind::Map => format!("BTreeMap<{}, {}>", inner(&shape.key)?, inner(&shape.value)?),
        Kind::String if shape.sensitive => "Secret".to_owned(),
        Kind::String if shape.values.is_empty() => "String".to_owned(),
        Kind::Structure | Kind::String => {
            let name = casing::type_name(name);
            types.insert(name.clone());
            name
        }
        Kind::Integer => "i32".to_owned(),
        Kind::Long => "i64".to_owned(),
        Kind::Double => "f64".to_owned(),
        Kind::Boolean => "bool".to_owned(),
        Kind::Timestamp => "Timestamp".to_owned(),
        Kind::Blob => "Blob".to_owned(),
    })
}

/// A structure has a default unless a required member is an enum or an instant.
fn has_default(service: &Service, shape: &Shape) -> anyhow::Result<bool> {
    for name in &shape.required {
        let member = shape
            .members
            .get(name)
            .with_context(|| format!("required {name} is no member"))?;
        let member = service.shape(&member.shape)?;
        let inner = member.kind != Kind::Structure || has_default(service, member)?;
        if !inner || !member.values.is_empty() || member.kind == Kind::Timestamp {
            return Ok(false);
        }
    }
    Ok(true)
}

fn reading(service: &Service, name: &str, shape: &Shape, item: &mut Item) -> anyhow::Result<()> {
    let out = &mut item.text;
    let members = if shape.members.is_empty() { "_" } else { "members" };
    writeln!(out, "\nimpl Shape for {} {{", casing::type_name(name))?;
    writeln!(out, "fn read({members}: &mut Members<'_, '_>) -> Read<Self> {{")?;
    for (member, reference) in shape.members.iter() {
        let need = if is_required(shape, member) {
            "required"
        } else {
            "optional"
        };
        let (field, rule) = (casing::field(member), rules::rule(service, &reference.shape)?);
        writeln!(out, "let {field} = members.{need}({member:?}, {rule})?;")?;
    }
    let fields: Vec<String> = shape
        .members
        .iter()
        .map(|(member, _)| casing::field(member))
        .collect();
    let needed: Vec<String> = shape
        .required
        .iter()
        .map(|member| casing::field(member))
        .collect();
    let needed = needed.as_slice();
    if let [one] = needed {
        writeln!(out, "let Some({one}) = {one} else {{ return Ok(None) }};")?;
    } else if !needed.is_empty() {
        let some: Vec<String> = needed.iter().map(|field| format!("Some({field})")).collect();
        writeln!(
            out,
            "let ({}) = ({}) else {{ return Ok(None) }};",
            some.join(", "),
            needed.join(", ")
        )?;
    }
    writeln!(out, "Ok(Some(Self {{ {} }})) }} }}", fields.join(", "))?;
    Ok(())
}

fn writing(name: &str, shape: &Shape, item: &mut Item) -> anyhow::Result<()> {
    let out = &mut item.text;
    let argument = if shape.members.is_empty() { "_" } else { "out" };
    writeln!(out, "\nimpl ToXml for {} {{", casing::type_name(name))?;
    writeln!(out, "fn content(&self, {argument}: &mut Xml) {{")?;
    for (member, _) in shape.members.iter() {
        writeln!(out, "out.element({member:?}, &self.{});", casing::field(member))?;
    }
    writeln!(out, "}} }}")?;
    Ok(())
}
