//! Tags as something to be changed on its own, which ECR does not have: taking one off its image,
//! putting one on an image that is there, each in one transaction, so that a reader sees the state
//! before or the one after.
//!
//! Each change needs an action of our own and those of ECR that would do as much, so that a policy
//! that was written for ECR alone, such as one that reserves tags, holds here too.

use futures_util::FutureExt as _;
use meta::{ImageStatus, Removal, Tx};
use names::{Digest, Reference, RepositoryArn, Tag};
use stdx::point::Point;

use crate::event::{self, ImageEvent};
use crate::image::point;
use crate::image_admission::{artifact_type, name_of};
use crate::image_delete::announce;
use crate::image_list::well_formed;
use crate::image_name::look_up;
use crate::tag::may_move;
use crate::{
    Action, Error, ImageChange, ImageFacts, ImageGrant, ImageName, Internal, Quotas, Registry, Repository,
    TagFault,
};

/// What a tag has to name for a change to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExpectedImage {
    /// Whatever it is.
    Any,
    /// This image.
    Image(Digest),
    /// None: the tag must not be there.
    Nothing,
}

/// A tag that was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagChange {
    /// The tag.
    pub tag: Tag,
    /// The image that it named before.
    pub before: Option<Digest>,
    /// The image that it names now.
    pub after: Option<Digest>,
}

/// A tag to be put on an image.
#[derive(Debug, Clone)]
pub struct NewTag {
    /// The image.
    pub image: ImageName,
    /// The tag.
    pub tag: Tag,
    /// What the tag has to name for that.
    pub expected: ExpectedImage,
}

/// What it takes to put a tag on an image that is there.
#[derive(Clone)]
pub struct TagRights {
    /// [`Action::TagImage`].
    pub own: ImageGrant,
    /// To push under the tag: [`Action::PutImage`].
    pub push: ImageGrant,
    /// To pull the image: [`Action::BatchGetImage`].
    pub pull: ImageGrant,
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
        let args = ((grant.clone(), deleting.clone()), tag, expected, removal);
        self.write_for(grant, args, |tx, ((grant, deleting), tag, expected, removal)| {
            async move {
                let name = name_of(&Reference::Tag(tag.clone()));
                let named = std::slice::from_ref(&name);
                let repository = grant.existing(tx, named).await?;
                deleting.existing(tx, named).await?;
                grant.admit_delete(tx, repository.id, &name).await?;
                deleting.admit_delete(tx, repository.id, &name).await?;
                untag(tx, (&repository, removal), tag, *expected).await
            }
            .boxed()
        })
        .await
    }

    /// Puts a tag on an image of the repository, taking it off the one that had it. A tag that is
    /// there already stays, and that is no error.
    ///
    /// # Errors
    /// [`Error::ImageNotFound`], [`Error::TagImmutable`], [`TagFault::Mismatch`].
    pub async fn image_tag(&self, rights: &TagRights, new: NewTag) -> Result<TagChange, Error> {
        rights.own.expect(&[Action::TagImage]);
        rights.push.expect(&[Action::PutImage]);
        rights.pull.expect(&[Action::BatchGetImage]);
        well_formed(&new.image)?;
        let removal = self.removal(rights.own.principal());
        let args = (rights.clone(), new, removal, self.quotas);
        self.write_for(&rights.own, args, |tx, (rights, new, removal, quotas)| {
            tag(tx, rights, new, (removal, *quotas)).boxed()
        })
        .await
    }
}

/// Takes away a tag. One that may not be moved stays: else taking it away and putting it on another
/// image would move it.
async fn untag(
    tx: &mut Tx<'_>,
    (repository, removal): (&Repository, &Removal),
    tag: &Tag,
    expected: ExpectedImage,
) -> Result<TagChange, Error> {
    let Some(before) = tx.tag_get(repository.id, tag).await? else {
        return Err(Error::ImageNotFound {
            image: name_of(&Reference::Tag(tag.clone())),
            repository: repository.arn.clone(),
        });
    };
    check_expected(expected, Some(before), (tag, &repository.arn))?;
    if !may_move(&repository.tag_mutability, tag) {
        let fault = TagFault::Immutable(tag.clone(), repository.arn.clone());
        return Err(Error::Tag(fault));
    }
    let image = tx.image_get(repository.id, &before).await?;
    let image = image.ok_or_else(|| Internal::Broken(format!("the tag {tag} names no image")))?;
    tx.tag_delete(repository.id, tag, removal).await?;
    Point::TagDeleted.pass();
    announce(
        tx,
        (&repository.arn, removal.at),
        &image,
        std::slice::from_ref(tag),
    )
    .await?;
    Ok(TagChange {
        tag: tag.clone(),
        before: Some(before),
        after: None,
    })
}

async fn tag(
    tx: &mut Tx<'_>,
    rights: &TagRights,
    new: &NewTag,
    (removal, quotas): (&Removal, Quotas),
) -> Result<TagChange, Error> {
    let TagRights { own, push, pull } = rights;
    let NewTag { image, tag, expected } = new;
    let target = name_of(&Reference::Tag(tag.clone()));
    let repository = own.existing(tx, std::slice::from_ref(&target)).await?;
    push.existing(tx, std::slice::from_ref(&target)).await?;
    pull.existing(tx, std::slice::from_ref(image)).await?;
    pull.admit_read(tx, repository.id, image).await?;
    let found = look_up(tx, repository.id, image).await?;
    // What is in the archive has to be restored before it is named anew.
    let found = found
        .ok()
        .filter(|found| found.storage.status == ImageStatus::Active);
    let found = found.ok_or_else(|| Error::ImageNotFound {
        image: image.clone(),
        repository: repository.arn.clone(),
    });
    let facts = ImageFacts {
        tags: vec![tag.clone()],
        digest: found.as_ref().ok().map(|image| image.digest),
        artifact_type: found.as_ref().ok().and_then(artifact_type),
    };
    own.admit(&facts)?;
    push.admit(&facts)?;
    let found = found?;
    let before = tx.tag_get(repository.id, tag).await?;
    check_expected(*expected, before, (tag, &repository.arn))?;
    if point(tx, (&repository, quotas), tag, (found.digest, removal)).await? == ImageChange::Stored {
        let pushed = ImageEvent {
            repository: &repository.arn,
            image: &found,
            tag: Some(tag),
            at: removal.at,
        };
        event::image_pushed(tx, pushed).await?;
    }
    Ok(TagChange {
        tag: tag.clone(),
        before,
        after: Some(found.digest),
    })
}

/// Refuses a tag that names something else than the caller expects.
pub(crate) fn check_expected(
    expected: ExpectedImage,
    found: Option<Digest>,
    (tag, repository): (&Tag, &RepositoryArn),
) -> Result<(), Error> {
    let is_expected = match expected {
        ExpectedImage::Any => true,
        ExpectedImage::Image(digest) => found == Some(digest),
        ExpectedImage::Nothing => found.is_none(),
    };
    if is_expected {
        return Ok(());
    }
    Err(Error::Tag(TagFault::Mismatch(tag.clone(), repository.clone())))
}
