//! Small requests over eight connections that stay open.

use crate::lab::{BASE, Lab};
use crate::load::{Load, Until};
use crate::report::{Goal, Row, Unit, say};
use crate::rounds::{self, Rounds};
use crate::server::Kind;

const CONNECTIONS: usize = 8;

/// Measures manifests by tag and by digest, the head of a blob and a blob of 100 KB.
pub(super) async fn measure(lab: &Lab) -> anyhow::Result<Vec<Row>> {
    let [_, layer] = &lab.base.image.digests[..] else {
        anyhow::bail!("the base image has a configuration and one small layer");
    };
    let cases = [
        ("manifest GET by tag", "GET", "manifests/latest".to_owned()),
        (
            "manifest GET by digest",
            "GET",
            format!("manifests/{}", lab.base.manifest),
        ),
        ("blob HEAD", "HEAD", format!("blobs/{layer}")),
        ("blob GET 100 KB", "GET", format!("blobs/{layer}")),
    ];
    let mut rows = Vec::new();
    for (name, method, path) in cases {
        if lab.wants(name) {
            say(name);
            rows.push(case(lab, name, (method, &format!("/v2/{BASE}/{path}"))).await?);
        }
    }
    Ok(rows)
}

async fn case(lab: &Lab, name: &str, (method, path): (&str, &str)) -> anyhow::Result<Row> {
    let servers: Vec<_> = lab.servers(&[Kind::Hythe, Kind::DockerRegistry, Kind::Nginx]);
    let samples = rounds::samples(lab, Rounds::Usual, &servers, async |server| {
        let load = |until| Load {
            connections: CONNECTIONS,
            until,
            requests: vec![server.head(method, path, "")],
        };
        load(Until::Elapsed(lab.plan.round / 10)).run(server).await?;
        load(Until::Elapsed(lab.plan.round)).run(server).await
    });
    let mut row = rounds::row(name.to_owned(), Unit::PerSecond, &servers, &samples.await?);
    if name.starts_with("manifest") {
        row.goals = vec![
            Goal::Times(Kind::DockerRegistry, 15.0),
            Goal::Times(Kind::Nginx, 0.5),
        ];
    }
    Ok(row)
}
