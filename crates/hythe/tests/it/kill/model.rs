//! What is in the repository of a writer.

use std::collections::BTreeMap;

/// Everything that the writer can list, and what it can restore.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Model {
    /// Digests of images, and the numbers that they are made from.
    pub(crate) images: BTreeMap<String, u64>,
    /// Tags and the digests that they name.
    pub(crate) tags: BTreeMap<String, String>,
    /// The `Sid` of the policy.
    pub(crate) policy: Option<String>,
    /// Deleted images: the number and the tags that they had.
    bin: BTreeMap<String, (u64, Vec<String>)>,
}

/// A change of one transaction.
#[derive(Debug, Clone)]
pub(crate) enum Change {
    Push {
        digest: String,
        number: u64,
        tag: String,
    },
    Tag {
        digest: String,
        tag: String,
    },
    Untag {
        tag: String,
    },
    Delete {
        digest: String,
    },
    Restore {
        digest: String,
    },
    Policy {
        sid: Option<String>,
    },
}

impl Change {
    /// What it is counted as.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Push { .. } => "push",
            Self::Tag { .. } => "tag",
            Self::Untag { .. } => "untag",
            Self::Delete { .. } => "delete",
            Self::Restore { .. } => "restore",
            Self::Policy { .. } => "policy",
        }
    }
}

impl Model {
    /// The same after a change.
    pub(crate) fn after(&self, change: &Change) -> Self {
        let mut new = self.clone();
        match change.clone() {
            Change::Push { digest, number, tag } => {
                new.images.insert(digest.clone(), number);
                new.tags.insert(tag, digest);
            }
            Change::Tag { digest, tag } => drop(new.tags.insert(tag, digest)),
            Change::Untag { tag } => drop(new.tags.remove(&tag)),
            Change::Policy { sid } => new.policy = sid,
            Change::Delete { digest } => {
                let number = new.images.remove(&digest).expect("it is there");
                let named = |(_, named): &(&String, &String)| **named == digest;
                let had: Vec<String> = new
                    .tags
                    .iter()
                    .filter(named)
                    .map(|(tag, _)| tag.clone())
                    .collect();
                new.tags.retain(|_, named| *named != digest);
                new.bin.insert(digest, (number, had));
            }
            Change::Restore { digest } => {
                let (number, had) = new.bin.remove(&digest).expect("it was deleted");
                new.images.insert(digest.clone(), number);
                for tag in had {
                    // One that somebody has taken meanwhile stays where it is.
                    new.tags.entry(tag).or_insert_with(|| digest.clone());
                }
            }
        }
        new
    }

    /// The digest of a deleted image.
    pub(crate) fn deleted(&self, at: u64) -> Option<String> {
        pick(self.bin.keys(), at)
    }

    /// The digest of an image.
    pub(crate) fn image(&self, at: u64) -> Option<String> {
        pick(self.images.keys(), at)
    }

    /// Whether both list the same.
    pub(crate) fn lists_as(&self, found: &Self) -> bool {
        let listed = |model: &Self| model.images.keys().cloned().collect::<Vec<_>>();
        listed(self) == listed(found) && self.tags == found.tags && self.policy == found.policy
    }
}

fn pick<'a>(keys: impl ExactSizeIterator<Item = &'a String>, at: u64) -> Option<String> {
    let count = u64::try_from(keys.len()).expect("a small number");
    let at = at.checked_rem(count)?;
    keys.into_iter()
        .nth(usize::try_from(at).expect("a small number"))
        .cloned()
}
