//! The policies of repositories.

use crate::statement::statements;
use crate::{Error, RepositoryId, Tx};

statements! {
    PUT = "INSERT INTO repository_policy (repository_id, document) VALUES ($1, $2) \
        ON CONFLICT (repository_id) DO UPDATE SET document = excluded.document";
    GET = "SELECT document FROM repository_policy WHERE repository_id = $1";
    DELETE = "DELETE FROM repository_policy WHERE repository_id = $1";
}

impl Tx<'_> {
    /// Sets the policy of a repository, the text of a policy document, in place of the one that
    /// it has.
    ///
    /// # Errors
    /// [`Error::Dangling`] when the repository does not exist.
    pub async fn repository_policy_put(
        &mut self,
        repository: RepositoryId,
        document: &str,
    ) -> Result<(), Error> {
        self.execute(PUT, &[repository.into(), document.into()]).await?;
        Ok(())
    }

    /// The policy of a repository.
    pub async fn repository_policy_get(&mut self, repository: RepositoryId) -> Result<Option<String>, Error> {
        let read = |row: &crate::row::Row<'_>| row.string(0, "repository_policy.document");
        self.row(GET, &[repository.into()], read).await
    }

    /// Deletes the policy of a repository. False when it has none.
    pub async fn repository_policy_delete(&mut self, repository: RepositoryId) -> Result<bool, Error> {
        Ok(self.execute(DELETE, &[repository.into()]).await? != 0)
    }
}
