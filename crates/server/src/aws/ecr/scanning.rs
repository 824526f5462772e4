//! Configuration of scans: PutImageScanningConfiguration, PutRegistryScanningConfiguration,
//! GetRegistryScanningConfiguration, BatchGetRepositoryScanningConfiguration.

use aws_model::ecr::{
    BatchGetRepositoryScanningConfigurationRequest, BatchGetRepositoryScanningConfigurationResponse,
    GetRegistryScanningConfigurationRequest, GetRegistryScanningConfigurationResponse,
    ImageScanningConfiguration, PutImageScanningConfigurationRequest, PutImageScanningConfigurationResponse,
    PutRegistryScanningConfigurationRequest, PutRegistryScanningConfigurationResponse,
    RegistryScanningConfiguration, RegistryScanningRule, RepositoryScanningConfiguration,
    RepositoryScanningConfigurationFailure, ScanFrequency, ScanType, ScanningConfigurationFailureCode,
    ScanningRepositoryFilter, ScanningRepositoryFilterType,
};
use registry::{Action, Error, ScanOnPush, ScanningConfiguration, ScanningRule};

use super::{Call, Result};

pub(super) async fn put_image(
    call: &Call<'_>,
    input: PutImageScanningConfigurationRequest,
) -> Result<PutImageScanningConfigurationResponse> {
    let grant = call
        .authorize_repository(
            Action::PutImageScanningConfiguration,
            input.registry_id.as_deref(),
            &input.repository_name,
        )
        .await?;
    let scan_on_push = match input.image_scanning_configuration.scan_on_push {
        Some(true) => ScanOnPush::Yes,
        Some(false) | None => ScanOnPush::No,
    };
    let repository = call
        .service()
        .repository_put_scan_on_push(&grant, scan_on_push)
        .await?;
    Ok(PutImageScanningConfigurationResponse {
        registry_id: Some(repository.arn.registry.account.to_string()),
        repository_name: Some(repository.arn.name.to_string()),
        image_scanning_configuration: Some(ImageScanningConfiguration {
            scan_on_push: Some(repository.scan_on_push),
        }),
    })
}

pub(super) async fn put_registry(
    call: &Call<'_>,
    input: PutRegistryScanningConfigurationRequest,
) -> Result<PutRegistryScanningConfigurationResponse> {
    let own = &call.caller.registry;
    let grant = call
        .authorize(Action::PutRegistryScanningConfiguration, own)
        .await?;
    let rules = input.rules.unwrap_or_default().into_iter().map(from_wire);
    let wanted = ScanningConfiguration {
        scan_type: match input.scan_type {
            None | Some(ScanType::Basic) => registry::ScanType::Basic,
            Some(ScanType::Enhanced) => registry::ScanType::Enhanced,
        },
        rules: rules.collect(),
    };
    let configuration = call.service().scanning_put(&grant, wanted).await?;
    Ok(PutRegistryScanningConfigurationResponse {
        registry_scanning_configuration: Some(to_wire(configuration)),
    })
}

pub(super) async fn get_registry(
    call: &Call<'_>,
    _: GetRegistryScanningConfigurationRequest,
) -> Result<GetRegistryScanningConfigurationResponse> {
    let own = &call.caller.registry;
    let grant = call
        .authorize(Action::GetRegistryScanningConfiguration, own)
        .await?;
    let configuration = call.service().scanning_get(&grant).await?;
    Ok(GetRegistryScanningConfigurationResponse {
        registry_id: Some(own.account.to_string()),
        scanning_configuration: Some(to_wire(configuration)),
    })
}

pub(super) async fn batch_get(
    call: &Call<'_>,
    input: BatchGetRepositoryScanningConfigurationRequest,
) -> Result<BatchGetRepositoryScanningConfigurationResponse> {
    let action = Action::BatchGetRepositoryScanningConfiguration;
    let mut grants = Vec::new();
    for name in &input.repository_names {
        grants.push(call.authorize_repository(action, None, name).await?);
    }
    let found = call.service().scanning_of_repositories(&grants).await?;
    let (mut configurations, mut failures) = (Vec::new(), Vec::new());
    for (grant, found) in grants.iter().zip(found) {
        let arn = grant.resource();
        let name = Some(arn.name.to_string());
        let Some(scanning) = found else {
            failures.push(RepositoryScanningConfigurationFailure {
                repository_name: name,
                failure_code: Some(ScanningConfigurationFailureCode::RepositoryNotFound),
                failure_reason: Some(Error::RepositoryNotFound(arn.clone()).to_string()),
            });
            continue;
        };
        configurations.push(RepositoryScanningConfiguration {
            repository_arn: Some(arn.to_string()),
            repository_name: name,
            scan_on_push: Some(scanning.is_on_push()),
            scan_frequency: Some(frequency_to_wire(scanning.frequency)),
            applied_scan_filters: Some(filters_to_wire(scanning.filters)),
        });
    }
    Ok(BatchGetRepositoryScanningConfigurationResponse {
        scanning_configurations: Some(configurations),
        failures: Some(failures),
    })
}

fn from_wire(rule: RegistryScanningRule) -> ScanningRule {
    let filters = rule.repository_filters.into_iter();
    ScanningRule {
        frequency: match rule.scan_frequency {
            ScanFrequency::ScanOnPush => registry::ScanFrequency::ScanOnPush,
            ScanFrequency::ContinuousScan => registry::ScanFrequency::ContinuousScan,
            ScanFrequency::Manual => registry::ScanFrequency::Manual,
        },
        filters: filters.map(|filter| filter.filter).collect(),
    }
}

fn to_wire(configuration: ScanningConfiguration) -> RegistryScanningConfiguration {
    let rule = |rule: ScanningRule| RegistryScanningRule {
        scan_frequency: frequency_to_wire(rule.frequency),
        repository_filters: filters_to_wire(rule.filters),
    };
    RegistryScanningConfiguration {
        scan_type: Some(match configuration.scan_type {
            registry::ScanType::Basic => ScanType::Basic,
            registry::ScanType::Enhanced => ScanType::Enhanced,
        }),
        rules: Some(configuration.rules.into_iter().map(rule).collect()),
    }
}

fn frequency_to_wire(frequency: registry::ScanFrequency) -> ScanFrequency {
    match frequency {
        registry::ScanFrequency::ScanOnPush => ScanFrequency::ScanOnPush,
        registry::ScanFrequency::ContinuousScan => ScanFrequency::ContinuousScan,
        registry::ScanFrequency::Manual => ScanFrequency::Manual,
    }
}

fn filters_to_wire(filters: Vec<String>) -> Vec<ScanningRepositoryFilter> {
    let to_wire = |filter| ScanningRepositoryFilter {
        filter,
        filter_type: ScanningRepositoryFilterType::Wildcard,
    };
    filters.into_iter().map(to_wire).collect()
}
