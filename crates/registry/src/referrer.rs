//! Referrers: the images whose manifests name another one as their subject.

use std::collections::BTreeMap;

use futures_util::FutureExt as _;
use meta::{ImageStatus, ReferrerSelection};
use names::{Digest, PageToken, Reference};

use crate::image_admission::name_of;
use crate::page::{Page, PageRequest, invalid_token};
use crate::{Action, Error, Image, ImageGrant, Registry};

const LIST: &str = "referrers";

/// Which referrers are asked for.
#[derive(Debug, Clone)]
pub struct ReferrerQuery {
    /// The image that they refer to; it need not exist.
    pub subject: Digest,
    /// Only these artifact types; all when empty.
    pub artifact_types: Vec<String>,
    /// By where they are; all of them when `None`.
    pub status: Option<ImageStatus>,
}

impl ReferrerQuery {
    fn selection(&self) -> ReferrerSelection {
        ReferrerSelection {
            subject: self.subject,
            artifact_types: self.artifact_types.clone(),
            status: self.status,
        }
    }
}

impl Registry {
    /// One page of the subject's referrers, by digest. Those that the caller may not read are left
    /// out, so that a page may be shorter than the next one.
    pub async fn referrer_list(
        &self,
        grant: &ImageGrant,
        query: ReferrerQuery,
        page: &PageRequest,
    ) -> Result<Page<Image>, Error> {
        grant.expect(&[Action::BatchGetImage]);
        let after = page.after::<1>(LIST)?.map(|[digest]| Digest::parse(&digest));
        let after = after.transpose().map_err(|_| invalid_token())?;
        let args = (grant.clone(), query, after, page.probe());
        let entries = self
            .read(args, |tx, (grant, query, after, probe)| {
                async move {
                    let name = name_of(&Reference::Digest(query.subject));
                    let repository = grant.existing(tx, std::slice::from_ref(&name)).await?.id;
                    grant.admit_read(tx, repository, &name).await?;
                    let listed = tx
                        .referrer_list(repository, &query.selection(), after.as_ref(), *probe)
                        .await?;
                    let mut entries = Vec::new();
                    for image in listed {
                        let shown = grant.shows(tx, repository, &image).await?;
                        entries.push((image, shown));
                    }
                    Ok(entries)
                }
                .boxed()
            })
            .await?;
        let page = Page::cut(entries, page.size, |(last, _)| {
            PageToken::new(LIST, [&last.digest.to_string()])
        });
        let shown = page.entries.into_iter().filter(|(_, shown)| *shown);
        Ok(Page {
            entries: shown.map(|(image, _)| image).collect(),
            next: page.next,
        })
    }
}

/// The annotations of an image: what its manifest said when it came, and was checked.
pub fn annotations(image: &Image) -> BTreeMap<String, String> {
    let stored = image.annotations.as_deref();
    stored
        .and_then(|text| serde_json::from_str(text).ok())
        .unwrap_or_default()
}
