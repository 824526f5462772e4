//! The thread that writes.
//!
//! It takes all transactions that are waiting, runs each inside a savepoint of one SQLite
//! transaction, commits that once, and only then answers them all: under load many writes share
//! one flush of the disk, and a lone write waits for nobody.

use std::any::Any;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use rusqlite::Connection;
use stdx::point::Point;
use stdx::sabotage;
use tokio::sync::{mpsc, oneshot};

use super::connection::{LOG_LIMIT, open_writer};
use super::{Counters, fault, run_body};
use crate::Error;
use crate::meta::Body;

/// The most transactions that share a commit. More would add little throughput but make the
/// first of them wait longer, and lose more when one of them fills the disk.
const GROUP: usize = 128;

/// After how many commits the size of the log file is looked at.
const COMMITS_PER_LOG_CHECK: u32 = 256;

pub(super) enum Message {
    Run(Box<dyn Job>),
    Close(oneshot::Sender<()>),
}

/// A write transaction in the queue.
pub(super) trait Job: Send {
    /// Runs the body in the open transaction. False when the body's changes must be undone.
    fn run(&mut self, connection: &mut Connection) -> bool;
    /// Tells the caller. What the body answered counts only when `commit` succeeded.
    fn answer(self: Box<Self>, commit: Result<(), Error>);
}

/// What the caller gets: the outcome, or the panic of the body.
type Answer<T, E> = Result<Result<T, E>, Box<dyn Any + Send>>;

pub(super) struct Write<T, E, F> {
    body: F,
    outcome: Option<Answer<T, E>>,
    reply: oneshot::Sender<Answer<T, E>>,
    kinds: PhantomData<fn() -> (T, E)>,
}

impl<T, E, F: Body<T, E>> Write<T, E, F> {
    pub(super) fn new(body: F, reply: oneshot::Sender<Answer<T, E>>) -> Self {
        Self {
            body,
            outcome: None,
            reply,
            kinds: PhantomData,
        }
    }
}

impl<T, E, F> Job for Write<T, E, F>
where
    F: Body<T, E>,
    T: Send + 'static,
    E: From<Error> + Send + 'static,
{
    fn run(&mut self, connection: &mut Connection) -> bool {
        // A panic belongs to the caller; the connection is made whole by the rollback.
        let outcome = catch_unwind(AssertUnwindSafe(|| run_body(connection, &self.body)));
        matches!(self.outcome.insert(outcome), Ok(Ok(_)))
    }

    fn answer(self: Box<Self>, commit: Result<(), Error>) {
        let outcome = match (self.outcome, commit) {
            (Some(Ok(Ok(_))) | None, Err(error)) => Ok(Err(error.into())),
            (Some(outcome), _) => outcome,
            (None, Ok(())) => unreachable!("a group is committed after each of its bodies has run"),
        };
        // What the body holds, such as a claim, is free again when the caller hears of the outcome.
        drop(self.body);
        // A caller that has gone away does not want to know.
        self.reply.send(outcome).ok();
    }
}

pub(super) struct Writer {
    connection: Connection,
    log: PathBuf,
    queue: mpsc::Receiver<Message>,
    counters: Arc<Counters>,
    commits_until_log_check: u32,
}

/// How running a group ended.
enum Group {
    Done(Result<(), Error>),
    /// SQLite has given up the whole transaction, because of a full disk or a failed write.
    Lost(Error),
}

impl Writer {
    /// The thread's life: opens the database, says so, and writes until the queue closes.
    pub(super) fn start(
        path: &Path,
        queue: mpsc::Receiver<Message>,
        counters: Arc<Counters>,
        opened: oneshot::Sender<Result<(), Error>>,
    ) {
        let mut log = path.as_os_str().to_owned();
        log.push("-wal");
        let writer = open_writer(path).map(|connection| Self {
            connection,
            log: log.into(),
            queue,
            counters,
            commits_until_log_check: COMMITS_PER_LOG_CHECK,
        });
        match writer {
            Ok(writer) => {
                if opened.send(Ok(())).is_ok() {
                    writer.serve();
                }
            }
            Err(error) => drop(opened.send(Err(error))),
        }
    }

    fn serve(mut self) {
        let mut jobs = Vec::with_capacity(GROUP);
        while let Some(message) = self.queue.blocking_recv() {
            let mut next = Some(message);
            let mut closing = None;
            while let Some(message) = next.take() {
                match message {
                    Message::Run(job) => jobs.push(job),
                    Message::Close(done) => closing = Some(done),
                }
                if jobs.len() < GROUP && closing.is_none() {
                    next = self.queue.try_recv().ok();
                }
            }
            self.run(std::mem::take(&mut jobs));
            if let Some(done) = closing {
                self.cut_log();
                drop(self);
                done.send(()).ok();
                return;
            }
        }
    }

    /// Runs a group. When it is lost, its members run again one by one, so that one transaction
    /// that does not fit the disk takes no other with it.
    fn run(&mut self, mut jobs: Vec<Box<dyn Job>>) {
        if jobs.is_empty() {
            return;
        }
        match self.try_run(&mut jobs) {
            Group::Lost(error) if jobs.len() == 1 => answer_all(jobs, Err(error)),
            Group::Lost(error) => {
                tracing::warn!(%error, jobs = jobs.len(), "a group of writes failed; running them one by one");
                for job in jobs {
                    self.run(vec![job]);
                }
            }
            Group::Done(result) => answer_all(jobs, result),
        }
    }

    fn try_run(&mut self, jobs: &mut Vec<Box<dyn Job>>) -> Group {
        if let Err(error) = self.execute("BEGIN IMMEDIATE") {
            return Group::Done(Err(error));
        }
        Point::Begun.pass();
        let mut kept = 0;
        for job in jobs.iter_mut() {
            match self.run_one(&mut **job) {
                Ok(succeeded) => kept += u64::from(succeeded),
                Err(error) => return self.lose(error),
            }
        }
        if sabotage::is("acknowledged-before-commit") {
            answer_all(std::mem::take(jobs), Ok(()));
        }
        Point::Committing.pass();
        if let Err(error) = self.execute("COMMIT") {
            return self.lose(error);
        }
        Point::Committed.pass();
        self.count(kept);
        Group::Done(Ok(()))
    }

    fn run_one(&mut self, job: &mut dyn Job) -> Result<bool, Error> {
        self.execute("SAVEPOINT body")?;
        let succeeded = job.run(&mut self.connection);
        if self.connection.is_autocommit() {
            return Err(Error::Other("the transaction was given up".to_owned()));
        }
        if !succeeded {
            self.execute("ROLLBACK TO body")?;
        }
        self.execute("RELEASE body")?;
        Ok(succeeded)
    }

    fn lose(&mut self, error: Error) -> Group {
        if !self.connection.is_autocommit()
            && let Err(error) = self.execute("ROLLBACK")
        {
            tracing::error!(%error, "a failed group of writes could not be rolled back");
        }
        Group::Lost(error)
    }

    fn count(&mut self, writes: u64) {
        if writes == 0 {
            return;
        }
        self.counters.writes.fetch_add(writes, Ordering::Relaxed);
        self.counters.commits.fetch_add(1, Ordering::Relaxed);
        self.commits_until_log_check -= 1;
        if self.commits_until_log_check == 0 {
            self.commits_until_log_check = COMMITS_PER_LOG_CHECK;
            let size = std::fs::metadata(&self.log).map_or(0, |log| log.len());
            if size > u64::from(LOG_LIMIT) {
                self.cut_log();
            }
        }
    }

    /// Moves the log into the database and empties it, waiting for those who read from it.
    /// SQLite does this by itself at each 4,000 pages, but only in a moment without readers.
    fn cut_log(&self) {
        let cut = self
            .connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        if let Err(error) = cut {
            tracing::warn!(%error, "the log of the database could not be cut");
        }
    }

    fn execute(&self, sql: &str) -> Result<(), Error> {
        fault()?;
        self.connection.prepare_cached(sql)?.execute([])?;
        Ok(())
    }
}

fn answer_all(jobs: Vec<Box<dyn Job>>, result: Result<(), Error>) {
    for job in jobs {
        job.answer(result.clone());
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    /// A job that writes down what happens to it.
    struct Recorded {
        name: &'static str,
        disk_is_full: bool,
        events: Arc<Mutex<Vec<String>>>,
    }

    impl Recorded {
        fn note(&self, event: &str) {
            self.events
                .lock()
                .expect("nobody panics")
                .push(format!("{} {event}", self.name));
        }
    }

    impl Job for Recorded {
        fn run(&mut self, connection: &mut Connection) -> bool {
            self.note("runs");
            if self.disk_is_full {
                // What SQLite does by itself when the disk is full.
                connection.execute_batch("ROLLBACK").expect("a rollback");
                return false;
            }
            let insert = "INSERT INTO setting (name, value) VALUES (?1, x'00')";
            connection.execute(insert, [self.name]).is_ok()
        }

        fn answer(self: Box<Self>, commit: Result<(), Error>) {
            self.note(if commit.is_ok() { "is committed" } else { "is lost" });
        }
    }

    /// A writer of a new database whose queue is empty.
    fn writer(path: &Path) -> Writer {
        Writer {
            connection: open_writer(path).expect("a new database opens"),
            log: PathBuf::new(),
            queue: mpsc::channel(1).1,
            counters: Arc::default(),
            commits_until_log_check: COMMITS_PER_LOG_CHECK,
        }
    }

    #[test]
    fn a_full_disk_takes_only_the_write_that_met_it() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("meta.db");
        let mut writer = writer(&path);
        let events = Arc::default();
        let job = |name, disk_is_full| -> Box<dyn Job> {
            let events = Arc::clone(&events);
            Box::new(Recorded {
                name,
                disk_is_full,
                events,
            })
        };
        writer.run(vec![job("a", false), job("b", true), job("c", false)]);
        let expected = [
            "a runs",
            "b runs",
            "a runs",
            "a is committed",
            "b runs",
            "b is lost",
            "c runs",
            "c is committed",
        ];
        assert_eq!(*events.lock().expect("nobody panics"), expected);
        let kept = writer
            .connection
            .query_row("SELECT group_concat(name) FROM setting", [], |row| row.get(0));
        assert_eq!(kept, Ok("a,c".to_owned()));
        assert_eq!(writer.counters.writes.load(Ordering::Relaxed), 2);
    }

    /// A job that looks, when it is answered, whether others see what it wrote.
    struct Watched {
        path: PathBuf,
        seen: Arc<Mutex<Option<i64>>>,
    }

    impl Job for Watched {
        fn run(&mut self, connection: &mut Connection) -> bool {
            let insert = "INSERT INTO setting (name, value) VALUES ('a', x'00')";
            connection.execute(insert, []).is_ok()
        }

        fn answer(self: Box<Self>, commit: Result<(), Error>) {
            commit.expect("a commit");
            let other = Connection::open(&self.path).expect("the database opens");
            let count = other.query_row("SELECT count(*) FROM setting", [], |row| row.get(0));
            *self.seen.lock().expect("nobody panics") = Some(count.expect("a count"));
        }
    }

    #[test]
    fn nobody_is_answered_before_the_commit() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("meta.db");
        let mut writer = writer(&path);
        let seen = Arc::default();
        writer.run(vec![Box::new(Watched {
            path,
            seen: Arc::clone(&seen),
        })]);
        assert_eq!(*seen.lock().expect("nobody panics"), Some(1));
    }

    #[test]
    fn the_log_is_cut_when_it_is_long() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("meta.db");
        let log = folder.path().join("meta.db-wal");
        let mut writer = Writer {
            connection: open_writer(&path).expect("a new database opens"),
            log: log.clone(),
            queue: mpsc::channel(1).1,
            counters: Arc::default(),
            commits_until_log_check: 1,
        };
        let length = || std::fs::metadata(&log).expect("the log is there").len();
        assert!(length() > 0);
        writer.count(1);
        assert!(length() > 0, "a short log is left alone");
        // Zeros behind the last frame, which SQLite does not read.
        let file = std::fs::OpenOptions::new()
            .write(true)
            .open(&log)
            .expect("the log opens");
        file.set_len(u64::from(LOG_LIMIT) + 1).expect("the log grows");
        writer.commits_until_log_check = 1;
        writer.count(1);
        assert_eq!(length(), 0);
    }
}
