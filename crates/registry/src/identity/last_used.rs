//! When access keys and roles were last used. Requests note it in memory; the database learns of
//! it once a minute, so that no request waits for that. What was noted since is lost with the
//! process.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use futures_util::FutureExt as _;
use meta::{KeyLastUsed, RoleLastUsed};
use names::{AccessKeyId, AccountId, EntityName, Region};

use crate::{Error, Identity, Principal, Registry};

/// What was noted since it was last written down.
#[derive(Debug, Default)]
pub(crate) struct LastUsed(Mutex<Notes>);

#[derive(Debug, Default, Clone)]
struct Notes {
    keys: HashMap<AccessKeyId, KeyLastUsed>,
    /// With the unique id of the role: the next one of its name was not used.
    roles: HashMap<(AccountId, EntityName), (String, RoleLastUsed)>,
}

impl LastUsed {
    /// The lock is held for one look-up, or for taking everything out.
    fn notes(&self) -> MutexGuard<'_, Notes> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Registry {
    /// Notes that somebody has signed a request, for `service` in `region`.
    pub fn last_used_note(&self, principal: &Principal, service: &str, region: &Region) {
        let at = self.now();
        let mut notes = self.last_used.notes();
        match (&principal.identity, &principal.session) {
            (Identity::Role(name), _) => {
                let region = region.clone();
                let key = (principal.account(), name.clone());
                let id = principal.entity_id().to_owned();
                notes.roles.insert(key, (id, RoleLastUsed { at, region }));
            }
            (Identity::Root | Identity::User(_), None) => match notes.keys.get_mut(&principal.access_key) {
                Some(used) if used.service == service && used.region == *region => used.at = at,
                _ => {
                    let (service, region) = (service.to_owned(), region.clone());
                    let used = KeyLastUsed { at, service, region };
                    notes.keys.insert(principal.access_key.clone(), used);
                }
            },
            // IAM tells of long-term keys only.
            (Identity::Root | Identity::User(_), Some(_)) => {}
        }
    }

    /// Writes down what was noted. Housekeeping calls this once a minute.
    pub async fn last_used_flush(&self) -> Result<(), Error> {
        let notes = std::mem::take(&mut *self.last_used.notes());
        if notes.keys.is_empty() && notes.roles.is_empty() {
            return Ok(());
        }
        self.write(notes, |tx, notes| {
            async move {
                for (id, used) in &notes.keys {
                    tx.access_key_touch(id, used).await?;
                }
                for ((account, name), (id, used)) in &notes.roles {
                    let role = tx.iam_role_get(account, name).await?;
                    if role.is_some_and(|role| role.id.as_str() == id) {
                        tx.iam_role_touch(account, name, used).await?;
                    }
                }
                Ok(())
            }
            .boxed()
        })
        .await
    }
}
