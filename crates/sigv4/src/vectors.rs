//! AWS's published vectors: each gives our canonical request, string to sign and signature.

use names::{AccessKeyId, Region};
use sha2::{Digest, Sha256};
use stdx::{Timestamp, hex};

use crate::canonical::{Canonical, string_to_sign};
use crate::query::{Left, pairs};
use crate::{Error, KeyScope, Limits, PathStyle, Received, Request, SecretKey, SigningKey, claim};

const TABLE: &str = include_str!("../tests/vectors.txt");

/// The suite's access key is too short to be one (IAM wants 16 characters).
const KEY: &str = "AKIDEXAMPLE";
const LONG_KEY: &str = "AKIDEXAMPLE00000";

struct Vector {
    name: String,
    path: PathStyle,
    request: String,
    canonical_request: String,
    string_to_sign: Option<String>,
    signature: Option<String>,
}

fn vectors() -> Vec<Vector> {
    let unescaped = |field: &str| field.replace("\\n", "\n").replace("\\t", "\t");
    let given = |field: &str| (field != "-").then(|| unescaped(field));
    TABLE
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let fields: Vec<&str> = line.split('\t').collect();
            let [name, form, path, request, canonical, to_sign, signature] = fields[..] else {
                panic!("seven columns: {line}");
            };
            Vector {
                name: format!("{name}, {form}"),
                path: match path {
                    "normalized" => PathStyle::Normalized,
                    _ => PathStyle::DoubleEncoded,
                },
                request: unescaped(request),
                canonical_request: unescaped(canonical),
                string_to_sign: given(to_sign),
                signature: given(signature),
            }
        })
        .collect()
}

/// A request as an HTTP parser hands it over.
struct Parsed {
    method: String,
    path: String,
    query: String,
    headers: Vec<(String, String)>,
    body: String,
}

impl Parsed {
    fn read(text: &str) -> Self {
        let (head, body) = text.split_once("\n\n").unwrap_or((text.trim_end(), ""));
        // A folded line is a space (RFC 9112, 5.2).
        let head = head.replace("\n ", " ");
        let (first, lines) = head.split_once('\n').unwrap_or((&head, ""));
        let (method, target) = first.split_once(' ').unwrap();
        let target = target.strip_suffix(" HTTP/1.1").unwrap();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let header = |line: &str| {
            let (name, value) = line.split_once(':').unwrap();
            (name.to_owned(), value.trim().to_owned())
        };
        Self {
            method: method.into(),
            path: path.into(),
            query: query.into(),
            headers: lines.lines().map(header).collect(),
            body: body.into(),
        }
    }

    fn check<T>(&self, use_it: impl FnOnce(&Request<'_>) -> T) -> T {
        let headers: Vec<(&str, &[u8])> = self
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_bytes()))
            .collect();
        use_it(&Request {
            method: &self.method,
            path: &self.path,
            query: &self.query,
            headers: &headers,
        })
    }
}

fn secret() -> SecretKey {
    SecretKey::new("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".into())
}

fn scope(to_sign: &str) -> (KeyScope, Timestamp) {
    let lines: Vec<&str> = to_sign.lines().collect();
    let signed_at = Timestamp::from_basic_iso8601(lines[1]).unwrap();
    let parts: Vec<&str> = lines[2].split('/').collect();
    let key = AccessKeyId::parse(LONG_KEY).unwrap();
    (
        KeyScope::new(key, signed_at, Region::parse(parts[1]).unwrap(), parts[2]),
        signed_at,
    )
}

#[test]
fn canonical_request_string_to_sign_and_signature() {
    for vector in vectors() {
        let parsed = Parsed::read(&vector.request);
        let lines: Vec<&str> = vector.canonical_request.lines().collect();
        let canonical = parsed.check(|request| {
            let presigned = pairs(request.query).any(|(name, _)| name == b"X-Amz-Signature");
            // This one pair of the suite adds its token after signing.
            let left = match presigned {
                true if vector.name.starts_with("post-sts-header-after") => Left::SignatureAndToken,
                true => Left::Signature,
                false => Left::Nothing,
            };
            let payload = hex::encode(&Sha256::digest(parsed.body.as_bytes()));
            let signed_headers = lines[lines.len() - 2];
            Canonical {
                request,
                path: vector.path,
                left,
                signed_headers,
                payload: &payload,
            }
            .to_bytes()
        });
        assert_eq!(
            String::from_utf8_lossy(&canonical),
            vector.canonical_request,
            "{}",
            vector.name
        );
        let Some(expect) = vector.string_to_sign else {
            continue;
        };
        let (scope, signed_at) = scope(&expect);
        let to_sign = string_to_sign(&scope, signed_at, &canonical);
        assert_eq!(to_sign, expect, "{}", vector.name);
        let Some(expect) = vector.signature else { continue };
        let signature = SigningKey::derive(&secret(), &scope).sign(to_sign.as_bytes());
        assert_eq!(hex::encode(&signature), expect, "{}", vector.name);
    }
}

/// The whole walk. In the header form the access key is no part of what is signed, so a longer one
/// may stand in its place; in the query form it is, and the suite's is refused.
#[test]
fn verifies() {
    let limits = |path| Limits {
        path,
        unsigned_headers: &["x-amz-security-token"],
        ..Limits::default()
    };
    let mut verified = 0;
    for vector in vectors().into_iter().filter(|vector| vector.signature.is_some()) {
        let parsed = Parsed::read(
            &vector
                .request
                .replace(&format!("Credential={KEY}/"), &format!("Credential={LONG_KEY}/")),
        );
        parsed.check(|request| {
            if !request.query.contains("X-Amz-Signature") {
                let claim = claim(request).unwrap();
                let body_sha256 = Sha256::digest(parsed.body.as_bytes()).into();
                let received = Received {
                    request: *request,
                    body_sha256,
                    now: claim.signed_at(),
                };
                assert_eq!(
                    claim.verify(&received, &secret(), &limits(vector.path)),
                    Ok(()),
                    "{}",
                    vector.name
                );
                verified += 1;
            } else {
                assert!(
                    matches!(claim(request), Err(Error::UnknownKey)),
                    "{}",
                    vector.name
                );
            }
        });
    }
    assert_eq!(verified, 38);
}
