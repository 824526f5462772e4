//! Which version of a managed policy.

use std::fmt;
use std::str::FromStr;

use crate::Invalid;

/// `v1`, `v2` and so on, in the order in which a managed policy's versions were created
/// (IAM `policyVersionIdType`, without the suffix that AWS keeps for its own policies). A number
/// is never given twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PolicyVersionId(u32);

impl PolicyVersionId {
    /// The version that a policy is created with.
    pub const FIRST: Self = Self(1);

    /// Reads a version.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let digits = text.strip_prefix('v').unwrap_or_default();
        let plain = digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0');
        match digits.parse() {
            Ok(number) if plain => Ok(Self(number)),
            _ => Err(INVALID),
        }
    }

    /// The version with this number; `None` for 0.
    pub const fn from_number(number: u32) -> Option<Self> {
        match number {
            0 => None,
            number => Some(Self(number)),
        }
    }

    /// The number behind the `v`.
    pub const fn number(self) -> u32 {
        self.0
    }
}

const INVALID: Invalid = Invalid {
    name: "policy version",
    rule: "v and a number from 1 to 4,294,967,295",
};

impl fmt::Display for PolicyVersionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "v{}", self.0)
    }
}

impl FromStr for PolicyVersionId {
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
        for good in ["v1", "v10", "v4294967295"] {
            let version = PolicyVersionId::parse(good).expect(good);
            assert_eq!(version.to_string(), good);
            assert_eq!(PolicyVersionId::from_number(version.number()), Some(version));
        }
        assert_eq!(PolicyVersionId::from_number(0), None);
        for bad in ["", "1", "v", "v0", "v01", "v+1", "V1", "v4294967296", "v1.a"] {
            assert!(PolicyVersionId::parse(bad).is_err(), "{bad}");
        }
    }
}
