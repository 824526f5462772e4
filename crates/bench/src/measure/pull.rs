//! The large blob, pulled by one client and by eight at once.

use crate::lab::{BASE, Lab};
use crate::load::{Load, Until};
use crate::report::{Goal, Row, Unit, say};
use crate::rounds;
use crate::server::Kind;

/// Measures pulls.
pub(super) async fn measure(lab: &Lab) -> anyhow::Result<Vec<Row>> {
    let large = &lab.base.large;
    let size = lab.plan.large_mib as f64 / 1024.0;
    let servers: Vec<_> = lab.servers.iter().collect();
    let mut rows = Vec::new();
    for clients in [1, 8] {
        let name = format!("pull {} MiB, clients: {clients}", lab.plan.large_mib);
        if !lab.wants(&name) {
            continue;
        }
        say(&name);
        let samples = rounds::samples(lab, &servers, async |server| {
            let load = Load {
                connections: clients,
                until: Until::Count(1),
                requests: vec![server.head("GET", &format!("/v2/{BASE}/blobs/{}", large.digest), "")],
            };
            let mut sample = load.run(server).await?;
            sample.operations *= size;
            Ok(sample)
        });
        let cells = samples.await?.into_iter();
        rows.push(Row {
            name,
            unit: Unit::GibPerSecond,
            cells: cells
                .map(|(kind, samples)| (kind, rounds::cell(&samples, rounds::rate)))
                .collect(),
            goals: vec![Goal::Times(Kind::DockerRegistry, 1.2)],
        });
    }
    Ok(rows)
}
