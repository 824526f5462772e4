//! The benchmark: Hythe, docker-registry and nginx with the same bytes, on one machine, in one run.
//!
//! `server` starts and stops the three programs, `http` is the load generator's client, `content`
//! and `push` are what it sends, `measure` holds one file per group of measures, `report` the table.
//! It measures programs from outside: nothing here calls the registry's own functions.
//! docs/benchmarks.md says how to read the table.
#![forbid(unsafe_code)]

mod content;
mod http;
mod lab;
mod load;
mod machine;
mod measure;
mod options;
mod own_network;
mod push;
mod report;
mod rounds;
mod server;
mod usage;

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Parser as _;

use lab::Lab;
use options::Options;
use report::Report;

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report::say(&format!("bench: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> anyhow::Result<()> {
    let hythe = match &options.hythe {
        Some(program) => {
            fs::canonicalize(program).with_context(|| format!("there is no program {}", program.display()))?
        }
        None => server::build_hythe()?,
    };
    if options.own_network {
        return own_network::run_inside(&hythe);
    }
    // One thread: the generator can take one core at most, and its share is in the table.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("could not start the load generator")?;
    let report = runtime.block_on(everything(options, hythe))?;
    report.publish(options.out.as_deref())
}

async fn everything(options: &Options, hythe: PathBuf) -> anyhow::Result<Report> {
    let before = machine::load_average();
    let mut lab = Lab::open(options, hythe).await?;
    let mut rows = Vec::new();
    for group in measure::GROUPS {
        rows.extend(measure::run(*group, &mut lab).await?);
    }
    anyhow::ensure!(
        !rows.is_empty(),
        "no measure has a name that contains the text given by --only"
    );
    Ok(Report {
        header: machine::describe(&lab, &before),
        rows,
    })
}
