//! What tags named before: listing it, and finding what one named last.

use futures_util::FutureExt as _;
use meta::{DeletedKey, DeletedTag, Limit, RepositoryId, TagEnd, Tx};
use names::{Digest, PageToken, RepositoryArn, Tag};
use stdx::Timestamp;

use crate::deleted_image::{Ending, parse_key};
use crate::page::{Page, PageRequest, invalid_token};
use crate::registry::existing;
use crate::{Action, Error, Grant, Registry};

const TAGS: &str = "deleted-tags";
/// How many rows a statement reads at once.
const BATCH: Limit = Limit(1_000);

/// That a tag named an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastTag {
    /// The tag.
    pub tag: Tag,
    /// The image.
    pub digest: Digest,
    /// Since when.
    pub tagged_at: Timestamp,
    /// Who ended it, and when.
    pub end: Ending,
    /// How.
    pub kind: TagEnd,
}

impl Registry {
    /// One page of what the tags of a repository named before, or one of them; the newest end first.
    pub async fn deleted_tag_list(
        &self,
        grant: &Grant<RepositoryArn>,
        tag: Option<Tag>,
        page: &PageRequest,
    ) -> Result<Page<PastTag>, Error> {
        grant.expect(&[Action::ListDeletedTags]);
        let after = page.after::<3>(TAGS)?.map(parse_tag_key).transpose()?;
        let args = (grant.resource().clone(), tag, after, page.probe(), self.bin_end());
        let entries = self
            .read(args, |tx, (arn, tag, after, probe, end)| {
                async move {
                    let repository = existing(tx, arn).await?.id;
                    let mut entries = tx
                        .deleted_tag_list(repository, tag.as_ref(), after.as_ref(), *probe)
                        .await?;
                    entries.retain(|entry| entry.removed_at > *end);
                    Ok(entries)
                }
                .boxed()
            })
            .await?;
        let page = Page::cut(entries, page.size, |last| {
            let at = last.removed_at.as_micros().to_string();
            PageToken::new(TAGS, [at.as_str(), &last.id.to_string(), last.tag.as_str()])
        });
        Ok(page.map(|entry| PastTag {
            tag: entry.tag,
            digest: entry.digest,
            tagged_at: entry.tagged_at,
            end: self.ending(entry.removed_at, entry.removed_by),
            kind: entry.end,
        }))
    }
}

/// What a tag named last, or the last time that it named this image; not what ended by `end`.
pub(crate) async fn last_named(
    tx: &mut Tx<'_>,
    repository: RepositoryId,
    (tag, digest): (&Tag, Option<Digest>),
    end: Timestamp,
) -> Result<Option<DeletedTag>, Error> {
    let mut after = None;
    loop {
        let page = tx
            .deleted_tag_list(repository, Some(tag), after.as_ref(), BATCH)
            .await?;
        let Some(last) = page.last().cloned() else {
            return Ok(None);
        };
        let restorable = |entry: &&DeletedTag| entry.removed_at > end;
        let named = |entry: &&DeletedTag| digest.is_none_or(|digest| digest == entry.digest);
        if let Some(entry) = page.iter().take_while(restorable).find(named) {
            return Ok(Some(entry.clone()));
        }
        if last.removed_at <= end {
            return Ok(None);
        }
        let key = DeletedKey {
            at: last.removed_at,
            id: last.id,
        };
        after = Some((key, last.tag));
    }
}

/// The entry of a list of tags after which it goes on.
fn parse_tag_key([at, id, tag]: [String; 3]) -> Result<(DeletedKey, Tag), Error> {
    let tag = Tag::parse(&tag).map_err(|_| invalid_token())?;
    Ok((parse_key([at, id])?, tag))
}
