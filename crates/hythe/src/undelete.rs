//! `hythe undelete`: what was deleted and can be restored, by our own API.

use std::fmt::Write as _;

use anyhow::{Result, bail};
use names::RepositoryName;
use serde_json::{Value, json};
use stdx::Timestamp;

use crate::api::Client;
use crate::cli::image::Whose;
use crate::cli::undelete::{ImageArgument, Purged, UndeleteCommand};
use crate::exit::Misuse;
use crate::image::text;
use crate::output;

/// Runs a command on what was deleted.
pub(crate) fn run(command: UndeleteCommand) -> Result<()> {
    match command {
        UndeleteCommand::List {
            repository,
            tags,
            json,
            whose,
        } => {
            let line = if json { json_line } else { text_line };
            list(&Server::of(whose)?, repository, tags, line)
        }
        UndeleteCommand::Image {
            image,
            deletion,
            whose,
        } => undelete_image(&Server::of(whose)?, &image, deletion),
        UndeleteCommand::Repository {
            repository,
            name,
            deletion,
            whose,
        } => {
            let input = json!({
                "repositoryName": repository.as_str(),
                "newRepositoryName": name.as_ref().map(RepositoryName::as_str),
                "deletionId": deletion,
            });
            let answer = Server::of(whose)?.call("UndeleteRepository", input)?;
            output::text(&format!("{}\n", text(&answer["repositoryName"])?))
        }
        UndeleteCommand::Purge {
            repository,
            which,
            whose,
        } => purge(&Server::of(whose)?, &repository, which),
    }
}

/// A registry of a server.
struct Server {
    client: Client,
    registry_id: Value,
}

impl Server {
    fn of(whose: Whose) -> Result<Self> {
        Ok(Self {
            registry_id: whose.registry_id.map(|id| id.to_string()).into(),
            client: Client::open(whose.place)?,
        })
    }

    fn call(&self, operation: &str, mut input: Value) -> Result<Value> {
        input["registryId"] = self.registry_id.clone();
        self.client.call(operation, &input)
    }
}

/// How an entry of a list is written.
type Line = fn(&Value) -> Result<String>;

fn list(server: &Server, repository: Option<RepositoryName>, tags: bool, line: Line) -> Result<()> {
    let (operation, member) = match (&repository, tags) {
        (None, _) => ("ListDeletedRepositories", "deletedRepositories"),
        (Some(_), false) => ("ListDeletedImages", "deletedImages"),
        (Some(_), true) => ("ListDeletedTags", "deletedTags"),
    };
    let mut input = json!({"repositoryName": repository.as_ref().map(RepositoryName::as_str)});
    loop {
        let answer = server.call(operation, input.clone())?;
        let mut lines = String::new();
        for entry in answer[member].as_array().into_iter().flatten() {
            lines.push_str(&line(entry)?);
        }
        output::text(&lines)?;
        if let Some(bytes) = answer["heldSizeInBytes"].as_u64() {
            output::notice(&format!("only deleted images need {bytes} bytes\n"));
        }
        if answer["nextToken"].is_null() {
            return Ok(());
        }
        input["nextToken"] = answer["nextToken"].clone();
    }
}

fn json_line(entry: &Value) -> Result<String> {
    Ok(format!("{entry}\n"))
}

fn text_line(entry: &Value) -> Result<String> {
    let mut line = String::new();
    if let Some(name) = entry["repositoryName"].as_str() {
        let (id, images, bytes) = (
            text(&entry["deletionId"])?,
            &entry["imageCount"],
            &entry["sizeInBytes"],
        );
        write!(line, "{id} {name} {images} images, {bytes} bytes")?;
    } else if let Some(tag) = entry["imageTag"].as_str() {
        let cause = text(&entry["cause"])?;
        write!(line, "{tag} {} {cause}", text(&entry["imageDigest"])?)?;
    } else {
        let bytes = &entry["imageSizeInBytes"];
        let (id, digest) = (text(&entry["deletionId"])?, text(&entry["imageDigest"])?);
        write!(
            line,
            "{id} {digest} [{}] {bytes} bytes",
            words(&entry["imageTags"])
        )?;
    }
    let at = [&entry["deletedAt"], &entry["removedAt"]]
        .into_iter()
        .find_map(time);
    let by = [&entry["deletedBy"], &entry["removedBy"]]
        .into_iter()
        .find_map(Value::as_str);
    let until = time(&entry["restorableUntil"]);
    let [at, until] = [at, until].map(Option::unwrap_or_default);
    writeln!(line, " at {at} by {}, until {until}", by.unwrap_or_default())?;
    Ok(line)
}

/// A time of the API, in seconds, as people read it.
fn time(member: &Value) -> Option<String> {
    let micros = (member.as_f64()? * 1_000_000.0).round();
    // Times of the API are far from the ends of the type.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the cast saturates, and times are far from that"
    )]
    let micros = micros as i64;
    Some(Timestamp::from_micros(micros).to_iso8601())
}

fn words(list: &Value) -> String {
    let words: Vec<&str> = list
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    words.join(" ")
}

fn undelete_image(server: &Server, image: &ImageArgument, deletion: Option<String>) -> Result<()> {
    let name = image.repository.as_str();
    let id = match (&image.tag, &image.digest) {
        (None, None) if deletion.is_none() => {
            let why = "which image? Give REPOSITORY:TAG, REPOSITORY@DIGEST or --deletion ID";
            return Err(Misuse(why.to_owned()).into());
        }
        (None, None) => Value::Null,
        (tag, digest) => json!({
            "imageTag": tag.as_ref().map(ToString::to_string),
            "imageDigest": digest.as_ref().map(ToString::to_string),
        }),
    };
    let input = json!({"repositoryName": name, "imageId": id, "deletionId": deletion});
    let answer = server.call("UndeleteImage", input)?;
    let mut lines = String::new();
    let mut count = 0;
    for image in answer["restoredImages"].as_array().into_iter().flatten() {
        let digest = text(&image["imageDigest"])?;
        writeln!(
            lines,
            "{}",
            format!("{name}@{digest} {}", words(&image["imageTags"])).trim_end()
        )?;
        count += 1;
    }
    output::text(&lines)?;
    for conflict in answer["conflicts"].as_array().into_iter().flatten() {
        let (tag, held_by) = (text(&conflict["imageTag"])?, text(&conflict["heldByDigest"])?);
        output::notice(&format!(
            "{name}:{tag} stays where it is: it names {held_by} now\n"
        ));
    }
    if count == 0 {
        bail!("nothing was restored");
    }
    Ok(())
}

fn purge(server: &Server, repository: &RepositoryName, which: Purged) -> Result<()> {
    let name = repository.as_str();
    if let Some(id) = which.repository {
        server.call(
            "PurgeDeletedRepository",
            json!({"repositoryName": name, "deletionId": id}),
        )?;
        return Ok(());
    }
    let mut input = json!({"repositoryName": name});
    if which.all {
        input["all"] = true.into();
    } else {
        input["deletionIds"] = json!(which.deletion);
    }
    let answer = server.call("PurgeDeletedImages", input)?;
    output::text(&format!("{} images purged\n", answer["purgedCount"]))
}
