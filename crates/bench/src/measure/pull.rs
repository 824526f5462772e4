//! The large blob, pulled by one client and by eight at once.

use crate::lab::{BASE, Lab};
use crate::load::{Load, Until};
use crate::report::{Goal, Row, Unit, say};
use crate::rounds::{self, Rounds};
use crate::server::Kind;

/// Measures pulls.
pub(super) async fn measure(lab: &Lab) -> anyhow::Result<Vec<Row>> {
    let large = &lab.base.large;
    let size = lab.plan.large_mib as f64 / 1024.0;
    let servers: Vec<_> = lab.servers(&Kind::ALL);
    let mut rows = Vec::new();
    for (clients, rounds) in [(1, Rounds::More), (8, Rounds::Usual)] {
        let name = format!("pull {} MiB, clients: {clients}", lab.plan.large_mib);
        if !lab.wants(&name) {
            continue;
        }
        say(&name);
        let samples = rounds::samples(lab, rounds, &servers, async |server| {
            let load = Load {
                connections: clients,
                until: Until::Count(1),
                requests: vec![server.head("GET", &format!("/v2/{BASE}/blobs/{}", large.digest), "")],
            };
            let mut sample = load.run(server).await?;
            sample.operations *= size;
            Ok(sample)
        });
        let mut row = rounds::row(name, Unit::GibPerSecond, &servers, &samples.await?);
        row.goals = vec![
            Goal::Times(Kind::DockerRegistry, 1.2),
            Goal::Times(Kind::HytheClear, 0.6),
        ];
        rows.push(row);
    }
    Ok(rows)
}
