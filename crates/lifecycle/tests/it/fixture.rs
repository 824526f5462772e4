//! Short forms of policies, images and plans.
//!
//! - rules: `1 v*&*-rc pushed 30 archive; 2 ^rel- keep 5; 3 untagged pushed 1; 4 any keep 1`:
//!   priority; patterns, or `^` and prefixes, `untagged`, `any`; `keep` a count, or days since
//!   `pushed`, `pulled`, `archived`; `archive` or `untag` where the action is not to expire. Ours
//!   too: `a|b` where one entry is enough; rules that keep: `1 v* stay`, `1 v* archive-stay`, and
//!   `newest`, `pushed-within`, `pulled-within` with a number.
//! - images: `A[v1,v2]10p3` is image A, pushed 10 days ago, pulled 3 days ago. `r` restored, `z`
//!   archived so many days ago; `~` on its way back; `!` held; `>BC` lists B and C; `^A` refers
//!   to A.
//! - plans: `A1 S1^A B2z C3-v1`: A goes by rule 1, S with A; B is archived by rule 2; C loses the
//!   tag v1 by rule 3.

use lifecycle::{Act, Action, Cause, Image, Plan, Policy, Storage, plan};
use names::{Digest, Tag};
use stdx::Timestamp;

pub const NOW: Timestamp = Timestamp::from_seconds(1_767_608_100);

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleSpec {
    pub priority: u32,
    pub tags: Tags,
    /// Whether one entry of the list is enough.
    pub any_of: bool,
    pub mark: Mark,
    pub number: u32,
    pub does: Does,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Does {
    Expire,
    Archive,
    Keep,
    Untag,
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
    Every,
    EveryArchived,
    Newest,
    PushedWithin,
    PulledWithin,
}

impl RuleSpec {
    pub fn json(&self) -> String {
        let tags = match &self.tags {
            Tags::Any => r#""tagStatus":"any""#.to_owned(),
            Tags::Untagged => r#""tagStatus":"untagged""#.to_owned(),
            Tags::Prefixes(list) => format!(r#""tagStatus":"tagged","tagPrefixList":{list:?}"#),
            Tags::Patterns(list) => format!(r#""tagStatus":"tagged","tagPatternList":{list:?}"#),
        };
        let any_of = if self.any_of {
            r#","tagListMatch":"any""#
        } else {
            ""
        };
        let days = |kind: &str| format!(r#","countType":"{kind}","countUnit":"days""#);
        let count = match self.mark {
            Mark::Keep => r#","countType":"imageCountMoreThan""#.to_owned(),
            Mark::Pushed => days("sinceImagePushed"),
            Mark::Pulled => days("sinceImagePulled"),
            Mark::Archived => days("sinceImageTransitioned") + r#","storageClass":"archive""#,
            Mark::Every => String::new(),
            Mark::EveryArchived => r#","storageClass":"archive""#.to_owned(),
            Mark::Newest => r#","countType":"newestImageCount""#.to_owned(),
            Mark::PushedWithin => days("imagePushedWithin"),
            Mark::PulledWithin => days("imagePulledWithin"),
        };
        let number = match self.mark {
            Mark::Every | Mark::EveryArchived => String::new(),
            _ => format!(r#","countNumber":{}"#, self.number),
        };
        let action = match self.does {
            Does::Archive => r#"{"type":"transition","targetStorageClass":"archive"}"#,
            Does::Expire => r#"{"type":"expire"}"#,
            Does::Keep => r#"{"type":"keep"}"#,
            Does::Untag => r#"{"type":"untag"}"#,
        };
        format!(
            r#"{{"rulePriority":{},"selection":{{{tags}{any_of}{count}{number}}},"action":{action}}}"#,
            self.priority
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
    let list = |text: &str| text.split(['&', '|']).map(str::to_owned).collect();
    let mark = match words[2] {
        "keep" => Mark::Keep,
        "pushed" => Mark::Pushed,
        "pulled" => Mark::Pulled,
        "archived" => Mark::Archived,
        "stay" => Mark::Every,
        "archive-stay" => Mark::EveryArchived,
        "newest" => Mark::Newest,
        "pushed-within" => Mark::PushedWithin,
        "pulled-within" => Mark::PulledWithin,
        word => panic!("{word}"),
    };
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
        any_of: words[1].contains('|'),
        mark,
        number: words.get(3).map_or(0, |number| number.parse().unwrap()),
        does: match (mark.is_of_keep(), words.get(4)) {
            (true, None) => Does::Keep,
            (false, None) => Does::Expire,
            (false, Some(&"archive")) => Does::Archive,
            (false, Some(&"untag")) => Does::Untag,
            (_, word) => panic!("{word:?}"),
        },
    }
}

impl Mark {
    pub fn is_of_keep(self) -> bool {
        !matches!(self, Self::Keep | Self::Pushed | Self::Pulled | Self::Archived)
    }

    pub fn is_of_archive(self) -> bool {
        matches!(self, Self::Archived | Self::EveryArchived)
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
        is_held: false,
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
            '!' => image.is_held = true,
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

pub fn shown(plan: &Plan<'_>) -> String {
    let mut shown: Vec<String> = plan.acts.iter().map(act).collect();
    let untaggings = plan.untaggings.iter();
    shown.extend(
        untaggings.map(|one| format!("{}{}-{}", name(&one.image.digest), one.rule.priority, one.tag)),
    );
    shown.join(" ")
}

fn act(act: &Act<'_>) -> String {
    let archive = match act.action() {
        Action::Expire => "",
        Action::Transition => "z",
    };
    let subject = match act.cause {
        Cause::Marked(_) => String::new(),
        Cause::Refers(subject) => format!("^{}", name(&subject.digest)),
    };
    format!("{}{}{archive}{subject}", name(&act.image.digest), act.priority())
}

/// What the engine plans, after seeing that the second evaluator agrees.
pub fn planned(specs: &[RuleSpec], images: &[Image]) -> String {
    let policy = policy(specs);
    let plan = plan(&policy, images, NOW);
    let shown = shown(&plan);
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
