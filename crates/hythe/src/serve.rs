//! `hythe serve`: opens what the server stands on, listens, and ends in good order.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use blobs::DiskStore;
use meta::Meta;
use registry::{Registry, Stores};
use server::{App, Listener, Server};
use stdx::Clock as _;
use tokio::runtime::{Builder, Runtime};

use crate::clock::SystemClock;
use crate::config::{Config, Tls};
use crate::data_folder::DataFolder;
use crate::endpoint::{Endpoint, Scheme, Url};
use crate::exit::Misuse;
use crate::signals::Signals;
use crate::tls::{Authority, Certificates, Source, names_of};
use crate::welcome::Welcome;
use crate::{
    belonging, credentials, environment, housekeeping, key_stores, listen, log, master_key, metadata, output,
};

/// Threads that may wait for the disk at once.
const BLOCKING_THREADS: usize = 64;
/// How long such a thread stays without work: each keeps memory of its own.
const BLOCKING_IDLE: Duration = Duration::from_secs(2);

/// A runtime with one thread for each core.
pub(crate) fn runtime() -> Result<Runtime> {
    Builder::new_multi_thread()
        .enable_all()
        .max_blocking_threads(BLOCKING_THREADS)
        .thread_keep_alive(BLOCKING_IDLE)
        .thread_name("hythe")
        .build()
        .context("could not start the runtime")
}

/// Serves until a signal ends it.
///
/// # Errors
/// [`Misuse`] before anything is made when the listen address needs TLS; another error when
/// something that the server stands on cannot be opened.
pub(crate) fn run(config: Config) -> Result<()> {
    log::start(config.log);
    runtime()?.block_on(serve(config))
}

async fn serve(config: Config) -> Result<()> {
    let address = address(&config).await?;
    let signals = Signals::take()?;
    let folder = DataFolder::at(&config.data);
    folder.create()?;
    let _lock = folder.lock()?;
    Endpoint::clear(&folder)?;
    let (meta, registry) = open(&config, &folder).await?;
    let security = security(&config, &folder)?;
    let listener = bind(&config, address, &security).await?;
    let url = announce(&config, &folder, &listener, &security)?;
    let app = App::new(registry.clone()).limited_to(config.rates.clone());
    let pace = config.pace();
    let server = Server::new(Arc::new(app), config.limits);
    tracing::info!(%url, data = %folder.path().display(), "the server is up");
    let asked = signals.clone();
    let stop = async {
        asked.first().await;
        tracing::info!("stopping: requests in progress may finish");
    };
    tokio::select! {
        () = server.serve(listener, stop) => {}
        () = signals.second() => tracing::warn!("told twice to stop: requests in progress are cut off"),
        () = housekeeping::run(registry.clone(), security.certificates, pace) => {}
    }
    housekeeping::finish(&registry).await;
    meta.close().await;
    tracing::info!("the server has stopped");
    Ok(())
}

/// The address to bind. Plain HTTP carries passwords in the clear, so it stays on this machine.
async fn address(config: &Config) -> Result<SocketAddr> {
    let addresses = config.listen.resolve().await?;
    if config.tls == Tls::Off && !addresses.iter().all(listen::is_loopback) {
        return Err(Misuse(format!(
            "{} is not a loopback address, and plain HTTP is for loopback addresses only: give \
             --tls-cert and --tls-key, or --tls auto",
            config.listen
        ))
        .into());
    }
    addresses
        .first()
        .copied()
        .context("the listen host has no address")
}

/// Opens the installation with its byte store.
pub(crate) async fn open(config: &Config, folder: &DataFolder) -> Result<(Meta, Registry)> {
    folder.expect_whole()?;
    let blobs = folder.blobs();
    let failed = || format!("could not open the byte store {}", blobs.display());
    let store = DiskStore::open(&blobs).with_context(failed)?;
    let meta = metadata::open(&config.metadata, folder).await?;
    let master_key = master_key::load(config, folder, &meta).await?;
    let stores = Stores {
        master_key,
        meta: meta.clone(),
        blobs: Arc::new(store),
        at_rest: config.at_rest,
        clock: Arc::new(SystemClock),
    };
    let registry = Registry::open(stores)
        .await
        .context("could not open the registry")?
        .bounded_by(config.quotas)
        .with_bin_time(config.undelete)
        .logging(config.logging)
        .collecting(config.collecting)
        .scrubbing_every(config.scrub_interval)
        .with_key_stores(key_stores::open(config)?);
    if let Err(error) = belonging::note(folder, &meta).await {
        // A folder that was full before it could be noted.
        if !is_full(&error) {
            return Err(error);
        }
        tracing::warn!("{error:#}");
    }
    credentials::ensure(folder, &meta, &registry, config.account).await?;
    Ok((meta, registry))
}

/// How connections are secured.
struct Security {
    scheme: Scheme,
    certificates: Option<Arc<Certificates>>,
    ca: Option<PathBuf>,
}

fn security(config: &Config, folder: &DataFolder) -> Result<Security> {
    let (source, ca) = match &config.tls {
        Tls::Off => {
            return Ok(Security {
                scheme: Scheme::Http,
                certificates: None,
                ca: None,
            });
        }
        Tls::Files { cert, key } => {
            let (cert, key) = (cert.clone(), key.clone());
            (Source::Files { cert, key }, None)
        }
        Tls::Auto(more) => {
            // Other commands print the path for shells in other folders.
            let tls = std::path::absolute(folder.tls()).context("could not find the current folder")?;
            let names = names_of(&config.listen.host, config.account, &config.region, more);
            let authority = Authority::new(tls, names);
            let ca = authority.ca();
            (Source::Authority(authority), Some(ca))
        }
    };
    Ok(Security {
        scheme: Scheme::Https,
        certificates: Some(Certificates::open(source, SystemClock.now())?),
        ca,
    })
}

async fn bind(config: &Config, address: SocketAddr, security: &Security) -> Result<Listener> {
    let tls = security.certificates.as_ref();
    let tls = tls.map(Certificates::server_config).transpose()?;
    let failed = || format!("could not listen on {}", config.listen);
    Listener::bind(address, tls).await.with_context(failed)
}

/// Whether something was not written because there is no space for it.
fn is_full(error: &anyhow::Error) -> bool {
    let io = error.downcast_ref::<std::io::Error>();
    io.is_some_and(|io| matches!(io.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded))
}

/// Leaves the address for other commands, then tells the terminal.
fn announce(config: &Config, folder: &DataFolder, listener: &Listener, security: &Security) -> Result<Url> {
    let bound = listener
        .local_addr()
        .context("could not find the port that was bound")?;
    let url = Url {
        scheme: security.scheme,
        address: config.listen.with_port(bound.port()),
    };
    let for_clients = url.for_clients();
    let endpoint = Endpoint {
        url: for_clients.to_string(),
        region: config.region.to_string(),
        ca: security.ca.clone(),
        metadata: (&config.metadata).into(),
    };
    if let Err(error) = endpoint.write(folder, &url) {
        // Who cannot push can pull. Other commands go by what the start before has left.
        if !is_full(&error) {
            return Err(error);
        }
        tracing::warn!("{error:#}");
    }
    let welcome = Welcome {
        program: &environment::program(),
        folder,
        url: &for_clients,
        ca: security.ca.as_deref(),
    };
    output::notice(&format!("listening on {url}\n{}", welcome.text()));
    Ok(url)
}
