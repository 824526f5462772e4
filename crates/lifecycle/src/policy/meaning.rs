//! What the rules of a policy mean, each and together.

use std::collections::BTreeSet;

use super::form::{Draft, TagMatch, TagStatus};
use super::{Criterion, Dialect, Rule, RuleAction, StorageClass, TagList, TagSelection};
use crate::{Fault, Pattern};

/// Makes rules of the drafts, those of higher priority first.
pub(super) fn check(drafts: Vec<Draft>, dialect: Dialect) -> Result<Vec<Rule>, Vec<Fault>> {
    let mut faults = Vec::new();
    let rules = drafts.into_iter();
    let rules = rules.filter_map(|draft| rule(draft, dialect, &mut faults));
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
        let acting = of_class.filter(|rule| rule.action.on_image().is_some());
        together(&acting.collect::<Vec<_>>(), &mut faults);
    }
    let untagging = rules.iter().filter(|rule| rule.action == RuleAction::Untag);
    together(&untagging.collect::<Vec<_>>(), &mut faults);
    if faults.is_empty() { Ok(rules) } else { Err(faults) }
}

fn rule(draft: Draft, dialect: Dialect, faults: &mut Vec<Fault>) -> Option<Rule> {
    let before = faults.len();
    match (draft.criterion, draft.action) {
        (Criterion::SinceImagePulled { .. }, RuleAction::Expire) if dialect == Dialect::Ecr => {
            faults.push(Fault::PulledMustTransition);
        }
        (Criterion::SinceImageTransitioned { .. }, RuleAction::Transition | RuleAction::Untag) => {
            faults.push(Fault::TransitionedMustExpire);
        }
        _ => {}
    }
    if draft.action == RuleAction::Untag && draft.tag_status != TagStatus::Tagged {
        faults.push(Fault::UntagNeedsTags);
    }
    let tags = match selection(&draft) {
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
fn selection(draft: &Draft) -> Result<TagSelection, Fault> {
    let (prefixes, patterns) = (&draft.prefixes, &draft.patterns);
    let list = match (draft.tag_status, prefixes.is_empty(), patterns.is_empty()) {
        (TagStatus::Any | TagStatus::Untagged, true, true) if draft.tag_match == TagMatch::Any => {
            return Err(Fault::MatchWithoutTagged);
        }
        (TagStatus::Any, true, true) => return Ok(TagSelection::Any),
        (TagStatus::Untagged, true, true) => return Ok(TagSelection::Untagged),
        (TagStatus::Any | TagStatus::Untagged, ..) => return Err(Fault::ListWithoutTagged),
        (TagStatus::Tagged, true, true) => return Err(Fault::NoList),
        (TagStatus::Tagged, false, false) => return Err(Fault::BothLists),
        (TagStatus::Tagged, false, true) => TagList::Prefixes(prefixes.clone()),
        (TagStatus::Tagged, true, false) => {
            let patterns = patterns.iter().map(|pattern| Pattern::parse(pattern));
            let patterns: Option<Vec<_>> = patterns.collect();
            TagList::Patterns(patterns.ok_or(Fault::TooManyWildcards)?)
        }
    };
    Ok(match draft.tag_match {
        TagMatch::All => TagSelection::Tagged(list),
        TagMatch::Any => TagSelection::TaggedAnyOf(list),
    })
}

/// Rules of one storage class beside each other; they are in the order of their priorities. Those
/// that keep may stand anywhere: they take nothing from each other.
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

fn entries(tags: &TagSelection) -> Option<(bool, Entries<'_>)> {
    let (any_of, list) = match tags {
        TagSelection::Any | TagSelection::Untagged => return None,
        TagSelection::Tagged(list) => (false, list),
        TagSelection::TaggedAnyOf(list) => (true, list),
    };
    let entries = match list {
        TagList::Prefixes(prefixes) => Entries::Prefixes(prefixes.iter().map(String::as_str).collect()),
        TagList::Patterns(patterns) => Entries::Patterns(patterns.iter().map(Pattern::as_str).collect()),
    };
    Some((any_of, entries))
}
