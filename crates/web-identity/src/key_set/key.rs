//! One key of a provider.

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ECDSA_P521_SHA512_FIXED, ED25519,
    RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512,
    RSA_PSS_2048_8192_SHA256, RSA_PSS_2048_8192_SHA384, RSA_PSS_2048_8192_SHA512, RsaParameters,
    RsaPublicKeyComponents, UnparsedPublicKey, VerificationAlgorithm,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use super::Algorithm;
use crate::TokenFault;

/// The longest modulus, in bytes.
const LONGEST_MODULUS: usize = 1024;

/// The longest public exponent, in bytes: real ones have three, and long ones cost time.
const LONGEST_EXPONENT: usize = 4;

/// A public key, its id, and the only algorithm that it verifies.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) id: String,
    pub(crate) algorithm: Algorithm,
    material: Material,
}

#[derive(Debug)]
enum Material {
    Rsa {
        modulus: Vec<u8>,
        exponent: Vec<u8>,
    },
    /// A point of a curve, in the form that the curve's algorithm takes.
    Point(Vec<u8>),
}

impl Key {
    /// The key that a JSON web key is, if it is one that verifies signatures.
    pub(super) fn read(members: &Map<String, Value>) -> Option<Self> {
        let text = |name| members.get(name).and_then(Value::as_str);
        if members.contains_key("use") && text("use") != Some("sig") {
            return None;
        }
        if let Some(operations) = members.get("key_ops") {
            let verifies = |operation: &Value| operation.as_str() == Some("verify");
            operations
                .as_array()?
                .iter()
                .find(|operation| verifies(operation))?;
        }
        let natural = Algorithm::of_type(text("kty")?, text("crv"))?;
        let algorithm = match members.get("alg") {
            Some(name) => Algorithm::parse(name.as_str()?)?,
            None => natural,
        };
        // A curve has one algorithm; RSA keys serve several.
        if algorithm != natural && !(algorithm.is_rsa() && natural.is_rsa()) {
            return None;
        }
        Some(Self {
            id: text("kid")?.to_owned(),
            algorithm,
            material: material(members, natural)?,
        })
    }

    /// Whether `signature` is this key's over `message`.
    pub(crate) fn verify(&self, message: &str, signature: &[u8]) -> Result<(), TokenFault> {
        let message = message.as_bytes();
        let verified = match self.algorithm {
            Algorithm::Rs256 => self.verify_rsa(&RSA_PKCS1_2048_8192_SHA256, message, signature),
            Algorithm::Rs384 => self.verify_rsa(&RSA_PKCS1_2048_8192_SHA384, message, signature),
            Algorithm::Rs512 => self.verify_rsa(&RSA_PKCS1_2048_8192_SHA512, message, signature),
            Algorithm::Ps256 => self.verify_rsa(&RSA_PSS_2048_8192_SHA256, message, signature),
            Algorithm::Ps384 => self.verify_rsa(&RSA_PSS_2048_8192_SHA384, message, signature),
            Algorithm::Ps512 => self.verify_rsa(&RSA_PSS_2048_8192_SHA512, message, signature),
            Algorithm::Es256 => self.verify_point(&ECDSA_P256_SHA256_FIXED, message, signature),
            Algorithm::Es384 => self.verify_point(&ECDSA_P384_SHA384_FIXED, message, signature),
            Algorithm::Es512 => self.verify_point(&ECDSA_P521_SHA512_FIXED, message, signature),
            Algorithm::Ed25519 => self.verify_point(&ED25519, message, signature),
        };
        verified.ok_or(TokenFault::Signature)
    }

    fn verify_rsa(&self, parameters: &RsaParameters, message: &[u8], signature: &[u8]) -> Option<()> {
        let Material::Rsa { modulus, exponent } = &self.material else {
            return None;
        };
        let key = RsaPublicKeyComponents {
            n: modulus,
            e: exponent,
        };
        key.verify(parameters, message, signature).ok()
    }

    fn verify_point(
        &self,
        algorithm: &'static dyn VerificationAlgorithm,
        message: &[u8],
        signature: &[u8],
    ) -> Option<()> {
        let Material::Point(point) = &self.material else {
            return None;
        };
        let key = UnparsedPublicKey::new(algorithm, point);
        key.verify(message, signature).ok()
    }
}

fn material(members: &Map<String, Value>, natural: Algorithm) -> Option<Material> {
    let bytes = |name| {
        let text = members.get(name).and_then(Value::as_str)?;
        URL_SAFE_NO_PAD.decode(text).ok()
    };
    let coordinate = |name, length| bytes(name).filter(|bytes: &Vec<u8>| bytes.len() == length);
    // The length of a coordinate is the curve's, zeros included (RFC 7518, 6.2.1.2).
    let point = |length| {
        let (x, y) = (coordinate("x", length)?, coordinate("y", length)?);
        Some(Material::Point([&[4][..], &x, &y].concat()))
    };
    match natural {
        Algorithm::Es256 => point(32),
        Algorithm::Es384 => point(48),
        Algorithm::Es512 => point(66),
        Algorithm::Ed25519 => coordinate("x", 32).map(Material::Point),
        _ => rsa(&bytes("n")?, &bytes("e")?),
    }
}

fn rsa(modulus: &[u8], exponent: &[u8]) -> Option<Material> {
    let (modulus, exponent) = (strip(modulus), strip(exponent));
    let bits = modulus.len() * 8 - usize::try_from(modulus.first()?.leading_zeros()).ok()?;
    let is_odd = exponent.last()? & 1 == 1;
    let fits = bits >= 2048 && modulus.len() <= LONGEST_MODULUS && exponent.len() <= LONGEST_EXPONENT;
    let rsa = Material::Rsa {
        modulus: modulus.to_vec(),
        exponent: exponent.to_vec(),
    };
    (fits && is_odd && exponent != [1]).then_some(rsa)
}

/// Some providers write the zero byte that other encodings need before a high first bit.
fn strip(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    &number[zeros..]
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Signatures that others made.
    #[test]
    fn published_examples() {
        for (source, key, signed, signature) in [
            (
                "RFC 7515, A.2",
                json!({
                    "kty": "RSA", "e": "AQAB",
                    "n": "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ",
                }),
                "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ",
                "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw",
            ),
            (
                "RFC 7515, A.3",
                json!({
                    "kty": "EC", "crv": "P-256",
                    "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
                    "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
                }),
                "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ",
                "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q",
            ),
            (
                "RFC 8037, A.4",
                json!({"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}),
                "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc",
                "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg",
            ),
        ] {
            let mut key = key;
            key["kid"] = json!("a");
            let key = Key::read(key.as_object().expect("an object")).expect("a key");
            let signature = URL_SAFE_NO_PAD.decode(signature).expect("base64url");
            assert_eq!(key.verify(signed, &signature), Ok(()), "{source}");
            let other = key.verify(&signed[1..], &signature);
            assert_eq!(other, Err(TokenFault::Signature), "{source}");
        }
    }
}
