//! Which images the rules mark, and which rule gets each.

use std::time::Duration;

use stdx::Timestamp;

use super::snapshot::Snapshot;
use super::{By, Fate};
use crate::{Criterion, Image, Rule, RuleAction, StorageClass};

pub(super) const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// What the rules decide, before anything is said of held and kept images or of referrers.
pub(super) struct Decided {
    pub(super) fates: Vec<Option<Fate>>,
    /// For each image the position of the first rule that decides about it as a whole.
    pub(super) first: Vec<Option<usize>>,
    /// The images that a rule keeps, with the position of the first that does.
    pub(super) kept: Vec<(usize, usize)>,
}

/// What the rules, in the order of their priorities, decide for each image.
///
/// All rules see the images of a class in one order, the youngest first, so that each image
/// passes all rules while its tags are at hand.
pub(super) fn decide(rules: &[Rule], snapshot: &Snapshot<'_>, now: Timestamp) -> Decided {
    let count = snapshot.images().len();
    let mut decided = Decided {
        fates: vec![None; count],
        first: vec![None; count],
        kept: Vec::new(),
    };
    for class in [StorageClass::Standard, StorageClass::Archive] {
        let of_class = rules.iter().enumerate();
        let of_class = of_class.filter(|(_, rule)| rule.criterion.storage_class() == class);
        let of_images = of_class.filter(|(_, rule)| rule.action != RuleAction::Untag);
        let mut of_images: Vec<_> = of_images.map(Ranking::of).collect();
        for &index in snapshot.youngest_first(class) {
            decided.pass(&mut of_images, snapshot, index, now);
        }
    }
    decided
}

impl Decided {
    fn pass(&mut self, rankings: &mut [Ranking<'_>], snapshot: &Snapshot<'_>, index: usize, now: Timestamp) {
        let image = &snapshot.images()[index];
        let mut is_kept = false;
        for ranking in rankings {
            let rule = ranking.rule;
            let keeps = rule.action == RuleAction::Keep;
            // Who belongs to a rule before still takes places, but rules about days have none.
            let matters = self.first[index].is_none() || ranking.places.is_some() || (keeps && !is_kept);
            let can = |action| snapshot.is_free_for(index, action);
            if !matters || !rule.action.on_image().is_none_or(can) || !rule.tags.selects(&image.tags) {
                continue;
            }
            let place = ranking.take();
            let is_over = ranking.is_over(place) || is_over_age(rule.criterion, image, now);
            if keeps {
                if is_over {
                    continue;
                }
                if !is_kept {
                    self.kept.push((index, ranking.position));
                    is_kept = true;
                }
            }
            if self.first[index].is_none() {
                self.first[index] = Some(ranking.position);
                let action = rule.action.on_image().filter(|_| is_over);
                self.fates[index] = action.map(|action| Fate {
                    rule: ranking.position,
                    action,
                    by: By::Mark { place },
                });
            }
        }
    }
}

/// A rule while the images, or their tags, pass it.
pub(super) struct Ranking<'r> {
    pub(super) position: usize,
    pub(super) rule: &'r Rule,
    /// How many places it has, when it keeps a count.
    pub(super) places: Option<u32>,
    taken: u32,
}

impl<'r> Ranking<'r> {
    pub(super) fn of((position, rule): (usize, &'r Rule)) -> Self {
        let places = match rule.criterion {
            Criterion::ImageCountMoreThan { count } | Criterion::NewestImageCount { count } => Some(count),
            Criterion::SinceImagePushed { .. }
            | Criterion::SinceImagePulled { .. }
            | Criterion::SinceImageTransitioned { .. }
            | Criterion::Every { .. }
            | Criterion::ImagePushedWithin { .. }
            | Criterion::ImagePulledWithin { .. } => None,
        };
        Self {
            position,
            rule,
            places,
            taken: 0,
        }
    }

    /// Takes the next place, from 1; 0 where the rule counts nothing.
    pub(super) fn take(&mut self) -> u32 {
        if self.places.is_some() {
            self.taken = self.taken.saturating_add(1);
        }
        self.taken
    }

    /// Whether a place is beyond those that the rule keeps.
    pub(super) fn is_over(&self, place: u32) -> bool {
        self.places.is_some_and(|places| place > places)
    }
}

pub(super) fn is_over_age(criterion: Criterion, image: &Image, now: Timestamp) -> bool {
    age_and_limit(criterion, image, now).is_some_and(|(age, days)| age > DAY * days)
}

/// How old an image is by what a rule goes by, and the days that the rule sets as a limit.
pub(super) fn age_and_limit(criterion: Criterion, image: &Image, now: Timestamp) -> Option<(Duration, u32)> {
    let (since, days) = match criterion {
        Criterion::ImageCountMoreThan { .. }
        | Criterion::NewestImageCount { .. }
        | Criterion::Every { .. } => return None,
        Criterion::SinceImagePushed { days } | Criterion::ImagePushedWithin { days } => {
            (image.pushed_at, days)
        }
        Criterion::SinceImagePulled { days } | Criterion::ImagePulledWithin { days } => {
            (image.pull_time(), days)
        }
        Criterion::SinceImageTransitioned { days } => (image.age_time(), days),
    };
    Some((now.since(since), days))
}
