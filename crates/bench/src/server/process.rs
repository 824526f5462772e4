//! A child process that ends with its owner.

use std::fs::{self, File};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use rustix::process::{Pid, Signal, kill_process};
use tokio::net::TcpStream;

/// How long a server may take to start or to stop.
const PATIENCE: Duration = Duration::from_secs(15);
const POLL: Duration = Duration::from_millis(20);

/// A server's process; what it prints goes to a file.
pub(super) struct Process {
    child: Child,
    log: PathBuf,
}

impl Process {
    /// Starts `program`; `package` is what to install when it is not there.
    pub(super) fn start(
        program: &Path,
        arguments: &[&str],
        folder: &Path,
        package: &str,
    ) -> anyhow::Result<Self> {
        let log = folder.join("log");
        let file = File::create(&log).context("could not make a log file")?;
        let child = Command::new(program)
            .args(arguments)
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(file.try_clone().context("could not share a log file")?)
            .stderr(file)
            .spawn()
            .with_context(|| format!("could not start {}; is {package} installed?", program.display()))?;
        Ok(Self { child, log })
    }

    pub(super) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits until `ready` gives a value.
    pub(super) async fn until<T>(&mut self, ready: impl AsyncFn() -> Option<T>) -> anyhow::Result<T> {
        let started = Instant::now();
        loop {
            if let Some(value) = ready().await {
                return Ok(value);
            }
            let ended = self.child.try_wait().context("could not ask for a process")?;
            if ended.is_some() || started.elapsed() > PATIENCE {
                let said = fs::read_to_string(&self.log).unwrap_or_default();
                bail!("a server did not start; it said:\n{said}");
            }
            tokio::time::sleep(POLL).await;
        }
    }

    /// Waits until it listens.
    pub(super) async fn listening(&mut self, address: SocketAddr) -> anyhow::Result<()> {
        self.until(async || TcpStream::connect(address).await.ok().map(drop))
            .await
    }

    fn stop(&mut self) {
        let id = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw);
        if let Some(id) = id {
            // It may have ended by itself; then there is nothing to signal.
            let _ = kill_process(id, Signal::TERM);
        }
        let asked = Instant::now();
        while asked.elapsed() < PATIENCE {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(POLL);
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.stop();
    }
}

/// A loopback address with a port that was free a moment ago.
pub(super) fn free_address() -> anyhow::Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no free port")?;
    listener.local_addr().context("a listener has an address")
}
