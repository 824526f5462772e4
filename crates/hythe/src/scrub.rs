//! `hythe scrub`: what reading all bytes again has found, and doing it at once.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use blobs::DiskStore;
use registry::{Registry, ScrubCounts, ScrubStatus};
use stdx::Timestamp;
use tokio::time::sleep;

use crate::cli::scrub::ScrubCommand;
use crate::config::{Config, Metadata};
use crate::data_folder::DataFolder;
use crate::installation::{with_registry, with_registry_of};
use crate::read_only::expect_writable;
use crate::signals::Signals;
use crate::{output, scrubber};

/// Time from one look at the server's scrub to the next.
const LOOK: Duration = Duration::from_millis(200);

/// Runs a command on the scrub.
pub(crate) fn run(command: ScrubCommand) -> Result<()> {
    match command {
        ScrubCommand::Status { place } => {
            let config = Config::load(place.into())?;
            let status = with_registry(&config, async |registry| status(registry).await)?;
            output::text(&text(&status))
        }
        ScrubCommand::Run { place } => {
            let config = Config::load(place.into())?;
            let folder = DataFolder::at(&config.data);
            if config.metadata == Metadata::Sqlite {
                expect_writable(&folder)?;
            }
            let blobs = DiskStore::existing(&folder.blobs());
            let found = with_registry_of(&config, Arc::new(blobs), async |registry| scrub(registry).await)?;
            output::text(&counts(&found))
        }
    }
}

async fn status(registry: &Registry) -> Result<ScrubStatus> {
    registry
        .scrub_status()
        .await
        .context("could not read what the scrub does")
}

/// A whole round that begins now: here, as fast as it goes, or by the server that has begun one.
async fn scrub(registry: &Registry) -> Result<ScrubCounts> {
    // Before there is something to give up.
    let signals = Signals::take()?;
    let asked_at = registry.now();
    registry
        .scrub_hurry()
        .await
        .context("could not ask for a round")?;
    let mut is_told = false;
    loop {
        if let Some(epoch) = registry.scrub_begin().await.context("could not scrub")? {
            let round = scrubber::round(registry, &epoch, 0);
            if let Err(signal) = signals.or_broken_off(round).await {
                let released = registry.scrub_release(&epoch).await;
                released.context("could not give up the right to scrub")?;
                return Err(signal.into());
            }
        } else {
            signals.or_broken_off(sleep(LOOK)).await?;
        }
        let status = status(registry).await?;
        let progress = status.progress;
        let has_ended = progress.ended_at >= progress.started_at;
        if has_ended && progress.started_at >= asked_at.as_micros() {
            return Ok(progress.round);
        }
        if status.is_running && !is_told {
            let until = status.leased_until.to_iso8601();
            output::notice(&format!(
                "waiting: another process scrubs; if it was killed, its round is gone on with from {until}\n"
            ));
            is_told = true;
        }
    }
}

fn text(status: &ScrubStatus) -> String {
    let time = |micros: i64| match micros {
        0 => "never".to_owned(),
        micros => Timestamp::from_micros(micros).to_iso8601(),
    };
    let state = if status.is_running { "scrubbing" } else { "resting" };
    let progress = &status.progress;
    let mut text = format!(
        "{state}; the last round began {} and the last whole one ended {}; the next is due {}\nthis round: {}all \
         rounds: {}",
        time(progress.started_at),
        time(progress.ended_at),
        time(status.due_at.as_micros()),
        counts(&progress.round),
        counts(&progress.total),
    );
    if status.is_running {
        let until = status.leased_until.to_iso8601();
        text.push_str(&format!(
            "if what scrubs was killed, its round is gone on with from {until}\n"
        ));
    }
    text
}

fn counts(counts: &ScrubCounts) -> String {
    format!(
        "{} blobs of {} bytes read, {} damaged, {} still damaged, {} whole again, {} without their key, {} unreadable\n",
        counts.blobs,
        counts.bytes,
        counts.damaged,
        counts.still_damaged,
        counts.restored,
        counts.locked,
        counts.unreadable
    )
}
