//! Finding words in a line of code.

/// Whether `line` has `needle`, and not as a part of a longer word.
pub(crate) fn has(line: &str, needle: &str) -> bool {
    let begins_with_word = needle.starts_with(is_word);
    let ends_with_word = needle.ends_with(is_word);
    line.match_indices(needle).any(|(start, _)| {
        let (before, after) = (&line[..start], &line[start + needle.len()..]);
        !(begins_with_word && before.ends_with(is_word) || ends_with_word && after.starts_with(is_word))
    })
}

/// Whether `character` can stand in a Rust word.
pub(crate) fn is_word(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_whole_words() {
        for (line, needle, expect) in [
            ("use tokio::fs;", "tokio", true),
            ("mod tokio_like;", "tokio", false),
            ("atokio", "tokio", false),
            ("x.await", ".await", true),
            ("use std::fs::File", "std::fs", true),
            ("std::fsx", "std::fs", false),
            ("::http::header", "http::", true),
            ("let not_http::x", "http::", false),
        ] {
            assert_eq!(has(line, needle), expect, "{line}");
        }
    }
}
