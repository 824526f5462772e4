//! Another signer as oracle: what it signs, we accept; with any one bit changed, we refuse.

use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{
    PayloadChecksumKind, PercentEncodingMode, SignableBody, SignableRequest, SignatureLocation,
    SigningSettings, UriPathNormalizationMode, sign,
};
use aws_sigv4::sign::v4::SigningParams;
use proptest::prelude::*;
use proptest::sample::Index;
use sha2::{Digest, Sha256};
use sigv4::{Error, Limits, PathStyle, PayloadRule};
use stdx::Timestamp;

use crate::fixture::{KEY, SECRET, Wire};

/// A request to sign and the way to do it.
#[derive(Debug, Clone)]
struct Case {
    method: String,
    path: String,
    query: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    token: Option<String>,
    location: SignatureLocation,
    style: Style,
    signed_at: i64,
}

/// How services differ.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Style {
    Usual,
    Unnormalized,
    S3,
    S3Unsigned,
}

impl Case {
    fn settings(&self) -> SigningSettings {
        let mut settings = SigningSettings::default();
        settings.signature_location = self.location;
        settings.expires_in =
            (self.location == SignatureLocation::QueryParams).then_some(Duration::from_secs(600));
        settings.uri_path_normalization_mode = match self.style {
            Style::Usual => UriPathNormalizationMode::Enabled,
            _ => UriPathNormalizationMode::Disabled,
        };
        if matches!(self.style, Style::S3 | Style::S3Unsigned) {
            settings.percent_encoding_mode = PercentEncodingMode::Single;
            settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
        }
        settings
    }

    fn limits(&self) -> Limits {
        Limits {
            path: match self.style {
                Style::Usual => PathStyle::Normalized,
                Style::Unnormalized => PathStyle::DoubleEncoded,
                Style::S3 | Style::S3Unsigned => PathStyle::Raw,
            },
            payload: match self.style {
                Style::S3Unsigned => PayloadRule::UnsignedAllowed,
                _ => PayloadRule::Signed,
            },
            services: &["ecr"],
            ..Limits::default()
        }
    }

    fn now(&self) -> Timestamp {
        Timestamp::from_seconds(self.signed_at)
    }

    /// The request on the wire, signed by the oracle.
    fn signed(&self) -> Wire {
        let query = if self.query.is_empty() {
            String::new()
        } else {
            format!("?{}", self.query)
        };
        let url = format!("https://registry.example:5000{}{query}", self.path);
        let identity = Credentials::new(KEY, SECRET, self.token.clone(), None, "test").into();
        let params = SigningParams::builder()
            .identity(&identity)
            .region("eu-west-1")
            .name("ecr")
            .time(SystemTime::UNIX_EPOCH + Duration::from_secs(self.signed_at.unsigned_abs()))
            .settings(self.settings())
            .build()
            .unwrap()
            .into();
        let body = match self.style {
            Style::S3Unsigned => SignableBody::UnsignedPayload,
            _ => SignableBody::Bytes(&self.body),
        };
        let headers = self.headers.iter().map(|(name, value)| (&**name, &**value));
        let request = SignableRequest::new(&self.method, url, headers, body).unwrap();
        let (instructions, _) = sign(request, &params).unwrap().into_parts();
        let mut wire = Wire {
            method: self.method.clone(),
            path: self.path.clone(),
            query: self.query.clone(),
            headers: self
                .headers
                .iter()
                .map(|(name, value)| (name.clone(), value.as_bytes().into()))
                .collect(),
            body_sha256: Sha256::digest(&self.body).into(),
        }
        .with("host", "registry.example:5000");
        for (name, value) in instructions.headers() {
            wire = wire.with(name, value);
        }
        for (name, value) in instructions.params() {
            let mut serializer = String::new();
            for byte in value.bytes() {
                serializer.push_str(&format!("%{byte:02X}"));
            }
            let separator = if wire.query.is_empty() { "" } else { "&" };
            wire.query.push_str(&format!("{separator}{name}={serializer}"));
        }
        wire
    }
}

fn path() -> impl Strategy<Value = String> {
    let segment = prop_oneof![
        Just(String::new()),
        Just(".".to_owned()),
        Just("..".to_owned()),
        Just("%2F".to_owned()),
        Just("%e1%88%B4".to_owned()),
        "[a-zA-Z0-9._~!$&'()*+,;=:@-]{1,12}",
    ];
    prop::collection::vec(segment, 0..6).prop_map(|segments| format!("/{}", segments.join("/")))
}

fn query() -> impl Strategy<Value = String> {
    let text = || "([a-zA-Z0-9._~!$'()*,;:@/?-]|%20|\\+|%2B|%C3%A9|%26|%3D){0,8}";
    let pair = prop_oneof![
        (text(), text()).prop_map(|(name, value)| format!("{name}={value}")),
        text().prop_map(|name| name),
    ];
    prop::collection::vec(pair, 0..5).prop_map(|pairs| pairs.join("&"))
}

fn headers() -> impl Strategy<Value = Vec<(String, String)>> {
    let name = prop_oneof![
        Just("X-Amz-Target".to_owned()),
        Just("content-type".to_owned()),
        Just("My-Header".to_owned()),
        "[xX]-[a-zA-Z0-9-]{1,10}".prop_filter("not a header with a meaning", |name| {
            !name.to_lowercase().starts_with("x-am")
        }),
    ];
    prop::collection::vec((name, "[ -~]{0,20}"), 0..5)
}

fn case() -> impl Strategy<Value = Case> {
    let location = prop_oneof![
        Just(SignatureLocation::Headers),
        Just(SignatureLocation::QueryParams)
    ];
    let style = prop_oneof![
        3 => Just(Style::Usual),
        1 => Just(Style::Unnormalized),
        1 => Just(Style::S3),
        1 => Just(Style::S3Unsigned),
    ];
    let body = prop::collection::vec(any::<u8>(), 0..64);
    let token = prop::option::of("[a-zA-Z0-9+/=]{1,40}");
    (
        "[A-Z]{1,8}",
        path(),
        query(),
        headers(),
        body,
        token,
        location,
        style,
        0..4_000_000_000_i64,
    )
        .prop_map(
            |(method, path, query, headers, body, token, location, style, signed_at)| Case {
                method,
                path,
                query,
                headers,
                body,
                token,
                location,
                style,
                signed_at,
            },
        )
}

/// Which part of a request loses a bit.
#[derive(Debug, Clone, Copy)]
enum Part {
    Method,
    Path,
    Query,
    Header,
    Body,
}

/// Changes one bit. `None` where the part is empty or the result no longer is text.
fn flipped(wire: &Wire, part: Part, byte: &Index, bit: u8) -> Option<Wire> {
    let mut wire = wire.clone();
    let flip = |bytes: &mut [u8]| {
        let index = (!bytes.is_empty()).then(|| byte.index(bytes.len()))?;
        bytes[index] ^= 1 << bit;
        Some(())
    };
    let flip_text = |text: &mut String| {
        let mut bytes = std::mem::take(text).into_bytes();
        flip(&mut bytes)?;
        *text = String::from_utf8(bytes).ok()?;
        Some(())
    };
    match part {
        Part::Method => flip_text(&mut wire.method)?,
        Part::Path => flip_text(&mut wire.path)?,
        Part::Query => flip_text(&mut wire.query)?,
        Part::Header => {
            let index = byte.index(wire.headers.len());
            flip(&mut wire.headers[index].1)?;
        }
        Part::Body => flip(&mut wire.body_sha256)?,
    }
    Some(wire)
}

/// What a query says: other spellings of the same say the same.
fn meaning(query: &str) -> Vec<(String, String)> {
    let mut pairs: Vec<_> = form(query).collect();
    pairs.sort();
    pairs
}

fn form(query: &str) -> impl Iterator<Item = (String, String)> + '_ {
    query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (unescaped(name), unescaped(value))
    })
}

/// Every character but unreserved ones in one spelling.
fn unescaped(text: &str) -> String {
    let text = text.replace('+', "%20");
    let mut pieces = text.split('%');
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        match piece
            .get(..2)
            .and_then(|digits| u8::from_str_radix(digits, 16).ok())
        {
            Some(byte) if byte.is_ascii_graphic() => out.push(char::from(byte)),
            Some(byte) => out.push_str(&format!("<{byte}>")),
            None => out.push('%'),
        }
        out.push_str(piece.get(2..).unwrap_or(piece));
    }
    out
}

fn unspaced(value: &[u8]) -> Vec<&[u8]> {
    value
        .split(|byte| matches!(byte, b' ' | b'\t'))
        .filter(|word| !word.is_empty())
        .collect()
}

/// Whether two requests say the same in the eyes of a server: the flip was in how they say it.
fn same(case: &Case, left: &Wire, right: &Wire) -> bool {
    let headers = left
        .headers
        .iter()
        .zip(&right.headers)
        .all(|((name, left), (_, right))| {
            let free = name.eq_ignore_ascii_case("user-agent");
            free || unspaced(left) == unspaced(right)
        });
    let body = case.style == Style::S3Unsigned || left.body_sha256 == right.body_sha256;
    let path = right.path.starts_with('/') && normal(case, &left.path) == normal(case, &right.path);
    left.method == right.method && path && meaning(&left.query) == meaning(&right.query) && headers && body
}

/// The path as the service sees it: by the default rules without dot segments and empty ones.
fn normal<'a>(case: &Case, path: &'a str) -> Vec<&'a str> {
    if case.style != Style::Usual {
        return vec![path];
    }
    let mut segments = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()),
            other => segments.push(other),
        }
    }
    let open = ["/", "/.", "/.."].iter().any(|end| path.ends_with(end));
    if open && !segments.is_empty() {
        segments.push("");
    }
    segments
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_it_signs_verifies(case in case()) {
        let wire = case.signed();
        let claim = wire.claim().unwrap();
        prop_assert_eq!(claim.access_key_id().as_str(), KEY);
        prop_assert_eq!(claim.security_token(), case.token.as_deref());
        prop_assert_eq!(wire.verify(case.now(), &case.limits()), Ok(()));
    }

    #[test]
    fn one_bit_is_enough(case in case(), part in 0..5_u8, byte in any::<Index>(), bit in 0..8_u8) {
        let part = [Part::Method, Part::Path, Part::Query, Part::Header, Part::Body][usize::from(part)];
        let wire = case.signed();
        if let Some(other) = flipped(&wire, part, &byte, bit) {
            let result = other.verify(case.now(), &case.limits());
            prop_assert_eq!(result.is_ok(), same(&case, &wire, &other), "{:?}", result);
        }
    }

    #[test]
    fn every_bit_of_the_signature_counts(case in case(), byte in 0..64_usize, bit in 0..8_u8) {
        let wire = case.signed();
        let mut other = wire.clone();
        match case.location {
            SignatureLocation::QueryParams => {
                let mut query = other.query.into_bytes();
                let (start, _) = wire.query.match_indices("X-Amz-Signature=").next().unwrap();
                // The oracle's parameters are written `%XX` a byte.
                let at = start + "X-Amz-Signature=".len() + byte * 3 + 2;
                query[at] ^= 1 << bit;
                let Ok(query) = String::from_utf8(query) else { return Ok(()) };
                prop_assume!(meaning(&query) != meaning(&wire.query));
                other.query = query;
            }
            _ => {
                let (_, value) = other.headers.iter_mut().find(|(name, _)| name == "authorization").unwrap();
                let start = value.len() - 64;
                value[start + byte] ^= 1 << bit;
            }
        }
        prop_assert!(other.verify(case.now(), &case.limits()).is_err());
    }

    #[test]
    fn unsigned_amz_headers_are_refused(case in case(), name in "x-amz-[a-z]{1,10}") {
        let wire = case.signed();
        prop_assume!(wire.headers.iter().all(|(other, _)| !other.eq_ignore_ascii_case(&name)));
        let result = wire.with(&name, "1").verify(case.now(), &case.limits());
        prop_assert_eq!(result, Err(Error::UnsignedHeader(name)));
    }

    #[test]
    fn it_signs_as_we_do(case in case()) {
        let case = Case { style: Style::Usual, location: SignatureLocation::Headers, ..case };
        let theirs = case.signed();
        let secret = sigv4::SecretKey::new(SECRET.into());
        let unsigned = Wire { headers: theirs.headers[..=case.headers.len()].into(), ..theirs.clone() };
        let (key, region) = (names::AccessKeyId::parse(KEY).unwrap(), names::Region::parse("eu-west-1").unwrap());
        let ours = unsigned.borrowed(|request| {
            sigv4::sign(request, &sigv4::Signing {
                credentials: sigv4::Credentials {
                    access_key_id: &key,
                    secret: &secret,
                    security_token: case.token.as_deref(),
                },
                region: &region,
                service: "ecr",
                signed_at: case.now(),
                path: PathStyle::Normalized,
                payload: sigv4::Payload::Sha256(theirs.body_sha256),
            })
        });
        let (_, authorization) = theirs.headers.iter().find(|(name, _)| name == "authorization").unwrap();
        let (_, written) = ours.last().unwrap();
        prop_assert_eq!(written.as_bytes(), authorization.as_slice());
    }
}
