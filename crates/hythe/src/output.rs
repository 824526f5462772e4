//! What the program writes for people: results to standard output, notices to standard error.
//! The log is elsewhere (`log`).

use std::io::{self, ErrorKind, Write as _};
use std::ops::ControlFlow;

use anyhow::Context as _;

/// Writes a result to standard output. A reader that has gone away, such as `head`, is no error.
pub(crate) fn text(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(error).context("could not write to standard output")
        }
        _ => Ok(()),
    }
}

/// Writes a part of a result that goes on, to standard output. It is over when the reader has gone.
pub(crate) fn stream(text: &str) -> anyhow::Result<ControlFlow<()>> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => Ok(ControlFlow::Continue(())),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(ControlFlow::Break(())),
        Err(error) => Err(error).context("could not write to standard output"),
    }
}

/// Writes a notice to standard error in one piece. When that is closed there is nobody to tell.
pub(crate) fn notice(text: &str) {
    io::stderr().lock().write_all(text.as_bytes()).ok();
}
