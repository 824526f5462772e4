//! Decides the requests of its input, one JSON object a line, with one word a line: `Allowed`,
//! `ExplicitlyDenied` or `ImplicitlyDenied`. For `e2e/iam/oracle.py`, which compares the words with
//! those of an independent engine and says what an object has.
#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{self, BufRead, Write};

use iam::{Attached, Context, Limits, Policy, PolicyKind, Principal, Reason, Request, evaluate};
use names::{AccountId, PrincipalArn};
use serde::Deserialize;

#[derive(Deserialize)]
struct Case {
    principal: String,
    action: String,
    resource: String,
    owner: String,
    context: BTreeMap<String, Vec<String>>,
    policies: Vec<(String, serde_json::Value)>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut output = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let case: Case = serde_json::from_str(&line?)?;
        writeln!(output, "{}", decide(&case)?)?;
    }
    Ok(())
}

fn decide(case: &Case) -> Result<&'static str, Box<dyn Error>> {
    let policies = case.policies.iter().map(|(kind, document)| parse(kind, document));
    let policies: Vec<Policy> = policies.collect::<Result<_, _>>()?;
    let attached = policies.iter().map(|policy| Attached { name: "", policy });
    let attached: Vec<Attached<'_>> = attached.collect();
    let mut context = Context::new();
    for (key, values) in &case.context {
        context.set_all(key, values.iter().map(String::as_str));
    }
    let arns = Arns::parse(&case.principal)?;
    let request = Request {
        principal: arns.principal(&case.principal),
        action: &case.action,
        resource: &case.resource,
        owner: AccountId::parse(&case.owner)?,
        context: &context,
    };
    Ok(match evaluate(&request, &attached).reason {
        Reason::Allowed(_) => "Allowed",
        Reason::ExplicitDeny(_) => "ExplicitlyDenied",
        Reason::NoneAllows(_) => "ImplicitlyDenied",
    })
}

fn parse(kind: &str, document: &serde_json::Value) -> Result<Policy, Box<dyn Error>> {
    let kind = match kind {
        "identity" => PolicyKind::Identity,
        "boundary" => PolicyKind::Boundary,
        "session" => PolicyKind::Session,
        "control" => PolicyKind::ServiceControl,
        "repository" => PolicyKind::Repository,
        "registry" => PolicyKind::Registry,
        "trust" => PolicyKind::RoleTrust,
        other => return Err(format!("no kind of policy: {other}").into()),
    };
    let limits = Limits {
        characters: usize::MAX,
        ..Limits::of(kind)
    };
    Ok(Policy::parse(&document.to_string(), kind, limits)?)
}

/// The ARNs of a principal; a session's role has no path here.
struct Arns {
    own: Option<PrincipalArn>,
    role: Option<PrincipalArn>,
}

impl Arns {
    fn parse(text: &str) -> Result<Self, Box<dyn Error>> {
        let role = text.split_once(":assumed-role/").and_then(|(head, tail)| {
            let (name, _) = tail.split_once('/')?;
            Some(format!("{}:role/{name}", head.replacen(":sts:", ":iam:", 1)))
        });
        let own = text.starts_with("arn:").then(|| PrincipalArn::parse(text));
        Ok(Self {
            own: own.transpose()?,
            role: role.map(|role| PrincipalArn::parse(&role)).transpose()?,
        })
    }

    fn principal<'a>(&'a self, text: &'a str) -> Principal<'a> {
        match (&self.own, &self.role) {
            (Some(session), Some(role)) => Principal::RoleSession { session, role },
            (Some(arn), None) if text.ends_with(":root") => Principal::Root(arn.account()),
            (Some(arn), None) => Principal::User(arn),
            (None, _) if text == "anonymous" => Principal::Anonymous,
            (None, _) => Principal::Service(text),
        }
    }
}
