//! Both kinds of services against a server that answers by their documented wire form, and against
//! one that does not.

use std::fs;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use names::{AccessKeyId, Region};
use serde_json::{Value, json};
use stdx::{ManualClock, Timestamp};
use zeroize::Zeroizing;

use crate::fake::{Fake, Seen};
use crate::{AwsKms, Endpoint, Fault, KeyService, Named, Secret, Trust, Vault};

const UNDER: Named<'static> = Named {
    key: "shop-key",
    about: "arn:aws:kms:eu-west-1:111122223333:key/1",
};

fn endpoint(url: &str) -> Endpoint {
    Endpoint::new(url, &Trust::System).expect("an endpoint")
}

fn fixed(text: &str) -> Secret {
    Secret::Fixed(Zeroizing::new(text.to_owned()))
}

fn vault(url: &str, token: Secret) -> Vault {
    Vault {
        endpoint: endpoint(url),
        mount: "teams/transit".to_owned(),
        namespace: None,
        token,
    }
}

fn kms(url: &str) -> AwsKms {
    let now = Timestamp::from_micros(1_700_000_000_000_000);
    AwsKms {
        endpoint: endpoint(url),
        region: Region::parse("eu-west-1").expect("a region"),
        access_key_id: AccessKeyId::parse("AKIDEXAMPLE000000000").expect("an id"),
        secret: fixed("secret"),
        clock: Arc::new(ManualClock::new(now)),
    }
}

/// Vault as its documentation has it; the token `good` may do everything. What it wrapped is the
/// plaintext and what it was bound to.
fn like_vault(request: &Seen) -> (u16, String, String) {
    let answer = |status, body: Value| (status, String::new(), body.to_string());
    if !request.head.contains("x-vault-token: good") {
        return answer(
            403,
            json!({"errors": ["1 error occurred:\n\t* permission denied\n\n"]}),
        );
    }
    let text = |name: &str| request.body[name].as_str().unwrap_or_default().to_owned();
    if request
        .head
        .starts_with("post /v1/teams/transit/encrypt/shop-key ")
    {
        let ciphertext = format!("vault:v1:{}.{}", text("plaintext"), text("associated_data"));
        return answer(200, json!({"data": {"ciphertext": ciphertext, "key_version": 1}}));
    }
    if request
        .head
        .starts_with("post /v1/teams/transit/decrypt/shop-key ")
    {
        let ciphertext = text("ciphertext");
        let parts = ciphertext
            .strip_prefix("vault:v1:")
            .and_then(|rest| rest.split_once('.'));
        return match parts {
            Some((plaintext, bound)) if bound == text("associated_data") => {
                answer(200, json!({"data": {"plaintext": plaintext}}))
            }
            _ => answer(400, json!({"errors": ["cipher: message authentication failed"]})),
        };
    }
    answer(404, json!({"errors": []}))
}

#[tokio::test]
async fn vault_wraps_and_unwraps() {
    let server = Fake::start(like_vault).await;
    let vault = vault(&server.url, fixed("good"));
    let wrapped = vault.wrap(UNDER, b"share").await.expect("wrapped");
    assert!(wrapped.starts_with(b"vault:v1:"));
    let share = vault.unwrap(UNDER, &wrapped).await.expect("unwrapped");
    assert_eq!(share.as_slice(), b"share");
    let other = Named {
        about: "another",
        ..UNDER
    };
    let refused = vault.unwrap(other, &wrapped).await.expect_err("another text");
    assert_eq!(
        refused,
        Fault::Refused("it answers 400: cipher: message authentication failed".to_owned())
    );
    let seen = server.seen();
    assert!(seen[0].head.contains("x-vault-request: true"), "{}", seen[0].head);
    assert_eq!(seen[0].body["context"], json!(STANDARD.encode(UNDER.about)));
}

#[tokio::test]
async fn a_token_in_a_file_is_read_again() {
    let server = Fake::start(like_vault).await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("token");
    let vault = vault(&server.url, Secret::File(path.clone()));
    let missing = vault.wrap(UNDER, b"share").await.expect_err("no file");
    assert!(matches!(missing, Fault::Unavailable(_)), "{missing}");
    fs::write(&path, "old\n").expect("a token");
    let refused = vault.wrap(UNDER, b"share").await.expect_err("an old token");
    assert_eq!(
        refused,
        Fault::Refused("it answers 403: 1 error occurred:* permission denied".to_owned())
    );
    fs::write(&path, "good\n").expect("a token");
    vault.wrap(UNDER, b"share").await.expect("the new token");
}

#[tokio::test]
async fn kms_is_asked_by_signed_requests() {
    let server = Fake::start(|request| {
        let operation = request
            .head
            .lines()
            .find_map(|line| line.strip_prefix("x-amz-target: "));
        let body = match operation {
            Some("trentservice.encrypt") => {
                json!({"CiphertextBlob": request.body["Plaintext"], "KeyId": "k"})
            }
            _ => json!({"Plaintext": request.body["CiphertextBlob"], "KeyId": "k"}),
        };
        (200, String::new(), body.to_string())
    })
    .await;
    let kms = kms(&server.url);
    assert_eq!(kms.wrap(UNDER, b"share").await.expect("wrapped"), b"share");
    let share = kms.unwrap(UNDER, b"share").await.expect("unwrapped");
    assert_eq!(share.as_slice(), b"share");
    for seen in server.seen() {
        assert_eq!(seen.body["KeyId"], "shop-key");
        assert_eq!(seen.body["EncryptionContext"], json!({"hythe:key": UNDER.about}));
        let credential = "credential=akidexample000000000/20231114/eu-west-1/kms/aws4_request";
        assert!(seen.head.contains(credential), "{}", seen.head);
    }
}

/// What a service may answer, and what that is: a refusal counts, anything else is asked again.
#[tokio::test]
async fn answers_that_are_no_answer() {
    type Row = (&'static str, u16, &'static str, String, bool);
    let long = format!("{{\"data\": \"{}\"}}", "a".repeat(70_000));
    let throttled = json!({"__type": "ThrottlingException", "message": "Rate exceeded"}).to_string();
    let disabled = json!({"__type": "DisabledException", "message": "k is disabled."}).to_string();
    let empty = json!({"data": {}}).to_string();
    let foreign = json!({"data": {"ciphertext": "plain", "plaintext": "?"}, "Plaintext": 1}).to_string();
    let huge = STANDARD.encode([1; 1025]);
    let huge = json!({"data": {"ciphertext": format!("vault:{huge}")}, "CiphertextBlob": huge}).to_string();
    let elsewhere = "location: http://127.0.0.1:1/\r\n";
    let rows: Vec<Row> = vec![
        (
            "sealed",
            503,
            "",
            json!({"errors": ["Vault is sealed"]}).to_string(),
            false,
        ),
        ("an internal error", 500, "", String::new(), false),
        ("too many", 429, "", String::new(), false),
        ("KMS's too many", 400, "", throttled, false),
        ("a redirect", 307, elsewhere, String::new(), false),
        ("no JSON", 200, "", "<html>".to_owned(), false),
        ("nothing", 200, "", empty, false),
        ("a list", 200, "", "[]".to_owned(), false),
        ("a text", 200, "", "\"ok\"".to_owned(), false),
        ("a number", 200, "", "1".to_owned(), false),
        ("a list in it", 200, "", json!({"data": []}).to_string(), false),
        ("something else", 200, "", foreign, false),
        ("too long", 200, "", long, false),
        ("a wrapped form that is too long", 200, "", huge, false),
        ("disabled", 400, "", disabled, true),
        ("not there", 404, "", String::new(), true),
        ("forbidden", 403, "", String::new(), true),
    ];
    for (what, status, headers, body, is_refusal) in rows {
        let server = Fake::start(move |_| (status, headers.to_owned(), body.clone())).await;
        let services: [Box<dyn KeyService>; 2] = [
            Box::new(vault(&server.url, fixed("good"))),
            Box::new(kms(&server.url)),
        ];
        // The first is Vault, which has no such answer.
        for service in services.iter().skip(usize::from(what.starts_with("KMS"))) {
            let wrapped = service.wrap(UNDER, b"share").await.expect_err(what);
            assert_eq!(
                matches!(wrapped, Fault::Refused(_)),
                is_refusal,
                "{what}: {wrapped}"
            );
            if !what.contains("wrapped form") {
                let unwrapped = service.unwrap(UNDER, b"vault:v1:x").await.expect_err(what);
                assert_eq!(
                    matches!(unwrapped, Fault::Refused(_)),
                    is_refusal,
                    "{what}: {unwrapped}"
                );
            }
        }
        // Nothing was sent to where the answer pointed.
        assert!(
            server.seen().iter().all(|seen| seen.head.starts_with("post ")),
            "{what}"
        );
    }
    let gone = vault("http://127.0.0.1:1", fixed("good"))
        .wrap(UNDER, b"share")
        .await;
    assert!(matches!(gone, Err(Fault::Unavailable(_))), "{gone:?}");
}

/// A certificate that nobody vouches for ends the call before anything is sent.
#[tokio::test]
async fn certificates_are_checked() {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let key = rustls::pki_types::PrivateKeyDer::try_from(made.signing_key.serialize_der()).expect("a key");
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .expect("a certificate");
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let url = format!(
        "https://localhost:{}",
        listener.local_addr().expect("an address").port()
    );
    let server = tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.expect("a connection");
            if let Ok(mut stream) = acceptor.accept(stream).await {
                let text = "HTTP/1.1 403 X\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";
                drop(tokio::io::AsyncWriteExt::write_all(&mut stream, text.as_bytes()).await);
            }
        }
    });
    let call = async |trust: &Trust| {
        let endpoint = Endpoint::new(&url, trust).expect("an endpoint");
        let vault = Vault {
            endpoint,
            ..vault("http://127.0.0.1:1", fixed("good"))
        };
        vault.wrap(UNDER, b"share").await.expect_err("never right")
    };
    let known = call(&Trust::Authorities(made.cert.pem().into_bytes())).await;
    assert!(matches!(known, Fault::Refused(_)), "{known}");
    let other = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let unknown = call(&Trust::Authorities(other.cert.pem().into_bytes())).await;
    assert!(matches!(unknown, Fault::Unavailable(_)), "{unknown}");
    server.abort();
}
