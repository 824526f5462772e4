//! The configuration that a command runs with: flags over environment over file over defaults,
//! every value checked, nothing optional left but what is optional by nature.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Result;
use names::{AccountId, Region};
use registry::{AtRest, AuditScope, Collecting, LogLife, Logging, MasterKey, Quotas};
use server::{Limits, Rates};
use tracing::level_filters::LevelFilter;
use zeroize::Zeroizing;

use crate::cli::Place;
use crate::cli::serve::ServeFlags;
use crate::environment::Environment;
use crate::exit::Misuse;
use crate::housekeeping::Pace;
use crate::listen::ListenAddress;
use crate::settings::{
    self, AuditRecords, AuditSettings, EventSettings, GcSettings, KeyStoreSettings, LogFormat, LogSettings,
    MasterSettings, Settings, TlsMode, TlsSettings,
};
use crate::tls::CertificateName;

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(60 * 60);
/// 8 MiB a second.
const SCRUB_RATE: u64 = 8 << 20;
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// What a command runs with.
#[derive(Debug)]
pub(crate) struct Config {
    /// The folder that holds everything.
    pub(crate) data: PathBuf,
    /// Where to listen.
    pub(crate) listen: ListenAddress,
    /// The account whose administrator's key is handed out.
    pub(crate) account: AccountId,
    /// The region that clients are told.
    pub(crate) region: Region,
    /// The log.
    pub(crate) log: Log,
    /// HTTPS.
    pub(crate) tls: Tls,
    /// The metadata database.
    pub(crate) metadata: Metadata,
    /// The master key.
    pub(crate) master: Master,
    /// The services that keys of customers may take, by name.
    pub(crate) key_stores: BTreeMap<String, KeyStoreSettings>,
    /// Which bytes are encrypted.
    pub(crate) at_rest: AtRest,
    /// What clients may take.
    pub(crate) limits: Limits,
    /// How much there may be.
    pub(crate) quotas: Quotas,
    /// How often clients may call.
    pub(crate) rates: Rates,
    /// How long what was deleted stays restorable.
    pub(crate) undelete: Duration,
    /// What is kept of what happened.
    pub(crate) logging: Logging,
    /// How bytes that nobody needs are collected.
    pub(crate) collecting: Collecting,
    /// How many of them a second at most; 0 bounds nothing.
    pub(crate) collect_rate: u32,
    /// How many bytes a second the scrub reads at most; 0 lets it be.
    pub(crate) scrub_rate: u64,
    /// From the end of a round of the scrub to the next.
    pub(crate) scrub_interval: Duration,
}

/// The log.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Log {
    /// Its form.
    pub(crate) format: LogFormat,
    /// The least important events that are logged.
    pub(crate) level: LevelFilter,
    /// Whether each request is logged.
    pub(crate) requests: Requests,
}

/// Whether each request is logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Requests {
    /// One line for each.
    Logged,
    /// Only what goes wrong.
    Quiet,
}

/// Whether and how connections are encrypted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Tls {
    /// Plain HTTP.
    Off,
    /// A certificate authority of the server's own, whose certificates have these names too.
    Auto(Vec<CertificateName>),
    /// The operator's certificate.
    Files {
        /// The chain, PEM.
        cert: PathBuf,
        /// The private key, PEM.
        key: PathBuf,
    },
}

/// Where the metadata is.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Metadata {
    /// In the data folder.
    Sqlite,
    /// In the PostgreSQL database with this URL, which may hold a password.
    Postgres(String),
}

impl std::fmt::Debug for Metadata {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "Sqlite",
            Self::Postgres(_) => "Postgres(..)",
        })
    }
}

/// Where the master key is.
#[derive(Clone)]
pub(crate) enum Master {
    /// In the data folder, where it is made at the first start.
    DataFolder,
    /// In this file.
    File(PathBuf),
    /// Here.
    Key(MasterKey),
    /// In somebody's head.
    Passphrase(Zeroizing<String>),
}

impl std::fmt::Debug for Master {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::DataFolder => "DataFolder",
            Self::File(_) => "File(..)",
            Self::Key(_) => "Key(..)",
            Self::Passphrase(_) => "Passphrase(..)",
        })
    }
}

/// What the command line says.
#[derive(Debug, Default)]
pub(crate) struct Flags {
    config: Option<PathBuf>,
    settings: Settings,
}

impl Config {
    /// Reads environment and file and lays `flags` over them.
    ///
    /// # Errors
    /// [`Misuse`] for a value that cannot be; another error when the file cannot be read.
    pub(crate) fn load(flags: Flags) -> Result<Self> {
        let environment = Environment::of_process()?;
        let file = match flags.config.or(environment.config) {
            Some(path) => settings::read(&path)?,
            None => Settings::default(),
        };
        Ok(Self::of(flags.settings.or(environment.settings).or(file))?)
    }

    fn of(settings: Settings) -> Result<Self, Misuse> {
        let defaults = Limits::default();
        let limits = settings.limits;
        let (quotas, rates) = crate::quotas::of(settings.quotas);
        Ok(Self {
            data: data(settings.data)?,
            listen: settings.listen.unwrap_or_else(|| {
                let text = "127.0.0.1:5000";
                text.parse().expect("the default is a listen address")
            }),
            account: settings
                .account
                .unwrap_or_else(|| AccountId::parse("000000000000").expect("these are 12 digits")),
            region: settings
                .region
                .unwrap_or_else(|| Region::parse("us-east-1").expect("the default is a region")),
            log: log(settings.log),
            tls: tls(settings.tls)?,
            metadata: metadata(settings.metadata.url)?,
            master: master(settings.master)?,
            key_stores: settings.kms.external,
            logging: logging(&settings.audit, &settings.events),
            at_rest: match settings.encryption.at_rest {
                Some(false) => AtRest::Clear,
                Some(true) | None => AtRest::Encrypted,
            },
            limits: Limits {
                connections: limits.connections.map_or(defaults.connections, Into::into),
                drain: limits
                    .drain_seconds
                    .map_or(defaults.drain, |seconds| Duration::from_secs(seconds.into())),
                ..defaults
            },
            quotas,
            rates,
            collecting: collecting(&settings.gc),
            collect_rate: settings.gc.rate.unwrap_or(10_000),
            scrub_rate: settings.scrub.bytes_per_second.unwrap_or(SCRUB_RATE),
            scrub_interval: settings
                .scrub
                .interval_hours
                .map_or(DAY * 7, |hours| HOUR * hours.into()),
            undelete: settings
                .undelete
                .days
                .map_or(registry::DEFAULT_BIN_TIME, |days| DAY * days.into()),
        })
    }
}

impl Config {
    /// How fast the server works that collects and scrubs.
    pub(crate) fn pace(&self) -> Pace {
        Pace {
            collect_rate: self.collect_rate,
            scrub_rate: self.scrub_rate,
        }
    }
}

fn master(settings: MasterSettings) -> Result<Master, Misuse> {
    match (settings.key, settings.key_file, settings.passphrase) {
        (None, None, None) => Ok(Master::DataFolder),
        (Some(text), None, None) => MasterKey::from_base64(&text)
            .map(Master::Key)
            .ok_or_else(|| Misuse("master.key must be 32 bytes in base64".to_owned())),
        (None, Some(path), None) => Ok(Master::File(path)),
        (None, None, Some(text)) => passphrase(text).map(Master::Passphrase),
        _ => Err(Misuse(
            "master.key, master.key_file and master.passphrase exclude each other".to_owned(),
        )),
    }
}

/// The shortest passphrase, in characters.
const MIN_PASSPHRASE: usize = 12;

/// A text that may be the passphrase, and that the environment and the configuration file can give.
///
/// # Errors
/// [`Misuse`] when it is too short, or holds what is no text.
pub(crate) fn passphrase(text: String) -> Result<Zeroizing<String>, Misuse> {
    let text = Zeroizing::new(text);
    if text.chars().count() < MIN_PASSPHRASE {
        let why = format!("master.passphrase must have at least {MIN_PASSPHRASE} characters");
        return Err(Misuse(why));
    }
    if text.chars().any(char::is_control) {
        let why = "master.passphrase must be one line without control characters";
        return Err(Misuse(why.to_owned()));
    }
    Ok(text)
}

fn logging(audit: &AuditSettings, events: &EventSettings) -> Logging {
    let default = LogLife::default();
    let days =
        |days: Option<NonZeroU32>| days.map(|days| Duration::from_secs(u64::from(days.get()) * 24 * 60 * 60));
    Logging {
        audit: match audit.records {
            None | Some(AuditRecords::Changes) => AuditScope::Changes,
            Some(AuditRecords::All) => AuditScope::All,
        },
        life: LogLife {
            audit: days(audit.days).unwrap_or(default.audit),
            events: days(events.days).unwrap_or(default.events),
        },
    }
}

fn collecting(settings: &GcSettings) -> Collecting {
    let defaults = Collecting::default();
    Collecting {
        grace: settings
            .grace_hours
            .map_or(defaults.grace, |hours| HOUR * hours.into()),
        interval: settings
            .interval_minutes
            .map_or(defaults.interval, |minutes| MINUTE * minutes.into()),
        ..defaults
    }
}

fn data(folder: Option<PathBuf>) -> Result<PathBuf, Misuse> {
    match folder {
        None => Ok(PathBuf::from("./hythe-data")),
        Some(folder) if folder.as_os_str().is_empty() => {
            Err(Misuse("data must name a folder, not be empty".to_owned()))
        }
        Some(folder) => Ok(folder),
    }
}

fn log(settings: LogSettings) -> Log {
    Log {
        format: settings.format.unwrap_or(LogFormat::Text),
        level: settings.level.unwrap_or(LevelFilter::INFO),
        requests: match settings.requests {
            Some(true) => Requests::Logged,
            Some(false) | None => Requests::Quiet,
        },
    }
}

fn tls(settings: TlsSettings) -> Result<Tls, Misuse> {
    let misuse = |text: &str| Err(Misuse(text.to_owned()));
    match (settings.mode, settings.cert, settings.key) {
        (None | Some(TlsMode::Off), None, None) => Ok(Tls::Off),
        (Some(TlsMode::Auto), None, None) => Ok(Tls::Auto(settings.names.unwrap_or_default())),
        (None, Some(cert), Some(key)) => Ok(Tls::Files { cert, key }),
        (Some(_), ..) => misuse("tls.mode excludes tls.cert and tls.key: set one or the other"),
        (None, Some(_), None) => misuse("tls.cert needs tls.key, in the same place"),
        (None, None, Some(_)) => misuse("tls.key needs tls.cert, in the same place"),
    }
}

/// The URL is not repeated in the message: it may hold a password.
fn metadata(url: Option<String>) -> Result<Metadata, Misuse> {
    match url {
        None => Ok(Metadata::Sqlite),
        Some(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
            Ok(Metadata::Postgres(url))
        }
        Some(_) => Err(Misuse("metadata.url must start with postgres://".to_owned())),
    }
}

impl From<Place> for Flags {
    fn from(place: Place) -> Self {
        ServeFlags {
            place,
            ..ServeFlags::default()
        }
        .into()
    }
}

impl From<ServeFlags> for Flags {
    fn from(flags: ServeFlags) -> Self {
        let mut settings = Settings {
            data: flags.place.data,
            listen: flags.listen,
            account: flags.account,
            region: flags.region,
            ..Settings::default()
        };
        settings.log.format = flags.log_format;
        settings.tls.mode = flags.tls;
        settings.tls.cert = flags.tls_cert;
        settings.tls.key = flags.tls_key;
        Self {
            config: flags.place.config,
            settings,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tls_settings(mode: Option<TlsMode>, cert: Option<&str>, key: Option<&str>) -> TlsSettings {
        TlsSettings {
            mode,
            cert: cert.map(PathBuf::from),
            key: key.map(PathBuf::from),
            names: None,
        }
    }

    fn layer(region: &str, tls: TlsSettings) -> Settings {
        Settings {
            region: Some(Region::parse(region).unwrap()),
            tls,
            ..Settings::default()
        }
    }

    #[test]
    fn defaults() {
        let config = Config::of(Settings::default()).unwrap();
        assert_eq!(config.data, PathBuf::from("./hythe-data"));
        assert_eq!(config.listen.to_string(), "127.0.0.1:5000");
        assert_eq!(config.account.as_str(), "000000000000");
        assert_eq!(config.region.as_str(), "us-east-1");
        assert_eq!(config.tls, Tls::Off);
        assert_eq!(config.metadata, Metadata::Sqlite);
    }

    #[test]
    fn a_higher_layer_wins_and_chooses_tls_as_a_whole() {
        let files = tls_settings(None, Some("c"), Some("k"));
        let auto = tls_settings(Some(TlsMode::Auto), None, None);
        let off = tls_settings(Some(TlsMode::Off), None, None);
        let found = Tls::Files {
            cert: "c".into(),
            key: "k".into(),
        };
        for (higher, lower, expect) in [
            (files.clone(), auto.clone(), found.clone()),
            (auto, files.clone(), Tls::Auto(Vec::new())),
            (off, files.clone(), Tls::Off),
            (TlsSettings::default(), files, found),
        ] {
            let config = Config::of(layer("home", higher).or(layer("away", lower))).unwrap();
            assert_eq!(config.region.as_str(), "home");
            assert_eq!(config.tls, expect);
        }
    }

    #[test]
    fn what_contradicts_itself_is_refused_by_key() {
        for (settings, key) in [
            (tls_settings(None, Some("c"), None), "tls.cert needs tls.key"),
            (tls_settings(None, None, Some("k")), "tls.key needs tls.cert"),
            (
                tls_settings(Some(TlsMode::Auto), Some("c"), Some("k")),
                "tls.mode",
            ),
        ] {
            let Misuse(why) = Config::of(layer("home", settings)).expect_err(key);
            assert!(why.contains(key), "{why}");
        }
        let nowhere = Settings {
            data: Some(PathBuf::new()),
            ..Settings::default()
        };
        assert!(Config::of(nowhere).is_err());
        let mut settings = Settings::default();
        settings.metadata.url = Some("mysql://user:secret@host/name".to_owned());
        let Misuse(why) = Config::of(settings).expect_err("not PostgreSQL");
        assert!(why.contains("metadata.url") && !why.contains("secret"), "{why}");
    }
}
