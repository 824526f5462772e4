//! `hythe image`: images and their tags, by our own API.

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use crate::api::Client;
use crate::cli::image::{ImageCommand, Whose};
use crate::output;

/// Runs a command on images.
pub(crate) fn run(command: ImageCommand) -> Result<()> {
    match command {
        ImageCommand::Untag { tag, expect, whose } => {
            let input = json!({
                "repositoryName": tag.repository.as_str(),
                "imageTag": tag.tag.as_str(),
                "expectedImageDigest": expect.map(|digest| digest.to_string()),
            });
            let answer = call("UntagImage", input, whose)?;
            output::text(&format!("{}\n", text(&answer["imageId"]["imageDigest"])?))
        }
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
