//! Repositories: CreateRepository, DescribeRepositories, DeleteRepository, PutImageTagMutability.

use aws_model::ecr::{
    CreateRepositoryRequest, CreateRepositoryResponse, DeleteRepositoryRequest, DeleteRepositoryResponse,
    DescribeRepositoriesRequest, DescribeRepositoriesResponse, EncryptionConfiguration, EncryptionType,
    ImageScanningConfiguration, ImageTagMutability, ImageTagMutabilityExclusionFilter,
    ImageTagMutabilityExclusionFilterType, PutImageTagMutabilityRequest, PutImageTagMutabilityResponse,
    Repository,
};
use registry::{Action, Encryption, NewRepository, RepositoryDeletion, TagMutability};

use super::{Call, DEFAULT_PAGE, Result, invalid, page, resource_tag};

const FILTERS: &str = "imageTagMutabilityExclusionFilters";

pub(super) async fn create(
    call: &Call<'_>,
    input: CreateRepositoryRequest,
) -> Result<CreateRepositoryResponse> {
    let arn = call.repository(input.registry_id.as_deref(), &input.repository_name)?;
    let tags = input.tags.unwrap_or_default();
    let facts = resource_tag::tag_facts(&tags);
    let grant = call
        .authorize_with(Action::CreateRepository, &arn, &facts)
        .await?;
    if !tags.is_empty() {
        call.authorize_with(Action::TagResource, &arn, &facts).await?;
    }
    let mode = input.image_tag_mutability.unwrap_or(ImageTagMutability::Mutable);
    let scanning = input
        .image_scanning_configuration
        .and_then(|scanning| scanning.scan_on_push);
    let new = NewRepository {
        tag_mutability: tag_mutability(mode, input.image_tag_mutability_exclusion_filters)?,
        scan_on_push: scanning.unwrap_or(false),
        encryption: encryption(input.encryption_configuration)?,
        tags: resource_tag::from_wire(tags),
    };
    let repository = call.service().repository_create(&grant, new).await?;
    Ok(CreateRepositoryResponse {
        repository: Some(to_wire(call, repository)),
    })
}

pub(super) async fn describe(
    call: &Call<'_>,
    input: DescribeRepositoriesRequest,
) -> Result<DescribeRepositoriesResponse> {
    let registry_id = input.registry_id.as_deref();
    if let Some(names) = input.repository_names {
        if input.next_token.is_some() || input.max_results.is_some() {
            let why = "nextToken and maxResults cannot be used with repositoryNames";
            return Err(invalid("repositoryNames", why));
        }
        let mut repositories = Vec::new();
        for name in names {
            let grant = call
                .authorize_repository(Action::DescribeRepositories, registry_id, &name)
                .await?;
            repositories.push(to_wire(call, call.service().repository_get(&grant).await?));
        }
        return Ok(DescribeRepositoriesResponse {
            repositories: Some(repositories),
            next_token: None,
        });
    }
    let grant = call
        .authorize(Action::DescribeRepositories, &call.registry(registry_id)?)
        .await?;
    let page = page(input.next_token, input.max_results, DEFAULT_PAGE);
    let page = call.service().repository_list(&grant, &page).await?;
    let repositories = page
        .entries
        .into_iter()
        .map(|repository| to_wire(call, repository))
        .collect();
    Ok(DescribeRepositoriesResponse {
        repositories: Some(repositories),
        next_token: page.next,
    })
}

pub(super) async fn delete(
    call: &Call<'_>,
    input: DeleteRepositoryRequest,
) -> Result<DeleteRepositoryResponse> {
    let grant = call
        .authorize_repository(
            Action::DeleteRepository,
            input.registry_id.as_deref(),
            &input.repository_name,
        )
        .await?;
    let deletion = match input.force {
        Some(true) => RepositoryDeletion::Force,
        Some(false) | None => RepositoryDeletion::Empty,
    };
    let repository = call.service().repository_delete(&grant, deletion).await?;
    Ok(DeleteRepositoryResponse {
        repository: Some(to_wire(call, repository)),
    })
}

pub(super) async fn put_tag_mutability(
    call: &Call<'_>,
    input: PutImageTagMutabilityRequest,
) -> Result<PutImageTagMutabilityResponse> {
    let grant = call
        .authorize_repository(
            Action::PutImageTagMutability,
            input.registry_id.as_deref(),
            &input.repository_name,
        )
        .await?;
    let wanted = tag_mutability(
        input.image_tag_mutability,
        input.image_tag_mutability_exclusion_filters,
    )?;
    let repository = call
        .service()
        .repository_put_tag_mutability(&grant, wanted)
        .await?;
    let (mode, filters) = mutability_to_wire(&repository.tag_mutability);
    Ok(PutImageTagMutabilityResponse {
        registry_id: Some(repository.arn.registry.account.to_string()),
        repository_name: Some(repository.arn.name.to_string()),
        image_tag_mutability: Some(mode),
        image_tag_mutability_exclusion_filters: filters,
    })
}

pub(super) fn tag_mutability(
    mode: ImageTagMutability,
    filters: Option<Vec<ImageTagMutabilityExclusionFilter>>,
) -> Result<TagMutability> {
    let filters: Vec<String> = filters
        .unwrap_or_default()
        .into_iter()
        .map(|filter| filter.filter)
        .collect();
    let none = || {
        invalid(
            FILTERS,
            "Member must not be empty when the tag mutability has exclusions",
        )
    };
    let unwanted = || {
        invalid(
            FILTERS,
            "Member must be empty when the tag mutability has no exclusions",
        )
    };
    match mode {
        ImageTagMutability::Mutable if filters.is_empty() => Ok(TagMutability::Mutable),
        ImageTagMutability::Immutable if filters.is_empty() => Ok(TagMutability::Immutable),
        ImageTagMutability::Mutable | ImageTagMutability::Immutable => Err(unwanted()),
        ImageTagMutability::MutableWithExclusion | ImageTagMutability::ImmutableWithExclusion
            if filters.is_empty() =>
        {
            Err(none())
        }
        ImageTagMutability::MutableWithExclusion => Ok(TagMutability::MutableWithExclusion(filters)),
        ImageTagMutability::ImmutableWithExclusion => Ok(TagMutability::ImmutableWithExclusion(filters)),
    }
}

pub(super) fn mutability_to_wire(
    mutability: &TagMutability,
) -> (ImageTagMutability, Option<Vec<ImageTagMutabilityExclusionFilter>>) {
    let to_wire = |filters: &[String]| {
        let filter_type = ImageTagMutabilityExclusionFilterType::Wildcard;
        let to_wire = |filter: &String| ImageTagMutabilityExclusionFilter {
            filter_type,
            filter: filter.clone(),
        };
        Some(filters.iter().map(to_wire).collect())
    };
    match mutability {
        TagMutability::Mutable => (ImageTagMutability::Mutable, None),
        TagMutability::Immutable => (ImageTagMutability::Immutable, None),
        TagMutability::MutableWithExclusion(filters) => {
            (ImageTagMutability::MutableWithExclusion, to_wire(filters))
        }
        TagMutability::ImmutableWithExclusion(filters) => {
            (ImageTagMutability::ImmutableWithExclusion, to_wire(filters))
        }
    }
}

pub(super) fn encryption(configuration: Option<EncryptionConfiguration>) -> Result<Encryption> {
    let Some(EncryptionConfiguration {
        encryption_type,
        kms_key,
    }) = configuration
    else {
        return Ok(Encryption::Aes256);
    };
    match encryption_type {
        EncryptionType::Aes256 if kms_key.is_none() => Ok(Encryption::Aes256),
        EncryptionType::Aes256 => Err(invalid(
            "kmsKey",
            "Member must be null when the encryption type is AES256",
        )),
        EncryptionType::Kms => Ok(Encryption::Kms { key: kms_key }),
        EncryptionType::KmsDsse => Ok(Encryption::KmsDsse { key: kms_key }),
    }
}

pub(super) fn encryption_to_wire(encryption: Encryption) -> EncryptionConfiguration {
    let (encryption_type, kms_key) = match encryption {
        Encryption::Aes256 => (EncryptionType::Aes256, None),
        Encryption::Kms { key } => (EncryptionType::Kms, key),
        Encryption::KmsDsse { key } => (EncryptionType::KmsDsse, key),
    };
    EncryptionConfiguration {
        encryption_type,
        kms_key,
    }
}

fn to_wire(call: &Call<'_>, repository: registry::Repository) -> Repository {
    let (mode, filters) = mutability_to_wire(&repository.tag_mutability);
    Repository {
        repository_arn: Some(repository.arn.to_string()),
        registry_id: Some(repository.arn.registry.account.to_string()),
        repository_name: Some(repository.arn.name.to_string()),
        repository_uri: Some(call.exchange.host.repository_uri(&repository.arn)),
        created_at: Some(repository.created_at),
        image_tag_mutability: Some(mode),
        image_tag_mutability_exclusion_filters: filters,
        image_scanning_configuration: Some(ImageScanningConfiguration {
            scan_on_push: Some(repository.scan_on_push),
        }),
        encryption_configuration: Some(encryption_to_wire(repository.encryption)),
    }
}
