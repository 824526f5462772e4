//! Which images the rules mark, and which rule gets each.

use std::time::Duration;

use stdx::Timestamp;

use super::snapshot::Snapshot;
use super::{By, Fate};
use crate::{Criterion, Image, Rule};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// What the rules, in the order of their priorities, decide for each image.
pub(super) fn fates(rules: &[Rule], snapshot: &Snapshot<'_>, now: Timestamp) -> Vec<Option<Fate>> {
    let images = snapshot.images();
    let mut fates = vec![None; images.len()];
    let mut claimed = vec![false; images.len()];
    for (position, rule) in rules.iter().enumerate() {
        let mut places = Places::of(rule.criterion);
        for &index in snapshot.youngest_first(rule.criterion.storage_class()) {
            // Claimed images still take places, but there are none in a rule about days.
            if claimed[index] && !places.are_counted() {
                continue;
            }
            let image = &images[index];
            if !snapshot.is_free_for(index, rule.action) || !rule.tags.selects(&image.tags) {
                continue;
            }
            let is_marked = places.are_taken() || is_over_age(rule.criterion, image, now);
            if !claimed[index] && is_marked {
                fates[index] = Some(Fate {
                    rule: position,
                    by: By::Mark,
                });
            }
            claimed[index] = true;
        }
    }
    fates
}

/// The places of a rule that keeps a count.
struct Places(Option<u32>);

impl Places {
    fn of(criterion: Criterion) -> Self {
        match criterion {
            Criterion::ImageCountMoreThan { count } => Self(Some(count)),
            Criterion::SinceImagePushed { .. }
            | Criterion::SinceImagePulled { .. }
            | Criterion::SinceImageTransitioned { .. } => Self(None),
        }
    }

    const fn are_counted(&self) -> bool {
        self.0.is_some()
    }

    /// Takes a place; true when none was left.
    fn are_taken(&mut self) -> bool {
        let Some(left) = &mut self.0 else {
            return false;
        };
        let taken = *left == 0;
        *left = left.saturating_sub(1);
        taken
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
