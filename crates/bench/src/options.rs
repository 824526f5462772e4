//! The command line.

use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;

/// Measures Hythe beside docker-registry and nginx and prints a table
///
/// Debian packages needed: docker-registry, nginx. Hythe is built in release mode first, unless
/// --hythe names a program.
#[derive(Debug, Parser)]
#[command(name = "bench")]
pub(crate) struct Options {
    /// A short run: smaller blobs, shorter rounds, no 100,000 tags
    #[arg(long)]
    pub(crate) quick: bool,
    /// Only the measures whose name contains this text
    #[arg(long, value_name = "FILTER")]
    pub(crate) only: Option<String>,
    /// Also write the table to this file
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// The hythe program to measure [default: built now]
    #[arg(long, value_name = "FILE", overrides_with = "hythe")]
    pub(crate) hythe: Option<PathBuf>,
    /// Run in a network namespace whose connections are not paced (needs unshare and ip)
    #[arg(long)]
    pub(crate) own_network: bool,
    /// Where the temporary folders are made: 25 GiB must be free
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) folder: PathBuf,
}

/// The flag of [`Options::own_network`] as it is typed.
pub(crate) const OWN_NETWORK: &str = "--own-network";

/// How much is done.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    /// Rounds of each measure; the median is shown.
    pub(crate) rounds: usize,
    /// How long a round of requests lasts.
    pub(crate) round: Duration,
    /// Size of the large blob in MiB.
    pub(crate) large_mib: usize,
    /// How many large blobs are pushed at once for the memory measure.
    pub(crate) uploads: usize,
    /// Numbers of tags at which a page is measured, ascending.
    pub(crate) tags: &'static [usize],
    /// How many blobs that nobody needs are collected.
    pub(crate) unneeded: u64,
    /// After this time each measure gets one round only.
    pub(crate) patience: Duration,
}

impl Options {
    /// What these options ask for.
    pub(crate) fn plan(&self) -> Plan {
        if self.quick {
            return Plan {
                rounds: 3,
                round: Duration::from_millis(500),
                large_mib: 256,
                uploads: 8,
                tags: &[1_000, 10_000],
                unneeded: 10_000,
                patience: Duration::from_secs(80),
            };
        }
        Plan {
            rounds: 3,
            round: Duration::from_secs(3),
            large_mib: 1024,
            uploads: 8,
            tags: &[1_000, 10_000, 100_000],
            unneeded: 100_000,
            patience: Duration::from_secs(480),
        }
    }
}
