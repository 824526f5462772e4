//! Events as ECR sends them to EventBridge, written in the transactions of their causes: what did not
//! happen is not announced, and what happened is.
//!
//! Whoever changes an image in a transaction calls the function of that change in it. An image that
//! refers to another one, such as a signature, has `ECR Referrer Action` events with the same details.

use meta::{Event, Image, Tx, log_id};
use names::{RepositoryArn, Tag};
use serde_json::{Map, Value};
use stdx::Timestamp;

use crate::Error;

/// An image to which something happened.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ImageEvent<'a> {
    /// Where it is.
    pub(crate) repository: &'a RepositoryArn,
    /// The image.
    pub(crate) image: &'a Image,
    /// The tag that came or went with it.
    pub(crate) tag: Option<&'a Tag>,
    /// When it happened.
    pub(crate) at: Timestamp,
}

/// Where an image is kept now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StorageClass {
    /// At hand again, since this time.
    Standard(Timestamp),
    /// In the archive.
    Archive,
}

/// An image is new in its repository, or has a new tag.
pub(crate) async fn image_pushed(tx: &mut Tx<'_>, event: ImageEvent<'_>) -> Result<(), Error> {
    put(tx, event, event.details("PUSH")).await
}

/// An image is gone, or one of its tags. Of an image with several tags there is an event for each.
pub(crate) async fn image_deleted(tx: &mut Tx<'_>, event: ImageEvent<'_>) -> Result<(), Error> {
    put(tx, event, event.details("DELETE")).await
}

/// An image was archived or restored.
pub(crate) async fn storage_class_updated(
    tx: &mut Tx<'_>,
    event: ImageEvent<'_>,
    class: StorageClass,
) -> Result<(), Error> {
    let mut details = event.details("UPDATE_STORAGE_CLASS");
    let target = match class {
        StorageClass::Standard(activated_at) => {
            details.insert("last-activated-at".to_owned(), millis(activated_at).into());
            "STANDARD"
        }
        StorageClass::Archive => "ARCHIVE",
    };
    details.insert("target-storage-class".to_owned(), target.into());
    put(tx, event, details).await
}

impl ImageEvent<'_> {
    fn details(&self, action: &str) -> Map<String, Value> {
        let Self {
            repository,
            image,
            tag,
            ..
        } = self;
        let artifact_type = image
            .artifact_type
            .as_deref()
            .or(image.config_media_type.as_deref());
        let texts = [
            ("action-type", Some(action.to_owned())),
            ("result", Some("SUCCESS".to_owned())),
            ("repository-name", Some(repository.name.to_string())),
            ("image-digest", Some(image.digest.to_string())),
            ("image-tag", tag.map(Tag::to_string)),
            ("manifest-media-type", Some(image.media_type.to_string())),
            ("artifact-media-type", artifact_type.map(str::to_owned)),
        ];
        let present = texts
            .into_iter()
            .filter_map(|(name, text)| Some((name.to_owned(), text?.into())));
        present.collect()
    }
}

async fn put(tx: &mut Tx<'_>, about: ImageEvent<'_>, details: Map<String, Value>) -> Result<(), Error> {
    let detail_type = match about.image.subject {
        Some(_) => "ECR Referrer Action",
        None => "ECR Image Action",
    };
    let event = Event {
        id: log_id(about.at),
        registry: about.repository.registry.clone(),
        at: about.at,
        detail_type: detail_type.to_owned(),
        // Events of images name no resource (ECR).
        resources: "[]".to_owned(),
        detail: Value::Object(details).to_string(),
    };
    Ok(tx.event_put(&event).await?)
}

/// A time as events have it inside: with milliseconds.
fn millis(at: Timestamp) -> String {
    let seconds = at.to_iso8601();
    let millis = at.as_micros().rem_euclid(1_000_000) / 1_000;
    format!("{}.{millis:03}Z", seconds.trim_end_matches('Z'))
}
