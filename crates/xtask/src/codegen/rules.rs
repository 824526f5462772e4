//! One rule per simple shape that requests reach: how its values are read and checked.

use std::fmt::Write as _;

use anyhow::{Context as _, bail, ensure};

use super::casing;
use super::model::{Kind, Reference, Shape};
use super::service::Service;
use super::structs::Item;

/// A pattern with look-ahead, the length that its shape must have, and a pattern without that
/// matches the same texts of that length.
const WITHOUT_LOOK_AHEAD: &[(&str, [i64; 2], &str)] = &[(
    "^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$",
    [3, 63],
    "[a-z0-9]+(-[a-z0-9]+)*",
)];

/// All rules.
pub(crate) fn item(service: &Service) -> anyhow::Result<Item> {
    let mut item = Item::default();
    for name in &service.reach.input {
        let shape = service.shape(name)?;
        if !has_static(shape) {
            continue;
        }
        let (kind, value) = (rule_type(service, name)?, value(service, name, shape)?);
        writeln!(item.text, "/// `{name}` in the service model.")?;
        writeln!(
            item.text,
            "pub(super) static {}: {kind} = {value};\n",
            casing::constant(name)
        )?;
        item.types.extend(generated_type(service, name, shape)?);
    }
    item.text.push_str(&patterns(service)?);
    Ok(item)
}

/// The generated type that the rule of a shape names.
fn generated_type(service: &Service, name: &str, shape: &Shape) -> anyhow::Result<Option<String>> {
    if !shape.values.is_empty() {
        return Ok(Some(casing::type_name(name)));
    }
    let Some(member) = &shape.member else {
        return Ok(None);
    };
    let is_structure = service.shape(&member.shape)?.kind == Kind::Structure;
    Ok(is_structure.then(|| casing::type_name(&member.shape)))
}

/// The expression that refers to the rule of a shape.
pub(crate) fn rule(service: &Service, name: &str) -> anyhow::Result<String> {
    let shape = service.shape(name)?;
    Ok(match shape.kind {
        Kind::Structure => format!("&Structure::<{}>::new()", casing::type_name(name)),
        Kind::Boolean => "&Flag".to_owned(),
        _ => format!("&rules::{}", casing::constant(name)),
    })
}

/// Whether reading an input of this shape can break a constraint.
pub(crate) fn is_constrained(service: &Service, name: &str) -> anyhow::Result<bool> {
    let shape = service.shape(name)?;
    let own = shape.min.is_some() || shape.max.is_some() || shape.pattern.is_some();
    if own || !shape.values.is_empty() || !shape.required.is_empty() {
        return Ok(true);
    }
    for reference in shape
        .members
        .iter()
        .map(|(_, reference)| reference)
        .chain(&shape.member)
    {
        if is_constrained(service, &reference.shape)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn has_static(shape: &Shape) -> bool {
    !matches!(shape.kind, Kind::Structure | Kind::Boolean)
}

fn rule_type(service: &Service, name: &str) -> anyhow::Result<String> {
    let shape = service.shape(name)?;
    Ok(match shape.kind {
        Kind::String if !shape.values.is_empty() => format!("OneOf<{}>", casing::type_name(name)),
        Kind::String if shape.sensitive => "Sensitive".to_owned(),
        Kind::String => "Text".to_owned(),
        Kind::Integer => "Whole<i32>".to_owned(),
        Kind::Long => "Whole<i64>".to_owned(),
        Kind::Boolean => "Flag".to_owned(),
        Kind::Blob => "Bytes".to_owned(),
        Kind::Structure => format!("Structure<{}>", casing::type_name(name)),
        Kind::List => format!("List<{}>", rule_type(service, element(shape)?)?),
        Kind::Map => "Map".to_owned(),
        Kind::Double | Kind::Timestamp => {
            bail!("{name}: no rule for {:?} in requests", shape.kind)
        }
    })
}

fn value(service: &Service, name: &str, shape: &Shape) -> anyhow::Result<String> {
    Ok(match shape.kind {
        Kind::String if !shape.values.is_empty() => {
            format!(
                "OneOf {{ parse: {}::parse, names: &{:?} }}",
                casing::type_name(name),
                in_reported_order(&shape.values)
            )
        }
        Kind::String => {
            let text = format!("Text {{ {}, pattern: {} }}", length(shape), pattern(shape)?);
            if shape.sensitive {
                ensure!(
                    shape.pattern.is_none(),
                    "{name}: no test compiles the pattern of a sensitive text"
                );
                format!("Sensitive({text})")
            } else {
                text
            }
        }
        Kind::Integer | Kind::Long => {
            format!(
                "Whole {{ min: {:?}, max: {:?}, width: PhantomData }}",
                shape.min, shape.max
            )
        }
        Kind::Blob => format!("Bytes {{ {} }}", length(shape)),
        Kind::List => {
            let member = element(shape)?;
            let rule = rule(service, member)?.replace("rules::", "");
            format!("List {{ member: {rule}, {} }}", length(shape))
        }
        Kind::Map => {
            let inner = |reference: &Option<Reference>| -> anyhow::Result<String> {
                let shape = &reference.as_ref().context("a map has no inner shape")?.shape;
                ensure!(
                    rule_type(service, shape)? == "Text",
                    "{name}: no rule for maps of anything but texts"
                );
                Ok(rule(service, shape)?.replace("rules::", ""))
            };
            let (key, value) = (inner(&shape.key)?, inner(&shape.value)?);
            format!("Map {{ key: {key}, value: {value}, {} }}", length(shape))
        }
        kind => bail!("{name}: no rule for {kind:?} in requests"),
    })
}

fn element(shape: &Shape) -> anyhow::Result<&str> {
    match &shape.member {
        Some(member) => Ok(&member.shape),
        None => bail!("a list has no member shape"),
    }
}

fn length(shape: &Shape) -> String {
    format!("length: Length {{ min: {:?}, max: {:?} }}", shape.min, shape.max)
}

fn pattern(shape: &Shape) -> anyhow::Result<String> {
    let Some(pattern) = &shape.pattern else {
        return Ok("None".to_owned());
    };
    if !pattern.contains("(?!") {
        return Ok(format!("Some(Pattern::new({}))", raw(pattern)));
    }
    let own = [shape.min, shape.max];
    let known = WITHOUT_LOOK_AHEAD
        .iter()
        .find(|(known, length, _)| known == pattern && own == length.map(Some));
    let (_, _, equal) = known.with_context(|| format!("no equal without look-ahead for {pattern}"))?;
    Ok(format!("Some(Pattern::equal({}, {}))", raw(pattern), raw(equal)))
}

fn raw(pattern: &str) -> String {
    if pattern.contains('"') {
        format!("r#\"{pattern}\"#")
    } else {
        format!("r\"{pattern}\"")
    }
}

/// All patterns, for the test that compiles them.
fn patterns(service: &Service) -> anyhow::Result<String> {
    let mut text =
        "/// Every rule with a pattern.\n#[cfg(test)]\npub(super) static PATTERNS: &[&Option<Pattern>] = &["
            .to_owned();
    for name in &service.reach.input {
        if service.shape(name)?.pattern.is_some() {
            write!(text, "&{}.pattern, ", casing::constant(name))?;
        }
    }
    Ok(text + "];\n")
}

/// The order in which AWS lists the values of an enum: not the model's and not the alphabet's, but
/// that of a Java `HashSet` of at least 16 buckets. Every list seen in a real message agrees, such
/// as `[IMMUTABLE, MUTABLE, ...]`.
fn in_reported_order(values: &[String]) -> Vec<&str> {
    let mut buckets: u32 = 16;
    while values.len() > buckets as usize * 3 / 4 {
        buckets *= 2;
    }
    let mut values: Vec<&str> = values.iter().map(String::as_str).collect();
    values.sort_by_key(|value| spread_hash(value) & (buckets - 1));
    values
}

/// `String.hashCode`, folded as `HashMap` folds it.
fn spread_hash(text: &str) -> u32 {
    let hash = text.encode_utf16().fold(0_u32, |hash, unit| {
        hash.wrapping_mul(31).wrapping_add(unit.into())
    });
    hash ^ (hash >> 16)
}
