//! Short forms of policies, images and plans.
//!
//! - rules: `1 v*&*-rc pushed 30 archive; 2 ^rel- keep 5; 3 untagged pushed 1; 4 any keep 1`:
//!   priority; patterns, or `^` and prefixes, `untagged`, `any`; `keep` a count, or days since
//!   `pushed`, `pulled`, `archived`; `archive` where the action is not to expire.
//! - images: `A[v1,v2]10p3` is image A, pushed 10 days ago, pulled 3 days ago. `r` restored, `z`
//!   archived so many days ago; `~` on its way back; `>BC` lists B and C; `^A` refers to A.
//! - plans: `A1 S1^A B2z`: A goes by rule 1, S with A; B is archived by rule 2.

use lifecycle::{Act, Action, Cause, Image, Policy, Storage, plan};
use names::{Digest, Tag};
use stdx::Timestamp;

pub const NOW: Timestamp = Timestamp::from_seconds(1_767_608_100);

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleSpec {
    pub priority: u32,
    pub tags: Tags,
    pub mark: Mark,
    pub number: u32,
    pub archive: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tags {
    Any,
    Untagged,
    Prefixes(Vec<String>),
    Patterns(Vec<String>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    Keep,
    Pushed,
    Pulled,
    Archived,
}

impl RuleSpec {
    pub fn json(&self) -> String {
        let tags = match &self.tags {
            Tags::Any => r#""tagStatus":"any""#.to_owned(),
            Tags::Untagged => r#""tagStatus":"untagged""#.to_owned(),
            Tags::Prefixes(list) => format!(r#""tagStatus":"tagged","tagPrefixList":{list:?}"#),
            Tags::Patterns(list) => format!(r#""tagStatus":"tagged","tagPatternList":{list:?}"#),
        };
        let count = match self.mark {
            Mark::Keep => r#""countType":"imageCountMoreThan""#,
            Mark::Pushed => r#""countType":"sinceImagePushed","countUnit":"days""#,
            Mark::Pulled => r#""countType":"sinceImagePulled","countUnit":"days""#,
            Mark::Archived => {
                r#""countType":"sinceImageTransitioned","countUnit":"days","storageClass":"archive""#
            }
        };
        let action = if self.archive {
            r#"{"type":"transition","targetStorageClass":"archive"}"#
        } else {
            r#"{"type":"expire"}"#
        };
        format!(
            r#"{{"rulePriority":{},"selection":{{{tags},{count},"countNumber":{}}},"action":{action}}}"#,
            self.priority, self.number
        )
    }
}

pub fn policy_text(rules: &[RuleSpec]) -> String {
    let rules: Vec<String> = rules.iter().map(RuleSpec::json).collect();
    format!(r#"{{"rules":[{}]}}"#, rules.join(","))
}

pub fn policy(rules: &[RuleSpec]) -> Policy {
    let text = policy_text(rules);
    Policy::parse(&text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

pub fn rules(short: &str) -> Vec<RuleSpec> {
    short.split(';').map(rule).collect()
}

fn rule(short: &str) -> RuleSpec {
    let words: Vec<&str> = short.split_whitespace().collect();
    let list = |text: &str| text.split('&').map(str::to_owned).collect();
    RuleSpec {
        priority: words[0].parse().unwrap(),
        tags: match words[1] {
            "any" => Tags::Any,
            "untagged" => Tags::Untagged,
            tags => match tags.strip_prefix('^') {
                Some(prefixes) => Tags::Prefixes(list(prefixes)),
                None => Tags::Patterns(list(tags)),
            },
        },
        mark: match words[2] {
            "keep" => Mark::Keep,
            "pushed" => Mark::Pushed,
            "pulled" => Mark::Pulled,
            "archived" => Mark::Archived,
            word => panic!("{word}"),
        },
        number: words[3].parse().unwrap(),
        archive: words.get(4) == Some(&"archive"),
    }
}

pub fn digest(name: char) -> Digest {
    Digest::Sha256([name as u8; 32])
}

pub fn name(digest: &Digest) -> char {
    match digest {
        Digest::Sha256(bytes) => char::from(bytes[0]),
        Digest::Sha512(_) => panic!("{digest}"),
    }
}

pub fn days_ago(days: i64) -> Timestamp {
    Timestamp::from_micros(NOW.as_micros() - days * 86_400_000_000)
}

pub fn bare(digest: Digest, pushed_at: Timestamp) -> Image {
    Image {
        digest,
        tags: Vec::new(),
        pushed_at,
        last_pulled_at: None,
        last_activated_at: None,
        storage: Storage::Standard,
        children: Vec::new(),
        subject: None,
    }
}

pub fn images(short: &str) -> Vec<Image> {
    short.split_whitespace().map(image).collect()
}

fn image(short: &str) -> Image {
    let (head, rest) = short.split_once(']').unwrap();
    let (letter, tags) = head.split_once('[').unwrap();
    let pushed_at = days_ago(leading_number(rest));
    let mut image = bare(digest(letter.parse().unwrap()), pushed_at);
    let tags = tags.split(',').filter(|tag| !tag.is_empty());
    image.tags = tags.map(|tag| Tag::parse(tag).unwrap()).collect();
    for (place, key) in rest.char_indices() {
        let rest = &rest[place + 1..];
        let days = || days_ago(leading_number(rest));
        let letters = || rest.chars().take_while(char::is_ascii_uppercase).map(digest);
        match key {
            'p' => image.last_pulled_at = Some(days()),
            'r' => image.last_activated_at = Some(days()),
            'z' => image.storage = Storage::Archived { at: days() },
            '~' => image.storage = Storage::Activating,
            '>' => image.children = letters().collect(),
            '^' => image.subject = letters().next(),
            _ => {}
        }
    }
    image
}

fn leading_number(text: &str) -> i64 {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '-');
    text[..end.unwrap_or(text.len())].parse().unwrap()
}

pub fn shown(acts: &[Act<'_>]) -> String {
    let acts: Vec<String> = acts.iter().map(act).collect();
    acts.join(" ")
}

fn act(act: &Act<'_>) -> String {
    let archive = match act.action() {
        Action::Expire => "",
        Action::Transition => "z",
    };
    let subject = match act.cause {
        Cause::Marked => String::new(),
        Cause::Refers(subject) => format!("^{}", name(&subject.digest)),
    };
    format!("{}{}{archive}{subject}", name(&act.image.digest), act.priority())
}

/// What the engine plans, after seeing that the second evaluator agrees.
pub fn planned(specs: &[RuleSpec], images: &[Image]) -> String {
    let policy = policy(specs);
    let plan = plan(&policy, images, NOW);
    let shown = shown(&plan.acts);
    let second = crate::naive::plan(specs, images, NOW);
    assert_eq!(shown, second, "{specs:?} on {images:?}");
    shown
}

pub fn check(cases: &[(&str, &str, &str)]) {
    for (short, on, expect) in cases {
        let found = planned(&rules(short), &images(on));
        assert_eq!(&found, expect, "{short} on {on}");
    }
}
