//! GetAccessKeyInfo: whose account an access key belongs to.

use futures_util::FutureExt as _;
use names::{AccessKeyId, AccountId};

use crate::access_key::account_of;
use crate::{Action, Error, Grant, IamResource, IdentityFault, Registry};

impl Registry {
    /// The account of an access key, whether or not the key exists: ids hold it. Those of older
    /// keys are random, so the keys that there are come first.
    pub async fn access_key_account(
        &self,
        grant: &Grant<IamResource>,
        id: AccessKeyId,
    ) -> Result<AccountId, Error> {
        grant.expect(&[Action::GetAccessKeyInfo]);
        let stored = self.read(id.clone(), |tx, id| {
            async move { Ok(tx.access_key_get(id).await?) }.boxed()
        });
        let stored = stored.await?.map(|key| key.account);
        stored.or_else(|| account_of(&id)).ok_or_else(|| {
            let message = format!("Access key id {id} is not of an account.");
            Error::identity(IdentityFault::Validation, message)
        })
    }
}
