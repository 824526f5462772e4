//! How this crate opens transactions: with the values that the body needs beside it, since a
//! body may run more than once.

use std::any::Any;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use meta::Tx;
use stdx::point::Point;

use crate::trail::{Granted, IsTold, Login, TrailEntry};
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
                    Point::GenerationBumping.pass();
                    Ok((value, tx.generation_bump().await?))
                })
            })
            .await?;
        Point::GenerationBumped.pass();
        self.authority.advance(generation);
        Ok(value)
    }

    /// Runs `body` like [`Self::write`], for somebody who has the right to: the record of the call in
    /// the audit trail is written in the same transaction.
    pub(crate) async fn write_for<G, A, T, F>(&self, grant: &G, args: A, body: F) -> Result<T, Error>
    where
        G: Granted,
        A: Send + Sync + 'static,
        T: Send + 'static,
        F: for<'t> Fn(&'t mut Tx<'_>, &'t A) -> BoxFuture<'t, Result<T, Error>> + Send + Sync + 'static,
    {
        let entry = Arc::new(TrailEntry::of(grant, self.now()));
        let told = Arc::clone(&entry);
        let args = (args, body, entry);
        let (value, is_told) = self.write(args, |tx, args| told_with(tx, args)).await?;
        told.committed(is_told);
        Ok(value)
    }

    /// Runs `body` like [`Self::change`], for somebody who has the right to: the record of the call in
    /// the audit trail is written in the same transaction.
    pub(crate) async fn change_for<G, A, T, F>(&self, grant: &G, args: A, body: F) -> Result<T, Error>
    where
        G: Granted,
        A: Send + Sync + 'static,
        T: Send + 'static,
        F: for<'t> Fn(&'t mut Tx<'_>, &'t A) -> BoxFuture<'t, Result<T, Error>> + Send + Sync + 'static,
    {
        let entry = Arc::new(TrailEntry::of(grant, self.now()));
        let told = Arc::clone(&entry);
        let args = (args, body, entry);
        let (value, is_told) = self.change(args, |tx, args| told_with(tx, args)).await?;
        told.committed(is_told);
        Ok(value)
    }

    /// Writes the record of a login. Credentials are handed out after it is durable.
    pub(crate) async fn login_put(&self, login: &Login<'_>) -> Result<(), Error> {
        self.write_for(login, (), |_, ()| Box::pin(async { Ok(()) }))
            .await
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

/// What a body needs that leaves a record: its values, itself, and the record.
type Told<A, F> = (A, F, Arc<TrailEntry>);

/// Runs a body and then writes the record of its call; says whether there is one.
fn told_with<'t, A, T, F>(
    tx: &'t mut Tx<'_>,
    (args, body, entry): &'t Told<A, F>,
) -> BoxFuture<'t, Result<(T, IsTold), Error>>
where
    A: Send + Sync + 'static,
    T: Send + 'static,
    F: for<'b> Fn(&'b mut Tx<'_>, &'b A) -> BoxFuture<'b, Result<T, Error>> + Send + Sync + 'static,
{
    Box::pin(async move {
        let value = body(tx, args).await?;
        Point::RecordPutting.pass();
        let records = entry.records(&value as &dyn Any);
        for record in &records {
            tx.audit_put(record).await?;
        }
        let is_told = if records.is_empty() {
            IsTold::No
        } else {
            IsTold::Yes
        };
        Ok((value, is_told))
    })
}
