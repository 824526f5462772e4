//! The measures, one file per group.

mod collection;
mod memory;
mod pull;
mod push;
mod requests;
mod small;
mod tags;

use crate::lab::Lab;
use crate::report::Row;

/// Measures that share a preparation.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Group {
    /// Memory of fresh servers: first, since it needs servers of its own.
    Memory,
    /// Small GET and HEAD requests.
    Requests,
    /// Large blobs down.
    Pull,
    /// Large blobs up.
    Push,
    /// Small images up.
    Small,
    /// Pages of tags.
    Tags,
    /// Pulls and pushes beside a collection.
    Collection,
}

/// All of them, in the order of the table.
pub(crate) const GROUPS: &[Group] = &[
    Group::Requests,
    Group::Pull,
    Group::Push,
    Group::Small,
    Group::Tags,
    Group::Collection,
    Group::Memory,
];

/// Measures a group.
pub(crate) async fn run(group: Group, lab: &mut Lab) -> anyhow::Result<Vec<Row>> {
    match group {
        Group::Memory => memory::measure(lab).await,
        Group::Requests => requests::measure(lab).await,
        Group::Pull => pull::measure(lab).await,
        Group::Push => push::measure(lab).await,
        Group::Small => small::measure(lab).await,
        Group::Tags => tags::measure(lab).await,
        Group::Collection => collection::measure(lab).await,
    }
}
