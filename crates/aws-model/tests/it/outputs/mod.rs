//! Responses as they are written: member names and order of the model, unset members absent.

mod images;
mod registries;

use aws_model::ecr;
use serde::Serialize;
use stdx::Timestamp;

const ACCOUNT: &str = "210987654321";
const REPOSITORY: &str = "tools/linter";
const UPLOAD: &str = "3b9f6d0a-51a7-4c36-8d5e-0c4a9e0f7b21";
const DIGEST: &str = "sha256:5e88";

/// A member that is set.
fn set<T>(value: impl Into<T>) -> Option<T> {
    Some(value.into())
}

fn at(seconds: i64, millis: i64) -> Option<Timestamp> {
    Some(Timestamp::from_micros(seconds * 1_000_000 + millis * 1_000 + 7))
}

/// Compares with the text, whose parts are joined without separators.
fn check(response: &impl Serialize, expect: &[&str]) {
    assert_eq!(
        serde_json::to_string(response).expect("every response can be written"),
        expect.concat()
    );
}

fn image_id(tag: Option<&str>) -> ecr::ImageIdentifier {
    ecr::ImageIdentifier {
        image_digest: set(DIGEST),
        image_tag: tag.map(str::to_owned),
    }
}
