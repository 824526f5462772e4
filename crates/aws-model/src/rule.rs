//! How one value is read and checked: a rule per simple shape, combined by the generated code.

use std::borrow::Cow;
use std::marker::PhantomData;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::decode::{Members, Read, Report, Shape, read_present};
use crate::form::Form;
use crate::json::Json;
use crate::pattern::Pattern;
use crate::print::print;
use crate::{Blob, Constraint, Given, Malformed, Secret};

/// A text longer than this, and longer than its shape allows, breaks any pattern without being
/// matched: a body may hold a hundred texts of any length.
const MAX_MATCHED_BYTES: usize = 4_096;

/// The most bytes of UTF-8 for one unit of UTF-16.
const MAX_BYTES_OF_UNIT: u64 = 3;

/// Reads values of one shape.
pub(crate) trait Rule {
    /// What comes out.
    type Value;

    /// The value of a form with the type that the rule wants; what cannot have it is left for `read`
    /// to refuse.
    fn typed<'a>(&self, form: Form<'a>, report: &mut Report) -> Result<Json<'a>, Malformed> {
        let text = form.text().map_err(|message| report.malformed(message))?;
        Ok(Json::Text(Cow::Borrowed(text)))
    }

    /// Reads a value that is not null. None when it breaks a constraint, which the report then holds.
    fn read(&self, node: &Json<'_>, report: &mut Report) -> Read<Self::Value>;

    /// The constraints of a plain value, which a list of such values reports in one sentence. None
    /// for structures, whose members are reported one by one.
    fn constraints(&self) -> Option<Vec<Constraint>>;
}

/// Bounds of a length: characters, bytes or elements.
#[derive(Clone, Copy)]
pub(crate) struct Length {
    pub(crate) min: Option<u64>,
    pub(crate) max: Option<u64>,
}

impl Length {
    fn constraints(self) -> impl Iterator<Item = Constraint> {
        let max = self.max.map(Constraint::MaxLength);
        max.into_iter().chain(self.min.map(Constraint::MinLength))
    }

    pub(crate) fn broken_by(self, length: usize) -> Option<Constraint> {
        let length = length as u64;
        match self {
            Self { max: Some(max), .. } if length > max => Some(Constraint::MaxLength(max)),
            Self { min: Some(min), .. } if length < min => Some(Constraint::MinLength(min)),
            _ => None,
        }
    }
}

/// A string.
pub(crate) struct Text {
    pub(crate) length: Length,
    pub(crate) pattern: Option<Pattern>,
}

impl Text {
    fn broken_by(&self, text: &str) -> impl Iterator<Item = Constraint> {
        let length = self.length.broken_by(utf16_length(text));
        let matches = |pattern: &&Pattern| text.len() <= self.longest_matched() && pattern.matches(text);
        let pattern = self.pattern.as_ref().filter(|pattern| !matches(pattern));
        length
            .into_iter()
            .chain(pattern.map(|pattern| Constraint::Pattern(pattern.source())))
    }

    /// In bytes.
    fn longest_matched(&self) -> usize {
        let allowed = self
            .length
            .max
            .unwrap_or_default()
            .saturating_mul(MAX_BYTES_OF_UNIT);
        usize::try_from(allowed).map_or(usize::MAX, |allowed| allowed.max(MAX_MATCHED_BYTES))
    }
}

/// AWS counts a text's length in UTF-16 units.
fn utf16_length(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.encode_utf16().count()
    }
}

impl Rule for Text {
    type Value = String;

    fn read(&self, node: &Json<'_>, report: &mut Report) -> Read<String> {
        let Json::Text(text) = node else {
            return Err(report.mismatch(node, "a String"));
        };
        let before = report.count();
        for constraint in self.broken_by(text) {
            report.violate(Given::Text(print(node)), constraint);
        }
        Ok((report.count() == before).then(|| text.clone().into_owned()))
    }

    fn constraints(&self) -> Option<Vec<Constraint>> {
        let pattern = self
            .pattern
            .as_ref()
            .map(|pattern| Constraint::Pattern(pattern.source()));
        Some(self.length.constraints().chain(pattern).collect())
    }
}

/// A string that no message repeats.
pub(crate) struct Sensitive(pub(crate) Text);

impl Rule for Sensitive {
    type Value = Secret;

    fn read(&self, node: &Json<'_>, report: &mut Report) -> Read<Secret> {
        let before = report.count();
        let text = self.0.read(node, report)?;
        report.hide_after(before);
        Ok(text.map(Secret::from))
    }

    fn constraints(&self) -> Option<Vec<Constraint>> {
        None
    }
}

/// A string out of a closed set.
pub(crate) struct OneOf<E> {
    /// Finds the value by its name on the wire.
    pub(crate) parse: fn(&str) -> Option<E>,
    /// The names in the order in which AWS lists them.
    pub(crate) names: &'static [&'static str],
}

impl<E> Rule for OneOf<E> {
    type Value = E;

    fn read(&self, node: &Json<'_>, report: &mut Report) -> Read<E> {
        let Json::Text(text) = node else {
            return Err(report.mismatch(node, "a String"));
        };
        let value = (self.parse)(text);
        if value.is_none() {
            report.violate(Given::Text(print(node)), Constraint::Values(self.names));
        }
        Ok(value)
    }

    fn constraints(&self) -> Option<Vec<Constraint>> {
        Some(vec![Constraint::Values(self.names)])
    }
}

/// A whole number: `i32` for the models' `integer`, `i64` for their `long`.
pub(crate) struct Whole<N> {
    pub(crate) min: Option<i64>,
    pub(crate) max: Option<i64>,
    pub(crate) width: PhantomData<N>,
}

/// The two widths of whole numbers.
pub(crate) trait Width: TryFrom<i64> {
    /// The type's name in AWS's messages, with its article.
    const NAME: &'static str;
}

impl Width for i32 {
    const NAME: &'static str = "an Integer";
}

impl Width for i64 {
    const NAME: &'static str = "a Long";
}

impl<N: Width> Rule for Whole<N> {
    type Value = N;

    fn typed<'a>(&self, form: Form<'a>, report: &mut Report) -> Result<Json<'a>, Malformed> {
        let text = form.text().map_err(|message| report.malformed(message))?;
        let number = text.parse::<i64>().map(|number| Json::Number(number.into()));
        Ok(number.unwrap_or(Json::Text(Cow::Borrowed(text))))
    }

    fn read(&self, node: &Json<'_>, report: &mut Report) -> Read<N> {
        let mismatch = || report.mismatch(node, N::NAME);
        let number = whole(node).ok_or_else(mismatch)?;
        let value = N::try_from(number).map_err(|_| mismatch())?;
        let broken = match self {
            Self { max: Some(max), .. } if number > *max => Constraint::Max(*max),
            Self { min: Some(min), .. } if number < *min => Constraint::Min(*min),
            _ => return Ok(Some(value)),
        };
        report.violate(Given::Text(number.to_string()), broken);
        Ok(None)
    }

    fn constraints(&self) -> Option<Vec<Constraint>> {
        let max = self.max.map(Constraint::Max);
        Some(max.into_iter().chain(self.min.map(Constraint::Min)).collect())
    }
}

/// The number, if it is whole. JSON does not tell `5.0` from `5`, so neither does this.
fn whole(node: &Json<'_>) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let Json::Number(number) = node else { return None };
    number.as_i64().or_else(|| {
        let float = number.as_f64()?;
        (float.fract() == 0.0 && float.abs() <= EXACT).then_some(float as i64)
    })
}

/// A boolean.
pub(crate) struct Flag;

impl Rule for Flag {
    type Value = bool;

    fn typed<'a>(&self, form: Form<'a>, report: &mut Report) -> Result<Json<'a>, Malformed> {
        let text = form.text().map_err(|message| report.malformed(message))?;
        Ok(match text {
            "true" => Json::Bool(true),
            "false" => Json::Bool(false),
            _ => Json::Text(Cow::Borrowed(text)),
        })
    }

    fn read(&self, node: &Json<'_>, report: &mut Report) -> Read<bool> {
        match node {
            Json::Bool(value) => Ok(Some(*value)),
            _ => Err(report.mismatch(node, "a Boolean")),
        }
    }

    fn constraints(&self) -> Option<Vec<Constraint>> {
        Some(Vec::new())
    }
}

/// Bytes as base64.
pub(crate) struct Bytes {
    pub(crate) length: Length,
}

impl Rule for Bytes {
    type Value = Blob;

    fn read(&self, node: &Json<'_>, report: &mut Report) -> Read<Blob> {
        let Json::Text(text) = node else {
            return Err(report.mismatch(node, "a Blob"));
        };
        let bytes = STANDARD
            .decode(text.as_bytes())
            .map_err(|_| report.malformed("The value is not valid base64".to_owned()))?;
        let Some(broken) = self.length.broken_by(bytes.len()) else {
            return Ok(Some(Blob::from(bytes)));
        };
        let length = bytes.len();
        report.violate(
            Given::Text(format!(
                "java.nio.HeapByteBuffer[pos=0 lim={length} cap={length}]"
            )),
            broken,
        );
        Ok(None)
    }

    fn constraints(&self) -> Option<Vec<Constraint>> {
        Some(self.length.constraints().collect())
    }
}

/// A list.
pub(crate) struct List<R: 'static> {
    pub(crate) member: &'static R,
    pub(crate) length: Length,
}

impl<R: Rule> Rule for List<R> {
    type Value = Vec<R::Value>;

    fn typed<'a>(&self, form: Form<'a>, report: &mut Report) -> Result<Json<'a>, Malformed> {
        let elements = form.elements().map_err(|message| report.malformed(message))?;
        let mut nodes = Vec::with_capacity(elements.len());
        for (index, element) in elements.into_iter().enumerate() {
            let step = format_args!("{}.member", index + 1);
            nodes.push(report.within(step, |report| self.member.typed(element, report))?);
        }
        Ok(Json::List(nodes))
    }

    /// The elements after the largest allowed number are not looked at.
    fn read(&self, node: &Json<'_>, report: &mut Report) -> Read<Self::Value> {
        let Json::List(nodes) = node else {
            return Err(report.mismatch(node, "a List"));
        };
        let before = report.count();
        if let Some(broken) = self.length.broken_by(nodes.len()) {
            report.violate(Given::Text(print(node)), broken);
        }
        let after_own = report.count();
        let looked_at = self
            .length
            .max
            .map_or(usize::MAX, |max| usize::try_from(max).unwrap_or(usize::MAX));
        let mut values = Vec::with_capacity(nodes.len().min(looked_at));
        for (index, element) in nodes.iter().take(looked_at).enumerate() {
            let step = format_args!("{}.member", index + 1);
            values.extend(report.within(step, |report| read_present(element, self.member, report))?);
        }
        if let Some(constraints) = self.member.constraints()
            && report.forget_after(after_own)
        {
            report.violate(Given::Text(print(node)), Constraint::Each(constraints));
        }
        Ok((report.count() == before).then_some(values))
    }

    fn constraints(&self) -> Option<Vec<Constraint>> {
        None
    }
}

/// A structure.
pub(crate) struct Structure<T>(PhantomData<fn() -> T>);

impl<T> Structure<T> {
    pub(crate) const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T: Shape> Rule for Structure<T> {
    type Value = T;

    fn typed<'a>(&self, form: Form<'a>, report: &mut Report) -> Result<Json<'a>, Malformed> {
        let members = form.structure().map_err(|message| report.malformed(message))?;
        Ok(Json::Form(members))
    }

    fn read(&self, node: &Json<'_>, report: &mut Report) -> Read<T> {
        match node {
            Json::Object(object) => T::read(&mut Members::of_object(object, report)),
            Json::Form(form) => T::read(&mut Members::of_form(*form, report)),
            _ => Err(report.mismatch(node, "a Structure")),
        }
    }

    fn constraints(&self) -> Option<Vec<Constraint>> {
        None
    }
}
