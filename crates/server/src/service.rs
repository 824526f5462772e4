//! One request from its head to its answer: which API, the answer, the log line, the figures.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;

use futures_util::FutureExt as _;
use http::request::Parts;
use http::{HeaderValue, Method, Request, Response, StatusCode, Version, header};
use hyper::body::Incoming;
use registry::{Origin, Transport};
use uuid::Uuid;

use crate::api::Api;
use crate::edge::body::Body;
use crate::edge::sendfile::FileNotes;
use crate::exchange::{Answer, Exchange};
use crate::host::Host;
use crate::{App, aws, download, errors, oci, probes};

/// What is known of a connection.
pub(crate) struct Connection {
    /// What it is connected to.
    pub(crate) app: Arc<App>,
    /// How.
    pub(crate) transport: Transport,
    /// By whom.
    pub(crate) peer: SocketAddr,
    /// What it may send from files, if it can.
    pub(crate) notes: Option<FileNotes>,
}

/// Answers one request. Never fails: what goes wrong is an answer too.
pub(crate) async fn respond(
    connection: Arc<Connection>,
    request: Request<Incoming>,
) -> Result<Response<Body>, Infallible> {
    let started = Instant::now();
    let (parts, body) = request.into_parts();
    let api = Api::of(&parts);
    let request_id = Uuid::new_v4();
    let (method, path) = (parts.method.clone(), parts.uri.path().to_owned());
    let is_http1 = parts.version <= Version::HTTP_11;
    let app = Arc::clone(&connection.app);
    let answering = answer(&connection, api, request_id, (parts, body));
    let answer = AssertUnwindSafe(answering)
        .catch_unwind()
        .await
        .unwrap_or_else(|_| {
            tracing::error!(%request_id, "a request panicked");
            Answer {
                operation: "panic",
                response: errors::panicked(api, request_id),
            }
        });
    let Answer {
        operation,
        mut response,
    } = answer;
    finish(api, &mut response, request_id);
    // HTTP/2 cuts bodies into frames, and other streams' frames come between.
    if let Some(notes) = connection.notes.as_ref().filter(|_| is_http1) {
        response.body_mut().note_files(notes);
    }
    let status = response.status().as_u16();
    app.metrics
        .observe((api.label(), operation, status), started.elapsed());
    tracing::info!(
        %request_id, peer = %connection.peer, %method, path, api = api.label(), operation, status,
        micros = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX), "request"
    );
    Ok(response)
}

async fn answer(
    connection: &Connection,
    api: Api,
    request_id: Uuid,
    (parts, body): (Parts, Incoming),
) -> Answer {
    let Some(host) = Host::of(&parts, connection.transport) else {
        return Answer {
            operation: "no_host",
            response: errors::bad_request("The Host header is missing or malformed"),
        };
    };
    let user_agent = parts.headers.get(header::USER_AGENT);
    let user_agent = user_agent.and_then(|agent| agent.to_str().ok());
    let exchange = Exchange {
        app: Arc::clone(&connection.app),
        origin: Origin {
            source_ip: connection.peer.ip(),
            transport: connection.transport,
            user_agent: user_agent.map(Arc::from),
        },
        parts,
        host,
        request_id,
    };
    match api {
        Api::Oci => oci::answer(&exchange, body).await,
        Api::AwsJson => aws::json::answer(&exchange, body).await,
        Api::AwsQuery => aws::query::answer(&exchange, body).await,
        Api::Download => download::answer(&exchange).await,
        Api::Health => probe(&exchange, "health", probes::health()),
        Api::Ready => {
            let response = probes::ready(&exchange.app).await;
            probe(&exchange, "ready", response)
        }
        Api::Metrics => {
            let response = probes::metrics(&exchange.app).await;
            probe(&exchange, "metrics", response)
        }
        Api::Unknown => Answer {
            operation: "unknown",
            response: errors::page_not_found(),
        },
    }
}

fn probe(exchange: &Exchange, operation: &'static str, response: Response<Body>) -> Answer {
    let readable = matches!(exchange.parts.method, Method::GET | Method::HEAD);
    let response = if readable {
        response
    } else {
        errors::method_not_allowed("GET, HEAD")
    };
    Answer { operation, response }
}

/// Adds what every answer of an API carries.
fn finish(api: Api, response: &mut Response<Body>, request_id: Uuid) {
    let headers = response.headers_mut();
    let id = HeaderValue::from_str(&request_id.to_string()).expect("a UUID is a header value");
    match api {
        Api::Oci => {
            headers.insert(
                "docker-distribution-api-version",
                HeaderValue::from_static("registry/2.0"),
            );
            headers.insert("x-request-id", id);
        }
        Api::AwsJson | Api::AwsQuery => {
            headers.insert("x-amzn-requestid", id);
        }
        Api::Download | Api::Health | Api::Ready | Api::Metrics | Api::Unknown => {
            headers.insert("x-request-id", id);
        }
    }
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    if response.status() == StatusCode::SERVICE_UNAVAILABLE {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    }
}
