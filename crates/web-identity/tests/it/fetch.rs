//! Fetching from providers that answer badly.

use std::sync::Arc;

use serde_json::json;
use stdx::ManualClock;
use web_identity::{FetchFault, KeySetFault, Keys, Provider, Reach, Refused};

use super::server::{Answer, CONFIGURATION, KEYS, Server};
use super::signer::{CLIENT, NOW, PROVIDER, claims, header};

async fn verify(reach: Reach, provider: &Provider) -> Result<(), Refused> {
    let keys = Keys::new(Arc::new(ManualClock::new(NOW)), reach);
    let token = PROVIDER.sign("RS256", &header("RS256"), &claims(&provider.issuer()));
    keys.verify(&token, provider).await.map(drop)
}

async fn fault(server: &Server) -> FetchFault {
    match verify(Reach::Anywhere, &server.provider()).await {
        Err(Refused::Keys(fault)) => fault,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_good_provider() {
    let server = Server::start().await;
    assert_eq!(verify(Reach::Anywhere, &server.provider()).await, Ok(()));

    // Issuers with a slash at their end have it in `iss`, and not twice in the URL.
    let mut provider = server.provider();
    provider.url.push('/');
    server.configure(&provider.issuer(), &format!("{}keys", provider.issuer()));
    assert_eq!(verify(Reach::Anywhere, &provider).await, Ok(()));

    // A path.
    let mut provider = server.provider();
    provider.url.push_str("/realms/a");
    let body =
        json!({"issuer": provider.issuer(), "jwks_uri": format!("{}{KEYS}?a=b", server.provider().issuer())});
    server.answer(
        &format!("/realms/a{CONFIGURATION}"),
        Answer::ok(&body.to_string()),
    );
    server.answer(&format!("{KEYS}?a=b"), Answer::ok(&PROVIDER.key_set()));
    assert_eq!(verify(Reach::Anywhere, &provider).await, Ok(()));
}

#[tokio::test]
async fn configurations() {
    let server = Server::start().await;
    let issuer = server.provider().issuer();
    let form = FetchFault::Configuration("not a JSON object");
    let keyless = FetchFault::Configuration("no jwks_uri");
    let other = FetchFault::Configuration("another issuer");
    for (body, expected) in [
        (String::new(), form.clone()),
        ("<html>".to_owned(), form.clone()),
        ("[]".to_owned(), form.clone()),
        (format!(r#"{{"issuer":"{issuer}","issuer":"{issuer}"}}"#), form),
        (json!({"issuer": issuer}).to_string(), keyless.clone()),
        (json!({"issuer": issuer, "jwks_uri": 1}).to_string(), keyless),
        (
            json!({"issuer": "https://other.example", "jwks_uri": issuer}).to_string(),
            other.clone(),
        ),
        (json!({"jwks_uri": issuer}).to_string(), other),
    ] {
        server.answer(CONFIGURATION, Answer::ok(&body));
        assert_eq!(fault(&server).await, expected, "{body}");
    }
    assert_eq!(server.asked(KEYS), 0);
}

#[tokio::test]
async fn urls_of_keys() {
    let server = Server::start().await;
    let issuer = server.provider().issuer();
    let port = server.address.port();
    for url in [
        format!("http://localhost:{port}/keys"),
        format!("https://user:password@localhost:{port}/keys"),
        format!("https://user@localhost:{port}/keys"),
        format!("https://localhost:{port}/keys#fragment"),
        "file:///etc/passwd".to_owned(),
        "data:application/json,{}".to_owned(),
        "/keys".to_owned(),
        "https://".to_owned(),
        String::new(),
    ] {
        server.configure(&issuer, &url);
        assert_eq!(fault(&server).await, FetchFault::Url(url));
    }
    for (url, host) in [
        ("https://169.254.169.254/latest/meta-data", "169.254.169.254"),
        ("https://[fe80::1]/keys", "[fe80::1]"),
        ("https://[::ffff:169.254.169.254]/keys", "[::ffff:a9fe:a9fe]"),
        ("https://0.0.0.0/keys", "0.0.0.0"),
        ("https://0/keys", "0.0.0.0"),
        ("https://[::]/keys", "[::]"),
        ("https://2852039166/keys", "169.254.169.254"),
        ("https://0xa9.0xfe.0xa9.0xfe/keys", "169.254.169.254"),
        ("https://0251.0376.0251.0376/keys", "169.254.169.254"),
        ("https://169.254.43518/keys", "169.254.169.254"),
        ("https://169。254。169。254/keys", "169.254.169.254"),
        ("https://224.0.0.1/keys", "224.0.0.1"),
    ] {
        server.configure(&issuer, url);
        assert_eq!(
            fault(&server).await,
            FetchFault::Address(host.to_owned()),
            "{url}"
        );
    }
}

#[tokio::test]
async fn urls_of_providers() {
    let refused = |host: &str| Refused::Keys(FetchFault::Address(host.to_owned()));
    let server = Server::start().await;
    let port = server.address.port();
    for (reach, host, expected) in [
        (Reach::Anywhere, "169.254.169.254".to_owned(), "169.254.169.254"),
        (Reach::Anywhere, "[fe80::1]".to_owned(), "[fe80::1]"),
        (Reach::NoLoopback, format!("localhost:{port}"), "localhost"),
        (Reach::NoLoopback, format!("127.0.0.1:{port}"), "127.0.0.1"),
        (Reach::NoLoopback, format!("0x7f.1:{port}"), "127.0.0.1"),
        (Reach::NoLoopback, format!("[::1]:{port}"), "[::1]"),
        (
            Reach::NoLoopback,
            format!("[::ffff:7f00:1]:{port}"),
            "[::ffff:7f00:1]",
        ),
    ] {
        let mut provider = server.provider();
        provider.url = host;
        let found = verify(reach, &provider).await;
        assert_eq!(found, Err(refused(expected)), "{}", provider.url);
    }
    for url in [
        "",
        "/",
        "user@localhost",
        "a b",
        "localhost#",
        "localhost?a",
        "localhost\\a",
        "[::1",
        "localhost:port",
    ] {
        let provider = Provider {
            url: url.to_owned(),
            client_ids: vec![CLIENT.to_owned()],
            thumbprints: Vec::new(),
        };
        let found = verify(Reach::Anywhere, &provider).await;
        assert!(
            matches!(found, Err(Refused::Keys(FetchFault::Url(_)))),
            "{url}: {found:?}"
        );
    }
    assert_eq!(server.asked(CONFIGURATION), 0);
}

#[tokio::test]
async fn answers() {
    let server = Server::start().await;
    let evil = Server::start().await;
    let moved = format!(
        "302 Found\r\nLocation: {}{CONFIGURATION}\r\nContent-Length: 0\r\n\r\n",
        evil.provider().issuer()
    );
    let long = Answer::ok(&" ".repeat(256 * 1024 + 1));
    let configuration = json!({"issuer": server.provider().issuer(), "jwks_uri": format!("{}{KEYS}", server.provider().issuer())});
    let configuration = configuration.to_string();
    let longest = format!("{configuration}{}", " ".repeat(256 * 1024 - configuration.len()));
    let text = |text: &str| Answer::Text(text.to_owned());
    for (name, answer, expected) in [
        ("redirect", Answer::Text(moved), FetchFault::Status(302)),
        (
            "missing",
            text("404 Not Found\r\nContent-Length: 0\r\n\r\n"),
            FetchFault::Status(404),
        ),
        ("empty", text("204 No Content\r\n\r\n"), FetchFault::Status(204)),
        (
            "error",
            text("500 Internal Server Error\r\nContent-Length: 0\r\n\r\n"),
            FetchFault::Status(500),
        ),
        ("long", long, FetchFault::TooLarge),
        ("endless", Answer::Endless, FetchFault::TooLarge),
    ] {
        for path in [CONFIGURATION, KEYS] {
            server.answer(CONFIGURATION, Answer::ok(&longest));
            server.answer(KEYS, Answer::ok(&PROVIDER.key_set()));
            assert_eq!(verify(Reach::Anywhere, &server.provider()).await, Ok(()));
            server.answer(path, answer.clone());
            assert_eq!(fault(&server).await, expected, "{name}: {path}");
        }
    }
    assert_eq!(evil.asked(CONFIGURATION), 0);
    server.answer(CONFIGURATION, Answer::ok(&longest));
    let key = PROVIDER.key("RS256");
    let many = json!({"keys": vec![key; 101]}).to_string();
    server.answer(KEYS, Answer::ok(&many));
    assert_eq!(
        fault(&server).await,
        FetchFault::KeySet(KeySetFault::TooMany(101))
    );
    for broken in [
        "200 OK\r\nContent-Length: 10\r\n\r\n{}",
        "200 OK\r\nContent-Length: -1\r\n\r\n",
        "nonsense",
        "",
    ] {
        server.answer(KEYS, text(broken));
        let found = fault(&server).await;
        assert!(matches!(found, FetchFault::Unreachable(_)), "{broken}: {found:?}");
    }
}

/// Time moves by itself when nothing else does, so that the limit is met at once.
#[tokio::test(start_paused = true)]
async fn silence() {
    let server = Server::start().await;
    server.answer(KEYS, Answer::Silence);
    let found = fault(&server).await;
    assert!(matches!(found, FetchFault::Unreachable(_)), "{found:?}");
}

#[tokio::test]
async fn nobody_listens() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a free port");
    let provider = Provider {
        url: listener.local_addr().expect("an address").to_string(),
        client_ids: vec![CLIENT.to_owned()],
        thumbprints: Vec::new(),
    };
    drop(listener);
    let found = verify(Reach::Anywhere, &provider).await;
    assert!(
        matches!(found, Err(Refused::Keys(FetchFault::Unreachable(_)))),
        "{found:?}"
    );
}
