//! Lists of images, as identifiers and with their details.

use futures_util::FutureExt as _;
use meta::{ImageSelection, ImageStatus, RepositoryId, TagStatus, Tx};
use names::{Digest, PageToken, RepositoryArn, Tag};
use stdx::Timestamp;

use crate::image_name::{checked, find};
use crate::image_pull::recorded;
use crate::page::{Page, PageRequest, invalid_token};
use crate::registry::existing;
use crate::{Action, Error, Grant, Image, ImageFailureKind, ImageName, Registry};

const IDS: &str = "image-ids";
const DETAILS: &str = "image-details";
/// The two stretches of a list of identifiers, in the order in which they are shown.
const TAGGED: &str = "tagged";
const UNTAGGED: &str = "untagged";

/// Which images a list shows.
#[derive(Debug, Clone, Copy)]
pub struct ImageFilter {
    /// By whether they have a tag.
    pub tag_status: TagStatus,
    /// By where they are; all of them when `None`.
    pub image_status: Option<ImageStatus>,
}

impl ImageFilter {
    fn selection(self) -> ImageSelection {
        ImageSelection {
            tags: self.tag_status,
            status: self.image_status,
        }
    }
}

/// One entry of a list of identifiers: a tag with its image, or an image without a tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedImage {
    /// The image.
    pub digest: Digest,
    /// One of its tags.
    pub tag: Option<Tag>,
}

/// One image with its tags.
#[derive(Debug, Clone)]
pub struct DescribedImage {
    /// The image.
    pub image: Image,
    /// Its tags in byte order.
    pub tags: Vec<Tag>,
    /// When it was last pulled, as ECR shows it: with the granularity of a day.
    pub last_recorded_pull: Option<Timestamp>,
}

#[derive(Clone)]
enum ListFrom {
    Tagged(Option<Tag>),
    Untagged(Option<Digest>),
}

impl Registry {
    /// One page of identifiers: an entry for each tag, then one for each untagged image.
    pub async fn image_list(
        &self,
        grant: &Grant<RepositoryArn>,
        filter: ImageFilter,
        page: &PageRequest,
    ) -> Result<Page<ListedImage>, Error> {
        grant.expect(&[Action::ListImages]);
        let from = list_from(filter, page.after::<2>(IDS)?)?;
        let args = (grant.resource().clone(), filter, from, page.probe());
        let entries = self
            .read(args, |tx, (arn, filter, from, probe)| {
                async move {
                    let repository = existing(tx, arn).await?;
                    identifiers(tx, repository.id, (*filter, from), *probe).await
                }
                .boxed()
            })
            .await?;
        Ok(Page::cut(entries, page.size, |last| match &last.tag {
            Some(tag) => PageToken::new(IDS, [TAGGED, tag.as_str()]),
            None => PageToken::new(IDS, [UNTAGGED, &last.digest.to_string()]),
        }))
    }

    /// One page of images with their details, by digest.
    pub async fn image_describe_page(
        &self,
        grant: &Grant<RepositoryArn>,
        filter: ImageFilter,
        page: &PageRequest,
    ) -> Result<Page<DescribedImage>, Error> {
        grant.expect(&[Action::DescribeImages]);
        let after = page.after::<1>(DETAILS)?.map(|[digest]| Digest::parse(&digest));
        let after = after.transpose().map_err(|_| invalid_token())?;
        let args = (grant.resource().clone(), filter, after, page.probe());
        let entries = self
            .read(args, |tx, (arn, filter, after, probe)| {
                async move {
                    let repository = existing(tx, arn).await?;
                    let images = tx
                        .image_list(repository.id, filter.selection(), after.as_ref(), *probe)
                        .await?;
                    with_tags(tx, repository.id, images).await
                }
                .boxed()
            })
            .await?;
        Ok(Page::cut(entries, page.size, |last| {
            PageToken::new(DETAILS, [&last.image.digest.to_string()])
        }))
    }

    /// The images that are named, each once; an unknown name fails the whole call.
    pub async fn image_describe(
        &self,
        grant: &Grant<RepositoryArn>,
        filter: ImageFilter,
        names: Vec<ImageName>,
    ) -> Result<Vec<DescribedImage>, Error> {
        grant.expect(&[Action::DescribeImages]);
        self.read(
            (grant.resource().clone(), filter, names),
            |tx, (arn, filter, names)| {
                async move {
                    let repository = existing(tx, arn).await?;
                    let mut images: Vec<Image> = Vec::new();
                    for name in names {
                        well_formed(name)?;
                        let unknown = || Error::ImageNotFound {
                            image: name.clone(),
                            repository: arn.clone(),
                        };
                        let image = find(tx, repository.id, name).await?.ok_or_else(unknown)?;
                        if !images.iter().any(|known| known.digest == image.digest) {
                            images.push(image);
                        }
                    }
                    if let Some(status) = filter.image_status {
                        images.retain(|image| image.storage.status == status);
                    }
                    let mut described = with_tags(tx, repository.id, images).await?;
                    described.retain(|entry| match filter.tag_status {
                        TagStatus::Any => true,
                        TagStatus::Tagged => !entry.tags.is_empty(),
                        TagStatus::Untagged => entry.tags.is_empty(),
                    });
                    Ok(described)
                }
                .boxed()
            },
        )
        .await
    }
}

fn list_from(filter: ImageFilter, after: Option<[String; 2]>) -> Result<ListFrom, Error> {
    let from = match after {
        None if filter.tag_status == TagStatus::Untagged => ListFrom::Untagged(None),
        None => ListFrom::Tagged(None),
        // A token made under another filter would open the stretch that this filter hides.
        Some([stretch, _]) if hidden(filter) == Some(stretch.as_str()) => return Err(invalid_token()),
        Some([stretch, key]) if stretch == TAGGED => {
            ListFrom::Tagged(Some(Tag::parse(&key).map_err(|_| invalid_token())?))
        }
        Some([stretch, key]) if stretch == UNTAGGED => {
            ListFrom::Untagged(Some(Digest::parse(&key).map_err(|_| invalid_token())?))
        }
        Some(_) => return Err(invalid_token()),
    };
    Ok(from)
}

/// The stretch that a filter does not show.
fn hidden(filter: ImageFilter) -> Option<&'static str> {
    match filter.tag_status {
        TagStatus::Any => None,
        TagStatus::Tagged => Some(UNTAGGED),
        TagStatus::Untagged => Some(TAGGED),
    }
}

async fn identifiers(
    tx: &mut Tx<'_>,
    repository: RepositoryId,
    (filter, from): (ImageFilter, &ListFrom),
    limit: meta::Limit,
) -> Result<Vec<ListedImage>, Error> {
    let mut entries = Vec::new();
    if let ListFrom::Tagged(after) = from {
        let tags = match filter.image_status {
            Some(status) => {
                tx.tag_list_of_status(repository, status, after.as_ref(), limit)
                    .await?
            }
            None => tx.tag_list(repository, after.as_ref(), limit).await?,
        };
        entries.extend(tags.into_iter().map(|entry| ListedImage {
            digest: entry.digest,
            tag: Some(entry.tag),
        }));
    }
    let room = limit
        .0
        .saturating_sub(u32::try_from(entries.len()).unwrap_or(u32::MAX));
    if room > 0 && filter.tag_status != TagStatus::Tagged {
        let after = match from {
            ListFrom::Untagged(after) => after.as_ref(),
            ListFrom::Tagged(_) => None,
        };
        let untagged = ImageSelection {
            tags: TagStatus::Untagged,
            ..filter.selection()
        };
        let images = tx
            .image_list(repository, untagged, after, meta::Limit(room))
            .await?;
        entries.extend(images.into_iter().map(|image| ListedImage {
            digest: image.digest,
            tag: None,
        }));
    }
    Ok(entries)
}

/// A name outside its grammar names nothing, and the caller is told which part of it is wrong.
pub(crate) fn well_formed(name: &ImageName) -> Result<(), Error> {
    let (parameter, why) = match checked(name) {
        Ok(_) => return Ok(()),
        Err(ImageFailureKind::InvalidDigest) => (
            "imageDigest",
            "must satisfy regular expression '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'",
        ),
        Err(ImageFailureKind::InvalidTag) => (
            "imageTag",
            "must satisfy regular expression '[A-Za-z0-9_][A-Za-z0-9._-]{0,127}'",
        ),
        Err(_) => ("imageIds", "both tag and digest cannot be null"),
    };
    let why = why.to_owned();
    Err(Error::InvalidParameter { parameter, why })
}

async fn with_tags(
    tx: &mut Tx<'_>,
    repository: RepositoryId,
    images: Vec<Image>,
) -> Result<Vec<DescribedImage>, Error> {
    let digests: Vec<Digest> = images.iter().map(|image| image.digest).collect();
    let mut tags: std::collections::HashMap<Digest, Vec<Tag>> = std::collections::HashMap::new();
    for entry in tx.tag_list_of_images(repository, &digests).await? {
        tags.entry(entry.digest).or_default().push(entry.tag);
    }
    let pulls = recorded(tx, repository, &digests).await?;
    let described = images.into_iter().map(|image| {
        let mut tags = tags.remove(&image.digest).unwrap_or_default();
        tags.sort_unstable();
        let last_recorded_pull = pulls.get(&image.digest).copied();
        DescribedImage {
            image,
            tags,
            last_recorded_pull,
        }
    });
    Ok(described.collect())
}
