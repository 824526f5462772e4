//! Tags as something to be changed on its own, which ECR does not have: taking one off its image,
//! each in one transaction, so that a reader sees the state before or the one after.
//!
//! Each change needs an action of our own and the one of ECR that would do as much, so that a
//! policy that was written for ECR alone, such as one that reserves tags, holds here too.

use futures_util::FutureExt as _;
use meta::{Removal, Tx};
use names::{Digest, Reference, RepositoryArn, Tag};

use crate::image_admission::name_of;
use crate::tag::may_move;
use crate::{Action, Error, ImageGrant, Registry, Repository, TagFault};

/// What a tag has to name for a change to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExpectedImage {
    /// Whatever it is.
    Any,
    /// This image.
    Image(Digest),
}

/// A tag that was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagChange {
    /// The tag.
    pub tag: Tag,
    /// The image that it named before.
    pub before: Digest,
}

impl Registry {
    /// Takes a tag off its image, which stays. `deleting` is the right to delete by that tag.
    ///
    /// # Errors
    /// [`Error::ImageNotFound`] where there is no such tag, [`TagFault`].
    pub async fn image_untag(
        &self,
        grant: &ImageGrant,
        deleting: &ImageGrant,
        (tag, expected): (Tag, ExpectedImage),
    ) -> Result<TagChange, Error> {
        grant.expect(&[Action::UntagImage]);
        deleting.expect(&[Action::BatchDeleteImage]);
        let removal = self.removal(grant.principal());
        let args = (grant.clone(), deleting.clone(), tag, expected, removal);
        self.write(args, |tx, (grant, deleting, tag, expected, removal)| {
            async move {
                let name = name_of(&Reference::Tag(tag.clone()));
                let repository = grant.existing(tx, std::slice::from_ref(&name)).await?;
                grant.admit_delete(tx, repository.id, &name).await?;
                deleting.admit_delete(tx, repository.id, &name).await?;
                let not_found = || Error::ImageNotFound {
                    image: name.clone(),
                    repository: repository.arn.clone(),
                };
                let before = tx.tag_get(repository.id, tag).await?.ok_or_else(not_found)?;
                check_expected(*expected, before, (tag, &repository.arn))?;
                untag(tx, &repository, tag, removal).await?;
                let tag = tag.clone();
                Ok(TagChange { tag, before })
            }
            .boxed()
        })
        .await
    }
}

/// Refuses a tag that names something else than the caller expects.
fn check_expected(
    expected: ExpectedImage,
    found: Digest,
    (tag, repository): (&Tag, &RepositoryArn),
) -> Result<(), Error> {
    let is_expected = match expected {
        ExpectedImage::Any => true,
        ExpectedImage::Image(digest) => digest == found,
    };
    if is_expected {
        return Ok(());
    }
    Err(Error::Tag(TagFault::Mismatch(tag.clone(), repository.clone())))
}

/// Takes away a tag that is there. One that may not be moved stays: else taking it away and putting
/// it on another image would move it.
async fn untag(tx: &mut Tx<'_>, repository: &Repository, tag: &Tag, removal: &Removal) -> Result<(), Error> {
    if !may_move(&repository.tag_mutability, tag) {
        return Err(Error::Tag(TagFault::Immutable(
            tag.clone(),
            repository.arn.clone(),
        )));
    }
    tx.tag_delete(repository.id, tag, removal).await?;
    Ok(())
}
