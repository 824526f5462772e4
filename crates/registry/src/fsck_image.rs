//! The check of what the database says of images, against their manifests, and of what it counts.

use std::collections::BTreeMap;

use bytes::Bytes;
use futures_util::FutureExt as _;
use meta::{
    CheckedChild, CheckedImage, CheckedLayer, CheckedManifest, CheckedRepository, Image, ImageContent,
    LayerState, Limit, RecordLog,
};
use names::{Digest, MediaType};

use crate::Error;
use crate::fsck::{FindingKind, Inspector};
use crate::image::new_image;

/// How many rows are looked at together.
const PAGE: u32 = 500;
/// How many manifests of deleted images: each may have 4 MiB.
const MANIFESTS: u32 = 4;

/// What an image's rows say of what its manifest lists, and the manifest.
struct Listed {
    manifest: Option<CheckedManifest>,
    layers: Vec<CheckedLayer>,
    children: Vec<CheckedChild>,
}

impl Inspector<'_> {
    /// Each repository with its images and tags.
    pub(crate) async fn repositories(&mut self) -> Result<(), Error> {
        let mut after = None;
        loop {
            let repositories = self.registry.read(after, |tx, after| {
                async move { Ok(tx.check_repositories(*after, Limit(PAGE)).await?) }.boxed()
            });
            let repositories = repositories.await?;
            let Some(last) = repositories.last() else {
                return Ok(());
            };
            after = Some(last.id);
            for repository in repositories {
                self.counts.repositories += 1;
                self.image_count(&repository).await?;
                self.images(&repository).await?;
                self.tags(&repository).await?;
            }
        }
    }

    async fn image_count(&mut self, repository: &CheckedRepository) -> Result<(), Error> {
        if repository.counted == repository.images {
            return Ok(());
        }
        if self.repairs() {
            self.registry
                .write(repository.id, |tx, id| {
                    async move { Ok(tx.recount_images(*id).await?) }.boxed()
                })
                .await?;
        }
        let counts = (repository.counted, repository.images);
        self.wrong_count(&repository.name, "images", counts);
        Ok(())
    }

    fn wrong_count(&mut self, subject: &str, what: &str, (counted, real): (u64, u64)) {
        let repaired = self.repairs().then_some("counted again");
        let detail = format!("{counted} {what} are counted, and there are {real}");
        self.done(FindingKind::WrongCount, subject, detail, repaired);
    }

    /// What registries count.
    pub(crate) async fn registries(&mut self) -> Result<(), Error> {
        let mut after = None;
        loop {
            let registries = self.registry.read(after, |tx, after| {
                async move {
                    let after = after.as_ref().map(|(account, region)| (account, region));
                    Ok(tx.check_registries(after, Limit(PAGE)).await?)
                }
                .boxed()
            });
            let registries = registries.await?;
            let Some(last) = registries.last() else {
                return Ok(());
            };
            after = Some((last.account, last.region.clone()));
            for registry in registries {
                if registry.counted == registry.repositories {
                    continue;
                }
                let subject = format!("{}/{}", registry.account, registry.region);
                let counts = (registry.counted, registry.repositories);
                if self.repairs() {
                    self.registry
                        .write(registry, |tx, registry| {
                            async move {
                                let (account, region) = (&registry.account, &registry.region);
                                Ok(tx.recount_repositories(account, region).await?)
                            }
                            .boxed()
                        })
                        .await?;
                }
                self.wrong_count(&subject, "repositories", counts);
            }
        }
    }

    async fn images(&mut self, repository: &CheckedRepository) -> Result<(), Error> {
        let mut after = None;
        loop {
            let images = self
                .registry
                .read((repository.id, after), |tx, (repository, after)| {
                    async move { Ok(tx.check_images(*repository, after.as_ref(), Limit(PAGE)).await?) }
                        .boxed()
                });
            let images = images.await?;
            let Some(last) = images.last() else {
                return Ok(());
            };
            after = Some(last.image.digest);
            for image in images {
                self.counts.images += 1;
                self.image(repository, &image).await?;
            }
        }
    }

    async fn image(&mut self, repository: &CheckedRepository, checked: &CheckedImage) -> Result<(), Error> {
        let (image, id) = (&checked.image, repository.id);
        let subject = format!("{}@{}", repository.name, image.digest);
        if checked.tags != checked.counted {
            if self.repairs() {
                self.registry
                    .write((id, image.digest), |tx, (repository, digest)| {
                        async move { Ok(tx.recount_tags(*repository, digest).await?) }.boxed()
                    })
                    .await?;
            }
            self.wrong_count(&subject, "tags", (checked.counted, checked.tags));
        }
        let listed = self
            .registry
            .read((id, image.digest), |tx, (repository, digest)| {
                async move {
                    if !tx.check_image(*repository, digest).await? {
                        return Ok(None);
                    }
                    Ok(Some(Listed {
                        manifest: tx.check_manifest(*repository, digest).await?,
                        layers: tx.check_layers(*repository, digest).await?,
                        children: tx.check_children(*repository, digest).await?,
                    }))
                }
                .boxed()
            });
        // It may have been deleted since its row was read.
        if let Some(listed) = listed.await? {
            self.listed(&subject, image, listed);
        }
        Ok(())
    }

    fn listed(&mut self, subject: &str, image: &Image, listed: Listed) {
        for layer in &listed.layers {
            let state = match layer.state {
                LayerState::Present => continue,
                LayerState::Damaged => "is damaged; pushing it again heals it",
                LayerState::Missing => "is missing",
            };
            let detail = format!("its layer {} {state}", layer.digest);
            self.found(FindingKind::ImageWithoutLayer, subject, detail);
        }
        for child in listed.children.iter().filter(|child| !child.exists) {
            let detail = format!("the image {} that it lists is missing", child.digest);
            self.found(FindingKind::ImageWithoutChild, subject, detail);
        }
        let Some(manifest) = &listed.manifest else {
            let detail = "its manifest is missing";
            return self.found(FindingKind::ImageWithoutManifest, subject, detail);
        };
        if !self.reads_bytes() {
            return;
        }
        if oci::digest_of(image.digest.algorithm(), &manifest.bytes) != image.digest {
            let detail = "the bytes of its manifest are not what was pushed";
            return self.found(FindingKind::DamagedManifest, subject, detail);
        }
        for detail in differences(image, manifest, &listed) {
            self.found(FindingKind::ImageDiffers, subject, detail);
        }
    }

    async fn tags(&mut self, repository: &CheckedRepository) -> Result<(), Error> {
        let mut after: Option<String> = None;
        loop {
            let tags = self
                .registry
                .read((repository.id, after), |tx, (repository, after)| {
                    async move { Ok(tx.check_tags(*repository, after.as_deref(), Limit(PAGE)).await?) }
                        .boxed()
                });
            let tags = tags.await?;
            let Some(last) = tags.last() else {
                return Ok(());
            };
            after = Some(last.name.clone());
            for tag in tags {
                self.counts.tags += 1;
                if !tag.fits {
                    let subject = format!("{}:{}", repository.name, tag.name);
                    let detail = format!("the image {} is missing, or elsewhere", tag.digest);
                    self.found(FindingKind::TagWithoutImage, subject, detail);
                }
            }
        }
    }

    /// The records of a log, which nothing else repeats.
    pub(crate) async fn records(&mut self, log: RecordLog) -> Result<(), Error> {
        let mut after: Option<String> = None;
        while self.reads_bytes() {
            let records = self.registry.read((log, after), |tx, (log, after)| {
                async move { Ok(tx.check_records(*log, after.as_deref(), Limit(PAGE)).await?) }.boxed()
            });
            let records = records.await?;
            let Some(last) = records.last() else {
                break;
            };
            after = Some(last.id.clone());
            for record in records.iter().filter(|record| !record.is_whole) {
                let what = match log {
                    RecordLog::Audit => "record of the audit trail",
                    RecordLog::Event => "event",
                };
                let subject = format!("{what} {}", record.id);
                self.found(FindingKind::DamagedRecord, subject, "it is not what was written");
            }
        }
        Ok(())
    }

    /// The manifests of deleted images, which are restored from their bytes.
    pub(crate) async fn deletions(&mut self) -> Result<(), Error> {
        let mut after: Option<String> = None;
        while self.reads_bytes() {
            let deletions = self.registry.read(after, |tx, after| {
                async move { Ok(tx.check_deletions(after.as_deref(), Limit(MANIFESTS)).await?) }.boxed()
            });
            let deletions = deletions.await?;
            let Some(last) = deletions.last() else {
                break;
            };
            after = Some(last.id.clone());
            for deletion in deletions {
                if oci::digest_of(deletion.digest.algorithm(), &deletion.bytes) != deletion.digest {
                    let subject = format!("deleted image {}", deletion.digest);
                    let detail = "the bytes of its manifest are not what was pushed";
                    self.found(FindingKind::DamagedManifest, subject, detail);
                }
            }
        }
        Ok(())
    }
}

/// What the rows of an image say that its manifest does not.
fn differences(image: &Image, manifest: &CheckedManifest, listed: &Listed) -> Vec<String> {
    let media_type = MediaType::parse(&manifest.media_type).ok();
    let said = media_type.as_ref().unwrap_or(&image.media_type);
    let facts = match oci::manifest::parse(&manifest.bytes, Some(said)) {
        Ok(facts) => facts,
        Err(error) => return vec![format!("its manifest is none: {error}")],
    };
    let bytes = Bytes::clone(&manifest.bytes);
    let Ok(new) = new_image(image.digest, bytes, &facts, image.pushed_at) else {
        return vec!["its annotations cannot be written".to_owned()];
    };
    let meant = &new.image;
    let mut differences = Vec::new();
    let mut compare = |what: &str, is_same: bool| {
        if !is_same {
            differences.push(format!("its {what} is not what the manifest says"));
        }
    };
    compare(
        "media type",
        image.media_type == meant.media_type && media_type.as_ref() == Some(&meant.media_type),
    );
    compare("artifact type", image.artifact_type == meant.artifact_type);
    compare(
        "configuration's media type",
        image.config_media_type == meant.config_media_type,
    );
    compare("manifest's size", image.manifest_size == meant.manifest_size);
    compare("subject", image.subject == meant.subject);
    compare("annotations", image.annotations == meant.annotations);
    match &new.content {
        ImageContent::Layers(_) => {
            compare("size", image.size == meant.size);
            compare(
                "list of layers",
                layers_of(&new.content) == rows_of(&listed.layers),
            );
            compare("list of images", listed.children.is_empty());
        }
        ImageContent::Children(children) => {
            let mut children: Vec<Digest> = children.clone();
            children.sort_unstable_by_key(Digest::to_string);
            children.dedup();
            let rows = listed.children.iter().map(|child| child.digest);
            compare("list of images", children == rows.collect::<Vec<_>>());
            compare("list of layers", listed.layers.is_empty());
        }
    }
    differences
}

type Layers<'l> = BTreeMap<Digest, (&'l str, u64)>;

/// The layers of a manifest; of those that are listed twice, the first.
fn layers_of(content: &ImageContent) -> Layers<'_> {
    let mut layers = BTreeMap::new();
    if let ImageContent::Layers(listed) = content {
        for layer in listed {
            layers
                .entry(layer.digest)
                .or_insert((layer.media_type.as_str(), layer.size));
        }
    }
    layers
}

fn rows_of(rows: &[CheckedLayer]) -> Layers<'_> {
    let rows = rows
        .iter()
        .map(|row| (row.digest, (row.media_type.as_str(), row.size)));
    rows.collect()
}
