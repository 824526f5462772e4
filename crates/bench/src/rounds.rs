//! Rounds in turn (A, B, C, A, B, C, ...), so that what disturbs the machine disturbs all servers.

use crate::lab::Lab;
use crate::report::Cell;
use crate::server::{Kind, Server};
use crate::usage::Sample;

/// Measures each server once a round; the samples by server.
pub(crate) async fn samples(
    lab: &Lab,
    servers: &[&Server],
    measure: impl AsyncFn(&Server) -> anyhow::Result<Sample>,
) -> anyhow::Result<Vec<(Kind, Vec<Sample>)>> {
    let mut samples: Vec<(Kind, Vec<Sample>)> =
        servers.iter().map(|server| (server.kind, Vec::new())).collect();
    for round in 0..lab.plan.rounds {
        if round > 0 && lab.started.elapsed() > lab.plan.patience {
            break;
        }
        for (server, (_, samples)) in servers.iter().zip(&mut samples) {
            samples.push(measure(server).await?);
        }
    }
    Ok(samples)
}

/// A cell from the medians of what `value` makes of each sample.
pub(crate) fn cell(samples: &[Sample], value: impl Fn(&Sample) -> f64) -> Cell {
    let of = |value: &dyn Fn(&Sample) -> f64| median(samples.iter().map(value).collect());
    Cell {
        value: of(&value),
        cpu: Some(of(&|sample| sample.server_cpu / sample.operations)),
        generator: Some(of(&|sample| sample.generator_cpu / sample.wall)),
        rounds: samples.len(),
    }
}

/// Operations a second.
pub(crate) fn rate(sample: &Sample) -> f64 {
    sample.operations / sample.wall
}

/// Milliseconds an operation.
pub(crate) fn milliseconds(sample: &Sample) -> f64 {
    sample.wall * 1_000.0 / sample.operations
}

fn median(mut values: Vec<f64>) -> f64 {
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
