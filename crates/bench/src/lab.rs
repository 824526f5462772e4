//! The place of a run: temporary folders, the servers in them, what has been pushed.

use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context as _;
use tempfile::TempDir;

use crate::content::{Image, Large, Pattern, noise};
use crate::options::{Options, Plan};
use crate::push;
use crate::report::say;
use crate::server::{Kind, Server};

/// The repository that everybody pulls from.
pub(crate) const BASE: &str = "bench/base";

/// All that the measures share.
pub(crate) struct Lab {
    /// How much is done.
    pub(crate) plan: Plan,
    /// When the run began.
    pub(crate) started: Instant,
    /// Hythe twice, docker-registry, nginx, all with `base` in them.
    pub(crate) servers: Vec<Server>,
    /// What large blobs are made of.
    pub(crate) pattern: Pattern,
    /// The image that is pulled.
    pub(crate) base: Base,
    /// The hythe program.
    pub(crate) hythe: PathBuf,
    folder: TempDir,
    only: Option<String>,
    numbers: Cell<u64>,
}

/// The image that is pulled.
pub(crate) struct Base {
    /// A manifest, a configuration and a layer of 100 KB.
    pub(crate) image: Image,
    /// The digest of the manifest.
    pub(crate) manifest: String,
    /// The large layer.
    pub(crate) large: Large,
}

impl Lab {
    /// Starts everything; `hythe` is the program.
    pub(crate) async fn open(options: &Options, hythe: PathBuf) -> anyhow::Result<Self> {
        let folder = fs::canonicalize(&options.folder).context("--folder must exist")?;
        let folder =
            TempDir::with_prefix_in("bench-", folder).context("could not make a temporary folder")?;
        let plan = options.plan();
        let started = Instant::now();
        let pattern = Pattern::new(plan.large_mib);
        let mut servers = Vec::new();
        for kind in Kind::ALL {
            servers.push(Server::start(kind, &hythe, subfolder(folder.path(), &kind.to_string())?).await?);
        }
        let base = fill(&servers, &pattern).await?;
        Ok(Self {
            plan,
            started,
            servers,
            pattern,
            base,
            hythe,
            folder,
            only: options.only.clone(),
            numbers: Cell::new(1),
        })
    }

    /// These servers.
    pub(crate) fn servers(&self, kinds: &[Kind]) -> Vec<&Server> {
        let servers = self.servers.iter();
        servers.filter(|server| kinds.contains(&server.kind)).collect()
    }

    /// The servers that are pushed to.
    pub(crate) fn registries(&self) -> Vec<&Server> {
        self.servers(&[Kind::Hythe, Kind::DockerRegistry])
    }

    /// Whether the user wants this measure.
    pub(crate) fn wants(&self, name: &str) -> bool {
        self.only.as_ref().is_none_or(|only| name.contains(only.as_str()))
    }

    /// A number that was not given before.
    pub(crate) fn number(&self) -> u64 {
        self.numbers.replace(self.numbers.get() + 1)
    }

    /// A new folder of this name.
    pub(crate) fn folder(&self, name: &str) -> anyhow::Result<PathBuf> {
        subfolder(self.folder.path(), name)
    }

    /// Waits until the disk has nothing left to write, so that no server pays for another.
    pub(crate) fn settle(&self) -> anyhow::Result<()> {
        let folder = fs::File::open(self.folder.path()).context("the temporary folder is gone")?;
        rustix::fs::syncfs(folder).context("could not sync the disk")
    }
}

/// Brings the same bytes to all servers.
async fn fill(servers: &[Server], pattern: &Pattern) -> anyhow::Result<Base> {
    say("pushing what will be pulled ...");
    let large = pattern.large(0);
    let blobs = vec![noise(1, 1024), noise(2, 100_000)];
    let image = Image::new(blobs, &[(&large.digest, large.size())]);
    let mut manifest = String::new();
    for server in servers {
        match server.kind {
            Kind::Nginx => write_files(&server.data.join("v2").join(BASE), &image, &large)?,
            _ => {
                server.create_repository(BASE).await?;
                manifest = push::base(server, BASE, &image, &large)
                    .await
                    .with_context(|| format!("could not fill {}", server.kind))?;
            }
        }
    }
    Ok(Base {
        image,
        manifest,
        large,
    })
}

/// The files that nginx serves under the paths of the OCI API.
fn write_files(folder: &Path, image: &Image, large: &Large) -> anyhow::Result<()> {
    let write =
        |path: PathBuf, bytes: &[u8]| fs::write(&path, bytes).context("could not write a static file");
    let (blobs, manifests) = (subfolder(folder, "blobs")?, subfolder(folder, "manifests")?);
    for (blob, digest) in image.blobs.iter().zip(&image.digests) {
        write(blobs.join(digest), blob)?;
    }
    let digest = image.manifest_digest();
    write(manifests.join("latest"), &image.manifest)?;
    write(manifests.join(digest), &image.manifest)?;
    let mut file = fs::File::create(blobs.join(&large.digest)).context("could not write a static file")?;
    for slice in large.slices(0..large.blocks) {
        std::io::Write::write_all(&mut file, slice).context("could not write a static file")?;
    }
    Ok(())
}

fn subfolder(folder: &Path, name: &str) -> anyhow::Result<PathBuf> {
    let folder = folder.join(name);
    fs::create_dir_all(&folder).context("could not make a folder")?;
    Ok(folder)
}
