//! The images as all rules see them: ordered by age, and those known that indexes hold.

use std::cmp::Ordering;
use std::collections::HashMap;

use names::Digest;

use crate::{Action, Image, Storage, StorageClass};

pub(super) struct Snapshot<'a> {
    images: &'a [Image],
    held: Vec<Held>,
    standard: Vec<usize>,
    archive: Vec<usize>,
}

/// Whether an index that exists lists an image: the one of most hold counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Held {
    Not,
    /// Only by archived indexes, so the image may join them. It must not go for good, or they
    /// could not be restored.
    ByArchived,
    ByStandard,
}

impl<'a> Snapshot<'a> {
    pub(super) fn new(images: &'a [Image]) -> Self {
        let mut snapshot = Self {
            images,
            held: held(images),
            standard: Vec::new(),
            archive: Vec::new(),
        };
        snapshot.standard = snapshot.of_class(StorageClass::Standard);
        snapshot.archive = snapshot.of_class(StorageClass::Archive);
        snapshot
    }

    fn of_class(&self, class: StorageClass) -> Vec<usize> {
        let indexes = 0..self.images.len();
        let mut of_class: Vec<usize> = indexes
            .filter(|index| is_of_class(self.images[*index].storage, class))
            .filter(|index| self.held[*index] != Held::ByStandard)
            .collect();
        of_class.sort_unstable_by(|left, right| self.by_age(*right, *left));
        of_class
    }

    pub(super) fn images(&self) -> &'a [Image] {
        self.images
    }

    /// Where each image is.
    pub(super) fn positions(&self) -> HashMap<&'a Digest, usize> {
        let images = self.images.iter().enumerate();
        images.map(|(index, image)| (&image.digest, index)).collect()
    }

    /// The positions of the images of a class, the youngest first, without those that an index
    /// of the standard class lists.
    pub(super) fn youngest_first(&self, class: StorageClass) -> &[usize] {
        match class {
            StorageClass::Standard => &self.standard,
            StorageClass::Archive => &self.archive,
        }
    }

    /// Whether no index keeps the image from `action`.
    pub(super) fn is_free_for(&self, index: usize, action: Action) -> bool {
        match action {
            Action::Expire => self.held[index] == Held::Not,
            Action::Transition => self.held[index] != Held::ByStandard,
        }
    }

    pub(super) fn sort_oldest_first(&self, indexes: &mut [usize]) {
        indexes.sort_unstable_by(|left, right| self.by_age(*left, *right));
    }

    /// Older images first; of equal age, those of the smaller digest, so that the order in which
    /// images are given says nothing.
    fn by_age(&self, left: usize, right: usize) -> Ordering {
        let key = |index: usize| {
            let image = &self.images[index];
            (image.age_time(), &image.digest)
        };
        key(left).cmp(&key(right))
    }
}

const fn is_of_class(storage: Storage, class: StorageClass) -> bool {
    matches!(
        (storage, class),
        (Storage::Standard, StorageClass::Standard) | (Storage::Archived { .. }, StorageClass::Archive)
    )
}

fn held(images: &[Image]) -> Vec<Held> {
    let mut listed: HashMap<&Digest, Held> = HashMap::new();
    for index in images {
        let held = match index.storage {
            Storage::Archived { .. } => Held::ByArchived,
            Storage::Standard | Storage::Activating => Held::ByStandard,
        };
        for child in &index.children {
            let most = listed.entry(child).or_insert(held);
            *most = held.max(*most);
        }
    }
    let held = |image: &Image| listed.get(&image.digest).copied().unwrap_or(Held::Not);
    images.iter().map(held).collect()
}
