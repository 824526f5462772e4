//! One statement: compiled, and compared with a request.

use crate::action::Actions;
use crate::condition::{self, Condition};
use crate::context::Key;
use crate::error::{PolicyError, Problem};
use crate::json::{Node, Object, Place, text};
use crate::principals::{Grade, NamedPrincipal, Principals};
use crate::question::Question;
use crate::resource::Resources;
use crate::{Effect, PolicyKind};

#[derive(Debug, Clone)]
pub(crate) struct Statement {
    pub(crate) sid: Option<Box<str>>,
    pub(crate) effect: Effect,
    /// `None`: about whom the policy is attached to.
    principals: Option<Principals>,
    /// `None`: about every action.
    actions: Option<Actions>,
    /// `None`: about what the policy is attached to.
    resources: Option<Resources>,
    conditions: Box<[Condition]>,
}

/// What the grammar of a statement depends on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Grammar {
    pub(crate) kind: PolicyKind,
    /// The document is of version 2012-10-17.
    pub(crate) variables: bool,
}

const ELEMENTS: [&str; 9] = [
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
];

impl Statement {
    pub(crate) fn parse(node: &Node, place: Place<'_>, grammar: Grammar) -> Result<Self, PolicyError> {
        let object = Object::read(node, place, &ELEMENTS)?;
        let effect = effect(&object, place)?;
        let action = object.either("Action", "NotAction", place)?;
        let element = "Action or NotAction";
        let (name, node) = action.ok_or_else(|| place.fail(Problem::Missing { element }))?;
        let conditions = object
            .get("Condition")
            .map(|node| condition::parse(node, place.member("Condition"), grammar.variables));
        Ok(Self {
            sid: sid(&object, place, grammar.kind)?,
            effect,
            principals: principals(&object, place, grammar.kind, effect)?,
            actions: Some(Actions::parse(node, place.member(name), name == "NotAction")?),
            resources: resources(&object, place, grammar)?,
            conditions: conditions.transpose()?.unwrap_or_default(),
        })
    }

    /// A statement that denies everything to everyone.
    pub(crate) fn deny_all() -> Self {
        Self {
            sid: None,
            effect: Effect::Deny,
            principals: None,
            actions: None,
            resources: None,
            conditions: Box::new([]),
        }
    }

    /// The keys of conditions and variables, as often as they occur.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &Key> {
        let resources = self.resources.iter().flat_map(Resources::keys);
        resources.chain(self.conditions.iter().flat_map(Condition::keys))
    }

    /// The principals that `Principal` or `NotPrincipal` lists.
    pub(crate) fn principals(&self) -> impl Iterator<Item = NamedPrincipal<'_>> {
        self.principals.iter().flat_map(Principals::named)
    }

    /// A pattern of an action that is of another service than `services`.
    pub(crate) fn foreign_action(&self, services: &[&str]) -> Option<&str> {
        self.actions.as_ref()?.foreign(services)
    }

    /// Whether a look at what is known beforehand says that the statement does not apply. It is so
    /// for most statements, so nothing else of them is touched.
    pub(crate) fn is_passed_over(&self, question: &Question<'_>) -> bool {
        let actions = self.actions.as_ref();
        let resources = self.resources.as_ref();
        actions.is_some_and(|actions| actions.is_passed_over(question))
            || resources.is_some_and(|resources| resources.is_passed_over(question))
    }

    /// Whether and how the statement applies to a request, if it is not passed over.
    pub(crate) fn applies(&self, question: &Question<'_>) -> Option<Grade> {
        let context = question.request.context;
        let about = self
            .actions
            .as_ref()
            .is_none_or(|actions| actions.cover(question))
            && self
                .resources
                .as_ref()
                .is_none_or(|resources| resources.cover(question, self.effect));
        if !about {
            return None;
        }
        let grade = match &self.principals {
            Some(principals) => principals.cover(question)?,
            None => Grade::Direct,
        };
        let holds = |condition: &Condition| condition.holds(context, self.effect);
        self.conditions.iter().all(holds).then_some(grade)
    }
}

fn effect(object: &Object<'_>, place: Place<'_>) -> Result<Effect, PolicyError> {
    let element = "Effect";
    let node = object
        .get(element)
        .ok_or_else(|| place.fail(Problem::Missing { element }))?;
    let place = place.member(element);
    match text(node, place)? {
        "Allow" => Ok(Effect::Allow),
        "Deny" => Ok(Effect::Deny),
        other => Err(place.fail(Problem::malformed(other, "Allow or Deny"))),
    }
}

/// IAM has letters and digits in the ids of its own policies; ECR takes any text.
fn sid(object: &Object<'_>, place: Place<'_>, kind: PolicyKind) -> Result<Option<Box<str>>, PolicyError> {
    let Some(node) = object.get("Sid") else {
        return Ok(None);
    };
    let place = place.member("Sid");
    let sid = text(node, place)?;
    let legal = match kind {
        PolicyKind::Repository | PolicyKind::Registry | PolicyKind::Key => true,
        _ => sid.bytes().all(|byte| byte.is_ascii_alphanumeric()),
    };
    if legal {
        return Ok(Some(sid.into()));
    }
    Err(place.fail(Problem::malformed(sid, "letters and digits")))
}

fn principals(
    object: &Object<'_>,
    place: Place<'_>,
    kind: PolicyKind,
    effect: Effect,
) -> Result<Option<Principals>, PolicyError> {
    let given = object.either("Principal", "NotPrincipal", place)?;
    let Some((element, node)) = given else {
        let element = "Principal";
        return match kind.names_principals() {
            true => Err(place.fail(Problem::Missing { element })),
            false => Ok(None),
        };
    };
    let place = place.member(element);
    let negated = element == "NotPrincipal";
    if !kind.names_principals() || negated && kind == PolicyKind::RoleTrust {
        return Err(place.fail(Problem::NotOfKind { element, kind }));
    }
    // With Allow it would let in everybody who is not listed, strangers too; AWS refuses it.
    if negated && effect == Effect::Allow {
        let (first, second) = ("NotPrincipal", "the Effect Allow");
        return Err(place.fail(Problem::Exclusive { first, second }));
    }
    Principals::parse(node, place, negated).map(Some)
}

fn resources(
    object: &Object<'_>,
    place: Place<'_>,
    grammar: Grammar,
) -> Result<Option<Resources>, PolicyError> {
    let kind = grammar.kind;
    let Some((element, node)) = object.either("Resource", "NotResource", place)? else {
        let element = "Resource or NotResource";
        return match kind {
            PolicyKind::Repository | PolicyKind::RoleTrust => Ok(None),
            _ => Err(place.fail(Problem::Missing { element })),
        };
    };
    let place = place.member(element);
    if kind == PolicyKind::RoleTrust {
        return Err(place.fail(Problem::NotOfKind { element, kind }));
    }
    let negated = element == "NotResource";
    Resources::parse(node, place, negated, grammar).map(Some)
}
