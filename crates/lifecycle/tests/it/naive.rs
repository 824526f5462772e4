//! A second evaluator, written from the specification's pseudo-code without regard to cost. It
//! shares no code with the engine and reads the short forms, not the parsed policy.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use lifecycle::{Image, Storage};
use names::Digest;
use stdx::Timestamp;

use crate::fixture::{Mark, RuleSpec, Tags, name};

const DAY: i128 = 86_400_000_000;

type Fates = BTreeMap<Digest, (RuleSpec, Option<Digest>)>;

/// The plan as `fixture::shown` writes it.
pub fn plan(rules: &[RuleSpec], images: &[Image], now: Timestamp) -> String {
    let mut rules = rules.to_vec();
    rules.sort_by_key(|rule| rule.priority);
    let mut fates = Fates::new();
    let mut shielded: Vec<&Digest> = Vec::new();
    for rule in &rules {
        let candidates = candidates(rule, images);
        for image in marks(rule, &candidates, now) {
            if !shielded.contains(&&image.digest) {
                fates.insert(image.digest, (rule.clone(), None));
            }
        }
        shielded.extend(candidates.iter().map(|image| &image.digest));
    }
    follow(images, &mut fates, false);
    follow(images, &mut fates, true);
    let mut shown = Vec::new();
    for rule in &rules {
        let is_root = |fate: &(RuleSpec, Option<Digest>)| fate.0 == *rule && fate.1.is_none();
        for image in oldest_first(images, |image| fates.get(&image.digest).is_some_and(is_root)) {
            show(image, images, &fates, &mut shown);
        }
    }
    shown.join(" ")
}

fn candidates<'a>(rule: &RuleSpec, images: &'a [Image]) -> Vec<&'a Image> {
    let of_class = |image: &&Image| match rule.mark {
        Mark::Archived => matches!(image.storage, Storage::Archived { .. }),
        _ => image.storage == Storage::Standard,
    };
    let kept = |image: &&Image| is_kept_by_index(image, images, rule.archive);
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

fn follow(images: &[Image], fates: &mut Fates, archive: bool) {
    while let Some((digest, fate)) = images
        .iter()
        .find_map(|image| following(image, images, fates, archive))
    {
        fates.insert(digest, fate);
    }
}

fn following(
    image: &Image,
    images: &[Image],
    fates: &Fates,
    archive: bool,
) -> Option<(Digest, (RuleSpec, Option<Digest>))> {
    let subject = image.subject?;
    let (rule, _) = fates.get(&subject).filter(|(rule, _)| rule.archive == archive)?;
    let own = fates.get(&image.digest);
    let can = if archive {
        own.is_none() && image.storage == Storage::Standard
    } else {
        own.is_none_or(|(rule, _)| rule.archive)
    };
    let goes = can && !is_kept_by_index(image, images, archive);
    goes.then(|| (image.digest, (rule.clone(), Some(subject))))
}

fn oldest_first(images: &[Image], keep: impl Fn(&Image) -> bool) -> Vec<&Image> {
    let mut kept: Vec<&Image> = images.iter().filter(|image| keep(image)).collect();
    kept.sort_by_key(|image| (age_time(image), image.digest));
    kept
}

fn show(image: &Image, images: &[Image], fates: &Fates, shown: &mut Vec<String>) {
    let (rule, subject) = &fates[&image.digest];
    let archive = if rule.archive { "z" } else { "" };
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
