//! Lifecycle policies: rules that say which images go.

mod form;
mod json;
mod meaning;

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

    /// Reads a policy text, or says all that is wrong with it. An empty text, which is no policy
    /// in a repository creation template, is the caller's to find.
    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        if text.chars().nth(Self::MAX_CHARACTERS).is_some() {
            return Err(PolicyError::new(vec![Fault::TooLong]));
        }
        let document = Json::parse(text).filter(|json| matches!(json, Json::Object(_)));
        let document = document.ok_or_else(|| PolicyError::new(vec![Fault::Unreadable]))?;
        let rules = form::read(&document).and_then(meaning::check);
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
    pub action: Action,
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
            Self::ImageCountMoreThan { .. }
            | Self::SinceImagePushed { .. }
            | Self::SinceImagePulled { .. } => StorageClass::Standard,
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
        }
    }
}

impl TagList {
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
