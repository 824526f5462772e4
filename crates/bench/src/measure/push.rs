//! A large blob that the server does not have yet, until it is durable.

use crate::lab::Lab;
use crate::push::{Manner, Pusher};
use crate::report::{Goal, Row, Unit, say};
use crate::rounds::{self, Rounds};
use crate::server::{Kind, Server};
use crate::usage::{Meter, Sample};

const REPOSITORY: &str = "bench/large";

/// Measures pushes.
pub(super) async fn measure(lab: &Lab) -> anyhow::Result<Vec<Row>> {
    let size = lab.plan.large_mib;
    let cases = [
        (format!("push {size} MiB, one PATCH"), Manner::Streamed),
        (format!("push {size} MiB, 10 MiB parts"), Manner::Parts),
    ];
    let wanted: Vec<_> = cases.into_iter().filter(|(name, _)| lab.wants(name)).collect();
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let servers = lab.servers(&[Kind::Hythe, Kind::HytheClear, Kind::DockerRegistry]);
    for server in &servers {
        server.create_repository(REPOSITORY).await?;
    }
    let mut rows = Vec::new();
    for (name, manner) in wanted {
        say(&name);
        let samples = rounds::samples(lab, Rounds::Usual, &servers, async |server| {
            once(lab, server, manner).await
        });
        let mut row = rounds::row(name, Unit::GibPerSecond, &servers, &samples.await?);
        row.goals = vec![Goal::Times(Kind::DockerRegistry, 1.3)];
        rows.push(row);
    }
    Ok(rows)
}

async fn once(lab: &Lab, server: &Server, manner: Manner) -> anyhow::Result<Sample> {
    let blob = lab.pattern.large(lab.number());
    let mut pusher = Pusher::new(server).await?;
    lab.settle()?;
    let processes = server.processes();
    let meter = Meter::start(&processes)?;
    pusher.large(REPOSITORY, &blob, manner).await?;
    meter.stop(lab.plan.large_mib as f64 / 1024.0)
}
