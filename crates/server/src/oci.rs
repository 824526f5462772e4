//! The front end of the OCI distribution API: route, caller, answer.

mod blob;
mod catalog;
mod manifest;
mod referrer;
mod tag;
mod upload;

use http::{Method, Response, StatusCode, header};
use hyper::body::Incoming;
use names::{RegistryKey, RepositoryArn, RepositoryName};
use oci::{PageSize, Route};
use registry::{Action, Grant, ImageGrant};

use crate::answer::text;
use crate::authenticate::{LoggedIn, token};
use crate::called;
use crate::edge::body::Body;
use crate::errors::{HeaderFault, OciError, challenge};
use crate::exchange::{Answer, Exchange};
use crate::permission::{Permission, of_route};
use crate::throttle::{Throttled, operation_of};

type Result<T = Response<Body>> = std::result::Result<T, OciError>;

/// One authenticated request of the API.
struct Call<'a> {
    exchange: &'a Exchange,
    caller: LoggedIn,
    permission: Permission,
}

/// Answers a request of the API.
pub(crate) async fn answer(exchange: &Exchange, body: Incoming) -> Answer {
    let uri = &exchange.parts.uri;
    let parsed = Route::parse(
        exchange.parts.method.as_str(),
        uri.path(),
        uri.query().unwrap_or_default(),
    );
    let operation = parsed.as_ref().map_or("no_route", Route::label);
    let mut who = None;
    let call = |registry: &RegistryKey| called::of_route(exchange, parsed.as_ref().ok(), registry);
    let answered = match token(exchange, call).await {
        Ok(caller) => match parsed {
            Ok(route) => match admit(exchange, &caller, &route) {
                Err(throttled) => Err(throttled.into()),
                Ok(()) => {
                    let permission = of_route(&route);
                    let call = Call {
                        exchange,
                        caller,
                        permission,
                    };
                    who = Some(call.caller.caller.clone());
                    dispatch(&call, route, body).await
                }
            },
            Err(error) => Err(OciError::Route(error)),
        },
        Err(refused) => Err(refused),
    };
    let (response, failure) = match answered {
        Ok(response) => (response, None),
        Err(error) => {
            let mut response = error.response();
            if response.status() == StatusCode::UNAUTHORIZED {
                challenge(&mut response, &exchange.host);
            }
            (response, Some(error.into_failure()))
        }
    };
    if let Some(caller) = who {
        called::note(exchange, &caller, failure.as_ref());
    }
    Answer {
        operation,
        response: without_body_of_head(exchange, response),
    }
}

/// Whether a request may go on; what is refused here costs no record of the audit trail either.
fn admit(exchange: &Exchange, caller: &LoggedIn, route: &Route) -> std::result::Result<(), Throttled> {
    match operation_of(route) {
        Some(operation) => exchange.app.admit(&caller.caller.principal, operation),
        None => Ok(()),
    }
}

async fn dispatch(call: &Call<'_>, route: Route, body: Incoming) -> Result {
    match route {
        Route::Base => {
            call.exchange
                .app
                .registry
                .check_caller(&call.caller.caller)
                .await?;
            Ok(text(StatusCode::OK, Body::empty()))
        }
        Route::Catalog(query) => catalog::list(call, query).await,
        Route::TagList { name, query } => tag::list(call, name, query).await,
        Route::ManifestGet { name, reference } | Route::ManifestHead { name, reference } => {
            manifest::get(call, name, reference).await
        }
        Route::ManifestPut { name, reference } => manifest::put(call, name, reference, body).await,
        Route::ManifestDelete { name, reference } => manifest::delete(call, name, reference).await,
        Route::BlobHead { name, digest } => blob::head(call, name, digest).await,
        Route::BlobGet { name, digest } => blob::get(call, name, digest).await,
        Route::BlobDelete { name, digest } => blob::delete(call, name, digest).await,
        Route::UploadStart { name, mode } => upload::start(call, name, mode, body).await,
        Route::UploadStatus { name, upload } => upload::status(call, name, upload).await,
        Route::UploadAppend { name, upload } => upload::append(call, name, upload, body).await,
        Route::UploadFinish { name, upload, digest } => {
            upload::finish(call, (name, upload), digest, body).await
        }
        Route::UploadCancel { name, upload } => upload::cancel(call, name, upload).await,
        Route::Referrers {
            name,
            digest,
            artifact_types,
            last,
            n,
        } => {
            referrer::list(
                call,
                name,
                referrer::Query {
                    digest,
                    artifact_types,
                    last,
                    n,
                },
            )
            .await
        }
    }
}

impl Call<'_> {
    /// The right to do `action` on a repository of the registry that the request is for.
    async fn authorize(&self, action: Action, name: &RepositoryName) -> Result<Grant<RepositoryArn>> {
        debug_assert!(self.permission.names(action), "{action:?} has no row");
        let decided = self
            .exchange
            .app
            .registry
            .authorize(&self.caller.caller, action, &self.repository(name))
            .await;
        Ok(decided?)
    }

    /// The right to do `action` on images of a repository of the registry that the request is for.
    async fn authorize_images(&self, action: Action, name: &RepositoryName) -> Result<ImageGrant> {
        debug_assert!(self.permission.names(action), "{action:?} has no row");
        let decided = self
            .exchange
            .app
            .registry
            .authorize_images(&self.caller.caller, action, &self.repository(name))
            .await;
        Ok(decided?)
    }

    /// The right to do `action` on the registry that the request is for.
    async fn authorize_registry(&self, action: Action) -> Result<Grant<RegistryKey>> {
        debug_assert!(self.permission.names(action), "{action:?} has no row");
        let LoggedIn { caller, registry } = &self.caller;
        Ok(self
            .exchange
            .app
            .registry
            .authorize(caller, action, registry)
            .await?)
    }

    fn repository(&self, name: &RepositoryName) -> RepositoryArn {
        RepositoryArn {
            registry: self.caller.registry.clone(),
            name: name.clone(),
        }
    }

    /// A header that must not be repeated, as text.
    fn header(&self, name: header::HeaderName) -> Result<Option<&str>> {
        let mut values = self.exchange.parts.headers.get_all(name).iter();
        let Some(value) = values.next() else {
            return Ok(None);
        };
        match value.to_str() {
            Ok(value) if values.next().is_none() => Ok(Some(value)),
            _ => Err(OciError::Header(HeaderFault::Repeated)),
        }
    }
}

/// How many entries a page has: what the client asks for, else the default.
fn page_size(n: Option<PageSize>) -> usize {
    n.unwrap_or(PageSize::DEFAULT).get()
}

/// A HEAD answer says how long the body would be and sends none.
fn without_body_of_head(exchange: &Exchange, mut response: Response<Body>) -> Response<Body> {
    use http_body::Body as _;
    if exchange.parts.method == Method::HEAD {
        if let Some(length) = response.body().size_hint().exact()
            && !response.headers().contains_key(header::CONTENT_LENGTH)
        {
            response
                .headers_mut()
                .insert(header::CONTENT_LENGTH, length.into());
        }
        *response.body_mut() = Body::empty();
    }
    response
}
