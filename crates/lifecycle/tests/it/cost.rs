//! What evaluating costs, in CPU time, which other work on the machine hardly changes. Run on
//! Linux and in release: `cargo test --release -p lifecycle -- --ignored --nocapture cost`.

use std::time::Duration;

use lifecycle::{Image, Plan, Storage, plan};
use names::{Digest, Tag};

use crate::fixture::{bare, days_ago, policy, rules};

/// Images of a busy repository: of ten, four tagged indexes with two children each in the ten
/// after, signatures, single images of a tag or two, some in the archive.
fn repository(count: u64) -> Vec<Image> {
    let digest = |number: u64| {
        let mut bytes = [0_u8; 32];
        bytes[..8].copy_from_slice(&number.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
        bytes[8..16].copy_from_slice(&number.to_be_bytes());
        Digest::Sha256(bytes)
    };
    let tag = |text: String| Tag::parse(&text).unwrap();
    let image = |number: u64| {
        let age = i64::try_from(number.wrapping_mul(7919) % 700).unwrap();
        let mut image = bare(digest(number), days_ago(age));
        match number % 10 {
            0 => {
                image.tags = vec![tag(format!("sha-{number:040x}")), tag(format!("main-{number}"))];
                image.children = vec![digest(number + 1), digest(number + 2)];
            }
            1 | 2 => {}
            3 => image.subject = Some(digest(number - 3)),
            4 => {
                image.tags = vec![tag(format!("v1.{number}"))];
                image.storage = Storage::Archived {
                    at: days_ago(age / 2),
                };
            }
            5 => {}
            other => {
                image.tags = vec![
                    tag(format!("feature-{other}-{number}")),
                    tag(format!("b{number}")),
                ]
            }
        }
        image
    };
    (0..count).map(image).collect()
}

const USUAL: &str = "1 v* keep 100; 2 main-* keep 500; 3 feature-*&b* pushed 90; 4 ^sha- pushed 365 archive; \
    5 untagged pushed 7; 6 any pulled 180 archive; 7 any archived 90";

/// Fifty rules that keep counts, so that each looks at all images; `{}` is the rule's number.
fn fifty(tags: &str) -> String {
    let rules = (1..=50).map(|number: u32| {
        let tags = tags.replace("{}", &number.to_string());
        format!("{number} {tags} keep 1000")
    });
    rules.collect::<Vec<_>>().join("; ")
}

/// How long this thread has been on a processor: the first figure of its scheduler statistics.
fn cpu_time() -> Duration {
    let figures = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    let nanoseconds = figures.split_whitespace().next().unwrap();
    Duration::from_nanos(nanoseconds.parse().unwrap())
}

#[expect(clippy::print_stdout, reason = "the figures are what it is run for")]
fn timed(what: &str, limit: Duration, short: &str, repositories: &[Vec<Image>]) {
    let policy = policy(&rules(short));
    let start = cpu_time();
    let plans = repositories
        .iter()
        .map(|images| plan(&policy, images, days_ago(0)));
    let acts: usize = plans.map(|Plan { acts }| acts.len()).sum();
    let taken = cpu_time() - start;
    println!("{what}: {taken:?}, {acts} acts");
    assert!(taken <= limit, "{what}: {taken:?}, over {limit:?}");
}

#[test]
#[ignore = "measures time, which says something in release on an idle machine only"]
fn cost() {
    let half = Duration::from_millis(500);
    let one = [repository(100_000)];
    timed("100,000 images, 7 rules", half, USUAL, &one);
    timed("100,000 images, 50 rules of a prefix", half, &fifty("^t{}"), &one);
    timed(
        "100,000 images, 50 rules of four wildcards",
        half * 3,
        &fifty("*{}*a*9*"),
        &one,
    );
    let many: Vec<_> = (0..100).map(|_| repository(10_000)).collect();
    timed(
        "1,000,000 images of 100 repositories, 7 rules",
        half * 10,
        USUAL,
        &many,
    );
}
