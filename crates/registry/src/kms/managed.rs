//! The key that ECR makes for an account when it first needs one: `alias/aws/ecr`.

use futures_util::FutureExt as _;
use meta::{KmsAliasEntry, KmsKey, KmsKeyManager, KmsKeyState, Put};
use names::{KmsAlias, KmsKeyArn, RegistryKey};

use super::key::fresh;
use super::policy::{Checked, managed_policy};
use super::rotation::{enable, of_manager};
use crate::{Error, Internal, Registry};

/// What AWS says of the key.
const DESCRIPTION: &str = "Default key that protects my ECR data when no other key is defined";

impl Registry {
    /// The key of an account in a region that ECR looks after; it is made where there is none yet.
    pub(crate) async fn kms_managed_key(&self, home: &RegistryKey) -> Result<KmsKeyArn, Error> {
        let args = home.clone();
        let found = self
            .read(args, |tx, home| {
                async move { Ok(tx.kms_alias_get(home, &alias()?).await?) }.boxed()
            })
            .await?;
        if let Some(found) = found {
            let home = home.clone();
            return Ok(KmsKeyArn { home, id: found.key });
        }
        let arn = fresh(home);
        let now = self.now();
        let key = KmsKey {
            arn: arn.clone(),
            created_at: now,
            description: DESCRIPTION.to_owned(),
            manager: KmsKeyManager::Aws,
            state: KmsKeyState::Enabled,
            rotation: None,
            policy: String::new(),
            external: None,
        };
        let row = self.material_seal().draw(&arn, 1, (None, now));
        let policy = Checked::parse(&managed_policy(home))?;
        self.change((key, row, policy, now), |tx, (key, row, policy, now)| {
            async move {
                let home = &key.arn.home;
                if let Some(other) = tx.kms_alias_get(home, &alias()?).await? {
                    let home = home.clone();
                    return Ok(KmsKeyArn { home, id: other.key });
                }
                let policy = policy.bind(tx).await?;
                let key = KmsKey {
                    policy,
                    ..key.clone()
                };
                tx.kms_key_create(&key).await?;
                tx.kms_material_create(row).await?;
                let entry = KmsAliasEntry {
                    home: home.clone(),
                    name: alias()?,
                    key: key.arn.id.clone(),
                    created_at: *now,
                    updated_at: *now,
                };
                if tx.kms_alias_create(&entry).await? == Put::Exists {
                    return Err(Internal::Broken("two keys of one alias".to_owned()).into());
                }
                let arn = key.arn.clone();
                if let Some(rotation) = of_manager(key.manager, *now) {
                    enable(tx, key, rotation).await?;
                }
                Ok(arn)
            }
            .boxed()
        })
        .await
    }
}

fn alias() -> Result<KmsAlias, Error> {
    KmsAlias::parse("alias/aws/ecr").map_err(|error| Internal::Broken(error.to_string()).into())
}
