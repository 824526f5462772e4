//! Random operations on a server and on a model of it, which must answer alike.
//!
//! `HYTHE_PROOF_CYCLES` is how many operations are done in all (20,000), `HYTHE_PROOF_SEED` repeats a
//! run. What fails is printed with its seed, after operations without which it fails too were taken out.

use crate::model::{Answer, Model};
use crate::model_things::{BLOBS, Op, TAGS, Things};
use crate::model_world::{REPOSITORIES, World};

/// How many operations one server sees.
const EPISODE: usize = 1_000;
/// How many operations may be spent on making a failing sequence shorter.
const SHRINKING: usize = 20_000;
/// How many episodes run beside each other.
const LANES: usize = 4;

/// Numbers that follow from a seed (SplitMix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn maybe<T>(&mut self, value: T) -> Option<T> {
        (self.below(2) == 0).then_some(value)
    }

    fn op(&mut self, things: &Things) -> Op {
        let place = self.below(REPOSITORIES.len());
        let (blob, tag) = (self.below(BLOBS), self.below(TAGS.len()));
        let image = self.below(things.images.len());
        match self.below(100) {
            0..20 => Op::PushBlob(place, blob),
            20..24 => Op::PullBlob(place, blob),
            24..26 => Op::DeleteBlob(place, blob),
            26..32 => Op::Piece(place, blob, self.below(6) == 0),
            32..47 => Op::Push(place, image, self.maybe(tag)),
            47..55 => Op::PutImage(place, image, self.maybe(tag)),
            55..59 => Op::PullTag(place, tag),
            59..62 => Op::PullImage(place, image),
            62..66 => Op::DeleteTag(place, tag),
            66..71 => Op::DeleteImage(place, image),
            71..73 => Op::BatchDelete(place, Some(image), None),
            73..75 => Op::BatchDelete(place, None, Some(tag)),
            75..77 => Op::BatchDelete(place, Some(image), Some(tag)),
            77..81 => Op::TagImage(place, image, tag),
            81..83 => Op::UntagImage(place, tag),
            83..89 => Op::Undelete(place, image),
            89..91 => Op::SetImmutable(place, self.below(3) == 0),
            91..93 => Op::ListTags(place),
            93..95 => Op::ListImages(place),
            95 => Op::ListDeleted(place),
            96 | 97 => Op::Referrers(place, image),
            98 => Op::Collect,
            _ => match self.below(4) {
                0 => Op::Restart,
                _ => Op::ListImages(place),
            },
        }
    }
}

/// Everything that can be seen.
fn everything(things: &Things) -> Vec<Op> {
    let mut ops = Vec::new();
    for place in 0..REPOSITORIES.len() {
        ops.extend([Op::ListTags(place), Op::ListImages(place), Op::ListDeleted(place)]);
        ops.extend((0..TAGS.len()).map(|tag| Op::PullTag(place, tag)));
        ops.extend((0..BLOBS).map(|blob| Op::PullBlob(place, blob)));
        for image in 0..things.images.len() {
            ops.extend([Op::PullImage(place, image), Op::Referrers(place, image)]);
        }
    }
    ops
}

/// Where server and model differ.
#[derive(Debug)]
struct Difference {
    /// After how many operations.
    after: usize,
    op: Op,
    server: Answer,
    model: Answer,
}

/// Does operations on a new server; looks at everything at the end.
async fn play(things: &Things, ops: &[Op]) -> Result<(), Difference> {
    let (mut world, mut model) = (World::new(things).await, Model::new(things, REPOSITORIES.len()));
    let last = everything(things);
    for (after, op) in ops.iter().chain(&last).enumerate() {
        let answered;
        (world, answered) = world.apply(*op).await;
        let expected = model.apply(*op);
        if answered != expected {
            return Err(Difference {
                after,
                op: *op,
                server: answered,
                model: expected,
            });
        }
    }
    Ok(())
}

/// Takes out of a failing sequence what it fails without.
async fn shrink(things: &Things, mut ops: Vec<Op>, mut found: Difference) -> (Vec<Op>, Difference) {
    let mut left = SHRINKING;
    ops.truncate(found.after + 1);
    let mut size = ops.len() / 2;
    while size > 0 {
        let mut place = 0;
        while place < ops.len() && left >= ops.len() {
            let mut shorter = ops.clone();
            shorter.drain(place..ops.len().min(place + size));
            left -= ops.len();
            match play(things, &shorter).await {
                Err(other) => {
                    shorter.truncate(other.after + 1);
                    (ops, found) = (shorter, other);
                }
                Ok(()) => place += size,
            }
        }
        size /= 2;
    }
    (ops, found)
}

/// One server's life.
async fn episode(seed: u64) {
    let things = Things::new();
    let mut chance = Chance(seed);
    let ops: Vec<Op> = (0..EPISODE).map(|_| chance.op(&things)).collect();
    if let Err(found) = play(&things, &ops).await {
        let (ops, found) = shrink(&things, ops, found).await;
        panic!("HYTHE_PROOF_SEED={seed} HYTHE_PROOF_CYCLES=1: {found:#?}\nafter {ops:?}");
    }
}

fn number(variable: &str) -> Option<u64> {
    let text = std::env::var_os(variable)?;
    let number = text.to_str().and_then(|text| text.parse().ok());
    Some(number.unwrap_or_else(|| panic!("{variable} is no number")))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_server_is_what_the_model_is() {
    let seed = number("HYTHE_PROOF_SEED").unwrap_or_else(|| uuid::Uuid::new_v4().as_u64_pair().0);
    let episodes = number("HYTHE_PROOF_CYCLES")
        .unwrap_or(20_000)
        .div_ceil(EPISODE as u64);
    let lanes = (0..LANES as u64).map(|lane| {
        tokio::spawn(async move {
            for number in (lane..episodes).step_by(LANES) {
                episode(seed.wrapping_add(number)).await;
            }
        })
    });
    for lane in lanes.collect::<Vec<_>>() {
        lane.await.expect("server and model are alike");
    }
}

/// The model is one that a server can differ from.
#[tokio::test]
async fn a_difference_is_found_and_made_short() {
    let mut things = Things::new();
    let plain = vec![
        Op::ListTags(0),
        Op::PushBlob(0, 3),
        Op::ListTags(1),
        Op::PullBlob(0, 3),
    ];
    assert!(play(&things, &plain).await.is_ok());
    // The server is given other bytes than the model expects to get back.
    things.images.truncate(1);
    things.images[0].blobs.clear();
    let ops = [plain, vec![Op::Push(0, 0, Some(0)), Op::PullTag(0, 0)]].concat();
    let found = play(&things, &ops).await.expect_err("the layers are not there");
    let (ops, found) = shrink(&things, ops, found).await;
    assert_eq!(
        (ops, found.op),
        (vec![Op::Push(0, 0, Some(0))], Op::Push(0, 0, Some(0)))
    );
    assert_eq!((found.server.status, found.model.status), (400, 201));
}
