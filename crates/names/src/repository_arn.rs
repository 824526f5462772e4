//! The ARN of a private repository.

use std::fmt;

use crate::{AccountId, Invalid, Region, RegistryKey, RepositoryName};

/// `arn:<partition>:ecr:<region>:<account>:repository/<name>`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RepositoryArn {
    /// The registry that holds the repository.
    pub registry: RegistryKey,
    /// The repository's name in it.
    pub name: RepositoryName,
}

impl RepositoryArn {
    /// Reads the ARN of a private repository; the partition must be the region's own.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        Self::read(text).ok_or(INVALID)
    }

    fn read(text: &str) -> Option<Self> {
        let mut parts = text.splitn(6, ':');
        let (arn, partition, service) = (parts.next()?, parts.next()?, parts.next()?);
        let region = Region::parse(parts.next()?).ok()?;
        let account = AccountId::parse(parts.next()?).ok()?;
        let name = RepositoryName::parse(parts.next()?.strip_prefix("repository/")?).ok()?;
        let known = arn == "arn" && partition == region.partition().id && service == "ecr";
        known.then_some(Self {
            registry: RegistryKey { account, region },
            name,
        })
    }
}

const INVALID: Invalid = Invalid {
    name: "repository ARN",
    rule: "arn:<partition>:ecr:<region>:<account>:repository/<name>",
};

impl fmt::Display for RepositoryArn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let RegistryKey { account, region } = &self.registry;
        write!(
            f,
            "arn:{}:ecr:{region}:{account}:repository/{}",
            region.partition().id,
            self.name
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trips() {
        let text = "arn:aws:ecr:eu-west-1:111122223333:repository/shop/api";
        assert_eq!(
            RepositoryArn::parse(text).map(|arn| arn.to_string()),
            Ok(text.to_owned())
        );
        for bad in [
            "",
            "arn:aws:ecr:eu-west-1:111122223333:repository/",
            "arn:aws:ecr:eu-west-1:111122223333:repo/shop",
            "arn:aws-cn:ecr:eu-west-1:111122223333:repository/shop",
            "arn:aws:s3:eu-west-1:111122223333:repository/shop",
        ] {
            assert!(RepositoryArn::parse(bad).is_err(), "{bad}");
        }
    }
}
