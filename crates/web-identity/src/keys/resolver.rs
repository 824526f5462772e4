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
            let allowed: Addrs = Box::new(within(reach, found)?.into_iter());
            Ok(allowed)
        })
    }
}

/// The addresses that are in reach, of which there must be one.
fn within(reach: Reach, found: impl Iterator<Item = SocketAddr>) -> Result<Vec<SocketAddr>, OutOfReach> {
    let allowed: Vec<SocketAddr> = found.filter(|found| reach.allows(found.ip())).collect();
    if allowed.is_empty() {
        return Err(OutOfReach);
    }
    Ok(allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_several_addresses_only_those_in_reach_are_connected_to() {
        for (found, expected) in [
            (
                vec!["192.0.2.1:0", "127.0.0.1:0", "169.254.169.254:0"],
                Some(vec!["192.0.2.1:0"]),
            ),
            (vec!["127.0.0.1:0", "[::1]:0"], None),
            (vec![], None),
        ] {
            let parsed = found.iter().map(|text| text.parse().expect("an address"));
            let allowed = within(Reach::NoLoopback, parsed).ok();
            let allowed =
                allowed.map(|allowed| allowed.iter().map(SocketAddr::to_string).collect::<Vec<_>>());
            assert_eq!(
                allowed,
                expected.map(|list| list.into_iter().map(str::to_owned).collect()),
                "{found:?}"
            );
        }
    }
}
