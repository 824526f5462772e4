//! What can be wrong with a policy text, in the sentences that callers read.
//!
//! The sentences that ECR is known to answer with stand here as it writes them. Where its words
//! are not known, the sentence is ours and the variant says so.

use serde::Serialize;

/// A policy text that is no lifecycle policy.
///
/// Displayed as ECR does: `Lifecycle policy validation failure: ` and the sentences of all
/// faults, one a line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("Lifecycle policy validation failure: {}", lines(.faults))]
pub struct PolicyError {
    faults: Vec<Fault>,
}

impl PolicyError {
    pub(crate) fn new(faults: Vec<Fault>) -> Self {
        Self { faults }
    }

    /// The faults, never none, in the order of the text: first those of its form, and only when
    /// it has none of these those of its meaning.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }
}

fn lines(faults: &[Fault]) -> String {
    let sentences: Vec<String> = faults.iter().map(ToString::to_string).collect();
    sentences.join("\n")
}

/// One thing wrong with a policy text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The text is no JSON object, has a key twice in one object, or an integer that is over the
    /// 32 bits of ECR's model.
    #[error("Could not map policyString into LifecyclePolicy.")]
    Unreadable,
    /// The text is too long. Our sentence.
    #[error("The policy text must have at most 30720 characters.")]
    TooLong,
    /// A value is of a type that it must not have.
    #[error("instance type ({found}) does not match any allowed primitive type (allowed: [\"{allowed}\"])")]
    Type {
        /// The JSON type that it has.
        found: &'static str,
        /// The JSON type that it must have.
        allowed: &'static str,
    },
    /// An object lacks properties; their names are in alphabetical order.
    #[error("object has missing required properties ({})", json(.0))]
    Missing(Vec<&'static str>),
    /// An object has properties that nobody defined; their names are in alphabetical order.
    #[error("object instance has properties which are not allowed by the schema: ({})", json(.0))]
    NotAllowed(Vec<String>),
    /// A text is none of those that it may be.
    #[error("instance value ({}) not found in enum (possible values: {})", json(.value), json(.allowed))]
    NotInEnum {
        /// The text.
        value: String,
        /// What it may be, in alphabetical order.
        allowed: &'static [&'static str],
    },
    /// `countType`, `countUnit` and `storageClass` do not go together, or the action is none.
    #[error("instance failed to match exactly one schema (matched 0 out of 2)")]
    NoSchema,
    /// A number is too small.
    #[error("numeric instance is lower than the required minimum (minimum: {minimum}, found: {found})")]
    TooSmall {
        /// The least number allowed.
        minimum: u32,
        /// The number.
        found: i128,
    },
    /// There are no rules. Our choice of the sentence that the schema language has for it.
    #[error("array is too short: must have at least 1 elements but instance has 0 elements")]
    NoRules,
    /// There are too many rules. Our choice, as above.
    #[error("array is too long: must have at most 50 elements but instance has {found} elements")]
    TooManyRules {
        /// How many there are.
        found: usize,
    },
    /// A prefix or pattern is empty. Our choice, as above.
    #[error("string \"\" is too short (length: 0, required minimum: 1)")]
    EmptyText,
    /// A rule for tagged images says not which.
    #[error("Must specify tagPrefixList or tagPatternList when tagStatus=TAGGED.")]
    NoList,
    /// A rule has prefixes and patterns. Our sentence.
    #[error("Must specify only one of tagPrefixList and tagPatternList.")]
    BothLists,
    /// A rule for untagged or for any images has a list of tags. Our sentence.
    #[error("tagPrefixList and tagPatternList can only be specified when tagStatus=TAGGED.")]
    ListWithoutTagged,
    /// A rule without a list of tags says how its entries are to be matched. Our sentence.
    #[error("tagListMatch can only be specified when tagStatus=TAGGED.")]
    MatchWithoutTagged,
    /// A pattern has too many wildcards. Our sentence.
    #[error("A tag pattern can have at most 4 wildcards (*).")]
    TooManyWildcards,
    /// `sinceImagePulled` with another action than a transition. Our sentence.
    #[error("Must specify action type=TRANSITION when countType=SINCE_IMAGE_PULLED.")]
    PulledMustTransition,
    /// `sinceImageTransitioned` with another action than expiry. Our sentence.
    #[error("Must specify action type=EXPIRE when countType=SINCE_IMAGE_TRANSITIONED.")]
    TransitionedMustExpire,
    /// A rule that takes tags off does not say which. Our sentence.
    #[error("Must specify tagStatus=TAGGED when action type=UNTAG.")]
    UntagNeedsTags,
    /// Two rules have one priority. Our sentence.
    #[error("Only one rule can have rulePriority={0}.")]
    PriorityRepeated(u32),
    /// Two rules select untagged images.
    #[error("Only one rule can select Untagged images per storage class.")]
    UntaggedRepeated,
    /// A rule for any images is not evaluated last.
    #[error("Rule for tagStatus=ANY must have the lowest priority per storage class")]
    AnyNotLast,
    /// Two rules have the same set of prefixes, or of patterns. Our sentence.
    #[error("Only one rule can have the same set of tag prefixes or patterns per storage class.")]
    ListRepeated,
}

fn json(value: &(impl Serialize + ?Sized)) -> String {
    serde_json::to_string(value).expect("texts and lists of texts are JSON")
}
