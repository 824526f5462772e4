//! Referrers: images whose manifest names another image as its subject.

use std::collections::BTreeSet;

use names::Digest;

use crate::image::{first_by_digest, read};
use crate::statement::statements;
use crate::value::Value;
use crate::{Error, Image, ImageStatus, Limit, RepositoryId, Tx};

/// Which referrers a list shows.
#[derive(Debug, Clone)]
pub struct ReferrerSelection {
    /// What they are about; it need not exist.
    pub subject: Digest,
    /// Only these artifact types; all when empty.
    pub artifact_types: Vec<String>,
    /// By where they are; all of them when `None`.
    pub status: Option<ImageStatus>,
}

// Ranges of (storage, digest) and the like, although the first is one value: so no index fits but
// the one that holds nothing else. With an equality SQLite would walk all images by digest.
statements! {
    LIST = "SELECT digest, media_type, artifact_type, config_media_type, size, manifest_size, \
        pushed_at, subject, annotations, storage, last_archived_at, last_activated_at FROM image \
        WHERE repository_id = $1 AND subject = $2 AND (storage, digest) > ($3, $4) AND storage <= $3 \
        ORDER BY storage, digest LIMIT $5";
    LIST_OF_TYPE = "SELECT digest, media_type, artifact_type, config_media_type, size, manifest_size, \
        pushed_at, subject, annotations, storage, last_archived_at, last_activated_at FROM image \
        WHERE repository_id = $1 AND subject = $2 AND storage = $3 \
        AND (artifact_type, digest) > ($4, $5) AND artifact_type <= $4 \
        ORDER BY artifact_type, digest LIMIT $6";
}

impl Tx<'_> {
    /// The images about a subject by digest, those after `after`.
    pub async fn referrer_list(
        &mut self,
        repository: RepositoryId,
        selection: &ReferrerSelection,
        after: Option<&Digest>,
        limit: Limit,
    ) -> Result<Vec<Image>, Error> {
        let types: BTreeSet<&str> = selection.artifact_types.iter().map(String::as_str).collect();
        // One range of the index for each status and type, then a merge: lists of them in one
        // statement would have to sort all of them for each page.
        let mut images = Vec::new();
        for status in ImageStatus::ALL {
            if selection.status.is_some_and(|only| only != status) {
                continue;
            }
            let key = || [repository.into(), Value::from(&selection.subject), status.into()];
            if types.is_empty() {
                let mut values = Vec::from(key());
                values.extend([Value::after(after), limit.into()]);
                images.extend(self.rows(LIST, &values, read).await?);
            }
            for artifact_type in &types {
                let mut values = Vec::from(key());
                values.extend([Value::from(*artifact_type), Value::after(after), limit.into()]);
                images.extend(self.rows(LIST_OF_TYPE, &values, read).await?);
            }
        }
        Ok(first_by_digest(images, limit))
    }
}
