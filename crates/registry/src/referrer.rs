//! Referrers: the images whose manifests name another one as their subject.

use std::collections::BTreeMap;

use futures_util::FutureExt as _;
use names::{Digest, PageToken, RepositoryArn};

use crate::page::{Page, PageRequest, invalid_token};
use crate::registry::existing;
use crate::{Action, Error, Grant, Image, Registry};

const LIST: &str = "referrers";

/// Which referrers are asked for.
#[derive(Debug, Clone)]
pub struct ReferrerQuery {
    /// The image that they refer to; it need not exist.
    pub subject: Digest,
    /// Only these artifact types; all when empty.
    pub artifact_types: Vec<String>,
}

impl Registry {
    /// One page of the subject's referrers, by digest.
    pub async fn referrer_list(
        &self,
        grant: &Grant<RepositoryArn>,
        query: ReferrerQuery,
        page: &PageRequest,
    ) -> Result<Page<Image>, Error> {
        grant.expect(&[Action::BatchGetImage]);
        let after = page.after::<1>(LIST)?.map(|[digest]| Digest::parse(&digest));
        let after = after.transpose().map_err(|_| invalid_token())?;
        let args = (grant.resource().clone(), query, after, page.probe());
        let entries = self
            .read(args, |tx, (arn, query, after, probe)| {
                async move {
                    let repository = existing(tx, arn).await?;
                    let ReferrerQuery {
                        subject,
                        artifact_types,
                    } = query;
                    Ok(tx
                        .referrer_list(repository.id, subject, artifact_types, after.as_ref(), *probe)
                        .await?)
                }
                .boxed()
            })
            .await?;
        Ok(Page::cut(entries, page.size, |last| {
            PageToken::new(LIST, [&last.digest.to_string()])
        }))
    }
}

/// The annotations of an image: what its manifest said when it came, and was checked.
pub fn annotations(image: &Image) -> BTreeMap<String, String> {
    let stored = image.annotations.as_deref();
    stored
        .and_then(|text| serde_json::from_str(text).ok())
        .unwrap_or_default()
}
