//! `GET /v2/<name>/tags/list` (OCI distribution-spec, end-8a and end-8b).

use names::{RepositoryName, Tag};
use oci::listing::{TagList, next_link};
use oci::{ListQuery, PageSize, Route};
use registry::Action;

use super::{Call, Result, page_size};
use crate::answer::{json, set};
use crate::errors::OciError;

pub(super) async fn list(call: &Call<'_>, name: RepositoryName, query: ListQuery) -> Result {
    let grant = call.authorize(Action::ListImages, &name).await?;
    let last = query.last.as_deref().map(Tag::parse).transpose();
    let last = last.map_err(OciError::Last)?;
    let page = call
        .exchange
        .app
        .registry
        .tag_list(&grant, last, page_size(query.n))
        .await?;
    let mut response = json(
        TagList {
            name: &name,
            tags: &page.entries,
        }
        .to_json(),
    );
    if let (Some(_), Some(last)) = (&page.next, page.entries.last()) {
        let n = Some(query.n.unwrap_or(PageSize::DEFAULT));
        let next = Route::TagList {
            name,
            query: ListQuery {
                n,
                last: Some(last.to_string()),
            },
        };
        set(&mut response, http::header::LINK, &next_link("", &next));
    }
    Ok(response)
}
