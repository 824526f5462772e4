//! The newest time that any server has seen: a clock that shows less was set back.

use stdx::Timestamp;

use crate::statement::statements;
use crate::{Error, Tx};

statements! {
    GET = "SELECT at FROM newest_time WHERE name = 'server'";
    PUT = "INSERT INTO newest_time (name, at) VALUES ('server', $1) ON CONFLICT (name) \
        DO UPDATE SET at = excluded.at WHERE newest_time.at < excluded.at";
}

impl Tx<'_> {
    /// The newest time that was noted.
    pub async fn newest_time_get(&mut self) -> Result<Option<Timestamp>, Error> {
        self.row(GET, &[], |row| row.timestamp(0, "newest_time.at")).await
    }

    /// Notes a time, unless a newer one was noted before.
    pub async fn newest_time_put(&mut self, at: Timestamp) -> Result<(), Error> {
        self.execute(PUT, &[at.into()]).await?;
        Ok(())
    }
}
