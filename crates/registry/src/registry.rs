//! The registry service as one value: its stores, its clock, its secrets.

use std::sync::Arc;
use std::time::Duration;

use blobs::Backend;
use meta::Meta;
use names::RepositoryArn;
use stdx::point::Point;
use stdx::{Clock, Timestamp};
use web_identity::{Keys, Reach};

use crate::at_rest::{AtRest, Bytes};
use crate::audit::{Logging, Notes};
use crate::authority::Authority;
use crate::bin::DEFAULT_BIN_TIME;
use crate::collector::Collecting;
use crate::damage::Suspects;
use crate::identity::last_used::LastUsed;
use crate::image_pull::Pulls;
use crate::newest_time::NewestTime;
use crate::scrub::SCRUB_INTERVAL;
use crate::secrets::Secrets;
use crate::upload_claim::UploadClaims;
use crate::{Error, KeyStores, MasterKey, Quotas, Repository};

/// What a registry stands on.
pub struct Stores {
    /// The metadata database.
    pub meta: Meta,
    /// Where the bytes are.
    pub blobs: Arc<dyn Backend>,
    /// Which bytes are encrypted.
    pub at_rest: AtRest,
    /// Where "now" comes from.
    pub clock: Arc<dyn Clock>,
    /// What opens the secrets in the database.
    pub master_key: MasterKey,
}

/// Every registry (account and region) of one installation. Cheap to clone.
#[derive(Clone)]
pub struct Registry {
    pub(crate) meta: Meta,
    pub(crate) bytes: Bytes,
    pub(crate) at_rest: AtRest,
    pub(crate) secrets: Arc<Secrets>,
    pub(crate) uploads: UploadClaims,
    pub(crate) authority: Arc<Authority>,
    pub(crate) provider_keys: Arc<Keys>,
    pub(crate) last_used: Arc<LastUsed>,
    pub(crate) newest_time: Arc<NewestTime>,
    pub(crate) bin_time: Duration,
    pub(crate) collecting: Collecting,
    pub(crate) scrub_interval: Duration,
    pub(crate) suspects: Suspects,
    pub(crate) notes: Arc<Notes>,
    pub(crate) logging: Logging,
    pub(crate) pulls: Arc<Pulls>,
    pub(crate) quotas: Quotas,
    pub(crate) key_stores: KeyStores,
    clock: Arc<dyn Clock>,
}

impl Registry {
    /// Opens the installation that `stores` hold, and makes its secrets on the first start.
    pub async fn open(stores: Stores) -> Result<Self, Error> {
        let Stores {
            meta,
            blobs,
            at_rest,
            clock,
            master_key,
        } = stores;
        let secrets = Arc::new(Secrets::load(&meta, &master_key).await?);
        secrets.access_keys_seal(&meta).await?;
        let authority = Arc::new(Authority::new(meta.clone(), Arc::clone(&secrets)));
        let newest_time = Arc::new(NewestTime::load(&meta).await?);
        Point::InstallationMade.pass();
        Ok(Self {
            meta,
            authority,
            provider_keys: Arc::new(Keys::new(Arc::clone(&clock), Reach::NoLoopback)),
            bytes: Bytes::new(blobs, secrets.local_keys()),
            at_rest,
            secrets,
            uploads: UploadClaims::default(),
            last_used: Arc::default(),
            newest_time,
            bin_time: DEFAULT_BIN_TIME,
            collecting: Collecting::default(),
            scrub_interval: SCRUB_INTERVAL,
            suspects: Suspects::default(),
            notes: Arc::default(),
            logging: Logging::default(),
            pulls: Arc::default(),
            quotas: Quotas::default(),
            key_stores: KeyStores::default(),
            clock,
        })
    }

    /// The same registry, which protects new bytes as `at_rest` says.
    #[must_use]
    pub fn with_at_rest(mut self, at_rest: AtRest) -> Self {
        self.at_rest = at_rest;
        self
    }

    /// The same registry, which looks for the keys of identity providers at the addresses that
    /// `reach` admits; by default not on the machine itself.
    #[must_use]
    pub fn reaching(mut self, reach: Reach) -> Self {
        self.provider_keys = Arc::new(Keys::new(Arc::clone(&self.clock), reach));
        self
    }

    /// The same registry, which keeps what happened as `logging` says.
    #[must_use]
    pub fn logging(mut self, logging: Logging) -> Self {
        self.logging = logging;
        self
    }

    /// The same registry, with these quotas; by default it has ECR's.
    #[must_use]
    pub fn bounded_by(self, quotas: Quotas) -> Self {
        Self { quotas, ..self }
    }

    /// The current time.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Whether both stores answer and can write.
    pub async fn check(&self) -> Result<(), Error> {
        self.meta.check().await?;
        self.bytes.any().check().await?;
        Ok(())
    }
}

/// The repository, or the error that says there is none.
pub(crate) async fn existing(tx: &mut meta::Tx<'_>, arn: &RepositoryArn) -> Result<Repository, Error> {
    tx.repository_get(arn)
        .await?
        .ok_or_else(|| Error::RepositoryNotFound(arn.clone()))
}
