//! The ARN of a key of KMS.

use std::fmt;

use crate::{AccountId, Invalid, KmsKeyId, Region, RegistryKey};

/// `arn:<partition>:kms:<region>:<account>:key/<id>`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KmsKeyArn {
    /// Whose it is, and where.
    pub home: RegistryKey,
    /// Which one.
    pub id: KmsKeyId,
}

impl KmsKeyArn {
    /// Reads the ARN of a key; the partition must be the region's own.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let (home, resource) = read(text).ok_or(INVALID)?;
        let id = resource.strip_prefix("key/").ok_or(INVALID)?;
        let id = KmsKeyId::parse(id)?;
        Ok(Self { home, id })
    }

    /// Account, region and the part behind them of any ARN of KMS.
    pub fn split(text: &str) -> Option<(RegistryKey, &str)> {
        read(text)
    }
}

fn read(text: &str) -> Option<(RegistryKey, &str)> {
    let mut parts = text.splitn(6, ':');
    let (arn, partition, service) = (parts.next()?, parts.next()?, parts.next()?);
    let region = Region::parse(parts.next()?).ok()?;
    let account = AccountId::parse(parts.next()?).ok()?;
    let resource = parts.next()?;
    let known = arn == "arn" && partition == region.partition().id && service == "kms";
    known.then_some((RegistryKey { account, region }, resource))
}

const INVALID: Invalid = Invalid {
    name: "key ARN",
    rule: "arn:<partition>:kms:<region>:<account>:key/<id>",
};

impl fmt::Display for KmsKeyArn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let RegistryKey { account, region } = &self.home;
        let partition = region.partition().id;
        write!(f, "arn:{partition}:kms:{region}:{account}:key/{}", self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trips() {
        let text = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
        assert_eq!(
            KmsKeyArn::parse(text).map(|arn| arn.to_string()),
            Ok(text.to_owned())
        );
        for bad in [
            "arn:aws:kms:eu-west-1:111122223333:alias/a",
            "arn:aws-cn:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
            "arn:aws:ecr:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        ] {
            assert!(KmsKeyArn::parse(bad).is_err(), "{bad}");
        }
    }
}
