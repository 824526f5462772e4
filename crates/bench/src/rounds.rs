//! Rounds in turn (A, B, C, A, B, C, ...), so that what disturbs the machine disturbs all alike.

use crate::lab::Lab;
use crate::report::{Cell, Row, Unit};
use crate::server::Server;
use crate::usage::Sample;

/// How many rounds a measure gets.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Rounds {
    /// As the plan says.
    Usual,
    /// More of them, as a round is shorter than a second.
    More,
}

/// Measures each subject once a round; the samples of each.
pub(crate) async fn samples<S>(
    lab: &Lab,
    rounds: Rounds,
    subjects: &[S],
    measure: impl AsyncFn(&S) -> anyhow::Result<Sample>,
) -> anyhow::Result<Vec<Vec<Sample>>> {
    let mut samples = vec![Vec::new(); subjects.len()];
    let rounds = match rounds {
        Rounds::Usual => lab.plan.rounds,
        Rounds::More => lab.plan.rounds * 2 + 1,
    };
    for round in 0..rounds {
        if round > 0 && lab.started.elapsed() > lab.plan.patience {
            break;
        }
        for (subject, samples) in subjects.iter().zip(&mut samples) {
            samples.push(measure(subject).await?);
        }
    }
    Ok(samples)
}

/// A row without goals from the samples of each server.
pub(crate) fn row(name: String, unit: Unit, servers: &[&Server], samples: &[Vec<Sample>]) -> Row {
    let cells = servers.iter().zip(samples);
    Row {
        name,
        unit,
        cells: cells
            .map(|(server, samples)| (server.kind, cell(unit, samples)))
            .collect(),
        goals: Vec::new(),
    }
}

fn cell(unit: Unit, samples: &[Sample]) -> Cell {
    let value = |sample: &Sample| match unit {
        Unit::Milliseconds => sample.wall * 1_000.0 / sample.operations,
        Unit::PerSecond | Unit::GibPerSecond | Unit::Mebibytes => sample.operations / sample.wall,
    };
    let of = |value: &dyn Fn(&Sample) -> f64| median(samples.iter().map(value).collect());
    Cell {
        values: samples.iter().map(value).collect(),
        cpu: Some(of(&|sample| sample.server_cpu / sample.operations)),
        generator: Some(of(&|sample| sample.generator_cpu / sample.wall)),
    }
}

/// The median; of no values, none.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => f64::NAN,
        even if even % 2 == 0 => f64::midpoint(values[middle - 1], values[middle]),
        _ => values[middle],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians() {
        assert_eq!(median(vec![3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(vec![4.0, 1.0, 2.0, 3.0]), 2.5);
        assert!(median(vec![]).is_nan());
    }
}
