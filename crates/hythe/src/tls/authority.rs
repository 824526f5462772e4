//! A certificate authority of the server's own, for `--tls auto`.
//!
//! | file in `tls/` | what |
//! |---|---|
//! | `ca.pem` | what clients trust; a copy of the certificate in the next file |
//! | `ca-key.pem` | the authority: its key and certificate |
//! | `server.pem` | the server's key and certificate |
//!
//! The authority lives ten years, the server's certificate 397 days (the most that clients
//! accept of public ones), replaced thirty days before its end or when its names change. Nothing
//! is revoked: whoever loses a key deletes the folder and has clients trust the new authority.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result};
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer,
    KeyPair, KeyUsagePurpose,
};
use stdx::{Timestamp, hex};

use super::CertificateName;
use super::issued::Issued;
use crate::data_folder::{self, Mode};

const DAY: Duration = Duration::from_secs(24 * 3600);
const AUTHORITY_LIFE: Duration = Duration::from_secs(3653 * DAY.as_secs());
const SERVER_LIFE: Duration = Duration::from_secs(397 * DAY.as_secs());
/// How long before its end a certificate is replaced.
const MARGIN: Duration = Duration::from_secs(30 * DAY.as_secs());
/// How much earlier than it was made a certificate is valid, for clients whose clock is late.
const LATE_CLOCKS: Duration = DAY;

/// The authority in a folder, and the names of the one certificate that it signs.
#[derive(Debug)]
pub(crate) struct Authority {
    folder: PathBuf,
    names: BTreeSet<CertificateName>,
}

impl Authority {
    /// The authority in `folder`, which is made on first use.
    pub(crate) fn new(folder: PathBuf, names: BTreeSet<CertificateName>) -> Self {
        Self { folder, names }
    }

    /// The certificate that clients have to trust.
    pub(crate) fn ca(&self) -> PathBuf {
        self.folder.join("ca.pem")
    }

    /// The server's certificate with its key: the one in the folder while it is good for another
    /// while, else a new one.
    pub(super) fn server_certificate(&self, now: Timestamp) -> Result<Issued> {
        let authority = self.authority(now)?;
        let path = self.folder.join("server.pem");
        let held = data_folder::read(&path)?.and_then(|text| Issued::parse(&text));
        if let Some(held) = held
            && held.authority == authority.authority
            && held.names == self.names
            && is_fresh(&held, now)
        {
            return Ok(held);
        }
        let issued =
            issue_server(&authority, &self.names, now).context("could not make the server's certificate")?;
        data_folder::write(&path, &issued.to_text(), Mode::Private)?;
        Ok(issued)
    }

    /// The authority in the folder, or a new one when there is none or it nears its end.
    fn authority(&self, now: Timestamp) -> Result<Issued> {
        data_folder::create(&self.folder)
            .with_context(|| format!("could not make the folder {}", self.folder.display()))?;
        let path = self.folder.join("ca-key.pem");
        let authority = match read_authority(&path)?.filter(|held| is_fresh(held, now)) {
            Some(held) => held,
            None => {
                let made = make_authority(now).context("could not make a certificate authority")?;
                data_folder::write(&path, &made.to_text(), Mode::Private)?;
                let path = self.ca();
                tracing::warn!(path = %path.display(), "made a certificate authority: clients have to trust it");
                made
            }
        };
        let ca = self.ca();
        if data_folder::read(&ca)?.as_ref() != Some(&authority.certificate) {
            data_folder::write(&ca, &authority.certificate, Mode::Shared)?;
        }
        Ok(authority)
    }
}

/// A damaged file is an error, not a new authority: clients trust the old one.
fn read_authority(path: &Path) -> Result<Option<Issued>> {
    let parse = |text: String| {
        Issued::parse(&text).with_context(|| {
            format!(
                "{} is damaged: restore it, or delete it to have a new authority made",
                path.display()
            )
        })
    };
    data_folder::read(path)?.map(parse).transpose()
}

fn is_fresh(issued: &Issued, now: Timestamp) -> bool {
    issued.expires > now.after(MARGIN)
}

fn make_authority(now: Timestamp) -> Result<Issued, rcgen::Error> {
    let key = KeyPair::generate()?;
    let id = identity(&key);
    let expires = now.after(AUTHORITY_LIFE);
    let mut params = authority_params(&id);
    set_validity(&mut params, before(now), expires);
    Ok(Issued {
        certificate: params.self_signed(&key)?.pem(),
        authority: id,
        expires,
        names: BTreeSet::new(),
        key: key.serialize_pem(),
    })
}

fn issue_server(
    authority: &Issued,
    names: &BTreeSet<CertificateName>,
    now: Timestamp,
) -> Result<Issued, rcgen::Error> {
    let issuer_key = KeyPair::from_pem(&authority.key)?;
    let issuer = Issuer::new(authority_params(&authority.authority), issuer_key);
    let texts: Vec<_> = names.iter().map(|name| name.as_str().to_owned()).collect();
    let mut params = CertificateParams::new(texts)?;
    // The life counts from the first valid moment on.
    let starts = before(now);
    let expires = starts.after(SERVER_LIFE).min(authority.expires);
    set_validity(&mut params, starts, expires);
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::OrganizationName, "Hythe");
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    let key = KeyPair::generate()?;
    Ok(Issued {
        authority: authority.authority.clone(),
        expires,
        names: names.clone(),
        certificate: params.signed_by(&key, &issuer)?.pem(),
        key: key.serialize_pem(),
    })
}

/// What the authority's certificate and its signatures have in common. The name carries the key's
/// identity: two authorities of one name in a trust store would be taken for one another.
fn authority_params(id: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let mut name = DistinguishedName::new();
    name.push(DnType::OrganizationName, "Hythe");
    name.push(DnType::CommonName, format!("Hythe local authority {id}"));
    params.distinguished_name = name;
    params
}

fn identity(key: &KeyPair) -> String {
    let identifier = CertificateParams::default().key_identifier(key);
    hex::encode(&identifier[..identifier.len().min(8)])
}

fn before(now: Timestamp) -> Timestamp {
    let late = i64::try_from(LATE_CLOCKS.as_secs()).expect("a day fits");
    Timestamp::from_seconds(now.as_seconds().saturating_sub(late))
}

/// Whole seconds are as fine as certificates get.
fn set_validity(params: &mut CertificateParams, from: Timestamp, to: Timestamp) {
    let epoch = rcgen::date_time_ymd(1970, 1, 1);
    let since = |instant: Timestamp| Duration::from_secs(instant.since(Timestamp::from_seconds(0)).as_secs());
    params.not_before = epoch + since(from);
    params.not_after = epoch + since(to);
}

#[cfg(test)]
mod tests;
