//! A certificate with its private key in one PEM file, so that the two never disagree after a
//! crash. What has to be known of the certificate without parsing it stands in lines above.

use std::collections::BTreeSet;

use stdx::Timestamp;

use super::CertificateName;

const BEGIN_KEY: &str = "-----BEGIN PRIVATE KEY-----";
const BEGIN_CERTIFICATE: &str = "-----BEGIN CERTIFICATE-----";

/// A certificate that an authority has signed, its own included.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Issued {
    /// Which authority.
    pub(super) authority: String,
    /// When it stops being valid.
    pub(super) expires: Timestamp,
    /// What it is for; an authority's is for nothing.
    pub(super) names: BTreeSet<CertificateName>,
    /// The private key, PEM.
    pub(super) key: String,
    /// The certificate, PEM.
    pub(super) certificate: String,
}

impl Issued {
    /// The file.
    pub(super) fn to_text(&self) -> String {
        let names: Vec<_> = self.names.iter().map(CertificateName::as_str).collect();
        format!(
            "authority: {}\nexpires: {}\nnames: {}\n{}{}",
            self.authority,
            self.expires.as_seconds(),
            names.join(" "),
            self.key,
            self.certificate
        )
    }

    /// Reads what [`Self::to_text`] wrote; `None` for anything else.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (notes, pem) = text.split_at(text.find(BEGIN_KEY)?);
        let (key, certificate) = pem.split_at(pem.find(BEGIN_CERTIFICATE)?);
        let note = |name: &str| {
            let value = |line: &str| line.strip_prefix(name)?.strip_prefix(':').map(str::to_owned);
            notes.lines().find_map(value).map(|value| value.trim().to_owned())
        };
        let names = note("names")?;
        let names = names.split_whitespace().map(str::parse);
        Some(Self {
            authority: note("authority")?,
            expires: Timestamp::from_seconds(note("expires")?.parse().ok()?),
            names: names.collect::<Result<_, _>>().ok()?,
            key: key.to_owned(),
            certificate: certificate.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read() {
        let issued = Issued {
            authority: "abcd".to_owned(),
            expires: Timestamp::from_seconds(7),
            names: ["a.test", "::1"].map(|name| name.parse().unwrap()).into(),
            key: format!("{BEGIN_KEY}\nx\n"),
            certificate: format!("{BEGIN_CERTIFICATE}\ny\n"),
        };
        let text = issued.to_text();
        assert!(Issued::parse(&text) == Some(issued));
        for gone in ["expires", "names", "authority", BEGIN_KEY, BEGIN_CERTIFICATE] {
            assert!(Issued::parse(&text.replace(gone, "")).is_none(), "{gone}");
        }
    }
}
