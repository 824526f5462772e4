//! Properties of all plans, and input that nobody honest sends.

use std::collections::BTreeSet;

use lifecycle::{Act, Action, Cause, Criterion, Dialect, Image, Plan, Policy, Storage, StorageClass, plan};
use names::{Digest, Tag};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::fixture::{
    Does, Mark, NOW, RuleSpec, Tags, bare, days_ago, digest, planned, policy, policy_text, shown,
};

const EVERY: Criterion = Criterion::Every {
    class: StorageClass::Standard,
};
const TAGS: [&str; 10] = ["a", "b", "a1", "a2", "b1", "ab", "ba", "a-b", "rc-a", "c"];
const PATTERNS: [&str; 9] = ["a*", "*a", "*b*", "*", "a", "a*b", "**a", "b1", "*-*"];
const PREFIXES: [&str; 5] = ["a", "b", "ab", "rc", "*"];
const LETTERS: [char; 12] = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L'];

fn tagged_rule() -> impl Strategy<Value = Tags> {
    let texts = |list: Vec<&str>| list.into_iter().map(str::to_owned).collect();
    prop_oneof![
        subsequence(PATTERNS.to_vec(), 1..3).prop_map(move |list| Tags::Patterns(texts(list))),
        subsequence(PREFIXES.to_vec(), 1..3).prop_map(move |list| Tags::Prefixes(texts(list))),
    ]
}

type Marking = (Mark, u32, Does);

fn expire_or_archive() -> impl Strategy<Value = Does> {
    prop_oneof![Just(Does::Expire), Just(Does::Archive)]
}

/// What ECR's rules mark.
fn mark() -> impl Strategy<Value = Marking> {
    prop_oneof![
        4 => (Just(Mark::Keep), 1..5_u32, expire_or_archive()),
        3 => (Just(Mark::Pushed), 1..20_u32, expire_or_archive()),
        2 => (Just(Mark::Pulled), 1..20_u32, Just(Does::Archive)),
        2 => (Just(Mark::Archived), 90..110_u32, Just(Does::Expire)),
    ]
}

/// What rules mark that ECR refuses.
fn our_mark() -> impl Strategy<Value = Marking> {
    let dated = prop_oneof![Just(Mark::Pushed), Just(Mark::Pulled)];
    let within = prop_oneof![Just(Mark::PushedWithin), Just(Mark::PulledWithin)];
    prop_oneof![
        1 => (Just(Mark::Pulled), 1..20_u32, Just(Does::Expire)),
        1 => (Just(Mark::Every), Just(0), Just(Does::Keep)),
        1 => (Just(Mark::EveryArchived), Just(0), Just(Does::Keep)),
        1 => (Just(Mark::Newest), 1..5_u32, Just(Does::Keep)),
        1 => (within, 1..20_u32, Just(Does::Keep)),
        1 => (Just(Mark::Keep), 1..5_u32, Just(Does::Untag)),
        1 => (dated, 1..20_u32, Just(Does::Untag)),
    ]
}

/// Valid policies: of the drafts, those that may stand beside the ones before.
fn valid(drafts: Vec<(Tags, bool, Marking)>, priorities: Vec<u32>) -> Vec<RuleSpec> {
    let mut rules: Vec<RuleSpec> = Vec::new();
    for (tags, any_of, (mark, number, does)) in drafts {
        let listed = matches!(tags, Tags::Prefixes(_) | Tags::Patterns(_));
        let any_of = any_of && listed;
        let beside = |rule: &RuleSpec| {
            let acts = |does| matches!(does, Does::Expire | Does::Archive);
            rule.mark.is_of_archive() == mark.is_of_archive() && acts(rule.does) == acts(does)
        };
        let is_same = |rule: &RuleSpec| beside(rule) && rule.tags == tags && rule.any_of == any_of;
        let untags_nothing = does == Does::Untag && !listed;
        if !untags_nothing && (does == Does::Keep || !rules.iter().any(is_same)) {
            rules.push(RuleSpec {
                priority: 0,
                tags,
                any_of,
                mark,
                number,
                does,
            });
        }
    }
    rules.sort_by_key(|rule| rule.tags == Tags::Any && rule.does != Does::Keep);
    for (rule, priority) in rules.iter_mut().zip(priorities) {
        rule.priority = priority;
    }
    rules
}

fn tags() -> impl Strategy<Value = Tags> {
    prop_oneof![1 => Just(Tags::Any), 1 => Just(Tags::Untagged), 4 => tagged_rule()]
}

fn priorities() -> impl Strategy<Value = Vec<u32>> {
    subsequence((1..40_u32).collect::<Vec<_>>(), 7)
}

/// Policies that ECR accepts.
fn ecr_rules() -> impl Strategy<Value = Vec<RuleSpec>> {
    let drafts = prop::collection::vec((tags(), Just(false), mark()), 1..7);
    (drafts, priorities()).prop_map(|(drafts, priorities)| valid(drafts, priorities))
}

/// Policies with and without what is ours.
fn rules() -> impl Strategy<Value = Vec<RuleSpec>> {
    let either = prop_oneof![1 => mark(), 1 => our_mark()];
    let drafts = prop::collection::vec((tags(), prop::bool::weighted(0.3), either), 1..7);
    let ours = (drafts, priorities()).prop_map(|(drafts, priorities)| valid(drafts, priorities));
    prop_oneof![1 => ecr_rules(), 1 => ours].prop_filter("no rule is left", |rules| !rules.is_empty())
}

fn days() -> impl Strategy<Value = i64> {
    prop_oneof![3 => 0..20_i64, 1 => 85..115_i64, 1 => Just(-1_i64)]
}

fn storage() -> impl Strategy<Value = Storage> {
    prop_oneof![
        6 => Just(Storage::Standard),
        3 => days().prop_map(|days| Storage::Archived { at: days_ago(days) }),
        1 => Just(Storage::Activating),
    ]
}

fn image(letter: char) -> impl Strategy<Value = Image> {
    let tags = subsequence(TAGS.to_vec(), 0..3);
    let times = (
        days(),
        prop::option::of(days()),
        prop::option::weighted(0.2, days()),
    );
    let children = prop::collection::vec(select(LETTERS.to_vec()), 0..3);
    let children = prop_oneof![4 => Just(Vec::new()), 1 => children];
    let subject = prop::option::weighted(0.3, select(LETTERS.to_vec()));
    let rest = (children, subject, prop::bool::weighted(0.1));
    (tags, times, storage(), rest).prop_map(move |(tags, times, storage, rest)| {
        let (children, subject, is_held) = rest;
        let (pushed, pulled, restored) = times;
        Image {
            tags: tags.into_iter().map(|tag| Tag::parse(tag).unwrap()).collect(),
            last_pulled_at: pulled.map(days_ago),
            last_activated_at: restored.map(days_ago),
            storage,
            children: children.into_iter().map(digest).collect(),
            subject: subject.map(digest),
            is_held,
            ..bare(digest(letter), days_ago(pushed))
        }
    })
}

fn images() -> impl Strategy<Value = Vec<Image>> {
    let images: Vec<_> = LETTERS.into_iter().map(image).collect();
    (images, 0..=LETTERS.len()).prop_map(|(mut images, count)| {
        images.truncate(count);
        images
    })
}

fn after(images: &[Image], plan: &Plan<'_>) -> Vec<Image> {
    let action = |image: &Image| {
        let act = plan.acts.iter().find(|act| act.image.digest == image.digest);
        act.map(Act::action)
    };
    let mut rest = images.to_vec();
    rest.retain(|image| action(image) != Some(Action::Expire));
    for image in &mut rest {
        if action(image) == Some(Action::Transition) {
            image.storage = Storage::Archived { at: NOW };
        }
        let goes = |tag: &Tag| {
            let mut own = plan
                .untaggings
                .iter()
                .filter(|one| one.image.digest == image.digest);
            own.any(|one| one.tag == tag)
        };
        let tags = image.tags.iter().filter(|tag| !goes(tag)).cloned().collect();
        image.tags = tags;
    }
    rest
}

/// What belongs to an image and exists: what it lists and what refers to it, and so on, and itself.
fn whole(image: &Image, images: &[Image]) -> BTreeSet<Digest> {
    let mut whole = BTreeSet::from([image.digest]);
    loop {
        let before = whole.len();
        for image in images {
            if whole.contains(&image.digest) {
                let exists = |child: &&Digest| images.iter().any(|image| image.digest == **child);
                whole.extend(image.children.iter().filter(exists));
            }
            if image.subject.is_some_and(|subject| whole.contains(&subject)) {
                whole.insert(image.digest);
            }
        }
        if whole.len() == before {
            return whole;
        }
    }
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn the_second_evaluator_agrees(rules in rules(), images in images()) {
        planned(&rules, &images);
    }

    #[test]
    fn the_order_of_images_is_irrelevant(
        rules in rules(),
        (images, mixed) in images().prop_flat_map(|images| (Just(images.clone()), Just(images).prop_shuffle())),
    ) {
        let policy = policy(&rules);
        prop_assert_eq!(shown(&plan(&policy, &images, NOW)), shown(&plan(&policy, &mixed, NOW)));
    }

    #[test]
    fn an_image_goes_once_and_for_a_reason(rules in rules(), images in images()) {
        let policy = policy(&rules);
        let plan = plan(&policy, &images, NOW);
        let digests: BTreeSet<&Digest> = plan.acts.iter().map(|act| &act.image.digest).collect();
        prop_assert_eq!(digests.len(), plan.acts.len());
        for act in &plan.acts {
            match act.cause {
                Cause::Marked(_) => {
                    prop_assert!(act.rule.tags.selects(&act.image.tags));
                    prop_assert_ne!(act.image.storage, Storage::Activating);
                }
                Cause::Refers(subject) => {
                    prop_assert_eq!(act.image.subject, Some(subject.digest));
                    let with = plan.acts.iter().find(|act| act.image.digest == subject.digest);
                    prop_assert_eq!(with.map(|with| with.rule), Some(act.rule));
                }
            }
        }
    }

    /// Never a child of an index that is kept; of an index that goes, not in the same run.
    #[test]
    fn what_an_index_lists_stays(rules in rules(), images in images()) {
        let policy = policy(&rules);
        for act in plan(&policy, &images, NOW).acts {
            for index in images.iter().filter(|index| index.children.contains(&act.image.digest)) {
                let is_archived = matches!(index.storage, Storage::Archived { .. });
                prop_assert!(act.action() == Action::Transition && is_archived, "{:?}", act);
            }
        }
    }

    #[test]
    fn no_rule_marks_what_one_before_is_about(rules in ecr_rules(), images in images()) {
        let policy = policy(&rules);
        let listed = |image: &Image| images.iter().any(|index| index.children.contains(&image.digest));
        for act in plan(&policy, &images, NOW).acts {
            if !matches!(act.cause, Cause::Marked(_)) || listed(act.image) {
                continue;
            }
            let class = act.rule.criterion.storage_class();
            let before = policy.rules().iter().filter(|rule| rule.priority < act.priority());
            let mut before = before.filter(|rule| rule.criterion.storage_class() == class);
            prop_assert!(!before.any(|rule| rule.tags.selects(&act.image.tags)), "{:?}", act);
        }
    }

    /// A second run right after has nothing to do, but with what an index held until the first.
    #[test]
    fn a_second_run_is_idle(rules in ecr_rules(), images in images()) {
        let policy = policy(&rules);
        let mut images = images;
        for image in &mut images {
            image.children.clear();
        }
        let first = plan(&policy, &images, NOW);
        let rest = after(&images, &first);
        let second = plan(&policy, &rest, NOW);
        prop_assert_eq!(shown(&second), "", "after {}", shown(&first));
    }

    /// Runs come to rest also where there are indexes, and tags that go: each frees at most one
    /// more level, or changes what the next is about.
    #[test]
    fn runs_come_to_rest(rules in rules(), images in images()) {
        let policy = policy(&rules);
        let mut images = images;
        let things = images.len() + images.iter().map(|image| image.tags.len()).sum::<usize>();
        for _ in 0..=2 * things {
            let plan = plan(&policy, &images, NOW);
            images = after(&images, &plan);
        }
        prop_assert_eq!(shown(&plan(&policy, &images, NOW)), "");
    }

    /// Neither a held image nor what belongs to it.
    #[test]
    fn what_is_held_stays(rules in rules(), images in images()) {
        let policy = policy(&rules);
        let held = images.iter().filter(|image| image.is_held);
        let held: BTreeSet<Digest> = held.flat_map(|image| whole(image, &images)).collect();
        let plan = plan(&policy, &images, NOW);
        let touched = plan.acts.iter().map(|act| act.image);
        for image in touched.chain(plan.untaggings.iter().map(|one| one.image)) {
            prop_assert!(!held.contains(&image.digest), "{}", shown(&plan));
        }
    }

    /// A rule that keeps all of its images leaves none of them, nor of what belongs to them, to
    /// the rules after it, whatever is done by those before.
    #[test]
    fn what_a_rule_keeps_stays_after_it(rules in rules(), images in images()) {
        let policy = policy(&rules);
        let listed = |image: &Image| images.iter().any(|index| index.children.contains(&image.digest));
        let plan = plan(&policy, &images, NOW);
        for keep in policy.rules().iter().filter(|rule| rule.criterion == EVERY) {
            let about = |image: &&Image| {
                image.storage == Storage::Standard && keep.tags.selects(&image.tags) && !listed(image)
            };
            let kept = images.iter().filter(about);
            let kept: BTreeSet<Digest> = kept.flat_map(|image| whole(image, &images)).collect();
            let acts = plan.acts.iter().map(|act| (act.image, act.priority()));
            let untaggings = plan.untaggings.iter().map(|one| (one.image, one.rule.priority));
            for (image, by) in acts.chain(untaggings) {
                prop_assert!(by < keep.priority || !kept.contains(&image.digest), "{}", shown(&plan));
            }
        }
    }

    /// A tag goes once, by a rule that is about it, off an image that stays.
    #[test]
    fn a_tag_goes_off_an_image_that_stays(rules in rules(), images in images()) {
        let policy = policy(&rules);
        let plan = plan(&policy, &images, NOW);
        let mut seen = BTreeSet::new();
        for one in &plan.untaggings {
            prop_assert!(seen.insert((one.image.digest, one.tag)));
            prop_assert!(one.image.tags.contains(one.tag));
            prop_assert!(one.rule.tags.selects(std::slice::from_ref(one.tag)));
            let mut gone = plan.acts.iter().filter(|act| act.action() == Action::Expire);
            prop_assert!(!gone.any(|act| act.image.digest == one.image.digest));
        }
    }

    /// What ECR accepts is the same here, and what is ours it refuses.
    #[test]
    fn the_dialects_agree_on_what_both_accept(rules in rules(), ecr_rules in ecr_rules()) {
        let (text, ecr_text) = (policy_text(&rules), policy_text(&ecr_rules));
        let ours = policy(&ecr_rules);
        prop_assert_eq!(Policy::parse_as(&ecr_text, Dialect::Ecr), Ok(ours.clone()));
        prop_assert_eq!(ours.extensions().next(), None);
        let (ours, strict) = (policy(&rules), Policy::parse_as(&text, Dialect::Ecr));
        match ours.extensions().next() {
            None => prop_assert_eq!(strict, Ok(ours.clone())),
            Some(extension) => prop_assert!(strict.is_err(), "{:?} in {}", extension, text),
        }
    }

    /// A clock that was set back makes nothing older. What it marks goes later too, though then
    /// perhaps with its subject.
    #[test]
    fn an_earlier_clock_marks_no_more_by_age(rules in ecr_rules(), images in images(), days in 0..200_i64) {
        let mut rules = rules;
        rules.retain(|rule| rule.mark != Mark::Keep);
        if rules.is_empty() {
            return Ok(());
        }
        let policy = policy(&rules);
        let later = plan(&policy, &images, NOW).acts;
        for act in plan(&policy, &images, days_ago(days)).acts {
            let goes = later.iter().any(|later| later.image.digest == act.image.digest);
            prop_assert!(goes || !matches!(act.cause, Cause::Marked(_)), "{:?}", act);
        }
    }
}

fn fragment() -> impl Strategy<Value = String> {
    let words = [
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"rules\"",
        "\"rulePriority\"",
        "\"selection\"",
        "\"action\"",
        "\"type\"",
        "\"tagStatus\"",
        "\"tagged\"",
        "\"any\"",
        "\"tagPatternList\"",
        "\"countType\"",
        "\"countNumber\"",
        "\"expire\"",
        "null",
        "0",
        "-1",
        "1e9",
        "99999999999999999999",
        "\"*****\"",
        "\"\\ud800\"",
        "\"",
        "\\",
    ];
    prop_oneof![3 => select(words.to_vec()).prop_map(str::to_owned), 1 => "\\PC{0,4}"]
}

fn value() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        any::<i64>().prop_map(|number| number.to_string()),
        Just("1.5".to_owned()),
        select(vec!["any", "tagged", "days", "expire", "", "archive"]).prop_map(|text| format!("{text:?}")),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        let key = select(vec!["rules", "type", "selection", "tagStatus", "x"]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|list| format!("[{}]", list.join(","))),
            prop::collection::vec((key, inner), 0..4).prop_map(|members| {
                let members = members.into_iter().map(|(key, value)| format!("{key:?}:{value}"));
                format!("{{{}}}", members.collect::<Vec<_>>().join(","))
            }),
        ]
    })
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn no_text_is_too_bad(parts in prop::collection::vec(fragment(), 0..40)) {
        let text = parts.concat();
        prop_assert!(Policy::parse(&text).is_err(), "{}", text);
    }

    /// A policy with one value of it replaced is read or refused, with a reason and no panic.
    #[test]
    fn no_value_is_too_bad(rules in rules(), value in value(), place in any::<prop::sample::Index>()) {
        let text = policy_text(&rules);
        let places: Vec<usize> = text.match_indices(':').map(|(place, _)| place + 1).collect();
        let start = places[place.index(places.len())];
        let end = text[start..].find([',', '}']).map_or(text.len(), |end| start + end);
        let text = format!("{}{value}{}", &text[..start], &text[end..]);
        if let Err(error) = Policy::parse(&text) {
            prop_assert!(!error.faults().is_empty());
            prop_assert!(error.to_string().len() < 100 * text.len());
        }
    }

    #[test]
    fn what_is_cut_off_is_refused(rules in rules(), cut in any::<prop::sample::Index>()) {
        let text = policy_text(&rules);
        prop_assert!(Policy::parse(&text[..cut.index(text.len())]).is_err());
    }
}
