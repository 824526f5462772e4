//! `hythe lifecycle`: what lifecycle policies would do, by our own API.

use std::fmt::Write as _;
use std::fs;

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use crate::api::Client;
use crate::cli::lifecycle::LifecycleCommand;
use crate::output;

/// The most results that one call answers.
const PAGE: u32 = 1_000;

/// Runs a command on lifecycle policies.
pub(crate) fn run(command: LifecycleCommand) -> Result<()> {
    let LifecycleCommand::Preview {
        repository,
        policy,
        json,
        whose,
    } = command;
    let policy = policy.map(|file| {
        fs::read_to_string(&file).with_context(|| format!("cannot read the policy {}", file.display()))
    });
    let input = json!({
        "registryId": whose.registry_id.map(|id| id.to_string()),
        "repositoryName": repository.as_str(),
        "lifecyclePolicyText": policy.transpose()?,
        "maxResults": PAGE,
    });
    let preview = preview(&Client::open(whose.place)?, input)?;
    if json {
        output::text(&format!("{preview:#}\n"))
    } else {
        output::text(&table(&preview))
    }
}

/// All pages as one answer.
fn preview(client: &Client, mut input: Value) -> Result<Value> {
    let mut results = Vec::new();
    loop {
        let mut page = client.call("PreviewLifecyclePolicy", &input)?;
        if let Value::Array(more) = page["previewResults"].take() {
            results.extend(more);
        }
        let next = page["nextToken"].take();
        if next.is_null() {
            page["previewResults"] = results.into();
            if let Value::Object(members) = &mut page {
                members.remove("nextToken");
            }
            return Ok(page);
        }
        input["nextToken"] = next;
    }
}

/// Two lines for each image or tag that would go, and the sums.
fn table(preview: &Value) -> String {
    let mut text = String::new();
    let results = preview["previewResults"].as_array();
    for result in results.into_iter().flatten() {
        let word = |member: &str| result[member].as_str().unwrap_or_default();
        let tags: Vec<&str> = result["imageTags"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let line = format!(
            "{} {} {}",
            word("action").to_lowercase(),
            word("imageDigest"),
            tags.join(",")
        );
        let freed = result["freedBytes"].as_u64().unwrap_or_default();
        let freed = if freed == 0 {
            String::new()
        } else {
            format!(" Would free {freed} bytes.")
        };
        let _ = writeln!(text, "{}\n  {}{freed}", line.trim_end(), word("reason"));
    }
    let sum = |member: &str| preview["summary"][member].as_u64().unwrap_or_default();
    let _ = writeln!(
        text,
        "{} images would be deleted, {} archived, {} tags taken off; would free {} bytes",
        sum("expiringImageTotalCount"),
        sum("transitioningImageTotalCount"),
        sum("untaggedTagTotalCount"),
        sum("freedBytes"),
    );
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preview_as_text() {
        let preview = json!({"previewResults": [
            {"action": "EXPIRE", "imageDigest": "sha256:aa", "imageTags": ["1", "2"], "reason": "Because.", "freedBytes": 9},
            {"action": "UNTAG", "imageDigest": "sha256:bb", "imageTags": [], "reason": "So.", "freedBytes": 0}],
            "summary": {"expiringImageTotalCount": 1, "transitioningImageTotalCount": 0,
                        "untaggedTagTotalCount": 1, "freedBytes": 9}});
        let expect = "expire sha256:aa 1,2\n  Because. Would free 9 bytes.\nuntag sha256:bb\n  So.\n\
            1 images would be deleted, 0 archived, 1 tags taken off; would free 9 bytes\n";
        assert_eq!(table(&preview), expect);
    }
}
