//! What actions of KMS are aimed at.

use names::{AccountId, KmsAlias, KmsKeyArn, RegistryKey};

use crate::authority::Place;
use crate::grant::ResourcePlace;
use crate::{Action, Resource};

/// A key, an alias, or all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KmsResource {
    /// `*`: what is about no key.
    All(RegistryKey),
    /// An alias.
    Alias(RegistryKey, KmsAlias),
    /// A key.
    Key(KmsKeyArn),
}

impl KmsResource {
    /// Whose it is, and where.
    pub fn home(&self) -> &RegistryKey {
        match self {
            Self::All(home) | Self::Alias(home, _) => home,
            Self::Key(arn) => &arn.home,
        }
    }

    /// The key, where it is one.
    pub fn key(&self) -> Option<&KmsKeyArn> {
        match self {
            Self::Key(arn) => Some(arn),
            Self::All(_) | Self::Alias(..) => None,
        }
    }
}

/// The ARN of an alias.
pub(crate) fn alias_arn(home: &RegistryKey, alias: &KmsAlias) -> String {
    let RegistryKey { account, region } = home;
    format!("arn:{}:kms:{region}:{account}:{alias}", region.partition().id)
}

impl Resource for KmsResource {
    fn owner(&self) -> AccountId {
        self.home().account
    }

    fn display(&self, _: Action) -> String {
        match self {
            Self::All(_) => "*".to_owned(),
            Self::Alias(home, alias) => alias_arn(home, alias),
            Self::Key(arn) => arn.to_string(),
        }
    }

    fn place(&self) -> ResourcePlace {
        ResourcePlace(match self {
            Self::All(home) | Self::Alias(home, _) => Place::Keys(home.clone()),
            Self::Key(arn) => Place::Key(arn.clone()),
        })
    }
}
