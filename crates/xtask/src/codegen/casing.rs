//! Names of the model as Rust writes them.

const KEYWORDS: &[&str] = &[
    "type", "match", "ref", "use", "where", "as", "in", "move", "static",
];

/// `imageSizeInBytes` as `image_size_in_bytes`; a keyword becomes a raw identifier.
pub(crate) fn field(name: &str) -> String {
    let name = words(name).join("_").to_lowercase();
    if KEYWORDS.contains(&name.as_str()) {
        format!("r#{name}")
    } else {
        name
    }
}

/// `statusType` as `StatusType`: the Rust type of a shape.
pub(crate) fn type_name(name: &str) -> String {
    let (first, rest) = name.split_at(1);
    first.to_uppercase() + rest
}

/// `RepositoryNameList` as `REPOSITORY_NAME_LIST`.
pub(crate) fn constant(name: &str) -> String {
    words(name).join("_").to_uppercase()
}

/// The first word of a shape's or operation's name, in lower case: its file.
pub(crate) fn first_word(name: &str) -> String {
    words(name)
        .first()
        .map(|word| word.to_lowercase())
        .unwrap_or_default()
}

/// `SELF` as `Own`, `IMMUTABLE_WITH_EXCLUSION` as `ImmutableWithExclusion`, `ecr-public` as `EcrPublic`.
pub(crate) fn variant(value: &str) -> String {
    let parts = value
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty());
    let variant: String = parts.map(capitalised).collect();
    match variant.as_str() {
        // A keyword that cannot be raw.
        "Self" => "Own".to_owned(),
        _ => variant,
    }
}

fn capitalised(part: &str) -> String {
    let (first, rest) = part.split_at(1);
    let is_shouted = !part.contains(|c: char| c.is_ascii_lowercase());
    let rest = if is_shouted {
        rest.to_lowercase()
    } else {
        rest.to_owned()
    };
    first.to_uppercase() + &rest
}

/// What serde's `rename_all = "camelCase"` makes of a field.
pub(crate) fn serde_camel(field: &str) -> String {
    let mut name = String::new();
    for (index, word) in field.trim_start_matches("r#").split('_').enumerate() {
        let (first, rest) = word.split_at(word.len().min(1));
        name.push_str(&if index == 0 {
            first.to_owned()
        } else {
            first.to_uppercase()
        });
        name.push_str(rest);
    }
    name
}

/// Splits before a capital that follows a small letter or digit, or that starts a word after capitals.
fn words(name: &str) -> Vec<&str> {
    let bytes = name.as_bytes();
    let mut words = Vec::new();
    let mut start = 0;
    for at in 1..bytes.len() {
        let after_small = !bytes[at - 1].is_ascii_uppercase();
        let before_small = bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase);
        if bytes[at].is_ascii_uppercase() && (after_small || before_small) {
            words.push(&name[start..at]);
            start = at;
        }
    }
    words.push(&name[start..]);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cased() {
        for (name, expect) in [
            ("imageSizeInBytes", "image_size_in_bytes"),
            ("Key", "key"),
            ("type", "r#type"),
            ("isPTCRuleValid", "is_ptc_rule_valid"),
            ("epss", "epss"),
        ] {
            assert_eq!(field(name), expect);
        }
        assert_eq!(type_name("statusType"), "StatusType");
        assert_eq!(constant("RCTAppliedForList"), "RCT_APPLIED_FOR_LIST");
        assert_eq!(first_word("BatchGetImage"), "batch");
        for (value, expect) in [
            ("AES256", "Aes256"),
            ("KMS_DSSE", "KmsDsse"),
            ("github-container-registry", "GithubContainerRegistry"),
            ("InvalidImageDigest", "InvalidImageDigest"),
            ("k8s", "K8s"),
            ("SELF", "Own"),
        ] {
            assert_eq!(variant(value), expect);
        }
        assert_eq!(serde_camel("image_size_in_bytes"), "imageSizeInBytes");
        assert_eq!(serde_camel("r#type"), "type");
    }
}
