//! Memory of servers that were just started: idle, and while eight large blobs arrive at once.

use std::cell;
use std::time::Duration;

use futures_util::future::{Either, select, try_join_all};

use crate::lab::Lab;
use crate::push::{Manner, Pusher};
use crate::report::{Cell, Goal, Row, Unit, say};
use crate::rounds;
use crate::server::{Kind, Server};
use crate::usage::{self, Memory, Meter, Sample};

const REPOSITORY: &str = "bench/memory";

/// How long a server may take to come to rest.
const REST: Duration = Duration::from_millis(1500);

/// What was seen of one server.
struct Seen {
    idle: f64,
    peak: f64,
    anonymous: f64,
    sample: Sample,
}

/// Measures memory, one server after another, each with empty data.
pub(super) async fn measure(lab: &Lab) -> anyhow::Result<Vec<Row>> {
    let pushes = format!(
        "under {} pushes of {} MiB at once",
        lab.plan.uploads, lab.plan.large_mib
    );
    let names = [
        "memory idle".to_owned(),
        format!("memory peak {pushes}"),
        format!("memory peak without files {pushes}"),
        format!("push rate {pushes}"),
    ];
    if !names.iter().any(|name| lab.wants(name)) {
        return Ok(Vec::new());
    }
    say("memory");
    let mut seen = Vec::new();
    for kind in [Kind::Hythe, Kind::DockerRegistry] {
        seen.push((kind, look(lab, kind).await?));
    }
    let memory = |name, value: fn(&Seen) -> f64, goals| {
        let cell = |seen| Cell {
            values: vec![value(seen)],
            cpu: None,
            generator: None,
        };
        Row {
            name,
            unit: Unit::Mebibytes,
            cells: seen.iter().map(|(kind, seen)| (*kind, cell(seen))).collect(),
            goals,
        }
    };
    let samples: Vec<_> = seen.iter().map(|(_, seen)| vec![seen.sample]).collect();
    let [idle, peak, anonymous, together] = names;
    Ok(vec![
        memory(idle, |seen| seen.idle, vec![Goal::AtMost(20.0)]),
        memory(peak, |seen| seen.peak, vec![Goal::AtMost(64.0)]),
        memory(anonymous, |seen| seen.anonymous, Vec::new()),
        rounds::row(together, Unit::GibPerSecond, &lab.registries(), &samples),
    ])
}

/// Starts a server in a folder that is removed afterwards, and pushes to it.
async fn look(lab: &Lab, kind: Kind) -> anyhow::Result<Seen> {
    let folder = tempfile::TempDir::new_in(lab.folder("memory")?)?;
    let server = Server::start(kind, &lab.hythe, folder.path().to_owned()).await?;
    tokio::time::sleep(REST).await;
    let processes = server.processes();
    let idle = usage::memory(&processes, Memory::Resident)?;
    server.create_repository(REPOSITORY).await?;
    lab.settle()?;
    let most = cell::Cell::new(0.0);
    let pushing = Box::pin(push(lab, &server));
    let watching = Box::pin(usage::watch_anonymous(&processes, &most));
    let sample = match select(pushing, watching).await {
        Either::Left((sample, _)) => sample?,
        Either::Right(((), _)) => anyhow::bail!("the watch ended"),
    };
    Ok(Seen {
        idle,
        peak: usage::memory(&processes, Memory::Peak)?,
        anonymous: most.get(),
        sample,
    })
}

async fn push(lab: &Lab, server: &Server) -> anyhow::Result<Sample> {
    let blobs: Vec<_> = (0..lab.plan.uploads)
        .map(|_| lab.pattern.large(lab.number()))
        .collect();
    let processes = server.processes();
    let meter = Meter::start(&processes)?;
    let client = async |blob| {
        Pusher::new(server)
            .await?
            .large(REPOSITORY, blob, Manner::Streamed)
            .await
    };
    try_join_all(blobs.iter().map(client)).await?;
    meter.stop((lab.plan.uploads * lab.plan.large_mib) as f64 / 1024.0)
}
