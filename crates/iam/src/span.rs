//! Where statements are in a document, for those who show them: simulators tell lines and columns.

use serde::Deserialize;
use serde_json::value::RawValue;

/// A part of a document, in bytes: the first one, and the one behind the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte behind the last.
    pub end: usize,
}

/// A place in a text as people count (IAM: `Position`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
}

impl Span {
    /// The positions of the first character and of the one behind the last. The span must be of
    /// this document; one that is not counts up to the document's end.
    pub fn positions(self, document: &str) -> (Position, Position) {
        (position(document, self.start), position(document, self.end))
    }
}

fn position(document: &str, at: usize) -> Position {
    let before = document.get(..at).unwrap_or(document);
    let line = before.rsplit('\n').next().unwrap_or(before);
    Position {
        line: before.matches('\n').count() + 1,
        column: line.chars().count() + 1,
    }
}

/// A document as far as statements are looked for; the values are slices of it.
#[derive(Deserialize)]
struct Outline<'d> {
    #[serde(rename = "Statement", borrow)]
    statement: &'d RawValue,
}

/// The spans of a legal document's statements, in their order.
pub(crate) fn of_statements(document: &str) -> Box<[Span]> {
    let outline: Outline<'_> = serde_json::from_str(document).expect("the document was read before");
    let text = outline.statement.get();
    let statements = if text.starts_with('[') {
        serde_json::from_str(text).expect("the document was read before")
    } else {
        vec![outline.statement]
    };
    let span = |statement: &RawValue| {
        let text = statement.get();
        let start = text.as_ptr().addr() - document.as_ptr().addr();
        let end = start + text.len();
        Span { start, end }
    };
    statements.into_iter().map(span).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_found() {
        for (document, expect) in [
            (r#"{"Statement": {"a": [1, "}"]} }"#, vec![r#"{"a": [1, "}"]}"#]),
            (
                r#"{"Statement":[{"a":1} , {"b":{}}], "Id": "Statement"}"#,
                vec![r#"{"a":1}"#, r#"{"b":{}}"#],
            ),
            (r#"{"Id": {"Statement": 1}, "\u0053tatement": [{}]}"#, vec!["{}"]),
        ] {
            let found = of_statements(document);
            let found: Vec<&str> = found.iter().map(|span| &document[span.start..span.end]).collect();
            assert_eq!(found, expect, "{document}");
        }
    }

    #[test]
    fn positions_are_of_characters() {
        let document = "{\"Id\": \"ä\",\n\"Statement\":\n  {}}";
        let span = of_statements(document)[0];
        let (start, end) = span.positions(document);
        assert_eq!(start, Position { line: 3, column: 3 });
        assert_eq!(end, Position { line: 3, column: 5 });
        let elsewhere = Span { start: 0, end: 99 };
        assert_eq!(elsewhere.positions("ab").1, Position { line: 1, column: 3 });
    }
}
