//! Which shapes requests and responses reach: that decides what is generated for a shape.

use std::collections::BTreeSet;

use super::model::Model;
use super::service::{Protocol, ShapesOf, Spec};

/// Names of shapes.
pub(crate) struct Reach {
    /// Those that are read.
    pub(crate) input: BTreeSet<String>,
    /// Those that are written.
    pub(crate) output: BTreeSet<String>,
}

impl Reach {
    pub(crate) fn of(model: &Model, spec: &Spec, protocol: Protocol) -> anyhow::Result<Self> {
        let mut reach = Self {
            input: BTreeSet::new(),
            output: BTreeSet::new(),
        };
        for (name, operation) in model.operations.iter() {
            let is_wanted = match spec.shapes_of {
                ShapesOf::All => true,
                ShapesOf::Only(names) => names.contains(&name),
            };
            if is_wanted && protocol == Protocol::Json {
                follow(model, &operation.input.shape, &mut reach.input)?;
            }
            if is_wanted {
                follow(model, &operation.output.shape, &mut reach.output)?;
            }
        }
        Ok(reach)
    }
}

fn follow(model: &Model, name: &str, seen: &mut BTreeSet<String>) -> anyhow::Result<()> {
    if !seen.insert(name.to_owned()) {
        return Ok(());
    }
    let shape = model.shape(name)?;
    let inner = [&shape.member, &shape.key, &shape.value].into_iter().flatten();
    for reference in shape.members.iter().map(|(_, reference)| reference).chain(inner) {
        anyhow::ensure!(
            reference.location_name.is_none(),
            "{name}: no generator for location names"
        );
        follow(model, &reference.shape, seen)?;
    }
    Ok(())
}
