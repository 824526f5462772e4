//! The figures that Hythe wants to reach.

use crate::server::Kind;

use super::{Cell, Row, Unit};

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Goal {
    /// At least this many times as good as a peer.
    Times(Kind, f64),
    /// At most this much, in the unit of the row.
    AtMost(f64),
    /// At most half as much again as the same at the smallest size, which was this.
    FlatFrom(f64),
    /// At most this many times as much as the same without what was beside it.
    AtMostTimes {
        /// What it was then.
        without: f64,
        /// How many times.
        times: f64,
    },
}

/// Repeated rounds of the same thing differ by less than this factor.
const FLAT: f64 = 1.5;

impl Goal {
    /// The goal and whether the row reaches it.
    pub(super) fn judge(&self, row: &Row) -> String {
        let ours = row.cell(Kind::Hythe).map(Cell::value);
        let (goal, met) = match *self {
            Goal::Times(peer, times) => (
                format!("≥ {times} × {peer}"),
                row.times(peer).map(|reached| reached >= times),
            ),
            Goal::AtMost(limit) => {
                let unit = if row.unit == Unit::Mebibytes { "MiB" } else { "ms" };
                (format!("≤ {limit} {unit}"), ours.map(|value| value <= limit))
            }
            Goal::AtMostTimes { without, times } => (
                format!("≤ {times} × {without:.2} ms without"),
                ours.map(|value| value <= without * times),
            ),
            Goal::FlatFrom(smallest) => ("flat".to_owned(), ours.map(|value| value <= smallest * FLAT)),
        };
        let verdict = match met {
            Some(true) => "met",
            Some(false) => "**not met**",
            None => "not measured",
        };
        format!("{goal}: {verdict}")
    }
}
