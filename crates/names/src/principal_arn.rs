//! Who acts, as an ARN.

use std::sync::Arc;

use crate::text::text_name;
use crate::{AccountId, Invalid};

/// The ARN of a principal: an account's root, an IAM user or role, or an STS session, such as
/// `arn:aws:iam::111122223333:user/ci`. At most 2,048 printable characters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PrincipalArn(Arc<str>);

impl PrincipalArn {
    /// Reads a principal's ARN.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        if text.len() > 2048 || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(INVALID);
        }
        account_part(text)
            .and_then(|account| AccountId::parse(account).ok())
            .ok_or(INVALID)?;
        Ok(Self(text.into()))
    }

    /// The account that the principal belongs to.
    pub fn account(&self) -> AccountId {
        account_part(&self.0)
            .and_then(|account| AccountId::parse(account).ok())
            .expect("a parsed principal ARN has an account")
    }
}

fn account_part(text: &str) -> Option<&str> {
    let mut parts = text.splitn(6, ':');
    let arn = parts.next()?;
    let partition = parts.next()?;
    let service = parts.next()?;
    let region = parts.next()?;
    let account = parts.next()?;
    let resource = parts.next()?;
    let known = arn == "arn"
        && partition.starts_with("aws")
        && matches!(service, "iam" | "sts")
        && region.is_empty()
        && !resource.is_empty();
    known.then_some(account)
}

const INVALID: Invalid = Invalid {
    name: "principal ARN",
    rule: "arn:<partition>:iam or sts::<account>:<resource>",
};

text_name!(PrincipalArn);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grammar() {
        for good in [
            "arn:aws:iam::111122223333:root",
            "arn:aws:iam::111122223333:user/team/ci",
            "arn:aws-cn:sts::111122223333:assumed-role/ci/session",
        ] {
            let parsed = PrincipalArn::parse(good).expect(good);
            assert_eq!(parsed.account().as_str(), "111122223333");
        }
        for bad in [
            "",
            "root",
            "arn:aws:iam::1111:root",
            "arn:aws:s3::111122223333:x",
            "arn:aws:iam::111122223333:",
        ] {
            assert!(PrincipalArn::parse(bad).is_err(), "{bad}");
        }
    }
}
