//! The PostgreSQL engine: a pool of connections, and transactions that are run again when the
//! server could not serialize them.

mod transaction;

use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use deadpool_postgres::{Hook, HookError, Manager, ManagerConfig, Pool, RecyclingMethod, Runtime};
use tokio::sync::Mutex;
use tokio_postgres::{Config, NoTls};

use crate::meta::Body;
use crate::schema::{self, Applied};
use crate::{Counts, Error, Tx};
use transaction::Mode;
pub(crate) use transaction::PostgresTx;

/// The most connections of this process.
const CONNECTIONS: usize = 16;

/// How often a transaction is run before its caller hears that the database is busy.
const ATTEMPTS: u32 = 24;

/// After how many of them a transaction waits for its turn. Where many want the same row, all but
/// one lose at each attempt; in turns, those of this process get through one after the other.
const ATTEMPTS_OUT_OF_TURN: u32 = 3;

/// The lock that one process holds while it migrates; any number that nobody else uses.
const MIGRATION_LOCK: i64 = 0x6879_7468_6501;

/// An open PostgreSQL database.
#[derive(Clone)]
pub(crate) struct Postgres {
    pool: Pool,
    turn: Arc<Mutex<()>>,
    commits: Arc<AtomicU64>,
}

impl Postgres {
    pub(crate) async fn open(url: &str) -> Result<Self, Error> {
        let mut config = Config::from_str(url).map_err(|error| Error::Other(error.to_string()))?;
        if config.get_application_name().is_none() {
            config.application_name("hythe");
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(Duration::from_secs(5));
        }
        let recycling_method = RecyclingMethod::Fast;
        let manager = Manager::from_config(config, NoTls, ManagerConfig { recycling_method });
        let pool = Pool::builder(manager)
            .max_size(CONNECTIONS)
            .runtime(Runtime::Tokio1)
            .wait_timeout(Some(Duration::from_secs(10)))
            .create_timeout(Some(Duration::from_secs(10)))
            .post_create(Hook::async_fn(|client, _| {
                Box::pin(async move { client.batch_execute(SESSION).await.map_err(HookError::Backend) })
            }))
            .build()
            .map_err(|error| Error::Other(error.to_string()))?;
        let postgres = Self {
            pool,
            turn: Arc::default(),
            commits: Arc::default(),
        };
        postgres.migrate().await?;
        Ok(postgres)
    }

    pub(crate) async fn write<T, E, F>(&self, body: &F) -> Result<T, E>
    where
        F: Body<T, E>,
        E: From<Error>,
    {
        self.run(Mode::Write, body).await
    }

    pub(crate) async fn read<T, E, F>(&self, body: &F) -> Result<T, E>
    where
        F: Body<T, E>,
        E: From<Error>,
    {
        self.run(Mode::Read, body).await
    }

    async fn run<T, E, F>(&self, mode: Mode, body: &F) -> Result<T, E>
    where
        F: Body<T, E>,
        E: From<Error>,
    {
        for attempt in 1.. {
            let turn = match attempt {
                1..=ATTEMPTS_OUT_OF_TURN => None,
                _ => Some(self.turn.lock().await),
            };
            let ended = self.attempt(mode, body).await?;
            drop(turn);
            match ended {
                Attempt::Done(outcome) => return outcome,
                Attempt::Lost(error) if attempt == ATTEMPTS => return Err(error.into()),
                Attempt::Lost(_) => tokio::time::sleep(pause(attempt)).await,
            }
        }
        unreachable!("the last attempt returns")
    }

    async fn attempt<T, E, F>(&self, mode: Mode, body: &F) -> Result<Attempt<T, E>, Error>
    where
        F: Body<T, E>,
        E: From<Error>,
    {
        let mut transaction = PostgresTx::new(self.pool.get().await?, mode);
        let mut tx = Tx::postgres(&mut transaction);
        let outcome = body(&mut tx).await;
        let lost = tx.failure().filter(|error| error.is_transient()).cloned();
        let outcome = tx.verdict(outcome);
        if let Some(error) = lost {
            transaction.rollback().await;
            return Ok(Attempt::Lost(error));
        }
        if outcome.is_err() {
            transaction.rollback().await;
            return Ok(Attempt::Done(outcome));
        }
        match transaction.commit().await {
            Ok(()) => {
                self.commits
                    .fetch_add(u64::from(mode == Mode::Write), Ordering::Relaxed);
                Ok(Attempt::Done(outcome))
            }
            Err(error @ Error::Busy(_)) => Ok(Attempt::Lost(error)),
            Err(error) => Err(error),
        }
    }

    pub(crate) fn counts(&self) -> Counts {
        let commits = self.commits.load(Ordering::Relaxed);
        Counts {
            writes: commits,
            commits,
        }
    }

    pub(crate) fn close(&self) {
        self.pool.close();
    }

    /// One transaction, under a lock so that of several processes one migrates.
    async fn migrate(&self) -> Result<(), Error> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        let lock = "SELECT pg_advisory_xact_lock($1)";
        transaction.execute(lock, &[&MIGRATION_LOCK]).await?;
        transaction.batch_execute(schema::CREATE_VERSIONS).await?;
        let rows = transaction.query(schema::LIST_VERSIONS, &[]).await?;
        let applied = rows
            .iter()
            .map(|row| {
                Ok(Applied {
                    version: row.try_get(0)?,
                    checksum: row.try_get(1)?,
                })
            })
            .collect::<Result<Vec<_>, tokio_postgres::Error>>()?;
        for migration in schema::pending(&applied)? {
            transaction.batch_execute(&migration.postgres()).await?;
            let version = i64::from(migration.version);
            let checksum = migration.checksum();
            transaction
                .execute(schema::PUT_VERSION, &[&version, &migration.name, &checksum])
                .await?;
        }
        Ok(transaction.commit().await?)
    }
}

/// Every statement here reads by an index. A sequential scan, which the planner likes for small
/// tables, would make a serializable transaction conflict with every writer of the table.
const SESSION: &str = "SET enable_seqscan = off";

enum Attempt<T, E> {
    Done(Result<T, E>),
    /// Nothing was committed, and another try may succeed.
    Lost(Error),
}

/// 1 ms, doubled at each attempt up to 64 ms, of which a random half is cut so that two
/// transactions that met do not meet again.
fn pause(attempt: u32) -> Duration {
    let longest = 1000_u64 << attempt.saturating_sub(1).min(6);
    let (random, _) = uuid::Uuid::new_v4().as_u64_pair();
    Duration::from_micros(longest / 2 + random % (longest / 2))
}
