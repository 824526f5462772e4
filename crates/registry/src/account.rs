//! Accounts: each has a root and, when it is made, an administrator with an access key.

use futures_util::FutureExt as _;
use iam::{Limits, Policy, PolicyKind};
use meta::{AccessKey, Account, KeyOwner, KeyStatus, Limit, OwnerKind, PolicyOwner, Put, User};
use names::{AccountId, EntityName, EntityPath, PolicyArn};
use stdx::point::Point;

use crate::access_key::{KeyKind, unique_id};
use crate::{Error, IdentityFault, NewAccessKey, Registry};

/// The user that a new account has.
const ADMINISTRATOR: &str = "administrator";
/// The policy that lets it do everything.
const ADMINISTRATOR_ACCESS: &str = "arn:aws:iam::aws:policy/AdministratorAccess";

/// What became of a request to delete an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountDeletion {
    /// It is gone, with everybody in it.
    Deleted,
    /// It has repositories, and stays.
    HasRepositories,
    /// There is none.
    NotFound,
}

impl Registry {
    /// Makes an account with an administrator and returns the administrator's key; `None` when
    /// the account exists.
    ///
    /// No grant is asked for: only the operator's own command line calls this.
    pub async fn account_create(&self, id: AccountId) -> Result<Option<NewAccessKey>, Error> {
        let created_at = self.now();
        let account = Account {
            id,
            created_at,
            service_control_policy: None,
        };
        let user = User {
            account: id,
            name: administrator(),
            path: EntityPath::default(),
            id: unique_id("AIDA")?,
            created_at,
            boundary: None,
        };
        let key = NewAccessKey::random(KeyKind::LongTerm, id);
        let row = self.key_row(&key, id, KeyOwner::User(administrator()))?;
        let put = self
            .change((account, user, row), |tx, (account, user, row)| {
                async move {
                    let put = tx.account_create(account).await?;
                    if put == Put::Created {
                        tx.iam_user_create(user).await?;
                        let owner = PolicyOwner {
                            kind: OwnerKind::User,
                            name: administrator(),
                        };
                        let policy = fixed(PolicyArn::parse(ADMINISTRATOR_ACCESS));
                        tx.iam_attachment_put(&account.id, &owner, &policy).await?;
                        tx.access_key_create(row).await?;
                    }
                    Ok(put)
                }
                .boxed()
            })
            .await?;
        Point::AccountMade.pass();
        Ok((put == Put::Created).then_some(key))
    }

    /// Makes an access key of the account's root, with which everything in the account can be put
    /// right again; `None` when there is no such account.
    ///
    /// No grant is asked for: only the operator's own command line calls this.
    pub async fn account_root_key(&self, id: AccountId) -> Result<Option<NewAccessKey>, Error> {
        let key = NewAccessKey::random(KeyKind::LongTerm, id);
        let row = self.key_row(&key, id, KeyOwner::Root)?;
        let known = self
            .change(row, |tx, row| {
                async move {
                    let known = tx.account_get(&row.account).await?.is_some();
                    if known {
                        tx.access_key_create(row).await?;
                    }
                    Ok(known)
                }
                .boxed()
            })
            .await?;
        Ok(known.then_some(key))
    }

    /// A key as it is stored: active from now on.
    pub(crate) fn key_row(
        &self,
        key: &NewAccessKey,
        account: AccountId,
        owner: KeyOwner,
    ) -> Result<AccessKey, Error> {
        Ok(AccessKey {
            id: key.id.clone(),
            account,
            owner,
            secret: self.secrets.access_key_seal(&key.id, &key.secret)?,
            status: KeyStatus::Active,
            created_at: self.now(),
            last_used: None,
        })
    }

    /// All accounts, by number: at most `limit` after `after`.
    ///
    /// No grant is asked for: only the operator's own command line calls this.
    pub async fn account_list(&self, after: Option<AccountId>, limit: Limit) -> Result<Vec<Account>, Error> {
        self.read((after, limit), |tx, (after, limit)| {
            async move { Ok(tx.account_list(after.as_ref(), *limit).await?) }.boxed()
        })
        .await
    }

    /// An account.
    ///
    /// No grant is asked for: only the operator's own command line calls this.
    pub async fn account_get(&self, id: AccountId) -> Result<Option<Account>, Error> {
        self.read(id, |tx, id| async move { Ok(tx.account_get(id).await?) }.boxed())
            .await
    }

    /// Puts a policy over everybody in an account, or takes it away; says whether there is such an
    /// account.
    ///
    /// No grant is asked for: only the operator's own command line calls this.
    ///
    /// # Errors
    /// [`IdentityFault::MalformedPolicyDocument`] for what is no service control policy.
    pub async fn account_put_service_control_policy(
        &self,
        id: AccountId,
        document: Option<String>,
    ) -> Result<bool, Error> {
        if let Some(document) = &document {
            let kind = PolicyKind::ServiceControl;
            let refused = |error: iam::PolicyError| {
                Error::identity(IdentityFault::MalformedPolicyDocument, error.to_string())
            };
            Policy::parse(document, kind, Limits::of(kind)).map_err(refused)?;
        }
        self.change((id, document), |tx, (id, document)| {
            async move {
                let put = tx.account_set_service_control_policy(id, document.as_deref());
                Ok(put.await?)
            }
            .boxed()
        })
        .await
    }

    /// Deletes an account without repositories: its users, roles, policies, keys and tokens.
    ///
    /// No grant is asked for: only the operator's own command line calls this.
    pub async fn account_delete(&self, id: AccountId) -> Result<AccountDeletion, Error> {
        self.change(id, |tx, id| {
            async move {
                if tx.account_get(id).await?.is_none() {
                    return Ok(AccountDeletion::NotFound);
                }
                if tx.account_has_repositories(id).await? {
                    return Ok(AccountDeletion::HasRepositories);
                }
                tx.account_delete(id).await?;
                Ok(AccountDeletion::Deleted)
            }
            .boxed()
        })
        .await
    }
}

fn administrator() -> EntityName {
    fixed(EntityName::parse(ADMINISTRATOR))
}

fn fixed<T>(parsed: Result<T, names::Invalid>) -> T {
    parsed.expect("the names of the first user and its policy are legal")
}
