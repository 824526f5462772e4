//! Pushes, step by step as docker does them.

use anyhow::{Context as _, ensure};

use crate::content::{Image, Large, MIB, OCI_MANIFEST};
use crate::http::{Connection, Keep, Reply};
use crate::server::Server;

/// How many MiB go into one request of a push in parts.
const PART: usize = 10;

/// How a large blob is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    /// In one PATCH.
    Streamed,
    /// In PATCHes of 10 MiB.
    Parts,
}

/// One client of one server.
pub(crate) struct Pusher<'a> {
    server: &'a Server,
    connection: Connection,
}

impl<'a> Pusher<'a> {
    /// Connects.
    pub(crate) async fn new(server: &'a Server) -> anyhow::Result<Self> {
        Ok(Self {
            server,
            connection: Connection::open(server.address).await?,
        })
    }

    /// Pushes a large blob.
    pub(crate) async fn large(
        &mut self,
        repository: &str,
        blob: &Large,
        manner: Manner,
    ) -> anyhow::Result<()> {
        let mut location = self.start(repository).await?;
        let part = match manner {
            Manner::Streamed => blob.blocks,
            Manner::Parts => PART,
        };
        for from in (0..blob.blocks).step_by(part) {
            let to = (from + part).min(blob.blocks);
            let mut headers = format!(
                "Content-Type: application/octet-stream\r\nContent-Length: {}\r\n",
                (to - from) * MIB
            );
            if manner == Manner::Parts {
                headers += &format!("Content-Range: {}-{}\r\n", from * MIB, to * MIB - 1);
            }
            let head = self.server.head("PATCH", &location, &headers);
            let reply = self.connection.upload(&head, blob.slices(from..to)).await?;
            location = next(&expect(reply, 202, "PATCH of a large blob")?)?;
        }
        self.finish(&location, &blob.digest).await
    }

    /// Pushes an image: asks for each blob, uploads it, then puts the manifest under `tag`.
    pub(crate) async fn image(&mut self, repository: &str, tag: &str, image: &Image) -> anyhow::Result<()> {
        for (blob, digest) in image.blobs.iter().zip(&image.digests) {
            let path = format!("/v2/{repository}/blobs/{digest}");
            let reply = self.small("HEAD", &path, "", &[]).await?;
            if reply.status == 200 {
                continue;
            }
            expect(reply, 404, "HEAD of a blob to push")?;
            self.blob(repository, blob, digest).await?;
        }
        self.manifest(repository, tag, &image.manifest).await
    }

    /// Puts a manifest.
    pub(crate) async fn manifest(
        &mut self,
        repository: &str,
        reference: &str,
        manifest: &[u8],
    ) -> anyhow::Result<()> {
        let path = format!("/v2/{repository}/manifests/{reference}");
        let reply = self
            .small(
                "PUT",
                &path,
                &format!("Content-Type: {OCI_MANIFEST}\r\n"),
                manifest,
            )
            .await?;
        expect(reply, 201, "PUT of a manifest").map(drop)
    }

    async fn blob(&mut self, repository: &str, blob: &[u8], digest: &str) -> anyhow::Result<()> {
        let location = self.start(repository).await?;
        let kind = "Content-Type: application/octet-stream\r\n";
        let reply = self.small("PATCH", &location, kind, blob).await?;
        let location = next(&expect(reply, 202, "PATCH of a small blob")?)?;
        self.finish(&location, digest).await
    }

    async fn start(&mut self, repository: &str) -> anyhow::Result<String> {
        let path = format!("/v2/{repository}/blobs/uploads/");
        let reply = self.small("POST", &path, "", &[]).await?;
        next(&expect(reply, 202, "POST of an upload")?)
    }

    async fn finish(&mut self, location: &str, digest: &str) -> anyhow::Result<()> {
        let join = if location.contains('?') { '&' } else { '?' };
        let reply = self
            .small("PUT", &format!("{location}{join}digest={digest}"), "", &[])
            .await?;
        expect(reply, 201, "PUT of a blob").map(drop)
    }

    async fn small(&mut self, method: &str, path: &str, headers: &str, body: &[u8]) -> anyhow::Result<Reply> {
        let headers = format!("{headers}Content-Length: {}\r\n", body.len());
        let mut request = self.server.head(method, path, &headers);
        request.extend_from_slice(body);
        self.connection.exchange(&request, Keep::Everything).await
    }
}

/// Pushes blobs and a manifest that names them under the tag `latest`; returns its digest.
pub(crate) async fn base(
    server: &Server,
    repository: &str,
    image: &Image,
    large: &Large,
) -> anyhow::Result<String> {
    let mut pusher = Pusher::new(server).await?;
    pusher.large(repository, large, Manner::Streamed).await?;
    pusher.image(repository, "latest", image).await?;
    Ok(image.manifest_digest())
}

fn expect(reply: Reply, status: u16, what: &str) -> anyhow::Result<Reply> {
    ensure!(
        reply.status == status,
        "{what}: status {}, {}",
        reply.status,
        String::from_utf8_lossy(&reply.body)
    );
    Ok(reply)
}

/// The path and query to go on with.
fn next(reply: &Reply) -> anyhow::Result<String> {
    let location = reply.location.as_deref().context("an upload has a location")?;
    let path = location
        .strip_prefix("http://")
        .map_or(location, |rest| rest.find('/').map_or("/", |path| &rest[path..]));
    Ok(path.to_owned())
}
