//! A provider's private keys: signs tokens of every algorithm, and lies where it is told to.

use std::sync::LazyLock;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, ECDSA_P521_SHA512_FIXED_SIGNING,
    EcdsaKeyPair, EcdsaSigningAlgorithm, Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256, RSA_PKCS1_SHA384,
    RSA_PKCS1_SHA512, RSA_PSS_SHA256, RSA_PSS_SHA384, RSA_PSS_SHA512, RsaEncoding, RsaKeyPair,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use stdx::Timestamp;

/// When the tests happen.
pub const NOW: Timestamp = Timestamp::from_seconds(1_767_608_100);

/// The audience of good tokens.
pub const CLIENT: &str = "sts.amazonaws.com";

/// Keys of each kind.
pub struct Signer {
    rsa: RsaKeyPair,
    p256: EcdsaKeyPair,
    p384: EcdsaKeyPair,
    p521: EcdsaKeyPair,
    ed25519: Ed25519KeyPair,
}

/// The provider.
pub static PROVIDER: LazyLock<Signer> = LazyLock::new(Signer::generate);

/// Somebody else.
pub static STRANGER: LazyLock<Signer> = LazyLock::new(Signer::generate);

/// Every algorithm that tokens may have.
pub const ALGORITHMS: &[&str] = &[
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519",
];

impl Signer {
    fn generate() -> Self {
        let curve =
            |algorithm: &'static EcdsaSigningAlgorithm| EcdsaKeyPair::generate(algorithm).expect("a key");
        Self {
            rsa: RsaKeyPair::generate(KeySize::Rsa2048).expect("a key"),
            p256: curve(&ECDSA_P256_SHA256_FIXED_SIGNING),
            p384: curve(&ECDSA_P384_SHA384_FIXED_SIGNING),
            p521: curve(&ECDSA_P521_SHA512_FIXED_SIGNING),
            ed25519: Ed25519KeyPair::generate().expect("a key"),
        }
    }

    /// A signature by `algorithm`.
    pub fn signature(&self, algorithm: &str, message: &[u8]) -> Vec<u8> {
        match algorithm {
            "RS256" => self.rsa(&RSA_PKCS1_SHA256, message),
            "RS384" => self.rsa(&RSA_PKCS1_SHA384, message),
            "RS512" => self.rsa(&RSA_PKCS1_SHA512, message),
            "PS256" => self.rsa(&RSA_PSS_SHA256, message),
            "PS384" => self.rsa(&RSA_PSS_SHA384, message),
            "PS512" => self.rsa(&RSA_PSS_SHA512, message),
            "ES256" => curve(&self.p256, message),
            "ES384" => curve(&self.p384, message),
            "ES512" => curve(&self.p521, message),
            _ => self.ed25519.sign(message).as_ref().to_vec(),
        }
    }

    fn rsa(&self, encoding: &'static dyn RsaEncoding, message: &[u8]) -> Vec<u8> {
        let mut signature = vec![0; self.rsa.public_modulus_len()];
        let signed = self
            .rsa
            .sign(encoding, &SystemRandom::new(), message, &mut signature);
        signed.expect("a signature");
        signature
    }

    /// The modulus of the RSA key: in DER it stands after nine bytes, the last of them a zero.
    pub fn modulus(&self) -> Vec<u8> {
        self.rsa.public_key().as_ref()[9..265].to_vec()
    }

    /// The JSON web key for `algorithm`, without `alg` and `kid`.
    pub fn bare_key(&self, algorithm: &str) -> Value {
        let point = |name: &str, key: &EcdsaKeyPair| {
            let point = &key.public_key().as_ref()[1..];
            let (x, y) = point.split_at(point.len() / 2);
            json!({"kty": "EC", "crv": name, "x": encode(x), "y": encode(y)})
        };
        match algorithm {
            "ES256" => point("P-256", &self.p256),
            "ES384" => point("P-384", &self.p384),
            "ES512" => point("P-521", &self.p521),
            "EdDSA" | "Ed25519" => {
                json!({"kty": "OKP", "crv": "Ed25519", "x": encode(self.ed25519.public_key().as_ref())})
            }
            _ => json!({"kty": "RSA", "n": encode(&self.modulus()), "e": "AQAB"}),
        }
    }

    /// The JSON web key for `algorithm`; its id is the algorithm's name.
    pub fn key(&self, algorithm: &str) -> Value {
        let mut key = self.bare_key(algorithm);
        key["alg"] = json!(algorithm);
        key["kid"] = json!(algorithm);
        key["use"] = json!("sig");
        key
    }

    /// A key set with a key for every algorithm.
    pub fn key_set(&self) -> String {
        let keys: Vec<Value> = ALGORITHMS.iter().map(|algorithm| self.key(algorithm)).collect();
        json!({"keys": keys}).to_string()
    }

    /// A token of two JSON texts.
    pub fn sign_text(&self, algorithm: &str, header: &str, claims: &str) -> String {
        let signed = format!("{}.{}", encode(header.as_bytes()), encode(claims.as_bytes()));
        let signature = self.signature(algorithm, signed.as_bytes());
        format!("{signed}.{}", encode(&signature))
    }

    /// A token with this header and these claims.
    pub fn sign(&self, algorithm: &str, header: &Value, claims: &Value) -> String {
        self.sign_text(algorithm, &header.to_string(), &claims.to_string())
    }
}

fn curve(key: &EcdsaKeyPair, message: &[u8]) -> Vec<u8> {
    let signature = key.sign(&SystemRandom::new(), message).expect("a signature");
    signature.as_ref().to_vec()
}

/// Base64url.
pub fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The header of a good token.
pub fn header(algorithm: &str) -> Value {
    json!({"alg": algorithm, "kid": algorithm, "typ": "JWT"})
}

/// The claims of a good token of `issuer`.
pub fn claims(issuer: &str) -> Value {
    let now = NOW.as_seconds();
    json!({"iss": issuer, "aud": CLIENT, "sub": "repo:a/b:ref:refs/heads/main", "iat": now, "exp": now + 300})
}
