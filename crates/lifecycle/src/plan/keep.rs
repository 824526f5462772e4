//! How far down the rules an image can be reached: held images by none, kept ones by those before
//! the rule that keeps them, and what belongs to either no further than they.

use super::follow::by_subject;
use super::snapshot::Snapshot;

/// The rules that may act on an image: those at positions before this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Reach(usize);

impl Reach {
    const NONE: Self = Self(0);
    const ALL: Self = Self(usize::MAX);

    pub(super) const fn allows(self, rule: usize) -> bool {
        rule < self.0
    }
}

/// The reach of each image, where `kept` has the position of the first rule that keeps it.
pub(super) fn limits(snapshot: &Snapshot<'_>, kept: &[(usize, usize)]) -> Vec<Reach> {
    let images = snapshot.images();
    let mut limits = vec![Reach::ALL; images.len()];
    let held = images.iter().enumerate().filter(|(_, image)| image.is_held);
    let held = held.map(|(index, _)| (index, Reach::NONE));
    let kept = kept.iter().map(|(index, rule)| (*index, Reach(*rule)));
    let mut next: Vec<(usize, Reach)> = held.chain(kept).collect();
    if next.is_empty() {
        return limits;
    }
    let (referrers, positions) = (by_subject(snapshot), snapshot.positions());
    while let Some((index, limit)) = next.pop() {
        if limits[index] <= limit {
            continue;
        }
        limits[index] = limit;
        let image = &images[index];
        let children = image.children.iter().filter_map(|child| positions.get(child));
        let with = children.chain(referrers.get(&image.digest).into_iter().flatten());
        next.extend(with.map(|with| (*with, limit)));
    }
    limits
}
