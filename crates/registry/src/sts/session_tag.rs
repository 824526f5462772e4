//! Session tags: what a session says of itself, and what a chain of sessions hands down.

use crate::{Error, IdentityFault, Session};

/// Most tags of a session, those that it inherits included (STS: 50).
const MAX_TAGS: usize = 50;
/// Longest key, in characters.
const MAX_KEY: usize = 128;
/// Longest value, in characters.
const MAX_VALUE: usize = 256;

/// A tag of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionTag {
    /// The key; keys are the same in any case.
    pub key: String,
    /// The value.
    pub value: String,
}

/// The tags of a new session.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct SessionTags {
    pub(super) tags: Vec<(String, String)>,
    /// Keys of those that the next session of a chain inherits.
    pub(super) transitive: Vec<String>,
}

impl SessionTags {
    /// Joins what is asked for with what `parent` hands down, which nobody can change (IAM user
    /// guide, "Pass session tags in AWS STS": chaining roles with session tags).
    pub(super) fn new(
        tags: &[SessionTag],
        transitive: &[String],
        parent: Option<&Session>,
    ) -> Result<Self, Error> {
        check(tags)?;
        let inherited = parent.map(inherited).unwrap_or_default();
        let has = |list: &[(String, String)], key: &str| list.iter().any(|(other, _)| same(other, key));
        if tags.iter().any(|tag| has(&inherited, &tag.key)) {
            return Err(invalid(
                "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag \
                 key from the calling session.",
            ));
        }
        let mut joined = Self {
            transitive: inherited.iter().map(|(key, _)| key.clone()).collect(),
            tags: inherited,
        };
        for tag in tags {
            joined.tags.push((tag.key.clone(), tag.value.clone()));
        }
        if joined.tags.len() > MAX_TAGS {
            return Err(invalid("A session must not have more than 50 tags."));
        }
        for key in transitive {
            if !has(&joined.tags, key) {
                let message = "The specified transitive tag key must be included in the requested tags.";
                return Err(invalid(message));
            }
            if !joined.transitive.iter().any(|known| same(known, key)) {
                joined.transitive.push(key.clone());
            }
        }
        Ok(joined)
    }
}

/// The tags that a session hands down to the sessions that it makes.
fn inherited(parent: &Session) -> Vec<(String, String)> {
    let is_transitive = |key: &str| parent.transitive_tags.iter().any(|known| same(known, key));
    let tags = parent.tags.iter().filter(|(key, _)| is_transitive(key));
    tags.cloned().collect()
}

fn check(tags: &[SessionTag]) -> Result<(), Error> {
    if tags.len() > MAX_TAGS {
        return Err(invalid("A session must not have more than 50 tags."));
    }
    for (index, tag) in tags.iter().enumerate() {
        if tags[..index].iter().any(|other| same(&other.key, &tag.key)) {
            return Err(invalid(
                "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
            ));
        }
        if fold(&tag.key).starts_with("aws:") {
            return Err(invalid("Tag keys beginning with aws: are reserved."));
        }
        // The model bounds what is in a form; what is in a token has no model.
        let key = tag.key.chars().count();
        let fits = (1..=MAX_KEY).contains(&key) && tag.value.chars().count() <= MAX_VALUE;
        if !fits || !tag.key.chars().chain(tag.value.chars()).all(is_allowed) {
            return Err(invalid(
                "A tag has a key of 1 to 128 and a value of up to 256 letters, digits, spaces and _.:/=+-@.",
            ));
        }
    }
    Ok(())
}

fn is_allowed(character: char) -> bool {
    let space = character.is_whitespace() && !character.is_control();
    character.is_alphanumeric() || space || "_.:/=+-@".contains(character)
}

fn same(one: &str, other: &str) -> bool {
    fold(one) == fold(other)
}

/// As condition keys are compared, so that no two tags become one key.
fn fold(key: &str) -> String {
    key.to_lowercase()
}

fn invalid(message: &str) -> Error {
    Error::identity(IdentityFault::InvalidParameterValue, message)
}
