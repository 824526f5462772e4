//! Evaluates a policy on a repository of 100,000 images as often as each line of its input says, such
//! as `usual 10`, and answers how much it would do. For `e2e/lifecycle/speed.py`, which measures it.
//!
//! The policies: `usual` has 7 rules of ECR's; `ours` has three more that only we have; `prefixes` and
//! `wildcards` have 50 rules, none of which selects an image.

use std::error::Error;
use std::io::{self, BufRead as _, Write as _};

use lifecycle::{Image, Policy, Storage, plan};
use names::{Digest, Tag};
use stdx::Timestamp;

const NOW: Timestamp = Timestamp::from_seconds(1_767_608_100);

fn days_ago(days: i64) -> Timestamp {
    Timestamp::from_micros(NOW.as_micros() - days * 86_400_000_000)
}

/// Images of a busy repository: of ten, four tagged indexes with two children each in the ten
/// after, signatures, single images of a tag or two, some in the archive.
fn repository(count: u64) -> Vec<Image> {
    let digest = |number: u64| {
        let mut bytes = [0_u8; 32];
        bytes[..8].copy_from_slice(&number.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
        bytes[8..16].copy_from_slice(&number.to_be_bytes());
        Digest::Sha256(bytes)
    };
    let tag = |text: String| Tag::parse(&text).expect("a tag");
    let image = |number: u64| {
        let age = i64::try_from(number.wrapping_mul(7919) % 700).expect("a small number");
        let mut image = Image {
            digest: digest(number),
            tags: Vec::new(),
            pushed_at: days_ago(age),
            last_pulled_at: number.is_multiple_of(3).then(|| days_ago(age / 3)),
            last_activated_at: None,
            storage: Storage::Standard,
            children: Vec::new(),
            subject: None,
            is_held: false,
        };
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

const EXPIRE: &str = r#"{"type":"expire"}"#;
const ARCHIVE: &str = r#"{"type":"transition","targetStorageClass":"archive"}"#;

/// A policy of these selections and actions, in the order of their priorities.
fn policy(rules: &[(String, &str)]) -> Policy {
    let rules = rules.iter().enumerate().map(|(index, (selection, action))| {
        format!(
            r#"{{"rulePriority":{},"selection":{{{selection}}},"action":{action}}}"#,
            index + 1
        )
    });
    let text = format!(r#"{{"rules":[{}]}}"#, rules.collect::<Vec<_>>().join(","));
    Policy::parse(&text).expect("a policy")
}

fn tagged(patterns: &str) -> String {
    format!(r#""tagStatus":"tagged","tagPatternList":[{patterns}]"#)
}

fn keep(count: u32) -> String {
    format!(r#""countType":"imageCountMoreThan","countNumber":{count}"#)
}

fn days(kind: &str, days: u32) -> String {
    format!(r#""countType":"{kind}","countUnit":"days","countNumber":{days}"#)
}

/// What a team may have: counts, ages, pulls and the archive.
fn usual() -> Vec<(String, &'static str)> {
    let (any, untagged) = (r#""tagStatus":"any""#, r#""tagStatus":"untagged""#);
    vec![
        (format!("{},{}", tagged(r#""v*""#), keep(100)), EXPIRE),
        (format!("{},{}", tagged(r#""main-*""#), keep(500)), EXPIRE),
        (
            format!(
                "{},{}",
                tagged(r#""feature-*","b*""#),
                days("sinceImagePushed", 90)
            ),
            EXPIRE,
        ),
        (
            format!("{},{}", tagged(r#""sha-*""#), days("sinceImagePushed", 365)),
            ARCHIVE,
        ),
        (format!("{untagged},{}", days("sinceImagePushed", 7)), EXPIRE),
        (format!("{any},{}", days("sinceImagePulled", 180)), ARCHIVE),
        (
            format!(
                r#"{any},"storageClass":"archive",{}"#,
                days("sinceImageTransitioned", 90)
            ),
            EXPIRE,
        ),
    ]
}

/// The usual rules after three of ours: one that keeps by pulls, one that keeps by tag, one that
/// takes tags off.
fn ours() -> Vec<(String, &'static str)> {
    let mut rules = vec![
        (
            format!(r#""tagStatus":"any",{}"#, days("imagePulledWithin", 30)),
            r#"{"type":"keep"}"#,
        ),
        (tagged(r#""v1.*9""#), r#"{"type":"keep"}"#),
        (
            format!("{},{}", tagged(r#""feature-*""#), keep(5000)),
            r#"{"type":"untag"}"#,
        ),
    ];
    rules.extend(usual());
    rules
}

/// Fifty rules that keep counts, so that each looks at all images; `{}` is the rule's number.
fn fifty(pattern: &str) -> Vec<(String, &'static str)> {
    let rule = |number: u32| {
        let pattern = pattern.replace("{}", &number.to_string());
        (format!("{},{}", tagged(&pattern), keep(1000)), EXPIRE)
    };
    (1..=50).map(rule).collect()
}

fn main() -> Result<(), Box<dyn Error>> {
    let images = repository(100_000);
    let mut output = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let line = line?;
        let (rules, times) = line
            .split_once(' ')
            .ok_or("each line must be rules and a number")?;
        let policy = policy(&match rules {
            "usual" => usual(),
            "ours" => ours(),
            "prefixes" => fifty(r#""t{}*""#),
            "wildcards" => fifty(r#""*{}*a*9*""#),
            other => return Err(format!("there are no rules {other}").into()),
        });
        let mut acts = 0;
        for _ in 0..times.parse::<u32>()? {
            let plan = plan(&policy, &images, NOW);
            acts = plan.acts.len() + plan.untaggings.len();
        }
        writeln!(output, "{acts}")?;
    }
    Ok(())
}
