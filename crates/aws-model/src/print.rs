//! Values as AWS prints them in the sentence that reports a broken constraint.

use std::fmt::Write as _;

use crate::form::Form;
use crate::json::Json;

/// The most bytes printed of one value. A message need not carry megabytes of manifest back.
const MAX_PRINTED: usize = 2_048;

/// Text without quotes, lists as `[a, b]`, structures as `{name=value}`; cut where it is long.
pub(crate) fn print(node: &Json<'_>) -> String {
    let mut out = String::new();
    write_node(node, &mut out);
    if out.len() > MAX_PRINTED {
        out.truncate(out.floor_char_boundary(MAX_PRINTED));
        out.push_str("...");
    }
    out
}

/// Appends a value; stops soon after the limit is passed. The tree is at most 64 levels deep.
fn write_node(node: &Json<'_>, out: &mut String) {
    match node {
        Json::Null => out.push_str("null"),
        Json::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Json::Number(number) => write!(out, "{number}").expect("writing to a string cannot fail"),
        Json::Text(text) => out.push_str(&text[..text.floor_char_boundary(MAX_PRINTED + 4)]),
        Json::List(nodes) => write_all(out, ['[', ']'], nodes.iter().map(|node| ("", node))),
        Json::Object(members) => {
            write_all(
                out,
                ['{', '}'],
                members.iter().map(|(name, node)| (name.as_ref(), node)),
            );
        }
        Json::Form(form) => write_form(out, *form),
    }
}

fn write_form(out: &mut String, form: Form<'_>) {
    out.push('{');
    for (index, (path, value)) in form.paths().enumerate() {
        if out.len() > MAX_PRINTED {
            return;
        }
        let comma = if index == 0 { "" } else { ", " };
        let cut = |text: &str| text[..text.floor_char_boundary(MAX_PRINTED)].to_owned();
        write!(out, "{comma}{}={}", cut(path), cut(value)).expect("writing to a string cannot fail");
    }
    out.push('}');
}

fn write_all<'n>(
    out: &mut String,
    [open, close]: [char; 2],
    nodes: impl Iterator<Item = (&'n str, &'n Json<'n>)>,
) {
    out.push(open);
    for (index, (name, node)) in nodes.enumerate() {
        if out.len() > MAX_PRINTED {
            return;
        }
        if index > 0 {
            out.push_str(", ");
        }
        if !name.is_empty() {
            out.push_str(&name[..name.floor_char_boundary(MAX_PRINTED)]);
            out.push('=');
        }
        write_node(node, out);
    }
    out.push(close);
}
