//! Small images, all different, by one client and by eight.

use std::time::Instant;

use futures_util::future::try_join_all;

use crate::content::Image;
use crate::lab::Lab;
use crate::push::Pusher;
use crate::report::{Goal, Row, Unit, say};
use crate::rounds::{self, Rounds};
use crate::server::{Kind, Server};
use crate::usage::{Meter, Sample};

const REPOSITORY: &str = "bench/small";

/// Measures pushes of images of 9 KiB: thirteen requests each.
pub(super) async fn measure(lab: &Lab) -> anyhow::Result<Vec<Row>> {
    let cases = [1, 8].map(|clients| (format!("small image push, clients: {clients}"), clients));
    let wanted: Vec<_> = cases.into_iter().filter(|(name, _)| lab.wants(name)).collect();
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let servers = lab.registries();
    for server in &servers {
        server.create_repository(REPOSITORY).await?;
    }
    let mut rows = Vec::new();
    for (name, clients) in wanted {
        say(&name);
        let samples = rounds::samples(lab, Rounds::Usual, &servers, async |server| {
            round(lab, server, clients).await
        });
        let mut row = rounds::row(name, Unit::PerSecond, &servers, &samples.await?);
        row.goals = vec![Goal::Times(Kind::DockerRegistry, 4.0)];
        rows.push(row);
    }
    Ok(rows)
}

async fn round(lab: &Lab, server: &Server, clients: usize) -> anyhow::Result<Sample> {
    let mut pushers = Vec::new();
    for _ in 0..clients {
        pushers.push(Pusher::new(server).await?);
    }
    lab.settle()?;
    let processes = server.processes();
    let meter = Meter::start(&processes)?;
    let pushed = try_join_all(pushers.into_iter().map(|pusher| client(lab, pusher))).await?;
    meter.stop(pushed.iter().sum::<usize>() as f64)
}

/// Pushes images for the length of a round; how many they were.
async fn client(lab: &Lab, mut pusher: Pusher<'_>) -> anyhow::Result<usize> {
    let started = Instant::now();
    let mut pushed = 0;
    while started.elapsed() < lab.plan.round {
        let number = lab.number();
        pusher
            .image(REPOSITORY, &format!("tag-{number}"), &Image::small(number))
            .await?;
        pushed += 1;
    }
    Ok(pushed)
}
