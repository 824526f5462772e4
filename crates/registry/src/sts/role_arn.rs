//! The ARN of a role.

use names::{AccountId, EntityName, EntityPath};

/// `arn:aws:iam::<account>:role<path><name>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleArn {
    account: AccountId,
    name: EntityName,
    text: String,
}

impl RoleArn {
    /// Reads the ARN of a role; `None` when it is none. Whether the role exists is not looked at.
    pub fn parse(text: &str) -> Option<Self> {
        let (account, resource) = text.strip_prefix("arn:aws:iam::")?.split_once(':')?;
        let resource = resource.strip_prefix("role")?;
        let (path, name) = resource.split_at(resource.rfind('/')? + 1);
        EntityPath::parse(path).ok()?;
        Some(Self {
            account: AccountId::parse(account).ok()?,
            name: EntityName::parse(name).ok()?,
            text: text.to_owned(),
        })
    }

    /// Whose role.
    pub fn account(&self) -> AccountId {
        self.account
    }

    /// The role's name.
    pub fn name(&self) -> &EntityName {
        &self.name
    }

    /// The whole ARN.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grammar() {
        for (text, name) in [
            ("arn:aws:iam::111122223333:role/ci", "ci"),
            ("arn:aws:iam::111122223333:role/team/x:y/Pull", "Pull"),
        ] {
            let arn = RoleArn::parse(text).expect(text);
            assert_eq!((arn.name().as_str(), arn.as_str()), (name, text));
            assert_eq!(arn.account().as_str(), "111122223333");
        }
        for bad in [
            "",
            "ci",
            "arn:aws:iam::111122223333:role",
            "arn:aws:iam::111122223333:role/",
            "arn:aws:iam::111122223333:rolex/ci",
            "arn:aws:iam::111122223333:user/ci",
            "arn:aws:iam::1111:role/ci",
            "arn:aws-cn:iam::111122223333:role/ci",
            "arn:aws:sts::111122223333:assumed-role/ci/x",
            "arn:aws:iam::111122223333:role/a b",
        ] {
            assert_eq!(RoleArn::parse(bad), None, "{bad}");
        }
    }
}
