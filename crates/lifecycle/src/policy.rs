//! Lifecycle policies: rules that say which images go.

mod extension;
mod form;
mod json;
mod meaning;

pub use extension::{Dialect, Extension};

use names::Tag;

use crate::{Fault, Pattern, PolicyError};
use json::Json;

/// A valid lifecycle policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    rules: Vec<Rule>,
}

impl Policy {
    /// The most characters of a policy text.
    pub const MAX_CHARACTERS: usize = 30_720;
    /// The most rules of a policy.
    pub const MAX_RULES: usize = 50;

    /// Reads a policy text with what ours may have beyond ECR's, or says all that is wrong with
    /// it. An empty text, which is no policy in a repository creation template, is the caller's
    /// to find.
    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        Self::parse_as(text, Dialect::Hythe)
    }

    /// Reads a policy text as [`Self::parse`] does, in one or the other dialect. What is a policy
    /// in ECR's is the same policy in ours.
    pub fn parse_as(text: &str, dialect: Dialect) -> Result<Self, PolicyError> {
        if text.chars().nth(Self::MAX_CHARACTERS).is_some() {
            return Err(PolicyError::new(vec![Fault::TooLong]));
        }
        let document = Json::parse(text).filter(|json| matches!(json, Json::Object(_)));
        let document = document.ok_or_else(|| PolicyError::new(vec![Fault::Unreadable]))?;
        let rules = form::read(&document, dialect).and_then(|drafts| meaning::check(drafts, dialect));
        rules.map(|rules| Self { rules }).map_err(PolicyError::new)
    }

    /// The rules, those of higher priority (lower number) first.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }
}

/// One rule of a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// `rulePriority`: from 1, the lowest number is the highest priority, unique in the policy.
    pub priority: u32,
    /// What the author says of it.
    pub description: Option<String>,
    /// Which images it is about, by their tags.
    pub tags: TagSelection,
    /// Which of these it marks.
    pub criterion: Criterion,
    /// What happens to the marked ones.
    pub action: RuleAction,
}

/// Which images a rule is about (`tagStatus`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TagSelection {
    /// All of them.
    Any,
    /// Those without a tag.
    Untagged,
    /// Those whose tags match every entry of a list.
    Tagged(TagList),
    /// Those of whose tags one matches one entry of a list (ours: `tagListMatch` is `any`).
    TaggedAnyOf(TagList),
}

/// What tags of an image must match. Every entry must be matched by one of its tags; different
/// tags may match different entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TagList {
    /// `tagPrefixList`: starts of tags, to the letter.
    Prefixes(Vec<String>),
    /// `tagPatternList`: patterns of whole tags.
    Patterns(Vec<Pattern>),
}

/// Which of the images that it is about a rule marks (`countType`). Days are of 24 hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Criterion {
    /// All but the `count` youngest.
    ImageCountMoreThan {
        /// How many stay, at least 1.
        count: u32,
    },
    /// Those pushed longer ago.
    SinceImagePushed {
        /// At least 1.
        days: u32,
    },
    /// Those last pulled longer ago; of those never pulled, or not pulled since they were
    /// restored, those pushed or restored longer ago.
    SinceImagePulled {
        /// At least 1.
        days: u32,
    },
    /// Those archived longer ago.
    SinceImageTransitioned {
        /// At least [`Criterion::MIN_DAYS_IN_ARCHIVE`].
        days: u32,
    },
    /// All that are where the rule looks (ours: a rule that keeps, without a `countType`).
    Every {
        /// Where it looks.
        class: StorageClass,
    },
    /// The `count` youngest (ours, of rules that keep).
    NewestImageCount {
        /// At least 1.
        count: u32,
    },
    /// Those pushed not longer ago (ours, of rules that keep).
    ImagePushedWithin {
        /// At least 1.
        days: u32,
    },
    /// Those last pulled not longer ago (ours, of rules that keep); as [`Self::SinceImagePulled`]
    /// where they were never pulled.
    ImagePulledWithin {
        /// At least 1.
        days: u32,
    },
}

/// What a rule does with what it marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleAction {
    /// The images are deleted with all their tags.
    Expire,
    /// The images move to the storage class `archive`.
    Transition,
    /// No rule after this one acts on the images (ours).
    Keep,
    /// The tags that the rule is about are taken off; the images stay (ours).
    Untag,
}

impl RuleAction {
    /// What happens to an image as a whole, where the rule acts on images.
    pub const fn on_image(self) -> Option<Action> {
        match self {
            Self::Expire => Some(Action::Expire),
            Self::Transition => Some(Action::Transition),
            Self::Keep | Self::Untag => None,
        }
    }
}

/// What happens to an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// It is deleted with all its tags.
    Expire,
    /// It moves to the storage class `archive`, the only target.
    Transition,
}

/// Where the images are that a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StorageClass {
    /// `standard`.
    Standard,
    /// `archive`.
    Archive,
}

impl Criterion {
    /// The least days after which a policy may expire archived images.
    pub const MIN_DAYS_IN_ARCHIVE: u32 = 90;

    /// Where the images are that it marks.
    pub const fn storage_class(self) -> StorageClass {
        match self {
            Self::SinceImageTransitioned { .. } => StorageClass::Archive,
            Self::Every { class } => class,
            Self::ImageCountMoreThan { .. }
            | Self::SinceImagePushed { .. }
            | Self::SinceImagePulled { .. }
            | Self::NewestImageCount { .. }
            | Self::ImagePushedWithin { .. }
            | Self::ImagePulledWithin { .. } => StorageClass::Standard,
        }
    }
}

impl TagSelection {
    /// Whether a rule is about an image with these tags.
    pub fn selects(&self, tags: &[Tag]) -> bool {
        match self {
            Self::Any => true,
            Self::Untagged => tags.is_empty(),
            Self::Tagged(list) => !tags.is_empty() && list.is_matched_by(tags),
            Self::TaggedAnyOf(list) => tags.iter().any(|tag| list.has_entry_for(tag)),
        }
    }
}

impl TagList {
    fn has_entry_for(&self, tag: &Tag) -> bool {
        let tag = tag.as_str();
        match self {
            Self::Prefixes(prefixes) => prefixes.iter().any(|prefix| tag.starts_with(prefix)),
            Self::Patterns(patterns) => patterns.iter().any(|pattern| pattern.matches(tag)),
        }
    }

    fn is_matched_by(&self, tags: &[Tag]) -> bool {
        match self {
            Self::Prefixes(prefixes) => prefixes
                .iter()
                .all(|prefix| tags.iter().any(|tag| tag.as_str().starts_with(prefix))),
            Self::Patterns(patterns) => patterns
                .iter()
                .all(|pattern| tags.iter().any(|tag| pattern.matches(tag.as_str()))),
        }
    }
}
