//! `iam`: how values are read and checked. Written by `cargo xtask codegen` from `models/iam`.

use std::marker::PhantomData;

use crate::generated::iam::{
    AssignmentStatusType, AttachmentType, ContextEntry, ContextKeyTypeEnum, EntityType,
    OrderedOrganizationPolicyType, PolicyIdentifier, PolicyIdentifierPolicyType, PolicyScopeType,
    PolicyUsageType, StatusType, Tag,
};
use crate::pattern::Pattern;
use crate::rule::{Length, List, OneOf, Structure, Text, Whole};

/// `ActionNameListType` in the service model.
pub(super) static ACTION_NAME_LIST_TYPE: List<Text> = List {
    member: &ACTION_NAME_TYPE,
    length: Length { min: None, max: None },
};

/// `ActionNameType` in the service model.
pub(super) static ACTION_NAME_TYPE: Text = Text {
    length: Length {
        min: Some(3),
        max: Some(128),
    },
    pattern: None,
};

/// `AttachmentName` in the service model.
pub(super) static ATTACHMENT_NAME: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(128),
    },
    pattern: Some(Pattern::new(r"[\w+=,.@-]+")),
};

/// `AttachmentType` in the service model.
pub(super) static ATTACHMENT_TYPE: OneOf<AttachmentType> = OneOf {
    parse: AttachmentType::parse,
    names: &["role", "user", "group"],
};

/// `ContextEntryListType` in the service model.
pub(super) static CONTEXT_ENTRY_LIST_TYPE: List<Structure<ContextEntry>> = List {
    member: &Structure::<ContextEntry>::new(),
    length: Length { min: None, max: None },
};

/// `ContextKeyNameType` in the service model.
pub(super) static CONTEXT_KEY_NAME_TYPE: Text = Text {
    length: Length {
        min: Some(5),
        max: Some(256),
    },
    pattern: None,
};

/// `ContextKeyTypeEnum` in the service model.
pub(super) static CONTEXT_KEY_TYPE_ENUM: OneOf<ContextKeyTypeEnum> = OneOf {
    parse: ContextKeyTypeEnum::parse,
    names: &[
        "date",
        "numericList",
        "boolean",
        "string",
        "stringList",
        "ip",
        "binary",
        "numeric",
        "booleanList",
        "dateList",
        "binaryList",
        "ipList",
    ],
};

/// `ContextKeyValueListType` in the service model.
pub(super) static CONTEXT_KEY_VALUE_LIST_TYPE: List<Text> = List {
    member: &CONTEXT_KEY_VALUE_TYPE,
    length: Length { min: None, max: None },
};

/// `ContextKeyValueType` in the service model.
pub(super) static CONTEXT_KEY_VALUE_TYPE: Text = Text {
    length: Length { min: None, max: None },
    pattern: None,
};

/// `DeletionTaskIdType` in the service model.
pub(super) static DELETION_TASK_ID_TYPE: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(1000),
    },
    pattern: None,
};

/// `EntityType` in the service model.
pub(super) static ENTITY_TYPE: OneOf<EntityType> = OneOf {
    parse: EntityType::parse,
    names: &["Role", "Group", "AWSManagedPolicy", "User", "LocalManagedPolicy"],
};

/// `OpenIDConnectProviderUrlType` in the service model.
pub(super) static OPEN_ID_CONNECT_PROVIDER_URL_TYPE: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(255),
    },
    pattern: None,
};

/// `OrganizationPolicyListType` in the service model.
pub(super) static ORGANIZATION_POLICY_LIST_TYPE: List<Structure<OrderedOrganizationPolicyType>> = List {
    member: &Structure::<OrderedOrganizationPolicyType>::new(),
    length: Length {
        min: None,
        max: Some(7),
    },
};

/// `PolicyExclusionsListType` in the service model.
pub(super) static POLICY_EXCLUSIONS_LIST_TYPE: List<Structure<PolicyIdentifier>> = List {
    member: &Structure::<PolicyIdentifier>::new(),
    length: Length {
        min: None,
        max: Some(256),
    },
};

/// `PolicyIdentifierPolicyType` in the service model.
pub(super) static POLICY_IDENTIFIER_POLICY_TYPE: OneOf<PolicyIdentifierPolicyType> = OneOf {
    parse: PolicyIdentifierPolicyType::parse,
    names: &[
        "user-managed",
        "scp",
        "inline",
        "permission-boundary",
        "aws-managed",
        "rcp",
    ],
};

/// `PolicyUsageType` in the service model.
pub(super) static POLICY_USAGE_TYPE: OneOf<PolicyUsageType> = OneOf {
    parse: PolicyUsageType::parse,
    names: &["PermissionsPolicy", "PermissionsBoundary"],
};

/// `ResourceHandlingOptionType` in the service model.
pub(super) static RESOURCE_HANDLING_OPTION_TYPE: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(64),
    },
    pattern: None,
};

/// `ResourceNameListType` in the service model.
pub(super) static RESOURCE_NAME_LIST_TYPE: List<Text> = List {
    member: &RESOURCE_NAME_TYPE,
    length: Length { min: None, max: None },
};

/// `ResourceNameType` in the service model.
pub(super) static RESOURCE_NAME_TYPE: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(2048),
    },
    pattern: None,
};

/// `SimulationPolicyListType` in the service model.
pub(super) static SIMULATION_POLICY_LIST_TYPE: List<Text> = List {
    member: &POLICY_DOCUMENT_TYPE,
    length: Length { min: None, max: None },
};

/// `accessKeyIdType` in the service model.
pub(super) static ACCESS_KEY_ID_TYPE: Text = Text {
    length: Length {
        min: Some(16),
        max: Some(128),
    },
    pattern: Some(Pattern::new(r"[\w]+")),
};

/// `accountAliasType` in the service model.
pub(super) static ACCOUNT_ALIAS_TYPE: Text = Text {
    length: Length {
        min: Some(3),
        max: Some(63),
    },
    pattern: Some(Pattern::equal(
        r"^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$",
        r"[a-z0-9]+(-[a-z0-9]+)*",
    )),
};

/// `arnType` in the service model.
pub(super) static ARN_TYPE: Text = Text {
    length: Length {
        min: Some(20),
        max: Some(2048),
    },
    pattern: None,
};

/// `assignmentStatusType` in the service model.
pub(super) static ASSIGNMENT_STATUS_TYPE: OneOf<AssignmentStatusType> = OneOf {
    parse: AssignmentStatusType::parse,
    names: &["Assigned", "Unassigned", "Any"],
};

/// `clientIDListType` in the service model.
pub(super) static CLIENT_ID_LIST_TYPE: List<Text> = List {
    member: &CLIENT_ID_TYPE,
    length: Length { min: None, max: None },
};

/// `clientIDType` in the service model.
pub(super) static CLIENT_ID_TYPE: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(255),
    },
    pattern: None,
};

/// `customSuffixType` in the service model.
pub(super) static CUSTOM_SUFFIX_TYPE: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(64),
    },
    pattern: Some(Pattern::new(r"[\w+=,.@-]+")),
};

/// `entityListType` in the service model.
pub(super) static ENTITY_LIST_TYPE: List<OneOf<EntityType>> = List {
    member: &ENTITY_TYPE,
    length: Length { min: None, max: None },
};

/// `existingUserNameType` in the service model.
pub(super) static EXISTING_USER_NAME_TYPE: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(128),
    },
    pattern: Some(Pattern::new(r"[\w+=,.@-]+")),
};

/// `groupNameType` in the service model.
pub(super) static GROUP_NAME_TYPE: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(128),
    },
    pattern: Some(Pattern::new(r"[\w+=,.@-]+")),
};

/// `instanceProfileNameType` in the service model.
pub(super) static INSTANCE_PROFILE_NAME_TYPE: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(128),
    },
    pattern: Some(Pattern::new(r"[\w+=,.@-]+")),
};

/// `markerType` in the service model.
pub(super) static MARKER_TYPE: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(320),
    },
    pattern: Some(Pattern::new(r"[\u0020-\u00FF]+")),
};

/// `maxItemsType` in the service model.
pub(super) static MAX_ITEMS_TYPE: Whole<i32> = Whole {
    min: Some(1),
    max: Some(1000),
    width: PhantomData,
};

/// `pathPrefixType` in the service model.
pub(super) static PATH_PREFIX_TYPE: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(512),
    },
    pattern: Some(Pattern::new(r"\u002F[\u0021-\u007F]*")),
};

/// `pathType` in the service model.
pub(super) static PATH_TYPE: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(512),
    },
    pattern: Some(Pattern::new(r"(\u002F)|(\u002F[\u0021-\u007E]+\u002F)")),
};

/// `policyDescriptionType` in the service model.
pub(super) static POLICY_DESCRIPTION_TYPE: Text = Text {
    length: Length {
        min: None,
        max: Some(1000),
    },
    pattern: None,
};

/// `policyDocumentType` in the service model.
pub(super) static POLICY_DOCUMENT_TYPE: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(131072),
    },
    pattern: Some(Pattern::new(r"[\u0009\u000A\u000D\u0020-\u00FF]+")),
};

/// `policyNameType` in the service model.
pub(super) static POLICY_NAME_TYPE: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(128),
    },
    pattern: Some(Pattern::new(r"[\w+=,.@-]+")),
};

/// `policyPathType` in the service model.
pub(super) static POLICY_PATH_TYPE: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(512),
    },
    pattern: Some(Pattern::new(r"((/[A-Za-z0-9\.,\+@=_-]+)*)/")),
};

/// `policyScopeType` in the service model.
pub(super) static POLICY_SCOPE_TYPE: OneOf<PolicyScopeType> = OneOf {
    parse: PolicyScopeType::parse,
    names: &["All", "Local", "AWS"],
};

/// `policyVersionIdType` in the service model.
pub(super) static POLICY_VERSION_ID_TYPE: Text = Text {
    length: Length { min: None, max: None },
    pattern: Some(Pattern::new(r"v[1-9][0-9]*(\.[A-Za-z0-9-]*)?")),
};

/// `roleDescriptionType` in the service model.
pub(super) static ROLE_DESCRIPTION_TYPE: Text = Text {
    length: Length {
        min: None,
        max: Some(1000),
    },
    pattern: Some(Pattern::new(r"[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]*")),
};

/// `roleMaxSessionDurationType` in the service model.
pub(super) static ROLE_MAX_SESSION_DURATION_TYPE: Whole<i32> = Whole {
    min: Some(3600),
    max: Some(43200),
    width: PhantomData,
};

/// `roleNameType` in the service model.
pub(super) static ROLE_NAME_TYPE: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(64),
    },
    pattern: Some(Pattern::new(r"[\w+=,.@-]+")),
};

/// `serviceName` in the service model.
pub(super) static SERVICE_NAME: Text = Text {
    length: Length { min: None, max: None },
    pattern: None,
};

/// `statusType` in the service model.
pub(super) static STATUS_TYPE: OneOf<StatusType> = OneOf {
    parse: StatusType::parse,
    names: &["Active", "Inactive", "Expired"],
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

/// `thumbprintListType` in the service model.
pub(super) static THUMBPRINT_LIST_TYPE: List<Text> = List {
    member: &THUMBPRINT_TYPE,
    length: Length { min: None, max: None },
};

/// `thumbprintType` in the service model.
pub(super) static THUMBPRINT_TYPE: Text = Text {
    length: Length {
        min: Some(40),
        max: Some(40),
    },
    pattern: None,
};

/// `userNameType` in the service model.
pub(super) static USER_NAME_TYPE: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(64),
    },
    pattern: Some(Pattern::new(r"[\w+=,.@-]+")),
};

/// Every rule with a pattern.
#[cfg(test)]
pub(super) static PATTERNS: &[&Option<Pattern>] = &[
    &ATTACHMENT_NAME.pattern,
    &ACCESS_KEY_ID_TYPE.pattern,
    &ACCOUNT_ALIAS_TYPE.pattern,
    &CUSTOM_SUFFIX_TYPE.pattern,
    &EXISTING_USER_NAME_TYPE.pattern,
    &GROUP_NAME_TYPE.pattern,
    &INSTANCE_PROFILE_NAME_TYPE.pattern,
    &MARKER_TYPE.pattern,
    &PATH_PREFIX_TYPE.pattern,
    &PATH_TYPE.pattern,
    &POLICY_DOCUMENT_TYPE.pattern,
    &POLICY_NAME_TYPE.pattern,
    &POLICY_PATH_TYPE.pattern,
    &POLICY_VERSION_ID_TYPE.pattern,
    &ROLE_DESCRIPTION_TYPE.pattern,
    &ROLE_NAME_TYPE.pattern,
    &TAG_KEY_TYPE.pattern,
    &TAG_VALUE_TYPE.pattern,
    &USER_NAME_TYPE.pattern,
];
