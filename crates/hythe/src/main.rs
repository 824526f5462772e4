//! The `hythe` program: one container registry that is Amazon ECR to every client that knows ECR.
//!
//! This crate is wiring. `cli` says what may be asked, `config` with `environment` and `settings`
//! what follows from flags, environment and file together, `exit` how the program ends; each
//! subcommand has a file of its name. What the registry does is in `registry`, HTTP in `server`.
#![forbid(unsafe_code)]

mod account;
mod api;
mod backup;
mod belonging;
mod cli;
mod clock;
mod collector;
mod config;
mod credentials;
mod data_folder;
mod endpoint;
mod environment;
mod exit;
mod fsck;
mod gc;
mod housekeeping;
mod iam;
mod image;
mod installation;
mod interval;
mod key_stores;
mod kms;
mod lifecycle;
mod listen;
mod log;
mod master_key;
mod metadata;
mod output;
mod quotas;
mod read_only;
mod repository;
mod restore;
mod scrub;
mod scrubber;
mod serve;
mod settings;
mod shell;
mod signals;
mod tail;
mod tls;
mod token;
mod undelete;
mod welcome;

use std::process::ExitCode;

use clap::Parser as _;

use cli::{Cli, Command};
use config::Config;

fn main() -> ExitCode {
    exit::code(run(Cli::parse().command))
}

fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Serve(flags) => serve::run(Config::load(flags.into())?),
        Command::Env(place) => shell::env(&Config::load(place.into())?),
        Command::Account(command) => account::run(command),
        Command::Fsck(flags) => fsck::run(flags),
        Command::Gc(command) => gc::run(command),
        Command::Backup(flags) => backup::run(flags),
        Command::Restore(flags) => restore::run(flags),
        Command::Iam(command) => iam::run(command),
        Command::Image(command) => image::run(command),
        Command::Lifecycle(command) => lifecycle::run(command),
        Command::Events(command) => tail::events(command),
        Command::Audit(command) => tail::audit(command),
        Command::Repository(command) => repository::run(command),
        Command::Scrub(command) => scrub::run(command),
        Command::Token(command) => token::run(command),
        Command::Kms(command) => kms::run(command),
        Command::Undelete(command) => undelete::run(command),
        Command::Version => output::text(concat!("hythe ", env!("CARGO_PKG_VERSION"), "\n")),
        Command::Completions { shell } => cli::completions(shell),
    }
}
