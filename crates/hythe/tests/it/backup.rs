//! `hythe backup` and `hythe restore` with the real binary, beside clients who push and delete.

pub mod client;
mod damage;
mod journal;
mod killed;

use std::path::Path;
use std::process::Command;

use crate::process::{Ended, Place, end_of, hythe};

/// `hythe backup` of the data folder of `place` into its folder `out`.
pub fn backup_command(place: &Place) -> Command {
    let mut command = place.command(&["backup"]);
    command.arg(place.path("out"));
    command
}

pub fn backup(place: &Place) -> String {
    let ended = end_of(&mut backup_command(place));
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    ended.stdout
}

/// `hythe restore` of `out` into `data`.
pub fn restore(out: &Path, data: &Path) -> Ended {
    end_of(hythe(["restore"]).arg(out).arg("--data").arg(data))
}

/// Puts the master key of one data folder into another.
pub fn bring_key(from: &Path, to: &Path) {
    std::fs::create_dir(to.join("keys")).expect("a folder of keys");
    std::fs::copy(from.join("keys/master-key"), to.join("keys/master-key")).expect("a master key");
}
