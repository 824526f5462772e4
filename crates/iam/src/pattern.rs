//! Texts of a policy that may have wildcards and variables.
//!
//! A variable is a part of its own. Its value comes in as text when a request is decided, so a
//! value such as `*` never becomes a wildcard.

use crate::Context;
use crate::context::Key;
use crate::error::Problem;
use crate::glob::{self, Reach, Token};
use crate::pairs::Pairs;

/// What a text can have besides characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Syntax {
    /// `*` and `?` are wildcards.
    pub(crate) wildcards: bool,
    /// `${…}` is a variable or a literal escape: of version 2012-10-17 only.
    pub(crate) variables: bool,
}

/// A compiled text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pattern {
    parts: Box<[Part]>,
    has_variables: bool,
    /// The text has the six components of an ARN, or could have them with its variables' values.
    is_arn: bool,
    /// Of the parts without wildcards.
    pairs: Pairs,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(Box<str>),
    Any,
    One,
    Variable(Variable),
}

/// `${key}` or `${key, 'default'}`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Variable {
    key: Key,
    default: Option<Box<str>>,
}

impl Variable {
    /// The key's only value, or the default. A key with several values has none to put in
    /// ("Variables and tags": multivalued keys are not replaced).
    fn resolve<'a>(&'a self, context: &'a Context) -> Option<&'a str> {
        context.get(&self.key).single().or(self.default.as_deref())
    }
}

impl Pattern {
    /// Splits a text into its parts.
    pub(crate) fn parse(text: &str, syntax: Syntax) -> Result<Self, Problem> {
        let mut reader = Reader::default();
        let mut rest = text;
        while let Some(character) = rest.chars().next() {
            if syntax.variables && rest.starts_with("${") {
                let inner = &rest[2..];
                let end = end_of_variable(inner).ok_or_else(|| malformed(text))?;
                reader.variable(&inner[..end]).ok_or_else(|| malformed(text))?;
                rest = &inner[end + 1..];
                continue;
            }
            match character {
                '*' if syntax.wildcards => reader.any(),
                '?' if syntax.wildcards => reader.push(Part::One),
                other => reader.text.push(other),
            }
            rest = &rest[character.len_utf8()..];
        }
        Ok(reader.finish())
    }

    pub(crate) fn pairs(&self) -> Pairs {
        self.pairs
    }

    pub(crate) fn has_variables(&self) -> bool {
        self.has_variables
    }

    /// Whether the whole text is matched; `None` if that cannot be said: a variable has no value,
    /// or the pattern should be of an ARN and has not its components.
    pub(crate) fn matches(&self, text: &str, context: &Context, reach: Reach) -> Option<bool> {
        if reach == Reach::Component && !self.is_arn {
            return None;
        }
        if self.has_variables {
            let matches = |tokens: &[Token<'_>]| glob::matches(tokens.len(), |at| tokens[at], text, reach);
            return self.with_tokens(context, matches);
        }
        match (&*self.parts, reach) {
            ([Part::Text(own)], _) => return Some(&**own == text),
            ([Part::Any], Reach::Whole) => return Some(true),
            ([Part::Text(head), Part::Any], Reach::Whole) => return Some(text.starts_with(&**head)),
            _ if self.is_refused(text) => return Some(false),
            _ => {}
        }
        let token = |at: usize| match &self.parts[at] {
            Part::Any => Token::Any,
            Part::One => Token::One,
            Part::Text(text) => Token::Text(text),
            Part::Variable(_) => unreachable!("there are no variables"),
        };
        Some(glob::matches(self.parts.len(), token, text, reach))
    }

    /// As [`Self::matches`] for a whole text of which the pairs are known, with what to answer if it
    /// cannot be said.
    pub(crate) fn matches_pairs(
        &self,
        (text, pairs): (&str, Pairs),
        context: &Context,
        unsaid: bool,
    ) -> bool {
        let refused = !pairs.has(self.pairs) && (!unsaid || !self.has_variables);
        !refused && self.matches_or(text, context, Reach::Whole, unsaid)
    }

    /// As [`Self::matches`], with what to answer if it cannot be said.
    pub(crate) fn matches_or(&self, text: &str, context: &Context, reach: Reach, unsaid: bool) -> bool {
        // Where nothing said means no, a text that is refused need not be said more of.
        if !unsaid && self.is_refused(text) {
            return false;
        }
        self.matches(text, context, reach).unwrap_or(unsaid)
    }

    /// Whether what the pattern begins or ends with is not what the text does. Patterns of ARNs
    /// begin alike, so that the end of the beginning is looked at first.
    fn is_refused(&self, text: &str) -> bool {
        let text = text.as_bytes();
        if let Some(Part::Text(head)) = self.parts.first() {
            let head = head.as_bytes();
            if text.get(head.len() - 1) != head.last() || !text.starts_with(head) {
                return true;
            }
        }
        match self.parts.last() {
            Some(Part::Text(tail)) => {
                text.last() != tail.as_bytes().last() || !text.ends_with(tail.as_bytes())
            }
            _ => false,
        }
    }

    /// Whether the text is the same but for case; `None` if a variable has no value.
    pub(crate) fn matches_any_case(&self, text: &str, context: &Context) -> Option<bool> {
        if let [Part::Text(own)] = &*self.parts
            && own.is_ascii()
            && text.is_ascii()
        {
            return Some(own.eq_ignore_ascii_case(text));
        }
        self.with_tokens(context, |tokens| {
            let own = tokens.iter().flat_map(|token| match token {
                Token::Text(text) => text.chars(),
                Token::Any | Token::One => unreachable!("compiled without wildcards"),
            });
            let own = own.flat_map(char::to_lowercase);
            own.eq(text.chars().flat_map(char::to_lowercase))
        })
    }

    /// The keys of its variables.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &Key> {
        self.parts.iter().filter_map(|part| match part {
            Part::Variable(variable) => Some(&variable.key),
            Part::Text(_) | Part::Any | Part::One => None,
        })
    }

    /// Gives the tokens, with the values of variables, to `look`; `None` if one has no value.
    fn with_tokens<T>(&self, context: &Context, look: impl Fn(&[Token<'_>]) -> T) -> Option<T> {
        let token = |part| match part {
            &Part::Any => Some(Token::Any),
            &Part::One => Some(Token::One),
            Part::Text(text) => Some(Token::Text(text)),
            Part::Variable(variable) => variable.resolve(context).map(Token::Text),
        };
        let mut few = [Token::Any; FEW];
        let Some(few) = few.get_mut(..self.parts.len()) else {
            let many: Option<Vec<_>> = self.parts.iter().map(token).collect();
            return many.map(|many| look(&many));
        };
        for (slot, part) in few.iter_mut().zip(&self.parts) {
            *slot = token(part)?;
        }
        Some(look(few))
    }
}

/// As many parts are put on the stack.
const FEW: usize = 16;

const RULE: &str = "a text whose `${` begins a variable, such as ${aws:username} or \
                    ${aws:PrincipalTag/team, 'none'}, or one of ${*}, ${?} and ${$}";

fn malformed(text: &str) -> Problem {
    Problem::malformed(text, RULE)
}

/// Where the `}` is that ends a variable; one in the quotes of a default does not.
fn end_of_variable(inner: &str) -> Option<usize> {
    let mut quoted = false;
    inner.char_indices().find_map(|(at, character)| {
        quoted ^= character == '\'';
        (character == '}' && !quoted).then_some(at)
    })
}

/// Parts, with characters that follow each other joined.
#[derive(Default)]
struct Reader {
    parts: Vec<Part>,
    text: String,
    has_variables: bool,
}

impl Reader {
    fn push(&mut self, part: Part) {
        self.flush();
        self.parts.push(part);
    }

    /// Stars that follow each other are one.
    fn any(&mut self) {
        self.flush();
        if self.parts.last() != Some(&Part::Any) {
            self.parts.push(Part::Any);
        }
    }

    /// Reads what is between `${` and `}`; `None` if it is nothing known.
    fn variable(&mut self, inner: &str) -> Option<()> {
        if matches!(inner, "*" | "?" | "$") {
            self.text.push_str(inner);
            return Some(());
        }
        let (key, default) = match inner.split_once(',') {
            None => (inner, None),
            Some((key, default)) => {
                let default = default.trim().strip_prefix('\'')?.strip_suffix('\'')?;
                (key, Some(default))
            }
        };
        let key = key.trim();
        let legal = |character: char| !character.is_whitespace() && !"${}'\"".contains(character);
        let quoted = default.is_some_and(|default| default.contains('\''));
        if key.is_empty() || !key.chars().all(legal) || quoted {
            return None;
        }
        self.has_variables = true;
        self.push(Part::Variable(Variable {
            key: Key::new(key),
            default: default.map(Box::from),
        }));
        Some(())
    }

    fn flush(&mut self) {
        if !self.text.is_empty() {
            let text = std::mem::take(&mut self.text);
            self.parts.push(Part::Text(text.into()));
        }
    }

    fn finish(mut self) -> Pattern {
        self.flush();
        let pairs = self.parts.iter().map(|part| match part {
            Part::Text(text) => Pairs::of(text),
            Part::Any | Part::One | Part::Variable(_) => Pairs::default(),
        });
        let pairs = pairs.fold(Pairs::default(), Pairs::or);
        let colons = self.parts.iter().map(|part| match part {
            Part::Text(text) => text.matches(':').count(),
            Part::Any | Part::One | Part::Variable(_) => 0,
        });
        Pattern {
            is_arn: self.has_variables || colons.sum::<usize>() >= 5,
            parts: self.parts.into(),
            has_variables: self.has_variables,
            pairs,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Syntax = Syntax {
        wildcards: true,
        variables: true,
    };

    fn context() -> Context {
        let mut context = Context::new();
        context.set("aws:username", "ann");
        context.set("aws:PrincipalTag/Team", "*");
        context.set_all("aws:TagKeys", ["a", "b"]);
        context
    }

    /// "Variables and tags", "Special characters", "Specifying default values".
    #[test]
    fn variables() {
        for (pattern, text, expect) in [
            ("u/${aws:username}", "u/ann", Some(true)),
            ("u/${AWS:UserName}", "u/ann", Some(true)),
            ("u/${ aws:username }/*", "u/ann/x", Some(true)),
            ("${aws:PrincipalTag/team}", "anything", Some(false)),
            ("${aws:PrincipalTag/team}", "*", Some(true)),
            ("${aws:none}", "x", None),
            ("${aws:TagKeys}", "a", None),
            ("${aws:TagKeys, 'c'}", "c", Some(true)),
            ("${aws:none,'all'}", "all", Some(true)),
            ("${aws:none, '*'}", "all", Some(false)),
            ("${aws:none, '}'}", "}", Some(true)),
            ("${aws:none, ''}", "", Some(true)),
            ("${aws:username, 'x'}", "ann", Some(true)),
            ("a${*}b", "a*b", Some(true)),
            ("a${*}b", "axb", Some(false)),
            ("a${?}b", "a?b", Some(true)),
            ("a${?}b", "axb", Some(false)),
            ("${$}{aws:username}", "${aws:username}", Some(true)),
            ("$5", "$5", Some(true)),
            ("a**b", "ab", Some(true)),
        ] {
            let parsed = Pattern::parse(pattern, ALL).expect(pattern);
            let found = parsed.matches(text, &context(), Reach::Whole);
            assert_eq!(found, expect, "{pattern} {text}");
        }
        for bad in [
            "${",
            "${}",
            "${a",
            "${a b}",
            "${a,b}",
            "${a,'b}",
            "${,'b'}",
            "${a${b}}",
            "${a,'b'c'}",
        ] {
            assert!(Pattern::parse(bad, ALL).is_err(), "{bad}");
        }
    }

    /// "If you do not include a Version of 2012-10-17, variables are treated as literal strings."
    #[test]
    fn older_documents_have_no_variables() {
        let syntax = Syntax {
            variables: false,
            ..ALL
        };
        for (pattern, text, expect) in [
            ("${aws:username}", "${aws:username}", true),
            ("${aws:username}", "ann", false),
            ("${*}", "${anything}", true),
            ("${", "${", true),
        ] {
            let parsed = Pattern::parse(pattern, syntax).expect(pattern);
            assert_eq!(
                parsed.matches(text, &context(), Reach::Whole),
                Some(expect),
                "{pattern}"
            );
        }
    }

    #[test]
    fn case_is_folded_on_both_sides() {
        let syntax = Syntax {
            wildcards: false,
            variables: true,
        };
        for (pattern, text, expect) in [
            ("Straße/${aws:username}", "STRASSE/ANN", Some(false)),
            ("ÄRGER/${aws:username}", "ärger/ANN", Some(true)),
            ("*", "x", Some(false)),
            ("${aws:none}", "x", None),
        ] {
            let parsed = Pattern::parse(pattern, syntax).expect(pattern);
            assert_eq!(parsed.matches_any_case(text, &context()), expect, "{pattern}");
        }
    }
}
