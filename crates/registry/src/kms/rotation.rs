//! Rotation: a key encrypts with new material from then on, and still decrypts with all of it.

use std::time::Duration;

use futures_util::FutureExt as _;
use meta::{KmsKey, KmsKeyManager, KmsKeyState, KmsRotation, KmsRotationKind, Limit, Tx};
use names::{KmsKeyArn, PageToken};
use stdx::Timestamp;

use super::external::is_here;
use super::key::{arn_of, existing, invalid_marker, usable};
use super::material::{MaterialSeal, newest};
use super::resource::KmsResource;
use crate::job::{Lease, Work};
use crate::page::invalid_token;
use crate::{Action, Error, Grant, KmsFault, Page, PageRequest, Registry};

const DAY: Duration = Duration::from_secs(24 * 3600);
/// How long a key that services look after, or whose owner does not say, is used unrotated.
pub(crate) const DEFAULT_PERIOD_DAYS: u32 = 365;
/// How often a key may be rotated on demand (KMS quotas).
const MAX_ON_DEMAND: usize = 25;
/// More versions than a key ever has.
const ALL: Limit = Limit(10_000);
/// The kind of the list's page tokens.
const LIST: &str = "kms-rotation";

/// How a key is rotated by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RotationStatus {
    /// Which key.
    pub key: KmsKeyArn,
    /// How often and when next; `None` while it is not.
    pub rotation: Option<KmsRotation>,
}

/// A rotation that was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRotation {
    /// The id of the material since then.
    pub material_id: String,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub kind: Option<KmsRotationKind>,
    /// Which one; the first material is 1.
    pub version: u32,
    /// Whether it is the one that encrypts.
    pub is_current: bool,
}

impl Registry {
    /// Lets a key be rotated each `period_days` days.
    pub async fn kms_rotation_enable(
        &self,
        grant: &Grant<KmsResource>,
        period_days: Option<u32>,
    ) -> Result<(), Error> {
        grant.expect(&[Action::EnableKeyRotation]);
        let period_days = period_days.unwrap_or(DEFAULT_PERIOD_DAYS);
        if !(90..=2560).contains(&period_days) {
            return Err(Error::kms_validation(
                "RotationPeriodInDays must be between 90 and 2560 inclusive",
            ));
        }
        let rotation = KmsRotation {
            period_days,
            next_at: self.now().after(DAY * period_days),
        };
        self.write_for(
            grant,
            (arn_of(grant)?.clone(), rotation),
            |tx, (arn, rotation)| {
                async move {
                    let key = usable(tx, arn).await?;
                    is_here(&key)?;
                    enable(tx, key, *rotation).await
                }
                .boxed()
            },
        )
        .await
    }

    /// Ends that.
    pub async fn kms_rotation_disable(&self, grant: &Grant<KmsResource>) -> Result<(), Error> {
        grant.expect(&[Action::DisableKeyRotation]);
        self.write_for(grant, arn_of(grant)?.clone(), |tx, arn| {
            async move {
                let mut key = usable(tx, arn).await?;
                key.rotation = None;
                tx.kms_key_update(&key).await?;
                tx.job_delete(Work::KMS_KEY_ROTATION, &arn.to_string()).await?;
                Ok(())
            }
            .boxed()
        })
        .await
    }

    /// How a key is rotated by itself; not at all while it is to be deleted.
    pub async fn kms_rotation_status(&self, grant: &Grant<KmsResource>) -> Result<RotationStatus, Error> {
        grant.expect(&[Action::GetKeyRotationStatus]);
        self.read(arn_of(grant)?.clone(), |tx, arn| {
            async move {
                let key = existing(tx, arn).await?;
                let stays = !matches!(key.state, KmsKeyState::PendingDeletion(_));
                Ok(RotationStatus {
                    key: key.arn,
                    rotation: key.rotation.filter(|_| stays),
                })
            }
            .boxed()
        })
        .await
    }

    /// Rotates a key now.
    ///
    /// # Errors
    /// [`KmsFault::LimitExceeded`] when it was done too often.
    pub async fn kms_rotate_now(&self, grant: &Grant<KmsResource>) -> Result<(), Error> {
        grant.expect(&[Action::RotateKeyOnDemand]);
        let args = (arn_of(grant)?.clone(), self.material_seal(), self.now());
        self.write_for(grant, args, |tx, (arn, seal, now)| {
            async move {
                let key = usable(tx, arn).await?;
                is_here(&key)?;
                let all = tx.kms_material_list(&arn.id, 0, ALL).await?;
                let on_demand = all
                    .iter()
                    .filter(|one| one.rotation == Some(KmsRotationKind::OnDemand));
                if on_demand.count() >= MAX_ON_DEMAND {
                    let sentence = format!("{arn} was rotated on demand {MAX_ON_DEMAND} times");
                    return Err(Error::kms(KmsFault::LimitExceeded, sentence));
                }
                rotate(tx, &key, seal, (KmsRotationKind::OnDemand, *now)).await
            }
            .boxed()
        })
        .await
    }

    /// The rotations of a key, oldest first.
    pub async fn kms_rotation_list(
        &self,
        grant: &Grant<KmsResource>,
        first: FirstMaterial,
        request: PageRequest,
    ) -> Result<Page<KeyRotation>, Error> {
        grant.expect(&[Action::ListKeyRotations]);
        let after = request.after::<1>(LIST).map_err(invalid_marker)?;
        let after = after
            .map(|[version]| version.parse().map_err(|_| invalid_marker(invalid_token())))
            .transpose()?;
        let start = match first {
            FirstMaterial::Listed => 0,
            FirstMaterial::LeftOut => 1,
        };
        let args = (arn_of(grant)?.clone(), after.unwrap_or(start), request.probe());
        let rotations = self
            .read(args, |tx, (arn, after, limit)| {
                async move {
                    existing(tx, arn).await?;
                    let current = newest(tx, arn).await?.version;
                    let rows = tx.kms_material_list(&arn.id, *after, *limit).await?;
                    let rotations = rows.into_iter().map(|row| KeyRotation {
                        is_current: row.version == current,
                        material_id: row.id,
                        at: row.created_at,
                        kind: row.rotation,
                        version: row.version,
                    });
                    Ok(rotations.collect::<Vec<_>>())
                }
                .boxed()
            })
            .await?;
        Ok(Page::cut(rotations, request.size, |rotation| {
            PageToken::new(LIST, [rotation.version.to_string().as_str()])
        }))
    }

    /// Rotates a key that is due.
    pub(crate) async fn kms_rotation_run(&self, arn: &KmsKeyArn, lease: &Lease) -> Result<(), Error> {
        let args = (arn.clone(), lease.clone(), self.material_seal(), self.now());
        self.write(args, |tx, (arn, lease, seal, now)| {
            async move {
                lease.hold(tx, *now).await?;
                let Some(mut key) = tx.kms_key_get(arn).await? else {
                    return Ok(());
                };
                let Some(rotation) = key.rotation.filter(|rotation| rotation.next_at <= *now) else {
                    return Ok(());
                };
                // A key that cannot be used is not rotated; it is looked at again the next day.
                let pause = match key.state {
                    KmsKeyState::Enabled => {
                        rotate(tx, &key, seal, (KmsRotationKind::Automatic, *now)).await?;
                        DAY * rotation.period_days
                    }
                    KmsKeyState::Disabled | KmsKeyState::PendingDeletion(_) => DAY,
                };
                key.rotation = Some(KmsRotation {
                    next_at: now.after(pause),
                    ..rotation
                });
                tx.kms_key_update(&key).await?;
                // The same job, which its end would take away, is put by the end of this one.
                work(arn).put(tx, now.after(pause)).await
            }
            .boxed()
        })
        .await
    }
}

/// Whether the list of rotations begins with the material that a key was made with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstMaterial {
    /// It does.
    Listed,
    /// It does not, since no rotation made it.
    LeftOut,
}

/// Lets a key be rotated.
pub(super) async fn enable(tx: &mut Tx<'_>, mut key: KmsKey, rotation: KmsRotation) -> Result<(), Error> {
    key.rotation = Some(rotation);
    tx.kms_key_update(&key).await?;
    work(&key.arn).put(tx, rotation.next_at).await
}

/// The rotation that a key of a service has from the start.
pub(super) fn of_manager(manager: KmsKeyManager, now: Timestamp) -> Option<KmsRotation> {
    match manager {
        KmsKeyManager::Customer => None,
        KmsKeyManager::Aws => Some(KmsRotation {
            period_days: DEFAULT_PERIOD_DAYS,
            next_at: now.after(DAY * DEFAULT_PERIOD_DAYS),
        }),
    }
}

async fn rotate(
    tx: &mut Tx<'_>,
    key: &KmsKey,
    seal: &MaterialSeal,
    (kind, now): (KmsRotationKind, Timestamp),
) -> Result<(), Error> {
    let version = newest(tx, &key.arn).await?.version + 1;
    let row = seal.draw(&key.arn, version, (Some(kind), now));
    tx.kms_material_create(&row).await?;
    Ok(())
}

fn work(arn: &KmsKeyArn) -> Work {
    Work::KmsKeyRotation { key: arn.to_string() }
}
