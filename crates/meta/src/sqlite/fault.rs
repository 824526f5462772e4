//! Faults in a database file that no statement of this crate would make, for the tests of those who
//! have to find them.

use std::collections::BTreeMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};
use std::path::Path;

use rusqlite::Connection;

use crate::Error;

/// Something that is wrong in a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SqliteFault {
    /// A repository counts other images than it has.
    ImageCount,
    /// A registry counts other repositories than it has.
    RepositoryCount,
    /// An image counts other tags than it has.
    TagCount,
    /// An image has another size than its layers.
    ImageSize,
    /// An image is about itself.
    Subject,
    /// The bytes of a manifest are others.
    ManifestBytes,
    /// An image has no manifest.
    NoManifest,
    /// An image says another size of its layers than its manifest.
    LayerSize,
    /// An image lists another that is not there.
    Child,
    /// A repository misses a layer.
    NoLayer,
    /// A layer is in a domain that has no such blob.
    LayerDomain,
    /// A tag names an image that is not there.
    TagDigest,
    /// A blob has another size than its file.
    BlobSize,
    /// A record of the audit trail tells of another call.
    AuditRecord,
    /// An image is of a type that there is not.
    MediaType,
}

impl SqliteFault {
    /// Makes the fault in the database of this file, beside others that have it open.
    pub fn make(self, path: &Path) -> Result<(), Error> {
        let connection = Connection::open(path)?;
        connection.pragma_update(None, "foreign_keys", false)?;
        Ok(connection.execute_batch(self.sql())?)
    }

    fn sql(self) -> &'static str {
        match self {
            Self::ImageCount => "UPDATE repository_usage SET images = 7",
            Self::RepositoryCount => "UPDATE registry_usage SET repositories = 7",
            Self::TagCount => "UPDATE image SET tag_count = 0",
            Self::ImageSize => "UPDATE image SET size = 7",
            Self::Subject => "UPDATE image SET subject = digest",
            Self::ManifestBytes => "UPDATE manifest SET bytes = CAST('{}' AS BLOB)",
            Self::NoManifest => "DELETE FROM manifest",
            Self::LayerSize => {
                "UPDATE image_layer SET size = size + 1 WHERE layer_digest = \
            (SELECT MIN(layer_digest) FROM image_layer)"
            }
            Self::Child => {
                "INSERT INTO image_child (repository_id, image_digest, child_digest) \
            SELECT repository_id, digest, 'sha256:' || printf('%064d', 0) FROM image"
            }
            Self::NoLayer => "DELETE FROM layer WHERE digest = (SELECT MIN(digest) FROM layer)",
            Self::LayerDomain => {
                "UPDATE layer SET domain = 'elsewhere' \
            WHERE digest = (SELECT MIN(digest) FROM layer)"
            }
            Self::TagDigest => "UPDATE tag SET digest = 'sha256:' || printf('%064d', 0)",
            Self::BlobSize => "UPDATE blob SET size = size + 1 WHERE size = 1000",
            Self::AuditRecord => {
                "UPDATE audit SET record = replace(record, 'CreateRepository', 'DeleteRepository')"
            }
            Self::MediaType => "UPDATE image SET media_type = 'none'",
        }
    }
}

/// A number for the content of each table, which is another when any value is. Only values count, not
/// where they are in the file.
///
/// # Errors
/// When the file cannot be read.
pub fn content(path: &Path) -> Result<BTreeMap<String, u64>, Error> {
    let connection = Connection::open(path)?;
    let mut tables =
        connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")?;
    let names = tables.query_map([], |row| row.get::<_, String>(0))?;
    let mut content = BTreeMap::new();
    for name in names {
        let name = name?;
        let number = of_table(&connection, &name)?;
        content.insert(name, number);
    }
    Ok(content)
}

fn of_table(connection: &Connection, name: &str) -> Result<u64, Error> {
    let mut select = connection.prepare(&format!("SELECT * FROM \"{name}\""))?;
    let columns = select.column_count();
    let mut rows = select.query([])?;
    let mut hasher = DefaultHasher::new();
    while let Some(row) = rows.next()? {
        for column in 0..columns {
            format!("{:?}", row.get_ref(column)?).hash(&mut hasher);
        }
    }
    Ok(hasher.finish())
}
