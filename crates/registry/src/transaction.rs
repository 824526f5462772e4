//! How this crate opens transactions: with the values that the body needs beside it, since a
//! body may run more than once.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use meta::Tx;

use crate::{Error, Registry};

impl Registry {
    /// Runs `body` in a writing transaction that is durable when this returns `Ok`.
    pub(crate) async fn write<A, T, F>(&self, args: A, body: F) -> Result<T, Error>
    where
        A: Send + Sync + 'static,
        T: Send + 'static,
        F: for<'t> Fn(&'t mut Tx<'_>, &'t A) -> BoxFuture<'t, Result<T, Error>> + Send + Sync + 'static,
    {
        let shared = Arc::new((args, body));
        self.meta
            .write(move |tx| {
                let shared = Arc::clone(&shared);
                Box::pin(async move { (shared.1)(tx, &shared.0).await })
            })
            .await
    }

    /// Runs `body` like [`Self::write`], where it changes something that decides who may do what:
    /// from the return of this on, everything is decided by what is true then.
    pub(crate) async fn change<A, T, F>(&self, args: A, body: F) -> Result<T, Error>
    where
        A: Send + Sync + 'static,
        T: Send + 'static,
        F: for<'t> Fn(&'t mut Tx<'_>, &'t A) -> BoxFuture<'t, Result<T, Error>> + Send + Sync + 'static,
    {
        let shared = Arc::new((args, body));
        let (value, generation) = self
            .meta
            .write::<_, Error, _>(move |tx| {
                let shared = Arc::clone(&shared);
                Box::pin(async move {
                    let value = (shared.1)(tx, &shared.0).await?;
                    Ok((value, tx.generation_bump().await?))
                })
            })
            .await?;
        self.authority.advance(generation);
        Ok(value)
    }

    /// Runs `body` on one snapshot.
    pub(crate) async fn read<A, T, F>(&self, args: A, body: F) -> Result<T, Error>
    where
        A: Send + Sync + 'static,
        T: Send + 'static,
        F: for<'t> Fn(&'t mut Tx<'_>, &'t A) -> BoxFuture<'t, Result<T, Error>> + Send + Sync + 'static,
    {
        let shared = Arc::new((args, body));
        self.meta
            .read(move |tx| {
                let shared = Arc::clone(&shared);
                Box::pin(async move { (shared.1)(tx, &shared.0).await })
            })
            .await
    }
}
