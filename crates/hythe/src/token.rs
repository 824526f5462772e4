//! `hythe token`: the docker passwords that were issued, and their end.

use anyhow::{Context as _, Result, bail};
use meta::Limit;
use names::AccountId;
use registry::Registry;

use crate::cli::token::{TokenCommand, Tokens};
use crate::config::Config;
use crate::installation::with_registry;
use crate::output;

/// Tokens that are read at once.
const PAGE: Limit = Limit(1_000);

/// Runs a command on tokens.
pub(crate) fn run(command: TokenCommand) -> Result<()> {
    match command {
        TokenCommand::List { account, place } => {
            let config = Config::load(place.into())?;
            output::text(&with_registry(&config, async |registry| {
                list(registry, account).await
            })?)
        }
        TokenCommand::Revoke { which, place } => {
            let config = Config::load(place.into())?;
            with_registry(&config, async |registry| revoke(registry, which).await)
        }
    }
}

/// One line for each token that has not ended, the one that lives longest first.
async fn list(registry: &Registry, account: Option<AccountId>) -> Result<String> {
    let (mut lines, mut after) = (String::new(), None);
    let now = registry.now();
    loop {
        let page = registry.token_list(account, after, PAGE).await;
        let page = page.context("could not read the tokens")?;
        for token in page.iter().filter(|token| token.expires_at > now) {
            let state = match token.revoked_at {
                Some(at) => format!("revoked {}", at.to_iso8601()),
                None => "valid".to_owned(),
            };
            lines.push_str(&format!(
                "{} {} {} {} from {} until {} {state}\n",
                token.id,
                token.principal,
                token.registry.account,
                token.registry.region,
                token.issued_at.to_iso8601(),
                token.expires_at.to_iso8601(),
            ));
        }
        // They come in the order of their ends, so behind one that has ended are only such.
        match page.into_iter().last() {
            Some(last) if last.expires_at > now => after = Some(last),
            _ => return Ok(lines),
        }
    }
}

async fn revoke(registry: &Registry, which: Tokens) -> Result<()> {
    match which {
        Tokens {
            id: Some(id),
            principal: None,
        } => match registry
            .token_revoke(id)
            .await
            .context("could not revoke the token")?
        {
            true => Ok(()),
            false => bail!("there is no token {id} that is still valid"),
        },
        Tokens {
            id: None,
            principal: Some(principal),
        } => {
            let revoked = registry.token_revoke_of(principal).await;
            let revoked = revoked.context("could not revoke the tokens")?;
            output::text(&format!("{revoked} revoked\n"))
        }
        _ => bail!("give the id of a token, or --principal"),
    }
}
