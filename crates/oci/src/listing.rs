//! Bodies of lists, and the header that leads to the next page.

use std::collections::BTreeMap;

use names::{Digest, MediaType, RepositoryName, Tag};
use serde::{Serialize, Serializer};

use crate::Route;
use crate::manifest::media_types;

/// The body of `tags/list` (distribution-spec 1.1, end-8a).
#[derive(Debug, Clone, Serialize)]
pub struct TagList<'a> {
    /// The repository.
    #[serde(serialize_with = "text")]
    pub name: &'a RepositoryName,
    /// The tags of this page, in the order of their bytes.
    #[serde(serialize_with = "texts")]
    pub tags: &'a [Tag],
}

/// The body of `_catalog`, from the Docker Registry API.
#[derive(Debug, Clone, Serialize)]
pub struct Catalog<'a> {
    /// The repositories of this page, in the order of their bytes.
    #[serde(serialize_with = "texts")]
    pub repositories: &'a [RepositoryName],
}

/// The body of `referrers` (end-12a): an image index whose entries describe the referrers.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReferrersIndex {
    schema_version: u8,
    media_type: &'static str,
    manifests: Vec<Referrer>,
}

/// One manifest whose subject is the one asked for.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Referrer {
    /// The manifest's media type.
    #[serde(serialize_with = "text")]
    pub media_type: MediaType,
    /// The manifest's digest.
    #[serde(serialize_with = "text")]
    pub digest: Digest,
    /// The manifest's length in bytes.
    pub size: u64,
    /// See [`crate::Facts::artifact_type_for_referrers`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub artifact_type: Option<String>,
    /// The manifest's annotations.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub annotations: BTreeMap<String, String>,
}

impl TagList<'_> {
    /// The JSON text to send.
    pub fn to_json(&self) -> Vec<u8> {
        json(self)
    }
}

impl Catalog<'_> {
    /// The JSON text to send.
    pub fn to_json(&self) -> Vec<u8> {
        json(self)
    }
}

impl ReferrersIndex {
    /// The media type of the body.
    pub const MEDIA_TYPE: &'static str = media_types::OCI_INDEX;

    /// An index with these referrers; it may be empty, as that of a subject that is unknown is.
    pub const fn new(manifests: Vec<Referrer>) -> Self {
        Self {
            schema_version: 2,
            media_type: Self::MEDIA_TYPE,
            manifests,
        }
    }

    /// The JSON text to send.
    pub fn to_json(&self) -> Vec<u8> {
        json(self)
    }
}

/// The value of the `Link` header (RFC 8288) that leads to `next`. `origin` is scheme and
/// authority of the registry, as the client addressed it; empty makes the link relative.
pub fn next_link(origin: &str, next: &Route) -> String {
    format!("<{origin}{}>; rel=\"next\"", next.target())
}

fn json(body: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(body).expect("texts and numbers are always serializable")
}

fn text<S: Serializer>(value: &impl ToString, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&value.to_string())
}

fn texts<T: ToString, S: Serializer>(values: &&[T], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(values.iter().map(ToString::to_string))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ListQuery, PageSize};

    fn name() -> RepositoryName {
        RepositoryName::parse("team/app").unwrap()
    }

    #[test]
    fn lists_of_names() {
        let tags = ["1.0", "latest"].map(|tag| Tag::parse(tag).unwrap());
        let body = TagList {
            name: &name(),
            tags: &tags,
        };
        assert_eq!(body.to_json(), br#"{"name":"team/app","tags":["1.0","latest"]}"#);
        let body = TagList {
            name: &name(),
            tags: &[],
        };
        assert_eq!(body.to_json(), br#"{"name":"team/app","tags":[]}"#);
        let body = Catalog {
            repositories: &[name()],
        };
        assert_eq!(body.to_json(), br#"{"repositories":["team/app"]}"#);
    }

    #[test]
    fn referrers() {
        let empty =
            br#"{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}"#;
        assert_eq!(ReferrersIndex::new(Vec::new()).to_json(), empty);
        let referrer = Referrer {
            media_type: MediaType::parse(media_types::OCI_MANIFEST).unwrap(),
            digest: Digest::Sha256([0; 32]),
            size: 7,
            artifact_type: Some("application/spdx+json".to_owned()),
            annotations: BTreeMap::from([("k".to_owned(), "v".to_owned())]),
        };
        let body: serde_json::Value =
            serde_json::from_slice(&ReferrersIndex::new(vec![referrer]).to_json()).unwrap();
        assert_eq!(
            body["manifests"][0],
            serde_json::json!({
                "mediaType": "application/vnd.oci.image.manifest.v1+json",
                "digest": format!("sha256:{}", "0".repeat(64)),
                "size": 7,
                "artifactType": "application/spdx+json",
                "annotations": {"k": "v"},
            })
        );
    }

    #[test]
    fn links() {
        let page = |last: &str| Route::TagList {
            name: name(),
            query: ListQuery {
                n: Some(PageSize::DEFAULT),
                last: Some(last.to_owned()),
            },
        };
        assert_eq!(
            next_link("https://r.example", &page("v1.0_a-b")),
            "<https://r.example/v2/team/app/tags/list?n=100&last=v1.0_a-b>; rel=\"next\""
        );
        assert_eq!(
            next_link("", &page("a>&b +é/\"")),
            "</v2/team/app/tags/list?n=100&last=a%3E%26b%20%2B%C3%A9%2F%22>; rel=\"next\""
        );
    }
}
