//! What the product does, one file per resource.
//!
//! This crate does not know which front end called it: a `docker push` and a `PutImage` end in
//! the same function. It opens the transactions, decides who may do what ([`authorize`]) and
//! speaks the product's words in its errors; status codes and wire formats live in `server`,
//! SQL in `meta`, bytes in `blobs`.
#![forbid(unsafe_code)]

mod access_key;
mod access_key_secret;
mod account;
mod account_setting;
mod action;
mod at_rest;
mod audit;
mod authority;
mod authorize;
mod backup;
mod bin;
mod call;
mod call_parameter;
mod collector;
mod collector_files;
mod collector_progress;
mod collector_rows;
mod create_on_push;
mod damage;
mod damage_count;
mod deleted_image;
mod deleted_repository;
mod deleted_tag;
mod error;
mod event;
mod event_log;
mod fsck;
mod fsck_image;
mod fsck_store;
mod grant;
mod identity;
mod identity_fault;
mod image;
mod image_admission;
mod image_copy;
mod image_delete;
mod image_list;
mod image_name;
mod image_pull;
mod image_storage;
mod image_undelete;
mod installation_id;
mod job;
mod kms;
mod layer;
mod layer_touch;
mod lifecycle_audit;
mod lifecycle_dry_run;
mod lifecycle_fact;
mod lifecycle_policy;
mod lifecycle_preview;
mod lifecycle_preview_run;
mod lifecycle_run;
mod manifest;
mod master_key;
mod newest_time;
mod page;
mod policy_principal;
mod policy_text;
mod principal;
mod protection;
mod pull_time_exclusion;
mod quota;
mod referrer;
mod registry;
mod registry_policy;
mod repository;
mod repository_policy;
mod repository_rename;
mod resource_tag;
mod round;
mod scanning;
mod scrub;
mod sealed;
mod secrets;
mod session;
mod signed_url;
mod standing;
mod sts;
mod tag;
mod tag_change;
mod tag_fault;
mod template;
mod token;
mod trail;
mod trail_answer;
mod trail_identity;
mod transaction;
mod upload;
mod upload_claim;
mod upload_complete;
mod upload_content;

pub use access_key::NewAccessKey;
pub use account::AccountDeletion;
pub use account_setting::AccountSetting;
pub use action::Action;
pub use at_rest::AtRest;
pub use audit::{AuditScope, CallFailure, LogLife, Logging};
pub use authority::RequestFacts;
pub use backup::{Backup, backup_blobs, restored, restored_without};
pub use bin::DEFAULT_BIN_TIME;
pub use blobs::FilePlace;
pub use call::{Call, CallKind, CalledOperation, Front, Parameters};
pub use collector::{
    Collecting, CollectorEpoch, CollectorRest, CollectorStatus, CollectorStep, CollectorWork,
};
pub use collector_progress::{CollectorCounts, CollectorProgress, Phase as CollectorPhase};
pub use deleted_image::{DeletedImageEntry, DeletedImages, DeletionId, Ending};
pub use deleted_repository::DeletedRepositoryEntry;
pub use deleted_tag::PastTag;
pub use error::{Error, Internal};
pub use event_log::envelope;
pub use fsck::{Check, CheckCounts, CheckDepth, Finding, FindingKind, Repair};
pub use grant::{Denied, Grant, IamResource, ImageFacts, ImageGrant, Resource};
pub use iam::{Gate, Position, Verdict};
pub use identity::account_summary::{AccountSummary, EntityQuotas};
pub use identity::authorization_details::{AuthorizationDetail, DetailSection, OwnPolicies};
pub use identity::entity::{EntityKind, Move, Tagged};
pub use identity::instance_profile::{NewInstanceProfile, ProfileWithRole};
pub use identity::managed_policy::{ManagedPolicy, NewManagedPolicy, PolicyFilter, PolicyScope, PolicyUsage};
pub use identity::oidc_provider::NewOidcProvider;
pub use identity::policy_entity::{EntityFilter, PolicyEntity};
pub use identity::policy_version::{NewVersion, PolicyVersion};
pub use identity::role::NewRole;
pub use identity::service_linked_role::{LinkedService, RoleDeletion};
pub use identity::simulation::{Explanation, MatchedStatement, PolicySource, SimulatedDecision};
pub use identity::simulation_request::{ExcludedPolicy, SimulationRequest};
pub use identity::user::NewUser;
pub use identity_fault::IdentityFault;
pub use image::{ImageChange, ImagePut, PutImage};
pub use image_copy::{CopyImage, CopyRights, ImageCopied, WithReferrers};
pub use image_delete::{BatchDeleted, DeletedImage};
pub use image_list::{DescribedImage, ImageFilter, ListedImage};
pub use image_name::{ImageFailure, ImageFailureKind, ImageName, has_digest_shape};
pub use image_pull::ManifestRead;
pub use image_storage::{StorageClass, StorageClassUpdate, StorageFault};
pub use image_undelete::{TagConflict, Undelete, Undeleted, UndeletedImage};
pub use installation_id::{installation_id, installation_id_make};
pub use job::DeadJob;
pub use kms::ciphertext::EncryptionContext;
pub use kms::crypto::{DataKeyRequest, Decrypted, Encrypted};
pub use kms::external::KeyStores;
pub use kms::facts::KeyFacts;
pub use kms::fault::KmsFault;
pub use kms::grant::{NewGrant, RetiredGrant, Run};
pub use kms::grant_list::{GrantQuery, KeyGrant};
pub use kms::grant_terms::{GrantConstraints, GrantOperation, GrantTerms};
pub use kms::key::{KeyChange, NewKmsKey};
pub use kms::key_name::KeyName;
pub use kms::resource::KmsResource;
pub use kms::ring::KmsRing;
pub use kms::rotation::{FirstMaterial, KeyRotation, RotationStatus};
pub use layer::{LayerAvailability, LayerContent, MountOutcome};
pub use lifecycle::RuleAction as LifecycleAction;
pub use lifecycle_dry_run::{DryRunEntry, LifecycleDryRun, LifecycleDryRunQuery};
pub use lifecycle_policy::LifecyclePolicy;
pub use lifecycle_preview::{
    LifecyclePreview, LifecyclePreviewQuery, LifecyclePreviewStatus, PreviewedImage,
};
pub use master_key::{MasterKey, MasterKeyError};
pub use meta::ImagePull;
pub use meta::{
    AccessKey, Group, InstanceProfile, KeyLastUsed, KeyOwner, KeyStatus, Role, RoleLastUsed, TagOwner, User,
};
pub use meta::{
    AuditRecord, Encryption, Image, ImageStatus, Manifest, Repository, ResourceTag, StoredBlob,
    TagMutability, TagStatus,
};
pub use meta::{BackupBlob, BlobDomain, BlobRowKey, CollectionHold};
pub use meta::{
    CreationTemplate, ScanFrequency, ScanOnPush, ScanType, ScanningConfiguration, ScanningRule, Scenario,
};
pub use meta::{Event, LogPosition, LogRange, Numbered};
pub use meta::{ImageHold, RepositoryProtection};
pub use meta::{KmsAliasEntry, KmsExternalKey, KmsKey, KmsKeyManager, KmsKeyState, KmsRotationKind};
pub use meta::{RemovalCause, RepositoryContent, TagEnd};
pub use page::{Page, PageRequest};
pub use principal::{Caller, Identity, Origin, Principal, Transport};
pub use protection::{DeletionProtection, NewImageHold, ProtectionFault, RepositorySettings};
pub use pull_time_exclusion::ExclusionFault;
pub use quota::{QuotaFault, Quotas};
pub use referrer::{ReferrerQuery, annotations};
pub use registry::{Registry, Stores};
pub use repository::{MAX_EXCLUSION_FILTERS, NewRepository, RepositoryDeletion};
pub use repository_policy::Lockout;
pub use repository_rename::RenameRights;
pub use scanning::RepositoryScanning;
pub use scrub::{ScrubCounts, ScrubEpoch, ScrubProgress, ScrubStatus, ScrubStep};
pub use secrets::{has_master_key, master_key_opens};
pub use session::{Credential, Session, SessionTokenError, TemporaryCredentials};
pub use signed_url::{SignedUrl, SignedUrlError};
pub use standing::LayerReader;
pub use sts::{
    AssumeRole, AssumedRole, FederatedRole, MAX_SESSION_POLICY_ARNS, RoleArn, SessionRequest, SessionTag,
    WebIdentity,
};
pub use tag_change::{ExpectedImage, NewTag, TagChange, TagRights};
pub use tag_fault::TagFault;
pub use template::{TemplateChange, TemplateFault};
pub use token::{AuthorizationToken, MAX_TOKEN_LIFE, MIN_TOKEN_LIFE, TokenClaims, TokenError};
pub use upload::{AppendAt, UploadProgress};
pub use upload_complete::{CompletedLayer, Completion};
pub use web_identity::Reach;
