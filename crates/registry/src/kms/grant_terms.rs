//! What a grant allows: operations, and the encryption contexts that it is for.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::ciphertext::EncryptionContext;
use crate::{Action, Error, Internal};

/// An operation that a grant can be for (KMS `GrantOperation`, those of symmetric keys).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum GrantOperation {
    /// `Decrypt`
    Decrypt,
    /// `Encrypt`
    Encrypt,
    /// `GenerateDataKey`
    GenerateDataKey,
    /// `GenerateDataKeyWithoutPlaintext`
    GenerateDataKeyWithoutPlaintext,
    /// `ReEncryptFrom`
    ReEncryptFrom,
    /// `ReEncryptTo`
    ReEncryptTo,
    /// `CreateGrant`
    CreateGrant,
    /// `RetireGrant`
    RetireGrant,
    /// `DescribeKey`
    DescribeKey,
}

impl GrantOperation {
    /// The operation that an action is, if grants can be for it.
    pub const fn of(action: Action) -> Option<Self> {
        Some(match action {
            Action::Decrypt => Self::Decrypt,
            Action::Encrypt => Self::Encrypt,
            Action::GenerateDataKey => Self::GenerateDataKey,
            Action::GenerateDataKeyWithoutPlaintext => Self::GenerateDataKeyWithoutPlaintext,
            Action::ReEncryptFrom => Self::ReEncryptFrom,
            Action::ReEncryptTo => Self::ReEncryptTo,
            Action::CreateGrant => Self::CreateGrant,
            Action::RetireGrant => Self::RetireGrant,
            Action::DescribeKey => Self::DescribeKey,
            _ => return None,
        })
    }

    /// Whether requests for it have an encryption context, so that constraints look at it.
    const fn has_context(self) -> bool {
        !matches!(self, Self::CreateGrant | Self::RetireGrant | Self::DescribeKey)
    }
}

/// Which encryption contexts a grant is for; without any, it is for all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GrantConstraints {
    /// The context has at least these pairs.
    #[serde(default, skip_serializing_if = "EncryptionContext::is_empty")]
    pub subset: EncryptionContext,
    /// The context is exactly this.
    #[serde(default, skip_serializing_if = "EncryptionContext::is_empty")]
    pub equals: EncryptionContext,
}

/// The pair that says which repository a service encrypts for.
const ABOUT: &str = "aws:ecr:arn";
/// How many pairs a constraint may have (KMS, "Constraints").
const MAX_PAIRS: usize = 8;
/// How many characters they may have together.
const MAX_CHARACTERS: usize = 384;

impl GrantConstraints {
    /// Whether a context meets them.
    pub fn admit(&self, context: &EncryptionContext) -> bool {
        let equals = self.equals.is_empty() || self.equals == *context;
        let mut pairs = self.subset.iter();
        equals && pairs.all(|(key, value)| context.get(key) == Some(value))
    }

    /// Whether whatever meets these meets `other` too.
    pub fn within(&self, other: &Self) -> bool {
        let own = if self.equals.is_empty() {
            &self.subset
        } else {
            &self.equals
        };
        let mut pairs = other.subset.iter();
        let subset = pairs.all(|(key, value)| own.get(key) == Some(value));
        subset && (other.equals.is_empty() || other.equals == self.equals)
    }

    /// The repository that they are about; empty where they want none.
    pub(crate) fn about(&self) -> &str {
        let about = self.subset.get(ABOUT).or_else(|| self.equals.get(ABOUT));
        about.map_or("", String::as_str)
    }

    /// Refuses what is longer than KMS takes.
    pub(crate) fn check(&self) -> Result<(), Error> {
        for context in [&self.subset, &self.equals] {
            let length = |(key, value): (&String, &String)| key.chars().count() + value.chars().count();
            let characters: usize = context.iter().map(length).sum();
            if context.len() > MAX_PAIRS || characters > MAX_CHARACTERS {
                return Err(Error::kms_validation(format!(
                    "A grant constraint can have at most {MAX_PAIRS} pairs with {MAX_CHARACTERS} characters"
                )));
            }
        }
        match !self.subset.is_empty() && !self.equals.is_empty() {
            true => Err(Error::kms_validation(
                "EncryptionContextSubset and EncryptionContextEquals cannot be used together",
            )),
            false => Ok(()),
        }
    }
}

/// The repository that a request is about; empty where its context names none.
pub(crate) fn about(context: &EncryptionContext) -> &str {
    context.get(ABOUT).map_or("", String::as_str)
}

/// What a grant allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantTerms {
    /// What for.
    pub operations: BTreeSet<GrantOperation>,
    /// With which contexts.
    pub constraints: GrantConstraints,
}

impl GrantTerms {
    pub(crate) fn of(grant: &meta::KmsGrant) -> Result<Self, Error> {
        let broken = |error: serde_json::Error| Internal::Broken(format!("a grant cannot be read: {error}"));
        Ok(Self {
            operations: serde_json::from_str(&grant.operations).map_err(broken)?,
            constraints: serde_json::from_str(&grant.constraints).map_err(broken)?,
        })
    }

    /// Whether a request is what the grant is for.
    pub(crate) fn allow(&self, operation: GrantOperation, context: &EncryptionContext) -> bool {
        let admitted = !operation.has_context() || self.constraints.admit(context);
        self.operations.contains(&operation) && admitted
    }

    /// Whether a grant of these terms gives nothing that one of `other` does not ("Grants for AWS KMS
    /// keys": what a grantee may pass on).
    pub(crate) fn within(&self, other: &Self) -> bool {
        self.operations.is_subset(&other.operations) && self.constraints.within(&other.constraints)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn context(text: &str) -> EncryptionContext {
        let pairs = text.split_whitespace().filter_map(|pair| pair.split_once('='));
        pairs
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .collect()
    }

    fn constraints(subset: &str, equals: &str) -> GrantConstraints {
        GrantConstraints {
            subset: context(subset),
            equals: context(equals),
        }
    }

    #[test]
    fn constraints_admit() {
        for (subset, equals, given, admitted) in [
            ("", "", "", true),
            ("", "", "a=1", true),
            ("a=1", "", "a=1", true),
            ("a=1", "", "a=1 b=2", true),
            ("a=1", "", "a=2", false),
            ("a=1", "", "A=1", false),
            ("a=1", "", "", false),
            ("a=1 b=2", "", "a=1", false),
            ("", "a=1", "a=1", true),
            ("", "a=1", "a=1 b=2", false),
            ("", "a=1", "", false),
        ] {
            let rule = constraints(subset, equals);
            assert_eq!(
                rule.admit(&context(given)),
                admitted,
                "{subset}/{equals}: {given}"
            );
        }
    }

    #[test]
    fn what_is_passed_on_is_no_more() {
        for (own, other, within) in [
            (("", ""), ("", ""), true),
            (("a=1", ""), ("", ""), true),
            (("", ""), ("a=1", ""), false),
            (("a=1 b=2", ""), ("a=1", ""), true),
            (("", "a=1"), ("a=1", ""), true),
            (("a=1", ""), ("", "a=1"), false),
            (("", "a=1"), ("", "a=1"), true),
        ] {
            let (own, other) = (constraints(own.0, own.1), constraints(other.0, other.1));
            assert_eq!(own.within(&other), within, "{own:?} {other:?}");
        }
    }

    #[test]
    fn bounds() {
        assert!(constraints("a=1", "").check().is_ok());
        assert!(constraints("a=1", "a=1").check().is_err());
        assert!(
            constraints(&format!("a={}", "x".repeat(384)), "")
                .check()
                .is_err()
        );
        assert!(
            constraints("a=1 b=1 c=1 d=1 e=1 f=1 g=1 h=1 i=1", "")
                .check()
                .is_err()
        );
    }
}
