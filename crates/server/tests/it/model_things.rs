//! What the operations of the model are about: a few blobs, images and tags, so that operations meet.

use serde_json::{Value, json};
use testkit::{OCI_MANIFEST, digest_of, pattern};

use crate::aws_fixture::OCI_INDEX;

/// The tags, in byte order.
pub(crate) const TAGS: [&str; 6] = ["a", "b", "c", "d", "e", "f"];
/// How many blobs there are.
pub(crate) const BLOBS: usize = 10;

/// One request, or one thing that happens to the server. The first number is the repository.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Op {
    PushBlob(usize, usize),
    PullBlob(usize, usize),
    DeleteBlob(usize, usize),
    /// The next step of the repository's upload, if need be a new one of this blob; at a wrong place or not.
    Piece(usize, usize, bool),
    Push(usize, usize, Option<usize>),
    PutImage(usize, usize, Option<usize>),
    PullTag(usize, usize),
    PullImage(usize, usize),
    DeleteTag(usize, usize),
    DeleteImage(usize, usize),
    /// By digest, by tag, or by both.
    BatchDelete(usize, Option<usize>, Option<usize>),
    TagImage(usize, usize, usize),
    UntagImage(usize, usize),
    Undelete(usize, usize),
    SetImmutable(usize, bool),
    ListTags(usize),
    ListImages(usize),
    ListDeleted(usize),
    Referrers(usize, usize),
    /// A whole round of the collector, which keeps nothing longer than needed.
    Collect,
    Restart,
}

impl Op {
    /// Which repository it is about.
    pub(crate) fn repository(self) -> Option<usize> {
        match self {
            Self::PushBlob(place, _)
            | Self::PullBlob(place, _)
            | Self::DeleteBlob(place, _)
            | Self::Piece(place, ..)
            | Self::Push(place, ..)
            | Self::PutImage(place, ..)
            | Self::PullTag(place, _)
            | Self::PullImage(place, _)
            | Self::DeleteTag(place, _)
            | Self::DeleteImage(place, _)
            | Self::BatchDelete(place, ..)
            | Self::TagImage(place, ..)
            | Self::UntagImage(place, _)
            | Self::Undelete(place, _)
            | Self::SetImmutable(place, _)
            | Self::ListTags(place)
            | Self::ListImages(place)
            | Self::ListDeleted(place)
            | Self::Referrers(place, _) => Some(place),
            Self::Collect | Self::Restart => None,
        }
    }
}

/// An image: a manifest, and what it names.
pub(crate) struct Image {
    pub(crate) manifest: Vec<u8>,
    pub(crate) media_type: &'static str,
    pub(crate) blobs: Vec<usize>,
    pub(crate) children: Vec<usize>,
    pub(crate) subject: Option<usize>,
}

/// The blobs and images.
pub(crate) struct Things {
    pub(crate) blobs: Vec<Vec<u8>>,
    pub(crate) images: Vec<Image>,
}

impl Things {
    /// Six images of two layers each that share layers and configurations, two indexes of the first of
    /// them, and three artifacts about two others.
    pub(crate) fn new() -> Self {
        // One is longer than a segment of a file.
        let length = |number| if number == 4 { 300_000 } else { 100 + 37 * number };
        let blobs = (0..BLOBS).map(|number| pattern(number as u64 + 1, length(number)));
        let mut things = Self {
            blobs: blobs.collect(),
            images: Vec::new(),
        };
        for number in 0..6 {
            things.add_image(vec![number % 3, 3 + number, 3 + (number + 1) % 6], None);
        }
        things.add_index(vec![0, 1]);
        things.add_index(vec![1, 2, 3]);
        for subject in [4, 4, 5] {
            things.add_image(vec![9], Some(subject));
        }
        things
    }

    /// The digest of a blob.
    pub(crate) fn blob_digest(&self, blob: usize) -> String {
        digest_of(&self.blobs[blob])
    }

    /// The digest of an image.
    pub(crate) fn digest(&self, image: usize) -> String {
        digest_of(&self.images[image].manifest)
    }

    fn add_image(&mut self, blobs: Vec<usize>, subject: Option<usize>) {
        let describe = |blob: &usize, media_type: &str| json!({"mediaType": media_type, "digest": self.blob_digest(*blob), "size": self.blobs[*blob].len()});
        let layers = blobs[1..]
            .iter()
            .map(|layer| describe(layer, "application/vnd.oci.image.layer.v1.tar+gzip"));
        let mut manifest = json!({
            "schemaVersion": 2, "mediaType": OCI_MANIFEST,
            "config": describe(&blobs[0], "application/vnd.oci.image.config.v1+json"),
            "layers": layers.collect::<Vec<_>>(),
            "annotations": {"number": self.images.len().to_string()},
        });
        if let Some(subject) = subject {
            manifest["artifactType"] = json!("application/vnd.test.note");
            manifest["subject"] = self.descriptor(subject);
        }
        self.add(manifest, (OCI_MANIFEST, blobs), (Vec::new(), subject));
    }

    fn add_index(&mut self, children: Vec<usize>) {
        let manifests: Vec<Value> = children.iter().map(|child| self.descriptor(*child)).collect();
        let manifest = json!({"schemaVersion": 2, "mediaType": OCI_INDEX, "manifests": manifests});
        self.add(manifest, (OCI_INDEX, Vec::new()), (children, None));
    }

    fn add(
        &mut self,
        manifest: Value,
        (media_type, blobs): (&'static str, Vec<usize>),
        (children, subject): (Vec<usize>, Option<usize>),
    ) {
        self.images.push(Image {
            manifest: manifest.to_string().into_bytes(),
            media_type,
            blobs,
            children,
            subject,
        });
    }

    fn descriptor(&self, image: usize) -> Value {
        let Image {
            manifest, media_type, ..
        } = &self.images[image];
        json!({"mediaType": media_type, "digest": digest_of(manifest), "size": manifest.len()})
    }
}
