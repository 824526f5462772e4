use std::time::Duration;

use meta::{Job, JobLease, Limit, Meta, NewJob};
use stdx::Timestamp;

use crate::samples::NOW;
use crate::{read, write};

fn later(seconds: u64) -> Timestamp {
    NOW.after(Duration::from_secs(seconds))
}

fn job(key: &str, due_at: Timestamp) -> NewJob {
    NewJob {
        name: "sweep".to_owned(),
        key: key.to_owned(),
        payload: format!("{{\"of\":\"{key}\"}}"),
        due_at,
    }
}

async fn put(meta: &Meta, key: &'static str, due_at: Timestamp) {
    write!(meta, |tx| tx.job_put(&job(key, due_at)).await?);
}

/// Claims at `now` for a minute.
async fn claim(meta: &Meta, now: Timestamp) -> Option<(Job, JobLease)> {
    let until = now.after(Duration::from_secs(60));
    write!(meta, |tx| tx.job_claim(now, until).await?)
}

/// The lease is kept for the rest of the test, since bodies of transactions outlive it.
async fn leased(meta: &Meta, now: Timestamp) -> (Job, &'static JobLease) {
    let (job, lease) = claim(meta, now).await.expect("a job is due");
    (job, Box::leak(Box::new(lease)))
}

pub async fn jobs_are_claimed_the_longest_due_first(meta: &Meta) {
    put(meta, "late", later(2)).await;
    put(meta, "early", NOW).await;
    put(meta, "never", later(1_000_000)).await;
    assert_eq!(
        claim(meta, Timestamp::from_micros(NOW.as_micros() - 1)).await,
        None
    );
    let (first, _) = leased(meta, later(3)).await;
    let expect = Job {
        name: "sweep".to_owned(),
        key: "early".to_owned(),
        payload: "{\"of\":\"early\"}".to_owned(),
        due_at: NOW,
        attempts: 1,
        last_error: None,
    };
    assert_eq!(first, expect);
    assert_eq!(leased(meta, later(3)).await.0.key, "late");
    assert_eq!(claim(meta, later(3)).await, None, "both are leased");
    assert!(write!(meta, |tx| tx.job_delete("sweep", "never").await?));
    assert!(!write!(meta, |tx| tx.job_delete("sweep", "never").await?));
}

pub async fn a_lease_runs_out(meta: &Meta) {
    put(meta, "one", NOW).await;
    let (_, lost) = leased(meta, NOW).await;
    assert_eq!(claim(meta, later(59)).await, None);
    let (again, lease) = leased(meta, later(60)).await;
    assert_eq!(again.attempts, 2);
    let kept = write!(meta, |tx| [
        tx.job_extend(lost, later(9999)).await?,
        tx.job_retry(lost, NOW, "x").await?,
        tx.job_bury(lost, "x").await?,
        tx.job_complete(lost).await?,
    ]);
    assert_eq!(kept, [false; 4], "another has the job");
    assert!(write!(meta, |tx| tx.job_extend(lease, later(999)).await?));
    assert_eq!(claim(meta, later(998)).await, None);
    assert!(write!(meta, |tx| tx.job_complete(lease).await?));
    assert_eq!(read!(meta, |tx| tx.job_get("sweep", "one").await?), None);
}

pub async fn a_lease_by_a_clock_that_stood_ahead_is_none(meta: &Meta) {
    put(meta, "one", NOW).await;
    let (_, lost) = leased(meta, later(1_000_000)).await;
    assert_eq!(
        claim(meta, later(1_000_060 - 120)).await,
        None,
        "a clock may differ a little"
    );
    leased(meta, later(1_000_060 - 121)).await;
    assert!(
        !write!(meta, |tx| tx.job_complete(lost).await?),
        "another has the job"
    );
}

pub async fn a_failed_job_is_done_again_until_it_is_dead(meta: &Meta) {
    put(meta, "one", NOW).await;
    let (_, lease) = leased(meta, NOW).await;
    assert!(write!(meta, |tx| tx
        .job_retry(lease, later(5), "no luck")
        .await?));
    assert_eq!(claim(meta, later(4)).await, None);
    let (job, lease) = leased(meta, later(5)).await;
    assert_eq!((job.attempts, job.last_error.as_deref()), (2, Some("no luck")));
    assert!(write!(meta, |tx| tx.job_bury(lease, "given up").await?));
    assert_eq!(claim(meta, later(1_000_000)).await, None);
    assert_eq!(read!(meta, |tx| tx.job_get("sweep", "one").await?), None);
    let dead = read!(meta, |tx| tx.job_list_dead(Limit(10)).await?);
    assert_eq!(
        dead.iter()
            .map(|job| (job.key.as_str(), job.last_error.as_deref()))
            .collect::<Vec<_>>(),
        [("one", Some("given up"))]
    );
    put(meta, "one", NOW).await;
    assert_eq!(read!(meta, |tx| tx.job_list_dead(Limit(10)).await?), []);
    let (job, _) = leased(meta, NOW).await;
    assert_eq!(
        (job.attempts, job.last_error),
        (1, None),
        "a job that is put again is new"
    );
}

pub async fn a_job_that_is_put_again_takes_the_lease_away(meta: &Meta) {
    put(meta, "one", NOW).await;
    let (_, lease) = leased(meta, NOW).await;
    put(meta, "one", later(5)).await;
    assert!(!write!(meta, |tx| tx.job_complete(lease).await?));
    assert_eq!(leased(meta, later(5)).await.0.due_at, later(5));
}

pub async fn a_job_is_claimed_by_one(meta: &Meta) {
    put(meta, "one", NOW).await;
    let claims = (0..8).map(|_| claim(meta, NOW));
    let claims = futures_util::future::join_all(claims).await;
    assert_eq!(claims.iter().flatten().count(), 1, "{claims:?}");
}
