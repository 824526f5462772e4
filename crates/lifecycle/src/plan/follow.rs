//! Referrers (signatures, lists of materials, …) go with the image that they are about.

use std::collections::HashMap;

use names::Digest;

use super::snapshot::Snapshot;
use super::{By, Fate};
use crate::{Action, Rule, Storage};

/// Gives referrers the fate of their subject, those of referrers too.
///
/// Nothing is archived that a rule has marked already. But what is marked for the archive is
/// deleted when its subject is: it would be of no use there.
pub(super) fn referrers(rules: &[Rule], snapshot: &Snapshot<'_>, fates: &mut [Option<Fate>]) {
    let referrers = by_subject(snapshot);
    if referrers.is_empty() {
        return;
    }
    for action in [Action::Expire, Action::Transition] {
        let goes = |fate: &Option<Fate>| fate.is_some_and(|fate| rules[fate.rule].action == action);
        let going = (0..fates.len()).filter(|index| goes(&fates[*index]));
        let mut going: Vec<usize> = going.collect();
        while let Some(subject) = going.pop() {
            let digest = &snapshot.images()[subject].digest;
            for &referrer in referrers.get(digest).into_iter().flatten() {
                let own = fates[referrer].map(|fate| rules[fate.rule].action);
                if follows(snapshot, referrer, own, action) {
                    fates[referrer] = fates[subject].map(|fate| Fate {
                        rule: fate.rule,
                        by: By::Subject(subject),
                    });
                    going.push(referrer);
                }
            }
        }
    }
}

fn by_subject<'a>(snapshot: &Snapshot<'a>) -> HashMap<&'a Digest, Vec<usize>> {
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
