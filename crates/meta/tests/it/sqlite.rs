//! What only the SQLite engine promises: commits that are shared, files that several hold.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::task::{Context, Waker};

use meta::{Error, Meta, Put};

use crate::samples::{a_repository, arn};
use crate::{read, write};

pub struct Database {
    pub meta: Meta,
    folder: tempfile::TempDir,
}

impl Database {
    pub async fn new() -> Self {
        Self::with("").await
    }

    /// A database that an older release has left behind.
    pub async fn with(sql: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("meta.db");
        if !sql.is_empty() {
            let plain = rusqlite::Connection::open(&path).expect("the file opens");
            plain.execute_batch(sql).expect("the older schema");
        }
        let meta = Meta::open_sqlite(&path).await.expect("the database opens");
        Self { meta, folder }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("meta.db")
    }

    /// A connection that knows nothing of this crate.
    fn plain(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.path()).expect("the file opens")
    }
}

/// Holds the writer in the body of a transaction, once it has said so, until the receiver hears
/// something.
fn gate(
    entered: Sender<()>,
    opened: Receiver<()>,
) -> impl for<'t, 'c> Fn(&'t mut meta::Tx<'c>) -> meta::BoxFuture<'t, Result<(), Error>> + Send + Sync + 'static
{
    let gate = Arc::new(Mutex::new((entered, opened)));
    move |_| {
        let gate = Arc::clone(&gate);
        Box::pin(async move {
            let gate = gate.lock().expect("nobody panics");
            gate.0.send(()).ok();
            gate.1.recv().ok();
            Ok(())
        })
    }
}

#[tokio::test]
async fn waiting_writes_share_a_commit() {
    let database = Database::new().await;
    let before = database.meta.counts();
    let ((entered, entering), (open, opened)) = (channel(), channel());
    let mut waker = Context::from_waker(Waker::noop());
    let mut held = Box::pin(database.meta.write(gate(entered, opened)));
    assert!(held.as_mut().poll(&mut waker).is_pending());
    entering.recv().expect("the writer gets there");
    let mut writes: Vec<_> = (0..64)
        .map(|number| {
            Box::pin(database.meta.write(move |tx| {
                let name = format!("setting {number}");
                Box::pin(async move {
                    match tx.setting_create(&name, &[1]).await? {
                        Put::Created if number % 8 == 7 => Err(Error::Other("refused".to_owned())),
                        put => Ok(put),
                    }
                })
            }))
        })
        .collect();
    // The first poll puts each of them into the queue.
    assert!(
        writes
            .iter_mut()
            .all(|write| write.as_mut().poll(&mut waker).is_pending())
    );
    open.send(()).expect("the writer waits");
    held.await.expect("the held write succeeds");
    for (number, write) in writes.into_iter().enumerate() {
        assert_eq!(write.await.is_err(), number % 8 == 7, "{number}");
    }
    let after = database.meta.counts();
    assert_eq!(after.writes - before.writes, 1 + 56);
    assert_eq!(after.commits - before.commits, 2);
    let kept = read!(database.meta, |tx| {
        let mut kept = 0;
        for number in 0..64 {
            kept += u32::from(tx.setting_get(&format!("setting {number}")).await?.is_some());
        }
        kept
    });
    assert_eq!(kept, 56);
}

#[tokio::test]
async fn a_panic_reaches_its_caller_only() {
    let database = Database::new().await;
    let meta = database.meta.clone();
    let panicking = tokio::spawn(async move {
        meta.write(|tx| {
            Box::pin(async move {
                tx.setting_create("lost", &[1]).await?;
                if tx.setting_get("lost").await?.is_some() {
                    panic!("the body panics");
                }
                Ok::<(), Error>(())
            })
        })
        .await
    });
    assert!(panicking.await.is_err_and(|error| error.is_panic()));
    assert_eq!(
        write!(database.meta, |tx| tx.setting_create("kept", &[1]).await?),
        Put::Created
    );
    assert_eq!(read!(database.meta, |tx| tx.setting_get("lost").await?), None);
}

/// In release builds this is an error; here it is a panic, so that it is found.
#[tokio::test]
async fn a_body_that_awaits_something_else_is_refused() {
    let database = Database::new().await;
    for reading in [true, false] {
        let meta = database.meta.clone();
        let waiting = tokio::spawn(async move {
            if reading {
                meta.read(|_| Box::pin(std::future::pending::<Result<(), Error>>()))
                    .await
            } else {
                meta.write(|_| Box::pin(std::future::pending::<Result<(), Error>>()))
                    .await
            }
        });
        assert!(waiting.await.is_err_and(|error| error.is_panic()));
    }
    database
        .meta
        .check()
        .await
        .expect("the database is none the worse");
}

#[tokio::test]
async fn a_newer_or_edited_schema_is_refused() {
    let database = Database::new().await;
    let plain = database.plain();
    plain
        .execute_batch("INSERT INTO schema_version VALUES (99, 'later', '00')")
        .expect("a version");
    let newer = Meta::open_sqlite(&database.path()).await.err();
    assert!(
        matches!(newer, Some(Error::NewerSchema { found: 99, .. })),
        "{newer:?}"
    );
    let edit = "DELETE FROM schema_version WHERE version = 99; UPDATE schema_version SET checksum = '00'";
    plain.execute_batch(edit).expect(edit);
    let edited = Meta::open_sqlite(&database.path()).await.err();
    assert!(matches!(edited, Some(Error::Corrupt(_))), "{edited:?}");
}

#[tokio::test]
async fn two_handles_share_one_file() {
    let database = Database::new().await;
    let second = Meta::open_sqlite(&database.path())
        .await
        .expect("the file opens twice");
    let id = a_repository(&second, "one").await;
    let seen = read!(database.meta, |tx| tx.repository_get(&arn("one")).await?);
    assert_eq!(seen.map(|seen| seen.id), Some(id));
    let both = (0..20).flat_map(|number| {
        [&database.meta, &second].map(move |meta| {
            meta.write(move |tx| {
                let name = format!("setting {number}");
                Box::pin(async move { tx.setting_create(&name, &[1]).await })
            })
        })
    });
    let puts = futures_util::future::join_all(both).await;
    let created = puts.into_iter().filter(|put| *put == Ok(Put::Created)).count();
    assert_eq!(created, 20);
    second.close().await;
    database.meta.check().await.expect("the first goes on");
}

/// Two settings are written together, so that a copy of something between is noticed.
#[tokio::test(flavor = "multi_thread")]
async fn a_snapshot_is_of_one_moment_beside_writers() {
    let database = Database::new().await;
    let (done, is_done) = tokio::sync::oneshot::channel::<()>();
    let meta = database.meta.clone();
    let writer = tokio::spawn(async move {
        let mut is_done = is_done;
        for number in 0.. {
            if is_done.try_recv().is_ok() {
                return number;
            }
            write!(meta, |tx| for half in ["a", "b"] {
                tx.setting_create(&format!("{half}{number}"), &[7; 3000]).await?;
            });
        }
        0
    });
    let mut last = 0;
    for copy in 0..5 {
        write!(database.meta, |tx| tx
            .setting_create(&format!("before {copy}"), &[1])
            .await?);
        let path = database.folder.path().join(format!("copy-{copy}.db"));
        database.meta.snapshot(&path).await.expect("a copy");
        let opened = Meta::open_sqlite(&path).await.expect("a database");
        let (before, halves) = read!(opened, |tx| {
            let before = tx.setting_get(&format!("before {copy}")).await?;
            let mut halves = [0, 0];
            for (half, count) in ["a", "b"].into_iter().zip(&mut halves) {
                while tx.setting_get(&format!("{half}{count}")).await?.is_some() {
                    *count += 1;
                }
            }
            (before, halves)
        });
        assert!(before.is_some(), "what was committed before is in the copy");
        assert_eq!(halves[0], halves[1]);
        assert!(halves[0] >= last);
        last = halves[0];
        opened.close().await;
        assert!(
            database.meta.snapshot(&path).await.is_err(),
            "nothing is written over"
        );
    }
    done.send(()).expect("the writer goes on");
    assert!(writer.await.expect("no panic") > 0);
}

#[tokio::test]
async fn a_snapshot_of_a_damaged_database_is_none() {
    let database = Database::new().await;
    for name in 0..200 {
        write!(database.meta, |tx| tx
            .setting_create(&format!("{name}"), &[9; 300])
            .await?);
    }
    database.meta.clone().close().await;
    let mut bytes = std::fs::read(database.path()).expect("a file");
    let place = bytes.windows(300).position(|window| window == [9; 300]);
    // The beginning of the page, where it says what is in it.
    let place = place.expect("a value") / 4096 * 4096;
    bytes[place] ^= 0xff;
    std::fs::write(database.path(), bytes).expect("a file");
    let again = Meta::open_sqlite(&database.path()).await.expect("it opens");
    let copied = again.snapshot(&database.folder.path().join("copy.db")).await;
    assert!(matches!(copied, Err(Error::Corrupt(_))), "{copied:?}");
}

#[tokio::test]
async fn closing_leaves_one_private_file() {
    let database = Database::new().await;
    a_repository(&database.meta, "one").await;
    read!(database.meta, |tx| tx.repository_get(&arn("one")).await?);
    database.meta.clone().close().await;
    let files: Vec<_> = std::fs::read_dir(database.folder.path())
        .expect("a folder")
        .collect();
    assert_eq!(files.len(), 1, "{files:?}");
    #[cfg(unix)]
    {
        let metadata = std::fs::metadata(database.path()).expect("a file");
        let mode = std::os::unix::fs::PermissionsExt::mode(&metadata.permissions());
        assert_eq!(mode & 0o777, 0o600);
    }
    let again = Meta::open_sqlite(&database.path())
        .await
        .expect("the file opens again");
    assert!(read!(again, |tx| tx.repository_get(&arn("one")).await?).is_some());
}

#[tokio::test]
async fn a_missing_folder_or_a_foreign_file_is_an_error() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let missing = Meta::open_sqlite(&folder.path().join("missing/meta.db"))
        .await
        .err();
    assert!(matches!(missing, Some(Error::Unavailable(_))), "{missing:?}");
    let foreign = folder.path().join("foreign.db");
    std::fs::write(&foreign, [7; 8192]).expect("a file");
    let foreign = Meta::open_sqlite(&foreign).await.err();
    assert!(matches!(foreign, Some(Error::Corrupt(_))), "{foreign:?}");
}

#[tokio::test]
async fn a_value_that_does_not_parse_is_corrupt() {
    let database = Database::new().await;
    a_repository(&database.meta, "one").await;
    database
        .plain()
        .execute_batch("UPDATE repository SET encryption = 'ROT13'")
        .expect("an update");
    let get = database
        .meta
        .read(|tx| Box::pin(async move { tx.repository_get(&arn("one")).await }));
    match get.await {
        Err(Error::Corrupt(text)) => assert!(text.contains("repository.encryption"), "{text}"),
        other => panic!("{other:?}"),
    }
}

/// A deleted row is gone from the file, not only from the tables.
#[tokio::test]
async fn deleted_rows_are_zeroed() {
    let database = Database::new().await;
    let needle = [0xa7_u8; 48];
    let holds = |database: &Database| {
        let file = std::fs::read(database.path()).expect("the file");
        file.windows(needle.len()).any(|window| window == needle)
    };
    crate::contract::kms::a_key_with_material(&database.meta, needle).await;
    let checkpoint = || {
        let sql = "PRAGMA wal_checkpoint(TRUNCATE)";
        let busy: i64 = database
            .plain()
            .query_row(sql, [], |row| row.get(0))
            .expect("a checkpoint");
        assert_eq!(busy, 0);
    };
    checkpoint();
    assert!(holds(&database), "it was there");
    crate::contract::kms::that_key_deleted(&database.meta).await;
    checkpoint();
    assert!(!holds(&database), "it is in a free part of a page");
}
