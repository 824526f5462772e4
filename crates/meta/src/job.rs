//! Jobs: work that a transaction asks for and that somebody does later, once it is due.
//!
//! A job is claimed by a lease and done under it; when the lease has run out, another may claim
//! it. So every job may be done twice, and what it writes is written under its lease.

use stdx::Timestamp;
use uuid::Uuid;

use crate::row::Row;
use crate::statement::statements;
use crate::value::Value;
use crate::{Error, Limit, Tx};

/// A job to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewJob {
    /// What kind of work it is.
    pub name: String,
    /// On what. There is one job of a name and key.
    pub key: String,
    /// What else is to be known, as JSON.
    pub payload: String,
    /// When it may be done at the earliest.
    pub due_at: Timestamp,
}

/// A job in the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// What kind of work it is.
    pub name: String,
    /// On what.
    pub key: String,
    /// What else is to be known, as JSON.
    pub payload: String,
    /// When it is to be done.
    pub due_at: Timestamp,
    /// How often it was begun since it was put, this time included.
    pub attempts: u32,
    /// Why it failed the last time.
    pub last_error: Option<String>,
}

/// The right to do a job, until it runs out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobLease {
    /// The kind of the job.
    pub name: String,
    /// Its key.
    pub key: String,
    /// This lease, and no other of the job.
    pub id: Uuid,
}

statements! {
    PUT = "INSERT INTO job (name, key, payload, due_at, lease, leased_until, attempts, last_error, dead) \
        VALUES ($1, $2, $3, $4, NULL, 0, 0, NULL, 0) ON CONFLICT (name, key) \
        DO UPDATE SET payload = excluded.payload, due_at = excluded.due_at, lease = NULL, \
        leased_until = 0, attempts = 0, last_error = NULL, dead = 0";
    NEXT = "SELECT name, key, payload, due_at, attempts, last_error FROM job \
        WHERE dead = 0 AND due_at <= $1 AND (leased_until <= $1 OR leased_until > $2) ORDER BY due_at, name, key LIMIT 1";
    GET = "SELECT name, key, payload, due_at, attempts, last_error FROM job \
        WHERE name = $1 AND key = $2 AND dead = 0";
    LEASE = "UPDATE job SET lease = $1, leased_until = $2, attempts = attempts + 1 \
        WHERE name = $3 AND key = $4";
    EXTEND = "UPDATE job SET leased_until = $1 WHERE name = $2 AND key = $3 AND lease = $4";
    COMPLETE = "DELETE FROM job WHERE name = $1 AND key = $2 AND lease = $3";
    RETRY = "UPDATE job SET due_at = $1, last_error = $2, lease = NULL, leased_until = 0 \
        WHERE name = $3 AND key = $4 AND lease = $5";
    BURY = "UPDATE job SET dead = 1, last_error = $1, lease = NULL, leased_until = 0 \
        WHERE name = $2 AND key = $3 AND lease = $4";
    DELETE = "DELETE FROM job WHERE name = $1 AND key = $2";
    LIST_DEAD = "SELECT name, key, payload, due_at, attempts, last_error FROM job \
        WHERE dead = 1 ORDER BY due_at, name, key LIMIT $1";
}

impl Tx<'_> {
    /// Puts a job. One of the same name and key is done anew: whoever does it now has lost the
    /// lease, and its failures are forgotten.
    pub async fn job_put(&mut self, job: &NewJob) -> Result<(), Error> {
        let values = [
            Value::from(job.name.as_str()),
            Value::from(job.key.as_str()),
            Value::from(job.payload.as_str()),
            Value::from(job.due_at),
        ];
        self.execute(PUT, &values).await?;
        Ok(())
    }

    /// Leases the job that has been due for longest at `now` and that nobody has, until `until`.
    ///
    /// A lease that ends more than twice as far away was taken by a clock that stood ahead, and counts
    /// for nothing: clocks of two servers differ by less.
    pub async fn job_claim(
        &mut self,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<(Job, JobLease)>, Error> {
        let longest = until.after(until.since(now));
        let Some(mut job) = self.row(NEXT, &[now.into(), longest.into()], read).await? else {
            return Ok(None);
        };
        let lease = JobLease {
            name: job.name.clone(),
            key: job.key.clone(),
            id: Uuid::new_v4(),
        };
        let id = lease.id.to_string();
        let values = [
            Value::from(id.as_str()),
            Value::from(until),
            Value::from(job.name.as_str()),
            Value::from(job.key.as_str()),
        ];
        self.execute(LEASE, &values).await?;
        job.attempts += 1;
        Ok(Some((job, lease)))
    }

    /// The job of this name and key, if it is still to be done.
    pub async fn job_get(&mut self, name: &str, key: &str) -> Result<Option<Job>, Error> {
        self.row(GET, &[name.into(), key.into()], read).await
    }

    /// Keeps a job until `until`. False when the lease is lost: another has the job, or it is
    /// gone; then nothing may be written for it.
    pub async fn job_extend(&mut self, lease: &JobLease, until: Timestamp) -> Result<bool, Error> {
        let id = lease.id.to_string();
        let values = [
            until.into(),
            Value::from(lease.name.as_str()),
            Value::from(lease.key.as_str()),
            Value::from(id.as_str()),
        ];
        Ok(self.execute(EXTEND, &values).await? != 0)
    }

    /// Ends a job that is done. False when the lease is lost.
    pub async fn job_complete(&mut self, lease: &JobLease) -> Result<bool, Error> {
        let id = lease.id.to_string();
        let values = [
            Value::from(lease.name.as_str()),
            Value::from(lease.key.as_str()),
            Value::from(id.as_str()),
        ];
        Ok(self.execute(COMPLETE, &values).await? != 0)
    }

    /// Gives a job back that failed, to be done again from `due_at` on. False when the lease is
    /// lost.
    pub async fn job_retry(
        &mut self,
        lease: &JobLease,
        due_at: Timestamp,
        error: &str,
    ) -> Result<bool, Error> {
        let id = lease.id.to_string();
        let values = [
            due_at.into(),
            Value::from(error),
            Value::from(lease.name.as_str()),
            Value::from(lease.key.as_str()),
            Value::from(id.as_str()),
        ];
        Ok(self.execute(RETRY, &values).await? != 0)
    }

    /// Gives a job up that failed. False when the lease is lost.
    pub async fn job_bury(&mut self, lease: &JobLease, error: &str) -> Result<bool, Error> {
        let id = lease.id.to_string();
        let values = [
            Value::from(error),
            Value::from(lease.name.as_str()),
            Value::from(lease.key.as_str()),
            Value::from(id.as_str()),
        ];
        Ok(self.execute(BURY, &values).await? != 0)
    }

    /// Takes a job back. False when there is none.
    pub async fn job_delete(&mut self, name: &str, key: &str) -> Result<bool, Error> {
        Ok(self.execute(DELETE, &[name.into(), key.into()]).await? != 0)
    }

    /// The jobs that were given up, the oldest first.
    pub async fn job_list_dead(&mut self, limit: Limit) -> Result<Vec<Job>, Error> {
        self.rows(LIST_DEAD, &[limit.into()], read).await
    }
}

fn read(row: &Row<'_>) -> Result<Job, Error> {
    Ok(Job {
        name: row.string(0, "job.name")?,
        key: row.string(1, "job.key")?,
        payload: row.string(2, "job.payload")?,
        due_at: row.timestamp(3, "job.due_at")?,
        attempts: row.count(4, "job.attempts")?,
        last_error: row.optional_string(5, "job.last_error")?,
    })
}
