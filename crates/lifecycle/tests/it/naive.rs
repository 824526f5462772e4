//! A second evaluator, written from the specification's pseudo-code without regard to cost. It
//! shares no code with the engine and reads the short forms, not the parsed policy.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use lifecycle::{Image, Storage};
use names::Digest;
use stdx::Timestamp;

use crate::fixture::{Does, Mark, RuleSpec, Tags, name};

const DAY: i128 = 86_400_000_000;

type Fates = BTreeMap<Digest, (RuleSpec, Option<Digest>)>;

/// The plan as `fixture::shown` writes it.
pub fn plan(rules: &[RuleSpec], images: &[Image], now: Timestamp) -> String {
    let mut rules = rules.to_vec();
    rules.sort_by_key(|rule| rule.priority);
    let mut fates = Fates::new();
    let mut shielded: Vec<&Digest> = Vec::new();
    let mut untagged: Vec<(&Image, &str, RuleSpec)> = Vec::new();
    let mut shielded_tags: Vec<(&Digest, &str)> = Vec::new();
    for rule in &rules {
        let free = |digest: &Digest| may_act(rule, digest, &rules, images, now);
        if rule.does == Does::Untag {
            let candidates = candidate_tags(rule, images);
            for (image, tag) in marked_tags(rule, &candidates, now) {
                let is_shielded = shielded.contains(&&image.digest);
                if !is_shielded && !shielded_tags.contains(&(&image.digest, tag)) && free(&image.digest) {
                    untagged.push((image, tag, rule.clone()));
                }
            }
            shielded_tags.extend(candidates.iter().map(|(image, tag)| (&image.digest, *tag)));
            continue;
        }
        let candidates = candidates(rule, images);
        if rule.does == Does::Keep {
            shielded.extend(keeps(rule, images, now));
            continue;
        }
        for image in marks(rule, &candidates, now) {
            if !shielded.contains(&&image.digest) && free(&image.digest) {
                fates.insert(image.digest, (rule.clone(), None));
            }
        }
        shielded.extend(candidates.iter().map(|image| &image.digest));
    }
    let free = |digest: &Digest, rule: &RuleSpec| may_act(rule, digest, &rules, images, now);
    follow(images, &mut fates, (false, &free));
    follow(images, &mut fates, (true, &free));
    let mut shown = Vec::new();
    for rule in &rules {
        let is_root = |fate: &(RuleSpec, Option<Digest>)| fate.0 == *rule && fate.1.is_none();
        for image in oldest_first(images, |image| fates.get(&image.digest).is_some_and(is_root)) {
            show(image, images, &fates, &mut shown);
        }
    }
    for rule in &rules {
        for (image, tag, _) in untagged.iter().filter(|(.., by)| by == rule) {
            let expires = fates
                .get(&image.digest)
                .is_some_and(|(rule, _)| rule.does == Does::Expire);
            if !expires {
                shown.push(format!("{}{}-{tag}", name(&image.digest), rule.priority));
            }
        }
    }
    shown.join(" ")
}

/// No rule acts on what is held, none on what a rule before it keeps, nor on what such an image
/// lists or what refers to it, and so on.
fn may_act(rule: &RuleSpec, digest: &Digest, rules: &[RuleSpec], images: &[Image], now: Timestamp) -> bool {
    let mut above = vec![*digest];
    let mut looked_at = 0;
    while let Some(lower) = above.get(looked_at).copied() {
        looked_at += 1;
        for image in images {
            let subject = images
                .iter()
                .find(|image| image.digest == lower)
                .and_then(|image| image.subject);
            if (image.children.contains(&lower) || subject == Some(image.digest))
                && !above.contains(&image.digest)
            {
                above.push(image.digest);
            }
        }
    }
    let before = rules
        .iter()
        .filter(|other| other.priority < rule.priority && other.does == Does::Keep);
    let kept: Vec<&Digest> = before.flat_map(|other| keeps(other, images, now)).collect();
    images
        .iter()
        .filter(|image| above.contains(&image.digest))
        .all(|image| !image.is_held && !kept.contains(&&image.digest))
}

/// What a rule of the action keep keeps: its candidates, but those that it would mark if it were
/// to expire them.
fn keeps<'a>(rule: &RuleSpec, images: &'a [Image], now: Timestamp) -> Vec<&'a Digest> {
    let mark = match rule.mark {
        Mark::Newest => Mark::Keep,
        Mark::PushedWithin => Mark::Pushed,
        Mark::PulledWithin => Mark::Pulled,
        _ => rule.mark,
    };
    let candidates = candidates(rule, images);
    let over = match mark {
        Mark::Every | Mark::EveryArchived => Vec::new(),
        mark => marks(&RuleSpec { mark, ..rule.clone() }, &candidates, now),
    };
    let kept = candidates
        .iter()
        .filter(|image| !over.iter().any(|over| over.digest == image.digest));
    kept.map(|image| &image.digest).collect()
}

fn candidate_tags<'a>(rule: &RuleSpec, images: &'a [Image]) -> Vec<(&'a Image, &'a str)> {
    let mut tags = Vec::new();
    for image in images {
        let is_standard = image.storage == Storage::Standard && !is_kept_by_index(image, images, true);
        for tag in image.tags.iter().filter(|_| is_standard) {
            let alone = Image {
                tags: vec![tag.clone()],
                ..image.clone()
            };
            if is_about(rule, &alone) {
                tags.push((image, tag.as_str()));
            }
        }
    }
    tags
}

/// Oldest first.
fn marked_tags<'a>(
    rule: &RuleSpec,
    candidates: &[(&'a Image, &'a str)],
    now: Timestamp,
) -> Vec<(&'a Image, &'a str)> {
    let mut tags = candidates.to_vec();
    tags.sort_by_key(|(image, tag)| (age_time(image), image.digest, *tag));
    if rule.mark == Mark::Keep {
        tags.truncate(tags.len().saturating_sub(rule.number as usize));
        return tags;
    }
    tags.retain(|(image, _)| !marks(rule, &[image], now).is_empty());
    tags
}

fn candidates<'a>(rule: &RuleSpec, images: &'a [Image]) -> Vec<&'a Image> {
    let of_class = |image: &&Image| match rule.mark {
        Mark::Archived | Mark::EveryArchived => matches!(image.storage, Storage::Archived { .. }),
        _ => image.storage == Storage::Standard,
    };
    let kept = |image: &&Image| is_kept_by_index(image, images, rule.does != Does::Expire);
    let candidates = images.iter().filter(of_class).filter(|image| !kept(image));
    candidates.filter(|image| is_about(rule, image)).collect()
}

/// An index keeps what it lists from deletion, and one that is not archived from the archive.
fn is_kept_by_index(image: &Image, images: &[Image], archive: bool) -> bool {
    images.iter().any(|index| {
        let is_archived = matches!(index.storage, Storage::Archived { .. });
        index.children.contains(&image.digest) && !(archive && is_archived)
    })
}

fn is_about(rule: &RuleSpec, image: &Image) -> bool {
    let tags = || image.tags.iter().map(names::Tag::as_str);
    match &rule.tags {
        Tags::Prefixes(list) if rule.any_of => {
            tags().any(|tag| list.iter().any(|prefix| tag.starts_with(prefix)))
        }
        Tags::Patterns(list) if rule.any_of => tags().any(|tag| {
            list.iter()
                .any(|pattern| wildcard(pattern.as_bytes(), tag.as_bytes()))
        }),
        Tags::Any => true,
        Tags::Untagged => image.tags.is_empty(),
        Tags::Prefixes(list) => list
            .iter()
            .all(|prefix| tags().any(|tag| tag.starts_with(prefix))),
        Tags::Patterns(list) => list
            .iter()
            .all(|pattern| tags().any(|tag| wildcard(pattern.as_bytes(), tag.as_bytes()))),
    }
}

fn wildcard(pattern: &[u8], tag: &[u8]) -> bool {
    match pattern.split_first() {
        None => tag.is_empty(),
        Some((b'*', rest)) => (0..=tag.len()).any(|skip| wildcard(rest, &tag[skip..])),
        Some((byte, rest)) => tag.first() == Some(byte) && wildcard(rest, &tag[1..]),
    }
}

fn marks<'a>(rule: &RuleSpec, candidates: &[&'a Image], now: Timestamp) -> Vec<&'a Image> {
    let mut candidates = candidates.to_vec();
    if rule.mark == Mark::Keep {
        candidates.sort_by_key(|image| Reverse((age_time(image), image.digest)));
        return candidates.into_iter().skip(rule.number as usize).collect();
    }
    let limit = i128::from(rule.number) * DAY;
    candidates.retain(|image| i128::from(now.as_micros()) - i128::from(reference(rule.mark, image)) > limit);
    candidates
}

fn age_time(image: &Image) -> i64 {
    match (image.storage, image.last_activated_at) {
        (Storage::Archived { at }, _) | (_, Some(at)) => at.as_micros(),
        _ => image.pushed_at.as_micros(),
    }
}

fn reference(mark: Mark, image: &Image) -> i64 {
    let time = match (mark, image.last_pulled_at, image.last_activated_at) {
        (Mark::Archived, ..) => return age_time(image),
        (Mark::Pulled, Some(pulled), Some(restored)) if pulled < restored => restored,
        (Mark::Pulled, Some(pulled), _) => pulled,
        (Mark::Pulled, None, Some(restored)) => restored,
        _ => image.pushed_at,
    };
    time.as_micros()
}

type Free<'f> = &'f dyn Fn(&Digest, &RuleSpec) -> bool;

fn follow(images: &[Image], fates: &mut Fates, way: (bool, Free<'_>)) {
    while let Some((digest, fate)) = images
        .iter()
        .find_map(|image| following(image, images, fates, way))
    {
        fates.insert(digest, fate);
    }
}

fn following(
    image: &Image,
    images: &[Image],
    fates: &Fates,
    (archive, free): (bool, Free<'_>),
) -> Option<(Digest, (RuleSpec, Option<Digest>))> {
    let subject = image.subject?;
    let archives = |rule: &RuleSpec| rule.does == Does::Archive;
    let (rule, _) = fates
        .get(&subject)
        .filter(|(rule, _)| archives(rule) == archive)?;
    let own = fates.get(&image.digest);
    let can = if archive {
        own.is_none() && image.storage == Storage::Standard
    } else {
        own.is_none_or(|(rule, _)| archives(rule))
    };
    let goes = can && !is_kept_by_index(image, images, archive) && free(&image.digest, rule);
    goes.then(|| (image.digest, (rule.clone(), Some(subject))))
}

fn oldest_first(images: &[Image], keep: impl Fn(&Image) -> bool) -> Vec<&Image> {
    let mut kept: Vec<&Image> = images.iter().filter(|image| keep(image)).collect();
    kept.sort_by_key(|image| (age_time(image), image.digest));
    kept
}

fn show(image: &Image, images: &[Image], fates: &Fates, shown: &mut Vec<String>) {
    let (rule, subject) = &fates[&image.digest];
    let archive = if rule.does == Does::Archive { "z" } else { "" };
    let subject = subject.map_or(String::new(), |subject| format!("^{}", name(&subject)));
    shown.push(format!(
        "{}{}{archive}{subject}",
        name(&image.digest),
        rule.priority
    ));
    let with = |other: &Image| {
        fates
            .get(&other.digest)
            .is_some_and(|fate| fate.1 == Some(image.digest))
    };
    for other in oldest_first(images, with) {
        show(other, images, fates, shown);
    }
}
