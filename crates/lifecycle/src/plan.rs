//! What a policy would do to the images of a repository at some instant.
//!
//! All rules look at the same images, whatever the others mark. Then they are applied by
//! priority: an image that a rule is about, marked or not, is out of reach of all rules after it.
//! An image that an index lists stays as long as the index does, and counts for nothing.
//! Referrers go with their subject, whichever rules are about them.

mod follow;
mod select;
mod snapshot;

use std::collections::HashMap;

use stdx::Timestamp;

use crate::{Action, Image, Policy, Rule};
use snapshot::Snapshot;

/// What is to be done, in this order: rule by rule, those of higher priority first; in a rule
/// older images first; directly after an image those that go with it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan<'a> {
    /// At most one act for each image.
    pub acts: Vec<Act<'a>>,
}

/// One image that goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Act<'a> {
    /// The image.
    pub image: &'a Image,
    /// The rule by which it goes.
    pub rule: &'a Rule,
    /// Why it goes.
    pub cause: Cause<'a>,
}

/// Why an image goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause<'a> {
    /// The rule marks it.
    Marked,
    /// It refers to this image, which goes by the rule.
    Refers(&'a Image),
}

impl Act<'_> {
    /// What happens to the image.
    pub const fn action(&self) -> Action {
        self.rule.action
    }

    /// The priority of the rule by which it goes (ECR `appliedRulePriority`).
    pub const fn priority(&self) -> u32 {
        self.rule.priority
    }
}

/// Evaluates `policy` on `images`, all images of one repository in any order, their digests
/// different, as of `now`. The answer depends on nothing else; no time in the future of `now` is
/// longer ago than any time.
///
/// An image without its index in `images` counts as not listed: leave none out.
pub fn plan<'a>(policy: &'a Policy, images: &'a [Image], now: Timestamp) -> Plan<'a> {
    let snapshot = Snapshot::new(images);
    let mut fates = select::fates(policy.rules(), &snapshot, now);
    follow::referrers(policy.rules(), &snapshot, &mut fates);
    let order = order(policy.rules(), &snapshot, &fates);
    let act = |index: usize| {
        let fate = fates[index]?;
        Some(Act {
            image: &images[index],
            rule: &policy.rules()[fate.rule],
            cause: match fate.by {
                By::Mark => Cause::Marked,
                By::Subject(subject) => Cause::Refers(&images[subject]),
            },
        })
    };
    Plan {
        acts: order.into_iter().filter_map(act).collect(),
    }
}

/// What is decided for an image.
#[derive(Debug, Clone, Copy)]
struct Fate {
    /// The position of the rule in the policy.
    rule: usize,
    by: By,
}

#[derive(Debug, Clone, Copy)]
enum By {
    Mark,
    /// The position of the image's subject.
    Subject(usize),
}

/// The positions of all images that have a fate.
fn order(rules: &[Rule], snapshot: &Snapshot<'_>, fates: &[Option<Fate>]) -> Vec<usize> {
    let mut marked = vec![Vec::new(); rules.len()];
    let mut followers: HashMap<usize, Vec<usize>> = HashMap::new();
    for (index, fate) in fates.iter().enumerate() {
        match fate {
            Some(Fate { rule, by: By::Mark }) => marked[*rule].push(index),
            Some(Fate {
                by: By::Subject(subject),
                ..
            }) => followers.entry(*subject).or_default().push(index),
            None => {}
        }
    }
    let mut order = Vec::new();
    let mut next = Vec::new();
    for mut marked in marked {
        snapshot.sort_oldest_first(&mut marked);
        for root in marked {
            next.push(root);
            while let Some(index) = next.pop() {
                order.push(index);
                if let Some(mut with) = followers.remove(&index) {
                    snapshot.sort_oldest_first(&mut with);
                    next.extend(with.into_iter().rev());
                }
            }
        }
    }
    order
}
