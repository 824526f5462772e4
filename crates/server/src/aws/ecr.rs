//! The private `ecr` service: a table from operations to functions, one file per resource.

mod image;
mod layer;
mod referrer;
mod registry_policy;
mod repository;
mod repository_policy;
mod resource_tag;
mod token;

use aws_model::ecr::{
    DescribeRegistryRequest, DescribeRegistryResponse, Operation, ReplicationConfiguration,
};
use aws_model::{Shape, decode};
use names::{AccountId, Digest, RegistryKey, RepositoryArn, RepositoryName};
use registry::{Action, Error, Grant, ImageGrant, PageRequest, Registry, RequestFacts, has_digest_shape};
use serde::Serialize;

use crate::authenticate::Signed;
use crate::errors::AwsError;
use crate::exchange::Exchange;
use crate::permission::{Permission, of_operation};

type Result<T> = std::result::Result<T, AwsError>;

/// How many entries a page has when the caller does not say (ECR).
const DEFAULT_PAGE: usize = 100;

/// One authenticated call of the service.
struct Call<'a> {
    exchange: &'a Exchange,
    caller: Signed,
    permission: Permission,
}

/// Runs `operation` on `input` and returns its output as JSON. The operations in the last arm are
/// those that are not built yet.
pub(super) async fn dispatch(
    exchange: &Exchange,
    caller: Signed,
    operation: Operation,
    input: &[u8],
) -> Result<Vec<u8>> {
    use Operation as O;
    let call = &Call {
        exchange,
        caller,
        permission: of_operation(operation),
    };
    let input = Input {
        operation,
        body: input,
    };
    match operation {
        O::BatchCheckLayerAvailability => {
            output(&layer::batch_check_availability(call, input.decode()?).await?)
        }
        O::BatchDeleteImage => output(&image::batch_delete(call, input.decode()?).await?),
        O::BatchGetImage => output(&image::batch_get(call, input.decode()?).await?),
        O::CompleteLayerUpload => output(&layer::complete_upload(call, input.decode()?).await?),
        O::CreateRepository => output(&repository::create(call, input.decode()?).await?),
        O::DeleteRegistryPolicy => output(&registry_policy::delete(call, input.decode()?).await?),
        O::DeleteRepository => output(&repository::delete(call, input.decode()?).await?),
        O::DeleteRepositoryPolicy => output(&repository_policy::delete(call, input.decode()?).await?),
        O::DescribeImages => output(&image::describe(call, input.decode()?).await?),
        O::DescribeRegistry => output(&describe_registry(call, input.decode()?).await?),
        O::DescribeRepositories => output(&repository::describe(call, input.decode()?).await?),
        O::GetAuthorizationToken => output(&token::get(call, input.decode()?, input.body).await?),
        O::GetDownloadUrlForLayer => output(&layer::get_download_url(call, input.decode()?).await?),
        O::GetRegistryPolicy => output(&registry_policy::get(call, input.decode()?).await?),
        O::GetRepositoryPolicy => output(&repository_policy::get(call, input.decode()?).await?),
        O::InitiateLayerUpload => output(&layer::initiate_upload(call, input.decode()?).await?),
        O::ListImageReferrers => output(&referrer::list(call, input.decode()?).await?),
        O::ListImages => output(&image::list(call, input.decode()?).await?),
        O::ListTagsForResource => output(&resource_tag::list(call, input.decode()?).await?),
        O::PutImage => output(&image::put(call, input.decode()?).await?),
        O::PutImageTagMutability => output(&repository::put_tag_mutability(call, input.decode()?).await?),
        O::PutRegistryPolicy => output(&registry_policy::put(call, input.decode()?).await?),
        O::SetRepositoryPolicy => output(&repository_policy::set(call, input.decode()?).await?),
        O::TagResource => output(&resource_tag::put(call, input.decode()?).await?),
        O::UntagResource => output(&resource_tag::delete(call, input.decode()?).await?),
        O::UploadLayerPart => output(&layer::upload_part(call, input.decode()?).await?),

        O::BatchGetRepositoryScanningConfiguration
        | O::CreatePullThroughCacheRule
        | O::CreateRepositoryCreationTemplate
        | O::DeleteLifecyclePolicy
        | O::DeletePullThroughCacheRule
        | O::DeleteRepositoryCreationTemplate
        | O::DeleteSigningConfiguration
        | O::DeregisterPullTimeUpdateExclusion
        | O::DescribeImageReplicationStatus
        | O::DescribeImageScanFindings
        | O::DescribeImageSigningStatus
        | O::DescribePullThroughCacheRules
        | O::DescribeReplicationBackfillResults
        | O::DescribeRepositoryCreationTemplates
        | O::GetAccountSetting
        | O::GetLifecyclePolicy
        | O::GetLifecyclePolicyPreview
        | O::GetRegistryScanningConfiguration
        | O::GetSigningConfiguration
        | O::ListPullTimeUpdateExclusions
        | O::ListReplicationBackfills
        | O::PutAccountSetting
        | O::PutImageScanningConfiguration
        | O::PutLifecyclePolicy
        | O::PutRegistryScanningConfiguration
        | O::PutReplicationConfiguration
        | O::PutSigningConfiguration
        | O::RegisterPullTimeUpdateExclusion
        | O::StartImageScan
        | O::StartLifecyclePolicyPreview
        | O::StartReplicationBackfill
        | O::StopReplicationBackfill
        | O::UpdateImageStorageClass
        | O::UpdatePullThroughCacheRule
        | O::UpdateRepositoryCreationTemplate
        | O::ValidatePullThroughCacheRule => Err(AwsError::unbuilt(operation.name())),
    }
}

/// A request's body, before it is known to be an input of the operation.
struct Input<'a> {
    operation: Operation,
    body: &'a [u8],
}

impl Input<'_> {
    fn decode<T: Shape>(&self) -> Result<T> {
        decode(self.body).map_err(|error| {
            AwsError::decode(&error, |violations| {
                let (code, message) = self.operation.constraint_error(violations);
                (code.name(), message)
            })
        })
    }
}

fn output(value: &impl Serialize) -> Result<Vec<u8>> {
    let broken = |error: serde_json::Error| registry::Internal::Broken(error.to_string());
    serde_json::to_vec(value).map_err(|error| Error::from(broken(error)).into())
}

async fn describe_registry(call: &Call<'_>, _: DescribeRegistryRequest) -> Result<DescribeRegistryResponse> {
    let grant = call
        .authorize(Action::DescribeRegistry, &call.caller.registry)
        .await?;
    Ok(DescribeRegistryResponse {
        registry_id: Some(grant.resource().account.to_string()),
        replication_configuration: Some(ReplicationConfiguration { rules: Vec::new() }),
    })
}

impl Call<'_> {
    fn service(&self) -> &Registry {
        &self.exchange.app.registry
    }

    /// The registry that `registryId` names in the region of the call; the caller's own without.
    fn registry(&self, registry_id: Option<&str>) -> Result<RegistryKey> {
        let region = self.caller.registry.region.clone();
        let account = registry_id.map(AccountId::parse).transpose();
        let account =
            account.map_err(|_| invalid("registryId", "must satisfy regular expression '[0-9]{12}'"))?;
        Ok(RegistryKey {
            account: account.unwrap_or(self.caller.registry.account),
            region,
        })
    }

    fn repository(&self, registry_id: Option<&str>, name: &str) -> Result<RepositoryArn> {
        let registry = self.registry(registry_id)?;
        let rule = || {
            format!(
                "must satisfy regular expression '{}'",
                names::REPOSITORY_NAME_PATTERN
            )
        };
        let name = RepositoryName::parse(name).map_err(|_| invalid("repositoryName", &rule()))?;
        Ok(RepositoryArn { registry, name })
    }

    async fn authorize<R: registry::Resource>(&self, action: Action, resource: &R) -> Result<Grant<R>> {
        self.authorize_with(action, resource, &RequestFacts::none()).await
    }

    /// Like [`Self::authorize`], with condition keys that the request fills in.
    async fn authorize_with<R: registry::Resource>(
        &self,
        action: Action,
        resource: &R,
        facts: &RequestFacts,
    ) -> Result<Grant<R>> {
        debug_assert!(
            self.permission.covers(action, &resource.display(action), facts),
            "{action:?} has no row"
        );
        let decided = self
            .service()
            .authorize_with(&self.caller.caller, action, resource, facts);
        Ok(decided.await?)
    }

    /// The right to do `action` on the named repository.
    async fn authorize_repository(
        &self,
        action: Action,
        registry_id: Option<&str>,
        name: &str,
    ) -> Result<Grant<RepositoryArn>> {
        self.authorize(action, &self.repository(registry_id, name)?).await
    }

    /// The right to do `action` on images of the named repository.
    async fn authorize_images(
        &self,
        action: Action,
        registry_id: Option<&str>,
        name: &str,
    ) -> Result<ImageGrant> {
        debug_assert!(self.permission.names(action), "{action:?} has no row");
        let repository = self.repository(registry_id, name)?;
        let decided = self
            .service()
            .authorize_images(&self.caller.caller, action, &repository);
        Ok(decided.await?)
    }
}

/// A digest of content. ECR's grammar is wider than what can be computed here, so there are two
/// ways to break it.
fn parse_digest(parameter: &'static str, text: &str) -> Result<Digest> {
    let why = if has_digest_shape(text) {
        "Member must be a sha256 or sha512 digest"
    } else {
        "must satisfy regular expression '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'"
    };
    Digest::parse(text).map_err(|_| invalid(parameter, why))
}

/// A parameter that is within the model's constraints and still cannot be.
fn invalid(parameter: &'static str, why: &str) -> AwsError {
    Error::InvalidParameter {
        parameter,
        why: why.to_owned(),
    }
    .into()
}

/// Which page a request asks for; the model bounds `max_results`.
fn page(token: Option<String>, max_results: Option<i32>, default: usize) -> PageRequest {
    let size = max_results
        .and_then(|size| usize::try_from(size).ok())
        .unwrap_or(default);
    PageRequest { token, size }
}

/// A size or position as the model's `long`.
fn long(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}
