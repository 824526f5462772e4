//! Image tags: their list, their removal, and whether one may move.

use futures_util::FutureExt as _;
use meta::{ImageStatus, TagMutability};
use names::{Reference, RepositoryArn, Tag};
use stdx::point::Point;

use crate::event::{self, ImageEvent};
use crate::image_admission::name_of;
use crate::page::{Page, PageRequest};
use crate::registry::existing;
use crate::{Action, Error, Grant, ImageGrant, Registry};

impl Registry {
    /// At most `size` tags of active images after `last` in byte order (OCI distribution-spec, "Listing tags").
    pub async fn tag_list(
        &self,
        grant: &Grant<RepositoryArn>,
        last: Option<Tag>,
        size: usize,
    ) -> Result<Page<Tag>, Error> {
        grant.expect(&[Action::ListImages]);
        let probe = PageRequest { token: None, size }.probe();
        let entries = self
            .read(
                (grant.resource().clone(), last, probe),
                |tx, (arn, last, probe)| {
                    async move {
                        let repository = existing(tx, arn).await?;
                        let tags =
                            tx.tag_list_of_status(repository.id, ImageStatus::Active, last.as_ref(), *probe);
                        Ok(tags.await?)
                    }
                    .boxed()
                },
            )
            .await?;
        let page = Page::cut(entries, size, |last| {
            names::PageToken::new("tags", [last.tag.as_str()])
        });
        Ok(page.map(|entry| entry.tag))
    }

    /// Removes one tag; the image stays, untagged if that was its last (OCI distribution-spec,
    /// "Deleting tags"). `BatchDeleteImage` by tag is another thing: it deletes the image too.
    pub async fn tag_delete(&self, grant: &ImageGrant, tag: Tag) -> Result<(), Error> {
        grant.expect(&[Action::BatchDeleteImage]);
        let name = name_of(&Reference::Tag(tag.clone()));
        self.write_for(
            grant,
            (grant.clone(), tag, name, self.removal(grant.principal())),
            |tx, (grant, tag, name, removal)| {
                async move {
                    let repository = grant.existing(tx, std::slice::from_ref(name)).await?;
                    grant.admit_delete(tx, repository.id, name).await?;
                    let digest = tx.tag_delete(repository.id, tag, removal).await?;
                    Point::TagDeleted.pass();
                    let image = tx
                        .image_get(repository.id, &digest.ok_or(Error::TagNotFound)?)
                        .await?;
                    let deleted = ImageEvent {
                        repository: &repository.arn,
                        image: &image.ok_or(Error::TagNotFound)?,
                        tag: Some(tag),
                        at: removal.at,
                    };
                    event::image_deleted(tx, deleted).await
                }
                .boxed()
            },
        )
        .await
    }
}

/// Whether an existing `tag` may be pointed at another image.
pub(crate) fn may_move(mutability: &TagMutability, tag: &Tag) -> bool {
    let excluded = |filters: &[String]| filters.iter().any(|filter| matches(filter, tag.as_str()));
    match mutability {
        TagMutability::Mutable => true,
        TagMutability::Immutable => false,
        TagMutability::MutableWithExclusion(filters) => !excluded(filters),
        TagMutability::ImmutableWithExclusion(filters) => excluded(filters),
    }
}

/// Whether `text` as a whole matches `filter`, in which `*` stands for any run of characters.
/// Linear: only the last `*` is ever gone back to.
fn matches(filter: &str, text: &str) -> bool {
    let (filter, text) = (filter.as_bytes(), text.as_bytes());
    let (mut at, mut star, mut mark) = (0, None, 0);
    let mut position = 0;
    while position < text.len() {
        if filter.get(at) == Some(&b'*') {
            star = Some(at);
            mark = position;
            at += 1;
        } else if filter.get(at) == Some(&text[position]) {
            at += 1;
            position += 1;
        } else if let Some(star) = star {
            mark += 1;
            position = mark;
            at = star + 1;
        } else {
            return false;
        }
    }
    filter[at..].iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_match_whole_tags() {
        for (filter, text, expected) in [
            ("latest", "latest", true),
            ("latest", "latest2", false),
            ("latest", "Latest", false),
            ("prod-*", "prod-1", true),
            ("prod-*", "prod-", true),
            ("prod-*", "a-prod-1", false),
            ("*-rc*", "1.0-rc3", true),
            ("*-rc*", "1.0", false),
            ("*", "anything", true),
            ("a*b", "a-b-b", true),
            ("a*b", "a-b-c", false),
        ] {
            assert_eq!(matches(filter, text), expected, "{filter} {text}");
        }
    }

    #[test]
    fn four_modes() {
        let dev = || vec!["dev*".to_owned()];
        let tag = |text| Tag::parse(text).expect(text);
        for (mode, dev_moves, prod_moves) in [
            (TagMutability::Mutable, true, true),
            (TagMutability::Immutable, false, false),
            (TagMutability::MutableWithExclusion(dev()), false, true),
            (TagMutability::ImmutableWithExclusion(dev()), true, false),
        ] {
            assert_eq!(may_move(&mode, &tag("dev-1")), dev_moves, "{mode:?}");
            assert_eq!(may_move(&mode, &tag("prod")), prod_moves, "{mode:?}");
        }
    }
}
