//! `GET /v2/<name>/referrers/<digest>` (OCI distribution-spec, end-12a and end-12b).

use http::{HeaderValue, header};
use names::{Digest, PageToken, RepositoryName};
use oci::listing::{Referrer, ReferrersIndex, next_link};
use oci::{PageSize, Route};
use registry::{Action, Image, ImageStatus, PageRequest, ReferrerQuery};

use super::{Call, Result, page_size};
use crate::answer::{json, set};

/// The kind of the page tokens of this list.
const LIST: &str = "referrers";

/// What is asked for.
pub(super) struct Query {
    pub(super) digest: Digest,
    pub(super) artifact_types: Vec<String>,
    pub(super) last: Option<Digest>,
    pub(super) n: Option<PageSize>,
}

pub(super) async fn list(call: &Call<'_>, name: RepositoryName, query: Query) -> Result {
    let grant = call.authorize_images(Action::BatchGetImage, &name).await?;
    let Query {
        digest,
        artifact_types,
        last,
        n,
    } = query;
    let token = last.map(|last| PageToken::new(LIST, [&last.to_string()]).to_string());
    let request = ReferrerQuery {
        subject: digest,
        artifact_types: artifact_types.clone(),
        status: Some(ImageStatus::Active),
    };
    let page = PageRequest {
        token,
        size: page_size(n),
    };
    let page = call
        .exchange
        .app
        .registry
        .referrer_list(&grant, request, &page)
        .await?;
    let manifests = page.entries.into_iter().map(descriptor).collect();
    let mut response = json(ReferrersIndex::new(manifests).to_json());
    let content_type = HeaderValue::from_static(ReferrersIndex::MEDIA_TYPE);
    response.headers_mut().insert(header::CONTENT_TYPE, content_type);
    if !artifact_types.is_empty() {
        set(
            &mut response,
            header::HeaderName::from_static("oci-filters-applied"),
            "artifactType",
        );
    }
    if let Some(token) = &page.next {
        let last = last_of(token);
        let n = Some(n.unwrap_or(PageSize::DEFAULT));
        let next = Route::Referrers {
            name,
            digest,
            artifact_types,
            last,
            n,
        };
        set(&mut response, header::LINK, &next_link("", &next));
    }
    Ok(response)
}

/// The entry that a page ended with. It need not be shown.
fn last_of(token: &str) -> Option<Digest> {
    let [last] = PageToken::parse(LIST, token).ok()?;
    Digest::parse(&last).ok()
}

fn descriptor(image: Image) -> Referrer {
    let annotations = registry::annotations(&image);
    Referrer {
        media_type: image.media_type,
        digest: image.digest,
        size: image.manifest_size,
        artifact_type: image.artifact_type,
        annotations,
    }
}
