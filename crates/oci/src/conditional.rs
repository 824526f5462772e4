//! Entity tags made of digests, and the `If-None-Match` header (RFC 9110, 8.8.3 and 13.1.2).

use names::Digest;

/// The strong entity tag of content with this digest.
pub fn etag(digest: &Digest) -> String {
    format!("\"{digest}\"")
}

/// Whether an `If-None-Match` header lists the content with this digest, or is `*`; then the
/// answer to GET or HEAD is 304.
///
/// Weak tags count, as the header compares weakly. A digest without quotation marks counts
/// too, since some clients of registries send that. Several header lines must be joined with
/// commas. A malformed list matches what could be read before the fault.
pub fn lists(if_none_match: &str, digest: &Digest) -> bool {
    let wanted = digest.to_string();
    let mut rest = if_none_match.trim();
    if rest == "*" {
        return true;
    }
    while !rest.is_empty() {
        let (tag, after) = next_tag(rest);
        if tag == wanted {
            return true;
        }
        rest = after;
    }
    false
}

/// Cuts the first element off a list: what its tag holds, and what follows its comma. A comma
/// inside quotation marks belongs to the tag.
fn next_tag(list: &str) -> (&str, &str) {
    let list = list.trim_start_matches([' ', '\t', ',']);
    let strong = list.strip_prefix("W/").unwrap_or(list);
    match strong.strip_prefix('"').map(|quoted| quoted.split_once('"')) {
        Some(Some((tag, after))) => {
            let after = after.trim_start();
            match after.strip_prefix(',') {
                Some(after) => (tag, after),
                None if after.is_empty() => (tag, ""),
                None => ("", ""),
            }
        }
        Some(None) => ("", ""),
        None => {
            let (tag, after) = strong.split_once(',').unwrap_or((strong, ""));
            (tag.trim(), after)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn if_none_match() {
        let digest = Digest::Sha256([7; 32]);
        let (tag, other) = (etag(&digest), etag(&Digest::Sha256([8; 32])));
        let upper = tag.to_uppercase();
        for (header, expected) in [
            (tag.clone(), true),
            (format!("W/{tag}"), true),
            (digest.to_string(), true),
            ("*".to_owned(), true),
            (" * ".to_owned(), true),
            (format!("{other}, {tag}"), true),
            (format!("{other},\tW/{tag} ,"), true),
            (format!(", ,{tag}"), true),
            (format!("{digest},{other}"), true),
            (format!("\"a,b\",{tag}"), true),
            (String::new(), false),
            (other.clone(), false),
            (format!("{other},*"), false),
            (upper, false),
            (format!("\"{digest}"), false),
            (format!("{tag}x"), false),
            (format!("w/{tag}"), false),
            (format!("\"x{digest}\""), false),
            (format!("\"x, {digest}\""), false),
            (",,,".to_owned(), false),
            ("\"".to_owned(), false),
        ] {
            assert_eq!(lists(&header, &digest), expected, "{header}");
        }
    }
}
