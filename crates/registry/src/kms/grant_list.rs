//! The lists of grants: of a key, and of who may end them.

use futures_util::FutureExt as _;
use meta::{KmsGrant, Limit, Tx};
use names::{KmsKeyArn, PageToken};
use stdx::Timestamp;

use super::grant::bound;
use super::grant_terms::GrantTerms;
use super::key::{arn_of, existing, invalid_marker};
use super::resource::KmsResource;
use crate::policy_principal::name_of;
use crate::{Action, Error, Grant, KmsFault, Page, PageRequest, Registry};

/// The kind of the list's page tokens.
const LIST: &str = "kms-grant";
/// The same of the list by who may retire.
const RETIRABLE: &str = "kms-retirable";

/// A grant as its lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyGrant {
    /// Of which key.
    pub key: KmsKeyArn,
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Who may use the key; a unique id of who is gone.
    pub grantee: String,
    /// Who may end it.
    pub retiring: Option<String>,
    /// The account that made it.
    pub issuer: String,
    /// What for and with which contexts.
    pub terms: GrantTerms,
}

/// Which grants a list is to show.
#[derive(Debug, Clone, Default)]
pub struct GrantQuery {
    /// The one of this id.
    pub id: Option<String>,
    /// Those to this grantee.
    pub grantee: Option<String>,
}

impl Registry {
    /// The grants of a key, by id.
    pub async fn kms_grant_list(
        &self,
        grant: &Grant<KmsResource>,
        query: GrantQuery,
        request: PageRequest,
    ) -> Result<Page<KeyGrant>, Error> {
        grant.expect(&[Action::ListGrants]);
        let after = request.after::<1>(LIST).map_err(invalid_marker)?;
        let after = after.map(|[id]| id).unwrap_or_default();
        let args = (arn_of(grant)?.clone(), after, query, request.size);
        let (shown, next) = self
            .read(args, |tx, (arn, after, query, size)| {
                async move {
                    existing(tx, arn).await?;
                    listed(tx, arn, (after, query), *size).await
                }
                .boxed()
            })
            .await?;
        Ok(Page {
            entries: shown,
            next: next.map(|id| PageToken::new(LIST, [id.as_str()]).to_string()),
        })
    }

    /// The grants of all keys in the caller's account and region that somebody may end.
    pub async fn kms_grant_list_retirable(
        &self,
        grant: &Grant<KmsResource>,
        retiring: &str,
        request: PageRequest,
    ) -> Result<Page<KeyGrant>, Error> {
        grant.expect(&[Action::ListRetirableGrants]);
        let after = request.after::<2>(RETIRABLE).map_err(invalid_marker)?;
        let home = grant.resource().home().clone();
        let args = (home, retiring.to_owned(), after, request.probe());
        let found = self
            .read(args, |tx, (home, retiring, after, limit)| {
                async move {
                    let Some(name) = bound(tx, retiring).await? else {
                        return Ok(Vec::new());
                    };
                    let after = after.as_ref().map(|[key, id]| (key.as_str(), id.as_str()));
                    let rows = tx.kms_grant_list_retirable(&name, after, *limit).await?;
                    let mut grants = Vec::new();
                    for row in rows {
                        let key = tx.kms_key_get_by_id(&row.key).await?;
                        if let Some(key) = key.filter(|key| key.arn.home == *home) {
                            grants.push(show(tx, &key.arn, row).await?);
                        }
                    }
                    Ok(grants)
                }
                .boxed()
            })
            .await?;
        Ok(Page::cut(found, request.size, |grant| {
            PageToken::new(RETIRABLE, [grant.key.id.as_str(), grant.id.as_str()])
        }))
    }
}

async fn listed(
    tx: &mut Tx<'_>,
    arn: &KmsKeyArn,
    (after, query): (&str, &GrantQuery),
    size: usize,
) -> Result<(Vec<KeyGrant>, Option<String>), Error> {
    if let Some(id) = &query.id {
        let row = tx.kms_grant_get(&arn.id, id).await?;
        let row = row.ok_or_else(|| Error::kms(KmsFault::InvalidGrantId, "Invalid grant ID"))?;
        return Ok((vec![show(tx, arn, row).await?], None));
    }
    let grantee = match &query.grantee {
        Some(name) => match bound(tx, name).await? {
            Some(name) => Some(name),
            None => return Ok((Vec::new(), None)),
        },
        None => None,
    };
    let limit = Limit(u32::try_from(size.saturating_add(1)).unwrap_or(u32::MAX));
    let mut rows = tx.kms_grant_list(&arn.id, after, limit).await?;
    let more = rows.len() > size;
    rows.truncate(size);
    let next = rows.last().filter(|_| more).map(|row| row.id.clone());
    let mut shown = Vec::with_capacity(rows.len());
    for row in rows {
        // A page of a filtered list may be short, as KMS says of its own.
        if grantee.as_ref().is_none_or(|grantee| *grantee == row.grantee) {
            shown.push(show(tx, arn, row).await?);
        }
    }
    Ok((shown, next))
}

async fn show(tx: &mut Tx<'_>, arn: &KmsKeyArn, row: KmsGrant) -> Result<KeyGrant, Error> {
    let terms = GrantTerms::of(&row)?;
    let retiring = match row.retiring.as_str() {
        "" => None,
        name => Some(name_of(tx, name).await?),
    };
    Ok(KeyGrant {
        key: arn.clone(),
        id: row.id,
        name: row.name,
        created_at: row.created_at,
        grantee: name_of(tx, &row.grantee).await?,
        retiring,
        issuer: row.issuer,
        terms,
    })
}
