//! The generation of everything that the decision about a request depends on: who keeps a copy
//! of such a thing keeps the generation with it, and drops the copy when the number has grown.

use crate::row::{Row, corrupt};
use crate::statement::statements;
use crate::{Error, Tx};

statements! {
    GET = "SELECT value FROM generation WHERE name = 'authorization'";
    BUMP = "UPDATE generation SET value = value + 1 WHERE name = 'authorization' RETURNING value";
}

impl Tx<'_> {
    /// The generation as of this transaction. It begins at 1.
    pub async fn generation_get(&mut self) -> Result<u64, Error> {
        let value = self.row(GET, &[], read).await?;
        value.ok_or_else(|| corrupt("generation.value"))
    }

    /// Begins a new generation with this transaction, and returns its number. Every transaction
    /// that changes an identity, a policy or a key must do so.
    pub async fn generation_bump(&mut self) -> Result<u64, Error> {
        let value = self.row(BUMP, &[], read).await?;
        value.ok_or_else(|| corrupt("generation.value"))
    }
}

fn read(row: &Row<'_>) -> Result<u64, Error> {
    row.unsigned(0, "generation.value")
}
