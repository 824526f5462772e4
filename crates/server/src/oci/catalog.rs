//! `GET /v2/_catalog`: the names of the registry's repositories.

use names::RepositoryName;
use oci::listing::{Catalog, next_link};
use oci::{ListQuery, PageSize, Route};
use registry::Action;

use super::{Call, Result, page_size};
use crate::answer::{json, set};
use crate::errors::OciError;

pub(super) async fn list(call: &Call<'_>, query: ListQuery) -> Result {
    let grant = call.authorize_registry(Action::DescribeRepositories).await?;
    let size = page_size(query.n);
    let last = query.last.as_deref().map(RepositoryName::parse).transpose();
    let last = last.map_err(OciError::Last)?;
    let page = call.exchange.app.registry.catalog(&grant, last, size).await?;
    let mut response = json(
        Catalog {
            repositories: &page.entries,
        }
        .to_json(),
    );
    if let (Some(_), Some(last)) = (&page.next, page.entries.last()) {
        let n = Some(query.n.unwrap_or(PageSize::DEFAULT));
        let next = Route::Catalog(ListQuery {
            n,
            last: Some(last.to_string()),
        });
        set(&mut response, http::header::LINK, &next_link("", &next));
    }
    Ok(response)
}
