//! The ways to name a key in a request: id, ARN, alias, ARN of an alias.

use futures_util::FutureExt as _;
use names::{KmsAlias, KmsKeyArn, KmsKeyId, RegistryKey};

use super::resource::alias_arn;
use crate::{Error, KmsFault, Registry};

/// A key as a request names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyName {
    /// By id or ARN.
    Key(KmsKeyArn),
    /// By alias.
    Alias(RegistryKey, KmsAlias),
}

impl KeyName {
    /// Reads a `KeyId`; ids and alias names are of the caller's account and region.
    ///
    /// # Errors
    /// [`KmsFault::NotFound`] for what is no name of a key, [`KmsFault::InvalidArn`] for what is an
    /// ARN of something else.
    pub fn parse(text: &str, home: &RegistryKey) -> Result<Self, Error> {
        if text.starts_with("arn:") {
            return of_arn(text, home);
        }
        if text.starts_with("alias/") {
            return match KmsAlias::parse(text) {
                Ok(alias) => Ok(Self::Alias(home.clone(), alias)),
                Err(_) => Err(invalid_id(text)),
            };
        }
        let id = KmsKeyId::parse(text).map_err(|_| invalid_id(text))?;
        let home = home.clone();
        Ok(Self::Key(KmsKeyArn { home, id }))
    }

    /// The key, where it is not named by an alias: for operations that take none.
    pub fn key(self) -> Result<KmsKeyArn, Error> {
        match self {
            Self::Key(arn) => Ok(arn),
            Self::Alias(..) => {
                let sentence = "Key Aliases are not supported for this operation";
                Err(Error::kms(KmsFault::InvalidArn, sentence))
            }
        }
    }
}

fn of_arn(text: &str, home: &RegistryKey) -> Result<KeyName, Error> {
    let invalid = || Error::kms(KmsFault::InvalidArn, format!("Invalid arn {text}"));
    let (named, resource) = KmsKeyArn::split(text).ok_or_else(invalid)?;
    if named.region != home.region {
        let sentence = format!("Invalid arn {}", named.region);
        return Err(Error::kms(KmsFault::NotFound, sentence));
    }
    match KmsAlias::parse(resource) {
        Ok(alias) => Ok(KeyName::Alias(named, alias)),
        Err(_) => KmsKeyArn::parse(text).map(KeyName::Key).map_err(|_| invalid()),
    }
}

fn invalid_id(text: &str) -> Error {
    Error::kms(KmsFault::NotFound, format!("Invalid keyId '{text}'"))
}

/// The sentence of an alias that is not there.
pub(crate) fn no_alias(home: &RegistryKey, alias: &KmsAlias) -> Error {
    let sentence = format!("Alias {} is not found.", alias_arn(home, alias));
    Error::kms(KmsFault::NotFound, sentence)
}

impl Registry {
    /// The key that a name stands for; whether there is one is known only of an alias.
    pub async fn kms_key_find(&self, name: KeyName) -> Result<KmsKeyArn, Error> {
        let (home, alias) = match name {
            KeyName::Key(arn) => return Ok(arn),
            KeyName::Alias(home, alias) => (home, alias),
        };
        let found = self
            .read((home.clone(), alias.clone()), |tx, (home, alias)| {
                async move { Ok(tx.kms_alias_get(home, alias).await?) }.boxed()
            })
            .await?;
        match found {
            Some(found) => Ok(KmsKeyArn { home, id: found.key }),
            None => Err(no_alias(&home, &alias)),
        }
    }
}

#[cfg(test)]
mod tests {
    use names::{AccountId, Region};

    use super::*;

    const ID: &str = "1234abcd-12ab-34cd-56ef-1234567890ab";

    #[test]
    fn names_of_every_kind() {
        let home = RegistryKey {
            account: AccountId::parse("111122223333").expect("an account"),
            region: Region::parse("eu-west-1").expect("a region"),
        };
        let own = format!("arn:aws:kms:eu-west-1:111122223333:key/{ID}");
        let foreign = format!("arn:aws:kms:eu-west-1:444455556666:key/{ID}");
        for (text, arn) in [(ID, &own), (&*own, &own), (&*foreign, &foreign)] {
            let name = KeyName::parse(text, &home).expect(text);
            assert_eq!(name.key().expect("a key").to_string(), *arn);
        }
        for text in ["alias/a", "arn:aws:kms:eu-west-1:444455556666:alias/a"] {
            let name = KeyName::parse(text, &home).expect(text);
            assert!(matches!(name, KeyName::Alias(..)), "{text}");
            assert!(name.key().is_err(), "{text}");
        }
        for (bad, message) in [
            ("nothing", "Invalid keyId 'nothing'"),
            ("alias/a b", "Invalid keyId 'alias/a b'"),
            (
                "arn:aws:kms:us-east-1:111122223333:key/x",
                "Invalid arn us-east-1",
            ),
            ("arn:aws:s3:::bucket", "Invalid arn arn:aws:s3:::bucket"),
        ] {
            let error = KeyName::parse(bad, &home).expect_err(bad);
            assert_eq!(error.to_string(), message);
        }
    }
}
