//! The flags of `hythe serve`.

use std::path::PathBuf;

use clap::Args;
use names::{AccountId, Region};

use super::Place;
use crate::listen::ListenAddress;
use crate::settings::{LogFormat, TlsMode};

pub(super) const EXAMPLES: &str = "\
Examples:
  hythe serve
  hythe serve --data /srv/hythe --listen 127.0.0.1:0
  hythe serve --listen 0.0.0.0:443 --tls-cert cert.pem --tls-key key.pem
  hythe serve --listen registry.lan:5000 --tls auto
  hythe serve --account 111122223333 --region eu-central-1 --config /etc/hythe.toml

Exit codes: 0 after SIGTERM or SIGINT, 1 when the server failed, 2 for a bad flag or setting.";

/// The flags of `hythe serve`.
#[derive(Debug, Default, Args)]
pub(crate) struct ServeFlags {
    #[command(flatten)]
    pub(crate) place: Place,
    /// Where to listen; port 0 takes a free port [default: 127.0.0.1:5000]
    #[arg(long, value_name = "HOST:PORT")]
    pub(crate) listen: Option<ListenAddress>,
    /// The account whose administrator DIR/credentials is for: 12 digits [default: 000000000000]
    #[arg(long, value_name = "ID")]
    pub(crate) account: Option<AccountId>,
    /// The region that `hythe env` sets; others work as well [default: us-east-1]
    #[arg(long, value_name = "NAME")]
    pub(crate) region: Option<Region>,
    /// Certificate chain (PEM) for HTTPS
    #[arg(long, value_name = "FILE", requires = "tls_key", conflicts_with = "tls")]
    pub(crate) tls_cert: Option<PathBuf>,
    /// Private key (PEM) of the certificate
    #[arg(long, value_name = "FILE", requires = "tls_cert", conflicts_with = "tls")]
    pub(crate) tls_key: Option<PathBuf>,
    /// HTTPS with a certificate authority of its own, made on first use
    #[arg(long, value_name = "MODE")]
    pub(crate) tls: Option<TlsMode>,
    /// The form of the log on standard error [default: text]
    #[arg(long, value_name = "FORM")]
    pub(crate) log_format: Option<LogFormat>,
}
