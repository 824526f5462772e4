//! Work that waits for a device, away from the threads that serve clients.

use std::io;

use tokio::task::spawn_blocking;

use crate::Error;

/// Runs `work` on a thread that may wait.
///
/// The work goes on when the caller is cancelled. A panic in it is the store's failure.
pub(crate) async fn blocking<T, E>(work: impl FnOnce() -> Result<T, E> + Send + 'static) -> Result<T, E>
where
    T: Send + 'static,
    E: From<Error> + Send + 'static,
{
    spawn_blocking(work)
        .await
        .unwrap_or_else(|failure| Err(Error::Io(io::Error::other(failure)).into()))
}
