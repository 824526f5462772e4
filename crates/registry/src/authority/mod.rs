//! What decisions stand on: callers with their policies, resources with theirs, held in memory.
//!
//! Everything that is held belongs to a *generation*, a number in the database that every change
//! of anything that decides advances in its own transaction ([`crate::Registry::change`]). The
//! number is part of each key, so what was read before a change is never found after it. Changes
//! of this process count from their commit on; the number is read again twice a second, so that
//! those of other processes count within a second. When it cannot be read for half a minute,
//! nothing that is held is used any more.

mod case;
mod context;
mod generation;
mod held;
mod scope;
mod subject;

use std::sync::Arc;

use iam::Policy;
use meta::Meta;
use moka::future::Cache;
use names::{AccessKeyId, AccountId, KmsKeyArn, RegistryKey, RepositoryArn, RepositoryPrefix, TokenId};

pub(crate) use case::{Case, Question};
pub use context::RequestFacts;
pub(crate) use context::{facts, facts_of_stranger, of_entity};
pub(crate) use generation::Generation;
use held::Held;
pub(crate) use scope::{AssumableRole, Scope};
pub(crate) use subject::{Subject, SubjectKey, compile, entity_arn, managed_document};

use crate::secrets::Secrets;
use crate::{Error, Identity, Internal, Principal, Session};

/// Most entries of each kind that are held.
const ENTRIES: u64 = 10_000;

/// Whose resource a decision is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Place {
    /// One repository.
    Repository(RepositoryArn),
    /// A registry as a whole.
    Registry(RegistryKey),
    /// The repositories of a registry under a prefix, as far as nothing is known of each.
    Namespace(RegistryKey, RepositoryPrefix),
    /// A role that is to be assumed; the name is folded.
    Role(AccountId, names::EntityName),
    /// A key of KMS.
    Key(KmsKeyArn),
    /// KMS in a region of an account, as far as it is not about one key.
    Keys(RegistryKey),
    /// Anything else of an account.
    Account(AccountId),
}

/// See the module.
pub(crate) struct Authority {
    meta: Meta,
    secrets: Arc<Secrets>,
    generation: Generation,
    cases: Held<(AccessKeyId, Place), Arc<Case>>,
    subjects: Cache<(u64, SubjectKey), Option<Arc<Subject>>>,
    scopes: Cache<(u64, Place), Arc<Scope>>,
    sessions: Cache<(u64, AccessKeyId), Arc<[Arc<Policy>]>>,
    credentials: Held<AccessKeyId, Option<crate::Credential>>,
    /// Opened tokens that are not revoked, by what their text hashes to.
    pub(crate) tokens: Held<[u8; 32], Arc<crate::TokenClaims>>,
    revoked: Cache<u64, Arc<std::collections::HashSet<TokenId>>>,
}

impl Authority {
    pub(crate) fn new(meta: Meta, secrets: Arc<Secrets>) -> Self {
        Self {
            meta,
            secrets,
            generation: Generation::default(),
            cases: Held::default(),
            subjects: Cache::new(ENTRIES),
            scopes: Cache::new(ENTRIES),
            sessions: Cache::new(ENTRIES),
            credentials: Held::default(),
            tokens: Held::default(),
            revoked: Cache::new(2),
        }
    }

    /// The generation that counts now.
    pub(crate) async fn generation(&self, now: stdx::Timestamp) -> Result<u64, Error> {
        self.generation.current(&self.meta, now).await
    }

    /// Makes a generation count that this process has just committed.
    pub(crate) fn advance(&self, generation: u64) {
        self.generation.advance(generation);
    }

    /// The case of a caller at a place, where it is held already.
    pub(crate) fn known_case(&self, now: stdx::Timestamp, key: &(AccessKeyId, Place)) -> Option<Arc<Case>> {
        self.cases.get(self.generation.known(now)?, key)
    }

    /// The case of a caller at a place.
    pub(crate) async fn case(
        &self,
        generation: u64,
        principal: &Principal,
        place: Place,
    ) -> Result<Arc<Case>, Error> {
        let key = (principal.access_key.clone(), place);
        if let Some(case) = self.cases.get(generation, &key) {
            return Ok(case);
        }
        let subject = self.subject_of(generation, principal).await?;
        let session = match &principal.session {
            Some(session) => self.session_policies(generation, principal, session).await?,
            None => Arc::new([]),
        };
        let scope = self.scope(generation, key.1.clone()).await?;
        let case = Arc::new(Case::new(subject, session, scope));
        self.cases.put(generation, key, Arc::clone(&case));
        Ok(case)
    }

    /// The caller's entity, if the caller is still who it was and its key still works.
    pub(crate) async fn subject_of(
        &self,
        generation: u64,
        principal: &Principal,
    ) -> Result<Arc<Subject>, Error> {
        let key = SubjectKey {
            account: principal.account(),
            identity: match &principal.identity {
                Identity::Root => Identity::Root,
                Identity::User(name) => Identity::User(folded(name)),
                Identity::Role(name) => Identity::Role(folded(name)),
            },
        };
        let subject = self.subject(generation, key).await?;
        subject
            .filter(|subject| subject.is(principal))
            .ok_or(Error::CredentialRevoked)
    }

    /// A user, a role or a root; `None` when there is none of that name.
    pub(crate) async fn subject(
        &self,
        generation: u64,
        key: SubjectKey,
    ) -> Result<Option<Arc<Subject>>, Error> {
        let load = Subject::load(&self.meta, key.clone());
        let loaded = self.subjects.try_get_with((generation, key), load).await;
        loaded.map_err(shared)
    }

    async fn session_policies(
        &self,
        generation: u64,
        principal: &Principal,
        session: &Session,
    ) -> Result<Arc<[Arc<Policy>]>, Error> {
        let key = (generation, principal.access_key.clone());
        let load = subject::session_policies(&self.meta, session);
        let loaded = self.sessions.try_get_with(key, load).await;
        loaded.map_err(shared)
    }

    /// The policies and tags of a place.
    pub(crate) async fn scope(&self, generation: u64, place: Place) -> Result<Arc<Scope>, Error> {
        let load = Scope::load(&self.meta, place.clone());
        let loaded = self.scopes.try_get_with((generation, place), load).await;
        loaded.map_err(shared)
    }

    /// The caller behind a long-term access key.
    pub(crate) async fn credential(
        &self,
        generation: u64,
        id: &AccessKeyId,
    ) -> Result<Option<crate::Credential>, Error> {
        if let Some(credential) = self.credentials.get(generation, id) {
            return Ok(credential);
        }
        let mut credential = subject::credential(&self.meta, id.clone()).await?;
        if let Some(found) = &mut credential {
            found.secret = self.secrets.access_key_open(id, &found.secret)?.into();
        }
        self.credentials.put(generation, id.clone(), credential.clone());
        Ok(credential)
    }

    /// Whether an authorization token was revoked.
    pub(crate) async fn is_revoked(
        &self,
        generation: u64,
        id: &TokenId,
        now: stdx::Timestamp,
    ) -> Result<bool, Error> {
        let load = crate::token::revoked(&self.meta, now);
        let revoked = self.revoked.try_get_with(generation, load).await;
        Ok(revoked.map_err(shared)?.contains(id))
    }
}

pub(crate) fn folded(name: &names::EntityName) -> names::EntityName {
    names::EntityName::parse(&name.fold()).expect("lower case is within the grammar")
}

/// The error of a load that several requests waited for: what the database said counts for each.
fn shared(error: Arc<Error>) -> Error {
    match &*error {
        Error::Internal(Internal::Meta(cause)) => Internal::Meta(cause.clone()).into(),
        other => Internal::Broken(format!("authorisation could not be loaded: {other:?}")).into(),
    }
}
