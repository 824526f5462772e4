//! The log: events on standard error, as text or as JSON.
//!
//! One line for each request is a lot of lines, so requests are silent unless they are asked
//! for; what goes wrong in one is logged either way. Libraries are heard from when they warn.

use std::io::{self, IsTerminal as _};

use tracing::level_filters::LevelFilter;
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::config::{Log, Requests};
use crate::settings::LogFormat;

/// The crates whose events `log.level` is about.
const OURS: [&str; 5] = ["hythe", "server", "registry", "meta", "blobs"];

/// Where the server says that a request was answered.
const REQUESTS: &str = "server::service";

/// Starts logging. Once in a process.
pub(crate) fn start(log: Log) {
    let layer = tracing_subscriber::fmt::layer().with_writer(io::stderr);
    let layer = match log.format {
        LogFormat::Text => layer.with_ansi(io::stderr().is_terminal()).boxed(),
        LogFormat::Json => layer.json().flatten_event(true).boxed(),
    };
    tracing_subscriber::registry()
        .with(layer.with_filter(filter(log)))
        .init();
}

fn filter(log: Log) -> Targets {
    let requests = match log.requests {
        Requests::Logged => log.level.max(LevelFilter::INFO),
        Requests::Quiet => log.level.min(LevelFilter::WARN),
    };
    Targets::new()
        .with_default(log.level.min(LevelFilter::WARN))
        .with_targets(OURS.map(|target| (target, log.level)))
        .with_target(REQUESTS, requests)
}

#[cfg(test)]
mod tests {
    use tracing::Level;

    use super::*;

    #[test]
    fn who_is_heard() {
        let log = |level, requests| {
            filter(Log {
                format: LogFormat::Text,
                level,
                requests,
            })
        };
        let quiet = log(LevelFilter::INFO, Requests::Quiet);
        let loud = log(LevelFilter::INFO, Requests::Logged);
        let mute = log(LevelFilter::ERROR, Requests::Quiet);
        for (filter, target, level, expect) in [
            (&quiet, "hythe::serve", Level::INFO, true),
            (&quiet, "hythe::serve", Level::DEBUG, false),
            (&quiet, "hyper", Level::INFO, false),
            (&quiet, "hyper", Level::WARN, true),
            (&quiet, REQUESTS, Level::INFO, false),
            (&quiet, REQUESTS, Level::ERROR, true),
            (&loud, REQUESTS, Level::INFO, true),
            (&mute, "hyper", Level::WARN, false),
            (&mute, REQUESTS, Level::WARN, false),
        ] {
            assert_eq!(filter.would_enable(target, &level), expect, "{target} {level}");
        }
    }
}
