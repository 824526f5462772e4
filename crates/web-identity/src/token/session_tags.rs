//! Session tags that a provider puts into its tokens.
//!
//! Limits on their number and their characters are not looked at here: they are the same for tags
//! of every origin.

use serde_json::{Map, Value};

use super::TokenFault;

const TAGS: &str = "https://aws.amazon.com/tags";
/// The flattened form has a claim for each tag, its key after this.
const FLAT_TAG: &str = "https://aws.amazon.com/tags/principal_tags/";
const FLAT_TRANSITIVE: &str = "https://aws.amazon.com/tags/transitive_tag_keys";

/// The tags of a session, as the token has them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SessionTags {
    /// Keys and values; no key twice, but perhaps in two cases.
    pub tags: Vec<(String, String)>,
    /// Keys of tags that go on to sessions made from the session.
    pub transitive_keys: Vec<String>,
}

/// Both forms may stand in one token; then their tags are put together.
pub(super) fn read(claims: &Map<String, Value>) -> Result<SessionTags, TokenFault> {
    let fault = TokenFault::Claim(TAGS);
    let mut found = SessionTags::default();
    if let Some(nested) = claims.get(TAGS) {
        let nested = nested.as_object().ok_or(fault.clone())?;
        let tags = match nested.get("principal_tags") {
            Some(tags) => tags.as_object().ok_or(fault.clone())?,
            None => &Map::new(),
        };
        for (key, value) in tags {
            found.tags.push((key.clone(), one(value).ok_or(fault.clone())?));
        }
        found.transitive_keys = keys(nested.get("transitive_tag_keys")).ok_or(fault.clone())?;
    }
    for (name, value) in claims {
        if let Some(key) = name.strip_prefix(FLAT_TAG) {
            found
                .tags
                .push((key.to_owned(), one(value).ok_or(fault.clone())?));
        }
    }
    let flat = keys(claims.get(FLAT_TRANSITIVE)).ok_or(fault.clone())?;
    found.transitive_keys.extend(flat);
    found.tags.sort();
    if found.tags.windows(2).any(|pair| pair[0].0 == pair[1].0) {
        return Err(fault);
    }
    Ok(found)
}

/// A value is a text or a list of one text.
fn one(value: &Value) -> Option<String> {
    let value = match value {
        Value::Array(values) if values.len() == 1 => &values[0],
        other => other,
    };
    value.as_str().map(str::to_owned)
}

fn keys(value: Option<&Value>) -> Option<Vec<String>> {
    match value {
        None => Some(Vec::new()),
        Some(Value::String(key)) => Some(vec![key.clone()]),
        Some(Value::Array(keys)) => keys.iter().map(|key| key.as_str().map(str::to_owned)).collect(),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn reads_both_forms() {
        let nested = json!({TAGS: {
            "principal_tags": {"Project": ["Automation"], "CostCenter": "987"},
            "transitive_tag_keys": ["Project"],
        }});
        let flat = json!({
            "https://aws.amazon.com/tags/principal_tags/Project": "Automation",
            "https://aws.amazon.com/tags/principal_tags/CostCenter": ["987"],
            FLAT_TRANSITIVE: "Project",
        });
        for claims in [nested, flat] {
            let tags = read(claims.as_object().expect("an object")).expect("tags");
            let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
            assert_eq!(
                tags.tags,
                [pair("CostCenter", "987"), pair("Project", "Automation")]
            );
            assert_eq!(tags.transitive_keys, ["Project"]);
        }
    }

    #[test]
    fn refuses_what_is_no_tag() {
        for claims in [
            json!({TAGS: []}),
            json!({TAGS: {"principal_tags": []}}),
            json!({TAGS: {"principal_tags": {"a": []}}}),
            json!({TAGS: {"principal_tags": {"a": ["b", "c"]}}}),
            json!({TAGS: {"principal_tags": {"a": 1}}}),
            json!({TAGS: {"transitive_tag_keys": [1]}}),
            json!({TAGS: {"transitive_tag_keys": {}}}),
            json!({TAGS: {"principal_tags": {"a": "b"}}, "https://aws.amazon.com/tags/principal_tags/a": "c"}),
        ] {
            let found = read(claims.as_object().expect("an object"));
            assert_eq!(found, Err(TokenFault::Claim(TAGS)), "{claims}");
        }
    }
}
