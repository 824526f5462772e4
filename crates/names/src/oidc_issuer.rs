//! Issuers of OpenID Connect.

use std::sync::Arc;

use crate::Invalid;
use crate::text::text_name;

/// The URL of an OpenID Connect provider without its `https://`, such as
/// `token.actions.example.com` or `idp.example.com/realm`: a host and perhaps a path, at most
/// 255 characters with the scheme (IAM `OpenIDConnectProviderUrlType`). It is what the ARN of the
/// provider ends in, and the `iss` of its tokens after the scheme.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OidcIssuer(Arc<str>);

impl OidcIssuer {
    /// Reads an issuer, without a scheme.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let host = text.split('/').next().unwrap_or_default();
        let of_host = |byte: u8| byte.is_ascii_alphanumeric() || b".-_:[]".contains(&byte);
        let of_path = |byte: u8| byte.is_ascii_graphic() && !b"?#\\\"<>".contains(&byte);
        let valid = text.len() + "https://".len() <= 255
            && host.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '[')
            && host.bytes().all(of_host)
            && text.bytes().all(of_path)
            && !text.contains("//");
        if valid {
            Ok(Self(text.into()))
        } else {
            Err(INVALID)
        }
    }
}

const INVALID: Invalid = Invalid {
    name: "OpenID Connect issuer",
    rule: "a host and perhaps a path, without scheme, query and fragment",
};

text_name!(OidcIssuer);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grammar() {
        for good in [
            "idp.example.com",
            "idp.example.com/realm/a%20b",
            "127.0.0.1:8443/x",
            "[::1]:8443",
            &"a".repeat(247),
        ] {
            assert!(OidcIssuer::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "/realm",
            "https://idp.example.com",
            "idp.example.com?x",
            "idp.example.com/#x",
            "user@idp.example.com",
            "idp .example.com",
            &"a".repeat(248),
        ] {
            assert!(OidcIssuer::parse(bad).is_err(), "{bad}");
        }
    }
}
