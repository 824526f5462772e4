//! The generation, and how fresh this process's knowledge of it is.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use futures_util::FutureExt as _;
use meta::Meta;
use stdx::Timestamp;

use crate::Error;

/// How often the number is read again, in microseconds.
const REFRESH: i64 = 500_000;
/// For how long a number counts that could not be read again, in microseconds.
const USABLE: i64 = 30_000_000;

/// The newest generation that this process knows of.
#[derive(Default)]
pub(crate) struct Generation {
    number: AtomicU64,
    /// When reading it was last tried, in microseconds since 1970; 0: never.
    tried_at: AtomicI64,
    /// When it was last read.
    read_at: AtomicI64,
}

impl Generation {
    /// The number that counts now. Reads it when the last try is half a second old; whoever comes
    /// meanwhile does not wait, unless there is no number that may be used.
    pub(crate) async fn current(&self, meta: &Meta, now: Timestamp) -> Result<u64, Error> {
        let now = now.as_micros();
        let tried = self.tried_at.load(Ordering::Acquire);
        let is_due = now < tried || now - tried >= REFRESH;
        let claim = || {
            self.tried_at
                .compare_exchange(tried, now, Ordering::AcqRel, Ordering::Relaxed)
        };
        if is_due && claim().is_ok() {
            match self.read(meta, now).await {
                Ok(()) => {}
                Err(error) if self.is_usable(now) => {
                    tracing::warn!(%error, "could not see whether permissions have changed");
                }
                Err(error) => return Err(error),
            }
        }
        if !self.is_usable(now) {
            self.read(meta, now).await?;
        }
        Ok(self.number.load(Ordering::Acquire))
    }

    /// The number that counts now, where it need not be read again yet.
    pub(crate) fn known(&self, now: Timestamp) -> Option<u64> {
        let now = now.as_micros();
        let tried = self.tried_at.load(Ordering::Acquire);
        let is_fresh = now >= tried && now - tried < REFRESH && self.is_usable(now);
        is_fresh.then(|| self.number.load(Ordering::Acquire))
    }

    /// Makes a newer number count at once.
    pub(crate) fn advance(&self, number: u64) {
        self.number.fetch_max(number, Ordering::AcqRel);
    }

    fn is_usable(&self, now: i64) -> bool {
        let read = self.read_at.load(Ordering::Acquire);
        read != 0 && (read - USABLE..read + USABLE).contains(&now)
    }

    async fn read(&self, meta: &Meta, now: i64) -> Result<(), Error> {
        let number = meta
            .read::<_, Error, _>(|tx| async move { Ok(tx.generation_get().await?) }.boxed())
            .await?;
        self.advance(number);
        self.read_at.store(now, Ordering::Release);
        Ok(())
    }
}
