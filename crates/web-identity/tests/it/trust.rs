//! Certificates of providers that the system does not trust.

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, IsCa, date_time_ymd};
use stdx::ManualClock;
use web_identity::{FetchFault, Keys, Reach, Refused, Thumbprint};

use super::server::{Identity, Server, authority, parameters};
use super::signer::{NOW, PROVIDER, claims, header};

/// Whether keys are taken from a server with this certificate, where `thumbprints` are registered.
async fn is_accepted(identity: Identity, thumbprints: Vec<Thumbprint>) -> bool {
    let server = Server::start_as(identity).await;
    let mut provider = server.provider();
    provider.thumbprints = thumbprints;
    let keys = Keys::new(Arc::new(ManualClock::new(NOW)), Reach::Anywhere);
    let token = PROVIDER.sign("RS256", &header("RS256"), &claims(&provider.issuer()));
    match keys.verify(&token, &provider).await {
        Ok(_) => true,
        Err(Refused::Keys(FetchFault::Certificate(_))) => false,
        other => panic!("{other:?}"),
    }
}

/// Valid before the tests happen.
fn past(parameters: &mut CertificateParams) {
    parameters.not_before = date_time_ymd(2020, 1, 1);
    parameters.not_after = date_time_ymd(2026, 1, 4);
}

/// Valid after the tests happen.
fn future(parameters: &mut CertificateParams) {
    parameters.not_before = date_time_ymd(2026, 1, 6);
}

fn changed(change: impl FnOnce(&mut CertificateParams)) -> CertificateParams {
    let mut parameters = parameters();
    change(&mut parameters);
    parameters
}

fn elsewhere() -> CertificateParams {
    CertificateParams::new(["other.example".to_owned()]).expect("a name")
}

#[test]
fn thumbprints() {
    let digits = "6938fd4d98bab03faadb97b34396831e3780aea1";
    assert!(Thumbprint::parse(digits).is_some());
    assert_eq!(
        Thumbprint::parse(&digits.to_uppercase()),
        Thumbprint::parse(digits)
    );
    // SHA-1 of "abc" (FIPS 180-4).
    let abc = Thumbprint::parse("a9993e364706816aba3e25717850c26c9cd0d89d");
    assert_eq!(Some(Thumbprint::of(b"abc")), abc);
    for bad in [
        "",
        &digits[1..],
        &format!("{digits}0"),
        &digits.replace('6', "g"),
        "é",
    ] {
        assert_eq!(Thumbprint::parse(bad), None, "{bad}");
    }
}

#[tokio::test]
async fn the_certificate_of_the_server() {
    let unlimited = |parameters: &mut CertificateParams| {
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    };
    for (name, parameters, accepted) in [
        ("good", parameters(), true),
        ("an authority itself", changed(unlimited), true),
        ("of another host", elsewhere(), false),
        ("expired", changed(past), false),
        ("not yet valid", changed(future), false),
    ] {
        let identity = Identity::of(parameters);
        let registered = vec![identity.thumbprint(0)];
        assert_eq!(is_accepted(identity, registered).await, accepted, "{name}");
    }
}

#[tokio::test]
async fn nothing_that_is_registered() {
    let other = Identity::self_signed().thumbprint(0);
    for (name, registered) in [("none", vec![]), ("another", vec![other])] {
        assert!(
            !is_accepted(Identity::self_signed(), registered.clone()).await,
            "{name}"
        );
        let signed = Identity::signed(&parameters(), &authority(|_| {}));
        assert!(!is_accepted(signed, registered).await, "{name}, signed");
    }
}

#[tokio::test]
async fn the_certificate_of_an_authority() {
    for (name, leaf, of_authority, accepted) in [
        ("good", parameters(), authority(|_| {}), true),
        ("of another host", elsewhere(), authority(|_| {}), false),
        ("expired", changed(past), authority(|_| {}), false),
        ("not yet valid", changed(future), authority(|_| {}), false),
        ("of an expired authority", parameters(), authority(past), false),
        ("of a future authority", parameters(), authority(future), false),
    ] {
        let identity = Identity::signed(&leaf, &of_authority);
        let registered = vec![identity.thumbprint(1)];
        assert_eq!(is_accepted(identity, registered).await, accepted, "{name}");
    }
}

/// Anybody can append a certificate that is public.
#[tokio::test]
async fn an_authority_that_signed_nothing_here() {
    let real = authority(|_| {});
    let mut alone = Identity::self_signed();
    alone.chain.push(real.der().clone());
    let registered = vec![alone.thumbprint(1)];
    assert!(!is_accepted(alone, registered).await);

    // One of the same name signed it.
    let mut signed = Identity::signed(&parameters(), &authority(|_| {}));
    signed.chain.push(real.der().clone());
    let registered = vec![signed.thumbprint(2)];
    assert!(!is_accepted(signed, registered).await);
}
