//! Manifests as they were pushed: one by tag or digest, or many by name.

use futures_util::FutureExt as _;
use meta::{Manifest, RepositoryId, Tx};
use names::Reference;

use crate::image_admission::name_of;
use crate::image_name::look_up;
use crate::{Action, Error, ImageFailureKind, ImageGrant, ImageName, Internal, ManifestRead, Registry};

/// Most bytes of manifests in one answer: they are in memory together, some of them twice.
const MAX_MANIFESTS: u64 = 16 << 20;

impl Registry {
    /// The manifest that a tag or digest names, checked against its digest.
    pub async fn manifest_get(
        &self,
        grant: &ImageGrant,
        reference: Reference,
        read: ManifestRead,
    ) -> Result<Manifest, Error> {
        grant.expect(&[Action::BatchGetImage]);
        let name = name_of(&reference);
        let (repository, manifest) = self
            .read(
                (grant.clone(), reference, name),
                |tx, (grant, reference, name)| {
                    async move {
                        let repository = grant.existing(tx, std::slice::from_ref(name)).await?;
                        grant.admit_read(tx, repository.id, name).await?;
                        let manifest = tx.manifest_get(repository.id, reference).await?;
                        Ok((repository.id, manifest.ok_or(Error::ManifestNotFound)?))
                    }
                    .boxed()
                },
            )
            .await?;
        let manifest = verified(manifest)?;
        self.image_pull_note(grant, read, (repository, manifest.digest));
        Ok(manifest)
    }

    /// The manifests that `names` name, or why there is none, in the order of `names`. More than
    /// 16 MiB of them are refused.
    pub async fn image_get(
        &self,
        grant: &ImageGrant,
        names: Vec<ImageName>,
    ) -> Result<Vec<(ImageName, Result<Manifest, ImageFailureKind>)>, Error> {
        grant.expect(&[Action::BatchGetImage]);
        let (repository, found) = self
            .read((grant.clone(), names), |tx, (grant, names)| {
                async move {
                    let repository = grant.existing(tx, names).await?.id;
                    let (mut found, mut room) = (Vec::new(), MAX_MANIFESTS);
                    for name in names {
                        grant.admit_read(tx, repository, name).await?;
                        found.push((name.clone(), get_one(tx, repository, name, &mut room).await?));
                    }
                    Ok((repository, found))
                }
                .boxed()
            })
            .await?;
        let manifests = found
            .iter()
            .filter_map(|(_, outcome): &(_, Result<Manifest, _>)| outcome.as_ref().ok());
        for manifest in manifests {
            self.image_pull_note(grant, ManifestRead::Pull, (repository, manifest.digest));
        }
        Ok(found)
    }
}

async fn get_one(
    tx: &mut Tx<'_>,
    repository: RepositoryId,
    name: &ImageName,
    room: &mut u64,
) -> Result<Result<Manifest, ImageFailureKind>, Error> {
    let image = match look_up(tx, repository, name).await? {
        Ok(image) => image,
        Err(kind) => return Ok(Err(kind)),
    };
    let too_much =
        || Error::LimitExceeded("The maximum size of all manifests in one answer is 16 MiB".to_owned());
    *room = room.checked_sub(image.manifest_size).ok_or_else(too_much)?;
    match tx
        .manifest_get(repository, &Reference::Digest(image.digest))
        .await?
    {
        Some(manifest) => Ok(Ok(verified(manifest)?)),
        None => Ok(Err(ImageFailureKind::NotFound)),
    }
}

/// The manifest, if its bytes still have its digest.
fn verified(manifest: Manifest) -> Result<Manifest, Error> {
    if oci::digest_of(manifest.digest.algorithm(), &manifest.bytes) == manifest.digest {
        return Ok(manifest);
    }
    Err(Internal::Broken(format!("the stored manifest {} is damaged", manifest.digest)).into())
}
