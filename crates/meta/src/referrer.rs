//! Referrers: images whose manifest names another image as its subject.

use std::collections::BTreeSet;

use names::Digest;

use crate::image::read;
use crate::statement::statements;
use crate::value::Value;
use crate::{Error, Image, Limit, RepositoryId, Tx};

// Ranges of (subject, digest) and the like, although the first is one value: so no index fits but
// the one that holds nothing else. With an equality SQLite would walk all images by digest.
statements! {
    LIST = "SELECT digest, media_type, artifact_type, config_media_type, size, manifest_size, \
        pushed_at, subject, annotations FROM image WHERE repository_id = $1 \
        AND (subject, digest) > ($2, $3) AND subject <= $2 ORDER BY subject, digest LIMIT $4";
    LIST_OF_TYPE = "SELECT digest, media_type, artifact_type, config_media_type, size, manifest_size, \
        pushed_at, subject, annotations FROM image WHERE repository_id = $1 AND subject = $2 \
        AND (artifact_type, digest) > ($3, $4) AND artifact_type <= $3 \
        ORDER BY artifact_type, digest LIMIT $5";
}

impl Tx<'_> {
    /// The images about `subject` by digest, those after `after`; of these artifact types only,
    /// unless none is given.
    #[expect(
        clippy::too_many_arguments,
        reason = "five beside the transaction, each of a type of its own"
    )]
    pub async fn referrer_list(
        &mut self,
        repository: RepositoryId,
        subject: &Digest,
        artifact_types: &[String],
        after: Option<&Digest>,
        limit: Limit,
    ) -> Result<Vec<Image>, Error> {
        if artifact_types.is_empty() {
            let values = [
                repository.into(),
                subject.into(),
                Value::after(after),
                limit.into(),
            ];
            return self.rows(LIST, &values, read).await;
        }
        // One range of the index for each type, then a merge: a list of types in one statement
        // would have to sort all of them for each page.
        let mut images = Vec::new();
        for artifact_type in artifact_types.iter().collect::<BTreeSet<_>>() {
            let values = [
                repository.into(),
                subject.into(),
                Value::from(artifact_type.as_str()),
                Value::after(after),
                limit.into(),
            ];
            images.extend(self.rows(LIST_OF_TYPE, &values, read).await?);
        }
        images.sort_by_key(|image| image.digest);
        images.truncate(usize::try_from(limit.0).unwrap_or(usize::MAX));
        Ok(images)
    }
}
