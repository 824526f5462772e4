//! The host name that a request came to: what it says about the registry, and how answers name
//! this server so that the same client finds it again.

use http::request::Parts;
use http::{header, uri::Authority};
use names::{AccountId, Region, RegistryKey, RepositoryArn};
use registry::Transport;

/// A host name with its port, as the caller wrote it, and how it was reached.
#[derive(Debug, Clone)]
pub(crate) struct Host {
    authority: String,
    family: Family,
    scheme: &'static str,
}

/// The two kinds of host names (architecture, "Which registry a request is for").
#[derive(Debug, Clone)]
enum Family {
    /// One name for every registry, such as `localhost:5000`.
    Plain,
    /// A name for each registry, as Amazon does it.
    Aws {
        /// The registry, if the name is one registry's and not the API's.
        registry: Option<RegistryKey>,
        /// What comes after `.dkr.ecr.<region>`, port included.
        suffix: String,
    },
}

impl Host {
    /// Reads the host of a request: its authority in HTTP/2, its `Host` header in HTTP/1.1.
    /// `None` when there is none, when it is no host name, or when there are two that differ: which
    /// of them decides is where front ends and servers have been played off against each other.
    pub(crate) fn of(parts: &Parts, transport: Transport) -> Option<Self> {
        let mut hosts = parts.headers.get_all(header::HOST).iter();
        let header = hosts
            .next()
            .map(|value| value.to_str().ok()?.parse::<Authority>().ok());
        if hosts.next().is_some() {
            return None;
        }
        let authority = match (header, parts.uri.authority()) {
            (Some(header), None) => header?,
            (None, Some(target)) => target.clone(),
            (Some(header), Some(target)) => header.filter(|header| header == target)?,
            (None, None) => return None,
        };
        let authority = authority.as_str().to_ascii_lowercase();
        if authority.contains('@') {
            return None;
        }
        let scheme = match transport {
            Transport::Plain => "http",
            Transport::Tls => "https",
        };
        let family = Family::of(&authority);
        Some(Self {
            authority,
            family,
            scheme,
        })
    }

    /// The registry that the name is of.
    pub(crate) fn registry(&self) -> Option<&RegistryKey> {
        match &self.family {
            Family::Aws { registry, .. } => registry.as_ref(),
            Family::Plain => None,
        }
    }

    /// The host name and port under which the same caller reaches `registry`.
    pub(crate) fn of_registry(&self, registry: &RegistryKey) -> String {
        match &self.family {
            Family::Plain => self.authority.clone(),
            Family::Aws { suffix, .. } => format!("{}.dkr.ecr.{}{suffix}", registry.account, registry.region),
        }
    }

    /// `repositoryUri`: host and name, without a scheme.
    pub(crate) fn repository_uri(&self, arn: &RepositoryArn) -> String {
        format!("{}/{}", self.of_registry(&arn.registry), arn.name)
    }

    /// `proxyEndpoint`: scheme and host of the registry.
    pub(crate) fn proxy_endpoint(&self, registry: &RegistryKey) -> String {
        format!("{}://{}", self.scheme, self.of_registry(registry))
    }

    /// Scheme, host and port as the caller wrote them.
    pub(crate) fn base_url(&self) -> String {
        format!("{}://{}", self.scheme, self.authority)
    }

    /// Host and port as the caller wrote them.
    pub(crate) fn authority(&self) -> &str {
        &self.authority
    }
}

impl Family {
    fn of(authority: &str) -> Self {
        Self::of_registry(authority)
            .or_else(|| Self::of_api(authority))
            .unwrap_or(Self::Plain)
    }

    /// `<account>.dkr.ecr.<region>.<domain>` and its variants.
    fn of_registry(authority: &str) -> Option<Self> {
        let (account, rest) = authority.split_once('.')?;
        let account = AccountId::parse(account).ok()?;
        let rest = ["dkr.ecr.", "dkr.ecr-fips.", "dkr-ecr.", "dkr-ecr-fips."]
            .iter()
            .find_map(|prefix| rest.strip_prefix(prefix))?;
        let (region, suffix) = split_region(rest)?;
        Some(Self::Aws {
            registry: Some(RegistryKey { account, region }),
            suffix,
        })
    }

    /// `api.ecr.<region>.<domain>` and its variants.
    fn of_api(authority: &str) -> Option<Self> {
        let rest = ["api.ecr.", "api.ecr-fips.", "ecr.", "ecr-fips."]
            .iter()
            .find_map(|prefix| authority.strip_prefix(prefix))?;
        let (_, suffix) = split_region(rest)?;
        Some(Self::Aws {
            registry: None,
            suffix,
        })
    }
}

/// Cuts `<region>.<domain>[:port]` after the region; the suffix keeps its leading dot.
fn split_region(text: &str) -> Option<(Region, String)> {
    let (region, domain) = text.split_once('.')?;
    let region = Region::parse(region).ok()?;
    Some((region, format!(".{domain}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(text: &str) -> Option<Host> {
        let request = http::Request::builder()
            .uri("/v2/")
            .header(header::HOST, text)
            .body(())
            .ok()?;
        Host::of(&request.into_parts().0, Transport::Tls)
    }

    #[test]
    fn tells_the_registry_and_answers_in_the_same_family() {
        let key = RegistryKey {
            account: AccountId::parse("111122223333").expect("an account"),
            region: Region::parse("eu-west-1").expect("a region"),
        };
        for (text, named, reached) in [
            ("localhost:5000", false, "localhost:5000"),
            ("Registry.Example.COM", false, "registry.example.com"),
            (
                "111122223333.dkr.ecr.eu-west-1.amazonaws.com",
                true,
                "111122223333.dkr.ecr.eu-west-1.amazonaws.com",
            ),
            (
                "111122223333.dkr.ecr.eu-west-1.corp.test:8443",
                true,
                "111122223333.dkr.ecr.eu-west-1.corp.test:8443",
            ),
            (
                "api.ecr.eu-west-1.corp.test:8443",
                false,
                "111122223333.dkr.ecr.eu-west-1.corp.test:8443",
            ),
            (
                "1234.dkr.ecr.eu-west-1.corp.test",
                false,
                "1234.dkr.ecr.eu-west-1.corp.test",
            ),
        ] {
            let host = host(text).expect(text);
            assert_eq!(host.registry() == Some(&key), named, "{text}");
            assert_eq!(host.of_registry(&key), reached, "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_host() {
        for bad in ["", "a b", "user@host", "host/path"] {
            assert!(host(bad).is_none(), "{bad}");
        }
    }
}
