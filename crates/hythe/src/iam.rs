//! `hythe iam`: why somebody may or may not do something.

use std::fmt::Write as _;

use anyhow::{Context as _, Result};
use registry::{Explanation, MatchedStatement};

use crate::cli::iam::{ContextEntry, IamCommand, Question};
use crate::config::Config;
use crate::installation::with_registry;
use crate::output;

/// Runs a command on permissions.
pub(crate) fn run(command: IamCommand) -> Result<()> {
    match command {
        IamCommand::Explain { question, place } => {
            let config = Config::load(place.into())?;
            let Question {
                principal,
                action,
                resource,
                context,
            } = question;
            let context: Vec<(String, Vec<String>)> = context
                .into_iter()
                .map(|ContextEntry { key, values }| (key, values))
                .collect();
            let explanation = with_registry(&config, async |registry| {
                let explained = registry.explain(&principal, &action, &resource, &context).await;
                explained.context("could not decide")
            })?;
            output::text(&text(&explanation))
        }
    }
}

fn text(explanation: &Explanation) -> String {
    let mut text = format!("{}\n", explanation.sentence);
    for statement in &explanation.statements {
        let MatchedStatement {
            policy, index, sid, ..
        } = statement;
        let name = sid.as_deref().map(|sid| format!(" ({sid})")).unwrap_or_default();
        let number = index + 1;
        writeln!(text, "  statement {number}{name} of {policy}").expect("a string takes everything");
    }
    if !explanation.missing_context.is_empty() {
        let keys = explanation.missing_context.join(", ");
        writeln!(text, "not known: {keys} (give them with --context KEY=VALUE)")
            .expect("a string takes everything");
    }
    text
}
