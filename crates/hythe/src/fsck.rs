//! `hythe fsck`: the database against the files and back, beside a running server or without one.

use std::ops::ControlFlow;
use std::sync::Arc;

use anyhow::Result;
use blobs::DiskStore;
use registry::{Check, CheckCounts, CheckDepth, Finding, FindingKind, Repair};
use serde_json::json;

use crate::belonging::expect_used;
use crate::cli::fsck::FsckFlags;
use crate::config::{Config, Metadata};
use crate::data_folder::DataFolder;
use crate::exit::Findings;
use crate::installation::with_registry_of;
use crate::output;
use crate::read_only::expect_writable;

/// Checks, and tells what is wrong.
///
/// # Errors
/// [`Findings`] when something is.
pub(crate) fn run(flags: FsckFlags) -> Result<()> {
    let config = Config::load(flags.place.into())?;
    let folder = DataFolder::at(&config.data);
    // Only this installation's data tell whether a server has ever run on the folder.
    if config.metadata == Metadata::Sqlite {
        expect_used(&folder)?;
        expect_writable(&folder)?;
    }
    let mut report = Report::new(flags.json);
    database(&config, &folder, &mut report);
    let check = Check {
        depth: if flags.bytes {
            CheckDepth::Bytes
        } else {
            CheckDepth::Heads
        },
        repair: if flags.repair { Repair::Yes } else { Repair::No },
    };
    let blobs = Arc::new(DiskStore::existing(&folder.blobs()));
    let checked = with_registry_of(&config, blobs, async |registry| {
        Ok(registry.fsck(check, &mut |finding| report.put(&finding)).await)
    });
    let counts = match checked {
        Ok(counts) => counts,
        Err(error) if is_of_database(&error) => {
            report.database(&format!("{error:#}"));
            CheckCounts::default()
        }
        Err(error) => return Err(error),
    };
    report.end(&counts)
}

/// Whether it is the database that is damaged, and not what was given to open it.
fn is_of_database(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let cause = cause.downcast_ref::<meta::Error>();
        cause.is_some_and(|error| !matches!(error, meta::Error::NewerSchema { .. }))
    })
}

/// What the database's engine says of its file.
fn database(config: &Config, folder: &DataFolder, report: &mut Report) {
    if config.metadata != Metadata::Sqlite {
        return;
    }
    match meta::sqlite_integrity(&folder.metadata()) {
        Ok(lines) => lines.iter().for_each(|line| report.database(line)),
        Err(error) => report.database(&error.to_string()),
    }
}

/// What was found so far.
struct Report {
    as_json: bool,
    findings: u64,
    repaired: u64,
    notes: u64,
    /// Until nobody reads any more.
    out: Result<ControlFlow<()>>,
}

impl Report {
    fn new(as_json: bool) -> Self {
        Self {
            as_json,
            findings: 0,
            repaired: 0,
            notes: 0,
            out: Ok(ControlFlow::Continue(())),
        }
    }

    fn database(&mut self, detail: &str) {
        self.put(&Finding {
            kind: FindingKind::Database,
            subject: "the metadata database".to_owned(),
            detail: detail.to_owned(),
            repaired: None,
        });
    }

    fn put(&mut self, finding: &Finding) {
        let Finding {
            kind,
            subject,
            detail,
            repaired,
        } = finding;
        if kind.is_note() {
            self.notes += 1;
        } else {
            self.findings += 1;
        }
        self.repaired += u64::from(repaired.is_some());
        let line = if self.as_json {
            let line = json!({
                "kind": kind.as_str(), "note": kind.is_note(), "subject": subject, "detail": detail,
                "repaired": repaired,
            });
            line.to_string()
        } else {
            let repaired = repaired.as_ref().map(|done| format!(" [{done}]"));
            format!("{kind}: {subject}: {detail}{}", repaired.unwrap_or_default())
        };
        self.print(&line);
    }

    fn print(&mut self, line: &str) {
        if matches!(self.out, Ok(ControlFlow::Continue(()))) {
            self.out = output::stream(&format!("{line}\n"));
        }
    }

    fn end(mut self, counts: &CheckCounts) -> Result<()> {
        let Self {
            findings,
            repaired,
            notes,
            ..
        } = self;
        let line = if self.as_json {
            let summary = json!({
                "findings": findings, "repaired": repaired, "notes": notes,
                "repositories": counts.repositories, "images": counts.images, "tags": counts.tags,
                "blobs": counts.blobs, "bytes": counts.bytes, "files": counts.files,
                "uploads": counts.uploads, "locked": counts.locked,
            });
            json!({"summary": summary}).to_string()
        } else {
            format!(
                "{findings} findings, {repaired} of them repaired; {notes} notes\nlooked at {} repositories, {} images, {} \
                 tags, {} blobs ({} bytes read, {} without their key), {} files, {} uploads",
                counts.repositories,
                counts.images,
                counts.tags,
                counts.blobs,
                counts.bytes,
                counts.locked,
                counts.files,
                counts.uploads
            )
        };
        self.print(&line);
        self.out.map(drop)?;
        if findings > 0 {
            return Err(Findings.into());
        }
        Ok(())
    }
}
