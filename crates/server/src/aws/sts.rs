//! The `sts` service: who a caller is, and temporary credentials.

use aws_model::sts::{GetCallerIdentityResponse, Operation};
use aws_model::{Shape, encode_query};

use super::query::Form;
use crate::authenticate::Signed;
use crate::errors::AwsError;
use crate::exchange::Exchange;

type Result<T> = std::result::Result<T, AwsError>;

/// One call of the service.
struct Call<'a> {
    exchange: &'a Exchange,
    operation: Operation,
    form: &'a Form,
}

/// Runs `operation` and returns its answer as XML. There is a caller for each signed operation.
/// The operations in the last arm are those that are not built yet.
pub(super) async fn dispatch(
    exchange: &Exchange,
    caller: Option<Signed>,
    operation: Operation,
    form: &Form,
) -> Result<String> {
    use Operation as O;
    let call = &Call {
        exchange,
        operation,
        form,
    };
    let Some(caller) = caller else {
        return Err(AwsError::unbuilt(operation.name()));
    };
    match operation {
        O::GetCallerIdentity => call.answer(&caller_identity(call, &caller).await?),
        O::AssumeRole
        | O::AssumeRoleWithSAML
        | O::AssumeRoleWithWebIdentity
        | O::AssumeRoot
        | O::DecodeAuthorizationMessage
        | O::GetAccessKeyInfo
        | O::GetDelegatedAccessToken
        | O::GetFederationToken
        | O::GetSessionToken
        | O::GetWebIdentityToken => Err(AwsError::unbuilt(operation.name())),
    }
}

/// Everybody may ask who they are; nothing denies it (STS: GetCallerIdentity, "Permissions").
async fn caller_identity(call: &Call<'_>, caller: &Signed) -> Result<GetCallerIdentityResponse> {
    call.exchange.app.registry.check_caller(&caller.caller).await?;
    let principal = &caller.caller.principal;
    Ok(GetCallerIdentityResponse {
        arn: Some(principal.arn.to_string()),
        user_id: Some(principal.user_id.to_string()),
        account: Some(principal.account().to_string()),
    })
}

impl Call<'_> {
    /// The input of the operation.
    fn input<T: Shape>(&self) -> Result<T> {
        self.form
            .decode(|violations| self.operation.constraint_error(violations))
    }

    fn answer(&self, output: &impl aws_model::ToXml) -> Result<String> {
        Ok(encode_query(self.operation, output, self.exchange.request_id))
    }
}
