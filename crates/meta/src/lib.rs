//! The metadata of the registry: what exists, and what belongs to what, in SQL.
//!
//! [`Meta`] is the database, [`Tx`] one transaction in it; every operation is a method of `Tx`,
//! resource first and verb second, one file per resource. The same SQL text runs on SQLite and
//! on PostgreSQL; `schema/` holds the tables with a comment on each. What IAM keeps is in
//! `identity/`, and its methods begin with `iam_`. This crate decides nothing:
//! who may do what, and which order of operations makes a push, is the `registry` crate's.
#![forbid(unsafe_code)]

mod access_key;
mod account;
mod account_alias;
mod account_setting;
mod audit;
mod authorization_token;
mod backup;
mod blob;
mod check;
mod collection;
mod collector;
mod deleted_image;
mod deleted_repository;
mod deleted_tag;
mod error;
mod event;
mod generation;
mod identity;
mod image;
mod image_hold;
mod image_pull;
mod image_storage;
mod job;
mod kms;
mod lifecycle_fact;
mod lifecycle_policy;
mod lifecycle_preview;
mod manifest;
mod meta;
mod newest_time;
mod postgres;
mod pull_time_exclusion;
mod record_checksum;
mod referrer;
mod registry_policy;
mod removal;
mod repository;
mod repository_policy;
mod repository_protection;
mod resource_tag;
mod row;
mod scanning;
mod schema;
mod scrub;
mod sequence;
mod setting;
mod sqlite;
mod statement;
mod tag;
mod template;
mod tx;
mod upload;
mod usage;
mod value;

pub use access_key::{AccessKey, KeyLastUsed, KeyOwner, KeyStatus};
pub use account::Account;
pub use audit::AuditRecord;
pub use authorization_token::AuthorizationToken;
pub use backup::BackupBlob;
pub use blob::{BlobDomain, LayerLink, StoredBlob};
pub use check::{
    CheckedChild, CheckedDeletion, CheckedImage, CheckedLayer, CheckedLink, CheckedManifest, CheckedRegistry,
    CheckedRepository, CheckedTag, CheckedUpload, LayerState,
};
pub use collection::{BlobRowKey, DoomedBlob, LayerKey, LookLimits, Looked};
pub use collector::{CollectionHold, Collector};
pub use deleted_image::{DeletedImage, DeletedKey, HeldLayer};
pub use deleted_repository::{DeletedRepository, Purge, RepositoryContent};
pub use deleted_tag::{DeletedTag, TagEnd};
pub use error::Error;
pub use event::Event;
pub use identity::attachment::PolicyUser;
pub use identity::count::IamCount;
pub use identity::facts::{IdentityPolicy, ManagedPolicy, OwnedPolicy, RoleFacts, UserFacts};
pub use identity::group::Group;
pub use identity::inline_policy::{InlinePolicy, OwnerKind, PolicyOwner};
pub use identity::instance_profile::InstanceProfile;
pub use identity::oidc_provider::OidcProvider;
pub use identity::policy::{NewPolicy, Policy};
pub use identity::policy_version::PolicyVersion;
pub use identity::role::{Role, RoleLastUsed};
pub use identity::tag::TagOwner;
pub use identity::user::{Renamed, User};
pub use image::{Image, ImageContent, ImageSelection, LayerReference, NewImage, TagStatus};
pub use image_hold::ImageHold;
pub use image_pull::{ImagePull, NewPulls};
pub use image_storage::{ImageStatus, Storage};
pub use job::{Job, JobLease, NewJob};
pub use kms::alias::KmsAliasEntry;
pub use kms::grant::KmsGrant;
pub use kms::key::{KmsExternalKey, KmsKey, KmsKeyManager, KmsKeyState, KmsRotation};
pub use kms::material::{KmsMaterial, KmsRotationKind};
pub use lifecycle_fact::{ImageChild, ImageLayer, LifecycleImage};
pub use lifecycle_policy::{DueLifecyclePolicy, LifecyclePolicy};
pub use lifecycle_preview::{LifecyclePreview, LifecyclePreviewImage, LifecyclePreviewStatus};
pub use manifest::Manifest;
pub use meta::{BoxFuture, Counts, Meta};
pub use record_checksum::{CheckedRecord, RecordLog};
pub use referrer::ReferrerSelection;
pub use removal::{Keep, Removal, RemovalCause};
pub use repository::{Encryption, Repository, RepositoryId, ScanOnPush, TagMutability};
pub use repository_protection::RepositoryProtection;
pub use resource_tag::ResourceTag;
pub use scanning::{ScanFrequency, ScanType, ScanningConfiguration, ScanningRule};
pub use schema::schema_version;
pub use scrub::{BlobRow, Scrub};
pub use sequence::{LogPosition, LogRange, Numbered, log_id};
#[cfg(feature = "fault")]
pub use sqlite::fault::{SqliteFault, content as sqlite_content};
pub use sqlite::integrity as sqlite_integrity;
pub use tag::TaggedDigest;
pub use template::{CreationTemplate, Scenario};
pub use tx::{Limit, Put, Tx};
pub use upload::Upload;
