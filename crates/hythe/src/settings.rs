//! One layer of configuration: what flags, environment or file say, each key present or not.
//!
//! The three layers are laid over each other in `config`; this file knows the keys and their
//! types, `environment` the variables of the same keys. Every key is in `docs/configuration.md`.

mod file;
mod key_store;

use std::fmt;
use std::num::{NonZeroU32, NonZeroUsize};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::ValueEnum;
use names::{AccountId, Region};
use serde::{Deserialize, Deserializer, de};
use server::RateRule;
use tracing::level_filters::LevelFilter;

use crate::listen::ListenAddress;
use crate::tls::CertificateName;

pub(crate) use file::read;
pub(crate) use key_store::{KeyStoreKind, KeyStoreSettings, KmsSettings};

/// One layer. The field names are the keys of the file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Settings {
    pub(crate) data: Option<PathBuf>,
    #[serde(deserialize_with = "parsed")]
    pub(crate) listen: Option<ListenAddress>,
    #[serde(deserialize_with = "parsed")]
    pub(crate) account: Option<AccountId>,
    #[serde(deserialize_with = "parsed")]
    pub(crate) region: Option<Region>,
    pub(crate) log: LogSettings,
    pub(crate) tls: TlsSettings,
    pub(crate) metadata: MetadataSettings,
    pub(crate) master: MasterSettings,
    pub(crate) encryption: EncryptionSettings,
    pub(crate) limits: LimitSettings,
    pub(crate) quotas: QuotaSettings,
    pub(crate) undelete: UndeleteSettings,
    pub(crate) audit: AuditSettings,
    pub(crate) events: EventSettings,
    pub(crate) gc: GcSettings,
    pub(crate) scrub: ScrubSettings,
    pub(crate) kms: KmsSettings,
}

/// What is logged, and how.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct LogSettings {
    #[serde(deserialize_with = "parsed")]
    pub(crate) format: Option<LogFormat>,
    #[serde(deserialize_with = "parsed")]
    pub(crate) level: Option<LevelFilter>,
    pub(crate) requests: Option<bool>,
}

/// HTTPS.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct TlsSettings {
    #[serde(deserialize_with = "parsed")]
    pub(crate) mode: Option<TlsMode>,
    pub(crate) cert: Option<PathBuf>,
    pub(crate) key: Option<PathBuf>,
    #[serde(deserialize_with = "parsed_list")]
    pub(crate) names: Option<Vec<CertificateName>>,
}

/// The metadata database.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct MetadataSettings {
    pub(crate) url: Option<String>,
}

/// The master key: one of the three.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct MasterSettings {
    pub(crate) key: Option<String>,
    pub(crate) key_file: Option<PathBuf>,
    pub(crate) passphrase: Option<String>,
}

/// How bytes are kept.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct EncryptionSettings {
    pub(crate) at_rest: Option<bool>,
}

/// What clients may take of the server.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct LimitSettings {
    pub(crate) connections: Option<NonZeroUsize>,
    pub(crate) drain_seconds: Option<u32>,
}

/// How much there may be, and how often clients may call.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct QuotaSettings {
    #[serde(deserialize_with = "parsed")]
    pub(crate) profile: Option<QuotaProfile>,
    pub(crate) repositories: Option<NonZeroU32>,
    pub(crate) images: Option<NonZeroU32>,
    pub(crate) tags: Option<NonZeroU32>,
    #[serde(deserialize_with = "parsed_list")]
    pub(crate) rates: Option<Vec<RateRule>>,
}

/// What counts where nothing else is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum QuotaProfile {
    /// ECR's quotas on numbers, no rates.
    Default,
    /// ECR's rates too.
    Ecr,
    /// Neither.
    None,
}

/// The collection of bytes that nobody needs.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct GcSettings {
    pub(crate) grace_hours: Option<u16>,
    pub(crate) interval_minutes: Option<u16>,
    pub(crate) rate: Option<u32>,
}

/// Reading all bytes again.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ScrubSettings {
    pub(crate) bytes_per_second: Option<u64>,
    pub(crate) interval_hours: Option<u16>,
}

/// What was deleted and can be restored.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct UndeleteSettings {
    pub(crate) days: Option<u16>,
}

/// The audit trail.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct AuditSettings {
    #[serde(deserialize_with = "parsed")]
    pub(crate) records: Option<AuditRecords>,
    pub(crate) days: Option<NonZeroU32>,
}

/// Events.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct EventSettings {
    pub(crate) days: Option<NonZeroU32>,
}

/// Which calls the audit trail tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AuditRecords {
    /// Changes and logins, and those that were refused.
    Changes,
    /// Reads, too.
    All,
}

/// The form of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// One line of text for each event
    Text,
    /// One JSON object on a line for each event
    Json,
}

/// Where the certificate comes from, other than from two files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TlsMode {
    /// A certificate authority of the server's own
    Auto,
    /// Plain HTTP, on loopback addresses only. Not a flag: it is there so that the environment
    /// can switch off what the file switches on.
    #[value(skip)]
    Off,
}

/// A text that is none of the allowed ones.
#[derive(Debug, thiserror::Error)]
#[error("must be one of {0}")]
pub(crate) struct NotOneOf(&'static str);

impl Settings {
    /// This layer over `lower`.
    pub(crate) fn or(self, lower: Self) -> Self {
        Self {
            data: self.data.or(lower.data),
            listen: self.listen.or(lower.listen),
            account: self.account.or(lower.account),
            region: self.region.or(lower.region),
            log: LogSettings {
                format: self.log.format.or(lower.log.format),
                level: self.log.level.or(lower.log.level),
                requests: self.log.requests.or(lower.log.requests),
            },
            tls: self.tls.or(lower.tls),
            metadata: MetadataSettings {
                url: self.metadata.url.or(lower.metadata.url),
            },
            master: self.master.or(lower.master),
            encryption: EncryptionSettings {
                at_rest: self.encryption.at_rest.or(lower.encryption.at_rest),
            },
            limits: LimitSettings {
                connections: self.limits.connections.or(lower.limits.connections),
                drain_seconds: self.limits.drain_seconds.or(lower.limits.drain_seconds),
            },
            quotas: QuotaSettings {
                profile: self.quotas.profile.or(lower.quotas.profile),
                repositories: self.quotas.repositories.or(lower.quotas.repositories),
                images: self.quotas.images.or(lower.quotas.images),
                tags: self.quotas.tags.or(lower.quotas.tags),
                rates: self.quotas.rates.or(lower.quotas.rates),
            },
            gc: GcSettings {
                grace_hours: self.gc.grace_hours.or(lower.gc.grace_hours),
                interval_minutes: self.gc.interval_minutes.or(lower.gc.interval_minutes),
                rate: self.gc.rate.or(lower.gc.rate),
            },
            scrub: ScrubSettings {
                bytes_per_second: self.scrub.bytes_per_second.or(lower.scrub.bytes_per_second),
                interval_hours: self.scrub.interval_hours.or(lower.scrub.interval_hours),
            },
            undelete: UndeleteSettings {
                days: self.undelete.days.or(lower.undelete.days),
            },
            audit: AuditSettings {
                records: self.audit.records.or(lower.audit.records),
                days: self.audit.days.or(lower.audit.days),
            },
            events: EventSettings {
                days: self.events.days.or(lower.events.days),
            },
            kms: self.kms.or(lower.kms),
        }
    }

    /// Takes relative paths from `folder` on.
    fn relative_to(&mut self, folder: &Path) {
        let paths = [
            &mut self.data,
            &mut self.tls.cert,
            &mut self.tls.key,
            &mut self.master.key_file,
        ];
        for path in paths.into_iter().flatten().chain(self.kms.paths()) {
            *path = folder.join(&path);
        }
    }
}

impl TlsSettings {
    /// Mode and files are one choice: the highest layer that says anything about it makes it.
    fn or(self, lower: Self) -> Self {
        let names = self.names.clone().or(lower.names.clone());
        let silent = self.mode.is_none() && self.cert.is_none() && self.key.is_none();
        let choice = if silent { lower } else { self };
        Self { names, ..choice }
    }
}

impl MasterSettings {
    /// The three are one choice: the highest layer that says anything about it makes it.
    fn or(self, lower: Self) -> Self {
        let silent = self.key.is_none() && self.key_file.is_none() && self.passphrase.is_none();
        if silent { lower } else { self }
    }
}

/// Two of the three are secrets.
impl fmt::Debug for MasterSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MasterSettings").finish_non_exhaustive()
    }
}

/// The URL may hold a password.
impl fmt::Debug for MetadataSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MetadataSettings").finish_non_exhaustive()
    }
}

impl FromStr for LogFormat {
    type Err = NotOneOf;

    fn from_str(text: &str) -> Result<Self, NotOneOf> {
        match text {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            _ => Err(NotOneOf("text, json")),
        }
    }
}

impl FromStr for QuotaProfile {
    type Err = NotOneOf;

    fn from_str(text: &str) -> Result<Self, NotOneOf> {
        match text {
            "default" => Ok(Self::Default),
            "ecr" => Ok(Self::Ecr),
            "none" => Ok(Self::None),
            _ => Err(NotOneOf("default, ecr, none")),
        }
    }
}

impl FromStr for AuditRecords {
    type Err = NotOneOf;

    fn from_str(text: &str) -> Result<Self, NotOneOf> {
        match text {
            "changes" => Ok(Self::Changes),
            "all" => Ok(Self::All),
            _ => Err(NotOneOf("changes, all")),
        }
    }
}

impl FromStr for TlsMode {
    type Err = NotOneOf;

    fn from_str(text: &str) -> Result<Self, NotOneOf> {
        match text {
            "auto" => Ok(Self::Auto),
            "off" => Ok(Self::Off),
            _ => Err(NotOneOf("auto, off")),
        }
    }
}

fn parsed<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: fmt::Display>,
{
    let text = String::deserialize(deserializer)?;
    text.parse().map(Some).map_err(de::Error::custom)
}

fn parsed_list<'de, D, T>(deserializer: D) -> Result<Option<Vec<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: fmt::Display>,
{
    let texts = Vec::<String>::deserialize(deserializer)?;
    let parsed = texts.iter().map(|text| text.parse().map_err(de::Error::custom));
    parsed.collect::<Result<_, _>>().map(Some)
}
