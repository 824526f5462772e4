//! Random pushes, tags, moves to the archive and deletions against a model in memory: the number of
//! tags that each image carries in its row is always the number of its tags, and the lists of each
//! status together show each image and tag once.

use std::collections::{BTreeMap, BTreeSet};

use meta::{ImageSelection, ImageStatus, Limit, Meta, Put, Storage, TagStatus};
use names::Digest;
use proptest::prelude::{Strategy, any, prop_oneof};
use proptest::test_runner::{Config, TestRunner};

use crate::samples::{NOW, a_repository, digest, gone, layered, tag};
use crate::{read, write};

const IMAGES: u16 = 5;
const TAGS: [&str; 4] = ["a", "b", "c", "d"];

#[derive(Debug, Clone, Copy)]
enum Step {
    ImagePut(u16),
    TagPut(&'static str, u16),
    TagDelete(&'static str),
    ImageDelete(u16),
    Move(u16, ImageStatus),
}

fn step() -> impl Strategy<Value = Step> {
    let image = || any::<u16>().prop_map(|number| number % IMAGES);
    let name = || any::<usize>().prop_map(|number| TAGS[number % TAGS.len()]);
    prop_oneof![
        image().prop_map(Step::ImagePut),
        (name(), image()).prop_map(|(name, image)| Step::TagPut(name, image)),
        name().prop_map(Step::TagDelete),
        image().prop_map(Step::ImageDelete),
        (image(), 0..3_usize).prop_map(|(image, status)| Step::Move(image, ImageStatus::ALL[status])),
    ]
}

#[derive(Default)]
struct Model {
    images: BTreeMap<u16, ImageStatus>,
    tags: BTreeMap<&'static str, u16>,
}

async fn check(meta: &Meta, steps: Vec<Step>) {
    let repository = a_repository(meta, "model").await;
    let mut model = Model::default();
    for step in steps {
        apply(meta, repository, &mut model, step).await;
        for image in 0..IMAGES {
            let count = read!(meta, |tx| tx.image_count_tags(repository, &digest(image)).await?);
            let expected = model.tags.values().filter(|tagged| **tagged == image).count();
            assert_eq!(usize::try_from(count), Ok(expected), "after {step:?}");
        }
        let tagged = read!(meta, |tx| tx
            .image_list(repository, selection(TagStatus::Tagged, None), None, Limit(9))
            .await?);
        let expected: BTreeSet<_> = model.tags.values().map(|image| digest(*image)).collect();
        assert!(
            tagged.iter().map(|image| image.digest).eq(expected),
            "after {step:?}"
        );
        let all = read!(meta, |tx| tx
            .image_list(repository, ImageSelection::ALL, None, Limit(9))
            .await?);
        assert_eq!(all.len(), model.images.len(), "after {step:?}");
        for status in ImageStatus::ALL {
            check_status(meta, repository, &model, status).await;
        }
    }
    write!(meta, |tx| tx.repository_delete(repository).await?);
}

fn selection(tags: TagStatus, status: Option<ImageStatus>) -> ImageSelection {
    ImageSelection { tags, status }
}

/// The lists of one status show what the model has in it, and nothing else.
async fn check_status(meta: &Meta, repository: meta::RepositoryId, model: &Model, status: ImageStatus) {
    let images = read!(meta, |tx| tx
        .image_list(
            repository,
            selection(TagStatus::Any, Some(status)),
            None,
            Limit(9)
        )
        .await?);
    let images: Vec<Digest> = images.iter().map(|image| image.digest).collect();
    let in_status = |image: &u16| model.images.get(image) == Some(&status);
    let expected: Vec<Digest> = (0..IMAGES).filter(in_status).map(digest).collect();
    assert_eq!(images, expected, "{status:?}");
    let tags = read!(meta, |tx| tx
        .tag_list_of_status(repository, status, None, Limit(9))
        .await?);
    let tags: Vec<String> = tags.iter().map(|entry| entry.tag.to_string()).collect();
    let expected = model.tags.iter().filter(|(_, image)| in_status(image));
    assert_eq!(
        tags,
        expected.map(|(name, _)| *name).collect::<Vec<_>>(),
        "{status:?}"
    );
}

async fn apply(meta: &Meta, repository: meta::RepositoryId, model: &mut Model, step: Step) {
    match step {
        Step::ImagePut(image) => {
            let put = write!(meta, |tx| tx.image_put(repository, &layered(image, &[])).await?);
            assert_eq!(put == Put::Created, !model.images.contains_key(&image));
            model.images.entry(image).or_insert(ImageStatus::Active);
        }
        Step::TagPut(name, image) => {
            let put = meta.write(move |tx| {
                Box::pin(async move { tx.tag_put(repository, &tag(name), &digest(image), NOW).await })
            });
            assert_eq!(put.await.is_ok(), model.images.contains_key(&image));
            if model.images.contains_key(&image) {
                model.tags.insert(name, image);
            }
        }
        Step::TagDelete(name) => {
            let deleted = write!(meta, |tx| tx.tag_delete(repository, &tag(name), &gone()).await?);
            assert_eq!(deleted, model.tags.remove(name).map(digest));
        }
        Step::ImageDelete(image) => {
            let deleted = write!(meta, |tx| tx
                .image_delete(repository, &digest(image), &gone())
                .await?);
            assert_eq!(deleted, model.images.remove(&image).is_some());
            model.tags.retain(|_, tagged| *tagged != image);
        }
        Step::Move(image, status) => {
            let storage = Storage {
                status,
                ..Storage::default()
            };
            write!(meta, |tx| tx
                .image_put_storage(repository, &digest(image), &storage)
                .await?);
            model.images.entry(image).and_modify(|stored| *stored = status);
        }
    }
}

fn run(cases: u32, meta: &Meta, runtime: &tokio::runtime::Runtime) {
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    let steps = proptest::collection::vec(step(), 0..40);
    let checked = TestRunner::new(config).run(&steps, |steps| {
        runtime.block_on(check(meta, steps));
        Ok(())
    });
    checked.expect("the model and the database agree");
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
}

#[test]
fn tags_are_counted_on_sqlite() {
    let runtime = runtime();
    let database = runtime.block_on(crate::sqlite::Database::new());
    run(40, &database.meta, &runtime);
}

#[test]
#[ignore = "needs a PostgreSQL server: scripts/e2e runs it"]
fn tags_are_counted_on_postgres() {
    let runtime = runtime();
    let database = runtime.block_on(crate::postgres::Database::new());
    run(10, &database.meta, &runtime);
    runtime.block_on(database.drop());
}
