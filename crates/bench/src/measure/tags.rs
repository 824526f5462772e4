//! A page of 100 tags of a repository that has many.

use std::cell::Cell;
use std::fs;
use std::path::Path;

use anyhow::Context as _;
use futures_util::future::try_join_all;

use crate::lab::Lab;
use crate::load::{Load, Until};
use crate::push::Pusher;
use crate::report::{Goal, Row, Unit, say};
use crate::rounds;
use crate::server::{Kind, Server};

const REPOSITORY: &str = "bench/tags";

/// ECR gives one image at most a thousand tags, so they are spread over many images.
const TAGS_OF_AN_IMAGE: usize = 500;

/// Clients that fill Hythe; the more, the more tags share a commit.
const FILLERS: usize = 32;

/// Measures a page at each number of tags.
pub(super) async fn measure(lab: &Lab) -> anyhow::Result<Vec<Row>> {
    let names = lab
        .plan
        .tags
        .iter()
        .map(|count| (format!("tags page of 100 at {count}"), *count));
    let wanted: Vec<_> = names.filter(|(name, _)| lab.wants(name)).collect();
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    for server in lab.registries() {
        prepare(lab, server).await?;
    }
    let (mut rows, mut filled) = (Vec::<Row>::new(), 0);
    for (name, count) in wanted {
        say(&name);
        for server in lab.registries() {
            fill(lab, server, filled..count).await?;
        }
        filled = count;
        let smallest = rows
            .first()
            .and_then(|row| row.cell(Kind::Hythe))
            .map(|cell| cell.value);
        let goals = [Some(Goal::AtMost(2.0)), smallest.map(Goal::FlatFrom)];
        rows.push(row(lab, name, count, goals.into_iter().flatten().collect()).await?);
    }
    Ok(rows)
}

async fn row(lab: &Lab, name: String, count: usize, goals: Vec<Goal>) -> anyhow::Result<Row> {
    let paths = [0, count / 2, count - 200]
        .map(|after| format!("/v2/{REPOSITORY}/tags/list?n=100&last={}", tag(after)));
    let servers = lab.registries();
    let samples = rounds::samples(lab, &servers, async |server| {
        let load = |until| Load {
            connections: 1,
            until,
            requests: paths.iter().map(|path| server.head("GET", path, "")).collect(),
        };
        load(Until::Elapsed(lab.plan.round / 10)).run(server).await?;
        load(Until::Elapsed(lab.plan.round / 2)).run(server).await
    });
    let cells = samples.await?.into_iter();
    Ok(Row {
        name,
        unit: Unit::Milliseconds,
        cells: cells
            .map(|(kind, samples)| (kind, rounds::cell(&samples, rounds::milliseconds)))
            .collect(),
        goals,
    })
}

/// Makes the repository and pushes one image, whose blobs all the others name too.
async fn prepare(lab: &Lab, server: &Server) -> anyhow::Result<()> {
    server.create_repository(REPOSITORY).await?;
    Pusher::new(server)
        .await?
        .image(REPOSITORY, "first", &lab.base_of_tags())
        .await
}

async fn fill(lab: &Lab, server: &Server, tags: std::ops::Range<usize>) -> anyhow::Result<()> {
    match server.kind {
        Kind::DockerRegistry => fill_folders(lab, server, tags),
        _ => fill_by_api(lab, server, tags).await,
    }
    .with_context(|| format!("could not make the tags of {}", server.kind))
}

async fn fill_by_api(lab: &Lab, server: &Server, tags: std::ops::Range<usize>) -> anyhow::Result<()> {
    let image = lab.base_of_tags();
    let next = Cell::new(tags.start);
    let client = async || -> anyhow::Result<()> {
        let mut pusher = Pusher::new(server).await?;
        loop {
            let number = next.replace(next.get() + 1);
            if number >= tags.end {
                return Ok(());
            }
            let manifest = image.variant(number / TAGS_OF_AN_IMAGE);
            pusher.manifest(REPOSITORY, &tag(number), &manifest).await?;
        }
    };
    try_join_all((0..FILLERS).map(|_| client())).await.map(drop)
}

/// Makes the folders of tags that docker-registry keeps: a hundred thousand requests would take
/// it many minutes.
fn fill_folders(lab: &Lab, server: &Server, tags: std::ops::Range<usize>) -> anyhow::Result<()> {
    let path = format!("docker/registry/v2/repositories/{REPOSITORY}/_manifests/tags");
    let (folder, link) = (server.data.join(path), lab.base_of_tags().manifest_digest());
    for number in tags {
        let folder = folder.join(tag(number)).join("current");
        make_link(&folder, &link).context("could not write a tag folder")?;
    }
    Ok(())
}

fn make_link(folder: &Path, digest: &str) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    fs::write(folder.join("link"), digest)
}

fn tag(number: usize) -> String {
    format!("v{number:06}")
}
