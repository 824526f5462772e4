//! Who may do what: the one decision.
//!
//! [`Registry::authorize`] is the only constructor of a [`Grant`], and every function of this
//! crate that touches a resource takes one: forgetting to authorise does not compile. It gathers
//! what applies ([`crate::authority`]) and lets the engine decide ([`iam`]).

use std::sync::Arc;

use iam::Context;
use names::RepositoryArn;

use crate::authority::{Case, Place, Question, RequestFacts, facts};
use crate::grant::OpenQuestion;
use crate::{Action, Caller, Denied, Error, Grant, ImageGrant, Registry, Resource};

impl Registry {
    /// Decides whether `caller` may do `action` on `resource`.
    ///
    /// # Errors
    /// [`Error::Denied`] with AWS's sentence; [`Error::CredentialRevoked`] when the caller's user,
    /// role or key is gone; [`Error::Internal`] when what decides cannot be read.
    pub async fn authorize<R: Resource>(
        &self,
        caller: &Caller,
        action: Action,
        resource: &R,
    ) -> Result<Grant<R>, Error> {
        self.authorize_with(caller, action, resource, &RequestFacts::none())
            .await
    }

    /// Like [`Self::authorize`], with condition keys that the request itself fills in.
    pub async fn authorize_with<R: Resource>(
        &self,
        caller: &Caller,
        action: Action,
        resource: &R,
        request: &RequestFacts,
    ) -> Result<Grant<R>, Error> {
        let case = self.case(caller, resource.place().0).await?;
        self.decide(&case, caller, (action, resource), request)
    }

    /// Decides in a case that is known.
    fn decide<R: Resource>(
        &self,
        case: &Case,
        caller: &Caller,
        (action, resource): (Action, &R),
        request: &RequestFacts,
    ) -> Result<Grant<R>, Error> {
        let granted = || Grant {
            caller: caller.clone(),
            action,
            resource: resource.clone(),
        };
        if case.is_known_allowed(action) {
            return Ok(granted());
        }
        let place = resource.place().0;
        let context = self.context(caller, case, &place, request);
        let name = resource.display(action);
        let reason = case.decide(&Question {
            principal: &caller.principal,
            action,
            resource: &name,
            owner: resource.owner(),
            context: &context,
        });
        if let Some(denied) = Denied::from_reason(&caller.principal, action, name, reason) {
            return Err(denied.into());
        }
        // What is allowed on one thing of an account says nothing of the next.
        if !matches!(place, Place::Account(_)) {
            case.note_allowed(action);
        }
        Ok(granted())
    }

    /// The right to do `action` on images of a repository. Where the policies read what an image
    /// is, the decision falls when the image is known.
    pub async fn authorize_images(
        &self,
        caller: &Caller,
        action: Action,
        repository: &RepositoryArn,
    ) -> Result<ImageGrant, Error> {
        let case = self.case(caller, repository.place().0).await?;
        let request = RequestFacts::none();
        if !case.reads_images() {
            let grant = self.decide(&case, caller, (action, repository), &request)?;
            return Ok(ImageGrant {
                grant,
                open: None,
                records_pulls: case.records_pulls(),
            });
        }
        let context = self.context(caller, &case, &repository.place().0, &request);
        Ok(ImageGrant {
            grant: Grant {
                caller: caller.clone(),
                action,
                resource: repository.clone(),
            },
            records_pulls: case.records_pulls(),
            open: Some(Arc::new(OpenQuestion { case, context })),
        })
    }

    /// Decides again what was decided when a long stream began.
    pub(crate) async fn reauthorize<R: Resource>(&self, grant: &Grant<R>) -> Result<(), Error> {
        let Grant {
            caller,
            action,
            resource,
        } = grant;
        if let Some(session) = &caller.principal.session
            && session.expires_at <= self.now()
        {
            return Err(Error::CredentialRevoked);
        }
        self.authorize(caller, *action, resource).await.map(drop)
    }

    /// Whether the caller is still who it was: its user or role exists and its key works.
    pub async fn check_caller(&self, caller: &Caller) -> Result<(), Error> {
        let generation = self.authority.generation(self.now()).await?;
        let subject = self.authority.subject_of(generation, &caller.principal).await;
        subject.map(drop)
    }

    /// What applies to a caller at a place.
    pub(crate) async fn case(&self, caller: &Caller, place: Place) -> Result<Arc<Case>, Error> {
        let now = self.now();
        let key = (caller.principal.access_key.clone(), place);
        if let Some(case) = self.authority.known_case(now, &key) {
            return Ok(case);
        }
        let generation = self.authority.generation(now).await?;
        let (_, place) = key;
        self.authority.case(generation, &caller.principal, place).await
    }

    /// What is known of a request, where any policy asks.
    pub(crate) fn context(
        &self,
        caller: &Caller,
        case: &Case,
        place: &Place,
        request: &RequestFacts,
    ) -> Context {
        if !case.reads_context() {
            return Context::new();
        }
        facts(caller, (&case.subject, &case.scope), place, request, self.now())
    }
}
