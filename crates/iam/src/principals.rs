//! The elements `Principal` and `NotPrincipal` ("AWS JSON policy elements: Principal").

use names::{AccountId, PrincipalArn};

use crate::Principal;
use crate::error::{PolicyError, Problem};
use crate::json::{Node, Object, Place, one_or_more, text};
use crate::question::{Bounded, Question};

/// Whom a statement of a resource's policy is about.
#[derive(Debug, Clone)]
pub(crate) struct Principals {
    negated: bool,
    named: Box<[Named]>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Named {
    /// `*`
    Everyone,
    /// An account, by number or by the ARN of its root.
    Account(AccountId),
    /// A user, a role or a session.
    Arn(PrincipalArn),
    Service(Box<str>),
    Federated(Box<str>),
    /// An account by an id of S3's, which no account has here: it names nobody.
    CanonicalUser,
}

/// Somebody whom a statement names ("AWS JSON policy elements: Principal").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NamedPrincipal<'a> {
    /// `*`
    Everyone,
    /// An account, by number or by the ARN of its root.
    Account(AccountId),
    /// A user, a role or a session.
    Arn(&'a PrincipalArn),
    /// A service, such as `lambda.amazonaws.com`.
    Service(&'a str),
    /// An identity provider, by ARN or name.
    Federated(&'a str),
    /// An account by an id of S3's, which no account has here.
    CanonicalUser,
}

/// In which way a statement is about a principal. It decides what else limits an `Allow` in the
/// principal's own account. The first is the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Grade {
    /// It names the user, the session, or everyone: nothing but denials limits it.
    Direct,
    /// It names the role of a session: boundary and session policies limit it.
    Role,
    /// It names the account, which may pass the right on by its identity policies.
    Account,
}

impl Principals {
    pub(crate) fn parse(node: &Node, place: Place<'_>, negated: bool) -> Result<Self, PolicyError> {
        if let Node::Text(text) = node {
            let named = match text.as_str() {
                "*" => Box::new([Named::Everyone]),
                _ => return Err(place.fail(Problem::malformed(text, "* or an object"))),
            };
            return Ok(Self { negated, named });
        }
        let known = ["AWS", "Service", "Federated", "CanonicalUser"];
        let members = Object::read(node, place, &known)?.members;
        if members.is_empty() {
            return Err(place.fail(Problem::Empty));
        }
        let mut named = Vec::new();
        for (kind, node) in members {
            let read = one_or_more(node, place.member(kind), |node, place| {
                let text = text(node, place)?;
                parse_one(kind, text).map_err(|problem| place.fail(problem))
            });
            named.extend(read?);
        }
        let named = named.into();
        Ok(Self { negated, named })
    }

    /// Whom it lists, in the order of the document.
    pub(crate) fn named(&self) -> impl Iterator<Item = NamedPrincipal<'_>> {
        self.named.iter().map(|named| match named {
            Named::Everyone => NamedPrincipal::Everyone,
            Named::Account(account) => NamedPrincipal::Account(*account),
            Named::Arn(arn) => NamedPrincipal::Arn(arn),
            Named::Service(name) => NamedPrincipal::Service(name),
            Named::Federated(provider) => NamedPrincipal::Federated(provider),
            Named::CanonicalUser => NamedPrincipal::CanonicalUser,
        })
    }

    /// Whether and how the statement is about a principal.
    pub(crate) fn cover(&self, question: &Question<'_>) -> Option<Grade> {
        if self.negated {
            return (!self.excludes(question)).then_some(Grade::Direct);
        }
        let grades = self.named.iter().filter_map(|named| named.grade(question));
        grades.min()
    }

    /// Whether a `NotPrincipal` leaves somebody out. AWS validates the account first, then the
    /// user or the role, then the session, so all of them have to be listed; sessions of a role
    /// only where some session of it is. Somebody with a boundary is never left out ("AWS JSON
    /// policy elements: NotPrincipal").
    fn excludes(&self, question: &Question<'_>) -> bool {
        if question.bounded == Bounded::Yes {
            return false;
        }
        if self.named.contains(&Named::Everyone) {
            return true;
        }
        let lists = |arn: &PrincipalArn| {
            let is_it = |named: &Named| matches!(named, Named::Arn(own) if own == arn);
            self.named.iter().any(is_it)
        };
        let lists_account = || {
            let account = question.account.map(Named::Account);
            account.is_some_and(|account| self.named.contains(&account))
        };
        match question.request.principal {
            Principal::Root(_) => lists_account(),
            Principal::User(user) => lists_account() && lists(user),
            Principal::RoleSession { session, role } => {
                let session_fits = lists(session) || !self.lists_session_like(session);
                lists_account() && lists(role) && session_fits
            }
            Principal::Service(_) | Principal::Federated(_) | Principal::Anonymous => {
                self.named.iter().any(|named| named.grade(question).is_some())
            }
        }
    }

    /// Whether a session of the same role is listed.
    fn lists_session_like(&self, session: &PrincipalArn) -> bool {
        let of_role = session.as_str().rsplit_once('/').map(|(role, _)| role);
        let is_like = |named: &Named| match named {
            Named::Arn(arn) => arn.as_str().rsplit_once('/').map(|(role, _)| role) == of_role,
            _ => false,
        };
        self.named.iter().any(is_like)
    }
}

impl Named {
    fn grade(&self, question: &Question<'_>) -> Option<Grade> {
        match (self, question.request.principal) {
            (Self::Everyone, _) => Some(Grade::Direct),
            (Self::Account(account), Principal::Root(own)) => (*account == own).then_some(Grade::Direct),
            (Self::Account(account), _) => (question.account == Some(*account)).then_some(Grade::Account),
            (Self::Arn(arn), Principal::User(user)) => (arn == user).then_some(Grade::Direct),
            (Self::Arn(arn), Principal::RoleSession { session, role }) => {
                let direct = (arn == session).then_some(Grade::Direct);
                direct.or_else(|| (arn == role).then_some(Grade::Role))
            }
            (Self::Service(name), Principal::Service(own)) => (**name == *own).then_some(Grade::Direct),
            (Self::Federated(name), Principal::Federated(own)) => (**name == *own).then_some(Grade::Direct),
            (Self::Arn(_) | Self::Service(_) | Self::Federated(_) | Self::CanonicalUser, _) => None,
        }
    }
}

fn parse_one(kind: &str, text: &str) -> Result<Named, Problem> {
    let is_host = |byte: u8| byte.is_ascii_alphanumeric() || b".-".contains(&byte);
    let is_provider = |byte: u8| byte.is_ascii_graphic() && !b"*?".contains(&byte);
    let (named, rule) = match kind {
        "AWS" => (
            aws(text),
            "*, an account's number, or the ARN of an account's root, a user, a role or a session",
        ),
        "Service" => (
            (text.contains('.') && text.bytes().all(is_host)).then(|| Named::Service(text.into())),
            "a service's name, such as lambda.amazonaws.com",
        ),
        "Federated" => (
            (!text.is_empty() && text.bytes().all(is_provider)).then(|| Named::Federated(text.into())),
            "a provider's ARN or name, without wildcards",
        ),
        _ => (
            (text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit()))
                .then_some(Named::CanonicalUser),
            "64 hexadecimal digits",
        ),
    };
    named.ok_or_else(|| Problem::malformed(text, rule))
}

/// Wildcards are for all of a principal's ARN or for nothing of it.
fn aws(text: &str) -> Option<Named> {
    if text == "*" {
        return Some(Named::Everyone);
    }
    if let Ok(account) = AccountId::parse(text) {
        return Some(Named::Account(account));
    }
    let arn = PrincipalArn::parse(text).ok()?;
    let mut components = text.splitn(6, ':').skip(2);
    let service = components.next()?;
    let resource = components.nth(2)?;
    if (service, resource) == ("iam", "root") {
        return Some(Named::Account(arn.account()));
    }
    let (kind, name) = resource.split_once('/')?;
    let known = match service {
        "iam" => matches!(kind, "user" | "role"),
        _ => matches!(kind, "assumed-role" | "federated-user"),
    };
    let is_session = kind == "assumed-role";
    let named = !name.is_empty() && !name.contains(['*', '?']) && (!is_session || name.contains('/'));
    (known && named).then_some(Named::Arn(arn))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grammar() {
        for (kind, text, legal) in [
            ("AWS", "*", true),
            ("AWS", "111122223333", true),
            ("AWS", "arn:aws:iam::111122223333:root", true),
            ("AWS", "arn:aws-cn:iam::111122223333:user/team/ci", true),
            ("AWS", "arn:aws:iam::111122223333:role/ci", true),
            ("AWS", "arn:aws:sts::111122223333:assumed-role/ci/run", true),
            ("AWS", "arn:aws:sts::111122223333:assumed-role/ci", false),
            ("AWS", "arn:aws:sts::111122223333:federated-user/ann", true),
            ("AWS", "arn:aws:iam::111122223333:user/*", false),
            ("AWS", "arn:aws:iam::111122223333:user/c?", false),
            ("AWS", "arn:aws:iam::*:root", false),
            ("AWS", "arn:aws:iam::111122223333:group/ci", false),
            ("AWS", "arn:aws:iam::111122223333:user/", false),
            ("AWS", "arn:aws:sts::111122223333:root", false),
            ("AWS", "11112222333", false),
            ("AWS", "AIDACKCEVSQ6C2EXAMPLE", false),
            ("AWS", "", false),
            ("Service", "lambda.amazonaws.com", true),
            ("Service", "*", false),
            ("Service", "lambda", false),
            ("Federated", "arn:aws:iam::111122223333:oidc-provider/x", true),
            ("Federated", "accounts.google.com", true),
            ("Federated", "*", false),
            (
                "CanonicalUser",
                "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be",
                true,
            ),
            ("CanonicalUser", "79a5", false),
        ] {
            assert_eq!(parse_one(kind, text).is_ok(), legal, "{kind} {text}");
        }
    }
}
