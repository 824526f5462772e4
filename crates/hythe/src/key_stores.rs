//! The key stores of the configuration, ready to be asked. Whether they answer shows when a key of
//! theirs is made or used.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use key_service::{AwsKms, Endpoint, EndpointFault, KeyService, Secret, Trust, Vault};
use registry::KeyStores;

use crate::clock::SystemClock;
use crate::config::Config;
use crate::environment;
use crate::exit::Misuse;
use crate::settings::{KeyStoreKind, KeyStoreSettings};

/// How long the name of a store may be (KMS, `CustomKeyStoreId`), in characters.
const LONGEST_NAME: usize = 64;

/// Makes the key stores that `config` names.
///
/// # Errors
/// [`Misuse`] by the key of the configuration that is wrong or missing.
pub(crate) fn open(config: &Config) -> Result<KeyStores> {
    let mut stores = Vec::new();
    for (name, settings) in &config.key_stores {
        let store = store(name, settings)?;
        stores.push((name.clone(), store));
    }
    Ok(KeyStores::new(stores))
}

fn store(name: &str, settings: &KeyStoreSettings) -> Result<Arc<dyn KeyService>> {
    let key = |member: &str| format!("kms.external.{name}.{member}");
    let missing = |member: &str| Misuse(format!("{} is missing", key(member)));
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if name.is_empty() || name.len() > LONGEST_NAME || !name.bytes().all(is_name) {
        let rule = "1 to 64 letters, digits, hyphens and underscores";
        return Err(Misuse(format!("the name of a key store must be {rule}: {name}")).into());
    }
    let url = settings.endpoint.as_deref().ok_or_else(|| missing("endpoint"))?;
    let trust = trust(settings.ca_file.as_deref())?;
    let endpoint = Endpoint::new(url, &trust).map_err(|fault| {
        let of = match fault {
            EndpointFault::Authorities => "ca_file",
            EndpointFault::Url | EndpointFault::Tls(_) => "endpoint",
        };
        Misuse(format!("{}: {fault}", key(of)))
    })?;
    let secret = match (&settings.secret_file, &settings.secret_env) {
        (Some(path), None) => Secret::File(path.clone()),
        (None, Some(variable)) => Secret::Fixed(environment::secret(variable)?),
        _ => {
            let keys = format!("{} or {}", key("secret_file"), key("secret_env"));
            return Err(Misuse(format!("give one of {keys}")).into());
        }
    };
    let foreign = match settings.kind.ok_or_else(|| missing("type"))? {
        KeyStoreKind::AwsKms => settings.mount.as_ref().or(settings.namespace.as_ref()).is_some(),
        KeyStoreKind::Vault => settings.region.is_some() || settings.access_key_id.is_some(),
    };
    if settings
        .namespace
        .iter()
        .any(|name| !name.bytes().all(|byte| byte.is_ascii_graphic()))
    {
        return Err(Misuse(format!("{}: must be visible ASCII", key("namespace"))).into());
    }
    if foreign {
        let keys = "region and access_key_id are for aws-kms, mount and namespace for vault";
        return Err(Misuse(format!("kms.external.{name}: {keys}")).into());
    }
    Ok(match settings.kind.ok_or_else(|| missing("type"))? {
        KeyStoreKind::AwsKms => Arc::new(AwsKms {
            endpoint,
            region: settings.region.clone().ok_or_else(|| missing("region"))?,
            access_key_id: settings
                .access_key_id
                .clone()
                .ok_or_else(|| missing("access_key_id"))?,
            secret,
            clock: Arc::new(SystemClock),
        }),
        KeyStoreKind::Vault => Arc::new(Vault {
            endpoint,
            mount: mount(settings.mount.as_deref().unwrap_or("transit"))
                .ok_or_else(|| Misuse(format!("{}: must be a path such as transit", key("mount"))))?,
            namespace: settings.namespace.clone(),
            token: secret,
        }),
    })
}

/// Where an engine is mounted, also as Vault prints it: with a slash at its end.
fn mount(text: &str) -> Option<String> {
    let path = text.trim_matches('/');
    let is_segment = |segment: &str| {
        !matches!(segment, "" | "." | "..") && segment.bytes().all(|byte| byte.is_ascii_graphic())
    };
    path.split('/').all(is_segment).then(|| path.to_owned())
}

fn trust(path: Option<&Path>) -> Result<Trust> {
    let Some(path) = path else {
        return Ok(Trust::System);
    };
    let unread = || format!("could not read the authorities in {}", path.display());
    let pem = std::fs::read(path).with_context(unread)?;
    Ok(Trust::Authorities(pem))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    use super::*;

    const DOCUMENT: &str = include_str!("../../../docs/kms.md");

    #[derive(Deserialize)]
    struct Example {
        kms: Stores,
    }

    #[derive(Deserialize)]
    struct Stores {
        external: BTreeMap<String, KeyStoreSettings>,
    }

    fn stores(text: &str) -> BTreeMap<String, KeyStoreSettings> {
        toml::from_str::<Example>(text).expect(text).kms.external
    }

    /// The example of the document is one that can be used, but for what is not on this machine.
    #[test]
    fn the_documented_example() {
        let (_, rest) = DOCUMENT.split_once("```toml\n").expect("an example");
        let found = stores(rest.split_once("```").expect("its end").0);
        assert_eq!(found.len(), 2);
        for (name, mut settings) in found {
            settings.ca_file = None;
            settings.secret_env = None;
            settings.secret_file = Some("token".into());
            store(&name, &settings).expect(&name);
        }
    }

    #[test]
    fn what_is_wrong_is_said_by_its_key() {
        let vault = "type = \"vault\"\nendpoint = \"https://v.test\"\nsecret_file = \"t\"\n";
        for (change, sentence) in [
            ("", None),
            ("mount = \"a/b\"", None),
            ("mount = \"/transit/\"", None),
            ("mount = \"\"", Some("kms.external.s.mount: must be")),
            ("mount = \"../transit\"", Some("kms.external.s.mount: must be")),
            ("namespace = \"a\\nb\"", Some("kms.external.s.namespace: must be")),
            (
                "region = \"eu-west-1\"",
                Some("region and access_key_id are for aws-kms"),
            ),
            (
                "secret_env = \"X\"",
                Some("give one of kms.external.s.secret_file or"),
            ),
        ] {
            let found = stores(&format!("[kms.external.s]\n{vault}{change}"));
            let opened = store("s", &found["s"])
                .map(drop)
                .map_err(|error| error.to_string());
            match sentence {
                None => assert_eq!(opened, Ok(()), "{change}"),
                Some(sentence) => {
                    let why = opened.expect_err(change);
                    assert!(why.contains(sentence), "{change}: {why}");
                }
            }
        }
        for (text, sentence) in [
            (
                "endpoint = \"https://v.test\"\nsecret_file = \"t\"",
                "kms.external.s.type is missing",
            ),
            ("type = \"vault\"", "kms.external.s.endpoint is missing"),
            (
                "type = \"vault\"\nendpoint = \"http://v.test\"\nsecret_file = \"t\"",
                "kms.external.s.endpoint: must be https://",
            ),
            (
                "type = \"aws-kms\"\nendpoint = \"https://v.test\"\nsecret_file = \"t\"",
                "kms.external.s.region is missing",
            ),
        ] {
            let found = stores(&format!("[kms.external.s]\n{text}\n"));
            let why = store("s", &found["s"]).map(drop).expect_err(text).to_string();
            assert!(why.contains(sentence), "{text}: {why}");
        }
    }
}
