//! Parsed identifiers. Below the `server` crate no raw string identifies anything.
//!
//! One file per type. Each type has one `parse` with its grammar and bounds, and a `Display`
//! that writes what `parse` reads. Nothing here knows whether the thing named exists.
#![forbid(unsafe_code)]

mod access_key_id;
mod account_alias;
mod account_id;
mod digest;
mod entity_name;
mod entity_path;
mod kms_alias;
mod kms_key_arn;
mod kms_key_id;
mod media_type;
mod oidc_issuer;
mod page_token;
mod policy_arn;
mod policy_version_id;
mod principal_arn;
mod reference;
mod region;
mod registry_key;
mod repository_arn;
mod repository_name;
mod repository_prefix;
mod tag;
mod text;
mod token_id;
mod unique_id;
mod upload_id;

pub use access_key_id::AccessKeyId;
pub use account_alias::AccountAlias;
pub use account_id::AccountId;
pub use digest::{Digest, DigestAlgorithm};
pub use entity_name::EntityName;
pub use entity_path::EntityPath;
pub use kms_alias::KmsAlias;
pub use kms_key_arn::KmsKeyArn;
pub use kms_key_id::KmsKeyId;
pub use media_type::MediaType;
pub use oidc_issuer::OidcIssuer;
pub use page_token::PageToken;
pub use policy_arn::PolicyArn;
pub use policy_version_id::PolicyVersionId;
pub use principal_arn::PrincipalArn;
pub use reference::Reference;
pub use region::{Partition, Region};
pub use registry_key::RegistryKey;
pub use repository_arn::RepositoryArn;
pub use repository_name::{REPOSITORY_NAME_PATTERN, RepositoryName};
pub use repository_prefix::RepositoryPrefix;
pub use tag::Tag;
pub use text::Invalid;
pub use token_id::TokenId;
pub use unique_id::UniqueId;
pub use upload_id::UploadId;
