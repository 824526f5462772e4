//! Identifiers of authorization tokens.

use std::fmt;
use std::str::FromStr;

use stdx::hex;

use crate::Invalid;

/// Which authorization token (what `docker login` takes as the password): 16 random bytes,
/// written as 32 lower-case hexadecimal digits. It is no secret: a token cannot be made from it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenId([u8; 16]);

impl TokenId {
    /// The identifier with these random bytes.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Reads 32 lower-case hexadecimal digits.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        hex::decode(text).map(Self).ok_or(Invalid {
            name: "token id",
            rule: "32 lower-case hexadecimal digits",
        })
    }

    /// The bytes.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Display for TokenId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(&self.0))
    }
}

impl fmt::Debug for TokenId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TokenId({self})")
    }
}

impl FromStr for TokenId {
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
        let text = "000102030405060708090a0b0c0d0eff";
        let id = TokenId::parse(text).expect(text);
        assert_eq!((id.to_string().as_str(), id.as_bytes()[15]), (text, 255));
        assert_eq!(TokenId::from_bytes(*id.as_bytes()), id);
        for bad in [
            "",
            "00",
            "000102030405060708090A0B0C0D0EFF",
            "000102030405060708090a0b0c0d0eff0",
        ] {
            assert!(TokenId::parse(bad).is_err(), "{bad}");
        }
    }
}
