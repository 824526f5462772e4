//! Principals whose pulls are not recorded, such as scanners: per registry (ECR,
//! `RegisterPullTimeUpdateExclusion`).
//!
//! Who is excluded is held with what decides about a caller (`authority`), so that a pull asks
//! nobody. A session of a role is the role; a name that nobody has excludes nobody.

use futures_util::FutureExt as _;
use meta::{Put, Tx};
use names::{AccountId, PageToken, PrincipalArn, RegistryKey};
use stdx::Timestamp;

use crate::page::{Page, PageRequest, invalid_token};
use crate::{Action, Error, Grant, Registry};

/// How many principals a registry may exclude. ECR publishes no number; its model has lists of 100.
const MAX_EXCLUSIONS: u32 = 100;
/// Every exclusion of a registry.
const ALL: meta::Limit = meta::Limit(MAX_EXCLUSIONS);
const LIST: &str = "pull-time-exclusions";

/// Why nothing was done about an exclusion. Our sentences.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExclusionFault {
    /// The principal is excluded already.
    #[error(
        "The pull time update exclusion for the principal '{0}' already exists in the registry with id '{1}'"
    )]
    Exists(PrincipalArn, AccountId),
    /// The principal is not excluded.
    #[error(
        "The pull time update exclusion for the principal '{0}' does not exist in the registry with id '{1}'"
    )]
    NotFound(PrincipalArn, AccountId),
}

impl Registry {
    /// Excludes a principal, a user or a role, and says since when.
    ///
    /// # Errors
    /// [`ExclusionFault::Exists`]; [`Error::LimitExceeded`] over 100 principals.
    pub async fn pull_time_exclusion_create(
        &self,
        grant: &Grant<RegistryKey>,
        principal: PrincipalArn,
    ) -> Result<Timestamp, Error> {
        grant.expect(&[Action::RegisterPullTimeUpdateExclusion]);
        let at = self.now();
        let args = (grant.resource().clone(), principal);
        self.change_for(grant, args, move |tx, (registry, principal)| {
            async move {
                if tx.pull_time_exclusion_create(registry, principal, at).await? == Put::Exists {
                    let fault = ExclusionFault::Exists(principal.clone(), registry.account);
                    return Err(Error::Exclusion(fault));
                }
                if tx.pull_time_exclusion_count(registry).await? > MAX_EXCLUSIONS {
                    let sentence = "The maximum number of pull time update exclusions per registry is 100";
                    return Err(Error::LimitExceeded(sentence.to_owned()));
                }
                Ok(at)
            }
            .boxed()
        })
        .await
    }

    /// Excludes a principal no more.
    ///
    /// # Errors
    /// [`ExclusionFault::NotFound`].
    pub async fn pull_time_exclusion_delete(
        &self,
        grant: &Grant<RegistryKey>,
        principal: PrincipalArn,
    ) -> Result<(), Error> {
        grant.expect(&[Action::DeregisterPullTimeUpdateExclusion]);
        let args = (grant.resource().clone(), principal);
        self.change_for(grant, args, |tx, (registry, principal)| {
            async move {
                if tx.pull_time_exclusion_delete(registry, principal).await? {
                    return Ok(());
                }
                let fault = ExclusionFault::NotFound(principal.clone(), registry.account);
                Err(Error::Exclusion(fault))
            }
            .boxed()
        })
        .await
    }

    /// One page of the principals that the registry excludes.
    pub async fn pull_time_exclusion_list(
        &self,
        grant: &Grant<RegistryKey>,
        page: &PageRequest,
    ) -> Result<Page<PrincipalArn>, Error> {
        grant.expect(&[Action::ListPullTimeUpdateExclusions]);
        let after = page.after::<1>(LIST)?.map(|[arn]| PrincipalArn::parse(&arn));
        let after = after.transpose().map_err(|_| invalid_token())?;
        let args = (grant.resource().clone(), after, page.probe());
        let entries = self
            .read(args, |tx, (registry, after, probe)| {
                async move {
                    Ok(tx
                        .pull_time_exclusion_list(registry, after.as_ref(), *probe)
                        .await?)
                }
                .boxed()
            })
            .await?;
        Ok(Page::cut(entries, page.size, |last| {
            PageToken::new(LIST, [last.as_str()])
        }))
    }
}

/// Whose pulls from a registry are not recorded.
#[derive(Debug, Default)]
pub(crate) struct Exclusions(Vec<PrincipalArn>);

impl Exclusions {
    pub(crate) async fn load(tx: &mut Tx<'_>, registry: &RegistryKey) -> Result<Self, Error> {
        Ok(Self(tx.pull_time_exclusion_list(registry, None, ALL).await?))
    }

    /// Whether a user or role is one of them. The partition does not matter: a registry in any of
    /// them has the same users.
    pub(crate) fn contain(&self, principal: &PrincipalArn) -> bool {
        let name = without_partition(principal);
        self.0.iter().any(|excluded| without_partition(excluded) == name)
    }
}

fn without_partition(arn: &PrincipalArn) -> Option<&str> {
    arn.as_str().splitn(3, ':').nth(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_principal_is_excluded_by_its_whole_name() {
        let arn = |text: &str| PrincipalArn::parse(text).expect(text);
        let exclusions = Exclusions(vec![
            arn("arn:aws:iam::111122223333:role/scanner"),
            arn("arn:aws-cn:iam::111122223333:user/team/ci"),
        ]);
        for (principal, expect) in [
            ("arn:aws:iam::111122223333:role/scanner", true),
            ("arn:aws:iam::111122223333:user/team/ci", true),
            ("arn:aws:iam::111122223333:user/ci", false),
            ("arn:aws:iam::111122223333:user/scanner", false),
            ("arn:aws:iam::111122223333:role/scanner2", false),
            ("arn:aws:iam::444455556666:role/scanner", false),
            ("arn:aws:iam::111122223333:root", false),
        ] {
            assert_eq!(exclusions.contain(&arn(principal)), expect, "{principal}");
        }
    }
}
