//! `hythe account`: accounts, made and managed beside a running server.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use meta::Limit;
use names::AccountId;
use registry::{AccountDeletion, NewAccessKey};

use crate::cli::account::{AccountCommand, ServiceControl};
use crate::config::Config;
use crate::installation::with_registry;
use crate::{credentials, output};

/// Accounts that are read at once.
const PAGE: Limit = Limit(1_000);

/// Runs a command on accounts.
pub(crate) fn run(command: AccountCommand) -> Result<()> {
    match command {
        AccountCommand::Create { id, place } => create(&Config::load(place.into())?, id),
        AccountCommand::List { place } => list(&Config::load(place.into())?),
        AccountCommand::Delete { id, place } => delete(&Config::load(place.into())?, id),
        AccountCommand::RootKey { id, place } => root_key(&Config::load(place.into())?, id),
        AccountCommand::ServiceControlPolicy { id, change, place } => {
            service_control_policy(&Config::load(place.into())?, id, change)
        }
    }
}

/// Makes the account and prints its administrator's key; that is the only time it is shown.
fn create(config: &Config, id: AccountId) -> Result<()> {
    let created = with_registry(config, async |registry| {
        let created = registry.account_create(id).await;
        created.context("could not make the account")
    })?;
    let Some(key) = created else {
        bail!("the account {id} exists already");
    };
    show(id, &key)
}

fn list(config: &Config) -> Result<()> {
    let lines = with_registry(config, async |registry| {
        let (mut lines, mut after) = (String::new(), None);
        loop {
            let page = registry.account_list(after, PAGE).await;
            let page = page.context("could not read the accounts")?;
            let Some(last) = page.last() else {
                return Ok(lines);
            };
            after = Some(last.id);
            for account in &page {
                lines.push_str(&format!("{} {}\n", account.id, account.created_at.to_iso8601()));
            }
        }
    })?;
    output::text(&lines)
}

fn delete(config: &Config, id: AccountId) -> Result<()> {
    let deletion = with_registry(config, async |registry| {
        let deletion = registry.account_delete(id).await;
        deletion.context("could not delete the account")
    })?;
    match deletion {
        AccountDeletion::Deleted => Ok(()),
        AccountDeletion::NotFound => bail!("there is no account {id}"),
        AccountDeletion::HasRepositories => {
            bail!("the account {id} has repositories: delete them first, `aws ecr delete-repository --force`")
        }
    }
}

/// Makes a key of the account's root, for an account that nobody can administer any more.
fn root_key(config: &Config, id: AccountId) -> Result<()> {
    let key = with_registry(config, async |registry| {
        let key = registry.account_root_key(id).await;
        key.context("could not make the key")
    })?;
    let Some(key) = key else {
        bail!("there is no account {id}");
    };
    show(id, &key)
}

fn service_control_policy(config: &Config, id: AccountId, change: ServiceControl) -> Result<()> {
    if let ServiceControl {
        set: None,
        remove: false,
    } = change
    {
        let accounts = with_registry(config, async |registry| {
            let account = registry.account_get(id).await;
            account.context("could not read the account")
        })?;
        let account = accounts.with_context(|| format!("there is no account {id}"))?;
        let policy = account.service_control_policy.map(|policy| policy + "\n");
        return output::text(&policy.unwrap_or_default());
    }
    let document = change.set.map(read).transpose()?;
    let known = with_registry(config, async |registry| {
        let put = registry.account_put_service_control_policy(id, document).await;
        put.context("could not set the policy")
    })?;
    if known {
        Ok(())
    } else {
        bail!("there is no account {id}")
    }
}

fn read(path: PathBuf) -> Result<String> {
    fs::read_to_string(&path).with_context(|| format!("could not read {}", path.display()))
}

fn show(id: AccountId, key: &NewAccessKey) -> Result<()> {
    output::text(&credentials::profile(id.as_str(), key))
}
