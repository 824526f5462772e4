//! The `sts` service: who a caller is, and temporary credentials.

mod caller;
mod role;

use std::sync::Arc;
use std::time::Duration;

use aws_model::sts::{Credentials, Operation};
use aws_model::{Shape, encode_query};
use names::Region;
use registry::{Error, Front, IdentityFault, TemporaryCredentials};

use super::query::Form;
use crate::authenticate::Signed;
use crate::called;
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
    let Some(caller) = &caller else {
        return match operation {
            O::AssumeRoleWithWebIdentity => {
                call.answer(&role::assume_with_web_identity(call, call.input()?).await?)
            }
            _ => Err(AwsError::signature(&sigv4::Error::Missing)),
        };
    };
    match operation {
        O::AssumeRole => call.answer(&role::assume(call, caller, call.input()?).await?),
        O::GetAccessKeyInfo => call.answer(&caller::access_key_info(call, caller, call.input()?).await?),
        O::GetCallerIdentity => call.answer(&caller::identity(call, caller).await?),
        O::GetSessionToken => call.answer(&caller::session_token(call, caller, call.input()?).await?),
        O::AssumeRoleWithSAML
        | O::AssumeRoleWithWebIdentity
        | O::AssumeRoot
        | O::DecodeAuthorizationMessage
        | O::GetDelegatedAccessToken
        | O::GetFederationToken
        | O::GetWebIdentityToken => Err(AwsError::unbuilt(operation.name())),
    }
}

impl Call<'_> {
    /// The input of the operation.
    fn input<T: Shape>(&self) -> Result<T> {
        self.form
            .decode(|violations| self.operation.constraint_error(violations))
    }

    /// The call of somebody who does not sign, in the region where STS is for everyone.
    fn unsigned(&self) -> Arc<registry::Call> {
        let region = Region::parse("us-east-1").expect("a region");
        let from = (Front::Aws, self.exchange.request_id);
        let operation = called::of_sts(self.operation);
        Arc::new(registry::Call::new(
            operation,
            region,
            from,
            self.form.parameters(),
        ))
    }

    fn answer(&self, output: &impl aws_model::ToXml) -> Result<String> {
        Ok(encode_query(self.operation, output, self.exchange.request_id))
    }
}

fn credentials(made: TemporaryCredentials) -> Credentials {
    Credentials {
        access_key_id: made.access_key.to_string(),
        secret_access_key: made.secret.into(),
        session_token: made.token,
        expiration: made.expires_at,
    }
}

/// A number of seconds, which the model bounds.
fn seconds(number: i32) -> Option<Duration> {
    u64::try_from(number).ok().map(Duration::from_secs)
}

/// Nobody has a device for a second factor here, so no code of one is right.
fn refuse_mfa(serial_number: Option<&String>, token_code: Option<&String>) -> Result<()> {
    if serial_number.is_none() && token_code.is_none() {
        return Ok(());
    }
    let message = "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial \
                   number is valid and associated with this user.";
    Err(refusal(IdentityFault::AccessDenied, message))
}

/// A parameter that is within the model's constraints and still cannot be.
fn validation(why: &str) -> AwsError {
    refusal(IdentityFault::Validation, why)
}

fn refusal(fault: IdentityFault, message: &str) -> AwsError {
    Error::Identity {
        fault,
        message: message.to_owned(),
    }
    .into()
}
