//! Where the server listens: `HOST:PORT`, where the host may be a name.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::str::FromStr;

use anyhow::Context as _;
use rustls::pki_types::DnsName;

/// The name that is this machine wherever it is used (RFC 6761, 6.3), resolver or not.
const LOCALHOST: &str = "localhost";

/// A host and a port, as the operator wrote them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ListenAddress {
    /// The host.
    pub(crate) host: Host,
    /// The port; 0 takes a free one.
    pub(crate) port: u16,
}

/// The host of a listen address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Host {
    /// An address of this machine, or the one that stands for all of them.
    Ip(IpAddr),
    /// A name that resolves to addresses of this machine, in lower case.
    Name(String),
}

/// A text that is no listen address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a listen address must be HOST:PORT, such as 127.0.0.1:5000, [::1]:5000 or localhost:0")]
pub(crate) struct InvalidListenAddress;

impl ListenAddress {
    /// The same host with the port that was bound.
    pub(crate) fn with_port(&self, port: u16) -> Self {
        Self {
            host: self.host.clone(),
            port,
        }
    }

    /// The same place as a client on this machine reaches it: the address that stands for all
    /// addresses is none that certificates or image names should carry.
    pub(crate) fn for_clients(&self) -> Self {
        let host = match &self.host {
            Host::Ip(ip) if ip.is_unspecified() => Host::Name(LOCALHOST.to_owned()),
            host => host.clone(),
        };
        Self {
            host,
            port: self.port,
        }
    }

    /// The socket addresses of the host, those of IPv4 first. Asks the system's resolver.
    pub(crate) async fn resolve(&self) -> anyhow::Result<Vec<SocketAddr>> {
        let name = match &self.host {
            Host::Ip(ip) => return Ok(vec![SocketAddr::new(*ip, self.port)]),
            Host::Name(name) if name == LOCALHOST => {
                return Ok(vec![SocketAddr::new(Ipv4Addr::LOCALHOST.into(), self.port)]);
            }
            Host::Name(name) => name,
        };
        let failed = || format!("could not find the address of the listen host '{name}'");
        let found = tokio::net::lookup_host((name.as_str(), self.port))
            .await
            .with_context(failed)?;
        let mut found: Vec<_> = found.collect();
        found.sort_by_key(SocketAddr::is_ipv6);
        anyhow::ensure!(!found.is_empty(), failed());
        Ok(found)
    }
}

/// Whether only this machine can connect to this address.
pub(crate) fn is_loopback(address: &SocketAddr) -> bool {
    address.ip().to_canonical().is_loopback()
}

impl FromStr for ListenAddress {
    type Err = InvalidListenAddress;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (host, port) = text.rsplit_once(':').ok_or(InvalidListenAddress)?;
        let digits = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
        let port = port.parse().ok().filter(|_| digits).ok_or(InvalidListenAddress)?;
        let host = host.parse()?;
        Ok(Self { host, port })
    }
}

impl FromStr for Host {
    type Err = InvalidListenAddress;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bracketed = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        if let Some(inner) = bracketed {
            let ip = inner.parse().map_err(|_| InvalidListenAddress)?;
            return Ok(Self::Ip(IpAddr::V6(ip)));
        }
        if let Ok(ip) = text.parse::<Ipv4Addr>() {
            return Ok(Self::Ip(ip.into()));
        }
        // All digits and dots is a mistyped address, not a name.
        let numeric = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        match DnsName::try_from(text) {
            Ok(name) if !numeric => Ok(Self::Name(name.as_ref().to_ascii_lowercase())),
            _ => Err(InvalidListenAddress),
        }
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ip(IpAddr::V6(ip)) => write!(f, "[{ip}]"),
            Self::Ip(ip) => ip.fmt(f),
            Self::Name(name) => f.write_str(name),
        }
    }
}

impl fmt::Display for ListenAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.host, self.port)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grammar() {
        let good = ["127.0.0.1:5000", "[::1]:0", "localhost:65535", "registry.lan:443"];
        for text in good {
            let address: Result<ListenAddress, _> = text.parse();
            assert_eq!(address.map(|address| address.to_string()), Ok(text.to_owned()));
        }
        let bad = [
            "",
            ":",
            "5000",
            ":5000",
            "localhost",
            "localhost:",
            "localhost:+1",
            "localhost:65536",
            "::1:5000",
            "[127.0.0.1]:1",
            "256.0.0.1:1",
            "a b:1",
            "http://a:1",
            "[::1]5000",
        ];
        for text in bad {
            assert_eq!(text.parse::<ListenAddress>(), Err(InvalidListenAddress), "{text}");
        }
    }

    #[test]
    fn only_loopback_is_loopback() {
        let cases = [
            ("127.0.0.1:1", true),
            ("127.9.9.9:1", true),
            ("[::1]:1", true),
            ("[::ffff:127.0.0.1]:1", true),
            ("0.0.0.0:1", false),
            ("[::]:1", false),
            ("10.0.0.1:1", false),
            ("[fe80::1]:1", false),
        ];
        for (text, expect) in cases {
            assert_eq!(
                text.parse().map(|address| is_loopback(&address)),
                Ok(expect),
                "{text}"
            );
        }
    }

    #[test]
    fn clients_are_told_a_name_they_can_use() {
        for (text, expect) in [
            ("0.0.0.0:1", "localhost:1"),
            ("[::]:1", "localhost:1"),
            ("10.0.0.1:1", "10.0.0.1:1"),
        ] {
            let address: ListenAddress = text.parse().unwrap();
            assert_eq!(address.for_clients().to_string(), expect);
        }
    }
}
