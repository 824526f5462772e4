//! Key stores: services outside the installation that customers' keys may take. They are in the file
//! only, each in a table of its own under `kms.external`.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::str::FromStr;

use names::{AccessKeyId, Region};
use serde::Deserialize;

use super::{NotOneOf, parsed};

/// Keys of customers.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct KmsSettings {
    /// The key stores, by the name that `CustomKeyStoreId` says.
    pub(crate) external: BTreeMap<String, KeyStoreSettings>,
}

/// A key store. What a kind does not know it refuses.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct KeyStoreSettings {
    #[serde(rename = "type", deserialize_with = "parsed")]
    pub(crate) kind: Option<KeyStoreKind>,
    pub(crate) endpoint: Option<String>,
    /// PEM of the authorities that vouch for the endpoint; the system's without.
    pub(crate) ca_file: Option<PathBuf>,
    /// The token, or the secret half of the access key: one of the two.
    pub(crate) secret_file: Option<PathBuf>,
    pub(crate) secret_env: Option<String>,
    /// KMS only.
    #[serde(deserialize_with = "parsed")]
    pub(crate) region: Option<Region>,
    #[serde(deserialize_with = "parsed")]
    pub(crate) access_key_id: Option<AccessKeyId>,
    /// Vault only.
    pub(crate) mount: Option<String>,
    pub(crate) namespace: Option<String>,
}

/// What a key store speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyStoreKind {
    /// The API of AWS KMS.
    AwsKms,
    /// The Transit engine of Vault.
    Vault,
}

impl KmsSettings {
    /// This layer over `lower`.
    pub(super) fn or(self, lower: Self) -> Self {
        if self.external.is_empty() { lower } else { self }
    }

    /// All paths.
    pub(super) fn paths(&mut self) -> impl Iterator<Item = &mut PathBuf> {
        let stores = self.external.values_mut();
        stores.flat_map(|store| store.ca_file.iter_mut().chain(&mut store.secret_file))
    }
}

impl FromStr for KeyStoreKind {
    type Err = NotOneOf;

    fn from_str(text: &str) -> Result<Self, NotOneOf> {
        match text {
            "aws-kms" => Ok(Self::AwsKms),
            "vault" => Ok(Self::Vault),
            _ => Err(NotOneOf("aws-kms, vault")),
        }
    }
}
