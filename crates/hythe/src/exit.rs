//! How the program ends. Exit codes are chosen here and nowhere else: 0 when it did what was
//! asked, 2 when what was asked cannot be (clap's own code for a bad flag), 128 and the signal's number when
//! one broke it off, 1 for the rest.

use std::process::ExitCode;

use crate::output;
use crate::signals::BrokenOff;

/// The command line, the environment or the configuration file asks for something that cannot
/// be. The text names the flag, the variable or the key.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Misuse(pub(crate) String);

/// A check has found something, which was told already.
#[derive(Debug, thiserror::Error)]
#[error("something is wrong")]
pub(crate) struct Findings;

/// Tells the user what went wrong, if anything did, and chooses the exit code.
pub(crate) fn code(outcome: anyhow::Result<()>) -> ExitCode {
    let Err(error) = outcome else {
        return ExitCode::SUCCESS;
    };
    if error.is::<Findings>() {
        return ExitCode::FAILURE;
    }
    output::notice(&format!("error: {}\n", told(&error)));
    match error.downcast_ref::<BrokenOff>() {
        Some(BrokenOff::Interrupt) => ExitCode::from(130),
        Some(BrokenOff::Terminate) => ExitCode::from(143),
        None if error.is::<Misuse>() => ExitCode::from(2),
        None => ExitCode::FAILURE,
    }
}

/// The error and its causes, each of them once: many an error tells its cause in its own text.
fn told(error: &anyhow::Error) -> String {
    let mut told = String::new();
    // To the operator the cause is told, and not what clients are told in its place.
    let is_for_clients = |cause: &&(dyn std::error::Error + 'static)| {
        matches!(cause.downcast_ref(), Some(registry::Error::Internal(_)))
    };
    let causes = error.chain().filter(|cause| !is_for_clients(cause));
    for cause in causes.map(ToString::to_string) {
        if told.is_empty() {
            told = cause;
        } else if !told.ends_with(&cause) {
            told = format!("{told}: {cause}");
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[test]
    fn causes_are_told_once() {
        let disk = || io::Error::from(io::ErrorKind::StorageFull);
        let plain = || anyhow::Error::new(disk());
        assert_eq!(told(&plain()), "no storage space");
        let within = plain().context("the backup failed: no storage space");
        assert_eq!(told(&within), "the backup failed: no storage space");
        let internal = registry::Error::from(registry::Internal::Broken("it is broken".to_owned()));
        let opened = anyhow::Error::new(internal).context("could not open the registry");
        assert_eq!(told(&opened), "could not open the registry: it is broken");
        let apart = plain().context("could not write the backup");
        assert_eq!(told(&apart), "could not write the backup: no storage space");
    }
}
