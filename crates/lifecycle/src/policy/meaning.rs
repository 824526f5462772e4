//! What the rules of a policy mean, each and together.

use std::collections::BTreeSet;

use super::form::{Draft, TagStatus};
use super::{Action, Criterion, Rule, StorageClass, TagList, TagSelection};
use crate::{Fault, Pattern};

/// Makes rules of the drafts, those of higher priority first.
pub(super) fn check(drafts: Vec<Draft>) -> Result<Vec<Rule>, Vec<Fault>> {
    let mut faults = Vec::new();
    let rules = drafts.into_iter().filter_map(|draft| rule(draft, &mut faults));
    let mut rules: Vec<Rule> = rules.collect();
    rules.sort_by_key(|rule| rule.priority);
    for pair in rules.windows(2) {
        let repeated = pair[0].priority == pair[1].priority;
        let fault = Fault::PriorityRepeated(pair[0].priority);
        if repeated && faults.last() != Some(&fault) {
            faults.push(fault);
        }
    }
    for class in [StorageClass::Standard, StorageClass::Archive] {
        let of_class = rules
            .iter()
            .filter(|rule| rule.criterion.storage_class() == class);
        together(&of_class.collect::<Vec<_>>(), &mut faults);
    }
    if faults.is_empty() { Ok(rules) } else { Err(faults) }
}

fn rule(draft: Draft, faults: &mut Vec<Fault>) -> Option<Rule> {
    let before = faults.len();
    match (draft.criterion, draft.action) {
        (Criterion::SinceImagePulled { .. }, Action::Expire) => faults.push(Fault::PulledMustTransition),
        (Criterion::SinceImageTransitioned { .. }, Action::Transition) => {
            faults.push(Fault::TransitionedMustExpire);
        }
        _ => {}
    }
    let tags = match tags(draft.tag_status, draft.prefixes, &draft.patterns) {
        Ok(tags) => Some(tags),
        Err(fault) => {
            faults.push(fault);
            None
        }
    };
    let rule = Rule {
        priority: draft.priority,
        description: draft.description,
        tags: tags?,
        criterion: draft.criterion,
        action: draft.action,
    };
    (faults.len() == before).then_some(rule)
}

/// An empty list counts as none: it selects nothing further.
fn tags(status: TagStatus, prefixes: Vec<String>, patterns: &[String]) -> Result<TagSelection, Fault> {
    match (status, prefixes.is_empty(), patterns.is_empty()) {
        (TagStatus::Any, true, true) => Ok(TagSelection::Any),
        (TagStatus::Untagged, true, true) => Ok(TagSelection::Untagged),
        (TagStatus::Any | TagStatus::Untagged, ..) => Err(Fault::ListWithoutTagged),
        (TagStatus::Tagged, true, true) => Err(Fault::NoList),
        (TagStatus::Tagged, false, false) => Err(Fault::BothLists),
        (TagStatus::Tagged, false, true) => Ok(TagSelection::Tagged(TagList::Prefixes(prefixes))),
        (TagStatus::Tagged, true, false) => {
            let patterns = patterns.iter().map(|pattern| Pattern::parse(pattern));
            let patterns: Option<Vec<_>> = patterns.collect();
            let patterns = patterns.ok_or(Fault::TooManyWildcards)?;
            Ok(TagSelection::Tagged(TagList::Patterns(patterns)))
        }
    }
}

/// Rules of one storage class beside each other; they are in the order of their priorities.
fn together(rules: &[&Rule], faults: &mut Vec<Fault>) {
    let is_untagged = |rule: &&&Rule| rule.tags == TagSelection::Untagged;
    if rules.iter().filter(is_untagged).count() > 1 {
        faults.push(Fault::UntaggedRepeated);
    }
    let all_but_last = rules.split_last().map_or(&[][..], |(_, rest)| rest);
    if all_but_last.iter().any(|rule| rule.tags == TagSelection::Any) {
        faults.push(Fault::AnyNotLast);
    }
    let mut seen = BTreeSet::new();
    let mut sets = rules.iter().filter_map(|rule| entries(&rule.tags));
    if !sets.all(|set| seen.insert(set)) {
        faults.push(Fault::ListRepeated);
    }
}

/// Prefixes and patterns are told apart: `prod` as the one means other tags than as the other.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Entries<'r> {
    Prefixes(BTreeSet<&'r str>),
    Patterns(BTreeSet<&'r str>),
}

fn entries(tags: &TagSelection) -> Option<Entries<'_>> {
    match tags {
        TagSelection::Any | TagSelection::Untagged => None,
        TagSelection::Tagged(TagList::Prefixes(prefixes)) => {
            Some(Entries::Prefixes(prefixes.iter().map(String::as_str).collect()))
        }
        TagSelection::Tagged(TagList::Patterns(patterns)) => {
            Some(Entries::Patterns(patterns.iter().map(Pattern::as_str).collect()))
        }
    }
}
