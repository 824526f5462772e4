//! Settings: values that belong to the whole installation, such as the key of its tokens.

use crate::statement::statements;
use crate::{Error, Put, Tx};

statements! {
    GET = "SELECT value FROM setting WHERE name = $1";
    CREATE = "INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING";
}

impl Tx<'_> {
    /// The value of a setting.
    pub async fn setting_get(&mut self, key: &str) -> Result<Option<Vec<u8>>, Error> {
        let read = |row: &crate::row::Row<'_>| Ok(row.blob(0, "setting.value")?.to_vec());
        self.row(GET, &[key.into()], read).await
    }

    /// Sets a value once and for all; one that exists stays as it is, so that of several
    /// processes that start together one wins and the others read what it wrote.
    pub async fn setting_create(&mut self, key: &str, value: &[u8]) -> Result<Put, Error> {
        self.put(CREATE, &[key.into(), value.into()]).await
    }
}
