//! Crashes and faults inside operations: the process dies at every crash point (`points`), and every
//! call of the system or of the database fails once (`faults`), also those of pulls (`reads`).
//!
//! What happens in between is decided for a whole process, so each run is a process of its own: this
//! binary again, which runs the one test [`child`] on a copy of an installation (`place`). What is
//! done to it is one table (`operation`), and what a client sees before and after it (`state`) is
//! all that counts: the old or the new, never a mixture of both.

mod faults;
mod operation;
mod place;
mod points;
mod reads;
mod state;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde::{Deserialize, Serialize};
use tokio::runtime::{Builder, Runtime};

use self::points::lanes;

/// What a process of its own is for.
#[derive(Debug, Clone, Serialize, Deserialize)]
enum Errand {
    /// Makes the installation of which all others get copies.
    Make,
    /// Does an operation and writes down which crash points it passed, how often.
    Trace(String),
    /// Does an operation and dies when it passes a crash point for this time, counted from 1.
    Crash(String, String, usize),
    /// Lets each call fail that an operation makes.
    Fault(String),
    /// Lets each call fail that a read makes.
    Read(String),
}

/// The variable that tells a process its errand and its folder.
const ERRAND: &str = "HYTHE_PROOF_ERRAND";

/// How big a proof is, if somebody wants it to be another size.
pub(crate) fn size(variable: &str, usual: usize) -> usize {
    match setting(variable) {
        None => usual,
        Some(text) => text.parse().expect(variable),
    }
}

/// Tells what a proof was made of, and its seed.
#[expect(
    clippy::print_stdout,
    reason = "shown when the test fails, and with --nocapture"
)]
pub(crate) fn say(text: &str) {
    println!("{text}");
}

#[expect(clippy::disallowed_methods, reason = "tests have no settings but these")]
pub(crate) fn setting(variable: &str) -> Option<String> {
    std::env::var(variable).ok()
}

/// Runs an errand on a folder in a process of its own.
fn send(errand: &Errand, folder: &Path) -> Output {
    let errand = serde_json::to_string(&(errand, folder)).expect("JSON");
    Command::new(std::env::current_exe().expect("this program"))
        .args(["crash::child", "--exact", "--ignored", "--nocapture"])
        .env(ERRAND, errand)
        .stdin(Stdio::null())
        .output()
        .expect("the program starts")
}

/// As [`send`], for an errand that must not fail.
fn send_ok(errand: &Errand, folder: &Path) -> Output {
    let output = send(errand, folder);
    assert!(output.status.success(), "{errand:?}: {}", said(&output));
    output
}

/// Runs these errands on a folder, each in a process of its own, and says after them the lines that begin
/// with this word. None may fail.
fn send_all(errands: Vec<Errand>, folder: &Path, word: &str) {
    let count = errands.len();
    let wrong: Vec<String> = lanes(errands, |errand| {
        let output = send(&errand, folder);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        text.lines().filter(|line| line.starts_with(word)).for_each(say);
        (!output.status.success()).then(|| format!("{errand:?}: {}", said(&output)))
    })
    .into_iter()
    .flatten()
    .collect();
    say(&format!("{count} tried, {} wrong", wrong.len()));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn said(output: &Output) -> String {
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    format!(
        "{:?}\n{}\n{}",
        output.status,
        text(&output.stdout),
        text(&output.stderr)
    )
}

/// A runtime for one server.
fn runtime() -> Runtime {
    Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
}

#[test]
#[ignore = "the other tests run it, in processes of its own"]
fn child() {
    let Some(errand) = setting(ERRAND) else { return };
    let (errand, folder): (Errand, PathBuf) = serde_json::from_str(&errand).expect("JSON");
    match errand {
        Errand::Make => runtime().block_on(place::make(&folder)),
        Errand::Trace(name) => runtime().block_on(points::trace(operation::named(&name), &folder)),
        Errand::Crash(name, point, pass) => {
            runtime().block_on(points::crash(operation::named(&name), &folder, (&point, pass)));
        }
        Errand::Fault(name) => faults::all(operation::named(&name), &folder),
        Errand::Read(name) => reads::all(reads::named(&name), &folder),
    }
    // Without closing anything: what is durable is there.
    std::process::exit(0);
}
