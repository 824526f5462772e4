//! The private `ecr` service: a table from operations to functions, one file per resource.

mod account_setting;
mod image;
mod image_storage;
mod layer;
mod lifecycle;
mod pull_time_exclusion;
mod referrer;
mod registry_policy;
mod repository;
mod repository_policy;
mod resource_tag;
mod scanning;
mod template;
mod token;

use aws_model::ecr::{
    DescribeRegistryRequest, DescribeRegistryResponse, Operation, ReplicationConfiguration,
};
use aws_model::{Shape, decode};
use names::{AccountId, Digest, RegistryKey, RepositoryArn, RepositoryName};
use registry::{Action, Error, Grant, ImageGrant, PageRequest, Registry, RequestFacts, has_digest_shape};
use serde::Serialize;

use super::boxed;
use crate::authenticate::Signed;
use crate::errors::AwsError;
use crate::exchange::Exchange;
use crate::permission::{Permission, of_operation};

pub(super) type Result<T> = std::result::Result<T, AwsError>;

/// How many entries a page has when the caller does not say (ECR).
pub(super) const DEFAULT_PAGE: usize = 100;

/// One authenticated call of this service or of our own.
pub(super) struct Call<'a> {
    exchange: &'a Exchange,
    caller: Signed,
    permission: Permission,
}

/// Decodes the input, runs a function on it and writes its output.
macro_rules! run {
    ($call:ident, $input:ident, $function:path) => {
        boxed(|| async { output(&$function($call, $input.decode()?).await?) }).await
    };
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
    let call = &Call::new(exchange, caller, of_operation(operation));
    let input = Input {
        operation,
        body: input,
    };
    match operation {
        O::BatchCheckLayerAvailability => run!(call, input, layer::batch_check_availability),
        O::BatchDeleteImage => run!(call, input, image::batch_delete),
        O::BatchGetImage => run!(call, input, image::batch_get),
        O::BatchGetRepositoryScanningConfiguration => run!(call, input, scanning::batch_get),
        O::CompleteLayerUpload => run!(call, input, layer::complete_upload),
        O::CreateRepository => run!(call, input, repository::create),
        O::CreateRepositoryCreationTemplate => run!(call, input, template::create),
        O::DeleteLifecyclePolicy => run!(call, input, lifecycle::delete),
        O::DeleteRegistryPolicy => run!(call, input, registry_policy::delete),
        O::DeleteRepository => run!(call, input, repository::delete),
        O::DeleteRepositoryCreationTemplate => run!(call, input, template::delete),
        O::DeleteRepositoryPolicy => run!(call, input, repository_policy::delete),
        O::DeregisterPullTimeUpdateExclusion => run!(call, input, pull_time_exclusion::deregister),
        O::DescribeImages => run!(call, input, image::describe),
        O::DescribeRegistry => run!(call, input, describe_registry),
        O::DescribeRepositories => run!(call, input, repository::describe),
        O::DescribeRepositoryCreationTemplates => run!(call, input, template::describe),
        O::GetAccountSetting => run!(call, input, account_setting::get),
        O::GetAuthorizationToken => {
            boxed(|| async { output(&token::get(call, input.decode()?, input.body).await?) }).await
        }
        O::GetDownloadUrlForLayer => run!(call, input, layer::get_download_url),
        O::GetLifecyclePolicy => run!(call, input, lifecycle::get),
        O::GetLifecyclePolicyPreview => run!(call, input, lifecycle::get_preview),
        O::GetRegistryPolicy => run!(call, input, registry_policy::get),
        O::GetRegistryScanningConfiguration => run!(call, input, scanning::get_registry),
        O::GetRepositoryPolicy => run!(call, input, repository_policy::get),
        O::InitiateLayerUpload => run!(call, input, layer::initiate_upload),
        O::ListImageReferrers => run!(call, input, referrer::list),
        O::ListImages => run!(call, input, image::list),
        O::ListPullTimeUpdateExclusions => run!(call, input, pull_time_exclusion::list),
        O::ListTagsForResource => run!(call, input, resource_tag::list),
        O::PutAccountSetting => run!(call, input, account_setting::put),
        O::PutImage => run!(call, input, image::put),
        O::PutImageScanningConfiguration => run!(call, input, scanning::put_image),
        O::PutImageTagMutability => run!(call, input, repository::put_tag_mutability),
        O::PutLifecyclePolicy => run!(call, input, lifecycle::put),
        O::PutRegistryPolicy => run!(call, input, registry_policy::put),
        O::PutRegistryScanningConfiguration => run!(call, input, scanning::put_registry),
        O::RegisterPullTimeUpdateExclusion => run!(call, input, pull_time_exclusion::register),
        O::SetRepositoryPolicy => run!(call, input, repository_policy::set),
        O::StartLifecyclePolicyPreview => run!(call, input, lifecycle::start_preview),
        O::TagResource => run!(call, input, resource_tag::put),
        O::UntagResource => run!(call, input, resource_tag::delete),
        O::UpdateImageStorageClass => run!(call, input, image_storage::update),
        O::UpdateRepositoryCreationTemplate => run!(call, input, template::update),
        O::UploadLayerPart => run!(call, input, layer::upload_part),

        O::CreatePullThroughCacheRule
        | O::DeletePullThroughCacheRule
        | O::DeleteSigningConfiguration
        | O::DescribeImageReplicationStatus
        | O::DescribeImageScanFindings
        | O::DescribeImageSigningStatus
        | O::DescribePullThroughCacheRules
        | O::DescribeReplicationBackfillResults
        | O::GetSigningConfiguration
        | O::ListReplicationBackfills
        | O::PutReplicationConfiguration
        | O::PutSigningConfiguration
        | O::StartImageScan
        | O::StartReplicationBackfill
        | O::StopReplicationBackfill
        | O::UpdatePullThroughCacheRule
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

pub(super) fn output(value: &impl Serialize) -> Result<Vec<u8>> {
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

impl<'a> Call<'a> {
    pub(super) fn new(exchange: &'a Exchange, caller: Signed, permission: Permission) -> Self {
        Self {
            exchange,
            caller,
            permission,
        }
    }

    pub(super) fn service(&self) -> &Registry {
        &self.exchange.app.registry
    }

    /// The caller's own registry.
    pub(super) fn own_registry(&self) -> &RegistryKey {
        &self.caller.registry
    }

    /// The registry that `registryId` names in the region of the call; the caller's own without.
    pub(super) fn registry(&self, registry_id: Option<&str>) -> Result<RegistryKey> {
        let region = self.caller.registry.region.clone();
        let account = registry_id.map(AccountId::parse).transpose();
        let account =
            account.map_err(|_| invalid("registryId", "must satisfy regular expression '[0-9]{12}'"))?;
        Ok(RegistryKey {
            account: account.unwrap_or(self.caller.registry.account),
            region,
        })
    }

    pub(super) fn repository(&self, registry_id: Option<&str>, name: &str) -> Result<RepositoryArn> {
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

    /// How clients of the OCI API name a repository.
    pub(super) fn repository_uri(&self, repository: &RepositoryArn) -> String {
        self.exchange.host.repository_uri(repository)
    }

    pub(super) async fn authorize<R: registry::Resource>(
        &self,
        action: Action,
        resource: &R,
    ) -> Result<Grant<R>> {
        self.authorize_with(action, resource, &RequestFacts::none()).await
    }

    /// Like [`Self::authorize`], with condition keys that the request fills in.
    pub(super) async fn authorize_with<R: registry::Resource>(
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
    pub(super) async fn authorize_repository(
        &self,
        action: Action,
        registry_id: Option<&str>,
        name: &str,
    ) -> Result<Grant<RepositoryArn>> {
        self.authorize(action, &self.repository(registry_id, name)?).await
    }

    /// The right to do `action` on images of the named repository.
    pub(super) async fn authorize_images(
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
pub(super) fn parse_digest(parameter: &'static str, text: &str) -> Result<Digest> {
    let why = if has_digest_shape(text) {
        "Member must be a sha256 or sha512 digest"
    } else {
        "must satisfy regular expression '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'"
    };
    Digest::parse(text).map_err(|_| invalid(parameter, why))
}

/// A parameter that is within the model's constraints and still cannot be.
pub(super) fn invalid(parameter: &'static str, why: &str) -> AwsError {
    Error::InvalidParameter {
        parameter,
        why: why.to_owned(),
    }
    .into()
}

/// Which page a request asks for; the model bounds `max_results`.
pub(super) fn page(token: Option<String>, max_results: Option<i32>, default: usize) -> PageRequest {
    let size = max_results
        .and_then(|size| usize::try_from(size).ok())
        .unwrap_or(default);
    PageRequest { token, size }
}

/// A size or position as the model's `long`.
pub(super) fn long(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}
