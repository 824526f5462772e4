//! A tag that moves while it is pulled: no pull misses it, and each sees what it names at some
//! moment of the pull.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};

use serde_json::json;
use testkit::{Caller, TestImage};

use crate::aws_fixture::{REPOSITORY, repository};
use crate::hythe_fixture::{call_on, manifest};

const PULLS: u32 = 10_000;
const MOVES: u32 = 1_000;
const PULLERS: u32 = 8;

/// How many moves have begun, and how many are acknowledged.
#[derive(Default)]
struct Moves {
    begun: AtomicU32,
    done: AtomicU32,
}

/// The image that the tag names behind so many moves.
fn after(images: &[TestImage; 2], moves: u32) -> &TestImage {
    &images[moves as usize % 2]
}

async fn pull(caller: Caller, images: Arc<[TestImage; 2]>, moves: Arc<Moves>) {
    for number in 0..PULLS / PULLERS {
        let first = moves.done.load(SeqCst);
        let reply = caller.get(&manifest(REPOSITORY, "live")).await;
        let last = moves.begun.load(SeqCst);
        assert_eq!(reply.status, 200, "pull {number} behind {first} to {last} moves");
        let mut possible = (first..=last).map(|moves| after(&images, moves));
        assert!(
            possible.any(|image| reply.body == image.manifest),
            "pull {number} saw neither image of {first} to {last} moves"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_pulls_during_a_thousand_moves() {
    let (_server, admin) = repository().await;
    let images = Arc::new([TestImage::new("one"), TestImage::new("two")]);
    images[1].push(&admin, REPOSITORY, "two").await;
    images[0].push(&admin, REPOSITORY, "live").await;
    admin.session().await;
    let moves = Arc::new(Moves::default());
    let pullers: Vec<_> = (0..PULLERS)
        .map(|_| tokio::spawn(pull(admin.clone(), Arc::clone(&images), Arc::clone(&moves))))
        .collect();
    for number in 1..=MOVES {
        let (from, to) = (after(&images, number - 1), after(&images, number));
        let input = json!({"imageId": {"imageDigest": to.digest()}, "imageTag": "live",
            "expectedImageDigest": from.digest()});
        moves.begun.store(number, SeqCst);
        call_on(&admin, "TagImage", input).await.expect("a move");
        moves.done.store(number, SeqCst);
    }
    for puller in pullers {
        puller.await.expect("every pull is right");
    }
}
