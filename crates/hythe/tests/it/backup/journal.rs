//! A restored registry equals the journal at the moment of the backup.
//!
//! Each writer does one thing after the other, so the moment that the backup shows cuts the journal of
//! each in two: what is restored is what the first part left, and nothing of the second. Everything
//! that was acknowledged before the backup began is in the first part, everything that was begun after
//! it ended is in the second.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use serde_json::json;
use testkit::{TestImage, pattern};

use super::client::Client;
use super::{backup, bring_key, restore};
use crate::process::{Place, Serving, end_of};

const WRITERS: usize = 8;

/// What a writer has done.
enum Entry {
    Pushed(String, TestImage),
    Deleted(String),
}

/// A writer's journal, and where in it the backup began and ended.
#[derive(Default)]
struct Journal {
    entries: Vec<Entry>,
    done_before: usize,
    begun_before: usize,
}

impl Journal {
    /// What is there after the first entries.
    fn state(&self, first: usize) -> BTreeMap<String, &TestImage> {
        let mut state = BTreeMap::new();
        for entry in &self.entries[..first] {
            match entry {
                Entry::Pushed(tag, image) => drop(state.insert(tag.clone(), image)),
                Entry::Deleted(tag) => drop(state.remove(tag)),
            }
        }
        state
    }
}

fn image(tag: &str, seed: u64) -> TestImage {
    let layers = vec![
        b"common".to_vec(),
        pattern(seed, 30_000),
        pattern(seed + 1, 90_000),
    ];
    TestImage::with_layers(tag, layers)
}

/// Marks the moments of the backup for all writers.
#[derive(Default)]
struct Moments {
    began: AtomicBool,
    ended: AtomicBool,
    over: AtomicBool,
    entries: AtomicUsize,
}

/// Pushes and deletes until it is over. Every third image stays.
fn write(client: &Client, writer: usize, moments: &Moments) -> Journal {
    let mut journal = Journal::default();
    let (mut began, mut ended) = (false, false);
    for number in 0..10_000_u64 {
        if moments.over.load(Ordering::SeqCst) {
            break;
        }
        let tag = format!("w{writer}-{number}");
        let image = image(&tag, writer as u64 * 100_000 + number * 2);
        for step in 0..2 {
            // Looked at before the request, so that what is begun later is told from what is not.
            if !began && moments.began.load(Ordering::SeqCst) {
                (began, journal.done_before) = (true, journal.entries.len());
            }
            if !ended && moments.ended.load(Ordering::SeqCst) {
                (ended, journal.begun_before) = (true, journal.entries.len());
            }
            if step == 0 {
                if !client.push(&image, &tag) {
                    break;
                }
                journal.entries.push(Entry::Pushed(tag.clone(), image.clone()));
            } else if number % 3 != 0 {
                client.delete(&tag);
                journal.entries.push(Entry::Deleted(tag.clone()));
            }
            moments.entries.fetch_add(1, Ordering::SeqCst);
        }
    }
    assert!(began && ended, "the writer saw the whole backup");
    journal
}

/// A server whose collector keeps nothing longer than it must.
fn serve(place: &Place) -> Serving {
    let mut command = place.command(&["serve", "--listen", "127.0.0.1:0"]);
    Serving::start(command.env("HYTHE_GC_GRACE_HOURS", "0"))
}

/// The writers' journals of a backup, which is made while they write; then more is done.
fn record(place: &Place, client: &Client) -> Vec<Journal> {
    let moments = Moments::default();
    let written = |more: usize| {
        let enough = moments.entries.load(Ordering::SeqCst) + more;
        while moments.entries.load(Ordering::SeqCst) < enough {
            std::thread::yield_now();
        }
    };
    std::thread::scope(|scope| {
        let write = |writer| write(client, writer, &moments);
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| scope.spawn(move || write(writer)))
            .collect();
        written(4 * WRITERS);
        let mut collect = place.command(&["gc", "run"]).spawn().expect("the program starts");
        moments.began.store(true, Ordering::SeqCst);
        backup(place);
        moments.ended.store(true, Ordering::SeqCst);
        written(4 * WRITERS);
        moments.over.store(true, Ordering::SeqCst);
        collect.kill().expect("the process is ours");
        collect.wait().expect("the process is ours");
        writers
            .into_iter()
            .map(|writer| writer.join().expect("a journal"))
            .collect()
    })
}

/// What is restored of a writer is what one of the moments of the backup left.
fn check(client: &Client, tags: &[String], writer: usize, journal: &Journal) {
    let prefix = format!("w{writer}-");
    let tags: Vec<&String> = tags.iter().filter(|tag| tag.starts_with(&prefix)).collect();
    // One more may have been under way.
    let last = (journal.begun_before + 1).min(journal.entries.len());
    let is_then = |first: &usize| {
        let state = journal.state(*first);
        state.keys().collect::<Vec<_>>() == tags
    };
    let moment = (journal.done_before..=last).find(is_then);
    let moment = moment.unwrap_or_else(|| {
        panic!(
            "writer {writer}: {tags:?} was never the case between {} and {last}",
            journal.done_before
        )
    });
    for (tag, image) in journal.state(moment) {
        client.assert_whole(image, &tag);
    }
}

#[test]
fn a_restored_registry_is_the_one_of_the_moment_of_the_backup() {
    let place = Place::new();
    let serving = serve(&place);
    let client = Client::login(&place.data(), &serving, "shop");
    client.ecr("CreateRepository", json!({}));
    let before: Vec<TestImage> = (0..6)
        .map(|n| image(&format!("b{n}"), 1_000_000 + 2 * n))
        .collect();
    // An older backup has everything that is deleted from now on.
    for (n, image) in before.iter().enumerate() {
        client.push_at_last(image, &format!("b{n}"));
    }
    client.push_at_last(&before[3], "moving");
    backup(&place);
    for tag in ["b0", "b1", "b2"] {
        client.delete(tag);
    }
    let undelete = end_of(&mut place.command(&["undelete", "image", "shop:b1"]));
    assert_eq!(undelete.code, Some(0), "{}", undelete.stderr);
    client.push_at_last(&before[4], "moving");
    let policy = |sid: &str| {
        json!({"Version": "2012-10-17", "Statement": [{"Sid": sid, "Effect": "Allow",
               "Principal": {"AWS": "arn:aws:iam::000000000000:root"}, "Action": "ecr:BatchGetImage"}]})
        .to_string()
    };
    client.ecr("SetRepositoryPolicy", json!({"policyText": policy("before")}));

    let journals = record(&place, &client);

    client.delete("b5");
    client.push_at_last(&before[5], "after");
    client.push_at_last(&before[3], "moving");
    client.ecr("SetRepositoryPolicy", json!({"policyText": policy("after")}));

    let restored = place.path("restored");
    let ended = restore(&place.path("out"), &restored);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    bring_key(&place.data(), &restored);
    serving.stop();
    let mut command = crate::process::hythe(["serve", "--listen", "127.0.0.1:0", "--data"]);
    let serving = Serving::start(command.arg(&restored));
    let old_login = client;
    let client = Client::login(&restored, &serving, "shop");
    let tags = client.tags();
    let others: Vec<&str> = tags
        .iter()
        .map(String::as_str)
        .filter(|tag| !tag.starts_with('w'))
        .collect();
    assert_eq!(others, ["b1", "b3", "b4", "b5", "moving"]);
    for (n, tag) in [(1, "b1"), (3, "b3"), (4, "b4"), (5, "b5"), (4, "moving")] {
        client.assert_whole(&before[n], tag);
    }
    let found = client.ecr("GetRepositoryPolicy", json!({}));
    let found = found["policyText"].as_str().expect("a policy").to_owned();
    assert!(found.contains("before") && !found.contains("after"), "{found}");
    for (writer, journal) in journals.iter().enumerate() {
        check(&client, &tags, writer, journal);
    }
    let refused = serving.exchange(&format!(
        "GET /v2/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: {}\r\n\r\n",
        old_login.authorization()
    ));
    assert!(refused.starts_with("HTTP/1.1 40"), "{refused}");
    // What was deleted before the backup is in the bin of the restored registry, too.
    let undelete = end_of(crate::process::hythe(["undelete", "image", "shop:b0", "--data"]).arg(&restored));
    assert_eq!(undelete.code, Some(0), "{}", undelete.stderr);
    serving.stop();
}
