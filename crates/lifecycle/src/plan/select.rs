//! Which images the rules mark, and which rule gets each.

use std::time::Duration;

use stdx::Timestamp;

use super::snapshot::Snapshot;
use super::{By, Fate};
use crate::{Criterion, Image, Rule, StorageClass};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// What the rules, in the order of their priorities, decide for each image.
///
/// All rules see the images of a class in one order, the youngest first, so that each image
/// passes all rules while its tags are at hand.
pub(super) fn fates(rules: &[Rule], snapshot: &Snapshot<'_>, now: Timestamp) -> Vec<Option<Fate>> {
    let mut fates = vec![None; snapshot.images().len()];
    for class in [StorageClass::Standard, StorageClass::Archive] {
        let of_class = rules.iter().enumerate();
        let of_class = of_class.filter(|(_, rule)| rule.criterion.storage_class() == class);
        let mut of_class: Vec<_> = of_class.map(Ranking::of).collect();
        for &index in snapshot.youngest_first(class) {
            fates[index] = fate(&mut of_class, snapshot, index, now);
        }
    }
    fates
}

fn fate(rankings: &mut [Ranking<'_>], snapshot: &Snapshot<'_>, index: usize, now: Timestamp) -> Option<Fate> {
    let image = &snapshot.images()[index];
    let mut first = None;
    for ranking in rankings {
        // Who belongs to a rule before still takes places, but rules about days have none.
        let matters = first.is_none() || ranking.places.is_some();
        let rule = ranking.rule;
        if !matters || !snapshot.is_free_for(index, rule.action) || !rule.tags.selects(&image.tags) {
            continue;
        }
        let is_marked = ranking.is_full() || is_over_age(rule.criterion, image, now);
        first.get_or_insert((ranking.position, is_marked));
    }
    let (rule, is_marked) = first?;
    is_marked.then_some(Fate { rule, by: By::Mark })
}

/// A rule while the images pass it.
struct Ranking<'r> {
    position: usize,
    rule: &'r Rule,
    /// How many more images it keeps, when it keeps a count.
    places: Option<u32>,
}

impl<'r> Ranking<'r> {
    fn of((position, rule): (usize, &'r Rule)) -> Self {
        let places = match rule.criterion {
            Criterion::ImageCountMoreThan { count } => Some(count),
            Criterion::SinceImagePushed { .. }
            | Criterion::SinceImagePulled { .. }
            | Criterion::SinceImageTransitioned { .. } => None,
        };
        Self {
            position,
            rule,
            places,
        }
    }

    /// Takes a place; true when none was left.
    fn is_full(&mut self) -> bool {
        let Some(places) = &mut self.places else {
            return false;
        };
        let is_full = *places == 0;
        *places = places.saturating_sub(1);
        is_full
    }
}

fn is_over_age(criterion: Criterion, image: &Image, now: Timestamp) -> bool {
    let (since, days) = match criterion {
        Criterion::ImageCountMoreThan { .. } => return false,
        Criterion::SinceImagePushed { days } => (image.pushed_at, days),
        Criterion::SinceImagePulled { days } => (image.pull_time(), days),
        Criterion::SinceImageTransitioned { days } => (image.age_time(), days),
    };
    now.since(since) > DAY * days
}
