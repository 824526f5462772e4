//! The signals that end the server: SIGTERM and SIGINT.

use anyhow::{Context as _, Result};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;

/// Counts the signals that asked the server to end.
#[derive(Debug, Clone)]
pub(crate) struct Signals(watch::Receiver<usize>);

impl Signals {
    /// Takes the signals over from now on: none of them ends the process by itself any more.
    pub(crate) fn take() -> Result<Self> {
        let taken = "could not take over the signals";
        let terminate = signal(SignalKind::terminate()).context(taken)?;
        let interrupt = signal(SignalKind::interrupt()).context(taken)?;
        let (count, counted) = watch::channel(0);
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

    async fn reached(&mut self, target: usize) {
        let reached = self.0.wait_for(|count| *count >= target).await;
        // The sender lives as long as the runtime.
        reached.expect("somebody counts the signals");
    }
}

async fn watch_signals(mut terminate: Signal, mut interrupt: Signal, count: watch::Sender<usize>) {
    loop {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        count.send_modify(|count| *count += 1);
    }
}
