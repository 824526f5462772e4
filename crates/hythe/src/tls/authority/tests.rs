//! The authority on a clock that is moved by hand, its certificates checked by rustls.

use std::os::unix::fs::PermissionsExt as _;
use std::sync::Arc;

use rustls::RootCertStore;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier as _;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};

use super::*;

const START: Timestamp = Timestamp::from_seconds(1_800_000_000);

fn days(days: u64) -> Duration {
    Duration::from_secs(days * DAY.as_secs())
}

fn authority(folder: &Path, names: &[&str]) -> Authority {
    let names = names.iter().map(|name| name.parse().unwrap());
    Authority::new(folder.join("tls"), names.collect())
}

fn verify(authority: &Authority, issued: &Issued, name: &str, now: Timestamp) -> Result<(), rustls::Error> {
    let der = |pem: &[u8]| CertificateDer::from_pem_slice(pem).unwrap();
    let mut roots = RootCertStore::empty();
    roots.add(der(&std::fs::read(authority.ca()).unwrap())).unwrap();
    let provider = Arc::new(aws_lc_rs::default_provider());
    let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider)
        .build()
        .unwrap();
    let name = ServerName::try_from(name.to_owned()).unwrap();
    let now = UnixTime::since_unix_epoch(now.since(Timestamp::from_seconds(0)));
    verifier
        .verify_server_cert(&der(issued.certificate.as_bytes()), &[], &name, &[], now)
        .map(drop)
}

#[test]
fn certificates_verify_for_their_names_and_time() {
    let place = tempfile::tempdir().unwrap();
    let authority = authority(place.path(), &["localhost", "::1", "*.dkr.ecr.home.test"]);
    let issued = authority.server_certificate(START).unwrap();
    let check = |name: &str, now| verify(&authority, &issued, name, now).is_ok();
    for name in ["localhost", "::1", "111122223333.dkr.ecr.home.test"] {
        assert!(check(name, START), "{name}");
    }
    for name in ["other.test", "127.0.0.1", "dkr.ecr.home.test"] {
        assert!(!check(name, START), "{name}");
    }
    assert!(check("localhost", START.after(days(395))));
    assert!(!check("localhost", START.after(days(397))));
}

#[test]
fn a_certificate_is_kept_until_it_nears_its_end_or_its_names_change() {
    let place = tempfile::tempdir().unwrap();
    let one = authority(place.path(), &["one.test"]);
    let first = one.server_certificate(START).unwrap();
    let ca = std::fs::read(one.ca()).unwrap();
    let is_first = |authority: &Authority, now| authority.server_certificate(now).unwrap() == first;
    assert!(is_first(&one, START.after(days(365))));
    assert!(!is_first(&one, START.after(days(367))));
    let other = authority(place.path(), &["one.test", "two.test"]);
    let second = other.server_certificate(START).unwrap();
    verify(&other, &second, "two.test", START).unwrap();
    assert_eq!(
        std::fs::read(one.ca()).unwrap(),
        ca,
        "clients need not trust anew"
    );
}

#[test]
fn an_authority_is_replaced_before_its_end_and_never_outlived() {
    let place = tempfile::tempdir().unwrap();
    let authority = authority(place.path(), &["one.test"]);
    let first = authority.server_certificate(START).unwrap();
    let late = START.after(AUTHORITY_LIFE - days(31));
    let last = authority.server_certificate(late).unwrap();
    assert_eq!(last.authority, first.authority);
    assert!(last.expires <= START.after(AUTHORITY_LIFE));
    let later = START.after(AUTHORITY_LIFE - days(29));
    let next = authority.server_certificate(later).unwrap();
    assert_ne!(next.authority, first.authority);
    verify(&authority, &next, "one.test", later).unwrap();
}

#[test]
fn files_are_private_and_damage_is_reported() {
    let place = tempfile::tempdir().unwrap();
    let authority = authority(place.path(), &["one.test"]);
    authority.server_certificate(START).unwrap();
    let path = |name: &str| place.path().join("tls").join(name);
    for (name, expect) in [("ca-key.pem", 0o600), ("server.pem", 0o600), ("ca.pem", 0o644)] {
        let bits = path(name).metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(bits, expect, "{name}");
    }
    std::fs::remove_file(authority.ca()).unwrap();
    std::fs::write(path("server.pem"), "cut off").unwrap();
    let issued = authority.server_certificate(START).unwrap();
    verify(&authority, &issued, "one.test", START).unwrap();
    std::fs::write(path("ca-key.pem"), "cut off").unwrap();
    let error = authority
        .server_certificate(START)
        .map(drop)
        .unwrap_err()
        .to_string();
    assert!(error.contains("ca-key.pem is damaged"), "{error}");
}
