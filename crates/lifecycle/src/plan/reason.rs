//! Why a rule marks an image or a tag, so that a reader sees what to change.

use std::fmt;

use stdx::Timestamp;

use super::select::{DAY, age_and_limit};
use crate::{Criterion, Image, Rule};

/// What a rule found. Displayed as the part of a sentence that stands after "because".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// It is not among those that a count keeps.
    Place {
        /// Which of the images (or tags) of the rule it is, the youngest being the first.
        place: u32,
        /// How many stay.
        keeps: u32,
    },
    /// It is too old.
    Age {
        /// What the age is counted from.
        since: Since,
        /// Whole days since then.
        days: u64,
        /// How many days it may be.
        limit: u32,
    },
}

/// What an age is counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// The push.
    Push,
    /// The last pull.
    Pull,
    /// The push, since there was no pull.
    PushUnpulled,
    /// The restoring from the archive, since there was no later pull.
    Restore,
    /// The move to the archive.
    Archive,
}

impl Reason {
    pub(super) fn of(rule: &Rule, image: &Image, place: u32, now: Timestamp) -> Self {
        match rule.criterion {
            Criterion::ImageCountMoreThan { count } | Criterion::NewestImageCount { count } => {
                Self::Place { place, keeps: count }
            }
            criterion => {
                let (age, limit) = age_and_limit(criterion, image, now).unwrap_or_default();
                Self::Age {
                    since: Since::of(criterion, image),
                    days: age.as_secs() / DAY.as_secs(),
                    limit,
                }
            }
        }
    }
}

impl Since {
    fn of(criterion: Criterion, image: &Image) -> Self {
        match criterion {
            Criterion::SinceImageTransitioned { .. } => Self::Archive,
            Criterion::SinceImagePulled { .. } => match (image.last_pulled_at, image.last_activated_at) {
                (None, None) => Self::PushUnpulled,
                (pulled, restored) if restored > pulled => Self::Restore,
                _ => Self::Pull,
            },
            _ => Self::Push,
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (since, days, limit) = match self {
            Self::Place { place, keeps } => {
                return write!(f, "it is number {place} from the newest, and {keeps} stay");
            }
            Self::Age { since, days, limit } => (since, days, limit),
        };
        let ago = format!(
            "more than {} ago ({})",
            in_days(u64::from(*limit)),
            in_days(*days)
        );
        match since {
            Since::Push => write!(f, "it was pushed {ago}"),
            Since::Pull => write!(f, "it was last pulled {ago}"),
            Since::PushUnpulled => write!(f, "it was never pulled, and pushed {ago}"),
            Since::Restore => write!(f, "it was not pulled since it was restored {ago}"),
            Since::Archive => write!(f, "it was archived {ago}"),
        }
    }
}

fn in_days(days: u64) -> String {
    match days {
        1 => "1 day".to_owned(),
        _ => format!("{days} days"),
    }
}
