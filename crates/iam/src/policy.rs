//! A whole document.

use std::collections::BTreeSet;

use crate::context::Key;
use crate::error::{PolicyError, Problem};
use crate::json::{self, Object, Place, one_or_more, text};
use crate::statement::{Grammar, Statement};
use crate::{Limits, NamedPrincipal, PolicyKind, Span, span};

/// A compiled policy. It is made once and asked often.
#[derive(Debug, Clone)]
pub struct Policy {
    kind: PolicyKind,
    statements: Box<[Statement]>,
    /// Where each statement is in the document.
    spans: Box<[Span]>,
}

impl Policy {
    /// Reads, checks and compiles a document of the given kind. The first fault is told, with its
    /// place. Whether actions, principals and condition keys exist is not looked at.
    pub fn parse(document: &str, kind: PolicyKind, limits: Limits) -> Result<Self, PolicyError> {
        let place = Place::DOCUMENT;
        if !limits.admit(document) {
            let characters = limits.characters;
            return Err(place.fail(Problem::TooLong { characters }));
        }
        let node = json::parse(document).map_err(|problem| place.fail(problem))?;
        let object = Object::read(&node, place, &["Version", "Id", "Statement"])?;
        if let Some(id) = object.get("Id") {
            text(id, place.member("Id"))?;
        }
        let grammar = Grammar {
            kind,
            variables: version_has_variables(&object, place)?,
        };
        let element = "Statement";
        let node = object
            .get(element)
            .ok_or_else(|| place.fail(Problem::Missing { element }))?;
        let place = place.member(element);
        let statements = one_or_more(node, place, |node, place| Statement::parse(node, place, grammar))?;
        check_sids(&statements, place, kind)?;
        Ok(Self {
            kind,
            spans: span::of_statements(document),
            statements,
        })
    }

    /// What stands for a stored document that cannot be read any more: it denies everything. A
    /// policy that was left out could have held a `Deny`.
    pub fn unreadable(kind: PolicyKind) -> Self {
        Self {
            kind,
            statements: Box::new([Statement::deny_all()]),
            spans: Box::new([]),
        }
    }

    /// What the policy is attached to.
    pub fn kind(&self) -> PolicyKind {
        self.kind
    }

    /// Every condition key that a decision by this policy can depend on: of conditions, and of
    /// variables in resources and values. In lower case; keys of tags are whole, such as
    /// `aws:resourcetag/team`.
    pub fn keys(&self) -> BTreeSet<&str> {
        self.all_keys().map(|key| &*key.folded).collect()
    }

    /// The same keys in every spelling that the document has.
    pub fn keys_as_written(&self) -> BTreeSet<&str> {
        self.all_keys().map(|key| &*key.written).collect()
    }

    /// Everybody whom `Principal` and `NotPrincipal` name, as often as they do. Whether they exist
    /// is the caller's to find.
    pub fn principals(&self) -> impl Iterator<Item = NamedPrincipal<'_>> {
        self.statements.iter().flat_map(Statement::principals)
    }

    /// The first pattern of `Action` or `NotAction`, as written, that cannot match an action of
    /// these services, given by their prefixes in lower case: `ecr`. `*` matches every action.
    pub fn foreign_action(&self, services: &[&str]) -> Option<&str> {
        let mut foreign = self.statements.iter();
        foreign.find_map(|statement| statement.foreign_action(services))
    }

    /// Where in the document a statement is, by its place from 0; `None` if there is none.
    pub fn span(&self, index: usize) -> Option<Span> {
        self.spans.get(index).copied()
    }

    fn all_keys(&self) -> impl Iterator<Item = &Key> {
        self.statements.iter().flat_map(Statement::keys)
    }

    pub(crate) fn statements(&self) -> &[Statement] {
        &self.statements
    }
}

/// Without a version a document is of the older one ("IAM JSON policy elements: Version").
fn version_has_variables(object: &Object<'_>, place: Place<'_>) -> Result<bool, PolicyError> {
    let Some(node) = object.get("Version") else {
        return Ok(false);
    };
    let place = place.member("Version");
    match text(node, place)? {
        "2012-10-17" => Ok(true),
        "2008-10-17" => Ok(false),
        other => Err(place.fail(Problem::malformed(other, "2012-10-17 or 2008-10-17"))),
    }
}

/// IAM's own policies name each statement once. ECR does not ask for it.
fn check_sids(statements: &[Statement], place: Place<'_>, kind: PolicyKind) -> Result<(), PolicyError> {
    if matches!(
        kind,
        PolicyKind::Repository | PolicyKind::Registry | PolicyKind::Key
    ) {
        return Ok(());
    }
    for (index, statement) in statements.iter().enumerate() {
        let Some(sid) = statement.sid.as_deref().filter(|sid| !sid.is_empty()) else {
            continue;
        };
        let earlier = &statements[..index];
        if earlier.iter().any(|other| other.sid.as_deref() == Some(sid)) {
            let name = sid.to_owned();
            let place = place.element(index);
            return Err(place.member("Sid").fail(Problem::Repeated { name }));
        }
    }
    Ok(())
}
