//! The members of a form as the AWS Query protocol names them: `Tags.member.1.Key=team`.
//!
//! A name is a path, and a path says nothing about types: only the shape tells that `Tags` is a list
//! and that `7` is a number. So a form stays what it is, a sorted list of pairs, and a value is a
//! run of neighbours in it; each rule takes what it needs. Nothing nests here, whatever a path says.

use crate::Malformed;

/// The most members of one form. What people send has a few hundred; the simulator's largest
/// requests have some thousands.
const MAX_PAIRS: usize = 8_192;

/// What is said of a value that has members where it should be a plain one.
const UNEXPECTED_MEMBERS: &str = "Start of structure or map found where not expected";

/// The members of a form, in the order of their names.
pub(crate) struct Pairs<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Pairs<'a> {
    /// Sorts the members. A name that occurs twice, and too many of them, are refused.
    pub(crate) fn new(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, Malformed> {
        let mut pairs: Vec<_> = pairs.into_iter().take(MAX_PAIRS + 1).collect();
        if pairs.len() > MAX_PAIRS {
            return Err(malformed("", format!("More than {MAX_PAIRS} parameters")));
        }
        pairs.sort_unstable();
        match pairs.windows(2).find(|both| both[0].0 == both[1].0) {
            Some(both) => Err(malformed(both[0].0, "Duplicate parameter".to_owned())),
            None => Ok(Self(pairs)),
        }
    }

    /// The form as one structure.
    pub(crate) fn whole(&self) -> Form<'_> {
        Form {
            leaf: None,
            below: &self.0,
            skip: 0,
        }
    }
}

fn malformed(path: &str, message: String) -> Malformed {
    Malformed {
        path: path.to_owned(),
        message,
    }
}

/// One value of a form: what stands at a path, and at the paths below it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Form<'a> {
    /// The value at the path itself.
    leaf: Option<&'a str>,
    /// The members whose names go on below the path; they are neighbours in the sorted form.
    below: &'a [(&'a str, &'a str)],
    /// The length of the path with its dot, which all names in `below` begin with.
    skip: usize,
}

impl<'a> Form<'a> {
    /// A member of the value, if the form has any of that name.
    pub(crate) fn member(self, name: &str) -> Option<Self> {
        let rest = |pair: &(&'a str, &'a str)| &pair.0.as_bytes()[self.skip..];
        let exact = self
            .below
            .binary_search_by(|pair| rest(pair).cmp(name.as_bytes()))
            .ok();
        let start = self
            .below
            .partition_point(|pair| rest(pair).iter().lt(name.as_bytes().iter().chain(b".")));
        let is_within = |pair: &(&'a str, &'a str)| {
            let after = rest(pair).strip_prefix(name.as_bytes());
            after.is_some_and(|after| after.starts_with(b"."))
        };
        let below = &self.below[start..];
        let below = &below[..below.partition_point(is_within)];
        (exact.is_some() || !below.is_empty()).then_some(Self {
            leaf: exact.map(|index| self.below[index].1),
            below,
            skip: self.skip + name.len() + 1,
        })
    }

    /// The value as a plain one. The error says what is wrong with that.
    pub(crate) fn text(self) -> Result<&'a str, String> {
        match self.leaf {
            Some(text) if self.below.is_empty() => Ok(text),
            _ => Err(UNEXPECTED_MEMBERS.to_owned()),
        }
    }

    /// The value as a structure.
    pub(crate) fn structure(self) -> Result<Self, String> {
        match self.leaf {
            None | Some("") => Ok(self),
            Some(_) => Err("Unexpected complex element termination".to_owned()),
        }
    }

    /// The elements of the value as a list: `member.1` and so on without a gap. A plain empty value
    /// is an empty list, which has no other form.
    pub(crate) fn elements(self) -> Result<Vec<Self>, String> {
        match self.leaf {
            Some("") if self.below.is_empty() => return Ok(Vec::new()),
            Some(_) => return Err("Unexpected list element termination".to_owned()),
            None => {}
        }
        let members = self.member("member").ok_or(UNEXPECTED_MEMBERS)?;
        if members.leaf.is_some() || members.below.len() < self.below.len() {
            return Err(UNEXPECTED_MEMBERS.to_owned());
        }
        let mut last = 0;
        for (name, _) in members.below {
            let (index, _) = split(&name[members.skip..]);
            last = last.max(number(index).ok_or_else(|| format!("'{index}' is no index of a list"))?);
        }
        // More indexes than names means a gap, so that no loop is longer than the form.
        (1..=last.min(members.below.len() + 1))
            .map(|index| {
                let element = members.member(&index.to_string());
                element.ok_or_else(|| format!("The list has no member {index}"))
            })
            .collect()
    }

    /// The paths below the value, with their values.
    pub(crate) fn paths(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let paths = self.below.iter();
        paths.map(move |(name, value)| (&name[self.skip..], *value))
    }
}

/// The first step of a path, and what follows.
fn split(path: &str) -> (&str, &str) {
    path.split_once('.').unwrap_or((path, ""))
}

/// A positive number without leading zeros, so that each has one spelling.
fn number(text: &str) -> Option<usize> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
    let number = is_plain.then(|| text.parse().ok())?;
    number.filter(|number| *number <= MAX_PAIRS)
}
