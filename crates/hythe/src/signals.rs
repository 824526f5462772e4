//! The signals that end the server, or a command that has something to give up before: SIGTERM and SIGINT.

use anyhow::{Context as _, Result};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;

/// Counts the signals that asked the process to end.
#[derive(Debug, Clone)]
pub(crate) struct Signals(watch::Receiver<Seen>);

/// The signals so far.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    count: usize,
    /// The last one; `None` before the first.
    last: Option<BrokenOff>,
}

/// A signal ended a command before it was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BrokenOff {
    /// SIGINT, such as Ctrl-C.
    #[error("broken off by SIGINT")]
    Interrupt,
    /// SIGTERM.
    #[error("broken off by SIGTERM")]
    Terminate,
}

impl Signals {
    /// Takes the signals over from now on: none of them ends the process by itself any more.
    pub(crate) fn take() -> Result<Self> {
        let taken = "could not take over the signals";
        let terminate = signal(SignalKind::terminate()).context(taken)?;
        let interrupt = signal(SignalKind::interrupt()).context(taken)?;
        let (count, counted) = watch::channel(Seen::default());
        tokio::spawn(watch_signals(terminate, interrupt, count));
        Ok(Self(counted))
    }

    /// Returns when the first signal has come: finish, and end.
    pub(crate) async fn first(mut self) {
        self.reached(1).await;
    }

    /// Returns when a second signal has come: end now.
    pub(crate) async fn second(mut self) {
        self.reached(2).await;
    }

    /// Does `work`, unless a signal comes before it is done.
    pub(crate) async fn or_broken_off<T>(&self, work: impl Future<Output = T>) -> Result<T, BrokenOff> {
        tokio::select! {
            biased;
            signal = self.broken_off() => Err(signal),
            done = work => Ok(done),
        }
    }

    /// Returns when the first signal has come, and says which one.
    pub(crate) async fn broken_off(&self) -> BrokenOff {
        let seen = self.clone().reached(1).await;
        seen.last.expect("what was counted was seen")
    }

    async fn reached(&mut self, target: usize) -> Seen {
        let reached = self.0.wait_for(|seen| seen.count >= target).await;
        // The sender lives as long as the runtime.
        *reached.expect("somebody counts the signals")
    }
}

async fn watch_signals(mut terminate: Signal, mut interrupt: Signal, count: watch::Sender<Seen>) {
    loop {
        let last = tokio::select! {
            _ = terminate.recv() => BrokenOff::Terminate,
            _ = interrupt.recv() => BrokenOff::Interrupt,
        };
        count.send_modify(|seen| {
            seen.count += 1;
            seen.last = Some(last);
        });
    }
}
