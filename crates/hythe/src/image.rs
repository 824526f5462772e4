//! `hythe image`: images and their tags, by our own API.

use anyhow::{Context as _, Result};
use names::{Reference, Tag};
use serde_json::{Value, json};

use crate::api::Client;
use crate::cli::image::{Expected, ImageCommand, Whose};
use crate::output;

/// Runs a command on images.
pub(crate) fn run(command: ImageCommand) -> Result<()> {
    match command {
        ImageCommand::Copy {
            image,
            target,
            referrers,
            expect,
            source_registry_id,
            whose,
        } => print(&call(
            "CopyImage",
            json!({
                "sourceRegistryId": source_registry_id.map(|id| id.to_string()),
                "sourceRepositoryName": image.repository.as_str(),
                "imageId": image_id(&image.reference),
                "repositoryName": target.repository.as_str(),
                "imageTag": target.tag.as_ref().map(Tag::as_str),
                "expectedImageDigest": expect.map(|Expected(text)| text),
                "includeReferrers": referrers,
            }),
            whose,
        )?),
        ImageCommand::Tag {
            image,
            tag,
            expect,
            whose,
        } => print(&call(
            "TagImage",
            json!({
                "repositoryName": image.repository.as_str(),
                "imageId": image_id(&image.reference),
                "imageTag": tag.as_str(),
                "expectedImageDigest": expect.map(|Expected(text)| text),
            }),
            whose,
        )?),
        ImageCommand::Untag { tag, expect, whose } => {
            let input = json!({
                "repositoryName": tag.repository.as_str(),
                "imageTag": tag.tag.as_str(),
                "expectedImageDigest": expect.map(|digest| digest.to_string()),
            });
            print(&call("UntagImage", input, whose)?)
        }
    }
}

/// Prints the digest of the image that an answer is about.
fn print(answer: &Value) -> Result<()> {
    output::text(&format!("{}\n", text(&answer["imageId"]["imageDigest"])?))
}

fn image_id(reference: &Reference) -> Value {
    match reference {
        Reference::Tag(tag) => json!({"imageTag": tag.as_str()}),
        Reference::Digest(digest) => json!({"imageDigest": digest.to_string()}),
    }
}

/// Calls an operation on the registry that `whose` names.
pub(crate) fn call(operation: &str, mut input: Value, whose: Whose) -> Result<Value> {
    let registry_id = whose.registry_id.map(|id| id.to_string());
    input["registryId"] = registry_id.into();
    Client::open(whose.place)?.call(operation, &input)
}

/// A member of an answer that is always there.
pub(crate) fn text(member: &Value) -> Result<&str> {
    member
        .as_str()
        .context("the server's answer lacks what it should say")
}
