//! How callers name images, what is wrong with a name, and which image it names.

use meta::{Image, RepositoryId, Tx};
use names::{Digest, Tag};

use crate::Error;

/// How a caller names an image: by digest, by tag, or by both. Kept as the caller wrote it, for
/// answers that repeat it; parsed where it is looked up.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct ImageName {
    /// The digest, if given.
    pub digest: Option<String>,
    /// The tag, if given.
    pub tag: Option<String>,
}

/// A name that could not be served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageFailure {
    /// The name as the caller wrote it.
    pub image: ImageName,
    /// Why.
    pub kind: ImageFailureKind,
}

/// Why a name could not be served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImageFailureKind {
    /// The digest is outside its grammar.
    InvalidDigest,
    /// The tag is outside its grammar.
    InvalidTag,
    /// The tag names another image than the digest.
    TagDoesNotMatchDigest,
    /// No such image.
    NotFound,
    /// Neither a digest nor a tag.
    MissingDigestAndTag,
    /// Indexes list the image.
    Referenced(Vec<Digest>),
    /// The image is held, for this reason (ours).
    Held(String),
}

/// Checks the grammar of a name and returns its tag.
pub(crate) fn checked(name: &ImageName) -> Result<Option<Tag>, ImageFailureKind> {
    if name.digest.is_none() && name.tag.is_none() {
        return Err(ImageFailureKind::MissingDigestAndTag);
    }
    if name
        .digest
        .as_deref()
        .is_some_and(|digest| !has_digest_shape(digest))
    {
        return Err(ImageFailureKind::InvalidDigest);
    }
    let tag = name.tag.as_deref().map(Tag::parse);
    tag.transpose().map_err(|_| ImageFailureKind::InvalidTag)
}

/// ECR's own, wider grammar `[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+`: a digest of an algorithm that is not
/// served is unknown, not invalid.
pub fn has_digest_shape(text: &str) -> bool {
    text.split_once(':').is_some_and(|(algorithm, value)| {
        let word = |byte: u8| byte.is_ascii_alphanumeric() || b"-_+.".contains(&byte);
        !algorithm.is_empty()
            && algorithm.bytes().all(word)
            && !value.is_empty()
            && value.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

/// The image that a name names, or why it names none.
pub(crate) async fn look_up(
    tx: &mut Tx<'_>,
    repository: RepositoryId,
    name: &ImageName,
) -> Result<Result<Image, ImageFailureKind>, Error> {
    if let Err(kind) = checked(name) {
        return Ok(Err(kind));
    }
    match find(tx, repository, name).await? {
        Some(image) => Ok(Ok(image)),
        None => Ok(Err(missing(tx, repository, name).await?)),
    }
}

/// Why a well-formed name names nothing.
async fn missing(
    tx: &mut Tx<'_>,
    repository: RepositoryId,
    name: &ImageName,
) -> Result<ImageFailureKind, Error> {
    if name.digest.is_some() && name.tag.is_some() {
        let by_digest = ImageName {
            tag: None,
            ..name.clone()
        };
        let by_tag = ImageName {
            digest: None,
            ..name.clone()
        };
        let both = find(tx, repository, &by_digest).await?.is_some()
            && find(tx, repository, &by_tag).await?.is_some();
        if both {
            return Ok(ImageFailureKind::TagDoesNotMatchDigest);
        }
    }
    Ok(ImageFailureKind::NotFound)
}

/// The image with this name; when a name has both parts, both must name it.
pub(crate) async fn find(
    tx: &mut Tx<'_>,
    repository: RepositoryId,
    name: &ImageName,
) -> Result<Option<Image>, Error> {
    let Some(digest) = resolve(tx, repository, name).await? else {
        return Ok(None);
    };
    Ok(tx.image_get(repository, &digest).await?)
}

async fn resolve(
    tx: &mut Tx<'_>,
    repository: RepositoryId,
    name: &ImageName,
) -> Result<Option<Digest>, Error> {
    let given = match name.digest.as_deref().map(Digest::parse) {
        Some(Err(_)) => return Ok(None),
        given => given.and_then(Result::ok),
    };
    let Some(tag) = name.tag.as_deref() else {
        return Ok(given);
    };
    let Ok(tag) = Tag::parse(tag) else {
        return Ok(None);
    };
    let held = tx.tag_get(repository, &tag).await?;
    Ok(held.filter(|held| given.is_none_or(|given| given == *held)))
}
