//! A provider's server: TLS on a free port of this machine, answers from a table, a list of what
//! was asked for.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, Issuer, KeyPair};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use web_identity::{Provider, Thumbprint};

use super::signer::{CLIENT, PROVIDER};

/// Where the configuration is.
pub const CONFIGURATION: &str = "/.well-known/openid-configuration";

/// Where the keys are.
pub const KEYS: &str = "/keys";

/// What a server shows, and the key of its first certificate.
pub struct Identity {
    pub chain: Vec<CertificateDer<'static>>,
    pub key: KeyPair,
}

impl Identity {
    /// A certificate of the names of this machine that signed itself.
    pub fn self_signed() -> Self {
        Self::of(parameters())
    }

    /// A certificate that signed itself.
    pub fn of(parameters: CertificateParams) -> Self {
        let key = KeyPair::generate().expect("a key");
        let certificate = parameters.self_signed(&key).expect("a certificate");
        Self {
            chain: vec![certificate.der().clone()],
            key,
        }
    }

    /// A certificate that `authority` signed, and the authority's.
    pub fn signed(parameters: &CertificateParams, authority: &Authority) -> Self {
        let key = KeyPair::generate().expect("a key");
        let issuer: &Issuer<'_, KeyPair> = authority;
        let certificate = parameters.signed_by(&key, issuer).expect("a certificate");
        Self {
            chain: vec![certificate.der().clone(), authority.der().clone()],
            key,
        }
    }

    /// The thumbprint of a certificate of the chain.
    pub fn thumbprint(&self, place: usize) -> Thumbprint {
        Thumbprint::of(&self.chain[place])
    }
}

/// One that signs others' certificates.
pub type Authority = CertifiedIssuer<'static, KeyPair>;

/// An authority, changed by `change`.
pub fn authority(change: impl FnOnce(&mut CertificateParams)) -> Authority {
    let mut parameters = CertificateParams::default();
    parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    change(&mut parameters);
    let key = KeyPair::generate().expect("a key");
    CertifiedIssuer::self_signed(parameters, key).expect("a certificate")
}

/// A certificate for this machine, valid from 1975 to 4096.
pub fn parameters() -> CertificateParams {
    let names = ["localhost", "127.0.0.1"].map(str::to_owned);
    CertificateParams::new(names).expect("names")
}

/// One answer.
#[derive(Clone)]
pub enum Answer {
    /// This text after the status line's `HTTP/1.1 `, and the end of the connection.
    Text(String),
    /// Bytes without an end, and without a length.
    Endless,
    /// Nothing.
    Silence,
}

impl Answer {
    /// 200 with this body.
    pub fn ok(body: &str) -> Self {
        Self::Text(format!("200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len()))
    }
}

/// A running server. It ends with the test's runtime.
pub struct Server {
    pub address: SocketAddr,
    answers: Arc<Mutex<HashMap<String, Answer>>>,
    asked: Arc<Mutex<Vec<String>>>,
    thumbprint: Thumbprint,
}

impl Server {
    /// A provider with the keys of [`PROVIDER`] and a certificate that signed itself.
    pub async fn start() -> Self {
        Self::start_as(Identity::self_signed()).await
    }

    /// The same with another certificate.
    pub async fn start_as(identity: Identity) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let server = Self {
            address: listener.local_addr().expect("an address"),
            answers: Arc::default(),
            asked: Arc::default(),
            thumbprint: identity.thumbprint(0),
        };
        server.configure(
            &server.provider().issuer(),
            &format!("{}{KEYS}", server.provider().issuer()),
        );
        server.answer(KEYS, Answer::ok(&PROVIDER.key_set()));
        let (answers, asked) = (Arc::clone(&server.answers), Arc::clone(&server.asked));
        let acceptor = acceptor(identity);
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.expect("a connection");
                tokio::spawn(serve(
                    stream,
                    acceptor.clone(),
                    Arc::clone(&answers),
                    Arc::clone(&asked),
                ));
            }
        });
        server
    }

    /// How it is registered.
    pub fn provider(&self) -> Provider {
        Provider {
            url: format!("localhost:{}", self.address.port()),
            client_ids: vec![CLIENT.to_owned()],
            thumbprints: vec![self.thumbprint],
        }
    }

    /// From now on the configuration says this.
    pub fn configure(&self, issuer: &str, keys: &str) {
        let body = json!({"issuer": issuer, "jwks_uri": keys}).to_string();
        self.answer(CONFIGURATION, Answer::ok(&body));
    }

    /// From now on this is what `path` has.
    pub fn answer(&self, path: &str, answer: Answer) {
        let mut answers = self.answers.lock().expect("a lock");
        answers.insert(path.to_owned(), answer);
    }

    /// How often `path` was asked for.
    pub fn asked(&self, path: &str) -> usize {
        let asked = self.asked.lock().expect("a lock");
        asked.iter().filter(|asked| *asked == path).count()
    }
}

fn acceptor(identity: Identity) -> TlsAcceptor {
    let key = PrivateKeyDer::try_from(identity.key.serialize_der()).expect("a key");
    let configuration = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(identity.chain, key)
        .expect("a certificate with its key");
    TlsAcceptor::from(Arc::new(configuration))
}

/// One connection with one request. Its errors are the client's to see.
async fn serve(
    stream: TcpStream,
    acceptor: TlsAcceptor,
    answers: Arc<Mutex<HashMap<String, Answer>>>,
    asked: Arc<Mutex<Vec<String>>>,
) -> Option<()> {
    let mut stream = acceptor.accept(stream).await.ok()?;
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    let head = String::from_utf8(head).ok()?;
    let path = head.split(' ').nth(1)?;
    asked.lock().expect("a lock").push(path.to_owned());
    let answer = answers.lock().expect("a lock").get(path).cloned();
    match answer.unwrap_or_else(|| Answer::Text("404 Not Found\r\nContent-Length: 0\r\n\r\n".to_owned())) {
        Answer::Text(text) => {
            let text = format!("HTTP/1.1 {text}");
            stream.write_all(text.as_bytes()).await.ok()?;
        }
        Answer::Endless => {
            stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n{").await.ok()?;
            loop {
                stream.write_all(&[b' '; 4096]).await.ok()?;
            }
        }
        Answer::Silence => std::future::pending().await,
    }
    stream.shutdown().await.ok()
}
