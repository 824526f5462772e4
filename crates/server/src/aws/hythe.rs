//! Our own service, `hythe`: what ECR does not have. A table from operations to functions, one file
//! per resource. Its calls are `ecr`'s in everything but their names; docs/hythe-api.md is for who
//! calls it.

mod deleted_image;
mod deleted_repository;
mod image;
mod image_pull;
mod lifecycle;
mod log;
mod protection;
mod repository;

use aws_model::hythe::Operation;
use aws_model::{Shape, decode};

use super::boxed;
use super::ecr::{Call, Result, output};
use crate::authenticate::Signed;
use crate::errors::AwsError;
use crate::exchange::Exchange;
use crate::permission::of_hythe;

/// Decodes the input, runs a function on it and writes its output.
macro_rules! run {
    ($call:ident, $input:ident, $function:path) => {
        boxed(|| async { output(&$function($call, $input.decode()?).await?) }).await
    };
}

/// Runs `operation` on `input` and returns its output as JSON.
pub(super) async fn dispatch(
    exchange: &Exchange,
    caller: Signed,
    operation: Operation,
    input: &[u8],
) -> Result<Vec<u8>> {
    use Operation as O;
    let call = &Call::new(exchange, caller, of_hythe(operation));
    let input = Input {
        operation,
        body: input,
    };
    match operation {
        O::DeleteImageHold => run!(call, input, protection::delete_hold),
        O::DescribeImagePulls => run!(call, input, image_pull::describe),
        O::GetRepositorySettings => run!(call, input, protection::settings),
        O::ListImageHolds => run!(call, input, protection::list_holds),
        O::PreviewLifecyclePolicy => run!(call, input, lifecycle::preview),
        O::PutImageHold => run!(call, input, protection::put_hold),
        O::PutRepositoryDeletionProtection => run!(call, input, protection::put_deletion),
        O::ListDeletedImages => run!(call, input, deleted_image::list),
        O::ListDeletedRepositories => run!(call, input, deleted_repository::list),
        O::ListDeletedTags => run!(call, input, deleted_image::list_tags),
        O::PurgeDeletedImages => run!(call, input, deleted_image::purge),
        O::PurgeDeletedRepository => run!(call, input, deleted_repository::purge),
        O::UndeleteImage => run!(call, input, deleted_image::undelete),
        O::UndeleteRepository => run!(call, input, deleted_repository::undelete),
        O::LookupAuditRecords => run!(call, input, log::audit_records),
        O::LookupEvents => run!(call, input, log::events),
        O::CopyImage => run!(call, input, image::copy),
        O::RenameRepository => run!(call, input, repository::rename),
        O::TagImage => run!(call, input, image::tag),
        O::UntagImage => run!(call, input, image::untag),
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
