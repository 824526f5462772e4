//! What a policy would do to the images of a repository at some instant.
//!
//! All rules look at the same images, whatever the others mark. Then they are applied by
//! priority: an image that a rule is about, marked or not, is out of reach of all rules after it.
//! An image that an index lists stays as long as the index does, and counts for nothing.
//! Referrers go with their subject, whichever rules are about them.
//!
//! What is ours: no rule acts on an image that is held, and none after a rule that keeps it, nor
//! on what belongs to such an image: what it lists, and what refers to it. Held and kept images
//! take their places in counts like others. Rules that take tags off are about tags, not images:
//! each tag goes by the first such rule that is about it, they hide no image from other rules, and
//! an image that loses its last tag is untagged for the next run.

mod follow;
mod keep;
mod reason;
mod select;
mod snapshot;
mod untag;

use std::collections::HashMap;

use names::Tag;
use stdx::Timestamp;

use crate::{Action, Image, Policy, Rule};
pub use reason::{Reason, Since};
use snapshot::Snapshot;

/// What is to be done, in this order: rule by rule, those of higher priority first; in a rule
/// older images first; directly after an image those that go with it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan<'a> {
    /// At most one act for each image.
    pub acts: Vec<Act<'a>>,
    /// The tags that are to be taken off after that: rule by rule, those of older images first.
    /// None of an image that is to be deleted.
    pub untaggings: Vec<Untagging<'a>>,
}

/// One tag that goes, while its image stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Untagging<'a> {
    /// The image.
    pub image: &'a Image,
    /// Its tag.
    pub tag: &'a Tag,
    /// The rule by which it goes.
    pub rule: &'a Rule,
    /// What the rule found.
    pub reason: Reason,
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
    action: Action,
}

/// Why an image goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause<'a> {
    /// The rule marks it.
    Marked(Reason),
    /// It refers to this image, which goes by the rule.
    Refers(&'a Image),
}

impl Act<'_> {
    /// What happens to the image.
    pub const fn action(&self) -> Action {
        self.action
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
    let rules = policy.rules();
    let snapshot = Snapshot::new(images);
    let decided = select::decide(rules, &snapshot, now);
    let limits = keep::limits(&snapshot, &decided.kept);
    let mut fates = decided.fates;
    for (fate, limit) in fates.iter_mut().zip(&limits) {
        fate.take_if(|fate| !limit.allows(fate.rule));
    }
    follow::referrers(&snapshot, &limits, &mut fates);
    let act = |index: usize| {
        let fate = fates[index]?;
        Some(Act {
            image: &images[index],
            rule: &rules[fate.rule],
            cause: match fate.by {
                By::Mark { place } => {
                    Cause::Marked(Reason::of(&rules[fate.rule], &images[index], place, now))
                }
                By::Subject(subject) => Cause::Refers(&images[subject]),
            },
            action: fate.action,
        })
    };
    let acts = order(rules, &snapshot, &fates).into_iter().filter_map(act);
    Plan {
        acts: acts.collect(),
        untaggings: untag::untaggings(rules, &snapshot, &limits, (&decided.first, &fates), now),
    }
}

/// What is decided for an image.
#[derive(Debug, Clone, Copy)]
struct Fate {
    /// The position of the rule in the policy.
    rule: usize,
    action: Action,
    by: By,
}

#[derive(Debug, Clone, Copy)]
enum By {
    Mark {
        /// Which of the rule's images it is, the youngest being the first; 0 where that does not
        /// matter.
        place: u32,
    },
    /// The position of the image's subject.
    Subject(usize),
}

/// The positions of all images that have a fate.
fn order(rules: &[Rule], snapshot: &Snapshot<'_>, fates: &[Option<Fate>]) -> Vec<usize> {
    let mut marked = vec![Vec::new(); rules.len()];
    let mut followers: HashMap<usize, Vec<usize>> = HashMap::new();
    for (index, fate) in fates.iter().enumerate() {
        match fate {
            Some(Fate {
                rule,
                by: By::Mark { .. },
                ..
            }) => marked[*rule].push(index),
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
