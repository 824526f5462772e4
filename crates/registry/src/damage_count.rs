//! How many damaged copies were ever noted in the installation, by whichever process: the server in an
//! answer or by its scrub, `hythe scrub run`, or `hythe fsck --repair`.

use futures_util::FutureExt as _;
use meta::Tx;

use crate::{Error, Registry};

/// The name of the number, in decimal digits. There is none before the first damage.
const NOTED: &str = "damaged-blobs-noted";

impl Registry {
    /// How many damaged copies were ever noted.
    pub async fn damage_count(&self) -> Result<u64, Error> {
        self.read((), |tx, ()| async move { Ok(noted(tx).await?.0) }.boxed())
            .await
    }
}

/// One more is noted: in the transaction that does so.
pub(crate) async fn count_one(tx: &mut Tx<'_>) -> Result<(), Error> {
    let (count, old) = noted(tx).await?;
    let new = count.saturating_add(1).to_string();
    match old {
        Some(old) => drop(tx.setting_replace(NOTED, &old, new.as_bytes()).await?),
        None => drop(tx.setting_create(NOTED, new.as_bytes()).await?),
    }
    Ok(())
}

/// The number, and how it stands there. A figure for an operator is not worth a refusal: what is no number
/// counts as 0.
async fn noted(tx: &mut Tx<'_>) -> Result<(u64, Option<Vec<u8>>), Error> {
    let old = tx.setting_get(NOTED).await?;
    let text = old.as_deref().and_then(|bytes| std::str::from_utf8(bytes).ok());
    Ok((text.and_then(|text| text.parse().ok()).unwrap_or(0), old))
}
