//! The environment: the one place that reads it.
//!
//! Each key of the configuration file has a variable: `HYTHE_` and the key in upper case, dots
//! as underscores. Other variables that start so are not an error, since scripts around the
//! server have variables of their own. An empty value counts as none.

use std::ffi::OsString;
use std::fmt::Display;
use std::path::PathBuf;
use std::str::FromStr;

use zeroize::Zeroizing;

use crate::exit::Misuse;
use crate::settings::Settings;

/// The variable that names the configuration file; it has no key, since it cannot be in the file.
const CONFIG: &str = "HYTHE_CONFIG";

/// A variable and the key that it sets.
pub(crate) struct Variable {
    /// Its name.
    pub(crate) name: &'static str,
    /// The key of the configuration file.
    pub(crate) key: &'static str,
    set: fn(&mut Settings, &str) -> Result<(), String>,
}

const fn variable(
    name: &'static str,
    key: &'static str,
    set: fn(&mut Settings, &str) -> Result<(), String>,
) -> Variable {
    Variable { name, key, set }
}

/// All of them.
pub(crate) const VARIABLES: &[Variable] = &[
    variable("HYTHE_DATA", "data", |s, text| put(&mut s.data, text)),
    variable("HYTHE_LISTEN", "listen", |s, text| put(&mut s.listen, text)),
    variable("HYTHE_ACCOUNT", "account", |s, text| put(&mut s.account, text)),
    variable("HYTHE_REGION", "region", |s, text| put(&mut s.region, text)),
    variable("HYTHE_LOG_FORMAT", "log.format", |s, text| {
        put(&mut s.log.format, text)
    }),
    variable("HYTHE_LOG_LEVEL", "log.level", |s, text| {
        put(&mut s.log.level, text)
    }),
    variable("HYTHE_LOG_REQUESTS", "log.requests", |s, text| {
        put(&mut s.log.requests, text)
    }),
    variable("HYTHE_TLS_MODE", "tls.mode", |s, text| put(&mut s.tls.mode, text)),
    variable("HYTHE_TLS_CERT", "tls.cert", |s, text| put(&mut s.tls.cert, text)),
    variable("HYTHE_TLS_KEY", "tls.key", |s, text| put(&mut s.tls.key, text)),
    variable("HYTHE_TLS_NAMES", "tls.names", |s, text| {
        put_list(&mut s.tls.names, text)
    }),
    variable("HYTHE_METADATA_URL", "metadata.url", |s, text| {
        put(&mut s.metadata.url, text)
    }),
    variable("HYTHE_MASTER_KEY", "master.key", |s, text| {
        put(&mut s.master.key, text)
    }),
    variable("HYTHE_MASTER_KEY_FILE", "master.key_file", |s, text| {
        put(&mut s.master.key_file, text)
    }),
    variable("HYTHE_MASTER_PASSPHRASE", "master.passphrase", |s, text| {
        put(&mut s.master.passphrase, text)
    }),
    variable("HYTHE_ENCRYPTION_AT_REST", "encryption.at_rest", |s, text| {
        put(&mut s.encryption.at_rest, text)
    }),
    variable("HYTHE_LIMITS_CONNECTIONS", "limits.connections", |s, text| {
        put(&mut s.limits.connections, text)
    }),
    variable("HYTHE_LIMITS_DRAIN_SECONDS", "limits.drain_seconds", |s, text| {
        put(&mut s.limits.drain_seconds, text)
    }),
    variable("HYTHE_QUOTAS_PROFILE", "quotas.profile", |s, text| {
        put(&mut s.quotas.profile, text)
    }),
    variable("HYTHE_QUOTAS_REPOSITORIES", "quotas.repositories", |s, text| {
        put(&mut s.quotas.repositories, text)
    }),
    variable("HYTHE_QUOTAS_IMAGES", "quotas.images", |s, text| {
        put(&mut s.quotas.images, text)
    }),
    variable("HYTHE_QUOTAS_TAGS", "quotas.tags", |s, text| {
        put(&mut s.quotas.tags, text)
    }),
    variable("HYTHE_QUOTAS_RATES", "quotas.rates", |s, text| {
        put_list(&mut s.quotas.rates, text)
    }),
    variable("HYTHE_GC_GRACE_HOURS", "gc.grace_hours", |s, text| {
        put(&mut s.gc.grace_hours, text)
    }),
    variable("HYTHE_GC_INTERVAL_MINUTES", "gc.interval_minutes", |s, text| {
        put(&mut s.gc.interval_minutes, text)
    }),
    variable("HYTHE_GC_RATE", "gc.rate", |s, text| put(&mut s.gc.rate, text)),
    variable(
        "HYTHE_SCRUB_BYTES_PER_SECOND",
        "scrub.bytes_per_second",
        |s, text| put(&mut s.scrub.bytes_per_second, text),
    ),
    variable("HYTHE_SCRUB_INTERVAL_HOURS", "scrub.interval_hours", |s, text| {
        put(&mut s.scrub.interval_hours, text)
    }),
    variable("HYTHE_UNDELETE_DAYS", "undelete.days", |s, text| {
        put(&mut s.undelete.days, text)
    }),
    variable("HYTHE_AUDIT_RECORDS", "audit.records", |s, text| {
        put(&mut s.audit.records, text)
    }),
    variable("HYTHE_AUDIT_DAYS", "audit.days", |s, text| {
        put(&mut s.audit.days, text)
    }),
    variable("HYTHE_EVENTS_DAYS", "events.days", |s, text| {
        put(&mut s.events.days, text)
    }),
];

/// What the environment says.
#[derive(Debug, Default)]
pub(crate) struct Environment {
    /// The configuration file.
    pub(crate) config: Option<PathBuf>,
    /// The layer of settings.
    pub(crate) settings: Settings,
}

impl Environment {
    /// Reads the environment of this process.
    ///
    /// # Errors
    /// [`Misuse`] when a variable has a value that its key cannot have.
    pub(crate) fn of_process() -> Result<Self, Misuse> {
        Self::read(|name| std::env::var_os(name))
    }

    fn read(lookup: impl Fn(&str) -> Option<OsString>) -> Result<Self, Misuse> {
        let lookup = |name: &str| lookup(name).filter(|value| !value.is_empty());
        let mut settings = Settings::default();
        for Variable { name, key, set } in VARIABLES {
            let Some(value) = lookup(name) else { continue };
            let text = value
                .into_string()
                .map_err(|_| Misuse(format!("the variable {name} is not UTF-8")))?;
            set(&mut settings, &text).map_err(|why| Misuse(format!("the variable {name} ({key}): {why}")))?;
        }
        Ok(Self {
            config: lookup(CONFIG).map(PathBuf::from),
            settings,
        })
    }
}

/// What AWS's clients read of the environment, for the commands that are one.
#[derive(Default)]
pub(crate) struct Aws {
    /// `AWS_ENDPOINT_URL_HYTHE`, else `AWS_ENDPOINT_URL`.
    pub(crate) endpoint: Option<String>,
    /// `AWS_ACCESS_KEY_ID`.
    pub(crate) access_key_id: Option<String>,
    /// `AWS_SECRET_ACCESS_KEY`.
    pub(crate) secret_access_key: Option<String>,
    /// `AWS_SESSION_TOKEN`.
    pub(crate) session_token: Option<String>,
    /// `AWS_REGION`, else `AWS_DEFAULT_REGION`.
    pub(crate) region: Option<String>,
    /// `AWS_CA_BUNDLE`.
    pub(crate) ca_bundle: Option<PathBuf>,
}

impl Aws {
    /// Reads the environment of this process.
    ///
    /// # Errors
    /// [`Misuse`] when a variable is not UTF-8.
    pub(crate) fn of_process() -> Result<Self, Misuse> {
        Self::read(|name| std::env::var_os(name))
    }

    fn read(lookup: impl Fn(&str) -> Option<OsString>) -> Result<Self, Misuse> {
        let lookup = |name: &str| lookup(name).filter(|value| !value.is_empty());
        let first = |names: &[&str]| -> Result<Option<String>, Misuse> {
            let Some((name, value)) = names.iter().find_map(|name| Some((name, lookup(name)?))) else {
                return Ok(None);
            };
            let text = value.into_string();
            text.map(Some)
                .map_err(|_| Misuse(format!("the variable {name} is not UTF-8")))
        };
        Ok(Self {
            endpoint: first(&["AWS_ENDPOINT_URL_HYTHE", "AWS_ENDPOINT_URL"])?,
            access_key_id: first(&["AWS_ACCESS_KEY_ID"])?,
            secret_access_key: first(&["AWS_SECRET_ACCESS_KEY"])?,
            session_token: first(&["AWS_SESSION_TOKEN"])?,
            region: first(&["AWS_REGION", "AWS_DEFAULT_REGION"])?,
            ca_bundle: lookup("AWS_CA_BUNDLE").map(PathBuf::from),
        })
    }
}

/// The secret in a variable that the configuration names.
///
/// # Errors
/// [`Misuse`] when it is not set, or not UTF-8.
pub(crate) fn secret(name: &str) -> Result<Zeroizing<String>, Misuse> {
    let value = std::env::var_os(name).filter(|value| !value.is_empty());
    let value = value.ok_or_else(|| Misuse(format!("the variable {name} is not set")))?;
    let text = value.into_string();
    text.map(Zeroizing::new)
        .map_err(|_| Misuse(format!("the variable {name} is not UTF-8")))
}

/// How this program was called, for commands that are printed to be pasted: `cargo run` calls it
/// by a path that no shell would find.
pub(crate) fn program() -> String {
    let called = std::env::args_os().next();
    called.map_or_else(
        || "hythe".to_owned(),
        |called| called.to_string_lossy().into_owned(),
    )
}

fn put<T: FromStr<Err: Display>>(slot: &mut Option<T>, text: &str) -> Result<(), String> {
    *slot = Some(text.parse().map_err(|error: T::Err| error.to_string())?);
    Ok(())
}

/// Items with commas between them.
fn put_list<T: FromStr<Err: Display>>(slot: &mut Option<Vec<T>>, text: &str) -> Result<(), String> {
    let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
    let parsed = items.map(|item| item.parse().map_err(|error: T::Err| error.to_string()));
    *slot = Some(parsed.collect::<Result<_, _>>()?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<Environment, String> {
        let value = |name: &str| variables.iter().find(|(given, _)| *given == name);
        Environment::read(|name| value(name).map(|(_, value)| OsString::from(value)))
            .map_err(|Misuse(sentence)| sentence)
    }

    #[test]
    fn names_follow_from_keys() {
        for Variable { name, key, .. } in VARIABLES {
            assert_eq!(*name, format!("HYTHE_{}", key.to_uppercase().replace('.', "_")));
        }
    }

    #[test]
    fn values_are_parsed() {
        let environment = read(&[
            ("HYTHE_CONFIG", "/etc/hythe.toml"),
            ("HYTHE_LIMITS_DRAIN_SECONDS", "7"),
            ("HYTHE_TLS_NAMES", "a.test, *.b.test,"),
            ("HYTHE_REGION", ""),
            ("HYTHE_BIN", "something else"),
        ])
        .unwrap();
        assert_eq!(environment.config, Some(PathBuf::from("/etc/hythe.toml")));
        assert_eq!(environment.settings.limits.drain_seconds, Some(7));
        let names = environment.settings.tls.names.unwrap();
        let names: Vec<_> = names.iter().map(|name| name.as_str()).collect();
        assert_eq!(names, ["a.test", "*.b.test"]);
        assert!(environment.settings.region.is_none());
    }

    #[test]
    fn variables_of_aws_have_their_order() {
        let read = |variables: &[(&str, &str)]| {
            let value = |name: &str| variables.iter().find(|(given, _)| *given == name);
            Aws::read(|name| value(name).map(|(_, value)| OsString::from(value)))
                .map_err(|Misuse(sentence)| sentence)
        };
        let aws = read(&[
            ("AWS_ENDPOINT_URL", "http://all"),
            ("AWS_ENDPOINT_URL_HYTHE", "http://own"),
            ("AWS_DEFAULT_REGION", "away"),
            ("AWS_REGION", ""),
        ])
        .unwrap();
        assert_eq!(aws.endpoint.as_deref(), Some("http://own"));
        assert_eq!(aws.region.as_deref(), Some("away"));
        assert!(read(&[]).unwrap().endpoint.is_none());
    }

    #[test]
    fn a_bad_value_names_its_variable() {
        for (name, value) in [
            ("HYTHE_LISTEN", "nowhere"),
            ("HYTHE_ACCOUNT", "1"),
            ("HYTHE_LOG_REQUESTS", "yes"),
            ("HYTHE_LIMITS_CONNECTIONS", "0"),
            ("HYTHE_QUOTAS_TAGS", "0"),
            ("HYTHE_QUOTAS_RATES", "rate=1,rate=none"),
            ("HYTHE_TLS_MODE", "on"),
        ] {
            let why = read(&[(name, value)]).expect_err(value);
            assert!(why.contains(name), "{why}");
        }
    }
}
