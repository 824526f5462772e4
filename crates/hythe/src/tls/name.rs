//! The names that the server's certificate is for.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::str::FromStr;

use names::{AccountId, Region};
use rustls::pki_types::DnsName;

use crate::listen::Host;

/// A DNS name, also with `*.` in front, or an IP address without brackets.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct CertificateName(String);

/// A text that is no such name.
#[derive(Debug, thiserror::Error)]
#[error("'{0}' is no name for a certificate: it must be a DNS name, *.NAME or an IP address")]
pub(crate) struct InvalidName(String);

impl CertificateName {
    /// The name as text.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for CertificateName {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        if let Ok(ip) = text.parse::<IpAddr>() {
            return Ok(Self(ip.to_string()));
        }
        match DnsName::try_from(text.strip_prefix("*.").unwrap_or(text)) {
            Ok(_) => Ok(Self(text.to_ascii_lowercase())),
            Err(_) => Err(InvalidName(text.to_owned())),
        }
    }
}

/// What a certificate of the server's own is for: the host that it listens on, this machine, the
/// names by which Amazon's clients would call this account and region, and `more`.
pub(crate) fn names_of(
    host: &Host,
    account: AccountId,
    region: &Region,
    more: &[CertificateName],
) -> BTreeSet<CertificateName> {
    let suffix = region.partition().dns_suffix;
    let mut texts = vec![
        "localhost".to_owned(),
        "127.0.0.1".to_owned(),
        "::1".to_owned(),
        match host {
            Host::Ip(ip) => ip.to_string(),
            Host::Name(name) => name.clone(),
        },
        format!("{account}.dkr.ecr.{region}.{suffix}"),
        format!("*.dkr.ecr.{region}.{suffix}"),
        format!("api.ecr.{region}.{suffix}"),
    ];
    texts.extend(rustix::system::uname().nodename().to_str().map(str::to_owned));
    // A machine may be called what no certificate can hold; then it has to do without.
    let parsed = texts.iter().filter_map(|text| text.parse().ok());
    parsed.chain(more.iter().cloned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grammar() {
        for (text, expect) in [
            ("Registry.LAN", Some("registry.lan")),
            ("*.a.test", Some("*.a.test")),
            ("::0001", Some("::1")),
            ("", None),
            ("*", None),
            ("a.*.test", None),
            ("a b", None),
            ("[::1]", None),
        ] {
            let parsed: Option<CertificateName> = text.parse().ok();
            assert_eq!(parsed.as_ref().map(CertificateName::as_str), expect, "{text}");
        }
    }

    #[test]
    fn names_follow_the_partition() {
        let account = AccountId::parse("111122223333").unwrap();
        let region = Region::parse("cn-north-1").unwrap();
        let host = Host::Name("registry.lan".to_owned());
        let more = ["extra.test".parse().unwrap()];
        let names = names_of(&host, account, &region, &more);
        for expect in [
            "localhost",
            "127.0.0.1",
            "::1",
            "registry.lan",
            "111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn",
            "*.dkr.ecr.cn-north-1.amazonaws.com.cn",
            "api.ecr.cn-north-1.amazonaws.com.cn",
            "extra.test",
        ] {
            assert!(names.contains(&expect.parse().unwrap()), "{expect}");
        }
    }
}
