//! Properties of all plans, and input that nobody honest sends.

use std::collections::BTreeSet;

use lifecycle::{Act, Action, Cause, Image, Policy, Storage, plan};
use names::{Digest, Tag};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::fixture::{
    Mark, NOW, RuleSpec, Tags, bare, days_ago, digest, planned, policy, policy_text, shown,
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

fn mark() -> impl Strategy<Value = (Mark, u32, bool)> {
    prop_oneof![
        4 => (Just(Mark::Keep), 1..5_u32, any::<bool>()),
        3 => (Just(Mark::Pushed), 1..20_u32, any::<bool>()),
        2 => (Just(Mark::Pulled), 1..20_u32, Just(true)),
        2 => (Just(Mark::Archived), 90..110_u32, Just(false)),
    ]
}

/// Valid policies: of the drafts, those that may stand beside the ones before.
fn rules() -> impl Strategy<Value = Vec<RuleSpec>> {
    let tags = prop_oneof![1 => Just(Tags::Any), 1 => Just(Tags::Untagged), 4 => tagged_rule()];
    let drafts = prop::collection::vec((tags, mark()), 1..7);
    (drafts, subsequence((1..40_u32).collect::<Vec<_>>(), 7)).prop_map(|(drafts, priorities)| {
        let mut rules: Vec<RuleSpec> = Vec::new();
        for (tags, (mark, number, archive)) in drafts {
            let of_class = |rule: &RuleSpec| (rule.mark == Mark::Archived) == (mark == Mark::Archived);
            if !rules.iter().any(|rule| of_class(rule) && rule.tags == tags) {
                rules.push(RuleSpec {
                    priority: 0,
                    tags,
                    mark,
                    number,
                    archive,
                });
            }
        }
        rules.sort_by_key(|rule| rule.tags == Tags::Any);
        for (rule, priority) in rules.iter_mut().zip(priorities) {
            rule.priority = priority;
        }
        rules
    })
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
    (tags, times, storage(), children, subject).prop_map(move |(tags, times, storage, children, subject)| {
        let (pushed, pulled, restored) = times;
        Image {
            tags: tags.into_iter().map(|tag| Tag::parse(tag).unwrap()).collect(),
            last_pulled_at: pulled.map(days_ago),
            last_activated_at: restored.map(days_ago),
            storage,
            children: children.into_iter().map(digest).collect(),
            subject: subject.map(digest),
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

fn after(images: &[Image], acts: &[Act<'_>]) -> Vec<Image> {
    let action = |image: &Image| {
        let act = acts.iter().find(|act| act.image.digest == image.digest);
        act.map(Act::action)
    };
    let mut rest = images.to_vec();
    rest.retain(|image| action(image) != Some(Action::Expire));
    for image in &mut rest {
        if action(image) == Some(Action::Transition) {
            image.storage = Storage::Archived { at: NOW };
        }
    }
    rest
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
        prop_assert_eq!(shown(&plan(&policy, &images, NOW).acts), shown(&plan(&policy, &mixed, NOW).acts));
    }

    #[test]
    fn an_image_goes_once_and_for_a_reason(rules in rules(), images in images()) {
        let policy = policy(&rules);
        let plan = plan(&policy, &images, NOW);
        let digests: BTreeSet<&Digest> = plan.acts.iter().map(|act| &act.image.digest).collect();
        prop_assert_eq!(digests.len(), plan.acts.len());
        for act in &plan.acts {
            match act.cause {
                Cause::Marked => {
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
    fn no_rule_marks_what_one_before_is_about(rules in rules(), images in images()) {
        let policy = policy(&rules);
        let listed = |image: &Image| images.iter().any(|index| index.children.contains(&image.digest));
        for act in plan(&policy, &images, NOW).acts {
            if act.cause != Cause::Marked || listed(act.image) {
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
    fn a_second_run_is_idle(rules in rules(), images in images()) {
        let policy = policy(&rules);
        let mut images = images;
        for image in &mut images {
            image.children.clear();
        }
        let first = plan(&policy, &images, NOW);
        let rest = after(&images, &first.acts);
        let second = plan(&policy, &rest, NOW);
        prop_assert_eq!(shown(&second.acts), "", "after {}", shown(&first.acts));
    }

    /// Runs come to rest also where there are indexes: each frees at most one more level.
    #[test]
    fn runs_come_to_rest(rules in rules(), images in images()) {
        let policy = policy(&rules);
        let mut images = images;
        for _ in 0..=images.len() {
            let plan = plan(&policy, &images, NOW);
            images = after(&images, &plan.acts);
        }
        prop_assert_eq!(shown(&plan(&policy, &images, NOW).acts), "");
    }

    /// A clock that was set back makes nothing older. What it marks goes later too, though then
    /// perhaps with its subject.
    #[test]
    fn an_earlier_clock_marks_no_more_by_age(rules in rules(), images in images(), days in 0..200_i64) {
        let mut rules = rules;
        rules.retain(|rule| rule.mark != Mark::Keep);
        if rules.is_empty() {
            return Ok(());
        }
        let policy = policy(&rules);
        let later = plan(&policy, &images, NOW).acts;
        for act in plan(&policy, &images, days_ago(days)).acts {
            let goes = later.iter().any(|later| later.image.digest == act.image.digest);
            prop_assert!(goes || act.cause != Cause::Marked, "{:?}", act);
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
