//! Which tags the rules of the action `untag` take off.
//!
//! Such a rule looks at each tag as if it were the only one of its image. It leaves alone what the
//! rules about images do: those of an image that a rule before it is about, and of one that goes.

use stdx::Timestamp;

use super::keep::Reach;
use super::select::{Ranking, is_over_age};
use super::snapshot::Snapshot;
use super::{Fate, Reason, Untagging};
use crate::{Action, Rule, RuleAction, StorageClass};

/// What is decided for the images: for each the first rule about it, and what becomes of it.
type Images<'d> = (&'d [Option<usize>], &'d [Option<Fate>]);

/// The tags that go, rule by rule, those of older images first.
pub(super) fn untaggings<'a>(
    rules: &'a [Rule],
    snapshot: &Snapshot<'a>,
    limits: &[Reach],
    (first, fates): Images<'_>,
    now: Timestamp,
) -> Vec<Untagging<'a>> {
    let of_tags = rules.iter().enumerate();
    let of_tags = of_tags.filter(|(_, rule)| rule.action == RuleAction::Untag);
    let mut of_tags: Vec<_> = of_tags.map(Ranking::of).collect();
    if of_tags.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for &index in snapshot.youngest_first(StorageClass::Standard) {
        let image = &snapshot.images()[index];
        let goes = fates[index].is_some_and(|fate| fate.action == Action::Expire);
        let mut tags: Vec<_> = image.tags.iter().collect();
        tags.sort_unstable_by(|left, right| right.cmp(left));
        for tag in tags {
            let is_about = |ranking: &&mut Ranking<'_>| ranking.rule.tags.selects(std::slice::from_ref(tag));
            let mut own = None;
            for ranking in of_tags.iter_mut().filter(is_about) {
                let place = ranking.take();
                let is_over = ranking.is_over(place) || is_over_age(ranking.rule.criterion, image, now);
                own.get_or_insert((ranking.position, place, is_over));
            }
            if let Some((position, place, true)) = own
                && !goes
                && limits[index].allows(position)
                && first[index].is_none_or(|first| first > position)
            {
                let rule = &rules[position];
                let reason = Reason::of(rule, image, place, now);
                let untagging = Untagging {
                    image,
                    tag,
                    rule,
                    reason,
                };
                found.push((position, untagging));
            }
        }
    }
    found.reverse();
    found.sort_by_key(|(position, _)| *position);
    found.into_iter().map(|(_, untagging)| untagging).collect()
}
