//! Parsed identifiers. Below the `server` crate no raw string identifies anything.
//!
//! One file per type. Each type has one `parse` with its grammar and bounds, and a `Display`
//! that writes what `parse` reads. Nothing here knows whether the thing named exists.
#![forbid(unsafe_code)]

mod access_key_id;
mod account_id;
mod digest;
mod media_type;
mod page_token;
mod principal_arn;
mod reference;
mod region;
mod registry_key;
mod repository_arn;
mod repository_name;
mod tag;
mod text;
mod upload_id;

pub use access_key_id::AccessKeyId;
pub use account_id::AccountId;
pub use digest::{Digest, DigestAlgorithm};
pub use media_type::MediaType;
pub use page_token::PageToken;
pub use principal_arn::PrincipalArn;
pub use reference::Reference;
pub use region::{Partition, Region};
pub use registry_key::RegistryKey;
pub use repository_arn::RepositoryArn;
pub use repository_name::{REPOSITORY_NAME_PATTERN, RepositoryName};
pub use tag::Tag;
pub use text::Invalid;
pub use upload_id::UploadId;
