//! An OpenID Connect provider on this machine: TLS with a certificate that signed itself, one key,
//! tokens as a test wants them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rcgen::{CertificateParams, KeyPair};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// The audience of good tokens.
pub(crate) const CLIENT: &str = "sts.amazonaws.com";

type Answers = Arc<Mutex<HashMap<String, String>>>;

/// A running provider. It ends with the test's runtime.
pub(crate) struct Issuer {
    /// Its URL without the scheme.
    pub(crate) url: String,
    /// The thumbprint of its certificate.
    pub(crate) thumbprint: String,
    key: EcdsaKeyPair,
    answers: Answers,
}

impl Issuer {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let names = CertificateParams::new(["localhost".to_owned()]).expect("a name");
        let key = KeyPair::generate().expect("a key");
        let certificate = names.self_signed(&key).expect("a certificate");
        let acceptor = acceptor(&certificate, &key);
        let issuer = Self {
            url: format!("localhost:{port}"),
            thumbprint: stdx::hex::encode(digest(&SHA1_FOR_LEGACY_USE_ONLY, certificate.der()).as_ref()),
            key: EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).expect("a key"),
            answers: Answers::default(),
        };
        let base = issuer.issuer();
        issuer.answer(
            "/.well-known/openid-configuration",
            &json!({"issuer": base, "jwks_uri": format!("{base}/keys")}),
        );
        issuer.answer("/keys", &json!({"keys": [issuer.jwk()]}));
        let answers = Arc::clone(&issuer.answers);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, acceptor.clone(), Arc::clone(&answers)));
            }
        });
        issuer
    }

    /// The `iss` of its tokens.
    pub(crate) fn issuer(&self) -> String {
        format!("https://{}", self.url)
    }

    /// The provider's ARN in an account.
    pub(crate) fn arn(&self, account: &str) -> String {
        format!("arn:aws:iam::{account}:oidc-provider/{}", self.url)
    }

    /// From now on this is what `path` has.
    pub(crate) fn answer(&self, path: &str, body: &Value) {
        let mut answers = self.answers.lock().expect("a lock");
        answers.insert(path.to_owned(), body.to_string());
    }

    /// From now on there is no configuration.
    pub(crate) fn break_down(&self) {
        self.answers.lock().expect("a lock").clear();
    }

    /// Its key, as the provider shows it.
    pub(crate) fn jwk(&self) -> Value {
        let point = &self.key.public_key().as_ref()[1..];
        let (x, y) = point.split_at(32);
        json!({"kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": "one",
               "x": encode(x), "y": encode(y)})
    }

    /// The claims of a good token at an instant.
    pub(crate) fn claims(&self, now: i64) -> Value {
        json!({"iss": self.issuer(), "aud": CLIENT, "sub": "repo:shop/api:ref:refs/heads/main",
               "iat": now, "exp": now + 300})
    }

    /// A token of its key.
    pub(crate) fn sign(&self, claims: &Value) -> String {
        self.sign_with(&json!({"alg": "ES256", "kid": "one", "typ": "JWT"}), claims)
    }

    /// A token of its key with any header.
    pub(crate) fn sign_with(&self, header: &Value, claims: &Value) -> String {
        let signed = unsigned(header, claims);
        let signature = self.key.sign(&SystemRandom::new(), signed.as_bytes());
        format!("{signed}.{}", encode(signature.expect("a signature").as_ref()))
    }
}

/// Header and claims of a token.
pub(crate) fn unsigned(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| encode(value.to_string().as_bytes());
    format!("{}.{}", part(header), part(claims))
}

/// Base64url.
pub(crate) fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn acceptor(certificate: &rcgen::Certificate, key: &KeyPair) -> TlsAcceptor {
    let key = PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
    let configuration = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .expect("a certificate with its key");
    TlsAcceptor::from(Arc::new(configuration))
}

/// One connection with one request. Its errors are the client's to see.
async fn serve(stream: TcpStream, acceptor: TlsAcceptor, answers: Answers) -> Option<()> {
    let mut stream = acceptor.accept(stream).await.ok()?;
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    let head = String::from_utf8(head).ok()?;
    let path = head.split(' ').nth(1)?;
    let body = answers.lock().expect("a lock").get(path).cloned();
    let answer = match body {
        Some(body) => format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len()),
        None => "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n".to_owned(),
    };
    stream.write_all(answer.as_bytes()).await.ok()?;
    stream.shutdown().await.ok()
}
