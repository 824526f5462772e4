//! An AWS account number.

use std::fmt;
use std::str::FromStr;

use crate::Invalid;

/// Twelve decimal digits, leading zeros kept. In ECR's API the `registryId` is this number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId([u8; 12]);

impl AccountId {
    /// Reads an account number.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        match <[u8; 12]>::try_from(text.as_bytes()) {
            Ok(digits) if digits.iter().all(u8::is_ascii_digit) => Ok(Self(digits)),
            _ => Err(Invalid {
                name: "account id",
                rule: "12 digits",
            }),
        }
    }

    /// The number as text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("an account id is twelve ASCII digits")
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AccountId({self})")
    }
}

impl FromStr for AccountId {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grammar() {
        assert_eq!(
            AccountId::parse("000000000001").map(|id| id.to_string()),
            Ok("000000000001".to_owned())
        );
        for bad in ["", "00000000000", "0000000000000", "00000000000a", "٠٠٠٠٠٠"] {
            assert!(AccountId::parse(bad).is_err(), "{bad}");
        }
    }
}
