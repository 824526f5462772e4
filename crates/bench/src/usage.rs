//! Processor time and memory of processes, as Linux accounts them in `/proc`.

use std::fs;
use std::time::{Duration, Instant};

use anyhow::Context as _;

/// What one measurement took.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sample {
    /// Operations done, in the measure's own unit (requests, images, GiB).
    pub(crate) operations: f64,
    /// Seconds from the first byte to the last answer.
    pub(crate) wall: f64,
    /// Processor seconds of the server, its workers included.
    pub(crate) server_cpu: f64,
    /// Processor seconds of the load generator.
    pub(crate) generator_cpu: f64,
}

/// A running measurement.
pub(crate) struct Meter<'a> {
    processes: &'a [u32],
    server: f64,
    generator: f64,
    started: Instant,
}

impl<'a> Meter<'a> {
    /// Starts to measure against these processes.
    pub(crate) fn start(processes: &'a [u32]) -> anyhow::Result<Self> {
        Ok(Self {
            processes,
            server: processor_seconds(processes)?,
            generator: processor_seconds(&[std::process::id()])?,
            started: Instant::now(),
        })
    }

    /// Ends the measurement, in which `operations` were done.
    pub(crate) fn stop(self, operations: f64) -> anyhow::Result<Sample> {
        let wall = self.started.elapsed().as_secs_f64();
        Ok(Sample {
            operations,
            wall,
            server_cpu: processor_seconds(self.processes)? - self.server,
            generator_cpu: processor_seconds(&[std::process::id()])? - self.generator,
        })
    }
}

/// User and system time of these processes so far; the kernel counts hundredths of a second.
fn processor_seconds(processes: &[u32]) -> anyhow::Result<f64> {
    let ticks_per_second = rustix::param::clock_ticks_per_second() as f64;
    let mut ticks = 0;
    for process in processes {
        let stat = fs::read_to_string(format!("/proc/{process}/stat"))
            .with_context(|| format!("process {process} has ended"))?;
        // The second field is the program's name in brackets, which may hold anything.
        let (_, fields) = stat.rsplit_once(')').context("a stat line has a name")?;
        let mut fields = fields.split_ascii_whitespace().skip(11);
        for _ in ["utime", "stime"] {
            let field = fields.next().context("a stat line has times")?;
            ticks += field.parse::<u64>().context("times are numbers")?;
        }
    }
    Ok(ticks as f64 / ticks_per_second)
}

/// A line of `/proc/<pid>/status` in MiB.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Memory {
    /// Resident now.
    Resident,
    /// The most that was ever resident.
    Peak,
    /// Resident now and backed by no file.
    Anonymous,
}

/// The memory of these processes together, in MiB.
pub(crate) fn memory(processes: &[u32], which: Memory) -> anyhow::Result<f64> {
    let name = match which {
        Memory::Resident => "VmRSS:",
        Memory::Peak => "VmHWM:",
        Memory::Anonymous => "RssAnon:",
    };
    let mut kib = 0;
    for process in processes {
        let status = fs::read_to_string(format!("/proc/{process}/status"))
            .with_context(|| format!("process {process} has ended"))?;
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        let number = line.and_then(|line| line.split_ascii_whitespace().next());
        kib += number
            .and_then(|number| number.parse::<u64>().ok())
            .with_context(|| format!("no {name} of process {process}"))?;
    }
    Ok(kib as f64 / 1024.0)
}

/// The process and its children.
pub(crate) fn family(parent: u32) -> Vec<u32> {
    let children = fs::read_to_string(format!("/proc/{parent}/task/{parent}/children"));
    let children = children.unwrap_or_default();
    let children = children
        .split_ascii_whitespace()
        .filter_map(|word| word.parse().ok());
    std::iter::once(parent).chain(children).collect()
}

/// Samples the memory of `processes` until dropped by its caller; returns never.
pub(crate) async fn watch_anonymous(processes: &[u32], most: &std::cell::Cell<f64>) {
    loop {
        if let Ok(now) = memory(processes, Memory::Anonymous) {
            most.set(most.get().max(now));
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
