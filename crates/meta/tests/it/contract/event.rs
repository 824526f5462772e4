//! Events and their positions.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use meta::{Event, Limit, LogPosition, LogRange, Meta, Numbered};
use stdx::Timestamp;
use uuid::Uuid;

use crate::samples::{AWAY, NOW, account, registry};
use crate::{pages, read, write};

const HOME: &str = "eu-west-1";

/// What comes after the last entry of a page.
fn page_after<T>(last: Option<&Numbered<T>>) -> LogRange {
    LogRange::After(last.map_or(LogPosition::default(), |last| last.position))
}

fn later(seconds: u64) -> Timestamp {
    NOW.after(Duration::from_secs(seconds))
}

fn event(number: u128, at: Timestamp) -> Event {
    Event {
        id: Uuid::from_u128(number),
        registry: registry(HOME),
        at,
        detail_type: "ECR Image Action".to_owned(),
        resources: "[]".to_owned(),
        detail: format!("{{\"number\":{number}}}"),
    }
}

fn numbers(events: &[Numbered<Event>]) -> Vec<(u64, u128)> {
    events
        .iter()
        .map(|event| (event.position.0, event.entry.id.as_u128()))
        .collect()
}

pub async fn events_are_read_in_the_order_of_their_positions(meta: &Meta) {
    write!(meta, |tx| {
        for (number, at) in [(3, later(1)), (1, later(2)), (2, later(2))] {
            tx.event_put(&event(number, at)).await?;
        }
        let mut other = event(5, NOW);
        other.registry.account = account(AWAY);
        tx.event_put(&other).await?;
    });
    let all = LogRange::After(LogPosition::default());
    let listed = read!(meta, |tx| tx.event_list(&registry(HOME), all, Limit(9)).await?);
    assert_eq!(listed, [], "without a position nothing is read");
    assert!(read!(meta, |tx| tx.event_has_unnumbered().await?));
    let numbered = write!(meta, |tx| [
        tx.event_number(Limit(3)).await?,
        tx.event_number(Limit(3)).await?,
        tx.event_number(Limit(3)).await?,
    ]);
    assert_eq!(numbered, [3, 1, 0]);
    assert!(!read!(meta, |tx| tx.event_has_unnumbered().await?));
    // An older one that is committed later comes later.
    write!(meta, |tx| tx.event_put(&event(4, NOW)).await?);
    write!(meta, |tx| assert_eq!(tx.event_number(Limit(9)).await?, 1));
    let listed = pages!(Numbered<Event>: meta, |tx, after| tx.event_list(&registry(HOME), page_after(after), Limit(2)));
    assert_eq!(numbers(&listed), [(2, 3), (3, 1), (4, 2), (5, 4)]);
    assert_eq!(listed[0].entry, event(3, later(1)));
    let newest = read!(meta, |tx| tx
        .event_list(&registry(HOME), LogRange::Newest, Limit(2))
        .await?);
    assert_eq!(numbers(&newest), [(4, 2), (5, 4)]);
}

pub async fn old_events_are_deleted(meta: &Meta) {
    write!(
        meta,
        |tx| for (number, at) in [(1, later(1)), (2, later(2)), (3, NOW)] {
            tx.event_put(&event(number, at)).await?;
        }
    );
    write!(meta, |tx| assert_eq!(tx.event_number(Limit(2)).await?, 2));
    let deleted = write!(meta, |tx| [
        tx.event_delete_before(later(2), Limit(1)).await?,
        tx.event_delete_before(later(2), Limit(9)).await?,
        tx.event_delete_before(later(2), Limit(9)).await?,
    ]);
    assert_eq!(deleted, [1, 1, 0]);
    // What was not numbered yet is, and no position is given twice.
    write!(meta, |tx| assert_eq!(tx.event_number(Limit(9)).await?, 1));
    let left = read!(meta, |tx| tx
        .event_list(&registry(HOME), LogRange::Newest, Limit(9))
        .await?);
    assert_eq!(numbers(&left), [(3, 2)]);
}

/// Eight writers, two that number, and a reader that goes on from its last position: it sees every
/// event, once.
pub async fn nothing_is_numbered_behind_a_reader(meta: &Meta) {
    const WRITERS: u128 = 8;
    const EACH: u128 = 15;
    let running = Arc::new(AtomicUsize::new(8));
    let mut tasks = Vec::new();
    for writer in 0..WRITERS {
        let (meta, running) = (meta.clone(), Arc::clone(&running));
        tasks.push(tokio::spawn(async move {
            for number in 0..EACH {
                // The clocks of the writers disagree.
                let at = later(u64::try_from((writer * 7 + number) % 5).expect("small"));
                let event = event(writer * EACH + number + 1, at);
                write_one(&meta, event).await;
            }
            running.fetch_sub(1, Ordering::SeqCst);
        }));
    }
    for _ in 0..2 {
        let (meta, running) = (meta.clone(), Arc::clone(&running));
        tasks.push(tokio::spawn(async move {
            while running.load(Ordering::SeqCst) > 0 {
                number(&meta).await;
                tokio::task::yield_now().await;
            }
        }));
    }
    let (mut position, mut seen) = (LogPosition::default(), Vec::new());
    loop {
        let last_round = running.load(Ordering::SeqCst) == 0;
        if last_round {
            while number(meta).await > 0 {}
        }
        let range = LogRange::After(position);
        let page = read!(meta, |tx| tx
            .event_list(&registry(HOME), range, Limit(500))
            .await?);
        if let Some(last) = page.last() {
            position = last.position;
        }
        seen.extend(numbers(&page));
        if last_round {
            break;
        }
        tokio::task::yield_now().await;
    }
    for task in tasks {
        task.await.expect("a task ends");
    }
    let positions: Vec<u64> = seen.iter().map(|(position, _)| *position).collect();
    let expect: Vec<u64> = (1..=120).collect();
    assert_eq!(positions, expect, "positions in order, without gaps");
    let mut ids: Vec<u128> = seen.iter().map(|(_, id)| *id).collect();
    ids.sort_unstable();
    assert_eq!(ids, (1..=WRITERS * EACH).collect::<Vec<_>>());
}

async fn write_one(meta: &Meta, event: Event) {
    let event = Arc::new(event);
    let written = meta.write(move |tx| {
        let event = Arc::clone(&event);
        Box::pin(async move { tx.event_put(&event).await })
    });
    written.await.expect("an event is written");
}

/// Gives positions to some events. A transaction that gives way to another one counts as some.
async fn number(meta: &Meta) -> u64 {
    let numbered = meta.write(|tx| Box::pin(async move { tx.event_number(Limit(7)).await }));
    match numbered.await {
        Ok(count) => count,
        Err(meta::Error::Busy(_)) => 1,
        Err(error) => panic!("{error}"),
    }
}
