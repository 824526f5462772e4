//! The contract of the metadata, run on SQLite always and on PostgreSQL where there is one, and
//! what only SQLite promises.
#![forbid(unsafe_code)]

mod contract;
mod model;
mod postgres;
mod samples;
mod sqlite;

/// Runs a write transaction whose body must succeed, and gives its value.
macro_rules! write {
    ($meta:expr, |$tx:ident| $body:expr) => {
        $meta
            .write(move |$tx| Box::pin(async move { Ok::<_, meta::Error>($body) }))
            .await
            .expect("the write succeeds")
    };
}

/// Runs a read transaction whose body must succeed, and gives its value.
macro_rules! read {
    ($meta:expr, |$tx:ident| $body:expr) => {
        $meta
            .read(move |$tx| Box::pin(async move { Ok::<_, meta::Error>($body) }))
            .await
            .expect("the read succeeds")
    };
}

use {read, write};
