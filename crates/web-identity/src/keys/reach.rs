//! Which addresses may be connected to.
//!
//! URLs of providers are given by accounts, and what stands there is fetched by the server: from
//! where it is, with what it can reach.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Which addresses the servers of providers may have.
///
/// Private ranges are always allowed, since an installation and its identity provider often stand
/// in one network. Never allowed: link-local, multicast, unspecified and reserved addresses, and
/// the addresses outside of them at which clouds serve credentials to their machines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// The machine itself too.
    Anywhere,
    /// Not the machine itself.
    NoLoopback,
}

/// Metadata services at addresses that look like any other.
const METADATA: &[IpAddr] = &[
    // AWS.
    IpAddr::V6(Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254)),
    // Google Cloud.
    IpAddr::V6(Ipv6Addr::new(0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254)),
    // Alibaba Cloud.
    IpAddr::V4(Ipv4Addr::new(100, 100, 100, 200)),
    // Azure.
    IpAddr::V4(Ipv4Addr::new(168, 63, 129, 16)),
    // Oracle Cloud.
    IpAddr::V4(Ipv4Addr::new(192, 0, 0, 192)),
];

impl Reach {
    /// Whether `address` may be connected to.
    pub(super) fn allows(self, address: IpAddr) -> bool {
        let allowed = match address {
            IpAddr::V4(address) => self.allows_v4(address),
            IpAddr::V6(address) => self.allows_v6(address),
        };
        allowed && !METADATA.contains(&address)
    }

    fn allows_v4(self, address: Ipv4Addr) -> bool {
        let first = address.octets()[0];
        // 0.0.0.0/8 is "this host", 240.0.0.0/4 is reserved and ends with the broadcast address.
        let never = first == 0 || first >= 240 || address.is_link_local() || address.is_multicast();
        !never && (self == Self::Anywhere || !address.is_loopback())
    }

    fn allows_v6(self, address: Ipv6Addr) -> bool {
        if address == Ipv6Addr::LOCALHOST {
            return self == Self::Anywhere;
        }
        let never = address.is_unspecified() || address.is_unicast_link_local() || address.is_multicast();
        let inner = embedded(address);
        !never && inner.is_none_or(|inner| self.allows(IpAddr::V4(inner)))
    }
}

/// The IPv4 address that packets to `address` may end at.
fn embedded(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let parts = address.segments();
    let join = |high: u16, low: u16| {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        Ipv4Addr::new(a, b, c, d)
    };
    match parts {
        // Compatible, mapped and translated addresses (RFC 4291, RFC 2765).
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low] | [0, 0, 0, 0, 0xffff, 0, high, low] => Some(join(high, low)),
        // NAT64 (RFC 6052, RFC 8215).
        [0x64, 0xff9b, _, _, _, _, high, low] => Some(join(high, low)),
        // 6to4 (RFC 3056).
        [0x2002, high, low, ..] => Some(join(high, low)),
        // Teredo hides it (RFC 4380, 4).
        [0x2001, 0, .., high, low] => Some(join(!high, !low)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        const NEVER: (bool, bool) = (false, false);
        const LOOPBACK: (bool, bool) = (true, false);
        const ALWAYS: (bool, bool) = (true, true);
        for (address, allowed) in [
            ("169.254.169.254", NEVER),
            ("169.254.0.1", NEVER),
            ("fe80::1", NEVER),
            ("febf::1", NEVER),
            ("224.0.0.1", NEVER),
            ("239.255.255.255", NEVER),
            ("ff02::1", NEVER),
            ("0.0.0.0", NEVER),
            ("0.1.2.3", NEVER),
            ("::", NEVER),
            ("255.255.255.255", NEVER),
            ("240.0.0.1", NEVER),
            ("::ffff:169.254.169.254", NEVER),
            ("::169.254.169.254", NEVER),
            ("::ffff:0:169.254.169.254", NEVER),
            ("64:ff9b::a9fe:a9fe", NEVER),
            ("64:ff9b:1::a9fe:a9fe", NEVER),
            ("2002:a9fe:a9fe::1", NEVER),
            ("2001:0:4136:e378:8000:63bf:5601:5601", NEVER),
            ("fd00:ec2::254", NEVER),
            ("fd20:ce::254", NEVER),
            ("100.100.100.200", NEVER),
            ("::ffff:100.100.100.200", NEVER),
            ("168.63.129.16", NEVER),
            ("127.0.0.1", LOOPBACK),
            ("127.1.2.3", LOOPBACK),
            ("::1", LOOPBACK),
            ("::ffff:127.0.0.1", LOOPBACK),
            ("2002:7f00:1::", LOOPBACK),
            ("64:ff9b::127.0.0.1", LOOPBACK),
            ("10.0.0.1", ALWAYS),
            ("172.16.0.1", ALWAYS),
            ("192.168.1.1", ALWAYS),
            ("100.64.0.1", ALWAYS),
            ("fd12:3456::1", ALWAYS),
            ("192.0.2.1", ALWAYS),
            ("::ffff:10.0.0.1", ALWAYS),
            ("2001:db8::1", ALWAYS),
        ] {
            let parsed: IpAddr = address.parse().expect("an address");
            let found = (Reach::Anywhere.allows(parsed), Reach::NoLoopback.allows(parsed));
            assert_eq!(found, allowed, "{address}");
        }
    }
}
