//! The versions of the schema, and which of them a database still needs.
//!
//! A migration is a numbered file in `schema/`. The engines run what [`pending`] says, all in
//! one transaction and one process at a time, and note each file with its checksum.

use sha2::{Digest as _, Sha256};

use crate::Error;

/// The table in which a database keeps its versions, in the SQL that both engines read.
pub(crate) const CREATE_VERSIONS: &str = "CREATE TABLE IF NOT EXISTS schema_version \
    (version BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL)";

/// Reads [`Applied`] rows, oldest first.
pub(crate) const LIST_VERSIONS: &str = "SELECT version, checksum FROM schema_version ORDER BY version";

/// Notes a migration that was run.
pub(crate) const PUT_VERSION: &str =
    "INSERT INTO schema_version (version, name, checksum) VALUES ($1, $2, $3)";

/// One numbered file.
pub(crate) struct Migration {
    pub(crate) version: u32,
    pub(crate) name: &'static str,
    text: &'static str,
}

const MIGRATIONS: &[Migration] = &[
    Migration {
        version: 1,
        name: "initial",
        text: include_str!("schema/0001_initial.sql"),
    },
    Migration {
        version: 2,
        name: "identities",
        text: include_str!("schema/0002_identities.sql"),
    },
    Migration {
        version: 3,
        name: "registry settings",
        text: include_str!("schema/0003_registry_settings.sql"),
    },
    Migration {
        version: 4,
        name: "lifecycle",
        text: include_str!("schema/0004_lifecycle.sql"),
    },
    Migration {
        version: 5,
        name: "kms",
        text: include_str!("schema/0005_kms.sql"),
    },
    Migration {
        version: 6,
        name: "events",
        text: include_str!("schema/0006_events.sql"),
    },
    Migration {
        version: 7,
        name: "pulls",
        text: include_str!("schema/0007_pulls.sql"),
    },
    Migration {
        version: 8,
        name: "archive",
        text: include_str!("schema/0008_archive.sql"),
    },
    Migration {
        version: 9,
        name: "protection",
        text: include_str!("schema/0009_protection.sql"),
    },
    Migration {
        version: 10,
        name: "usage",
        text: include_str!("schema/0010_usage.sql"),
    },
    Migration {
        version: 11,
        name: "undelete",
        text: include_str!("schema/0011_undelete.sql"),
    },
    Migration {
        version: 12,
        name: "blob domain",
        text: include_str!("schema/0012_blob_domain.sql"),
    },
    Migration {
        version: 13,
        name: "collection",
        text: include_str!("schema/0013_collection.sql"),
    },
    Migration {
        version: 14,
        name: "scrub",
        text: include_str!("schema/0014_scrub.sql"),
    },
    Migration {
        version: 15,
        name: "record checksum",
        text: include_str!("schema/0015_record_checksum.sql"),
    },
    Migration {
        version: 16,
        name: "key store",
        text: include_str!("schema/0016_key_store.sql"),
    },
];

/// The newest version of the schema that this program knows.
pub fn schema_version() -> u32 {
    MIGRATIONS.last().map_or(0, |migration| migration.version)
}

/// A row of `schema_version`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Applied {
    pub(crate) version: i64,
    pub(crate) checksum: String,
}

impl Migration {
    /// SHA-256 of the file, in hexadecimal.
    pub(crate) fn checksum(&self) -> String {
        stdx::hex::encode(&Sha256::digest(self.text.as_bytes()))
    }

    /// The file as it is.
    pub(crate) fn sqlite(&self) -> &'static str {
        self.text
    }

    /// The file in PostgreSQL's types. `COLLATE "C"` orders text by its bytes, as SQLite does.
    pub(crate) fn postgres(&self) -> String {
        let code: Vec<&str> = self.text.lines().filter(|line| !line.starts_with("--")).collect();
        code.join("\n")
            .replace(" INTEGER", " BIGINT")
            .replace(" TEXT", " TEXT COLLATE \"C\"")
            .replace(" BLOB", " BYTEA")
            .replace(") STRICT, WITHOUT ROWID;", ");")
            .replace(") STRICT;", ");")
    }
}

/// The migrations that a database with these versions still needs.
///
/// # Errors
/// [`Error::NewerSchema`] when it has one that this program does not know, [`Error::Corrupt`]
/// when it has one that reads differently here.
pub(crate) fn pending(applied: &[Applied]) -> Result<&'static [Migration], Error> {
    let known = schema_version();
    let newest = applied.last().map_or(0, |applied| applied.version);
    if newest > i64::from(known) {
        let found = u32::try_from(newest).unwrap_or(u32::MAX);
        return Err(Error::NewerSchema { found, known });
    }
    for (migration, applied) in MIGRATIONS.iter().zip(applied) {
        if i64::from(migration.version) != applied.version || migration.checksum() != applied.checksum {
            let text = format!(
                "schema version {} is not the one of this program",
                applied.version
            );
            return Err(Error::Corrupt(text));
        }
    }
    Ok(&MIGRATIONS[applied.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn applied(version: i64, checksum: &str) -> Applied {
        Applied {
            version,
            checksum: checksum.to_owned(),
        }
    }

    #[test]
    fn plans() {
        let first = MIGRATIONS[0].checksum();
        assert_eq!(pending(&[]).map(<[_]>::len), Ok(MIGRATIONS.len()));
        assert_eq!(
            pending(&[applied(1, &first)]).map(<[_]>::len),
            Ok(MIGRATIONS.len() - 1)
        );
        let edited = pending(&[applied(1, "00")]).map(<[_]>::len);
        assert!(matches!(edited, Err(Error::Corrupt(_))), "{edited:?}");
        let newer = pending(&[applied(1, &first), applied(99, "00")]).map(<[_]>::len);
        let known = u32::try_from(MIGRATIONS.len()).unwrap();
        assert!(
            matches!(newer, Err(Error::NewerSchema { found: 99, known: last }) if last == known),
            "{newer:?}"
        );
    }

    #[test]
    fn versions_are_numbered_from_one() {
        for (index, migration) in MIGRATIONS.iter().enumerate() {
            assert_eq!(
                usize::try_from(migration.version),
                Ok(index + 1),
                "{}",
                migration.name
            );
        }
    }

    #[test]
    fn nothing_of_sqlite_is_left_for_postgres() {
        for migration in MIGRATIONS {
            let text = migration.postgres();
            for word in ["INTEGER", "BLOB", "STRICT", "ROWID", "--"] {
                assert!(!text.contains(word), "{}: {word}", migration.name);
            }
        }
    }
}
