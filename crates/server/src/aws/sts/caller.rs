//! About the caller and its keys: GetCallerIdentity, GetSessionToken, GetAccessKeyInfo.

use aws_model::sts::{
    GetAccessKeyInfoRequest, GetAccessKeyInfoResponse, GetCallerIdentityResponse, GetSessionTokenRequest,
    GetSessionTokenResponse,
};
use names::AccessKeyId;
use registry::{Action, IamResource};

use super::{Call, Result, credentials, refuse_mfa, seconds, validation};
use crate::authenticate::Signed;

/// Everybody may ask who they are; nothing denies it (STS: GetCallerIdentity, "Permissions").
pub(super) async fn identity(call: &Call<'_>, caller: &Signed) -> Result<GetCallerIdentityResponse> {
    call.exchange.app.registry.check_caller(&caller.caller).await?;
    let principal = &caller.caller.principal;
    Ok(GetCallerIdentityResponse {
        arn: Some(principal.arn.to_string()),
        user_id: Some(principal.user_id.to_string()),
        account: Some(principal.account().to_string()),
    })
}

/// Temporary credentials of the caller itself.
pub(super) async fn session_token(
    call: &Call<'_>,
    caller: &Signed,
    input: GetSessionTokenRequest,
) -> Result<GetSessionTokenResponse> {
    refuse_mfa(input.serial_number.as_ref(), input.token_code.as_ref())?;
    let registry = &call.exchange.app.registry;
    let duration = input.duration_seconds.and_then(seconds);
    let made = registry.session_token(&caller.caller, duration).await?;
    Ok(GetSessionTokenResponse {
        credentials: Some(credentials(made)),
        ..GetSessionTokenResponse::default()
    })
}

/// Whose account an access key is of.
pub(super) async fn access_key_info(
    call: &Call<'_>,
    caller: &Signed,
    input: GetAccessKeyInfoRequest,
) -> Result<GetAccessKeyInfoResponse> {
    let registry = &call.exchange.app.registry;
    let resource = IamResource {
        account: caller.registry.account,
        arn: "*".to_owned(),
    };
    let grant = registry
        .authorize(&caller.caller, Action::GetAccessKeyInfo, &resource)
        .await?;
    let id = AccessKeyId::parse(&input.access_key_id).map_err(|error| validation(&error.to_string()))?;
    let account = registry.access_key_account(&grant, id).await?;
    Ok(GetAccessKeyInfoResponse {
        account: Some(account.to_string()),
    })
}
