//! Which installation a database belongs to: an id that is made once and stays.
//!
//! Whoever keeps something of an installation elsewhere, such as its bytes or a backup, keeps the id
//! beside it, and so is not taken in by another database.

use futures_util::FutureExt as _;
use meta::Meta;
use uuid::Uuid;

use crate::{Error, Internal};

/// Where it is in the settings.
pub(crate) const INSTALLATION_ID: &str = "installation-id";

/// Which installation a database belongs to; `None` when that was not found out yet.
pub async fn installation_id(meta: &Meta) -> Result<Option<Uuid>, Error> {
    let stored = meta
        .read::<_, Error, _>(|tx| async move { Ok(tx.setting_get(INSTALLATION_ID).await?) }.boxed())
        .await?;
    stored.map(|bytes| parse(&bytes)).transpose()
}

/// As [`installation_id`]; makes the id when there is none yet.
pub async fn installation_id_make(meta: &Meta) -> Result<Uuid, Error> {
    let fresh = Uuid::new_v4();
    let stored = meta
        .write::<_, Error, _>(move |tx| {
            async move {
                tx.setting_create(INSTALLATION_ID, fresh.as_bytes()).await?;
                Ok(tx.setting_get(INSTALLATION_ID).await?)
            }
            .boxed()
        })
        .await?;
    parse(&stored.unwrap_or_default())
}

fn parse(bytes: &[u8]) -> Result<Uuid, Error> {
    let broken = |_| Internal::Broken("the id of the installation is none".to_owned());
    Ok(Uuid::from_slice(bytes).map_err(broken)?)
}
