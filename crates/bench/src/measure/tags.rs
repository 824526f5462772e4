//! A page of 100 tags of repositories that have many.

use std::cell::Cell;
use std::fs;
use std::path::Path;

use anyhow::Context as _;
use futures_util::future::try_join_all;

use crate::content::Image;
use crate::lab::Lab;
use crate::load::{Load, Until};
use crate::push::Pusher;
use crate::report::{Goal, Row, Unit, say};
use crate::rounds::{self, Rounds};
use crate::server::{Kind, Server};

/// ECR gives one image at most a thousand tags, so they are spread over many images.
const TAGS_OF_AN_IMAGE: usize = 500;

/// Clients that fill Hythe; the more, the more tags share a commit.
const FILLERS: usize = 32;

/// A repository with this many tags.
#[derive(Debug, Clone)]
struct Size {
    name: String,
    tags: usize,
}

impl Size {
    fn repository(&self) -> String {
        format!("bench/tags-{}", self.tags)
    }
}

/// Measures a page at each number of tags.
pub(super) async fn measure(lab: &Lab) -> anyhow::Result<Vec<Row>> {
    let sizes = lab.plan.tags.iter().map(|tags| Size {
        name: format!("tags page of 100 at {tags}"),
        tags: *tags,
    });
    let sizes: Vec<Size> = sizes.filter(|size| lab.wants(&size.name)).collect();
    let servers = lab.registries();
    for size in &sizes {
        say(&format!("filling: {}", size.name));
        for server in &servers {
            let filled = fill(server, size).await;
            filled.with_context(|| format!("could not make the tags of {}", server.kind))?;
        }
    }
    // All sizes take part in each round, so that they can be compared.
    let subjects: Vec<_> = sizes
        .iter()
        .flat_map(|size| servers.iter().map(move |server| (size, *server)))
        .collect();
    let samples = rounds::samples(lab, Rounds::Usual, &subjects, async |(size, server)| {
        let load = |until| pages(server, size, until);
        load(Until::Elapsed(lab.plan.round / 10)).run(server).await?;
        load(Until::Elapsed(lab.plan.round / 2)).run(server).await
    });
    let samples = samples.await?;
    let mut rows = Vec::<Row>::new();
    for (size, samples) in sizes.into_iter().zip(samples.chunks(servers.len())) {
        let mut row = rounds::row(size.name, Unit::Milliseconds, &servers, samples);
        let smallest = rows
            .first()
            .and_then(|row| row.cell(Kind::Hythe))
            .map(|cell| cell.value());
        row.goals = [Some(Goal::AtMost(2.0)), smallest.map(Goal::FlatFrom)]
            .into_iter()
            .flatten()
            .collect();
        rows.push(row);
    }
    Ok(rows)
}

/// Pages at the beginning, in the middle and at the end.
fn pages(server: &Server, size: &Size, until: Until) -> Load {
    let after = [0, size.tags / 2, size.tags - 200].into_iter();
    let requests = after.map(|after| {
        let path = format!("/v2/{}/tags/list?n=100&last={}", size.repository(), tag(after));
        server.head("GET", &path, "")
    });
    Load {
        connections: 1,
        until,
        requests: requests.collect(),
    }
}

async fn fill(server: &Server, size: &Size) -> anyhow::Result<()> {
    // The blobs of this image are those of all images of the repository.
    let image = Image::small(0);
    server.create_repository(&size.repository()).await?;
    Pusher::new(server)
        .await?
        .image(&size.repository(), &tag(0), &image)
        .await?;
    match server.kind {
        Kind::DockerRegistry => fill_folders(server, size, &image),
        _ => fill_by_api(server, size, &image).await,
    }
}

async fn fill_by_api(server: &Server, size: &Size, image: &Image) -> anyhow::Result<()> {
    let next = Cell::new(1);
    let repository = size.repository();
    let client = async || -> anyhow::Result<()> {
        let mut pusher = Pusher::new(server).await?;
        loop {
            let number = next.replace(next.get() + 1);
            if number >= size.tags {
                return Ok(());
            }
            let manifest = image.variant(number / TAGS_OF_AN_IMAGE);
            pusher.manifest(&repository, &tag(number), &manifest).await?;
        }
    };
    try_join_all((0..FILLERS).map(|_| client())).await.map(drop)
}

/// Makes the folders of tags that docker-registry keeps: a hundred thousand requests would take
/// it many minutes.
fn fill_folders(server: &Server, size: &Size, image: &Image) -> anyhow::Result<()> {
    let path = format!(
        "docker/registry/v2/repositories/{}/_manifests/tags",
        size.repository()
    );
    let (folder, link) = (server.data.join(path), image.manifest_digest());
    for number in 1..size.tags {
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
