//! A small signed request that tests take apart.

use std::time::Duration;

use names::{AccessKeyId, Region};
use sigv4::{
    Claim, Credentials, Error, Limits, PathStyle, Payload, Received, Request, SecretKey, Signing, claim,
};
use stdx::Timestamp;

pub const KEY: &str = "AKIAIOSFODNN7EXAMPLE";
pub const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
pub const EMPTY_HASH: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// 2026-01-05T10:15:00Z.
pub const NOW: Timestamp = Timestamp::from_seconds(1_767_608_100);

/// A request that a test owns and may bend.
#[derive(Clone)]
pub struct Wire {
    pub method: String,
    pub path: String,
    pub query: String,
    pub headers: Vec<(String, Vec<u8>)>,
    pub body_sha256: [u8; 32],
}

impl Wire {
    /// A call of the JSON protocol, unsigned, without a body.
    pub fn new() -> Self {
        let headers = [("host", "localhost:5000"), ("X-Amz-Target", "Service.Operation")];
        Self {
            method: "POST".into(),
            path: "/".into(),
            query: String::new(),
            headers: headers.map(|(name, value)| (name.into(), value.into())).into(),
            body_sha256: stdx::hex::decode(EMPTY_HASH).unwrap(),
        }
    }

    /// As [`Wire::new`], signed in the header at [`NOW`].
    pub fn signed() -> Self {
        let mut wire = Self::new();
        wire.sign(Payload::Sha256(wire.body_sha256), None);
        wire
    }

    /// As [`Wire::new`], presigned at [`NOW`] for `expires_in` seconds.
    pub fn presigned(expires_in: u64) -> Self {
        let mut wire = Self::new();
        wire.presign(Payload::Sha256(wire.body_sha256), None, expires_in);
        wire
    }

    pub fn sign(&mut self, payload: Payload, token: Option<&str>) {
        let added = with_signing(payload, token, |signing| {
            self.borrowed(|request| sigv4::sign(request, signing))
        });
        self.headers
            .extend(added.into_iter().map(|(name, value)| (name.into(), value.into())));
    }

    pub fn presign(&mut self, payload: Payload, token: Option<&str>, expires_in: u64) {
        self.query = with_signing(payload, token, |signing| {
            self.borrowed(|request| sigv4::presign(request, signing, Duration::from_secs(expires_in)))
        });
    }

    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    pub fn without(mut self, name: &str) -> Self {
        self.headers
            .retain(|(other, _)| !other.eq_ignore_ascii_case(name));
        self
    }

    /// Replaces text in the `Authorization` header, where it must occur.
    pub fn reauthorized(mut self, from: &str, to: &str) -> Self {
        let header = self
            .headers
            .iter_mut()
            .find(|(name, _)| name == "authorization")
            .unwrap();
        let text = String::from_utf8(header.1.clone()).unwrap();
        assert!(text.contains(from), "{from} in {text}");
        header.1 = text.replace(from, to).into();
        self
    }

    /// Replaces text in the query, where it must occur.
    pub fn requeried(mut self, from: &str, to: &str) -> Self {
        assert!(self.query.contains(from), "{from} in {}", self.query);
        self.query = self.query.replace(from, to);
        self
    }

    pub fn borrowed<T>(&self, use_it: impl FnOnce(&Request<'_>) -> T) -> T {
        let headers: Vec<(&str, &[u8])> = self
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_slice()))
            .collect();
        use_it(&Request {
            method: &self.method,
            path: &self.path,
            query: &self.query,
            headers: &headers,
        })
    }

    pub fn claim(&self) -> Result<Claim, Error> {
        self.borrowed(claim)
    }

    /// Claim and verification with the right secret.
    pub fn verify(&self, now: Timestamp, limits: &Limits) -> Result<(), Error> {
        self.borrowed(|request| {
            let received = Received {
                request: *request,
                body_sha256: self.body_sha256,
                now,
            };
            claim(request)?.verify(&received, &secret(), limits)
        })
    }

    /// [`Wire::verify`] at [`NOW`] by default rules.
    pub fn check(&self) -> Result<(), Error> {
        self.verify(NOW, &Limits::default())
    }
}

pub fn secret() -> SecretKey {
    SecretKey::new(SECRET.into())
}

fn with_signing<T>(payload: Payload, token: Option<&str>, use_it: impl FnOnce(&Signing<'_>) -> T) -> T {
    let (key, secret, region) = (
        AccessKeyId::parse(KEY).unwrap(),
        secret(),
        Region::parse("eu-west-1").unwrap(),
    );
    use_it(&Signing {
        credentials: Credentials {
            access_key_id: &key,
            secret: &secret,
            security_token: token,
        },
        region: &region,
        service: "ecr",
        signed_at: NOW,
        path: PathStyle::Normalized,
        payload,
    })
}
