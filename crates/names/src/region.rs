//! A region, and the partition that it lies in.

use std::sync::Arc;

use crate::Invalid;
use crate::text::text_name;

/// A region name such as `eu-west-1`: 1 to 63 lower-case letters, digits and inner hyphens, a
/// letter first, so that it can stand in a host name. Names of one's own are welcome.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region(Arc<str>);

/// A group of regions with a domain name and an ARN prefix of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Partition {
    /// The second part of an ARN.
    pub id: &'static str,
    /// The domain under which the partition's services answer.
    pub dns_suffix: &'static str,
}

impl Region {
    /// Reads a region name.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let bytes = text.as_bytes();
        let valid = (1..=63).contains(&bytes.len())
            && bytes[0].is_ascii_lowercase()
            && bytes.last() != Some(&b'-')
            && bytes
                .iter()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'-');
        if valid {
            Ok(Self(text.into()))
        } else {
            Err(INVALID)
        }
    }

    /// The partition of this region, `aws` for names that Amazon does not know.
    pub fn partition(&self) -> Partition {
        let of = |id, dns_suffix| Partition { id, dns_suffix };
        match self.as_str() {
            name if name.starts_with("cn-") => of("aws-cn", "amazonaws.com.cn"),
            name if name.starts_with("us-gov-") => of("aws-us-gov", "amazonaws.com"),
            name if name.starts_with("eusc-") => of("aws-eusc", "amazonaws.eu"),
            _ => of("aws", "amazonaws.com"),
        }
    }
}

const INVALID: Invalid = Invalid {
    name: "region",
    rule: "1 to 63 lower-case letters, digits and inner hyphens, a letter first",
};

text_name!(Region);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grammar() {
        for (good, partition) in [("eu-west-1", "aws"), ("cn-north-1", "aws-cn"), ("home", "aws")] {
            assert_eq!(
                Region::parse(good).map(|region| region.partition().id),
                Ok(partition)
            );
        }
        for bad in ["", "-a", "a-", "1a", "EU", "a.b", &"a".repeat(64)] {
            assert!(Region::parse(bad).is_err(), "{bad}");
        }
    }
}
