//! Maps of texts, such as the encryption contexts of KMS.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::decode::{Read, Report, read_present};
use crate::json::Json;
use crate::rule::{Length, Rule, Text};
use crate::{Constraint, Given};

/// A map from texts to texts. Forms have none.
pub(crate) struct Map {
    pub(crate) key: &'static Text,
    pub(crate) value: &'static Text,
    pub(crate) length: Length,
}

impl Rule for Map {
    type Value = BTreeMap<String, String>;

    fn read(&self, node: &Json<'_>, report: &mut Report) -> Read<Self::Value> {
        let Json::Object(object) = node else {
            return Err(report.mismatch(node, "a Map"));
        };
        let before = report.count();
        if let Some(broken) = self.length.broken_by(object.len()) {
            report.violate(Given::Text(crate::print::print(node)), broken);
        }
        let mut values = BTreeMap::new();
        for (name, node) in object {
            let key = Json::Text(Cow::Borrowed(name));
            let key = report.within("key", |report| self.key.read(&key, report))?;
            let step = format_args!("{name}.member");
            let value = report.within(step, |report| read_present(node, self.value, report))?;
            values.extend(key.zip(value));
        }
        Ok((report.count() == before).then_some(values))
    }

    fn constraints(&self) -> Option<Vec<Constraint>> {
        None
    }
}

#[cfg(test)]
mod tests {
    use crate::kms::EncryptRequest;
    use crate::{DecodeError, decode};

    fn context(text: &str) -> Result<usize, String> {
        let body = format!(r#"{{"KeyId": "k", "Plaintext": "YQ==", "EncryptionContext": {text}}}"#);
        match decode::<EncryptRequest>(body.as_bytes()) {
            Ok(request) => Ok(request.encryption_context.map_or(0, |context| context.len())),
            Err(DecodeError::Malformed(malformed)) => Err(malformed.message),
            Err(DecodeError::Constraints(violations)) => Err(crate::validation_message(&violations)),
        }
    }

    #[test]
    fn maps_are_read() {
        assert_eq!(context("{}"), Ok(0));
        assert_eq!(context("null"), Ok(0));
        assert_eq!(context(r#"{"a": "1", "b": ""}"#), Ok(2));
        for (bad, message) in [
            (r#"{"a": 1}"#, "NUMBER_VALUE can not be converted to a String"),
            (r#""a""#, "STRING_VALUE can not be converted to a Map"),
            (r#"["a"]"#, "Start of list found where not expected"),
            (
                r#"{"a": null}"#,
                "1 validation error detected: Value null at 'EncryptionContext.a.member' failed to satisfy constraint: Member must not be null",
            ),
        ] {
            assert_eq!(context(bad), Err(message.to_owned()), "{bad}");
        }
    }
}
