//! What an account chooses for one of its registries (ECR `PutAccountSetting`).

use futures_util::FutureExt as _;
use meta::Tx;
use names::RegistryKey;

use crate::{Action, Error, Grant, Registry};

/// A setting. Each has the values that ECR gives it, and one that counts until another is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountSetting {
    /// Which scanner the scan type `BASIC` is.
    BasicScanTypeVersion,
    /// What the policy of the registry decides.
    RegistryPolicyScope,
    /// Whether a layer can be mounted from another repository.
    BlobMounting,
}

/// What the policy of a registry decides (ECR user guide, "Registry policy scope").
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum RegistryPolicyScope {
    /// Replication, imports from upstream and the creation of repositories.
    V1,
    /// Every action of `ecr`.
    #[default]
    V2,
}

/// Whether layers can be mounted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BlobMounting {
    Enabled,
    Disabled,
}

const V1: &str = "V1";
const DISABLED: &str = "DISABLED";

impl AccountSetting {
    /// All of them.
    pub const ALL: [Self; 3] = [
        Self::BasicScanTypeVersion,
        Self::RegistryPolicyScope,
        Self::BlobMounting,
    ];

    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BasicScanTypeVersion => "BASIC_SCAN_TYPE_VERSION",
            Self::RegistryPolicyScope => "REGISTRY_POLICY_SCOPE",
            Self::BlobMounting => "BLOB_MOUNTING",
        }
    }

    /// Reads a name.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] for a name that no setting has.
    pub fn parse(name: &str) -> Result<Self, Error> {
        let mut all = Self::ALL.into_iter();
        all.find(|setting| setting.as_str() == name)
            .ok_or_else(|| unlisted("name", &Self::ALL.map(Self::as_str)))
    }

    /// What it can be, the value that counts until another is chosen first. Layers are mounted by
    /// default, as the OCI specification has it.
    const fn values(self) -> &'static [&'static str] {
        match self {
            Self::BasicScanTypeVersion => &["AWS_NATIVE"],
            Self::RegistryPolicyScope => &["V2", V1],
            Self::BlobMounting => &["ENABLED", DISABLED],
        }
    }
}

impl Registry {
    /// The value of a setting.
    pub async fn account_setting_get(
        &self,
        grant: &Grant<RegistryKey>,
        setting: AccountSetting,
    ) -> Result<String, Error> {
        grant.expect(&[Action::GetAccountSetting]);
        self.read(grant.resource().clone(), move |tx, registry| {
            value(tx, registry, setting).boxed()
        })
        .await
    }

    /// Chooses the value of a setting.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] for a value that the setting cannot have.
    pub async fn account_setting_put(
        &self,
        grant: &Grant<RegistryKey>,
        setting: AccountSetting,
        value: String,
    ) -> Result<(), Error> {
        grant.expect(&[Action::PutAccountSetting]);
        if !setting.values().contains(&value.as_str()) {
            return Err(unlisted("value", setting.values()));
        }
        let args = (grant.resource().clone(), value);
        self.change_for(grant, args, move |tx, (registry, value)| {
            async move { Ok(tx.account_setting_put(registry, setting.as_str(), value).await?) }.boxed()
        })
        .await
    }
}

async fn value(tx: &mut Tx<'_>, registry: &RegistryKey, setting: AccountSetting) -> Result<String, Error> {
    let chosen = tx.account_setting_get(registry, setting.as_str()).await?;
    Ok(chosen.unwrap_or_else(|| setting.values()[0].to_owned()))
}

/// What the policy of a registry decides.
pub(crate) async fn registry_policy_scope(
    tx: &mut Tx<'_>,
    registry: &RegistryKey,
) -> Result<RegistryPolicyScope, Error> {
    let value = value(tx, registry, AccountSetting::RegistryPolicyScope).await?;
    Ok(match value.as_str() {
        V1 => RegistryPolicyScope::V1,
        _ => RegistryPolicyScope::V2,
    })
}

/// Whether layers can be mounted in a registry.
pub(crate) async fn blob_mounting(tx: &mut Tx<'_>, registry: &RegistryKey) -> Result<BlobMounting, Error> {
    let value = value(tx, registry, AccountSetting::BlobMounting).await?;
    Ok(match value.as_str() {
        DISABLED => BlobMounting::Disabled,
        _ => BlobMounting::Enabled,
    })
}

fn unlisted(parameter: &'static str, values: &[&str]) -> Error {
    Error::InvalidParameter {
        parameter,
        why: format!("Member must satisfy enum value set: [{}]", values.join(", ")),
    }
}
