//! Which shapes requests and responses reach: that decides what is generated for a shape.

use std::collections::BTreeSet;

use super::model::Model;
use super::service::{ShapesOf, Spec};

/// Names of shapes.
pub(crate) struct Reach {
    /// Those that are read.
    pub(crate) input: BTreeSet<String>,
    /// Those that are written.
    pub(crate) output: BTreeSet<String>,
}

impl Reach {
    pub(crate) fn of(model: &Model, spec: &Spec) -> anyhow::Result<Self> {
        let mut reach = Self {
            input: BTreeSet::new(),
            output: BTreeSet::new(),
        };
        if let ShapesOf::Only(names) = spec.shapes_of {
            for name in names {
                anyhow::ensure!(
                    model.operations.get(name).is_some(),
                    "there is no operation {name}"
                );
            }
        }
        for (name, operation) in model.operations.iter() {
            let is_wanted = match spec.shapes_of {
                ShapesOf::All => true,
                ShapesOf::Only(names) => names.contains(&name),
            };
            if !is_wanted {
                continue;
            }
            if let Some(input) = operation.input() {
                follow(model, input, &mut reach.input)?;
            }
            if let Some(output) = operation.output() {
                follow(model, output, &mut reach.output)?;
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
    anyhow::ensure!(!shape.flattened, "{name}: no generator for flattened lists");
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
