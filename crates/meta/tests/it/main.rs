//! The contract of the metadata, run on SQLite always and on PostgreSQL where there is one, and
//! what only SQLite promises.
#![forbid(unsafe_code)]

mod contract;
mod migration;
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

/// All of a list, in pages of two. The body gets the last entry of the page before.
macro_rules! pages {
    ($record:ty: $meta:expr, |$tx:ident, $after:ident| $page:expr) => {{
        let mut all: Vec<$record> = Vec::new();
        loop {
            let last = all.last().cloned();
            let page = $meta.read(move |$tx| {
                let last = last.clone();
                Box::pin(async move {
                    let $after = last.as_ref();
                    $page.await
                })
            });
            let page = page.await.expect("a page");
            assert!(page.len() <= 2, "{page:?}");
            if page.is_empty() {
                break all;
            }
            all.extend(page);
        }
    }};
}

/// The error of a write transaction that must fail.
macro_rules! refused {
    ($meta:expr, |$tx:ident| $body:expr) => {
        $meta
            .write(move |$tx| Box::pin(async move { Ok::<_, meta::Error>($body) }))
            .await
            .expect_err("the write fails")
    };
}

use {pages, read, refused, write};
