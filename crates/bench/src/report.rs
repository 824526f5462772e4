//! The table: a row for each measure, the servers beside each other, ratios and targets.

mod goal;

use std::fs;
use std::path::Path;

use anyhow::Context as _;

pub(crate) use goal::Goal;

use crate::rounds::median;
use crate::server::Kind;

/// What a value counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Operations a second.
    PerSecond,
    /// GiB a second.
    GibPerSecond,
    /// Milliseconds an operation; less is better.
    Milliseconds,
    /// MiB of memory; less is better.
    Mebibytes,
}

/// The result of one server.
#[derive(Debug, Clone)]
pub(crate) struct Cell {
    /// One of each round, in the unit of the row.
    pub(crate) values: Vec<f64>,
    /// Processor seconds of the server for an operation (a GiB, in rows of GiB).
    pub(crate) cpu: Option<f64>,
    /// Cores that the load generator used.
    pub(crate) generator: Option<f64>,
}

impl Cell {
    /// The median of the rounds.
    pub(crate) fn value(&self) -> f64 {
        median(self.values.clone())
    }
}

/// One measure.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// What was done.
    pub(crate) name: String,
    /// What the values count.
    pub(crate) unit: Unit,
    /// The results.
    pub(crate) cells: Vec<(Kind, Cell)>,
    /// What Hythe wants to reach.
    pub(crate) goals: Vec<Goal>,
}

/// A whole run.
pub(crate) struct Report {
    /// What to know before reading.
    pub(crate) header: Vec<String>,
    /// The measures.
    pub(crate) rows: Vec<Row>,
}

const COLUMNS: &str = "\
| measure | rounds | Hythe | Hythe-clear | docker-registry | nginx | × Hythe-clear | × docker-registry | × nginx \
| CPU per op: Hythe | Hythe-clear | docker-registry | nginx | generator cores | target |
|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|
";

impl Report {
    /// Prints the table, and writes it where asked.
    pub(crate) fn publish(&self, out: Option<&Path>) -> anyhow::Result<()> {
        let text = self.markdown();
        print(&text);
        match out {
            Some(file) => {
                fs::write(file, text).with_context(|| format!("could not write {}", file.display()))
            }
            None => Ok(()),
        }
    }

    fn markdown(&self) -> String {
        let header = self.header.iter().map(|line| format!("- {line}\n"));
        let rows = self.rows.iter().map(Row::markdown);
        header
            .chain(["\n".to_owned(), COLUMNS.to_owned()])
            .chain(rows)
            .collect()
    }
}

impl Row {
    /// The result of a server.
    pub(crate) fn cell(&self, kind: Kind) -> Option<&Cell> {
        self.cells
            .iter()
            .find(|(other, _)| *other == kind)
            .map(|(_, cell)| cell)
    }

    /// How many times better Hythe is than `peer`: the median of the ratios of each round, which
    /// says more than the ratio of the medians when the machine has other things to do.
    pub(crate) fn times(&self, peer: Kind) -> Option<f64> {
        let rounds = self
            .cell(Kind::Hythe)?
            .values
            .iter()
            .zip(&self.cell(peer)?.values);
        let times = rounds.map(|(ours, theirs)| match self.unit {
            Unit::PerSecond | Unit::GibPerSecond => ours / theirs,
            Unit::Milliseconds | Unit::Mebibytes => theirs / ours,
        });
        Some(median(times.collect()))
    }

    fn markdown(&self) -> String {
        let kinds = Kind::ALL;
        let shown = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
        let values = kinds.map(|kind| shown(self.cell(kind).map(|cell| self.unit.show(cell.value()))));
        let times = [Kind::HytheClear, Kind::DockerRegistry, Kind::Nginx]
            .map(|kind| shown(self.times(kind).map(|times| format!("{times:.2}"))));
        let cpu = kinds.map(|kind| shown(self.cell(kind).and_then(|cell| cell.cpu).map(seconds)));
        let generator = self.cells.iter().filter_map(|(_, cell)| cell.generator);
        let generator = generator
            .map(|cores| format!("{cores:.1}"))
            .collect::<Vec<_>>()
            .join(" / ");
        let goals = self
            .goals
            .iter()
            .map(|goal| goal.judge(self))
            .collect::<Vec<_>>()
            .join("; ");
        let rounds = self
            .cells
            .iter()
            .map(|(_, cell)| cell.values.len())
            .max()
            .unwrap_or(0);
        let name = &self.name;
        format!(
            "| {name} | {rounds} | {} | {} | {} | {generator} | {goals} |\n",
            values.join(" | "),
            times.join(" | "),
            cpu.join(" | "),
        )
    }
}

impl Unit {
    fn show(self, value: f64) -> String {
        match self {
            Unit::PerSecond => format!("{value:.0} /s"),
            Unit::GibPerSecond => format!("{value:.2} GiB/s"),
            Unit::Milliseconds => format!("{value:.2} ms"),
            Unit::Mebibytes => format!("{value:.1} MiB"),
        }
    }
}

/// A time in the unit that suits it.
fn seconds(value: f64) -> String {
    if value < 0.001 {
        format!("{:.0} µs", value * 1e6)
    } else if value < 0.1 {
        format!("{:.2} ms", value * 1e3)
    } else {
        format!("{value:.2} s")
    }
}

/// Tells the user what goes on.
#[expect(clippy::print_stderr, reason = "a command-line tool reports on stderr")]
pub(crate) fn say(text: &str) {
    eprintln!("{text}");
}

#[expect(clippy::print_stdout, reason = "the table is this program's output")]
fn print(text: &str) {
    print!("{text}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_shows_values_ratios_and_targets() {
        let cell = |value, cpu| Cell {
            values: vec![value * 2.0, value, value / 2.0],
            cpu: Some(cpu),
            generator: Some(0.5),
        };
        let row = Row {
            name: "manifest GET".to_owned(),
            unit: Unit::PerSecond,
            cells: vec![
                (Kind::Hythe, cell(15_000.0, 5e-5)),
                (Kind::DockerRegistry, cell(1_000.0, 0.0015)),
                (Kind::Nginx, cell(40_000.0, 2e-5)),
            ],
            goals: vec![
                Goal::Times(Kind::DockerRegistry, 15.0),
                Goal::Times(Kind::Nginx, 0.5),
            ],
        };
        assert_eq!(
            row.markdown(),
            "| manifest GET | 3 | 15000 /s | - | 1000 /s | 40000 /s | - | 15.00 | 0.38 | 50 µs | - | 1.50 ms | 20 µs \
             | 0.5 / 0.5 / 0.5 | ≥ 15 × docker-registry: met; ≥ 0.5 × nginx: **not met** |\n"
        );
    }
}
