//! Keys of KMS and what hangs on them: material, aliases, grants, tags. Methods begin with `kms_`.
//!
//! Nothing here opens sealed material or reads a policy.

pub(crate) mod alias;
pub(crate) mod grant;
pub(crate) mod key;
pub(crate) mod key_tag;
pub(crate) mod material;
