//! Code, comments and literals of a Rust text, told apart character by character.

use super::super::words::is_word;

/// A text and the line, from 1, where it starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    /// The line.
    pub(crate) line: usize,
    /// The text.
    pub(crate) text: String,
}

/// A text taken apart.
#[derive(Debug, Default)]
pub(crate) struct Lexed {
    /// The text with comments and the insides of literals blanked, line by line as it was.
    pub(crate) code: String,
    /// The insides of string literals, escapes as written.
    pub(crate) literals: Vec<Piece>,
    /// The comments.
    pub(crate) comments: Vec<Piece>,
}

/// Takes `text` apart.
pub(crate) fn lex(text: &str) -> Lexed {
    let mut lexer = Lexer {
        rest: text,
        line: 1,
        out: Lexed::default(),
    };
    while !lexer.rest.is_empty() {
        lexer.step();
    }
    lexer.out
}

struct Lexer<'t> {
    rest: &'t str,
    line: usize,
    out: Lexed,
}

impl<'t> Lexer<'t> {
    fn step(&mut self) {
        if self.rest.starts_with("//") {
            let end = self.rest.find('\n').unwrap_or(self.rest.len());
            let piece = self.blank(end);
            self.out.comments.push(piece);
        } else if self.rest.starts_with("/*") {
            let piece = self.blank(block_comment(self.rest));
            self.out.comments.push(piece);
        } else if self.rest.starts_with('"') {
            self.literal(1, quoted(&self.rest[1..]), 1);
        } else if self.rest.starts_with('\'') {
            match character(self.rest) {
                Some(length) => drop(self.blank(length)),
                None => self.copy(1),
            }
        } else if self.rest.starts_with(is_word) {
            self.word();
        } else {
            self.copy(self.rest.chars().next().map_or(0, char::len_utf8));
        }
    }

    /// A word, and the raw string that it may begin.
    fn word(&mut self) {
        let length = self.rest.find(|c| !is_word(c)).unwrap_or(self.rest.len());
        let word = &self.rest[..length];
        self.copy(length);
        let hashes = self.rest.len() - self.rest.trim_start_matches('#').len();
        if matches!(word, "r" | "br" | "cr") && self.rest[hashes..].starts_with('"') {
            let close = format!("\"{}", "#".repeat(hashes));
            let inside = &self.rest[hashes + 1..];
            self.literal(
                hashes + 1,
                inside.find(&close).unwrap_or(inside.len()),
                close.len(),
            );
        }
    }

    fn literal(&mut self, open: usize, inside: usize, close: usize) {
        self.copy(open);
        let piece = self.blank(inside);
        self.out.literals.push(piece);
        self.copy(close.min(self.rest.len()));
    }

    fn copy(&mut self, length: usize) {
        let text = self.take(length);
        self.out.code.push_str(text);
    }

    /// Takes `length` bytes, of which only the line ends stay in the code.
    fn blank(&mut self, length: usize) -> Piece {
        let line = self.line;
        let text = self.take(length);
        let blanked = text.chars().map(|c| if c == '\n' { '\n' } else { ' ' });
        self.out.code.extend(blanked);
        Piece {
            line,
            text: text.to_owned(),
        }
    }

    fn take(&mut self, length: usize) -> &'t str {
        let (text, rest) = self.rest.split_at(length);
        self.rest = rest;
        self.line += text.matches('\n').count();
        text
    }
}

/// The length of the comment that `text` starts with; block comments nest.
fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < text.len() {
        let rest = &text.as_bytes()[at..];
        let step = match rest {
            [b'/', b'*', ..] => {
                depth += 1;
                2
            }
            [b'*', b'/', ..] => {
                depth -= 1;
                2
            }
            _ => 1,
        };
        at += step;
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

/// The length of the inside of a string, of which `text` is what follows the opening quote.
fn quoted(text: &str) -> usize {
    let mut escaped = false;
    for (at, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at,
            _ => {}
        }
    }
    text.len()
}

/// The length of the character literal that `text` starts with, or `None` before a lifetime.
fn character(text: &str) -> Option<usize> {
    let mut characters = text.char_indices().skip(1);
    let (_, first) = characters.next()?;
    if first == '\\' {
        characters.next()?;
        let (end, _) = characters.find(|(_, c)| *c == '\'')?;
        return Some(end + 1);
    }
    let (end, second) = characters.next()?;
    (second == '\'').then_some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(pieces: &[Piece]) -> Vec<(usize, &str)> {
        pieces
            .iter()
            .map(|piece| (piece.line, piece.text.as_str()))
            .collect()
    }

    #[test]
    fn tells_code_comments_and_literals_apart() {
        let lexed = lex(
            "let a = \"x // y \\\" z\"; // c\n/* d /* e */\n*/ let b = 'c'; let r#type: &'static str = r#\"q\"r\"#;\n\
             let d = '\"'; let e = '\\''; let f = b\"g\"; let h = 'é';",
        );
        assert_eq!(
            texts(&lexed.literals),
            [(1, "x // y \\\" z"), (3, "q\"r"), (4, "g")]
        );
        assert_eq!(texts(&lexed.comments), [(1, "// c"), (2, "/* d /* e */\n*/")]);
        let code: Vec<&str> = lexed.code.lines().map(str::trim).collect();
        assert_eq!(code.len(), 4);
        assert!(
            code[2].ends_with("let r#type: &'static str = r#\"   \"#;"),
            "{}",
            code[2]
        );
        assert!(code[3].contains("let f = b\" \""), "{}", code[3]);
    }

    #[test]
    fn takes_broken_texts() {
        for text in ["\"abc", "/* abc", "r#\"abc", "'", "'\\", "é"] {
            assert_eq!(lex(text).code.chars().count(), text.chars().count(), "{text}");
        }
    }
}
