//! A JSON text as a tree that keeps what lenient readers drop: every member of an object, also
//! repeated ones, so that the reader of the object can refuse them with their place.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::error::{PolicyError, Problem, shown};

/// One value. Numbers are kept as text, since conditions compare text.
#[derive(Debug)]
pub(crate) enum Node {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    List(Vec<Node>),
    Object(Vec<(String, Node)>),
}

/// Reads a whole text. Duplicate members are kept; see [`Object::read`].
pub(crate) fn parse(text: &str) -> Result<Node, Problem> {
    serde_json::from_str(text).map_err(|_| Problem::NotJson)
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
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Number(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Number(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Number(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Node, E> {
        Ok(Node::Text(value))
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

/// Where in the document something is: a chain from the inside out.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    outer: Option<&'a Place<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Document,
    Member(&'a str),
    Element(usize),
}

impl<'a> Place<'a> {
    pub(crate) const DOCUMENT: Self = Self {
        outer: None,
        step: Step::Document,
    };

    pub(crate) fn member(&'a self, name: &'a str) -> Self {
        Self {
            outer: Some(self),
            step: Step::Member(name),
        }
    }

    pub(crate) fn element(&'a self, index: usize) -> Self {
        Self {
            outer: Some(self),
            step: Step::Element(index),
        }
    }

    pub(crate) fn fail(&self, problem: Problem) -> PolicyError {
        let path = self.to_string();
        PolicyError { path, problem }
    }
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(outer) = self.outer {
            outer.fmt(f)?;
        }
        match self.step {
            Step::Document => Ok(()),
            Step::Member(name) => {
                let inner = self.outer.is_some_and(|outer| outer.outer.is_some());
                f.write_str(if inner { "." } else { "" })?;
                f.write_str(&shown(name))
            }
            Step::Element(index) => write!(f, "[{index}]"),
        }
    }
}

/// An object whose members were checked to be there once at most.
pub(crate) struct Object<'n> {
    pub(crate) members: &'n [(String, Node)],
}

impl<'n> Object<'n> {
    /// Takes an object whose members may have any name. Two names are the same if `key` makes
    /// them so.
    pub(crate) fn read_free(
        node: &'n Node,
        place: Place<'_>,
        key: fn(&str) -> String,
    ) -> Result<Self, PolicyError> {
        let Node::Object(members) = node else {
            let expected = "an object";
            return Err(place.fail(Problem::WrongType { expected }));
        };
        let mut names: Vec<_> = members.iter().map(|(name, _)| (key(name), name)).collect();
        names.sort_by(|one, other| one.0.cmp(&other.0));
        if let Some(pair) = names.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            let name = shown(pair[1].1);
            return Err(place.fail(Problem::Repeated { name }));
        }
        Ok(Self { members })
    }

    /// Takes an object that has no members but `known` ones.
    pub(crate) fn read(node: &'n Node, place: Place<'_>, known: &[&str]) -> Result<Self, PolicyError> {
        let object = Self::read_free(node, place, str::to_owned)?;
        let unknown = object
            .members
            .iter()
            .find(|(name, _)| !known.contains(&name.as_str()));
        if let Some((name, _)) = unknown {
            let name = shown(name);
            return Err(place.fail(Problem::Unknown { name }));
        }
        Ok(object)
    }

    pub(crate) fn get(&self, name: &str) -> Option<&'n Node> {
        let found = self.members.iter().find(|(own, _)| own == name);
        found.map(|(_, node)| node)
    }

    /// The one of two members that exclude each other.
    pub(crate) fn either(
        &self,
        plain: &'static str,
        negated: &'static str,
        place: Place<'_>,
    ) -> Result<Option<(&'static str, &'n Node)>, PolicyError> {
        match (self.get(plain), self.get(negated)) {
            (Some(_), Some(_)) => {
                let (first, second) = (plain, negated);
                Err(place.fail(Problem::Exclusive { first, second }))
            }
            (Some(node), None) => Ok(Some((plain, node))),
            (None, Some(node)) => Ok(Some((negated, node))),
            (None, None) => Ok(None),
        }
    }
}

/// A text.
pub(crate) fn text<'n>(node: &'n Node, place: Place<'_>) -> Result<&'n str, PolicyError> {
    match node {
        Node::Text(text) => Ok(text),
        _ => {
            let expected = "a string";
            Err(place.fail(Problem::WrongType { expected }))
        }
    }
}

/// One value or a list of at least one, each given to `read` with its place.
pub(crate) fn one_or_more<'n, T>(
    node: &'n Node,
    place: Place<'_>,
    mut read: impl FnMut(&'n Node, Place<'_>) -> Result<T, PolicyError>,
) -> Result<Box<[T]>, PolicyError> {
    let Node::List(list) = node else {
        return Ok(Box::new([read(node, place)?]));
    };
    if list.is_empty() {
        return Err(place.fail(Problem::Empty));
    }
    let elements = list.iter().enumerate();
    elements
        .map(|(index, node)| read(node, place.element(index)))
        .collect()
}
