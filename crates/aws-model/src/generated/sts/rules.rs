//! `sts`: how values are read and checked. Written by `cargo xtask codegen` from `models/sts`.

use std::marker::PhantomData;

use crate::generated::sts::{PolicyDescriptorType, ProvidedContext, Tag};
use crate::pattern::Pattern;
use crate::rule::{Length, List, Sensitive, Structure, Text, Whole};

/// `ProvidedContextsListType` in the service model.
pub(super) static PROVIDED_CONTEXTS_LIST_TYPE: List<Structure<ProvidedContext>> = List {
    member: &Structure::<ProvidedContext>::new(),
    length: Length {
        min: Some(1),
        max: Some(5),
    },
};

/// `accessKeyIdType` in the service model.
pub(super) static ACCESS_KEY_ID_TYPE: Text = Text {
    length: Length {
        min: Some(16),
        max: Some(128),
    },
    pattern: Some(Pattern::new(r"[\w]*")),
};

/// `arnType` in the service model.
pub(super) static ARN_TYPE: Text = Text {
    length: Length {
        min: Some(20),
        max: Some(2048),
    },
    pattern: Some(Pattern::new(
        r"[\u0009\u000A\u000D\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD\u10000-\u10FFFF]+",
    )),
};

/// `clientTokenType` in the service model.
pub(super) static CLIENT_TOKEN_TYPE: Sensitive = Sensitive(Text {
    length: Length {
        min: Some(4),
        max: Some(20000),
    },
    pattern: None,
});

/// `contextAssertionType` in the service model.
pub(super) static CONTEXT_ASSERTION_TYPE: Text = Text {
    length: Length {
        min: Some(4),
        max: Some(2048),
    },
    pattern: None,
};

/// `durationSecondsType` in the service model.
pub(super) static DURATION_SECONDS_TYPE: Whole<i32> = Whole {
    min: Some(900),
    max: Some(129600),
    width: PhantomData,
};

/// `encodedMessageType` in the service model.
pub(super) static ENCODED_MESSAGE_TYPE: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(10240),
    },
    pattern: None,
};

/// `externalIdType` in the service model.
pub(super) static EXTERNAL_ID_TYPE: Text = Text {
    length: Length {
        min: Some(2),
        max: Some(1224),
    },
    pattern: Some(Pattern::new(r"[\w+=,.@:\/-]*")),
};

/// `minimumSessionTokenSizeType` in the service model.
pub(super) static MINIMUM_SESSION_TOKEN_SIZE_TYPE: Whole<i32> = Whole {
    min: Some(0),
    max: Some(4096),
    width: PhantomData,
};

/// `policyDescriptorListType` in the service model.
pub(super) static POLICY_DESCRIPTOR_LIST_TYPE: List<Structure<PolicyDescriptorType>> = List {
    member: &Structure::<PolicyDescriptorType>::new(),
    length: Length { min: None, max: None },
};

/// `roleDurationSecondsType` in the service model.
pub(super) static ROLE_DURATION_SECONDS_TYPE: Whole<i32> = Whole {
    min: Some(900),
    max: Some(43200),
    width: PhantomData,
};

/// `roleSessionNameType` in the service model.
pub(super) static ROLE_SESSION_NAME_TYPE: Text = Text {
    length: Length {
        min: Some(2),
        max: Some(64),
    },
    pattern: Some(Pattern::new(r"[\w+=,.@-]*")),
};

/// `serialNumberType` in the service model.
pub(super) static SERIAL_NUMBER_TYPE: Text = Text {
    length: Length {
        min: Some(9),
        max: Some(256),
    },
    pattern: Some(Pattern::new(r"[\w+=/:,.@-]*")),
};

/// `sessionPolicyDocumentType` in the service model.
pub(super) static SESSION_POLICY_DOCUMENT_TYPE: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(2048),
    },
    pattern: Some(Pattern::new(r"[\u0009\u000A\u000D\u0020-\u00FF]+")),
};

/// `sourceIdentityType` in the service model.
pub(super) static SOURCE_IDENTITY_TYPE: Text = Text {
    length: Length {
        min: Some(2),
        max: Some(64),
    },
    pattern: Some(Pattern::new(r"[\w+=,.@-]*")),
};

/// `tagKeyListType` in the service model.
pub(super) static TAG_KEY_LIST_TYPE: List<Text> = List {
    member: &TAG_KEY_TYPE,
    length: Length {
        min: None,
        max: Some(50),
    },
};

/// `tagKeyType` in the service model.
pub(super) static TAG_KEY_TYPE: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(128),
    },
    pattern: Some(Pattern::new(r"[\p{L}\p{Z}\p{N}_.:/=+\-@]+")),
};

/// `tagListType` in the service model.
pub(super) static TAG_LIST_TYPE: List<Structure<Tag>> = List {
    member: &Structure::<Tag>::new(),
    length: Length {
        min: None,
        max: Some(50),
    },
};

/// `tagValueType` in the service model.
pub(super) static TAG_VALUE_TYPE: Text = Text {
    length: Length {
        min: Some(0),
        max: Some(256),
    },
    pattern: Some(Pattern::new(r"[\p{L}\p{Z}\p{N}_.:/=+\-@]*")),
};

/// `tokenCodeType` in the service model.
pub(super) static TOKEN_CODE_TYPE: Text = Text {
    length: Length {
        min: Some(6),
        max: Some(6),
    },
    pattern: Some(Pattern::new(r"[\d]*")),
};

/// `unrestrictedSessionPolicyDocumentType` in the service model.
pub(super) static UNRESTRICTED_SESSION_POLICY_DOCUMENT_TYPE: Text = Text {
    length: Length {
        min: Some(1),
        max: None,
    },
    pattern: Some(Pattern::new(r"[\u0009\u000A\u000D\u0020-\u00FF]+")),
};

/// `urlType` in the service model.
pub(super) static URL_TYPE: Text = Text {
    length: Length {
        min: Some(4),
        max: Some(2048),
    },
    pattern: None,
};

/// `userNameType` in the service model.
pub(super) static USER_NAME_TYPE: Text = Text {
    length: Length {
        min: Some(2),
        max: Some(32),
    },
    pattern: Some(Pattern::new(r"[\w+=,.@-]*")),
};

/// Every rule with a pattern.
#[cfg(test)]
pub(super) static PATTERNS: &[&Option<Pattern>] = &[
    &ACCESS_KEY_ID_TYPE.pattern,
    &ARN_TYPE.pattern,
    &EXTERNAL_ID_TYPE.pattern,
    &ROLE_SESSION_NAME_TYPE.pattern,
    &SERIAL_NUMBER_TYPE.pattern,
    &SESSION_POLICY_DOCUMENT_TYPE.pattern,
    &SOURCE_IDENTITY_TYPE.pattern,
    &TAG_KEY_TYPE.pattern,
    &TAG_VALUE_TYPE.pattern,
    &TOKEN_CODE_TYPE.pattern,
    &UNRESTRICTED_SESSION_POLICY_DOCUMENT_TYPE.pattern,
    &USER_NAME_TYPE.pattern,
];
