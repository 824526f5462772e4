//! Settings: values that belong to the whole installation, such as the key of its tokens.

use crate::statement::statements;
use crate::{Error, Put, Tx};

statements! {
    DELETE = "DELETE FROM setting WHERE name = $1";
    GET = "SELECT value FROM setting WHERE name = $1";
    CREATE = "INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    REPLACE = "UPDATE setting SET value = $1 WHERE name = $2 AND value = $3";
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

    /// Takes a setting away, if there is one.
    pub async fn setting_delete(&mut self, key: &str) -> Result<(), Error> {
        self.execute(DELETE, &[key.into()]).await?;
        Ok(())
    }

    /// Puts a value in place of another. False when the setting has neither that one nor any other:
    /// somebody else has changed it.
    pub async fn setting_replace(&mut self, key: &str, old: &[u8], new: &[u8]) -> Result<bool, Error> {
        let values = [new.into(), key.into(), old.into()];
        Ok(self.execute(REPLACE, &values).await? != 0)
    }
}
