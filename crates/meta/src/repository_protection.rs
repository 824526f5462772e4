//! Repositories that are protected from deletion.

use stdx::Timestamp;

use crate::row::Row;
use crate::statement::statements;
use crate::value::Value;
use crate::{Error, RepositoryId, Tx};

/// The word of somebody that a repository is not to be deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepositoryProtection {
    /// The ARN of who said so.
    pub protected_by: String,
    /// Since when.
    pub protected_at: Timestamp,
}

statements! {
    PUT = "INSERT INTO repository_protection (repository_id, protected_by, protected_at) \
        VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    GET = "SELECT protected_by, protected_at FROM repository_protection WHERE repository_id = $1";
    DELETE = "DELETE FROM repository_protection WHERE repository_id = $1";
}

impl Tx<'_> {
    /// Protects a repository. One that is protected keeps what is noted of that.
    ///
    /// # Errors
    /// [`Error::Dangling`] when the repository does not exist.
    pub async fn repository_protection_put(
        &mut self,
        repository: RepositoryId,
        protection: &RepositoryProtection,
    ) -> Result<(), Error> {
        let values = [
            repository.into(),
            Value::from(&*protection.protected_by),
            protection.protected_at.into(),
        ];
        self.execute(PUT, &values).await?;
        Ok(())
    }

    /// The protection of a repository.
    pub async fn repository_protection_get(
        &mut self,
        repository: RepositoryId,
    ) -> Result<Option<RepositoryProtection>, Error> {
        self.row(GET, &[repository.into()], read).await
    }

    /// Takes the protection of a repository away. False when it has none.
    pub async fn repository_protection_delete(&mut self, repository: RepositoryId) -> Result<bool, Error> {
        Ok(self.execute(DELETE, &[repository.into()]).await? != 0)
    }
}

fn read(row: &Row<'_>) -> Result<RepositoryProtection, Error> {
    Ok(RepositoryProtection {
        protected_by: row.string(0, "repository_protection.protected_by")?,
        protected_at: row.timestamp(1, "repository_protection.protected_at")?,
    })
}
