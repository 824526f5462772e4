//! How images are to be scanned: by the registry's configuration, and by what a repository says
//! itself. Nothing here scans.

use futures_util::FutureExt as _;
use meta::{ScanFrequency, ScanOnPush, ScanType, ScanningConfiguration};
use names::{RegistryKey, RepositoryArn, RepositoryName};

use crate::registry::existing;
use crate::{Action, Error, Grant, Registry, Repository};

/// How the images of one repository are scanned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepositoryScanning {
    /// Which scanner.
    pub scan_type: ScanType,
    /// When; under [`ScanType::Enhanced`] `Manual` is never.
    pub frequency: ScanFrequency,
    /// The filters of the registry's configuration that say so.
    pub filters: Vec<String>,
}

impl RepositoryScanning {
    /// What a configuration comes to for a repository that says `scan_on_push` itself (ECR user
    /// guide, "Image scanning", "Filters"). Rules of the registry go before what a repository
    /// says; where both kinds of rule name it, it is scanned continuously.
    pub fn of(
        configuration: &ScanningConfiguration,
        name: &RepositoryName,
        scan_on_push: ScanOnPush,
    ) -> Self {
        let scan_type = configuration.scan_type;
        let chosen = |frequency, filters| Self {
            scan_type,
            frequency,
            filters,
        };
        for frequency in [ScanFrequency::ContinuousScan, ScanFrequency::ScanOnPush] {
            let rules = configuration.rules.iter();
            let filters: Vec<String> = rules
                .filter(|rule| rule.frequency == frequency)
                .flat_map(|rule| &rule.filters)
                .filter(|filter| names(filter, name))
                .cloned()
                .collect();
            if !filters.is_empty() {
                return chosen(frequency, filters);
            }
        }
        let own = scan_type == ScanType::Basic && configuration.rules.is_empty();
        if own && scan_on_push == ScanOnPush::Yes {
            return chosen(ScanFrequency::ScanOnPush, Vec::new());
        }
        chosen(ScanFrequency::Manual, Vec::new())
    }

    /// Whether images are scanned when they are pushed.
    pub fn is_on_push(&self) -> bool {
        self.frequency != ScanFrequency::Manual
    }
}

/// Whether a filter of type `WILDCARD` names a repository. Without a wildcard it is found anywhere
/// in the name; with one it stands for the whole name, and each `*` for any characters.
fn names(filter: &str, name: &RepositoryName) -> bool {
    let name = name.as_str();
    let Some((first, rest)) = filter.split_once('*') else {
        return name.contains(filter);
    };
    let Some(mut left) = name.strip_prefix(first) else {
        return false;
    };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let last = parts.pop().unwrap_or_default();
    // Taking the first place for each part leaves the most for those that follow.
    for part in parts {
        let Some(at) = left.find(part) else {
            return false;
        };
        left = &left[at + part.len()..];
    }
    left.ends_with(last)
}

impl Registry {
    /// Says whether images of the repository are scanned when they are pushed, where no rule of
    /// the registry does.
    pub async fn repository_put_scan_on_push(
        &self,
        grant: &Grant<RepositoryArn>,
        scan_on_push: ScanOnPush,
    ) -> Result<Repository, Error> {
        grant.expect(&[Action::PutImageScanningConfiguration]);
        self.write_for(grant, grant.resource().clone(), move |tx, arn| {
            async move {
                let repository = existing(tx, arn).await?;
                tx.repository_put_scan_on_push(repository.id, scan_on_push)
                    .await?;
                Ok(Repository {
                    scan_on_push: scan_on_push == ScanOnPush::Yes,
                    ..repository
                })
            }
            .boxed()
        })
        .await
    }

    /// Puts a configuration in place of the registry's.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] for a frequency that the scanner does not have.
    pub async fn scanning_put(
        &self,
        grant: &Grant<RegistryKey>,
        configuration: ScanningConfiguration,
    ) -> Result<ScanningConfiguration, Error> {
        grant.expect(&[Action::PutRegistryScanningConfiguration]);
        check(&configuration)?;
        let args = (grant.resource().clone(), configuration.clone());
        self.write_for(grant, args, |tx, (registry, configuration)| {
            async move { Ok(tx.registry_scanning_put(registry, configuration).await?) }.boxed()
        })
        .await?;
        Ok(configuration)
    }

    /// The registry's configuration; the basic scanner and no rules until it has chosen one.
    pub async fn scanning_get(&self, grant: &Grant<RegistryKey>) -> Result<ScanningConfiguration, Error> {
        grant.expect(&[Action::GetRegistryScanningConfiguration]);
        self.read(grant.resource().clone(), |tx, registry| {
            configured(tx, registry).boxed()
        })
        .await
    }

    /// For each repository how its images are scanned; `None` where there is no such repository.
    pub async fn scanning_of_repositories(
        &self,
        grants: &[Grant<RepositoryArn>],
    ) -> Result<Vec<Option<RepositoryScanning>>, Error> {
        let mut arns = Vec::new();
        for grant in grants {
            grant.expect(&[Action::BatchGetRepositoryScanningConfiguration]);
            arns.push(grant.resource().clone());
        }
        self.read(arns, |tx, arns| {
            async move {
                let mut found = Vec::new();
                for arn in arns {
                    let configuration = configured(tx, &arn.registry).await?;
                    let repository = tx.repository_get(arn).await?;
                    found.push(repository.map(|repository| {
                        let own = match repository.scan_on_push {
                            true => ScanOnPush::Yes,
                            false => ScanOnPush::No,
                        };
                        RepositoryScanning::of(&configuration, &arn.name, own)
                    }));
                }
                Ok(found)
            }
            .boxed()
        })
        .await
    }
}

async fn configured(tx: &mut meta::Tx<'_>, registry: &RegistryKey) -> Result<ScanningConfiguration, Error> {
    let chosen = tx.registry_scanning_get(registry).await?;
    Ok(chosen.unwrap_or(ScanningConfiguration {
        scan_type: ScanType::Basic,
        rules: Vec::new(),
    }))
}

fn check(configuration: &ScanningConfiguration) -> Result<(), Error> {
    let refused = |frequency: &ScanFrequency| match configuration.scan_type {
        ScanType::Basic => *frequency != ScanFrequency::ScanOnPush,
        ScanType::Enhanced => *frequency == ScanFrequency::Manual,
    };
    let (scan_type, known) = match configuration.scan_type {
        ScanType::Basic => ("BASIC", "SCAN_ON_PUSH"),
        ScanType::Enhanced => ("ENHANCED", "SCAN_ON_PUSH, CONTINUOUS_SCAN"),
    };
    if configuration.rules.iter().any(|rule| refused(&rule.frequency)) {
        return Err(Error::InvalidParameter {
            parameter: "rules",
            why: format!("The scan frequency must be one of [{known}] when the scan type is {scan_type}"),
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use meta::ScanningRule;

    fn name(text: &str) -> RepositoryName {
        RepositoryName::parse(text).expect(text)
    }

    /// The table of the user guide, and what it leaves open.
    #[test]
    fn filters() {
        let repositories = ["prod", "repo-prod", "prod-repo", "repo-prod-repo", "prodrepo"];
        for (filter, expected) in [
            ("prod", [true, true, true, true, true]),
            ("*prod", [true, true, false, false, false]),
            ("prod*", [true, false, true, false, true]),
            ("*prod*", [true, true, true, true, true]),
            ("prod*repo", [false, false, true, false, true]),
            ("*", [true; 5]),
            ("**", [true; 5]),
            ("p*o*d", [true, false, false, false, false]),
            ("*o-p*d-*o", [false, false, false, true, false]),
            ("prod*prod", [false; 5]),
            ("*x*", [false; 5]),
        ] {
            let found = repositories.map(|repository| names(filter, &name(repository)));
            assert_eq!(found, expected, "{filter}");
        }
    }

    #[test]
    fn rules_go_before_what_a_repository_says() {
        use ScanFrequency::{ContinuousScan, Manual, ScanOnPush as OnPush};
        let rule = |frequency, filters: &[&str]| ScanningRule {
            frequency,
            filters: filters.iter().map(|filter| (*filter).to_owned()).collect(),
        };
        let both = vec![rule(OnPush, &["shop", "*"]), rule(ContinuousScan, &["*/api"])];
        let push = vec![rule(OnPush, &["web"])];
        for (scan_type, rules, own, frequency, filters) in [
            (ScanType::Basic, vec![], ScanOnPush::No, Manual, vec![]),
            (ScanType::Basic, vec![], ScanOnPush::Yes, OnPush, vec![]),
            (ScanType::Basic, push.clone(), ScanOnPush::Yes, Manual, vec![]),
            (ScanType::Enhanced, vec![], ScanOnPush::Yes, Manual, vec![]),
            (ScanType::Enhanced, push, ScanOnPush::No, Manual, vec![]),
            (
                ScanType::Enhanced,
                both.clone(),
                ScanOnPush::No,
                ContinuousScan,
                vec!["*/api"],
            ),
            (
                ScanType::Enhanced,
                both[..1].to_vec(),
                ScanOnPush::No,
                OnPush,
                vec!["shop", "*"],
            ),
        ] {
            let configuration = ScanningConfiguration { scan_type, rules };
            let found = RepositoryScanning::of(&configuration, &name("shop/api"), own);
            assert_eq!(
                (found.frequency, &found.filters),
                (
                    frequency,
                    &filters.iter().map(|filter| (*filter).to_owned()).collect()
                ),
                "{configuration:?}"
            );
            assert_eq!(found.is_on_push(), frequency != Manual);
        }
    }
}
