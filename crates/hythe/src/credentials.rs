//! The file `credentials`: the access key of the administrator of the default account, in the
//! format of the AWS shared credentials file.
//!
//! The key is never lost between its row and this file, because the row is the truth and the file
//! a copy: each start makes the account when it is not there (account and key in one
//! transaction), then reads its administrator's key back, and writes the file when the file does
//! not hold a key of the account. A crash in between, a file that was deleted and another
//! `--account` are all the same case.

use std::fmt::Write as _;

use anyhow::{Context as _, Result};
use meta::{AccessKey, KeyOwner, KeyStatus, Limit, Meta};
use names::{AccountId, EntityName};
use registry::{NewAccessKey, Registry};

use crate::data_folder::{self, DataFolder, Mode};

/// The profile that AWS clients take when they are told none.
const DEFAULT: &str = "default";

/// The user that a new account has.
const ADMINISTRATOR: &str = "administrator";
/// Most keys of it that are looked at; IAM lets a user have two.
const MOST_KEYS: Limit = Limit(100);

const HEADER: &str = "\
# The administrator of the default account. Made by `hythe serve`; keep it secret.
";

/// Makes sure that `account` exists and that the file holds a key of its administrator.
pub(crate) async fn ensure(
    folder: &DataFolder,
    meta: &Meta,
    registry: &Registry,
    account: AccountId,
) -> Result<()> {
    let known = registry.account_get(account).await;
    // A start on a full disk has nothing to write.
    if known.context("could not read the account")?.is_none() {
        registry
            .account_create(account)
            .await
            .context("could not make the account")?;
    }
    let mut keys = keys(meta, account)
        .await
        .context("could not read the keys of the account")?;
    for key in &mut keys {
        let secret = registry.access_key_secret(key);
        key.secret = secret.context("could not open the keys of the account")?;
    }
    let path = folder.credentials();
    let text = data_folder::read(&path)?.unwrap_or_default();
    if is_current(&text, &keys) {
        return Ok(());
    }
    let key = administrator_key(keys)
        .with_context(|| format!("the account {account} has no administrator with an access key"))?;
    data_folder::write(&path, &with_default(&text, &key), Mode::Private)
}

/// The key of the default profile of `folder`; `None` when there is no such file.
///
/// # Errors
/// When the file is there but the profile or a half of its key is not.
pub(crate) fn read(folder: &DataFolder) -> Result<Option<Key>> {
    let path = folder.credentials();
    let Some(text) = data_folder::read(&path)? else {
        return Ok(None);
    };
    default_key(&text)
        .map(Some)
        .with_context(|| format!("{} has no access key in its profile [default]", path.display()))
}

/// As [`read`], where the file is expected.
///
/// # Errors
/// When there is none: says what writes it.
pub(crate) fn expect(folder: &DataFolder) -> Result<Key> {
    read(folder)?.with_context(|| {
        let path = folder.credentials();
        format!(
            "{} is missing: the next start of `hythe serve` writes it again",
            path.display()
        )
    })
}

/// Both halves of an access key, as the file has them.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Key {
    /// The public half.
    pub(crate) id: String,
    /// The secret half.
    pub(crate) secret: String,
}

/// A new key as a profile of the credentials file.
pub(crate) fn profile(name: &str, key: &NewAccessKey) -> String {
    section(name, key.id.as_str(), &key.secret)
}

fn section(name: &str, id: &str, secret: &str) -> String {
    format!("[{name}]\naws_access_key_id = {id}\naws_secret_access_key = {secret}\n")
}

async fn keys(meta: &Meta, account: AccountId) -> Result<Vec<AccessKey>, meta::Error> {
    let administrator = EntityName::parse(ADMINISTRATOR).expect("the name of the first user is legal");
    let owner = KeyOwner::User(administrator);
    meta.read(move |tx| {
        let owner = owner.clone();
        Box::pin(async move { tx.access_key_list(&account, &owner, None, MOST_KEYS).await })
    })
    .await
}

fn is_current(text: &str, keys: &[AccessKey]) -> bool {
    default_key(text).is_some_and(|held| {
        keys.iter()
            .any(|key| key.id.as_str() == held.id && key.secret == held.secret)
    })
}

/// The oldest key that works.
fn administrator_key(mut keys: Vec<AccessKey>) -> Option<AccessKey> {
    keys.retain(|key| key.status == KeyStatus::Active);
    keys.into_iter().min_by_key(|key| key.created_at)
}

/// The text with the default profile replaced; what else is in it stays.
fn with_default(text: &str, key: &AccessKey) -> String {
    let mut out = HEADER.to_owned() + &section(DEFAULT, key.id.as_str(), &key.secret);
    for (name, lines) in sections(text).into_iter().filter(|(name, _)| *name != DEFAULT) {
        write!(out, "\n[{name}]\n{}", lines.join("\n")).expect("a string takes everything");
        out.push('\n');
    }
    out
}

fn default_key(text: &str) -> Option<Key> {
    let sections = sections(text);
    let (_, lines) = sections.iter().find(|(name, _)| *name == DEFAULT)?;
    let value = |name: &str| {
        lines.iter().find_map(|line| {
            let (key, value) = line.split_once('=')?;
            (key.trim() == name).then(|| value.trim().to_owned())
        })
    };
    Some(Key {
        id: value("aws_access_key_id")?,
        secret: value("aws_secret_access_key")?,
    })
}

/// The profiles of a credentials file with their lines that are not blank.
fn sections(text: &str) -> Vec<(&str, Vec<&str>)> {
    let mut sections: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let header = line
            .trim()
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'));
        match (header, sections.last_mut()) {
            (Some(name), _) => sections.push((name.trim(), Vec::new())),
            (None, Some((_, lines))) => lines.push(line),
            (None, None) => {}
        }
    }
    sections
}

#[cfg(test)]
mod tests {
    use names::AccessKeyId;
    use stdx::Timestamp;

    use super::*;

    fn access_key(id: &str, status: KeyStatus, created_at: i64) -> AccessKey {
        AccessKey {
            id: AccessKeyId::parse(id).unwrap(),
            account: AccountId::parse("000000000000").unwrap(),
            owner: KeyOwner::User(EntityName::parse(ADMINISTRATOR).unwrap()),
            secret: "secret/+".to_owned(),
            status,
            created_at: Timestamp::from_seconds(created_at),
            last_used: None,
        }
    }

    #[test]
    fn the_file_is_a_copy_of_the_rows() {
        let key = access_key("AKIAAAAAAAAAAAAAAAAA", KeyStatus::Active, 1);
        let text = with_default("", &key);
        assert!(is_current(&text, std::slice::from_ref(&key)));
        assert!(!is_current(&text, &[]));
        assert!(!is_current("", &[key]));
    }

    #[test]
    fn other_profiles_stay() {
        let key = access_key("AKIAAAAAAAAAAAAAAAAA", KeyStatus::Active, 1);
        let before = "# mine\n[default]\naws_access_key_id = old\n\n[ci]\nregion = home\n\nx = y\n";
        let text = with_default(before, &key);
        let names: Vec<_> = sections(&text).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["default", "ci"]);
        assert!(text.ends_with("\n[ci]\nregion = home\nx = y\n"), "{text}");
        assert_eq!(
            default_key(&text).map(|key| key.secret).as_deref(),
            Some("secret/+")
        );
        assert_eq!(with_default(&text, &key), text);
    }

    #[test]
    fn the_oldest_key_of_the_administrator_is_taken() {
        let keys = vec![
            access_key("AKIAAAAAAAAAAAAAAAAA", KeyStatus::Active, 3),
            access_key("AKIABBBBBBBBBBBBBBBB", KeyStatus::Active, 2),
            access_key("AKIACCCCCCCCCCCCCCCC", KeyStatus::Inactive, 1),
        ];
        let taken = administrator_key(keys).map(|key| key.id.to_string());
        assert_eq!(taken.as_deref(), Some("AKIABBBBBBBBBBBBBBBB"));
        assert!(administrator_key(Vec::new()).is_none());
    }
}
