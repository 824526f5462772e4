//! The `iam` service: a table from operations to functions, one file per resource.

use aws_model::iam::Operation;

use super::query::Form;
use crate::authenticate::Signed;
use crate::errors::AwsError;
use crate::exchange::Exchange;

type Result<T> = std::result::Result<T, AwsError>;

/// Runs `operation` and returns its answer as XML.
pub(super) async fn dispatch(
    _exchange: &Exchange,
    _caller: Signed,
    operation: Operation,
    _form: &Form,
) -> Result<String> {
    Err(AwsError::unbuilt(operation.name()))
}
