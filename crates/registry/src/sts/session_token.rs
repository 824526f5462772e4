//! GetSessionToken: a user or root makes a session of itself.

use std::sync::Arc;
use std::time::Duration;

use super::trust::HOUR;
use crate::access_key::{KeyKind, NewAccessKey};
use crate::trail::Login;
use crate::{Caller, Error, Identity, IdentityFault, Principal, Registry, Session, TemporaryCredentials};

/// How long a user's session lives when nobody says (STS: 12 hours).
const DEFAULT: Duration = Duration::from_secs(12 * 3600);

impl Registry {
    /// Makes a session of the caller, which ends with the access key that asks for it. Nothing has
    /// to allow it, since it adds nothing to what the caller has (STS: GetSessionToken,
    /// "Permissions"). A root's lives an hour at most.
    pub async fn session_token(
        &self,
        caller: &Caller,
        duration: Option<Duration>,
    ) -> Result<TemporaryCredentials, Error> {
        self.check_caller(caller).await?;
        let principal = &caller.principal;
        if principal.session.is_some() {
            let message = "Cannot call GetSessionToken with session credentials";
            return Err(Error::identity(IdentityFault::AccessDenied, message));
        }
        let length = match principal.identity {
            Identity::Root => duration.unwrap_or(HOUR).min(HOUR),
            Identity::User(_) | Identity::Role(_) => duration.unwrap_or(DEFAULT),
        };
        let key = NewAccessKey::random(KeyKind::Temporary, principal.account());
        let session = Session {
            parent: Some(principal.access_key.clone()),
            ..Session::starting(self.now(), length)
        };
        let principal = Principal {
            access_key: key.id.clone(),
            session: Some(Arc::new(session)),
            ..principal.clone()
        };
        let credentials = self.temporary_credentials(&principal, key)?;
        self.login_put(&Login {
            caller,
            owner: principal.account(),
            arn: "*",
            identity: None,
        })
        .await?;
        Ok(credentials)
    }
}
