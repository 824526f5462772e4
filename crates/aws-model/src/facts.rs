//! What the models state about operations and error codes: the rows of the generated tables.

/// How an operation pages (`paginators-1.json` and the shape of its page size).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paging {
    /// The input member that carries the token of the wanted page.
    pub input_token: &'static str,
    /// The output member that carries the token of the next page; absent on the last one.
    pub output_token: &'static str,
    /// The input member that carries the page size.
    pub limit: &'static str,
    /// The smallest page size, in results.
    pub min: u32,
    /// The largest page size, in results.
    pub max: u32,
    /// The output members that the pages divide, as dotted paths.
    pub results: &'static [&'static str],
}

/// One row of a service's operation table.
pub(crate) struct OperationFacts<E: 'static> {
    pub(crate) name: &'static str,
    pub(crate) is_read_only: bool,
    pub(crate) errors: &'static [E],
    pub(crate) paging: Option<Paging>,
}

/// One row of a service's error table.
pub(crate) struct ErrorFacts {
    pub(crate) name: &'static str,
    pub(crate) http_status: u16,
    pub(crate) members: &'static [&'static str],
}
