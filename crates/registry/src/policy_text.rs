//! The text of a resource's policy: rewritten as ECR answers it, and with other names for the
//! principals in it. Whether it is a policy is found out before ([`iam::Policy::parse`]).

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// A document whose members keep their order.
#[derive(Debug, Clone)]
pub(crate) struct PolicyText(Node);

#[derive(Debug, Clone)]
enum Node {
    /// A number, a truth value or null, as it is written.
    Literal(String),
    Text(String),
    List(Vec<Node>),
    Object(Vec<(String, Node)>),
}

impl PolicyText {
    /// Reads a document; `None` when it is no JSON.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok().map(Self)
    }

    /// The principals of AWS that the statements name, in the order of the document.
    pub(crate) fn principals(&self) -> Vec<String> {
        let mut named = Vec::new();
        self.clone()
            .for_each_principal(&mut |principal| named.push(principal.clone()));
        named
    }

    /// The document with other names for some of its principals of AWS.
    pub(crate) fn with_principals(mut self, other: impl Fn(&str) -> Option<String>) -> Self {
        self.for_each_principal(&mut |principal| {
            if let Some(other) = other(principal) {
                *principal = other;
            }
        });
        self
    }

    fn for_each_principal(&mut self, each: &mut dyn FnMut(&mut String)) {
        self.0.in_members(&["Statement"], &mut |statement| {
            statement.in_members(&["Principal", "NotPrincipal"], &mut |principal| {
                principal.in_members(&["AWS"], &mut |named| {
                    if let Node::Text(text) = named {
                        each(text);
                    }
                });
            });
        });
    }
}

impl Node {
    /// What the members of these names hold, the elements of lists one by one.
    fn in_members(&mut self, names: &[&str], each: &mut dyn FnMut(&mut Self)) {
        let Self::Object(members) = self else { return };
        for (_, node) in members
            .iter_mut()
            .filter(|(name, _)| names.contains(&name.as_str()))
        {
            match node {
                Self::List(elements) => elements.iter_mut().for_each(&mut *each),
                node => each(node),
            }
        }
    }

    /// As ECR lays policies out: a member a line, lists on one line, ` : ` behind names.
    fn write(&self, f: &mut fmt::Formatter<'_>, depth: usize) -> fmt::Result {
        match self {
            Self::Literal(literal) => f.write_str(literal),
            Self::Text(text) => write_text(f, text),
            Self::List(elements) => {
                f.write_str("[ ")?;
                for (index, element) in elements.iter().enumerate() {
                    f.write_str(if index == 0 { "" } else { ", " })?;
                    element.write(f, depth)?;
                }
                f.write_str(if elements.is_empty() { "]" } else { " ]" })
            }
            Self::Object(members) if members.is_empty() => f.write_str("{ }"),
            Self::Object(members) => {
                f.write_str("{")?;
                for (index, (name, node)) in members.iter().enumerate() {
                    f.write_str(if index == 0 { "\n" } else { ",\n" })?;
                    write!(f, "{:1$}", "", 2 * (depth + 1))?;
                    write_text(f, name)?;
                    f.write_str(" : ")?;
                    node.write(f, depth + 1)?;
                }
                write!(f, "\n{:1$}}}", "", 2 * depth)
            }
        }
    }
}

fn write_text(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_str(&serde_json::to_string(text).map_err(|_| fmt::Error)?)
}

impl fmt::Display for PolicyText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.write(f, 0)
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Literal("null".to_owned()))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Literal(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Literal(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Literal(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Literal(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(element) = elements.next_element()? {
            list.push(element);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = entries.next_entry()? {
            members.push(member);
        }
        Ok(Node::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_as_ecr_answers_it() {
        let text = r#"{"Version":"2012-10-17","Statement":[{"Sid":"pull","Effect":"Allow",
            "Principal":{"AWS":"arn:aws:iam::444455556666:root"},
            "Action":["ecr:BatchGetImage","ecr:GetDownloadUrlForLayer"]}]}"#;
        let expected = "{\n  \"Version\" : \"2012-10-17\",\n  \"Statement\" : [ {\n    \"Sid\" : \"pull\",\n    \"Effect\" : \"Allow\",\n    \"Principal\" : {\n      \"AWS\" : \"arn:aws:iam::444455556666:root\"\n    },\n    \"Action\" : [ \"ecr:BatchGetImage\", \"ecr:GetDownloadUrlForLayer\" ]\n  } ]\n}";
        let parsed = PolicyText::parse(text).expect("JSON");
        assert_eq!(parsed.to_string(), expected);
        let again = PolicyText::parse(expected).expect("JSON");
        assert_eq!(again.to_string(), expected);
    }

    #[test]
    fn keeps_every_kind_of_value() {
        let text = r#"{"z":[1,-2,true,null,"a\"\u0007é"],"a":{},"b":[]}"#;
        let parsed = PolicyText::parse(text).expect("JSON");
        let expected =
            "{\n  \"z\" : [ 1, -2, true, null, \"a\\\"\\u0007é\" ],\n  \"a\" : { },\n  \"b\" : [ ]\n}";
        assert_eq!(parsed.to_string(), expected);
        assert!(PolicyText::parse("\u{feff}{}").is_none());
    }

    #[test]
    fn principals_take_other_names() {
        let text = r#"{"AWS":"x","Statement":[{"Principal":{"AWS":["a","b"],"Service":"a"},"Sid":"a"},
            {"NotPrincipal":{"AWS":"a"}},{"Principal":"*"}]}"#;
        let parsed = PolicyText::parse(text).expect("JSON");
        assert_eq!(parsed.principals(), ["a", "b", "a"]);
        let renamed = parsed.with_principals(|name| (name == "a").then(|| "c".to_owned()));
        assert_eq!(renamed.principals(), ["c", "b", "c"]);
        assert!(renamed.to_string().contains("\"Service\" : \"a\""));
    }
}
