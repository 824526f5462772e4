//! `hythe gc`: what the collector of unneeded bytes does, and collecting at once.

use std::collections::HashSet;
use std::convert::Infallible;
use std::time::Duration;

use anyhow::{Context as _, Result};
use meta::CollectionHold;
use registry::{CollectorCounts, CollectorPhase, CollectorRest, CollectorStatus, Registry};
use stdx::Timestamp;
use tokio::time::sleep;

use crate::cli::gc::GcCommand;
use crate::collector;
use crate::config::Config;
use crate::data_folder::DataFolder;
use crate::installation::with_registry;
use crate::signals::Signals;
use crate::{output, serve};

/// Time from one look at the server's collector to the next.
const LOOK: Duration = Duration::from_millis(200);

/// What one is told who has to wait.
const MINUTE: &str =
    "waiting: what was found is deleted a minute later, for those who are about to read it\n";
/// How long a server is waited for before one is told why.
const PATIENCE: Duration = Duration::from_secs(2);

/// Runs a command on the collector.
pub(crate) fn run(command: GcCommand) -> Result<()> {
    match command {
        GcCommand::Status { place } => {
            let config = Config::load(place.into())?;
            let status = with_registry(&config, async |registry| status(registry).await)?;
            output::text(&text(&status))
        }
        GcCommand::Run { place } => {
            let config = Config::load(place.into())?;
            output::text(&counts(&collect(&config)?))
        }
    }
}

async fn status(registry: &Registry) -> Result<CollectorStatus> {
    registry
        .collector_status()
        .await
        .context("could not read what the collector does")
}

/// Collects: by the server of the folder, or here where none runs.
fn collect(config: &Config) -> Result<CollectorCounts> {
    let folder = DataFolder::at(&config.data);
    // Only this installation's data tell whether a server has ever run on the folder.
    with_registry(config, async |registry| status(registry).await)?;
    match folder.lock() {
        Ok(_lock) => serve::runtime()?.block_on(async {
            // Before there is something to give up.
            let signals = Signals::take()?;
            let (meta, registry) = serve::open(config, &folder).await?;
            let work = here(&registry, &signals, config.collect_rate);
            let done = tokio::select! { done = work => done, Err(error) = tell(&registry) => Err(error) };
            meta.close().await;
            done
        }),
        Err(_) => with_registry(config, async |registry| {
            let signals = Signals::take()?;
            let work = signals.or_broken_off(there(registry));
            tokio::select! { done = work => done?, Err(error) = tell(registry) => Err(error) }
        }),
    }
}

/// Tells once which hold is waited for, or that the minute is, and never returns but with an error.
async fn tell(registry: &Registry) -> Result<Infallible> {
    let mut told = HashSet::new();
    loop {
        sleep(LOOK).await;
        let CollectorStatus { progress, holds, .. } = status(registry).await?;
        if progress.phase != CollectorPhase::Bytes {
            continue;
        }
        for hold in holds.iter().filter(|hold| told.insert(Some(hold.id))) {
            output::notice(&held(hold));
        }
        if holds.is_empty() && progress.round.deleted == 0 && told.insert(None) {
            output::notice(MINUTE);
        }
    }
}

/// What one is told who has to wait for a hold.
fn held(hold: &CollectionHold) -> String {
    let (reason, until) = (&hold.reason, hold.until.to_iso8601());
    format!("waiting: {reason} holds the deletion of bytes until {until}, and longer while it goes on\n")
}

/// What one is told who has to wait for a round.
fn elsewhere(status: &CollectorStatus) -> String {
    let until = status.leased_until.to_iso8601();
    format!("waiting: another process collects; if it was killed, its round is gone on with from {until}\n")
}

async fn here(registry: &Registry, signals: &Signals, rate: u32) -> Result<CollectorCounts> {
    let asked_at = hurry(registry).await?;
    let mut is_told = false;
    loop {
        match registry.collector_begin().await.context("could not collect")? {
            Ok(epoch) => {
                let round = collector::round(registry, &epoch, rate);
                if let Err(signal) = signals.or_broken_off(round).await {
                    let released = registry.collector_release(&epoch).await;
                    released.context("could not give up the right to collect")?;
                    return Err(signal.into());
                }
            }
            Err(CollectorRest::Clock(until)) => {
                let until = until.to_iso8601();
                anyhow::bail!("the clock was moved: nothing is collected before {until}");
            }
            Err(_) => {
                let status = status(registry).await?;
                if status.is_running && !is_told {
                    output::notice(&elsewhere(&status));
                    is_told = true;
                }
                signals.or_broken_off(sleep(LOOK)).await?;
            }
        }
        if let Some(counts) = ended(registry, asked_at).await? {
            return Ok(counts);
        }
    }
}

async fn there(registry: &Registry) -> Result<CollectorCounts> {
    let asked_at = hurry(registry).await?;
    let mut is_told = false;
    loop {
        if let Some(counts) = ended(registry, asked_at).await? {
            return Ok(counts);
        }
        sleep(LOOK).await;
        let status = status(registry).await?;
        let is_late = registry.now().since(asked_at) > PATIENCE;
        let is_older = status.progress.started_at < asked_at.as_micros();
        if is_late && is_older && status.is_running && !is_told {
            output::notice(&elsewhere(&status));
            is_told = true;
        }
    }
}

async fn hurry(registry: &Registry) -> Result<Timestamp> {
    let asked_at = registry.now();
    registry
        .collector_hurry()
        .await
        .context("could not ask for a round")?;
    Ok(asked_at)
}

/// What the round has done that began after `asked_at`, once it has ended.
async fn ended(registry: &Registry, asked_at: Timestamp) -> Result<Option<CollectorCounts>> {
    let progress = status(registry).await?.progress;
    let began = progress.started_at >= asked_at.as_micros();
    let ended = progress.ended_at >= progress.started_at;
    Ok((began && ended).then_some(progress.round))
}

fn text(status: &CollectorStatus) -> String {
    let time = |micros: i64| match micros {
        0 => "never".to_owned(),
        micros => Timestamp::from_micros(micros).to_iso8601(),
    };
    let state = if status.is_running {
        "collecting"
    } else {
        "resting"
    };
    let mut text = format!(
        "{state}; the last round began {} and ended {}; the next is due {}\nto be deleted: {} bytes\n",
        time(status.progress.started_at),
        time(status.progress.ended_at),
        time(status.due_at.as_micros()),
        status.progress.reclaimable_bytes,
    );
    if status.is_running {
        let until = status.leased_until.to_iso8601();
        text.push_str(&format!(
            "if what collects was killed, its round is gone on with from {until}\n"
        ));
    }
    for hold in &status.holds {
        text.push_str(&format!(
            "held until {}: {}\n",
            hold.until.to_iso8601(),
            hold.reason
        ));
    }
    text.push_str(&format!("this round: {}", counts(&status.progress.round)));
    text.push_str(&format!("all rounds: {}", counts(&status.progress.total)));
    text
}

fn counts(counts: &CollectorCounts) -> String {
    format!(
        "{} layers unlinked, {} blobs and {} files without a row found, {} abandoned uploads dropped, {} copies deleted, \
         {} bytes freed\n",
        counts.layers, counts.blobs, counts.files, counts.uploads, counts.deleted, counts.freed_bytes
    )
}
