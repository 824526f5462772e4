//! Names to addresses that may be connected to.

use std::net::SocketAddr;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::Reach;

/// Resolves with the system, and gives the connector only addresses that are in reach. What is
/// checked is what is connected to, so that a name cannot have another address a moment later.
pub(super) struct Resolver(pub(super) Reach);

/// No address of a name is in reach.
#[derive(Debug, thiserror::Error)]
#[error("the name has no address that is connected to")]
pub(super) struct OutOfReach;

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.0;
        Box::pin(async move {
            // The connector puts the port of the URL in place of this one.
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let allowed: Vec<SocketAddr> = found.filter(|found| reach.allows(found.ip())).collect();
            if allowed.is_empty() {
                return Err(OutOfReach.into());
            }
            let allowed: Addrs = Box::new(allowed.into_iter());
            Ok(allowed)
        })
    }
}
