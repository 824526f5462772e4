//! `hythe events tail`, `hythe audit tail`: what happened, one JSON object a line, by our own API.

use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use crate::api::Client;
use crate::cli::tail::{LogCommand, Tail};
use crate::output;

/// Entries of one answer.
const PAGE: usize = 500;
/// Entries that are shown when no cursor is given.
const LAST: usize = 10;
/// How long to wait when there was nothing new.
const PAUSE: Duration = Duration::from_secs(1);

/// A log of a registry.
struct Log {
    operation: &'static str,
    /// The member of an answer that has the entries.
    entries: &'static str,
    /// The member of an entry that has its text.
    entry: &'static str,
}

/// Runs a command on events.
pub(crate) fn events(LogCommand::Tail(tail): LogCommand) -> Result<()> {
    let log = Log {
        operation: "LookupEvents",
        entries: "events",
        entry: "event",
    };
    log.tail(tail)
}

/// Runs a command on the audit trail.
pub(crate) fn audit(LogCommand::Tail(tail): LogCommand) -> Result<()> {
    let log = Log {
        operation: "LookupAuditRecords",
        entries: "records",
        entry: "record",
    };
    log.tail(tail)
}

impl Log {
    fn tail(&self, tail: Tail) -> Result<()> {
        let client = Client::open(tail.place)?;
        let mut input = match tail.from {
            Some(cursor) => json!({"cursor": cursor.to_string(), "maxResults": PAGE}),
            None => json!({"maxResults": LAST}),
        };
        loop {
            let answer = client.call(self.operation, &input)?;
            let (lines, count) = self.lines(&answer)?;
            if output::stream(&lines)?.is_break() {
                return Ok(());
            }
            let is_last = count < PAGE;
            if is_last && !tail.follow {
                return Ok(());
            }
            if is_last {
                thread::sleep(PAUSE);
            }
            input = json!({"cursor": answer["nextCursor"], "maxResults": PAGE});
        }
    }

    /// The entries of an answer as lines, and how many.
    fn lines(&self, answer: &Value) -> Result<(String, usize)> {
        let broken = "the server's answer lacks what it should say";
        let entries = answer[self.entries].as_array().context(broken)?;
        let mut lines = String::new();
        for entry in entries {
            let text = entry[self.entry].as_str().context(broken)?;
            let parsed: Value = serde_json::from_str(text).context(broken)?;
            let mut line = serde_json::Map::new();
            line.insert("cursor".to_owned(), entry["cursor"].clone());
            line.insert(self.entry.to_owned(), parsed);
            lines.push_str(&Value::Object(line).to_string());
            lines.push('\n');
        }
        Ok((lines, entries.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_a_line() {
        let log = Log {
            operation: "LookupEvents",
            entries: "events",
            entry: "event",
        };
        let answer = json!({"events": [{"cursor": "7", "event": "{\"a\":\"b\\nc\"}"}], "nextCursor": "7"});
        let (lines, count) = log.lines(&answer).unwrap();
        assert_eq!(
            (lines.as_str(), count),
            ("{\"cursor\":\"7\",\"event\":{\"a\":\"b\\nc\"}}\n", 1)
        );
        assert!(log.lines(&json!({"events": [{}]})).is_err());
    }
}
