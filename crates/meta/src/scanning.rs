//! How a registry scans its repositories (ECR `PutRegistryScanningConfiguration`).

use names::RegistryKey;
use serde_json::{Value as Json, json};

use crate::row::{Row, corrupt};
use crate::statement::statements;
use crate::{Error, Tx};

/// Which scanner looks at images (ECR `scanType`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScanType {
    /// Packages of the operating system.
    Basic,
    /// Packages of programming languages too, and again when something new is known.
    Enhanced,
}

/// When the images of a repository are scanned (ECR `scanFrequency`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScanFrequency {
    /// When they are pushed.
    ScanOnPush,
    /// When they are pushed, and whenever something new is known.
    ContinuousScan,
    /// When somebody asks.
    Manual,
}

/// When the repositories that one of the filters names are scanned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScanningRule {
    /// When.
    pub frequency: ScanFrequency,
    /// Filters of type `WILDCARD`, as given.
    pub filters: Vec<String>,
}

/// How a registry scans its repositories.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScanningConfiguration {
    /// Which scanner.
    pub scan_type: ScanType,
    /// When, by repository.
    pub rules: Vec<ScanningRule>,
}

statements! {
    PUT = "INSERT INTO registry_scanning (account_id, region, scan_type, rules) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (account_id, region) DO UPDATE SET scan_type = excluded.scan_type, \
        rules = excluded.rules";
    GET = "SELECT scan_type, rules FROM registry_scanning WHERE account_id = $1 AND region = $2";
}

impl Tx<'_> {
    /// Sets the configuration of a registry, in place of the one that it has.
    ///
    /// # Errors
    /// [`Error::Dangling`] when the account does not exist.
    pub async fn registry_scanning_put(
        &mut self,
        registry: &RegistryKey,
        configuration: &ScanningConfiguration,
    ) -> Result<(), Error> {
        let RegistryKey { account, region } = registry;
        let scan_type = match configuration.scan_type {
            ScanType::Basic => "BASIC",
            ScanType::Enhanced => "ENHANCED",
        };
        let rules = write_rules(&configuration.rules);
        let values = [
            account.into(),
            region.into(),
            scan_type.into(),
            rules.as_str().into(),
        ];
        self.execute(PUT, &values).await?;
        Ok(())
    }

    /// The configuration of a registry; `None` when it has not chosen one.
    pub async fn registry_scanning_get(
        &mut self,
        registry: &RegistryKey,
    ) -> Result<Option<ScanningConfiguration>, Error> {
        let RegistryKey { account, region } = registry;
        self.row(GET, &[account.into(), region.into()], read).await
    }
}

fn read(row: &Row<'_>) -> Result<ScanningConfiguration, Error> {
    let scan_type = match row.text(0, "registry_scanning.scan_type")? {
        "BASIC" => ScanType::Basic,
        "ENHANCED" => ScanType::Enhanced,
        _ => return Err(corrupt("registry_scanning.scan_type")),
    };
    let rules = read_rules(row.text(1, "registry_scanning.rules")?);
    Ok(ScanningConfiguration {
        scan_type,
        rules: rules.ok_or_else(|| corrupt("registry_scanning.rules"))?,
    })
}

fn write_rules(rules: &[ScanningRule]) -> String {
    let rule = |rule: &ScanningRule| {
        let frequency = match rule.frequency {
            ScanFrequency::ScanOnPush => "SCAN_ON_PUSH",
            ScanFrequency::ContinuousScan => "CONTINUOUS_SCAN",
            ScanFrequency::Manual => "MANUAL",
        };
        json!({"frequency": frequency, "filters": rule.filters})
    };
    Json::from_iter(rules.iter().map(rule)).to_string()
}

fn read_rules(text: &str) -> Option<Vec<ScanningRule>> {
    let rules: Vec<Json> = serde_json::from_str(text).ok()?;
    let rule = |rule: Json| {
        let frequency = match rule["frequency"].as_str()? {
            "SCAN_ON_PUSH" => ScanFrequency::ScanOnPush,
            "CONTINUOUS_SCAN" => ScanFrequency::ContinuousScan,
            "MANUAL" => ScanFrequency::Manual,
            _ => return None,
        };
        let filters = rule["filters"].as_array()?.iter();
        let filters = filters.map(|filter| filter.as_str().map(str::to_owned));
        Some(ScanningRule {
            frequency,
            filters: filters.collect::<Option<_>>()?,
        })
    };
    rules.into_iter().map(rule).collect()
}
