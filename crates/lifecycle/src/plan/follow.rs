//! Referrers (signatures, lists of materials, …) go with the image that they are about.

use std::collections::HashMap;

use names::Digest;

use super::keep::Reach;
use super::snapshot::Snapshot;
use super::{By, Fate};
use crate::{Action, Storage};

/// Gives referrers the fate of their subject, those of referrers too.
///
/// Nothing is archived that a rule has marked already. But what is marked for the archive is
/// deleted when its subject is: it would be of no use there.
pub(super) fn referrers(snapshot: &Snapshot<'_>, limits: &[Reach], fates: &mut [Option<Fate>]) {
    let referrers = by_subject(snapshot);
    if referrers.is_empty() {
        return;
    }
    for action in [Action::Expire, Action::Transition] {
        let goes = |fate: &Option<Fate>| fate.is_some_and(|fate| fate.action == action);
        let going = (0..fates.len()).filter(|index| goes(&fates[*index]));
        let mut going: Vec<usize> = going.collect();
        while let Some(subject) = going.pop() {
            let digest = &snapshot.images()[subject].digest;
            let Some(fate) = fates[subject] else {
                continue;
            };
            for &referrer in referrers.get(digest).into_iter().flatten() {
                let own = fates[referrer].map(|fate| fate.action);
                if limits[referrer].allows(fate.rule) && follows(snapshot, referrer, own, action) {
                    fates[referrer] = Some(Fate {
                        by: By::Subject(subject),
                        ..fate
                    });
                    going.push(referrer);
                }
            }
        }
    }
}

/// The positions of what refers to each digest.
pub(super) fn by_subject<'a>(snapshot: &Snapshot<'a>) -> HashMap<&'a Digest, Vec<usize>> {
    let mut referrers: HashMap<&Digest, Vec<usize>> = HashMap::new();
    for (index, image) in snapshot.images().iter().enumerate() {
        if let Some(subject) = &image.subject {
            referrers.entry(subject).or_default().push(index);
        }
    }
    referrers
}

/// Whether a referrer, for which `own` is decided already, joins its subject in `action`.
fn follows(snapshot: &Snapshot<'_>, referrer: usize, own: Option<Action>, action: Action) -> bool {
    let storage = snapshot.images()[referrer].storage;
    let can = match action {
        Action::Expire => own != Some(Action::Expire),
        Action::Transition => own.is_none() && storage == Storage::Standard,
    };
    can && snapshot.is_free_for(referrer, action)
}
