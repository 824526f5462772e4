//! What a reader of the table must know about the machine.

use std::fs;
use std::io::Write as _;
use std::process::Command;
use std::thread;
use std::time::Instant;

use crate::content::{MIB, noise};
use crate::lab::Lab;
use crate::own_network;

/// The load averages of the last 1, 5 and 15 minutes.
pub(crate) fn load_average() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_ascii_whitespace()
        .take(3)
        .collect::<Vec<_>>()
        .join(" ")
}

/// The lines above the table.
pub(crate) fn describe(lab: &Lab, load_before: &str) -> Vec<String> {
    let cores = thread::available_parallelism().map_or(0, usize::from);
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let kernel = kernel.trim().split('-').next().unwrap_or_default().to_owned();
    vec![
        format!(
            "Machine: {cores} cores, {}, Linux {kernel}, TCP congestion control {}.",
            processor(),
            own_network::congestion_control()
        ),
        format!(
            "Load average before the run {load_before}, after it {}; 4 KiB write and fdatasync {}.",
            load_average(),
            sync_time(lab).map_or("not measured".to_owned(), |ms| format!("{ms:.2} ms (median)"))
        ),
        format!(
            "{}; {}; {}.",
            version(&lab.hythe.to_string_lossy(), "version"),
            version("docker-registry", "--version"),
            version("/usr/sbin/nginx", "-v"),
        ),
        format!(
            "The disk keeps {} when one process writes 1 GiB and syncs it.",
            disk_rate(lab).map_or("an unknown rate".to_owned(), |rate| format!("{rate:.2} GiB/s"))
        ),
        "Hythe checks a docker login at every request; docker-registry and nginx ask for none.".to_owned(),
        format!(
            "Medians of rounds in turn, {:.1} s of requests each; the run took {:.0} s.",
            lab.plan.round.as_secs_f64(),
            lab.started.elapsed().as_secs_f64()
        ),
    ]
}

fn processor() -> String {
    let text = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with("model name"));
    let name = line
        .and_then(|line| line.split_once(':'))
        .map(|(_, name)| name.trim());
    name.unwrap_or("unknown processor").to_owned()
}

/// The first line that a program prints of its version, on either stream.
fn version(program: &str, argument: &str) -> String {
    let Ok(output) = Command::new(program).arg(argument).output() else {
        return format!("{program} of unknown version");
    };
    let text = [output.stdout, output.stderr].concat();
    String::from_utf8_lossy(&text)
        .lines()
        .next()
        .unwrap_or_default()
        .to_owned()
}

/// GiB a second that reach the disk, the time of the last sync included.
fn disk_rate(lab: &Lab) -> Option<f64> {
    lab.settle().ok()?;
    let mut file = fs::File::create(lab.folder("disk").ok()?.join("probe")).ok()?;
    let block = noise(3, MIB);
    let started = Instant::now();
    for _ in 0..1024 {
        file.write_all(&block).ok()?;
    }
    file.sync_data().ok()?;
    Some(1.0 / started.elapsed().as_secs_f64())
}

/// How long the disk takes to keep 4 KiB, in milliseconds.
fn sync_time(lab: &Lab) -> Option<f64> {
    let mut file = fs::File::create(lab.folder("disk").ok()?.join("probe")).ok()?;
    let mut times: Vec<f64> = Vec::new();
    for _ in 0..100 {
        let started = Instant::now();
        file.write_all(&[7; 4096]).ok()?;
        file.sync_data().ok()?;
        times.push(started.elapsed().as_secs_f64() * 1_000.0);
    }
    times.sort_by(f64::total_cmp);
    times.get(50).copied()
}
