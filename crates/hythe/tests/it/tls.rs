//! HTTPS: the server's own authority, and certificates of the operator's.

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::sync::Arc;

use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use crate::process::{Place, Serving, end_of};

const REQUEST: &[u8] = b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

/// Calls the server by `name`, trusting `ca` alone. Returns the protocol that was agreed on.
fn call(serving: &Serving, ca: &Path, name: &str, alpn: &[u8]) -> Result<Vec<u8>, std::io::Error> {
    let mut roots = RootCertStore::empty();
    let ca = CertificateDer::from_pem_file(ca).expect("a certificate");
    roots.add(ca).expect("an authority");
    let mut config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("the provider has them")
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![alpn.to_vec()];
    let name = ServerName::try_from(name.to_owned()).expect(name);
    let connection = ClientConnection::new(Arc::new(config), name).expect("a client");
    let mut stream = StreamOwned::new(connection, serving.connect());
    while stream.conn.is_handshaking() {
        stream.conn.complete_io(&mut stream.sock)?;
    }
    if alpn == b"http/1.1" {
        stream.write_all(REQUEST)?;
        let mut answer = [0; 15];
        stream.read_exact(&mut answer)?;
        assert_eq!(&answer, b"HTTP/1.1 200 OK");
    }
    Ok(stream.conn.alpn_protocol().unwrap_or_default().to_vec())
}

#[test]
fn the_servers_own_authority_vouches_for_its_names() {
    let place = Place::new();
    let account = ["--account", "111122223333", "--region", "eu-central-1"];
    let flags = [&account as &[&str], &["--tls", "auto"]].concat();
    let serving = place.serve(&flags);
    assert!(serving.url.starts_with("https://127.0.0.1:"), "{}", serving.url);
    assert_eq!(place.read("endpoint"), format!("{}\n", serving.url));
    let ca = place.data().join("tls/ca.pem");
    serving.line(&format!("authority     {}", ca.display()));
    for name in [
        "localhost",
        "127.0.0.1",
        "::1",
        "111122223333.dkr.ecr.eu-central-1.amazonaws.com",
        "444455556666.dkr.ecr.eu-central-1.amazonaws.com",
        "api.ecr.eu-central-1.amazonaws.com",
    ] {
        for alpn in [b"h2" as &[u8], b"http/1.1"] {
            assert_eq!(call(&serving, &ca, name, alpn).expect(name), alpn, "{name}");
        }
    }
    let refused = call(
        &serving,
        &ca,
        "111122223333.dkr.ecr.us-east-1.amazonaws.com",
        b"h2",
    );
    assert!(refused.unwrap_err().to_string().contains("not valid for name"));
    serving.stop();
    let before = place.read("tls/ca.pem");
    let serving = place.serve(&["--tls", "auto", "--region", "home"]);
    assert_eq!(place.read("tls/ca.pem"), before);
    call(&serving, &ca, "api.ecr.home.amazonaws.com", b"h2").expect("the new region");
}

#[test]
fn the_operators_certificate_is_shown() {
    let place = Place::new();
    // The files of one server's authority serve as another one's certificate.
    place.serve(&["--tls", "auto"]).stop();
    let (server, ca) = (
        place.data().join("tls/server.pem"),
        place.data().join("tls/ca.pem"),
    );
    let other = Place::new();
    let server = server.to_string_lossy();
    let flags = [
        "--tls-cert",
        &server,
        "--tls-key",
        &server,
        "--listen",
        "0.0.0.0:0",
    ];
    let mut command = other.command(&["serve"]);
    let serving = Serving::start(command.args(flags));
    assert!(serving.url.starts_with("https://0.0.0.0:"), "{}", serving.url);
    assert_eq!(
        call(&serving, &ca, "localhost", b"http/1.1").unwrap(),
        b"http/1.1"
    );
    let printed = end_of(&mut other.command(&["env"])).stdout;
    let endpoint = format!("AWS_ENDPOINT_URL=https://localhost:{}\n", serving.port());
    assert!(printed.contains(&endpoint), "{printed}");
    assert!(!printed.contains("AWS_CA_BUNDLE"), "{printed}");
    serving.stop();
}

#[test]
fn files_that_are_no_certificate_are_named() {
    let place = Place::new();
    let (cert, key) = (place.path("cert.pem"), place.path("key.pem"));
    std::fs::write(&cert, "").unwrap();
    let flags = [
        "--tls-cert",
        &cert.to_string_lossy(),
        "--tls-key",
        &key.to_string_lossy(),
    ];
    let serve = || end_of(place.command(&["serve", "--listen", "127.0.0.1:0"]).args(flags));
    let ended = serve();
    assert_eq!(ended.code, Some(1));
    assert!(ended.stderr.contains("key.pem"), "{}", ended.stderr);
    std::fs::write(&key, "").unwrap();
    let ended = serve();
    assert_eq!(ended.code, Some(1));
    assert!(ended.stderr.contains("cert.pem"), "{}", ended.stderr);
}
