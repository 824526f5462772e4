//! The ARN of a managed policy.

use std::sync::Arc;

use crate::text::text_name;
use crate::{AccountId, EntityName, EntityPath, Invalid};

/// `arn:<partition>:iam::<account or aws>:policy<path><name>`, at most 2,048 characters
/// (IAM `arnType`). Where the account is the word `aws`, the policy is one of AWS's own.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PolicyArn(Arc<str>);

struct Parts<'a> {
    owner: &'a str,
    /// With both of its slashes.
    path: &'a str,
    name: &'a str,
}

impl PolicyArn {
    /// Reads the ARN of a managed policy.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let known = |parts: &Parts<'_>| {
            (parts.owner == "aws" || AccountId::parse(parts.owner).is_ok())
                && EntityPath::parse(parts.path).is_ok()
                && EntityName::parse(parts.name).is_ok()
        };
        match split(text) {
            Some(parts) if text.len() <= 2048 && known(&parts) => Ok(Self(text.into())),
            _ => Err(INVALID),
        }
    }

    /// The ARN of an account's own policy, in the partition `aws`.
    pub fn of_account(account: AccountId, path: &EntityPath, name: &EntityName) -> Self {
        Self(format!("arn:aws:iam::{account}:policy{path}{name}").into())
    }

    /// The account whose policy it is; `None` for a policy of AWS's own.
    pub fn owner(&self) -> Option<AccountId> {
        AccountId::parse(self.parts().owner).ok()
    }

    /// The policy's path.
    pub fn path(&self) -> EntityPath {
        EntityPath::parse(self.parts().path).expect("a parsed policy ARN has a path")
    }

    /// The policy's name.
    pub fn name(&self) -> EntityName {
        EntityName::parse(self.parts().name).expect("a parsed policy ARN has a name")
    }

    fn parts(&self) -> Parts<'_> {
        split(&self.0).expect("a parsed policy ARN has its parts")
    }
}

fn split(text: &str) -> Option<Parts<'_>> {
    let (partition, rest) = text.strip_prefix("arn:")?.split_once(":iam::")?;
    let (owner, resource) = rest.split_once(':')?;
    let resource = resource.strip_prefix("policy")?;
    let (path, name) = resource.split_at(resource.rfind('/')? + 1);
    let known = partition == "aws" || partition.starts_with("aws-");
    let plain = partition
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    (known && plain).then_some(Parts { owner, path, name })
}

const INVALID: Invalid = Invalid {
    name: "policy ARN",
    rule: "arn:<partition>:iam::<account or aws>:policy<path><name>",
};

text_name!(PolicyArn);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts() {
        let longest = format!("arn:aws:iam::111122223333:policy/{}/p", "a".repeat(510));
        for (text, owner, path, name) in [
            ("arn:aws:iam::aws:policy/ReadOnly", None, "/", "ReadOnly"),
            (
                "arn:aws-cn:iam::aws:policy/service-role/X",
                None,
                "/service-role/",
                "X",
            ),
            (
                "arn:aws:iam::111122223333:policy/ci:x/push",
                Some("111122223333"),
                "/ci:x/",
                "push",
            ),
            (
                &longest,
                Some("111122223333"),
                &format!("/{}/", "a".repeat(510)),
                "p",
            ),
        ] {
            let arn = PolicyArn::parse(text).expect(text);
            assert_eq!(arn.to_string(), text);
            assert_eq!(arn.owner().map(|owner| owner.to_string()).as_deref(), owner);
            assert_eq!((arn.path().as_str(), arn.name().as_str()), (path, name), "{text}");
            if let Some(account) = arn.owner()
                && text.starts_with("arn:aws:")
            {
                assert_eq!(PolicyArn::of_account(account, &arn.path(), &arn.name()), arn);
            }
        }
    }

    #[test]
    fn refused() {
        for bad in [
            "",
            "arn:aws:iam::111122223333:policy",
            "arn:aws:iam::111122223333:policy/",
            "arn:aws:iam::111122223333:policyx/a",
            "arn:aws:iam::111122223333:role/a",
            "arn:aws:iam::1111:policy/a",
            "arn:aws:iam::AWS:policy/a",
            "arn:aws:iam:us-east-1:aws:policy/a",
            "arn:gcp:iam::aws:policy/a",
            "arn:awsx:iam::aws:policy/a",
            "arn:aws:s3:::iam::aws:policy/a",
            "arn:aws:iam::aws:policy/a b",
            &format!("arn:aws:iam::aws:policy/{}/p", "a".repeat(511)),
        ] {
            assert!(PolicyArn::parse(bad).is_err(), "{bad}");
        }
    }
}
