//! Which registry: there is one for each account in each region, and it always exists.

use std::fmt;

use crate::{AccountId, Region};

/// The pair of account and region that names a registry.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegistryKey {
    /// The owner; ECR's `registryId`.
    pub account: AccountId,
    /// Where it is.
    pub region: Region,
}

impl fmt::Debug for RegistryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RegistryKey({}/{})", self.account, self.region)
    }
}
