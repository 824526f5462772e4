//! The run in a network of its own, where connections are not paced.
//!
//! Some machines use the congestion control BBR, which spreads packets over time by what it
//! believes of the path. Over loopback that belief is wrong: it slows the fastest server most. The
//! setting belongs to the machine, so the run takes place in a network namespace instead.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, ensure};

/// The control that every kernel has and allows.
const SCRIPT: &str =
    "ip link set lo up && echo reno >/proc/sys/net/ipv4/tcp_congestion_control && exec \"$@\"";

/// Runs this program again, with the same options, inside; `hythe` is built already.
pub(crate) fn run_inside(hythe: &Path) -> anyhow::Result<()> {
    let program = std::env::current_exe().context("this program has a path")?;
    let options = std::env::args_os()
        .skip(1)
        .filter(|option| option != crate::options::OWN_NETWORK);
    let mut command = Command::new("unshare");
    command.args(["--net", "--map-root-user", "sh", "-c", SCRIPT, "sh"]);
    command.arg(program).args(options).arg("--hythe").arg(hythe);
    let status = command
        .status()
        .context("could not run unshare, of Debian's package util-linux")?;
    ensure!(status.success(), "the run in a network of its own failed");
    Ok(())
}

/// The congestion control that the servers get.
pub(crate) fn congestion_control() -> String {
    let text = std::fs::read_to_string("/proc/sys/net/ipv4/tcp_congestion_control");
    text.unwrap_or_default().trim().to_owned()
}
