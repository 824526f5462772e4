//! A PostgreSQL database of a test's own: a schema in the database that the environment names.

use meta::{Error, Meta};
use tokio_postgres::{Client, NoTls};
use uuid::Uuid;

use crate::{read, write};

pub struct Database {
    pub meta: Meta,
    schema: String,
}

impl Database {
    pub async fn new() -> Self {
        Self::with("").await
    }

    /// A database that an older release has left behind.
    pub async fn with(sql: &str) -> Self {
        let schema = format!("hythe_test_{}", Uuid::new_v4().simple());
        execute(&format!(
            "CREATE SCHEMA {schema}; SET search_path TO {schema}; {sql}"
        ))
        .await;
        let meta = Meta::open_postgres(&url_of(&schema))
            .await
            .expect("the database opens");
        Self { meta, schema }
    }

    /// Opens the same database once more, as another process would.
    async fn open_again(&self) -> Result<Meta, Error> {
        Meta::open_postgres(&url_of(&self.schema)).await
    }

    pub async fn drop(self) {
        self.meta.close().await;
        execute(&format!("DROP SCHEMA {} CASCADE", self.schema)).await;
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test that a script starts learns from it where the server is"
)]
fn url() -> String {
    std::env::var("HYTHE_TEST_POSTGRES_URL").expect("HYTHE_TEST_POSTGRES_URL names a PostgreSQL database")
}

fn url_of(schema: &str) -> String {
    let url = url();
    let joint = if url.contains('?') { '&' } else { '?' };
    format!("{url}{joint}application_name={schema}&options=-c%20search_path%3D{schema}")
}

async fn client() -> Client {
    let (client, connection) = tokio_postgres::connect(&url(), NoTls)
        .await
        .expect("the server answers");
    tokio::spawn(connection);
    client
}

async fn execute(sql: &str) {
    client().await.batch_execute(sql).await.expect(sql);
}

#[tokio::test]
#[ignore = "needs a PostgreSQL server: scripts/e2e runs it"]
async fn a_newer_or_edited_schema_is_refused() {
    let database = Database::new().await;
    let schema = &database.schema;
    execute(&format!(
        "INSERT INTO {schema}.schema_version VALUES (99, 'later', '00')"
    ))
    .await;
    let newer = database.open_again().await.err();
    assert!(
        matches!(newer, Some(Error::NewerSchema { found: 99, .. })),
        "{newer:?}"
    );
    execute(&format!("DELETE FROM {schema}.schema_version WHERE version = 99")).await;
    execute(&format!("UPDATE {schema}.schema_version SET checksum = '00'")).await;
    let edited = database.open_again().await.err();
    assert!(matches!(edited, Some(Error::Corrupt(_))), "{edited:?}");
    database.drop().await;
}

#[tokio::test]
#[ignore = "needs a PostgreSQL server: scripts/e2e runs it"]
async fn processes_that_start_together_migrate_once() {
    let schema = format!("hythe_test_{}", Uuid::new_v4().simple());
    execute(&format!("CREATE SCHEMA {schema}")).await;
    let url = url_of(&schema);
    let opened = futures_util::future::join_all((0..6).map(|_| Meta::open_postgres(&url))).await;
    for meta in opened {
        meta.expect("each process opens the database").close().await;
    }
    execute(&format!("DROP SCHEMA {schema} CASCADE")).await;
}

/// A request that is cancelled in the middle of its transaction leaves nothing behind, neither
/// in the database nor in the pool.
#[tokio::test]
#[ignore = "needs a PostgreSQL server: scripts/e2e runs it"]
async fn a_dropped_transaction_is_rolled_back() {
    let database = Database::new().await;
    for _ in 0..40 {
        let (reached, mut reaching) = tokio::sync::mpsc::unbounded_channel();
        let meta = database.meta.clone();
        let cancelled = tokio::spawn(async move {
            meta.write(move |tx| {
                let reached = reached.clone();
                Box::pin(async move {
                    tx.setting_create("lost", &[1]).await?;
                    reached.send(()).ok();
                    std::future::pending::<Result<(), Error>>().await
                })
            })
            .await
        });
        reaching.recv().await.expect("the body gets that far");
        cancelled.abort();
    }
    let put = write!(database.meta, |tx| tx.setting_create("kept", &[1]).await?);
    assert_eq!(put, meta::Put::Created);
    assert_eq!(read!(database.meta, |tx| tx.setting_get("lost").await?), None);
    database.drop().await;
}

/// What the server closed while nobody looked is replaced without an error.
#[tokio::test]
#[ignore = "needs a PostgreSQL server: scripts/e2e runs it"]
async fn lost_connections_are_replaced() {
    let database = Database::new().await;
    database.meta.check().await.expect("the database is ready");
    let client = client().await;
    let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1";
    let ended = client.execute(sql, &[&database.schema]).await.expect(sql);
    assert!(ended > 0, "the database had connections");
    database.meta.check().await.expect("the database is ready again");
    database.drop().await;
}
