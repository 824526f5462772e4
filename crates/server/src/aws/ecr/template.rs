//! Repository creation templates: CreateRepositoryCreationTemplate, UpdateRepositoryCreationTemplate,
//! DeleteRepositoryCreationTemplate, DescribeRepositoryCreationTemplates. Always of the caller's own
//! registry.

use aws_model::ecr::{
    CreateRepositoryCreationTemplateRequest, CreateRepositoryCreationTemplateResponse,
    DeleteRepositoryCreationTemplateRequest, DeleteRepositoryCreationTemplateResponse,
    DescribeRepositoryCreationTemplatesRequest, DescribeRepositoryCreationTemplatesResponse,
    EncryptionConfiguration, EncryptionConfigurationForRepositoryCreationTemplate, ImageTagMutability,
    ImageTagMutabilityExclusionFilter, RCTAppliedFor, RepositoryCreationTemplate, Tag,
    UpdateRepositoryCreationTemplateRequest, UpdateRepositoryCreationTemplateResponse,
};
use names::RepositoryPrefix;
use registry::{Action, CreationTemplate, Encryption, ResourceTag, Scenario, TagMutability, TemplateChange};

use super::{Call, DEFAULT_PAGE, Result, invalid, page, repository, resource_tag};

pub(super) async fn create(
    call: &Call<'_>,
    input: CreateRepositoryCreationTemplateRequest,
) -> Result<CreateRepositoryCreationTemplateResponse> {
    let own = &call.caller.registry;
    let prefix = parse(&input.prefix)?;
    let grant = call
        .authorize(Action::CreateRepositoryCreationTemplate, own)
        .await?;
    let filters = input.image_tag_mutability_exclusion_filters;
    let mode = input.image_tag_mutability.unwrap_or(ImageTagMutability::Mutable);
    let change = TemplateChange {
        description: input.description,
        applied_for: Some(scenarios(input.applied_for)),
        tag_mutability: Some(repository::tag_mutability(mode, filters)?),
        encryption: encryption(input.encryption_configuration)?,
        resource_tags: input.resource_tags.map(resource_tag::from_wire),
        repository_policy: input.repository_policy,
        lifecycle_policy: input.lifecycle_policy,
        custom_role: input.custom_role_arn,
    };
    let template = call.service().template_create(&grant, prefix, change).await?;
    Ok(CreateRepositoryCreationTemplateResponse {
        registry_id: Some(own.account.to_string()),
        repository_creation_template: Some(to_wire(template)),
    })
}

pub(super) async fn update(
    call: &Call<'_>,
    input: UpdateRepositoryCreationTemplateRequest,
) -> Result<UpdateRepositoryCreationTemplateResponse> {
    let own = &call.caller.registry;
    let prefix = parse(&input.prefix)?;
    let grant = call
        .authorize(Action::UpdateRepositoryCreationTemplate, own)
        .await?;
    let filters = input.image_tag_mutability_exclusion_filters;
    let change = TemplateChange {
        description: input.description,
        applied_for: input.applied_for.map(scenarios),
        tag_mutability: mutability(input.image_tag_mutability, filters)?,
        encryption: encryption(input.encryption_configuration)?,
        resource_tags: input.resource_tags.map(resource_tag::from_wire),
        repository_policy: input.repository_policy,
        lifecycle_policy: input.lifecycle_policy,
        custom_role: input.custom_role_arn,
    };
    let template = call.service().template_update(&grant, prefix, change).await?;
    Ok(UpdateRepositoryCreationTemplateResponse {
        registry_id: Some(own.account.to_string()),
        repository_creation_template: Some(to_wire(template)),
    })
}

pub(super) async fn delete(
    call: &Call<'_>,
    input: DeleteRepositoryCreationTemplateRequest,
) -> Result<DeleteRepositoryCreationTemplateResponse> {
    let own = &call.caller.registry;
    let prefix = parse(&input.prefix)?;
    let grant = call
        .authorize(Action::DeleteRepositoryCreationTemplate, own)
        .await?;
    let template = call.service().template_delete(&grant, prefix).await?;
    Ok(DeleteRepositoryCreationTemplateResponse {
        registry_id: Some(own.account.to_string()),
        repository_creation_template: Some(to_wire(template)),
    })
}

pub(super) async fn describe(
    call: &Call<'_>,
    input: DescribeRepositoryCreationTemplatesRequest,
) -> Result<DescribeRepositoryCreationTemplatesResponse> {
    let own = &call.caller.registry;
    let prefixes = input.prefixes.filter(|prefixes| !prefixes.is_empty());
    if prefixes.is_some() && (input.next_token.is_some() || input.max_results.is_some()) {
        let why = "nextToken and maxResults cannot be used with prefixes";
        return Err(invalid("prefixes", why));
    }
    let grant = call
        .authorize(Action::DescribeRepositoryCreationTemplates, own)
        .await?;
    let (templates, next) = match prefixes {
        Some(prefixes) => {
            let prefixes: Result<Vec<_>> = prefixes.iter().map(|prefix| parse(prefix)).collect();
            (call.service().template_get(&grant, prefixes?).await?, None)
        }
        None => {
            let page = page(input.next_token, input.max_results, DEFAULT_PAGE);
            let page = call.service().template_list(&grant, &page).await?;
            (page.entries, page.next)
        }
    };
    Ok(DescribeRepositoryCreationTemplatesResponse {
        registry_id: Some(own.account.to_string()),
        repository_creation_templates: Some(templates.into_iter().map(to_wire).collect()),
        next_token: next,
    })
}

fn parse(prefix: &str) -> Result<RepositoryPrefix> {
    RepositoryPrefix::parse(prefix).map_err(|error| invalid("prefix", error.rule))
}

/// The mode and its filters are replaced together.
fn mutability(
    mode: Option<ImageTagMutability>,
    filters: Option<Vec<ImageTagMutabilityExclusionFilter>>,
) -> Result<Option<TagMutability>> {
    match (mode, filters) {
        (Some(mode), filters) => Ok(Some(repository::tag_mutability(mode, filters)?)),
        (None, None) => Ok(None),
        (None, Some(_)) => Err(invalid(
            "imageTagMutability",
            "Member must not be null when there are exclusion filters",
        )),
    }
}

/// An empty key is none.
fn encryption(
    configuration: Option<EncryptionConfigurationForRepositoryCreationTemplate>,
) -> Result<Option<Encryption>> {
    let same = |configuration: EncryptionConfigurationForRepositoryCreationTemplate| {
        repository::encryption(Some(EncryptionConfiguration {
            encryption_type: configuration.encryption_type,
            kms_key: configuration.kms_key.filter(|key| !key.is_empty()),
        }))
    };
    configuration.map(same).transpose()
}

fn scenarios(applied_for: Vec<RCTAppliedFor>) -> Vec<Scenario> {
    let mut scenarios = Vec::new();
    for applied in applied_for {
        let scenario = match applied {
            RCTAppliedFor::PullThroughCache => Scenario::PullThroughCache,
            RCTAppliedFor::Replication => Scenario::Replication,
            RCTAppliedFor::CreateOnPush => Scenario::CreateOnPush,
        };
        if !scenarios.contains(&scenario) {
            scenarios.push(scenario);
        }
    }
    scenarios
}

fn to_wire(template: CreationTemplate) -> RepositoryCreationTemplate {
    let applied = |scenario: &Scenario| match scenario {
        Scenario::PullThroughCache => RCTAppliedFor::PullThroughCache,
        Scenario::Replication => RCTAppliedFor::Replication,
        Scenario::CreateOnPush => RCTAppliedFor::CreateOnPush,
    };
    let (mode, filters) = repository::mutability_to_wire(&template.tag_mutability);
    let encryption = repository::encryption_to_wire(template.encryption);
    let tags = template.resource_tags.into_iter();
    let tags: Vec<Tag> = tags
        .map(|ResourceTag { key, value }| Tag { key, value })
        .collect();
    RepositoryCreationTemplate {
        prefix: Some(template.prefix.to_string()),
        description: template.description,
        encryption_configuration: Some(EncryptionConfigurationForRepositoryCreationTemplate {
            encryption_type: encryption.encryption_type,
            kms_key: encryption.kms_key,
        }),
        resource_tags: Some(tags).filter(|tags| !tags.is_empty()),
        image_tag_mutability: Some(mode),
        image_tag_mutability_exclusion_filters: filters,
        repository_policy: template.repository_policy,
        lifecycle_policy: template.lifecycle_policy,
        applied_for: Some(template.applied_for.iter().map(applied).collect()),
        custom_role_arn: template.custom_role,
        created_at: Some(template.created_at),
        updated_at: Some(template.updated_at),
    }
}
